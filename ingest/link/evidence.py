"""What speaks for a candidate: the features that a decision is made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter

from ingest.link.candidates import BODIES, SPORTS, Found, Way
from ingest.link.context import NAMESAKE, Context
from ingest.link.dates import is_before, is_during
from ingest.link.entity import PLACES, Entity
from ingest.link.metonyms import SEATS
from ingest.link.names import forms, is_acronym, key, spells, surnames, without_company_form
from ingest.link.surroundings import Surroundings
from ingest.model import ActorKind

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

_STATE = re.compile(
    r"\bseat of|(?<!state )(?<!provincial )(?<!regional )\bcapital (?:city )?of", re.IGNORECASE
)

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

#: Words of descriptions of people that tell no role.
_PLAIN = _words(
    "the and for from with was held former office person people united states kingdom national new state "
    "term any died born north south east west northern southern eastern western republic house russia "
    "france germany italy ukraine india japan america europe american french german british english russian"
)
#: What a person may be, beside the name.
_ROLES = _words(
    "president minister secretary senator governor representative chancellor ambassador mayor king queen "
    "prince emperor pope bishop judge general colonel commander spokesman spokeswoman spokesperson chairman "
    "chairwoman chief director executive manager analyst economist professor researcher scientist "
    "physicist chemist doctor lawyer attorney actor actress singer musician composer director producer "
    "writer author poet novelist artist painter player footballer striker midfielder goalkeeper quarterback "
    "pitcher receiver coach captain driver reporter journalist editor photographer officer detective "
    "sheriff sergeant student teacher resident"
)
#: Words that say what kind of body a name is.
_HEADS = _words(
    "church university college school academy party bank ministry department council committee commission "
    "agency union federation league museum hospital court institute airlines airport"
)


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for one candidate of one name, each 0 to 1 (words: 0 to 2).

    Attributes:
        label: the name is the candidate's label or its initials, not an alias.
        words: how specific the name is: its words, less one, at most 2.
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
        other_role: a person, of whom the text says what he does, and the description does not.
        sporting: a place, as much as the article is about sport: it may stand for a team.
        there: a place or body, and it is where the text says: "Salem, Ore.", "King's College, Cambridge".
        headless: a body, and the name says what kind of body, of which neither label nor description speaks:
            the church of a faith is not the faith.
        unrivalled: no other candidate of a fitting kind is nearly as prominent.
        a_person: it is one.
        prominent_person, prominent_place, prominent_body: how well known it is, if it is one.
        common_person: how widely the name's rarest word is shared (`context.commonness`), if it is a person:
            who shares a name with many is likelier to share it with someone unknown.
    """

    label: float
    words: float
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
    other_role: float
    sporting: float
    there: float
    headless: float
    unrivalled: float
    a_person: float
    prominent_person: float
    prominent_place: float
    prominent_body: float
    common_person: float

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
        rivals: the candidates whose kind the actor's does not speak against.
    """

    name: str
    admitted: frozenset[str]
    common: float
    beside: Surroundings
    speaks: bool = False
    best: float = 0.0
    rivals: tuple[Entity, ...] = ()


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
    bare = key(entity.label.partition(",")[0])  # "Washington, D.C."
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
    speaks_for_state = speaks and (entity.qid in SEATS or _STATE.search(entity.description) is not None)
    roles = frozenset(told) - all_words((*borne, subject.name)) - _PLAIN
    return Features(
        label=float(
            bool(keys & {label, bare, key(without_company_form(entity.label))})
            or (bool(added) and key(place) == label)
            or (is_acronym(found.name) and spells(found.name, entity.label))
        ),
        words=float(min(2, shortest.count(" "))),
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
        other_role=float(
            is_person and bool(subject.beside.words & _ROLES) and not roles & subject.beside.words
        ),
        sporting=context.sport * (is_place and not like_team),
        there=float(not is_person and _is_there(subject.beside, entity)),
        headless=float(is_body and _is_headless(found.name, entity)),
        unrivalled=float(_is_unrivalled(entity, subject.rivals)),
        a_person=float(is_person),
        prominent_person=entity.prominence * is_person,
        prominent_place=entity.prominence * is_place,
        prominent_body=entity.prominence * is_body,
        common_person=subject.common * is_person,
    )


def _is_there(beside: Surroundings, entity: Entity) -> bool:
    """Whether the entity is where the text says that the name is."""
    told = f" {key(entity.description)} {key(entity.label)} "
    return entity.country in beside.countries or any(f" {name} " in told for name in beside.where)


def _is_unrivalled(entity: Entity, rivals: Iterable[Entity]) -> bool:
    """Whether no other candidate of a fitting kind is nearly as prominent, or more."""
    return all(other.qid == entity.qid or other.prominence < entity.prominence - NAMESAKE for other in rivals)


def _is_headless(name: str, entity: Entity) -> bool:
    """Whether the name says what kind of body it is, and neither label nor description says the same."""
    heads = _HEADS.intersection(key(name).split())
    told = f"{key(entity.label)} {key(entity.description)}".split()
    return bool(heads) and heads.isdisjoint(told)


def _is_surname(name: str, entity: Entity) -> bool:
    return name in surnames(entity.label) and all(key(each) != name for each in entity.names)


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
