"""What a server answers, read into the same objects that the embedded engine gives, if it is whole.

A status of 200 does not say so: Virtuoso cuts rows off at a limit of its own, or when its time is over, and
says it in a header; others stop in the middle of the text.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from typing import cast

import pyoxigraph
from pyoxigraph import (
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)

from ingest.errors import StoreError
from ingest.network.asking import Again
from ingest.store.remote.connection import Reply

_VIRTUOSO_SAYS = "__ASK_RETVAL"  # one row for yes, none for no, where JSON is asked for


def whole_results(reply: Reply) -> None:
    """Look whether the answer to a SELECT or ASK is one, and whole.

    Raises:
        Again: it is cut off or garbled.
        StoreError: the server gave some of the rows, and would again.
    """
    _whole_by_its_headers(reply)
    try:
        rows = _count(reply)
    except (SyntaxError, ValueError, OSError) as error:
        traceback.clear_frames(error.__traceback__)  # the engine's objects must be freed by this thread
        raise Again(f"its results are cut off or garbled ({str(error)[:200]})") from None
    limit = reply.headers.get("X-SPARQL-MaxRows", "")
    if limit.isascii() and limit.isdigit() and rows >= int(limit) > 0:
        raise StoreError(
            f"The server gives {rows:,} rows at most (X-SPARQL-MaxRows), so that the answer may lack some.",
            "Raise ResultSetMaxRows in its virtuoso.ini, or ask with LIMIT and OFFSET.",
        )


def whole_triples(reply: Reply) -> None:
    """Look whether N-Triples are that, and whole; otherwise as `whole_results`."""
    _whole_by_its_headers(reply)
    try:
        for _ in _triples(reply):
            pass
    except (SyntaxError, ValueError, OSError) as error:
        raise Again(f"its triples are cut off or garbled ({str(error)[:200]})") from None


def rows(reply: Reply) -> QuerySolutions:
    """Return the answer to a SELECT.

    Raises:
        StoreError: it is a yes or no.
    """
    found = _parsed(reply)
    if isinstance(found, QueryBoolean):
        raise StoreError("The server gives a yes or no, and not rows.", "Check the address of the store.")
    return found


def verdict(reply: Reply) -> QueryBoolean:
    """Return the answer to an ASK.

    Raises:
        StoreError: it is rows.
    """
    found = _parsed(reply)
    if isinstance(found, QuerySolutions) and [each.value for each in found.variables] == [_VIRTUOSO_SAYS]:
        answer = b'{"head": {}, "boolean": %s}' % (b"true" if any(True for _ in found) else b"false")
        return cast(QueryBoolean, pyoxigraph.parse_query_results(answer, QueryResultsFormat.JSON))
    if isinstance(found, QuerySolutions):
        raise StoreError("The server gives rows, and not a yes or no.", "Check the address of the store.")
    return found


def triples(reply: Reply) -> QueryTriples:
    """Return the answer to a CONSTRUCT or DESCRIBE."""
    held = pyoxigraph.Store()
    held.bulk_extend(Quad(each.subject, each.predicate, each.object) for each in _triples(reply))
    found = held.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    if not isinstance(found, QueryTriples):
        raise TypeError(found)
    return found


def quads(reply: Reply, graph: pyoxigraph.NamedNode) -> Iterator[Quad]:
    """Give the triples of an answer as quads of a graph."""
    for each in _triples(reply):
        yield Quad(each.subject, each.predicate, each.object, graph)


def _count(reply: Reply) -> int:
    found = _parsed(reply)
    return 0 if isinstance(found, QueryBoolean) else sum(1 for _ in found)


def _parsed(reply: Reply) -> QuerySolutions | QueryBoolean:
    return pyoxigraph.parse_query_results(reply.body(), QueryResultsFormat.JSON)


def _triples(reply: Reply) -> Iterator[Triple]:
    for quad in pyoxigraph.parse(reply.body(), format=RdfFormat.N_TRIPLES):
        yield quad.triple


def _whole_by_its_headers(reply: Reply) -> None:
    state = reply.headers.get("X-SQL-State", "")
    if state:
        raise StoreError(
            f"The server stopped before it was done (X-SQL-State {state}: "
            f"{reply.headers.get('X-SQL-Message', 'no reason given')[:200]}), so that the answer lacks rows.",
            "Raise MaxQueryExecutionTime in its virtuoso.ini, or ask for less.",
        )
