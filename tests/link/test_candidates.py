"""Finding who a name may mean: in every way that news writes names, and in no other."""

from __future__ import annotations

import doctest
from dataclasses import replace
from pathlib import Path

import pytest
from extraction_by_hand import build

from ingest.link import About, Entity, Position, Snapshot, compile_snapshot, dates, link, names
from ingest.link.candidates import Way, bodies, find, longer, national_team, near
from ingest.link.proposing import propose
from ingest.model import Actor, ActorKind, Article, Extraction, Mention, Span

PERSON, ORGANISATION, GROUP, PLACE, OTHER = ActorKind


def test_the_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(names).failed == doctest.testmod(dates).failed == 0


@pytest.mark.parametrize(
    ("name", "qid", "way"),
    [
        ("Kiev", "Q1899", Way.NAME),
        ("Kyiv", "Q1899", Way.NAME),
        ("Київ", "Q1899", Way.NAME),
        ("Chasov Yar", "Q2415330", Way.NAME),
        ("Chasiv Yar", "Q2415330", Way.NAME),
        ("President Emmanuel Macron's", "Q3052772", Way.NAME),
        ("Boeing Co.", "Q66", Way.NAME),
        ("Thessaloniki, Greece", "Q17151", Way.PART),
        ("Ernest Q. Rutherford", "Q9123", Way.PART),
    ],
)
def test_a_name_is_found_in_the_forms_that_news_gives_it(
    snapshot: Snapshot, name: str, qid: str, way: Way
) -> None:
    assert [found.way for found in find(name, snapshot) if found.entity.qid == qid] == [way]


@pytest.mark.parametrize("name", ["Jan Rutherford", "Anneliese Emmanuel Macron-Zwyx", "Xaver Macron"])
def test_another_first_name_is_another_person(snapshot: Snapshot, name: str) -> None:
    assert not {"Q9123", "Q3052772"} & {found.entity.qid for found in find(name, snapshot)}


@pytest.mark.parametrize(
    ("name", "qid"),
    [("Karl Otto Poehl", "Q97051"), ("Western Digtial", "Q738770"), ("Zaporozhie", "Q157835")],
)
def test_a_slip_or_another_romanisation_is_found_by_its_sound(
    snapshot: Snapshot, name: str, qid: str
) -> None:
    assert qid in {found.entity.qid for found in near(name, snapshot)}


@pytest.mark.parametrize("name", ["Zwyx Qwvrk", "IAEB", "Kie", "", "Guardian"])
def test_what_sounds_like_nothing_known_is_not_found(snapshot: Snapshot, name: str) -> None:
    assert near(name, snapshot) == ()


def test_a_slip_is_less_likely_than_the_name(snapshot: Snapshot) -> None:
    def likely(name: str) -> float:
        extraction = build(f"{name} said so.", {name: ORGANISATION})
        proposals = link(extraction, snapshot).proposals
        return max(each.score for each in proposals if each.qid == "Q738770")

    assert likely("Western Digtial") < likely("Western Digital")


def test_a_body_is_that_of_the_country_that_the_article_is_about(snapshot: Snapshot) -> None:
    states = snapshot.entity("Q30")
    assert states
    assert "Q66096" in {found.entity.qid for found in bodies("Senate", states, snapshot)}
    actors = {"Senate": ORGANISATION, "California": PLACE, "Texas": PLACE, "Chicago": PLACE}
    text = "In the United States the Senate met, with guests from California, Texas and Chicago."
    proposed = propose(build(text, actors), snapshot)["Senate"]
    assert "Q66096" in {candidate.entity.qid for candidate in proposed}
    assert all(candidate.features.longer == 0 for candidate in proposed)
    [alone] = link(build("The Senate met.", {"Senate": ORGANISATION}), snapshot).links
    assert alone.qid is None


def test_a_longer_name_is_found_by_its_beginning_only(snapshot: Snapshot) -> None:
    assert "Q266423" in {found.entity.qid for found in longer("Bristol-Myers", snapshot)}
    assert longer("Bristol-Mye", snapshot) == ()


