"""Paragraphs and sentences, also where sentences are glued together ("…on Telegram.The mercenaries…").

A quotation is one unit: full stops inside it do not end the sentence around it, its last one may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.extract.lexicon import Lexicon
from ingest.extract.quotes import fold_quotes, opens_paragraph
from ingest.extract.tokens import NUMBER, QUOTE, WORD, Token, tokenise

_BREAK = re.compile(r"\n[^\S\n]*\n\s*|\n(?![^\S\n]*[a-zа-яё])")
_ENDERS = {".", "!", "?", "…", "...", "....", ".."}
MAX_UNITS = 200
"""A sentence is cut here: no real one is longer, and what follows it costs more than linear time."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The units (tokens, with quotations folded) of one sentence, without its final stop where it has one.

    Attributes:
        paragraph: the number of its paragraph, counted from 0, the headline being 0.
        stop: the final punctuation, or empty.
    """

    units: tuple[Token, ...]
    paragraph: int
    stop: str = ""

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.units[0].start

    @property
    def end(self) -> int:
        """Where its last unit ends, the final stop left out."""
        return self.units[-1].end


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each paragraph.

    A blank line ends one; a single line break does too, unless the next line goes on in lower case.
    """
    start = 0
    for match in _BREAK.finditer(text):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def sentences(text: str, lexicon: Lexicon) -> list[Sentence]:
    """Split a whole text into sentences, in text order."""
    found: list[Sentence] = []
    places = list(paragraphs(text))
    for number, (start, end) in enumerate(places):
        goes_on = number + 1 < len(places) and opens_paragraph(text, places[number + 1][0])
        units = fold_quotes(tokenise(text, start, end), text, goes_on=goes_on)
        found.extend(split_units(units, number, lexicon))
    return found


def split_units(units: Sequence[Token], paragraph: int, lexicon: Lexicon) -> Iterator[Sentence]:
    """Split the units of a paragraph (or of the inside of a quotation) into sentences."""
    begin = 0
    for i, unit in enumerate(units):
        following = units[i + 1] if i + 1 < len(units) else None
        if i >= begin and (
            _ends(units, i, following, lexicon) or i - begin >= MAX_UNITS or following is None
        ):
            stop = unit.text if unit.text in _ENDERS else ""
            last = i if stop else i + 1
            if last > begin:
                yield Sentence(tuple(units[begin:last]), paragraph, stop)
            begin = i + 1


def _ends(units: Sequence[Token], i: int, following: Token | None, lexicon: Lexicon) -> bool:
    unit = units[i]
    if following is None:
        return True
    opens = (
        following.kind in {QUOTE, NUMBER}
        or following.text[0].isupper()
        or following.text in {"“", "«", "-", "—", "–", "*", "•", "["}
    )
    if unit.kind == QUOTE:
        ending = unit.inner[-1].text if unit.inner else ""
        return (
            ending in _ENDERS
            and following.kind != QUOTE
            and opens
            and following.start > unit.end - 1
            and not _speech_tag(units, i + 1, lexicon)
        )
    if unit.kind == WORD and unit.text.endswith(".") and len(unit.text) > 2:  # U.S. The …
        return (
            following.start > unit.end and following.lower in lexicon.openers and following.text[0].isupper()
        )
    if unit.text not in _ENDERS:
        return False
    if unit.text == "." and i > 0:
        before = units[i - 1]
        glued = following.start == unit.end
        if before.end == unit.start and before.kind == WORD:
            if before.lower in lexicon.abbreviations and before.lower not in {
                "inc",
                "co",
                "corp",
                "ltd",
                "etc",
                "jr",
                "sr",
            }:
                return False
            if before.lower in lexicon.abbreviations and following.lower not in lexicon.openers:
                return False
            if (
                len(before.text) == 1
                and before.text.isupper()
                and before.lower != "i"
                and following.kind == WORD
            ):
                return following.lower in lexicon.openers and not glued
            if glued and not (
                (following.text[0].isupper() and len(following.text) > 1)
                or following.kind == QUOTE
                or following.lower in {"a", "i"}
            ):
                return False
        if glued and before.kind == NUMBER and following.kind == NUMBER:
            return False
    return opens or (unit.text in {"!", "?"} and following.text[0].isupper())


def _speech_tag(units: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Return whether a short "Smith said." or "he asked" follows the quotation, and so belongs to it."""
    for j in range(i, min(len(units), i + 9)):
        unit = units[j]
        if unit.kind == QUOTE or unit.text in _ENDERS or unit.text in {",", ";", ":"}:
            return False
        verb = lexicon.speech_forms.get(unit.lower)
        if (
            verb is not None
            and verb.form in {"past", "s"}
            and units[j - 1].lower not in {"the", "a", "his", "her"}
        ):
            if j == i:
                return False
            after = units[j + 1] if j + 1 < len(units) else None
            return (
                after is None
                or after.text in _ENDERS
                or after.text == ","
                or after.lower in lexicon.adverbs
                or after.lower in {"on", "in", "at"}
            )
    return False
