"""What a query has other endpoints answer: found, asked by itself, and put back as values."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from ingest.errors import OnlineError, QueryError
from ingest.query.federation import Term, answered, clauses, stubbed, values, without, written

E = "https://e.org/sparql"


@dataclass
class Endpoint:
    """Answers everything with the same rows, and notes what it was asked."""

    variables: tuple[str, ...] = ("a",)
    rows: tuple[tuple[Term | None, ...], ...] = ((NamedNode("urn:x"),),)
    asked: list[tuple[str, str]] = field(default_factory=list)
    fails: bool = False

    def __call__(self, address: str, query: str) -> Endpoint:
        self.asked.append((address, query))
        if self.fails:
            raise OnlineError("It did not answer.")
        return self


def rows(text: str, endpoint: Endpoint) -> list[tuple[Term | None, ...]]:
    found = pyoxigraph.Store().query(answered(text, endpoint))
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return [tuple(solution) for solution in found]


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ SERVICE <{E}> {{ ?a ?b ?c }} }}",
        f"SELECT * {{ service\n<{E}>{{ ?a ?b ?c }} }}",
        f"SELECT*{{SERVICE<{E}>{{ ?a ?b ?c }}}}",
        "PREFIX e: <https://e.org/> SELECT * { SERVICE e:sparql { ?a ?b ?c } }",
        f"PREFIX : <{E}> SELECT * {{ SERVICE : {{ ?a ?b ?c }} }}",
        f"# SERVICE <https://other.org/> {{\nSELECT * {{ SERVICE <{E}> {{ ?a ?b ?c }} }}",
        f"SELECT * {{ BIND('SERVICE <https://other.org/> {{' AS ?t) SERVICE # here\n <{E}> {{ ?a ?b ?c }} }}",
        f"SELECT * {{ SERVICE SILENT <{E}> {{ ?a ?b ?c }} }}",
    ],
)
def test_a_clause_is_found_however_it_is_written_and_asked_by_itself(text: str) -> None:
    endpoint = Endpoint()
    assert any(NamedNode("urn:x") in row for row in rows(text, endpoint))
    ((address, query),) = endpoint.asked
    assert address == E
    assert "other.org" not in query
    assert "SERVICE" not in without(text).upper()


def test_a_pattern_ends_at_its_own_brace() -> None:
    text = f"SELECT * {{ SERVICE <{E}> {{ ?a ?b '}}' . {{ ?a <urn:}}> ?c }} # }}\n }} ?x ?y ?z }}"
    (clause,) = clauses(text.replace("<urn:}>", "<urn:p>"))
    assert clause.pattern.count("?a") == 2
    assert "?x" not in clause.pattern


def test_what_is_nested_goes_along() -> None:
    text = f"SELECT * {{ SERVICE <{E}> {{ ?a ?b ?c SERVICE <urn:label> {{ ?a ?d ?e }} }} }}"
    endpoint = Endpoint()
    answered(text, endpoint)
    ((_, query),) = endpoint.asked
    assert "SERVICE <urn:label> { ?a ?d ?e }" in query


def test_base_and_the_prefixes_that_are_used_go_along_and_nothing_else() -> None:
    base, prefix = "BASE <https://b.org/>", "prefix wd: <http://www.wikidata.org/entity/>"
    head = f"{base}\n# PREFIX our: <urn:notes>\n{prefix} PREFIX hs: <urn:secret>\n"
    endpoint = Endpoint()
    answered(f"{head}SELECT * {{ ?x hs:y ?z SERVICE <{E}> {{ ?a <rel> wd:Q1 }} }}", endpoint)
    ((_, query),) = endpoint.asked
    assert query.startswith(f"{base}\n{prefix}\nSELECT *")
    assert "our" not in query
    assert "hs" not in query
    pyoxigraph.Store().query(query)


def test_rows_join_with_the_rest_of_the_query() -> None:
    endpoint = Endpoint(
        ("a", "n"), ((Literal("1"), Literal("one")), (None, Literal("any")), (Literal("3"), None))
    )
    text = f"SELECT ?a ?n {{ VALUES ?a {{ '1' '2' }} SERVICE <{E}> {{ ?a ?b ?n }} }} ORDER BY ?a ?n"
    found = [(row[0], row[1]) for row in rows(text, endpoint)]
    assert found == [
        (Literal("1"), Literal("any")),
        (Literal("1"), Literal("one")),
        (Literal("2"), Literal("any")),
    ]


def test_two_clauses_each_have_their_own_answer() -> None:
    text = f"SELECT * {{ {{ SERVICE <{E}1> {{ ?a ?b ?c }} }} UNION {{ SERVICE <{E}2> {{ ?a ?b ?c }} }} }}"
    endpoint = Endpoint()
    assert len(rows(text, endpoint)) == 2
    assert [address for address, _ in endpoint.asked] == [f"{E}1", f"{E}2"]


def test_no_answer_is_an_error_or_where_the_query_says_so_one_empty_row() -> None:
    text = "SELECT ?t {{ BIND(1 AS ?t) SERVICE {}<{}> {{ ?a ?b ?c }} }}"
    with pytest.raises(OnlineError):
        rows(text.format("", E), Endpoint(fails=True))
    assert len(rows(text.format("SILENT ", E), Endpoint(fails=True))) == 1
    assert rows(text.format("", E), Endpoint(rows=())) == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE ?where { ?a ?b ?c } }",
        "SELECT * { SERVICE unknown:x { ?a ?b ?c } }",
        "SELECT * { SERVICE <https://e.org/> { ?a ?b ?c ",
        "SELECT * { SERVICE <https://e.org/>",
        "SELECT * { SERVICE",
        "SELECT * { SERVICE SILENT",
        "SELECT * { SERVICE SILENT <https://e.org/> }",
    ],
)
def test_a_clause_that_cannot_be_read_asks_nobody(text: str) -> None:
    endpoint = Endpoint()
    with pytest.raises(QueryError, match="Line 1"):
        answered(text, endpoint)
    assert endpoint.asked == []


def test_lines_stay_where_they_are() -> None:
    text = f"SELECT * {{\n SERVICE <{E}>\n {{\n ?a ?b ?c\n }}\n ?x ?y\n oops }}"
    for changed in (answered(text, Endpoint()), stubbed(text)):
        assert changed.split("\n")[6] == text.split("\n")[6]


HOSTILE = [
    NamedNode("urn:x"),
    Literal('"} ?x ?y ?z } # \\'),
    Literal("line\nbreak\r\ttab\u2028"),
    Literal("chat", language="fr"),
    Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    Literal("<script>"),
    Literal(""),
]


def test_terms_come_back_as_they_were() -> None:
    block = values(("a",), [(term,) for term in HOSTILE])
    assert "\n" not in block
    found = pyoxigraph.Store().query(f"SELECT ?a {{ {block} }}")
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert [solution["a"] for solution in found] == HOSTILE


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_no_text_ends_its_quotation_marks(text: str) -> None:
    found = pyoxigraph.Store().query(f"SELECT ?a {{ VALUES ?a {{ {written(Literal(text))} }} }}")
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert [solution["a"] for solution in found] == [Literal(text)]


@pytest.mark.parametrize("iri", ["urn:x> } #", "urn: x", "", 'urn:"', "urn:{"])
def test_an_iri_that_is_none_is_refused(iri: str) -> None:
    answer = '{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": %s}}]}}'
    try:
        found = pyoxigraph.parse_query_results(
            (answer % json.dumps(iri)).encode(), pyoxigraph.QueryResultsFormat.JSON
        )
        terms = [solution["a"] for solution in found]  # type: ignore[union-attr]
    except (SyntaxError, ValueError):
        return  # the parser refuses it before we see it
    with pytest.raises(OnlineError, match="no query can hold"):
        written(terms[0])


def test_a_blank_node_becomes_an_iri_of_nobody() -> None:
    assert written(BlankNode("t12")) == "<urn:x-hearsay:blank:t12>"


def test_a_column_that_is_no_variable_is_refused() -> None:
    with pytest.raises(OnlineError, match="column"):
        values(("a) { } #",), [])


@given(st.text(alphabet="SERVICE silent<>{}?:#'\"\\ \nea."))
def test_any_text_is_read_or_refused_and_what_is_left_is_plain(text: str) -> None:
    try:
        found = clauses(text)
    except QueryError:
        return
    assert all(text[clause.start : clause.end].upper().startswith("SERVICE") for clause in found)
    assert stubbed(text).count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "text", ["SERVICE " * 20_000, "SERVICE<e>{" * 20_000, "'" * 50_001, "PREFIX a:" * 20_000]
)
def test_long_hostile_queries_are_read_in_linear_time(text: str) -> None:
    with suppress(QueryError):
        clauses(text)


# -- the same as the engine's own


FACTS = """
<urn:a> <urn:knows> <urn:b>, <urn:c> ; <urn:name> "A"@en .
<urn:b> <urn:name> "B" ; <urn:age> 7 .
<urn:c> <urn:age> 8 ; <urn:note> "it's \\"}\\" # no end" .
"""
THEIRS = """
<urn:b> <urn:in> <urn:paris> . <urn:c> <urn:in> <urn:rome> . <urn:d> <urn:in> <urn:rome> .
<urn:paris> <urn:name> "Paris" . <urn:a> <urn:size> 7.50 .
"""
PLACES = {
    "join": "SELECT * { ?x <urn:age> ?age SERVICE <HERE> { ?x <urn:in> ?place } }",
    "first": "SELECT * { SERVICE <HERE> { ?x <urn:in> ?place } ?x <urn:age> ?age }",
    "optional": "SELECT * { ?x <urn:name> ?n OPTIONAL { SERVICE <HERE> { ?x <urn:in> ?place } } }",
    "inside optional": "SELECT * { SERVICE <HERE> { ?x <urn:in> ?p OPTIONAL { ?p <urn:name> ?n } } }",
    "unbound": "SELECT * { ?y <urn:name> ?n SERVICE <HERE> { ?x ?i ?p OPTIONAL { ?p <urn:name> ?n } } }",
    "union": "SELECT * { { SERVICE <HERE> { ?x <urn:in> ?place } } UNION { ?x <urn:age> ?age } }",
    "minus": "SELECT * { ?x <urn:age> ?age MINUS { SERVICE <HERE> { ?x <urn:in> <urn:rome> } } }",
    "exists": "SELECT * { ?x <urn:age> ?age FILTER EXISTS { SERVICE <HERE> { ?x <urn:in> <urn:rome> } } }",
    "subquery": "SELECT * { { SELECT ?p (COUNT(?x) AS ?n) { SERVICE <HERE> { ?x ?in ?p } } GROUP BY ?p } }",
    "filter": "SELECT * { ?x <urn:age> ?age SERVICE <HERE> { ?x <urn:in> ?p FILTER(?p != <urn:rome>) } }",
    "two": "SELECT * { SERVICE <HERE> { ?x <urn:in> ?p } SERVICE <HERE> { ?p <urn:name> ?n } }",
    "nothing": "SELECT * { ?x <urn:age> ?age SERVICE <HERE> { ?x <urn:nobody> ?p } }",
    "no variable": "SELECT * { ?x <urn:age> ?age SERVICE <HERE> { <urn:b> <urn:in> <urn:paris> } }",
    "construct": "CONSTRUCT { ?x <urn:at> ?p } { ?x <urn:age> ?age SERVICE <HERE> { ?x <urn:in> ?p } }",
    "ask": "ASK { ?x <urn:age> 8 SERVICE <HERE> { ?x <urn:in> <urn:rome> } }",
    "numbers": "SELECT * { SERVICE <HERE> { ?x <urn:size> ?size } }",
}


def store_of(turtle: str) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(turtle.encode(), pyoxigraph.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def theirs() -> Iterator[str]:
    """An endpoint on this machine, which the engine may ask by itself."""
    store = store_of(THEIRS)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"])).decode()
            body = store.query(query).serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()


def ask_theirs(address: str, query: str) -> Endpoint:
    found = store_of(THEIRS).query(query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    names = tuple(variable.value for variable in found.variables)
    return Endpoint(names, tuple(tuple(solution) for solution in found))


def outcome(text: str) -> list[str]:
    found = store_of(FACTS).query(text)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return [str(bool(found))]
    if isinstance(found, pyoxigraph.QueryTriples):
        return sorted(map(str, found))
    names = sorted(variable.value for variable in found.variables)
    return sorted(str([(name, str(solution[name])) for name in names]) for solution in found)


@pytest.mark.parametrize("place", PLACES)
def test_the_answer_is_what_the_engine_would_have_found_by_asking_itself(place: str, theirs: str) -> None:
    text = PLACES[place].replace("HERE", theirs)
    assert outcome(answered(text, ask_theirs)) == outcome(text)
