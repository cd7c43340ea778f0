"""What every backend does; the fixture `opener` runs each test on each of them."""

import io
import itertools
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Variable, parse
from store_child import RUNS, content, graph_of, run_quad

from ingest.errors import QueryError
from ingest.store import Store, embedded

A, B = graph_of(1, "graph"), graph_of(2, "graph")
S, P = NamedNode("https://example.org/s"), NamedNode("https://example.org/p")


def exported(store: Store) -> bytes:
    output = io.BytesIO()
    store.export_nquads(output)
    return output.getvalue()


def quad(value: str, graph: NamedNode = A) -> Quad:
    return Quad(S, P, Literal(value), graph)


def test_replace_gives_a_graph_exactly_its_new_content(opener):
    with opener() as store:
        store.replace({A: [quad("old"), quad("kept")]})
        assert store.replace({A: [quad("new"), quad("kept")]})
        assert set(store.graph(A)) == {quad("new"), quad("kept")}


def test_replace_leaves_other_graphs_alone(opener):
    with opener() as store:
        store.replace({A: [quad("a")], B: [quad("b", B)]})
        store.replace({A: [quad("c")]})
        assert list(store.graph(B)) == [quad("b", B)]


def test_the_same_again_changes_nothing_and_says_so(opener):
    with opener() as store:
        assert store.replace(content(1, 0), [run_quad(0)])
        before = exported(store)
        assert not store.replace(content(1, 0), [run_quad(0)])
        assert exported(store) == before


@pytest.mark.parametrize(
    "words", ["# from here", "FILTER('FROM' = 'FROM')", "FILTER(<urn:from> = <urn:from>)"]
)
def test_the_default_graph_is_empty_whatever_words_a_query_holds(opener, words):
    if opener.backend == "virtuoso":
        pytest.skip("Virtuoso's default graph is all of its graphs together (docs/store.md)")
    with opener() as store:
        store.replace(content(1, 0))
        assert list(store.query(f"SELECT * {{ ?s ?p ?o {words}\n }}")) == []


def test_shared_quads_add_up(opener):
    with opener() as store:
        store.replace(content(1, 0), [run_quad(0)])
        store.replace(content(2, 0), [run_quad(0), run_quad(1)])
        assert set(store.graph(RUNS)) == {run_quad(0), run_quad(1)}
        store.replace({}, remove=[run_quad(0), run_quad(7)])
        assert list(store.graph(RUNS)) == [run_quad(1)]


def test_shared_wins_over_remove(opener):
    with opener() as store:
        store.replace({}, shared=[run_quad(0)], remove=[run_quad(0)])
        assert list(store.graph(RUNS)) == [run_quad(0)]


def test_removed_graphs_are_gone_by_name_too_and_their_tombstone_is_there(opener):
    with opener() as store:
        store.replace(content(1, 0))
        tombstone = quad("gone", RUNS)
        assert store.replace(dict.fromkeys(content(1, 0), ()), [tombstone])
        assert list(store.graphs()) == [RUNS]
        assert not store.replace(dict.fromkeys(content(1, 0), ()), [tombstone])


def test_an_empty_content_removes_the_graph(opener):
    with opener() as store:
        store.replace({A: [quad("a")]})
        store.replace({A: []})
        assert list(store.graphs()) == []


def test_graphs_are_listed_in_order_and_counted(opener):
    with opener() as store:
        for article in (3, 1, 2):
            store.replace(content(article, 0, size=10))
        names = [name.value for name in store.graphs()]
        assert names == sorted(names)
        assert len(names) == 6
        assert store.count() == 60
        assert store.count(A) == 10
        assert len(list(store.quads())) == 60


def test_the_store_is_there_after_reopening(opener):
    with opener() as store:
        store.replace(content(1, 0))
        before = exported(store)
    with opener("read") as store:
        assert exported(store) == before


def test_the_order_of_loading_does_not_show(opener):
    loads = [(content(1, 0), run_quad(0)), (content(2, 0), run_quad(0)), (content(3, 5), run_quad(1))]
    exports = set()
    with opener() as store:
        for order in itertools.permutations(loads):
            for graphs, shared in order:
                store.replace(graphs, [shared])
            exports.add(exported(store))
            store.replace(dict.fromkeys(store.graphs(), ()))
            assert exported(store) == b""
    assert len(exports) == 1


def test_the_export_is_sorted_by_bytes_and_complete(opener):
    with opener() as store:
        store.replace(
            {A: [quad(word) for word in ("é", "z", "\U0001f600", "\uffee", "a\nb")], B: [quad("b", B)]}
        )
        lines = exported(store).splitlines(keepends=True)
        assert lines == sorted(lines)
        assert set(parse(b"".join(lines), format=RdfFormat.N_QUADS)) == set(store.quads())


AWKWARD = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    [
        '"',
        "\\",
        "\\u0022 } ; DROP ALL #",
        '"""',
        "\x00\x01\x7f\x85\u2028\ufeff\uffff",
        "}; CLEAR ALL; #",
        "\\U00000022",
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(AWKWARD, min_size=1, unique=True), AWKWARD)
def test_any_literal_survives_adding_and_replacing(opener, words, other):
    with opener() as store:
        expected = {quad(word) for word in words} | {
            Quad(S, P, Literal(word, language="en"), A) for word in words
        }
        store.replace({A: expected, B: [quad("bystander", B)]})
        assert set(store.graph(A)) == expected
        store.replace({A: [quad(other), quad("x")]})
        store.replace({A: expected})
        assert set(store.graph(A)) == expected
        assert list(store.graph(B)) == [quad("bystander", B)]
        assert list(store.verify()) == []


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(Quad(BlankNode(), P, Literal("x"), A), id="blank subject"),
        pytest.param(Quad(S, P, BlankNode(), A), id="blank object"),
        pytest.param(quad("x", B), id="another graph"),
        pytest.param(Quad(S, P, Literal("x")), id="no graph"),
    ],
)
def test_what_does_not_belong_into_a_graph_is_refused_before_anything_is_written(opener, bad):
    with opener() as store:
        with pytest.raises(ValueError, match=re.escape(str(bad))):
            store.replace({A: [quad("fine"), bad]})
        assert store.count() == 0


