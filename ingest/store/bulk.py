"""Filling a database that nobody reads yet, with graphs whose digests are known.

The engine's bulk loading keeps what one call gives in memory until it is sorted: 1.6 GB for a file of any
length. Given in chunks it needs a tenth of that, and is no slower (`benchmarks/loading.py`).
"""

from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Protocol, runtime_checkable

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from ingest.store.commit import checked, commit, digest_quad
from ingest.store.dumping import dumped
from ingest.store.nquads import Digest
from ingest.store.records import Records
from ingest.store.texts import Texts

CHUNK = 16 * 1024 * 1024
"""Bytes of N-Quads that the engine is given at a time."""

_THREADS = 2  # so that one chunk is sorted while another is parsed; the engine lets go of Python meanwhile


class Bulk(Protocol):
    """Takes many articles at once that a store does not hold: none of it counts before all of it does."""

    def load(self, chunks: Iterable[bytes], digests: Mapping[NamedNode, Digest]) -> None:
        """Add graphs that the store does not hold.

        Args:
            chunks: their quads as N-Quads, whole lines, without blank nodes.
            digests: of each of these graphs; `verify` compares them with what was loaded.

        Raises:
            SyntaxError: it is not N-Quads.
            OSError: it cannot be written.
        """

    def share(self, quads: Iterable[Quad]) -> None:
        """Add quads to graphs that articles share; those already there stay."""

    def put_text(self, text: str) -> str:
        """Keep an article's text and return its hex SHA-256."""

    def put_record(self, article: str, key: str, content: bytes) -> None:
        """Keep an article's extraction record; article and key are last segments of IRIs."""


@runtime_checkable
class Rebuildable(Protocol):
    """A store that has a way of its own to take much at once."""

    def rebuilding(self) -> AbstractContextManager[Bulk]:
        """A block that loads in bulk: when it ends all is there, and after an error or a crash nothing."""


class OxigraphBulk:
    """Fills a database that takes the present one's place. See `Bulk`.

    Args:
        db: the new database.
        texts: the store's texts.
        records: the store's records.

    Attributes:
        database: the new database, until `close`.
    """

    def __init__(self, db: pyoxigraph.Store, texts: Texts, records: Records) -> None:
        self.database = db
        self._texts = texts
        self._records = records

    def close(self) -> None:
        """Let the database go, which closes it: the engine has no other way."""
        del self.database

    def copy(self, db: pyoxigraph.Store) -> None:
        """Add all that another database holds, digests as well."""
        for chunk in dumped(db, CHUNK):
            self.database.bulk_load(input=chunk, format=RdfFormat.N_QUADS, lenient=True)

    def load(self, chunks: Iterable[bytes], digests: Mapping[NamedNode, Digest]) -> None:
        """Add graphs that the database does not hold."""
        with ThreadPoolExecutor(_THREADS) as pool:
            running = deque[Future[None]]()
            for chunk in chunks:
                running.append(pool.submit(self._load, chunk))
                if len(running) > _THREADS:
                    running.popleft().result()
            for each in running:
                each.result()
        own = (digest_quad(name, digest) for name, digest in digests.items() if digest.count)
        self._load(serialize(own, format=RdfFormat.N_QUADS) or b"")

    def _load(self, nquads: bytes) -> None:
        self.database.bulk_load(input=nquads, format=RdfFormat.N_QUADS)

    def share(self, quads: Iterable[Quad]) -> None:
        """Add quads to graphs that articles share; those already there stay."""
        commit(self.database, {quad for quad in checked(quads) if quad not in self.database}, set())

    def put_text(self, text: str) -> str:
        """Keep an article's text and return its hex SHA-256."""
        return self._texts.put(text, safe=False)

    def put_record(self, article: str, key: str, content: bytes) -> None:
        """Keep an article's extraction record."""
        self._records.put(article, key, content, safe=False)
