"""What a client may ask: batches of queries and data extensions, read from JSON and checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import orjson

from ingest.errors import HearsayError

#: Queries in one batch, at most; the manifest says so.
BATCH = 100

#: Entities and properties of one data extension, at most.
EXTENDED = 500
PROPERTIES = 50

#: Candidates of one query: unless it says, and at most.
LIMIT = 10
MOST = 100

#: Values of one property and types of one query, at most.
VALUES = 50

#: Characters of a property's value that are read.
READ = 500


_T = TypeVar("_T")


class RequestError(HearsayError):
    """A request that cannot be answered.

    Attributes:
        status: the HTTP status that says so.
        query: the key of the query that is at fault, or None: the request as a whole.
    """

    def __init__(self, message: str, cure: str, *, status: int = 400, query: str | None = None) -> None:
        super().__init__(message, cure)
        self.status = status
        self.query = query


class Strictness(StrEnum):
    """How several types of a query are meant; the specification leaves it to the service."""

    SHOULD = "should"  # who is of none stays, far below, and is never a match
    ANY = "any"  # who is of none is left out
    ALL = "all"  # who is not of all is left out


@dataclass(frozen=True, slots=True)
class Value:
    """What a property shall be: words or a number as they stand in a table, or an entity.

    Attributes:
        text: as words; an entity's name, or "".
        qid: its identifier if it was reconciled before, else None.
    """

    text: str
    qid: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A property and the values of which one shall hold."""

    pid: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """One reconciliation query.

    Attributes:
        text: a name, an identifier or a web domain; "" if only properties are given.
        types: identifiers of classes.
    """

    text: str
    types: tuple[str, ...] = ()
    strictness: Strictness = Strictness.SHOULD
    limit: int = LIMIT
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """A property to fetch, and how.

    Attributes:
        limit: how many values at most, 0 for all.
        dates: offices with the dates they were held.
    """

    pid: str
    limit: int = 0
    dates: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """A data extension query: which properties of which entities."""

    ids: tuple[str, ...]
    wishes: tuple[Wish, ...]


def read_batch(text: str) -> dict[str, Query]:
    """Return the queries of a batch by their keys, in its order.

    Raises:
        RequestError: it is no batch, too large, or one of its queries is malformed.
    """
    batch = _object(text, "queries", 'Send {"q0": {"query": "…"}}.')
    if len(batch) > BATCH:
        raise RequestError(
            f"The batch has {len(batch)} queries.", f"Send {BATCH} at most, as the manifest says.", status=413
        )
    return {key: _query(key, value) for key, value in batch.items()}


def read_extension(text: str) -> Extension:
    """Return a data extension query.

    Raises:
        RequestError: it is none, or asks for too much at once.
    """
    cure = 'Send {"ids": ["Q…"], "properties": [{"id": "P…"}]}.'
    asked = _object(text, "extend", cure)
    ids, properties = _list_of(str, asked.get("ids")), _list_of(dict, asked.get("properties"))
    if ids is None or properties is None:
        raise RequestError("`extend` has no list of ids or no list of properties.", cure)
    if len(ids) > EXTENDED or len(properties) > PROPERTIES:
        raise RequestError(
            f"`extend` asks for {len(properties)} properties of {len(ids)} entities.",
            f"Ask for {PROPERTIES} of {EXTENDED} at most.",
            status=413,
        )
    return Extension(tuple(ids), tuple(map(_wish, properties)))


def _object(text: str, name: str, cure: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError) as error:
        raise RequestError(f"`{name}` is no JSON: {error}.", cure) from None
    if not isinstance(found, dict):
        raise RequestError(f"`{name}` is no JSON object.", cure)
    return found


def _query(key: str, value: object) -> Query:
    def refuse(what: str, cure: str) -> RequestError:
        return RequestError(f"Query {key!r}: {what}", cure, query=key)

    if not isinstance(value, dict):
        raise refuse("it is no JSON object.", 'Send {"query": "…"}.')
    text, properties = _given(value, "query", ""), _list_of(dict, _given(value, "properties", []))
    if not isinstance(text, str):
        raise refuse("`query` is no string.", "Send the name as a string.")
    if properties is None or len(properties) > PROPERTIES:
        raise refuse("`properties` is no list of objects.", f"Send at most {PROPERTIES} of them.")
    if not text.strip() and not properties:
        raise refuse("it has neither `query` nor `properties`.", "Send one of them.")
    conditions = tuple(map(_condition, properties))
    if None in conditions:
        raise refuse("a property has no `pid` or no `v`.", 'Send {"pid": "P17", "v": "France"}.')
    types = _given(value, "type", [])
    types = types if isinstance(types, list) else [types]
    names = _list_of(str, [each.get("id") if isinstance(each, dict) else each for each in types])
    if names is None or len(names) > VALUES:
        raise refuse("`type` is no identifier and no list of them.", 'Send "Q5" or ["Q5"].')
    strictness = _given(value, "type_strict", Strictness.SHOULD)
    if strictness not in list(Strictness):
        raise refuse("`type_strict` is none of any, all, should.", "Send one of them, or none.")
    return Query(
        text=" ".join(text.split()),
        types=tuple(name for name in names if name),
        strictness=Strictness(strictness),
        limit=_limit(
            _given(value, "limit", LIMIT), refuse("`limit` is no positive integer.", "Send 1 or more.")
        ),
        conditions=tuple(condition for condition in conditions if condition),
    )


def _given(query: Mapping[str, Any], name: str, otherwise: Any) -> Any:
    """Return a field, or its default where it is missing or null."""
    value = query.get(name)
    return otherwise if value is None else value


def _limit(value: object, refusal: RequestError) -> int:
    # OpenRefine's Java may write 3.0; `true` is no number, though Python takes it for 1.
    if isinstance(value, bool) or not isinstance(value, int | float) or value != math.floor(value):
        raise refusal
    if value < 1:
        raise refusal
    return min(int(value), MOST)


def _condition(found: Mapping[str, Any]) -> Condition | None:
    pid, given = found.get("pid"), found.get("v")
    values = given if isinstance(given, list) else [given]
    read = [value for value in map(_value, values[:VALUES]) if value is not None]
    return Condition(pid, tuple(read)) if isinstance(pid, str) and pid and len(read) == len(values) else None


def _value(found: object) -> Value | None:
    match found:
        case {"id": str(qid), **rest}:
            name = rest.get("name")
            return Value(name[:READ] if isinstance(name, str) else "", qid)
        case bool():
            return Value(str(found).lower())
        case float() if found.is_integer():
            return Value(str(int(found)))
        case str() | int() | float():
            return Value(str(found)[:READ])
        case _:
            return None


def _wish(found: Mapping[str, Any]) -> Wish:
    pid, settings = found.get("id"), found.get("settings")
    if not isinstance(pid, str) or not pid or not isinstance(settings, dict | None):
        raise RequestError("A property of `extend` has no id.", 'Send {"id": "P17"}.')
    asked = settings or {}
    return Wish(pid, _count(asked.get("limit")), asked.get("dates") in (True, "true", "on", "1"))


def _count(given: object) -> int:
    """Return a setting that a form may send as text; what is no number of values means all."""
    text = str(given)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def _list_of(kind: type[_T], found: object) -> list[_T] | None:
    """Return the list if it is one, and all in it are of that kind."""
    if not isinstance(found, list):
        return None
    kept = [each for each in found if isinstance(each, kind)]
    return kept if len(kept) == len(found) else None
