"""A Wikidata entity as a knowledge snapshot knows it."""

from __future__ import annotations

from dataclasses import dataclass, field

Text = tuple[str, str]
"""A language tag (BCP 47, as Wikidata writes it) and a text in that language."""

#: What an entity may be. The order is part of the file's layout: add at the end only.
KINDS = (
    "person",
    "organisation",
    "government",
    "military",
    "media",
    "platform",
    "place-country",
    "place-region",
    "place-city",
    "place-other",
    "event",
    "other",
)

PLACES = frozenset(kind for kind in KINDS if kind.startswith("place"))


@dataclass(frozen=True, slots=True)
class About:
    """What a snapshot says of itself; part of its digest.

    Attributes:
        date: of the facts, ``YYYY-MM-DD``: a dump's date, or when they were fetched.
        sources: where they come from, a line each.
        licence: under which they may be used.
        languages: of its names and descriptions (BCP 47), the preferred first.
        filters: what was left out, in words.
        parent: the digest of the snapshot that this one is a slice of, or "".
    """

    date: str
    sources: tuple[str, ...]
    licence: str
    languages: tuple[str, ...]
    filters: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """An office that somebody holds or held (Wikidata's P39 with its qualifiers P580 and P582).

    Attributes:
        qid: the ``Q…`` of the office.
        start: from when, ISO 8601 as precisely as it is known (``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``), or "".
        end: until when, in the same form, or "".
    """

    qid: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A Wikidata entity as the snapshot knows it.

    Attributes:
        label: in the first of the snapshot's languages that has one.
        aliases: every other name of it, in any of the snapshot's languages, labels among them.
        kind: one of KINDS.
        country: the ``Q…`` of its country, or None.
        description: in the first of the snapshot's languages that has one, or "".
        domain: a medium's or platform's web domain, or "".
        prominence: 0 to 1, how well known it is: a prior.
        labels: its label in each of the snapshot's languages that has one.
        descriptions: the same for its description.
        types: the ``Q…`` of what it is an instance of (P31).
        occupations: the ``Q…`` of what a person does (P106).
        positions: offices held (P39), dated where the source has dates.
        website: its official website (P856), or "".
        sitelinks: how many wikis have a page on it; 0 if the source does not say.
        born: date of birth, for a body or event of its beginning, as in `Position.start`.
        died: date of death, for a body or event of its end, as in `Position.start`.
    """

    qid: str
    label: str
    aliases: tuple[str, ...] = field(repr=False)
    kind: str
    country: str | None
    description: str
    domain: str
    prominence: float
    labels: tuple[Text, ...] = field(default=(), repr=False)
    descriptions: tuple[Text, ...] = field(default=(), repr=False)
    types: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    website: str = ""
    sitelinks: int = 0
    born: str = ""
    died: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Label and aliases."""
        return (self.label, *self.aliases)


def number(qid: str) -> int:
    """Return 42 for Q42."""
    return int(qid[1:])
