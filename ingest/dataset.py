"""What only its owner can say of a dataset: title, creators, licence. Hearsay never makes any of it up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

_ADDRESS = re.compile(r"https?://[^\s\x00-\x20<>\"{}|^`\\\x7f]+")


@dataclass(frozen=True, slots=True)
class Dataset:
    """What `hearsay.toml` says under ``[dataset]``; an empty text is nothing said.

    Attributes:
        title: what it is called.
        description: what it is, in a sentence or more.
        creators: who made it, by name.
        creator_ids: their addresses in the same order, such as ORCIDs; none, or one for each.
        licence: the address of the licence, such as ``https://creativecommons.org/licenses/by/4.0/``.
        version: its version.
        published: the day on which it is, ``2026-11-30``: no clock is asked.
        homepage: where it is, or will be, published.
        keywords: what it is about.
    """

    title: str = ""
    description: str = ""
    creators: tuple[str, ...] = ()
    creator_ids: tuple[str, ...] = ()
    licence: str = ""
    version: str = ""
    published: str = ""
    homepage: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What those who are to cite or reuse it must know, and is not said."""
        return tuple(name for name in ("title", "creators", "licence") if not getattr(self, name))

    @property
    def missing_for_a_package(self) -> tuple[str, ...]:
        """What a research package must say as well, as RO-Crate asks."""
        return (*self.missing, *(name for name in ("description", "published") if not getattr(self, name)))

    @classmethod
    def of(cls, table: Mapping[str, object]) -> Dataset:
        """Read the table of a settings file.

        Raises:
            ValueError: a key is unknown, or a value is not what it should be; the message says which.
        """
        known = {field.name for field in fields(cls)}
        values: dict[str, str | tuple[str, ...]] = {}
        for key, value in table.items():
            if key not in known:
                raise ValueError(f"there is no {key!r}; known are {', '.join(sorted(known))}")
            many = key in ("creators", "creator_ids", "keywords")
            values[key] = _texts(key, value) if many else _text(key, value)
        found = cls(**values)  # type: ignore[arg-type]
        if found.published and not _is_day(found.published):
            raise ValueError(f"published = {found.published!r} is no day such as 2026-11-30")
        for address in (found.licence, found.homepage, *found.creator_ids):
            if address and not _ADDRESS.fullmatch(address):
                raise ValueError(f"{address!r} is no http address")
        if found.creator_ids and len(found.creator_ids) != len(found.creators):
            raise ValueError("there must be as many creator_ids as creators")
        return found


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError(f"{key} must be a text on one line")
    return value.strip()


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError(f"{key} must be a list of texts")
    return tuple(_text(key, each) for each in value)
