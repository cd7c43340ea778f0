"""Check-worthy assertions in the article's own voice.

A sentence of the body is taken if nothing in it is attributed and it holds no cue of speech or hearsay, it
names somebody or something or gives a number, it has a finite verb, and it is neither question, advice nor
the writer speaking of himself. The headline is not taken: the body words it more fully. Of an interview or a
column only the lead is taken, for nobody can tell whose the other sentences are.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence

from ingest.extract.cues import find_cues
from ingest.extract.finite import looks_finite
from ingest.extract.frames import after_dateline
from ingest.extract.lexicon import Lexicon
from ingest.extract.name_kinds import Name
from ingest.extract.sentences import Sentence
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import NUMBER, QUOTE, WORD
from ingest.model import Span

MIN_WORDS, MAX_WORDS = 8, 45
_INTERVIEW = 0.2
"""Above this share of sentences in the first or second person it is an interview or a column."""
_LEAD = 2  # the paragraphs that are taken of such a text
_PERSONAL = {"i", "we", "you", "me", "us", "my", "our", "your", "i'm", "we're", "let's", "please"}
_ADVICE = {"should", "must", "ought", "shall", "let"}
_HEARSAY = {"reportedly", "allegedly", "purportedly", "supposedly", "according", "citing", "quoting"}
"""Words of a sentence that the article relays, also where it cannot be told from whom."""
_REACTIONS = {"claim", "statement", "remark", "comment", "allegation"}
_BOILERPLATE = re.compile(
    r"(?i)\b(click|subscribe|copyright|rights reserved|read more|sign up|newsletter|follow us)\b"
)


def own_voice(
    found: Sequence[Sentence],
    tagged: Sequence[Tagged],
    names: Sequence[Name],
    lexicon: Lexicon,
    text: str,
    title_end: int,
) -> list[Span]:
    """Return the spans of the check-worthy sentences in the article's own voice."""
    body = [sentence for sentence in found if sentence.start >= title_end]
    personal = sum(any(u.lower in _PERSONAL for u in sentence.units) for sentence in body)
    last = _LEAD if personal > _INTERVIEW * len(body) else math.inf
    taken = sorted((t.start, t.end) for t in tagged)
    starts = sorted(name.span.start for name in names)
    out = []
    begin = 0
    for sentence in found:
        while begin < len(taken) and taken[begin][1] <= sentence.start:
            begin += 1
        overlaps = any(a < sentence.end and b > sentence.start for a, b in taken[begin : begin + 40])
        if sentence.start < title_end or sentence.paragraph > last or overlaps:
            continue
        named = any(
            sentence.start <= s < sentence.end for s in _between(starts, sentence.start, sentence.end)
        )
        if _checkworthy(sentence, named, lexicon, text):
            out.append(Span(sentence.units[after_dateline(sentence.units)].start, sentence.end))
    return out


def _between(starts: Sequence[int], low: int, high: int) -> Sequence[int]:
    return starts[bisect_left(starts, low) : bisect_left(starts, high)]


def _checkworthy(sentence: Sentence, named: bool, lexicon: Lexicon, text: str) -> bool:
    units = sentence.units
    words = [u for u in units if u.kind in {WORD, NUMBER}]
    if not MIN_WORDS <= len(words) <= MAX_WORDS or sentence.stop != ".":
        return False
    lower = {u.lower for u in words}
    if lower & (_PERSONAL | _ADVICE | _HEARSAY) or any(u.kind == QUOTE and len(u.inner) > 5 for u in units):
        return False
    if any(not cue.passive for cue in find_cues(units, lexicon)):
        return False  # what somebody said, asked, wanted, or would not say
    if any(u.lower in lexicon.nouns and lexicon.nouns[u.lower].lemma in _REACTIONS for u in words):
        return False
    number = any(u.kind == NUMBER for u in words)
    if not (named or number) or _BOILERPLATE.search(text, sentence.start, sentence.end):
        return False
    return looks_finite(units, 0, len(units), lexicon)
