"""Feeds of schema.org ClaimReviews: a fact-checker's verdicts, each a document of its own.

The document is a text in the form of `ingest.claim_review`. Read are data feeds (``DataFeed`` with
``dataFeedElement``), lists, graphs and single objects in JSON-LD, as plain JSON: no context is fetched. What
else a feed holds is passed over with a note.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from ingest import claim_review
from ingest.claim_review import ClaimReview
from ingest.errors import Origin, Problem
from ingest.language import detect
from ingest.model import Article
from ingest.read.assemble import Draft, outcome, to_article
from ingest.read.canonical_url import canonical_url
from ingest.read.dates import parse_date
from ingest.read.fault import Code, Fault
from ingest.read.json_values import values
from ingest.read.language import UNDETERMINED, language_tag
from ingest.read.limits import Limits
from ingest.read.web.json_ld import addresses, claim_reviews, names, strings, types
from ingest.text import normalise_wording

_SNIFFED = re.compile(rb"\s*[\[{]")
_TYPED = re.compile(
    rb'"@type"\s*:\s*(?:\[[^\]]{0,200}?)?"(?:https?://schema\.org/|schema:)?(?:ClaimReview|DataFeed(?:Item)?)"'
)
_HOLDING = ("dataFeedElement", "item", "itemListElement", "@graph")
_MOST_ADDRESSES = 20
"""Of one claim."""

Node = Mapping[str, object]


class ClaimReviews:
    """Reads a feed of ClaimReviews."""

    suffixes = (".json", ".jsonl", ".ndjson")

    def sniff(self, head: bytes) -> bool:
        """Whether the stream begins like JSON-LD that holds ClaimReviews, or a data feed."""
        return _SNIFFED.match(head) is not None and _TYPED.search(head) is not None

    def read(self, stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Article | Problem]:
        """Yield each review's document after its warnings, or the problem for which it is set aside."""
        number = 0
        skipped: Counter[str] = Counter()
        for value in values(stream, limits.max_record_bytes):
            for item in _items(value):
                reviews = claim_reviews([item])
                if not reviews:
                    skipped[_kind(item)] += 1
                for node in reviews:
                    number += 1
                    yield from review_article(node, Origin(origin.file, number), limits)
        if skipped:
            yield _skipped(skipped).problem(origin, fatal=False)
        if not number:
            fault = Fault(Code.NOTHING_FOUND, "The file holds no ClaimReview.", "Name another file.")
            yield fault.problem(origin)


def review_article(
    node: Node, origin: Origin, limits: Limits, address: str = ""
) -> Iterator[Article | Problem]:
    """Yield the document of one ClaimReview after its warnings, or the problem for which it is set aside.

    Args:
        node: the ClaimReview, as JSON.
        origin: the record.
        limits: what is too large.
        address: where the page that holds it is known.
    """
    yield from outcome(origin, lambda warnings: _article(node, origin, limits, address, warnings))


def _article(node: Node, origin: Origin, limits: Limits, address: str, warnings: list[Fault]) -> Article:
    review = _review(node, warnings)
    title = _first(node.get("headline")) or _first(node.get("name"))
    tag = next(filter(None, map(language_tag, strings(node.get("inLanguage")))), None)
    draft = Draft(
        title=title or f"{claim_review.FIRST_LINE}: {review.claim}",
        body=claim_review.write(review),
        url=next(iter(addresses(node.get("url"))), "") or address,
        date=_date(node, warnings),
        # Not what the labels of the form are in.
        language=tag or detect(f"{title} {review.claim}") or UNDETERMINED,
        publisher=next(iter(_names(node.get("author"))), ""),
        url_place="Field `url`",
        date_place="Field `datePublished`",
    )
    article = to_article(draft, origin, limits, warnings)
    if article.url is None:
        return article
    return dataclasses.replace(article, url=f"{article.url}{_fragment(review)}")


def _fragment(review: ClaimReview) -> str:
    """Return what tells this review from others at its address, and from the page there."""
    key = "\n".join(map(normalise_wording, (review.claim, review.author)))
    digest = base64.b32encode(hashlib.sha256(key.encode("utf-8", "replace")).digest()[:10]).decode().lower()
    return f"#{claim_review.FIRST_LINE}-{digest}"


