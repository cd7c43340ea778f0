"""From tagged spans to the records: actors, chains, media, certainty, occurrences, mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ingest.extract.coreference import Cast, Person, Speaker
from ingest.extract.flat import flatten
from ingest.extract.hedges import stance, weaker
from ingest.extract.lexicon import Lexicon
from ingest.extract.medium import FoundMedium, find_medium
from ingest.extract.names import find_names
from ingest.extract.nesting import Chained, chains, settle_denials
from ingest.extract.own_voice import own_voice
from ingest.extract.relations import Candidate, relate
from ingest.extract.sentences import Sentence
from ingest.extract.tagging import Tagged
from ingest.model import (
    Actor,
    ActorKind,
    Article,
    Attribution,
    Certainty,
    Claim,
    ClaimKind,
    Extraction,
    Marker,
    Medium,
    Mention,
    Polarity,
    Relation,
    Span,
    Spans,
    SpeechAct,
)
from ingest.text import normalise_wording

_QUOTES = "\"“”„«»‘’'"
_ADVERBS = {"also", "again", "then", "later", "now", "still", "already", "even", "once", "further", "just"}
OWN_VOICE_CONFIDENCE = 0.55
"""By rule, not calibrated: how often an own-voice sentence is one that a reader would check."""


@dataclass(slots=True)
class _Link:
    """One link of a chain before actors have ids."""

    person: Person
    tag: Tagged | None = None
    role: Spans = ()
    certainty: Certainty = Certainty.CERTAIN
    polarity: Polarity = Polarity.AFFIRMED
    medium: FoundMedium | None = None
    medium_person: Person | None = None


@dataclass(slots=True)
class _Draft:
    """A claim while it is put together."""

    occurrences: list[Spans]
    links: list[_Link]
    markers: tuple[Marker, ...]
    kind: ClaimKind
    confidence: float
    targets: list[Person] = field(default_factory=list)

    @property
    def start(self) -> int:
        return min(spans[0].start for spans in self.occurrences)


def assemble(
    article: Article, found: Sequence[Sentence], tagged: Sequence[Tagged], lexicon: Lexicon
) -> Extraction:
    """Put the records of one article together.

    Args:
        article: the article.
        found: its sentences.
        tagged: the attributions of any tagger, in text order.
        lexicon: the word lists.
    """
    text, title_end = article.text, len(article.title)
    names = find_names(found, lexicon, title_end)
    cast = Cast(text, names, lexicon)
    publisher = Person(publisher_name(article), ActorKind.ORGANISATION, first=-1)
    flat = flatten(tagged, text)
    tagged = settle_denials(tagged, text)
    speakers = _resolve(tagged, cast)

    def same(one: Tagged, other: Tagged) -> bool:
        return speakers[one].actor is speakers[other].actor

    drafts = [
        _relayed(chained, speakers, cast, publisher, text, lexicon) for chained in chains(tagged, text, same)
    ]
    drafts += [
        _own(span, publisher, text, lexicon)
        for span in own_voice(found, tagged, names, lexicon, text, title_end)
    ]
    drafts = _merge(sorted(drafts, key=lambda d: (d.start, d.occurrences)), text)
    actors = {id(person): f"a{k}" for k, person in enumerate(_in_order(drafts, cast, publisher))}
    mentions = _mentions(cast, speakers, actors)
    claims = _claims(drafts, actors, mentions, text)
    records = tuple(
        Actor(actors[id(p)], p.name, p.kind, p.unnamed) for p in _in_order(drafts, cast, publisher)
    )
    return Extraction(article, claims, flat, mentions, records)


def publisher_name(article: Article) -> str:
    """Return the name of link 0: the publisher, else the web host, else a plain statement that it is
    unknown."""
    if article.publisher:
        return article.publisher
    host = urlsplit(article.url).hostname if article.url else None
    return host.removeprefix("www.") if host else "unknown publisher"


def _resolve(tagged: Sequence[Tagged], cast: Cast) -> dict[Tagged, Speaker]:
    speakers: dict[Tagged, Speaker] = {}
    for one in tagged:
        if one.source:
            speaker = cast.speaker(one.source, one.antecedent)
            cast.heard(one.source[0].start, speaker.actor)
        else:
            speaker = Speaker(cast.unnamed("unnamed source", one.start), None)
        speakers[one] = speaker
    return speakers


def _relayed(
    chained: Chained,
    speakers: dict[Tagged, Speaker],
    cast: Cast,
    publisher: Person,
    text: str,
    lexicon: Lexicon,
) -> _Draft:
    innermost = chained.links[-1]
    links = [_Link(publisher)]
    for tag in chained.links:
        speaker = speakers[tag]
        link = _Link(speaker.actor, tag, speaker.role, tag.certainty, tag.polarity)
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
    return _Draft(
        [_wording(innermost.content, text)],
        links,
        markers,
        _kind(innermost.content, text),
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
        if cue := _cue_words(tag, text):
            markers.append(Marker("certainty", cue))
    polarity = how.polarity
    if tag.polarity is Polarity.NEGATED:
        polarity = Polarity.AFFIRMED if how.polarity is Polarity.NEGATED else Polarity.NEGATED
        if cue := _cue_words(tag, text):
            markers.append(Marker("polarity", cue))
    return certainty, polarity, tuple(sorted(markers, key=lambda m: (m.spans, m.of)))


def _own(span: Span, publisher: Person, text: str, lexicon: Lexicon) -> _Draft:
    how = stance(text, (span,), lexicon)
    link = _Link(publisher, certainty=how.certainty, polarity=how.polarity)
    return _Draft([(span,)], [link], how.markers, ClaimKind.OWN_VOICE, OWN_VOICE_CONFIDENCE)


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
    """Tell whether the content is all quotation, partly, or not at all."""
    words = [span.of(text).strip(" .,;:") for span in content]
    whole = [w[:1] in _QUOTES and w.rstrip(".,;")[-1:] in _QUOTES and len(w) > 2 for w in words]
    inner = [any(mark in w[1:-1] for mark in '"“”„«»') for w in words]
    if all(whole) and not any(inner):
        return ClaimKind.DIRECT
    if all(w[:1] in _QUOTES for w in words):
        return (
            ClaimKind.DIRECT
            if not any(w.count("“") > 1 or w.count('"') > 2 for w in words)
            else ClaimKind.MIXED
        )
    quoted = any(mark in w for w in words for mark in '"“”„«»‘') or any(
        " '" in w or w[:1] == "'" for w in words
    )
    return ClaimKind.MIXED if quoted else ClaimKind.INDIRECT


def _merge(drafts: list[_Draft], text: str) -> list[_Draft]:
    """Make one claim of those with the same wording and the same speakers."""
    by_key: dict[tuple[str, tuple[int, ...]], _Draft] = {}
    for draft in drafts:
        key = (_normal(draft.occurrences[0], text), tuple(id(link.person) for link in draft.links))
        first = by_key.get(key)
        if first is None:
            by_key[key] = draft
        else:
            first.occurrences.extend(draft.occurrences)
    for draft in by_key.values():
        draft.occurrences = list(dict.fromkeys(draft.occurrences))
    return list(by_key.values())


def _normal(spans: Spans, text: str) -> str:
    return normalise_wording(" ".join(span.of(text) for span in spans))


def _in_order(drafts: Sequence[_Draft], cast: Cast, publisher: Person) -> list[Person]:
    """Return the actors that are named or speak, the publisher first, then by first appearance."""
    needed = {id(link.person) for draft in drafts for link in draft.links}
    needed |= {id(link.medium_person) for draft in drafts for link in draft.links if link.medium_person}
    named = {id(person) for person in cast.of_name}
    return [
        publisher,
        *sorted((p for p in cast.people if id(p) in needed | named), key=lambda p: (p.first, p.name)),
    ]


def _mentions(cast: Cast, speakers: dict[Tagged, Speaker], actors: dict[int, str]) -> tuple[Mention, ...]:
    """Return all names, and the roles and pronouns that were resolved at a cue."""
    places: dict[Span, Person] = {cast.name(k).span: person for k, person in enumerate(cast.of_name)}
    for tag, speaker in speakers.items():
        if tag.source and speaker.head is not None and not tag.antecedent and not speaker.actor.unnamed:
            places.setdefault(speaker.head, speaker.actor)
    known = ((span, person) for span, person in places.items() if id(person) in actors)
    ordered = sorted(known, key=lambda item: item[0])
    return tuple(
        Mention(f"m{k}", span, person.kind, actors[id(person)])
        for k, (span, person) in enumerate(ordered, start=1)
    )


def _claims(
    drafts: Sequence[_Draft], actors: dict[int, str], mentions: Sequence[Mention], text: str
) -> tuple[Claim, ...]:
    ids = [f"c{k}" for k in range(1, len(drafts) + 1)]
    candidates = [
        Candidate(
            ids[k],
            actors[id(draft.links[-1].person)],
            _normal(draft.occurrences[0], text),
            draft.links[-1].polarity is Polarity.NEGATED,
            draft.links[-1].tag,
            draft.start,
            tuple(actors[id(p)] for p in draft.targets if id(p) in actors),
        )
        for k, draft in enumerate(drafts)
    ]
    related = {r.subject: r for r in relate(candidates)}
    starts = [m.span.start for m in mentions]
    claims = []
    for k, draft in enumerate(drafts):
        relation = related.get(ids[k])
        claims.append(
            Claim(
                ids[k],
                tuple(draft.occurrences),
                draft.kind,
                tuple(_link(link, actors, text) for link in draft.links),
                draft.markers,
                draft.confidence,
                _about(draft.occurrences, mentions, starts),
                (Relation(relation.type, relation.object, relation.evidence),) if relation else (),
            )
        )
    return tuple(claims)


def _about(
    occurrences: Sequence[Spans], mentions: Sequence[Mention], starts: Sequence[int]
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for spans in occurrences:
        for span in spans:
            for m in mentions[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
                if m.span.end <= span.end:
                    found[m.id] = None
    return tuple(found)


def _cue_words(tag: Tagged, text: str) -> Spans:
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


def _link(link: _Link, actors: dict[int, str], text: str) -> Attribution:
    medium = None
    if link.medium is not None and link.medium_person is not None:
        name = link.medium_person.name if link.medium.proper else link.medium.name
        medium = Medium(name, (link.medium.span,), actors[id(link.medium_person)])
    tag = link.tag
    return Attribution(
        actor=actors[id(link.person)],
        name=link.person.name,
        act=tag.act if tag else SpeechAct.ASSERT,
        spans=tag.source if tag else (),
        role=link.role,
        cue=_cue_words(tag, text) if tag else (),
        medium=medium,
        certainty=link.certainty,
        polarity=link.polarity,
        unnamed=link.person.unnamed,
    )
