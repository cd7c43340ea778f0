"""Shapes as loaded from files: what the engine reads, and each rule's name, message and targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph
import rdflib
from rdflib import RDF, SH, URIRef
from rdflib.term import Node

from ingest import resources
from ingest.errors import HearsayError
from ingest.model import TextLevel
from ingest.validate import terms
from ingest.validate.spreading import spread

SHAPES = "https://w3id.org/hearsay/shapes#"


class ShapesError(HearsayError):
    """A file of shapes cannot be read, or says something that SHACL does not allow."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape as a person reads it."""

    iri: str
    name: str
    description: str
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Shapes from several files, merged.

    Attributes:
        files: where they come from.
        graph: as they are written.
        spread: the same, for the engine (`ingest.validate.spreading`).
        rules: shapes that have a name, by IRI.
        classes: whose instances closed shapes look at.
        subjects_of: properties whose subjects closed shapes look at.
    """

    files: tuple[Path, ...]
    graph: rdflib.Graph
    spread: rdflib.Graph
    rules: dict[str, Rule]
    classes: frozenset[str]
    subjects_of: frozenset[str]

    def rule(self, name: str) -> Rule:
        """Return one of Hearsay's own rules by its local name, e.g. ``ClaimWording``."""
        return self.rules[SHAPES + name]

    def named(self, shape: Node) -> Rule:
        """Return the rule that a shape is, or, for a shape without an IRI, the one that it stands in."""
        seen = {shape}
        queue = [shape]
        while queue:
            current = queue.pop(0)
            if isinstance(current, URIRef):
                return self.rules.get(str(current)) or Rule(str(current), "", "", "")
            around = sorted(set(self.graph.subjects(None, current)) - seen, key=str)
            seen.update(around)
            queue += around
        return Rule(SHAPES + "unnamed", "a shape without a name", "", "")


def article_shapes(text_level: TextLevel | None = None, extra: Sequence[Path] = ()) -> Shapes:
    """Return the shapes of articles, with those of a text level (if given) and the user's own.

    Raises:
        ShapesError: a file cannot be read.
    """
    folder = resources.folder("shapes")
    files = sorted(folder.glob("*.ttl"))
    if text_level is not None:
        profile = "none" if text_level is TextLevel.NONE else "quotes"
        files.append(folder / "profiles" / f"{profile}.ttl")
    return load(*files, *extra)


def ontology_shapes() -> Shapes:
    """Return the shapes that the ontology itself must conform to."""
    return load(*sorted((resources.folder("shapes") / "ontology").glob("*.ttl")))


def enrichment_shapes() -> Shapes:
    """Return the shapes that the graph of enrichment must conform to, by itself."""
    folder = resources.folder("shapes")
    return load(*sorted((folder / "enrichment").glob("*.ttl")), folder / "in-code.ttl")


def copies_shapes() -> Shapes:
    """Return the shapes that the graph of copies must conform to, by itself."""
    folder = resources.folder("shapes")
    return load(*sorted((folder / "copies").glob("*.ttl")), folder / "in-code.ttl")


@lru_cache(maxsize=16)
def load(*files: Path) -> Shapes:
    """Read files of shapes (Turtle); they are read once a process.

    Raises:
        ShapesError: naming the file and, for a syntax error, the line.
    """
    graph = rdflib.Graph(bind_namespaces="none")
    for file in files:
        for triple in _read(file):
            graph.add(triple)
    rules = {
        str(shape): Rule(
            str(shape),
            _text(graph, shape, SH.name),
            _text(graph, shape, SH.description),
            _text(graph, shape, SH.message),
        )
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in graph.subjects(RDF.type, kind)
        if isinstance(shape, URIRef)
    }
    return Shapes(
        files,
        graph,
        spread(graph),
        rules,
        _targets(graph, SH.targetClass),
        _targets(graph, SH.targetSubjectsOf),
    )


def _targets(graph: rdflib.Graph, kind: URIRef) -> frozenset[str]:
    closed = [shape for shape, value in graph.subject_objects(SH.closed) if str(value) == "true"]
    return frozenset(str(target) for shape in closed for target in graph.objects(shape, kind))


def _text(graph: rdflib.Graph, shape: URIRef, predicate: URIRef) -> str:
    value = graph.value(shape, predicate)
    return "" if value is None else str(value)


def _read(file: Path) -> list[terms.Triple]:
    try:
        return [
            terms.triple(quad.triple)
            for quad in pyoxigraph.parse(path=file, format=pyoxigraph.RdfFormat.TURTLE)
        ]
    except SyntaxError as error:
        place = f"{file}:{error.lineno}" if error.lineno else f"{file}"
        raise ShapesError(
            f"{place}: this file of shapes is not valid Turtle: {error.msg}.", "Correct it at this line."
        ) from error
    except OSError as error:
        raise ShapesError(
            f"{file}: this file of shapes cannot be read: {error.strerror or error}.",
            "Check the path and its rights.",
        ) from error
