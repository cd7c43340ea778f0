"""Queries that are wrong, too deep, updates, or ask the network; and those that are answered."""

import subprocess
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pyoxigraph
import pytest

import ingest
from ingest.errors import OnlineError, QueryError, StoreError
from ingest.query import Graph, Table, Verdict, guard, run
from ingest.store import open_store

DATA = """
PREFIX : <http://example.org/>
INSERT DATA { GRAPH :g { :a :p "1", "2" . :b :p "3" } }
"""


class Memory:
    """A store in memory with what a query needs."""

    def __init__(self) -> None:
        self._db = pyoxigraph.Store()
        self._db.update(DATA)

    def query(self, sparql, substitutions=None):  # type: ignore[no-untyped-def]
        try:
            return self._db.query(sparql, substitutions=substitutions)
        except (SyntaxError, RuntimeError) as error:
            raise QueryError(str(error)) from error

    def guarded(self) -> AbstractContextManager[None]:
        return nullcontext()


MEMORY = Memory()
SELECT = (
    "# Q?\n# param: least integer = 1  Least\nSELECT ?s (COUNT(*) AS ?n) ?least { GRAPH ?g { ?s ?p ?o } } "
)


def test_a_select_is_a_table_without_the_columns_of_parameters() -> None:
    text = SELECT + "GROUP BY ?s ?least HAVING(COUNT(*) >= ?least) ORDER BY ?s"
    table = run(MEMORY, text)
    assert isinstance(table, Table)
    assert table.columns == ("s", "n")
    assert table.rows == [("http://example.org/a", 2), ("http://example.org/b", 1)]
    assert run(MEMORY, text, {"least": 2}).rows == [("http://example.org/a", 2)]  # type: ignore[union-attr]


def test_an_ask_is_a_verdict_and_a_construct_a_graph_in_one_order() -> None:
    assert run(MEMORY, "ASK { GRAPH ?g { ?s ?p ?o } }") == Verdict(True)
    graph = run(MEMORY, "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert isinstance(graph, Graph)
    assert [str(triple) for triple in graph] == sorted(str(triple) for triple in graph)
    assert len(graph) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("  \n", "is empty"),
        ("SELECT ?x {\n  ?x foo:bar ?y }", r"line 2, column 13, at '\?y }': no PREFIX declares this prefix"),
        ("SELECT ?x {\n ?x <a b> ?y }", "line 2, .*this is no IRI"),
        ("SELECT ?x { ?x ?y ?z } GROUP BY ?y", "neither grouped nor aggregated"),
        ("SELECT ?x { ?x ?y ?z ", "at the end of the line"),
        ("SELEKT ?x { ?x ?y ?z }", "line 1, column"),
        ("# Q?\n# param: z string  Z\nSELECT ?x { ?x ?y ?z }", r"does not select its parameter \?z"),
        ("SELECT ?x { ?x ?y '\ud800' }", "surrogate"),
    ],
)
def test_a_malformed_query_says_where_and_what(text: str, words: str) -> None:
    values = {"z": "1"} if "param" in text else {}
    with pytest.raises(QueryError, match=words):
        run(MEMORY, text, values)


def test_a_missing_prefix_of_hearsays_own_is_given() -> None:
    with pytest.raises(QueryError) as caught:
        run(MEMORY, "SELECT ?x {\n  GRAPH ?g { ?x schema:text ?text } }")
    assert caught.value.cure == "Begin the query with `PREFIX schema: <https://schema.org/>`."


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { GRAPH <g:g> { <a:a> <a:b> <a:c> } }",
        "PREFIX x: <http://x#>\n# comment\nDELETE WHERE { GRAPH ?g { ?a ?b ?c } }",
        "drop all",
        "BASE <http://x/> clear all",
        "LOAD <http://127.0.0.1/x>",
    ],
)
def test_an_update_is_refused_as_one(text: str) -> None:
    with pytest.raises(QueryError, match="update"):
        run(MEMORY, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "SELECT * { service silent ?x { ?a ?b ?c } }",
        "SELECT * { # '''\n SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "PREFIX e: <http://e/> SELECT * { ?a e:it\\'s ?b . SERVICE<http://127.0.0.1:9/> { ?a ?b ?c } } #'",
        "SELECT * { ?a ?b ?c FILTER(?a <#>'''\n 1) SERVICE # '''\n <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "PREFIX é-1: <http://127.0.0.1:9/> SELECT * { SERVICE\nSILENT é-1:x { ?a ?b ?c } }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE :x { ?a ?b ?c } }",
        "SELECT * { VALUES ?a {1}SERVICESILENT<http://127.0.0.1:9/> { ?a ?b ?c } }",
        "SELECT * { ?a ?b 1SERVICE<http://127.0.0.1:9/> { ?a ?b ?c } }",
        "SELECT * { ?a ?b trueSERVICE?c { ?a ?b ?c } }",
        "PREFIX é: <http://127.0.0.1:9/> SELECT * { SERVICESILENTé:x { ?a ?b ?c } }",
        "PREFIX 、: <http://127.0.0.1:9/> SELECT * { SERVICE SILENT 、:x { ?a ?b ?c } }",
        "PREFIX \u200cx: <http://127.0.0.1:9/> SELECT * { SERVICE \u200cx:x { ?a ?b ?c } }",
        "PREFIX silent: <http://127.0.0.1:9/> SELECT * { SERVICE silent:x { ?a ?b ?c } }",
    ],
)
def test_the_network_is_asked_only_where_it_is_allowed(text: str) -> None:
    with pytest.raises(QueryError, match="--online"):
        run(MEMORY, text)


