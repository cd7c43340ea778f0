"""The figures on single aspects of a claim: what is counted, over what, and as what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks import aspects
from benchmarks.agreement import agreement, as_claims, first_choices
from benchmarks.aspects import Reference, Speakers, link_pairs, scored, speakers
from benchmarks.confusion import Confusion
from benchmarks.gold import GoldArticle, GoldClaim, GoldLink, find
from benchmarks.report import report
from benchmarks.scoring import Score, align, match
from ingest.model import (
    Article,
    Certainty,
    Claim,
    ClaimKind,
    Medium,
    Polarity,
    Relation,
    RelationType,
    Span,
    Spans,
    SpeechAct,
)

ARTICLE = Article(
    title="Ferry stuck",
    body="The harbour master, Liv Dahl, told Dock Radio that officials fear the ferry may sink. "
    "She said it is old. The master denies the ferry is old. It carries 300 people.",
)
TEXT = ARTICLE.text


def at(words: str) -> Spans:
    return (find(words, TEXT, Span(0, len(TEXT))),)


def link(
    names: str, source: str, act: SpeechAct, *, unnamed: bool = False, medium: str | None = None
) -> GoldLink:
    return GoldLink(
        names=tuple(names.split("|")) if names else (),
        unnamed=unnamed,
        source=at(source) if source else (),
        cue=(),
        act=act,
        media=(medium,),
    )


def claim(number: int, words: str, *chain: GoldLink) -> GoldClaim:
    return GoldClaim(
        id=str(number),
        places=(at(words),),
        also=(),
        kind=ClaimKind.INDIRECT if chain else ClaimKind.OWN_VOICE,
        certainties=(Certainty.CERTAIN,),
        polarities=(Polarity.AFFIRMED,),
        chain=chain,
        markers=(),
        relations=(),
    )


DAHL = link("Liv Dahl", "The harbour master, Liv Dahl", SpeechAct.TELL, medium="Dock Radio")
GOLD = GoldArticle(
    "ferry",
    ARTICLE,
    (
        replace(
            claim(
                *(1, "the ferry may sink", DAHL),
                link("officials", "officials", SpeechAct.FEAR, unnamed=True),
            ),
            certainties=(Certainty.POSSIBLE, Certainty.UNKNOWN),
        ),
        claim(2, "it is old", link("Liv Dahl", "She", SpeechAct.SAY)),
        replace(
            claim(3, "the ferry is old", link("Liv Dahl", "The master", SpeechAct.DENY)),
            polarities=(Polarity.NEGATED,),
            relations=((RelationType.DISPUTES, "2"),),
        ),
        claim(4, "It carries 300 people"),
    ),
)
RIGHT = as_claims(GOLD)


def but(number: int, changed: Claim) -> tuple[Claim, ...]:
    """All claims right, but one changed."""
    return tuple(changed if index == number - 1 else one for index, one in enumerate(RIGHT))


def with_link(number: int, position: int, **changes: object) -> tuple[Claim, ...]:
    chain = list(RIGHT[number - 1].chain)
    chain[position] = replace(chain[position], **changes)  # type: ignore[arg-type]
    return but(number, replace(RIGHT[number - 1], chain=tuple(chain)))


def of(found: tuple[Claim, ...], reference: Reference) -> Speakers:
    return speakers(pair for pair in link_pairs([scored(GOLD, found)]) if pair.reference is reference)


def test_an_annotation_taken_for_an_extraction_is_right_throughout() -> None:
    assert match(GOLD.claims, RIGHT, TEXT).score == Score(4, 4, 4)
    one = [scored(GOLD, RIGHT)]
    assert speakers(link_pairs(one)) == Speakers(links=4, worded=4, exact=4, relaxed=4, missing=0)
    assert aspects.certainty(one).macro_f1 == aspects.polarity(one).macro_f1 == 1
    assert aspects.media(link_pairs(one)) == Score(1, 1, 1)
    assert aspects.own_voice(one) == aspects.relations(one) == Score(1, 1, 1)


@pytest.mark.parametrize(
    ("names", "source", "unnamed", "reference"),
    [
        ("Liv Dahl", "The harbour master, Liv Dahl", False, Reference.NAME),
        ("Liv Dahl", "The master", False, Reference.SHORT),
        ("Captain Liv Dahl|Liv Dahl", "The harbour master, Liv Dahl", False, Reference.NAME),
        ("Liv Dahl", "She", False, Reference.PRONOUN),
        ("officials", "officials", True, Reference.UNNAMED),
        ("Liv Dahl", "", False, Reference.SILENT),
    ],
)
def test_how_a_speaker_is_referred_to(names: str, source: str, unnamed: bool, reference: Reference) -> None:
    assert aspects.reference(link(names, source, SpeechAct.SAY, unnamed=unnamed), TEXT) is reference


def test_a_wrong_speaker_counts_where_its_kind_of_reference_does() -> None:
    found = with_link(2, 1, name="Dock Radio")
    assert of(found, Reference.PRONOUN) == Speakers(links=1, worded=1, exact=0, relaxed=0, missing=0)
    assert of(found, Reference.NAME).exact == 1


def test_a_short_name_is_right_relaxed_only() -> None:
    assert of(with_link(2, 1, name="Dahl"), Reference.PRONOUN) == Speakers(1, 1, 0, 1, 0)


def test_a_claim_whose_wording_is_not_found_counts_for_all_speakers_alone() -> None:
    found = but(2, replace(RIGHT[1], occurrences=(at("She"),)))
    assert of(found, Reference.PRONOUN) == Speakers(links=1, worded=0, exact=0, relaxed=0, missing=0)


def test_a_missing_outer_link_leaves_the_inner_one_right() -> None:
    voice, _, officials = RIGHT[0].chain
    found = but(1, replace(RIGHT[0], chain=(voice, officials)))
    assert of(found, Reference.UNNAMED).exact == 1
    assert of(found, Reference.NAME) == Speakers(links=1, worded=1, exact=0, relaxed=0, missing=1)


def test_links_too_many_are_no_other_links_speaker() -> None:
    voice, dahl = RIGHT[1].chain
    found = but(2, replace(RIGHT[1], chain=(voice, replace(dahl, name="Dock Radio"), dahl)))
    assert of(found, Reference.PRONOUN).exact == 1


def test_a_claim_in_own_voice_instead_of_a_speakers_has_no_link() -> None:
    found = but(2, replace(RIGHT[1], chain=RIGHT[1].chain[:1]))
    assert of(found, Reference.PRONOUN).missing == 1
    assert aspects.own_voice([scored(GOLD, found)]) == Score(gold=1, found=2, right=1)


def test_a_value_that_the_gold_accepts_counts_as_the_golds() -> None:
    found = with_link(1, 2, certainty=Certainty.UNKNOWN)
    confusion = aspects.certainty([scored(GOLD, found)])
    assert confusion.counts == {
        (Certainty.UNKNOWN, Certainty.UNKNOWN): 1,
        (Certainty.CERTAIN, Certainty.CERTAIN): 3,
    }


def test_a_wrong_value_stands_in_the_golds_row() -> None:
    confusion = aspects.certainty([scored(GOLD, with_link(1, 2, certainty=Certainty.CERTAIN))])
    assert confusion.counts[Certainty.POSSIBLE, Certainty.CERTAIN] == 1
    assert confusion.classes == (Certainty.CERTAIN, Certainty.POSSIBLE)


def test_a_medium_missed_and_one_invented() -> None:
    missed = with_link(1, 1, medium=None)
    assert aspects.media(link_pairs([scored(GOLD, missed)])) == Score(1, 0, 0)
    invented = with_link(2, 1, medium=Medium("Telegram", (), ""))
    assert aspects.media(link_pairs([scored(GOLD, invented)])) == Score(1, 2, 1)


def test_a_medium_that_the_gold_leaves_open_is_right_either_way() -> None:
    chain = (replace(GOLD.claims[1].chain[0], media=("Dock Radio", None)),)
    open_to_both = replace(GOLD, claims=(replace(GOLD.claims[1], chain=chain),))
    told = with_link(2, 1, medium=Medium("Dock Radio", (), ""))
    assert aspects.media(link_pairs([scored(open_to_both, told)])) == Score(1, 1, 1)
    assert aspects.media(link_pairs([scored(open_to_both, RIGHT)])) == Score(0, 0, 0)


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        ((Relation(RelationType.DISPUTES, "2", ()),), Score(1, 1, 1)),
        ((Relation(RelationType.SUPPORTS, "2", ()),), Score(1, 1, 0)),
        ((Relation(RelationType.DISPUTES, "1", ()),), Score(1, 1, 0)),
        ((), Score(1, 0, 0)),
    ],
)
def test_a_relation_is_right_in_type_and_ends(relations: tuple[Relation, ...], expected: Score) -> None:
    assert aspects.relations([scored(GOLD, but(3, replace(RIGHT[2], relations=relations)))]) == expected


def test_claims_are_aligned_by_wording_with_the_one_that_differs_least() -> None:
    other = replace(RIGHT[1], chain=RIGHT[2].chain)
    assert align(GOLD.claims[1:2], [other, RIGHT[1]], TEXT) == ((0, 1),)
    assert align(GOLD.claims[1:2], [other], TEXT) == ((0, 0),)
    assert align(GOLD.claims[1:2], [RIGHT[0]], TEXT) == ()


def test_figures_by_depth_add_up() -> None:
    found = but(2, replace(RIGHT[1], chain=RIGHT[0].chain))
    matching = match(GOLD.claims, found, TEXT)
    depths = (range(0, 1), range(1, 2), range(2, 3))
    assert [aspects.at_depth(GOLD, found, matching, depth) for depth in depths] == [
        Score(1, 1, 1),
        Score(2, 1, 1),
        Score(1, 2, 1),
    ]


def test_macro_f1_and_kappa_as_reckoned_by_hand() -> None:
    yes, no = Polarity.AFFIRMED, Polarity.NEGATED
    pairs = [(yes, yes)] * 20 + [(yes, no)] * 5 + [(no, yes)] * 10 + [(no, no)] * 15
    confusion = Confusion(pairs, Polarity)
    assert confusion.kappa == pytest.approx(0.4)
    assert confusion.macro_f1 == pytest.approx((40 / 55 + 30 / 45) / 2)
    assert (confusion.items, confusion.right) == (50, 35)


def test_a_class_found_that_the_gold_has_not_lowers_the_mean() -> None:
    confusion = Confusion(
        [(Certainty.CERTAIN, Certainty.CERTAIN), (Certainty.CERTAIN, Certainty.POSSIBLE)], Certainty
    )
    assert confusion.macro_f1 == pytest.approx((2 / 3 + 0) / 2)


def test_classes_of_claims_that_were_not_found_are_shown() -> None:
    confusion = Confusion([(Certainty.CERTAIN, Certainty.CERTAIN)], Certainty)
    lines = list(confusion.table({Certainty.CERTAIN: 4, Certainty.UNKNOWN: 2}))
    assert [line.split() for line in lines[1:]] == [["certain", "1", "1.00", "4"], ["unknown", "-", "-", "2"]]


def test_nothing_to_confuse_is_no_error() -> None:
    assert (Confusion([], Certainty).macro_f1, Confusion([], Certainty).kappa) == (1, 1)


def test_the_report_states_its_figures() -> None:
    lines = list(report([GOLD], [with_link(2, 1, name="Dahl")]))
    (total,) = (line for line in lines if line.startswith("total"))
    assert total.split()[1:] == ["4", "4", "0.75", "0.75", "0.75", "1.00", "1.00", "1.00"]
    assert "  accuracy, exact: 0.75 (3 of 4) where the wording was found, 0.75 (3 of 4) of all" in lines
    assert any(line.startswith("certainty, where the wording was found: macro-F1 1.00") for line in lines)
    assert "relations: precision 1.00 (1 of 1), recall 1.00 (1 of 1)" in lines


def test_agreement_forgives_what_one_pass_accepts_and_says_by_how_much() -> None:
    other = replace(GOLD.claims[0], certainties=(Certainty.UNKNOWN,))
    second = replace(GOLD, claims=(other, *GOLD.claims[1:]))
    lines = list(agreement([GOLD], [second], [GOLD]))
    assert any(line.split()[-2:] == ["1.00", "1.00"] for line in lines if "accepted values" in line)
    assert any(line.split()[-2:] == ["0.75", "0.75"] for line in lines if "all claims, first" in line)
    assert first_choices(GOLD).claims[0].certainties == (Certainty.POSSIBLE,)
