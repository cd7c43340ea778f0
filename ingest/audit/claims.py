"""The claims of a store: all of them by stratum, and those that were drawn with what a checker must see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ingest.audit.sampling import Drawn, Stratum
from ingest.errors import StoreError
from ingest.export.statements import ArticleStatements, Statements, articles, set_aside, statements_of
from ingest.model import Span, Spans
from ingest.rdf import iri
from ingest.rdf.vocabulary import DCTERMS, HS, OA, RDFS, SCHEMA
from ingest.store import Store

BANDS = ((Decimal("0.5"), "below 0.5"), (Decimal("0.8"), "0.5 to 0.8"), (Decimal(2), "0.8 and more"))
"""The bands of confidence: each ends below its number."""

_AROUND = 300
"""Characters of context on either side of what is marked, at most."""
_BREAK = re.compile(r"[.!?…]['”’\"]?\s|\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a passage that is marked: `kind` is wording, speaker or cue."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Item:
    """A claim to be checked.

    Attributes:
        claim: its IRI.
        url: the article's address, or "".
        title: its headline, or "" where the store holds no words.
        date: when it was published, or "".
        outlet: its publisher.
        passage: the words around the claim, as they stand in the article, or "".
        marks: what of the passage is marked, in its order.
        wording: the words of the claim.
        kind: direct, indirect, mixed or own-voice.
        chain: everybody it came through, from the outlet inwards.
        speaker: who says it: the innermost of the chain.
        entity: the IRI of the entity that the speaker was linked to, or "".
        label: its name.
        act: the speech act.
        certainty: of the innermost link.
        polarity: of the innermost link.
        confidence: the machine's.
        drawn: from what it was drawn.
    """

    claim: str
    url: str
    title: str
    date: str
    outlet: str
    passage: str
    marks: tuple[Mark, ...]
    wording: str
    kind: str
    chain: str
    speaker: str
    entity: str
    label: str
    act: str
    certainty: str
    polarity: str
    confidence: str
    drawn: Drawn


def band(confidence: str) -> str:
    """Name the band of a confidence.

    >>> band("0.5")
    '0.5 to 0.8'
    """
    return next(name for end, name in BANDS if Decimal(confidence or "0") < end)


def strata(store: Store, progress: Callable[[int], None] = lambda _: None) -> Iterator[tuple[str, Stratum]]:
    """Give every claim of a store with its finest stratum, one article at a time in memory.

    A claim that people rejected is left out, and one that they corrected stands as corrected: the corpus is
    checked as it is exported.
    """
    aside = set_aside(store)
    for article in articles(store):
        found = article.extracted
        for claim in found.subjects(SCHEMA.appearance, article.article):
            if claim not in aside and found.one(claim, HS.attribution):
                confidence = band(found.one(claim, HS.confidence))
                yield claim, Stratum(article.outlet, found.word(claim, HS.kind), confidence)
        progress(1)


def items(store: Store, drawn: Iterable[Drawn]) -> Iterator[Item]:
    """Give what a checker must see of the claims that were drawn, in their order."""
    for each in drawn:
        article = iri.article_above(each.name)
        assert article is not None  # noqa: S101 - a claim's IRI lies below its article's
        yield _item(store, statements_of(store, article), each)


def _item(store: Store, article: ArticleStatements, drawn: Drawn) -> Item:
    found, links, claim = article.extracted, article.links, drawn.name
    chain = found.chain(claim)
    speaker = found.one(chain[-1], HS.speaker)
    entity = links.entity(speaker)
    passage, marks = _passage(_text(store, article), _anchors(found, claim, chain[-1]))
    return Item(
        claim=claim,
        url=found.one(article.article, SCHEMA.url),
        title=found.one(article.article, SCHEMA.headline),
        date=found.one(article.article, SCHEMA.datePublished),
        outlet=article.outlet,
        passage=passage,
        marks=marks,
        wording=found.one(claim, SCHEMA.text),
        kind=found.word(claim, HS.kind),
        chain=found.route(claim),
        speaker=found.one(speaker, SCHEMA.name),
        entity=entity,
        label=links.one(entity, RDFS.label),
        act=found.word(chain[-1], HS.act),
        certainty=found.word(chain[-1], HS.certainty),
        polarity=found.word(chain[-1], HS.polarity),
        confidence=found.one(claim, HS.confidence),
        drawn=drawn,
    )


def _text(store: Store, article: ArticleStatements) -> str:
    """Return the article's text, or "" where the store does not hold it (any more)."""
    version = article.extracted.one(article.article, DCTERMS.hasVersion)
    sha256 = article.extracted.one(version, HS.textSha256)
    try:
        return store.text(sha256) if sha256 else ""
    except StoreError:
        return ""


def _anchors(found: Statements, claim: str, link: str) -> Mapping[str, Spans]:
    return {
        "wording": _spans(found, found.one(claim, HS.wording)),
        "speaker": _spans(found, found.one(link, HS.speakerMention)),
        "cue": _spans(found, found.one(link, HS.cue)),
    }


def _spans(found: Statements, anchor: str) -> Spans:
    stretches = found.all(anchor, HS.part) or ([anchor] if anchor else [])
    return tuple(
        sorted(
            Span(int(found.one(each, OA.start)), int(found.one(each, OA.end)))
            for each in stretches
            if found.one(each, OA.start) and found.one(each, OA.end)
        )
    )


def _passage(text: str, anchors: Mapping[str, Spans]) -> tuple[str, tuple[Mark, ...]]:
    """Cut the words around a claim out of its article, at sentence ends where there are some near."""
    spans = [span for each in anchors.values() for span in each]
    if not text or not spans:
        return "", ()
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    start, end = max(0, first - _AROUND), min(len(text), last + _AROUND)
    if start and (after := _BREAK.search(text, start, first)):
        start = after.end()
    ends = [match.end() for match in _BREAK.finditer(text, last, end)]
    end = ends[-1] if ends and end < len(text) else end
    marks = sorted(
        (
            Mark(Span(span.start - start, span.end - start), kind)
            for kind, each in anchors.items()
            for span in each
        ),
        key=lambda mark: (mark.span, mark.kind),
    )
    return text[start:end], tuple(marks)
