"""The knowledge snapshot: what Hearsay knows of the world, read-only, from one file."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from ingest.errors import HearsayError
from ingest.link.canonical import TABLES, about_from
from ingest.link.cleaning import is_qid
from ingest.link.entity import KINDS, About, Entity
from ingest.link.layout import COLUMNS, LAYOUT, Row, decode, kind_bit, number
from ingest.link.lookup import spellings_found_by
from ingest.link.names import forms, key, skeleton, without_company_form, without_titles
from ingest.link.verification import find_fault

SHIPPED = Path(__file__).parent / "data" / "snapshot.sqlite"

#: No name is looked up to more candidates than these, the most prominent.
MOST_CANDIDATES = 100


def _bits(*kinds: str) -> int:
    return sum(map(kind_bit, kinds))


# What a name may be; that has a title before it; that has a form of company behind it.
_ANY_KIND = _bits(*KINDS)
_TITLED = _bits("person")
_COMPANIES = _bits("organisation", "media", "platform", "other")

# Rows come in the order of the index: by prominence, then by QID.
_BY_NAME = (
    f"SELECT {COLUMNS} FROM name JOIN entity USING (id)"  # noqa: S608  # constant
    " WHERE name.key = ? AND (name.spelled = 0 OR name.spelled & ?) AND (1 << entity.kind) & ?"
    " ORDER BY name.rank, name.id LIMIT ?"
)
_BY_SKELETON = (
    f"SELECT {COLUMNS} FROM near JOIN entity USING (id) WHERE near.skeleton = ?"  # noqa: S608  # constant
    " ORDER BY near.rank, near.id LIMIT ?"
)
_BY_START = "SELECT id FROM name WHERE key >= ? AND key < ? ORDER BY rank, id LIMIT ?"
_BY_ID = f"SELECT {COLUMNS} FROM entity WHERE id = ?"  # noqa: S608  # constant
_BY_HOST = f"SELECT {COLUMNS} FROM domain JOIN entity USING (id) WHERE domain.host = ?"  # noqa: S608  # constant
_LABEL = "SELECT label FROM entity WHERE id = ?1 UNION ALL SELECT label FROM term WHERE id = ?1"
_ABOVE = (
    "WITH RECURSIVE up (id) AS (VALUES (?) UNION SELECT above FROM class JOIN up USING (id))"
    " SELECT 1 FROM up WHERE id = ? LIMIT 1"
)

_REPLACED = "{path}: the knowledge snapshot was replaced while it was in use."
_META = ("digest", "counts", "date", "sources", "licence", "languages", "filters", "parent")
_T = TypeVar("_T")


class Snapshot:
    """A knowledge snapshot opened for reading; threads and forked processes may share it.

    Opening reads a few values, looking up a name one index entry; nothing is loaded into memory as a whole.
    A file that is deleted while it is open is read on by the threads that have it open; whoever opens it anew
    is told.

    >>> with Snapshot.open() as snapshot:  # doctest: +SKIP
    ...     snapshot.candidates("Kiev")[0].qid
    'Q1899'
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._closed = False
        # One a thread, since threads that share one get each other's rows or an error (seen on Python 3.13);
        # one a process, since SQLite forbids carrying a connection across a fork.
        self._connections: dict[tuple[int, int], sqlite3.Connection] = {}
        self._opened: tuple[int, int] | None = None
        self._connection()

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """Open the snapshot at `path`, or the one that travels with Hearsay.

        Raises:
            HearsayError: there is none, it is of another version of Hearsay, or it is damaged.
        """
        snapshot = cls(path or SHIPPED)
        try:
            layout = snapshot._meta["layout"]
            if layout != str(LAYOUT):
                raise HearsayError(
                    f"{snapshot.path}: the knowledge snapshot has layout {layout},"
                    f" this Hearsay reads {LAYOUT}.",
                    _cure(snapshot.path),
                )
        except HearsayError:
            snapshot.close()
            raise
        return snapshot

    @cached_property
    def digest(self) -> str:
        """Hex SHA-256 of what the snapshot says, as `ingest.link.canonical` writes it down."""
        return self._meta["digest"]

    @cached_property
    def about(self) -> About:
        """Where it comes from, of which date, under which licence, and what it holds."""
        return about_from(self._meta)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many entities, names, … it holds, and how many were left out when it was compiled."""
        return self._made(
            lambda counts: {str(k): int(v) for k, v in json.loads(counts).items()}, self._meta["counts"]
        )

    def candidates(self, name: str) -> tuple[Entity, ...]:
        """Return the entities that `name` may mean, the most prominent first.

        The name is looked up as it is, then in ever simpler forms (`ingest.link.names.forms`), until one is
        known.
        An acronym is only matched by capitals, "US" is not "us", and a name that is an article and one word
        only with its article: "The Hill" is not "Hill".
        """
        may_be = _ANY_KIND
        for before, form in pairwise((name, *forms(name))):
            if form != before and form == without_titles(before):
                may_be = _TITLED  # "Captain America" is no country
            elif form != before and form == without_company_form(before):
                may_be = _COMPANIES  # "Madeira Inc" is no island
            wanted = key(form)
            found = (
                self._entities(_BY_NAME, wanted, spellings_found_by(form), may_be, MOST_CANDIDATES)
                if wanted
                else ()
            )
            if found:
                return found
        return ()

    def near(self, name: str, limit: int = 20) -> tuple[Entity, ...]:
        """Return entities with a name that sounds like `name`, the most prominent first.

        They share its skeleton (`ingest.link.names.skeleton`): other romanisations, and misspelt vowels.
        """
        wanted = skeleton(name)
        return self._entities(_BY_SKELETON, wanted, limit) if wanted else ()

    def starting(self, prefix: str, limit: int = 20) -> tuple[Entity, ...]:
        """Return entities with a name that starts like `prefix`, the most prominent first."""
        wanted = key(prefix)
        if not wanted:
            return ()
        # An entity may be found by several names.
        rows = self.ask(_BY_START, wanted, wanted + "\U0010ffff", 8 * limit)
        qids = [f"Q{row[0]}" for row in dict.fromkeys(rows)]
        return tuple(found for qid in qids[:limit] if (found := self.entity(qid)))

    def names_with(self, word: str) -> int:
        """Return in how many of the snapshot's names `word` (a key) is; few count as 1."""
        rows = self.ask("SELECT names FROM word WHERE word = ?", word)
        return int(str(rows[0][0])) if rows else 1

    def entity(self, qid: str) -> Entity | None:
        """Return the entity ``Q…``, or None if the snapshot does not hold it."""
        found = self._entities(_BY_ID, number(qid)) if is_qid(qid) else ()
        return found[0] if found else None

    def entities(self) -> Iterator[Entity]:
        """Yield all entities by ascending QID, without holding them in memory."""
        for row in self.rows("entity"):
            yield self._made(decode, row)

    def current(self, qid: str) -> str:
        """Return the QID that `qid` was merged into, or itself."""
        rows = self.ask("SELECT now FROM redirect WHERE id = ?", number(qid)) if is_qid(qid) else []
        return f"Q{rows[0][0]}" if rows else qid

    def label_of(self, qid: str) -> str | None:
        """Return the label of an entity or of what facts name (a type, an occupation, an office), or None."""
        rows = self.ask(_LABEL, number(qid)) if is_qid(qid) else []
        return str(rows[0][0]) if rows else None

    def is_a(self, qid: str, root: str) -> bool:
        """Whether `qid` is `root`, or an instance or a subclass of it by any number of steps."""
        if not (is_qid(qid) and is_qid(root)):
            return False
        entity = self.entity(qid)
        starts = (qid, *entity.types) if entity else (qid,)
        return root in starts or any(self.ask(_ABOVE, number(start), number(root)) for start in starts)

    def verify(self) -> None:
        """Read the whole file and compare it with its digest, and its index with its entities.

        Raises:
            HearsayError: the file is not what it was when it was compiled.
        """
        fault = find_fault(self)
        if fault:
            raise HearsayError(f"{self.path}: the knowledge snapshot is damaged: {fault}.", _cure(self.path))

    def rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table of `ingest.link.canonical.TABLES` in their order."""
        columns, order = TABLES[table]
        with self._readable():
            found = self._connection().execute(f"SELECT {columns} FROM {table} ORDER BY {order}")  # noqa: S608  # constant
            while batch := found.fetchmany(1000):
                yield from batch

    def by_domain(self, host: str) -> Entity | None:
        """Return the outlet whose web domain is `host` or a parent of it, or None.

        A host below a platform's domain is somebody else's: "someone.tumblr.com" is not Tumblr.
        """
        if not host.isascii():  # domains are kept in their ASCII form
            return None
        labels = host.lower().rstrip(".").split(".")[-6:]
        for start in range(len(labels) - 1):
            outlets = self._entities(_BY_HOST, ".".join(labels[start:]))
            if outlets:
                found = outlets[0]
                below = [label for label in labels[:start] if label not in ("www", "m")]
                return None if found.kind == "platform" and below else found
        return None

    @cached_property
    def demonyms(self) -> dict[str, str]:
        """The ``Q…`` of the country for the key of every adjective and people."""
        return {str(word): f"Q{qid}" for word, qid in self.ask("SELECT key, id FROM demonym ORDER BY key")}

    def demonym(self, word: str) -> str | None:
        """Return the ``Q…`` of the country whose people or adjective `word` is ("the French"), or None."""
        wanted = key(word)
        return self.demonyms.get(wanted) or self.demonyms.get(wanted.removesuffix("s"))

    def close(self) -> None:
        """Close the file; no thread may be using it."""
        self._closed = True
        for (process, _), connection in self._connections.items():
            if process == os.getpid():
                connection.close()
        self._connections.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[Callable[[Path, str], Snapshot], tuple[Path, str]]:
        return _again, (self.path, self.digest)

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection."""
        if self._closed:
            raise HearsayError(f"{self.path}: the knowledge snapshot was closed.", "Open it again.")
        place = os.getpid(), threading.get_ident()
        if place not in self._connections:
            self._connections[place] = self._connect()
        return self._connections[place]

    def _connect(self) -> sqlite3.Connection:
        try:
            status = self.path.stat()
        except OSError:
            status = None
        if status is None or not self.path.is_file():
            raise HearsayError(f"{self.path}: the knowledge snapshot is missing.", _cure(self.path))
        opened = status.st_dev, status.st_ino
        if self._opened not in (None, opened):
            raise HearsayError(_REPLACED.format(path=self.path), "Start again.")
        self._opened = opened
        with self._readable():
            # Immutable: no lock, no journal, so that any number of processes may read it on a read-only disk.
            # Used by one thread, and closed by whichever closes the snapshot.
            uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            connection.execute("PRAGMA trusted_schema = OFF")  # the file may come from anybody
            return connection

    def ask(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        """Return the rows of an SQL query over the tables of `ingest.link.layout`."""
        connection = self._connection()
        with self._readable():
            return connection.execute(query, values).fetchall()

    def _entities(self, query: str, *values: str | int) -> tuple[Entity, ...]:
        return tuple(self._made(decode, row) for row in self.ask(query, *values))

    def _made(self, make: Callable[[Any], _T], stored: object) -> _T:
        """Return what `make` makes of what the file holds."""
        try:
            return make(stored)
        except (ValueError, IndexError, TypeError, AttributeError) as error:
            raise HearsayError(
                f"{self.path}: the knowledge snapshot is damaged ({error}).", _cure(self.path)
            ) from error

    @cached_property
    def _meta(self) -> Mapping[str, str]:
        found = {str(name): str(value) for name, value in self.ask("SELECT name, value FROM meta")}
        for name in ("layout", *(_META if found.get("layout") == str(LAYOUT) else ())):
            if name not in found:
                raise HearsayError(
                    f"{self.path}: the knowledge snapshot does not say its {name}.", _cure(self.path)
                )
        return found

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise HearsayError(
                f"{self.path}: the knowledge snapshot cannot be read ({error}).", _cure(self.path)
            ) from error


def _again(path: Path, digest: str) -> Snapshot:
    """Open in another process the snapshot that was open in this one."""
    snapshot = Snapshot.open(path)
    if snapshot.digest != digest:
        snapshot.close()
        raise HearsayError(_REPLACED.format(path=path), "Start again.")
    return snapshot


def _cure(path: Path) -> str:
    if path == SHIPPED:
        return "Reinstall Hearsay; in a checkout: `make clean`, then `make test`."
    return "Give the path of a snapshot built by this version of Hearsay."
