"""What is validated together: an article's two graphs and the runs that they name, from store or file."""

import dataclasses

import pytest
import small_world
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize
from records_by_hand import ARTICLE, LINKS, RUN, extraction

from ingest import bundles, judging
from ingest.errors import HearsayError
from ingest.model import TextLevel
from ingest.rdf import graph, iri, tombstone
from ingest.rdf.vocabulary import HS, RDF
from ingest.records.kept import Kept
from ingest.store import open_store

OTHER = dataclasses.replace(ARTICLE, url="https://dailybeacon.example.org/2024/other")
GRAPHS = [
    graph.build(extraction(ARTICLE), LINKS, RUN),
    graph.build(extraction(OTHER), LINKS, dataclasses.replace(RUN, software="hearsay 0.2.0")),
]
GONE = tombstone.withdrawn(NamedNode("https://w3id.org/hearsay/article/" + "a" * 32), None, None)
DERIVED = Quad(NamedNode("https://example.org/c"), RDF.type, HS.HedgedClaim, iri.DERIVED)
QUADS = [quad for built in GRAPHS for quad in built.quads] + [*GONE, DERIVED]


def found(quads, folder, source):
    """The bundles of these quads, by name, from a store or from a file."""
    if source == "store":
        graphs = {}
        for quad in quads:
            graphs.setdefault(quad.graph_name, []).append(quad)
        with open_store(folder / "store", mode="write", create=True) as store:
            store.replace(graphs)
            return {each.name: set(each.quads) for each in bundles.in_store(store)}
    file = folder / "all.nq"
    serialize(quads, file, format=RdfFormat.N_QUADS)
    return {each.name: set(each.quads) for each in bundles.in_file(file)}


@pytest.mark.parametrize("source", ["store", "file"])
def test_an_article_s_graphs_and_its_run_are_one_bundle_and_so_are_the_tombstones(tmp_path, source):
    assert found(QUADS, tmp_path, source) == {
        **{built.article.value: set(built.quads) for built in GRAPHS},
        iri.TOMBSTONES.value: set(GONE),
    }


@pytest.mark.parametrize("source", ["store", "file"])
def test_links_without_an_article_and_foreign_graphs_are_not_passed_over(tmp_path, source):
    foreign = Quad(DERIVED.subject, RDF.type, HS.Claim, NamedNode("https://example.org/somewhere"))
    made = found([*GRAPHS[0].links, foreign], tmp_path, source)
    assert list(made.values()) == [{foreign}, set(GRAPHS[0].links)]


def test_the_text_s_hash_is_known_where_there_is_one_version():
    whole, links = (bundles.Bundle("a", quads) for quads in (GRAPHS[0].quads, GRAPHS[0].links))
    assert whole.sha256 == ARTICLE.text_sha256
    assert links.sha256 is None
    assert bundles.Bundle("both", (*GRAPHS[0].quads, *GRAPHS[1].quads)).sha256 is None


def test_a_file_without_named_graphs_is_one_bundle(tmp_path):
    file = tmp_path / "a.ttl"
    serialize([quad.triple for quad in GRAPHS[0].quads], file, format=RdfFormat.TURTLE)
    (one,) = bundles.in_file(file)
    assert one.name == str(file)
    assert {quad.triple for quad in one.quads} == {quad.triple for quad in GRAPHS[0].quads}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("bad.ttl", "<a> <b> .", "cannot be read as RDF"),
        ("blank.nq", "<urn:a> <urn:b> <urn:c> _:g .\n", "a graph without a name"),
        ("gone.nq", None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_is_no_rdf_of_ours_is_named(tmp_path, name, content, told):
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(HearsayError, match=told) as caught:
        list(bundles.in_file(tmp_path / name))
    assert name in str(caught.value)


@pytest.mark.parametrize("source", ["store", "file"])
def test_an_article_goes_with_its_corrections_and_the_judgements_that_it_uses_and_no_others(tmp_path, source):
    judged = [
        judging.apply(
            Kept(draft.extraction(), RUN, TextLevel.QUOTES, tuple(draft.links), ()), small_world.judgements()
        ).graphs
        for draft in small_world.drafts()
    ]
    every = {quad for built in judged for quad in built.quads}
    assert len({built.judgements for built in judged}) == 4
    assert found(every, tmp_path, source) == {built.article.value: set(built.quads) for built in judged}
