"""The only module that calls pySHACL, Hearsay's reference SHACL engine."""

from __future__ import annotations

import logging
import re
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyshacl
import rdflib
from pyparsing import ParseException
from pyshacl.errors import ReportableRuntimeError, ValidationFailure
from rdflib import SH, URIRef
from rdflib.term import Node

from ingest import resources
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
    with _LOCK, _silenced("rdflib.term"), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for triple in triples:
            graph.add(triple)
    return graph


def run(data: rdflib.Graph, shapes: Shapes) -> list[Result]:
    """Validate `data`, in no promised order.

    Raises:
        ShapesError: the shapes say something that SHACL does not allow.
    """
    # pySHACL turns rdflib's global setting off while it takes the shapes over, turns it on afterwards
    # whatever it was before, and leaves it off when it fails: it is put back here, one thread at a time.
    with _LOCK, _silenced("pyshacl-validate"):
        before = rdflib.NORMALIZE_LITERALS
        try:
            _, report, _ = pyshacl.validate(data, shacl_graph=shapes.spread, inference="none", inplace=True)
        except (ReportableRuntimeError, ParseException, re.error) as error:
            raise _broken(shapes, str(error)) from error
        except Exception as error:
            if type(error) is not Exception:  # what rdflib raises where a query's prefix is not declared
                raise
            raise _broken(shapes, str(error)) from error
        finally:
            rdflib.NORMALIZE_LITERALS = before
    if isinstance(report, ValidationFailure):  # returned in place of the report, not raised
        raise _broken(shapes, report.message)
    return [_result(report, node) for node in report.objects(None, SH.result)]


@contextmanager
def _silenced(logger: str) -> Iterator[None]:
    """Keep a library from printing what is raised or reported anyway."""
    found = logging.getLogger(logger)
    before = found.disabled
    found.disabled = True
    try:
        yield
    finally:
        found.disabled = before


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
    own = resources.folder("shapes")
    added = [file for file in shapes.files if not file.is_relative_to(own)]
    names = ", ".join(str(file) for file in added or shapes.files)
    return ShapesError(
        f"{names}: not valid SHACL: {' '.join(reason.split()).rstrip('.')}.", "Correct these shapes."
    )
