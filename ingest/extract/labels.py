"""Speech marked by a colon alone: transcripts ("WOLFE: We never knew.") and "…surprised her deputy: “It is
true.”".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from ingest.extract.frames import spans, trim
from ingest.extract.lexicon import Lexicon
from ingest.extract.sentences import Sentence
from ingest.extract.subjects import trailing_name
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import QUOTE, Token
from ingest.model import Certainty, Span, SpeechAct

_MAX_LABEL = 4
_NO_SPEAKERS = {
    "image", "images", "photo", "photos", "photograph", "picture", "pictures", "video", "audio", "caption",
    "credit", "file photo", "source", "sources", "note", "update", "updated", "correction", "related",
    "see also", "read more", "advertisement", "date", "time", "location", "venue", "result", "score",
    "address", "phone", "email", "e-mail", "website", "summary", "background", "headline", "editor's note",
}  # fmt: skip
_NAMELESS = {"q", "a", "question", "answer"}
_FIRST = {"i", "we", "my", "our", "me", "us"}
_CONFIDENCE = 0.8


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
    return frozenset(
        label for label, count in seen.items() if count > 1 and label.lower() not in _NO_SPEAKERS
    )


def labelled_turns(found: Sequence[Sentence]) -> list[Tagged]:
    """Return one attribution for each turn of a transcript or a labelled interview, in text order.

    A turn goes on in the paragraphs without label that speak in the first person, up to the next label.
    Whose turns mostly end in a question is the interviewer: what he asks is asked, not what he says before.
    """
    labels = transcript_labels(found)
    if not labels:
        return []
    turns: list[tuple[str, int, list[Sequence[Sentence]]]] = []
    waiting: list[Sequence[Sentence]] = []
    for _, group in groupby(found, key=lambda sentence: sentence.paragraph):
        paragraph = tuple(group)
        size = _label_size(paragraph[0].units)
        if size and _label(paragraph[0].units, size) in labels:
            if turns:
                turns[-1][2].extend(waiting)
            turns.append((_label(paragraph[0].units, size), size, [paragraph]))
            waiting = []
        elif any(unit.lower in _FIRST for sentence in paragraph for unit in sentence.units):
            waiting.append(paragraph)  # a turn goes on only if another one follows
    asked = Counter(label for label, _, turn in turns if turn[0][-1].stop == "?")
    total = Counter(label for label, _, _ in turns)
    interviewers = {label for label in labels if 2 * asked[label] > total[label]}
    return [_labelled(label in interviewers, label, size, turn) for label, size, turn in turns]


def _labelled(interviewer: bool, label: str, size: int, turn: Sequence[Sequence[Sentence]]) -> Tagged:
    first, units = turn[0], turn[0][0].units
    start = units[size + 1].start
    asks = first[-1].stop == "?" and (interviewer or all(s.stop == "?" for s in first)) and len(turn) == 1
    content = [Span(start, first[-1].end), *(Span(p[0].start, p[-1].end) for p in turn[1:])]
    return Tagged(
        source=() if label.lower() in _NAMELESS else spans(units, [(0, size)]),
        cue=(),
        content=(question_span(first, start),) if asks else tuple(content),
        act=SpeechAct.ASK if asks else SpeechAct.SAY,
        certainty=Certainty.UNKNOWN if asks else Certainty.CERTAIN,
        confidence=_CONFIDENCE,
        turn=True,
    )


def question_span(paragraph: Sequence[Sentence], start: int) -> Span:
    """Return what a paragraph that begins at `start` asks: its questions, without what goes before."""
    asking = next((s for s in paragraph if s.stop == "?" and s.end > start), paragraph[0])
    return Span(max(start, asking.start), paragraph[-1].end)


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
