"""In which language a text is.

Two steps, the cheap one first. A text with a fair share of English function words is English, and nothing
is loaded. Any other goes to `py3langid` (Lui and Baldwin 2012, a naive Bayes over byte n-grams), whose model
comes with its package; only what it is sure of counts. `docs/decisions/0060-language.md` gives the figures.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNDETERMINED = "und"
MIN_LETTERS = 40
"""Below it a text is too short to tell its language."""
MIN_SHARE, MIN_WORDS = 0.06, 3
"""Share and number of English function words from which a text is English. News has a share of 0.18 (0.06 to
0.28 in 963 articles); other languages have next to none."""
MIN_PROBABILITY = 0.8
"""How sure the identifier must be; lists of foreign names in English articles reach 0.75."""

_FUNCTION_WORDS = frozenset(
    "the and of that with from this which were are said it his they their been by has he".split()
)
_WORD = re.compile(r"[^\W\d_]+")
# Each alternative stops at its own opening mark, so that unclosed marks cost no more than linear time.
_QUOTED = re.compile('«[^«»\n]*»|“[^“”\n]*”|„[^„“”\n]*[“”]|"[^"\n]*"')
_UNTELLING = {"zxx", "pcm"}
"""What the identifier calls no language; and Nigerian Pidgin, for which it takes terse English headlines."""


def detect(text: str) -> str | None:
    """Return the language that a text is plainly in, or None if that cannot be told.

    The language is that of the text's own words: quotations are left out, if enough remains without them.

    Returns:
        A primary language subtag (ISO 639), e.g. ``ru``.
    """
    own = _QUOTED.sub(" ", text)
    if _letters(own) < MIN_LETTERS:
        own = text
    if _letters(own) < MIN_LETTERS:
        return None
    words = _WORD.findall(own.lower())
    if sum(word in _FUNCTION_WORDS for word in words) >= max(MIN_WORDS, MIN_SHARE * len(words)):
        return "en"
    # Capitals would look like another language to the identifier, save where there is nothing but capitals.
    shouted = sum(map(str.isupper, own)) > sum(map(str.islower, own))
    found, probability = _identifier().classify(own.lower() if shouted else own)
    if found in _UNTELLING or round(probability, 2) < MIN_PROBABILITY:
        return None
    return str(found)


def primary_subtag(tag: str) -> str:
    """Return a BCP 47 tag's language without region, script and the like.

    >>> primary_subtag("en_GB")
    'en'
    """
    return tag.lower().replace("_", "-").partition("-")[0]


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # takes half a second: only when needed

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
