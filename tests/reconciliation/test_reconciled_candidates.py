"""Who is proposed for a query, how high, and when that is called a match."""

from __future__ import annotations

from typing import Any

import pytest
from reconciling import Client

from ingest.link import Snapshot, link
from ingest.link.choice import THRESHOLD
from ingest.model import Actor, ActorKind, Article, Extraction, Mention, Span
from ingest.reconciliation.classes import CLASSES, OF_KIND, Class
from ingest.reconciliation.matching import reconcile
from ingest.reconciliation.requests import Query
from ingest.wikidata.kinds import Kinds


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [each["id"] for each in found]


def features(candidate: dict[str, Any]) -> dict[str, Any]:
    return {each["id"]: each["value"] for each in candidate["features"]}


def matched(found: list[dict[str, Any]]) -> list[str]:
    return [each["id"] for each in found if each["match"]]


def test_a_name_gives_its_bearers_with_what_is_known_of_them(client: Client) -> None:
    found = client.ask(query="Emmanuel Macron")
    assert ids(found) == ["Q3052772"]
    assert found[0]["name"] == "Emmanuel Macron"
    assert found[0]["description"] == "President of France since 2017"
    assert found[0]["type"] == [{"id": "Q5", "name": "human"}]
    assert matched(found) == ["Q3052772"]


def test_candidates_come_by_falling_score(client: Client) -> None:
    found = client.ask(query="Paris")
    assert ids(found) == ["Q90", "Q830149"]
    assert found[0]["score"] > found[1]["score"]
    assert sum(each["score"] for each in found) <= 100


@pytest.mark.parametrize("name", ["Paris", "Emmanuel Macron", "Georgia", "John Smith", "France"])
def test_without_more_to_go_by_scores_are_the_linker_s_and_a_match_is_what_it_links(
    world: Snapshot, name: str
) -> None:
    extraction = Extraction(
        Article(title=name, body=""),
        mentions=(Mention("m", Span(0, len(name)), ActorKind.OTHER, "a"),),
        actors=(Actor("a", name, ActorKind.OTHER),),
    )
    linking = link(extraction, world)
    found = reconcile(Query(name), world, THRESHOLD)
    assert {each.entity.qid for each in found if each.sure} <= {each.qid for each in linking.links}
    told = {each.entity.qid: round(each.chance, 2) for each in found}
    assert {each.qid: each.score for each in linking.proposals} == told


def test_fame_alone_makes_no_match_among_those_who_bear_the_name_as_well(
    client: Client, world: Snapshot
) -> None:
    for threshold in (0.0, 0.3, THRESHOLD):  # however likely the better known is
        assert not any(each.sure for each in reconcile(Query("Paris"), world, threshold))
    assert matched(client.ask(query="Paris", properties=[{"pid": "P17", "v": "France"}])) == ["Q90"]
    assert matched(client.ask(query="United States")) == ["Q30"]


def test_equal_namesakes_are_no_match(client: Client) -> None:
    found = client.ask(query="Georgia")
    assert set(ids(found)) == {"Q230", "Q1428"}
    assert matched(found) == []


def test_a_country_tells_namesakes_apart(client: Client) -> None:
    of_us = client.ask(query="Georgia", properties=[{"pid": "P17", "v": {"id": "Q30"}}])
    assert ids(of_us) == ["Q1428", "Q230"]
    assert matched(of_us) == ["Q1428"]
    assert features(of_us[0])["P17"] is True
    assert features(of_us[1])["P17"] is False


@pytest.mark.parametrize(
    "value", ["France", "french republic", "French", "Q142", {"id": "Q142"}, {"id": "Q777"}]
)
def test_a_country_may_be_named_in_many_ways(client: Client, value: object) -> None:
    (paris, texas) = client.ask(query="Paris", properties=[{"pid": "P17", "v": value}])
    assert (paris["id"], features(paris)["P17"]) == ("Q90", True)
    assert features(texas)["P17"] is False


def test_fame_never_outweighs_a_property_that_speaks_against(client: Client) -> None:
    found = client.ask(query="Paris", properties=[{"pid": "P17", "v": "USA"}])
    assert ids(found)[0] == "Q830149"
    assert "Q90" not in matched(found)
    contradicted = client.ask(query="London", properties=[{"pid": "P17", "v": "USA"}])
    assert ids(contradicted) == ["Q84"]
    assert matched(contradicted) == []
    assert contradicted[0]["score"] < client.ask(query="London")[0]["score"]


def test_a_date_tells_namesakes_apart_as_precisely_as_it_is_known(client: Client) -> None:
    for value in ("1961", 1961, "1961-03-17", "1961-03-17T00:00:00Z"):
        found = client.ask(query="John Smith", properties=[{"pid": "P569", "v": value}])
        assert ids(found) == ["Q900002", "Q900001"]
        assert [features(each)["P569"] for each in found] == [True, False]
    unread = client.ask(query="John Smith", properties=[{"pid": "P569", "v": "in spring"}])
    assert all("P569" not in features(each) for each in unread)


def test_of_several_values_one_is_enough(client: Client) -> None:
    found = client.ask(query="Georgia", properties=[{"pid": "P17", "v": ["France", {"id": "Q30"}]}])
    assert features(found[0])["P17"] is True


def test_occupation_office_and_website_count_as_well(client: Client) -> None:
    for pid, value, other in (
        ("P106", "Politician", "boxer"),
        ("P39", {"id": "Q191954"}, {"id": "Q11696"}),
    ):
        (found,) = client.ask(query="Emmanuel Macron", properties=[{"pid": pid, "v": value}])
        (wrong,) = client.ask(query="Emmanuel Macron", properties=[{"pid": pid, "v": other}])
        assert features(found)[pid] is True
        assert features(wrong)[pid] is False
        assert found["score"] > wrong["score"]
        assert not wrong["match"]
    (found,) = client.ask(query="BBC", properties=[{"pid": "P856", "v": "https://www.bbc.co.uk/news"}])
    assert features(found)["P856"] is True


