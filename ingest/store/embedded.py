"""The store on this machine: Oxigraph on disk, in a folder of its own.

Beside the named graphs, the database's default graph holds one quad a graph with its digest
(`ingest.store.commit`). No method shows it.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

import pyoxigraph
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Variable,
)

from ingest.errors import QueryError, StoreError
from ingest.sparql.binding import bound
from ingest.sparql.process import Limits
from ingest.store import engine
from ingest.store.apart import Apart
from ingest.store.bulk import OxigraphBulk
from ingest.store.commit import checked, commit, count_digests, difference
from ingest.store.damage import Damage
from ingest.store.faults import guarded
from ingest.store.files import sync
from ingest.store.folder import Folder
from ingest.store.keeping import Keeping
from ingest.store.lock import Lock, Mode
from ingest.store.nquads import Sorter
from ingest.store.verify import verify_graphs

FLUSH_EVERY = 100_000
"""Quads written between flushes: without them the engine's memory grows by a gigabyte and its speed falls."""

_NOWHERE = "urn:x-hearsay:empty"  # the default graph that queries see

_FROM = re.compile(
    r"""
      \#[^\r\n]*                                                    # a comment
    | <[^\x00-\x20<>"{}|^`\\]*>                                    # an IRI
    | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+'              # a text
    | \b(FROM)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


class EmbeddedStore(Keeping):
    """An Oxigraph database with texts, quarantine and log beside it. See `ingest.store.Store`.

    Args:
        path: the store folder.
        mode: ``read`` or ``write``.
        create: whether a writer makes a store where there is none.

    Raises:
        StoreError: there is no store, or it is held, forbidden, damaged, or of another format.
    """

    def __init__(self, path: Path, *, mode: Mode, create: bool = False) -> None:
        super().__init__(Folder(path), mode, path)
        self._unflushed = 0
        with guarded(path):
            self._lock = _acquire(self._folder, mode, create)
            try:
                self._db: pyoxigraph.Store | None = _open_database(self._folder, mode)
            except BaseException:
                self._lock.release()
                raise

    # -- writing ---------------------------------------------------------------------------------------------

    def replace(
        self,
        graphs: Mapping[NamedNode, Iterable[Quad]],
        shared: Iterable[Quad] = (),
        remove: Iterable[Quad] = (),
    ) -> bool:
        """Make each named graph hold exactly its quads, in one transaction with the shared ones."""
        wanted = {name: checked(quads, within=name) for name, quads in graphs.items()}
        gained = checked(shared, outside=wanted)
        lost = checked(remove, outside=wanted) - gained
        with self._writing():
            added, removed = difference(self._database, wanted, gained, lost)
            if added or removed:
                commit(self._database, added, removed)
                self._unflushed += len(added) + len(removed)
                if self._unflushed > FLUSH_EVERY:
                    self.flush()
        return bool(added or removed)

    def flush(self) -> None:
        """Make all writes so far safe against power loss."""
        with self._writing():
            self._database.flush()
            self._unflushed = 0

    def compact(self) -> None:
        """Rebuild the database without what was removed, which the engine otherwise keeps on disk as text."""
        with self.rebuilding():
            pass

    @contextmanager
    def rebuilding(self) -> Iterator[OxigraphBulk]:
        """A block that fills a copy of the database, which takes its place when the block ends.

        After a crash, or an error in the block, the store is as it was before. Inside, nothing else may be
        written; no answer to a query, and no iterator, may be in use.
        """
        with self._writing():
            path = self._folder.next_database()
            bulk: OxigraphBulk | None = None
            try:
                bulk = OxigraphBulk(engine.writable(path), self._texts, self._records)
                bulk.copy(self._database)
                yield bulk
                bulk.database.flush()
                sync()  # texts and records
                self._folder.adopt(path)
            except BaseException:
                if bulk:
                    bulk.close()  # its engine writes files in the background
                shutil.rmtree(path, ignore_errors=True)  # the disk may be full of it
                raise
            self._db = bulk.database
            self._folder.remove_other_databases()

    # -- reading ---------------------------------------------------------------------------------------------

    def graph(self, name: NamedNode) -> Iterator[Quad]:
        """The quads of one graph, in no promised order."""
        with guarded(self._folder.path):
            yield from self._database.quads_for_pattern(None, None, None, name)

    def graphs(self) -> Iterator[NamedNode]:
        """The names of all graphs, in code point order."""
        with guarded(self._folder.path):
            names = [name for name in self._database.named_graphs() if isinstance(name, NamedNode)]
        yield from sorted(names, key=lambda name: name.value)

    def quads(self) -> Iterator[Quad]:
        """All quads, graph by graph in the order of `graphs`."""
        for name in self.graphs():
            yield from self.graph(name)

    def count(self, name: NamedNode | None = None) -> int:
        """How many quads a graph (None: the whole store) holds."""
        with guarded(self._folder.path):
            if name is None:
                return len(self._database) - count_digests(self._database)
            return sum(1 for _ in self._database.quads_for_pattern(None, None, None, name))

    def export_nquads(self, output: BinaryIO) -> None:
        """Write all quads as N-Quads, lines in byte order, memory flat."""
        lines = Sorter()
        with guarded(self._folder.path):
            self._database.dump(cast(IO[bytes], lines), RdfFormat.N_QUADS)
        # A line of the default graph ends with its literal, any other with the IRI of its graph.
        output.writelines(line for line in lines.lines() if line.endswith(b"> .\n"))

    def query(
        self, sparql: str, substitutions: Mapping[Variable, NamedNode | Literal] | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a SPARQL query over the named graphs; read the answer inside `guarded`."""
        default = self.default_graph(sparql)
        text = bound(
            sparql, substitutions or {}
        )  # written, since the engine plans without what it substitutes
        try:
            with guarded(self._folder.path):
                return self._database.query(text, default_graph=NamedNode(default) if default else None)
        except SyntaxError as error:
            raise QueryError(f"The query cannot be read: {error}.", "Correct it and try again.") from error

    def verify(self) -> Iterator[Damage]:
        """Walk everything and say what differs from what was written."""
        with guarded(self._folder.path):
            for name, message in verify_graphs(self._database):
                yield Damage(name, message)
        yield from self._damaged_files()

    def guarded(self, engine_only: bool = True) -> AbstractContextManager[None]:
        """A block in which failures of the engine become `StoreError`."""
        return guarded(self._folder.path, engine_only)

    def apart(self, limits: Limits) -> Apart:
        """Return what answers queries to this store in processes of their own.

        Raises:
            ValueError: the store is open for writing, so that nobody else may read it.
        """
        if self._mode != "read":
            raise ValueError("the store is open for writing")
        return Apart(self, limits)

    @property
    def database(self) -> Path:
        """The engine's folder."""
        return self._folder.database()

    @staticmethod
    def default_graph(sparql: str) -> str | None:
        """The graph that a query sees outside GRAPH: an empty one, or None if it says by FROM which."""
        # The digests must not show; but an argument to the engine would override the query's own FROM clause.
        return None if _names_graphs(sparql) else _NOWHERE

    @property
    def _database(self) -> pyoxigraph.Store:
        if self._db is None:
            raise ValueError("the store is closed")
        return self._db

    # -- closing ---------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Flush and let others in; may be called twice."""
        if self._db is None:
            return
        try:
            if self._mode == "write" and not self._failed:
                self.flush()
        finally:
            self._db = None  # the engine has no other way to close
            self._lock.release()


def _names_graphs(sparql: str) -> bool:
    """Whether a query says by FROM which graphs it is about: not in a comment, an IRI or a text."""
    return any(match[1] for match in _FROM.finditer(sparql))


def _acquire(folder: Folder, mode: Mode, create: bool) -> Lock:
    folder.check_kind()
    if folder.is_new():
        if mode == "read" or not create:
            raise StoreError(f"There is no store at {folder.path}.", "Make one with `hearsay ingest FILE…`.")
        folder.path.mkdir(parents=True, exist_ok=True)
    lock = Lock(folder.lock, folder.path, mode)
    try:
        if folder.is_new():  # nobody else made it meanwhile
            _make(folder)
        folder.check_database()  # under the lock, since a writer may put another in its place
    except BaseException:
        lock.release()
        raise
    return lock


def _make(folder: Folder) -> None:
    database = folder.path / "oxigraph"
    if database.exists():  # from a making that was interrupted
        shutil.rmtree(database)
    engine.writable(database).flush()
    folder.adopt(database)


def _open_database(folder: Folder, mode: Mode) -> pyoxigraph.Store:
    if mode == "read":
        return pyoxigraph.Store.read_only(str(folder.database()))
    folder.remove_other_databases()
    return engine.writable(folder.database())
