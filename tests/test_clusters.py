"""Who may be one person across articles: never by a name alone, never against what the articles say."""

import dataclasses
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records_by_hand import ARTICLE, LINKS, extraction
from test_pipeline import ByHand

from ingest import pipeline
from ingest.clusters import Appearance, appearances, propose
from ingest.judgements import WITHDRAWN, Aspect, Judgements
from ingest.link import Snapshot
from ingest.link.names import key
from ingest.model import Actor, ActorKind
from ingest.rdf import graph
from ingest.settings import Settings
from ingest.store import open_store

WHEN = "2026-11-22T10:00:00Z"


def someone(number, roles=(), outlet="", entities=(), name="Boris Rozhin", article=None, identity=None):
    return Appearance(
        f"actor/{number}",
        f"article/{number if article is None else article}",
        name,
        {key(role): role for role in roles},
        outlet,
        frozenset(entities),
        identity,
    )


def clusters(*found):
    """Return the groups that are proposed, by the numbers of their members."""
    groups = {}
    for each in propose(found, WHEN, "Ada"):
        groups.setdefault(each.value, set()).add(int(each.subject.partition("/")[2]))
    return groups


def test_one_role_in_two_articles_is_one_person():
    found = clusters(
        someone(1, ["military correspondent"], "a.example"),
        someone(2, ["the Military Correspondent"], "b.example"),
    )
    assert found == {"Boris Rozhin (military correspondent)": {1, 2}}


def test_a_role_in_more_words_is_the_same_role():
    assert list(clusters(someone(1, ["correspondent"]), someone(2, ["military correspondent"])).values()) == [
        {1, 2}
    ]


def test_a_full_name_alone_is_never_enough():
    assert clusters(someone(1), someone(2)) == {}
    assert clusters(someone(1, outlet="a.example"), someone(2, outlet="b.example")) == {}
    assert clusters(someone(1, ["mayor"]), someone(2, outlet="b.example")) == {}


def test_different_roles_keep_namesakes_apart_even_in_one_outlet():
    assert clusters(someone(1, ["mayor"], "a.example"), someone(2, ["goalkeeper"], "a.example")) == {}


def test_an_outlet_that_names_somebody_again_without_a_role_means_the_same():
    assert clusters(someone(1, outlet="a.example"), someone(2, outlet="a.example")) == {
        "Boris Rozhin (a.example)": {1, 2}
    }


def test_two_entities_in_common_are_enough_and_one_is_not():
    assert clusters(someone(1, entities=["Q1", "Q2"]), someone(2, entities=["Q1", "Q2", "Q3"]))
    assert not clusters(someone(1, entities=["Q1"]), someone(2, entities=["Q1", "Q3"]))


def test_who_could_be_either_of_two_is_said_to_be_neither():
    mayors = [someone(1, ["mayor"], "a.example"), someone(2, ["mayor"], "b.example")]
    keepers = [someone(3, ["goalkeeper"], "a.example"), someone(4, ["goalkeeper"], "c.example")]
    assert clusters(*mayors, *keepers, someone(5, outlet="a.example")) == {
        "Boris Rozhin (mayor)": {1, 2},
        "Boris Rozhin (goalkeeper)": {3, 4},
    }


def test_who_has_no_role_goes_with_the_one_he_is_near_to():
    found = clusters(someone(1, ["mayor"], "a.example"), someone(2, outlet="a.example"))
    assert found == {"Boris Rozhin (mayor)": {1, 2}}


def test_an_article_that_tells_two_namesakes_apart_is_believed():
    assert (
        clusters(someone(1, ["mayor"], article=7), someone(2, ["mayor"], article=7), someone(3, ["mayor"]))
        == {}
    )


def test_a_cluster_that_people_made_is_extended_under_its_name():
    known = someone(1, ["mayor"], identity="Boris Rozhin of Perm")
    assert clusters(known, someone(2, ["mayor"])) == {"Boris Rozhin of Perm": {2}}
    other = someone(3, ["mayor"], identity="Boris Rozhin of Omsk")
    assert clusters(known, other, someone(2, ["mayor"])) == {}


