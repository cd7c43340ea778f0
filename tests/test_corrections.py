"""What people correct in a claim: only words of the article, nearest to the claim, or it is a problem."""

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records_by_hand import ARTICLE, at, extraction

from ingest import grounding
from ingest.corrections import correct
from ingest.judgements import Aspect, Judgement, Judgements
from ingest.model import Certainty, ClaimKind, Marker, Polarity
from ingest.rdf import graph

FOUND = extraction()
NAMES = graph.iris(FOUND)
SPEAKERS = ["Ada Holm", "engineers", "the operator", "Telegram", "The pier", "Daily Beacon"]


def judged(claim, aspect, value, number=0):
    subject = NAMES[claim].value if claim in NAMES else claim
    return Judgement(f"2026-11-22T10:00:{number:02}Z", "Ada", subject, aspect, value)


def corrected(*judgements):
    return correct(FOUND, Judgements(judgements), NAMES)


def one(aspect, value, claim="c1"):
    result = corrected(judged(claim, aspect, value))
    assert result.problems == ()
    (found,) = result.claims
    return found


def the(claim):
    return next(each for each in FOUND.claims if each.id == claim)


def test_without_judgements_nothing_is_corrected():
    assert corrected() == dataclasses.replace(corrected(), claims=(), problems=(), overruling=(), agreed=())


def test_a_certainty_without_words_keeps_those_of_the_machine_unless_there_is_no_hedge_left():
    assert one(Aspect.CERTAINTY, "probable").certainty is Certainty.PROBABLE
    assert one(Aspect.CERTAINTY, "probable").cues == the("c1").cues
    assert one(Aspect.CERTAINTY, "certain").cues == ()


def test_a_certainty_may_name_the_words_that_show_it():
    assert one(Aspect.CERTAINTY, "unknown: had told").cues == (Marker("certainty", (at("had told"),)),)


def test_a_polarity_is_the_innermost_links():
    claim = one(Aspect.POLARITY, "negated: stays", "c2")
    assert claim.polarity is Polarity.NEGATED
    assert [link.polarity for link in claim.chain[:-1]] == [Polarity.AFFIRMED]
    assert claim.cues == (Marker("polarity", (at("stays"),)),)


def test_a_wording_is_the_nearest_place_and_its_topics_are_those_named_there():
    claim = one(Aspect.WORDING, "the pier could be unsafe. “It", "c1")
    assert claim.occurrences == ((at("the pier could be unsafe. “It"),),)
    assert one(Aspect.WORDING, "pier opened", "c3").about == ()
    assert one(Aspect.WORDING, "🚢 The pier opened", "c3").about == ("m3",)


def test_words_are_found_in_any_white_space_and_only_as_whole_words():
    text = dataclasses.replace(ARTICLE, body=ARTICLE.body.replace("be unsafe", "be\n  unsafe"))
    assert corrected(judged("c1", Aspect.WORDING, "he oper")).problems, "in “the operator”"
    found = dataclasses.replace(FOUND, article=text, claims=FOUND.claims[:1], mentions=())
    names = graph.iris(found)
    judgement = Judgement("2026-11-22T10:00:00Z", "Ada", names["c1"].value, Aspect.WORDING, "could be unsafe")
    (claim,) = correct(found, Judgements([judgement]), names).claims
    assert claim.occurrences[0][0].of(text.text) == "could be\n  unsafe"


def test_of_two_places_the_nearest_to_the_claim_is_taken():
    assert one(Aspect.WORDING, "pier", "c3").occurrences == ((at("pier", nth=2),),)
    assert one(Aspect.WORDING, "pier", "c1").occurrences == ((at("pier"),),)


def test_another_speaker_is_the_innermost_one_with_its_nearest_words_and_no_role_of_the_other():
    claim = one(Aspect.SPEAKER, "the operator")
    assert [link.name for link in claim.chain] == ["Daily Beacon", "Ada Holm", "the operator"]
    assert claim.chain[-1].spans == (at("the operator"),)
    assert claim.chain[-1].unnamed
    assert claim.chain[-1].cue == the("c1").chain[-1].cue


def test_a_speaker_may_be_named_by_iri():
    assert one(Aspect.SPEAKER, NAMES["a1"].value, "c2").chain[-1].name == "Ada Holm"


def test_who_speaks_already_is_no_correction():
    result = corrected(judged("c1", Aspect.SPEAKER, "ENGINEERS"))
    assert (result.claims, result.overruling, result.problems) == ((), (), ())
    assert [each.value for each in result.agreed] == ["ENGINEERS"]


def test_the_articles_own_voice_gets_a_speaker_and_loses_one():
    spoken = one(Aspect.SPEAKER, "Ada Holm", "c3")
    assert (spoken.kind, [link.actor for link in spoken.chain]) == (ClaimKind.INDIRECT, ["a0", "a1"])
    own = one(Aspect.SPEAKER, "Daily Beacon", "c1")
    assert (own.kind, [link.actor for link in own.chain]) == (ClaimKind.OWN_VOICE, ["a0"])
    assert own.certainty is Certainty.POSSIBLE


