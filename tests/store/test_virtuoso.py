"""What is peculiar to Virtuoso 7.2: its quirks, each handled or refused, its loader, and its sudden end."""

import json
import shutil
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import virtuoso_server
from pyoxigraph import Literal, NamedNode, Quad
from store_child import content, graph_of, run_quad
from virtuoso_server import Virtuoso

from ingest.cli import main
from ingest.errors import QueryError, StoreError
from ingest.places import Remote
from ingest.store import open_store
from ingest.store.nquads import Digest
from ingest.store.remote import RemoteStore
from ingest.store.remote.dialect import for_virtuoso

A = graph_of(1, "graph")
S, P, NEXT = (NamedNode(f"https://example.org/{name}") for name in ("s", "p", "next"))
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture
def store(on_virtuoso: Remote):
    with RemoteStore(on_virtuoso, mode="write") as opened:
        yield opened


def values(store: RemoteStore, query: str) -> list[str]:
    return sorted(row[0].value for row in store.query(query))


@pytest.mark.parametrize(
    "literal",
    [
        Literal("x" * 5_000),
        Literal("ü" * 300_000),
        Literal("2024-05-06T00:00:00Z", datatype=NamedNode(XSD + "dateTime")),
        Literal("0.95", datatype=NamedNode(XSD + "decimal")),
        Literal("1", datatype=NamedNode(XSD + "decimal")),
        Literal("7", datatype=NamedNode(XSD + "integer")),
        Literal("x", language="en"),
        Literal("\x00\x01\ufeff\uffff\U0001f600"),
    ],
    ids=lambda literal: f"{literal.datatype.value.rpartition('#')[2]} of {len(literal.value)}",
)
def test_what_hearsay_writes_comes_back_in_the_same_form(store: RemoteStore, literal: Literal) -> None:
    quad = Quad(S, P, literal, A)
    store.replace({A: [quad]})
    assert list(store.graph(A)) == [quad]
    assert not store.replace({A: [quad]})


def test_more_triples_than_its_parser_takes_at_once(store: RemoteStore) -> None:
    quads = {Quad(S, P, Literal(f"words {number}"), A) for number in range(7_000)}
    store.replace({A: quads})
    assert set(store.graph(A)) == quads
    store.replace({A: []})
    assert store.count() == 0


def test_tagged_texts_are_removed_together_with_others(store: RemoteStore) -> None:
    tagged = [Quad(S, P, Literal(word, language="en"), A) for word in ("a", "b")]
    store.replace({A: [*tagged, Quad(S, P, Literal("a"), A)], **content(2, 0, size=4)})
    store.replace({A: [Quad(S, P, Literal("c"), A)], **content(2, 1, size=4)})
    assert list(store.verify()) == []


def test_paths_of_any_length_in_any_graph(store: RemoteStore) -> None:
    for number in (1, 2):
        graph = graph_of(number, "graph")
        node = [NamedNode(f"{graph.value}/{step}") for step in range(4)]
        chain = [Quad(a, NEXT, b, graph) for a, b in pairwise(node)]
        store.replace({graph: [*chain, Quad(node[0], P, Literal("start"), graph)]})
    reached = f"SELECT ?b {{ GRAPH ?g {{ ?a {P} 'start' ; {NEXT}* ?b }} }}"
    assert len(values(store, reached)) == 8
    assert len(values(store, reached.replace("*", "+"))) == 6
    assert len(values(store, reached.replace("*", "?"))) == 4


def test_a_condition_on_what_nothing_binds(store: RemoteStore) -> None:
    store.replace({A: [Quad(S, P, Literal("a"), A), Quad(S, P, Literal("b"), A)]})
    assert values(store, "SELECT ?o ?x { GRAPH ?g { ?s ?p ?o } FILTER(COALESCE(?o = ?x, ?o = 'a')) }")[
        :1
    ] == ["a"]


def test_a_separator_that_is_not_ascii(store: RemoteStore) -> None:
    store.replace({A: [Quad(S, P, Literal(word), A) for word in ("é", "Борис")]})
    (joined,) = values(
        store, f"SELECT (GROUP_CONCAT(?o; SEPARATOR=' ← ') AS ?all) {{ GRAPH {A} {{ ?s ?p ?o }} }}"
    )
    assert sorted(joined.split(" ← ")) == sorted(["é", "Борис"])


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT ?a { GRAPH ?g { ?a ?b ?c } MINUS { SELECT ?a { GRAPH ?h { ?a ?b 1 } } } }", "MINUS"),
        ("SELECT ?a { GRAPH ?g { ?a <urn:p>* ?c . ?b <urn:q>* ?c } }", "end in one variable"),
        ("SELECT ?a { GRAPH <urn:g> { ?a <urn:p>*|<urn:q> ?c } }", "beside"),
        ("SELECT ?a { GRAPH ?g { { ?a <urn:p>/<urn:q>? ?c } UNION { ?a ?b ?c } } }", "UNION"),
        ("SELECT ?a { GRAPH ?g { { SELECT ?a { ?a <urn:p>* ?c } } } }", "cannot be rewritten"),
    ],
)
def test_what_it_would_answer_wrongly_is_refused(query: str, why: str) -> None:
    with pytest.raises(QueryError, match=why):
        for_virtuoso(query)


