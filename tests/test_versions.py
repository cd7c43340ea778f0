import dataclasses

import pytest
from pyoxigraph import NamedNode, Quad
from records_by_hand import ARTICLE, LINKS, RUN, extraction

from ingest import versions
from ingest.errors import StoreError
from ingest.rdf import graph, iri
from ingest.rdf.vocabulary import HS, PROV, RDF
from ingest.store import open_store

CORRECTED = dataclasses.replace(ARTICLE, title="Pier is unsafe, mayor says", date="2024-03-12")


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "store", mode="write", create=True) as opened:
        yield opened


def put(store, article=ARTICLE, run=RUN):
    found = graph.build(extraction(article), LINKS, run)
    versions.put(store, found, article.text, versions.current(store, found.article))
    return found


def test_what_was_put_is_current(store):
    found = put(store)
    current = versions.current(store, found.article)
    assert current.version == found.version
    assert current.sha256 == ARTICLE.text_sha256
    assert current.published.value == "2024-03-11T00:00:00Z"
    assert current.run == iri.run(RUN)
    assert store.text(current.sha256) == ARTICLE.text


def test_nothing_is_current_before(store):
    assert versions.current(store, iri.article(ARTICLE)) is None


def test_putting_the_same_again_changes_nothing(store):
    put(store)
    before = sorted(map(str, store.quads()))
    put(store)
    assert sorted(map(str, store.quads())) == before


def test_a_new_version_replaces_the_old_and_leaves_a_tombstone(store):
    old, new = put(store), put(store, CORRECTED)
    assert versions.current(store, new.article).version == new.version
    assert versions.is_buried(store, old.version)
    assert not versions.is_buried(store, new.version)
    assert Quad(new.version, PROV.wasRevisionOf, old.version, iri.TOMBSTONES) in set(store.quads())
    assert set(store.graph(iri.graph(new.article))) == set(new.graph)
    with pytest.raises(StoreError):
        store.text(ARTICLE.text_sha256)


def test_another_run_replaces_without_a_tombstone_and_takes_the_unused_run_along(store):
    put(store)
    newer = dataclasses.replace(RUN, software="hearsay 0.2.0")
    found = put(store, run=newer)
    assert not versions.is_buried(store, found.version)
    assert {quad.subject for quad in store.graph(iri.RUNS)} == {iri.run(newer)}


def test_a_run_that_another_article_uses_stays(store):
    other = dataclasses.replace(ARTICLE, url="https://dailybeacon.example.org/other")
    put(store)
    put(store, other)
    put(store, run=dataclasses.replace(RUN, software="hearsay 0.2.0"))
    assert iri.run(RUN) in {quad.subject for quad in store.graph(iri.RUNS)}


def test_a_take_down_removes_every_word_and_stays(store):
    found = put(store)
    claim = next(quad.subject for quad in found.graph if quad.object == HS.Claim)
    store.replace({iri.DERIVED: [Quad(claim, RDF.type, HS.HedgedClaim, iri.DERIVED)]})
    assert versions.take_down(store, found.article)
    assert versions.is_buried(store, found.article)
    assert set(store.graphs()) == {iri.TOMBSTONES}
    remains = "\n".join(map(str, store.quads()))
    assert "Holm" not in remains
    assert "pier" not in remains.lower()
    with pytest.raises(StoreError):
        store.text(ARTICLE.text_sha256)


def test_a_text_that_two_articles_share_stays_with_the_other(store):
    other = dataclasses.replace(ARTICLE, url="https://dailybeacon.example.org/other")
    found = put(store)
    put(store, other)
    versions.take_down(store, found.article)
    assert store.text(ARTICLE.text_sha256) == ARTICLE.text


def test_an_article_can_be_kept_out_before_it_came(store):
    node = NamedNode("https://w3id.org/hearsay/article/" + "a" * 32)
    assert not versions.take_down(store, node)
    assert versions.is_buried(store, node)
