"""A machine on this network that plays web sites, byte by byte."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any

from ingest.fetch.document import Fetcher
from ingest.fetch.exchange import Asking
from ingest.fetch.reachable import Reach
from ingest.fetch.turns import Turns

AGENT = "Hearsay/0 (mailto:desk@example.org)"
LOOPBACK = (ip_network("127.0.0.0/8"),)
PAGE = b"<!doctype html><title>Pier</title><p>The pier is unsafe, the mayor, Ada Holm, said on Monday."
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

Answer = bytes | Callable[[socket.socket], None]
Script = Callable[[str], Answer]


def answer(body: bytes = PAGE, status: str = "200 OK", kind: str = "text/html", head: str = "") -> bytes:
    length = f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{length}{head}\r\n".encode() + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", status, head=f"Location: {location}\r\n")


def dripping(head: bytes, drop: bytes, stopped: threading.Event) -> Answer:
    """Send `head`, then a drop now and then, until the test is over."""

    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        while not stopped.wait(0.02):
            connection.sendall(drop)

    return send


@dataclass
class Site:
    """Where it is, and what it was asked."""

    port: int
    asked: list[str] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(script: Script, robots: Answer = NO_ROBOTS, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve until the block ends; `script` is told the path, and robots.txt answered apart."""
    listening = socket.create_server(("127.0.0.1", 0))
    site = Site(listening.getsockname()[1])
    threads: list[threading.Thread] = []

    def serve(connection: socket.socket) -> None:
        with suppress(OSError), connection:  # the client has hung up, or does not trust us
            connection.settimeout(10)
            if tls:
                connection = tls.wrap_socket(connection, server_side=True)
            request = b""
            while b"\r\n\r\n" not in request and not tls_spoken(request):
                if not (data := connection.recv(65536)):
                    return
                request += data
            path = request.split(b" ")[1].decode() if not tls_spoken(request) else ""
            site.asked.append(path)
            site.requests.append(request)
            reply = robots if path == "/robots.txt" else script(path)
            if callable(reply):
                reply(connection)
            else:
                connection.sendall(reply)
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):  # let the client hang up first
                pass

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                thread = threading.Thread(target=serve, args=(connection,), daemon=True)
                thread.start()
                threads.append(thread)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def tls_spoken(request: bytes) -> bool:
    return request.startswith(b"\x16")


def now() -> datetime:
    return datetime(2026, 3, 11, 8, tzinfo=UTC)


class Waits(list[float]):
    """Waits by writing down how long; its clock is what was waited."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)

    def now(self) -> float:
        return sum(self)


def fetcher(
    waits: Waits | None = None,
    *,
    reach: Reach | None = None,
    seconds: float = 5,
    most: int = 100_000,
    **more: Any,
) -> Fetcher:
    waits = Waits() if waits is None else waits
    asking = Asking(AGENT, reach or Reach(LOOPBACK), now, seconds, most, **more)
    return Fetcher(asking, Turns(1, waits, waits.now), waits, most)
