"""Whose turn it is: one request to a host after the other, with a pause, and none where it wants none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from time import monotonic

from ingest.fetch.unfetched import Code, Unfetched

MOST_DELAY = 60.0
"""The longest pause between two requests that is kept, in seconds; who wants longer ones is left alone."""
MOST_FAILURES = 3
"""After so many requests in a row that came to nothing a host is not asked any more in this run."""


class Turns:
    """When each host was asked last, and which are not asked any more.

    Args:
        delay: the least pause between two requests to a host, in seconds.
        sleep: waits.
        now: the seconds of a clock that is never set.
    """

    def __init__(
        self, delay: float, sleep: Callable[[float], None], now: Callable[[], float] = monotonic
    ) -> None:
        self._delay = delay
        self._sleep = sleep
        self._now = now
        self._last: dict[str, float] = {}
        self._failures: Counter[str] = Counter()
        self._closed: dict[str, str] = {}

    def take(self, host: str, delay: float) -> None:
        """Wait until a host may be asked.

        Args:
            host: who is asked.
            delay: the pause that it wants itself, in seconds.

        Raises:
            Unfetched: it is not asked any more.
        """
        if host in self._closed:
            raise Unfetched(Code.BUSY, f"{host} is not asked any more: {self._closed[host]}.", _LATER)
        if host not in self._last:
            return
        if delay > MOST_DELAY:
            message = (
                f"{host} wants {delay:,.0f} seconds between two requests; {MOST_DELAY:g} are kept at most."
            )
            raise Unfetched(Code.BUSY, message, "Save the page in a browser, and read the file.")
        pause = self._last[host] + max(delay, self._delay) - self._now()
        if pause > 0:
            self._sleep(pause)

    def asked(self, host: str, *, answered: bool) -> None:
        """Note that a host was asked just now."""
        self._last[host] = self._now()
        self._failures[host] = 0 if answered else self._failures[host] + 1
        if self._failures[host] >= MOST_FAILURES:
            self.close(host, f"{MOST_FAILURES} requests in a row came to nothing")

    def close(self, host: str, reason: str) -> None:
        """Ask a host no more."""
        self._closed[host] = reason


_LATER = "Run the command again later: it goes on with what is missing."
