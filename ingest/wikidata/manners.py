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
from ingest.network.deadline import within
from ingest.network.pauses import retry_after

_WIKIMEDIA = ("wikidata.org", "wikimedia.org", "mediawiki.org", "wikipedia.org")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TEMPORARY = (408, 429, 500, 502, 503, 504)
_ONE_MINUTE = 60.0  # what the query service asks for where a 429 does not say how long


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much: seconds, bytes, and how often.

    Attributes:
        connect: for a connection.
        read: for the next byte.
        total: for one exchange: name looked up, connection, request, and the whole answer.
        tries: how often a request is sent while the service is busy.
        network_tries: how often while it cannot be reached, or its answer is cut off or garbled.
        patience: how long a request may wait for its next tries, all waits together.
        failures: after so many requests in a row that came to nothing, no more are sent.
        largest: bytes of an answer, decompressed.
    """

    connect: float = 10
    read: float = 30
    total: float = 60
    tries: int = 6
    network_tries: int = 3
    patience: float = 300
    failures: int = 3
    largest: int = 64 * 1024 * 1024


PATIENT = Limits()


class Again(Exception):
    """An answer that is none for now: the same request may be answered later.

    Attributes:
        busy: the service says so itself; else something went wrong on the way.
        wait: the seconds after which it wants to be asked again, if it says so.
    """

    def __init__(self, reason: str, *, busy: bool = False, wait: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.busy = busy
        self.wait = wait


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
        waited, tried, limits = 0.0, 0, self._limits
        while True:
            tried += 1
            try:
                return exchange()
            except TimeoutError:
                again = Again(f"it did not answer within {limits.total:g} seconds")
            except Again as fault:
                again = fault
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as fault:
                again = Again(_described(fault))
            # 2, 4, 8 … seconds, or longer if the service says so.
            pause = max(again.wait or 0.0, 2.0**tried)
            if again.busy and waited + pause > limits.patience:
                self._closed = f"it asks to be left alone for {pause:,.0f} seconds ({again.reason})."
                raise OnlineError(f"{host_of(self._home)} did not answer: {self._closed}", "Try again then.")
            if tried >= (limits.tries if again.busy else limits.network_tries):
                raise OnlineError(
                    f"{host_of(self._home)} did not answer, asked {tried} times: {again.reason}.",
                    "Check the network, or try again later.",
                )
            self._sleep(pause)
            waited += pause

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
        try:
            body = io.BytesIO()
            while part := raw.read1(65536, decode_content=True):
                body.write(part)
                if body.tell() > self._limits.largest:
                    raise OnlineError(
                        f"{host_of(self._home)} answers with more than {self._limits.largest:,} bytes.",
                        "Ask for less at a time.",
                    )
                if abandoned.is_set():
                    raise TimeoutError
        finally:
            raw.close()
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
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Answer(response.content, kind, response.headers, stale)


def _raise_for_status(response: requests.Response, host: str) -> None:
    """Raise what an answer of another status than 200 means.

    Raises:
        Again: it may be answered later.
        OnlineError: it will not.
    """
    status = response.status_code
    if status in _TEMPORARY:
        wait = retry_after(response.headers)
        if wait is None and status == 429:
            wait = _ONE_MINUTE
        raise Again(f"status {status} {response.reason}", busy=status in (429, 503), wait=wait)
    said = " ".join(response.content[:300].decode("utf-8", "replace").split())
    cure = (
        "Check the contact in hearsay.toml, and that nobody else misuses your address."
        if status == 403
        else ""
    )
    raise OnlineError(f"{host} refuses the request: status {status} {response.reason}: {said}", cure)


def host_of(address: str) -> str:
    """Return the host of an address, with its port."""
    return urlsplit(address).netloc


def _is_wikimedia(host: str | None) -> bool:
    return any(host == each or (host or "").endswith(f".{each}") for each in _WIKIMEDIA)


def _described(error: BaseException) -> str:
    """Return what went wrong on the way, in short."""
    text = str(error)
    if "NameResolutionError" in text or "getaddrinfo" in text:
        return "its name could not be looked up"
    if "Connection refused" in text:
        return "the connection was refused"
    if isinstance(error, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
        return f"the encrypted connection failed ({text[:200]})"
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return "it fell silent"
    broken = isinstance(error, urllib3.exceptions.ProtocolError | urllib3.exceptions.DecodeError)
    if broken or "Connection aborted" in text:
        return f"its answer was cut off or garbled ({text[:200]})"
    return text[:200]
