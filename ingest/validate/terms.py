"""Terms between the two RDF libraries, without normalising any literal on the way."""

from __future__ import annotations

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

Triple = tuple[URIRef | BNode, URIRef, URIRef | BNode | Literal]


def triple(source: pyoxigraph.Triple) -> Triple:
    """Convert one triple for rdflib."""
    return _resource(source.subject), URIRef(source.predicate.value), term(source.object)


def term(source: object) -> URIRef | BNode | Literal:
    """Convert a term for rdflib; a literal keeps its lexical form, even where it is ill-typed."""
    if not isinstance(source, pyoxigraph.Literal):
        return _resource(source)
    if source.language:
        return Literal(source.value, lang=source.language)
    return Literal(source.value, datatype=URIRef(source.datatype.value), normalize=False)


def _resource(source: object) -> URIRef | BNode:
    if isinstance(source, NamedNode):
        return URIRef(source.value)
    if isinstance(source, BlankNode):
        return BNode(source.value)
    raise TypeError(f"{source} is neither an IRI nor a blank node")


def back(node: Node) -> NamedNode | BlankNode | pyoxigraph.Literal:
    """Convert a term of rdflib back."""
    if isinstance(node, URIRef):
        return NamedNode(str(node))
    if isinstance(node, BNode):
        return BlankNode(str(node))
    if isinstance(node, Literal):
        if node.language:
            return pyoxigraph.Literal(str(node), language=node.language)
        if node.datatype:
            return pyoxigraph.Literal(str(node), datatype=NamedNode(str(node.datatype)))
        return pyoxigraph.Literal(str(node))
    raise TypeError(f"{node!r} is no RDF term")
