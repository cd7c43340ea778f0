"""Which entities a name may mean: looked up as it is, then in every way that news writes names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

from ingest.link.entity import Entity
from ingest.link.names import LONGEST, forms, is_acronym, key, may_be_one_person, short_name
from ingest.link.snapshot import Snapshot

#: The kinds of what acts as one.
BODIES = frozenset(("organisation", "government", "military", "media", "platform"))

#: The kinds of what a country has.
_PUBLIC = BODIES | {"place-region", "place-country", "place-other", "other"}

#: A name is looked for by its sound from so many letters on.
SHORTEST_NEAR = 6

#: So alike are two spellings of one name, at least: 1 less the share of letters to change (Levenshtein 1966).
#: Places have more romanisations in use than people, and fewer namesakes.
ALIKE = 0.85
ALIKE_PLACES = 0.7

#: So many entities whose names begin alike are looked at.
STARTING = 60

#: The most entities that are weighed for one name: the most prominent.
MOST = 20

_INITIALS = re.compile(r"\b[A-Z]\. ?[A-Z]")
_CLOSE_INITIALS = re.compile(r"(?<=\b[A-Z]\.)(?=[A-Z])")
_APART_INITIALS = re.compile(r"(?<=\b[A-Z]\.) (?=[A-Z])")
#: Words in names that are spelled in two ways.
_SPELLED = {
    one: other
    for pair in (
        "Defense Defence", "Labor Labour", "Center Centre", "Organization Organisation", "Theater Theatre",
        "Program Programme", "Harbor Harbour", "Cooperation Co-operation",
    )
    for one, other in (pair.split(), pair.split()[::-1])
}  # fmt: skip

_ADDITION = re.compile(r",\s.*", re.DOTALL)
_HEADED = re.compile(
    r"(?P<what>.{2,60}) (?P<head>Ministry|Department|University|Embassy|Parliament|Government)"
)


class Way(StrEnum):
    """How an entity was found for a name."""

    NAME = "name"  # it bears the name, or a simpler form of it
    PART = "part"  # it bears the name without an addition, or with its parts in another order
    BODY = "body"  # a body of the article's country: "the Senate"
    TEAM = "team"  # the national team of the country named
    ECHO = "echo"  # it bears a longer name in the article that begins like this one
    LONGER = "longer"  # its name begins with this one
    NEAR = "near"  # its name is written nearly so


@dataclass(frozen=True, slots=True)
class Found:
    """An entity that a name may mean.

    Attributes:
        name: the form of the name that the entity bears.
    """

    entity: Entity
    name: str
    way: Way


def find(name: str, snapshot: Snapshot) -> tuple[Found, ...]:
    """Return the entities that a name may mean by itself, the most prominent first."""
    if len(name) > LONGEST:
        return ()
    for form in _spellings(name):
        if found := snapshot.candidates(form)[:MOST]:
            return tuple(Found(entity, form, Way.NAME) for entity in found)
    if found_by_people := _of_a_people(name, snapshot):
        return found_by_people
    for part in _parts(name):
        found = tuple(entity for entity in snapshot.candidates(part)[:MOST] if may_be_called(name, entity))
        if found:
            return tuple(Found(entity, part, Way.PART) for entity in found)
    return ()


def _spellings(name: str) -> Iterator[str]:
    """Yield the name, and the other ways to write it: "O. J. Simpson", "L.L.Bean", "Defence Ministry"."""
    yield name
    if _INITIALS.search(name):
        yield _CLOSE_INITIALS.sub(" ", name)
        yield _APART_INITIALS.sub("", name)
    words = name.split(" ")
    swapped = [_SPELLED.get(word, word) for word in words]
    if swapped != words:
        yield " ".join(swapped)


def _of_a_people(name: str, snapshot: Snapshot) -> tuple[Found, ...]:
    """Return the bodies that a name with a people's adjective means: "Chilean Communist Party"."""
    people, _, rest = forms(name)[-1].partition(" ")
    qid = snapshot.demonym(people) if rest else None
    country = snapshot.entity(qid) if qid else None
    return bodies(rest, country, snapshot) if country else ()


def may_be_called(name: str, entity: Entity) -> bool:
    """Whether a full name does not contradict a person's: "Jan Neruda" is not Pablo Neruda."""
    plain = forms(name)[-1]
    if entity.kind != "person" or " " not in key(plain):
        return True
    return any(may_be_one_person(plain, each) for each in entity.names)


