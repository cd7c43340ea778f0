"""Names covered in running text: every character of them by a block, so that all offsets stay right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_BLOCK = "█"
_TOKEN = re.compile(r"[^\W_][\w\u0300-\u036f]*")
_NO_NAMES = frozenset(
    """the a an mr mrs ms miss dr sir lord lady he she they it i we you him her them his their our your its
    who this that these those and of""".split()
)
"""Words that begin with a capital without being part of a name: articles, pronouns, forms of address."""


class Mask:
    """Covers some people's names, and the parts of their names, in the texts of one article.

    A part is covered where it stands as a word of its own with a capital (in scripts that have them), also in
    the genitive; the whole name in any case, and run together as in a handle.

    Args:
        names: whole names.
    """

    def __init__(self, names: Iterable[str]) -> None:
        tokens = [tuple(_key(each[0]) for each in _TOKEN.finditer(name)) for name in sorted(set(names))]
        self._parts = {part for name in names for part in parts(name)}
        self._joined = {"".join(each) for each in tokens if len(each) > 1}
        wholes = ["[^\\w]+".join(map(re.escape, each)) for each in tokens if len(each) > 1]
        self._whole = re.compile(rf"\b(?:{'|'.join(wholes)})\b", re.IGNORECASE) if wholes else None

    def __call__(self, text: str, *, cut_before: bool = False, cut_after: bool = False) -> str:
        """Cover names.

        Args:
            text: of the article.
            cut_before: its first word may be the end of a longer one.
            cut_after: its last word may be the beginning of a longer one.
        """
        if not self._parts:
            return text
        tokens = list(_TOKEN.finditer(text))
        whole = [match.span() for match in self._whole.finditer(text)] if self._whole else []
        hidden = [
            token.span()
            for number, token in enumerate(tokens)
            if self._is_name(token[0])
            or any(start <= token.start() and token.end() <= end for start, end in whole)
            or (cut_before and number == 0 and not token.start() and self._ends_one(token[0]))
            or (
                cut_after
                and number == len(tokens) - 1
                and token.end() == len(text)
                and self._begins_one(token[0])
            )
        ]
        for start, end in hidden:
            text = text[:start] + _BLOCK * (end - start) + text[end:]
        return text

    def _is_name(self, word: str) -> bool:
        key = _key(word)
        if any(joined in key for joined in self._joined):
            return True
        return not word[0].islower() and (key in self._parts or key.removesuffix("s") in self._parts)

    def _ends_one(self, word: str) -> bool:
        return any(part.endswith(_key(word)) for part in self._parts)

    def _begins_one(self, word: str) -> bool:
        return not word[0].islower() and any(part.startswith(_key(word)) for part in self._parts)


def parts(name: str) -> Iterator[str]:
    """Give the parts of a name by which its bearer may be told: no particles, initials and forms of address.

    >>> sorted(parts("Mr Jan van der Berg"))
    ['berg', 'jan']
    >>> list(parts("the mayor"))
    []
    """
    for token in _TOKEN.finditer(name):
        word = token[0]
        if len(word) > 1 and not word[0].islower() and word.casefold() not in _NO_NAMES:
            yield _key(word)


def _key(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()
