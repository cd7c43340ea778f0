"""A snapshot's file, opened for reading: connections, what it says of itself, what can be wrong with it."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from ingest.errors import HearsayError
from ingest.link.canonical import TABLES, about_from
from ingest.link.entity import About
from ingest.link.layout import LAYOUT, TABLES_SQL, Row
from ingest.link.lookup import naming

SHIPPED = Path(__file__).parent / "data" / "snapshot.sqlite"

_META = ("digest", "naming", "counts", "date", "sources", "licence", "languages", "filters", "parent")

_T = TypeVar("_T")


class SnapshotFile:
    """The file; threads and forked processes may share it.

    Opening reads a few values; nothing is loaded into memory as a whole. A file that is deleted while it is
    open is read on by the threads that have it open; whoever opens it anew is told.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._closed = False
        # One a thread, since threads that share one get each other's rows or an error (seen on Python 3.13);
        # one a process, since SQLite forbids carrying a connection across a fork.
        self._connections: dict[tuple[int, int], sqlite3.Connection] = {}
        self._opened: tuple[int, ...] | None = None
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
            if snapshot._meta["naming"] != naming():
                raise HearsayError(
                    f"{snapshot.path}: the knowledge snapshot was compiled by a Hearsay that read names"
                    " in another way; names would be looked up in it in vain.",
                    _cure(snapshot.path),
                )
            tables = {sql for (sql,) in snapshot.ask("SELECT sql FROM sqlite_schema") if sql}
            if tables != TABLES_SQL:
                raise snapshot.damaged("its tables are not those of a snapshot")
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

    def rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table of `ingest.link.canonical.TABLES` in their order."""
        columns, order = TABLES[table]
        connection = self._connection()
        try:
            found = connection.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")  # noqa: S608  # constant
            while batch := found.fetchmany(1000):
                yield from batch
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise self._unreadable(error) from error

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

    def __reduce__(self) -> tuple[Callable[..., SnapshotFile], tuple[type[Self], Path, str]]:
        return _again, (type(self), self.path, self.digest)

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
        opened = status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
        if self._opened not in (None, opened):
            raise _replaced(self.path)
        try:
            is_whole = _is_whole(self.path, status.st_size)
        except OSError as error:
            raise self._unreadable(error) from error
        if not is_whole:
            raise self.damaged("it is no SQLite file, or was cut short")
        self._opened = opened
        # Immutable: no lock, no journal, so that any number of processes may read it on a read-only disk.
        # Used by one thread, and closed by whichever closes the snapshot.
        uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            connection.execute("PRAGMA trusted_schema = OFF")  # the file may come from anybody
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise self._unreadable(error) from error
        return connection

    def ask(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        """Return the rows of an SQL query over the tables of `ingest.link.layout`."""
        connection = self._connection()
        try:
            return connection.execute(query, values).fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise self._unreadable(error) from error

    def _made(self, make: Callable[[Any], _T], stored: object) -> _T:
        """Return what `make` makes of what the file holds."""
        try:
            return make(stored)
        except (ValueError, IndexError, TypeError, AttributeError) as error:
            raise self.damaged(f"a row is none of ours ({error})") from error

    def damaged(self, fault: str) -> HearsayError:
        """Return the error that says so."""
        return HearsayError(f"{self.path}: the knowledge snapshot is damaged: {fault}.", _cure(self.path))

    @cached_property
    def _meta(self) -> Mapping[str, str]:
        found = {str(name): str(value) for name, value in self.ask("SELECT name, value FROM meta")}
        for name in ("layout", *(_META if found.get("layout") == str(LAYOUT) else ())):
            if name not in found:
                raise self.damaged(f"it does not say its {name}")
        return found

    def _unreadable(self, error: Exception) -> HearsayError:
        return HearsayError(
            f"{self.path}: the knowledge snapshot cannot be read ({error}).", _cure(self.path)
        )


def _again(kind: type[SnapshotFile], path: Path, digest: str) -> SnapshotFile:
    """Open in another process the snapshot that was open in this one."""
    opened = kind.open(path)
    if opened.digest != digest:
        opened.close()
        raise _replaced(path)
    return opened


def _is_whole(path: Path, size: int) -> bool:
    """Whether the file is as long as its header says; SQLite reads zeros for what is missing of a page."""
    with path.open("rb") as file:
        header = file.read(100)
    pages, page_size = int.from_bytes(header[28:32], "big"), int.from_bytes(header[16:18], "big")
    return header.startswith(b"SQLite format 3\x00") and pages * page_size == size


def _replaced(path: Path) -> HearsayError:
    return HearsayError(f"{path}: the knowledge snapshot was replaced while it was in use.", "Start again.")


def _cure(path: Path) -> str:
    if path == SHIPPED:
        return "Reinstall Hearsay; in a checkout: `.venv/bin/python hatch_build.py`."
    return "Give the path of a snapshot built by this version of Hearsay."
