"""What kind of thing an item is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.link.entity import KINDS as LINKED
from ingest.wikidata.kinds import DEFAULT_KINDS, INTERNAL, KINDS, ROOTS, Kinds


def kind(types: list[str], **above: list[str]) -> str:
    return Kinds(lambda qid: above.get(qid, [])).of(types)


def test_the_kinds_are_those_of_a_snapshot() -> None:
    assert set(KINDS) == set(LINKED)
    assert set(DEFAULT_KINDS) == set(LINKED) - {"other"}


def test_no_class_is_the_root_of_two_kinds() -> None:
    roots = [root for each in ROOTS.values() for root in each]
    assert len(roots) == len(set(roots))


def test_the_nearest_root_counts_whichever_branch_it_is_on() -> None:
    # a news agency (media) is a business (organisation), and both are organisations
    assert kind(["Q1"], Q1=["Q2", "Q192283"], Q2=["Q43229"]) == "media"
    assert kind(["Q1"], Q1=["Q2", "Q43229"], Q2=["Q192283"]) == "organisation"


def test_the_nearest_of_all_types_counts() -> None:
    assert kind(["Q1", "Q515"], Q1=["Q6256"]) == "place-city"


def test_at_the_same_distance_the_order_of_the_kinds_decides_and_not_that_of_the_types() -> None:
    assert kind(["Q43229", "Q41176"]) == kind(["Q41176", "Q43229"]) == "organisation"
    assert kind(["Q515", "Q6256"]) == kind(["Q6256", "Q515"]) == "place-country"


def test_circles_end() -> None:
    assert kind(["Q1"], Q1=["Q2"], Q2=["Q3", "Q1"], Q3=["Q1"]) == "other"
    assert kind(["Q1"], Q1=["Q1", "Q2"], Q2=["Q1", "Q5"]) == "person"


def test_what_is_of_no_class_is_other() -> None:
    assert kind([]) == kind(["Q999999"]) == "other"


def test_wikimedia_s_own_pages_are_told_apart() -> None:
    assert kind(["Q4167410"]) == INTERNAL
    assert kind(["Q1"], Q1=["Q4167836"]) == INTERNAL


@given(
    st.dictionaries(
        st.sampled_from("Q11 Q12 Q13 Q5 Q515 Q43229".split()),
        st.lists(st.sampled_from("Q11 Q12 Q13 Q5 Q515 Q43229".split())),
    )
)
def test_any_hierarchy_gives_a_kind_and_memory_changes_none(above: dict[str, list[str]]) -> None:
    remembering = Kinds(lambda qid: above.get(qid, []))
    for qid in ("Q11", "Q12", "Q13", "Q11"):
        assert remembering.of([qid]) == kind([qid], **above)
        assert remembering.of([qid]) in (*KINDS, INTERNAL)


def test_a_club_is_known_by_the_classes_above_its_own_and_circles_end() -> None:
    above = {"Q476028": ["Q847017"], "Q2": ["Q3"], "Q3": ["Q2"]}
    kinds = Kinds(lambda qid: above.get(qid, []))
    assert kinds.is_club(["Q43229", "Q476028"])
    assert kinds.is_club(["Q12973014"])
    assert not kinds.is_club(["Q2", "Q43229"])
    assert not kinds.is_club([])
