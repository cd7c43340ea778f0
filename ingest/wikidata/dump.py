"""One line of a Wikidata JSON dump: what it is, and what of it is kept.

A dump is a JSON array with one entity a line; some tools leave out the brackets, or the commas.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from ingest.link.entity import number
from ingest.wikidata.batch import Batch
from ingest.wikidata.item import entity_from_json, redirect_from_json
from ingest.wikidata.kinds import OFFICE_CLASSES

#: What some tools put before UTF-8.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# How Wikidata's own dumps begin an entity; what they say of its page stands before or behind the rest.
_ITEM = re.compile(
    rb'\{(?:"pageid":\d+,"ns":\d+,"title":"[^"]+","lastrevid":\d+,"modified":"[^"]+",)?'
    rb'"type":"item","id":"Q\d+","labels":'
)
_SITELINKS = b'"sitelinks":'
_NO_SITELINKS = (b"{}", b"[]")
_SITELINK = b'"site":"'
_REDIRECT = b'"redirects":'
_CLASS_OR_OFFICE = re.compile(
    rb'"P279":\[|"id":"(?:' + b"|".join(sorted(qid.encode() for qid in OFFICE_CLASSES)) + rb')"'
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for, as far as single lines are concerned."""

    languages: tuple[str, ...]
    min_sitelinks: int


def read_chunk(chunk: bytes, wanted: Wanted) -> Batch:
    """Read the lines of a chunk; what is broken or not wanted is counted, and nothing raises."""
    batch = Batch()
    for line, raw in enumerate(chunk.removeprefix(BYTE_ORDER_MARK).split(b"\n")):
        _read_line(raw.strip().removesuffix(b",").rstrip(), line, wanted, batch)
    return batch


def _read_line(raw: bytes, line: int, wanted: Wanted, batch: Batch) -> None:
    if raw.startswith(b"[{"):
        raw = raw[1:]
    if raw.endswith(b"}]"):
        raw = raw[:-1]
    if raw in (b"", b"[", b"]"):
        return
    if _is_surely_unwanted(raw, wanted.min_sitelinks):
        batch.count("with too few site links")
        return
    try:
        document, repaired = _parsed(raw)
    except (ValueError, RecursionError) as error:
        batch.broken(line, f"is no JSON ({_brief(error)})")
        return
    if repaired:
        batch.count("repaired")
    if not isinstance(document, Mapping):
        batch.broken(line, "is JSON, but no entity")
        return
    _read_document(document, line, wanted, batch)


def _read_document(document: Mapping[str, Any], line: int, wanted: Wanted, batch: Batch) -> None:
    redirect = redirect_from_json(document)
    if redirect:
        batch.count("redirects")
        batch.redirects.append((number(redirect[0]), number(redirect[1])))
    item = entity_from_json(document, wanted.languages)
    if item:
        batch.add(item, wanted.min_sitelinks)
    elif not redirect:
        _count_other(document, line, batch)


def _count_other(document: Mapping[str, Any], line: int, batch: Batch) -> None:
    """Count what is no item: properties and lexemes are expected, anything else is not."""
    if document.get("type") in ("property", "lexeme", "mediainfo", "entity-schema"):
        batch.count("no items")
    elif "missing" in document:
        batch.count("missing")
    else:
        batch.broken(line, "is JSON, but no entity")


def _is_surely_unwanted(raw: bytes, min_sitelinks: int) -> bool:
    """Whether a whole entity, as Wikidata writes it, has too few site links and names no class or office.

    It never errs to the wrong side. Inside a JSON string a quotation mark has a backslash before it, so these
    byte sequences are keys; site links come after all else that is long, and "site" is in each of them once.
    """
    if min_sitelinks < 1 or not raw.endswith(b"}") or not _ITEM.match(raw):
        return False
    at = raw.rfind(_SITELINKS)
    tail = raw[at + len(_SITELINKS) :]
    if at < 0 or _REDIRECT in tail:
        return False
    few = tail.startswith(_NO_SITELINKS) or 0 < tail.count(_SITELINK) < min_sitelinks
    return few and not _CLASS_OR_OFFICE.search(raw)


def _parsed(raw: bytes) -> tuple[Any, bool]:
    """Return the JSON value, and whether it had to be read leniently: lone surrogates are no characters.

    Raises:
        ValueError: it is no JSON.
    """
    try:
        return orjson.loads(raw), False
    except orjson.JSONDecodeError:
        return json.loads(raw), True


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
