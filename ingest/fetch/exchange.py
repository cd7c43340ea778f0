"""One request and its answer, as the bytes that went over the wire, within a time and a size that hold.

A connection for each request, with the next byte's timeout always what is left of the whole: so a server
that sends a drop now and then ends when the time is up, whether it drips in the handshake, in the header or
in the body. h11 reads HTTP; it refuses to write a header that holds a line break. Nothing is taken from the
environment: no proxy (which would connect in our place, to anywhere), no password, no cookie.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from time import monotonic
from types import MappingProxyType

import certifi
import h11

from ingest.fetch.address import Address
from ingest.fetch.reachable import Reach, too_slow
from ingest.fetch.unfetched import Code, Unfetched

Clock = Callable[[], datetime]

_PIECE = 64 * 1024
_HEADER_END = re.compile(rb"\n\r?\n")
_MOST_HEADER = 64 * 1024
_MOST_CHUNK_FRAMING = 64 * 1024
_AGAIN = "Try again later."


@cache
def trusted() -> ssl.SSLContext:
    """Return how servers prove who they are: to the system's certificates and to Mozilla's (certifi)."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its whole answer.

    Attributes:
        address: what was asked for.
        ip: the address of the machine that answered.
        time: when it was asked.
        request: the bytes that were sent.
        response: the bytes that came back: status line, headers and body, chunked and packed as they were.
        header_size: how many of them precede the body.
        status: of the answer.
        headers: by name in lower case; of several of one name, the first.
        body: without its chunks, packed as it came.
    """

    address: Address
    ip: str
    time: datetime
    request: bytes
    response: bytes
    header_size: int
    status: int
    headers: MappingProxyType[str, str]
    body: bytes

    @property
    def payload(self) -> bytes:
        """The body as it came over the wire."""
        return self.response[self.header_size :]

    @property
    def media_type(self) -> str:
        """The type of the body, in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Asking:
    """How things are asked.

    Attributes:
        agent: what we say of ourselves.
        reach: who may be asked.
        clock: what time it is.
        seconds: how long one exchange may take: name looked up, connection, request and the whole answer.
        most_bytes: of a body as it comes over the wire.
        tls: which certificates are believed.
        cut: whether a body that is too long is cut instead of refused.
    """

    agent: str
    reach: Reach
    clock: Clock
    seconds: float
    most_bytes: int
    tls: Callable[[], ssl.SSLContext] = trusted
    cut: bool = False

    def within(self, seconds: float) -> Asking:
        """Return how to ask where only so much time is left."""
        return replace(self, seconds=seconds)

    def cutting(self, most_bytes: int) -> Asking:
        """Return how to ask where an answer that is too long is not refused, but cut."""
        return replace(self, most_bytes=most_bytes, cut=True)

    def get(self, address: Address, accept: str, wanted: Callable[[int, str], bool]) -> Exchange:
        """Ask for an address once.

        Args:
            address: whose content is wanted.
            accept: the media types that we say we read.
            wanted: told status and media type, whether the body is worth reading; else it is left unread.

        Raises:
            Unfetched: there is no answer that is whole, in time, and short enough.
        """
        until = monotonic() + self.seconds
        time = self.clock()
        connection, ip = self.reach.connect(address, until)
        try:
            if address.scheme == "https":
                connection = _encrypted(connection, address, self.tls(), until)
            wire = _Wire(connection, address, until, self.most_bytes, self.cut)
            request = wire.ask(self.agent, accept)
            return wire.answer(time, ip, request, wanted)
        except h11.RemoteProtocolError as error:
            message = f"{address.authority} cut its answer off, or it is no HTTP: {error}."
            raise Unfetched(Code.NO_ANSWER, message, _AGAIN) from None
        except TimeoutError:
            raise too_slow(f"{address.authority} did not answer in time.") from None
        except ssl.SSLError as error:
            reason = getattr(error, "verify_message", "") or error.reason or "unknown"
            message = f"The encrypted connection to {address.authority} failed: {reason}."
            raise Unfetched(Code.UNREACHABLE, message, "Look the page up in a browser.") from None
        except OSError as error:
            message = f"{address.authority} broke the connection off: {error.strerror or error}."
            raise Unfetched(Code.NO_ANSWER, message, _AGAIN) from None
        finally:
            connection.close()


