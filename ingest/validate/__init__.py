"""The gate: an article's graphs are held against the shapes, and against the text.

`validate` checks what a graph says by SHACL, `check_text` whether the words stand in the text, and
`validate_ontology` whether the ontology explains all its terms. Each gives findings that a person can read:
`render` writes them as text, `as_turtle` as a SHACL report.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import rdflib
from pyoxigraph import NamedNode, Quad
from rdflib import URIRef

from ingest.model import TextLevel
from ingest.validate import engine, placement, terms
from ingest.validate.compiled import Compiled, Data, Doubtful, Unsupported, compile_shapes
from ingest.validate.context import Context
from ingest.validate.findings import Finding, Report, Severity, Term
from ingest.validate.in_code import Reporter
from ingest.validate.rendering import as_turtle, render
from ingest.validate.shapes import (
    Shapes,
    ShapesError,
    article_shapes,
    copies_shapes,
    enrichment_shapes,
    ontology_shapes,
)
from ingest.validate.text import check_text

__all__ = [
    "Finding",
    "Report",
    "Severity",
    "ShapesError",
    "as_turtle",
    "check_text",
    "render",
    "validate",
    "validate_by_reference",
    "validate_copies",
    "validate_enrichment",
    "validate_ontology",
]

_SEVERITIES = {f"http://www.w3.org/ns/shacl#{severity.value}": severity for severity in Severity}
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def validate(
    quads: Iterable[Quad], *, text_level: TextLevel | None = None, extra_shapes: Sequence[Path] = ()
) -> Report:
    """Hold one article's graph, links and run, taken together, against the shapes.

    Args:
        quads: all of them (`ArticleGraphs.quads`); if they have named graphs, these must be the right ones.
        text_level: also hold them to this text level; None takes any, if words are everywhere or nowhere.
        extra_shapes: files of the user's own shapes (Turtle), which add to Hearsay's.

    Raises:
        ShapesError: a file of shapes cannot be read or is not valid SHACL.
    """
    quads = tuple(quads)
    shapes = article_shapes(text_level, tuple(extra_shapes))
    if _certainly_conforms(quads, shapes):
        return Report()
    return _by_reference(quads, shapes)


def validate_by_reference(
    quads: Iterable[Quad], *, text_level: TextLevel | None = None, extra_shapes: Sequence[Path] = ()
) -> Report:
    """Give what `validate` gives, from the reference engine alone: much slower, and what it is held to.

    Raises:
        ShapesError: as `validate`.
    """
    return _by_reference(tuple(quads), article_shapes(text_level, tuple(extra_shapes)))


def _certainly_conforms(quads: Sequence[Quad], shapes: Shapes) -> bool:
    """Whether certainly no rule finds anything, as told without the reference engine."""
    compiled = _compiled(shapes)
    if compiled is None:
        return False
    try:
        data = Data(quads)
    except Doubtful:
        return False
    return (
        data.only_names
        and compiled.conforms(data)
        and _is_targeted(data, shapes)
        and not placement.misplaced(quads)
    )


@lru_cache(maxsize=16)
def _compiled(shapes: Shapes) -> Compiled | None:
    engine.run(rdflib.Graph(bind_namespaces="none"), shapes)  # says what is wrong with the shapes themselves
    try:
        return compile_shapes(shapes.graph)
    except Unsupported:
        return None  # somebody's own shapes: the reference engine takes them all
    finally:
        _settle()


def _settle() -> None:
    """Let the collector of garbage pass over what is there now: shapes and models stay till the end.

    Otherwise it walks all of them for every few articles, a third of the time that validating takes.
    """
    gc.collect()
    gc.freeze()


def _is_targeted(data: Data, shapes: Shapes) -> bool:
    """Whether a closed shape looks at every subject."""
    seen = {subject for name in shapes.subjects_of for subject, _ in data.pairs.get(NamedNode(name), ())}
    return data.out.keys() <= seen.union(*(data.instances(NamedNode(name)) for name in shapes.classes))


def _by_reference(quads: Sequence[Quad], shapes: Shapes) -> Report:
    data = engine.load(terms.tamed(quad.triple) for quad in quads)
    context = Context(data)
    report = Reporter(shapes, context)
    return _report(
        *(_from_result(result, shapes, context) for result in engine.run(data, shapes)),
        *(report("Subject", node) for node in _untargeted(data, shapes)),
        *(report("Placement", *place) for place in placement.misplaced(quads)),
    )


def validate_ontology(ontology: rdflib.Graph) -> Report:
    """Hold an ontology against the shapes for ontologies: labels, definitions, examples, names."""
    shapes, context = ontology_shapes(), Context(ontology)
    return _report(*(_from_result(result, shapes, context) for result in engine.run(ontology, shapes)))


def validate_enrichment(quads: Iterable[Quad]) -> Report:
    """Hold the graph of enrichment against its shapes: Wikidata's facts, and nothing that an article says."""
    return _by_itself(tuple(quads), enrichment_shapes())


def validate_copies(quads: Iterable[Quad]) -> Report:
    """Hold the graph of copies against its shapes: who shares whose wording, and nothing else."""
    return _by_itself(tuple(quads), copies_shapes())


def _by_itself(quads: Sequence[Quad], shapes: Shapes) -> Report:
    return Report() if _certainly_conforms(quads, shapes) else _by_reference(quads, shapes)


def _report(*findings: Finding) -> Report:
    """Sort findings; of those that are the same but for the kind of constraint, take the first."""
    once = {finding.key: finding for finding in sorted(findings, key=_order, reverse=True)}
    return Report(tuple(sorted(once.values(), key=_order)))


def _order(finding: Finding) -> tuple[str, ...]:
    return *finding.key, finding.component, finding.message


def _from_result(result: engine.Result, shapes: Shapes, context: Context) -> Finding:
    rule = shapes.named(result.shape)
    return Finding(
        rule=rule.iri,
        name=rule.name or rule.iri,
        severity=_SEVERITIES.get(str(result.severity), Severity.VIOLATION),
        focus=terms.back(result.focus),
        path=str(result.path) if isinstance(result.path, URIRef) else None,
        value=None if result.value is None else terms.back(result.value),
        message=" ".join(result.messages) or rule.message,
        component=str(result.component),
        article=context.article_of(result.focus),
        claim=context.claim_of(result.focus),
    )


def _untargeted(data: rdflib.Graph, shapes: Shapes) -> list[Term]:
    """Find subjects that no closed shape looks at: these are worth nothing if a node can avoid them."""
    seen = {
        subject
        for subject, predicate, value in data
        if str(predicate) in shapes.subjects_of
        or (str(predicate) == _RDF_TYPE and str(value) in shapes.classes)
    }
    return [terms.back(subject) for subject in set(data.subjects()) - seen]
