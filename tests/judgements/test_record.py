"""What holds when all judgements are read in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judgements.samples import ACTOR, CLAIM, OTHER, judged

from ingest.judgements import NIL, WITHDRAWN, Aspect, Judgements


def test_nothing_is_judged_where_nobody_judged():
    none = Judgements()
    assert none.entity(ACTOR, "Kiev") is None
    assert none.identity(ACTOR) is None
    assert none.excluded(ACTOR, "Kiev") == frozenset()
    assert none.claim(CLAIM) == {}
    assert none.all == none.current == ()


def test_the_later_judgement_wins_and_the_earlier_stays_in_the_history():
    first, second = judged(value="Q1"), judged(value="Q2", when="2020-01-01T00:00:00Z")
    held = Judgements([first, second])
    assert held.entity(ACTOR, "") == second  # later in the file, whatever the clock said
    assert held.all == (first, second)
    assert held.current == (second,)


def test_a_withdrawal_leaves_what_nobody_judged():
    held = Judgements([judged(value="Q1"), judged(value=WITHDRAWN)])
    assert held.entity(ACTOR, "") is None
    assert held.current == ()


def test_one_can_judge_again_after_a_withdrawal():
    again = judged(value="Q3")
    assert Judgements([judged(), judged(value=WITHDRAWN), again]).entity(ACTOR, "") == again


def test_what_is_judged_of_the_actor_wins_over_its_name_in_either_order():
    of_name, of_actor = judged("name:Kiev", value="Q1899"), judged(value="Q2")
    for history in ([of_name, of_actor], [of_actor, of_name]):
        held = Judgements(history)
        assert held.entity(ACTOR, "Kiev") == of_actor
        assert held.entity(OTHER, "KIEV ") == of_name
        assert held.entity(OTHER, "Kyiv") is None


def test_an_actor_that_is_not_the_entity_of_its_name_is_not_given_it():
    held = Judgements([judged("name:Moscow", value="Q649"), judged(ACTOR, Aspect.NOT, "Q649")])
    assert held.entity(ACTOR, "Moscow") is None
    assert held.entity(OTHER, "Moscow").value == "Q649"


def test_an_actor_may_be_what_its_name_never_is():
    held = Judgements([judged("name:Moscow", Aspect.NOT, "Q649"), judged(ACTOR, value="Q649")])
    assert held.entity(ACTOR, "Moscow").value == "Q649"
    assert held.excluded(ACTOR, "Moscow") == frozenset()
    assert held.excluded(OTHER, "Moscow") == {"Q649"}


def test_exclusions_add_up_and_are_withdrawn_together():
    several = [judged(aspect=Aspect.NOT, value=value) for value in ("Q1", "Q2")]
    of_name = judged("name:Ada", Aspect.NOT, "Q3")
    assert Judgements([*several, of_name]).excluded(ACTOR, "Ada") == {"Q1", "Q2", "Q3"}
    withdrawn = judged(aspect=Aspect.NOT, value=WITHDRAWN)
    assert Judgements([*several, of_name, withdrawn]).excluded(ACTOR, "Ada") == {"Q3"}


@pytest.mark.parametrize("last", [Aspect.ENTITY, Aspect.NOT])
def test_it_is_this_one_and_never_this_one_end_each_other(last):
    first = Aspect.NOT if last is Aspect.ENTITY else Aspect.ENTITY
    held = Judgements([judged(aspect=first), judged(aspect=last)])
    assert [each.aspect for each in held.current] == [last]


def test_nil_ends_no_exclusion():
    held = Judgements([judged(aspect=Aspect.NOT, value="Q1"), judged(value=NIL)])
    assert held.entity(ACTOR, "").value == NIL
    assert held.excluded(ACTOR, "") == {"Q1"}


def test_an_identity_is_of_the_actor_alone():
    held = Judgements([judged(aspect=Aspect.IDENTITY, value="Ada Holm, mayor")])
    assert held.identity(ACTOR).value == "Ada Holm, mayor"
    assert held.identity(OTHER) is None


def test_a_claim_s_judgements_are_told_apart_by_aspect():
    verdict = judged(CLAIM, Aspect.CLAIM, "accepted")
    hedge = judged(CLAIM, Aspect.CERTAINTY, "possible: reportedly, it seems")
    held = Judgements([verdict, judged(CLAIM, Aspect.CERTAINTY, "probable"), hedge])
    assert held.claim(CLAIM) == {Aspect.CLAIM: verdict, Aspect.CERTAINTY: hedge}
    assert (hedge.word, hedge.marker) == ("possible", "reportedly, it seems")
    assert (verdict.word, verdict.marker) == ("accepted", "")


SUBJECTS = st.sampled_from([ACTOR, OTHER, "name:Kiev", "name:kiev"])
LINKING = st.builds(
    judged,
    subject=SUBJECTS,
    aspect=st.sampled_from([Aspect.ENTITY, Aspect.NOT]),
    value=st.sampled_from(["Q1", "Q2", WITHDRAWN]),
)


@given(st.lists(LINKING, max_size=12))
def test_those_in_force_say_the_same_as_the_whole_history(history):
    held = Judgements(history)
    again = Judgements(held.current)
    for actor in (ACTOR, OTHER):
        assert again.entity(actor, "Kiev") == held.entity(actor, "Kiev")
        assert again.excluded(actor, "Kiev") == held.excluded(actor, "Kiev")


@given(st.lists(LINKING, max_size=12), SUBJECTS)
def test_withdrawing_is_as_if_the_subject_s_aspect_had_never_been_judged(history, subject):
    withdrawn = Judgements([*history, *(judged(subject, each, WITHDRAWN) for each in Aspect)])
    assert all(each.key[0] != judged(subject).key[0] for each in withdrawn.current)


@given(st.lists(LINKING, max_size=12))
def test_an_entity_is_never_one_that_is_excluded(history):
    held = Judgements(history)
    for actor in (ACTOR, OTHER):
        entity = held.entity(actor, "Kiev")
        assert entity is None or entity.value not in held.excluded(actor, "Kiev")
