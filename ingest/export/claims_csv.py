"""The claims of a store as a table: one row a claim, for spreadsheets and data frames.

CSV as in RFC 4180, in UTF-8. Every value is exact: a wording that begins with ``=``, ``+``, ``-`` or ``@``
is not defused. Import such a file into a spreadsheet with its columns set to text.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode, Quad

from ingest.rdf import iri
from ingest.rdf.vocabulary import HS, OA, RDF, RDFS, SCHEMA
from ingest.store import Store

COLUMNS = (
    "url",
    "date",
    "outlet",
    "start",
    "end",
    "wording",
    "kind",
    "speaker",
    "speaker_entity",
    "speaker_label",
    "act",
    "certainty",
    "polarity",
    "medium",
    "chain",
    "hands",
    "unnamed",
    "confidence",
    "claim",
    "article",
)
"""The columns; `docs/queries.md` says what they hold."""

_ARROW = " ← "


def write_csv(store: Store, out: BinaryIO) -> None:
    """Write the claims, article by article in the order of their IRIs, in an article as the text has them.

    A claim that people rejected is left out, and one that they corrected stands as corrected.
    """
    out.write(_line(COLUMNS))
    aside = {
        quad.object.value
        for quad in store.graph(iri.JUDGEMENTS)
        if quad.predicate == HS.setsAside and isinstance(quad.object, NamedNode)
    }
    for name in store.graphs():
        article = iri.article_of(name)
        if article is None or name != iri.graph(article):
            continue
        extracted = Statements(chain(store.graph(name), store.graph(iri.corrections_graph(article))))
        links = Statements(store.graph(iri.links_graph(article)))
        rows = (row for row in _rows(article.value, extracted, links) if row[-2] not in aside)
        for row in sorted(rows, key=lambda row: (int(row[3] or 0), row[-2])):
            out.write(_line(row))


class Statements:
    """The statements of one article, to be walked from node to node."""

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
        """The subjects of statements, in order."""
        return sorted(self._subjects.get((predicate, target), ()))

    def all(self, subject: str, predicate: NamedNode) -> list[str]:
        """The values of a property, in order."""
        return sorted(self._objects.get((subject, predicate), ()))

    def one(self, subject: str, predicate: NamedNode) -> str:
        """The first value of a property, or an empty text."""
        return next(iter(self.all(subject, predicate)), "")


def _rows(article: str, extracted: Statements, links: Statements) -> Iterator[tuple[str, ...]]:
    outlet = extracted.one(extracted.one(article, SCHEMA.publisher), SCHEMA.name)
    for claim in extracted.subjects(SCHEMA.appearance, article):
        attributions = list(_chain(claim, extracted))
        if not attributions:
            continue
        innermost = attributions[-1]
        starts, ends = _places(extracted.one(claim, HS.wording), extracted)
        speaker = extracted.one(innermost, HS.speaker)
        entity = _entity(speaker, links)
        unnamed = any(
            HS.UnnamedActor.value in extracted.all(extracted.one(link, HS.speaker), RDF.type)
            for link in attributions
        )
        yield (
            extracted.one(article, SCHEMA.url),
            extracted.one(article, SCHEMA.datePublished),
            outlet,
            str(min(starts, default="")),
            str(max(ends, default="")),
            extracted.one(claim, SCHEMA.text),
            _notation(extracted.one(claim, HS.kind)),
            extracted.one(speaker, SCHEMA.name),
            entity,
            links.one(entity, RDFS.label),
            _notation(extracted.one(innermost, HS.act)),
            _notation(extracted.one(innermost, HS.certainty)),
            _notation(extracted.one(innermost, HS.polarity)),
            extracted.one(extracted.one(innermost, HS.medium), SCHEMA.name),
            _ARROW.join(_step(link, extracted) for link in attributions),
            str(len(attributions) - 1),
            "true" if unnamed else "false",
            extracted.one(claim, HS.confidence),
            claim,
            article,
        )


def _chain(claim: str, extracted: Statements) -> Iterator[str]:
    """Give a claim's links, outside in."""
    links: list[str] = []
    link = extracted.one(claim, HS.attribution)
    while link and link not in links:
        links.append(link)
        link = extracted.one(link, HS.next)
    return reversed(links)


def _step(link: str, extracted: Statements) -> str:
    name = extracted.one(extracted.one(link, HS.speaker), SCHEMA.name)
    medium = extracted.one(extracted.one(link, HS.medium), SCHEMA.name)
    return f"{name} (via {medium})" if medium else name


def _places(anchor: str, extracted: Statements) -> tuple[list[int], list[int]]:
    stretches = extracted.all(anchor, HS.part) or [anchor]
    starts = [int(start) for stretch in stretches for start in extracted.all(stretch, OA.start)]
    ends = [int(end) for stretch in stretches for end in extracted.all(stretch, OA.end)]
    return starts, ends


def _entity(actor: str, links: Statements) -> str:
    entities = (links.one(decision, HS.entity) for decision in links.subjects(HS.ofActor, actor))
    return next((entity for entity in entities if entity != HS.nil.value), "")


def _notation(concept: str) -> str:
    return concept.rpartition("#")[2]


def _line(row: Iterable[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue().encode()
