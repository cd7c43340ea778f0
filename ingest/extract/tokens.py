"""Words, numbers and punctuation with their offsets."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.model import Span

_MARK = "\u0300-\u036f\u0483-\u0487"
_TOKEN = re.compile(
    rf"""
      (?P<link>https?://[^\s<>"“”]+)
    | (?P<host>[^\W_]+\.(?:com|org|net|gov|edu|info|io|tv|co\.uk|ru|de|fr)(?![^\W_]))   # Example.com
    | (?P<poss>['’]s(?![^\W_]))                                    # Ukraine|’s
    | (?P<short>['’](?:d|ll|re|ve|m)(?![^\W_]))                    # they|’re
    | (?P<abbr>(?:[^\W\d_]\.){{2,8}})                               # U.S., p.m.
    | (?P<word>[^\W\d_](?:[^\W_]|[{_MARK}]|(?:['’&‑-](?!(?:s|d|ll|re|ve|m)(?![^\W_]))(?=[^\W_])))*)
    | (?P<number>\d(?:[.,:](?=\d)|\d)*(?:[^\W\d_]+|%)?(?:[-‑](?=[^\W\d_])[^\W_]+)*)
    | (?P<mark>''|``|\.{{2,}}|--+)
    | (?P<other>\S)
    """,
    re.VERBOSE,
)
_APOSTROPHE = str.maketrans({"’": "'", "‑": "-"})
_ARTICLES = ("al-", "el-", "as-", "an-", "ar-", "ad-", "az-", "at-")
QUOTE = "quote"
WORD = "word"
NUMBER = "number"
PUNCTUATION = "punctuation"
POSSESSIVE = "possessive"


class Token(NamedTuple):
    """One word, number or mark; or a whole quotation standing as one unit (`kind` quote).

    Attributes:
        lower: the text in lower case with plain apostrophes; empty for a quotation.
        inner: for a quotation, the tokens between (and without) its marks.
    """

    start: int
    end: int
    text: str
    lower: str
    kind: str
    inner: tuple[Token, ...] = ()

    @property
    def capital(self) -> bool:
        """True if it is a word that begins with a capital letter, also after an Arabic article (al-Amr)."""
        if self.kind != WORD:
            return False
        return self.text[0].isupper() or (self.lower.startswith(_ARTICLES) and self.text[3:4].isupper())

    @property
    def span(self) -> Span:
        """Its place in the text."""
        return Span(self.start, self.end)


_KINDS = {
    "link": WORD,
    "host": WORD,
    "short": WORD,
    "poss": POSSESSIVE,
    "abbr": WORD,
    "word": WORD,
    "number": NUMBER,
}


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Split `text[start:end]` into tokens, in linear time; white space is no token."""
    tokens = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        words = match.group()
        kind = _KINDS.get(match.lastgroup or "", PUNCTUATION)
        tokens.append(Token(match.start(), match.end(), words, words.lower().translate(_APOSTROPHE), kind))
    return tokens


def span_of(tokens: list[Token] | tuple[Token, ...]) -> Span:
    """Return the span from the first to the last of `tokens` (at least one)."""
    return Span(tokens[0].start, tokens[-1].end)
