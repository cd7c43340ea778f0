"""Text helpers that several rooms share."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_QUOTES = "'\"`´‘’‚‛“”„‟′″‹›«»「」『』〝〞〟＂＇"
_BREAKING_DASHES = "—―⸺⸻"
_JOINING_DASHES = "‐‑‒–−﹘﹣－"
_UNIFIED = str.maketrans(
    dict.fromkeys(_QUOTES, "'") | dict.fromkeys(_BREAKING_DASHES, " - ") | dict.fromkeys(_JOINING_DASHES, "-")
)
_SURROUNDING = " '.,;:!…-()[]{}¡¿。、،؛"
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_SEVERAL_HYPHENS = re.compile(r"--+")
_KEPT_JOINERS = "\u200c\u200d"  # Persian and Indic scripts, and emoji, cannot be read without them
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def normalise_wording(wording: str) -> str:
    """Return the form in which two wordings of a claim count as identical.

    Compatibility forms are unified (Unicode NFKC), case is folded, all quotation marks become ``'``, all
    dashes a hyphen (an em dash stands between spaces), invisible format characters go, white space collapses
    to one space, and quotation marks, brackets and punctuation around the whole are dropped. A question mark
    stays, for asking is not stating, and so does the sign or point of a leading number. Nothing else is
    touched: no word is removed, replaced or reordered.

    The result is a key, not a text to show. It is its own normal form: ``f(f(x)) == f(x)``.

    >>> normalise_wording("“France’s troops — at the  FRONT.”")
    "france's troops - at the front"
    >>> normalise_wording("−5 degrees, he said,")
    '-5 degrees, he said'
    >>> normalise_wording("Will they come?")
    'will they come?'
    """
    return _normalised_name(wording) if len(wording) <= _NAME_LENGTH else _normalised(wording)


def _normalised(wording: str) -> str:
    while (once := _normalise_once(wording)) != wording:
        wording = once
    return wording


# Names recur within an article and from one to the next; what is longer would only fill the memory.
_NAME_LENGTH = 200
_normalised_name = lru_cache(maxsize=4096)(_normalised)


def _normalise_once(text: str) -> str:
    """Apply every step once; a few rounds reach the fixed point, because folding can undo a normal form."""
    text = text.translate(_UNIFIED)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_UNIFIED)
    if not text.isascii():  # no character of ASCII is among them
        text = "".join(character for character in text if not _is_invisible(character))
    text = _SEVERAL_HYPHENS.sub(" - ", text)
    return _strip_surrounding(" ".join(text.split()))


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or ord(character) in _VARIATION_SELECTORS


def _strip_surrounding(text: str) -> str:
    stripped = text.rstrip(_SURROUNDING)
    kept = stripped.lstrip(_SURROUNDING)
    before = stripped[: len(stripped) - len(kept)]
    if before.endswith(("-", ".")) and kept[:1].isdigit():
        return before[-1] + kept
    return kept


def printable(text: str) -> str:
    """Make visible, as Python's escapes, what would steer a terminal or turn the direction of writing round.

    >>> printable("a\\x1b[2Jb")
    'a\\\\x1b[2Jb'
    """
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _INVISIBLE or character in _KEPT_JOINERS:
        return character
    return character.encode("unicode_escape").decode("ascii")
