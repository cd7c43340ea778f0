import dataclasses

import pytest
from pyoxigraph import Literal, Quad, Store
from records_by_hand import ARTICLE, LINKS, RUN, at, extraction

from ingest.errors import GroundingError
from ingest.model import Mention, Span, TextLevel
from ingest.rdf import graph, iri
from ingest.rdf.vocabulary import HS, OA, RDF, SCHEMA

PREFIXES = "PREFIX hs: <https://w3id.org/hearsay/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#> "


@pytest.fixture
def graphs():
    return graph.build(extraction(), LINKS, RUN)


@pytest.fixture
def store(graphs):
    found = Store()
    found.extend(graphs.quads)
    return found


def literals(quads, predicate):
    return [quad.object.value for quad in quads if quad.predicate == predicate]


def test_one_path_walks_every_chain(store):
    rows = store.query(
        PREFIXES
        + "SELECT ?claim (COUNT(?link) AS ?n) WHERE { GRAPH ?g { ?claim hs:attribution/hs:next* ?link } } "
        "GROUP BY ?claim ORDER BY ?n"
    )
    assert [int(row["n"].value) for row in rows] == [1, 2, 3]


def test_every_anchor_quotes_the_text_it_points_to(graphs):
    by_node = {}
    for quad in graphs.graph:
        by_node.setdefault(quad.subject, {})[quad.predicate] = quad.object.value
    anchors = [found for found in by_node.values() if OA.start in found]
    assert len(anchors) > 10
    for anchor in anchors:
        assert ARTICLE.text[int(anchor[OA.start]) : int(anchor[OA.end])] == anchor[OA.exact]


def test_offsets_count_code_points_beyond_the_basic_plane(graphs):
    assert "🚢" in ARTICLE.text[: at("The pier opened").start]
    assert str(at("The pier opened in 1962").start) in literals(graphs.graph, OA.start)


def test_an_interrupted_wording_has_parts_and_no_offsets_of_its_own(store):
    rows = list(
        store.query(
            PREFIXES
            + "SELECT ?exact WHERE { GRAPH ?g { ?claim hs:wording ?m . ?m hs:part ?p . ?p oa:exact ?exact "
            "FILTER NOT EXISTS { ?m oa:start ?start } } } ORDER BY ?exact"
        )
    )
    assert [row["exact"].value for row in rows] == ["“It is safe,”", "“and it stays open.”"]


def test_without_text_no_word_of_the_article_but_names_is_in_the_graph():
    found = graph.build(extraction(), LINKS, RUN, TextLevel.NONE)
    for predicate in (OA.exact, OA.prefix, OA.suffix, SCHEMA.text, SCHEMA.headline):
        assert not literals(found.graph, predicate)
    assert literals(found.graph, OA.start)
    assert literals(found.graph, HS.wordingDigest)


def test_quads_are_unique_and_without_blank_nodes(graphs):
    for quads in (graphs.graph, graphs.links, graphs.runs):
        lines = [str(quad) for quad in quads]
        assert len(lines) == len(set(lines))
        assert not any("_:" in line for line in lines)


def test_what_is_written_is_what_the_store_gives_back(graphs, store):
    assert {str(quad) for quad in store} == {str(quad) for quad in graphs.quads}


def test_an_unlinked_actor_is_said_to_be_unknown(graphs):
    assert sum(quad.object == HS.nil for quad in graphs.links) == 2


def test_the_publisher_is_a_source_shared_by_articles():
    other = dataclasses.replace(ARTICLE, url="https://dailybeacon.example.org/2024/other")
    publishers = {
        quad.object
        for article in (ARTICLE, other)
        for quad in graph.build(extraction(article), LINKS, RUN).graph
        if quad.predicate == SCHEMA.publisher
    }
    assert len(publishers) == 1


def test_an_article_without_claims_still_has_its_publisher():
    bare = dataclasses.replace(extraction(), claims=(), mentions=())
    found = graph.build(bare, (), RUN)
    assert any(quad.predicate == SCHEMA.publisher for quad in found.graph)


def test_hedges_in_the_own_voice_do_not_leak_into_other_claims():
    base = extraction()
    hedged = dataclasses.replace(base.claims[2], cues=base.claims[0].cues)
    found = graph.build(dataclasses.replace(base, claims=(*base.claims[:2], hedged)), LINKS, RUN)
    shared = iri.own_voice(found.article, base.claims[1].chain[0])
    predicates = {quad.predicate for quad in found.graph if quad.subject == shared}
    assert HS.certaintyCue not in predicates


@pytest.mark.parametrize(
    "span",
    [Span(-1, 3), Span(5, 5), Span(6, 5), Span(0, 10**6)],
    ids=["negative", "empty", "reversed", "beyond"],
)
def test_what_is_not_in_the_text_does_not_enter_the_graph(span):
    base = extraction()
    wrong = dataclasses.replace(base.mentions[0], span=span)
    with pytest.raises(GroundingError, match="mention m1"):
        graph.build(dataclasses.replace(base, mentions=(wrong, *base.mentions[1:])), (), RUN)


def test_an_unknown_actor_is_named():
    base = extraction()
    stray = Mention("m9", Span(0, 4), base.mentions[0].kind, "nobody")
    with pytest.raises(GroundingError, match="nobody"):
        graph.build(dataclasses.replace(base, mentions=(*base.mentions, stray)), (), RUN)


def test_dates_are_date_times():
    assert graph.date_time("2024-03-11").value == "2024-03-11T00:00:00Z"
    assert graph.date_time("2024-03-11T08:00:00Z").value == "2024-03-11T08:00:00Z"


def test_every_subject_has_a_type(graphs):
    typed = {quad.subject for quad in graphs.quads if quad.predicate == RDF.type}
    untyped = {quad.subject for quad in graphs.quads} - typed
    assert {node.value for node in untyped} == {"http://www.wikidata.org/entity/Q15616276"}


def test_hostile_words_stay_inside_their_literal():
    body = ARTICLE.body + ' "} <x> . \\ \u202e \n\t'
    article = dataclasses.replace(ARTICLE, body=body, title='Pier" . <a> <b> <c> .')
    found = graph.build(extraction(article), LINKS, RUN)
    again = Store()
    again.load("\n".join(f"{quad} ." for quad in found.graph).encode(), format=_nquads())
    assert {str(quad) for quad in again} == {str(quad) for quad in found.graph}
    assert Quad(found.article, SCHEMA.headline, Literal(article.title), iri.graph(found.article)) in again


def _nquads():
    from pyoxigraph import RdfFormat

    return RdfFormat.N_QUADS
