"""How a content is worded: in quotation marks, without them, or both."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.extract.lexicon import english
from ingest.extract.sentences import sentences
from ingest.extract.tokens import QUOTE
from ingest.model import Span, Spans

FORMS = ("direct", "mixed", "indirect")


def quotations(text: str) -> Spans:
    """Return the outermost quotations of a text, marks included, in text order."""
    return tuple(
        Span(unit.start, unit.end)
        for sentence in sentences(text, english())
        for unit in sentence.units
        if unit.kind == QUOTE
    )


def speech_form(content: Iterable[Span], text: str, quoted: Iterable[Span]) -> str:
    """Return ``direct`` if all letters and digits of a content are quoted, ``indirect`` if none, ``mixed``.

    Marks, punctuation and space decide nothing, so it does not matter on which side of them a span ends.

    >>> text = 'He called it “a dam” twice.'
    >>> [speech_form([Span(a, b)], text, [Span(13, 20)]) for a, b in ((13, 20), (10, 20), (21, 27))]
    ['direct', 'mixed', 'indirect']
    """
    inside = outside = 0
    spans = list(quoted)
    for piece in content:
        total = _letters(text, piece.start, piece.end)
        within = sum(_letters(text, max(piece.start, q.start), min(piece.end, q.end)) for q in spans)
        inside, outside = inside + within, outside + total - within
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _letters(text: str, start: int, end: int) -> int:
    return sum(char.isalnum() for char in text[start : max(start, end)])
