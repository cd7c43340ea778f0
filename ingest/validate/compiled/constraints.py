"""SHACL Core's constraint components (SHACL 4) as functions of a focus node and its value nodes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib import SH, URIRef
from rdflib.term import Node

from ingest.rdf.vocabulary import XSD
from ingest.validate.compiled.data import NOTHING, Data, Doubtful, Term, Values
from ingest.validate.compiled.paths import Unsupported

Shape = Callable[[Data, Term], bool]
Check = Callable[[Data, Term, Values], bool]
Compile = Callable[[rdflib.Graph, Node, Node, Callable[[Node], Shape]], Check]


def named(value: Node) -> Term:
    """Return a term of the shapes as the data has it.

    Raises:
        Unsupported: a blank node, which stands for nothing in the data.
    """
    if isinstance(value, URIRef):
        return NamedNode(str(value))
    if isinstance(value, rdflib.Literal):
        if value.language:
            return Literal(str(value), language=value.language)
        return Literal(str(value), datatype=NamedNode(str(value.datatype or XSD.string.value)))
    raise Unsupported("a blank node as a value")


def _number(value: Node) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", str(value)):
        raise Unsupported(f"{value} as a count")
    return int(str(value))


def _property(value: Node) -> NamedNode:
    if not isinstance(value, URIRef):
        raise Unsupported("a property that is not named")
    return NamedNode(str(value))


def _members(shapes: rdflib.Graph, value: Node) -> list[Node]:
    return list(shapes.items(value))


def _is_text(term: Term) -> bool:
    return not isinstance(term, BlankNode)


# What follows is in the order of the specification. Each returns the check of one value of one parameter.


def _class(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    kind = named(value)

    def check(data: Data, focus: Term, values: Values) -> bool:
        for each in values:
            if not data.is_instance(each, kind):
                return False
        return True

    return check


def _datatype(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    datatype = named(value)

    def check(data: Data, focus: Term, values: Values) -> bool:
        for each in values:
            if not isinstance(each, Literal) or each.datatype != datatype:
                return False
        return True

    return check


_NODE_KINDS: dict[Node, tuple[type, ...]] = {
    SH.IRI: (NamedNode,),
    SH.Literal: (Literal,),
    SH.BlankNode: (BlankNode,),
    SH.BlankNodeOrIRI: (BlankNode, NamedNode),
    SH.BlankNodeOrLiteral: (BlankNode, Literal),
    SH.IRIOrLiteral: (NamedNode, Literal),
}


def _node_kind(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    wanted = _NODE_KINDS.get(value)
    if wanted is None:
        raise Unsupported(f"{value} as a kind of node")
    return lambda data, focus, values: all(isinstance(each, wanted) for each in values)


def _min_count(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    least = _number(value)
    return lambda data, focus, values: len(values) >= least


def _max_count(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    most = _number(value)
    return lambda data, focus, values: len(values) <= most


def _compared(holds: Callable[[int], bool]) -> Compile:
    """Return the component that compares each value with the parameter."""

    def compile_it(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
        bound = named(value)
        return lambda data, focus, values: all(holds(_order(each, bound)) for each in values)

    return compile_it


def _min_length(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    least = _number(value)
    return lambda data, focus, values: all(_is_text(each) and len(each.value) >= least for each in values)


def _max_length(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    most = _number(value)
    return lambda data, focus, values: all(_is_text(each) and len(each.value) <= most for each in values)


def _pattern(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    flags = "".join(str(each) for each in shapes.objects(node, SH.flags))
    if set(flags) - {"i", "m"}:
        raise Unsupported(f"the flags {flags} of a pattern")
    options = (re.IGNORECASE if "i" in flags else 0) | (re.MULTILINE if "m" in flags else 0)
    try:
        search = re.compile(str(value), options).search  # Python's, as the reference engine's
    except re.error as error:
        raise Unsupported(f"the pattern {value}: {error}") from None

    def check(data: Data, focus: Term, values: Values) -> bool:
        for each in values:
            if isinstance(each, BlankNode) or not search(each.value):
                return False
        return True

    return check


def _unique_language(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    if str(value) != "true":
        return lambda data, focus, values: True

    def check(data: Data, focus: Term, values: Values) -> bool:
        tags = [each.language for each in values if isinstance(each, Literal) and each.language]
        return len(tags) == len(set(tags))

    return check


def _equals(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    other = _property(value)
    return lambda data, focus, values: values.keys() == data.objects(focus, other).keys()


def _disjoint(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    other = _property(value)
    return lambda data, focus, values: values.keys().isdisjoint(data.objects(focus, other).keys())


def _less_than(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    other = _property(value)

    def check(data: Data, focus: Term, values: Values) -> bool:
        above = data.objects(focus, other)
        return all(_order(each, bound) < 0 for each in values for bound in above)

    return check


def _less_than_or_equals(
    shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]
) -> Check:
    other = _property(value)

    def check(data: Data, focus: Term, values: Values) -> bool:
        above = data.objects(focus, other)
        return all(_order(each, bound) <= 0 for each in values for bound in above)

    return check


def _not(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    inner = shape(value)
    return lambda data, focus, values: all(not inner(data, each) for each in values)


def _and(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    members = [shape(each) for each in _members(shapes, value)]
    return lambda data, focus, values: all(inner(data, each) for each in values for inner in members)


def _or(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    members = [shape(each) for each in _members(shapes, value)]
    return lambda data, focus, values: all(any(inner(data, each) for inner in members) for each in values)


def _exactly_one(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    members = [shape(each) for each in _members(shapes, value)]
    return lambda data, focus, values: all(
        sum(inner(data, each) for inner in members) == 1 for each in values
    )


def _node(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    inner = shape(value)

    def check(data: Data, focus: Term, values: Values) -> bool:
        for each in values:
            if not inner(data, each):
                return False
        return True

    return check


def _property_shape(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    if (value, SH.path, None) not in shapes:
        raise Unsupported("sh:property with a shape that has no path")
    return _node(shapes, node, value, shape)


def _qualified(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    least, most = shapes.value(node, SH.qualifiedMinCount), shapes.value(node, SH.qualifiedMaxCount)
    inner = shape(value)
    low = _number(least) if least is not None else 0
    high = _number(most) if most is not None else None

    def check(data: Data, focus: Term, values: Values) -> bool:
        count = sum(inner(data, each) for each in values)
        return low <= count and (high is None or count <= high)

    return check


def _closed(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    if str(value) not in ("true", "1"):
        return lambda data, focus, values: True
    ignored = shapes.value(node, SH.ignoredProperties)
    paths = [shapes.value(each, SH.path) for each in shapes.objects(node, SH.property)]
    allowed = {named(path) for path in paths if isinstance(path, URIRef)}
    allowed |= {named(each) for each in (_members(shapes, ignored) if ignored is not None else ())}

    def check(data: Data, focus: Term, values: Values) -> bool:
        for each in values:
            for predicate in data.out.get(each, NOTHING):
                if predicate not in allowed:
                    return False
        return True

    return check


def _has_value(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    wanted = named(value)
    return lambda data, focus, values: wanted in values


def _in(shapes: rdflib.Graph, node: Node, value: Node, shape: Callable[[Node], Shape]) -> Check:
    allowed = {named(each) for each in _members(shapes, value)}

    def check(data: Data, focus: Term, values: Values) -> bool:
        for each in values:
            if each not in allowed:
                return False
        return True

    return check


def _order(one: Term, other: Term) -> int:
    """Compare two literals as SPARQL's operators do: below 0, 0, or above 0.

    Raises:
        Doubtful: they are not both numbers or both points in time.
    """
    first, second = _value(one), _value(other)
    if isinstance(first, Decimal) and isinstance(second, Decimal):
        return int(first.compare(second))
    if isinstance(first, datetime) and isinstance(second, datetime):
        return (first > second) - (first < second)
    raise Doubtful(one)


def _value(term: Term) -> Decimal | datetime | None:
    if not isinstance(term, Literal):
        return None
    if term.datatype in (XSD.integer, XSD.decimal):
        return Decimal(term.value)
    return datetime.fromisoformat(term.value) if term.datatype == XSD.dateTime else None


CONSTRAINTS: dict[Node, Compile] = {
    SH["class"]: _class,
    SH.datatype: _datatype,
    SH.nodeKind: _node_kind,
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH.minExclusive: _compared(lambda order: order > 0),
    SH.minInclusive: _compared(lambda order: order >= 0),
    SH.maxExclusive: _compared(lambda order: order < 0),
    SH.maxInclusive: _compared(lambda order: order <= 0),
    SH.minLength: _min_length,
    SH.maxLength: _max_length,
    SH.pattern: _pattern,
    SH.uniqueLang: _unique_language,
    SH.equals: _equals,
    SH.disjoint: _disjoint,
    SH.lessThan: _less_than,
    SH.lessThanOrEquals: _less_than_or_equals,
    SH["not"]: _not,
    SH["and"]: _and,
    SH["or"]: _or,
    SH.xone: _exactly_one,
    SH.node: _node,
    SH.property: _property_shape,
    SH.qualifiedValueShape: _qualified,
    SH.closed: _closed,
    SH.hasValue: _has_value,
    SH["in"]: _in,
}
"""The components that are compiled, by the parameter that declares them."""
