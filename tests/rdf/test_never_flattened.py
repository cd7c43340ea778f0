"""Rule 1 of the model: nothing that an article merely relays is a plain fact, in no graph and no union."""

import dataclasses

import pytest
import small_world
from pyoxigraph import Literal, NamedNode
from records_by_hand import ARTICLE, LINKS, RUN, extraction

from ingest import judging
from ingest.model import LinkMethod, TextLevel
from ingest.rdf import graph, iri, tombstone
from ingest.rdf.vocabulary import CITO, HS, PROV, RDF, RDFS, SCHEMA, WIKIDATA
from ingest.records.kept import Kept

OF_ACTORS = {RDF.type, SCHEMA.name, HS.actorKind, HS.host, SCHEMA.sameAs}
OF_ENTITIES = {RDFS.label}
KINDS_OF_ACTORS = {HS.Actor, HS.Source, HS.UnnamedActor}
OF_PAGES = {RDF.type, SCHEMA.url, HS.host, HS.sourceKind}
KNOWN_OURSELVES = {
    SCHEMA.publisher,
    SCHEMA.author,
    SCHEMA.appearance,
    SCHEMA.about,
    PROV.wasGeneratedBy,
    SCHEMA.sameAs,
}
"""What may point from one thing to another, because we know or decided it and no article says it."""


@pytest.fixture(scope="module")
def union():
    """All graphs of several articles at every text level, links and judgements of every kind, tombstones."""
    links = (
        *LINKS[:1],
        dataclasses.replace(
            LINKS[1], qid="Q1", score=0.5, method=LinkMethod.CONTEXT, referent="Q2", label="x"
        ),
        *LINKS[2:],
    )
    quads = set()
    for number, level in enumerate(TextLevel):
        article = dataclasses.replace(
            ARTICLE, url=f"https://dailybeacon.example.org/{number}", authors=("Ada Holm",)
        )
        found = graph.build(extraction(article), links, RUN, level)
        quads.update(found.quads)
        quads.update(
            tombstone.superseded(found.version, "0" * 64, graph.date_time("2024-01-01"), NamedNode("urn:v"))
        )
    for draft in small_world.drafts():
        kept = Kept(draft.extraction(), RUN, TextLevel.QUOTES, tuple(draft.links), ())
        quads.update(judging.apply(kept, small_world.judgements()).graphs.quads)
    return quads


def test_an_actor_has_a_name_a_kind_and_no_other_property(union):
    actors = {quad.subject for quad in union if quad.predicate == RDF.type and quad.object == HS.Actor}
    assert len(actors) > 6
    assert {quad.predicate for quad in union if quad.subject in actors} <= OF_ACTORS
    types = {quad.object for quad in union if quad.subject in actors and quad.predicate == RDF.type}
    assert types <= KINDS_OF_ACTORS


def test_what_is_linked_has_an_address_and_nobody_it_is_said_to_be_of(union):
    sources = {quad.subject for quad in union if quad.predicate == RDF.type and quad.object == HS.Source}
    actors = {quad.subject for quad in union if quad.predicate == HS.actorKind}
    pages = sources - actors
    assert len(pages) == 4
    assert {quad.predicate for quad in union if quad.subject in pages} == OF_PAGES
    by = {quad.subject for quad in union if quad.object in pages}
    records = {quad.subject for quad in union if quad.object in (HS.Attribution, HS.Mention)}
    assert by <= records
    assert {quad.predicate for quad in union if quad.object in pages} == {
        *(CITO.cites, HS.linksTo, HS.followedBy)
    }


def test_a_wikidata_entity_has_a_label_and_no_other_property(union):
    about = {quad.predicate for quad in union if str(quad.subject.value).startswith(WIKIDATA)}
    assert about == OF_ENTITIES


def test_no_shortcut_states_who_is_behind_something(union):
    shortcuts = {"wasAttributedTo", "hadPrimarySource", "wasQuotedFrom", "wasDerivedFrom", "wasInfluencedBy"}
    assert not [quad for quad in union if quad.predicate.value.rpartition("#")[2] in shortcuts]


def test_actors_and_entities_are_pointed_to_by_records_of_attribution_and_by_what_we_know(union):
    typed = {}
    for quad in union:
        if quad.predicate == RDF.type:
            typed.setdefault(quad.subject, set()).add(quad.object)
    actors = {node for node, kinds in typed.items() if kinds & KINDS_OF_ACTORS}
    for quad in union:
        to_entity = isinstance(quad.object, NamedNode) and quad.object.value.startswith(WIKIDATA)
        if (quad.object in actors or to_entity) and quad.predicate not in KNOWN_OURSELVES:
            assert typed[quad.subject] & {HS.Attribution, HS.Mention, HS.Link, HS.Judgement}, quad


def test_relations_between_claims_hang_on_an_attribution(union):
    attributions = {quad.subject for quad in union if quad.object == HS.Attribution}
    relations = {CITO.disputes, CITO.supports, CITO.corrects, CITO.reviews, HS.repeats}
    found = [quad.subject for quad in union if quad.predicate in relations]
    assert found
    assert set(found) <= attributions


def test_what_a_claim_says_is_text_topic_and_place_and_nothing_else(union):
    claims = {quad.subject for quad in union if quad.predicate == RDF.type and quad.object == HS.Claim}
    assert {quad.predicate for quad in union if quad.subject in claims} <= {
        *(RDF.type, SCHEMA.appearance, SCHEMA.text, SCHEMA.about),
        *(HS.kind, HS.confidence, HS.wordingDigest, HS.wording, HS.repeatedAt, HS.attribution),
        HS.correctionOf,
    }


def test_a_role_is_a_place_in_the_text_and_never_a_value(union):
    roles = [quad.object for quad in union if quad.predicate == HS.role]
    mentions = {quad.subject for quad in union if quad.object == HS.Mention}
    assert roles
    assert not any(isinstance(role, Literal) for role in roles)
    assert set(roles) <= mentions


def test_nothing_is_stated_about_statements(union):
    reified = {"Statement", "subject", "object", "reifies"}
    assert not [quad for quad in union if quad.predicate.value.rpartition("#")[2] in reified]
    assert not [quad for quad in union if str(quad.object).endswith("#Statement>")]


def test_what_wikidata_says_of_an_entity_stands_in_the_graph_of_enrichment_alone(union):
    """Its facts are Wikidata's; a claim that an article relays never becomes one of them."""
    facts = set(small_world.enrichment())
    assert {quad.graph_name for quad in facts} == {iri.ENRICHMENT}
    told = {quad.predicate for quad in union}
    assert not told & {quad.predicate for quad in facts} - {RDFS.label}
