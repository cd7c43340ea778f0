"""Ask a store: the query checked, its parameters bound to terms, its answer as data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from typing import Protocol

import pyoxigraph
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Variable

from ingest.errors import QueryError
from ingest.query import federation, guard
from ingest.query.answers import Answer, Graph, Table, Verdict
from ingest.query.catalogue import Question, find
from ingest.query.parameters import Value, bind
from ingest.rdf.vocabulary import PREFIXES
from ingest.sparql.process import Limits, Result
from ingest.store import EmbeddedStore, Store

_PLACE = re.compile(r"error at ([0-9]+):([0-9]+): (.*)", re.DOTALL | re.ASCII)
_UPDATE = re.compile(
    r"(?:\s|#[^\n]*\n|(?:PREFIX|BASE)\b[^<]*<[^>]*>)*+(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b",
    re.IGNORECASE,
)
_NOT_PROJECTED = "SELECT projection"
_REASONS = {
    "Prefix not found": "no PREFIX declares this prefix",
    "IRI parsing failed": "this is no IRI",
    "variable that is unbound": "the SELECT clause names a variable that is neither grouped nor aggregated",
}
_SHOWN = 30  # characters of the query that an error shows


def run(
    store: Store,
    query: str | Question,
    params: Mapping[str, Value | None] | None = None,
    *,
    online: bool = False,
    contact: str = "",
) -> Answer:
    """Answer a query.

    Args:
        store: the store to ask.
        query: a question, its name, or the text of a SPARQL query (SELECT, ASK, CONSTRUCT or DESCRIBE).
        params: values of the parameters that its header declares; bound to terms, never pasted as text.
        online: whether the query may ask other endpoints over the network (SERVICE).
        contact: how whoever runs such an endpoint reaches us: ``mailto:…`` or ``https://…``.

    Raises:
        QueryError: the query is unknown, malformed, an update or too deep, or a parameter is missing or
            ill-typed.
        OnlineError: an endpoint did not answer, or there is no contact.
        StoreError: the store cannot be read.
    """
    return _run(store, query, params, online, contact, _check)


def run_isolated(
    store: Store,
    query: str | Question,
    params: Mapping[str, Value | None] | None = None,
    *,
    limits: Limits | None = None,
    online: bool = False,
    contact: str = "",
) -> Answer:
    """Answer a query that may be anybody's in a process of its own, which can be ended.

    Other endpoints are asked from this process, and the rest of the query is answered in the other one. A
    store on a server is asked as by `run`: the limits are then those of the server, and of the request.

    Args:
        store: as for `run`, opened for reading.
        query: as for `run`, and so `params`, `online` and `contact`.
        limits: what it may take.

    Raises:
        QueryError: as by `run`; or it took more than it may, or made the engine fail.
        OnlineError: as by `run`.
        StoreError: as by `run`.
    """
    if not isinstance(store, EmbeddedStore):
        return run(store, query, params, online=online, contact=contact)
    apart = store.apart(limits or Limits())
    return _run(apart, query, params, online, contact, apart.check)


class _Asked(Protocol):
    """What is needed of a store."""

    def query(
        self, sparql: str, substitutions: Mapping[Variable, NamedNode | Literal] | None = None
    ) -> QueryTriples | Result: ...

    def guarded(self) -> AbstractContextManager[None]: ...


def _run(
    store: _Asked,
    query: str | Question,
    params: Mapping[str, Value | None] | None,
    online: bool,
    contact: str,
    check: Callable[[str], None],
) -> Answer:
    question = query if isinstance(query, Question) else find(query)
    _refuse_update(question.text)
    guard.check(question.text, online=online)
    bound = bind(question.parameters, params or {})
    try:
        text = _asked_elsewhere(question.text, contact, check) if online else question.text
        with store.guarded():
            return _read(store.query(text, bound or None), question)
    except UnicodeEncodeError as error:
        raise QueryError(
            f"The query holds half of a surrogate pair at character {error.start}.", "Save it as UTF-8."
        ) from error
    except QueryError as error:
        raise _explained(error, question.text) from error


def _check(text: str) -> None:
    """Pass a query that the engine's parser takes."""
    try:
        pyoxigraph.Store().query(text)
    except SyntaxError as error:
        raise QueryError(str(error)) from error


def _asked_elsewhere(text: str, contact: str, check: Callable[[str], None]) -> str:
    """Return the query with what other endpoints answer in it."""
    _refuse_other_services(text)
    if not federation.clauses(text):
        return text
    check(federation.stubbed(text))  # nobody is asked for the sake of a faulty query
    from ingest.wikidata.endpoint import Endpoint  # costly: only where something is asked

    with ExitStack() as stack:
        endpoints: dict[str, Endpoint] = {}

        def ask(address: str, query: str) -> federation.Solutions:
            if address not in endpoints:
                endpoints[address] = stack.enter_context(Endpoint(address, contact))
            return endpoints[address].select(query)

        return federation.answered(text, ask)


def _refuse_other_services(text: str) -> None:
    """Refuse what the engine might take for a SERVICE and Hearsay does not: it would ask without manners."""
    if guard.asks_elsewhere(federation.without(text)):
        raise QueryError(
            "The query asks another endpoint in a way that cannot be read for certain.",
            "Write it as SERVICE <https://endpoint/> { … }, with spaces between.",
        )


def _read(result: QueryTriples | Result, question: Question) -> Answer:
    if isinstance(result, QueryBoolean):
        return Verdict(bool(result))
    if not isinstance(result, QuerySolutions):
        return Graph(tuple(sorted(set(result), key=str)))
    parameters = {parameter.name for parameter in question.parameters}
    names = [variable.value for variable in result.variables]
    kept = [index for index, name in enumerate(names) if name not in parameters]
    rows = tuple(tuple(solution[index] for index in kept) for solution in result)
    return Table(tuple(names[index] for index in kept), rows)


def _refuse_update(text: str) -> None:
    match = _UPDATE.match(text)
    if match:
        raise QueryError(
            f"This is an update ({match[1].upper()}), and queries only read.",
            "What the store holds changes with `hearsay ingest` alone.",
        )


def _explained(error: QueryError, text: str) -> QueryError:
    """Say what is wrong and where, without the parser's list of all that might stand there instead."""
    words = str(error.__cause__ or error)
    if _NOT_PROJECTED in words:
        variable = re.search(r"\?\w+", words)
        return QueryError(
            f"The query does not select its parameter {variable[0] if variable else ''}.",
            "Add it to the SELECT clause (and to GROUP BY, where there is one): only what "
            "is selected is bound. It is left out of the answer's columns.",
        )
    match = _PLACE.search(words)
    if not match:
        return error
    line, column = int(match[1]), int(match[2])
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    rest = here[column - 1 :].strip()
    reason = next(
        (meaning for sign, meaning in _REASONS.items() if sign in match[3]), "it does not go on like this"
    )
    at = f", at {rest[:_SHOWN]!r}" if rest else ", at the end of the line"
    return QueryError(
        f"The query cannot be read: line {line}, column {column}{at}: {reason}.",
        _missing_prefix(here[: column - 1]) or "Correct it there, or just before.",
    )


def _missing_prefix(before: str) -> str:
    """Return the declaration of the prefix with which this part of a line ends, if it is one of Hearsay's."""
    words = before.split()
    prefix = re.search(r"(\w+):[\w-]*\Z", words[-1]) if words else None
    base = PREFIXES.get(prefix[1]) if prefix else None
    return f"Begin the query with `PREFIX {prefix[1]}: <{base}>`." if prefix and base else ""
