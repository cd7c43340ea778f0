"""The store on a server that speaks SPARQL 1.1, with texts, records, quarantine and log in a folder beside
it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import BinaryIO, cast

import pyoxigraph
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Variable,
)

from ingest.errors import QueryError, StoreError
from ingest.places import Remote
from ingest.sparql.binding import bound
from ingest.store.commit import checked
from ingest.store.damage import Damage
from ingest.store.faults import guarded
from ingest.store.files import sync
from ingest.store.folder import Folder
from ingest.store.keeping import Keeping
from ingest.store.lock import Lock, Mode
from ingest.store.nquads import Digest, write_sorted
from ingest.store.remote import digests, results
from ingest.store.remote.beside import Beside
from ingest.store.remote.bulk import UpdateBulk
from ingest.store.remote.connection import Connection, Refused
from ingest.store.remote.dialect import for_virtuoso
from ingest.store.remote.reading import SUBJECTS, Reading
from ingest.store.remote.virtuoso import Loader, VirtuosoBulk

_AWKWARD = (
    Literal("\\u0022 \\\" ' \\\\"),
    Literal('"""\n\r\t\b\f\x00\x01\x7f\x85\u2028\ufeff\uffff\U0001f600'),
    Literal("Grüße", language="de"),
    NamedNode("https://example.org/é?a=b&c='d'#(e)"),
)


