"""Which actors of several articles, linked to no entity, may be one person: proposals, which people take up.

A full name alone is never enough, and neither is a surname: two people bear one name in a thousand articles.
What counts is the role that the articles word; where none is worded, an outlet that names the same person
again, or two entities that both articles speak of. Different roles keep actors apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from pyoxigraph import NamedNode

from ingest.judgements import Aspect, Judgement
from ingest.link.names import key, without_titles
from ingest.model import ActorKind, Extraction, Link, Spans

COMMON = 2
"""Entities that two articles must both speak of, where neither role nor outlet tells."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A named person in one article whom nothing links to an entity.

    Attributes:
        actor: its IRI.
        article: the article's IRI.
        name: as the article has it.
        roles: as it words them ("military correspondent"), by what they are compared by.
        outlet: the host, else the publisher, or "".
        entities: the QIDs of whoever and whatever else the article speaks of, but for its outlet.
        identity: the person across articles that it was judged to be, or None.
    """

    actor: str
    article: str
    name: str
    roles: Mapping[str, str]
    outlet: str
    entities: frozenset[str]
    identity: str | None = None


_Test = Callable[[Appearance, Appearance], bool]


def appearances(
    article: str, extraction: Extraction, links: Iterable[Link], iris: Mapping[str, NamedNode]
) -> Iterator[Appearance]:
    """Give the persons of an article that could be clustered: of two names or more, and linked to no entity.

    Args:
        article: its IRI.
        extraction: its records.
        links: those in force.
        iris: of its actors, by id.
    """
    decided = {link.actor: link for link in links}
    voices = {claim.chain[0].actor for claim in extraction.claims}
    entities = frozenset(link.qid for actor, link in decided.items() if link.qid and actor not in voices)
    for actor in extraction.actors:
        link = decided.get(actor.id)
        if actor.kind is ActorKind.PERSON and not actor.unnamed and _is_full(actor.name):
            if link and link.qid:
                continue
            yield Appearance(
                iris[actor.id].value,
                article,
                actor.name,
                _roles(actor.id, extraction),
                extraction.article.host or extraction.article.publisher or "",
                entities,
                link.identity if link else None,
            )


def propose(found: Iterable[Appearance], when: str, who: str) -> tuple[Judgement, ...]:
    """Propose judgements that say which appearances are one person, in the order of names and articles.

    They are in force when somebody adds them to the file of judgements, and a later line takes each back.
    """
    by_name: dict[str, list[Appearance]] = {}
    taken: set[str | None] = set()
    for each in sorted(found, key=lambda each: (each.name, each.actor)):
        by_name.setdefault(key(without_titles(each.name)), []).append(each)
        taken.add(each.identity)
    proposed: list[Judgement] = []
    for _, namesakes in sorted(by_name.items()):
        for cluster in _clusters(namesakes):
            known = {each.identity for each in cluster if each.identity}
            if len(known) > 1:  # people said that these are two
                continue
            name = known.pop() if known else _called(cluster, taken)
            taken.add(name)
            why = _reason(cluster)
            proposed += [
                Judgement(when, who, each.actor, Aspect.IDENTITY, name, why)
                for each in cluster
                if each.identity is None
            ]
    return tuple(proposed)


def _is_full(name: str) -> bool:
    """Whether a name has two words that are no titles, and no initials alone."""
    words = key(without_titles(name)).split()
    return len([word for word in words if len(word) > 1 and word.isalpha()]) > 1


def _roles(actor: str, extraction: Extraction) -> dict[str, str]:
    text = extraction.article.text
    links = (link for claim in extraction.claims for link in claim.chain)
    worded = (_words(link.role, text) for link in links if link.actor == actor and link.role)
    return {key(words): words for words in sorted(worded) if key(words)}


def _words(spans: Spans, text: str) -> str:
    words = " ".join(" ".join(span.of(text) for span in spans).split()).strip(" ,;:")
    return re.sub(r"\A(?:the|an?) ", "", words, flags=re.IGNORECASE)


def _clusters(namesakes: Sequence[Appearance]) -> Iterator[list[Appearance]]:
    """Give those of one name that are one person, in several articles."""
    with_role = [each for each in namesakes if each.roles]
    without = [each for each in namesakes if not each.roles]
    sure = _connected(with_role, _agree)
    loose = _connected(without, _meet)
    joined: dict[int, list[Appearance]] = {number: list(group) for number, group in enumerate(sure)}
    alone = []
    for group in loose:
        near = [number for number, other in enumerate(sure) if _any(_meet, group, other)]
        if len(near) == 1:
            joined[near[0]] += group
        elif not near:
            alone.append(group)
        # Near to two of different roles, it may be either: then nothing is said.
    for cluster in (*joined.values(), *alone):
        articles = Counter(each.article for each in cluster)
        # An article that tells two of one name apart knows better.
        if len(articles) > 1 and max(articles.values()) == 1:
            yield sorted(cluster, key=lambda each: (each.article, each.actor))


def _agree(one: Appearance, other: Appearance) -> bool:
    """Whether two are given one role, or the one's is the other's in more words."""
    return any(
        set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())
        for a in one.roles
        for b in other.roles
    )


def _meet(one: Appearance, other: Appearance) -> bool:
    """Whether two stand in one outlet, or among the same others."""
    same_outlet = bool(one.outlet) and one.outlet == other.outlet
    return same_outlet or len(one.entities & other.entities) >= COMMON


def _any(test: _Test, group: Iterable[Appearance], other: Sequence[Appearance]) -> bool:
    return any(test(one, two) for one in group for two in other)


def _connected(found: Sequence[Appearance], test: _Test) -> list[list[Appearance]]:
    """Divide into groups within which a chain of pairs that pass the test leads from each to each."""
    group = {each.actor: {each.actor} for each in found}
    for one, other in combinations(found, 2):
        if group[one.actor] is not group[other.actor] and test(one, other):
            both = group[one.actor] | group[other.actor]
            for actor in both:
                group[actor] = both
    once = {id(members): members for members in group.values()}
    return [[each for each in found if each.actor in members] for members in once.values()]


def _called(cluster: Sequence[Appearance], taken: set[str | None]) -> str:
    """Name a person so that namesakes are told apart: by role, else by outlet."""
    name = _commonest(without_titles(each.name) for each in cluster)
    role = _commonest(words for each in cluster for words in each.roles.values())
    outlet = _commonest(each.outlet for each in cluster)
    called = f"{name} ({role or outlet})"
    numbers = (f"{name} ({role or outlet}, {number})" for number in range(2, len(taken) + 3))
    return called if called not in taken else next(each for each in numbers if each not in taken)


def _reason(cluster: Sequence[Appearance]) -> str:
    role = _commonest(words for each in cluster for words in each.roles.values())
    outlets = {each.outlet for each in cluster}
    if role:
        evidence = f"the role “{role}”"
    elif len(outlets) == 1:
        evidence = f"the outlet {outlets.pop()}"
    else:
        common = sorted(frozenset.intersection(*(each.entities for each in cluster)))
        evidence = f"the company of {', '.join(common)}" if common else "the company that they are named in"
    return f"One full name and {evidence} in {len(cluster)} articles."


def _commonest(words: Iterable[str]) -> str:
    """Return the most frequent, of several the shortest, then the first in order; "" if there are none."""
    counted = Counter(words)
    return min(counted, key=lambda each: (-counted[each], len(each), each), default="")
