"""Records that a store keeps: read back, they give the same graphs to the byte."""

import dataclasses

import pytest
import small_world as world
from records_by_hand import ARTICLE, LINKS, RUN, extraction

from ingest.errors import HearsayError
from ingest.model import Proposal, TextLevel
from ingest.rdf import graph
from ingest.records.kept import Kept, from_bytes, has_sources, to_bytes
from ingest.sources import LinkedSource, SourceKind

PROPOSALS = (Proposal("a1", "Q42", "Ada Holm", "mayor", 0.31), Proposal("a5", "Q7", "Pier", "", 0.1))


def kept(article=ARTICLE):
    return Kept(extraction(article), RUN, TextLevel.NONE, LINKS, PROPOSALS)


@pytest.mark.parametrize(
    "article",
    [
        ARTICLE,
        dataclasses.replace(ARTICLE, lead=ARTICLE.body, body="More of it."),
        dataclasses.replace(ARTICLE, title=ARTICLE.title + ". " + ARTICLE.body, body=""),
        dataclasses.replace(ARTICLE, url=None, date=None, publisher=None, authors=("Ada Holm", "B")),
        dataclasses.replace(ARTICLE, sources=(LinkedSource(3, 8, "https://t.me/a/7", SourceKind.POST),)),
    ],
    ids=["plain", "with a lead", "headline alone", "bare", "linking"],
)
def test_what_is_read_back_is_what_was_written(article):
    assert from_bytes(to_bytes(kept(article)), article.text) == kept(article)
    assert has_sources(to_bytes(kept(article))) == bool(article.sources)


def test_a_name_is_not_taken_for_links():
    assert not has_sources(to_bytes(kept(dataclasses.replace(ARTICLE, authors=('"sources":',)))))


@pytest.mark.parametrize("draft", world.drafts(), ids=lambda draft: draft.article.title)
def test_graphs_from_records_read_back_are_the_same(draft):
    written = Kept(draft.extraction(), RUN, TextLevel.QUOTES, tuple(draft.links), ())
    read = from_bytes(to_bytes(written), draft.article.text)
    assert graph.build(read.extraction, read.links, read.run) == draft.graphs()


def test_a_medium_keeps_its_actor_where_two_have_one_name():
    found = extraction()
    twin = dataclasses.replace(found.actors[2], id="a9")
    claims = tuple(
        dataclasses.replace(
            claim,
            chain=tuple(
                dataclasses.replace(link, medium=dataclasses.replace(link.medium, actor="a9"))
                if link.medium
                else link
                for link in claim.chain
            ),
        )
        for claim in found.claims
    )
    twins = dataclasses.replace(found, claims=claims, actors=(*found.actors, twin))
    written = dataclasses.replace(kept(), extraction=twins)
    assert from_bytes(to_bytes(written), ARTICLE.text) == written


def test_the_articles_words_are_not_in_the_record():
    content = to_bytes(kept()).decode()
    assert "unsafe" not in content
    assert "The pier opened" not in content


def test_a_record_of_another_version_says_what_to_do():
    other = to_bytes(kept()).replace(b'"version":1', b'"version":2')
    with pytest.raises(HearsayError, match="version 2") as raised:
        from_bytes(other, ARTICLE.text)
    assert "Ingest" in raised.value.cure
    with pytest.raises(HearsayError, match="no JSON"):
        from_bytes(b"{", ARTICLE.text)
