"""The table that the shipped snapshot is compiled from: UTF-8, tab-separated, one line an entity."""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Iterator
from pathlib import Path

from ingest.link.compiling import compile_snapshot
from ingest.link.entity import About, Entity

#: The columns: one line an entity, lists separated by a bar.
COLUMNS = (
    "qid",
    "label",
    "aliases",
    "kind",
    "country",
    "description",
    "domain",
    "prominence",
    "demonyms",
)

DATE = "2026-11-22"


def compile_shipped(packed: Path, path: Path) -> str:
    """Compile the table `packed` (.tsv.xz) into the snapshot `path`, and return its digest.

    Raises:
        ValueError: the table has other columns.
    """
    table = lzma.decompress(packed.read_bytes())
    header, *lines = table.decode("utf-8").splitlines()
    if tuple(header.split("\t")) != COLUMNS:
        raise ValueError(f"the table's columns are {header!r}, not {COLUMNS}")
    rows = [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]
    about = About(
        date=DATE,
        sources=(
            "public compilations of Wikidata's facts, named in ingest/link/data/NOTICE.md",
            f"entities.tsv, SHA-256 {hashlib.sha256(table).hexdigest()}",
        ),
        licence="CC0-1.0, with the notices in ingest/link/data/NOTICE.md",
        languages=("en",),
        filters="the better known, with names cleaned; no types, offices or dates",
    )
    return compile_snapshot(path, map(_entity, rows), about=about, demonyms=_demonyms(rows))


def _demonyms(rows: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    return ((word, row["qid"]) for row in rows for word in row["demonyms"].split("|") if word)


def _entity(row: dict[str, str]) -> Entity:
    return Entity(
        qid=row["qid"],
        label=row["label"],
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        kind=row["kind"],
        country=row["country"] or None,
        description=row["description"],
        domain=row["domain"],
        prominence=float(row["prominence"]),
    )
