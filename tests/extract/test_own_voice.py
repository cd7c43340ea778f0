"""Which sentences count as assertions in the article's own voice."""

import pytest

from ingest.extract.free_clauses import free_clauses
from ingest.extract.lexicon import english
from ingest.extract.sentences import sentences
from ingest.model import Span


@pytest.mark.parametrize(
    "sentence",
    [
        "The city in the Donetsk region is currently under the control of Kiev.",
        "The dam near Varnholm was built in 1962 by a Swiss company.",
        "More than 4,000 people left the valley during the last week.",
        "The road up the valley remains closed.",
        "Those who slept were woken by the noise of the water.",
        "The company planned a number of meetings in Varnholm.",
        "The farm lies near the border with the US.",
    ],
)
def test_a_checkable_sentence_is_a_claim_of_link_zero_alone(claims, sentence):
    (found,) = claims(sentence)
    assert (found.kind, found.speakers, found.wording) == ("own-voice", (), sentence[:-1])


@pytest.mark.parametrize(
    "sentence",
    [
        "Was the dam near Varnholm really built in 1962?",
        "We saw the dam near Varnholm in the morning of that day.",
        "You should visit the dam near Varnholm before the summer ends.",
        "It was a long and quiet evening for all of them.",
        "Varnholm dam, built 1962.",
        "The mayor was not convinced by the new plan.",
        "The engineer could not be reached on Tuesday evening.",
        "The ministry did not say who had opened the gate.",
        "Click here to read more about the dam near Varnholm in our newsletter.",
    ],
)
def test_questions_advice_and_scenery_are_none(claims, sentence):
    assert claims(sentence) == []


def test_own_voice_certainty_is_its_own_hedge(claims):
    (found,) = claims("The dam near Varnholm may have been built by a Swiss company in 1962.")
    assert found.certainty == "possible"


def test_the_same_wording_in_lead_and_body_is_one_claim_in_two_places(extract):
    sentence = "The dam near Varnholm was built in 1962 by a Swiss company."
    result = extract(sentence + " Another sentence follows it here.", lead=sentence)
    own = [c for c in result.claims if c.kind.value == "own-voice" and len(c.occurrences) == 2]
    assert len(own) == 1


def test_relayed_wording_repeated_is_one_claim_and_by_another_speaker_is_not(claims):
    found = claims(
        "Anna Berg said the dam was safe. Later Anna Berg said the dam was safe. "
        "Carl Dahl said the dam was safe."
    )
    assert [(f.speakers, len(f.claim.occurrences)) for f in found] == [
        (("Anna Berg",), 2),
        (("Carl Dahl",), 1),
    ]


def test_answers_of_an_interview_are_not_the_articles_voice(claims):
    body = (
        "Nora Lind won the silver medal in Varnholm in 2012.\n\nShe met us in Oslo.\n\n"
        "We trained every day with the Gliders, and I loved it.\n\n"
        "The Gliders have never won the World Championship in Sydney.\n\nDo you miss it?\n\nI do."
    )
    assert [f.wording for f in claims(body) if not f.speakers] == [
        "Nora Lind won the silver medal in Varnholm in 2012"
    ]


def own(found):
    return [f.wording for f in found if not f.speakers]


@pytest.mark.parametrize(
    ("title", "wording"),
    [
        ("Hundreds leave valley as dam leaks", "Hundreds leave valley as dam leaks"),
        ("Fact check: No, the dam was not sold", "the dam was not sold"),
        ("Families evacuated in Varnholm; mayor says dam is safe", "Families evacuated in Varnholm"),
    ],
)
def test_a_headline_that_asserts_is_a_claim(claims, title, wording):
    assert wording in own(claims("Nothing else.", title=title))


@pytest.mark.parametrize(
    "title", ["A walk around the old harbour", "Is the dam safe?", "Woman Claims Mayor Hid Cracks in Dam"]
)
def test_a_headline_that_asserts_nothing_or_relays_is_no_claim_of_the_article(claims, title):
    assert own(claims("Nothing else.", title=title)) == []


def test_a_clause_of_its_own_before_an_attribution_is_a_claim(claims):
    found = claims("The valley was empty by midnight, and Anna Berg said that the dam was safe.")
    assert own(found) == ["The valley was empty by midnight"]


def test_what_follows_reported_words_may_belong_to_them(claims):
    assert own(claims("Anna Berg said the dam was safe, and the village was empty by midnight.")) == []


def test_a_clause_after_quoted_words_stands_by_itself():
    text = 'The letter says "the dam may be closed at any time", but no such plan has been made.'
    (sentence,) = sentences(text, english())
    ((first, end),) = free_clauses(sentence, [Span(0, text.index(", but"))], english(), opens=True)
    assert text[sentence.units[first].start : sentence.units[end - 1].end] == "no such plan has been made"


def test_captions_and_what_the_outlet_does_are_none(extract):
    result = extract(
        "The dam was pictured in 1962. Image: Anna Berg.\n\nBeacon met the mayor in Varnholm on Monday.",
        publisher="Beacon",
    )
    assert [c for c in result.claims if c.kind.value == "own-voice"] == []


def test_a_dateline_is_no_part_of_the_wording(claims):
    found = claims("Varnholm, Norway - The road up the valley remains closed.")
    assert own(found) == ["The road up the valley remains closed"]
