"""Clean the gazetteer's tables into the knowledge snapshot that ships with Hearsay.

    python -m training.snapshot.build ../shared/gazetteer ingest/link/data

reads ``entities.tsv`` and ``demonyms.tsv`` (digests pinned below), and the lower-case words of the
attribution corpus as the measure of what is a common English word, and writes ``entities.tsv.xz``: one row
an entity, sorted by QID. The same inputs give the same bytes. What each rule of `training.snapshot.rules`
removed is told on standard error.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from ingest.link.names import key
from ingest.link.shipped import COLUMNS
from training.snapshot.rows import Row, read_own_names, read_rows
from training.snapshot.rules import (
    common_words,
    one_entity_a_domain,
    read_demonyms,
    row_rules,
    telling_aliases,
)

PINNED = {
    "entities.tsv": "8742938fb6715dcc03b6515758891c878f92ff92f5c177b6c701bc630ac62bad",
    "demonyms.tsv": "83d0444ff7878348a1565e95b498738d29ba55135811c764ff9bdcc16dc2dd21",
    "polnear-train.jsonl": "f02df63616882a852ffa4bd666c112ad253d2c8d0a928154f585eb400329fe7e",
}


def read_pinned(path: Path) -> str:
    """Return the file's text.

    Raises:
        SystemExit: the file is not the one that the pinned digest names.
    """
    raw = path.read_bytes()
    found = hashlib.sha256(raw).hexdigest()
    if found != PINNED[path.name]:
        raise SystemExit(f"{path}: SHA-256 is {found}, expected {PINNED[path.name]}")
    return raw.decode("utf-8")


def clean(
    entities: str,
    demonyms_table: str,
    corpus: str,
    report: Callable[[str], None],
    own: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> list[Row]:
    """Return the rows to ship, sorted by QID number; tell what each rule removed in `report`.

    Args:
        own: names to add, by QID.
    """
    rows = [replace(row, aliases=(*own.get(row.qid, ()), *row.aliases)) for row in read_rows(entities)]
    demonyms = read_demonyms(demonyms_table, rows)
    words = frozenset(key(word) for forms in demonyms.values() for word in forms)
    for name, rule in row_rules(common_words(corpus), words).items():
        kept = [new for row in rows if (new := rule(row)) is not None]
        report(f"{name}: {len(rows) - len(kept)} rows and {_aliases(rows) - _aliases(kept)} aliases removed")
        rows = kept
    kept = telling_aliases(rows)
    report(f"telling aliases: {_aliases(rows) - _aliases(kept)} aliases removed")
    kept = one_entity_a_domain(kept)
    report(
        f"one entity a domain: {sum(old.domain != new.domain for old, new in zip(rows, kept, strict=True))}"
    )
    rows = [replace(row, demonyms=demonyms.get(row.qid, ())) for row in kept]
    return sorted(rows, key=lambda row: int(row.qid[1:]))


def _aliases(rows: list[Row]) -> int:
    return sum(len(row.aliases) for row in rows)


def main() -> None:
    """Write the snapshot's table."""
    parser = argparse.ArgumentParser(description="Clean the gazetteer into the shipped snapshot.")
    parser.add_argument("gazetteer", type=Path, help="folder with entities.tsv and demonyms.tsv")
    parser.add_argument("out", type=Path, help="folder that entities.tsv.xz is written into")
    parser.add_argument("--corpus", type=Path, default=Path("../shared/gold/attribution/polnear-train.jsonl"))
    args = parser.parse_args()
    rows = clean(
        read_pinned(args.gazetteer / "entities.tsv"),
        read_pinned(args.gazetteer / "demonyms.tsv"),
        read_pinned(args.corpus),
        report=lambda message: print(message, file=sys.stderr),
        own=read_own_names(Path(__file__).with_name("own_names.tsv")),
    )
    table = "".join(f"{line}\n" for line in ("\t".join(COLUMNS), *(row.line() for row in rows))).encode()
    packed = lzma.compress(table, preset=9 | lzma.PRESET_EXTREME)
    (args.out / "entities.tsv.xz").write_bytes(packed)
    print(f"{len(rows)} rows, {len(packed)} bytes, SHA-256 of the table {hashlib.sha256(table).hexdigest()}")


if __name__ == "__main__":
    main()