def _parts(name: str) -> Iterator[str]:
    """Yield the name without additions: "Aceh, Indonesia", "James D. Watson", "Economics Ministry"."""
    if "," in name:
        yield _ADDITION.sub("", name).rstrip()
    plain = forms(name)[-1]
    if short := short_name(plain):
        yield short
    if headed := _HEADED.fullmatch(plain):
        yield f"{headed['head']} of {headed['what']}"


def bears_name(found: Found) -> bool:
    """Whether the entity bears the name in full: a person found by the surname does not."""
    keys = {key(form) for form in forms(found.name)}
    return any(key(each) in keys for each in found.entity.names)


def bodies(name: str, country: Entity, snapshot: Snapshot) -> tuple[Found, ...]:
    """Return what a country has by this name: the Senate, its Department of Justice, the Navy."""
    plain = forms(name)[-1]
    for form in _of(plain, country):
        found = [e for e in snapshot.candidates(form) if e.kind in _PUBLIC]
        if found:
            return tuple(Found(entity, form, Way.BODY) for entity in found[:MOST])
    for form in _generic(plain):
        found = [e for e in snapshot.candidates(form) if e.kind in _PUBLIC and e.country == country.qid]
        if found:
            return tuple(Found(entity, form, Way.BODY) for entity in found[:MOST])
    return ()


def _generic(name: str) -> Iterator[str]:
    """Yield the name of a body as bodies of several countries have it: "Ministry of Defence"."""
    headed = _HEADED.fullmatch(name)
    for each in (name, f"{headed['head']} of {headed['what']}") if headed else (name,):
        yield from _spellings(each)
    if headed:
        yield f"{headed['head']} of {headed['what']} Affairs"


def _of(name: str, country: Entity) -> Iterator[str]:
    for each in _generic(name):
        yield f"{country.label} {each}"
        yield f"{each} of {country.label}"
        yield f"{each} of the {country.label}"
    yield f"{country.label} Department of {name}"
    yield f"{country.label} Department of the {name}"


def national_team(name: str, snapshot: Snapshot) -> tuple[Found, ...]:
    """Return the national team of the country `name`."""
    form = f"{name} national football team"
    return tuple(Found(entity, form, Way.TEAM) for entity in snapshot.candidates(form)[:MOST])


SPORTS = re.compile(
    r"\b(?:football|soccer|cricket|rugby|baseball|basketball|hockey|sports?)\b", re.IGNORECASE
)


def teams(name: str, snapshot: Snapshot) -> tuple[Found, ...]:
    """Return the teams whose name begins with that of their place: "Boston"."""
    return tuple(each for each in longer(name, snapshot) if SPORTS.search(each.entity.description))


def longer(name: str, snapshot: Snapshot) -> tuple[Found, ...]:
    """Return the bodies whose name begins with this one: "Bristol-Myers"."""
    own = key(name)

    def is_longer(entity: Entity) -> bool:
        keys = [key(each) for each in entity.names]
        return own not in keys and any(each.startswith(f"{own} ") for each in keys)

    return tuple(
        Found(entity, name, Way.LONGER)
        for entity in snapshot.starting(name, STARTING)
        if entity.kind in BODIES and is_longer(entity)
    )[:MOST]


def near(name: str, snapshot: Snapshot) -> tuple[Found, ...]:
    """Return what is written nearly like the name: another romanisation, a slip."""
    if is_acronym(name) or len(name) < SHORTEST_NEAR:
        return ()
    own, plain = key(name), key(anyascii(name))

    def is_alike(entity: Entity) -> bool:
        least = ALIKE_PLACES if entity.kind.startswith("place") else ALIKE
        if any(key(each) == own for each in entity.names):
            return False  # found by its very name, were it not spelled otherwise: "The Guardian"
        return any(
            Levenshtein.normalized_similarity(plain, key(anyascii(each))) >= least for each in entity.names
        )

    return tuple(Found(entity, name, Way.NEAR) for entity in snapshot.near(name, 40) if is_alike(entity))[
        :MOST
    ]


def distinct(found: Iterable[Found]) -> tuple[Found, ...]:
    """Return each entity once, as it was found first."""
    first: dict[str, Found] = {}
    for each in found:
        first.setdefault(each.entity.qid, each)
    return tuple(first.values())
