"""What becomes of attributions that encoder and rules both, or one of them, found."""

from __future__ import annotations

import pytest

from ingest.extract.blending import UNSURE, blend
from ingest.extract.dressing import claim_content, claim_source, dress, free_parts, nested
from ingest.extract.encoder.joining import Joined
from ingest.extract.lexicon import english
from ingest.extract.sentences import sentences
from ingest.extract.tagging import Tagged
from ingest.model import Span, Spans, SpeechAct

TEXT = "Roe said the dam was safe on Monday. Poe denied it."


def at(exact: str, text: str = TEXT) -> Spans:
    start = text.index(exact)
    return (Span(start, start + len(exact)),)


def tagged(source: str, cue: str, content: str, confidence: float = 0.8, *, claim: bool = True) -> Tagged:
    return Tagged(at(source), at(cue), at(content), SpeechAct.SAY, confidence=confidence, claim=claim)


def test_the_encoder_decides_where_a_content_ends() -> None:
    (one,) = blend(
        [tagged("Roe", "said", "the dam was safe")],
        [tagged("Roe", "said", "the dam was safe on Monday")],
        TEXT,
        0,
    )
    assert one.content == at("the dam was safe")


def test_an_unsure_encoder_leaves_it_to_the_rules() -> None:
    unsure = tagged("Roe", "said", "the dam", confidence=UNSURE / 2)
    (one,) = blend([unsure], [tagged("Roe", "said", "the dam was safe")], TEXT, 0)
    assert one.content == at("the dam was safe")


def test_what_the_encoder_does_not_see_is_dropped_outside_contents() -> None:
    assert blend([], [tagged("Poe", "denied", "it")], TEXT, 0) == []


def test_rules_speak_for_a_headline_in_which_the_encoder_is_silent() -> None:
    rule = tagged("Roe", "said", "the dam was safe")
    assert blend([], [rule], TEXT, title_end=30) == [rule]


def test_an_attribution_inside_a_content_is_kept() -> None:
    outer = tagged("Roe", "said", "the dam was safe on Monday. Poe denied it")
    inner = tagged("Poe", "denied", "it")
    assert blend([outer], [inner], TEXT, 0) == [outer, inner]


def test_hearsay_without_a_source_is_kept() -> None:
    rule = Tagged((), at("denied"), at("it"), SpeechAct.REPORT)
    assert blend([tagged("Roe", "said", "the dam was safe")], [rule], TEXT, 0)[1] == rule


def test_what_is_no_claim_blocks_nothing() -> None:
    assert blend([tagged("Roe", "said", "the dam", claim=False)], [], TEXT, 0) == []


def joined(text: str, source: str, cue: str, content: str) -> Joined:
    return Joined(at(source, text) if source else (), at(cue, text), at(content, text), (0.9, 0.9, 0.9, 0.9))


def dressed(text: str, source: str, cue: str, content: str) -> Tagged:
    return dress(joined(text, source, cue, content), (), text, english(), 0.8, headline=False)


def test_that_and_closing_commas_are_no_part_of_a_claim() -> None:
    text = "Roe, the engineer, said that the dam was safe, on Monday."
    one = dressed(text, "Roe, the engineer,", "said", "that the dam was safe,")
    assert one.source == at("Roe, the engineer", text)
    assert one.content == at("the dam was safe", text)
    assert one.complementiser == at("that", text)[0]


def test_a_content_of_that_alone_is_left_as_it_is() -> None:
    assert claim_content(at("that", "He said that."), "He said that.") == (at("that", "He said that."), None)
    assert claim_source(at(",", "a , b"), "a , b") == ()


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "claim"),
    [
        ("Roe said it rained.", "Roe", "said", "it rained", True),
        ("Roe discussed the dam.", "Roe", "discussed", "the dam", False),
        ("Roe announced the closure of two mines.", "Roe", "announced", "the closure of two mines", True),
        ("Roe promised to close the mine.", "Roe", "promised", "to close the mine", True),
        ("Boats are required to carry lights.", "", "are required", "to carry lights", False),
        ("I think it rained.", "I", "think", "it rained", False),
        ("Roe did not say that it rained.", "Roe", "did not say", "that it rained", False),
    ],
)
def test_only_propositions_become_claims(
    text: str, source: str, cue: str, content: str, *, claim: bool
) -> None:
    assert dressed(text, source, cue, content).claim is claim


def test_inside_contents_only_confident_speech_is_trusted() -> None:
    said = dressed("Poe said it rained.", "Poe", "said", "it rained")
    hoped = dressed("Poe believes it rained.", "Poe", "believes", "it rained")
    assert nested(said)
    assert not nested(hoped)


def test_free_parts_are_what_no_attribution_takes_of_the_sentence() -> None:
    text = "In Oslo, Roe told Reuters on Monday that it rained. It was cold."
    found = sentences(text, english())
    one = joined(text, "Roe", "told", "that it rained")
    (parts,) = free_parts(found, [one], text)
    assert [span.of(text) for span in parts] == ["In Oslo, ", " Reuters on Monday "]
