"""Which named graph a statement belongs in: every shipped query names the graph it looks in.

SHACL sees triples and no graphs, so this is checked in code.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode, Quad

from ingest.rdf import iri
from ingest.rdf.vocabulary import HS, PROV, RDF, RDFS, SCHEMA

_ELSEWHERE = frozenset({iri.DERIVED, iri.ENRICHMENT, iri.COPIES})
"""Graphs that may speak of any subject."""

_NODES = (NamedNode, BlankNode)
_TYPE, _CORRECTION = RDF.type, HS.correctionOf
_TELLING = frozenset({_TYPE, _CORRECTION, RDFS.label, SCHEMA.sameAs, PROV.wasRevisionOf})
"""Properties that tell where what is said of their subject belongs; most statements have another."""


def misplaced(quads: Iterable[Quad]) -> list[tuple[NamedNode | BlankNode, NamedNode]]:
    """Give each subject that is described in a named graph where it does not belong, with that graph.

    Statements without a named graph (as a Turtle file gives them) are not looked at.
    """
    kinds: dict[object, set[object]] = {}
    places: dict[tuple[NamedNode | BlankNode, NamedNode | None, NamedNode], None] = {}
    for subject, predicate, value, graph in quads:
        if not isinstance(graph, NamedNode) or not isinstance(subject, _NODES):
            continue
        if predicate not in _TELLING:
            places[subject, None, graph] = None
        elif predicate == _TYPE:
            kinds.setdefault(subject, set()).add(value)
            places[subject, None, graph] = None
        else:
            if predicate == _CORRECTION:
                kinds.setdefault(subject, set()).add(predicate)
            places[subject, predicate, graph] = None
    found = {
        (subject, graph)
        for subject, predicate, graph in places
        if graph not in _ELSEWHERE and not _belongs(subject, predicate, graph, kinds.get(subject, set()))
    }
    return sorted(found, key=str)


def _belongs(
    subject: NamedNode | BlankNode, predicate: NamedNode | None, graph: NamedNode, kinds: set[object]
) -> bool:
    if HS.Run in kinds:
        return graph == iri.RUNS
    if HS.Judgement in kinds or graph == iri.JUDGEMENTS:
        return HS.Judgement in kinds and graph == iri.JUDGEMENTS
    if HS.Tombstone in kinds or predicate == PROV.wasRevisionOf:
        return graph == iri.TOMBSTONES
    if PROV.Bundle in kinds:
        return graph == subject
    article = iri.article_of(graph)
    if article is None:
        return False
    if predicate == RDFS.label:
        return graph == iri.links_graph(article)
    if HS.Link in kinds or predicate == SCHEMA.sameAs:
        proper = {iri.links_graph(article)}
    elif HS.correctionOf in kinds:
        proper = {iri.corrections_graph(article)}
    elif HS.Claim in kinds:
        proper = {iri.graph(article)}
    else:  # what a corrected claim hangs on is told again beside it
        proper = {iri.graph(article), iri.corrections_graph(article)}
    return graph in proper and _is_of(subject, article)


def _is_of(subject: NamedNode | BlankNode, article: NamedNode) -> bool:
    """True if the subject lies below the article; only publishers are shared by articles."""
    return f"{subject.value}/".startswith((f"{article.value}/", f"{iri.BASE}source/"))
