"""What exports and answers say of how far they are to be trusted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
import rdflib
import small_world as world

from ingest.dataset import Dataset
from ingest.export import File, count, schema_org, trust, turtle
from ingest.rdf import iri
from ingest.rdf.vocabulary import HS
from ingest.store import Entry, Store, open_store

DQV = rdflib.Namespace("http://www.w3.org/ns/dqv#")
FILE = File("news.trig", "trig", "ab" * 32, 1234)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("trust") / "store", mode="write", create=True) as opened:
        world.fill(opened, world.judgements())
        for name, reason in (("a", "language"), ("b", "language"), ("c", "shacl")):
            opened.quarantine.put(Entry(name, reason, {}, {}, "why"))
        yield opened


def values(store: Store) -> dict[str, Decimal]:
    return {each.key: each.value for each in trust.measures(trust.of_all(store), 2)}


def test_the_figures_are_those_of_the_claims_and_links(store: Store) -> None:
    extracted = [quad for quad in store.quads() if str(quad.graph_name.value).endswith(("/graph", "/links"))]
    confidences = [Decimal(quad.object.value) for quad in extracted if quad.predicate == HS.confidence]
    entities = [quad.object for quad in extracted if quad.predicate == HS.entity]
    judged = {
        quad.object.value
        for quad in store.graph(iri.JUDGEMENTS)
        if quad.predicate == HS.judges and "/claim/" in quad.object.value
    }
    found = values(store)
    assert float(found["mean-confidence"]) == pytest.approx(
        float(sum(confidences)) / len(confidences), abs=5e-4
    )
    assert float(found["not-linked"]) == pytest.approx(entities.count(HS.nil) / len(entities), abs=5e-4)
    assert float(found["judged"]) == pytest.approx(len(judged) / len(confidences), abs=5e-4)
    assert judged
    assert trust.set_aside_for_language(store) == found["language-not-covered"] == 2


def test_the_catalogue_and_search_engines_read_them(store: Store) -> None:
    counts = count(store)
    graph = rdflib.Graph().parse(data=turtle(FILE, counts, Dataset(), 2), format="turtle")
    (node,) = graph.subjects(DQV.hasQualityMeasurement, unique=True)
    measured = {
        str(graph.value(each, DQV.isMeasurementOf)).rpartition("/")[2]: graph.value(each, DQV.value)
        for each in graph.objects(node, DQV.hasQualityMeasurement)
    }
    expected = {each.key: each for each in trust.measures(counts, 2)}
    assert len(expected) == 5
    assert {key: value.toPython() for key, value in measured.items()} == {  # type: ignore[union-attr]
        key: each.value for key, each in expected.items()
    }
    said = {
        each["name"]: each["value"]
        for each in json.loads(schema_org(FILE, counts, Dataset(), 2))["variableMeasured"]
    }
    assert all(said[each.name] == float(each.value) for each in expected.values())


def test_what_is_not_known_of_a_part_is_not_said(store: Store) -> None:
    assert "language-not-covered" not in {each.key for each in trust.measures(count(store))}


def test_a_large_store_is_estimated_from_some_articles_and_says_so(store: Store) -> None:
    articles = len(world.drafts())
    counts, total = trust.estimated(store)
    assert (counts, total) == (trust.of_all(store), articles)
    assert f"claims in {articles} articles" in trust.sentence(counts, total)
    some, total = trust.estimated(store, size=2)
    assert (some.articles, total) == (2, articles)
    assert f"{articles} articles; in a sample of 2" in trust.sentence(some, total)
    assert trust.estimated(store, size=2)[0] == some


def test_an_empty_store_has_no_figures(tmp_path_factory: pytest.TempPathFactory) -> None:
    with open_store(tmp_path_factory.mktemp("empty") / "store", mode="write", create=True) as opened:
        assert trust.measures(trust.of_all(opened)) == []
        assert "0 claims in 0 articles" in trust.sentence(*trust.estimated(opened))
