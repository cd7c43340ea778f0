"""Terms written in the place of variables mean what the engine's own binding means, whatever they hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store, Variable

from ingest.errors import QueryError
from ingest.sparql.binding import bound

S, P, G = (NamedNode(f"https://example.org/{name}") for name in ("s", "p", "g"))
HOSTILE = ['"', "\\", '" } ; DROP ALL #', '""', "'''", "\\u0022"]
HOSTILE += ["\n", "?o", "}", "{", "<a>", "\x00\x01", "$o"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(HOSTILE)

QUERIES = [
    "SELECT ?o { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?o ?s { GRAPH ?g { ?s ?p ?x } FILTER(?x = ?o) } ORDER BY ?o ?s",
    "SELECT ?o ?n { { SELECT ?o (COUNT(?s) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?o } }",
    "SELECT ?o ?n { { SELECT (COUNT(?o) AS ?n) { GRAPH ?g { ?s ?p ?o } } } }",
    "SELECT ?o (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?x FILTER(COALESCE(?x = ?o, true)) } } GROUP BY ?o",
    "SELECT $o ?s { GRAPH ?g { ?s ?p $o } } # '?o",
    "SELECT ?o ?t { GRAPH ?g { ?s ?p ?o } BIND('?o' AS ?t) }",
    "SELECT ?o ?x { GRAPH ?g { ?s ?p ?x FILTER NOT EXISTS { ?s ?p ?o FILTER(?x = ?o) } } } ORDER BY ?x",
    "SELECT DISTINCT ?o (STRLEN(?o) AS ?l) { GRAPH ?g { ?s ?p ?o } } HAVING(STRLEN(?o) > 0)",
]


def rows(found: object) -> list[list[str | None]]:
    return sorted([None if term is None else str(term) for term in row] for row in found)  # type: ignore[attr-defined]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(QUERIES), TEXTS, st.lists(TEXTS, max_size=3))
def test_what_is_written_answers_like_what_is_bound(query: str, value: str, others: list[str]) -> None:
    store = Store()
    store.extend(Quad(S, P, Literal(text), G) for text in {value, *others, "other"})
    values = {Variable("o"): Literal(value)}
    try:
        expected = rows(store.query(query, substitutions=values))
    except SyntaxError:
        pytest.fail("the query itself is wrong")
    assert rows(store.query(bound(query, values))) == expected


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("asking", ["ASK", "CONSTRUCT { ?s ?p ?o }"])
def test_in_every_kind_of_query(asking: str, value: str) -> None:
    query = asking + " WHERE { GRAPH ?g { ?s ?p ?o } }"
    store = Store()
    store.extend(Quad(S, P, Literal(text), G) for text in (value, "other"))
    values = {Variable("o"): Literal(value)}
    found, expected = store.query(bound(query, values)), store.query(query, substitutions=values)
    if query.startswith("ASK"):
        assert bool(found) == bool(expected)
    else:
        assert list(found) == list(expected) == [Quad(S, P, Literal(value), G).triple]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", "SELECT projection"),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", "selects everything"),
        ("SELECT ?o { GRAPH ?g { ?s ?p ?x } BIND(?x AS ?o) }", "a value of its own"),
        ("SELECT ?o { VALUES ?o { 1 } }", "a value of its own"),
        ("SELECT ?o { VALUES (?a ?o) { (1 2) } }", "a value of its own"),
        ("SELECT ?o ?a { ?a ?b ?c FILTER(?a<?o&&?a>?b) }", "cannot be read for certain"),
        ("ASK { ?s ?p ?x }", "SELECT projection"),
    ],
)
def test_what_cannot_be_bound_for_certain_is_refused(query: str, why: str) -> None:
    with pytest.raises(QueryError, match=why):
        bound(query, {Variable("o"): Literal("a")})
