"""What the graph of copies says of an article that changes or goes: it goes with it."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad

from ingest.rdf import iri
from ingest.rdf.vocabulary import HS
from ingest.store import Store
from ingest.store.selecting import select

_STOOD_FOR = "SELECT ?copies ?other ?article WHERE { GRAPH ?copies { ?other hs:sharesWordingWith ?article } }"
_CLAIMS = "SELECT ?claim ?article WHERE { GRAPH ?graph { ?claim schema:appearance ?article } }"
_OF = "SELECT ?copies ?node ?predicate ?value WHERE { GRAPH ?copies { ?node ?predicate ?value } }"
_TO = "SELECT ?copies ?subject ?node WHERE { GRAPH ?copies { ?subject hs:sharesWordingWith ?node } }"


def touching(store: Store, article: NamedNode) -> set[Quad]:
    """Return all that the graph of copies says of an article and its claims.

    If the article stands for others, that is all that is said of its group: what is left of a group was never
    compared with itself. The next pass finds it.
    """
    if next(iter(store.graph(iri.COPIES)), None) is None:
        return set()
    copies = {"copies": iri.COPIES}
    others = {row["other"] for row in select(store, _STOOD_FOR, article=article, **copies)}
    articles = {article, *others}
    nodes = articles | {row["claim"] for each in articles for row in select(store, _CLAIMS, article=each)}
    found = set()
    for node in nodes:
        for row in select(store, _OF, node=node, **copies):
            found.add(Quad(node, row["predicate"], row["value"], iri.COPIES))
        for row in select(store, _TO, node=node, **copies):
            found.add(Quad(row["subject"], HS.sharesWordingWith, node, iri.COPIES))
    return found
