"""Write a query so that Virtuoso 7.2 answers it as SPARQL 1.1 means it. What it gets wrong, and is not told:

- paths of any length in ``GRAPH ?g`` (`ingest.store.remote.graph_paths`); - ``COALESCE(… ?p …, true)`` where
nothing binds ``?p``: no row passes such a filter; - a separator of GROUP_CONCAT that is not ASCII: it is
taken for bytes, one a character, and others become ``?``.

What it gets wrong and cannot be told otherwise is refused: no answer is better than a wrong one. It is MINUS
of a sub-SELECT (takes everything away), two paths of any length that end in one variable, such a path beside
``|``, and an OPTIONAL whose filter compares with a variable from outside it (rows are lost).

Each has its test against the real server in `tests/store/test_virtuoso.py`.
"""

from __future__ import annotations

from itertools import pairwise

import pyoxigraph
from pyoxigraph import QuerySolutions

from ingest.errors import QueryError
from ingest.sparql.tokens import Word, words_of
from ingest.store.remote.graph_paths import outside, signs

_DECIDES_BY_ITSELF = frozenset({"&&", "BOUND", "IF", "EXISTS"})


def for_virtuoso(sparql: str) -> str:
    """Return a query that means the same, and is answered rightly.

    Raises:
        QueryError: it is answered wrongly, and cannot be written otherwise.
    """
    words = words_of(sparql)
    _refuse(words)
    changed = _with_bytes_for_separators(_without_empty_conditions(words))
    if changed != words:
        sparql = " ".join(word.text for word in changed)
    return outside(sparql)


def _refuse(words: list[Word]) -> None:
    texts = [word.upper for word in words]
    wrong = ""
    if any(texts[at : at + 3] == ["MINUS", "{", "SELECT"] for at in range(len(texts))):
        wrong = "MINUS of a sub-SELECT"
    ends = list[str]()
    for at in signs(words, "*+"):
        if "|" in (texts[at + 1 : at + 2] + texts[max(0, at - 2) : at - 1]):
            wrong = "a path with `|` beside `*` or `+`"
        ends += texts[at + 1 : at + 2]
    if any(ends.count(end) > 1 for end in ends if end.startswith("?")):
        wrong = "two paths with `*` or `+` that end in one variable"
    if any(_in_union(texts, at) for at in signs(words, "?")):
        wrong = "a path with `?` in a part of a UNION"
    if any(_compares_outwards(texts, at) for at, text in enumerate(texts) if text == "OPTIONAL"):
        wrong = "an OPTIONAL whose filter compares with a variable from outside it"
    if wrong:
        raise QueryError(
            f"Virtuoso would answer this query wrongly: {wrong}.",
            "Ask an embedded store: `hearsay load`, or `hearsay ingest`, the same articles into a folder.",
        )


def _compares_outwards(texts: list[str], optional: int) -> bool:
    """Whether an OPTIONAL has a filter ``?a != ?b`` on a variable that nothing else in it mentions."""
    depth, end = 0, optional + 1
    while end < len(texts) and (depth or end == optional + 1):
        depth += (texts[end] == "{") - (texts[end] == "}")
        end += 1
    group = texts[optional + 1 : end]
    pairs = [group[at - 1 : at + 2 : 2] for at, text in enumerate(group) if text == "!="]
    compared = [pair for pair in pairs if all(each.startswith("?") for each in pair)]
    return any(group.count(name) == 1 for pair in compared for name in pair)


def _in_union(texts: list[str], at: int) -> bool:
    """Whether the group that a word stands in is a part of a UNION."""
    depth = 0
    start = end = at
    while start >= 0 and depth >= 0:
        depth += (texts[start] == "}") - (texts[start] == "{")
        start -= 1
    depth = 0
    while end < len(texts) and depth >= 0:
        depth += (texts[end] == "{") - (texts[end] == "}")
        end += 1
    return texts[start : start + 1] == ["UNION"] or texts[end : end + 1] == ["UNION"]


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
    """Write the second argument of a COALESCE whose first cannot be worked out for want of a variable."""
    unbound = _unbound(words)
    if not unbound:
        return words
    out: list[Word] = []
    at = 0
    while at < len(words):
        end = _end(words, at + 1) if words[at].upper == "COALESCE" and at + 1 < len(words) else 0
        first, *others = _arguments(words[at + 2 : end]) if end else [[]]
        if len(others) == 1 and _fails(first, unbound):
            out += [Word("mark", "("), *_without_empty_conditions(others[0]), Word("mark", ")")]
            at = end + 1
        else:
            out.append(words[at])
            at += 1
    return out


def _arguments(words: list[Word]) -> list[list[Word]]:
    found: list[list[Word]] = [[]]
    depth = 0
    for word in words:
        depth += (word.text == "(") - (word.text == ")")
        if word.text == "," and not depth:
            found.append([])
        else:
            found[-1].append(word)
    return found


def _fails(expression: list[Word], unbound: set[str]) -> bool:
    """Whether an expression cannot be worked out: it needs an unbound variable, and nothing in it can do
    without."""
    if any(word.upper in _DECIDES_BY_ITSELF for word in expression):
        return False
    depth = within = 0  # within: the depth of a COALESCE, whose arguments may fail
    for before, word in pairwise([Word("mark", ""), *expression]):
        if word.text == "(":
            depth += 1
            within = within or (depth if before.upper == "COALESCE" else 0)
        elif word.text == ")":
            within = 0 if within == depth else within
            depth -= 1
        elif word.kind == "variable" and word.text[1:] in unbound and not within:
            return True
    return False


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
    for before, word in pairwise([Word("mark", ""), *words]):
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
