"""Which sentences count as assertions in the article's own voice."""

import pytest


@pytest.mark.parametrize(
    "sentence",
    [
        "The city in the Donetsk region is currently under the control of Kiev.",
        "The dam near Varnholm was built in 1962 by a Swiss company.",
        "More than 4,000 people left the valley during the last week.",
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
        "The driver allegedly stole 300 cars from the Varnholm depot that Monday night.",
        "The dam near Varnholm was reportedly built in 1962 by a Swiss company.",
        "Click here to read more about the dam near Varnholm in our newsletter.",
    ],
)
def test_questions_advice_hearsay_and_scenery_are_none(claims, sentence):
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
