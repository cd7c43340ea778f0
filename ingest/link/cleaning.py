"""What may enter a snapshot: strings without control characters, names not too long, well-formed facts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.link.entity import KINDS, Entity, Position, Text
from ingest.link.names import LONGEST

#: An entity keeps so many aliases, the first ones. Wikidata's most named have some 400 over all languages.
MOST_ALIASES = 500

#: It keeps so many values of each other list (types, occupations, positions, labels, descriptions).
MOST_VALUES = 200

#: A description is cut after so many characters; Wikidata allows 250.
LONGEST_TEXT = 500

_QID = re.compile(r"Q[1-9][0-9]{0,16}")
_DATE = re.compile(r"-?[0-9]{4,12}(-[0-9]{2}){0,2}")
_LANGUAGE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,34}")
_HOST = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What turns the direction of writing, and the byte order mark: unseen, and a way to disguise a name.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def is_qid(text: str) -> bool:
    """Whether the text is ``Q`` and a number without leading zeros, as Wikidata writes them."""
    return _QID.fullmatch(text) is not None


def clean(text: str) -> str:
    """Return the text on one line, without control characters and marks of direction; "" if it is broken.

    Broken is a text with half a surrogate pair: what it should say cannot be known.

    >>> clean("  Kyiv\\u200e\\tcity "), clean("\\ud800yiv")
    ('Kyiv city', '')
    """
    if not (text.isascii() and text.isprintable()):
        if _SURROGATE.search(text):
            return ""
        text = _DIRECTION.sub("", _CONTROL.sub(" ", text))
    return " ".join(text.split())


def tidied(entity: Entity) -> tuple[Entity | None, int]:
    """Return the entity as a snapshot keeps it, and how many of its names are left out.

    Left out are names that are broken, longer than LONGEST or repeated (these are not counted), and aliases
    after the first MOST_ALIASES; facts that are malformed; the whole entity, if no name is left. Without a
    label, the first alias is one.

    Raises:
        ValueError: the QID or the kind is none: the program that made the entity is wrong, not the data.
    """
    if not is_qid(entity.qid) or entity.kind not in KINDS:
        raise ValueError(f"not an entity: QID {entity.qid!r}, kind {entity.kind!r}")
    names: dict[str, None] = {}
    dropped = 0
    for name in entity.names:
        cleaned = clean(name) if len(name) <= LONGEST else ""
        if cleaned and len(names) <= MOST_ALIASES:
            names[cleaned] = None
        elif name and cleaned not in names:
            dropped += 1
    if not names:
        return None, dropped
    label, *aliases = names
    return (
        replace(
            entity,
            label=label,
            aliases=tuple(aliases),
            country=entity.country if entity.country and is_qid(entity.country) else None,
            description=clean(entity.description[:LONGEST_TEXT]),
            domain=entity.domain if _HOST.fullmatch(entity.domain) and len(entity.domain) < 254 else "",
            prominence=round(min(1.0, max(0.0, entity.prominence)), 3),
            labels=_texts(text for text in entity.labels if len(text[1]) <= LONGEST),
            descriptions=_texts((tag, text[:LONGEST_TEXT]) for tag, text in entity.descriptions),
            types=_qids(entity.types),
            occupations=_qids(entity.occupations),
            positions=tuple(map(_position, (p for p in entity.positions[:MOST_VALUES] if is_qid(p.qid)))),
            website=clean(entity.website) if len(entity.website) <= 2000 else "",
            sitelinks=min(10_000, max(0, entity.sitelinks)),
            born=_date(entity.born),
            died=_date(entity.died),
        ),
        dropped,
    )


def _texts(texts: Iterable[Text]) -> tuple[Text, ...]:
    kept: dict[str, str] = {}
    for language, text in texts:
        cleaned = clean(text)
        if cleaned and _LANGUAGE.fullmatch(language) and len(kept) < MOST_VALUES:
            kept.setdefault(language, cleaned)
    return tuple(kept.items())


def _qids(qids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(qid for qid in qids if is_qid(qid)))[:MOST_VALUES]


def _position(position: Position) -> Position:
    return Position(position.qid, _date(position.start), _date(position.end))


def _date(date: str) -> str:
    return date if _DATE.fullmatch(date) else ""
