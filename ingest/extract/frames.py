"""A cue with what the patterns find for it in its sentence, and small helpers on unit ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category

from ingest.extract.complements import Complement
from ingest.extract.cues import Cue
from ingest.extract.subjects import DASHES, Range
from ingest.extract.tokens import PUNCTUATION, Token
from ingest.model import Span, Spans


@dataclass(slots=True)
class Frame:
    """A cue with what the patterns found for it, as unit ranges; mutable while a sentence is worked out."""

    cue: Cue
    subject: Range | None = None
    inverted: bool = False
    shared: bool = False
    rest: Complement | None = None
    contents: tuple[Range, ...] = ()
    clip: int | None = None  # where contents of earlier cues must end at the latest
    loose: bool = False  # that end holds only for a cue in a subordinate clause
    subordinate: bool = False  # "While X said C1, Y said C2"
    how: str = ""
    antecedent: Range | None = None
    quoting: Frame | None = None  # "Kim quoted a firefighter as saying": the frame of "quoted"


def spans(units: Sequence[Token], ranges: Sequence[Range]) -> Spans:
    """Return the spans of unit ranges, empty ones left out."""
    return tuple(Span(units[a].start, units[b - 1].end) for a, b in ranges if a < b)


def trim(units: Sequence[Token], start: int, end: int) -> Range:
    """Drop commas, dashes and the like from both ends of a range."""
    while start < end and (units[start].text in {",", ";", ":", ")"} or _loose(units[start])):
        start += 1
    while end > start and (units[end - 1].text in {",", ";", ":", "("} or _loose(units[end - 1])):
        end -= 1
    return start, end


def after_dateline(units: Sequence[Token]) -> int:
    """Return where a sentence begins after "PARIS (AFP) —", 0 if it has no dateline."""
    for k in range(1, min(len(units), 9)):
        if units[k].text in DASHES:
            place = units[:k]
            if units[0].text.isupper() and len(units[0].text) > 2:
                return k + 1 if all(not u.text[0].islower() for u in place) else 0
            return 0
    return 0


def _loose(unit: Token) -> bool:
    """Return whether a unit is a dash or an emoji."""
    return unit.text in DASHES or (
        unit.kind == PUNCTUATION and category(unit.text[0]) in {"So", "Sk", "Cf", "Mn"}
    )
