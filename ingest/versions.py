"""Which version of an article a store holds, and how one gives way to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Variable

from ingest.rdf import iri, tombstone
from ingest.rdf.graph import ArticleGraphs
from ingest.rdf.vocabulary import PREFIXES, RDF
from ingest.store import Store

_PROLOGUE = "".join(f"PREFIX {name}: <{base}>\n" for name, base in PREFIXES.items())

# The engine binds only variables that are selected.
_CURRENT = """
SELECT ?article ?graph ?version ?sha256 ?published ?run WHERE { GRAPH ?graph {
  ?article dcterms:hasVersion ?version . ?version hs:textSha256 ?sha256 . ?graph prov:wasGeneratedBy ?run .
  OPTIONAL { ?article schema:datePublished ?published } } }
"""
_HAS_TOMBSTONE = "SELECT ?graph ?node WHERE { GRAPH ?graph { ?node a hs:Tombstone } }"
_RUN_IN_USE = """
SELECT ?run ?own ?ownLinks WHERE {
  GRAPH ?graph { ?graph prov:wasGeneratedBy ?run } FILTER(?graph NOT IN (?own, ?ownLinks)) } LIMIT 1
"""
_DERIVED = """
SELECT ?own ?derived ?claim ?class WHERE {
  GRAPH ?own { ?claim a hs:Claim } GRAPH ?derived { ?claim a ?class } }
"""
_TEXT_IN_USE = """
SELECT ?sha256 WHERE { GRAPH ?graph { ?version hs:textSha256 ?sha256 ; a hs:ArticleVersion } } LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Current:
    """The version of an article that a store holds.

    Attributes:
        version: its IRI.
        sha256: hex SHA-256 of its text.
        published: the article's `schema:datePublished`, or None.
        run: IRI of the run that made its graph.
    """

    version: NamedNode
    sha256: str
    published: Literal | None
    run: NamedNode


def current(store: Store, article: NamedNode) -> Current | None:
    """Return the version of `article` that the store holds, or None."""
    for row in _select(store, _CURRENT, article=article, graph=iri.graph(article)):
        return Current(row["version"], row["sha256"].value, row["published"], row["run"])
    return None


def is_buried(store: Store, node: NamedNode) -> bool:
    """True if the article was taken down, or the version replaced, before."""
    return bool(_select(store, _HAS_TOMBSTONE, node=node, graph=iri.TOMBSTONES))


def put(store: Store, graphs: ArticleGraphs, text: str, before: Current | None) -> None:
    """Make `graphs` the current version of their article, in one transaction.

    What they replace leaves a tombstone if it was another text; its text, its derived types and a run that
    nothing else uses go with it.

    Raises:
        StoreError: nothing was written.
    """
    store.put_text(text)
    shared = list(graphs.runs)
    remove: list[Quad] = []
    if before:
        remove += _derived(store, graphs.article) + _unused_run(store, graphs.article, before.run, shared)
        if before.version != graphs.version:
            shared += tombstone.superseded(before.version, before.sha256, before.published, graphs.version)
    contents = {iri.graph(graphs.article): graphs.graph, iri.links_graph(graphs.article): graphs.links}
    store.replace(contents, shared=shared, remove=remove)
    if before and before.version != graphs.version:
        _drop_text(store, before.sha256)


def take_down(store: Store, article: NamedNode) -> bool:
    """Remove an article's graphs, text and derived types, and leave a tombstone so that it stays away.

    Returns:
        True if the store held it; the tombstone is left in either case.

    Raises:
        StoreError: nothing was removed.
    """
    before = current(store, article)
    shared = list(tombstone.withdrawn(article, None, None))
    remove: list[Quad] = []
    if before:
        shared += tombstone.withdrawn(before.version, before.sha256, before.published)
        remove = _derived(store, article) + _unused_run(store, article, before.run, [])
    store.replace({iri.graph(article): (), iri.links_graph(article): ()}, shared=shared, remove=remove)
    if before:
        _drop_text(store, before.sha256)
    return before is not None


def _drop_text(store: Store, sha256: str) -> None:
    if not _select(store, _TEXT_IN_USE, sha256=Literal(sha256)):
        store.delete_text(sha256)


def _derived(store: Store, article: NamedNode) -> list[Quad]:
    rows = _select(store, _DERIVED, own=iri.graph(article), derived=iri.DERIVED)
    return [Quad(row["claim"], RDF.type, row["class"], iri.DERIVED) for row in rows]


def _unused_run(store: Store, article: NamedNode, run: NamedNode, kept: list[Quad]) -> list[Quad]:
    """Give the quads of a run that only this article used, but for those that are kept."""
    own, links = iri.graph(article), iri.links_graph(article)
    if _select(store, _RUN_IN_USE, run=run, own=own, ownLinks=links):
        return []
    return [quad for quad in store.graph(iri.RUNS) if quad.subject == run and quad not in kept]


def _select(store: Store, sparql: str, **values: NamedNode | Literal) -> list[Any]:
    """Give the rows; what a variable is bound to is known from the query, not to the type checker."""
    substitutions = {Variable(name): value for name, value in values.items()}
    with store.guarded():
        return list(cast(QuerySolutions, store.query(_PROLOGUE + sparql, substitutions)))
