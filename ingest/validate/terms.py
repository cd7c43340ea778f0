"""Terms between the two RDF libraries, without normalising any literal on the way."""

from __future__ import annotations

import re

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from ingest.rdf import iri

ILL_TYPED = "urn:x-hearsay:ill-typed:"
GENID = iri.BASE + ".well-known/genid/"

_OF_WORDS = (None, XSD.string)  # None: with a language

# rdflib takes what Python's constructors take for these: NaN and 1e5 for decimals, 1_000 for integers.
_NUMBERS = {
    XSD.decimal: re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
}

Resource = URIRef | BNode
Triple = tuple[Resource, URIRef, Resource | Literal]


def triple(source: pyoxigraph.Triple) -> Triple:
    """Convert one triple for rdflib; literals keep their lexical form."""
    return _resource(source.subject), URIRef(source.predicate.value), _term(source.object)


def tamed(source: pyoxigraph.Triple) -> Triple:
    """Convert one triple of the data, such that the engine does not stumble over it.

    Where SHACL asks for a violation, rdflib fails on comparing an ill-typed literal (``"abc"^^xsd:integer``),
    and pySHACL on comparing a blank node. So the former gets a datatype and the latter an IRI of its own:
    neither passes for anything that a shape allows, and `back` gives what was written. A number or date with
    white space around it counts as ill-typed, since Python's ``$`` overlooks a line break at the end.
    """
    subject, predicate, value = triple(source)
    return _named(subject), predicate, _typed(value) if isinstance(value, Literal) else _named(value)


def node(source: pyoxigraph.NamedNode | BlankNode | pyoxigraph.Literal) -> URIRef | Literal:
    """Convert a term of the data as `tamed` does."""
    value = _term(source)
    return _typed(value) if isinstance(value, Literal) else _named(value)


def back(found: Node) -> NamedNode | BlankNode | pyoxigraph.Literal:
    """Convert a term of rdflib back, and undo what `tamed` did."""
    if isinstance(found, URIRef):
        return _blank(found) or NamedNode(str(found))
    if isinstance(found, BNode):
        return BlankNode(str(found))
    if isinstance(found, Literal):
        if found.language:
            return pyoxigraph.Literal(str(found), language=found.language)
        if found.datatype:
            datatype = found.datatype.removeprefix(ILL_TYPED) or ILL_TYPED
            return pyoxigraph.Literal(str(found), datatype=NamedNode(datatype))
        return pyoxigraph.Literal(str(found))
    raise TypeError(f"{found!r} is no RDF term")


def _blank(node: URIRef) -> BlankNode | None:
    try:
        return BlankNode(node.removeprefix(GENID)) if node.startswith(GENID) else None
    except ValueError:  # the data's own IRI, and no label
        return None


def _term(source: object) -> Resource | Literal:
    if not isinstance(source, pyoxigraph.Literal):
        return _resource(source)
    if source.language:
        return Literal(source.value, lang=source.language)
    return Literal(source.value, datatype=URIRef(source.datatype.value), normalize=False)


def _resource(source: object) -> Resource:
    if isinstance(source, NamedNode):
        return URIRef(source.value)
    if isinstance(source, BlankNode):
        return BNode(source.value)
    # A triple term (RDF 1.2): nothing may be said of a statement, and closed shapes find what tries to.
    return BNode(iri.digest(str(source)))


def _named(node: Resource) -> URIRef:
    return node if isinstance(node, URIRef) else URIRef(GENID + node)


def _typed(literal: Literal) -> Literal:
    if not literal.ill_typed and not _spaced(literal) and not _misread(literal):
        return literal
    return Literal(str(literal), datatype=URIRef(f"{ILL_TYPED}{literal.datatype}"))


def _spaced(literal: Literal) -> bool:
    return literal.datatype not in _OF_WORDS and str(literal) != str(literal).strip()


def _misread(literal: Literal) -> bool:
    form = _NUMBERS.get(literal.datatype) if literal.datatype else None
    return form is not None and not form.fullmatch(literal)
