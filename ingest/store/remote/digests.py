"""The digests of a server's graphs: which graphs are the store's, and what each is to hold.

They stand in a graph of their own, which no method of the store shows. A graph without a digest there is
somebody else's: it is not listed, not read, not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from ingest.store.nquads import Digest, by_graph

GRAPH = NamedNode("urn:x-hearsay:digests")
DIGEST = NamedNode("urn:x-hearsay:digest")

STATEMENTS = 1000
"""Quads in one operation of an update: Virtuoso's parser takes no more than some 5,000."""


def count_query() -> str:
    """Return the query for how many digests there are (?n)."""
    return f"SELECT (COUNT(?d) AS ?n) {{ GRAPH {GRAPH} {{ ?g {DIGEST} ?d }} }}"


def page_query(after: str, size: int) -> str:
    """Return the query for the next digests (?g ?d) in code point order, after a graph's name or "" at
    first."""
    return (
        f"SELECT ?g ?d {{ GRAPH {GRAPH} {{ ?g {DIGEST} ?d }} FILTER(STR(?g) > {Literal(after)}) }} "
        f"ORDER BY STR(?g) LIMIT {size}"
    )


def triples_query(name: NamedNode, after: str, size: int) -> str:
    """Return the query for the next triples (?s ?p ?o) of a graph, by subject, after one or "" at first."""
    return (
        f"SELECT ?s ?p ?o {{ GRAPH {name} {{ ?s ?p ?o }} FILTER(STR(?s) > {Literal(after)}) }} "
        f"ORDER BY STR(?s) LIMIT {size}"
    )


def named_query(names: Iterable[NamedNode]) -> str:
    """Return the query for the digests (?g ?d) of these graphs."""
    among = " ".join(str(name) for name in names)
    return f"SELECT ?g ?d {{ VALUES ?g {{ {among} }} GRAPH {GRAPH} {{ ?g {DIGEST} ?d }} }}"


def after(
    before: Mapping[NamedNode, Digest], added: set[Quad], removed: set[Quad]
) -> dict[NamedNode, Digest]:
    """Return the digests of the graphs that a change touches, as it leaves them; of nothing for one that is
    gone."""
    additions, removals = by_graph(added), by_graph(removed)
    return {
        name: before.get(name, Digest()) + Digest.of(additions[name]) - Digest.of(removals[name])
        for name in additions.keys() | removals.keys()
    }


def update(before: Mapping[NamedNode, Digest], added: set[Quad], removed: set[Quad]) -> str:
    """Return the update that adds and removes quads, with their graphs' digests.

    It is made of DELETE DATA and INSERT DATA alone, so that it means the same when it comes twice; what is
    removed comes first, and each graph's new digest last. Its text is made of terms in the engine's own
    serialisation.

    Args:
        before: the digests of all graphs that are touched; one without a graph yet is of nothing.
        added: quads that are not there.
        removed: quads that are there.
    """
    becomes = after(before, added, removed)
    old = {_quad(name, before[name]) for name in becomes if before.get(name, Digest()).count}
    new = {_quad(name, digest) for name, digest in becomes.items() if digest.count}
    return " ;\n".join(
        [
            *_operations("DELETE DATA", {*removed, *(old - new)}),
            *_operations("INSERT DATA", added),
            *_operations("INSERT DATA", new - old),
        ]
    )


def insertion(quads: set[Quad]) -> str:
    """Return the update that adds quads."""
    return " ;\n".join(_operations("INSERT DATA", quads))


def quads(held: Mapping[NamedNode, Digest]) -> list[Quad]:
    """Return what says that graphs are the store's, and what each holds; in order."""
    return [_quad(name, held[name]) for name in sorted(held, key=str)]


def _quad(name: NamedNode, digest: Digest) -> Quad:
    return Quad(name, DIGEST, Literal(str(digest)), GRAPH)


def _operations(verb: str, quads: Iterable[Quad]) -> Iterator[str]:
    """Give operations of one graph each: of several, Virtuoso's DELETE DATA forgets what has a language
    tag."""
    for name, among in sorted(by_graph(quads).items(), key=lambda group: str(group[0])):
        triples = sorted(f"{quad.triple} ." for quad in among)
        for start in range(0, len(triples), STATEMENTS):
            # On one line: Virtuoso counts lines as well.
            yield f"{verb} {{ GRAPH {name} {{ {' '.join(triples[start : start + STATEMENTS])} }} }}"
