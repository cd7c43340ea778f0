"""Candidates for a query and how sure they are: the linker's own, and what a table's other columns add.

A query is an article of one name to the linker: its kind is that of the wanted types, and its text the name
with the values of properties that the snapshot does not have. The linker's probability for each candidate and
for none is then weighed with the properties that the snapshot has (docs/decisions/0079-reconciliation.md).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from ingest.link import Entity, Snapshot, link
from ingest.link.choice import probabilities
from ingest.link.entity import number
from ingest.link.linker import DOMAIN_SCORE
from ingest.link.names import LONGEST, forms, key
from ingest.link.proposing import Candidate, propose
from ingest.model import Actor, Article, Extraction, Mention, Span
from ingest.reconciliation import classes, properties
from ingest.reconciliation.requests import Query

#: What a property adds to the logarithm of a candidate's odds: the right one has the table's value some seven
#: times as often as a namesake, and another one a twentieth as often.
MET = 2.0
UNMET = -3.0
#: What another type than the wanted adds: who chose it spoke of the whole column.
OTHER_TYPE = -5.0

#: Letters that an acronym has at most (`ingest.link.names.is_acronym`).
LONGEST_ACRONYM = 6

_IDENTIFIER = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/)?(Q[1-9][0-9]{0,17})")

Feature = tuple[str, float | bool]


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate.

    Attributes:
        chance: 0 to 1, how likely it is meant.
        sure: it is taken for the one that is meant.
        features: what that rests on, by name.
    """

    entity: Entity
    chance: float
    sure: bool
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """A candidate with the linker's probability, and what of the query holds of it.

    Attributes:
        is_of: whether it is of the wanted types; None if none are, or that is not known.
        holds: for each property asked for, whether it has the value; None if that is not known.
    """

    entity: Entity
    chance: float
    features: tuple[Feature, ...]
    is_of: bool | None
    holds: tuple[tuple[str, bool | None], ...]

    @property
    def contradicted(self) -> bool:
        return self.is_of is False or any(verdict is False for _, verdict in self.holds)

    @property
    def met(self) -> int:
        return sum(verdict is True for _, verdict in self.holds)

    @property
    def strength(self) -> float:
        """The probability times the odds of what holds and what does not."""
        verdicts = [verdict for _, verdict in self.holds]
        weight = MET * verdicts.count(True) + UNMET * verdicts.count(False)
        return self.chance * math.exp(weight + OTHER_TYPE * (self.is_of is False))


def reconcile(query: Query, snapshot: Snapshot, threshold: float) -> tuple[Match, ...]:
    """Return the candidates of a query, the likeliest first, at most as many as it wants.

    Args:
        threshold: the least probability of a match, as in linking.
    """
    found = _identified(query, snapshot)
    if found is not None:
        return tuple(_given(each, query, snapshot, threshold) for each in found)[: query.limit]
    if not query.text or len(query.text) > LONGEST:
        return ()
    extraction, candidates = _proposed(query, snapshot)
    chances = probabilities([candidate.features for candidate in candidates])
    judged = [
        _judge(
            candidate.entity, chance, (("by_name", round(chance, 4)), *_features(candidate)), query, snapshot
        )
        for candidate, chance in zip(candidates, chances, strict=True)
    ]
    total = 1.0 - math.fsum(chances) + math.fsum(each.strength for each in judged)
    kept = [each for each in judged if query.strictness == "should" or each.is_of is not False]
    ranked = sorted(kept, key=lambda each: (-each.strength, number(each.entity.qid)))
    is_sure = bool(ranked) and _is_name(query.text) and _is_alone(ranked[0], judged, query.text)
    chosen = ranked[0] if is_sure else None
    return tuple(
        Match(
            each.entity,
            each.strength / total,
            each is chosen
            and round(each.strength / total, 2) >= threshold
            and (
                _bears(query.text, each.entity) > 0
                or _is_linked(extraction, each.entity, snapshot, threshold)
            ),
            _all_features(each, query),
        )
        for each in ranked[: query.limit]
    )


def _identified(query: Query, snapshot: Snapshot) -> list[tuple[Entity, float]] | None:
    """Return who is named by identifier or web domain, and how sure that is; None if it is by neither."""
    identifier = _IDENTIFIER.fullmatch(query.text)
    if identifier:
        entity = snapshot.entity(snapshot.current(identifier.group(1)))
        return [(entity, 1.0)] if entity else []
    hosts = [query.text] if query.text else _websites(query)
    outlets = [snapshot.by_domain(host) for host in map(properties.domain_of, hosts) if host]
    found = {outlet.qid: outlet for outlet in outlets if outlet}
    if found:  # another medium may have that domain for its name
        found |= {other.qid: other for other in snapshot.candidates(query.text)}
    chance = min(DOMAIN_SCORE, 1 / max(1, len(found)))
    return [(entity, chance) for entity in found.values()] if found or not query.text else None