def test_a_country_stands_for_its_team_where_the_article_is_about_football(snapshot: Snapshot) -> None:
    [team] = {found.entity.qid for found in national_team("Belgium", snapshot)}
    sport = "Belgium beat Tunisia 5-2. The striker scored twice as the FIFA football season ended."
    trade = "Belgium trades with Tunisia. Farmers in Belgium sell flowers."
    made = {
        text: link(build(text, {"Belgium": PLACE, "Tunisia": PLACE}), snapshot).links[0].qid
        for text in (sport, trade)
    }
    assert made[trade] == "Q31"
    assert made[sport] == team


def test_a_town_whose_coach_speaks_is_not_the_town(snapshot: Snapshot) -> None:
    coach = build("Seattle coach Ann Zwyx praised the pitcher after the last inning.", {"Seattle": PLACE})
    visit = build("The ship lay in Seattle for a week.", {"Seattle": PLACE})
    assert [made.qid for made in link(coach, snapshot).links] != ["Q5083"]
    assert [made.qid for made in link(visit, snapshot).links] == ["Q5083"]


def named(text: str, kinds: dict[str, ActorKind]) -> Extraction:
    """An extraction with a mention at every place of every name, and an actor a name."""
    spans = [
        (Span(at, at + len(name)), name)
        for name in kinds
        for at in range(len(text))
        if text[at:].startswith(name)
    ]
    mentions = tuple(
        Mention(f"m{n}", span, kinds[name], name) for n, (span, name) in enumerate(sorted(spans))
    )
    return Extraction(
        Article(text, ""),
        mentions=mentions,
        actors=tuple(Actor(name, name, kind) for name, kind in kinds.items()),
    )


def test_an_acronym_that_the_text_introduces_is_what_it_introduces(snapshot: Snapshot) -> None:
    text = "The Central Irrigation Alliance (CIA) opened a canal. The CIA was pleased."
    kinds = {"Central Irrigation Alliance": ORGANISATION, "CIA": ORGANISATION}
    assert [made.qid for made in link(named(text, kinds), snapshot).links] == [None, None]
    text = "The Central Intelligence Agency (CIA) opened an archive."
    kinds = {"Central Intelligence Agency": ORGANISATION, "CIA": ORGANISATION}
    assert [made.qid for made in link(named(text, kinds), snapshot).links] == ["Q37230", "Q37230"]


def test_a_first_name_is_the_one_person_of_the_article_who_bears_it(snapshot: Snapshot) -> None:
    text = "Angela Merkel came. Angela was tired."
    linked = link(named(text, {"Angela Merkel": PERSON, "Angela": PERSON}), snapshot).links
    assert [made.qid for made in linked] == ["Q567", "Q567"]
    text = "Angela Merkel met Angela Davis. Angela was tired."
    kinds = {"Angela Merkel": PERSON, "Angela Davis": PERSON, "Angela": PERSON}
    assert link(named(text, kinds), snapshot).links[2].qid is None


@pytest.mark.parametrize(
    ("text", "name", "qid"),
    [
        ("The French said so.", "French", "Q142"),
        ("Russians said so.", "Russians", "Q159"),
        ("French said so.", "French", None),
        ("Ukrainian said so.", "Ukrainian", None),
    ],
)
def test_a_people_that_speaks_is_its_country_and_an_adjective_nothing(
    snapshot: Snapshot, text: str, name: str, qid: str | None
) -> None:
    speaks, listens = build(text, {name: GROUP}, said=(name,)), build(text, {name: GROUP})
    assert [made.qid for made in link(speaks, snapshot).links] == [qid]
    assert [made.qid for made in link(listens, snapshot).links] == [None]


def test_brussels_is_the_union_where_the_article_names_it(snapshot: Snapshot) -> None:
    text = "Brussels said so. In Brussels the European Union has its seat."
    of_union = build(text, {"Brussels": PLACE, "European Union": ORGANISATION}, said=("Brussels",))
    made = {one.actor: one for one in link(of_union, snapshot, threshold=0.3).links}
    assert (made["Brussels"].qid, made["Brussels"].referent) == ("Q239", "Q458")


def test_the_white_house_that_speaks_is_the_united_states(snapshot: Snapshot) -> None:
    text = "The White House said so, American papers in the United States wrote."
    kinds = {"White House": PLACE, "United States": PLACE}
    speaks = link(build(text, kinds, said=("White House",)), snapshot).links[0]
    silent = link(build(text, kinds), snapshot).links[0]
    assert (speaks.qid, speaks.referent) == ("Q35525", "Q30")
    assert silent.referent is None


