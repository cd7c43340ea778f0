"""Is this OWL 2 DL? The conditions of the recommendation that RDF triples can break, each as a sentence.

After "OWL 2 Structural Specification" (section 3 and 11: typing, simple properties, datatype map, tree-shaped
class expressions) and "OWL 2 Mapping to RDF Graphs". A reasoner reads past some of these silently, as it does
past a misspelt property, and then answers a question that nobody asked. One rule is Hearsay's own: OWL 2 DL
has anonymous individuals, and Hearsay has no blank nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

_RESERVED = (str(RDF), str(RDFS), str(OWL), str(XSD))
_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_BUILT_IN_ANNOTATIONS = {
    *(RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy),
    *(OWL.versionInfo, OWL.deprecated, OWL.priorVersion, OWL.backwardCompatibleWith, OWL.incompatibleWith),
}
_BUILT_IN_CLASSES = {OWL.Thing, OWL.Nothing}
_DATATYPES = {
    *(RDF.PlainLiteral, RDF.XMLLiteral, RDF.langString, RDFS.Literal, OWL.real, OWL.rational),
    *(XSD.decimal, XSD.integer, XSD.nonNegativeInteger, XSD.nonPositiveInteger, XSD.positiveInteger),
    *(XSD.negativeInteger, XSD.long, XSD.int, XSD.short, XSD.byte, XSD.unsignedLong, XSD.unsignedInt),
    *(
        XSD.unsignedShort,
        XSD.unsignedByte,
        XSD.double,
        XSD.float,
        XSD.string,
        XSD.normalizedString,
        XSD.token,
    ),
    *(XSD.language, XSD.Name, XSD.NCName, XSD.NMTOKEN, XSD.boolean, XSD.hexBinary, XSD.base64Binary),
    *(XSD.anyURI, XSD.dateTime, XSD.dateTimeStamp),
}
# Declared of a property that must be simple: neither transitive, nor above a transitive one, nor a chain.
_NEEDS_SIMPLE = (
    *(OWL.FunctionalProperty, OWL.InverseFunctionalProperty),
    *(OWL.IrreflexiveProperty, OWL.AsymmetricProperty),
)
_NUMBERS = (
    *(OWL.cardinality, OWL.minCardinality, OWL.maxCardinality),
    *(OWL.qualifiedCardinality, OWL.minQualifiedCardinality, OWL.maxQualifiedCardinality, OWL.hasSelf),
)
_CONSTRAINTS = (OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue, *_NUMBERS)
_LISTS = {OWL.intersectionOf: 2, OWL.unionOf: 2, OWL.oneOf: 1, OWL.members: 2, OWL.distinctMembers: 2}
_EXPECTS_CLASS = (RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith, OWL.complementOf, OWL.onClass)


def breaches(graph: Graph) -> list[str]:
    """Say every way in which a graph is not an OWL 2 DL ontology; an empty list if it is one."""
    checks: tuple[Callable[[Graph], Iterator[str]], ...] = (
        *(_headers, _declarations, _classes, _properties),
        *(_simplicity, _literals, _blank_nodes, _lists, _restrictions),
    )
    return sorted({sentence for check in checks for sentence in check(graph)})


def _headers(graph: Graph) -> Iterator[str]:
    headers = set(graph.subjects(RDF.type, OWL.Ontology))
    if not headers:
        yield "No owl:Ontology is declared."
    for header in headers:
        if not isinstance(header, URIRef) or ":" not in header:
            yield f"The ontology {_show(header)} needs an absolute IRI."


def _declarations(graph: Graph) -> Iterator[str]:
    for kind in (*_KINDS, OWL.Class, RDFS.Datatype, OWL.NamedIndividual):
        for term in graph.subjects(RDF.type, kind):
            if isinstance(term, URIRef) and str(term).startswith(_RESERVED):
                yield f"{_show(term)} belongs to a reserved vocabulary and cannot be declared."
    for term in set(graph.subjects(RDF.type, None)):
        kinds = [kind for kind in _KINDS if (term, RDF.type, kind) in graph]
        if len(kinds) > 1:
            yield f"{_show(term)} is declared as {' and '.join(_show(kind) for kind in kinds)}: choose one."
        if (term, RDF.type, OWL.Class) in graph and (term, RDF.type, RDFS.Datatype) in graph:
            yield f"{_show(term)} is declared as a class and as a datatype: choose one."


def _classes(graph: Graph) -> Iterator[str]:
    used = {
        node for predicate in _EXPECTS_CLASS for pair in graph.subject_objects(predicate) for node in pair
    }
    used |= {value for value in graph.objects(None, RDF.type) if not str(value).startswith(_RESERVED)}
    for predicate in (RDFS.domain, RDFS.range, OWL.someValuesFrom, OWL.allValuesFrom):
        used |= set(graph.objects(None, predicate))
    for node in used:
        known = node in _BUILT_IN_CLASSES or node in _DATATYPES or (node, RDF.type, RDFS.Datatype) in graph
        if isinstance(node, URIRef) and not known and (node, RDF.type, OWL.Class) not in graph:
            yield f"{_show(node)} is used as a class or datatype and not declared as one."


def _properties(graph: Graph) -> Iterator[str]:
    for subject, predicate, value in graph:
        if predicate in _BUILT_IN_ANNOTATIONS or str(predicate).startswith(_RESERVED):
            continue
        if (predicate, RDF.type, OWL.AnnotationProperty) in graph:
            continue
        if (predicate, RDF.type, OWL.ObjectProperty) in graph:
            if isinstance(value, Literal):
                yield f"{_show(predicate)} is an object property with a literal at {_show(subject)}."
        elif (predicate, RDF.type, OWL.DatatypeProperty) in graph:
            if not isinstance(value, Literal):
                yield f"{_show(predicate)} is a datatype property with no literal at {_show(subject)}."
        else:
            yield f"{_show(predicate)} is used as a property and not declared as one."
    for value in graph.objects(None, OWL.onProperty):
        if isinstance(value, URIRef) and not any((value, RDF.type, kind) in graph for kind in _KINDS[:2]):
            yield f"{_show(value)} is restricted and not declared as an object or datatype property."


def _simplicity(graph: Graph) -> Iterator[str]:
    composite = set(graph.subjects(RDF.type, OWL.TransitiveProperty))
    composite |= set(graph.subjects(OWL.propertyChainAxiom, None))
    for node in list(composite):
        composite.update(upper for upper in graph.transitive_objects(node, RDFS.subPropertyOf) if upper)
    composite |= {inverse for node in composite for inverse in _inverses(graph, node)}
    for node in composite:
        for kind in _NEEDS_SIMPLE:
            if (node, RDF.type, kind) in graph:
                yield f"{_show(node)} is, or is above, a transitive property and cannot be {_show(kind)}."
    for restriction, node in graph.subject_objects(OWL.onProperty):
        if node in composite and any((restriction, number, None) in graph for number in _NUMBERS):
            yield f"{_show(node)} is, or is above, a transitive property and cannot be counted."


def _inverses(graph: Graph, node: Node) -> Iterator[Node]:
    yield from graph.objects(node, OWL.inverseOf)
    yield from graph.subjects(OWL.inverseOf, node)


def _literals(graph: Graph) -> Iterator[str]:
    for subject, predicate, value in graph:
        if not isinstance(value, Literal) or value.datatype is None:
            continue
        if value.datatype not in _DATATYPES and (value.datatype, RDF.type, RDFS.Datatype) not in graph:
            hint = "; use xsd:dateTime" if value.datatype == XSD.date else ""
            yield (
                f"{_show(value.datatype)}, of {_show(predicate)} at {_show(subject)}, "
                f"is not in OWL 2's datatype map{hint}."
            )
        elif value.ill_typed:
            yield f'"{value}", of {_show(predicate)} at {_show(subject)}, is ill-typed.'


def _blank_nodes(graph: Graph) -> Iterator[str]:
    for node in set(graph.all_nodes()):
        if not isinstance(node, BNode):
            continue
        uses = list(graph.subject_predicates(node))
        if len(uses) > 1:
            yield f"An anonymous node is in {len(uses)} axioms, under {_show(uses[0][1])}: write it twice."
        if not uses and not set(graph.objects(node, RDF.type)) & {
            OWL.AllDisjointClasses,
            OWL.AllDifferent,
            OWL.Axiom,
        }:
            yield "An anonymous node belongs to no axiom, or is an individual: give it an IRI."


def _lists(graph: Graph) -> Iterator[str]:
    for predicate, least in _LISTS.items():
        for subject, head in graph.subject_objects(predicate):
            try:
                length = len(Collection(graph, head))
            except ValueError:  # a list that runs in a circle
                length = 0
            if length < least:
                yield f"{_show(predicate)} at {_show(subject)} needs a list of {least} or more."


def _restrictions(graph: Graph) -> Iterator[str]:
    for node in graph.subjects(RDF.type, OWL.Restriction):
        constraints = [one for one in _CONSTRAINTS for _ in graph.objects(node, one)]
        if len(list(graph.objects(node, OWL.onProperty))) != 1 or len(constraints) != 1:
            yield "A restriction needs exactly one owl:onProperty and exactly one constraint."


def _show(node: Node) -> str:
    if isinstance(node, BNode):
        return "an anonymous node"
    return node.n3() if isinstance(node, URIRef | Literal) else str(node)
