"""Manners towards a service on the network, below whatever asks it: where, how often, how long, how much.

Wikimedia's rules (User-Agent policy, API etiquette, and those of the query service) want one request after
the other, a stop for as long as the service says, and that a 429 is never ignored. As a transport adapter of
`requests` they hold for every request and every redirect.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from ingest.errors import OnlineError
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

_WIKIMEDIA = ("wikidata.org", "wikimedia.org", "mediawiki.org", "wikipedia.org")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")

PATIENT = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said.

    Attributes:
        kind: the media type, without parameters.
        headers: found whatever the case they are written in.
        stale: it is an old answer, kept, because the service did not give a new one.
    """

    body: bytes
    kind: str
    headers: Mapping[str, str]
    stale: bool = False


Inspect = Callable[[Answer], None]
"""Looks into an answer of status 200 for the error that may hide in it, and raises Again or OnlineError."""


class Manners(HTTPAdapter):
    """Sends a request as often as manners allow, until there is an answer; never follows it elsewhere."""

    def __init__(self, home: str, inspect: Inspect, limits: Limits, sleep: Callable[[float], None]) -> None:
        super().__init__(max_retries=0)
        self._home = home
        self._inspect = inspect
        self._limits = limits
        self._sleep = sleep
        self._failures = 0
        self._closed = ""  # why nothing is asked any more

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: object = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Return a good answer or a redirect; `stream` and `timeout` are this class's own affair.

        Raises:
            OnlineError: there is none.
        """
        self.allow(str(request.url))
        if self._closed:
            raise OnlineError(
                f"{host_of(self._home)} is not asked any more: {self._closed}", "Try again later."
            )

        def exchange() -> requests.Response:
            return within(
                self._limits.total,
                lambda abandoned: self._exchange(request, verify, cert, proxies, abandoned),
            )

        try:
            response = self._until_answered(exchange)
        except OnlineError:
            self._failures += 1
            if self._failures >= self._limits.failures and not self._closed:
                self._closed = f"{self._failures} requests in a row came to nothing."
            raise
        self._failures = 0
        return response

    def allow(self, address: str) -> None:
        """Pass an address of the service, or of Wikimedia where the service is one of its own.

        Raises:
            OnlineError: it is another's, or no encrypted one.
        """
        try:
            parts, home = urlsplit(address), urlsplit(self._home)
            here = parts.netloc == home.netloc or (
                _is_wikimedia(parts.hostname) and _is_wikimedia(home.hostname)
            )
        except ValueError:
            raise OnlineError(f"{address!r} is no address.", "Correct it.") from None
        if parts.username is not None or not parts.hostname:
            raise OnlineError(f"{address!r} is no address of a service.", "Give it without a user's name.")
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise OnlineError(
                f"{address!r} is not encrypted, or no address of the web.",
                "Give one that begins with https://.",
            )
        if not here:
            raise OnlineError(
                f"{host_of(self._home)} sends us on to {parts.hostname}, which nobody asked for.",
                "If the service has moved, give its new address.",
            )

    def _until_answered(self, exchange: Callable[[], requests.Response]) -> requests.Response:
        try:
            return until_answered(exchange, self._limits, self._sleep)
        except Unanswered as fault:
            host = host_of(self._home)
            if fault.rest is not None:
                self._closed = f"it asks to be left alone for {fault.rest:,.0f} seconds ({fault.reason})."
                raise OnlineError(f"{host} did not answer: {self._closed}", "Try again then.") from fault
            raise OnlineError(
                f"{host} did not answer, asked {fault.tried} times: {fault.reason}.",
                "Check the network, or try again later.",
            ) from fault

    def _exchange(
        self,
        request: requests.PreparedRequest,
        verify: bool | str,
        cert: Any,
        proxies: Mapping[str, str] | None,
        abandoned: Event,
    ) -> requests.Response:
        """Send a request once and read the whole answer.

        Raises:
            Again: it is none for now.
            OnlineError: it is none, and will be none.
        """
        timeout = (self._limits.connect, self._limits.read)
        raw: Any = super().send(request, True, timeout, verify, cert, proxies).raw
        body = io.BytesIO()
        try:
            read_whole(raw, body, self._limits.largest, abandoned)
        except TooLarge:
            raise OnlineError(
                f"{host_of(self._home)} answers with more than {self._limits.largest:,} bytes.",
                "Ask for less at a time.",
            ) from None
        response = self.build_response(request, _whole(raw, body, str(request.url)))
        if response.status_code == 200:
            self._inspect(as_answer(response))
        elif response.status_code != 304 and not response.is_redirect:  # 304: what the cache has still holds
            _raise_for_status(response, host_of(self._home))
        return response


def _whole(raw: Any, body: io.BytesIO, url: str) -> urllib3.HTTPResponse:
    """Return the response again, its body read and decompressed."""
    done = ("content-encoding", "content-length", "transfer-encoding")
    headers = {name: value for name, value in raw.headers.items() if name.lower() not in done}
    body.seek(0)
    return urllib3.HTTPResponse(
        body, headers, raw.status, reason=raw.reason, preload_content=False, request_url=url
    )


def as_answer(response: requests.Response, *, stale: bool = False) -> Answer:
    """Return what a response says."""
    return Answer(response.content, media_type(response.headers), response.headers, stale)


def _raise_for_status(response: requests.Response, host: str) -> None:
    """Raise what an answer of another status than 200 means.

    Raises:
        Again: it may be answered later.
        OnlineError: it will not.
    """
    again = again_for_status(response)
    if again:
        raise again
    status = response.status_code
    said = excerpt(response.content)
    cure = (
        "Check the contact in hearsay.toml, and that nobody else misuses your address."
        if status == 403
        else ""
    )
    raise OnlineError(f"{host} refuses the request: status {status} {response.reason}: {said}", cure)


def _is_wikimedia(host: str | None) -> bool:
    return any(host == each or (host or "").endswith(f".{each}") for each in _WIKIMEDIA)
