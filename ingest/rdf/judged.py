"""Judgements to quads: what people decided about an article, in the global graph of judgements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ingest.judgements import Judgement
from ingest.rdf import iri
from ingest.rdf.graph import Triple, in_graph
from ingest.rdf.vocabulary import HS, RDF, XSD, concept

_NAME = "name:"


def build(agreed: Iterable[Judgement], overruling: Iterable[Judgement] = ()) -> tuple[Quad, ...]:
    """Write the judgements that are in use.

    Args:
        agreed: those that leave every claim as it is.
        overruling: those that set the claim aside which they are about.
    """
    triples = [triple for each in agreed for triple in _judgement(each)]
    for each in overruling:
        triples += _judgement(each)
        triples.append((iri.judgement(each), HS.setsAside, NamedNode(each.subject)))
    return in_graph(triples, iri.JUDGEMENTS)


def set_aside(quads: Iterable[Quad]) -> frozenset[NamedNode]:
    """Return the claims that people rejected or corrected: they count nowhere."""
    return frozenset(
        quad.object for quad in quads if quad.predicate == HS.setsAside and isinstance(quad.object, NamedNode)
    )


def _judgement(record: Judgement) -> Iterator[Triple]:
    node = iri.judgement(record)
    yield node, RDF.type, HS.Judgement
    yield node, HS.aspect, concept(record.aspect)
    yield node, HS.verdict, Literal(record.value)
    yield node, HS.judgedBy, Literal(record.who)
    yield node, HS.judgedAt, Literal(record.when, datatype=XSD.dateTime)
    if record.why:
        yield node, HS.reason, Literal(record.why)
    if record.subject.startswith(_NAME):
        yield node, HS.judgesName, Literal(record.subject.removeprefix(_NAME))
    else:
        yield node, HS.judges, NamedNode(record.subject)
