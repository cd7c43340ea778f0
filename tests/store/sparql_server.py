"""A small SPARQL 1.1 server on loopback, for tests: Query, Update, Graph Store Protocol, and the faults of
others.

It answers from an Oxigraph store in memory. A test gives it *plays*, one for each request to come: what goes
wrong.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph
from pyoxigraph import NamedNode, Quad, QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat

Play = Callable[["Handler"], bool]
"""Answers a request itself (True), or does something and lets the server answer (False)."""

_LOADED = {"text/turtle": RdfFormat.TURTLE, "application/n-triples": RdfFormat.N_TRIPLES}


class Server(ThreadingHTTPServer):
    """The server; `requests` holds what it was asked: method, path and, of a query or update, its text."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = pyoxigraph.Store()
        self.plays: list[Play] = []
        self.requests: list[tuple[str, str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.user: tuple[str, str, str] | None = None  # scheme, name, password
        self.answers_pages_to_updates = False
        self.writing = threading.Lock()

    @property
    def address(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that went away."""


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A server for the block."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(10)

    def do_GET(self) -> None:
        self._do()

    def do_POST(self) -> None:
        self._do()

    def do_PUT(self) -> None:
        self._do()

    def do_DELETE(self) -> None:
        self._do()

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        text = self._text(body)
        self.server.requests.append((self.command, self.path, text))
        self.server.headers.append(dict(self.headers))
        if self.server.user and not self._is_known():
            return
        if self.server.plays and self.server.plays.pop(0)(self):
            return
        path = urlsplit(self.path).path
        if path == "/query":
            self._query(text)
        elif path == "/update" and self.command == "POST":
            self._update(text)
        elif path == "/store":
            self._graph(body)
        else:
            self.answer(404, b"nothing here")

    def _text(self, body: bytes) -> str:
        kind = self.headers.get("Content-Type", "").partition(";")[0]
        if kind == "application/x-www-form-urlencoded":
            form = parse_qs(body.decode(), keep_blank_values=True)
            return (form.get("query") or form.get("update") or [""])[0]
        if kind in ("application/sparql-query", "application/sparql-update"):
            return body.decode()
        return (parse_qs(urlsplit(self.path).query).get("query") or [""])[0]

    def _query(self, text: str) -> None:
        try:
            found = self.server.store.query(text)
        except SyntaxError as error:
            self.answer(400, str(error).encode())
            return
        if isinstance(found, QueryTriples):
            content = found.serialize(format=RdfFormat.N_TRIPLES)
            self.answer(200, content or b"", "application/n-triples")
            return
        assert isinstance(found, QueryBoolean) or found.variables is not None
        self.answer(
            200, found.serialize(format=QueryResultsFormat.JSON) or b"", "application/sparql-results+json"
        )

    def _update(self, text: str) -> None:
        try:
            with self.server.writing:
                self.server.store.update(text)
        except SyntaxError as error:
            self.answer(400, str(error).encode())
            return
        if self.server.answers_pages_to_updates:
            self.answer(200, b"<html>Done</html>", "text/html")
        else:
            self.answer(204)

    def _graph(self, body: bytes) -> None:
        (name,) = parse_qs(urlsplit(self.path).query)["graph"]
        graph = NamedNode(name)
        if self.command == "GET":
            held = [quad.triple for quad in self.server.store.quads_for_pattern(None, None, None, graph)]
            if not held:
                self.answer(404)
                return
            self.answer(
                200, pyoxigraph.serialize(held, format=RdfFormat.N_TRIPLES) or b"", "application/n-triples"
            )
            return
        if self.command in ("PUT", "DELETE"):
            self.server.store.remove_graph(graph)
        if self.command in ("PUT", "POST"):
            kind = self.headers.get("Content-Type", "").partition(";")[0]
            for quad in pyoxigraph.parse(body, format=_LOADED[kind]):
                self.server.store.add(Quad(quad.subject, quad.predicate, quad.object, graph))
        self.answer(204)

    def answer(self, status: int, content: bytes = b"", kind: str = "text/plain", **headers: str) -> bool:
        """Send a whole answer."""
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if status != 204:
            self.wfile.write(content)
        return True

    # -- who asks --------------------------------------------------------------------------------------------

    def _is_known(self) -> bool:
        assert self.server.user
        scheme, name, password = self.server.user
        given = self.headers.get("Authorization", "")
        if scheme == "Basic":
            expected = "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()
            if given == expected:
                return True
            self.answer(401, b"who are you", WWW_Authenticate='Basic realm="test"')
            return False
        if given.startswith("Digest ") and self._digest_is_right(given, name, password):
            return True
        self.answer(
            401, b"", WWW_Authenticate='Digest realm="test", nonce="abc", qop="auth", algorithm="MD5"'
        )
        return False

    def _digest_is_right(self, given: str, name: str, password: str) -> bool:
        said = dict(re.findall(r'(\w+)="?([^",]*)"?', given))

        def md5(text: str) -> str:
            return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

        first = md5(f"{name}:test:{password}")
        second = md5(f"{self.command}:{self.path}")
        expected = md5(f"{first}:abc:{said.get('nc')}:{said.get('cnonce')}:auth:{second}")
        return said.get("response") == expected


# -- plays ---------------------------------------------------------------------------------------------------


def says(status: int, content: bytes = b"no", kind: str = "text/plain", **headers: str) -> Play:
    """Answers with this status and nothing of the store."""
    return lambda handler: handler.answer(status, content, kind, **headers)


def silence(seconds: float) -> Play:
    """Says nothing for a while, and then goes away."""

    def play(handler: Handler) -> bool:
        time.sleep(seconds)
        handler.close_connection = True
        return True

    return play


def drip(seconds: float) -> Play:
    """Sends a byte now and then, each well before any timeout of a read."""

    def play(handler: Handler) -> bool:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        until = time.monotonic() + seconds
        with contextlib.suppress(OSError):
            while time.monotonic() < until:
                handler.wfile.write(b" ")
                time.sleep(0.05)
        handler.close_connection = True
        return True

    return play


def cut(content: bytes = b'{"head": {"vars": ["x"]}, "results": {"bindings": [{') -> Play:
    """A whole HTTP message with half a document in it."""
    return says(200, content, "application/sparql-results+json")


def cut_chunks(handler: Handler) -> bool:
    """A chunked body whose last chunk never comes."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/sparql-results+json")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b'1a\r\n{"head": {"vars": ["x"]},\r\n')
    handler.close_connection = True
    return True


def taken_but_not_told(handler: Handler) -> bool:
    """Takes an update, and goes away before it says so."""
    handler.server.store.update(handler.server.requests[-1][2])
    handler.close_connection = True
    return True


def goes_away(handler: Handler) -> bool:
    """Goes away before it has done anything."""
    handler.close_connection = True
    return True
