"""Chains of many links, interrupted quotes, graphs without words, empty stores, another order of loading."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import small_world as world
from small_world import Draft

import ingest
from ingest import reason
from ingest.model import ActorKind, Article, ClaimKind, Relation, RelationType, SpeechAct, TextLevel
from ingest.query import catalogue
from ingest.query.reader import Reader
from ingest.rdf import graph, iri
from ingest.store import open_store

NAMES = ["Zoe", "Abe", "Mia", "Bob", "Yan", "Cleo", "Xenia", "Dan", "Wim", "Eva", "Uli", "Finn"]


@contextmanager
def asked(path: Path, *drafts: Draft, level: TextLevel = TextLevel.QUOTES) -> Iterator[Reader]:
    with open_store(path, mode="write", create=True) as store:
        for draft in drafts:
            built = graph.build(draft.extraction(), draft.links, world.RUN, level)
            graphs = {iri.graph(built.article): built.graph, iri.links_graph(built.article): built.links}
            store.replace(graphs, built.runs)
        store.replace({iri.ENRICHMENT: world.enrichment()})
    with ingest.open_store(path) as reader:
        yield reader


def whispers() -> Draft:
    body = f"{', '.join(NAMES)} said one after the other that the bridge fell."
    draft = Draft(Article("Whispers", body, url="https://example.org/whispers", publisher="Post"))
    voice = draft.actor("Post", ActorKind.ORGANISATION, mentioned=0)
    speakers = [draft.actor(name) for name in NAMES]
    chain = [draft.says(voice, SpeechAct.ASSERT), *(draft.says(key, SpeechAct.SAY) for key in speakers)]
    draft.claim("the bridge fell", *chain)
    return draft


def interrupted() -> Draft:
    body = (
        "“It is safe,” the mayor, Ida Ek, said, “and it stays open.” It is safe and it stays open, she said."
    )
    body += " It is not safe, Jon Ro said, and not open."
    draft = Draft(Article("A bridge", body, url="https://example.org/bridge", publisher="Post"))
    voice = draft.actor("Post", ActorKind.ORGANISATION, mentioned=0)
    ida, jon = draft.actor("Ida Ek"), draft.actor("Jon Ro")
    outlet = draft.says(voice, SpeechAct.ASSERT)
    first = draft.claim("“It is safe,”", outlet, draft.says(ida, SpeechAct.SAY), kind=ClaimKind.DIRECT)
    (claim,) = draft.claims
    quote = draft.at("“It is safe,”") + draft.at("“and it stays open.”")
    draft.claims[0] = type(claim)(
        claim.id, (quote, draft.at("It is safe and it stays open")), claim.kind, claim.chain
    )
    evidence = draft.at("not safe") + draft.at("not open")
    disputes = Relation(RelationType.DISPUTES, first, evidence)
    draft.claim("It is not safe", outlet, draft.says(jon, SpeechAct.DENY), relations=(disputes,))
    return draft


def test_a_chain_of_twelve_hands_is_shown_in_its_order(tmp_path: Path) -> None:
    with asked(tmp_path / "store", whispers()) as reader:
        chain = " ← ".join(["Post", *NAMES])
        ((hands, shown, *_),) = reader.query("chains").rows
        assert (hands, shown) == (12, chain)
        (row,) = reader.query("who-said-what", article="https://example.org/whispers").records()
        assert (row["speaker"], row["chain"]) == ("Finn", chain)
        assert [row["claims"] for row in reader.query("most-quoted").records()] == [1] * 12


def test_an_interrupted_quote_is_one_claim_with_two_places_and_its_repetition_a_third(tmp_path: Path) -> None:
    with asked(tmp_path / "store", interrupted()) as reader:
        first, second = reader.query("who-said-what", article="https://example.org/bridge").records()
        assert first["wording"] == "“It is safe,” “and it stays open.”"
        assert second["wording"] == "It is not safe"
        places = reader.query("provenance", claim=first["claim"]).records()
        assert [(place["place"], place["exact"]) for place in places] == [
            ("wording", "“It is safe,”"),
            ("wording", "“and it stays open.”"),
            ("repeated", "It is safe and it stays open"),
        ]
        assert [place["start"] for place in places] == sorted(place["start"] for place in places)  # type: ignore[type-var]
        assert places[0]["start"] == first["start"]
        (dispute,) = reader.query("disputed-claims").records()
        assert dispute["evidence"] == "not safe … not open"


def test_a_graph_without_words_answers_with_places_alone(tmp_path: Path) -> None:
    with asked(tmp_path / "store", world.post(), level=TextLevel.NONE) as reader:
        rows = reader.query("who-said-what", article=world.POST).records()
        assert [(row["start"], row["wording"]) for row in rows] == [(14, None), (104, None), (124, None)]
        assert [row["headline"] for row in reader.query("articles").records()] == [None]
        (place, *_) = reader.query("provenance").records()
        assert (place["start"], place["exact"]) == (14, None)
        assert len(reader.query("chains", least=0)) == 3


def test_answers_do_not_depend_on_the_order_of_loading(tmp_path: Path, reader: Reader) -> None:
    examples: dict[str, dict[str, str]] = {
        "who-said-what": {"article": world.DAM},
        "claims-about": {"entity": "Q159"},
        "claims-by": {"entity": "Q900"},
    }
    with asked(tmp_path / "store", *reversed(world.drafts())) as reversed_reader:
        for question in catalogue():
            if "SERVICE" in question.text:
                continue
            given = examples.get(question.name, {})
            assert reversed_reader.query(question.name, **given) == reader.query(question.name, **given)


@pytest.mark.parametrize(
    "name", [question.name for question in catalogue() if "SERVICE" not in question.text]
)
def test_an_empty_store_answers_with_no_rows(name: str, tmp_path: Path) -> None:
    examples = {
        "who-said-what": {"article": world.DAM},
        "claims-about": {"entity": "Q1"},
        "claims-by": {"entity": "Q1"},
    }
    with asked(tmp_path / "store") as reader:
        assert reader.query(name, **examples.get(name, {})).rows == []


def test_the_derived_graph_changes_no_answer(tmp_path: Path, reader: Reader) -> None:
    """What `hearsay reason` adds is for whoever asks for it."""
    path = tmp_path / "store"
    with asked(path, *world.drafts()):
        pass
    with open_store(path, mode="write") as store:
        assert sum(each.claims for each in reason.materialise(store)) > 0
    with ingest.open_store(path) as reasoned:
        for question in catalogue():
            if (
                not any(parameter.required for parameter in question.parameters)
                and "SERVICE" not in question.text
            ):
                assert reasoned.query(question.name) == reader.query(question.name)


def test_the_example_of_the_page_is_a_query_that_works(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "queries.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```sparql\n(.*?)```", page, re.DOTALL)
    body = "The dam will burst, Ada Holm warned. It is old, she said."
    draft = Draft(Article("A dam", body, url="https://example.org/dam", date="2024-03-11", publisher="Post"))
    voice = draft.actor("Post", ActorKind.ORGANISATION, mentioned=0)
    ada = draft.actor("Ada Holm")
    outlet = draft.says(voice, SpeechAct.ASSERT)
    draft.claim("The dam will burst", outlet, draft.says(ada, SpeechAct.WARN, "warned"))
    draft.claim("It is old", outlet, draft.says(ada, SpeechAct.SAY, "said"))
    with asked(tmp_path / "store", draft) as reader:
        table = reader.query(text)
        assert table.columns == ("date", "speaker", "wording", "claim")
        assert [row[1:3] for row in table.rows] == [("Ada Holm", "The dam will burst")]
        assert len(reader.query(text, since="2024-03-12")) == 0
