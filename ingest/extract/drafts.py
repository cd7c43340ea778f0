"""Claims before their actors have ids: the chain with its media, certainty, polarity and kind."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.extract.coreference import Cast, Speaker
from ingest.extract.hedges import stance, weaker
from ingest.extract.lexicon import Lexicon
from ingest.extract.medium import FoundMedium, find_medium
from ingest.extract.nesting import Chained
from ingest.extract.quotes import fold_quotes
from ingest.extract.roster import Person
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import NUMBER, QUOTE, WORD, tokenise
from ingest.model import (
    Certainty,
    ClaimKind,
    Marker,
    Polarity,
    Span,
    Spans,
    SpeechAct,
)

_ADVERBS = {"also", "again", "then", "later", "now", "still", "already", "even", "once", "further", "just"}


OWN_VOICE_CONFIDENCE = 0.9
"""Of what is taken for the article's own voice, the share that is a check-worthy claim: 0.94 on the Wikinews
articles for development, 0.92 on the sample articles, rounded down (`benchmarks.chain_exact`)."""


@dataclass(slots=True)
class LinkDraft:
    """One link of a chain before actors have ids."""

    person: Person
    tag: Tagged | None = None
    role: Spans = ()
    certainty: Certainty = Certainty.CERTAIN
    polarity: Polarity = Polarity.AFFIRMED
    medium: FoundMedium | None = None
    medium_person: Person | None = None


@dataclass(slots=True)
class Draft:
    """A claim while it is put together."""

    occurrences: list[Spans]
    links: list[LinkDraft]
    markers: tuple[Marker, ...]
    kind: ClaimKind
    confidence: float
    targets: list[Person] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where its first occurrence begins."""
        return min(spans[0].start for spans in self.occurrences)


def relayed(
    chained: Chained,
    speakers: dict[Tagged, Speaker],
    cast: Cast,
    publisher: Person,
    text: str,
    lexicon: Lexicon,
) -> Draft:
    """Put together a claim that somebody makes."""
    innermost = chained.links[-1]
    links = [LinkDraft(publisher)]
    for tag in chained.links:
        speaker = speakers[tag]
        link = LinkDraft(speaker.actor, tag, speaker.role, tag.certainty, tag.polarity)
        inside = [cast.name(n) for adjunct in tag.adjuncts for n in cast.names_in(adjunct)]
        addressed = tag.act in {SpeechAct.TELL, SpeechAct.WARN}
        link.medium = (
            FoundMedium(tag.medium.of(text), tag.medium, None)
            if tag.medium
            else find_medium(text, tag.adjuncts, inside, lexicon, addressed=addressed)
        )
        if link.medium is not None:
            link.medium_person = cast.medium(link.medium.name, link.medium.proper, link.medium.span.start)
        links.append(link)
    certainty, polarity, markers = _stance(innermost, text, lexicon)
    links[-1].certainty, links[-1].polarity = certainty, polarity
    return Draft(
        [_wording(innermost.content, text)],
        links,
        markers,
        ClaimKind.DIRECT if innermost.turn else _kind(innermost.content, text),
        round(min(tag.confidence for tag in chained.links), 2),
        [cast.of_name[n] for span in innermost.disputes for n in cast.names_in(span)],
    )


def _stance(tag: Tagged, text: str, lexicon: Lexicon) -> tuple[Certainty, Polarity, tuple[Marker, ...]]:
    """Join what the cue says of the content with what the content says of itself."""
    how = stance(text, tag.content, lexicon)
    markers = list(how.markers)
    certainty = weaker(tag.certainty, how.certainty)
    if certainty is not how.certainty:
        markers = [m for m in markers if m.of != "certainty"]
        if cue := cue_words(tag, text):
            markers.append(Marker("certainty", cue))
    polarity = how.polarity
    if tag.polarity is Polarity.NEGATED:
        polarity = Polarity.AFFIRMED if how.polarity is Polarity.NEGATED else Polarity.NEGATED
        if cue := cue_words(tag, text):
            markers.append(Marker("polarity", cue))
    return certainty, polarity, tuple(sorted(markers, key=lambda m: (m.spans, m.of)))


def own(span: Span, publisher: Person, text: str, lexicon: Lexicon) -> Draft:
    """Put together a claim in the article's own voice."""
    how = stance(text, (span,), lexicon)
    link = LinkDraft(publisher, certainty=how.certainty, polarity=how.polarity)
    return Draft([(span,)], [link], how.markers, ClaimKind.OWN_VOICE, OWN_VOICE_CONFIDENCE)


def _wording(content: Spans, text: str) -> Spans:
    """Return the content's spans without white space at their ends."""
    out = []
    for span in content:
        start, end = span.start, span.end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            out.append(Span(start, end))
    return tuple(sorted(out))


def _kind(content: Spans, text: str) -> ClaimKind:
    """Tell whether the content is a quoted utterance, a report with quoted words, or a report.

    A quotation that begins in lower case (“very dangerous”) is a part of the reporter's sentence.
    """
    outside, quotes = False, []
    for span in content:
        units = fold_quotes(tokenise(text, span.start, span.end), text, goes_on=True)
        quotes += [unit for unit in units if unit.kind == QUOTE]
        outside = outside or any(unit.kind in {WORD, NUMBER} for unit in units)
    if not quotes:
        return ClaimKind.INDIRECT
    first = next((t for t in quotes[0].inner if t.kind in {WORD, NUMBER}), None)
    complete = first is not None and (first.kind == NUMBER or not first.text[0].islower())
    return ClaimKind.MIXED if outside or not complete else ClaimKind.DIRECT


def cue_words(tag: Tagged, text: str) -> Spans:
    """Return the cue without punctuation that stands for it in headlines, and without adverbs before it."""
    if not tag.cue or not any(c.isalpha() for c in text[tag.cue[0].start : tag.cue[-1].end]):
        return ()
    first = tag.cue[0]
    words = first.of(text).split()
    start = first.start
    while len(words) > 1 and (words[0].lower() in _ADVERBS or words[0].lower().endswith("ly")):
        start = text.index(words[1], start + len(words[0]))
        words = words[1:]
    return (Span(start, first.end), *tag.cue[1:])
