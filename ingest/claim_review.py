"""The textual form of a schema.org ClaimReview: what a fact-checker's feed says of one claim, as a document.

A feed is data and no prose, and everything that Hearsay says points into a text. So a ClaimReview is written
as a text of one line a property, in the feed's own words and a fixed order, and read from that text like any
other article: the same text says the same, whatever feed it once came from.

    ClaimReview
    claimReviewed: The bridge will be closed for a year
    itemReviewed.author: Ana Duarte
    itemReviewed.author.type: Person
    itemReviewed.author.jobTitle: mayor
    itemReviewed.datePublished: 2024-06-01
    itemReviewed.appearance: https://dailybeacon.example.org/bridge
    reviewRating of “The bridge will be closed for a year”: False
    reviewRating.ratingValue: 1
    reviewRating.worstRating: 1
    reviewRating.bestRating: 5
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.model import Span

FIRST_LINE = "ClaimReview"
FRAGMENT = re.compile(r"#ClaimReview-[a-z2-7]{16}", re.ASCII)
"""What tells a ClaimReview's address from that of the page that holds it, and from another one's there."""

_CLAIM, _AUTHOR, _DATE, _APPEARANCE = (
    *("claimReviewed", "itemReviewed.author", "itemReviewed.datePublished", "itemReviewed.appearance"),
)
_TYPE, _ROLE = f"{_AUTHOR}.type", f"{_AUTHOR}.jobTitle"
_RATING = "reviewRating"
_VALUE, _WORST, _BEST = (f"{_RATING}.{name}" for name in ("ratingValue", "worstRating", "bestRating"))
_ONCE = (_CLAIM, _AUTHOR, _TYPE, _ROLE, _DATE, _VALUE, _WORST, _BEST)


@dataclass(frozen=True, slots=True)
class ClaimReview:
    """What a ClaimReview says, every value on one line; what it does not say is empty.

    Attributes:
        claim: the claim that is reviewed, as the fact-checker words it.
        verdict: the rating in words, or its number where there are none.
        author: who made the claim.
        author_type: schema.org's class of the author, such as ``Person``.
        role: the author's job title.
        date: when the claim was made, as the feed has it.
        appearances: addresses where the claim is made.
        value: the rating as a number, with `worst` and `best`.
    """

    claim: str
    verdict: str
    author: str = ""
    author_type: str = ""
    role: str = ""
    date: str = ""
    appearances: tuple[str, ...] = ()
    value: str = ""
    worst: str = ""
    best: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a text in this form says what; None, or nothing, where it does not.

    Attributes:
        label: the words ``claimReviewed``.
        claim: the reviewed claim.
        author: who made it.
        role: the author's job title.
        appearances: the addresses where it is made.
        rating: the whole statement of the verdict, with the claim in it.
        verdict: the verdict alone.
    """

    label: Span
    claim: Span
    rating: Span
    verdict: Span
    author: Span | None = None
    role: Span | None = None
    appearances: tuple[Span, ...] = ()


def write(review: ClaimReview) -> str:
    """Return the text of a review.

    >>> print(write(ClaimReview("It rains", "True", author="Ann")))
    ClaimReview
    claimReviewed: It rains
    itemReviewed.author: Ann
    reviewRating of “It rains”: True
    """
    lines = [
        (_CLAIM, review.claim),
        (_AUTHOR, review.author),
        (_TYPE, review.author_type),
        (_ROLE, review.role),
        (_DATE, review.date),
        *((_APPEARANCE, address) for address in review.appearances),
        (f"{_RATING} of “{review.claim}”", review.verdict),
        (_VALUE, review.value),
        (_WORST, review.worst),
        (_BEST, review.best),
    ]
    return "\n".join([FIRST_LINE, *(f"{label}: {value}" for label, value in lines if value)])


def read(text: str, start: int = 0) -> tuple[ClaimReview, Places] | None:
    """Read what `write` wrote; None if the text is anything else.

    Args:
        text: an article's.
        start: where the form begins in it.
    """
    lines = list(_lines(text, start))
    if (
        len(lines) < 3
        or lines[0].of(text) != FIRST_LINE
        or not text.startswith(f"{_CLAIM}: ", lines[1].start)
    ):
        return None
    label = Span(lines[1].start, lines[1].start + len(_CLAIM))
    claim = Span(label.end + 2, lines[1].end)
    rating = f"{_RATING} of “{claim.of(text)}”: "
    found: dict[str, Span] = {}
    appearances: list[Span] = []
    stated: Span | None = None
    for line in lines[2:]:
        if text.startswith(rating, line.start) and stated is None:
            stated = line
            continue
        name, _, value = line.of(text).partition(": ")
        place = Span(line.start + len(name) + 2, line.end)
        if name == _APPEARANCE and value:
            appearances.append(place)
        elif name in _ONCE and name not in found and value:
            found[name] = place
        else:
            return None
    if stated is None or len(stated.of(text)) <= len(rating) or not claim.of(text):
        return None
    verdict = Span(stated.start + len(rating), stated.end)
    words = {name: place.of(text) for name, place in found.items()}
    review = ClaimReview(
        claim=claim.of(text),
        verdict=verdict.of(text),
        author=words.get(_AUTHOR, ""),
        author_type=words.get(_TYPE, ""),
        role=words.get(_ROLE, ""),
        date=words.get(_DATE, ""),
        appearances=tuple(place.of(text) for place in appearances),
        value=words.get(_VALUE, ""),
        worst=words.get(_WORST, ""),
        best=words.get(_BEST, ""),
    )
    places = Places(label, claim, stated, verdict, found.get(_AUTHOR), found.get(_ROLE), tuple(appearances))
    return review, places


def _lines(text: str, start: int) -> Iterator[Span]:
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield Span(start, end)
        start = end + 1
