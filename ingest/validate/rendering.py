"""Reports as a person reads them, and as a SHACL report graph."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ingest.rdf import iri
from ingest.rdf.vocabulary import PREFIXES, RDF
from ingest.text import printable
from ingest.validate import terms
from ingest.validate.findings import Finding, Report, Term

_SH = "http://www.w3.org/ns/shacl#"
_PREFIXES = PREFIXES | {"sh": _SH, "hs-shapes": "https://w3id.org/hearsay/shapes#"}
_LONGEST = 80


def render(report: Report) -> str:
    """Write a report: per article and claim, each broken rule, where, and what to do.

    Words of the article are shortened, and control characters in them are written as escapes.
    """
    if not report.findings:
        return "Conforms: no rule is broken.\n"
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    verdict = "Conforms" if report.conforms else "Does not conform"
    count = len(report.findings)
    yield f"{verdict}: {count} finding{'s' if count > 1 else ''}."
    article: str | None = None
    claim: str | None = None
    for number, finding in enumerate(report.findings):
        if number == 0 or finding.article != article:
            yield ""
            yield f"Article {shown(finding.article, longest=None)}" if finding.article else "No article"
            claim = None
        if finding.claim and finding.claim != claim:
            yield f"  Claim “{shown(finding.claim)}”"
        article, claim = finding.article, finding.claim
        yield from _finding(finding)


def _finding(finding: Finding) -> Iterator[str]:
    yield f"  - {finding.severity}: {finding.name}"
    yield f"      {finding.message}"
    yield f"      at {_compact(finding.focus)}"
    if finding.path:
        found = f" = {_compact(finding.value)}" if finding.value is not None else ""
        yield f"      {_compact(NamedNode(finding.path))}{found}"
    elif finding.value is not None and finding.value != finding.focus:
        yield f"      found {_compact(finding.value)}"
    yield f"      rule {_compact(NamedNode(finding.rule))}"


def _compact(term: Term) -> str:
    """Write a term with a prefix where one fits."""
    if not isinstance(term, NamedNode):
        return shown(str(term))
    for prefix, base in _PREFIXES.items():
        local = term.value.removeprefix(base)
        if local != term.value and local.replace("-", "").isalnum():
            return f"{prefix}:{local}"
    return shown(str(term), longest=None)


def shown(text: str, longest: int | None = _LONGEST) -> str:
    """Shorten `text`, and escape what would act on a terminal or reorder its line.

    >>> shown("red \\x1b[31m")
    'red \\\\x1b[31m'
    """
    if longest is not None and len(text) > longest:
        text = text[: longest - 1] + "…"
    return printable(text)


def as_turtle(report: Report) -> str:
    """Write a report as a SHACL report graph in Turtle, without blank nodes.

    The same findings give the same bytes. Paths that are more than one property are left out: the rule says
    what they are.
    """
    turtle = pyoxigraph.serialize(_triples(report), format=pyoxigraph.RdfFormat.TURTLE, prefixes=_PREFIXES)
    if turtle is None:
        raise RuntimeError("the serialiser gave nothing")
    lines = turtle.decode().splitlines(keepends=True)
    # The serialiser promises no order of prefixes; sorting is stable, so all else stays.
    return "".join(sorted(lines, key=lambda line: (0, line) if line.startswith("@prefix ") else (1, "")))


def _triples(report: Report) -> Iterator[Triple]:
    node = NamedNode(
        f"{iri.BASE}report/{iri.digest(*(part for finding in report.findings for part in finding.key))}"
    )
    results = [NamedNode(f"{node.value}/result/{number}") for number in range(1, len(report.findings) + 1)]
    yield Triple(node, RDF.type, _sh("ValidationReport"))
    yield Triple(node, _sh("conforms"), Literal(report.conforms))
    for result in results:
        yield Triple(node, _sh("result"), result)
    for result, finding in zip(results, report.findings, strict=True):
        yield from _result(result, finding)


def _result(node: NamedNode, finding: Finding) -> Iterator[Triple]:
    yield Triple(node, RDF.type, _sh("ValidationResult"))
    yield Triple(node, _sh("focusNode"), _skolem(finding.focus))
    if finding.path:
        yield Triple(node, _sh("resultPath"), NamedNode(finding.path))
    if finding.value is not None:
        yield Triple(node, _sh("value"), _skolem(finding.value))
    yield Triple(node, _sh("resultSeverity"), _sh(finding.severity.value))
    yield Triple(node, _sh("sourceShape"), NamedNode(finding.rule))
    yield Triple(node, _sh("sourceConstraintComponent"), NamedNode(finding.component))
    yield Triple(node, _sh("resultMessage"), Literal(finding.message))


def _sh(name: str) -> NamedNode:
    return NamedNode(_SH + name)


def _skolem(term: Term) -> NamedNode | Literal:
    """Name a blank node of the data, so that the report has none."""
    return NamedNode(terms.GENID + term.value) if isinstance(term, BlankNode) else term