def test_a_limit_on_rows_is_noticed_and_pages_keep_below_it(
    tmp_path: Path, on_virtuoso: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    with virtuoso_server.running(rows=50) as strict:
        where = replace(
            on_virtuoso,
            query=f"{strict.address}/sparql",
            update=f"{strict.address}/sparql-auth",
            graphs=f"{strict.address}/sparql-graph-crud",
            folder=tmp_path / "strict",
        )
        with RemoteStore(where, mode="write") as store:
            store.replace({A: [Quad(S, P, Literal(str(number)), A) for number in range(80)]})
            with pytest.raises(StoreError, match="50 rows at most"):
                store.query("SELECT ?o { GRAPH ?g { ?s ?p ?o } }")
            with pytest.raises(StoreError, match="where 80 were written"):
                list(store.graph(A))
            monkeypatch.setattr("ingest.store.remote.reading.PAGE", 40)
            for article in range(30):
                store.replace(content(article + 2, 0, size=2))
            assert len(list(store.graphs())) == 61
            other = graph_of(99, "graph")
            many = {Quad(NamedNode(f"urn:{number:03}"), P, Literal("x"), other) for number in range(99)}
            store.replace({other: many})
            assert set(store.graph(other)) == many


def lines_of(graphs: dict[NamedNode, list[Quad]]) -> bytes:
    return "".join(f"{quad} .\n" for quads in graphs.values() for quad in quads).encode()


@pytest.mark.skipif(not shutil.which("isql-vt"), reason="Virtuoso's SQL client is not installed")
def test_its_own_loader_loads_what_updates_would(virtuoso: Virtuoso, on_virtuoso: Remote) -> None:
    where = on_virtuoso.configured(loader=f"127.0.0.1:{virtuoso.sql}", loader_folder=virtuoso.folder / "load")
    graphs = content(1, 0, size=8)
    odd = 'é\n\t"quoted" \\ \U0001f600'
    graphs[A].append(Quad(S, P, Literal(odd), A))
    with RemoteStore(where, mode="write") as store:
        for _ in range(2):
            with store.rebuilding() as bulk:
                bulk.load([lines_of(graphs)], {name: Digest.of(quads) for name, quads in graphs.items()})
                bulk.share([run_quad(0)])
            assert store.count() == 18
            assert list(store.verify()) == []
        with pytest.raises(StoreError, match="did not load"), store.rebuilding() as bulk:
            bulk.load([b"this is no line of N-Quads\n"], {})
    assert list((virtuoso.folder / "load").iterdir()) == []


def test_killed_in_the_middle_it_is_filled_by_the_same_load(on_virtuoso: Remote, tmp_path: Path) -> None:
    with virtuoso_server.running() as mortal:
        where = replace(
            on_virtuoso,
            query=f"{mortal.address}/sparql",
            update=f"{mortal.address}/sparql-auth",
            graphs=f"{mortal.address}/sparql-graph-crud",
            folder=tmp_path / "mortal",
        )
        with RemoteStore(where, mode="write", sleep=lambda _: None) as store:
            for article in range(10):
                store.replace(content(article, 0), [run_quad(article)])
            mortal.kill()
            with pytest.raises(StoreError, match="did not answer"):
                store.replace(content(10, 0), [run_quad(10)])
        mortal.start()
        with open_store(where, mode="write") as store:
            for article in range(12):
                store.replace(content(article, 0), [run_quad(article)])
            assert store.count() == 12 * 40 + 12
            assert list(store.verify()) == []


@pytest.mark.skipif(not shutil.which("isql-vt"), reason="Virtuoso's SQL client is not installed")
def test_shards_are_loaded_from_the_command_line(
    virtuoso: Virtuoso, on_virtuoso: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hearsay(*arguments: str) -> None:
        monkeypatch.setattr(sys, "argv", ["hearsay", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code

    monkeypatch.chdir(tmp_path)
    article = {
        "url": "https://e.org/1",
        "title": "On the dam",
        "text": "The dam is safe, Ada Berg said on Monday.",
    }
    (tmp_path / "articles.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    hearsay("ingest", "articles.jsonl", "--to", "shards")
    hearsay("load", "shards", "--store", "embedded")
    server = [
        "--store", f"virtuoso+{virtuoso.address}", "--virtuoso", f"127.0.0.1:{virtuoso.sql}",
        "--virtuoso-folder", str(virtuoso.folder / "load"),
    ]  # fmt: skip
    for _ in range(2):
        hearsay("load", "shards", *server)
        with open_store(tmp_path / "embedded") as embedded, open_store(on_virtuoso) as remote:
            assert set(remote.quads()) == set(embedded.quads())
            assert list(remote.verify()) == []
