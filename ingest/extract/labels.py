"""Speech marked by a colon alone: transcripts ("WOLFE: We never knew.") and "…surprised her deputy: “It is
true.”".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.extract.frames import spans, trim
from ingest.extract.lexicon import Lexicon
from ingest.extract.sentences import Sentence
from ingest.extract.subjects import trailing_name
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import QUOTE, Token
from ingest.model import Span, SpeechAct

_MAX_LABEL = 4


def transcript_labels(found: Sequence[Sentence]) -> frozenset[str]:
    """Return the labels that open at least two paragraphs, as written."""
    seen: Counter[str] = Counter()
    last = -1
    for sentence in found:
        if sentence.paragraph != last:
            size = _label_size(sentence.units)
            if size:
                seen[_label(sentence.units, size)] += 1
        last = sentence.paragraph
    return frozenset(label for label, count in seen.items() if count > 1)


def tag_transcript(paragraph: Sequence[Sentence], labels: frozenset[str]) -> Tagged | None:
    """Return the speech of a paragraph that opens with one of `labels`; None for any other, and for mere
    questions."""
    units = paragraph[0].units
    size = _label_size(units)
    if not size or _label(units, size) not in labels:
        return None
    start = units[size + 1].start
    only_questions = all(sentence.stop == "?" for sentence in paragraph)
    return Tagged(
        source=spans(units, [(0, size)]),
        cue=spans(units, [(size, size + 1)]),
        content=(Span(start, paragraph[-1].end),),
        act=SpeechAct.ASK if only_questions else SpeechAct.SAY,
        claim=not only_questions,
        confidence=0.8,
    )


def tag_colon(units: Sequence[Token], lexicon: Lexicon) -> list[Tagged]:
    """Return the quotation after a colon whose speaker is the name before the colon."""
    for k in range(1, len(units) - 1):
        if units[k].text == ":" and units[k + 1].kind == QUOTE and len(units[k + 1].inner) >= 4:
            start = trailing_name(units, max(0, k - 10), k, lexicon)
            if start is None or not units[k - 1].capital:
                return []
            return [
                Tagged(
                    source=spans(units, [trim(units, start, k)]),
                    cue=spans(units, [(k, k + 1)]),
                    content=spans(units, [trim(units, k + 1, len(units))]),
                    act=SpeechAct.SAY,
                    confidence=0.65,
                )
            ]
    return []


def _label_size(units: Sequence[Token]) -> int:
    """Return how many units the label before a colon has, 0 if the sentence opens with none."""
    for k in range(1, min(len(units) - 1, _MAX_LABEL + 1)):
        if units[k].text == ":":
            return k if all(u.capital or u.text == "." for u in units[:k]) else 0
    return 0


def _label(units: Sequence[Token], size: int) -> str:
    return " ".join(u.text for u in units[:size])
