"""Take paths of any length out of ``GRAPH ?g { … }``, where Virtuoso 7 walks them wrongly.

Virtuoso 7.2 answers ``GRAPH ?g { ?a ex:p* ?b }`` with too few rows and says nothing; of a graph that is
named, or of all graphs together, it answers rightly. So ``GRAPH ?g { ?x ex:q ?a . ?a ex:p* ?b }`` becomes ``{
GRAPH ?g { ?x ex:q ?a } ?a ex:p* ?b }``, whose default graph is all graphs together. It means the same where
the nodes of a path lie in one graph only, as those of Hearsay's graphs do: their IRIs are made from their
article.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ingest.errors import QueryError
from ingest.sparql.tokens import Word, words_of

_SIGNS = frozenset("*+?")
_CONNECTED = frozenset("/|^!")


def outside(sparql: str) -> str:
    """Return a query in which no path with ``*``, ``+`` or ``?`` stands in a graph that is a variable.

    Raises:
        QueryError: such a path stands where it cannot be taken out.
    """
    words = words_of(sparql)
    if not _walks(words):
        return sparql
    return " ".join(_Rewriter(words).query())


def signs(words: list[Word], which: str) -> Iterator[int]:
    """Give the places of ``*``, ``+`` or ``?`` that may belong to a path: rather too many than too few."""
    for at, (before, word) in enumerate(pairwise(words), 1):
        if word.kind == "mark" and word.text in which and _may_be_a_step(before):
            yield at


def _may_be_a_step(word: Word) -> bool:
    return word.kind in ("prefixed", "iri") or word.text in (")", "a")


def _walks(words: list[Word]) -> bool:
    """Whether a path of any length may stand among the words: rather too often than too seldom."""
    return any(
        word.kind == "mark" and word.text in _SIGNS and _may_be_a_step(before)
        for before, word in pairwise(words)
    )


class _Rewriter:
    """Reads a query word by word, and gives its words again."""

    def __init__(self, words: list[Word]) -> None:
        self._words = words
        self._at = 0

    def query(self) -> list[str]:
        out: list[str] = []
        while self._at < len(self._words):
            if self._text == "{" and not self._is_template(out):
                out += self._group(None)
            else:
                out += self._balanced()
        return out

    def _is_template(self, out: list[str]) -> bool:
        return bool(out) and out[-1].upper() == "CONSTRUCT"

    @property
    def _word(self) -> Word:
        if self._at >= len(self._words):
            raise _unreadable("its end")
        return self._words[self._at]

    @property
    def _text(self) -> str:
        return self._word.upper

    def _take(self) -> str:
        word = self._word
        self._at += 1
        return word.text

    def _balanced(self) -> list[str]:
        """Take one word, or all from an opening bracket to the one that closes it."""
        out = [self._take()]
        if out[0] in ("(", "{", "["):
            closing = {"(": ")", "{": "}", "[": "]"}[out[0]]
            while self._text != closing:
                out += self._balanced()
            out.append(self._take())
        return out

    def _expression(self, graph: str | None) -> list[str]:
        """Take an expression in brackets, and the patterns of EXISTS in it."""
        out = [self._take()]
        while self._text != ")":
            if self._text == "{":
                out += self._group(graph)
            elif self._text == "(":
                out += self._expression(graph)
            else:
                out.append(self._take())
        return [*out, self._take()]

    def _group(self, graph: str | None) -> list[str]:
        """Take a group; of a graph that is a variable, write the graph around each of its triples."""
        out = [self._take()]
        plain: list[str] = []  # triples not written yet
        if self._text == "SELECT":
            return [*out, *self._subselect(graph)]
        while self._text != "}":
            text = self._text
            if text == ".":
                self._take()
                continue
            if not self._is_clause(text):
                within, without = self._triples(graph)
                plain += within
                if without:
                    out += [*_written(plain, graph), *without]
                    plain = []
                continue
            out += _written(plain, graph)
            plain = []
            out += self._clause(text, graph)
        return [*out, *_written(plain, graph), self._take()]

    def _is_clause(self, text: str) -> bool:
        keywords = ("FILTER", "BIND", "OPTIONAL", "MINUS", "UNION", "GRAPH", "VALUES", "SERVICE")
        return text == "{" or (self._word.kind == "word" and text in keywords)

    def _clause(self, text: str, graph: str | None) -> list[str]:
        if text == "{":
            return self._group(graph)
        out = [self._take()]
        if text == "GRAPH":
            return self._graph(out)
        if text in ("VALUES", "SERVICE"):
            while self._text != "{":
                out += self._balanced()
            return [*out, *self._balanced()]
        if text in ("FILTER", "BIND"):
            while self._text not in ("(", "{"):
                out.append(self._take())
            return out + (self._group(graph) if self._text == "{" else self._expression(graph))
        return out  # OPTIONAL, MINUS, UNION: a group follows

    def _graph(self, out: list[str]) -> list[str]:
        name = self._word
        start = self._at + 1
        if name.kind != "variable":
            out.append(self._take())
            return out + self._group(None)
        self._take()
        whole = self._balanced()
        if not _walks(self._words[start : self._at]):
            return [*out, name.text, *whole]
        self._at = start
        return self._group(name.text)

    def _subselect(self, graph: str | None) -> list[str]:
        if graph:
            raise _unreadable(f"the sub-SELECT in GRAPH {graph}")
        out: list[str] = []
        while self._text != "{":
            out += self._balanced()
        out += self._group(None)
        while self._text != "}":
            out += self._balanced()
        return [*out, self._take()]

    def _triples(self, graph: str | None) -> tuple[list[str], list[str]]:
        """Take the triples of one subject: those that may stay in the graph, and those that may not."""
        subject = self._term()
        within: list[str] = []
        without: list[str] = []
        while True:
            start = self._at
            predicate = self._predicate()
            walks = bool(graph) and _walks(self._words[start : self._at])
            while True:
                triple = [*subject, *predicate, *self._term(), "."]
                (without if walks else within).extend(triple)
                if self._text != ",":
                    break
                self._take()
            if self._text != ";":
                return within, without
            while self._text == ";":
                self._take()
            if self._text in (".", "}"):
                return within, without

    def _term(self) -> list[str]:
        if self._text in ("[", "("):
            raise _unreadable("a node without a name")
        if self._word.kind == "mark" and self._text in ("+", "-"):
            return [self._take() + self._take()]
        text = self._word.kind == "text"
        out = self._take()
        if text and self._text == "@":
            out += self._take() + self._take()
            while self._text == "-":
                out += self._take() + self._take()
        elif text and self._text == "^^":
            out += self._take() + self._take()
        return [out]

    def _predicate(self) -> list[str]:
        """Take a path: steps, each with its sign, joined by ``/`` and ``|``."""
        out: list[str] = []
        while True:
            while self._text in ("^", "!"):
                out.append(self._take())
            out += self._balanced()
            if self._text in _SIGNS:
                out.append(self._take())
            if self._text not in _CONNECTED:
                return ["".join(out)]
            out.append(self._take())


def _written(triples: list[str], graph: str | None) -> list[str]:
    if not triples or not graph:
        return triples
    return ["GRAPH", graph, "{", *triples, "}"]


def _unreadable(what: str) -> QueryError:
    return QueryError(
        f"Virtuoso walks paths in GRAPH ?variable wrongly, and around {what} this one cannot be rewritten.",
        "Name the graph, write the path without `*`, `+` and `?`, or ask another store.",
    )
