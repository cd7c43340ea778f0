"""A text without what its layout adds: by its ink, one text is found in another that is spaced otherwise."""

from __future__ import annotations


def places(text: str) -> list[int]:
    """Return the offsets of the characters that leave ink: neither white space nor invisible."""
    return [place for place, character in enumerate(text) if character.isprintable() and character != " "]


def ink(text: str) -> str:
    """Return these characters.

    >>> ink("on Tele\\u00adgram,\\n he\\u00a0wrote")
    'onTelegram,hewrote'
    """
    return "".join([character for character in text if character.isprintable() and character != " "])
