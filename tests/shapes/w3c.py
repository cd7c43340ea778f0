"""The W3C's SHACL test suite: each case with its data, its shapes, and whether the data conform."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph
import rdflib
from pyoxigraph import Quad
from rdflib import RDF, SH, Namespace

from ingest.validate import terms

SUITE = Path(__file__).parents[3] / "shared" / "conformance" / "shacl"
_MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_SHT = Namespace("http://www.w3.org/ns/shacl-test#")


@dataclass(frozen=True)
class Case:
    """One test of the suite.

    Attributes:
        conforms: what the suite says; None where it says that the shapes themselves are wrong.
    """

    name: str
    data: tuple[Quad, ...]
    shapes: rdflib.Graph
    conforms: bool | None


def cases(part: str = "core") -> Iterator[Case]:
    """Give the tests of a part of the suite, in the order of their files."""
    for path in sorted((SUITE / part).rglob("*.ttl")):
        triples = _triples(path)
        graph = _graph(triples)
        for test in sorted(graph.subjects(RDF.type, _SHT.Validate), key=str):
            action = graph.value(test, _MF.action)
            data = Path(_path(graph.value(action, _SHT.dataGraph)))
            shapes = Path(_path(graph.value(action, _SHT.shapesGraph)))
            verdict = graph.value(graph.value(test, _MF.result), SH.conforms)
            yield Case(
                path.relative_to(SUITE).with_suffix("").as_posix(),
                tuple(_triples(data)),
                _graph(_triples(shapes)),
                None if verdict is None else str(verdict) == "true",
            )


def _triples(path: Path) -> list[Quad]:
    return list(pyoxigraph.parse(path=str(path), base_iri=path.resolve().as_uri()))


def _graph(triples: list[Quad]) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for quad in triples:
        graph.add(terms.triple(quad.triple))
    return graph


def _path(address: object) -> str:
    return unquote(urlsplit(str(address)).path)
