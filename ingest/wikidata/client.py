"""Ask a service on the network with good manners; what it said is kept and not asked again.

Wikimedia's rules (User-Agent policy, API etiquette, and those of the query service): say who asks and how to
reach them, one request after the other, stop for as long as the service says, and never ignore a 429. The
manners are a transport adapter of `requests`, below the cache of `requests-cache`: so they hold for every
request and every redirect, an answer that is none is never kept, and what was kept before stands in for it.
"""

from __future__ import annotations

import io
import logging
import platform
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import requests
import requests_cache
import urllib3
from requests.adapters import HTTPAdapter
from requests_cache.backends.sqlite import SQLiteCache

from ingest import __version__
from ingest.errors import OnlineError
from ingest.settings import CONTACT
from ingest.wikidata.deadline import within

DAY = 24 * 3600

_WIKIMEDIA = ("wikidata.org", "wikimedia.org", "mediawiki.org", "wikipedia.org")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TEMPORARY = (408, 429, 500, 502, 503, 504)
_ONE_MINUTE = 60.0  # what the query service asks for where a 429 does not say how long

# It reports every answer that stands in for one that did not come with a traceback on standard error.
logging.getLogger("requests_cache").addHandler(logging.NullHandler())


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


def user_agent(contact: str) -> str:
    """Return what we say of ourselves, in the form that Wikimedia's policy prefers.

    Raises:
        OnlineError: there is no contact, or it is none.
    """
    if not contact:
        raise OnlineError(
            "Hearsay asks Wikidata nothing without saying who asks: its rules want a contact.",
            'Put `contact = "mailto:you@example.org"` (or an https address of yours) into hearsay.toml.',
        )
    if not CONTACT.fullmatch(contact):
        raise OnlineError(
            f"The contact {contact!r} is none.", 'Give "mailto:you@example.org" or an https address.'
        )
    software = f"requests/{requests.__version__} Python/{platform.python_version()}"
    return f"Hearsay/{__version__} ({contact}) {software}"


class Client:
    """One service, asked one request at a time; a context manager.

    Args:
        address: of the service: https, or http on this machine.
        contact: ``mailto:…`` or ``https://…``, for the User-Agent.
        inspect: finds the errors that its answers hide.
        cache: an SQLite file for its answers; in memory if None.
        keep: seconds for which an answer is taken from there; an older one only if the service fails.
        sleep: waits; tests put their own here.

    Raises:
        OnlineError: no contact, or an address that is not allowed.
    """

    def __init__(
        self,
        address: str,
        contact: str,
        inspect: Inspect,
        *,
        cache: Path | None = None,
        keep: float = 7 * DAY,
        limits: Limits = Limits(),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address = address
        self._cache = cache
        adapter = _Manners(address, inspect, limits, sleep)
        adapter.allow(address)
        agent = user_agent(contact)
        with self._kept():
            self._session = requests_cache.CachedSession(
                backend=_backend(cache),
                expire_after=keep,
                stale_if_error=True,
                allowable_methods=("GET", "POST"),
            )
        self._session.headers["User-Agent"] = agent
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.max_redirects = 5
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, adapter)

    def get(self, parameters: Mapping[str, str], accept: str = "application/json") -> Answer:
        """Ask with parameters in the address.

        Raises:
            OnlineError: the service could not be reached, or did not answer in time or as it should.
        """
        return self.send(requests.Request("GET", self.address, {"Accept": accept}, params=dict(parameters)))

    def send(self, request: requests.Request) -> Answer:
        """Send a request, or find its answer among those kept.

        Raises:
            OnlineError: as `get`.
        """
        try:
            with self._kept():
                prepared = self._session.prepare_request(request)
                settings = self._session.merge_environment_settings(str(prepared.url), {}, None, None, None)
                response: Any = self._session.send(prepared, **settings)
        except requests.RequestException as error:  # what `requests` finds itself: an address, redirects
            raise OnlineError(
                f"{_host(self.address)} could not be asked: {error}.", "Check the address."
            ) from error
        return _answer(response, stale=bool(response.from_cache and response.is_expired))

    def close(self) -> None:
        """Close connections and cache."""
        self._session.close()  # type: ignore[no-untyped-call]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _kept(self) -> _CacheGuard:
        return _CacheGuard(self._cache)


@dataclass(frozen=True, slots=True)
class _CacheGuard:
    """Says of a cache that cannot be used which file it is and what to do."""

    path: Path | None

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.Error) or (isinstance(error, OSError) and error.filename is not None):
            raise OnlineError(
                f"The cache {self.path} cannot be used: {error}.",
                "Delete that file: it only spares requests; or free some disk space.",
            ) from error


def _backend(cache: Path | None) -> SQLiteCache:
    # JSON and not pickle: what stands in a file shall not run.
    if cache is None:
        return SQLiteCache(use_memory=True, serializer="json")
    cache.parent.mkdir(parents=True, exist_ok=True)
    return SQLiteCache(cache, serializer="json", busy_timeout=60_000)


class _Manners(HTTPAdapter):
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
                f"{_host(self._home)} is not asked any more: {self._closed}", "Try again later."
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
                f"{_host(self._home)} sends us on to {parts.hostname}, which nobody asked for.",
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
                raise OnlineError(f"{_host(self._home)} did not answer: {self._closed}", "Try again then.")
            if tried >= (limits.tries if again.busy else limits.network_tries):
                raise OnlineError(
                    f"{_host(self._home)} did not answer, asked {tried} times: {again.reason}.",
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
                        f"{_host(self._home)} answers with more than {self._limits.largest:,} bytes.",
                        "Ask for less at a time.",
                    )
                if abandoned.is_set():
                    raise TimeoutError
        finally:
            raw.close()
        response = self.build_response(request, _whole(raw, body, str(request.url)))
        if response.status_code == 200:
            self._inspect(_answer(response))
        elif not response.is_redirect:
            _raise_for_status(response, _host(self._home))
        return response


def _whole(raw: Any, body: io.BytesIO, url: str) -> urllib3.HTTPResponse:
    """Return the response again, its body read and decompressed."""
    done = ("content-encoding", "content-length", "transfer-encoding")
    headers = {name: value for name, value in raw.headers.items() if name.lower() not in done}
    body.seek(0)
    return urllib3.HTTPResponse(
        body, headers, raw.status, reason=raw.reason, preload_content=False, request_url=url
    )


def _answer(response: requests.Response, *, stale: bool = False) -> Answer:
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


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return for how many seconds a service asks to be left alone, if it says so.

    A date is read against the service's own clock (``Date``), not against ours.
    """
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        until = parsedate_to_datetime(said)
        return max(0.0, (until - parsedate_to_datetime(headers.get("Date", ""))).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _host(address: str) -> str:
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
