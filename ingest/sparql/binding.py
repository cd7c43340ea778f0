"""Write terms in the place of a query's variables: servers bind none, and engines plan by what is written.

It means what the engine means by `substitutions` (docs/decisions/0040): a variable is bound wherever
it stands in the query and in those sub-SELECTs that select it; in any other it is another variable of that
name.

Only whole tokens give way, and only to terms in the engine's own serialisation. Which words of a query are
tokens, and which stand inside a text or a comment, is not left to the scanner below: the engine's parser must
agree about every single place, or nothing is bound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Variable

from ingest.errors import QueryError
from ingest.sparql.tokens import TOKEN

_FORBIDDEN = "\x01"  # may stand in a text or a comment, and nowhere else
_CACHED = 256  # queries; Hearsay's own are some forty


@dataclass(slots=True)
class _Scope:
    """A query that is being read: the main one, or a sub-SELECT."""

    depth: int
    main: bool
    bound: frozenset[str]  # the variables to be bound in it
    clause: str  # of which part its tokens are: select, where, group …
    selected: dict[str, int] = field(default_factory=dict)  # variable → number of its place
    items: int = 0  # of the SELECT clause
    start: int = 0  # where its items begin


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something is to be written: the characters from `start` to `end` become `before`, term,
    `after`."""

    start: int
    end: int
    name: str  # of the variable; "" writes `before` alone
    before: str = ""
    after: str = ""
    condition: int = 0  # number of the GROUP BY or ORDER BY whose item it is, if any


def bound(sparql: str, values: Mapping[Variable, NamedNode | Literal]) -> str:
    """Return the query with the values in the variables' place.

    Raises:
        QueryError: the query does not select a variable, binds it by itself, or cannot be read for certain.
    """
    return written(sparql, {variable.value: str(term) for variable, term in values.items()})


def written(sparql: str, terms: Mapping[str, str]) -> str:
    """Return the query with terms in the place of variables, by their names.

    Args:
        sparql: the query.
        terms: each in the engine's own serialisation.

    Raises:
        QueryError: as for `bound`.
    """
    if not terms:
        return sparql
    parts, at = [], 0
    for place in _places(sparql, frozenset(terms)):
        term = terms[place.name] if place.name else ""
        parts += [sparql[at : place.start], place.before, term, place.after]
        at = place.end
    return "".join((*parts, sparql[at:]))


@lru_cache(maxsize=_CACHED)
def _places(sparql: str, names: frozenset[str]) -> tuple[_Place, ...]:
    _agree(sparql, names)
    places = _Reader(sparql, names).places()
    return tuple(sorted(places, key=lambda place: place.start))


def _agree(sparql: str, names: frozenset[str]) -> None:
    """Refuse a query of which scanner and parser might think differently where one of these variables
    stands."""
    kinds = {
        at: str(token.lastgroup)
        for token in TOKEN.finditer(sparql)
        for at in range(token.start(), token.end())
    }
    for found in re.finditer(rf"[?$](?:{'|'.join(map(re.escape, sorted(names)))})\b", sparql):
        kind = kinds.get(found.start())
        inside = kind in ("text", "comment")
        if kind not in ("text", "comment", "variable") or inside != _is_parsed(
            sparql[: found.start()] + _FORBIDDEN + sparql[found.end() :]
        ):
            line = sparql.count("\n", 0, found.start()) + 1
            raise QueryError(
                f"Line {line} of the query cannot be read for certain, near {found[0]}.",
                "Write it with spaces around `<` and `#`, so that a value can be put there.",
            )


def _is_parsed(sparql: str) -> bool:
    try:
        pyoxigraph.Store().query(sparql)
    except SyntaxError:
        return False
    return True


