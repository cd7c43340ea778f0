"""The people and bodies that an article names, each with all its names and roles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from operator import itemgetter

from ingest.extract.aliases import Key, acronyms, is_slip, key_of, spellings
from ingest.extract.finite import finite_at
from ingest.extract.lexicon import Lexicon
from ingest.extract.name_kinds import Name
from ingest.extract.tokens import tokenise
from ingest.model import ActorKind, Span

_AGE = re.compile(r", (?:aged )?(\d{1,3})(?=[,.;])")
_MOST_ALIKE = 20
"""Names that are looked at for one misspelt name."""


@dataclass(slots=True)
class Person:
    """An actor while the article is read: grows as more is learnt.

    Attributes:
        roles: the role words that the article gives it.
        beside: all words that stand in apposition to its name.
        age: in years, as the article writes it after the name, or empty.
    """

    name: str
    kind: ActorKind
    unnamed: bool = False
    gender: str = ""
    plural: bool = False
    words: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)
    age: str = ""
    first: int = 0


def _agree(one: str, other: str) -> bool:
    """Return whether two genders, empty where unknown, may be one person's."""
    return not one or not other or one == other


class Roster:
    """The actors of one article."""

    def __init__(self, text: str, names: Sequence[Name], lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._names = list(names)
        self._starts = [name.span.start for name in names]
        self._by_words: dict[tuple[str, ...], Person] = {}
        self._events: list[tuple[int, Person]] = []
        self._speeches: list[tuple[int, Person]] = []
        self._by_head: dict[str, list[Person]] = {}
        self._described: dict[str, Person] = {}
        self._by_spelling: dict[str, list[tuple[Key, Person]]] = {}
        self.of_name: list[Person] = []
        self.people: list[Person] = []
        self._gather()

    def _gather(self) -> None:
        fullest = sorted(
            range(len(self._names)), key=lambda k: (-len(self._names[k].words), self._names[k].span)
        )
        owners: dict[int, Person] = {}
        by_last: dict[str, list[Person]] = {}
        by_first: dict[str, list[Person]] = {}
        full_of = acronyms(self._text, self._names)
        for k in fullest:
            name = self._names[k]
            key = key_of(name)
            person = self._by_words.get(full_of.get(key, key))
            if person is not None and person.gender and name.gender not in {"", person.gender}:
                person = None  # Mr Dahl, then Mrs Dahl
            bearer = (
                len(key) == 1
                and name.kind is ActorKind.PLACE
                and not self._after_preposition(name.span.start)
            )
            if bearer and len(by_last.get(key[0], [])) == 1:
                person = by_last[key[0]][0]  # Valeska Paris, then "Paris said"
            if person is None and name.kind in {ActorKind.PERSON, ActorKind.OTHER}:
                person = self._short_of(key, name, by_last, by_first) or self._misspelt(key, name)
            if person is None:
                person = Person(name.text, name.kind, first=name.span.start)
                self.people.append(person)
                if name.kind is ActorKind.PERSON:
                    by_last.setdefault(key[-1], []).append(person)
                    by_first.setdefault(key[0], []).append(person)
                    if len(key) > 1:
                        for spelling in spellings(key[-1]):
                            self._by_spelling.setdefault(spelling, []).append((key, person))
            if not (bearer and person.kind is ActorKind.PERSON):
                self._by_words[key] = person
            person.words.update(key)
            person.first = min(person.first, name.span.start)
            person.gender = person.gender or name.gender
            if person.kind is ActorKind.OTHER and name.kind is not ActorKind.OTHER:
                person.kind = name.kind
            if name.role is not None:
                words = self._text[name.role.start : name.role.end].lower().split()
                person.roles.update(w.strip(".,") for w in words)
            owners[k] = person
        self.of_name = [owners[k] for k in range(len(self._names))]
        for name, person in zip(self._names, self.of_name, strict=True):
            self._apposition(name, person)
            if name.subject and person.kind in {ActorKind.PERSON, ActorKind.OTHER, ActorKind.ORGANISATION}:
                self._events.append((name.span.start, person))
        self._events.sort(key=itemgetter(0))
        for person in self.people:
            heads = (person.roles & self._lexicon.roles) | (
                person.words if person.kind is ActorKind.ORGANISATION else set()
            )
            for head in heads:
                self._by_head.setdefault(head, []).append(person)

    def _after_preposition(self, start: int) -> bool:
        before = self._text[max(0, start - 12) : start].split()
        return bool(before) and before[-1].lower() in self._lexicon.names["place_cue"] | {"of", "the"}

    def _short_of(
        self, key: Key, name: Name, by_last: dict[str, list[Person]], by_first: dict[str, list[Person]]
    ) -> Person | None:
        """Return the one person with this last or first name, told apart by title, gender and role."""
        if len(key) > 2:
            return None
        last = by_last.get(key[-1], [])
        if len(key) == 2:
            fits = [p for p in last if key[0] in p.words]
            return fits[0] if len(fits) == 1 else None
        fits = [p for p in last or by_first.get(key[0], []) if _agree(p.gender, name.gender)]
        if len(fits) > 1 and name.gender:
            fits = [p for p in fits if p.gender] or fits
        if len(fits) > 1 and name.role is not None:
            role = set(name.role.of(self._text).lower().split()) & self._lexicon.roles
            fits = [p for p in fits if role & p.roles] if role else fits
        return fits[0] if len(fits) == 1 else None

    def _misspelt(self, key: Key, name: Name) -> Person | None:
        """Return the one person whose name this is but for a letter ("Kristen Wilkins", "Kristin
        Wilkins").

        A last name by itself, of nobody who was introduced, is held for a slip too; a given name is not.
        """
        known = self._by_spelling
        if len(key) == 1:
            if key[0] in self._lexicon.names["male_name"] | self._lexicon.names["female_name"]:
                return None
            fits = [
                person
                for spelling in spellings(key[0])
                for other, person in known.get(spelling, [])[:_MOST_ALIKE]
                if is_slip(key[0], other[-1], inside=False)
            ]
        else:
            fits = [
                person
                for other, person in known.get(key[-1], [])[:_MOST_ALIKE]
                if len(other) == len(key)
                and other[1:] == key[1:]
                and is_slip(key[0], other[0], inside=True)
                and _agree(person.gender, name.gender)
            ]
        return fits[0] if fits and all(person is fits[0] for person in fits) else None

    def _apposition(self, name: Name, person: Person) -> None:
        """Learn the role in "Jane Doe, the finance minister,"."""
        if person.kind is not ActorKind.PERSON or self._text[name.span.end : name.span.end + 1] != ",":
            return
        if age := _AGE.match(self._text, name.span.end):
            person.age = age[1]
        tokens = tokenise(self._text, name.span.end + 1, min(len(self._text), name.span.end + 90))
        if not tokens or (
            tokens[0].lower not in {"a", "an", "the", "former", "who", "one", "his", "her"}
            and tokens[0].lower not in self._lexicon.roles
        ):
            return
        words = list(takewhile(lambda token: token.text not in {",", ".", ";"}, tokens[:14]))
        if tokens[0].lower != "who" and any(finite_at(words, k, self._lexicon) for k in range(len(words))):
            return  # "…, the ministry said": a new clause
        person.roles.update(token.lower for token in words[:8] if token.lower in self._lexicon.persons)
        person.beside.update(token.lower for token in words)

    def names_in(self, span: Span) -> list[int]:
        """Return the numbers of the names that lie within `span`, in text order."""
        found = []
        for k in range(bisect_left(self._starts, span.start), len(self._names)):
            if self._names[k].span.start >= span.end:
                break
            if self._names[k].span.end <= span.end:
                found.append(k)
        return found

    def name(self, number: int) -> Name:
        """Return a name by its number."""
        return self._names[number]

    def _new(self, name: str, kind: ActorKind, first: int, *, plural: bool = False) -> Person:
        person = Person(name, kind, unnamed=True, plural=plural, first=first)
        self.people.append(person)
        return person

    def unnamed(self, name: str, position: int) -> Person:
        """Return a new unnamed actor."""
        return self._new(name, ActorKind.OTHER, position)
