"""Propose who each actor of an article may be: its candidates, and what speaks for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.link.candidates import (
    MOST,
    Found,
    Way,
    bears_name,
    bodies,
    distinct,
    find,
    longer,
    may_be_called,
    national_team,
    near,
    teams,
)
from ingest.link.context import Context, commonness, read_context
from ingest.link.dates import is_before
from ingest.link.entity import PLACES, Entity
from ingest.link.evidence import Features, Subject, admitted_kinds, weigh
from ingest.link.names import forms, is_acronym, key
from ingest.link.snapshot import Snapshot
from ingest.link.surroundings import MENTIONS_READ, Surroundings, in_full, lists, read_surroundings
from ingest.model import Actor, ActorKind, Article, Extraction, Span

#: A name this common may be a body's of any country: "Supreme Court".
GENERIC = 0.5

#: From here on an article is about sport.
SPORTING = 0.5

#: A shorter name is not looked for in longer ones.
SHORTEST_START = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that an actor may be, and what speaks for it."""

    entity: Entity
    features: Features


@dataclass(frozen=True, slots=True)
class Roles:
    """Which actors publish, speak, and are spoken through."""

    publishers: frozenset[str]
    speakers: frozenset[str]
    media: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it is looked up, and what is known of it."""

    actor: Actor
    text: str
    beside: Surroundings


def propose(extraction: Extraction, snapshot: Snapshot) -> dict[str, tuple[Candidate, ...]]:
    """Return the candidates of every named actor (by its id), the most prominent first.

    What is no name, and what names a people, has none.
    """
    article = extraction.article
    names = _read_names(extraction, snapshot)
    alone = {
        name: _living(find(name, snapshot), article) for name in sorted({n.text for n in names.values()})
    }
    context = read_context(article, alone, snapshot)
    known = _widen(names.values(), alone, context, snapshot)
    roles = read_roles(extraction)
    proposed: dict[str, tuple[Candidate, ...]] = {}
    for actor in extraction.actors:
        if actor.unnamed:
            continue
        name = names.get(actor.id)
        if name is None:
            proposed[actor.id] = ()
            continue
        admitted = admitted_kinds(
            actor.kind,
            is_medium=actor.id in roles.media | roles.publishers,
            is_speaker=actor.id in roles.speakers,
        )
        candidates = _living(known[actor.id], article)
        bearing = [each for each in candidates if bears_name(each)]
        subject = Subject(
            name.text,
            admitted,
            commonness(name.text, snapshot),
            name.beside,
            speaks=actor.id in roles.speakers,
            best=max((each.entity.prominence for each in bearing or candidates), default=0.0),
            rivals=tuple(each.entity for each in candidates if not admitted or each.entity.kind in admitted),
        )
        proposed[actor.id] = tuple(
            Candidate(found.entity, weigh(subject, found, context)) for found in candidates
        )
    return proposed


def read_roles(extraction: Extraction) -> Roles:
    """Return which actors publish, speak, and are spoken through."""
    article = extraction.article
    own = {key(name) for name in (article.publisher or "", article.host or "") if name}
    publishers = {claim.chain[0].actor for claim in extraction.claims}
    publishers |= {actor.id for actor in extraction.actors if key(actor.name) in own}
    inner = [attribution for claim in extraction.claims for attribution in claim.chain[1:]]
    return Roles(
        publishers=frozenset(publishers),
        speakers=frozenset(attribution.actor for attribution in inner),
        media=frozenset(a.medium.actor for a in inner if a.medium is not None),
    )


def is_name(name: str) -> bool:
    """Whether the words have a capital or a digit: "the ministry" is a description."""
    return any(char.isupper() or char.istitle() or char.isdigit() for char in name)


def is_people(name: str, snapshot: Snapshot) -> bool:
    """Whether the name is an adjective or a people ("Ukrainian", "the French")."""
    return any(snapshot.demonym(form) for form in forms(name))


def _living(found: Iterable[Found], article: Article) -> tuple[Found, ...]:
    """Leave out who was born, and what began, after the article's date."""
    return tuple(each for each in found if not is_before(article.date or "", each.entity.born))


