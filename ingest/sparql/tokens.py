"""The words of a SPARQL query, by the rule of its grammar that the longest match is taken."""

from __future__ import annotations

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\r\n]* )
    | (?P<iri> <[^\x00-\x20<>"{}|^`\\]*> )
    | (?P<text> '''(?:[^'\\]|\\.|'(?!''))*+''' | \"""(?:[^"\\]|\\.|"(?!""))*+\"""
              | '(?:[^'\\\r\n]|\\.)*+' | "(?:[^"\\\r\n]|\\.)*+" )
    | (?P<variable> [?$]\w++ )
    | (?P<prefixed> (?:\w[\w.-]*+)?: (?:[\w:%-]|\\.|\.(?=[\w:%\\.-]))*+ )
    | (?P<number> [0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)? (?!\w) )
    | (?P<word> \w++ )
    | (?P<mark> \^\^ | && | \|\| | [!<>]= | [^\s\w] )
    """,
    re.VERBOSE | re.DOTALL,
)
"""Each match is of one group: comment, iri, text, variable, prefixed, number, word or mark."""


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a query, and of which group."""

    kind: str
    text: str

    @property
    def upper(self) -> str:
        """A keyword in capitals, as they are compared; any other token as it stands."""
        return self.text.upper() if self.kind == "word" else self.text


def words_of(sparql: str) -> list[Word]:
    """Return the tokens of a query, without its comments."""
    return [
        Word(str(token.lastgroup), token[0])
        for token in TOKEN.finditer(sparql)
        if token.lastgroup != "comment"
    ]
