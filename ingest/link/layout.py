"""How a snapshot lies in its SQLite file: the tables, and an entity as a row of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from ingest.link.entity import KINDS, Entity, Position, Text, number

#: The layout of the SQLite file; a reader refuses any other.
LAYOUT = 3

#: Bytes a page: large enough to waste little at a page's end, small enough to read one for a name.
PAGE_SIZE = 4096

#: Rows come in the order of the key, so that inserting in this order fills every page.
#: `rank` is 1000 less the thousandths of prominence, so that the best known come first.
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entity (
    id INTEGER PRIMARY KEY, label TEXT NOT NULL, aliases TEXT NOT NULL, kind INTEGER NOT NULL,
    country INTEGER, description TEXT NOT NULL, domain TEXT NOT NULL, prominence INTEGER NOT NULL,
    labels TEXT NOT NULL, descriptions TEXT NOT NULL, types TEXT NOT NULL, occupations TEXT NOT NULL,
    positions TEXT NOT NULL, website TEXT NOT NULL, sitelinks INTEGER NOT NULL,
    born TEXT NOT NULL, died TEXT NOT NULL
);
CREATE TABLE name (
    key TEXT NOT NULL, rank INTEGER NOT NULL, id INTEGER NOT NULL, spelled INTEGER NOT NULL,
    PRIMARY KEY (key, rank, id)
) WITHOUT ROWID;
CREATE TABLE near (
    skeleton TEXT NOT NULL, rank INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (skeleton, rank, id)
) WITHOUT ROWID;
CREATE TABLE domain (host TEXT PRIMARY KEY, rank INTEGER NOT NULL, id INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE class (id INTEGER NOT NULL, above INTEGER NOT NULL, PRIMARY KEY (id, above)) WITHOUT ROWID;
CREATE TABLE term (id INTEGER PRIMARY KEY, label TEXT NOT NULL);
CREATE TABLE demonym (key TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE redirect (id INTEGER PRIMARY KEY, now INTEGER NOT NULL);
CREATE TABLE word (word TEXT PRIMARY KEY, names INTEGER NOT NULL) WITHOUT ROWID;
"""

#: The statements of SCHEMA as SQLite keeps them.
TABLES_SQL = frozenset(filter(None, map(str.strip, SCHEMA.split(";"))))

#: The columns of an entity's row, in the table's order.
COLUMNS = (
    "id, label, aliases, kind, country, description, domain, prominence, labels, descriptions, types,"
    " occupations, positions, website, sitelinks, born, died"
)

#: Between the values of a list. No string of a snapshot holds a control character.
SEPARATOR = "\x1f"

_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}

Row = tuple[int | str | None, ...]


def kind_bit(kind: str) -> int:
    """Return the kind's bit, for sets of kinds as a number."""
    return 1 << _NUMBERS[kind]


def rank(entity: Entity) -> int:
    """Return the place among namesakes: 0 for the most prominent."""
    return 1000 - round(entity.prominence * 1000)


def encode(entity: Entity) -> Row:
    """Return a tidied entity as a row."""
    return (
        number(entity.qid),
        entity.label,
        SEPARATOR.join(entity.aliases),
        _NUMBERS[entity.kind],
        number(entity.country) if entity.country else None,
        entity.description,
        entity.domain,
        round(entity.prominence * 1000),
        _encode_texts(entity.labels, entity.names) if entity.labels else "",
        _encode_texts(entity.descriptions, (entity.description,)) if entity.descriptions else "",
        _encode_qids(entity.types),
        _encode_qids(entity.occupations),
        SEPARATOR.join(f"{p.qid[1:]}/{p.start}/{p.end}" for p in entity.positions),
        entity.website,
        entity.sitelinks,
        entity.born,
        entity.died,
    )


def decode(row: Sequence[Any]) -> Entity:
    """Return the entity of a row.

    Raises:
        ValueError, IndexError, TypeError, AttributeError: the row is none of ours.
    """
    (id_, label, aliases, kind, country, description, domain, prominence, labels, descriptions) = row[:10]
    (types, occupations, positions, website, sitelinks, born, died) = row[10:]
    others = tuple(aliases.split(SEPARATOR)) if aliases else ()
    return Entity(
        f"Q{id_}",
        label,
        others,
        KINDS[kind],
        None if country is None else f"Q{country}",
        description,
        domain,
        prominence / 1000,
        _decode_texts(labels, (label, *others)) if labels else (),
        _decode_texts(descriptions, (description,)) if descriptions else (),
        _decode_qids(types) if types else (),
        _decode_qids(occupations) if occupations else (),
        tuple(map(_decode_position, positions.split(SEPARATOR))) if positions else (),
        website,
        sitelinks,
        born,
        died,
    )


def _encode_qids(qids: Iterable[str]) -> str:
    return " ".join(qid[1:] for qid in qids)


@lru_cache(4096)  # "5" is every second entity's type
def _decode_qids(numbers: str) -> tuple[str, ...]:
    return tuple(f"Q{number}" for number in numbers.split(" "))


def _decode_position(written: str) -> Position:
    number, start, end = written.split("/")
    return Position(f"Q{number}", start, end)


def _encode_texts(texts: Iterable[Text], known: Sequence[str]) -> str:
    """Write ``en:0`` for a text that is the first of `known`, ``en=…`` for one that is not among them."""
    return SEPARATOR.join(
        f"{language}:{known.index(text)}" if text in known else f"{language}={text}"
        for language, text in texts
    )


def _decode_texts(written: str, known: Sequence[str]) -> tuple[Text, ...]:
    if "=" not in written:
        return tuple((language, known[place]) for language, place in _decode_places(written))
    texts = []
    for part in written.split(SEPARATOR):
        language, literal, text = part.partition("=")
        texts.append((language, text) if literal else _decode_texts(part, known)[0])
    return tuple(texts)


@lru_cache(4096)  # most often "en:0"
def _decode_places(written: str) -> tuple[tuple[str, int], ...]:
    parts = (part.partition(":") for part in written.split(SEPARATOR))
    return tuple((language, int(place)) for language, _, place in parts)
