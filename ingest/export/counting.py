"""Counts of a view, for its description: in one pass, memory flat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from pyoxigraph import Literal, NamedNode

from ingest.export.view import View
from ingest.rdf import iri
from ingest.rdf.vocabulary import HS, PROV, RDF, SCHEMA, WIKIDATA
from ingest.store.nquads import Sorter

_HALF = Decimal("0.5")


@dataclass
class Counts:
    """What a view holds.

    Attributes:
        quads: statements, one in two graphs counted twice.
        subjects: distinct subjects.
        objects: distinct objects.
        graphs: named graphs.
        classes: members of each class.
        properties: statements of each property.
        languages: articles in each language.
        first: the earliest `schema:datePublished`, or "".
        last: the latest.
        linked: statements that an actor is a Wikidata entity.
        decided: decisions on who an actor is.
        unlinked: of these, NIL.
        confidence: sum of the confidences of the claims.
        doubtful: claims whose confidence is below 0.5.
        judged: the claims that people judged.
        runs: the runs that made the graphs.
    """

    quads: int = 0
    subjects: int = 0
    objects: int = 0
    graphs: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    first: str = ""
    last: str = ""
    linked: int = 0
    decided: int = 0
    unlinked: int = 0
    confidence: Decimal = Decimal(0)
    doubtful: int = 0
    judged: set[str] = field(default_factory=set)
    runs: set[str] = field(default_factory=set)

    @property
    def claims(self) -> int:
        """Claims."""
        return self.classes[HS.Claim.value]

    @property
    def articles(self) -> int:
        """Articles."""
        return self.classes[HS.Article.value]


def count(view: View) -> Counts:
    """Count what a view holds."""
    counts = Counts()
    subjects, objects = Sorter(), Sorter()
    for name in view.graphs():
        counts.graphs += 1
        in_article = iri.article_extracted_in(name) is not None
        seen: set[object] = set()
        for quad in view.graph(name):
            counts.quads += 1
            counts.properties[quad.predicate.value] += 1
            if quad.subject not in seen:
                seen.add(quad.subject)
                subjects.write(f"{quad.subject}\n".encode())
            objects.write(f"{quad.object}\n".encode())
            _count(counts, quad.predicate, quad.object, in_article)
    counts.subjects = sum(1 for _ in groupby(subjects.lines()))
    counts.objects = sum(1 for _ in groupby(objects.lines()))
    return counts


def count_what_is_claimed(view: View, names: Iterable[NamedNode]) -> Counts:
    """Count in some graphs, leaving out distinct subjects and objects, which take most of the time."""
    counts = Counts()
    for name in names:
        in_article = iri.article_extracted_in(name) is not None
        for quad in view.graph(name):
            _count(counts, quad.predicate, quad.object, in_article)
    return counts


def _count(counts: Counts, predicate: NamedNode, target: object, in_article: bool) -> None:
    if isinstance(target, NamedNode):
        if predicate == RDF.type:
            counts.classes[target.value] += 1
        elif predicate == PROV.wasGeneratedBy:
            counts.runs.add(target.value)
        elif predicate == HS.entity:
            counts.decided += 1
            counts.unlinked += target == HS.nil
        elif predicate == HS.judges and "/claim/" in target.value:
            counts.judged.add(target.value)
        elif predicate == SCHEMA.sameAs:
            counts.linked += target.value.startswith(WIKIDATA)
    elif isinstance(target, Literal):
        if predicate == HS.confidence:
            counts.confidence += Decimal(target.value)
            counts.doubtful += Decimal(target.value) < _HALF
        elif predicate == SCHEMA.inLanguage and in_article:
            counts.languages[target.value] += 1
        elif predicate == SCHEMA.datePublished and in_article:
            counts.first = min(counts.first or target.value, target.value)
            counts.last = max(counts.last, target.value)
