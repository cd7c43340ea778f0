"""The statements of one article, to be walked from node to node: what the tables and networks are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from ingest.export.view import View
from ingest.rdf import iri, judged
from ingest.rdf.vocabulary import HS, OA, RDF, SCHEMA

_ARROW = " ← "


class Statements:
    """The statements of one article, by subject and by object; every list in code point order."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._objects: dict[tuple[str, NamedNode], list[str]] = defaultdict(list)
        self._subjects: dict[tuple[NamedNode, str], list[str]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                subject, target = quad.subject.value, quad.object.value
                if target not in self._objects[subject, quad.predicate]:
                    self._objects[subject, quad.predicate].append(target)
                    self._subjects[quad.predicate, target].append(subject)

    def subjects(self, predicate: NamedNode, target: str) -> list[str]:
        """The subjects of statements."""
        return sorted(self._subjects.get((predicate, target), ()))

    def all(self, subject: str, predicate: NamedNode) -> list[str]:
        """The values of a property."""
        return sorted(self._objects.get((subject, predicate), ()))

    def one(self, subject: str, predicate: NamedNode) -> str:
        """The first value of a property, or an empty text."""
        return next(iter(self.all(subject, predicate)), "")

    def pairs(self, predicate: NamedNode) -> list[tuple[str, str]]:
        """The subjects and values of a property."""
        return sorted(
            (subject, target)
            for (kind, target), subjects in self._subjects.items()
            if kind == predicate
            for subject in subjects
        )

    def word(self, subject: str, predicate: NamedNode) -> str:
        """The bare name of the concept that is a property's value."""
        return self.one(subject, predicate).rpartition("#")[2]

    def has_type(self, subject: str, kind: NamedNode) -> bool:
        """Whether a node is of a class."""
        return kind.value in self.all(subject, RDF.type)

    def chain(self, claim: str) -> list[str]:
        """The links of a claim, outside in."""
        links: list[str] = []
        link = self.one(claim, HS.attribution)
        while link and link not in links:
            links.append(link)
            link = self.one(link, HS.next)
        return links[::-1]

    def route(self, claim: str) -> str:
        """Everybody whom a claim came through, from the outlet inwards, by name."""
        return _ARROW.join(map(self._step, self.chain(claim)))

    def _step(self, link: str) -> str:
        name = self.one(self.one(link, HS.speaker), SCHEMA.name)
        medium = self.one(self.one(link, HS.medium), SCHEMA.name)
        return f"{name} (via {medium})" if medium else name

    def place(self, anchor: str) -> tuple[int | None, int | None]:
        """The first and the last offset of an anchor, whose stretches need not touch."""
        stretches = self.all(anchor, HS.part) or [anchor]
        starts = [int(start) for stretch in stretches for start in self.all(stretch, OA.start)]
        ends = [int(end) for stretch in stretches for end in self.all(stretch, OA.end)]
        return min(starts, default=None), max(ends, default=None)

    def decision(self, actor: str) -> str:
        """The link of an actor, made by the machine or by people, or an empty text."""
        return next(iter(self.subjects(HS.ofActor, actor)), "")

    def entity(self, actor: str) -> str:
        """The entity that an actor was linked to, or an empty text."""
        entity = self.one(self.decision(actor), HS.entity)
        return "" if entity == HS.nil.value else entity


@dataclass(frozen=True, slots=True)
class ArticleStatements:
    """One article of a view.

    Attributes:
        article: its IRI.
        extracted: its graph, and its claims as people corrected them.
        links: its graph of links.
    """

    article: str
    extracted: Statements
    links: Statements

    @property
    def outlet(self) -> str:
        """The publisher's name, or an empty text."""
        return self.extracted.one(self.extracted.one(self.article, SCHEMA.publisher), SCHEMA.name)


def articles(view: View) -> Iterator[ArticleStatements]:
    """Give the articles of a view in the order of their IRIs, one at a time in memory."""
    for name in view.graphs():
        if article := iri.article_extracted_in(name):
            yield statements_of(view, article)


def statements_of(view: View, article: NamedNode) -> ArticleStatements:
    """Give one article of a view."""
    corrected = view.graph(iri.corrections_graph(article))
    return ArticleStatements(
        article.value,
        Statements(chain(view.graph(iri.graph(article)), corrected)),
        Statements(view.graph(iri.links_graph(article))),
    )


def set_aside(view: View) -> frozenset[str]:
    """Return the IRIs of the claims that people rejected or corrected."""
    return frozenset(claim.value for claim in judged.set_aside(view.graph(iri.JUDGEMENTS)))
