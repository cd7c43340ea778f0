"""Flat attributions against a gold standard: what is found counts as right only if it is exactly the gold's.

Pure functions. A *measure* says what of an attribution is compared: one role, all pieces of the content, or
several roles that must be right together. Each gold one is matched at most once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.scoring import Score, total
from ingest.model import FlatAttribution, Span, Spans

Key = tuple[Spans, ...]
"""The span lists that must all be equal."""
Measure = Callable[[FlatAttribution], Iterator[Key]]


@dataclass(frozen=True, slots=True)
class Compared:
    """The attributions of one article as people marked them and as they were found."""

    publisher: str
    text: str
    gold: tuple[FlatAttribution, ...]
    found: tuple[FlatAttribution, ...]


Keep = Callable[[Compared, FlatAttribution], bool]
"""Whether an attribution of an article is looked at."""


def whole(*roles: str) -> Measure:
    """Return the measure of roles that must be right together, over attributions that have them all."""

    def keys(one: FlatAttribution) -> Iterator[Key]:
        parts = tuple(getattr(one, role) for role in roles)
        if all(parts):
            yield parts

    return keys


def content_pieces(one: FlatAttribution) -> Iterator[Key]:
    """Yield each contiguous piece of the content by itself."""
    for span in one.content:
        yield ((span,),)


def triple(one: FlatAttribution) -> Iterator[Key]:
    """Yield source, cue and content together; one without a source must have been found without."""
    yield one.source, one.cue, one.content


MEASURES: dict[str, Measure] = {
    "source": whole("source"),
    "cue": whole("cue"),
    "content": whole("content"),
    "content pieces": content_pieces,
    "source + cue": whole("source", "cue"),
    "cue + content": whole("cue", "content"),
    "source + cue + content": triple,
}


def count(one: Compared, measure: Measure) -> Score:
    """Return the counts of one article."""
    gold, found = (Counter(_keys(listed, measure)) for listed in (one.gold, one.found))
    return Score(gold.total(), found.total(), (gold & found).total())


def score(articles: Iterable[Compared], measure: Measure) -> Score:
    """Return the counts of all articles (micro average)."""
    return total(count(one, measure) for one in articles)


def touching(articles: Iterable[Compared], measure: Measure) -> Score:
    """Return the counts where sharing one character in every part is enough.

    Two may touch the same gold one, so `right` is how many of what was found touch any of the gold.
    """
    scores = []
    for one in articles:
        gold, found = list(_keys(one.gold, measure)), list(_keys(one.found, measure))
        scores.append(Score(len(gold), len(found), sum(any(touch(g, f) for g in gold) for f in found)))
    return total(scores)


def touch(one: Key, other: Key) -> bool:
    """Whether all parts of two keys share a character, or are empty in both."""
    return all(
        any(_overlap(a, b) for a in mine for b in theirs) if mine and theirs else mine == theirs
        for mine, theirs in zip(one, other, strict=True)
    )


def rightness(one: Compared, measure: Measure) -> list[bool]:
    """Return for each found attribution whether all that the measure compares of it is right.

    Of equal ones that the gold has fewer of, the first count as right.
    """
    left = Counter(_keys(one.gold, measure))
    right = []
    for attribution in one.found:
        keys = Counter(measure(attribution))
        right.append(keys <= left and bool(keys))
        left -= keys
    return right


def with_gold(articles: Iterable[Compared], keep: Keep) -> list[Compared]:
    """Return the articles with only that part of the gold."""
    return [replace(one, gold=tuple(each for each in one.gold if keep(one, each))) for one in articles]


def with_found(articles: Iterable[Compared], keep: Keep) -> list[Compared]:
    """Return the articles with only that part of what was found."""
    return [replace(one, found=tuple(each for each in one.found if keep(one, each))) for one in articles]


def _keys(attributions: Sequence[FlatAttribution], measure: Measure) -> Iterator[Key]:
    for one in attributions:
        yield from measure(one)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