class RemoteStore(Keeping):
    """Named graphs on a server. See `ingest.store.Store`.

    Args:
        remote: where it is.
        mode: ``read`` (any number, also beside a writer) or ``write`` (one on this machine).
        sleep: waits between tries; tests put their own here.

    Raises: StoreError: the server does not answer as a SPARQL endpoint does, or forbids to write, or the
        folder beside it is held or another's.
    """

    def __init__(self, remote: Remote, *, mode: Mode, sleep: Callable[[float], None] = time.sleep) -> None:
        self._remote = remote
        super().__init__(Folder(remote.folder), mode, remote)
        self._beside = Beside(self._folder)
        self._lock: Lock | None = None
        self._open: Connection | None = Connection(remote, sleep)
        try:
            self._greet()
            if mode == "write":
                self._beside.claim(remote)
                with guarded(remote.folder):
                    self._lock = Lock(self._folder.lock, remote.folder, mode)
                self._complete()
        except BaseException:
            self._failed = True
            self.close()
            raise

    def _greet(self) -> None:
        """See that the server answers queries, and reads terms as they were meant: then they can be bound."""
        values = " ".join(str(term) for term in _AWKWARD)
        rows = self._reading.rows(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")
        if {row["x"] for row in rows} != set(_AWKWARD):
            raise StoreError(
                f"The server at {self._remote} gives back other terms than it was sent.",
                "It does not follow SPARQL 1.1 in how it reads escaped characters: choose another.",
            )

    def _complete(self) -> None:
        """Send again what was cut off, or see that this user may write."""
        cut = self._beside.pending
        try:
            if cut:
                self._connection.update(cut)
                self._beside.strike_out()
            else:
                nothing = Quad(digests.DIGEST, digests.DIGEST, Literal(""), digests.GRAPH)
                self._connection.update(f"DELETE DATA {{ GRAPH {digests.GRAPH} {{ {nothing.triple} }} }}")
        except Refused as error:
            if cut:
                error.cure = (
                    "It refuses a change that was cut off before. Give that up by removing "
                    f"{self._beside.path}/pending.ru, and run `hearsay validate` to see what it leaves."
                )
            raise

    # -- writing ---------------------------------------------------------------------------------------------

    def replace(
        self,
        graphs: Mapping[NamedNode, Iterable[Quad]],
        shared: Iterable[Quad] = (),
        remove: Iterable[Quad] = (),
    ) -> bool:
        """Make each named graph hold exactly its quads, in one update with the shared ones."""
        wanted = {name: checked(quads, within=name) for name, quads in graphs.items()}
        gained = checked(shared, outside=wanted)
        lost = checked(remove, outside=wanted) - gained
        with self._writing():
            touched = {*wanted, *(cast(NamedNode, quad.graph_name) for quad in (*gained, *lost))}
            before = self._reading.digests(touched)
            present = self._present(gained | lost, before)
            added, removed = gained - present, lost & present
            for name, new in wanted.items():
                old = set(self._reading.graph(name, before.get(name, Digest())))
                added |= new - old
                removed |= old - new
            if added or removed:
                self._change(before, added, removed)
        return bool(added or removed)

    def _change(self, before: dict[NamedNode, Digest], added: set[Quad], removed: set[Quad]) -> None:
        update = digests.update(before, added, removed)
        self._beside.write_down(update)
        try:
            certain = self._connection.update(update)
        except Refused:
            # Some servers take one operation of an update and refuse the next.
            after = digests.after(before, added, removed)
            back = digests.update(after, removed, added)
            self._beside.write_down(back)
            self._connection.update(back)
            self._beside.strike_out()
            raise
        if not certain:
            after = digests.after(before, added, removed)
            if self._reading.digests(after) != {
                name: digest for name, digest in after.items() if digest.count
            }:
                raise StoreError(
                    f"The server at {self._remote} answers an update with a page, and does not hold it.",
                    "Check the address for updates under [remote], then run the same command again.",
                )
        self._beside.strike_out()

    def _present(self, quads: set[Quad], digested: Mapping[NamedNode, Digest]) -> set[Quad]:
        """Give those of some quads that the server holds."""
        found = set[Quad]()
        for name in sorted({quad.graph_name for quad in quads} & digested.keys(), key=str):
            subjects = sorted({str(quad.subject) for quad in quads if quad.graph_name == name})
            for start in range(0, len(subjects), SUBJECTS):
                among = " ".join(subjects[start : start + SUBJECTS])
                query = f"SELECT ?s ?p ?o {{ VALUES ?s {{ {among} }} GRAPH {name} {{ ?s ?p ?o }} }}"
                found |= {Quad(row["s"], row["p"], row["o"], name) for row in self._reading.rows(query)}
        return found & quads

    @contextmanager
    def rebuilding(self) -> Iterator[UpdateBulk]:
        """A block that loads much at once; nothing of it counts before it ends.

        After a crash, or an error in the block, the store is as it was before, but for quads on the server in
        graphs that do not count yet; the same load completes them.
        """
        with self._writing():
            bulk = UpdateBulk(self._connection, self._share, self._texts, self._records)
            if self._remote.loader:
                loader = Loader(
                    self._remote.loader, (self._remote.loader_folder or self._remote.folder).resolve()
                )
                bulk = VirtuosoBulk(loader, self._connection.credentials, bulk)
            yield bulk
            sync()  # texts and records
            bulk.count_in()

    def _share(self, quads: Iterable[Quad]) -> None:
        self.replace({}, shared=quads)

    def flush(self) -> None:
        """Nothing waits here: what the server has acknowledged is its own to keep."""
        with self._writing():
            pass

    def compact(self) -> None:
        """Nothing that can be done from outside: when removed words leave its disk, the server decides."""
        with self._writing():
            pass

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with super()._writing():
            _ = self._connection
            yield

    # -- reading ---------------------------------------------------------------------------------------------

    def graph(self, name: NamedNode) -> Iterator[Quad]:
        """The quads of one graph, in no promised order."""
        yield from self._reading.graph(name, self._reading.digests([name]).get(name, Digest()))

    def graphs(self) -> Iterator[NamedNode]:
        """The names of all graphs, in code point order."""
        for name, _ in self._reading.all():
            yield name

    def quads(self) -> Iterator[Quad]:
        """All quads, graph by graph in the order of `graphs`."""
        for name, digest in self._reading.all():
            yield from self._reading.graph(name, digest)

    def count(self, name: NamedNode | None = None) -> int:
        """How many quads a graph (None: the whole store) holds, by what was written."""
        found = self._reading.all() if name is None else self._reading.digests([name]).items()
        return sum(digest.count for _, digest in found)

    def export_nquads(self, output: BinaryIO) -> None:
        """Write all quads as N-Quads, lines in byte order, memory flat."""
        write_sorted(self.quads(), output)

    def query(
        self, sparql: str, substitutions: Mapping[Variable, NamedNode | Literal] | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a SPARQL query; its default graph is the server's own."""
        text = bound(sparql, substitutions or {})
        try:
            kind = type(pyoxigraph.Store().query(text))  # of nothing: what is it, and is it well-formed?
        except SyntaxError as error:
            raise QueryError(f"The query cannot be read: {error}.", "Correct it and try again.") from error
        if self._remote.kind == "virtuoso":
            text = for_virtuoso(text)
        if kind is QueryTriples:
            return results.triples(self._connection.construct(text, results.whole_triples))
        reply = self._connection.select(text, results.whole_results)
        return results.verdict(reply) if kind is QueryBoolean else results.rows(reply)

    def verify(self) -> Iterator[Damage]:
        """Walk everything and say what differs from what was written."""
        for name, expected in self._reading.all():
            if Digest.of(self._reading.raw(name, expected)) != expected:
                yield Damage(name.value, f"it does not hold the {expected.count} quads that were written")
        yield from self._damaged_files()

    def guarded(self) -> AbstractContextManager[None]:
        """A block in which failures of the engine become `StoreError`: they are already."""
        return guarded(self._remote.folder, engine_only=True)

    @property
    def _reading(self) -> Reading:
        return Reading(self._remote, self._connection)

    # -- closing ---------------------------------------------------------------------------------------------

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            raise ValueError("the store is closed")
        return self._open

    def close(self) -> None:
        """Let others in; may be called twice."""
        if self._open is not None:
            self._open.close()
            self._open = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None
