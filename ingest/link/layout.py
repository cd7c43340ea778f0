"""How a snapshot lies in its SQLite file: the tables, and an entity as a row of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ingest.link.entity import KINDS, Entity, Position, Text

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


def number(qid: str) -> int:
    """Return 42 for Q42."""
    return int(qid[1:])


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
    names = (row[1], *row[2].split(SEPARATOR)) if row[2] else (row[1],)
    return Entity(
        qid=f"Q{row[0]}",
        label=row[1],
        aliases=names[1:],
        kind=KINDS[row[3]],
        country=None if row[4] is None else f"Q{row[4]}",
        description=row[5],
        domain=row[6],
        prominence=row[7] / 1000,
        labels=_decode_texts(row[8], names) if row[8] else (),
        descriptions=_decode_texts(row[9], (row[5],)) if row[9] else (),
        types=_decode_qids(row[10]) if row[10] else (),
        occupations=_decode_qids(row[11]) if row[11] else (),
        positions=tuple(map(_decode_position, row[12].split(SEPARATOR))) if row[12] else (),
        website=row[13],
        sitelinks=row[14],
        born=row[15],
        died=row[16],
    )


def _encode_qids(qids: Iterable[str]) -> str:
    return " ".join(qid[1:] for qid in qids)


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
    texts = []
    for part in written.split(SEPARATOR):
        language, literal, text = part.partition("=")
        if not literal:
            language, _, place = part.partition(":")
            text = known[int(place)]
        texts.append((language, text))
    return tuple(texts)
