"""Pages that hold no article: what stands before a paywall, consent and error pages, lists of headlines."""

from __future__ import annotations

import re

from ingest.read.fault import Code, Fault
from ingest.read.web.notes import is_note

STUB_CHARS = 1_500
"""Above it a text is not taken for what stands before a paywall, whatever the page says."""
WORDED_STUB_CHARS, TAIL = 2_500, 500
"""No wording makes a longer text a stub, nor any before its end: articles write about subscriptions."""
MIN_PARAGRAPH = 60
"""The shortest paragraph that counts as running text, in characters."""

_PAYWALL = re.compile(
    r"\b(?:subscribe|sign (?:in|up)|log ?in|register|create an account|become a (?:member|subscriber))\b"
    r"[^.\n]{0,40}\bto (?:continue\b(?! to)|keep reading"
    r"|(?:read|unlock|access|view) (?:on\b|more|the|this|full|it))"
    r"|\bto (?:continue reading|read the (?:full|rest of the|whole) (?:article|story))\b"
    r"|\balready (?:a|an) (?:subscriber|member)\b"
    r"|\b(?:this|the) (?:article|story|content) is (?:only )?(?:for|available to|reserved for) [^.\n]{0,30}"
    r"(?:subscribers|members)\b"
    r"|\b(?:unlock|access) (?:the full|this) (?:article|story)\b"
    r"|\breached your (?:monthly )?(?:limit|free)\b|\bfree articles? (?:remaining|left|this month)\b"
    r"|\b(?:get|enjoy|for) unlimited (?:digital )?access\b|\bstart your free trial\b"
    r"|\bsubscri(?:be|ption) (?:today|now)? ?(?:for|from) (?:just|only|as little as)\b"
    r"|\bthis is a (?:premium|subscriber-only|members-only) (?:article|story)\b",
    re.IGNORECASE,
)
_READ_ON = re.compile(
    r"(?:read|see|show|view) (?:more|on|full story)\b\W*|continue reading\b\W*|more\W+", re.IGNORECASE
)
"""What stands below each headline of a list."""
FEWEST_READ_ON = 3
_SENTENCE_END = re.compile("[.!?…。！？؟।]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def refuse_stub(
    text: str, free: bool | None, titles: tuple[str, ...] = (), is_article: bool | None = None
) -> None:
    """Let a text pass if it may be an article's.

    Args:
        text: one paragraph a line.
        free: whether the page says that the whole can be read without paying, or None.
        titles: the page's headlines.
        is_article: whether the page says that it is an article, or None.

    Raises:
        Fault: it is what stands before a paywall, or no running text at all.
    """
    if is_note(text, titles, is_article):
        message = (
            "The page holds no article, but a note to visitors: on cookies, scripts, access or an error."
        )
        raise Fault(Code.BOILERPLATE, message, _CURE)
    size = _size(text)
    if size <= WORDED_STUB_CHARS and _PAYWALL.search(text[-TAIL:]) and free is not True:
        raise _paywall("asks to subscribe or sign in to read on")
    if size <= STUB_CHARS and free is False:
        raise _paywall("says that it is not free to read")
    if not any(map(_is_running_text, text.split("\n"))):
        message = "The page holds no running text: no paragraph of a sentence or more."
        raise Fault(Code.BOILERPLATE, message, _CURE)
    if sum(_READ_ON.fullmatch(line.strip()) is not None for line in text.split("\n")) >= FEWEST_READ_ON:
        message = "The page holds a list of articles, each with its beginning."
        raise Fault(Code.BOILERPLATE, message, _CURE)


_CURE = "Save the article's own page, or extract its text."


def _paywall(reason: str) -> Fault:
    message = f"The page holds only the beginning of an article: it is short, and {reason}."
    return Fault(Code.PAYWALL, message, "Save the page while signed in, or extract the article's text.")


def _is_running_text(paragraph: str) -> bool:
    paragraph = paragraph.strip()
    return _size(paragraph) >= MIN_PARAGRAPH and _SENTENCE_END.search(paragraph) is not None


def _size(text: str) -> int:
    """Return a text's length in characters, one of Chinese, Japanese or Korean counting as three."""
    return len(text) + 2 * len(_CJK.findall(text))
