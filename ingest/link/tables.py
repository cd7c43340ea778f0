"""The snapshot on disk: a table of entities (TSV, canonical) compiled into an SQLite file (for looking up).

Standard library only and no import from Hearsay: the build hook loads this file by itself.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

#: The layout of the SQLite file; a reader refuses any other.
LAYOUT = 2

#: The columns of the canonical table: one line an entity, lists separated by a bar.
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

#: Only a person at least so prominent may be looked up by the surname alone.
SURNAME_PROMINENCE = 0.8

#: A word is counted as shared from so many names on.
SHARED = 5

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entity (
    id INTEGER PRIMARY KEY, label TEXT NOT NULL, aliases TEXT NOT NULL, kind TEXT NOT NULL,
    country INTEGER, description TEXT NOT NULL, domain TEXT NOT NULL, prominence REAL NOT NULL
);
CREATE TABLE name (key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, names INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE domain (host TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE demonym (key TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
"""

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def compile_table(table: bytes, path: Path, key: Callable[[str], str], plain: Callable[[str], str]) -> str:
    """Write the SQLite file at `path` for the canonical table `table` and return the table's digest.

    Args:
        table: UTF-8 TSV with a header line of COLUMNS.
        path: replaced if it exists.
        key: `ingest.link.names.key`.
        plain: `ingest.link.names.without_company_form`.

    Raises:
        ValueError: the header is another one.
    """
    digest = hashlib.sha256(table).hexdigest()
    header, *lines = table.decode("utf-8").splitlines()
    if tuple(header.split("\t")) != COLUMNS:
        raise ValueError(f"the table's columns are {header!r}, not {COLUMNS}")
    rows = [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    connection = sqlite3.connect(part)
    connection.executescript(_SCHEMA)
    connection.executemany("INSERT INTO entity VALUES (?,?,?,?,?,?,?,?)", map(_entity, rows))
    names = sorted({pair for row in rows for pair in _names(row, key, plain)})
    connection.executemany("INSERT INTO name VALUES (?,?)", names)
    connection.executemany("INSERT INTO word VALUES (?,?)", _shared_words(rows, key))
    connection.executemany(
        "INSERT INTO domain VALUES (?,?)",
        ((row["domain"], number(row["qid"])) for row in rows if row["domain"]),
    )
    words = ((key(word), number(row["qid"])) for row in rows for word in row["demonyms"].split("|") if word)
    connection.executemany("INSERT OR IGNORE INTO demonym VALUES (?,?)", words)
    meta = {"layout": str(LAYOUT), "digest": digest, "entities": str(len(rows)), "names": str(len(names))}
    connection.executemany("INSERT INTO meta VALUES (?,?)", meta.items())
    connection.commit()
    connection.close()
    part.replace(path)
    return digest


def number(qid: str) -> int:
    """Return 42 for Q42."""
    return int(qid[1:])


def _entity(row: dict[str, str]) -> tuple[object, ...]:
    return (
        number(row["qid"]),
        row["label"],
        row["aliases"],
        row["kind"],
        number(row["country"]) if row["country"] else None,
        row["description"],
        row["domain"],
        float(row["prominence"]),
    )


def _names(
    row: dict[str, str], key: Callable[[str], str], plain: Callable[[str], str]
) -> Iterator[tuple[str, int]]:
    """Yield the keys that a row is found by: its names, companies without Inc., famous people's surnames."""
    entity = number(row["qid"])
    for name in _split(row):
        yield key(name), entity
        if row["kind"] not in ("person", "event") and not row["kind"].startswith("place"):
            yield key(plain(name)), entity
    if row["kind"] == "person" and float(row["prominence"]) >= SURNAME_PROMINENCE:
        words = [word for word in key(row["label"]).split() if word not in _SUFFIXES]
        if len(words) > 1 and "of" not in words:
            yield words[-1], entity


def _shared_words(rows: Iterable[dict[str, str]], key: Callable[[str], str]) -> list[tuple[str, int]]:
    """Return in how many names each word is, for words in at least SHARED names."""
    counts = Counter(word for row in rows for name in _split(row) for word in key(name).split())
    return sorted((word, count) for word, count in counts.items() if count >= SHARED)


def _split(row: dict[str, str]) -> Iterable[str]:
    return (row["label"], *(alias for alias in row["aliases"].split("|") if alias))