def _read_names(extraction: Extraction, snapshot: Snapshot) -> dict[str, _Name]:
    """Return what each actor is looked up by: its name, or another of its names if that is unknown."""
    text = extraction.article.text
    spans: dict[str, list[Span]] = {}
    for mention in sorted(extraction.mentions, key=lambda mention: mention.span):
        spans.setdefault(mention.actor, []).append(mention.span)
    listed = frozenset(
        mention.span
        for row in lists(extraction.mentions, text)
        for mention in row
        if any(other.kind is ActorKind.PLACE for other in row if other is not mention)
    )
    names = {}
    for actor in extraction.actors:
        if actor.unnamed or not is_name(actor.name) or is_people(actor.name, snapshot):
            continue
        read = spans.get(actor.id, [])[:MENTIONS_READ]
        name = in_full(actor, read, text, snapshot)
        if not find(name, snapshot):
            name = _other_name(actor, (span.of(text) for span in read), snapshot) or name
        names[actor.id] = _Name(actor, name, read_surroundings(read, text, listed, snapshot))
    return names


def _other_name(actor: Actor, words: Iterable[str], snapshot: Snapshot) -> str | None:
    """Return the longest other name of the actor that is known, if it does not say less of a person."""
    others = sorted(set(words) - {actor.name}, key=lambda name: (-len(name), name))
    for name in others:
        if len(name) < 4 or not is_name(name) or is_people(name, snapshot):
            continue
        says_less = actor.kind is ActorKind.PERSON and " " in key(actor.name) and " " not in key(name)
        found = () if says_less else find(name, snapshot)
        if any(may_be_called(actor.name, each.entity) for each in found):
            return name
    return None


def _widen(
    names: Iterable[_Name], alone: Mapping[str, tuple[Found, ...]], context: Context, snapshot: Snapshot
) -> dict[str, tuple[Found, ...]]:
    """Return each actor's candidates, with those that only the article makes likely."""
    names = tuple(names)
    echoes = _starts(names, alone)
    known = {}
    for name in names:
        found = alone[name.text]
        if name.actor.kind is not ActorKind.PERSON:
            found = distinct(
                (
                    *found,
                    *_bodies(name, found, context, snapshot),
                    *_teams(name, found, context, snapshot),
                    *echoes.get(key(name.text), ()),
                )
            )
            if not found and len(name.text) >= SHORTEST_START and not is_acronym(name.text):
                found = longer(name.text, snapshot)
        known[name.actor.id] = found or near(name.text, snapshot)
    return known


def _starts(names: Iterable[_Name], alone: Mapping[str, tuple[Found, ...]]) -> dict[str, tuple[Found, ...]]:
    """Return what the article's longer names mean, by the keys of the names that they begin with."""
    echoes: dict[str, tuple[Found, ...]] = {}
    for name in names:
        words = key(name.text).split()
        if name.actor.kind is ActorKind.PERSON or len(words) > 12:
            continue
        means = tuple(Found(each.entity, each.name, Way.ECHO) for each in alone[name.text][:3])
        for count in range(1, len(words)):
            start = " ".join(words[:count])
            if len(already := echoes.get(start, ())) < MOST:
                echoes[start] = (*already, *means)
    return echoes


def _bodies(name: _Name, found: tuple[Found, ...], context: Context, snapshot: Snapshot) -> tuple[Found, ...]:
    if len(name.text) < 3 or (found and commonness(name.text, snapshot) <= GENERIC):
        return ()
    qid = context.main_country(name.text)
    country = snapshot.entity(qid) if qid else None
    if country is None:
        return ()
    return bodies(name.text, country, snapshot)


def _teams(name: _Name, found: tuple[Found, ...], context: Context, snapshot: Snapshot) -> tuple[Found, ...]:
    """Return the teams that a place may stand for."""
    places = [each.entity for each in found if each.entity.kind in PLACES]
    if not places or not (name.beside.like_team or context.sport > SPORTING):
        return ()
    is_nation = any(place.kind in ("place-country", "place-region") for place in places)
    national = national_team(name.text, snapshot) if is_nation else ()
    return (*national, *teams(name.text, snapshot))
