"""What the article relays without saying from whom."""

import pytest

from ingest.extract.hearsay import tag_hearsay
from ingest.extract.lexicon import english
from ingest.extract.sentences import sentences


def tagged(text):
    (sentence,) = sentences(text, english())
    return [
        (" … ".join(s.of(text) for s in t.content), " ".join(s.of(text) for s in t.cue), t.act.value)
        for t in tag_hearsay(sentence, english())
    ]


@pytest.mark.parametrize(
    ("text", "content", "cue", "act"),
    [
        ("The driver reportedly stole 300 cars.", "The driver … stole 300 cars", "reportedly", "report"),
        ("Allegedly, the driver stole 300 cars.", "the driver stole 300 cars", "Allegedly", "allege"),
        ("The dam was reportedly built in 1962.", "The dam was … built in 1962", "reportedly", "report"),
        (
            "Two men were charged with stealing cars.",
            "Two men … with stealing cars",
            "were charged",
            "accuse",
        ),
        ("The king was rumoured to be ill.", "The king … to be ill", "was rumoured", "report"),
        (
            "Police closed the road, and the driver reportedly escaped on foot.",
            "the driver … escaped on foot",
            "reportedly",
            "report",
        ),
    ],
)
def test_hearsay_is_an_attribution_without_a_source(text, content, cue, act):
    assert tagged(text) == [(content, cue, act)]


@pytest.mark.parametrize(
    "text",
    [
        "Police found the allegedly stolen car.",
        "The driver, who allegedly stole 300 cars, left.",
        "The driver was charged with murder.",
        "The driver was not charged with stealing cars.",
        "The phone was charged with a cable.",
    ],
)
def test_a_part_of_a_noun_phrase_or_a_bare_charge_is_none(text):
    assert tagged(text) == []


def test_the_speaker_is_unnamed_and_the_rest_of_the_sentence_is_the_articles(claims):
    found = claims("Police closed the road at noon, and the driver reportedly escaped Varnholm on foot.")
    assert [(f.wording, f.speakers, f.certainty) for f in found] == [
        ("Police closed the road at noon", (), "certain"),
        ("the driver … escaped Varnholm on foot", ("unnamed source",), "certain"),
    ]
