"""Interviews printed without labels: paragraphs that ask, and paragraphs in the first person that answer.

A text is taken for one only if its headline or its first paragraphs say that somebody was interviewed, at
least two paragraphs are questions outside quotation marks, and most of the others speak in the first
person. A news article that asks its readers something is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, islice

from ingest.extract.labels import question_span
from ingest.extract.name_kinds import Name
from ingest.extract.sentences import Sentence
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import QUOTE, WORD
from ingest.model import ActorKind, Certainty, Span, Spans, SpeechAct

Paragraph = tuple[Sentence, ...]

_CONFIDENCE = 0.75
_OPENING = 5
"""The announcement stands in one of so many first paragraphs, the headline counted."""
_LEAST_QUESTIONS = 2
_SHARE = 0.15
"""The least share of questions among the paragraphs of an interview."""
_ASKED = 70
"""A question paragraph has at most so many words, its preamble counted."""
_REMARK = 30
"""What an interviewer throws in without asking has at most so many words."""
_FIRST = {"i", "we", "my", "our", "me", "us", "mine", "ours", "myself", "ourselves", "i'm", "we're"}
_ANNOUNCED = re.compile(
    r"(?i)\b(?:interview(?:s|ed|ing)?|q&a|questions for|in conversation with"
    r"|(?:spoke|speaks|talked|talks|chatted|chats|sat down|sits down|caught up|catches up) (?:with|to))\b"
)
_CAPTION = re.compile(r"(?i)\b(?:image|photo|photograph|picture|credit)s?\s*:|^\W*file photo\b")
_MOST_WORDS = 3
"""No sentence announces an interview more often."""
_MOST_BETWEEN = 160
"""Characters between the announcing words and the name of the interviewed."""


def interview_turns(found: Sequence[Sentence], names: Sequence[Name], text: str) -> list[Tagged]:
    """Return the questions and answers of an interview without labels, in text order; none of other texts.

    Args:
        found: the sentences of the article.
        names: the names in it.
        text: the article's text.
    """
    paragraphs = [tuple(group) for _, group in groupby(found, key=lambda sentence: sentence.paragraph)]
    announced = _interviewed(paragraphs[:_OPENING], names, text)
    if announced is None:
        return []
    person, lead = announced
    turns = [p for p in paragraphs[lead + 1 :] if not _CAPTION.search(text[p[0].start : p[-1].end])]
    asks = [_asks(turn) for turn in turns]
    if not any(asks):
        return []
    begin, stop = _bounds(turns, asks)
    turns, asks = turns[begin:stop], asks[begin:stop]
    if not _is_interview(turns, asks):
        return []
    asking = _interviewer(turns, asks)
    tagged: list[Tagged] = []
    for by_interviewer, group in groupby(zip(turns, asking, asks, strict=True), key=lambda item: item[1]):
        turn = [(paragraph, asked) for paragraph, _, asked in group]
        if by_interviewer:
            tagged += [_question(p) if asked else _said([p], ()) for p, asked in turn]
        else:
            tagged.append(_said([p for p, _ in turn], person))
    return tagged


def _interviewed(opening: Sequence[Paragraph], names: Sequence[Name], text: str) -> tuple[Spans, int] | None:
    """Return the name of who is interviewed, and the number of the last paragraph that announces it."""
    person: Span | None = None
    last = -1
    for number, paragraph in enumerate(opening):
        if number and _asks(paragraph):
            break
        for sentence in paragraph:
            for match in islice(_ANNOUNCED.finditer(text, sentence.start, sentence.end), _MOST_WORDS):
                last = number
                person = person or _person_after(match.end(), sentence.end, names)
    return ((person,), last) if person is not None else None


def _person_after(start: int, stop: int, names: Sequence[Name]) -> Span | None:
    stop = min(stop, start + _MOST_BETWEEN)
    people = (n.span for n in names if n.kind is ActorKind.PERSON and start <= n.span.start < stop)
    return next(people, None)


def _asks(paragraph: Sequence[Sentence]) -> bool:
    """Return whether a paragraph ends in a question, outside quotation marks, and is not long."""
    return (
        paragraph[-1].stop == "?"
        and paragraph[0].units[0].kind != QUOTE
        and paragraph[-1].units[-1].kind != QUOTE
        and _words(paragraph) <= _ASKED
    )


def _bounds(turns: Sequence[Paragraph], asks: Sequence[bool]) -> tuple[int, int]:
    """Return where the interview begins and ends among the paragraphs below its announcement.

    It begins with the first question, or with the answer just before it. It ends after the last answer and
    what follows that in the first person; where the two speak by turns also after what they say in few words.
    """
    first = asks.index(True)
    begin = first - 1 if first and _personal(turns[first - 1]) else first
    stop = len(asks) + 1 - asks[::-1].index(True)
    by_turns = _alternates(asks)
    while stop < len(turns):
        if _personal(turns[stop]):
            stop += 1
        elif (
            by_turns
            and stop + 1 < len(turns)
            and _is_remark(turns[stop])
            and (_personal(turns[stop + 1]) or _is_remark(turns[stop + 1]))
        ):
            stop += 2
        else:
            break
    return begin, min(stop, len(turns))


def _is_remark(paragraph: Paragraph) -> bool:
    return _words(paragraph) <= _REMARK and bool(paragraph[-1].stop)


def _is_interview(turns: Sequence[Paragraph], asks: Sequence[bool]) -> bool:
    questions = sum(asks)
    answers = [turn for turn, asked in zip(turns, asks, strict=True) if not asked and _words(turn) > 8]
    quoting = sum(any(u.kind == QUOTE and len(u.inner) > 8 for s in turn for u in s.units) for turn in turns)
    return (
        questions >= _LEAST_QUESTIONS
        and questions >= _SHARE * len(turns)
        and bool(answers)
        and 2 * sum(map(_personal, answers)) > len(answers)
        and 4 * quoting <= len(turns)
    )


def _interviewer(turns: Sequence[Paragraph], asks: Sequence[bool]) -> list[bool]:
    """Return which paragraphs are the interviewer's.

    Where all questions stand in every second place, the two speak by turns, and what stands in such a
    place is the interviewer's even if it asks nothing ("It's not the same.").
    """
    if not _alternates(asks):
        return list(asks)
    place = asks.index(True) % 2
    return [
        asked or (k % 2 == place and _is_remark(turn) and not _starts_personal(turn))
        for k, (turn, asked) in enumerate(zip(turns, asks, strict=True))
    ]


def _alternates(asks: Sequence[bool]) -> bool:
    return len({k % 2 for k, asked in enumerate(asks) if asked}) == 1


def _starts_personal(paragraph: Paragraph) -> bool:
    return paragraph[0].units[0].lower in _FIRST


def _question(paragraph: Paragraph) -> Tagged:
    span = question_span(paragraph, paragraph[0].start)
    return Tagged(
        (), (), (span,), SpeechAct.ASK, certainty=Certainty.UNKNOWN, confidence=_CONFIDENCE, turn=True
    )


def _said(paragraphs: Sequence[Paragraph], person: Spans) -> Tagged:
    content = tuple(Span(p[0].start, p[-1].end) for p in paragraphs)
    return Tagged((), (), content, SpeechAct.SAY, antecedent=person, confidence=_CONFIDENCE, turn=True)


def _personal(paragraph: Iterable[Sentence]) -> bool:
    """Return whether a paragraph speaks in the first person, outside quotations."""
    return any(unit.lower in _FIRST for sentence in paragraph for unit in sentence.units)


def _words(paragraph: Iterable[Sentence]) -> int:
    return sum(unit.kind in {WORD, QUOTE} for sentence in paragraph for unit in sentence.units)
