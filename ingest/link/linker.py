"""Decide which Wikidata entity each actor of an article is, or that none is known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.link.choice import THRESHOLD, probabilities
from ingest.link.entity import Entity
from ingest.link.evidence import PLACES, Features, admitted_kinds, all_words, read_context, weigh
from ingest.link.names import forms, key
from ingest.link.snapshot import Snapshot
from ingest.model import Actor, ActorKind, Article, Extraction, Link, LinkMethod, Proposal, Span

#: How sure a link by the article's own web domain is: domains change hands, and articles are reprinted.
DOMAIN_SCORE = 0.99

#: Who is known by the surname alone: heads of state and government in office, and the like.
FAMOUS = 0.85

#: How many entities are proposed for an actor, at most.
PROPOSED = 5

#: How many places where an actor is named are looked at for what stands beside the name.
MENTIONS_READ = 20


# ", Texas" or ", New South Wales" after a place's name.
_ADDED = re.compile(r", [A-Z][^\W\d_]{1,20}(?: [A-Z][^\W\d_]{1,20}){0,2}\b")


@dataclass(frozen=True, slots=True)
class _Roles:
    """Which actors publish, speak, and are spoken through."""

    publishers: frozenset[str]
    speakers: frozenset[str]
    media: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that an actor may be, and what speaks for it."""

    entity: Entity
    features: Features


@dataclass(frozen=True, slots=True)
class Linking:
    """What linking says about one article: decisions, and apart from them what they were made among.

    Attributes:
        links: one for every named actor, in the order of the actors.
        proposals: for every named actor its likeliest entities, at most PROPOSED, the likeliest first.
    """

    links: tuple[Link, ...] = ()
    proposals: tuple[Proposal, ...] = ()


def link(extraction: Extraction, snapshot: Snapshot, *, threshold: float = THRESHOLD) -> Linking:
    """Return one decision for every named actor of the extraction, and the proposals behind it.

    Args:
        threshold: the least probability that a link is made at; below it, NIL.
    """
    named = [actor for actor in extraction.actors if not actor.unnamed]
    roles = _read_roles(extraction)
    proposed = propose(extraction, snapshot)
    links = {}
    for actor in named:
        own = _by_domain(actor, extraction.article, snapshot) if actor.id in roles.publishers else None
        links[actor.id] = own or _by_name(actor, proposed[actor.id], threshold)
    people: dict[str, set[str]] = {}
    for actor in named:
        words = key(actor.name).split()
        if len(words) > 1 and _is_person(actor, links[actor.id], snapshot):
            people.setdefault(words[-1], set()).add(actor.id)
    links |= {actor.id: _as_full_name(actor, people, links) for actor in named}
    mentioned = _first_mentions(extraction)
    return Linking(
        tuple(
            replace(_with_referent(links[actor.id], roles, snapshot), mention=mentioned.get(actor.id))
            for actor in named
        ),
        tuple(proposal for actor in named for proposal in _proposals(actor, proposed[actor.id])),
    )


def _first_mentions(extraction: Extraction) -> dict[str, str]:
    """Return the id of the first mention that words the actor's name, by actor."""
    text = extraction.article.text
    names = {actor.id: actor.name for actor in extraction.actors}
    found: dict[str, str] = {}
    for mention in sorted(extraction.mentions, key=lambda mention: mention.span):
        if mention.span.of(text) == names.get(mention.actor):
            found.setdefault(mention.actor, mention.id)
    return found


def _proposals(actor: Actor, candidates: tuple[Candidate, ...]) -> list[Proposal]:
    chances = probabilities([candidate.features for candidate in candidates])
    ranked = sorted(zip(candidates, chances, strict=True), key=lambda pair: -pair[1])  # stable
    return [
        Proposal(actor.id, each.entity.qid, each.entity.label, each.entity.description, round(chance, 2))
        for each, chance in ranked[:PROPOSED]
    ]


def propose(extraction: Extraction, snapshot: Snapshot) -> dict[str, tuple[Candidate, ...]]:
    """Return the candidates of every named actor (by its id), the most prominent first.

    What is no name, and what names a people, has none.
    """
    named = [actor for actor in extraction.actors if not actor.unnamed]
    spans: dict[str, list[Span]] = {}
    for mention in sorted(extraction.mentions, key=lambda mention: mention.span):
        spans.setdefault(mention.actor, []).append(mention.span)
    text = extraction.article.text
    names = {
        actor.id: _in_full(actor, spans.get(actor.id, ())[:MENTIONS_READ], text, snapshot)
        for actor in named
        if _is_name(actor.name) and not _is_people(actor.name, snapshot)
    }
    known = {name: snapshot.candidates(name) for name in sorted(set(names.values()))}
    context = read_context(text, known, snapshot)
    roles = _read_roles(extraction)
    proposed = {}
    for actor in named:
        admitted = admitted_kinds(
            actor.kind,
            is_medium=actor.id in roles.media | roles.publishers,
            is_speaker=actor.id in roles.speakers,
        )
        proposed[actor.id] = tuple(
            Candidate(entity, weigh(names[actor.id], admitted, entity, context))
            for entity in known.get(names.get(actor.id, ""), ())
        )
    return proposed


