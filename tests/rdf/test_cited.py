"""Which link of a chain cites what: by its own words, and for nobody else's claim."""

import dataclasses

import pytest
from records_by_hand import ARTICLE, LINKS, RUN, at, extraction

from ingest import validate
from ingest.errors import GroundingError
from ingest.model import TextLevel
from ingest.rdf import graph, iri
from ingest.rdf.cited import cited
from ingest.rdf.vocabulary import CITO, HS, OA, RDF, SCHEMA
from ingest.sources import LinkedSource, SourceKind, Standing

POST, PAGE = "https://t.me/holm/7", "https://example.org/report"


def linked(words, url=POST, standing=Standing.LINK):
    span = at(words)
    return LinkedSource(span.start, span.end, url, SourceKind.POST, standing)


def built(*sources, level=TextLevel.QUOTES):
    article = dataclasses.replace(ARTICLE, sources=tuple(sorted(sources)))
    return graph.build(extraction(article), LINKS, RUN, level)


@pytest.mark.parametrize(
    ("source", "citing"),
    [
        (linked("on Telegram"), {("c1", 1)}),  # the medium's words
        (linked("wrote"), {("c1", 1)}),  # the cue
        (linked("The mayor"), {("c1", 1)}),  # the role
        (linked("engineers"), {("c1", 2)}),
        (linked("the pier"), {("c1", 2)}),  # the content is the innermost link's
        (linked("It is safe"), {("c2", 1)}),
        (linked("opened in 1962"), {("c3", 0)}),
        (linked("wrote on Telegram that engineers"), {("c1", 1), ("c1", 2)}),
        (linked("that"), set()),
        (linked("wrote on Telegram that", standing=Standing.EMBED), {("c1", 1)}),
        (linked("wrote on Telegram that", PAGE, Standing.EMBED), set()),  # no post of that platform
        (linked("told her the pier could", standing=Standing.EMBED), set()),
    ],
)
def test_a_link_cites_what_its_own_words_link_to(source, citing):
    found = {
        (claim.id, depth)
        for claim in extraction().claims
        for depth in range(len(claim.chain))
        if cited(claim, depth, (source,)) == [source.url]
    }
    assert found == citing


def test_what_is_linked_is_known_by_its_address_and_hangs_on_mentions_and_attributions():
    found = built(
        linked("on Telegram"), linked("opened in 1962", PAGE), linked("It is safe", standing=Standing.EMBED)
    )
    assert validate.validate_by_reference(found.quads).conforms
    node = iri.source(found.article, POST)
    assert {(quad.predicate, quad.object.value) for quad in found.graph if quad.subject == node} == {
        (RDF.type, HS.Source.value),
        (SCHEMA.url, POST),
        (HS.host, "t.me"),
        (HS.sourceKind, "https://w3id.org/hearsay/source-kind#post"),
    }
    to = {(quad.predicate, quad.subject) for quad in found.graph if quad.object == node}
    assert {predicate for predicate, _ in to} == {HS.linksTo, HS.followedBy, CITO.cites}
    assert len(to) == 3


def test_an_own_voice_that_cites_is_not_shared_with_other_claims():
    plain, citing = built(), built(linked("opened in 1962"))
    own = {quad.object for quad in plain.graph if quad.predicate == HS.next}
    (link,) = {quad.subject for quad in citing.graph if quad.predicate == CITO.cites}
    assert link not in own
    assert own <= {quad.subject for quad in citing.graph}


def test_an_article_without_links_has_no_trace_of_them():
    assert not {quad.predicate for quad in built().graph} & {
        HS.linksTo,
        HS.followedBy,
        HS.sourceKind,
        CITO.cites,
    }


def test_at_the_text_level_none_the_address_stays_and_the_words_go():
    found = built(linked("on Telegram"), level=TextLevel.NONE)
    assert validate.validate(found.quads, text_level=TextLevel.NONE).conforms
    assert {quad.object.value for quad in found.graph if quad.predicate == SCHEMA.url} == {POST, ARTICLE.url}
    assert not [quad for quad in found.graph if quad.predicate == OA.exact]


def test_two_places_that_link_to_one_page_link_to_one_source():
    found = built(linked("on Telegram"), linked("engineers"))
    assert len([quad for quad in found.graph if quad.object == HS.Source]) == 3  # and outlet and medium
    assert len([quad for quad in found.graph if quad.predicate == HS.linksTo]) == 2


def test_a_link_beyond_the_text_goes_no_further():
    beyond = LinkedSource(0, len(ARTICLE.text) + 1, POST)
    with pytest.raises(GroundingError, match=r"link to https://t\.me/holm/7"):
        built(beyond)
