"""What a worker made of one chunk of a dump, as it passes through a pipe and into the staging file."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import orjson

from ingest.link.entity import Position, Text, number
from ingest.wikidata.item import Item
from ingest.wikidata.kinds import OFFICE_CLASSES

#: Names of one item beyond this many are left out: a list of two megabytes names nothing.
MOST_ALIASES = 1000

#: Of the problems of a source so many are shown; all are counted.
SHOWN_PROBLEMS = 100


@dataclass(slots=True)
class Batch:
    """The harvest of one chunk.

    Attributes:
        items: (number of the QID, packed item) of what may become an entity.
        terms: (number, label) of classes, occupations and offices.
        classes: (number of a class, number of its superclass).
        redirects: (number of the old, number of the new).
        counts: how many lines there were of each sort.
        problems: (line within the chunk from 0, what is wrong) of the first broken ones.
        newest: the latest date of change.
    """

    items: list[tuple[int, bytes]] = field(default_factory=list)
    terms: list[tuple[int, str]] = field(default_factory=list)
    classes: list[tuple[int, int]] = field(default_factory=list)
    redirects: list[tuple[int, int]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    newest: str = ""

    def count(self, sort: str) -> None:
        """Count one line."""
        self.counts[sort] = self.counts.get(sort, 0) + 1

    def broken(self, line: int, message: str) -> None:
        """Count a line that is none, and say why, as long as it is one of the first."""
        self.count("broken")
        if len(self.problems) < SHOWN_PROBLEMS:
            self.problems.append((line, message))

    def add(self, item: Item, min_sitelinks: int) -> None:
        """Take what is to be kept of an item."""
        self.newest = max(self.newest, item.modified)
        names_a_class = bool(item.superclasses) or not OFFICE_CLASSES.isdisjoint(item.types)
        if names_a_class and item.label:
            self.terms.append((number(item.qid), item.label))
        self.classes.extend((number(item.qid), number(above)) for above in item.superclasses)
        if not item.label:
            self.count("without a label")
        elif item.sitelinks < min_sitelinks:
            self.count("with too few site links")
        else:
            self.count("kept")
            self.items.append((number(item.qid), pack(item)))

    def to_bytes(self) -> bytes:
        """Return it as bytes: a line of JSON, then a line for each item."""
        head = [
            [found for found, _ in self.items],
            self.terms,
            self.classes,
            self.redirects,
            self.counts,
            self.problems,
            self.newest,
        ]
        return b"\n".join((orjson.dumps(head), *(body for _, body in self.items)))

    @classmethod
    def from_bytes(cls, data: bytes) -> Batch:
        """Read what `to_bytes` gave."""
        head, *bodies = data.split(b"\n")
        numbers, terms, classes, redirects, counts, problems, newest = orjson.loads(head)
        return cls(
            list(zip(numbers, bodies, strict=True)),
            [(found, label) for found, label in terms],
            [(below, above) for below, above in classes],
            [(old, new) for old, new in redirects],
            counts,
            [(line, message) for line, message in problems],
            newest,
        )


def pack(item: Item) -> bytes:
    """Return an item as a line of JSON."""
    return orjson.dumps([_packed(getattr(item, each.name)) for each in fields(Item)])


def _packed(value: Any) -> Any:
    if isinstance(value, tuple) and value and isinstance(value[0], Position):
        return [(each.qid, each.start, each.end) for each in value]
    if isinstance(value, tuple):
        return value[:MOST_ALIASES]
    return value


def unpack(data: bytes) -> Item:
    """Read what `pack` gave."""
    values = dict(zip(_FIELDS, orjson.loads(data), strict=True))
    values["positions"] = tuple(Position(*each) for each in values["positions"])
    for name in ("labels", "descriptions"):
        values[name] = tuple(_text(each) for each in values[name])
    for name in ("aliases", "types", "superclasses", "occupations", "demonyms"):
        values[name] = tuple(values[name])
    return Item(**values)


_FIELDS = tuple(each.name for each in fields(Item))


def _text(value: list[str]) -> Text:
    language, text = value
    return language, text