def _read_roles(extraction: Extraction) -> _Roles:
    article = extraction.article
    own = {key(name) for name in (article.publisher or "", article.host or "") if name}
    publishers = {claim.chain[0].actor for claim in extraction.claims}
    publishers |= {actor.id for actor in extraction.actors if key(actor.name) in own}
    inner = [attribution for claim in extraction.claims for attribution in claim.chain[1:]]
    return _Roles(
        publishers=frozenset(publishers),
        speakers=frozenset(attribution.actor for attribution in inner),
        media=frozenset(a.medium.actor for a in inner if a.medium is not None),
    )


def _by_domain(actor: Actor, article: Article, snapshot: Snapshot) -> Link | None:
    """Return the outlet that the article's web address belongs to, unless the actor's name says otherwise."""
    found = snapshot.by_domain(article.host or "")
    if found is None or not _may_be_called(actor.name, found, snapshot):
        return None
    return _made(actor, found, DOMAIN_SCORE, LinkMethod.DOMAIN)


def _may_be_called(name: str, outlet: Entity, snapshot: Snapshot) -> bool:
    """Whether the name shares a word with the outlet's names or domain, or is known of nobody else."""
    squeezed = key(name).replace(" ", "")
    spelled = outlet.domain.replace(".", "").replace("-", "")
    if all_words([name]) & all_words(outlet.names) or squeezed in spelled or "." in name:
        return True
    return not snapshot.candidates(name)


def _is_name(name: str) -> bool:
    """Whether the words have a capital or a digit: "the ministry" is a description."""
    return any(char.isupper() or char.istitle() or char.isdigit() for char in name)


def _in_full(actor: Actor, spans: Sequence[Span], text: str, snapshot: Snapshot) -> str:
    """Return the name with what the text has beside it and the snapshot knows with it.

    That is what follows a place's name after a comma ("Paris, Texas"), or the article before a name that
    is known with it only ("The Guardian").
    """
    may_be_place = actor.kind in (ActorKind.PLACE, ActorKind.OTHER)
    for span in spans:
        if span.of(text) != actor.name:
            continue
        added = _ADDED.match(text, span.end, span.end + 60) if may_be_place else None
        if added and snapshot.candidates(actor.name + added.group()):
            return actor.name + added.group()
        before = text[max(0, span.start - 4) : span.start]
        if before.lower() == "the " and not snapshot.candidates(actor.name):
            return before + actor.name
    return actor.name


def _is_people(name: str, snapshot: Snapshot) -> bool:
    """Whether the name is an adjective or a people ("Ukrainian", "the French"): no entity."""
    return any(snapshot.demonym(form) for form in forms(name))


def _by_name(actor: Actor, candidates: tuple[Candidate, ...], threshold: float) -> Link:
    if not candidates:
        return _nil(actor, 1.0)
    chances = probabilities([candidate.features for candidate in candidates])
    best = max(chances)
    chosen = candidates[chances.index(best)]
    if round(best, 2) < threshold or _is_unknown_surname(actor, chosen):
        return _nil(actor, 1.0 - best)
    return _made(actor, chosen.entity, best, LinkMethod.NAME if len(candidates) == 1 else LinkMethod.CONTEXT)


def _is_unknown_surname(actor: Actor, chosen: Candidate) -> bool:
    """Whether only a surname was found, of a person whom not every reader knows by it."""
    found_by_surname = chosen.entity.kind == "person" and not chosen.features.spelled
    return found_by_surname and " " not in key(forms(actor.name)[-1]) and chosen.entity.prominence < FAMOUS


def _is_person(actor: Actor, made: Link, snapshot: Snapshot) -> bool:
    entity = snapshot.entity(made.qid) if made.qid and actor.kind is ActorKind.OTHER else None
    return actor.kind is ActorKind.PERSON or (entity is not None and entity.kind == "person")


def _as_full_name(actor: Actor, people: Mapping[str, set[str]], links: Mapping[str, Link]) -> Link:
    """Decide a bare surname as the one person of the article whose full name ends in it, NIL included.

    Args:
        people: the ids of the actors with a full name, by surname.
    """
    surname = key(forms(actor.name)[-1]) if forms(actor.name) else ""
    full = people.get(surname, set()) - {actor.id}
    if not full or actor.kind not in (ActorKind.PERSON, ActorKind.OTHER):
        return links[actor.id]
    if len({(links[other].qid, links[other].label) for other in full}) > 1:
        return _nil(actor, 0.5)
    return replace(links[min(full)], actor=actor.id)


def _with_referent(decided: Link, roles: _Roles, snapshot: Snapshot) -> Link:
    """Add what a place that speaks stands for: a capital or a seat of state, its country."""
    entity = snapshot.entity(decided.qid) if decided.qid and decided.actor in roles.speakers else None
    if entity is None or entity.kind not in PLACES or entity.country in (None, entity.qid):
        return decided
    country = snapshot.entity(entity.country or "")
    told = key(entity.description)
    if country is None or not any(
        f"of {key(name)}" in f"{told}".replace("of the ", "of ") for name in country.names
    ):
        return decided
    stands = told.startswith("capital") if entity.kind == "place-city" else "seat of" in told
    return replace(decided, referent=country.qid) if stands else decided


def _made(actor: Actor, entity: Entity, score: float, method: LinkMethod) -> Link:
    return Link(actor.id, entity.qid, round(score, 2), method, label=entity.label)


def _nil(actor: Actor, score: float) -> Link:
    return Link(actor.id, None, round(score, 2), LinkMethod.NIL)
