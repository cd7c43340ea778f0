"""The part of a query that other endpoints answer (SERVICE), asked before the engine sees the rest.

The engine would ask for itself, but says not who asks, heeds no 429, and waits without end. So each
``SERVICE <endpoint> { pattern }`` is sent as a query of its own, ``SELECT * { pattern }``, and its answer put
in its place as VALUES: what SPARQL 1.1 Federated Query says SERVICE to mean. Nothing of the store is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ingest.errors import OnlineError, QueryError

Term = NamedNode | BlankNode | Literal | Triple


class Solutions(Protocol):
    """The rows that an endpoint gives."""

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""

    @property
    def rows(self) -> tuple[tuple[Term | None, ...], ...]:
        """A term or None for each column."""


Ask = Callable[[str, str], Solutions]
"""Answers a SELECT query (second) at the endpoint of an address (first), or raises OnlineError."""

_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\r\n]* )
    | (?P<iri> <[^\x00-\x20<>"{}|^`\\]*> )
    | (?P<text> '''(?:[^'\\]|\\.|'(?!''))*+''' | \"""(?:[^"\\]|\\.|"(?!""))*+\"""
              | '(?:[^'\\\r\n]|\\.)*+' | "(?:[^"\\\r\n]|\\.)*+" )
    | (?P<variable> [?$]\w++ )
    | (?P<prefixed> (?:\w[\w.-]*+)?: (?:\w[\w.:%-]*+)? )
    | (?P<word> \w++ )
    | (?P<open> \{ )
    | (?P<close> \} )
    """,
    re.VERBOSE | re.DOTALL,
)
_DECLARATION = re.compile(
    r"\s++|\#[^\r\n]*+|BASE\s*+<[^<>\s]*+>|PREFIX\s++(?P<prefix>[\w.-]*+:)\s*+<(?P<iri>[^<>\s]*+)>",
    re.IGNORECASE,
)

_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_ONE_EMPTY_ROW = "VALUES () { () }"


@dataclass(frozen=True, slots=True)
class Clause:
    """One SERVICE clause of a query: where it stands, whom it asks, and what."""

    start: int
    end: int
    endpoint: str
    pattern: str
    silent: bool


def answered(text: str, ask: Ask) -> str:
    """Return the query with the answer of each endpoint in the place of the clause that asks it.

    Lines stay where they are, for the engine's messages.

    Raises:
        QueryError: an endpoint is no address, or a clause cannot be read.
        OnlineError: an endpoint did not answer, and the clause is not SILENT.
    """
    prologue = tuple(_declarations(text))
    return _replaced(text, lambda clause: _values(clause, prologue, ask))


def stubbed(text: str) -> str:
    """Return the query with nothing in the place of its clauses, to see whether the rest can be read."""
    return _replaced(text, lambda clause: _ONE_EMPTY_ROW)


def _replaced(text: str, by: Callable[[Clause], str]) -> str:
    parts, at = [], 0
    for clause in clauses(text):
        parts += [text[at : clause.start], by(clause)]
        parts.append("\n" * text.count("\n", clause.start, clause.end))
        at = clause.end
    return "".join((*parts, text[at:]))


def without(text: str) -> str:
    """Return a query without its clauses, comments and texts: what is left of it for the engine to ask."""
    parts, at = [], 0
    hidden = [token.span() for token in _TOKEN.finditer(text) if token.lastgroup in ("comment", "text")]
    for start, end in sorted((*hidden, *((clause.start, clause.end) for clause in clauses(text)))):
        if start >= at:
            parts += [text[at:start], " "]
            at = end
    return "".join((*parts, text[at:]))


def clauses(text: str) -> tuple[Clause, ...]:
    """Return the outermost SERVICE clauses of a query; what is nested in one is sent along with it.

    >>> clauses("SELECT * { ?a ?b ?c . service <https://e.org/> { ?a <urn:p> '}' } }")[0].pattern
    " ?a <urn:p> '}' "
    """
    prefixes = {each["prefix"]: each["iri"] for each in _declarations(text) if each["prefix"]}
    tokens = [token for token in _TOKEN.finditer(text) if token.lastgroup != "comment"]
    return tuple(_clauses(text, tokens, prefixes))


def _declarations(text: str) -> Iterator[re.Match[str]]:
    """Yield the BASE and PREFIX declarations at the beginning of a query."""
    at = 0
    while match := _DECLARATION.match(text, at):
        if not match[0].isspace() and not match[0].startswith("#"):
            yield match
        at = match.end()


