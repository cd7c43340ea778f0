"""An article's fields under the names that data sets give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ingest.read.assemble import Draft
from ingest.read.fault import Code, Fault
from ingest.read.parts import split_text

_TITLE = ("title", "headline")
_TEXT = ("text", "articleBody", "maintext", "content")
_LEAD = ("lead", "standfirst")
_URL = ("url", "link")
_DATE = (
    *("date", "published", "published_at", "publishedAt"),
    *("date_published", "datePublished", "date_publish", "pubDate"),
)
_LANGUAGE = ("language", "lang", "inLanguage")
_PUBLISHER = ("publisher", "outlet", "source", "source-hostname")
_AUTHORS = ("authors", "author")

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "title": _TITLE,
    "text": ("body", *_TEXT),
    "lead": _LEAD,
    "url": _URL,
    "date": _DATE,
    "language": _LANGUAGE,
    "publisher": _PUBLISHER,
    "authors": _AUTHORS,
}
"""What an article is made of, and the names under which each is looked for, in that order."""

KINDS: Final[dict[type, str]] = {
    bool: "a truth value",
    float: "a number",
    list: "a list",
    dict: "an object",
    str: "a string",
    type(None): "null",
}


def draft(fields: Mapping[str, object], warnings: list[Fault]) -> Draft:
    """Return the draft of a record with these fields.

    Raises:
        Fault: one is of the wrong type.
    """
    title, _ = _string(fields, _TITLE)
    lead, _ = _string(fields, _LEAD)
    body, _ = _string(fields, ("body",))
    if not body:
        text, _ = _string(fields, _TEXT)
        lead, body = split_text(title, lead, text)
    url, url_key = _string(fields, _URL)
    if not url and _is_address(fields.get("source")):
        url, url_key = _string(fields, ("source",))
    date, date_key = _string(fields, _DATE)
    return Draft(
        title=title,
        lead=lead,
        body=body,
        url=url.strip(" \t"),
        date=date,
        language=_one_name(fields, _LANGUAGE, warnings),
        publisher=_one_name(fields, _PUBLISHER, warnings),
        authors=_authors(fields, warnings),
        url_place=f"Field `{url_key}`",
        date_place=f"Field `{date_key}`",
    )


def _string(fields: Mapping[str, object], keys: tuple[str, ...]) -> tuple[str, str]:
    """Return the first of some fields that is not empty, and its key.

    Raises:
        Fault: it is no string.
    """
    for key in keys:
        value = fields.get(key)
        if value is None:
            continue
        if not isinstance(value, str):
            kind = KINDS.get(type(value), "an object")
            raise Fault(
                Code.WRONG_TYPE, f"Field `{key}` holds {kind}, not a string.", "Write it as a string."
            )
        if value.strip():
            return value, key
    return "", keys[0]


def _is_address(value: object) -> bool:
    return isinstance(value, str) and "://" in value


def _one_name(fields: Mapping[str, object], keys: tuple[str, ...], warnings: list[Fault]) -> str:
    for key in keys:
        value = fields.get(key)
        if key == "source" and _is_address(value):
            continue
        if names := _names(value, key, warnings):
            return names[0]
    return ""


def _authors(fields: Mapping[str, object], warnings: list[Fault]) -> tuple[str, ...]:
    for key in _AUTHORS:
        value = fields.get(key)
        values = value if isinstance(value, list) else value.split(";") if isinstance(value, str) else [value]
        if names := [name for item in values for name in _names(item, key, warnings)]:
            return tuple(names)
    return ()


def _names(value: object, key: str, warnings: list[Fault]) -> list[str]:
    """Return a name given as a string or as an object with a `name`; warn of anything else."""
    if isinstance(value, dict):
        value = value.get("name")
    if value is None:
        return []
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    message = f"Field `{key}` holds {KINDS[type(value)]} where a name belongs; it was left out."
    warnings.append(Fault(Code.IGNORED_FIELD, message, "Write names as strings."))
    return []
