"""Findings of the rules that are checked in code and not by the SHACL engine (`shapes/in-code.ttl`)."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.validate import terms
from ingest.validate.context import Context
from ingest.validate.findings import Finding, Severity, Term
from ingest.validate.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Reporter:
    """Makes findings about one graph."""

    shapes: Shapes
    context: Context

    def __call__(self, rule: str, focus: Term, value: Term | None = None, path: str | None = None) -> Finding:
        """Report that a rule (by its local name) does not hold at a node."""
        found = self.shapes.rule(rule)
        node = terms.node(focus)
        return Finding(
            rule=found.iri,
            name=found.name,
            severity=Severity.VIOLATION,
            focus=focus,
            path=path,
            value=value,
            message=found.message,
            component=found.iri,
            article=self.context.article_of(node),
            claim=self.context.claim_of(node),
        )