def _websites(query: Query) -> list[str]:
    return [value.text for each in query.conditions if each.pid == "P856" for value in each.values]


def _given(found: tuple[Entity, float], query: Query, snapshot: Snapshot, threshold: float) -> Match:
    entity, chance = found
    judged = _judge(entity, chance, (("by_identifier", True),), query, snapshot)
    score = judged.strength / (judged.strength + 1.0 - chance) if judged.contradicted else chance
    sure = not judged.contradicted and round(chance, 2) >= threshold
    return Match(entity, score, sure, _all_features(judged, query))


def _proposed(query: Query, snapshot: Snapshot) -> tuple[Extraction, tuple[Candidate, ...]]:
    """Return what the linker reads, and whom it proposes."""
    for name in _spellings(query.text):
        extraction = _as_article(query, snapshot, name)
        candidates = propose(extraction, snapshot)[extraction.actors[0].id]
        if candidates:
            break
    return extraction, candidates


def _spellings(text: str) -> Iterator[str]:
    """Yield a text as names are written in an article; in a table all may be in lower case, acronyms too."""
    yield " ".join(map(_capital, text.split()))
    if not _is_name(text) and " " not in text and len(text) <= LONGEST_ACRONYM:
        yield text.upper()


def _is_name(text: str) -> bool:
    return any(char.isupper() or char.istitle() or char.isdigit() for char in text)


def _as_article(query: Query, snapshot: Snapshot, name: str) -> Extraction:
    """Return what the linker shall read: the name, and the words of what it cannot look up."""
    kind = classes.actor_kind(query.types, snapshot)
    words = [
        value.text
        for condition in query.conditions
        if condition.pid not in properties.PROPERTIES
        for value in condition.values
    ]
    return Extraction(
        Article(title=name, body="\n".join(words)),
        mentions=(Mention("name", Span(0, len(name)), kind, "actor"),),
        actors=(Actor("actor", name, kind),),
    )


def _judge(
    entity: Entity, chance: float, features: tuple[Feature, ...], query: Query, snapshot: Snapshot
) -> _Judged:
    is_of = classes.agrees(entity, query.types, query.strictness, snapshot) if query.types else None
    holds = tuple((each.pid, properties.agrees(entity, each, snapshot)) for each in query.conditions)
    return _Judged(entity, chance, features, is_of, holds)


def _is_alone(candidate: _Judged, others: Sequence[_Judged], name: str) -> bool:
    """Whether more speaks for it than being better known.

    Nothing that was asked is against it, and no other candidate bears the name as well as it does and meets
    as much of what was asked.
    """
    rivals = [
        other
        for other in others
        if other is not candidate
        and not other.contradicted
        and other.met >= candidate.met
        and _bears(name, other.entity) >= _bears(name, candidate.entity)
    ]
    return not candidate.contradicted and not rivals


def _bears(name: str, entity: Entity) -> int:
    """Return 2 if it is the entity's label, titles and the like aside, 1 if it is an alias, else 0."""
    wanted = {key(form) for form in forms(name)}
    if key(entity.label) in wanted:
        return 2
    return int(not wanted.isdisjoint(map(key, entity.aliases)))


def _is_linked(extraction: Extraction, entity: Entity, snapshot: Snapshot, threshold: float) -> bool:
    return link(extraction, snapshot, threshold=threshold).links[0].qid == entity.qid


def _capital(word: str) -> str:
    """Return a word of a name that may be written in lower case; what has capitals stays as it is."""
    return word if any(char.isupper() for char in word) else word[:1].upper() + word[1:]


def _features(candidate: Candidate) -> tuple[Feature, ...]:
    """Return what the linker weighed; what is 0 says nothing."""
    weighed = [(field.name, getattr(candidate.features, field.name)) for field in fields(candidate.features)]
    return tuple((name, round(value, 4)) for name, value in weighed if value)


def _all_features(judged: _Judged, query: Query) -> tuple[Feature, ...]:
    """Return the features by name, each once, what is not known left out."""
    asked = [("type", judged.is_of), *judged.holds]
    known = [(name, verdict) for name, verdict in asked if verdict is not None]
    return tuple(dict((*judged.features, *known)).items())
