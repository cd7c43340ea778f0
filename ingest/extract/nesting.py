"""Chains: which attribution speaks within which other's content, and which of them are claims of their own.

"A said that B said C" is one claim with content C and chain A ← B; a quotation that holds more than that
is A's claim as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.extract.tagging import ATTITUDES, Tagged
from ingest.model import Span, SpeechAct

_WORD = re.compile(r"\w+")
_DENIALS = {SpeechAct.DENY, SpeechAct.REJECT}
_MOST = 60  # more attributions than this do not overlap in any real text
_SPARE_WORDS = 3
"""A content that holds at most so many words more than an inner attribution is only its frame."""


@dataclass(frozen=True, slots=True)
class Chained:
    """One claim to be: its attributions from the outermost to the innermost."""

    links: tuple[Tagged, ...]


def chains(tagged: Sequence[Tagged], text: str, same: Callable[[Tagged, Tagged], bool]) -> list[Chained]:
    """Return a chain for each attribution that is a claim of its own, in the order given.

    Args:
        tagged: the attributions by increasing start.
        text: the article's text.
        same: whether two attributions have the same speaker. What a speaker says that he believes is one
            claim.
    """
    parents = _parents(tagged)
    own = {k for k, m in parents.items() if tagged[k].act in ATTITUDES and same(tagged[k], tagged[m])}
    consumed = {
        parent
        for k, parent in parents.items()
        if k not in own and tagged[k].claim and _fills(tagged[parent], tagged[k], text)
    }
    out = []
    for k, one in enumerate(tagged):
        if not one.claim or k in consumed or k in own:
            continue
        links = [one]
        at = k
        seen = {k}
        while at in parents and parents[at] not in seen:
            at = parents[at]
            seen.add(at)
            if tagged[at].act not in _DENIALS:
                links.append(tagged[at])
        out.append(Chained(tuple(reversed(links))))
    return out


def settle_denials(tagged: Sequence[Tagged], text: str) -> list[Tagged]:
    """Make "rejected claims that C" a denial of C itself, beside the claim that C by whoever made it."""
    out = list(tagged)
    for k, m in _parents(tagged).items():
        if (
            tagged[m].act in _DENIALS
            and tagged[m].content != tagged[k].content
            and _fills(tagged[m], tagged[k], text)
        ):
            out[m] = replace(tagged[m], content=tagged[k].content, complementiser=tagged[k].complementiser)
    return out


def _parents(tagged: Sequence[Tagged]) -> dict[int, int]:
    """Return for each attribution inside another's content the number of the closest such other."""
    parents: dict[int, int] = {}
    for k, near in enumerate(neighbours(tagged)):
        outers = [m for m in near if _within(tagged[k], tagged[m])]
        if outers:
            parents[k] = min(outers, key=lambda m: (_size(tagged[m]), m))
    return parents


def neighbours(tagged: Sequence[Tagged]) -> list[list[int]]:
    """Return for each attribution (given by increasing start) the numbers of those that overlap it."""
    near: list[list[int]] = [[] for _ in tagged]
    active: list[int] = []
    for k, one in enumerate(tagged):
        active = [m for m in active if tagged[m].end > one.start][-_MOST:]
        for m in active:
            near[k].append(m)
            near[m].append(k)
        active.append(k)
    return near


def _size(tagged: Tagged) -> int:
    return sum(span.end - span.start for span in tagged.content)


def _within(inner: Tagged, outer: Tagged) -> bool:
    """Return whether `inner` speaks from inside `outer`'s content."""
    if not inner.cue or not outer.content:
        return False
    if inner.content == outer.content:
        return inner.behind and not outer.behind and outer.act not in _DENIALS
    low, high = outer.content[0].start, outer.content[-1].end
    anchor = inner.cue[0]
    if not any(span.start <= anchor.start and anchor.end <= span.end for span in outer.content):
        return False
    return not inner.content or (low <= inner.content[0].start and inner.content[-1].end <= high)


def _fills(outer: Tagged, inner: Tagged, text: str) -> bool:
    """Return whether `outer`'s content is hardly more than the inner attribution."""
    if inner.content == outer.content:
        return True
    pieces = [*inner.source, *inner.cue, *inner.content, *inner.adjuncts]
    if inner.complementiser:
        pieces.append(inner.complementiser)
    pieces.sort()
    spare = 0
    for span in outer.content:
        at = span.start
        for piece in [*pieces, Span(span.end, span.end)]:
            for _ in _WORD.finditer(text, at, min(max(at, piece.start), span.end)):
                spare += 1
                if spare > _SPARE_WORDS or at >= inner.end:
                    return False
            at = max(at, piece.end)
    return True
