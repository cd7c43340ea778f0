"""From tagged spans to the records: actors, chains, media, certainty, occurrences, mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from urllib.parse import urlsplit

from ingest.extract.coreference import Cast, Speaker
from ingest.extract.drafts import Draft, LinkDraft, cue_words, own, relayed
from ingest.extract.flat import flatten
from ingest.extract.lexicon import Lexicon
from ingest.extract.name_kinds import Name
from ingest.extract.names import find_names
from ingest.extract.nesting import chains, settle_denials
from ingest.extract.own_voice import own_voice
from ingest.extract.relations import Candidate, relate
from ingest.extract.roster import Person
from ingest.extract.sentences import Sentence
from ingest.extract.tagging import Tagged
from ingest.extract.turns import add_turns
from ingest.model import (
    Actor,
    ActorKind,
    Article,
    Attribution,
    Claim,
    Extraction,
    FlatAttribution,
    Medium,
    Mention,
    Polarity,
    Relation,
    Span,
    Spans,
    SpeechAct,
)
from ingest.text import normalise_wording


def assemble(
    article: Article,
    found: Sequence[Sentence],
    tagged: Sequence[Tagged],
    lexicon: Lexicon,
    flat: tuple[FlatAttribution, ...] | None = None,
    names: Sequence[Name] | None = None,
) -> Extraction:
    """Put the records of one article together.

    Args:
        article: the article.
        found: its sentences.
        tagged: the attributions of any tagger, in text order.
        lexicon: the word lists.
        flat: the flat reading, if the tagger has one of its own; else it is made from `tagged`.
        names: the article's names, if they were found before; else the rules find them.
    """
    text, title_end = article.text, len(article.title)
    names = find_names(found, lexicon, title_end) if names is None else names
    cast = Cast(text, names, lexicon)
    publisher = Person(publisher_name(article), ActorKind.ORGANISATION, first=-1)
    flat = flatten(tagged, text) if flat is None else flat
    tagged = settle_denials(add_turns(found, tagged, names, text), text)
    speakers = _resolve(tagged, cast)

    def same(one: Tagged, other: Tagged) -> bool:
        return speakers[one].actor is speakers[other].actor

    drafts = [
        relayed(chained, speakers, cast, publisher, text, lexicon) for chained in chains(tagged, text, same)
    ]
    drafts += [
        own(span, publisher, text, lexicon)
        for span in own_voice(found, tagged, names, lexicon, text, title_end, publisher.name)
    ]
    drafts = _merge(sorted(drafts, key=lambda d: (d.start, d.occurrences)), text)
    actors = {id(person): f"a{k}" for k, person in enumerate(_in_order(drafts, cast, publisher))}
    mentions = _mentions(cast, speakers, actors)
    claims = _claims(drafts, actors, mentions, text, lexicon)
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
    known: dict[tuple[Spans, Spans], Speaker] = {}  # "X said C1, adding C2": one X
    for one in tagged:
        if one.source or one.antecedent:
            key = (one.source, one.antecedent)
            speaker = known[key] if key in known else cast.speaker(*key)
            known[key] = speaker
            cast.heard((one.source or one.content)[0].start, speaker.actor)
        else:
            speaker = Speaker(cast.unnamed("unnamed source", one.start), None)
        speakers[one] = speaker
    return speakers


def _merge(drafts: list[Draft], text: str) -> list[Draft]:
    """Make one claim of those with the same wording and the same speakers."""
    by_key: dict[tuple[str, tuple[int, ...]], Draft] = {}
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


def _in_order(drafts: Sequence[Draft], cast: Cast, publisher: Person) -> list[Person]:
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


def _disputed_words(draft: Draft, text: str) -> str:
    tag = draft.links[-1].tag
    return " ".join(span.of(text) for span in tag.disputes).lower() if tag else ""


def _claims(
    drafts: Sequence[Draft], actors: dict[int, str], mentions: Sequence[Mention], text: str, lexicon: Lexicon
) -> tuple[Claim, ...]:
    ids = [f"c{k}" for k in range(1, len(drafts) + 1)]
    candidates = [
        Candidate(
            ids[k],
            actors[id(draft.links[-1].person)],
            draft.links[-1].person.name,
            _normal(draft.occurrences[0], text),
            draft.links[-1].polarity is Polarity.NEGATED,
            draft.links[-1].tag,
            draft.occurrences[0],
            tuple(actors[id(p)] for p in draft.targets if id(p) in actors),
            _disputed_words(draft, text),
        )
        for k, draft in enumerate(drafts)
    ]
    related = {r.subject: r for r in relate(candidates, lexicon)}
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


def _link(link: LinkDraft, actors: dict[int, str], text: str) -> Attribution:
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
        cue=cue_words(tag, text) if tag else (),
        medium=medium,
        certainty=link.certainty,
        polarity=link.polarity,
        unnamed=link.person.unnamed,
    )
