"""A server on this machine that plays a service on the network, request by request, from a list."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ingest.network.asking import Limits

QUICK = Limits(connect=2, read=2, total=0.3, network_tries=1)
"""For servers that are slow on purpose."""


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True)
class Reply:
    """One answer; `send` may write to the socket itself instead."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    send: Callable[[BaseHTTPRequestHandler], None] | None = None


def as_json(value: object, **headers: str) -> Reply:
    kind = {"Content-Type": "application/json; charset=utf-8"}
    return Reply(json.dumps(value).encode(), headers=kind | {_dashed(k): v for k, v in headers.items()})


def html(status: int = 200, **headers: str) -> Reply:
    kind = {"Content-Type": "text/html; charset=utf-8"}
    page = b"<!DOCTYPE html><html lang=en><title>Wikimedia Error</title><p>Our servers are under maintenance."
    return Reply(page, status, kind | {_dashed(k): v for k, v in headers.items()})


def busy(status: int = 429, **headers: str) -> Reply:
    return Reply(b"Too many requests", status, {_dashed(k): v for k, v in headers.items()})


def gzipped(value: object, extra: bytes = b"") -> Reply:
    body = gzip.compress(json.dumps(value).encode() + extra)
    return Reply(body, headers={"Content-Type": "application/json", "Content-Encoding": "gzip"})


def cut_off(body: bytes) -> Reply:
    """Say that there is more than is sent, and hang up."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n" + body
        )
        handler.close_connection = True

    return Reply(send=send)


def dripping(head: bytes, drop: bytes, stopped: threading.Event) -> Reply:
    """Send `head`, then a drop now and then, until the test is over."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        while not stopped.wait(0.02):
            try:
                handler.wfile.write(drop)
                handler.wfile.flush()
            except OSError:  # the client has hung up
                break
        handler.close_connection = True

    return Reply(send=send)


Script = Callable[[Asked], Reply]


class Service:
    """What was asked, and what is answered: replies one after the other, the last one again and again."""

    def __init__(self, *replies: Reply, script: Script | None = None) -> None:
        self.replies = list(replies)
        self.script = script
        self.asked: list[Asked] = []
        self.address = ""

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if self.script:
            return self.script(asked)
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def serving(*replies: Reply, script: Script | None = None, path: str = "/w/api.php") -> Iterator[Service]:
    """Serve until the block ends."""
    service = Service(*replies, script=script)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            body = self.rfile.read(length).decode()
            reply = service.answer(Asked(self.command, parts.path, query, dict(self.headers), body))
            if reply.send:
                reply.send(self)
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            """Keep the tests' output clean."""

        def handle(self) -> None:
            with suppress(OSError):  # the client has hung up
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.address = f"http://127.0.0.1:{server.server_port}{path}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _dashed(name: str) -> str:
    return name.replace("_", "-")
