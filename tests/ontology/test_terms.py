"""The ontology's terms: documented, named, and the same as the code's closed vocabulary."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from ingest import ontology
from ingest.judgements import Aspect
from ingest.model import ActorKind, Certainty, ClaimKind, LinkMethod, Polarity, SpeechAct
from ingest.rdf import vocabulary
from ingest.rdf.vocabulary import HS, concept, concepts
from ingest.sources import SourceKind

IRI = URIRef("https://w3id.org/hearsay/ontology")
BASE = "https://w3id.org/hearsay/"
BIBO = Namespace("http://purl.org/ontology/bibo/")
VANN = Namespace("http://purl.org/vocab/vann/")

SPOKEN_OTHERWISE = {
    URIRef(HS.UnnamedSourceClaim.value): "claim resting on an unnamed source",
    URIRef(HS.textSha256.value): "text sha-256",
}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return ontology.load()


def own_terms(graph: Graph) -> set[URIRef]:
    """Every term in a namespace of Hearsay's, but for the ontology documents themselves."""
    documents = set(graph.subjects(RDF.type, OWL.Ontology))
    return {
        term
        for term in graph.subjects(RDF.type, None)
        if isinstance(term, URIRef) and term.startswith(BASE) and term not in documents
    }


def test_the_closed_vocabulary_is_exactly_the_terms_of_the_ontology(graph: Graph) -> None:
    declared = {str(term) for term in own_terms(graph) if term.startswith(HS.base)}
    assert {term.value for term in HS} == declared


@pytest.mark.parametrize("name", ["SCHEMA", "PROV", "OA", "DCTERMS", "CITO", "WDT", "P", "PS"])
def test_every_foreign_term_in_use_is_declared(graph: Graph, name: str) -> None:
    declared = {str(term) for term in graph.subjects(RDF.type, None)}
    assert {term.value for term in getattr(vocabulary, name)} <= declared


def test_no_foreign_term_is_given_a_meaning_of_our_own(graph: Graph) -> None:
    for predicate in (RDFS.domain, RDFS.range, OWL.equivalentClass, OWL.equivalentProperty, SKOS.exactMatch):
        for term in graph.subjects(predicate, None):
            assert str(term).startswith(BASE), f"{term} {predicate}"


@pytest.mark.parametrize(
    "enum", [Certainty, Polarity, ClaimKind, ActorKind, LinkMethod, SpeechAct, Aspect, SourceKind]
)
def test_an_enumeration_is_exactly_its_concept_scheme(graph: Graph, enum: type[StrEnum]) -> None:
    scheme = URIRef(concept(next(iter(enum))).value.partition("#")[0])
    members = set(graph.subjects(SKOS.inScheme, scheme))
    if enum is SpeechAct:  # its top concepts are groups, and no act is reported as a group
        groups = {term for term in members if (term, SKOS.topConceptOf, scheme) in graph}
        members -= groups
        assert {graph.value(term, SKOS.broader) for term in members} == groups
    else:
        assert all((term, SKOS.topConceptOf, scheme) in graph for term in members)
    assert {str(term) for term in members} == {term.value for term in concepts(enum)}
    assert {str(graph.value(term, SKOS.notation)) for term in members} == {value.value for value in enum}


def test_every_term_has_one_english_label_a_definition_and_an_example(graph: Graph) -> None:
    for term in own_terms(graph):
        for predicate in (RDFS.label, SKOS.definition, SKOS.example):
            (text,) = graph.objects(term, predicate)
            assert isinstance(text, Literal), f"{term} {predicate}"
            assert text.language == "en", f"{term} {predicate}"
            assert str(text) == str(text).strip() != "", f"{term} {predicate}"
        assert str(graph.value(term, SKOS.definition)).endswith("."), term
        assert graph.value(term, RDFS.isDefinedBy) == IRI, term


def test_no_two_terms_of_a_kind_have_the_same_definition(graph: Graph) -> None:
    seen: dict[str, URIRef] = {}
    for term in sorted(own_terms(graph)):
        text = str(graph.value(term, SKOS.definition))
        if (term, RDF.type, SKOS.ConceptScheme) not in graph:
            assert seen.setdefault(text, term) == term


def test_names_follow_their_kind(graph: Graph) -> None:
    kinds = {
        OWL.Class: r"[A-Z][A-Za-z0-9]*",
        OWL.ObjectProperty: r"[a-z][A-Za-z0-9]*",
        OWL.DatatypeProperty: r"[a-z][A-Za-z0-9]*",
        SKOS.Concept: r"[a-z]+(-[a-z]+)*",
    }
    for term in own_terms(graph):
        for kind, pattern in kinds.items():
            if (term, RDF.type, kind) in graph:
                assert re.fullmatch(pattern, term.partition("#")[2]), term
                label = str(graph.value(term, RDFS.label))
                spoken = re.sub(r"(?<=[a-z])(?=[A-Z])|-", " ", term.partition("#")[2]).lower()
                assert re.sub("-(?!256)", " ", label).lower() in (spoken, SPOKEN_OTHERWISE.get(term)), term


def test_every_class_is_placed_under_a_class_of_schema_prov_or_skos_or_of_our_own(graph: Graph) -> None:
    rootless = {
        term
        for term in own_terms(graph)
        if (term, RDF.type, OWL.Class) in graph
        and not set(graph.objects(term, RDFS.subClassOf))
        and not set(graph.objects(term, OWL.equivalentClass))
    }
    # A mention is typed as a Web Annotation selector itself, where it is a single stretch.
    assert rootless == {URIRef(HS.Mention.value)}


def test_the_ontology_says_who_made_it_when_under_which_licence_and_in_which_version(graph: Graph) -> None:
    for predicate in (
        *(DCTERMS.title, DCTERMS.abstract, DCTERMS.description, DCTERMS.creator, DCTERMS.publisher),
        *(DCTERMS.created, DCTERMS.modified, DCTERMS.bibliographicCitation, DCTERMS.language, RDFS.comment),
        *(BIBO.status, VANN.preferredNamespacePrefix),
    ):
        assert graph.value(IRI, predicate), predicate
    assert graph.value(IRI, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert str(graph.value(IRI, VANN.preferredNamespaceUri)) == HS.base
    version = str(graph.value(IRI, OWL.versionInfo))
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert graph.value(IRI, OWL.versionIRI) == URIRef(f"{IRI}/{version}")
    assert version in str(graph.value(IRI, DCTERMS.bibliographicCitation))
    changes = (Path(__file__).parent.parent.parent / "ontology" / "README.md").read_text(encoding="utf-8")
    assert f"### {version}" in changes
