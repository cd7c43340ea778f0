"""Reading a server: rows, graphs that are checked for being whole, and the digests that say what is to be
there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from ingest.errors import StoreError
from ingest.places import Remote
from ingest.store.nquads import Digest
from ingest.store.remote import digests, results
from ingest.store.remote.connection import Connection

PAGE = 5000
"""Rows that are asked for at a time: half of what Virtuoso gives at most as Debian sets it up."""

SUBJECTS = 200
"""Nodes named in one query."""


class Reading:
    """What a server holds of a store.

    Args:
        remote: where it is.
        connection: to it.
    """

    def __init__(self, remote: Remote, connection: Connection) -> None:
        self._remote = remote
        self._connection = connection

    def graph(self, name: NamedNode, expected: Digest) -> Iterator[Quad]:
        """Give the quads of a graph, and raise StoreError at the end if they are not as many as were
        written."""
        if not expected.count:
            return
        found = 0
        for quad in self.raw(name, expected):
            found += 1
            yield quad
        if found != expected.count:
            raise StoreError(
                f"The server at {self._remote} gives {found:,} quads of {name}, where {expected.count:,} "
                "were written.",
                "If it limits how much it gives (Virtuoso: ResultSetMaxRows), raise that; otherwise "
                "`hearsay validate` says what is damaged.",
            )

    def raw(self, name: NamedNode, expected: Digest) -> Iterator[Quad]:
        """Give the quads of a graph, however many there are."""
        if self._remote.kind == "virtuoso" and expected.count > PAGE:
            yield from self._in_pages(name, expected.count)
            return
        reply = self._connection.graph(name, results.whole_triples)
        if reply is not None:
            yield from results.quads(reply, name)

    def _in_pages(self, name: NamedNode, expected: int) -> Iterator[Quad]:
        """Read a graph subject by subject, since Virtuoso cuts off what it gives at once."""
        found, after = 0, ""
        while found < expected:
            page = [
                Quad(row["s"], row["p"], row["o"], name)
                for row in self.rows(digests.triples_query(name, after, PAGE))
            ]
            if page and found + len(page) < expected:  # the last subject may go on on the next page
                last = page[-1].subject
                page = [quad for quad in page if quad.subject != last]
            if not page:  # one subject has more than a page
                reply = self._connection.graph(name, results.whole_triples)
                rest = results.quads(reply, name) if reply else iter(())
                yield from (quad for quad in rest if _name(quad) > after)
                return
            yield from page
            found, after = found + len(page), _name(page[-1])

    def digests(self, names: Iterable[NamedNode]) -> dict[NamedNode, Digest]:
        """Give the digests of those of some graphs that the store has."""
        ordered = sorted(set(names), key=str)
        found: dict[NamedNode, Digest] = {}
        for start in range(0, len(ordered), SUBJECTS):
            rows = self.rows(digests.named_query(ordered[start : start + SUBJECTS]))
            found |= {row["g"]: self._digest(row["g"], row["d"]) for row in rows}
        return found

    def all(self) -> Iterator[tuple[NamedNode, Digest]]:
        """Give every graph with its digest, in order, page by page: memory is flat, and no server's limit is
        met."""
        (total,) = (int(row["n"].value) for row in self.rows(digests.count_query()))
        seen, after = 0, ""
        while seen < total:
            page = [(row["g"], row["d"]) for row in self.rows(digests.page_query(after, PAGE))]
            if not page:
                raise StoreError(
                    f"The server at {self._remote} lists {seen:,} graphs of {total:,}.",
                    "If nobody removed some meanwhile, see what limits its answers.",
                )
            for name, digest in sorted(page, key=lambda row: row[0].value):
                yield name, self._digest(name, digest)
            seen, after = seen + len(page), max(name.value for name, _ in page)

    def _digest(self, name: NamedNode, written: Literal) -> Digest:
        try:
            return Digest.parse(written.value)
        except ValueError:
            raise StoreError(
                f"The digest of {name} on {self._remote} is damaged.", "Ingest its article again."
            ) from None

    def rows(self, query: str) -> QuerySolutions:
        """Answer a SELECT of our own."""
        return results.rows(self._connection.select(query, results.whole_results))


def _name(quad: Quad) -> str:
    """Return the subject's IRI; there are no other subjects."""
    return cast(NamedNode, quad.subject).value
