"""What validation finds: data only, no engine and no rendering."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import BlankNode, Literal, NamedNode

Term = NamedNode | BlankNode | Literal


class Severity(StrEnum):
    """How grave a finding is: SHACL's three severities. Only violations keep data out of the store."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that does not hold at one place.

    Attributes:
        rule: IRI of the shape, e.g. ``https://w3id.org/hearsay/shapes#ClaimWording``.
        name: the rule's short name, e.g. "claim: place of the wording".
        severity: only a `VIOLATION` keeps data out.
        focus: the node that breaks the rule.
        path: IRI of the property at fault, or None if the rule is about several.
        value: the value at fault, or None if one is missing.
        message: what is wrong and what to do, as a sentence.
        component: IRI of the kind of constraint, e.g. ``…shacl#MinCountConstraintComponent``.
        article: URL of the article, else its IRI, or None if the data names no article.
        claim: wording of the claim that the focus belongs to, or None.
    """

    rule: str
    name: str
    severity: Severity
    focus: Term
    path: str | None
    value: Term | None
    message: str
    component: str
    article: str | None = None
    claim: str | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What findings are sorted by, and are the same by."""
        return (
            self.article or "",
            self.claim or "",
            self.rule,
            str(self.focus),
            self.path or "",
            str(self.value),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one validation.

    Attributes:
        findings: sorted, without duplicates.
    """

    findings: tuple[Finding, ...] = ()

    @property
    def conforms(self) -> bool:
        """True if there is no violation; warnings alone do not keep data out."""
        return not any(finding.severity is Severity.VIOLATION for finding in self.findings)
