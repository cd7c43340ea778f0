"""Everything that `hearsay ontology check` checks, and what HermiT infers from the ontology."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse
from rdflib import Graph

from ingest import hermit
from ingest.ontology.profile import breaches
from ingest.ontology.turtle import files, is_canonical, read
from ingest.validate import Severity, validate_ontology


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of the ontology.

    Attributes:
        check: ``form``, ``profile``, ``shapes``, ``consistency`` or ``satisfiability``.
        message: what is wrong, as a sentence.
        cure: what to do.
    """

    check: str
    message: str
    cure: str

    def __str__(self) -> str:
        return f"{self.check}: {self.message} {self.cure}"


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of `check`.

    Attributes:
        findings: all faults, sorted; none if the ontology is as it should be.
        hierarchy: (class, superclass) as inferred, direct and indirect, sorted; empty if inconsistent.
        unsatisfiable: classes that can have no member.
    """

    findings: tuple[Finding, ...]
    hierarchy: tuple[tuple[str, str], ...] = ()
    unsatisfiable: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True if nothing is wrong."""
        return not self.findings


def load(paths: Sequence[Path] | None = None) -> Graph:
    """Return the ontology and its alignments (or other Turtle files) as one graph; no import is followed.

    Raises:
        HearsayError: a file cannot be read, or is not Turtle.
    """
    graph = Graph()
    for path in files() if paths is None else paths:
        part = read(path)
        graph += part
        for prefix, namespace in part.namespaces():
            graph.bind(prefix, namespace)
    return graph


def triples(graph: Graph) -> Iterator[Triple]:
    """Give an rdflib graph's triples as pyoxigraph's."""
    for quad in parse(graph.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES):
        yield quad.triple


def check(paths: Sequence[Path] | None = None) -> Result:
    """Check the ontology: canonical form, its own shapes, OWL 2 DL profile, consistency, satisfiable classes.

    Args:
        paths: the Turtle files to check together; by default the ontology and its alignments.

    Raises:
        HearsayError: a file cannot be read, or is not Turtle.
        ingest.hermit.JavaMissing: there is no Java runtime.
    """
    paths = files() if paths is None else paths
    graph = load(paths)
    findings = [*_form(paths), *_shapes(graph), *_profile(graph)]
    try:
        inferred = hermit.infer(triples(graph))
    except (hermit.Inconsistent, hermit.ReasonerError) as error:
        findings.append(Finding("consistency", error.message, error.cure))
        return Result(_sorted(findings))
    findings += [
        Finding(
            "satisfiability",
            f"<{name}> can have no member.",
            "Look for a superclass or domain that excludes it.",
        )
        for name in inferred.unsatisfiable
    ]
    return Result(_sorted(findings), tuple(sorted(inferred.subclasses)), inferred.unsatisfiable)


def render(result: Result) -> str:
    """Return the result as a person reads it: the faults, or the inferred classes as a tree."""
    if result.findings:
        return "\n".join(str(finding) for finding in result.findings)
    return "\n".join(_tree(result.hierarchy))


def _form(paths: Sequence[Path]) -> Iterator[Finding]:
    for path in paths:
        if not is_canonical(path):
            yield Finding("form", f"{path} is not in canonical form.", "Run `hearsay ontology format`.")


def _shapes(graph: Graph) -> Iterator[Finding]:
    for finding in validate_ontology(graph).findings:
        if finding.severity is Severity.VIOLATION:
            yield Finding("shapes", f"{finding.focus}: {finding.message}", f"Rule: {finding.name}.")


def _profile(graph: Graph) -> Iterator[Finding]:
    for sentence in breaches(graph):
        yield Finding("profile", sentence, "See https://www.w3.org/TR/owl2-syntax/.")


def _sorted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.check, finding.message)))


def _tree(hierarchy: Sequence[tuple[str, str]]) -> Iterator[str]:
    above: dict[str, set[str]] = {}
    for lower, upper in hierarchy:
        above.setdefault(lower, set()).add(upper)
        above.setdefault(upper, set())
    direct = {
        term: {upper for upper in uppers if not any(upper in above[other] for other in uppers)}
        for term, uppers in above.items()
    }

    def below(parent: str, depth: int) -> Iterator[str]:
        for term in sorted(term for term, uppers in direct.items() if parent in uppers):
            yield "  " * depth + term
            yield from below(term, depth + 1)

    for root in sorted(term for term, uppers in above.items() if not uppers):
        yield root
        yield from below(root, 1)
