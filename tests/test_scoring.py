"""The chain-exact scorer: what it counts as right, what as wrong, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.gold import GoldClaim, GoldLink, find
from benchmarks.scoring import Score, bare, faults, match, total, trimmed
from ingest.model import Attribution, Certainty, Claim, ClaimKind, Medium, Polarity, Span, Spans, SpeechAct

TEXT = "“The dam leaks,” two engineers told the Daily Beacon. Two engineers familiar with the dam said so."


def at(*wordings: str) -> Spans:
    return tuple(Span(TEXT.index(words), TEXT.index(words) + len(words)) for words in wordings)


GOLD = GoldClaim(
    id="1",
    places=(at("“The dam leaks,”"),),
    also=(),
    kind=ClaimKind.DIRECT,
    certainties=(Certainty.CERTAIN,),
    polarities=(Polarity.AFFIRMED,),
    chain=(
        GoldLink(
            names=("two engineers familiar with the dam",),
            unnamed=True,
            source=at("two engineers"),
            cue=at("told"),
            act=SpeechAct.TELL,
            media=("Daily Beacon",),
        ),
    ),
    markers=(),
    relations=(),
)
VOICE = Attribution("a0", "example.org", SpeechAct.ASSERT)
ENGINEERS = Attribution(
    *("a1", "Two engineers familiar with the dam", SpeechAct.TELL),
    spans=at("two engineers"),
    medium=Medium("the Daily Beacon", at("the Daily Beacon"), "a2"),
    unnamed=True,
)
RIGHT = Claim("c1", GOLD.places, ClaimKind.DIRECT, (VOICE, ENGINEERS))


def with_link(claim: Claim = RIGHT, **changes: object) -> Claim:
    return replace(claim, chain=(VOICE, replace(ENGINEERS, **changes)))  # type: ignore[arg-type]


def test_a_claim_with_the_same_words_and_chain_is_right() -> None:
    assert faults(GOLD, RIGHT, TEXT) == ()


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (replace(RIGHT, occurrences=(at("dam"),)), "content"),
        (replace(RIGHT, chain=(VOICE,)), "chain"),
        (replace(RIGHT, chain=(VOICE, ENGINEERS, ENGINEERS)), "chain"),
        (with_link(name="Daily Beacon"), "speaker 1"),
        (with_link(medium=None), "medium 1"),
        (with_link(medium=Medium("Telegram", (), "a2")), "medium 1"),
        (with_link(certainty=Certainty.POSSIBLE), "certainty"),
        (with_link(polarity=Polarity.NEGATED), "polarity"),
    ],
)
@pytest.mark.parametrize("relaxed", [False, True])
def test_each_fault_is_named_however_strict(found: Claim, fault: str, relaxed: bool) -> None:
    assert faults(GOLD, found, TEXT, relaxed=relaxed) == (fault,)


@pytest.mark.parametrize(
    "found",
    [
        replace(RIGHT, occurrences=(at("The dam leaks"),)),
        replace(RIGHT, occurrences=(at("dam leaks"),)),
        with_link(name="two engineers"),
        with_link(medium=Medium("Daily Beacon newspaper", (), "a2")),
    ],
)
def test_a_relaxed_comparison_overlooks_edges_and_longer_or_shorter_names(found: Claim) -> None:
    assert faults(GOLD, found, TEXT) != ()
    assert faults(GOLD, found, TEXT, relaxed=True) == ()


def test_a_name_within_a_word_is_not_a_shorter_form() -> None:
    assert faults(GOLD, with_link(name="engine"), TEXT, relaxed=True) == ("speaker 1",)


def test_a_medium_where_the_gold_has_none_is_wrong() -> None:
    silent = replace(GOLD, chain=(replace(GOLD.chain[0], media=(None,)),))
    assert faults(silent, RIGHT, TEXT) == ("medium 1",)
    assert faults(silent, with_link(medium=None), TEXT) == ()


def test_a_speaker_without_words_is_any_unnamed_one() -> None:
    wordless = replace(GOLD, chain=(replace(GOLD.chain[0], names=()),))
    assert faults(wordless, RIGHT, TEXT) == ()
    assert faults(wordless, with_link(unnamed=False), TEXT) == ("speaker 1",)


def test_the_same_claim_twice_counts_once() -> None:
    matching = match([GOLD], [RIGHT, RIGHT], TEXT)
    assert matching.pairs == ((0, 0),)
    assert matching.spurious == (1,)
    assert matching.score == Score(gold=1, found=2, right=1)


def test_precision_recall_and_their_mean() -> None:
    score = total([Score(gold=4, found=2, right=1), Score(gold=0, found=2, right=0)])
    assert (score.precision, score.recall, score.f1) == (0.25, 0.25, 0.25)
    assert (Score(0, 0, 0).precision, Score(0, 0, 0).recall, Score(0, 0, 0).f1) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("The “Asia Times”", "asia times"), ("the Peskov", "peskov"), ("Theresa", "theresa")],
)
def test_bare_names(name: str, expected: str) -> None:
    assert bare(name) == expected


def test_trimming_joins_spans_that_only_punctuation_parts() -> None:
    (whole,) = trimmed(at("“The dam", "leaks,”"), TEXT)
    assert whole.of(TEXT) == "dam leaks"


def test_trimming_nothing_but_punctuation_leaves_nothing() -> None:
    assert trimmed((Span(0, 1),), TEXT) == ()


def test_words_that_stand_twice_need_a_number() -> None:
    everything = Span(0, len(TEXT))
    with pytest.raises(ValueError, match="stands 2 times"):
        find("engineers", TEXT, everything)
    assert find(["engineers", 2], TEXT, everything).start > find(["engineers", 1], TEXT, everything).start


@pytest.mark.parametrize("words", ["engineer", "nowhere", ["engineers", 3]])
def test_words_that_are_not_there_as_whole_words_are_refused(words: str | list[object]) -> None:
    with pytest.raises(ValueError, match="times in"):
        find(words, TEXT, Span(0, len(TEXT)))
