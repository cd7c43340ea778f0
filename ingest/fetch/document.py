"""One page, asked for with manners: robots.txt, turns, redirects, and patience where a site is busy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from ingest.fetch.address import Address
from ingest.fetch.exchange import Asking, Exchange
from ingest.fetch.robots import MOST_BYTES, Robots, Rules
from ingest.fetch.turns import Turns
from ingest.fetch.unfetched import Code, Unfetched
from ingest.network.pauses import retry_after
from ingest.read.fault import Fault
from ingest.read.web.transfer import plain_body

MOST_REDIRECTS = 10
TRIES = 3
"""How often a page is asked for while its site is busy."""
PATIENCE = 120.0
"""How long a page may wait for its next tries, all waits together, in seconds."""

READ = (
    *("text/html", "application/xhtml+xml"),
    *("application/rss+xml", "application/atom+xml", "application/xml", "text/xml"),
)
"""The media types that `hearsay ingest` reads out of an archive."""

_ACCEPT = f"{', '.join(READ[:4])}, application/xml;q=0.9, text/xml;q=0.9"
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_FAILURES = (Code.UNREACHABLE, Code.NO_ANSWER, Code.TOO_SLOW)


@dataclass(frozen=True, slots=True)
class Document:
    """What became of one address.

    Attributes:
        asked: the address.
        exchanges: the answers that are kept, redirects first, the page last.
        fault: why there is no page.
    """

    asked: Address
    exchanges: tuple[Exchange, ...] = ()
    fault: Unfetched | None = None


class Fetcher:
    """Fetches pages one after the other.

    Args:
        asking: how things are asked.
        turns: when whom.
        sleep: waits where a site is busy.
        most_bytes: of a page, unpacked.
    """

    def __init__(self, asking: Asking, turns: Turns, sleep: Callable[[float], None], most_bytes: int) -> None:
        self._asking = asking
        self._turns = turns
        self._sleep = sleep
        self._most_bytes = most_bytes
        self._robots = Robots(self._ask_for_robots)
        self._spent = 0.0  # of the time that the page may take, with its redirects and tries

    def fetch(self, address: Address) -> Document:
        """Ask for a page, wherever its address leads; never raises for what sites do."""
        exchanges: list[Exchange] = []
        self._spent = 0.0
        try:
            self._follow(address, exchanges)
        except Unfetched as fault:
            return Document(address, tuple(exchanges), fault)
        return Document(address, tuple(exchanges))

    def _follow(self, address: Address, exchanges: list[Exchange]) -> None:
        seen = {address}
        while True:
            exchange = self._ask(address, self._rules(address))
            if exchange.status == 200:
                self._check(exchange)
            exchanges.append(exchange)
            if exchange.status == 200:
                return
            if exchange.status not in _REDIRECTS or "location" not in exchange.headers:
                raise _status(exchange)
            address = address.follow(exchange.headers["location"])
            if address in seen:
                raise _redirects(f"{address} leads back to itself")
            if len(seen) > MOST_REDIRECTS:
                raise _redirects(f"After {MOST_REDIRECTS} redirects there was still no page")
            seen.add(address)

    def _rules(self, address: Address) -> Rules:
        rules = self._robots.rules(address)
        rules.check(address)
        return rules

    def _ask(self, address: Address, rules: Rules) -> Exchange:
        def wanted(status: int, media_type: str) -> bool:
            return status != 200 or media_type in READ

        def ask() -> Exchange:
            began = monotonic()
            try:
                left = self._asking.seconds - self._spent
                return self._asking.within(left).get(address, _ACCEPT, wanted)
            finally:
                self._spent += monotonic() - began

        exchange = self._patiently(address, ask, rules.delay)
        if exchange.status == 200 and exchange.media_type not in READ:
            kind = exchange.media_type or "of no stated type"
            message = f"The answer is {kind[:100]}: no web page and no feed."
            cure = "If it is in a format that is read, save it, and read the file: hearsay ingest FILE."
            raise Unfetched(Code.MEDIA_TYPE, message, cure)
        return exchange

    def _ask_for_robots(self, address: Address) -> Exchange:
        def ask() -> Exchange:
            return self._asking.cutting(MOST_BYTES).get(address, "text/plain, */*;q=0.1", lambda *_: True)

        return self._patiently(address, ask, 0.0)

    def _patiently(self, address: Address, ask: Callable[[], Exchange], delay: float) -> Exchange:
        """Ask, and ask again where the site is busy.

        Raises:
            Unfetched: there is no answer, or it is busy still.
        """
        waited = 0.0
        for tried in range(1, TRIES + 1):
            self._turns.take(address.host, delay)
            try:
                exchange = ask()
            except Unfetched as fault:
                self._turns.asked(address.host, answered=fault.code not in _FAILURES)
                raise
            self._turns.asked(address.host, answered=True)
            if exchange.status not in _BUSY:
                return exchange
            pause = max(retry_after(_titled(exchange)) or 0.0, 2.0**tried)
            if waited + pause > PATIENCE:
                self._turns.close(address.host, f"it asks to be left alone for {pause:,.0f} seconds")
                break
            if tried < TRIES:
                self._sleep(pause)
                waited += pause
        message = f"{address.authority} is busy: status {exchange.status}, asked {tried} times."
        raise Unfetched(Code.BUSY, message, "Run the command again later: it goes on with what is missing.")

    def _check(self, exchange: Exchange) -> None:
        """Refuse a page that is damaged, or too large once it is unpacked."""
        try:
            page = plain_body(
                exchange.body, "", exchange.headers.get("content-encoding", ""), self._most_bytes
            )
        except Fault as fault:
            raise Unfetched(Code.NO_ANSWER, fault.message, "Try again later.") from None
        if len(page) > self._most_bytes:
            message = f"The page unpacks to more than {self._most_bytes:,} bytes."
            raise Unfetched(Code.TOO_LARGE, message, "Raise the limit `max_page_bytes`, if it is a page.")


def _titled(exchange: Exchange) -> dict[str, str]:
    return {name.title(): value for name, value in exchange.headers.items()}


def _status(exchange: Exchange) -> Unfetched:
    status = exchange.status
    if status in (404, 410):
        cure = "Check the address, or look for the page in a public web archive."
    elif status >= 500:
        cure = "Try again later."
    else:
        cure = "If a browser shows the page, save it there, and read the file: hearsay ingest FILE."
    message = f"{exchange.address.authority} answers with status {status}, and not with the page."
    return Unfetched(Code.STATUS, message, cure)


def _redirects(message: str) -> Unfetched:
    return Unfetched(Code.REDIRECTS, f"{message}.", "Look the page up in a browser.")
