"""What sites want of robots: robots.txt, read as RFC 9309 says, once for each site in a run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from protego import Protego

from ingest.fetch.address import Address
from ingest.fetch.exchange import Exchange
from ingest.fetch.unfetched import Code, Unfetched
from ingest.read.fault import Fault
from ingest.read.web.transfer import plain_body

NAME = "Hearsay"
"""What robots.txt calls us."""
MOST_BYTES = 500 * 1024
"""So much of a robots.txt is read, and the rest not (RFC 9309, 2.5)."""
MOST_REDIRECTS = 5

_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site allows.

    Attributes:
        delay: seconds between two requests that it asks for.
        parsed: which pages may be asked for; None: all.
        fault: why none may, or None.
    """

    delay: float = 0.0
    parsed: Protego | None = None
    fault: Unfetched | None = None

    def check(self, address: Address) -> None:
        """Let an address pass that may be asked for.

        Raises:
            Unfetched: it may not.
        """
        if self.fault:
            raise self.fault
        if self.parsed and not self.parsed.can_fetch(str(address), NAME):
            message = f"{address.authority} does not want robots to fetch this page (robots.txt)."
            cure = "Save the page in a browser, and read the file: hearsay ingest FILE."
            raise Unfetched(Code.ROBOTS, message, cure)


class Ask(Protocol):
    """Asks for a robots.txt, with all manners."""

    def __call__(self, address: Address) -> Exchange:
        """Return the answer.

        Raises:
            Unfetched: there is none.
        """


class Robots:
    """The rules of the sites of a run."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[str, Rules] = {}

    def rules(self, address: Address) -> Rules:
        """Return the rules of an address's site."""
        if address.origin not in self._known:
            self._known[address.origin] = self._asked(address.at("/robots.txt"))
        return self._known[address.origin]

    def _asked(self, address: Address) -> Rules:
        """Ask for the rules: none there (4xx) allows everything, not to be had (5xx) nothing (2.3.1)."""
        try:
            answer = self._ask(address)
            for _ in range(MOST_REDIRECTS):
                if answer.status not in _REDIRECTS or "location" not in answer.headers:
                    break
                answer = self._ask(answer.address.follow(answer.headers["location"]))
        except Unfetched as fault:
            if fault.code in (Code.UNREACHABLE, Code.ADDRESS_REFUSED):
                return Rules(fault=fault)  # nor could the page be asked for
            return _unknown(address, fault.message)
        if answer.status >= 500:
            return _unknown(address, f"It answers with status {answer.status}.")
        if not 200 <= answer.status < 300:
            return Rules()
        try:
            return _parsed(answer)
        except Fault as fault:
            return _unknown(address, fault.message)


def _unknown(address: Address, reason: str) -> Rules:
    message = f"What {address.authority} wants of robots is not known: {address} cannot be read. {reason}"
    return Rules(fault=Unfetched(Code.ROBOTS, message, "Run the command again later."))


def _parsed(answer: Exchange) -> Rules:
    text = plain_body(answer.body, "", answer.headers.get("content-encoding", ""), MOST_BYTES)
    parsed = Protego.parse(text[:MOST_BYTES].decode("utf-8-sig", "replace"))
    return Rules(_delay(parsed), parsed=parsed)


def _delay(parsed: Protego) -> float:
    rate = parsed.request_rate(NAME)
    asked = (parsed.crawl_delay(NAME) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)
    return max((float(each) for each in asked if math.isfinite(each) and each > 0), default=0.0)