def test_a_speaker_whom_the_machine_had_not_found_must_be_named_in_the_text():
    result = corrected(judged("c1", Aspect.SPEAKER, "the mayor"))
    (actor,), (mention,) = result.actors, result.mentions
    assert (actor.name, mention.span, mention.actor) == ("The mayor", at("The mayor"), actor.id)
    assert result.claims[0].chain[-1].spans == (at("The mayor"),)


def test_a_speaker_who_is_not_in_the_text_is_a_problem_and_changes_nothing():
    result = corrected(judged("c1", Aspect.SPEAKER, "Rolf Berg"))
    assert result.claims == result.actors == result.overruling == ()
    (problem,) = result.problems
    assert "Rolf Berg" in problem.message
    assert problem.origin.file == NAMES["c1"].value
    assert not problem.fatal


def test_what_can_be_applied_is_applied_beside_what_cannot():
    result = corrected(
        judged("c1", Aspect.SPEAKER, "Rolf Berg"), judged("c1", Aspect.CERTAINTY, "probable", 1)
    )
    assert [claim.certainty for claim in result.claims] == [Certainty.PROBABLE]
    assert [each.aspect for each in result.overruling] == [Aspect.CERTAINTY]
    assert len(result.problems) == 1


def test_a_rejected_claim_stands_for_nothing_whatever_else_was_corrected():
    result = corrected(judged("c1", Aspect.CLAIM, "rejected"), judged("c1", Aspect.CERTAINTY, "probable", 1))
    assert (result.claims, result.rejected) == ((), {"c1"})
    assert [each.value for each in result.overruling] == ["rejected"]


def test_an_accepted_claim_stays_as_it_is():
    result = corrected(judged("c1", Aspect.CLAIM, "accepted"))
    assert (result.claims, result.overruling, len(result.agreed)) == ((), (), 1)


@pytest.mark.parametrize("words", ["", " ", "(", "[a-z]+", "\\", "*" * 50, "x" * 10_000])
def test_hostile_words_are_words_and_no_pattern(words):
    assert corrected(judged("c1", Aspect.WORDING, words)).problems


def test_different_changes_have_different_iris_and_the_same_the_same():
    values = [
        (Aspect.CERTAINTY, "probable"),
        (Aspect.CERTAINTY, "unknown"),
        (Aspect.SPEAKER, "the operator"),
        (Aspect.WORDING, "could be unsafe"),
    ]
    iris = {corrected(judged("c1", *each)).iris["c1"] for each in values}
    assert len(iris) == len(values)
    assert NAMES["c1"] not in iris
    assert iris == {corrected(judged("c1", *each, 30)).iris["c1"] for each in values}


WORDS = st.sampled_from(sorted(set(ARTICLE.text.split())))
VALUES = {
    Aspect.CERTAINTY: st.sampled_from(["certain", "probable", "possible: could", "unknown: nowhere"]),
    Aspect.POLARITY: st.sampled_from(["affirmed", "negated", "negated: stays", "perhaps"]),
    Aspect.WORDING: st.lists(WORDS, min_size=1, max_size=2).map(" ".join),
    Aspect.SPEAKER: st.one_of(st.sampled_from(SPEAKERS), WORDS),
    Aspect.CLAIM: st.sampled_from(["accepted", "rejected"]),
}
HISTORY = st.lists(
    st.sampled_from(list(VALUES)).flatmap(
        lambda aspect: st.builds(judged, st.sampled_from(["c1", "c2", "c3"]), st.just(aspect), VALUES[aspect])
    ),
    max_size=6,
)


@given(HISTORY)
def test_whatever_is_judged_the_corrected_records_are_grounded_and_everything_is_told(history):
    judgements = Judgements(history)
    result = correct(FOUND, judgements, NAMES)
    changed = {claim.id: claim for claim in result.claims}
    whole = dataclasses.replace(
        FOUND,
        claims=tuple(changed.get(claim.id, claim) for claim in FOUND.claims),
        actors=FOUND.actors + result.actors,
        mentions=FOUND.mentions + result.mentions,
    )
    grounding.check(whole)
    assert set(result.iris) == set(changed) | {actor.id for actor in result.actors}
    told = len(result.agreed) + len(result.overruling) + len(result.problems)
    silent = [each for each in judgements.current if _of_a_rejected(each, result)]
    assert told + len(silent) == len(judgements.current)


def _of_a_rejected(judgement, result):
    rejected = {NAMES[claim].value for claim in result.rejected}
    return judgement.subject in rejected and judgement.aspect is not Aspect.CLAIM


def test_aspects_are_applied_in_one_order_whatever_order_they_came_in():
    edits = [
        judged("c1", Aspect.WORDING, "could be unsafe"),
        judged("c1", Aspect.SPEAKER, "the operator", 1),
        judged("c1", Aspect.CERTAINTY, "unknown", 2),
    ]
    results = {
        (corrected(*order).claims, corrected(*order).iris["c1"]) for order in itertools.permutations(edits)
    }
    assert len(results) == 1
