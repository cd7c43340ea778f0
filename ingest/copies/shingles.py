"""A text as the set of its short word sequences ("shingles"), each as one number: what texts have in common.

Letters count and nothing else: case, punctuation, white space and the composition of accents are dropped.
Where words are written without spaces (Chinese, Japanese, Thai, …) each letter stands for a word.
"""

from __future__ import annotations

import hashlib
import unicodedata

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
"""Different numbers in ascending order."""

LENGTH = 3
"""Words in a sequence. Longer ones lose more with each word that an editor changes: with one word in twenty
replaced, 86% of the sequences of three stay, and 77% of those of five."""

_WITHOUT_SPACES = ("CJK ", "HIRAGANA ", "KATAKANA ", "THAI ", "LAO ", "KHMER ", "MYANMAR ", "TIBETAN ")


class _Letters(dict[int, str]):
    """What becomes of each code point, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if unicodedata.category(letter)[0] not in "LMN":
            kept = " "
        elif unicodedata.name(letter, "").startswith(_WITHOUT_SPACES):
            kept = f" {letter} "
        else:
            kept = letter
        self[code] = kept
        return kept


_LETTERS = _Letters()


def words(text: str) -> list[str]:
    """Split a text into what counts as its words.

    >>> words("“It's 5 p.m.”, SAID Zoë.")
    ['it', 's', '5', 'p', 'm', 'said', 'zoë']
    >>> words("北京 news")
    ['北', '京', 'news']
    """
    return unicodedata.normalize("NFC", text.casefold()).translate(_LETTERS).split()


def shingles(text: str) -> Hashes:
    """Return the numbers of a text's word sequences; fewer words are one sequence, none give none.

    >>> len(shingles("to be or not to be"))
    4
    """
    found = words(text)
    sequences = {" ".join(each) for each in zip(*(found[start:] for start in range(LENGTH)), strict=False)}
    if found and not sequences:
        sequences = {" ".join(found)}
    joined = b"".join(hashlib.blake2b(each.encode(), digest_size=8).digest() for each in sequences)
    return np.sort(np.frombuffer(joined, dtype="<u8").astype(np.uint64))


def common(one: Hashes, other: Hashes) -> int:
    """Count the sequences that two texts have in common."""
    return len(np.intersect1d(one, other, assume_unique=True))
