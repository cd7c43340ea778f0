"""What a defined class means, in Manchester syntax: ``hs:Claim and (hs:polarity value polarity:negated)``."""

from __future__ import annotations

from rdflib import OWL, BNode, Graph
from rdflib.collection import Collection
from rdflib.term import Node

_JUNCTIONS = {OWL.intersectionOf: " and ", OWL.unionOf: " or "}
_RESTRICTIONS = {OWL.someValuesFrom: "some", OWL.allValuesFrom: "only", OWL.hasValue: "value"}


def definition(graph: Graph, term: Node) -> str | None:
    """Return the expression that a class is equivalent to, or None if it has none."""
    for expression in graph.objects(term, OWL.equivalentClass):
        return _write(graph, expression)
    return None


def _write(graph: Graph, node: Node) -> str:
    for predicate, word in _JUNCTIONS.items():
        for head in graph.objects(node, predicate):
            return word.join(_inside(graph, part) for part in Collection(graph, head))
    for head in graph.objects(node, OWL.oneOf):
        return "{" + ", ".join(_write(graph, part) for part in Collection(graph, head)) + "}"
    for inverse in graph.objects(node, OWL.inverseOf):
        if isinstance(node, BNode):
            return f"inverse {_write(graph, inverse)}"
    for predicate, word in _RESTRICTIONS.items():
        for value in graph.objects(node, predicate):
            (on,) = graph.objects(node, OWL.onProperty)
            return f"{_inside(graph, on)} {word} {_inside(graph, value)}"
    return node.n3(graph.namespace_manager)


def _inside(graph: Graph, node: Node) -> str:
    text = _write(graph, node)
    return f"({text})" if " " in text and not text.startswith("{") else text
