"""A run: one address after the other, and into the archive what they answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ingest.errors import Problem
from ingest.fetch.address import Address, parse, shown
from ingest.fetch.archive import Opened
from ingest.fetch.document import Fetcher
from ingest.fetch.exchange import Exchange
from ingest.fetch.records import digest
from ingest.fetch.unfetched import Unfetched


class Outcome(StrEnum):
    """What became of an address."""

    FETCHED = "fetched"
    THERE = "already there"
    FAILED = "not fetched"


@dataclass(frozen=True, slots=True)
class Page:
    """A page in the archive.

    Attributes:
        address: where it was found in the end.
        ip: the address of the machine that it came from.
        time: when it was asked for.
        media_type: what it says that it is.
        size: in bytes, as it came over the wire.
        digest: of these bytes.
    """

    address: str
    ip: str
    time: datetime
    media_type: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an address.

    Attributes:
        address: as it was given.
        page: what was fetched.
        problem: why nothing was.
    """

    address: str
    outcome: Outcome
    page: Page | None = None
    problem: Problem | None = None


def fetch_all(
    addresses: Iterable[str], archive: Opened, fetcher: Fetcher, *, again: bool = False
) -> Iterator[Result]:
    """Fetch what is not in an archive yet, each address once.

    Args:
        addresses: as they were given.
        archive: is added to.
        fetcher: asks.
        again: fetch also what is there.
    """
    done: set[Address] = set()
    for text in addresses:
        try:
            address = parse(text)
        except Unfetched as fault:
            yield Result(shown(text), Outcome.FAILED, problem=fault.problem(shown(text)))
            continue
        if address in done:
            continue
        done.add(address)
        if str(address) in archive.there and not again:
            yield Result(text, Outcome.THERE)
            continue
        document = fetcher.fetch(address)
        archive.add(document)
        if document.fault:
            yield Result(text, Outcome.FAILED, problem=document.fault.problem(text))
        else:
            yield Result(text, Outcome.FETCHED, page=_page(document.exchanges[-1]))


def _page(exchange: Exchange) -> Page:
    return Page(
        address=str(exchange.address),
        ip=exchange.ip,
        time=exchange.time,
        media_type=exchange.media_type,
        size=len(exchange.payload),
        digest=digest(exchange.payload),
    )
