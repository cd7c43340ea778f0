"""Manners towards services on the network, and what becomes of their failures."""

from __future__ import annotations

import contextlib
import json
import socket
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from server import QUICK, Asked, Reply, as_json, busy, cut_off, dripping, gzipped, html, serving

from ingest.errors import OnlineError
from ingest.network.asking import Again, Limits
from ingest.network.contact import user_agent
from ingest.network.pauses import retry_after
from ingest.wikidata.client import Client, software
from ingest.wikidata.manners import Answer

CONTACT = "mailto:desk@example.org"
GOOD = as_json({"search": []})


def inspect(answer: Answer) -> None:
    if answer.kind != "application/json":
        raise Again(f"it answered {answer.kind}")
    try:
        said = json.loads(answer.body)
    except ValueError:
        raise Again("its JSON was cut off") from None
    if "error" in said:
        raise Again("it lags", busy=True, wait=5)


class Waits(list[float]):
    """Notes for how long it was waited, and does not wait."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def stopped() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


DEFAULT = Limits()


def client(address: str, waits: Waits, limits: Limits = DEFAULT, cache: Path | None = None) -> Client:
    return Client(address, CONTACT, inspect, cache=cache, limits=limits, sleep=waits)


# -- who asks


def test_every_request_says_who_asks_and_how_to_reach_them(waits: Waits) -> None:
    with serving(GOOD) as service, client(service.address, waits) as asking:
        asking.get({"action": "wbsearchentities"})
    (asked,) = service.asked
    assert asked.headers["User-Agent"].startswith("Hearsay/")
    assert f"({CONTACT})" in asked.headers["User-Agent"]
    assert "gzip" in asked.headers["Accept-Encoding"]


@pytest.mark.parametrize(
    "contact",
    [
        "",
        "me",
        "mailto:me",
        "http://example.org",
        "mailto:a@b\r\nX-Evil: 1",
        "https://a b",
        "https://é.org",
        "https://a.org/(x)",
    ],
)
def test_without_a_contact_nothing_is_asked(contact: str, waits: Waits) -> None:
    with serving(GOOD) as service:
        with pytest.raises(OnlineError, match="contact"):
            Client(service.address, contact, inspect, sleep=waits)
        assert service.asked == []


@given(st.text())
def test_whatever_is_given_as_a_contact_the_header_is_one_line_of_ascii(contact: str) -> None:
    with contextlib.suppress(OnlineError):
        agent = user_agent(contact, software())
        assert agent.isascii()
        assert agent.isprintable()
        assert agent.count("(") == 1


# -- where it is asked


@pytest.mark.parametrize(
    "address",
    [
        "http://www.wikidata.org/w/api.php",
        "ftp://www.wikidata.org/",
        "file:///etc/passwd",
        "https://user:secret@www.wikidata.org/",
        "https://[",
        "http://localhost.example.org/",
        "",
    ],
)
def test_only_encrypted_addresses_or_this_machine_are_asked(address: str, waits: Waits) -> None:
    with pytest.raises(OnlineError):
        client(address, waits)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://127.0.0.1:1/",
        "https://evil.example/",
        "http://169.254.169.254/latest/",
        "file:///etc/passwd",
        "//evil.example/x",
    ],
)
def test_a_redirect_elsewhere_is_not_followed(elsewhere: str, waits: Waits) -> None:
    with (
        serving(Reply(b"", 302, {"Location": elsewhere})) as service,
        client(service.address, waits) as asking,
        pytest.raises(OnlineError),
    ):
        asking.get({})
    assert len(service.asked) == 1


def test_a_redirect_within_the_service_is_followed(waits: Waits) -> None:
    def script(asked: Asked) -> Reply:
        return GOOD if asked.path == "/new" else Reply(b"moved", 301, {"Location": "/new"})

    with serving(script=script) as service, client(service.address, waits) as asking:
        assert asking.get({}).body == GOOD.body


def test_redirects_in_a_circle_end(waits: Waits) -> None:
    with (
        serving(Reply(b"", 302, {"Location": "/w/api.php?again"})) as service,
        client(service.address, waits) as asking,
        pytest.raises(OnlineError, match="redirects"),
    ):
        asking.get({})
    assert len(service.asked) < 10


def test_one_wiki_of_wikimedia_may_send_us_to_another() -> None:
    with Client("https://wikidata.org/w/api.php", CONTACT, inspect) as asking:
        manners = asking._session.get_adapter(asking.address)
        manners.allow("https://www.wikidata.org/w/api.php")  # type: ignore[attr-defined]
        for other in (
            "https://notwikidata.org/",
            "https://wikidata.org.evil.example/",
            "http://www.wikidata.org/",
        ):
            with pytest.raises(OnlineError):
                manners.allow(other)  # type: ignore[attr-defined]


# -- a service that is busy


@pytest.mark.parametrize(
    ("reply", "waited"),
    [
        (busy(429, Retry_After="7"), 7),
        (busy(503, Retry_After="11"), 11),
        (Reply(b"", 429, {"retry-after": "13"}), 13),
        (busy(429, Date="Sun, 22 Nov 2026 10:00:00 GMT", Retry_After="Sun, 22 Nov 2026 10:00:30 GMT"), 30),
        (busy(429), 60),
        (busy(503), 2),
        (busy(500), 2),
        (busy(429, Retry_After="0"), 2),
        (busy(503, Retry_After="soon"), 2),
        (as_json({"error": {"code": "maxlag"}}), 5),
    ],
)
def test_a_busy_service_is_left_alone_for_as_long_as_it_says(
    reply: Reply, waited: float, waits: Waits
) -> None:
    with serving(reply, GOOD) as service, client(service.address, waits) as asking:
        assert asking.get({}).body == GOOD.body
    assert waits == [waited]
    assert len(service.asked) == 2


def test_each_wait_is_longer_than_the_one_before(waits: Waits) -> None:
    with (
        serving(busy(503, Retry_After="1")) as service,
        client(service.address, waits) as asking,
        pytest.raises(OnlineError, match="asked 6 times: status 503"),
    ):
        asking.get({})
    assert waits == [2, 4, 8, 16, 32]


def test_a_service_that_asks_for_an_hour_is_not_asked_again(waits: Waits) -> None:
    with serving(busy(429, Retry_After="3600")) as service, client(service.address, waits) as asking:
        with pytest.raises(OnlineError, match="left alone for 3,600 seconds"):
            asking.get({"search": "a"})
        with pytest.raises(OnlineError, match="not asked any more"):
            asking.get({"search": "b"})
        assert len(service.asked) == 1
    assert waits == []


def test_a_storm_of_429_ends_within_the_patience_and_the_tries(waits: Waits) -> None:
    with (
        serving(busy(429, Retry_After="100")) as service,
        client(service.address, waits) as asking,
        pytest.raises(OnlineError, match="left alone"),
    ):
        asking.get({})
    assert sum(waits) <= Limits().patience
    assert len(service.asked) == 4


def test_after_three_requests_in_vain_no_more_are_sent(waits: Waits) -> None:
    with serving(html()) as service, client(service.address, waits) as asking:
        for name in "abcdef":
            with pytest.raises(OnlineError):
                asking.get({"search": name})
        assert {asked.query["search"] for asked in service.asked} == {"a", "b", "c"}


# -- a service that fails


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (html(), "text/html"),
        (cut_off(b'{"search": ['), "cut off"),
        (Reply(b'{"search": [', headers={"Content-Type": "application/json"}), "cut off"),
        (Reply(b"", headers={"Content-Type": "application/json"}), "cut off"),
        (
            Reply(b"not gzip", headers={"Content-Type": "application/json", "Content-Encoding": "gzip"}),
            "garbled",
        ),
        (Reply(send=lambda handler: handler.connection.shutdown(socket.SHUT_RDWR)), "cut off"),
        (
            Reply(send=lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n") and None),
            "cut off or garbled",
        ),
    ],
)
def test_an_answer_that_is_none_is_asked_for_again_and_then_reported(
    reply: Reply, says: str, waits: Waits
) -> None:
    with serving(reply) as service, client(service.address, waits) as asking:
        with pytest.raises(OnlineError, match=says):
            asking.get({})
        assert len(service.asked) == 3
        service.replies[:] = [GOOD]
        assert asking.get({}).body == GOOD.body, "nothing of it was kept"


def test_what_is_refused_is_not_asked_for_again(waits: Waits) -> None:
    with (
        serving(Reply(b"Please set a user-agent", 403)) as service,
        client(service.address, waits) as asking,
        pytest.raises(OnlineError, match=r"403 Forbidden: Please set a user-agent.*contact"),
    ):
        asking.get({})
    assert len(service.asked) == 1
    assert waits == []


def test_a_refused_connection_is_reported(waits: Waits) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with client(address, waits) as asking, pytest.raises(OnlineError, match="connection was refused"):
        asking.get({})
    assert waits == [2, 4]


def test_a_name_that_is_not_known_is_reported(waits: Waits, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with client("https://wiki.example.org/", waits) as asking, pytest.raises(OnlineError, match="looked up"):
        asking.get({})


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n", b" "),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"1\r\n \r\n",
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
        (b"HTTP/1.1 200 OK\r\nX-Endless: ", b"x"),
        (b"", b"H"),
    ],
)
def test_a_slow_drip_ends_at_the_deadline(
    head: bytes, drop: bytes, waits: Waits, stopped: threading.Event
) -> None:
    with (
        serving(dripping(head, drop, stopped)) as service,
        client(service.address, waits, QUICK) as asking,
        pytest.raises(OnlineError, match=r"within 0\.3 seconds|cut off"),
    ):
        asking.get({})


def test_a_long_answer_is_cut_before_it_fills_the_memory(waits: Waits) -> None:
    bomb = gzipped({}, b" " * 5_000_000)
    assert len(bomb.body) < 10_000
    with (
        serving(bomb) as service,
        client(service.address, waits, Limits(largest=1_000_000)) as asking,
        pytest.raises(OnlineError, match="more than 1,000,000 bytes"),
    ):
        asking.get({})
    assert len(service.asked) == 1


def test_compressed_answers_are_read(waits: Waits) -> None:
    with serving(gzipped({"search": [1]})) as service, client(service.address, waits) as asking:
        assert json.loads(asking.get({}).body) == {"search": [1]}
        assert json.loads(asking.get({}).body) == {"search": [1]}
    assert len(service.asked) == 1


def test_no_cookie_is_sent_back(waits: Waits) -> None:
    with serving(as_json({}, Set_Cookie="id=1; Path=/")) as service, client(service.address, waits) as asking:
        asking.get({"a": "1"})
        asking.get({"a": "2"})
    assert all("Cookie" not in asked.headers for asked in service.asked)


# -- what is kept


def test_what_was_answered_is_not_asked_again_also_by_the_next_process(tmp_path: Path, waits: Waits) -> None:
    with serving(GOOD) as service:
        for _ in range(2):
            with client(service.address, waits, cache=tmp_path / "cache.sqlite") as asking:
                first, again = asking.get({"search": "nobody"}), asking.get({"search": "nobody"})
                assert first.body == again.body == GOOD.body
                assert not again.stale
        assert len(service.asked) == 1


@pytest.mark.parametrize(
    "failure", [html(), busy(500), as_json({"error": {"code": "maxlag"}}), Reply(b"", 404)]
)
def test_an_old_answer_stands_in_for_one_that_does_not_come(
    failure: Reply, tmp_path: Path, waits: Waits, capfd: pytest.CaptureFixture[str]
) -> None:
    with (
        serving(GOOD, failure) as service,
        Client(service.address, CONTACT, inspect, cache=tmp_path / "c", keep=0.001, sleep=waits) as asking,
    ):
        assert not asking.get({}).stale
        threading.Event().wait(0.01)
        for _ in range(2):  # and is not forgotten over it
            old = asking.get({})
            assert old.stale
            assert old.body == GOOD.body
    assert capfd.readouterr().err == ""


def test_an_old_answer_that_still_holds_is_as_good_as_new(tmp_path: Path, waits: Waits) -> None:
    def script(asked: Asked) -> Reply:
        known = asked.headers.get("If-None-Match") == '"1"'
        return Reply(b"", 304, {"ETag": '"1"'}) if known else as_json({"search": [1]}, ETag='"1"')

    with (
        serving(script=script) as service,
        Client(service.address, CONTACT, inspect, cache=tmp_path / "c", keep=0.001, sleep=waits) as asking,
    ):
        for _ in range(3):
            answer = asking.get({})
            assert json.loads(answer.body) == {"search": [1]}
            assert not answer.stale
            threading.Event().wait(0.01)
    assert len(service.asked) == 3


def test_a_cache_that_is_no_database_is_named_with_the_cure(tmp_path: Path, waits: Waits) -> None:
    cache = tmp_path / "cache.sqlite"
    cache.write_bytes(b"this is no database, but long enough to be taken for one" * 100)
    with pytest.raises(OnlineError, match=r"cache\.sqlite cannot be used.*Delete"):
        client("https://www.wikidata.org/", waits, cache=cache)


def test_a_cache_in_a_folder_that_cannot_be_made_is_named(tmp_path: Path, waits: Waits) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OnlineError, match="cannot be used"):
        client("https://www.wikidata.org/", waits, cache=tmp_path / "file" / "cache.sqlite")


def test_an_answer_that_was_damaged_in_the_cache_is_asked_for_again(tmp_path: Path, waits: Waits) -> None:
    cache = tmp_path / "cache.sqlite"
    with serving(GOOD) as service:
        with client(service.address, waits, cache=cache) as asking:
            asking.get({})
        with sqlite3.connect(cache) as database:
            database.execute("UPDATE responses SET value = ?", (b"{not json",))
        database.close()
        with client(service.address, waits, cache=cache) as asking:
            assert asking.get({}).body == GOOD.body
    assert len(service.asked) == 2


# -- Retry-After


@given(st.text(), st.text())
def test_whatever_a_service_writes_the_wait_is_a_number_or_unknown(said: str, date: str) -> None:
    wait = retry_after({"Retry-After": said, "Date": date})
    assert wait is None or wait >= 0
