"""Where validated articles are kept: named graphs, texts, and the articles set aside.

`open_store` opens a store folder; what it gives is described by `Store`, whatever stands behind it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Variable

from ingest.places import Place, Remote, place
from ingest.store.damage import Damage
from ingest.store.embedded import EmbeddedStore
from ingest.store.lock import Mode
from ingest.store.log import Log
from ingest.store.quarantine import Entry, Quarantine

__all__ = ["Damage", "EmbeddedStore", "Entry", "Log", "Mode", "Quarantine", "Store", "open_store"]


class Store(Protocol):
    """A set of named graphs without blank nodes, with texts, quarantine and log beside it.

    Every method that touches the disk raises `ingest.errors.StoreError` when that fails. A write is there
    for whoever opens the store later, also after `kill -9`; it is safe against power loss after `flush` or
    `close`.
    """

    @property
    def quarantine(self) -> Quarantine:
        """The articles set aside."""

    @property
    def log(self) -> Log:
        """Which run was executed when."""

    def replace(
        self,
        graphs: Mapping[NamedNode, Iterable[Quad]],
        shared: Iterable[Quad] = (),
        remove: Iterable[Quad] = (),
    ) -> bool:
        """Make each named graph hold exactly its quads, in one step with the quads shared by articles.

        Args:
            graphs: graph name → its new content; an empty one removes the graph.
            shared: quads to add to other graphs (runs, tombstones); those already there stay.
            remove: quads to take out of other graphs; those not there are ignored.

        Returns:
            False if the store held all this already: then nothing is written.

        Raises:
            ValueError: a blank node, a quad outside its graph, or a shared quad in a graph that is replaced.
        """

    def graph(self, name: NamedNode) -> Iterator[Quad]:
        """The quads of one graph, in no promised order."""

    def graphs(self) -> Iterator[NamedNode]:
        """The names of all graphs, in code point order."""

    def quads(self) -> Iterator[Quad]:
        """All quads, graph by graph in the order of `graphs`."""

    def count(self, name: NamedNode | None = None) -> int:
        """How many quads a graph (None: the whole store) holds."""

    def export_nquads(self, output: BinaryIO) -> None:
        """Write all quads as N-Quads, lines in byte order, memory flat: equal stores give equal bytes."""

    def query(
        self, sparql: str, substitutions: Mapping[Variable, NamedNode | Literal] | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a SPARQL query; data stand in named graphs, and only what stands in GRAPH is sure to see
        them.

        Read the answer inside `with store.guarded():`, since it is computed while it is read.

        Args:
            sparql: a SPARQL 1.1 query.
            substitutions: values for variables, written in their place (`ingest.sparql.binding`). A SELECT
                must project these variables, and so must each of its sub-SELECTs in which they are to be
                bound.

        Raises:
            ingest.errors.QueryError: the query is malformed, or does not project a variable to be bound.
        """

    def guarded(self) -> AbstractContextManager[None]:
        """A block in which failures of the engine become `StoreError`, and no other error does."""

    def put_text(self, text: str) -> str:
        """Keep an article's text and return its hex SHA-256."""

    def text(self, sha256: str) -> str:
        """The text with this hex SHA-256, checked against it."""

    def delete_text(self, sha256: str) -> bool:
        """Remove a text; False if there was none."""

    def put_record(self, article: str, key: str, content: bytes) -> None:
        """Keep an article's extraction record; article and key are last segments of IRIs."""

    def record(self, article: str, key: str) -> bytes | None:
        """An article's extraction record, checked; None if it was ingested before records were kept."""

    def delete_records(self, article: str, but: str | None = None) -> bool:
        """Remove an article's extraction records, except one; False if there were none."""

    def verify(self) -> Iterator[Damage]:
        """Walk everything and say what differs from what was written; nothing if the store is whole."""

    def compact(self) -> None:
        """Take off the disk what was removed before: after a take-down, no word of the article stays behind.

        No answer to a query, and no iterator, may be in use. Rebuilds the whole database where the backend
        would keep removed words; after a crash the store is the old one or the new one.
        """

    def flush(self) -> None:
        """Make all writes so far safe against power loss."""

    def close(self) -> None:
        """Flush and let others in; may be called twice."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_store(path: str | Place, *, mode: Mode = "read", create: bool = False) -> Store:
    """Open a store.

    Args:
        path: its folder, or the address of a server (see `ingest.places.place`).
        mode: ``read`` (many at a time) or ``write`` (one, and no reader of a folder).
        create: whether a writer makes a store where there is none.

    Raises:
        ingest.errors.StoreError: there is no store, or it is held, forbidden, damaged, or of another format.
    """
    where = place(path) if isinstance(path, str) else path
    if isinstance(where, Remote):
        from ingest.store.remote import RemoteStore  # costly: only where a server is asked

        return RemoteStore(where, mode=mode)
    return EmbeddedStore(where, mode=mode, create=create)
