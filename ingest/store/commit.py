"""Write a change to an Oxigraph database in one transaction, with the digests of the graphs it touches.

The digest of a named graph stands in the database's default graph, so that it is never older or newer than
the graph.

Only two of the engine's calls are transactions that can hold a whole article: `extend`, which adds, and
`update`, which takes SPARQL (see docs/decisions/0020). The text of an update is made of terms in the engine's
own serialisation alone.
"""

from collections.abc import Container, Iterable, Mapping

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from ingest.store.nquads import Digest, by_graph

_DIGEST = NamedNode("urn:x-hearsay:digest")
_DEFAULT = DefaultGraph()


def checked(
    quads: Iterable[Quad], within: NamedNode | None = None, outside: Container[NamedNode] = ()
) -> set[Quad]:
    """The quads as a set, if they are what the store keeps.

    Args:
        quads: quads of named graphs.
        within: the one graph they must be in, if any.
        outside: graphs they must not be in.

    Raises:
        ValueError: a blank node, or a quad in another place.
    """
    distinct = set(quads)
    for quad in distinct:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise ValueError(f"a blank node, where every node must have an IRI: {quad}")
        name = quad.graph_name
        if not isinstance(name, NamedNode):
            raise ValueError(f"a quad outside every named graph: {quad}")
        if within is not None and name != within:
            raise ValueError(f"a quad of {name} in the content of {within}: {quad}")
        if name in outside:
            raise ValueError(f"a shared quad in a graph that is replaced as a whole: {quad}")
    return distinct


def difference(
    db: Store, wanted: Mapping[NamedNode, set[Quad]], gained: set[Quad], lost: set[Quad]
) -> tuple[set[Quad], set[Quad]]:
    """The quads to add and to remove: graphs to hold what is wanted, shared quads to be gained or lost."""
    added = {quad for quad in gained if quad not in db}
    removed = {quad for quad in lost if quad in db}
    for name, new in wanted.items():
        old = set(db.quads_for_pattern(None, None, None, name))
        added |= new - old
        removed |= old - new
    return added, removed


def commit(db: Store, added: set[Quad], removed: set[Quad]) -> None:
    """Add and remove quads of named graphs, all or none of them.

    Args:
        db: the database.
        added: quads it does not hold.
        removed: quads it holds.

    Raises:
        OSError: the engine could not write; nothing was changed.
    """
    additions, removals = by_graph(added), by_graph(removed)
    old_digests, new_digests, emptied = [], [], []
    for name in sorted(additions.keys() | removals.keys(), key=str):
        before = stored_digest(db, name)
        after = before + Digest.of(additions[name]) - Digest.of(removals[name])
        if before.count:
            old_digests.append(digest_quad(name, before))
        if after.count:
            new_digests.append(digest_quad(name, after))
        else:
            emptied.append(name)
    if not removed and not old_digests:
        db.extend([*added, *new_digests])
        return
    steps = [
        f"DELETE DATA {{ {_triples(old_digests)} {_graphs(removals)} }}",
        f"INSERT DATA {{ {_triples(new_digests)} {_graphs(additions)} }}",
        # A graph without quads would otherwise stay behind as a name.
        *(f"DROP SILENT GRAPH {name}" for name in emptied),
    ]
    db.update(";\n".join(steps))


def stored_digest(db: Store, name: NamedNode) -> Digest:
    """The digest that was written with the graph; that of nothing if there is no such graph.

    Raises:
        ValueError: the digest is damaged.
    """
    for quad in db.quads_for_pattern(name, _DIGEST, None, _DEFAULT):
        if isinstance(quad.object, Literal):
            return Digest.parse(quad.object.value)
    return Digest()


def digest_found_by_value(db: Store, name: NamedNode, digest: Digest) -> bool:
    """True if a graph's digest is found by its value, which only `verify` asks."""
    quads = db.quads_for_pattern(None, None, Literal(str(digest)), _DEFAULT)
    return any(quad.subject == name for quad in quads)


def digested_graphs(db: Store) -> Iterable[NamedNode]:
    """The names of the graphs that have a digest."""
    for quad in db.quads_for_pattern(None, _DIGEST, None, _DEFAULT):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def count_digests(db: Store) -> int:
    """How many of the database's quads are digests."""
    return sum(1 for _ in digested_graphs(db))


def digest_quad(name: NamedNode, digest: Digest) -> Quad:
    """The quad that a graph's digest stands in, in the default graph."""
    return Quad(name, _DIGEST, Literal(str(digest)), _DEFAULT)


def _graphs(groups: Mapping[NamedNode, list[Quad]]) -> str:
    return "\n".join(f"GRAPH {name} {{ {_triples(quads)} }}" for name, quads in groups.items() if quads)


def _triples(quads: Iterable[Quad]) -> str:
    return "\n".join(f"{quad.triple} ." for quad in quads)
