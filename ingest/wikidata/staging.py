"""What was read of the sources so far, in a file beside the output: a build that was stopped goes on from it.

Whatever is not needed in memory lies here. A chunk's harvest and how far the source was read are written in
one transaction, so that a process killed at any point has lost nothing and counts nothing twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson

from ingest.errors import HearsayError
from ingest.link import Snapshot
from ingest.link.entity import Entity, number
from ingest.wikidata.batch import SHOWN_PROBLEMS, Batch, pack, unpack
from ingest.wikidata.item import Item

#: So many sources at most; an item's key is its number times this plus its source's.
SOURCES = 64

#: One process alone has the file. With WAL a commit waits for no disk, and a power cut loses only the last.
PRAGMAS = (
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA cache_size = -65536",  # KiB
)

_LAYOUT = "1"

_SCHEMA = """
CREATE TABLE parameter (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (number INTEGER PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE item (
    key INTEGER PRIMARY KEY, kind TEXT NOT NULL, domain TEXT NOT NULL, prominence REAL, body BLOB NOT NULL
);
CREATE TABLE term (id INTEGER PRIMARY KEY, label TEXT NOT NULL);
CREATE TABLE class (id INTEGER NOT NULL, above INTEGER NOT NULL, PRIMARY KEY (id, above)) WITHOUT ROWID;
CREATE TABLE redirect (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
CREATE TABLE demonym (word TEXT PRIMARY KEY, country INTEGER NOT NULL) WITHOUT ROWID;
"""

_TABLES = ("parameter", "source", "item", "term", "class", "redirect", "demonym")


@dataclass(frozen=True, slots=True)
class Staged:
    """An item as one source has it.

    Attributes:
        kind: what a snapshot says that it is, or "": its classes decide.
        domain: the same for its web domain.
        prominence: the same, or None.
    """

    item: Item
    kind: str = ""
    domain: str = ""
    prominence: float | None = None


@dataclass(slots=True)
class State:
    """How far a source was read, and what was found in it.

    Attributes:
        offset: of the first byte that was not, in the decompressed file.
        line: the number of the line that begins there.
        done: there is no more of it.
        problems: (line, what is wrong) of the first ones.
        newest: the latest date of change.
        tail: the last bytes that were read, as Latin-1.
    """

    offset: int = 0
    line: int = 1
    done: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    newest: str = ""
    tail: str = ""

    def problem(self, line: int, message: str) -> None:
        """Note what is wrong with a line."""
        if len(self.problems) < SHOWN_PROBLEMS:
            self.problems.append((line, message))

    def add(self, batch: Batch, first_line: int) -> None:
        """Count a batch."""
        for sort, amount in batch.counts.items():
            self.counts[sort] = self.counts.get(sort, 0) + amount
        for line, message in batch.problems:
            self.problem(first_line + line, message)
        self.newest = max(self.newest, batch.newest)


class Staging:
    """The file, open for one process alone."""

    def __init__(self, path: Path, parameters: Mapping[str, str], *, resume: bool = True) -> None:
        """Open the file, or make it.

        Args:
            path: the file.
            parameters: what must be the same for a build to be gone on with.
            resume: whether what the file holds is gone on with, and not thrown away.

        Raises:
            HearsayError: it cannot be written, another build has it, or it is of other parameters.
        """
        self.path = path
        with self._writable():
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=1)
        try:
            with self._writable():
                self._open(parameters, resume)
        except BaseException:
            self._connection.close()
            raise

    def _open(self, parameters: Mapping[str, str], resume: bool) -> None:
        execute = self._connection.execute
        for pragma in PRAGMAS:
            execute(pragma)
        execute("BEGIN IMMEDIATE")
        wanted = {"layout": _LAYOUT, **parameters}
        if not execute("SELECT 1 FROM sqlite_master WHERE name = 'item'").fetchall():
            for statement in _SCHEMA.split(";"):
                execute(statement)
        found = dict(execute("SELECT name, value FROM parameter"))
        empty = not execute("SELECT 1 FROM item LIMIT 1").fetchall()  # nothing was read: nothing is lost
        if not resume or (found != wanted and empty):
            for table in _TABLES:
                execute(f"DELETE FROM {table}")  # noqa: S608  # constant
            self._connection.executemany("INSERT INTO parameter VALUES (?,?)", sorted(wanted.items()))
            found = wanted
        execute("COMMIT")
        other = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
        if other:
            raise HearsayError(
                f"{self.path} holds what a build with another {other[0]} has read so far.",
                "Give the same sources and options as then to go on with it, or --no-resume to begin anew.",
            )

    def state(self, source: int) -> State:
        """Return how far a source was read."""
        rows = self._connection.execute("SELECT state FROM source WHERE number = ?", (source,)).fetchall()
        if not rows:
            return State()
        stored = orjson.loads(rows[0][0])
        stored["problems"] = [(line, message) for line, message in stored["problems"]]
        return State(**stored)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write everything that is added in the block, or nothing of it."""
        with self._writable():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def set_state(self, source: int, state: State) -> None:
        """Note how far a source was read."""
        self._connection.execute("INSERT OR REPLACE INTO source VALUES (?,?)", (source, orjson.dumps(state)))

    def add_batch(self, source: int, batch: Batch) -> None:
        """Add the harvest of a chunk; of an item that a source has several times the last one stays."""
        many = self._connection.executemany
        many(
            "INSERT OR REPLACE INTO item VALUES (?,'','',NULL,?)",
            ((each * SOURCES + source, body) for each, body in batch.items),
        )
        many("INSERT OR REPLACE INTO term VALUES (?,?)", batch.terms)
        many("INSERT OR IGNORE INTO class VALUES (?,?)", batch.classes)
        many("INSERT OR REPLACE INTO redirect VALUES (?,?)", batch.redirects)

    def add_snapshot(self, source: int, snapshot: Snapshot) -> int:
        """Add all that a snapshot holds, and return how many entities that is.

        Of what is beside the entities the first source stays, where they differ.
        """
        added = self._connection.executemany(
            "INSERT OR REPLACE INTO item VALUES (?,?,?,?,?)",
            (
                (
                    number(entity.qid) * SOURCES + source,
                    entity.kind,
                    entity.domain,
                    entity.prominence,
                    pack(_as_item(entity)),
                )
                for entity in snapshot.entities()
            ),
        )
        for table in ("class", "term", "redirect", "demonym"):
            self._connection.executemany(
                f"INSERT OR IGNORE INTO {table} VALUES (?,?)",  # noqa: S608  # constant
                snapshot.rows(table),
            )
        return max(0, added.rowcount)

    def items(self) -> Iterator[tuple[Staged, ...]]:
        """Yield what the sources have of each item, by ascending QID, in the order of the sources."""
        found = self._connection.execute("SELECT key, kind, domain, prominence, body FROM item ORDER BY key")
        last, together = 0, list[Staged]()
        for key, kind, domain, prominence, body in found:
            if key // SOURCES != last and together:
                yield tuple(together)
                together = []
            last = key // SOURCES
            together.append(Staged(unpack(body), kind, domain, prominence))
        if together:
            yield tuple(together)

    def superclasses(self, qid: str) -> list[str]:
        """Return what a class is a direct subclass of."""
        rows = self._connection.execute("SELECT above FROM class WHERE id = ? ORDER BY above", (number(qid),))
        return [f"Q{above}" for (above,) in rows]

    def label(self, qid: str) -> str:
        """Return the label of a class, occupation or office, or of any other item, or ""."""
        key = number(qid) * SOURCES
        for query, values in (
            ("SELECT label FROM term WHERE id = ?", (number(qid),)),
            ("SELECT body FROM item WHERE key BETWEEN ? AND ? ORDER BY key DESC", (key, key + SOURCES - 1)),
        ):
            for (found,) in self._connection.execute(query, values):
                return found if isinstance(found, str) else unpack(found).label
        return ""

    def redirects(self) -> Iterator[tuple[str, str]]:
        """Yield old and new QIDs."""
        for old, new in self._connection.execute("SELECT old, new FROM redirect ORDER BY old"):
            yield f"Q{old}", f"Q{new}"

    def demonyms(self) -> Iterator[tuple[str, str]]:
        """Yield what snapshots say: word and QID of the country."""
        for word, country in self._connection.execute("SELECT word, country FROM demonym ORDER BY word"):
            yield word, f"Q{country}"

    def remove(self) -> None:
        """Delete the file: the build is done."""
        self._connection.close()
        self.path.unlink()

    def close(self) -> None:
        """Close the file and keep it."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writable(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise HearsayError(f"{self.path} cannot be written ({error}).", _cure(error)) from error


def _as_item(entity: Entity) -> Item:
    """Return an entity's facts as an item; a label of no known language is kept under ""."""
    return Item(
        qid=entity.qid,
        labels=entity.labels or (("", entity.label),),
        aliases=entity.aliases,
        descriptions=entity.descriptions or ((("", entity.description),) if entity.description else ()),
        types=entity.types,
        country=entity.country or "",
        occupations=entity.occupations,
        positions=entity.positions,
        website=entity.website,
        sitelinks=entity.sitelinks,
        born=entity.born,
        died=entity.died,
    )


def _cure(error: sqlite3.DatabaseError) -> str:
    told = str(error)
    if "locked" in told:
        return "Another build is at work on it: wait until it is done."
    if "full" in told:
        return "Make room and run the same command again: it goes on where it stopped."
    if "not a database" in told or "malformed" in told:
        return "It is damaged: delete it and run the command again."
    return "Give an output in a folder that you may write to."
