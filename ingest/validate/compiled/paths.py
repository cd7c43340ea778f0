"""SHACL property paths as functions from a node to the set of nodes that they lead to."""

from __future__ import annotations

from collections.abc import Callable

import rdflib
from pyoxigraph import NamedNode
from rdflib import RDF, SH, URIRef
from rdflib.term import Node

from ingest.validate.compiled.data import NONE, NOTHING, Data, Term, Values

Path = Callable[[Data, Term], Values]


class Unsupported(Exception):
    """The shapes say something that is left to the reference engine."""


def compile_path(shapes: rdflib.Graph, path: Node) -> Path:
    """Return the function of a path (SHACL 2.3.1).

    Raises:
        Unsupported: it is no well-formed path.
    """
    if isinstance(path, URIRef):
        return _predicate(NamedNode(str(path)))
    if (path, RDF.first, None) in shapes:
        return _sequence([compile_path(shapes, each) for each in shapes.items(path)])
    steps = [(kind, value) for kind, value in shapes.predicate_objects(path) if kind in _KINDS]
    if len(steps) != 1:
        raise Unsupported(f"a path with {len(steps)} kinds of step")
    ((kind, value),) = steps
    return _KINDS[kind](shapes, value)


def _predicate(predicate: NamedNode) -> Path:
    return lambda data, node: data.out.get(node, NOTHING).get(predicate, NONE)


def _inverse(shapes: rdflib.Graph, path: Node) -> Path:
    if not isinstance(path, URIRef):
        raise Unsupported("the inverse of a complex path")
    predicate = NamedNode(str(path))
    return lambda data, node: data.subjects(predicate, node)


def _sequence(steps: list[Path]) -> Path:
    def follow(data: Data, node: Term) -> Values:
        reached: Values = {node: None}
        for step in steps:
            reached = {end: None for start in reached for end in step(data, start)}
        return reached

    return follow


def _alternative(shapes: rdflib.Graph, path: Node) -> Path:
    ways = [compile_path(shapes, each) for each in shapes.items(path)]
    return lambda data, node: {end: None for way in ways for end in way(data, node)}


def _zero_or_more(shapes: rdflib.Graph, path: Node) -> Path:
    step = compile_path(shapes, path)
    return lambda data, node: _closure(step, data, {node: None})


def _one_or_more(shapes: rdflib.Graph, path: Node) -> Path:
    step = compile_path(shapes, path)
    return lambda data, node: _closure(step, data, dict(step(data, node)))


def _zero_or_one(shapes: rdflib.Graph, path: Node) -> Path:
    step = compile_path(shapes, path)
    return lambda data, node: {node: None, **step(data, node)}


def _closure(step: Path, data: Data, reached: dict[Term, None]) -> Values:
    queue = list(reached)
    for node in queue:
        new = [end for end in step(data, node) if end not in reached]
        reached.update(dict.fromkeys(new))
        queue += new
    return reached


_KINDS: dict[Node, Callable[[rdflib.Graph, Node], Path]] = {
    SH.inversePath: _inverse,
    SH.alternativePath: _alternative,
    SH.zeroOrMorePath: _zero_or_more,
    SH.oneOrMorePath: _one_or_more,
    SH.zeroOrOnePath: _zero_or_one,
}
