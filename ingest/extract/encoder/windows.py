"""Which words the encoder reads together: whole paragraphs while they fit, else whole sentences."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ingest.extract.encoder.words import Integers, Words

LIMIT = 192
"""A window holds at most this many word pieces, if it can be cut at a sentence."""
LONGEST = 320
"""A sentence longer than this many pieces is cut in its middle."""


def windows(
    words: Words, begin: int = 0, end: int | None = None, limit: int = LIMIT
) -> Iterator[tuple[int, int]]:
    """Yield (first word, word after the last) of each window, in text order and without gaps.

    Paragraphs are packed while they fit into `limit` pieces; a longer paragraph is cut at a sentence, a
    longer sentence at a word.

    Args:
        words: the text.
        begin: the first word to be read.
        end: the word after the last to be read; None for all.
        limit: how many pieces a window may hold.
    """
    stop = len(words) if end is None else end
    while begin < stop:
        following = _end(words, begin, stop, limit)
        yield begin, following
        begin = following


def _end(words: Words, begin: int, stop: int, limit: int) -> int:
    if words.first[stop] - words.first[begin] <= limit:
        return stop
    fits = _reach(words, begin, limit)
    for level in (words.paragraph, words.sentence):
        cut = _last_change(level, begin, fits)
        if cut > begin:
            return cut
    following = _first_change(words.sentence, begin, min(_reach(words, begin, LONGEST), stop))
    return max(following, begin + 1)


def _reach(words: Words, begin: int, limit: int) -> int:
    """Return the last word before which at most `limit` pieces lie."""
    return int(np.searchsorted(words.first, words.first[begin] + limit, side="right")) - 1


def _last_change(level: Integers, begin: int, end: int) -> int:
    """Return the last index in (begin, end] where a new unit begins, or `begin`."""
    for i in range(min(end, len(level) - 1), begin, -1):
        if level[i] != level[i - 1]:
            return i
    return begin


def _first_change(level: Integers, begin: int, end: int) -> int:
    """Return the first index in (begin, end] where a new unit begins, or `end`."""
    for i in range(begin + 1, min(end, len(level) - 1) + 1):
        if level[i] != level[i - 1]:
            return i
    return end
