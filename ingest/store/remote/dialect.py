"""Write a query so that Virtuoso 7.2 answers it as SPARQL 1.1 means it. What it gets wrong, and is not told:

- paths of any length in ``GRAPH ?g`` (`ingest.store.remote.graph_paths`); - ``COALESCE(… ?p …, true)`` where
nothing binds ``?p``: no row passes such a filter; - a separator of GROUP_CONCAT that is not ASCII: it is
taken for bytes, one a character, and others become ``?``.

Each has its test against the real server in `tests/store/test_virtuoso.py`.
"""

from __future__ import annotations

import pyoxigraph
from pyoxigraph import QuerySolutions

from ingest.store.remote.graph_paths import outside
from ingest.store.tokens import Word, words_of

_DECIDES_BY_ITSELF = frozenset({"&&", "BOUND", "IF", "EXISTS"})


def for_virtuoso(sparql: str) -> str:
    """Return a query that means the same, and is answered rightly.

    Raises:
        QueryError: a path of any length stands where it cannot be rewritten.
    """
    words = words_of(sparql)
    changed = _with_bytes_for_separators(_without_empty_conditions(words))
    if changed != words:
        sparql = " ".join(word.text for word in changed)
    return outside(sparql)


def _with_bytes_for_separators(words: list[Word]) -> list[Word]:
    changed = list(words)
    for at in range(len(words) - 2):
        text = words[at + 2]
        if words[at].upper == "SEPARATOR" and text.kind == "text" and not text.text.isascii():
            changed[at + 2] = Word("text", _as_bytes(text.text))
    return changed


def _as_bytes(written: str) -> str:
    """Return a text of a query whose characters are the bytes of the one that is written."""
    found = pyoxigraph.Store().query(f"SELECT ?x {{ VALUES ?x {{ {written} }} }}")
    assert isinstance(found, QuerySolutions)  # noqa: S101 - for the type checker
    (row,) = found
    return "".join(f"\\u{byte:04X}" for byte in row["x"].value.encode()).join('""')


def _without_empty_conditions(words: list[Word]) -> list[Word]:
    """Write ``true`` for ``COALESCE(…, true)`` of what cannot be worked out, since nothing binds a variable
    of it."""
    unbound = _unbound(words)
    if not unbound:
        return words
    out: list[Word] = []
    at = 0
    while at < len(words):
        end = _end(words, at + 1) if words[at].upper == "COALESCE" and at + 1 < len(words) else 0
        if end and _is_empty(words[at + 2 : end], unbound):
            out.append(Word("word", "true"))
            at = end + 1
        else:
            out.append(words[at])
            at += 1
    return out


def _is_empty(arguments: list[Word], unbound: set[str]) -> bool:
    """Whether two arguments are an expression that fails for want of a variable, and ``true``."""
    if [word.upper for word in arguments[-2:]] != [",", "TRUE"]:
        return False
    expression = arguments[:-2]
    depth = commas = 0
    named = False
    inner = 0  # depth of a COALESCE within, whose arguments may fail
    for before, word in zip([Word("mark", ""), *expression], expression, strict=False):
        if word.text == "(":
            depth += 1
            inner = inner or (depth if before.upper == "COALESCE" else 0)
        elif word.text == ")":
            inner = 0 if inner == depth else inner
            depth -= 1
        elif word.text == "," and depth == 0:
            commas += 1
        elif word.upper in _DECIDES_BY_ITSELF:
            return False
        named = named or (word.text[1:] in unbound and word.kind == "variable" and not inner)
    return named and not commas


def _end(words: list[Word], at: int) -> int:
    """Return where the bracket that opens at a place closes; 0 if none opens there."""
    if words[at].text != "(":
        return 0
    depth = 0
    for end in range(at, len(words)):
        depth += (words[end].text == "(") - (words[end].text == ")")
        if not depth:
            return end
    return 0


def _unbound(words: list[Word]) -> set[str]:
    """Give the variables that a query names and nothing in it binds."""
    seen, bound = set[str](), set[str]()
    depth = 0
    clause = values = False  # in a SELECT clause or in what follows a group; between VALUES and its brace
    for before, word in zip([Word("mark", ""), *words], words, strict=False):
        match word.upper:
            case "(" | ")":
                depth += 1 if word.text == "(" else -1
            case "{" | "}":
                clause = values = False
            case "SELECT" | "GROUP" | "ORDER" | "HAVING":
                clause = True
            case "WHERE":
                clause = False
            case "VALUES":
                values = True
        if word.kind == "variable":
            seen.add(word.text[1:])
            if before.upper == "AS" or values or (not depth and not clause):
                bound.add(word.text[1:])
    return seen - bound