def test_a_property_that_the_snapshot_lacks_counts_by_its_words(client: Client) -> None:
    plain = {each["id"]: each["score"] for each in client.ask(query="John Smith")}
    told = client.ask(query="John Smith", properties=[{"pid": "P102", "v": "Labour"}])
    assert ids(told)[0] == "Q900002"
    assert {each["id"]: each["score"] for each in told}["Q900002"] > plain["Q900002"]


def test_a_type_by_kind_or_by_class_is_a_wish_unless_it_is_strict(client: Client) -> None:
    for wanted in ("Q6256", "Q3624078"):
        assert matched(client.ask(query="France", type=wanted)) == ["Q142"]
    for wanted in ("Q5", "Q43229"):
        (found,) = client.ask(query="France", type=wanted, type_strict="should")
        assert features(found)["type"] is False
        assert not found["match"]
        assert client.ask(query="France", type=[wanted], type_strict="any") == []
    assert ids(client.ask(query="Georgia", type="Q6256", type_strict="any")) == ["Q230"]


def test_several_types_are_any_or_all(client: Client) -> None:
    assert ids(client.ask(query="Paris", type=["Q5", "Q515"], type_strict="any"))[0] == "Q90"
    assert client.ask(query="Paris", type=["Q5", "Q515"], type_strict="all") == []


def test_a_type_that_the_snapshot_cannot_tell_says_nothing(client: Client) -> None:
    (found,) = client.ask(query="United Kingdom", type="Q7270", type_strict="any")
    assert "type" not in features(found)


def test_a_class_that_hearsay_knows_a_kind_of_rules_other_kinds_out(client: Client) -> None:
    newspaper, town = "Q11032", "Q3957"  # the hierarchy of this snapshot knows neither
    (medium,) = client.ask(query="BBC", type=newspaper)
    assert "type" not in features(medium)
    (person,) = client.ask(query="Emmanuel Macron", type=newspaper)
    assert features(person)["type"] is False
    assert "type" not in features(client.ask(query="Georgia", type=town)[0])


def test_what_has_types_and_is_of_none_of_a_finer_class_is_not_of_it(client: Client) -> None:
    (found,) = client.ask(query="France", type="Q7270")
    assert features(found)["type"] is False


@pytest.mark.parametrize("each", CLASSES, ids=lambda each: each.name)
def test_a_kind_s_class_is_one_from_which_a_built_snapshot_has_that_kind(each: Class) -> None:
    (kind,) = [kind for kind, found in OF_KIND.items() if found is each] or ["other"]
    assert Kinds(lambda qid: ()).of([each.qid]) == kind


def test_a_superclass_of_a_kind_s_class_is_understood(client: Client) -> None:
    assert features(client.ask(query="Emmanuel Macron", type="Q215627")[0])["type"] is True
    assert features(client.ask(query="France", type="Q35120")[0])["type"] is True


@pytest.mark.parametrize(
    "asked", ["Q142", "http://www.wikidata.org/entity/Q142", "https://www.wikidata.org/wiki/Q777"]
)
def test_an_identifier_gives_its_entity(client: Client, asked: str) -> None:
    (found,) = client.ask(query=asked)
    assert (found["id"], found["score"], found["match"]) == ("Q142", 100, True)
    (wrong,) = client.ask(query=asked, type="Q5")
    assert not wrong["match"]


def test_an_unknown_identifier_gives_nobody(client: Client) -> None:
    assert client.ask(query="Q999999999999") == []


def test_a_web_domain_gives_its_outlet(client: Client) -> None:
    for asked in ("bbc.co.uk", "https://www.bbc.co.uk/news/1"):
        (found,) = client.ask(query=asked)
        assert (found["id"], found["match"]) == ("Q9531", True)
    (by_property,) = client.ask(properties=[{"pid": "P856", "v": "news.bbc.co.uk"}])
    assert by_property["id"] == "Q9531"


def test_a_web_domain_that_is_also_somebody_s_name_is_no_match(client: Client) -> None:
    found = client.ask(query="herald.example")
    assert [(each["id"], each["score"]) for each in found] == [("Q900005", 50), ("Q900006", 50)]
    assert matched(found) == []


def test_a_word_in_lower_case_is_proposed_and_never_matched(client: Client) -> None:
    for asked, qid in (("paris", "Q90"), ("emmanuel macron", "Q3052772"), ("bbc", "Q9531")):
        found = client.ask(query=asked)
        assert ids(found)[0] == qid
        assert matched(found) == []


def test_a_limit_is_kept(client: Client) -> None:
    assert ids(client.ask(query="Paris", limit=1)) == ["Q90"]
    assert ids(client.ask(query="Paris", limit=1.0)) == ["Q90"]
    assert len(client.ask(query="Paris", limit=10**9)) == 2


def test_a_text_too_long_for_a_name_has_no_candidates_and_harms_no_other_query(client: Client) -> None:
    assert client.ask(query="Paris " * 5000) == []


def test_a_query_is_answered_without_regard_to_the_others(client: Client) -> None:
    import json

    names = ["Paris", "France", "Georgia", "John Smith"]
    batch = {str(n): {"query": name} for n, name in enumerate(names)}
    together = client.form("results", queries=json.dumps(batch))
    assert [together[str(n)]["result"] for n in range(len(names))] == [
        client.ask(query=name) for name in names
    ]