class _Reader:
    """Finds the places of a query where variables are to be bound."""

    def __init__(self, sparql: str, names: frozenset[str]) -> None:
        self._sparql = sparql
        self._names = names
        self._found: list[_Place] = []
        self._scopes: list[_Scope] = []
        self._depth = 0
        self._before = ""  # the last token, in capitals
        self._values = False  # between VALUES and its brace
        self._conditions = 0  # GROUP BY and ORDER BY so far
        self._spared = set[int]()  # those that name something else as well, and can do without what is known

    def places(self) -> list[_Place]:
        for token in TOKEN.finditer(self._sparql):
            if token.lastgroup != "comment":
                self._read(token)
                self._before = token[0].upper()
        missing = self._names - {place.name for place in self._found}
        if missing:
            raise _not_selected(min(missing))
        return [
            place for place in self._found if place.condition not in self._spared or not place.condition
        ] + [_Place(place.start, place.end, "") for place in self._found if place.condition in self._spared]

    def _read(self, token: re.Match[str]) -> None:
        word = token[0].upper() if token.lastgroup in ("word", "mark") else ""
        scope = self._scopes[-1] if self._scopes else None
        if word == "VALUES":
            self._values = True
        elif word == "{":
            self._values = False
        if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            self._begin(token, word)
        elif word in ("{", "(", "["):
            if scope and word == "{" and scope.clause == "select" and self._depth == scope.depth:
                self._end_of_items(scope)
            self._depth += 1
        elif word in ("}", ")", "]"):
            self._depth -= 1
            if scope and self._depth < scope.depth:
                self._scopes.pop()
            elif scope and self._depth == scope.depth and word == ")":
                self._item(scope)
        elif scope and self._depth == scope.depth:
            self._at_the_top(token, word, scope)
        elif scope and token.lastgroup == "variable":
            self._inside(token, scope)

    def _begin(self, token: re.Match[str], word: str) -> None:
        above = self._scopes[-1].bound if self._scopes else self._names
        clause = "select" if word == "SELECT" else "where"
        self._scopes.append(_Scope(self._depth, not self._scopes, above, clause, start=token.end()))

    def _at_the_top(self, token: re.Match[str], word: str, scope: _Scope) -> None:
        """Read a token of a SELECT that stands in none of its brackets."""
        if token.lastgroup == "word":
            if scope.clause == "select" and word in ("WHERE", "FROM"):
                self._end_of_items(scope)
            elif word in ("GROUP", "ORDER"):
                scope.clause = "condition"
                self._conditions += 1
            elif word in ("HAVING", "LIMIT", "OFFSET", "VALUES"):
                scope.clause = "where"
            return
        name = token[0][1:] if token.lastgroup == "variable" else ""
        if scope.clause == "select":
            scope.items += token[0] == "*" or bool(name)
            if token[0] == "*" and scope.bound:
                raise QueryError(
                    "The query selects everything (*), and a value is to be bound in it.",
                    "Name the variables in the SELECT clause.",
                )
            if name in scope.bound:
                scope.selected[name] = len(self._found)
                self._found.append(_Place(token.start(), token.end(), name, "(", f" AS ?{name})"))
        elif name in scope.bound and scope.clause == "condition" and not self._values:
            self._found.append(_Place(token.start(), token.end(), name, "(", ")", self._conditions))
        elif name:
            self._item(scope)
            self._inside(token, scope)

    def _item(self, scope: _Scope) -> None:
        """Count an item of a SELECT clause, or of GROUP BY or ORDER BY."""
        if scope.clause == "select":
            scope.items += 1
        elif scope.clause == "condition":
            self._spared.add(self._conditions)

    def _inside(self, token: re.Match[str], scope: _Scope) -> None:
        name = token[0][1:]
        if name not in scope.bound:
            return
        if self._values or self._before == "AS":
            raise QueryError(
                f"The query gives ?{name} a value of its own, and another is to be bound.",
                "Rename the variable.",
            )
        self._found.append(_Place(token.start(), token.end(), name))

    def _end_of_items(self, scope: _Scope) -> None:
        """Now it is known what a SELECT selects: the others are other variables, if it is a sub-SELECT."""
        scope.clause = "where"
        missing = scope.bound - scope.selected.keys()
        if scope.main and missing:
            raise _not_selected(min(missing))
        scope.bound = frozenset(scope.selected)
        if scope.main:
            return
        self._found = [
            place for place in self._found if place.start < scope.start or place.name not in missing
        ]
        # A sub-SELECT need not give what is known, and may not: outside it stands written already.
        for number, place in enumerate(self._found):
            if place.start >= scope.start and place.after.startswith(" AS "):
                self._found[number] = _Place(place.start, place.end, "")
        if scope.items == len(scope.selected):
            first = min(number for number, place in enumerate(self._found) if place.start >= scope.start)
            place = self._found[first]
            self._found[first] = _Place(place.start, place.end, "", f"(1 AS ?hearsay{place.start})")


def _not_selected(name: str) -> QueryError:
    return QueryError(
        f"The query cannot be answered: it does not contain variable ?{name} in its SELECT projection.",
        "Correct it and try again.",
    )
