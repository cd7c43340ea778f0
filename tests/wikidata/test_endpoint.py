"""A SPARQL endpoint: what it is sent, and which of its answers count."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode
from server import QUICK, Reply, Service, busy, cut_off, dripping, html, serving

from ingest.errors import OnlineError
from ingest.wikidata.endpoint import LONGEST_ADDRESS, RESULTS, Endpoint, Solutions

CONTACT = "https://example.org/desk"
QUERY = "SELECT ?a ?b { ?a ?b ?c }"


def results(*rows: dict[str, Any], variables: tuple[str, ...] = ("a", "b"), kind: str = RESULTS) -> Reply:
    body = {"head": {"vars": list(variables)}, "results": {"bindings": list(rows)}}
    return Reply(json.dumps(body).encode(), headers={"Content-Type": f"{kind};charset=utf-8"})


GOOD = results({"a": {"type": "uri", "value": "urn:x"}})


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def stopped() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def select(service: Service, waits: list[float], query: str = QUERY) -> Solutions:
    with Endpoint(service.address, CONTACT, sleep=waits.append) as endpoint:
        return endpoint.select(query)


def test_rows_are_terms_and_what_is_unbound_is_none(waits: list[float]) -> None:
    rows = (
        {
            "a": {"type": "uri", "value": "http://www.wikidata.org/entity/Q42"},
            "b": {"type": "literal", "value": "x"},
        },
        {"b": {"type": "literal", "value": "ja", "xml:lang": "de"}},
        {"a": {"type": "bnode", "value": "t1"}},
    )
    with serving(results(*rows)) as service:
        found = select(service, waits)
    assert found.variables == ("a", "b")
    assert found.rows == (
        (NamedNode("http://www.wikidata.org/entity/Q42"), Literal("x")),
        (None, Literal("ja", language="de")),
        (BlankNode("t1"), None),
    )


def test_a_short_query_goes_into_the_address_and_a_long_one_into_the_body(waits: list[float]) -> None:
    long = QUERY.replace("?c", f"?c # {'x' * LONGEST_ADDRESS}\n")
    with serving(GOOD) as service:
        select(service, waits)
        select(service, waits, long)
        select(service, waits, long + "#")
    short, body, other = service.asked
    assert parse_qs(other.body)["query"] == [long + "#"]
    assert (short.method, short.query["query"]) == ("GET", QUERY)
    assert (body.method, parse_qs(body.body)["query"]) == ("POST", [long])
    for asked in service.asked:
        assert asked.headers["Accept"].startswith(RESULTS)
        agent = asked.headers.get("User-Agent") or asked.headers["User-agent"]
        assert agent.startswith("Hearsay/")
        assert CONTACT in agent


def test_without_a_contact_it_is_not_asked(waits: list[float]) -> None:
    with serving(GOOD) as service, pytest.raises(OnlineError, match="contact"):
        Endpoint(service.address, "", sleep=waits.append)


@pytest.mark.parametrize(
    "address", ["http://query.wikidata.org/sparql", "file:///etc/passwd", "https://a:b@e.org/"]
)
def test_only_encrypted_endpoints_are_asked(address: str) -> None:
    with pytest.raises(OnlineError):
        Endpoint(address, CONTACT)


@pytest.mark.parametrize(
    "reply",
    [
        html(),
        Reply(GOOD.body[:-10], headers=GOOD.headers),
        Reply(b"", headers=GOOD.headers),
        Reply(
            GOOD.body[:-2] + b"java.util.concurrent.TimeoutException\n\tat java.base", headers=GOOD.headers
        ),
        Reply(b"{}", headers=GOOD.headers),
        cut_off(GOOD.body),
        results(kind="text/plain"),
    ],
)
def test_an_answer_that_is_none_or_not_whole_is_asked_for_again_and_then_reported(
    reply: Reply, waits: list[float]
) -> None:
    with serving(reply) as service:
        with pytest.raises(OnlineError, match="did not answer, asked 3 times"):
            select(service, waits)
        assert len(service.asked) == 3


def test_a_yes_or_no_is_no_row(waits: list[float]) -> None:
    yes = Reply(b'{"head": {}, "boolean": true}', headers=GOOD.headers)
    with serving(yes) as service, pytest.raises(OnlineError, match="yes or no"):
        select(service, waits)


def test_what_the_service_says_of_waiting_is_heeded(waits: list[float]) -> None:
    with serving(busy(429, Retry_After="17"), busy(503), GOOD) as service:
        assert len(select(service, waits).rows) == 1
    assert waits == [17, 4]


def test_a_fault_in_the_query_is_said_as_the_endpoint_says_it_and_not_sent_again(waits: list[float]) -> None:
    said = Reply(b"SPARQL-QUERY: queryStr=... MalformedQueryException: Encountered oops", 400)
    with serving(said) as service:
        with pytest.raises(OnlineError, match=r"status 400 .*Encountered oops"):
            select(service, waits)
        assert len(service.asked) == 1


def test_a_slow_drip_ends_at_the_deadline(waits: list[float], stopped: threading.Event) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {RESULTS}\r\nContent-Length: 100000\r\n\r\n".encode()
    with (
        serving(dripping(head, b" ", stopped)) as service,
        Endpoint(service.address, CONTACT, limits=QUICK, sleep=waits.append) as endpoint,
        pytest.raises(OnlineError, match="within"),
    ):
        endpoint.select(QUERY)


def test_a_column_of_a_row_that_the_head_does_not_name_is_no_crash(waits: list[float]) -> None:
    odd = results({"z": {"type": "literal", "value": "1"}})
    with serving(odd) as service:
        try:
            assert select(service, waits).rows == ((None, None),)
        except OnlineError:
            assert len(service.asked) == 3
