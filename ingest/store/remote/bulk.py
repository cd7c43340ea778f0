"""Loading many articles at once: their quads first, and the digests that make them count last.

A graph without a digest is not the store's (`ingest.store.remote.digests`): so after a crash the store holds
what it held before, and the same load completes it. What is sent may be sent twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from ingest.store.nquads import Digest
from ingest.store.records import Records
from ingest.store.remote import digests
from ingest.store.remote.connection import Connection
from ingest.store.texts import Texts

PART = 20_000
"""Quads in one update."""


class UpdateBulk:
    """Loads by updates, which every server takes. See `ingest.store.bulk.Bulk`.

    Args:
        connection: to the server.
        share: adds quads to graphs that articles share.
        texts: the store's texts.
        records: the store's records.
    """

    def __init__(
        self,
        connection: Connection,
        share: Callable[[Iterable[Quad]], object],
        texts: Texts,
        records: Records,
    ) -> None:
        self.connection = connection
        self._share = share
        self.texts = texts
        self.records = records
        self._loaded: dict[NamedNode, Digest] = {}

    def load(self, chunks: Iterable[bytes], digests: Mapping[NamedNode, Digest]) -> None:
        """Add graphs that the store does not hold."""
        self.send(chunks)
        self._loaded |= {name: digest for name, digest in digests.items() if digest.count}

    def send(self, chunks: Iterable[bytes]) -> None:
        """Give quads to the server."""
        for chunk in chunks:
            quads = iter(pyoxigraph.parse(chunk, format=RdfFormat.N_QUADS))
            while part := set(islice(quads, PART)):
                self.connection.update(digests.insertion(part))

    def share(self, quads: Iterable[Quad]) -> None:
        """Add quads to graphs that articles share; those already there stay."""
        self._share(quads)

    def put_text(self, text: str) -> str:
        """Keep an article's text and return its hex SHA-256."""
        return self.texts.put(text, safe=False)

    def put_record(self, article: str, key: str, content: bytes) -> None:
        """Keep an article's extraction record."""
        self.records.put(article, key, content, safe=False)

    def count_in(self) -> None:
        """Make what was loaded count."""
        written = digests.quads(self._loaded)
        for start in range(0, len(written), PART):
            self.connection.update(digests.insertion(set(written[start : start + PART])))
