"""Ask a service on the network; what it said is kept and not asked again.

The cache of `requests-cache` lies above the manners (`ingest.wikidata.manners`): so an answer that is none is
never kept, and what was kept before stands in for it.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests
import requests_cache
from requests_cache.backends.sqlite import SQLiteCache

from ingest.errors import OnlineError
from ingest.network.asking import Limits, host_of
from ingest.network.contact import user_agent
from ingest.network.pauses import wait
from ingest.wikidata.manners import PATIENT, Answer, Inspect, Manners, as_answer

DAY = 24 * 3600

# It reports every answer that stands in for one that did not come with a traceback on standard error.
logging.getLogger("requests_cache").addHandler(logging.NullHandler())


def software() -> str:
    """Return what sends the requests."""
    return f"requests/{requests.__version__}"


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
        limits: Limits = PATIENT,
        sleep: Callable[[float], None] = wait,
    ) -> None:
        self.address = address
        self._cache = cache
        adapter = Manners(address, inspect, limits, sleep)
        adapter.allow(address)
        agent = user_agent(contact, software())
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
                f"{host_of(self.address)} could not be asked: {error}.", "Check the address."
            ) from error
        stale = response.from_cache and response.is_expired and not response.revalidated
        return as_answer(response, stale=bool(stale))

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
    cache.parent.mkdir(
        mode=0o700, parents=True, exist_ok=True
    )  # what was asked for is nobody else's business
    return SQLiteCache(cache, serializer="json", busy_timeout=60_000)