def test_titles_are_no_part_of_a_name():
    assert list(
        clusters(someone(1, ["mayor"], name="Mayor Ada Holm"), someone(2, ["mayor"], name="Ada Holm"))
    ) == ["Ada Holm (mayor)"]


def test_the_reason_says_on_what_it_rests():
    (first, _) = propose([someone(1, ["mayor"]), someone(2, ["mayor"])], WHEN, "Ada")
    assert first.why == "One full name and the role “mayor” in 2 articles."
    assert (first.when, first.who, first.aspect) == (WHEN, "Ada", Aspect.IDENTITY)


@pytest.mark.parametrize(
    "name", ["Rozhin", "Mr Rozhin", "President Macron", "B. Rozhin", "J. K.", "NATO", "…", "3 4"]
)
def test_a_surname_or_bare_name_appears_nowhere(name):
    found = dataclasses.replace(extraction(), actors=(Actor("a1", name, ActorKind.PERSON),))
    iris = {"a1": graph.iris(extraction())["a1"]}
    assert list(appearances("article/1", found, (), iris)) == []


def test_who_is_linked_is_not_clustered():
    linked = [dataclasses.replace(link, qid="Q1") if link.actor == "a1" else link for link in LINKS]
    iris = graph.iris(extraction())
    assert list(appearances("article/1", extraction(), linked, iris)) == []
    (ada,) = appearances("article/1", extraction(), LINKS, iris)
    assert (ada.name, list(ada.roles.values()), ada.outlet) == ("Ada Holm", ["mayor"], ARTICLE.host)
    assert ada.entities == {"Q15616276"}


PEOPLE = st.lists(
    st.builds(
        dict,
        roles=st.lists(st.sampled_from(["mayor", "goalkeeper", "mayor of Perm"]), max_size=2),
        outlet=st.sampled_from(["", "a.example", "b.example"]),
        entities=st.lists(st.sampled_from(["Q1", "Q2", "Q3"]), max_size=3),
        name=st.sampled_from(["Boris Rozhin", "Ada Holm"]),
        article=st.integers(0, 5),
        identity=st.sampled_from([None, None, "Boris", "Bo"]),
    ),
    max_size=7,
)


@given(PEOPLE, st.randoms())
def test_the_order_of_the_articles_tells_nothing_and_nobody_is_two(people, chance: random.Random):
    found = [
        dataclasses.replace(person, identity=person.identity and f"{person.identity} {person.name}")
        for person in (someone(number, **each) for number, each in enumerate(people))
    ]
    shuffled = list(found)
    chance.shuffle(shuffled)
    proposed = propose(found, WHEN, "Ada")
    assert propose(shuffled, WHEN, "Ada") == proposed
    assert len({each.subject for each in proposed}) == len(proposed)
    by_actor = {each.actor: each for each in found}
    for name, group in itertools.groupby(
        sorted(proposed, key=lambda each: each.value), lambda each: each.value
    ):
        members = [by_actor[each.subject] for each in group]
        assert len({each.name for each in members}) == 1, name
        assert len({each.article for each in members}) == len(members)


def test_a_store_proposes_and_what_was_taken_up_can_be_taken_back(tmp_path):
    other = dataclasses.replace(ARTICLE, url="https://other.example.org/pier")
    with Snapshot.open() as snapshot, open_store(tmp_path / "s", mode="write", create=True) as store:
        tools = pipeline.Tools(ByHand(), snapshot, Settings())
        list(pipeline.ingest([ARTICLE, other], store, tools))
        before = sorted(map(str, store.quads()))
        proposed = pipeline.cluster(store, Judgements(), WHEN, "Ada")
        assert [each.value for each in proposed] == ["Ada Holm (mayor)"] * 2
        assert sum(each.links for each in pipeline.judge(store, Judgements(proposed))) == 2
        assert pipeline.cluster(store, Judgements(proposed), WHEN, "Ada") == ()
        back = [dataclasses.replace(each, value=WITHDRAWN) for each in proposed]
        list(pipeline.judge(store, Judgements([*proposed, *back])))
        assert sorted(map(str, store.quads())) == before
