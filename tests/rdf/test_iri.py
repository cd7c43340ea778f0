import base64
import dataclasses
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from records_by_hand import ARTICLE, extraction

from ingest.model import Span
from ingest.rdf import iri

texts = st.text(st.characters(exclude_categories=("Cs",)))


@given(st.lists(texts, max_size=4), st.lists(texts, max_size=4))
def test_only_equal_parts_give_equal_digests(one, other):
    assert (iri.digest(*one) == iri.digest(*other)) == (one == other)


@given(st.lists(texts, min_size=1, max_size=4))
def test_a_digest_needs_no_escaping(parts):
    assert set(iri.digest(*parts)) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_an_article_is_its_url_and_not_its_text():
    corrected = dataclasses.replace(ARTICLE, body="Other words.")
    assert iri.article(ARTICLE) == iri.article(corrected)
    assert iri.article(dataclasses.replace(ARTICLE, url=None)) != iri.article(
        dataclasses.replace(corrected, url=None)
    )


def test_an_article_cannot_take_the_iri_of_another_by_its_url():
    victim = iri.article(ARTICLE)
    assert iri.article(dataclasses.replace(ARTICLE, url=victim.value)) != victim
    assert iri.article_at(victim.value) == victim
    assert iri.article_at(ARTICLE.url) == victim


def test_a_typo_corrected_elsewhere_does_not_remint_a_claim():
    longer = dataclasses.replace(ARTICLE, title="Pier may well be unsafe")
    for article in (ARTICLE, longer):
        assert "The pier opened in 1962" in article.text
    node = iri.article(ARTICLE)
    before = iri.claims(node, extraction(ARTICLE).claims, ARTICLE.text)
    after = iri.claims(node, extraction(longer).claims, longer.text)
    assert before == after


def test_the_same_wording_in_the_same_chain_is_numbered():
    claim = extraction().claims[2]
    twice = (claim, dataclasses.replace(claim, id="again"))
    found = iri.claims(iri.article(ARTICLE), twice, ARTICLE.text)
    assert found["c3"] != found["again"]


def test_the_wording_digest_ignores_case_quotation_marks_and_outer_punctuation():
    assert iri.wording_digest("“The pier is unsafe.”") == iri.wording_digest("the pier is  unsafe")
    assert iri.wording_digest("the pier is unsafe") != iri.wording_digest("the pier is not unsafe")


def test_mentions_of_the_same_characters_are_one_node():
    version = NamedNode("https://example.org/v")
    assert iri.mention(version, (Span(1, 23),)) == iri.mention(version, (Span(1, 23),))
    assert iri.mention(version, (Span(1, 2), Span(3, 4))) != iri.mention(version, (Span(1, 2), Span(3, 5)))


@pytest.mark.parametrize("bad", ["q42", "Q0", "Q", "Q42>", "Q42 ", "P31", "Q４２", "Q42\n", "Q1234567890123"])
def test_only_a_qid_becomes_a_wikidata_iri(bad):
    with pytest.raises(ValueError, match="QID"):
        iri.entity(bad)


@given(st.lists(texts))
def test_a_digest_is_the_first_160_bits_in_lower_case_base_32(parts):
    joined = b"".join(b"%d:%s," % (len(raw), raw) for raw in (part.encode() for part in parts))
    expected = base64.b32encode(hashlib.sha256(joined).digest()[:20]).decode().lower()
    assert iri.digest(*parts) == expected
