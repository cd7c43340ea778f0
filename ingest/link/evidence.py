"""What speaks for a candidate: the few features that a decision is made from."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass

from ingest.link.entity import Entity
from ingest.link.names import forms, is_acronym, key, without_company_form
from ingest.link.snapshot import Snapshot
from ingest.model import ActorKind

PLACES = frozenset(("place-country", "place-region", "place-city", "place-other"))
_BODIES = frozenset(("organisation", "government", "military", "media", "platform"))

#: Which of the snapshot's kinds an actor's kind admits; `other` is no evidence.
ADMITTED: Mapping[ActorKind, frozenset[str]] = {
    ActorKind.PERSON: frozenset(("person",)),
    ActorKind.ORGANISATION: _BODIES | {"other"},
    ActorKind.GROUP: _BODIES | {"event", "other"},
    ActorKind.PLACE: PLACES,
    ActorKind.OTHER: frozenset(),
}
#: What an outlet or platform that somebody spoke through may be.
MEDIA = frozenset(("media", "platform", "organisation", "government"))

_WORD = re.compile(r"[^\W\d_]{3,40}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of descriptions that fit half of all articles.
_DULL = _words(
    "and the for from with near was held former office member members country city town state "
    "settlement district region province newspaper newspapers party political government organisation "
    "organization company brand agency national public general association institution school "
    "university college launched located one two its his her parliament house minister president "
    "politician people person north south east west northern southern eastern western united new "
    "based area group world local"
)


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for one candidate of one name, each 0 to 1 (words: 0 to 2).

    Attributes:
        prominence: how well known the candidate is.
        label: the name is the candidate's label, not an alias.
        spelled: the name is spelled like one of the candidate's, capitals aside: "Sam" is no "Şam",
            and a bare surname is not spelled like the full name.
        words: how specific the name is: its words, less one, at most 2.
        common: how widely the name's rarest word is shared: the logarithm of how many of the snapshot's names
            hold it, 1 from a thousand on. Who shares a name with many is likelier to share it with someone
            unknown.
        agrees: the actor's kind admits the candidate's.
        clashes: the actor's kind speaks against the candidate's, though the news uses one for the other:
            bodies, places, events.
        crosses: one is a person, the other is not.
        context: words of the candidate's description are in the article, two or more count fully.
        country: the share of the article's country evidence, other actors' and demonyms', for its country.
    """

    prominence: float
    label: float
    spelled: float
    words: float
    common: float
    agrees: float
    clashes: float
    crosses: float
    context: float
    country: float

    def values(self) -> tuple[float, ...]:
        """Return the features in the order of their declaration."""
        return astuple(self)


@dataclass(frozen=True, slots=True)
class Context:
    """What the article as a whole says about its actors.

    Attributes:
        words: the keys of the words in its text.
        common: for each name, `Features.common`.
        countries: for each ``Q…`` of a country, the names (keys) and demonyms that speak for it.
    """

    words: frozenset[str]
    common: Mapping[str, float]
    countries: Mapping[str, frozenset[str]]

    def country_share(self, entity: Entity, name: str) -> float:
        """Return the share of country evidence, this name's own left out, for the entity's country."""
        votes = {qid: len(voices) - (name in voices) for qid, voices in self.countries.items()}
        total = sum(votes.values())
        return votes.get(entity.country or "", 0) / total if total else 0.0


def read_context(text: str, known: Mapping[str, tuple[Entity, ...]], snapshot: Snapshot) -> Context:
    """Gather the article's context.

    Args:
        known: the candidates of every name in the article.
    """
    words = frozenset(key(word) for word in {match.group() for match in _WORD.finditer(text)})
    countries: dict[str, set[str]] = {}
    for name, candidates in known.items():
        nations = {entity.country for entity in candidates[:5]}
        if len(nations) == 1 and (nation := nations.pop()):
            countries.setdefault(nation, set()).add(key(name))
    for word, nation in snapshot.demonyms.items():
        if word in words:
            countries.setdefault(nation, set()).add(word)
    common = {name: _commonness(name, snapshot) for name in known}
    return Context(words, common, {qid: frozenset(voices) for qid, voices in countries.items()})


def _commonness(name: str, snapshot: Snapshot) -> float:
    words = key(forms(name)[-1]).split()
    return min(1.0, math.log10(min(map(snapshot.names_with, words), default=1)) / 3)


def weigh(name: str, admitted: frozenset[str], entity: Entity, context: Context) -> Features:
    """Return what speaks for `entity` as the meaning of `name`.

    Args:
        admitted: the kinds that the actor may be; empty for no evidence.
    """
    keys = frozenset(key(form) for form in forms(name))
    own = key(entity.label)
    shortest = min(keys, key=len)
    told = {word for word in map(key, _WORD.findall(entity.description)) if word not in _DULL}
    # Capitals look like a body's acronym: "US", "UK", "DPRK".
    may_be_country = entity.kind == "place-country" and is_acronym(name) and "person" not in admitted
    clashes = bool(admitted) and entity.kind not in admitted and not may_be_country
    crosses = ("person" in admitted) != (entity.kind == "person")
    heard = (told - set(own.split()) - set(" ".join(keys).split())) & context.words
    return Features(
        prominence=entity.prominence,
        label=float(bool(keys & {own, key(without_company_form(entity.label))})),
        spelled=float(not _spellings(forms(name)).isdisjoint(_spellings(entity.names))),
        words=float(min(2, shortest.count(" "))),
        common=context.common[name],
        agrees=float(entity.kind in admitted),
        clashes=float(clashes and not crosses),
        crosses=float(clashes and crosses),
        context=min(2, len(heard)) / 2,
        country=context.country_share(entity, key(name)),
    )


def _spellings(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold().replace("’", "'").removeprefix("the ") for name in names)


def admitted_kinds(kind: ActorKind, *, is_medium: bool, is_speaker: bool) -> frozenset[str]:
    """Return the snapshot's kinds that an actor may be, by its kind and what it does in the article.

    A body that speaks may be named by its place: "Paris denied".
    """
    if is_medium and kind is not ActorKind.PERSON:
        return MEDIA
    is_body = kind in (ActorKind.ORGANISATION, ActorKind.GROUP)
    return ADMITTED[kind] | PLACES if is_body and is_speaker else ADMITTED[kind]


def all_words(names: Iterable[str]) -> frozenset[str]:
    """Return the keys of all words of the names."""
    return frozenset(word for name in names for word in key(name).split())
