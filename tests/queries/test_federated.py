"""The federated question, against an endpoint on this machine that stands for Wikidata's."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import small_world as world
from pyoxigraph import QuerySolutions, Store

from ingest.errors import OnlineError, QueryError
from ingest.query import Answer, Question, Table, find, parse, run, run_isolated
from ingest.query.reader import Reader
from ingest.store import EmbeddedStore

WIKIDATA = "https://query.wikidata.org/sparql"
RESULTS = "application/sparql-results+json"
HEADS = [("Q20", "Norway", "Q101", "head of government"), ("Q29", "Spain", "Q77", "head of state")]


def answer() -> bytes:
    def uri(qid: str) -> dict[str, str]:
        return {"type": "uri", "value": f"http://www.wikidata.org/entity/{qid}"}

    bindings = [
        {
            "country": uri(country),
            "country_name": {"type": "literal", "value": name, "xml:lang": "en"},
            "entity": uri(head),
            "office": {"type": "literal", "value": office},
        }
        for country, name, head, office in HEADS
    ]
    head = {"vars": ["country", "country_name", "entity", "office"]}
    return json.dumps({"head": head, "results": {"bindings": bindings}}).encode()


@contextmanager
def serving(status: int, kind: str, body: bytes) -> Iterator[tuple[str, list[str]]]:
    """Give an address that always answers so, and the queries that were sent there."""
    sent: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent.append(parse_qs(urlsplit(self.path).query)["query"][0])
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", sent
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def asking(address: str) -> Question:
    return parse(find("quoted-leaders").text.replace(WIKIDATA, address))


def ask(reader: Reader, address: str) -> Answer:
    return run(reader.store, asking(address), online=True, contact="mailto:desk@example.org")


@pytest.fixture
def endpoint() -> Iterator[tuple[str, list[str]]]:
    with serving(200, RESULTS, answer()) as served:
        yield served


def test_those_quoted_are_joined_with_what_the_endpoint_says(
    reader: Reader, endpoint: tuple[str, list[str]]
) -> None:
    address, _ = endpoint
    table = ask(reader, address)
    assert isinstance(table, Table)
    assert table.rows == [
        (
            "Ada Holm",
            "head of government",
            "Norway",
            4,
            "http://www.wikidata.org/entity/Q101",
            "http://www.wikidata.org/entity/Q20",
        )
    ]


def test_in_a_process_apart_the_answer_and_what_is_sent_are_the_same(
    reader: Reader, endpoint: tuple[str, list[str]]
) -> None:
    assert isinstance(reader.store, EmbeddedStore)
    address, sent = endpoint
    here = ask(reader, address)
    asked = len(sent)
    apart = run_isolated(reader.store, asking(address), online=True, contact="mailto:desk@example.org")
    assert apart == here
    assert sent[asked:] == sent[:asked]


def test_apart_too_nothing_is_sent_unless_it_is_allowed(
    reader: Reader, endpoint: tuple[str, list[str]]
) -> None:
    address, sent = endpoint
    with pytest.raises(QueryError, match="--online"):
        run_isolated(reader.store, asking(address))
    assert sent == []


def test_what_is_sent_is_a_query_of_its_own_and_holds_nothing_of_the_store(
    reader: Reader, endpoint: tuple[str, list[str]]
) -> None:
    address, sent = endpoint
    ask(reader, address)
    assert sent
    for text in sent:
        assert isinstance(Store().query(text), QuerySolutions)
        assert "hearsay" not in text
        assert "Q101" not in text
        assert not any(name in text for name in ("Ada", "Berg", world.DAM))


def test_nothing_is_sent_unless_it_is_allowed(reader: Reader, endpoint: tuple[str, list[str]]) -> None:
    address, sent = endpoint
    with pytest.raises(QueryError, match="--online"):
        run(reader.store, asking(address))
    assert sent == []


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (200, RESULTS, b""),
        (200, RESULTS, b'{"head": {"vars": ["entity"]}, "results": {"bindings": [{'),
        (200, "text/html", b"<html>Sorry</html>"),
        (429, "text/plain", b"Too many requests"),
        (500, "text/plain", b"Timeout"),
    ],
)
def test_an_endpoint_that_answers_badly_is_reported_and_gives_no_part_of_an_answer(
    reader: Reader, status: int, kind: str, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with serving(status, kind, body) as (address, _), pytest.raises(OnlineError, match="did not answer"):
        ask(reader, address)


def test_without_a_contact_nothing_is_sent(reader: Reader, endpoint: tuple[str, list[str]]) -> None:
    address, sent = endpoint
    with pytest.raises(OnlineError, match="contact"):
        run(reader.store, asking(address), online=True)
    assert sent == []
