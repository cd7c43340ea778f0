"""What speaks for a candidate: the features that a decision is made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter

from ingest.link.candidates import BODIES, SPORTS, Found, Way
from ingest.link.context import Context
from ingest.link.dates import is_before, is_during
from ingest.link.entity import Entity
from ingest.link.names import forms, is_acronym, key, spells, surnames, without_company_form
from ingest.link.surroundings import Surroundings
from ingest.model import ActorKind

PLACES = frozenset(("place-country", "place-region", "place-city", "place-other"))

#: Which of the snapshot's kinds an actor's kind admits; `other` is no evidence.
ADMITTED: Mapping[ActorKind, frozenset[str]] = {
    ActorKind.PERSON: frozenset(("person",)),
    ActorKind.ORGANISATION: BODIES | {"other"},
    ActorKind.GROUP: BODIES | {"event", "other"},
    ActorKind.PLACE: PLACES,
    ActorKind.OTHER: frozenset(),
}
#: What an outlet or platform that somebody spoke through may be.
MEDIA = frozenset(("media", "platform", "organisation", "government"))

_STATE = re.compile(r"\bseat of|\Acapital\b", re.IGNORECASE)

#: Who has been dead so long is quoted by historians, not by the news.
YEARS = 10

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
        label: the name is the candidate's label or its initials, not an alias.
        spelled: the name is spelled like one of the candidate's, capitals aside: "Sam" is no "Şam",
            and a bare surname is not spelled like the full name.
        words: how specific the name is: its words, less one, at most 2.
        agrees: the actor's kind admits the candidate's.
        clashes: the actor's kind speaks against the candidate's, though the news uses one for the other:
            bodies, places, events.
        crosses: one is a person, the other is not.
        context: words of the candidate's description are in the article, two or more count fully.
        country: the share of the article's country evidence, other actors' and demonyms', for its country.
        in_office: held an office on the article's date, where the snapshot has dates.
        departed: had died, or ended, years before the article's date, and yet speaks in it.
        behind: how much less known it is than the best known that bears the name (in full, if one does).
        surname: a person, found by the surname alone.
        located: a place, and the text says that something is or happens there; or a capital or seat of state
            that speaks.
        stands_for_team: a place, and beside the name is what a team has or does.
        sport: a team, as much as the article is about sport.
        part, longer, near, echo: it was found that way (`Way`).
        prominent_person, prominent_place, prominent_body: how well known it is, if it is one.
        common_person, common_body: how widely the name's rarest word is shared (`context.commonness`), if it
            is one. Who shares a name with many is likelier to share it with someone unknown; a famous
            place gives its name to many.
    """

    label: float
    spelled: float
    words: float
    agrees: float
    clashes: float
    crosses: float
    context: float
    country: float
    in_office: float
    departed: float
    behind: float
    surname: float
    located: float
    stands_for_team: float
    sport: float
    part: float
    longer: float
    near: float
    echo: float
    prominent_person: float
    prominent_place: float
    prominent_body: float
    common_person: float
    common_body: float

    def values(self) -> tuple[float, ...]:
        """Return the features in the order of their declaration."""
        return _values(self)


_values: Callable[[Features], tuple[float, ...]] = attrgetter(*(each.name for each in fields(Features)))


@dataclass(frozen=True, slots=True)
class Subject:
    """The name that is asked about.

    Attributes:
        admitted: the kinds that the actor may be; empty for no evidence.
        common: `context.commonness` of the name.
        speaks: the actor speaks in the article.
        best: the greatest prominence of a candidate that bears the name, in full if one does.
    """

    name: str
    admitted: frozenset[str]
    common: float
    beside: Surroundings
    speaks: bool = False
    best: float = 0.0


def weigh(subject: Subject, found: Found, context: Context) -> Features:
    """Return what speaks for a candidate as the meaning of a name."""
    entity, date = found.entity, context.date
    is_person, is_place = entity.kind == "person", entity.kind in PLACES
    is_body = not is_person and not is_place
    borne = forms(found.name)
    keys = frozenset(map(key, borne))
    shortest = min(keys, key=len)
    place, _, added = found.name.partition(",")  # "Paris, Texas"
    label = key(entity.label)
    told = [key(word) for word in _WORD.findall(entity.description)]
    news = frozenset(told) - frozenset(label.split()) - all_words((*borne, subject.name))
    # Capitals look like a body's acronym: "US", "UK", "DPRK".
    may_be_country = (
        entity.kind == "place-country" and is_acronym(subject.name) and "person" not in subject.admitted
    )
    clashes = bool(subject.admitted) and entity.kind not in subject.admitted and not may_be_country
    crosses = ("person" in subject.admitted) != is_person
    is_team = found.way is Way.TEAM or (is_body and SPORTS.search(entity.description) is not None)
    like_team = subject.beside.like_team or (subject.beside.opposed and context.sport > 0.3)
    # "Moscow said": capitals and seats of state speak, other towns seldom do.
    speaks = subject.speaks or subject.beside.has_officials
    speaks_for_state = speaks and _STATE.search(entity.description) is not None
    return Features(
        label=float(
            bool(keys & {label, key(without_company_form(entity.label))})
            or (bool(added) and key(place) == label)
            or (is_acronym(found.name) and spells(found.name, entity.label))
        ),
        spelled=float(not _spellings(borne).isdisjoint(_spellings(entity.names))),
        words=float(min(2, shortest.count(" "))),
        agrees=float(entity.kind in subject.admitted),
        clashes=float(clashes and not crosses),
        crosses=float(clashes and crosses),
        context=min(2, len((news - _DULL) & context.words)) / 2,
        country=context.country_share(entity, subject.name),
        in_office=float(any(is_during(date, held.start, held.end) for held in entity.positions)),
        departed=float(subject.speaks and is_before(entity.died, date, YEARS)),
        behind=max(0.0, subject.best - entity.prominence),
        surname=float(is_person and _is_surname(shortest, entity)),
        located=float(is_place and not like_team and (subject.beside.located or speaks_for_state)),
        stands_for_team=float(is_place and like_team),
        sport=max(context.sport, float(like_team)) * is_team * context.is_about_team(entity.description),
        part=float(found.way is Way.PART),
        longer=float(found.way is Way.LONGER),
        near=float(found.way is Way.NEAR),
        echo=float(found.way is Way.ECHO),
        prominent_person=entity.prominence * is_person,
        prominent_place=entity.prominence * is_place,
        prominent_body=entity.prominence * is_body,
        common_person=subject.common * is_person,
        common_body=subject.common * is_body,
    )


def _is_surname(name: str, entity: Entity) -> bool:
    return name in surnames(entity.label) and all(key(each) != name for each in entity.names)


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
