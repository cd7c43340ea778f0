"""A snapshot as text: the lines that its digest is taken over, whatever SQLite's version and pages.

The lines are UTF-8, end in a newline, and hold fields between tabs: the name of a table and the values of one
of its rows in the order of the columns (empty for none), tables in the order of TABLES and rows in the order
of their key. What is derived from the entities (`name`, `near`, `domain`) has no line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields

from ingest.link.entity import About
from ingest.link.layout import COLUMNS, SEPARATOR, Row

#: The tables that the digest is taken over, after `about`: their columns, and what they are sorted by.
TABLES: Mapping[str, tuple[str, str]] = {
    "entity": (COLUMNS, "id"),
    "class": ("id, above", "id, above"),
    "term": ("id, label", "id"),
    "demonym": ("key, id", "key"),
    "redirect": ("id, now", "id"),
    "word": ("word, names", "word"),
}

#: What the rows of a table are called when they are counted.
PLURALS = {
    "entity": "entities",
    "class": "classes",
    "term": "terms",
    "demonym": "demonyms",
    "redirect": "redirects",
    "word": "words",
}


class Digest:
    """SHA-256 over the lines, taken as they come."""

    def __init__(self, about: About) -> None:
        self._hash = hashlib.sha256()
        self.add("about", ([name, value] for name, value in about_values(about).items()))

    def add(self, table: str, rows: Iterable[Row | list[str]]) -> None:
        """Take in rows of a table."""
        lines = ["\t".join([table, *("" if value is None else str(value) for value in row)]) for row in rows]
        if lines:
            self._hash.update(("\n".join(lines) + "\n").encode())

    def hex(self) -> str:
        """Return the digest as 64 hexadecimal digits."""
        return self._hash.hexdigest()


def about_values(about: About) -> dict[str, str]:
    """Return what a snapshot says of itself by name, lists in one string."""
    values = {field.name: getattr(about, field.name) for field in fields(about)}
    return {
        name: value if isinstance(value, str) else SEPARATOR.join(value) for name, value in values.items()
    }


def about_from(values: Mapping[str, str]) -> About:
    """Return what `about_values` was made from."""

    def several(value: str) -> tuple[str, ...]:
        return tuple(value.split(SEPARATOR)) if value else ()

    return About(
        date=values["date"],
        sources=several(values["sources"]),
        licence=values["licence"],
        languages=several(values["languages"]),
        filters=values["filters"],
        parent=values["parent"],
    )
