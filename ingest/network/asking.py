"""Ask a service on the network until it answers: how often, how long, how much, and whether all of it came.

Which services may be asked, and what an answer has to look like, is the affair of those who ask.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event
from typing import IO, Any, TypeVar
from urllib.parse import urlsplit

import requests
import urllib3

from ingest.network.pauses import retry_after

T = TypeVar("T")

TEMPORARY = (408, 429, 500, 502, 503, 504)
_ONE_MINUTE = 60.0  # what Wikidata's query service asks for where a 429 does not say how long
_PART = 65536


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


class Unanswered(Exception):
    """A request was sent as often as is decent, and there is no answer.

    Attributes:
        tried: how often it was sent.
        reason: what went wrong the last time.
        rest: the seconds for which the service wants to be left alone, if that is more than one waits.
    """

    def __init__(self, tried: int, reason: str, rest: float | None = None) -> None:
        super().__init__(reason)
        self.tried = tried
        self.reason = reason
        self.rest = rest


class TooLarge(Exception):
    """An answer has more bytes than are taken."""


def until_answered(exchange: Callable[[], T], limits: Limits, sleep: Callable[[float], None]) -> T:
    """Do an exchange, again after 2, 4, 8 … seconds, or after longer if the service says so.

    Args:
        exchange: sends a request that may be sent twice, and raises `Again` where it should be.
        limits: how often and how long.
        sleep: waits.

    Raises:
        Unanswered: it came to nothing.
    """
    waited, tried = 0.0, 0
    while True:
        tried += 1
        try:
            return exchange()
        except TimeoutError:
            again = Again(f"it did not answer within {limits.total:g} seconds")
        except Again as fault:
            again = fault
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as fault:
            again = Again(described(fault))
        pause = max(again.wait or 0.0, 2.0**tried)
        if again.busy and waited + pause > limits.patience:
            raise Unanswered(tried, again.reason, pause)
        if tried >= (limits.tries if again.busy else limits.network_tries):
            raise Unanswered(tried, again.reason)
        sleep(pause)
        waited += pause


def read_whole(raw: Any, into: IO[bytes], largest: int, abandoned: Event) -> None:
    """Read an answer to its end, decompressed, and close it.

    Args:
        raw: urllib3's response.
        into: what takes the bytes.
        largest: how many are taken.
        abandoned: set when nobody waits for the answer any more.

    Raises:
        TooLarge: there are more.
        TimeoutError: nobody waits.
    """
    size = 0
    try:
        while part := raw.read1(_PART, decode_content=True):
            size += into.write(part)
            if size > largest:
                raise TooLarge
            if abandoned.is_set():
                raise TimeoutError
    finally:
        raw.close()


def again_for_status(response: requests.Response) -> Again | None:
    """Return for when an answer of this status bids to ask again, or None: it is final."""
    status = response.status_code
    if status not in TEMPORARY:
        return None
    wait = retry_after(response.headers)
    if wait is None and status == 429:
        wait = _ONE_MINUTE
    return Again(f"status {status} {response.reason}", busy=status in (429, 503), wait=wait)


def media_type(headers: Mapping[str, str]) -> str:
    """Return the media type of an answer, without parameters."""
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def excerpt(said: bytes | io.BufferedIOBase) -> str:
    """Return the beginning of what a service said, on one line."""
    beginning = said[:300] if isinstance(said, bytes) else said.read(300)
    return " ".join(beginning.decode("utf-8", "replace").split())


def host_of(address: str) -> str:
    """Return the host of an address, with its port."""
    return urlsplit(address).netloc


def described(error: BaseException) -> str:
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