def _review(node: Node, warnings: list[Fault]) -> ClaimReview:
    item = _object(node.get("itemReviewed"))
    claim = _first(node.get("claimReviewed")) or _first(item.get("text")) or _first(item.get("name"))
    if not claim:
        message = "The ClaimReview does not say which claim it reviews."
        raise Fault(Code.NO_TEXT, message, "Leave it out, or add `claimReviewed`.")
    rating = _object(node.get("reviewRating"))
    value, worst, best = _numbers(rating, warnings)
    verdict = _first(rating.get("alternateName")) or _first(rating.get("name")) or value
    if not verdict:
        message = "The ClaimReview states no verdict."
        raise Fault(Code.NO_RATING, message, "Leave it out, or add `reviewRating` with `alternateName`.")
    author = _names(item.get("author"))
    only = _object(item.get("author")) if len(author) == 1 else {}
    return ClaimReview(
        claim=claim,
        verdict=verdict,
        author=", ".join(author),
        author_type=next(iter(sorted(types(only))), "") if author else "",
        role=_first(only.get("jobTitle")),
        date=_first(item.get("datePublished")),
        appearances=_appearances(item, warnings),
        value=value,
        worst=worst,
        best=best,
    )


def _numbers(rating: Node, warnings: list[Fault]) -> tuple[str, str, str]:
    """Return value, worst and best of a rating as they are written; nothing where they make no sense."""
    given = [_number(rating.get(key)) for key in ("ratingValue", "worstRating", "bestRating")]
    value, worst, best = given
    if value is None:
        return "", "", ""
    if worst is None or best is None:
        return f"{value:g}", "", ""
    if not worst < best or not worst <= value <= best:
        message = f"The rating {value:g} is none from {worst:g} to {best:g}; its numbers were left out."
        warnings.append(Fault(Code.IGNORED_FIELD, message, "Its words alone are read."))
        return "", "", ""
    return f"{value:g}", f"{worst:g}", f"{best:g}"


def _number(value: object) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return value if isinstance(value, float) and math.isfinite(value) else None


def _appearances(item: Node, warnings: list[Fault]) -> tuple[str, ...]:
    given = [
        each
        for key in ("firstAppearance", "appearance", "url", "sameAs")
        for each in addresses(item.get(key))
    ]
    found: dict[str, None] = {}
    for address in given[:_MOST_ADDRESSES]:
        try:
            found[canonical_url(address)] = None
        except ValueError as error:
            message = f"Where the claim is made: {error} It was left out."
            warnings.append(Fault(Code.IGNORED_FIELD, message, "The review is read without it."))
    return tuple(found)


def _date(node: Node, warnings: list[Fault]) -> str:
    date = _first(node.get("datePublished"))
    if not date:
        return ""
    try:
        return parse_date(date, "Field `datePublished`")
    except Fault as fault:
        message = f"{fault.message} It was left out."
        warnings.append(Fault(Code.DATE_LEFT_OUT, message, "The review is read without a date."))
        return ""


def _items(value: object) -> Iterator[object]:
    """Yield what a value holds, in order, without what only holds other things."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += reversed(each)
        elif isinstance(each, dict) and "ClaimReview" not in types(each) and (held := _held(each)):
            waiting += reversed(held)
        else:
            yield each


def _held(node: Node) -> list[object]:
    return [node[key] for key in _HOLDING if isinstance(node.get(key), list | dict)]


def _kind(item: object) -> str:
    return next(iter(sorted(types(item))), "untyped") if isinstance(item, dict) else "untyped"


def _skipped(kinds: Counter[str]) -> Fault:
    shown = ", ".join(f"{kind[:40]} ({count:,})" for kind, count in sorted(kinds.items())[:5])
    more = ", …" if len(kinds) > 5 else ""
    message = f"{kinds.total():,} items of the feed are no ClaimReview and were passed over: {shown}{more}."
    return Fault(Code.OTHER_TYPE, message, "Nothing needs to be done if they are of no interest.")


def _object(value: object) -> Node:
    """Return an object, or the first of a list of them; an empty one for anything else."""
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, dict)), None)
    return value if isinstance(value, dict) else {}


def _names(value: object) -> list[str]:
    return [line for name in names(value) if (line := _line(name))]


def _first(value: object) -> str:
    return next((line for text in strings(value) if (line := _line(text))), "")


def _line(text: str) -> str:
    """Return a text on one line, so that no value can pass for a line of the form."""
    return " ".join(text.split())