def test_a_shared_quad_in_a_replaced_graph_is_refused(opener):
    with opener() as store, pytest.raises(ValueError, match="replaced as a whole"):
        store.replace({A: [quad("a")]}, shared=[quad("b")])


def test_a_query_sees_named_graphs(opener):
    with opener() as store:
        store.replace({A: [quad("a")], B: [quad("b", B)]})
        with store.guarded():
            rows = list(store.query(f"SELECT ?g {{ GRAPH ?g {{ ?s {P} ?o }} }} ORDER BY ?g"))
            assert [row["g"] for row in rows] == [A, B]
            rows = list(store.query(f"SELECT ?o FROM {A} {{ ?s ?p ?o }}"))  # noqa: S608
            assert [row["o"] for row in rows] == [Literal("a")]


def test_a_query_sees_nothing_outside_the_named_graphs(opener):
    if opener.backend == "virtuoso":
        pytest.skip("Virtuoso's default graph is all of its graphs together (docs/store.md)")
    with opener() as store:
        store.replace({A: [quad("a")]})
        with store.guarded():
            assert not store.query("ASK { ?s ?p ?o }")


def test_a_query_sees_no_digest_in_an_embedded_store(opener):
    with opener() as store:
        store.replace({A: [quad("a")]})
        with store.guarded():
            names = {row["g"].value for row in store.query("SELECT ?g { GRAPH ?g { ?s ?p ?o } }")}
        others = names - {A.value}
        assert others == set() if opener.backend == "embedded" else "urn:x-hearsay:digests" in others


def test_an_ask_and_a_construct_are_answered_and_bound(opener):
    with opener() as store:
        store.replace({A: [quad("a"), quad("b")]})
        bound = {Variable("o"): Literal("b")}
        with store.guarded():
            assert store.query(f"ASK {{ GRAPH {A} {{ ?s ?p ?o }} }}", bound)
            triples = list(store.query(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH {A} {{ ?s ?p ?o }} }}", bound))
        assert triples == [quad("b").triple]


def test_parameters_are_bound_and_not_pasted(opener):
    hostile = 'a" } } # '
    with opener() as store:
        store.replace({A: [quad("a"), quad(hostile)]})
        with store.guarded():
            rows = list(
                store.query("SELECT ?s ?o { GRAPH ?g { ?s ?p ?o } }", {Variable("o"): Literal(hostile)})
            )
        assert len(rows) == 1


def test_a_malformed_query_is_an_error_of_its_own(opener):
    with opener() as store, pytest.raises(QueryError, match="cannot be read"):
        store.query("SELECT * WHERE { ?s ?p")


def test_a_parameter_that_the_query_does_not_select_is_an_error_too(opener):
    with opener() as store, pytest.raises(QueryError, match=r"\?o"):
        store.query("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", {Variable("o"): Literal("a")})


def test_texts_are_kept_by_their_hash(opener):
    with opener() as store:
        digest = store.put_text("Grüße\r\nan alle\n")
        assert store.put_text("Grüße\r\nan alle\n") == digest
        assert store.text(digest) == "Grüße\r\nan alle\n"
        assert store.delete_text(digest)
        assert not store.delete_text(digest)


def test_the_log_keeps_the_order_of_its_entries(opener):
    with opener() as store:
        store.log.append({"at": "2024-05-06T10:00:00Z", "read": 1})
        store.log.append({"at": "2024-05-06T09:00:00Z", "read": 2})
    with opener("read") as store:
        assert [entry["read"] for entry in store.log] == [1, 2]


def test_flushing_on_the_way_changes_nothing(opener, monkeypatch):
    with opener() as store:
        for article in range(5):
            store.replace(content(article, 0))
        expected = exported(store)
        store.replace(dict.fromkeys(store.graphs(), ()))
        monkeypatch.setattr(embedded, "FLUSH_EVERY", 50)
        for article in range(5):
            store.replace(content(article, 0))
        assert exported(store) == expected


def test_compacting_changes_nothing_that_can_be_read(opener):
    with opener() as store:
        store.replace(content(1, 0), [run_quad(0)])
        store.replace(content(1, 1), [run_quad(0)])
        before = exported(store)
        store.compact()
        assert exported(store) == before
        store.replace(content(2, 0))
    with opener("read") as store:
        assert store.count() == 81
        assert list(store.verify()) == []


def test_a_closed_store_may_be_closed_again_but_not_used(opener):
    store = opener()
    store.close()
    store.close()
    with pytest.raises(ValueError, match="closed"):
        store.count()


def test_a_whole_store_verifies(opener):
    with opener() as store:
        for version in (0, 1, 2):
            for article in range(3):
                store.replace(content(article, version), [run_quad(version)], [run_quad(version - 1)])
        store.replace(dict.fromkeys(content(2, 0), ()))
        store.put_text("text")
        assert list(store.verify()) == []
