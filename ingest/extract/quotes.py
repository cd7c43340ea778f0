"""Quotation marks: which opens, which closes, in every style and when they do not match.

A quotation never crosses a paragraph, save by the convention that every paragraph of a long quotation
opens with a mark and only the last closes. An opening mark without a partner is ignored, unless it opens
its paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.tokens import QUOTE, WORD, Token

_DOUBLE_OPEN = {"“", "„", "«", "``", "‹"}
_DOUBLE_CLOSE = {"”", "»", "›"}
_DOUBLE_EITHER = {'"', "''"}
_SINGLE_EITHER = {"'"}
MAX_TOKENS = 700
"""A quotation with more tokens than this is taken for a missing closing mark."""
_MAX_SINGLE = 80


def fold_quotes(tokens: Sequence[Token], text: str, *, goes_on: bool = False) -> list[Token]:
    """Replace each quotation of one paragraph by a single token of kind ``quote``.

    Args:
        tokens: the tokens of one paragraph.
        text: what their offsets point into.
        goes_on: True if the next paragraph opens with a mark, so that the last quotation here may lack
            its own end.

    Returns:
        The tokens outside quotations and one token for each outermost quotation, marks included.
    """
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        close = _closing(tokens, i, text, goes_on=goes_on)
        if close is None:
            out.append(tokens[i])
            i += 1
            continue
        last = tokens[min(close, len(tokens) - 1)]
        inner = tuple(tokens[i + 1 : close])
        out.append(Token(tokens[i].start, last.end, text[tokens[i].start : last.end], "", QUOTE, inner))
        i = close + 1
    return out


def opens_paragraph(text: str, start: int) -> bool:
    """Return whether the paragraph at `start` opens with a quotation mark."""
    return text[start : start + 1] in _DOUBLE_OPEN | {'"'}


def _closing(tokens: Sequence[Token], i: int, text: str, *, goes_on: bool) -> int | None:
    """Return the index of the mark that closes the quotation opened at `i`, or None if none opens there."""
    mark = tokens[i].text
    if mark in _DOUBLE_OPEN or (mark in _DOUBLE_EITHER and _opens(tokens, i, text)):
        return _double_end(tokens, i, text, goes_on=goes_on)
    if mark == "‘" or (mark in _SINGLE_EITHER and _opens(tokens, i, text)):
        return _single_end(tokens, i, text)
    return None


def _double_end(tokens: Sequence[Token], i: int, text: str, *, goes_on: bool) -> int | None:
    low = tokens[i].text == "„"
    for j in range(i + 1, min(len(tokens), i + MAX_TOKENS)):
        mark = tokens[j].text
        if mark in _DOUBLE_CLOSE or (low and mark == "“"):
            return j if j > i + 1 else None
        if mark in _DOUBLE_EITHER:
            # a mark that can only open means that the first one was never closed
            if tokens[i].text in _DOUBLE_EITHER and _only_opens(tokens, j, text):
                return None
            if not _only_opens(tokens, j, text):
                return j if j > i + 1 else None
        elif mark in _DOUBLE_OPEN and mark != "«":
            return None
    if (i == 0 or goes_on) and len(tokens) - i < MAX_TOKENS and len(tokens) > 3:
        return len(tokens)  # the convention for quotations of several paragraphs
    return None


def _single_end(tokens: Sequence[Token], i: int, text: str) -> int | None:
    for j in range(i + 1, min(len(tokens), i + _MAX_SINGLE)):
        mark = tokens[j].text
        if mark in {"’", "'"} and not _touches_word(text, tokens[j].end):
            plural_genitive = (
                tokens[j - 1].lower.endswith("s")
                and tokens[j - 1].kind == WORD
                and j + 1 < len(tokens)
                and tokens[j + 1].kind == WORD
                and any(t.text in {"’", "'"} for t in tokens[j + 1 : i + _MAX_SINGLE])
            )
            if not plural_genitive:
                return j if j > i + 1 else None
        elif mark in _DOUBLE_OPEN or mark in _DOUBLE_CLOSE or mark in _DOUBLE_EITHER:
            return None
    return None


def _opens(tokens: Sequence[Token], i: int, text: str) -> bool:
    before = text[tokens[i].start - 1 : tokens[i].start]
    after = text[tokens[i].end : tokens[i].end + 1]
    return (
        (not before or not (before.isalnum() or before in ".,!?)”’")) and bool(after) and not after.isspace()
    )


def _only_opens(tokens: Sequence[Token], i: int, text: str) -> bool:
    before = text[tokens[i].start - 1 : tokens[i].start]
    after = text[tokens[i].end : tokens[i].end + 1]
    return (not before or before.isspace() or before in "([") and bool(after) and after.isalnum()


def _touches_word(text: str, end: int) -> bool:
    return text[end : end + 1].isalnum()
