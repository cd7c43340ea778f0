"""The language of an article: what the input says, held against what the text is in (`ingest.language`)."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from ingest.errors import LanguageError
from ingest.language import MIN_LETTERS, UNDETERMINED, detect, primary_subtag
from ingest.model import Article

__all__ = ["MIN_LETTERS", "UNDETERMINED", "check_language", "detect", "primary_subtag"]

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
    if declared not in {UNDETERMINED, *supported} and declared != detected:
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


def _named(tag: str) -> str:
    name = _NAMES.get(primary_subtag(tag))
    return f"{name} ({tag})" if name else f"the language “{tag}”"


def _listed(supported: Collection[str]) -> str:
    return " or ".join(_NAMES.get(tag, tag) for tag in sorted(supported))
