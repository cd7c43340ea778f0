"""What a server does wrong: tried again where that is safe, and otherwise one clear error."""

import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sparql_server
from pyoxigraph import Literal, NamedNode, Quad
from sparql_server import Server, cut, cut_chunks, drip, goes_away, says, silence, taken_but_not_told
from store_child import RUNS, content, graph_of, run_quad

from ingest.errors import QueryError, StoreError
from ingest.places import Remote, place
from ingest.store.remote import RemoteStore

A = graph_of(1, "graph")
ROWS = "SELECT ?o { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture
def server() -> Iterator[Server]:
    with sparql_server.running() as started:
        yield started


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def where(server: Server, tmp_path: Path) -> Remote:
    found = place(f"oxigraph+{server.address}", tmp_path)
    assert isinstance(found, Remote)
    return found


@pytest.fixture
def store(where: Remote, waits: list[float]) -> Iterator[RemoteStore]:
    with RemoteStore(where, mode="write", sleep=waits.append) as opened:
        opened.replace(content(1, 0, size=4))
        yield opened


def rows(store: RemoteStore) -> int:
    return len(list(store.query(ROWS)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("play", "wait"),
    [
        pytest.param(says(500), 2.0, id="500"),
        pytest.param(says(502), 2.0, id="502"),
        pytest.param(says(503), 2.0, id="503"),
        pytest.param(says(503, Retry_After="7"), 7.0, id="503 with Retry-After"),
        pytest.param(says(429, Retry_After="9"), 9.0, id="429 with Retry-After"),
        pytest.param(says(429), 60.0, id="429"),
        pytest.param(cut(), 2.0, id="truncated JSON"),
        pytest.param(cut_chunks, 2.0, id="truncated chunks"),
        pytest.param(goes_away, 2.0, id="connection closed"),
    ],
)
def test_a_passing_fault_is_waited_out(
    server: Server, store: RemoteStore, waits: list[float], play: sparql_server.Play, wait: float
) -> None:
    expected = rows(store)
    server.plays = [play]
    assert rows(store) == expected
    assert waits == [wait]


@pytest.mark.parametrize("play", [says(500), says(503), goes_away, taken_but_not_told])
def test_an_update_is_sent_again_and_means_the_same(
    server: Server, store: RemoteStore, play: sparql_server.Play
) -> None:
    def at_the_update(handler: sparql_server.Handler) -> bool:
        if handler.path != "/update":
            server.plays.insert(0, at_the_update)
            return False
        return play(handler)

    server.plays = [at_the_update]
    assert store.replace(content(1, 1, size=4), [run_quad(0)])
    assert store.count() == 9
    assert list(store.verify()) == []
    assert sum(method == "POST" and path == "/update" for method, path, _ in server.requests) >= 4


@pytest.mark.parametrize(
    ("plays", "says_so"),
    [
        pytest.param([says(500, b"disk on fire")] * 3, "asked 3 times: status 500.*disk on fire", id="500"),
        pytest.param([says(503)] * 6, "asked 6 times: status 503", id="503"),
        pytest.param([says(429, Retry_After="4000")], "left alone for 4,000 seconds", id="429"),
        pytest.param([says(403, b"not you")], "forbids this.*not you", id="403"),
        pytest.param([says(401)], "asks who we are", id="401"),
        pytest.param([says(404)], "nothing that speaks SPARQL", id="404"),
        pytest.param([says(200, b"<html>Welcome", "text/html")], "answers text/html and not", id="HTML"),
        pytest.param([cut()] * 3, "cut off or garbled", id="truncated JSON"),
        pytest.param([cut_chunks] * 3, "cut off or garbled", id="truncated chunks"),
        pytest.param([cut(b'{"head": {}, "boolean": true}')], "a yes or no, and not rows", id="another kind"),
        pytest.param(
            [
                says(
                    200,
                    b'{"head":{"vars":["o"]},"results":{"bindings":[]}}',
                    "application/sparql-results+json",
                    X_SQL_State="S1TAT",
                )
            ],
            "stopped before it was done",
            id="Virtuoso's time is over",
        ),
        pytest.param(
            [
                says(
                    200,
                    b'{"head":{"vars":["o"]},"results":{"bindings":[{}]}}',
                    "application/sparql-results+json",
                    X_SPARQL_MaxRows="1",
                )
            ],
            "gives 1 rows at most",
            id="Virtuoso's rows are cut",
        ),
    ],
)
def test_a_lasting_fault_is_one_error_that_says_what_to_do(
    server: Server, store: RemoteStore, plays: list[sparql_server.Play], says_so: str
) -> None:
    server.plays = list(plays)
    with pytest.raises(StoreError, match=f"(?s){says_so}") as caught:
        rows(store)
    assert caught.value.cure
    assert server.plays == []


def test_a_query_that_the_server_refuses_is_an_error_of_the_query(server: Server, store: RemoteStore) -> None:
    server.plays = [says(400, b"too \x1b[31mred")]
    with pytest.raises(QueryError, match=r"refuses the query: status 400: too \\x1b\[31mred"):
        rows(store)


def test_a_server_that_is_down(where: Remote, server: Server) -> None:
    server.shutdown()
    server.server_close()
    with pytest.raises(StoreError, match="did not answer, asked 3 times: the connection was refused"):
        RemoteStore(where, mode="read", sleep=lambda _: None)


@pytest.mark.parametrize("play", [silence(4), drip(8)], ids=["silence", "a byte now and then"])
def test_a_slow_server_is_given_up_when_the_time_is_over(
    where: Remote, server: Server, store: RemoteStore, play: sparql_server.Play
) -> None:
    with RemoteStore(replace(where, timeout=1), mode="read", sleep=lambda _: None) as hurried:
        server.plays = [play] * 3
        begun = time.monotonic()
        with pytest.raises(StoreError, match="asked 3 times"):
            rows(hurried)
        assert time.monotonic() - begun < 6


# -- who asks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_user_and_password_come_from_the_environment(
    where: Remote, server: Server, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    server.user = (scheme, "ann", "s3cr:et")
    monkeypatch.setenv("HEARSAY_STORE_USER", "ann")
    monkeypatch.setenv("HEARSAY_STORE_PASSWORD", "s3cr:et")
    with RemoteStore(where, mode="write") as store:
        store.replace(content(1, 0, size=4))
        assert store.count() == 8


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_or_from_netrc(
    where: Remote, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scheme: str
) -> None:
    server.user = (scheme, "ann", "s3cret")
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ann password s3cret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with RemoteStore(where, mode="read") as store:
        assert store.count() == 0


def test_nothing_is_said_of_us_to_a_server_that_does_not_ask(
    where: Remote, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARSAY_STORE_USER", "ann")
    monkeypatch.setenv("HEARSAY_STORE_PASSWORD", "s3cret")
    with RemoteStore(where, mode="write") as store:
        store.replace(content(1, 0, size=4))
    assert not any("Authorization" in headers for headers in server.headers)


@pytest.mark.parametrize(
    "play",
    [
        None,
        says(403, b"Basic YW5uOnMzY3JldA== is not welcome, nor is s3cret"),
        says(500, b"s3cret"),
    ],
)
def test_a_password_stands_in_no_error_and_no_traceback(
    where: Remote, server: Server, monkeypatch: pytest.MonkeyPatch, play: sparql_server.Play | None
) -> None:
    server.user = ("Basic", "ann", "other" if play is None else "s3cret")
    monkeypatch.setenv("HEARSAY_STORE_USER", "ann")
    monkeypatch.setenv("HEARSAY_STORE_PASSWORD", "s3cret")
    server.plays = [play] * 9 if play else []
    with pytest.raises(StoreError) as caught:
        RemoteStore(where, mode="read", sleep=lambda _: None)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.__dict__)
    assert "s3cret" not in told
    assert "YW5uOnMzY3JldA" not in told


def test_a_redirect_is_not_followed(where: Remote, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARSAY_STORE_USER", "ann")
    monkeypatch.setenv("HEARSAY_STORE_PASSWORD", "s3cret")
    with sparql_server.running() as elsewhere:
        server.plays = [says(307, Location=f"{elsewhere.address}/query")]
        with pytest.raises(StoreError, match="sends us on to"):
            RemoteStore(where, mode="read")
        assert elsewhere.requests == []


@pytest.mark.parametrize(
    "address", ["http://ann:s3cret@localhost/sparql", "https://s3cret@[::1", "fuseki+http://a:s3cret@h/ds"]
)
def test_a_password_in_the_address_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(StoreError) as caught:
        place(address)
    assert "s3cret" not in str(caught.value)


def test_a_password_is_not_sent_in_clear_over_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest.store.remote.credentials import Credentials

    monkeypatch.setenv("HEARSAY_STORE_USER", "ann")
    monkeypatch.setenv("HEARSAY_STORE_PASSWORD", "s3cret")
    with pytest.raises(StoreError, match="in clear"):
        Credentials().answer_to('Basic realm="x"', "http://store.example.org/sparql")
    assert Credentials().answer_to('Basic realm="x"', "https://store.example.org/sparql")
    assert Credentials().answer_to('Digest realm="x"', "http://store.example.org/sparql")
    monkeypatch.delenv("HEARSAY_STORE_PASSWORD")
    with pytest.raises(StoreError, match="Only one of"):
        Credentials()


# -- what was cut off ----------------------------------------------------------------------------------------


def half_taken(handler: sparql_server.Handler) -> bool:
    """Takes the first operation of an update, and goes away: as a server without transactions may."""
    first = handler.server.requests[-1][2].split(" ;\n")[0]
    handler.server.store.update(first)
    handler.close_connection = True
    return True


@pytest.mark.parametrize("play", [goes_away, taken_but_not_told, half_taken, says(503)])
def test_what_was_cut_off_is_completed_by_whoever_writes_next(
    where: Remote, server: Server, store: RemoteStore, play: sparql_server.Play
) -> None:
    def on_updates(handler: sparql_server.Handler) -> bool:
        server.plays.insert(0, on_updates)
        return play(handler) if handler.path == "/update" else False

    server.plays = [on_updates]
    with pytest.raises(StoreError, match="completes what is missing"):
        store.replace(content(1, 1, size=4), [run_quad(1)])
    with pytest.raises(StoreError, match="takes no more"):
        store.replace(content(2, 0, size=4))
    store.close()
    server.plays = []
    with RemoteStore(where, mode="write") as again:
        expected = {quad for quads in content(1, 1, size=4).values() for quad in quads} | {run_quad(1)}
        assert set(again.quads()) == expected
        assert list(again.verify()) == []
        assert not again.replace(content(1, 1, size=4), [run_quad(1)])


def test_what_a_server_refuses_is_taken_back(where: Remote, server: Server, store: RemoteStore) -> None:
    def refuses(handler: sparql_server.Handler) -> bool:
        if handler.path != "/update":
            server.plays.insert(0, refuses)
            return False
        half_taken(handler)
        handler.close_connection = False
        return handler.answer(400, b"no such literal here")

    before = set(store.quads())
    server.plays = [refuses]
    with pytest.raises(StoreError, match="no such literal"):
        store.replace(content(1, 1, size=4))
    store.close()
    with RemoteStore(where, mode="write") as again:
        assert set(again.quads()) == before
        assert list(again.verify()) == []


@pytest.mark.parametrize("held", [True, False])
def test_a_page_for_an_update_is_no_proof(server: Server, store: RemoteStore, held: bool) -> None:
    server.answers_pages_to_updates = held
    if held:
        assert store.replace(content(2, 0, size=4))
        return

    def lies(handler: sparql_server.Handler) -> bool:
        server.plays.insert(0, lies)
        return handler.path == "/update" and handler.answer(200, b"<html>Log in", "text/html")

    server.plays = [lies]
    with pytest.raises(StoreError, match="with a page"):
        store.replace(content(2, 0, size=4))


def test_a_bulk_load_that_was_cut_off_counts_for_nothing_and_is_completed(
    where: Remote, server: Server, store: RemoteStore
) -> None:
    from ingest.store.nquads import Digest

    graphs = content(7, 0, size=6)
    lines = "".join(f"{quad} .\n" for quads in graphs.values() for quad in quads).encode()
    known = {name: Digest.of(quads) for name, quads in graphs.items()}
    before = store.count()

    def cut_off() -> None:
        with store.rebuilding() as bulk:
            bulk.load([lines], known)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        cut_off()
    assert store.count() == before
    for _ in range(2):
        with store.rebuilding() as bulk:
            bulk.load([lines[:50] + lines[50:]], known)
            bulk.share([run_quad(3)])
        assert store.count() == before + 13
        assert list(store.verify()) == []


# -- what is not ours ----------------------------------------------------------------------------------------


def test_other_graphs_on_the_server_are_left_alone_and_not_shown(server: Server, store: RemoteStore) -> None:
    other = Quad(NamedNode("urn:x"), NamedNode("urn:x"), Literal("x"), NamedNode("urn:other"))
    server.store.add(other)
    assert other.graph_name not in store.graphs()
    assert other not in set(store.quads())
    store.replace(dict.fromkeys(store.graphs(), ()))
    assert other in server.store


def test_damage_is_found(server: Server, store: RemoteStore) -> None:
    store.replace({}, [run_quad(1), run_quad(2)])
    server.store.remove(run_quad(1))
    (damage,) = store.verify()
    assert damage.where == RUNS.value
    with pytest.raises(StoreError, match="gives 1 quads of"):
        list(store.graph(RUNS))


def test_a_server_that_reads_terms_otherwise_is_refused(where: Remote, server: Server) -> None:
    server.plays = [
        says(200, b'{"head":{"vars":["x"]},"results":{"bindings":[]}}', "application/sparql-results+json")
    ]
    with pytest.raises(StoreError, match="other terms than it was sent"):
        RemoteStore(where, mode="read")


def test_a_folder_belongs_to_one_server(where: Remote, store: RemoteStore) -> None:
    store.close()
    with sparql_server.running() as other:
        elsewhere = replace(where, query=f"{other.address}/query", update=f"{other.address}/update")
        with pytest.raises(StoreError, match="beside another server"):
            RemoteStore(elsewhere, mode="write")


def test_a_second_writer_is_refused_and_a_reader_is_not(where: Remote, store: RemoteStore) -> None:
    with pytest.raises(StoreError, match="in use by this very process"):
        RemoteStore(where, mode="write")
    with RemoteStore(where, mode="read") as reader:
        assert reader.count() == store.count()


def test_pages_of_digests_are_read_to_their_end(
    server: Server, store: RemoteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.store.remote.reading.PAGE", 3)
    for article in range(5):
        store.replace(content(article, 0, size=4))
    names = [name.value for name in store.graphs()]
    assert len(names) == 10
    assert names == sorted(names)
