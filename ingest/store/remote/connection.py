"""Speak SPARQL 1.1 Protocol and Graph Store Protocol with one server.

SPARQLWrapper writes the requests as the protocol wants them, and `requests` sends them. What is sent may be
sent twice: a query reads, and an update only states what is to be there and what is not. So whatever fails
for now is tried again; what remains is one `StoreError`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from threading import Event
from typing import IO, Any
from urllib.parse import urlencode

import requests
from pyoxigraph import NamedNode
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from SPARQLWrapper import JSON, POST, POSTDIRECTLY, TURTLE, SPARQLWrapper

from ingest import __version__
from ingest.errors import QueryError, StoreError
from ingest.network.asking import (
    Limits,
    TooLarge,
    Unanswered,
    again_for_status,
    excerpt,
    host_of,
    media_type,
    read_whole,
    until_answered,
)
from ingest.network.deadline import within
from ingest.places import Remote
from ingest.store.remote.credentials import PASSWORD, USER, Credentials, Nobody
from ingest.text import printable

RESULTS = "application/sparql-results+json"
TRIPLES = "application/n-triples"

_AGENT = f"Hearsay/{__version__}"
_IN_MEMORY = 16 * 1024 * 1024  # bytes of an answer; a longer one lies in a temporary file
_LARGEST = 16 * 1024**3
_SHOWN = 300  # bytes of what a server says that an error repeats

Inspect = Callable[["Reply"], None]


class Refused(StoreError):
    """The server has an answer, and it is no."""


class Reply:
    """What a server answered: its headers, and its body as a file that can be read more than once."""

    def __init__(self, response: requests.Response, body: IO[bytes], hide: Callable[[str], str]) -> None:
        self.status = response.status_code
        self.reason = response.reason
        self.headers = response.headers
        self.kind = media_type(response.headers)
        self._body = body
        self._hide = hide

    def body(self) -> IO[bytes]:
        """Return the body, from its beginning."""
        self._body.seek(0)
        return self._body

    @property
    def said(self) -> str:
        """The beginning of the body, as it may be shown."""
        return self._hide(printable(excerpt(self.body().read(_SHOWN))))


class Connection:
    """A server, asked one request at a time.

    Args:
        remote: where it is.
        sleep: waits; tests put their own here.

    Raises:
        StoreError: what the environment says of its user is incomplete.
    """

    def __init__(self, remote: Remote, sleep: Callable[[float], None]) -> None:
        self.remote = remote
        self._sleep = sleep
        self._limits = Limits(read=remote.timeout, total=remote.timeout, largest=_LARGEST)
        self.credentials = Credentials()
        self._auth: dict[str, AuthBase] = {}  # by host: what one is told goes to no other
        self._session = requests.Session()
        self._session.headers["User-Agent"] = _AGENT
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=0))

    # -- what is asked ---------------------------------------------------------------------------------------

    def select(self, query: str, inspect: Inspect) -> Reply:
        """Send a SELECT or ASK.

        Args:
            query: its text.
            inspect: looks into the answer, and raises `Again` if it is none.

        Raises:
            QueryError: the server refuses the query.
            StoreError: there is no answer.
        """
        return self._queried(self._written(self.remote.query, query, RESULTS), RESULTS, inspect)

    def construct(self, query: str, inspect: Inspect) -> Reply:
        """Send a CONSTRUCT or DESCRIBE, and get N-Triples; otherwise as `select`."""
        return self._queried(self._written(self.remote.query, query, TRIPLES), TRIPLES, inspect)

    def graph(self, name: NamedNode, inspect: Inspect) -> Reply | None:
        """Get a whole graph as N-Triples, by the Graph Store Protocol where the server has it.

        Raises:
            StoreError: there is no answer.
        """
        if not self.remote.graphs:
            return self.construct(
                f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}", inspect
            )
        address = f"{self.remote.graphs}?{urlencode({'graph': name.value})}"
        reply = self._answered(requests.Request("GET", address, {"Accept": TRIPLES}), TRIPLES, inspect)
        return None if reply.status == 404 else reply

    def update(self, text: str) -> bool:
        """Send an update, which must mean the same when it comes twice.

        Returns:
            False if what it says might be any page, and not the answer to an update.

        Raises:
            StoreError: the server did not say that it took it.
        """
        wrapper = SPARQLWrapper(self.remote.update, agent=_AGENT)
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(POSTDIRECTLY)
        wrapper.setQuery(text)
        made = wrapper._createRequest()
        headers = {
            **dict(made.header_items()),
            "Accept": f"{RESULTS}, text/plain, */*;q=0.1",
            "Content-Type": "application/sparql-update; charset=utf-8",
        }
        reply = self._answered(requests.Request("POST", made.full_url, headers, data=made.data), "", None)
        if not 200 <= reply.status < 300:
            raise self._refusal(reply)
        return reply.status != 200 or reply.kind not in ("text/html", "application/xhtml+xml")

    def close(self) -> None:
        """Close connections."""
        self._session.close()

    # -- how -------------------------------------------------------------------------------------------------

    def _written(self, address: str, query: str, accept: str) -> requests.Request:
        wrapper = SPARQLWrapper(address, agent=_AGENT)
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(JSON if accept == RESULTS else TURTLE)  # what it accepts is said below
        wrapper.setOnlyConneg(True)
        wrapper.setQuery(query)
        made = wrapper._createRequest()
        headers = {**dict(made.header_items()), "Accept": accept}
        return requests.Request("POST", made.full_url, headers, data=made.data)

    def _queried(self, request: requests.Request, kind: str, inspect: Inspect) -> Reply:
        reply = self._answered(request, kind, inspect)
        if reply.status in (400, 422) or (_is_final(reply) and not _is_forbidden(reply)):
            raise QueryError(
                f"{self._host} refuses the query: status {reply.status}: {reply.said}", "Ask in another way."
            )
        if reply.status != 200:
            raise self._refusal(reply)
        return reply

    def _answered(self, request: requests.Request, kind: str, inspect: Inspect | None) -> Reply:
        """Send a request until there is an answer that is final.

        Raises:
            StoreError: there is none.
        """

        host = host_of(request.url)

        def exchange() -> Reply:
            request.auth = self._auth.get(host, Nobody())
            prepared = self._session.prepare_request(request)
            settings = self._session.merge_environment_settings(str(prepared.url), {}, None, None, None)
            reply = within(
                self._limits.total, lambda abandoned: self._exchange(prepared, settings, abandoned)
            )
            if reply.status == 200 and inspect:
                self._expect(reply, kind)
                inspect(reply)
            return reply

        try:
            reply = until_answered(exchange, self._limits, self._sleep)
            if reply.status == 401 and self._introduced(reply, request.url):
                reply = until_answered(exchange, self._limits, self._sleep)
        except Unanswered as fault:
            raise self._silence(fault) from None  # what it comes from may hold the request
        except TooLarge:
            raise StoreError(
                f"{self._host} answers with more than {_LARGEST:,} bytes.", "Ask for less."
            ) from None
        if reply.status == 401:
            raise self._stranger(request.url)
        if 300 <= reply.status < 400:
            raise StoreError(
                f"{self._host} sends us on to {printable(reply.headers.get('Location', 'nowhere'))!r}, and "
                "user and password are not taken elsewhere.",
                "If the server has moved, give its new address with --store.",
            )
        return reply

    def _exchange(self, prepared: requests.PreparedRequest, settings: Any, abandoned: Event) -> Reply:
        timeout = (self._limits.connect, self._limits.read)
        options = {**settings, "stream": True, "timeout": timeout, "allow_redirects": False}
        response = self._session.send(prepared, **options)
        body = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  it lives as long as the reply
        read_whole(response.raw, body, self._limits.largest, abandoned)
        reply = Reply(response, body, lambda said: self.credentials.hidden(said, str(prepared.url)))
        again = again_for_status(response)
        if again and not _is_final(reply):
            again.reason += f": {reply.said}" if reply.said else ""
            raise again
        return reply

    def _introduced(self, reply: Reply, address: str) -> bool:
        """Whether we can say who we are, as the server asks; then every request says so from now on."""
        auth = self.credentials.answer_to(reply.headers.get("WWW-Authenticate", ""), address)
        if auth is None or host_of(address) in self._auth:
            return False
        self._auth[host_of(address)] = auth
        return True

    def _expect(self, reply: Reply, kind: str) -> None:
        accepted = {RESULTS: (RESULTS, "application/json"), TRIPLES: (TRIPLES, "text/plain")}[kind]
        if reply.kind not in accepted:
            raise StoreError(
                f"{self._host} answers {reply.kind or 'something'} and not {kind}: {reply.said}",
                "Check the address of the store: it must be the one that answers queries.",
            )

    # -- what goes wrong -------------------------------------------------------------------------------------

    @property
    def _host(self) -> str:
        return f"The store at {host_of(self.remote.query)}"

    def _silence(self, fault: Unanswered) -> StoreError:
        if fault.rest is not None:
            return StoreError(
                f"{self._host} asks to be left alone for {fault.rest:,.0f} seconds ({fault.reason}).",
                "Run the same command again then: it completes what is missing.",
            )
        return StoreError(
            f"{self._host} did not answer, asked {fault.tried} times: {fault.reason}.",
            "See that the server runs, then run the same command again: it completes what is missing.",
        )

    def _stranger(self, address: str) -> StoreError:
        if self.credentials.known_of(address):
            return StoreError(
                f"{self._host} refuses the user and password (401).",
                f"Check {USER} and {PASSWORD}, or ~/.netrc.",
            )
        return StoreError(
            f"{self._host} asks who we are (401).",
            f"Put user and password into {USER} and {PASSWORD}, or into ~/.netrc.",
        )

    def _refusal(self, reply: Reply) -> Refused:
        said = f"status {reply.status} {reply.reason}: {reply.said}"
        if reply.status == 403 or _is_forbidden(reply):
            return Refused(
                f"{self._host} forbids this ({said}).",
                "Give its user the right to write, or see whether it takes updates at another address.",
            )
        if reply.status in (404, 405, 410, 415, 501):
            return Refused(
                f"{self._host} has nothing that speaks SPARQL there ({said}).",
                "Check the address with --store, and the others under [remote] in the settings.",
            )
        if reply.status == 413:
            return Refused(f"{self._host} takes no update of this size ({said}).", "Raise its limit.")
        return Refused(f"{self._host} refuses this ({said}).", "See what its log says.")


def _is_final(reply: Reply) -> bool:
    """Whether an error of the server will come again: Virtuoso says 500 for what a query or user may not do.

    Its errors begin with a state of SQL; what is of the moment is of class 08, 40 or S1T.
    """
    if reply.status != 500:
        return False
    words = reply.said.split()
    return words[:1] == ["Virtuoso"] and len(words) > 1 and not words[1].startswith(("08", "40", "S1T"))


def _is_forbidden(reply: Reply) -> bool:
    return reply.said.startswith("Virtuoso 42000") and "SECURITY" in reply.said
