"""Decide which Wikidata entity each actor of an article is, or that none is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ingest.link.choice import THRESHOLD, probabilities
from ingest.link.entity import Entity, number
from ingest.link.evidence import all_words
from ingest.link.metonyms import stands_for
from ingest.link.names import forms, key
from ingest.link.proposing import Candidate, Roles, is_people, propose, read_roles
from ingest.link.snapshot import Snapshot
from ingest.link.within import introduced_acronyms, same_person
from ingest.model import Actor, ActorKind, Article, Extraction, Link, LinkMethod, Proposal

#: How sure a link by the article's own web domain is: domains change hands, and articles are reprinted.
DOMAIN_SCORE = 0.99

#: How sure it is that a people that acts as one ("the French") stands for its country.
PEOPLE_SCORE = 0.8

#: How many entities are proposed for an actor, at most, and how likely each must be.
PROPOSED = 5
LEAST_LIKELY = 0.01


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
    roles = read_roles(extraction)
    proposed = propose(extraction, snapshot)
    peoples = _peoples(extraction, roles, snapshot)
    links = {}
    for actor in named:
        own = _by_domain(actor, extraction.article, snapshot) if actor.id in roles.publishers else None
        links[actor.id] = own or peoples.get(actor.id) or _by_name(actor, proposed[actor.id], threshold)
    same = _explained(extraction, links, snapshot)
    links |= {actor: _as_another(actor, others, links) for actor, others in same.items()}
    named_entities = frozenset(made.qid for made in links.values() if made.qid)
    mentioned = _first_mentions(extraction)
    return Linking(
        tuple(
            replace(
                _with_referent(links[actor.id], roles, named_entities, snapshot),
                mention=mentioned.get(actor.id),
            )
            for actor in named
        ),
        tuple(proposal for actor in named for proposal in _proposals(actor, proposed, same)),
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


def _proposals(
    actor: Actor, proposed: Mapping[str, tuple[Candidate, ...]], same: Mapping[str, frozenset[str]]
) -> list[Proposal]:
    """Return what is proposed for an actor: for a bare surname, for those whose full name ends in it."""
    asked = sorted(same.get(actor.id, {actor.id}))
    likely: dict[str, tuple[Entity, float]] = {}
    for each in asked:
        candidates = proposed[each]
        chances = probabilities([candidate.features for candidate in candidates])
        for candidate, chance in zip(candidates, chances, strict=True):
            entity, before = likely.get(candidate.entity.qid, (candidate.entity, 0.0))
            likely[entity.qid] = entity, max(before, round(chance / len(asked), 2))
    ranked = sorted(likely.values(), key=lambda pair: (-pair[1], number(pair[0].qid)))
    return [
        Proposal(actor.id, entity.qid, entity.label, entity.description, score)
        for entity, score in ranked[:PROPOSED]
        if score >= LEAST_LIKELY
    ]


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


def _peoples(extraction: Extraction, roles: Roles, snapshot: Snapshot) -> dict[str, Link]:
    """Link a people that speaks as a group, "the French" or "Russians", to its country.

    An adjective ("Ukrainian"), and a people that is only spoken of, is no entity.
    """
    text = extraction.article.text
    groups = {
        actor.id: actor
        for actor in extraction.actors
        if actor.kind is ActorKind.GROUP and actor.id in roles.speakers and is_people(actor.name, snapshot)
    }
    articled = {
        mention.actor
        for mention in extraction.mentions
        if mention.actor in groups
        and (
            text[max(0, mention.span.start - 4) : mention.span.start].lower() == "the "
            or mention.span.of(text).lower().startswith("the ")
        )
    }
    links = {}
    for actor in groups.values():
        qid = next(filter(None, map(snapshot.demonym, forms(actor.name))), None)
        country = snapshot.entity(qid) if qid else None
        if country and (actor.id in articled or actor.name.endswith("s")):
            links[actor.id] = _made(actor, country, PEOPLE_SCORE, LinkMethod.CONTEXT)
    return links


def _by_name(actor: Actor, candidates: tuple[Candidate, ...], threshold: float) -> Link:
    if not candidates:
        return _nil(actor, 1.0)
    chances = probabilities([candidate.features for candidate in candidates])
    best = max(chances)
    chosen = candidates[chances.index(best)]
    if round(best, 2) < threshold:
        return _nil(actor, 1.0 - best)
    return _made(actor, chosen.entity, best, LinkMethod.NAME if len(candidates) == 1 else LinkMethod.CONTEXT)


def _explained(
    extraction: Extraction, links: Mapping[str, Link], snapshot: Snapshot
) -> dict[str, frozenset[str]]:
    """Return the actors whose name the article explains by others', and whose."""
    named = [actor for actor in extraction.actors if not actor.unnamed]
    people = [
        actor for actor in named if " " in key(actor.name) and _is_person(actor, links[actor.id], snapshot)
    ]
    same = same_person(named, people)
    acronyms = introduced_acronyms(extraction)
    known = {short: frozenset((long,)) for short, long in acronyms.items() if {short, long} <= links.keys()}
    return {**known, **same}


def _is_person(actor: Actor, made: Link, snapshot: Snapshot) -> bool:
    entity = snapshot.entity(made.qid) if made.qid and actor.kind is ActorKind.OTHER else None
    return actor.kind is ActorKind.PERSON or (entity is not None and entity.kind == "person")


def _as_another(actor: str, others: Iterable[str], links: Mapping[str, Link]) -> Link:
    """Decide an actor as the others that explain its name, NIL included; NIL if they differ."""
    decided = [links[other] for other in sorted(others)]
    if len({(made.qid, made.label) for made in decided}) > 1:
        return Link(actor, None, 0.5, LinkMethod.NIL)
    return replace(decided[0], actor=actor)


def _with_referent(decided: Link, roles: Roles, named: frozenset[str], snapshot: Snapshot) -> Link:
    """Add what a place that speaks stands for."""
    entity = snapshot.entity(decided.qid) if decided.qid and decided.actor in roles.speakers else None
    return replace(decided, referent=stands_for(entity, named, snapshot)) if entity else decided


def _made(actor: Actor, entity: Entity, score: float, method: LinkMethod) -> Link:
    return Link(actor.id, entity.qid, round(score, 2), method, label=entity.label)


def _nil(actor: Actor, score: float) -> Link:
    return Link(actor.id, None, round(score, 2), LinkMethod.NIL)
