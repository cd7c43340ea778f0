"""The only module that calls pySHACL, Hearsay's reference SHACL engine."""

from __future__ import annotations

import logging
import re
import threading
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

import pyshacl
import rdflib
from pyparsing import ParseException
from pyshacl.errors import ReportableRuntimeError, ValidationFailure
from rdflib import SH, URIRef
from rdflib.term import Node

from ingest.validate import terms
from ingest.validate.shapes import Shapes, ShapesError

_LOCK = threading.Lock()  # for what rdflib and pySHACL hold once a process


@dataclass(frozen=True, slots=True)
class Result:
    """One `sh:ValidationResult`, as the engine gives it."""

    shape: Node
    component: Node
    severity: Node
    focus: Node
    path: Node | None
    value: Node | None
    messages: tuple[str, ...]


def load(triples: Iterable[terms.Triple]) -> rdflib.Graph:
    """Put triples into a graph; ill-typed literals are for the shapes to find, and not logged as warnings."""
    graph = rdflib.Graph(bind_namespaces="none")
    logger = logging.getLogger("rdflib.term")
    with _LOCK, warnings.catch_warnings():
        level = logger.level
        logger.setLevel(logging.ERROR)
        warnings.simplefilter("ignore", UserWarning)
        try:
            for triple in triples:
                graph.add(triple)
        finally:
            logger.setLevel(level)
    return graph


def run(data: rdflib.Graph, shapes: Shapes) -> list[Result]:
    """Validate `data`, in no promised order.

    Raises:
        ShapesError: the shapes say something that SHACL does not allow.
    """
    # pySHACL turns rdflib's global setting off while it takes the shapes over, turns it on afterwards
    # whatever it was before, and leaves it off when it fails: it is put back here, one thread at a time.
    with _LOCK:
        before = rdflib.NORMALIZE_LITERALS
        try:
            _, report, _ = pyshacl.validate(data, shacl_graph=shapes.graph, inference="none", inplace=True)
        except (ReportableRuntimeError, ParseException, re.error) as error:
            raise _broken(shapes, str(error)) from error
        finally:
            rdflib.NORMALIZE_LITERALS = before
    if isinstance(report, ValidationFailure):  # returned in place of the report, not raised
        raise _broken(shapes, report.message)
    return [_result(report, node) for node in report.objects(None, SH.result)]


def _result(report: rdflib.Graph, node: Node) -> Result:
    return Result(
        _one(report, node, SH.sourceShape),
        _one(report, node, SH.sourceConstraintComponent),
        _one(report, node, SH.resultSeverity),
        _one(report, node, SH.focusNode),
        report.value(node, SH.resultPath),
        report.value(node, SH.value),
        tuple(sorted(str(message) for message in report.objects(node, SH.resultMessage))),
    )


def _one(report: rdflib.Graph, node: Node, predicate: URIRef) -> Node:
    value = report.value(node, predicate)
    if value is None:
        raise RuntimeError(f"a validation result has no {predicate}")
    return value


def _broken(shapes: Shapes, reason: str) -> ShapesError:
    files = ", ".join(str(file) for file in shapes.files)
    return ShapesError(
        f"The shapes in {files} are not valid SHACL: {reason}.", "Correct the file you added last."
    )
