"""schema.org in JSON-LD, as news sites write it: read as plain JSON, with no context fetched."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping

_ARTICLES = frozenset(
    "Article NewsArticle AdvertiserContentArticle AnalysisNewsArticle AskPublicNewsArticle"
    " BackgroundNewsArticle OpinionNewsArticle ReportageNewsArticle ReviewNewsArticle SatiricalArticle"
    " Report ScholarlyArticle TechArticle BlogPosting LiveBlogPosting SocialMediaPosting".split()
)
_MOST_NODES = 10_000
"""How many values of one page's JSON-LD are looked at."""


def articles(values: Iterable[object]) -> list[Mapping[str, object]]:
    """Return the objects that are articles, at any depth, in their order."""
    return [node for value in values for node in _nodes(value) if types(node) & _ARTICLES]


def claim_reviews(values: Iterable[object]) -> list[Mapping[str, object]]:
    """Return the objects that are ClaimReviews, at any depth, in their order."""
    return [node for value in values for node in _nodes(value) if "ClaimReview" in types(node)]


def loaded(scripts: Iterable[str]) -> list[object]:
    """Return what a page's scripts hold, in its order; what is no JSON is passed over."""
    return [_load(script) for script in scripts]


def types(node: Mapping[str, object]) -> set[str]:
    """Return the names of a node's types, without schema.org's address."""
    return {each.rpartition("/")[2].removeprefix("schema:") for each in strings(node.get("@type"))}


def strings(value: object) -> list[str]:
    """Return a string, or the strings of a list, without surrounding white space and HTML entities."""
    values = value if isinstance(value, list) else [value]
    return [text for each in values if isinstance(each, str) and (text := html.unescape(each).strip())]


def names(value: object) -> list[str]:
    """Return the names of what is given as a string, an object with a `name`, or a list of such."""
    found: list[str] = []
    for each in value if isinstance(value, list) else [value]:
        found += strings(each.get("name") if isinstance(each, dict) else each)
    return [name for name in found if "://" not in name]


def addresses(value: object) -> list[str]:
    """Return addresses given as a string, or as an object with an `@id` or `url`."""
    found: list[str] = []
    for each in value if isinstance(value, list) else [value]:
        found += strings((each.get("@id") or each.get("url")) if isinstance(each, dict) else each)
    return found


def truth(value: object) -> bool | None:
    """Return a truth value, also where it is written as a string or an address."""
    if isinstance(value, bool):
        return value
    word = value.rpartition("/")[2].lower() if isinstance(value, str) else ""
    return {"true": True, "false": False}.get(word)


def _load(script: str) -> object:
    try:
        return json.loads(script, strict=False, parse_int=float)
    except (ValueError, RecursionError):
        return None


def _nodes(value: object) -> Iterator[Mapping[str, object]]:
    """Yield all objects, outer ones first, without recursion and no more than `_MOST_NODES` values."""
    waiting, seen = [value], 0
    while waiting and seen < _MOST_NODES:
        seen += 1
        each = waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting += reversed(list(each.values()))
        elif isinstance(each, list):
            waiting += reversed(each)
