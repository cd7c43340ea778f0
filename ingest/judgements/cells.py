r"""A cell of a table of judgements: any text on one line, safe in an editor and in a spreadsheet.

Tabs, line breaks, backslashes, and what an editor would not show, or would show in another order, are
written as Python writes them (``\t``, ``\n``, ``\\``, ``\x1b``, ``\u202e``). An apostrophe stands before what
a spreadsheet would take for a formula, as spreadsheets themselves use it. On reading, the quotation marks
are taken off that a spreadsheet puts around a cell.
"""

from __future__ import annotations

import re

from ingest.errors import HearsayError
from ingest.text import printable

_ESCAPE = re.compile(r"\\(?:([\\tnr])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|)")
_PLAIN = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
_FORMULA = re.compile("'*[=+\\-@＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@＝＋－＠]")


def write_cell(text: str) -> str:
    r"""Return `text` as it stands in a cell; `read_cell` gives it back, without white space around it.

    >>> write_cell("=1+1"), write_cell("two\nlines"), write_cell("-")
    ("'=1+1", 'two\\nlines', '-')
    """
    if not text.isprintable() or "\\" in text:
        text = printable(text.replace("\\", "\\\\"))
    if text.startswith('"'):
        return "\\x22" + text[1:]
    if text != "-" and _FORMULA.match(text):  # a lone hyphen is no formula
        return "'" + text
    return text


def read_cell(cell: str) -> str:
    r"""Return the text that a cell stands for.

    >>> read_cell("'=1+1"), read_cell('"a"'), read_cell(r"two\nlines")
    ('=1+1', 'a', 'two\nlines')

    Raises:
        HearsayError: a backslash escapes nothing.
    """
    text = cell.strip()
    first = text[:1]
    if first == '"':
        text = _without_quotes(text)
        first = text[:1]
    if first == "'" and _GUARDED.match(text):
        text = text[1:]
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _without_quotes(text: str) -> str:
    """Take off what a spreadsheet puts around a cell: marks around all of it, and those inside doubled."""
    inner = text[1:-1]
    if len(text) < 2 or not text.endswith('"') or '"' in inner.replace('""', ""):
        return text
    return inner.replace('""', '"')


def _meant(escape: re.Match[str]) -> str:
    plain, *codes = escape.groups()
    if plain:
        return _PLAIN[plain]
    number = int(next(filter(None, codes), "110000"), 16)
    if number > 0x10FFFF:
        raise HearsayError(
            "A backslash does not begin one of the escapes \\\\, \\t, \\n, \\r, \\x1b, \\u202e.",
            "Write two backslashes where one is meant.",
        )
    return chr(number)
