"""A SPARQL endpoint on the network, asked with the same manners as Wikidata's API.

SPARQLWrapper writes the request as the protocol wants it; it is sent by `ingest.wikidata.client`, since
SPARQLWrapper itself retries nothing, takes any page for an answer, and has no deadline but one for each read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph
import requests
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple
from SPARQLWrapper import GET, JSON, POST, SPARQLWrapper

from ingest.errors import OnlineError
from ingest.network.asking import Again, Limits
from ingest.network.contact import user_agent
from ingest.network.pauses import wait
from ingest.wikidata.client import Client, software
from ingest.wikidata.manners import Answer

WIKIDATA = "https://query.wikidata.org/sparql"

RESULTS = "application/sparql-results+json"

#: Wikidata's query service works on a query for up to 60 seconds; then the answer must still arrive.
LIMITS = Limits(read=65, total=90)

#: Seconds for which an answer is kept: what is asked twice within an hour has hardly changed.
KEEP = 3600.0

#: A longer query goes into the body of the request, since servers limit the length of an address.
LONGEST_ADDRESS = 1500

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT query.

    Attributes:
        rows: a term or None for each of the variables.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    stale: bool = False


class Endpoint:
    """One SPARQL endpoint; a context manager.

    Args:
        address: https, or http on this machine.
        contact: as for `ingest.wikidata.client.Client`.
        cache: a file for answers; in memory if None.
        sleep: waits; tests put their own here.

    Raises:
        OnlineError: no contact, or an address that is not allowed.
    """

    def __init__(
        self,
        address: str,
        contact: str,
        *,
        cache: Path | None = None,
        limits: Limits = LIMITS,
        sleep: Callable[[float], None] = wait,
    ) -> None:
        self._client = Client(address, contact, inspect, cache=cache, keep=KEEP, limits=limits, sleep=sleep)
        self._agent = user_agent(contact, software())

    def select(self, query: str) -> Solutions:
        """Answer a SELECT query.

        Raises:
            OnlineError: there was no answer, or the endpoint does not accept the query.
        """
        answer = self._client.send(_request(self._client.address, query, self._agent))
        found = _parsed(answer)
        names = tuple(variable.value for variable in found.variables)
        rows = tuple(tuple(solution[name] for name in names) for solution in found)
        return Solutions(names, rows, answer.stale)

    def close(self) -> None:
        """Close connections and cache."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def inspect(answer: Answer) -> None:
    """Look whether an answer of status 200 is one, and whole.

    Raises:
        Again: it is not.
    """
    if answer.kind not in (RESULTS, "application/json"):
        raise Again(f"it answered {answer.kind or 'something'} and not the results of a query")
    try:
        for _ in _parsed(answer):
            pass
    except (SyntaxError, ValueError, OSError) as error:
        raise Again(f"its results are cut off or garbled ({error})") from None


def _parsed(answer: Answer) -> QuerySolutions:
    found = pyoxigraph.parse_query_results(answer.body, QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        raise OnlineError("The endpoint gives a yes or no, and not rows.", "Ask it with SELECT.")
    return found


def _request(address: str, query: str, agent: str) -> requests.Request:
    """Return the request that SPARQLWrapper would send: in the address if it is short, else in the body."""
    wrapper = SPARQLWrapper(address, agent=agent)
    wrapper.setQuery(query)
    wrapper.setReturnFormat(JSON)
    wrapper.setOnlyConneg(True)
    wrapper.setMethod(GET if len(query) <= LONGEST_ADDRESS else POST)
    made = wrapper._createRequest()
    return requests.Request(made.get_method(), made.full_url, dict(made.header_items()), data=made.data)
