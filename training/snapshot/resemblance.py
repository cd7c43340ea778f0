"""When two names look like forms of one name, across Latin and Cyrillic."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from ingest.link.names import key

# The usual English romanisation of Russian and Ukrainian; й and ї have lost their marks in `key`.
_ROMAN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ж": "zh", "з": "z",
        "и": "i", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "",
        "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "d",
        "џ": "dz", "ў": "u",
    }
)  # fmt: skip

#: Words this alike (Ratcliff/Obershelp) are forms of one word: "Sloviansk" and "Slavyansk".
ALIKE = 0.7


@lru_cache(maxsize=500_000)
def script(name: str) -> str:
    """Return ``latin``, ``cyrillic``, or ``other`` (another script, several, or no letter)."""
    found = {unicodedata.name(c, "?").split()[0] for c in name if c.isalpha()}
    return found.pop().lower() if len(found) == 1 else "other"


@lru_cache(maxsize=200_000)
def words(name: str) -> tuple[str, ...]:
    """Return the name's words, romanised, lower case."""
    return tuple(key(name).translate(_ROMAN).split())


def resembles(one: str, other: str) -> bool:
    """Whether some word of one name looks like some word of the other, or one is the other's initials."""
    if any(alike(a, b) for a in words(one) for b in words(other)):
        return True
    return is_initials(one, other) or is_initials(other, one)


@lru_cache(maxsize=500_000)
def alike(a: str, b: str) -> bool:
    """Whether two romanised words of three letters or more look like forms of one word."""
    if min(len(a), len(b)) < 3:
        return a == b and len(a) > 1
    return a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE


@lru_cache(maxsize=500_000)
def is_initials(short: str, name: str) -> bool:
    """Whether `short` is the initials of `name`'s words, small words counted or not: "UAE", "DoD"."""
    spell = (lambda text: tuple(key(text).split())) if script(short) == script(name) else words
    letters = "".join(spell(short))
    parts = [part for part in name.split() if spell(part)]
    every = "".join(spell(part)[0][0] for part in parts)
    capitals = "".join(spell(part)[0][0] for part in parts if part[0].isupper())
    return len(letters) >= 2 and letters in (every, capitals)
