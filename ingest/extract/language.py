"""The language of an article: what the input says, held against what the text is in.

Two steps, the cheap one first. A text with a fair share of English function words is English, and nothing
is loaded. Any other goes to `py3langid` (Lui and Baldwin 2012, a naive Bayes over byte n-grams), whose model
comes with its package; only what it is sure of counts. `docs/decisions/0060-language.md` gives the figures.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

from ingest.errors import LanguageError
from ingest.model import Article

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
_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sr": "Serbian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def check_language(article: Article, supported: Collection[str]) -> Article:
    """Let an article pass if it is in a language that can be read.

    What the input says stands unless the text plainly contradicts it. A text whose language cannot be told
    (too short, numbers, names) passes on the word of the input, or on none.

    Args:
        article: the article; language ``und`` means that the input does not say.
        supported: primary language subtags, e.g. ``{"en"}``.

    Returns:
        The article. If the input does not say its language, the detected one is recorded in it.

    Raises:
        LanguageError: it is declared or plainly written in another language.
    """
    declared, detected = primary_subtag(article.language), detect(article.text)
    readable = _listed(supported)
    if declared not in {UNDETERMINED, *supported}:
        named = _named(article.language)
        cure = f"Give a version of it in {readable}, or correct the language stated in the input."
        if detected is not None and detected in supported:
            cure = f"Its text is in {_named(detected)}: correct the language stated in the input."
        raise LanguageError(
            f"Language not supported: declared as {named}, and {readable} alone is read.", cure
        )
    if detected is not None and detected not in supported:
        message = f"Language not supported: the text is in {_named(detected)}, and {readable} alone is read."
        raise LanguageError(message, f"Give a version of it in {readable}, or leave it out.")
    if declared == UNDETERMINED and detected is not None:
        return dataclasses.replace(article, language=detected)
    return article


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


def _named(tag: str) -> str:
    name = _NAMES.get(primary_subtag(tag))
    return f"{name} ({tag})" if name else f"the language “{tag}”"


def _listed(supported: Collection[str]) -> str:
    return " or ".join(_NAMES.get(tag, tag) for tag in sorted(supported))