def _clauses(text: str, tokens: Sequence[re.Match[str]], prefixes: dict[str, str]) -> Iterator[Clause]:
    at = 0
    while at < len(tokens):
        if tokens[at].lastgroup != "word" or tokens[at][0].upper() != "SERVICE":
            at += 1
            continue
        start = tokens[at].start()
        rest = at + 1
        silent = rest < len(tokens) and tokens[rest][0].upper() == "SILENT"
        rest += silent
        if rest + 1 >= len(tokens) or tokens[rest + 1].lastgroup != "open":
            raise _unreadable(text, start)
        close = _closing(tokens, rest + 1)
        if close is None:
            raise _unreadable(text, start)
        endpoint = _address(tokens[rest], prefixes, text, start)
        pattern = text[tokens[rest + 1].end() : tokens[close].start()]
        yield Clause(start, tokens[close].end(), endpoint, pattern, silent)
        at = close + 1


def _closing(tokens: Sequence[re.Match[str]], opening: int) -> int | None:
    depth = 0
    for at in range(opening, len(tokens)):
        depth += (tokens[at].lastgroup == "open") - (tokens[at].lastgroup == "close")
        if depth == 0:
            return at
    return None


def _address(token: re.Match[str], prefixes: dict[str, str], text: str, start: int) -> str:
    if token.lastgroup == "iri":
        return token[0][1:-1]
    if token.lastgroup == "prefixed":
        prefix, _, name = token[0].partition(":")
        if f"{prefix}:" in prefixes:
            return prefixes[f"{prefix}:"] + name
    if token.lastgroup == "variable":
        raise QueryError(
            f"Line {_line(text, start)}: SERVICE {token[0]} would ask endpoints that the data name.",
            "Write the endpoint's address: Hearsay asks none that is not written in the query.",
        )
    raise _unreadable(text, start)


def _values(clause: Clause, prologue: Sequence[re.Match[str]], ask: Ask) -> str:
    used = {token[0].partition(":")[0] + ":" for token in _TOKEN.finditer(clause.pattern)}
    head = [each[0] for each in prologue if not each["prefix"] or each["prefix"] in used]
    query = "\n".join((*head, f"SELECT * WHERE {{{clause.pattern}}}"))
    try:
        found = ask(clause.endpoint, query)
    except OnlineError:
        if clause.silent:
            return _ONE_EMPTY_ROW
        raise
    return values(found.variables, found.rows)


def values(variables: Sequence[str], rows: Sequence[Sequence[Term | None]]) -> str:
    """Return rows as a VALUES block, on one line.

    Raises:
        OnlineError: a term or variable is none that SPARQL could hold.
    """
    for name in variables:
        if not re.fullmatch(r"\w+", name):
            raise OnlineError(f"The endpoint names a column {name!r}, which is no variable.")
    lines = (" ".join("UNDEF" if term is None else written(term) for term in row) for row in rows)
    head = " ".join(f"?{name}" for name in variables)
    return f"VALUES ({head}) {{ {' '.join(f'({line})' for line in lines)} }}"


def written(term: Term) -> str:
    """Return a term as SPARQL writes it; nothing in it can end it, or begin anything else.

    A blank node, which VALUES cannot hold, becomes an IRI: it is nothing that a store of ours could name.

    Raises:
        OnlineError: it is no term that SPARQL 1.1 could hold.
    """
    if isinstance(term, BlankNode) and _IRI.fullmatch(term.value):
        return f"<urn:x-hearsay:blank:{term.value}>"
    if isinstance(term, NamedNode) and _IRI.fullmatch(term.value):
        return f"<{term.value}>"
    if isinstance(term, Literal):
        text = f'"{term.value.translate(_ESCAPES)}"'
        if term.language is not None and _LANGUAGE.fullmatch(term.language):
            return f"{text}@{term.language}"
        datatype = term.datatype.value
        if term.language is None and _IRI.fullmatch(datatype):
            return text if datatype == _STRING else f"{text}^^<{datatype}>"
    raise OnlineError(f"The endpoint gives a term that no query can hold: {str(term)[:80]!r}.")


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _unreadable(text: str, start: int) -> QueryError:
    return QueryError(
        f"Line {_line(text, start)}: this SERVICE clause cannot be read.",
        "Write it as SERVICE <https://endpoint/> { … }.",
    )