@pytest.mark.parametrize(
    "text", ["ASK { GRAPH ?g { ?s ?p 'SERVICE' } }", "ASK { GRAPH <urn:service> {} } # SERVICE"]
)
def test_the_word_service_in_text_iris_and_comments_is_no_request(text: str) -> None:
    assert isinstance(run(MEMORY, text), Verdict)


def test_an_endpoint_that_does_not_answer_is_reported_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    open_store(tmp_path / "store", mode="write", create=True).close()
    with (
        ingest.open_store(tmp_path / "store", contact="https://example.org/desk") as reader,
        pytest.raises(OnlineError, match=r"127\.0\.0\.1:1 did not answer, asked 3 times"),
    ):
        reader.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }", online=True)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { VALUES ?a {1}SERVICESILENT<http://127.0.0.1:9/> { ?a ?b ?c } }",
        "SELECT * { SERVICE <http://a:9/> { ?d ?b ?c } VALUES ?a {1}SERVICESILENT<http://127.0.0.1:9/> {} }",
        "SELECT * { ?a ?b 1SERVICE<http://127.0.0.1:9/> { ?a ?b ?c } }",
        "PREFIX é: <http://127.0.0.1:9/> SELECT * { SERVICESILENTé:x { ?a ?b ?c } }",
        "SELECT * { ?s ?p ?o SERVICE ?o { ?a ?b ?c } }",
    ],
)
def test_also_online_the_engine_asks_nobody_by_itself(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.query.federation.answered", lambda *_: pytest.fail("asked"))
    with pytest.raises(QueryError, match="SERVICE"):
        run(MEMORY, text, online=True, contact="https://example.org/desk")


def test_a_faulty_query_is_explained_before_anybody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.query.federation.answered", lambda *_: pytest.fail("asked"))
    with pytest.raises(QueryError, match="line 2, column 9"):
        run(
            MEMORY,
            "SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }\n  oops }",
            online=True,
            contact="x",
        )


DEEP = {
    "groups": "SELECT * {" + "{" * 5000 + "}" * 5000 + "}",
    "parentheses": "SELECT * { FILTER(" + "(" * 6000 + "1" + ")" * 6000 + ") }",
    "exists": "SELECT * {" + "FILTER EXISTS {" * 1500 + "}" * 1500 + "}",
    "optionals": "SELECT * {" + "OPTIONAL{}" * 6000 + "}",
    "sums": "SELECT * { FILTER(" + "1+" * 30000 + "1) }",
    "ors": "SELECT * { FILTER(" + "1||" * 20000 + "1) }",
    "nots": "SELECT * { FILTER(" + "!" * 60000 + "1) }",
    "binds": "SELECT * {" + "".join(f"BIND(1 AS ?x{n})" for n in range(3500)) + "}",
    "hidden in an IRI": "SELECT * { FILTER(1<" + "(" * 6000 + "1" + ")" * 6000 + ">1) }",
    "after a quote": "SELECT * { ?x ?y '\n' ." + "{" * 5000 + "}" * 5000 + "}",
    "long": "SELECT * {" + " " * 70000 + "}",
}


@pytest.mark.parametrize("name", DEEP)
def test_what_would_overflow_the_engines_stack_is_refused_before_it_is_parsed(name: str) -> None:
    with pytest.raises(QueryError, match=r"brackets|joins|characters"):
        run(MEMORY, DEEP[name])


def test_the_engine_survives_what_the_bounds_let_pass() -> None:
    """Run in a process of its own, which would die."""
    depth, joints = guard.DEEPEST - 2, guard.MOST_JOINTS - 5
    queries = [
        "SELECT * {" + "{" * depth + "}" * depth + "}",
        "SELECT * { FILTER(" + "(" * (depth - 1) + "1" + ")" * (depth - 1) + ") }",
        "SELECT * {" + "FILTER EXISTS {" * depth + "}" * depth + "}",
        "SELECT * {" + "OPTIONAL{}" * joints + "}",
        "SELECT * { FILTER(" + "1+" * joints + "1) }",
        "SELECT * {" + "{} UNION " * joints + "{} }",
    ]
    program = "\n".join(
        ["import pyoxigraph", "store = pyoxigraph.Store()"]
        + ["from ingest.query import guard"]
        + [f"text = {query!r}\nguard.check(text)\nlist(store.query(text))" for query in queries]
        + ["print('alive')"]
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "alive\n", done.stderr[-500:]


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a",
        "'",
        '"',
        "'\\",
        "'''",
        '"""a',
        "#",
        "PREFIX ",
        "PREFIX x: <",
        "BOUND( ",
        "# param: a ",
        "as ",
    ],
)
def test_the_scan_takes_no_longer_than_the_text_is_long(piece: str) -> None:
    """Sixty thousand characters of what might lead a pattern astray: quadratic time would be minutes."""
    text = piece * (60_000 // len(piece))
    started = time.process_time()
    with pytest.raises(QueryError):
        run(MEMORY, text)
    assert time.process_time() - started < 5


def test_many_values_are_no_depth() -> None:
    rows = " ".join(f"(<http://example.org/article/{n}> 'a(b')" for n in range(1200))
    assert run(MEMORY, f"ASK {{ VALUES (?x ?y) {{ {rows} }} }}") == Verdict(True)


def test_import_ingest_loads_no_engine() -> None:
    program = "import ingest, sys; print([m for m in ('pyoxigraph', 'rdflib', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_open_store_says_what_to_do_where_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="hearsay ingest"):
        ingest.open_store(tmp_path / "none")
