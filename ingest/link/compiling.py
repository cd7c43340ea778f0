"""Write a snapshot's file: entities go in as a stream, in constant memory; it appears when it is whole."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from ingest.errors import HearsayError
from ingest.link.canonical import PLURALS, TABLES, Digest, about_values
from ingest.link.cleaning import clean, is_qid, tidied
from ingest.link.entity import About, Entity, number
from ingest.link.layout import LAYOUT, PAGE_SIZE, SCHEMA, Row, encode, rank
from ingest.link.lookup import name_keys, naming, near_keys, spelled_keys
from ingest.link.names import key

#: A word is counted as shared from so many names on.
SHARED = 5

#: Rows are written, and words counted, in batches of so many.
_BATCH = 50_000
_WORDS_IN_MEMORY = 300_000

#: KiB that SQLite may hold of either file, and sort at once, in memory.
_CACHE = 32 * 1024

# What does not come in its table's order is kept beside the file first, and sorted by SQLite. Sorting takes
# room of about the size of the table in the folder for temporary files (SQLITE_TMPDIR or TMPDIR).
_STAGE = """
CREATE TABLE stage.name (key TEXT, rank INTEGER, id INTEGER, spelled INTEGER);
CREATE TABLE stage.near (skeleton TEXT, rank INTEGER, id INTEGER);
CREATE TABLE stage.word (word TEXT, names INTEGER);
CREATE TABLE stage.redirect (id INTEGER PRIMARY KEY, now INTEGER);
CREATE TABLE stage.class (id INTEGER, above INTEGER, PRIMARY KEY (id, above)) WITHOUT ROWID;
CREATE TABLE stage.term (id INTEGER PRIMARY KEY, label TEXT);
"""


def compile_snapshot(
    path: Path,
    entities: Iterable[Entity],
    *,
    about: About,
    classes: Iterable[tuple[str, str]] = (),
    terms: Iterable[tuple[str, str]] = (),
    demonyms: Iterable[tuple[str, str]] = (),
    redirects: Iterable[tuple[str, str]] = (),
    words: Iterable[tuple[str, int]] | None = None,
) -> str:
    """Write the snapshot `path`, replacing it if it exists, and return its digest.

    The arguments are read once each, `entities` first and the others when it is at its end. What
    `ingest.link.cleaning` leaves out is counted (`Snapshot.counts`).

    Args:
        entities: by ascending number of their QIDs, none twice.
        about: what the snapshot says of itself.
        classes: pairs of a class and one that it is a subclass of (P279).
        terms: QIDs and labels of what is named in facts (types, occupations, offices) and is no entity here.
        demonyms: adjectives and peoples with the QID of their country; of several for a word the first stays.
        redirects: QIDs that were merged into others. Chains are followed; circles are dropped and counted.
        words: in how many names each word is, if not to be counted here: a slice keeps its parent's numbers.

    Raises:
        HearsayError: the file cannot be written, or another process is writing it.
        ValueError: entities out of order; an entity's QID or kind is none.
    """
    with _part(path) as part, closing(_connect(part)) as connection:
        compiled = _Compiled(connection, about)
        compiled.add_entities(entities)
        compiled.add_small(classes, terms, demonyms, redirects)
        compiled.add_index(words)
        digest = compiled.finish()
    return digest


class _Compiled:
    """The file while it is written."""

    def __init__(self, connection: sqlite3.Connection, about: About) -> None:
        self._connection = connection
        self._about = _cleaned(about)
        self._digest = Digest(self._about)
        self._counts: Counter[str] = Counter()
        self._words: Counter[str] = Counter()

    def add_entities(self, entities: Iterable[Entity]) -> None:
        """Write entities, and stage what they are found by."""
        rows: list[Row] = []
        names: list[tuple[str, int, int, int]] = []
        near: list[tuple[str, int, int]] = []
        last = 0
        for given in entities:
            entity, dropped = tidied(given)
            self._counts["names left out"] += dropped
            if number(given.qid) <= last:
                raise ValueError(f"entities must come by ascending QID: {given.qid} after Q{last}")
            last = number(given.qid)
            if entity is None:
                self._counts["entities left out"] += 1
                continue
            rows.append(encode(entity))
            place = rank(entity)
            spelled = spelled_keys(entity)
            names.extend((found, place, last, by) for found, by in name_keys(entity, spelled).items())
            near.extend((found, place, last) for found in near_keys(entity))
            for found in spelled:
                self._words.update(set(found.split()))
            if len(names) >= _BATCH:
                self._write(rows, names, near)
        self._write(rows, names, near)
        self._stage_words()

    def _write(
        self, rows: list[Row], names: list[tuple[str, int, int, int]], near: list[tuple[str, int, int]]
    ) -> None:
        """Write the rows and empty the lists."""
        self._digest.add("entity", rows)
        places = ",".join("?" * 17)
        self._connection.executemany(f"INSERT INTO entity VALUES ({places})", rows)  # noqa: S608  # constant
        self._connection.executemany("INSERT INTO stage.name VALUES (?,?,?,?)", names)
        self._connection.executemany("INSERT INTO stage.near VALUES (?,?,?)", near)
        self._connection.executemany(
            "INSERT INTO domain VALUES (?,?,?)"
            " ON CONFLICT DO UPDATE SET rank = excluded.rank, id = excluded.id"
            " WHERE excluded.rank < domain.rank",  # of several entities with a domain, the best known
            [(row[6], 1000 - int(str(row[7])), row[0]) for row in rows if row[6]],
        )
        self._counts["entities"] += len(rows)
        self._counts["names"] += len(names)
        for batch in (rows, names, near):
            batch.clear()
        if len(self._words) > _WORDS_IN_MEMORY:
            self._stage_words()

    def _stage_words(self) -> None:
        self._connection.executemany("INSERT INTO stage.word VALUES (?,?)", self._words.items())
        self._words.clear()

    def add_small(
        self,
        classes: Iterable[tuple[str, str]],
        terms: Iterable[tuple[str, str]],
        demonyms: Iterable[tuple[str, str]],
        redirects: Iterable[tuple[str, str]],
    ) -> None:
        """Write what is beside the entities."""
        execute, many = self._connection.execute, self._connection.executemany
        many("INSERT OR IGNORE INTO stage.class VALUES (?,?)", _numbers(classes))
        execute("INSERT INTO class SELECT * FROM stage.class ORDER BY id, above")
        labelled = ((qid, clean(label)) for qid, label in terms if is_qid(qid))
        many(
            "INSERT OR IGNORE INTO stage.term VALUES (?,?)",
            ((number(qid), label) for qid, label in labelled if label),
        )
        execute(
            "INSERT INTO term SELECT * FROM stage.term"
            " WHERE NOT EXISTS (SELECT 1 FROM entity WHERE entity.id = term.id) ORDER BY id"
        )
        peoples = ((key(word), number(qid)) for word, qid in demonyms if is_qid(qid))
        many("INSERT OR IGNORE INTO demonym VALUES (?,?)", (pair for pair in peoples if pair[0]))
        many("INSERT OR IGNORE INTO stage.redirect VALUES (?,?)", _numbers(redirects))
        self._follow_redirects()

    def _follow_redirects(self) -> None:
        """Point every redirect to where its chain ends, and drop those that go round in circles.

        A round doubles how far each reaches: what is not at an end after as many rounds as the number of
        redirects has binary digits never will be.
        """
        execute = self._connection.execute
        unfinished = "now IN (SELECT id FROM stage.redirect)"
        (found,) = execute("SELECT count(*) FROM stage.redirect").fetchone()
        for _ in range(int(found).bit_length() + 1):
            done = execute(
                "UPDATE stage.redirect SET now ="  # noqa: S608  # constant
                " (SELECT next.now FROM stage.redirect AS next WHERE next.id = redirect.now)"
                f" WHERE {unfinished}"
            )
            if not done.rowcount:
                break
        circling = f"id IN (SELECT id FROM stage.redirect WHERE {unfinished})"  # noqa: S608  # constant
        circles = execute(f"DELETE FROM stage.redirect WHERE {circling}").rowcount  # noqa: S608  # constant
        self._counts["redirects left out"] = circles
        execute("INSERT INTO redirect SELECT id, now FROM stage.redirect ORDER BY id")

    def add_index(self, words: Iterable[tuple[str, int]] | None) -> None:
        """Sort what entities are found by into its tables."""
        execute = self._connection.execute
        execute("INSERT INTO name SELECT key, rank, id, spelled FROM stage.name ORDER BY key, rank, id")
        execute("INSERT INTO near SELECT skeleton, rank, id FROM stage.near ORDER BY skeleton, rank, id")
        if words is None:
            execute(
                "INSERT INTO word SELECT word, sum(names) AS names FROM stage.word GROUP BY word"
                " HAVING sum(names) >= ? ORDER BY word",
                (SHARED,),
            )
        else:
            self._connection.executemany("INSERT INTO word VALUES (?,?)", words)

    def finish(self) -> str:
        """Write what the snapshot says of itself, and return its digest."""
        for table, (columns, order) in TABLES.items():
            if table == "entity":
                continue
            found = self._connection.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")  # noqa: S608  # constant
            while rows := found.fetchmany(_BATCH):
                self._digest.add(table, rows)
                self._counts[PLURALS[table]] += len(rows)
        digest = self._digest.hex()
        meta = about_values(self._about) | {
            "layout": str(LAYOUT),
            "digest": digest,
            "naming": naming(),
            "counts": json.dumps(self._counts, sort_keys=True),
        }
        self._connection.executemany("INSERT INTO meta VALUES (?,?)", sorted(meta.items()))
        self._connection.execute("COMMIT")
        return digest


def _numbers(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    return ((number(one), number(other)) for one, other in pairs if is_qid(one) and is_qid(other))


def _cleaned(about: About) -> About:
    return replace(
        about,
        date=clean(about.date),
        sources=tuple(filter(None, map(clean, about.sources))),
        licence=clean(about.licence),
        languages=tuple(filter(None, map(clean, about.languages))),
        filters=clean(about.filters),
    )


@contextmanager
def _part(path: Path) -> Iterator[Path]:
    """Give a path to write to; move it to `path` when all went well, else remove it."""
    part = path.with_name(f"{path.name}.part")
    try:
        _clear(part)
        try:
            yield part
            _publish(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            _stage_of(part).unlink(missing_ok=True)
            raise
    except sqlite3.OperationalError as error:
        raise _unwritable(path, error) from error


def _publish(part: Path, path: Path) -> None:
    try:
        _stage_of(part).unlink()
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: Exception) -> HearsayError:
    return HearsayError(
        f"{path}: the knowledge snapshot cannot be written ({error}).",
        "Give a path in a folder that you may write to, with room for twice the finished file,"
        " and as much where temporary files go (TMPDIR).",
    )


def _clear(part: Path) -> None:
    """Remove what a compilation that was killed has left, but nothing that another process is writing."""
    if part.exists():
        with closing(sqlite3.connect(part, timeout=0)) as connection:
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    raise HearsayError(
                        f"{part}: another process is writing this knowledge snapshot.",
                        "Wait until it is done.",
                    ) from error
            except sqlite3.DatabaseError:
                pass  # half a file
        part.unlink()
    _stage_of(part).unlink(missing_ok=True)


def _stage_of(part: Path) -> Path:
    return part.with_name(f"{part.name}-stage")


def _connect(part: Path) -> sqlite3.Connection:
    """Open the file to write: no journal, since a file that is not finished is thrown away."""
    connection = sqlite3.connect(part, isolation_level=None)
    connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    connection.execute("ATTACH ? AS stage", (str(_stage_of(part)),))
    for database in ("main", "stage"):
        connection.execute(f"PRAGMA {database}.journal_mode = OFF")
        connection.execute(f"PRAGMA {database}.synchronous = OFF")
        connection.execute(f"PRAGMA {database}.cache_size = -{_CACHE}")
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute("BEGIN EXCLUSIVE")
    for statement in (SCHEMA + _STAGE).split(";"):
        connection.execute(statement)
    return connection
