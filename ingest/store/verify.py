"""Find damage in an Oxigraph database that ordinary reading would miss.

The engine keeps six orderings of every quad and reads only the one that suits a query, so that a damaged
file stays unseen until a query needs it. Here every quad is looked for in all six, and every graph compared
with its digest.
"""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, Store

from ingest.store.commit import digest_found_by_value, digested_graphs, stored_digest
from ingest.store.nquads import Digest


def verify_graphs(db: Store) -> Iterator[tuple[str, str]]:
    """Compare every graph with its digest, in every ordering of the engine.

    Memory: the names of all graphs, and the subjects and objects of one.

    Yields:
        The graph's IRI (or ``-`` for the whole) and what is wrong with it.
    """
    total = Digest()
    predicates: set[NamedNode] = set()
    for name in _names(db):
        try:
            message = _verify_graph(db, name, predicates)
            total += stored_digest(db, name)
        except (RuntimeError, OSError, ValueError) as error:
            message = str(error)
        if message:
            yield name.value, message
    try:
        named = (q for p in sorted(predicates, key=str) for q in db.quads_for_pattern(None, p, None, None))
        if Digest.of(quad for quad in named if isinstance(quad.graph_name, NamedNode)) != total:
            yield "-", "the index by predicate and object does not hold what the graphs hold"
    except (RuntimeError, OSError) as error:
        yield "-", str(error)


def _names(db: Store) -> list[NamedNode]:
    names = {name for name in db.named_graphs() if isinstance(name, NamedNode)}
    return sorted(names.union(digested_graphs(db)), key=str)


def _verify_graph(db: Store, name: NamedNode, predicates: set[NamedNode]) -> str | None:
    expected = stored_digest(db, name)
    if not db.contains_named_graph(name):
        return "its name is missing from the list of graphs"
    quads = list(db.quads_for_pattern(None, None, None, name))
    if Digest.of(quads) != expected:
        return f"it does not hold the {expected.count} quads that were written"
    own_predicates = {quad.predicate for quad in quads}
    predicates |= own_predicates
    by_predicate = (q for p in own_predicates for q in db.quads_for_pattern(None, p, None, name))
    if Digest.of(by_predicate) != expected:
        return "the index by graph and predicate does not hold what it holds"
    by_object = (
        # Asked for the integer 255 (or any whose last byte is FF), the engine gives those after it as well.
        q
        for o in {quad.object for quad in quads}
        for q in db.quads_for_pattern(None, None, o, name)
        if q.object == o
    )
    if Digest.of(by_object) != expected:
        return "the index by graph and object does not hold what it holds"
    if not all(quad in db for quad in quads):
        return "the index by subject does not hold what it holds"
    if not all(_found_by_object(db, quad) for quad in quads):
        return "the index by object does not hold what it holds"
    if not digest_found_by_value(db, name, expected):
        return "its digest is not in all indexes"
    return None


def _found_by_object(db: Store, quad: Quad) -> bool:
    return any(other == quad for other in db.quads_for_pattern(quad.subject, None, quad.object, None))