def test_nobody_is_meant_who_was_not_born_and_offices_and_deaths_count(tmp_path: Path) -> None:
    def person(qid: str, **facts: object) -> Entity:
        return Entity(qid, "Ann Zwyx", (), "person", None, "politician", "", 0.6, **facts)  # type: ignore[arg-type]

    entities = (
        person("Q1", born="2015-03"),
        person("Q2", born="1960", positions=(Position("Q9", "2010", "2030-01-01"),)),
        person("Q3", born="1890", died="1950-05-01"),
        person("Q4", born="1961"),
    )
    compile_snapshot(
        tmp_path / "s.sqlite", entities, about=About("2026-11-22", ("by hand",), "CC0-1.0", ("en",))
    )
    speaks = build("Ann Zwyx said so.", {"Ann Zwyx": PERSON}, said=("Ann Zwyx",))
    dated = replace(speaks, article=replace(speaks.article, date="2014-06-01"))
    with Snapshot.open(tmp_path / "s.sqlite") as snapshot:
        ranked = [proposal.qid for proposal in link(dated, snapshot).proposals]
        undated = {proposal.qid for proposal in link(speaks, snapshot).proposals}
    assert ranked[0] == "Q2"
    assert "Q1" not in ranked
    assert ranked[-1] == "Q3"
    assert undated == {"Q1", "Q2", "Q3", "Q4"}


@pytest.mark.parametrize(
    ("name", "qid", "way"),
    [
        ("O.J. Simpson", "Q44473", Way.NAME),  # known as O. J. Simpson
        ("L.L. Bean", "Q6131944", Way.NAME),  # L.L.Bean
        ("World Health Organisation", "Q7817", Way.NAME),
        ("Chilean Communist Party", "Q317952", Way.BODY),  # Communist Party of Chile
        ("Canadian Supreme Court", "Q196615", Way.BODY),
    ],
)
def test_a_name_is_found_in_other_spellings_and_with_a_peoples_adjective(
    snapshot: Snapshot, name: str, qid: str, way: Way
) -> None:
    assert [found.way for found in find(name, snapshot) if found.entity.qid == qid] == [way]


def likelihoods(text: str, actors: dict[str, ActorKind], name: str, snapshot: Snapshot) -> dict[str, float]:
    return {p.qid: p.score for p in link(build(text, actors), snapshot).proposals if p.actor == name}


def test_a_place_is_likelier_where_the_text_says_that_it_is(snapshot: Snapshot) -> None:
    oregon = likelihoods("The office of Salem, Ore., is shut.", {"Salem": PLACE}, "Salem", snapshot)
    massachusetts = likelihoods("The office of Salem, Mass., is shut.", {"Salem": PLACE}, "Salem", snapshot)
    assert oregon["Q43919"] > 0.65 > massachusetts["Q43919"]
    assert massachusetts["Q54140"] > 2 * oregon["Q54140"]


def test_a_place_in_a_list_with_places_is_somewhere(snapshot: Snapshot) -> None:
    actors = {"Boston": PLACE, "Chicago": PLACE}
    listed = likelihoods("They like Boston and Chicago.", actors, "Boston", snapshot)
    alone = likelihoods("They like Boston. They like Chicago.", actors, "Boston", snapshot)
    assert listed["Q100"] > alone["Q100"]


def test_the_church_of_a_faith_is_not_the_faith(snapshot: Snapshot) -> None:
    name = "Church of Scientology"
    assert likelihoods(f"The {name} said so.", {name: ORGANISATION}, name, snapshot).get("Q131036", 0.0) < 0.3


def test_a_person_whom_the_text_calls_something_else_is_less_likely(snapshot: Snapshot) -> None:
    spokesman = likelihoods(
        "said spokesman Tom Wilkinson.", {"Tom Wilkinson": PERSON}, "Tom Wilkinson", snapshot
    )
    actor = likelihoods("said actor Tom Wilkinson.", {"Tom Wilkinson": PERSON}, "Tom Wilkinson", snapshot)
    assert actor["Q211322"] > 0.65 > spokesman["Q211322"]
