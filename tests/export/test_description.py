"""The description of an export: counted right, owned by whom the settings say, and nothing made up."""

import json
from collections.abc import Iterator

import pytest
import rdflib
import small_world as world

from ingest.dataset import Dataset
from ingest.export import Counts, File, count, schema_org, turtle
from ingest.rdf.vocabulary import HS, SCHEMA
from ingest.store import Store, open_store

VOID, DCAT = rdflib.Namespace("http://rdfs.org/ns/void#"), rdflib.Namespace("http://www.w3.org/ns/dcat#")
DCT, SPDX = rdflib.Namespace("http://purl.org/dc/terms/"), rdflib.Namespace("http://spdx.org/rdf/terms#")
FILE = File("news.trig", "trig", "ab" * 32, 1234)
OWNED = Dataset.of(
    {
        "title": 'Claims of "May"',
        "description": "What six outlets said.",
        "creators": ["Ada Analyst", "Bo <b>"],
        "creator_ids": ["https://orcid.org/0000-0002-1825-0097", "https://example.org/bo"],
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "version": "1.2",
        "homepage": "https://example.org/claims",
        "keywords": ["dams"],
    }
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("described") / "store", mode="write", create=True) as opened:
        world.fill(opened, world.judgements())
        yield opened


@pytest.fixture(scope="module")
def counts(store: Store) -> Counts:
    return count(store)


def described(counts: Counts, dataset: Dataset) -> tuple[rdflib.Graph, rdflib.URIRef]:
    graph = rdflib.Graph().parse(data=turtle(FILE, counts, dataset), format="turtle")
    (node,) = (
        subject
        for subject in graph.subjects(rdflib.RDF.type, DCAT.Dataset)
        if isinstance(subject, rdflib.URIRef)
    )
    return graph, node


def test_what_is_counted_is_what_the_store_holds(store: Store, counts: Counts) -> None:
    quads = list(store.quads())
    assert counts.quads == len(quads)
    assert counts.subjects == len({quad.subject for quad in quads})
    assert counts.objects == len({quad.object for quad in quads})
    assert sum(counts.properties.values()) == len(quads)
    linked = [q for q in quads if q.predicate == SCHEMA.sameAs and "wikidata.org" in str(q.object)]
    assert counts.linked == len(linked) > 0
    decided = [quad.object for quad in quads if quad.predicate == HS.entity]
    assert (counts.decided, counts.unlinked) == (len(decided), decided.count(HS.nil))
    assert counts.articles == len(world.drafts())


def test_void_and_dcat_say_it(counts: Counts) -> None:
    graph, node = described(counts, OWNED)
    assert graph.value(node, VOID.triples).toPython() == counts.quads  # type: ignore[union-attr]
    partitions = {
        str(graph.value(part, VOID["class"])): graph.value(part, VOID.entities).toPython()  # type: ignore[union-attr]
        for part in graph.objects(node, VOID.classPartition)
    }
    assert partitions == dict(counts.classes)
    (links,) = graph.objects(node, VOID.subset)
    assert graph.value(links, VOID.triples).toPython() == counts.linked  # type: ignore[union-attr]
    file = graph.value(node, DCAT.distribution)
    assert graph.value(file, DCAT.byteSize).toPython() == FILE.size  # type: ignore[union-attr]
    checksum = graph.value(file, SPDX.checksum)
    assert str(graph.value(checksum, SPDX.checksumValue)) == FILE.sha256
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)


def test_the_owner_s_words_stand_as_they_were_given(counts: Counts) -> None:
    graph, node = described(counts, OWNED)
    assert str(graph.value(node, DCT.title)) == OWNED.title
    assert str(graph.value(node, DCT.license)) == OWNED.licence
    assert {str(creator) for creator in graph.objects(node, DCT.creator)} == set(OWNED.creator_ids)


def test_nothing_is_made_up_for_an_owner_who_says_nothing(counts: Counts) -> None:
    graph, node = described(counts, Dataset())
    for predicate in (DCT.title, DCT.license, DCT.creator, DCAT.version, DCT.issued, DCT.modified):
        assert graph.value(node, predicate) is None
    said = json.loads(schema_org(FILE, counts, Dataset()))
    assert not said.keys() & {"name", "license", "creator", "version", "datePublished", "dateModified"}
    assert Dataset().missing == ("title", "creators", "licence")
    assert OWNED.missing == ()


def test_search_engines_read_a_dataset(counts: Counts) -> None:
    said = json.loads(schema_org(FILE, counts, OWNED))
    assert (said["@type"], said["name"], said["license"]) == ("Dataset", OWNED.title, OWNED.licence)
    assert said["creator"][0] == {
        "@type": "Person",
        "name": "Ada Analyst",
        "@id": "https://orcid.org/0000-0002-1825-0097",
    }
    assert said["distribution"]["sha256"] == FILE.sha256
    measured = {each["name"]: each["value"] for each in said["variableMeasured"]}
    assert measured["claims"] == counts.claims
    assert measured["share of actors that are not linked"] == round(counts.unlinked / counts.decided, 3)


def test_an_empty_store_is_described(tmp_path_factory: pytest.TempPathFactory) -> None:
    with open_store(tmp_path_factory.mktemp("empty") / "store", mode="write", create=True) as opened:
        counts = count(opened)
    graph, node = described(counts, OWNED)
    assert graph.value(node, VOID.triples).toPython() == 0  # type: ignore[union-attr]
    assert "temporalCoverage" not in json.loads(schema_org(FILE, counts, OWNED))


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"titel": "x"}, "there is no 'titel'"),
        ({"title": ""}, "title must be a text"),
        ({"title": "a\nb"}, "title must be a text"),
        ({"creators": "Ada"}, "creators must be a list"),
        ({"creators": []}, "creators must be a list"),
        ({"licence": "CC BY"}, "'CC BY' is no http address"),
        ({"licence": "https://a/ b"}, "no http address"),
        ({"licence": 'https://a/">'}, "no http address"),
        ({"creators": ["A", "B"], "creator_ids": ["https://a"]}, "as many creator_ids"),
    ],
)
def test_what_an_owner_may_not_say_is_named(table: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Dataset.of(table)
