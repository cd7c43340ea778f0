"""SHACL shapes to checks: each shape one function of a node that says whether it certainly conforms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import rdflib
from pyoxigraph import NamedNode
from rdflib import OWL, RDF, RDFS, SH, URIRef
from rdflib.term import Node

from ingest.validate.compiled.constraints import CONSTRAINTS, Check, Shape, named
from ingest.validate.compiled.data import Data, Doubtful, Term
from ingest.validate.compiled.paths import Path, Unsupported, compile_path
from ingest.validate.compiled.twins import twin

__all__ = ["Compiled", "Unsupported", "compile_shapes"]

_ABOUT = frozenset(
    {SH.name, SH.description, SH.message, SH.order, SH.group, SH.defaultValue, SH.severity, SH.path}
)
_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
#: Parameters that another one reads, or that are handled with the shape itself.
_WITH_OTHERS = frozenset(
    {SH.ignoredProperties, SH.flags, SH.qualifiedMinCount, SH.qualifiedMaxCount, SH.deactivated}
)
_OWN_NAMESPACE = str(SH)
_FOREIGN_MEANING = (SH.target, SH.rule, SH.entailment, SH.js, SH.parameter, SH.shapesGraph)

Focus = Callable[[Data], Iterable[Term]]


@dataclass(frozen=True, slots=True)
class Compiled:
    """Shapes as checks.

    Attributes:
        aimed: for each shape with targets, its focus nodes and its check.
    """

    aimed: tuple[tuple[Focus, Shape], ...]

    def conforms(self, data: Data) -> bool:
        """Return whether the data certainly give no validation result."""
        try:
            return all(check(data, node) for focus, check in self.aimed for node in focus(data))
        except Doubtful:
            return False


def compile_shapes(shapes: rdflib.Graph) -> Compiled:
    """Compile all shapes of a graph.

    Raises:
        Unsupported: one of them says something that only the reference engine takes.
    """
    for predicate in _FOREIGN_MEANING:
        if (None, predicate, None) in shapes:
            raise Unsupported(f"{predicate}")
    if (None, RDF.type, SH.ConstraintComponent) in shapes:
        raise Unsupported("own kinds of constraint")
    compiler = _Compiler(shapes)
    aimed = [
        (focus, compiler.shape(node))
        for node in sorted(_aimed(shapes), key=str)
        for focus in _targets(shapes, node)
    ]
    return Compiled(tuple(aimed))


def _aimed(shapes: rdflib.Graph) -> set[Node]:
    return {node for kind in _TARGETS for node in shapes.subjects(kind)} | _own_targets(shapes)


def _own_targets(shapes: rdflib.Graph) -> set[Node]:
    """Return the shapes that are classes as well: their instances are their targets (SHACL 2.1.3.3)."""
    classes = {node for kind in (RDFS.Class, OWL.Class) for node in shapes.subjects(RDF.type, kind)}
    return {
        node
        for node in classes
        if isinstance(node, URIRef)
        and ((node, RDF.type, SH.NodeShape) in shapes or (node, RDF.type, SH.PropertyShape) in shapes)
    }


def _targets(shapes: rdflib.Graph, node: Node) -> Iterator[Focus]:
    for kind in _TARGETS:
        for value in sorted(shapes.objects(node, kind), key=str):
            yield _focus(kind, value)
    if node in _own_targets(shapes):
        yield _focus(SH.targetClass, node)


def _focus(kind: URIRef, value: Node) -> Focus:
    term = named(value)
    if kind == SH.targetNode:
        return lambda data: (term,)
    if not isinstance(term, NamedNode):
        raise Unsupported(f"{value} as a target")
    if kind == SH.targetClass:
        return lambda data: data.instances(term)
    place = 0 if kind == SH.targetSubjectsOf else 1
    return lambda data: {pair[place]: None for pair in data.pairs.get(term, ())}


class _Compiler:
    """Compiles each shape once."""

    def __init__(self, shapes: rdflib.Graph) -> None:
        self._shapes = shapes
        self._done: dict[Node, Shape] = {}
        self._begun: set[Node] = set()

    def shape(self, node: Node) -> Shape:
        """Return a shape's check."""
        if node not in self._done:
            if node in self._begun:
                raise Unsupported("shapes that refer to themselves")
            self._begun.add(node)
            self._done[node] = self._compile(node)
        return self._done[node]

    def _compile(self, node: Node) -> Shape:
        shapes = self._shapes
        if any(str(value) in ("true", "1") for value in shapes.objects(node, SH.deactivated)):
            return lambda data, focus: True
        if isinstance(node, rdflib.Literal):
            raise Unsupported("a literal as a shape")
        path = shapes.value(node, SH.path)
        checks = tuple(self._checks(node, has_path=path is not None))
        if path is not None:
            return _property_shape(compile_path(shapes, path), checks)
        # What a node shape says of its node's properties, it says of the node itself: no values in between.
        inner = tuple(self.shape(each) for each in sorted(shapes.objects(node, SH.property), key=str))
        return _node_shape(inner, tuple(check for parameter, check in checks if parameter != SH.property))

    def _checks(self, node: Node, *, has_path: bool) -> Iterator[tuple[Node, Check]]:
        """Yield each constraint's parameter and check."""
        said: set[Node] = set()
        for predicate, value in sorted(self._shapes.predicate_objects(node), key=str):
            if (predicate in said and predicate in _ONCE) or (predicate in _OF_PROPERTIES and not has_path):
                raise Unsupported(f"{predicate} twice, or on a shape without a path")
            said.add(predicate)
            if predicate in _ABOUT or predicate in _WITH_OTHERS or predicate in _TARGETS:
                continue
            if not str(predicate).startswith(_OWN_NAMESPACE):
                continue  # labels, comments and types; own kinds of constraint were ruled out before
            if predicate == SH.sparql and not has_path:
                yield predicate, twin(self._shapes, value)
            elif predicate in CONSTRAINTS:
                yield predicate, CONSTRAINTS[predicate](self._shapes, node, value, self.shape)
            else:
                raise Unsupported(f"{predicate}")


_ONCE = frozenset(
    {SH.path, SH.minCount, SH.maxCount, SH.datatype, SH.nodeKind, SH.closed, SH.uniqueLang, SH["in"]}
)
_OF_PROPERTIES = frozenset(
    {SH.minCount, SH.maxCount, SH.lessThan, SH.lessThanOrEquals, SH.uniqueLang, SH.qualifiedValueShape}
)


_OF_NONE = frozenset({SH.minCount, SH.hasValue, SH.qualifiedValueShape, SH.equals})
"""The constraints that may not hold where there are no values; all others then do."""


def _node_shape(inner: tuple[Shape, ...], checks: tuple[Check, ...]) -> Shape:
    def conforms(data: Data, focus: Term) -> bool:
        for shape in inner:  # loops and no all(): this is where the time goes
            if not shape(data, focus):
                return False
        if checks:
            values = {focus: None}
            for check in checks:
                if not check(data, focus, values):
                    return False
        return True

    return conforms


def _property_shape(path: Path, checks: tuple[tuple[Node, Check], ...]) -> Shape:
    with_values = tuple(check for _, check in checks)
    without = tuple(check for parameter, check in checks if parameter in _OF_NONE)

    def conforms(data: Data, focus: Term) -> bool:
        values = path(data, focus)
        for check in with_values if values else without:
            if not check(data, focus, values):
                return False
        return True

    return conforms