def _encrypted(
    connection: socket.socket, address: Address, context: ssl.SSLContext, until: float
) -> socket.socket:
    connection.settimeout(_left(until))
    return context.wrap_socket(connection, server_hostname=address.name.rstrip("."))


def _left(until: float) -> float:
    """Return how many seconds are left.

    Raises:
        TimeoutError: none.
    """
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _text(value: bytes) -> str:
    """Return the text of a header: addresses to which it leads are often UTF-8, against the rules."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


class _Wire:
    """A connection on which one request is sent and its answer read."""

    def __init__(
        self, connection: socket.socket, address: Address, until: float, most_bytes: int, cut: bool
    ) -> None:
        self._connection = connection
        self._address = address
        self._until = until
        self._most_bytes = most_bytes
        self._cut = cut
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MOST_HEADER)
        self._received = bytearray()

    def ask(self, agent: str, accept: str) -> bytes:
        """Send the request; return its bytes."""
        headers = [
            ("Host", self._address.authority),
            ("User-Agent", agent),
            ("Accept", accept),
            ("Accept-Encoding", "gzip, br"),
            ("Connection", "close"),
        ]
        request = self._http.send(h11.Request(method="GET", target=self._address.target, headers=headers))
        request = (request or b"") + (self._http.send(h11.EndOfMessage()) or b"")
        self._connection.settimeout(_left(self._until))
        self._connection.sendall(request)
        return request

    def answer(self, time: datetime, ip: str, request: bytes, wanted: Callable[[int, str], bool]) -> Exchange:
        """Read the answer."""
        begin = 0  # what precedes it are interim answers, such as 103
        while isinstance(event := self._next(), h11.InformationalResponse):
            begin = self._header_end(begin)
            if begin > _MOST_HEADER:
                raise h11.RemoteProtocolError("it announces an answer without end")
        if not isinstance(event, h11.Response):
            raise h11.RemoteProtocolError("there is none")
        end = self._header_end(begin)
        headers: dict[str, str] = {}
        for name, value in event.headers:
            headers.setdefault(name.decode("ascii"), _text(value))
        header = Exchange(
            address=self._address,
            ip=ip,
            time=time,
            request=request,
            response=bytes(self._received[begin:end]),
            header_size=end - begin,
            status=event.status_code,
            headers=MappingProxyType(headers),
            body=b"",
        )
        if not wanted(header.status, header.media_type):
            return header
        body = self._body(headers, end)
        surplus = len(self._http.trailing_data[0])
        response = bytes(self._received[begin : len(self._received) - surplus])
        return Exchange(
            address=self._address,
            ip=ip,
            time=time,
            request=request,
            response=response,
            header_size=header.header_size,
            status=header.status,
            headers=header.headers,
            body=body,
        )

    def _body(self, headers: dict[str, str], begin: int) -> bytes:
        stated = headers.get("content-length", "")
        if stated.isdigit() and int(stated[:18]) > self._most_bytes and not self._cut:
            raise self._too_large()
        body = bytearray()
        while not isinstance(event := self._next(), h11.EndOfMessage):
            if isinstance(event, h11.Data):
                body += event.data
            # Chunks of one byte, each with an extension of a thousand, are much as well.
            framing = len(self._received) - begin - len(body)
            if len(body) > self._most_bytes or framing > self._most_bytes + _MOST_CHUNK_FRAMING:
                if self._cut:
                    break
                raise self._too_large()
        return bytes(body[: self._most_bytes] if self._cut else body)

    def _too_large(self) -> Unfetched:
        message = f"The answer has more than {self._most_bytes:,} bytes."
        return Unfetched(Code.TOO_LARGE, message, "Raise the limit `max_page_bytes`, if it is a page.")

    def _next(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """Read until something is complete."""
        while True:
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event
            self._connection.settimeout(_left(self._until))
            data = self._connection.recv(_PIECE)
            self._received += data
            self._http.receive_data(data)

    def _header_end(self, begin: int) -> int:
        match = _HEADER_END.search(self._received, begin)
        return match.end() if match else len(self._received)
