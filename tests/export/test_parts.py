"""Exports of part of a store, and without the words of the articles."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import small_world as world
from pyoxigraph import NamedNode

from ingest.errors import ExportError
from ingest.export import Choice, chosen, export, view
from ingest.export.texts import write_texts
from ingest.model import TextLevel
from ingest.rdf import iri
from ingest.rdf.vocabulary import HS, OA, SCHEMA
from ingest.store import Store, open_store
from ingest.validate import validate


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("parts") / "store", mode="write", create=True) as opened:
        world.fill(opened, world.judgements())
        yield opened


def article(draft: world.Draft) -> NamedNode:
    return iri.article(draft.article)


DAM, POST, BERG = (article(draft) for draft in (world.dam(), world.post(), world.berg()))


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(articles=(DAM,)), {DAM}),
        (Choice(outlets=("daily  beacon",)), {DAM, BERG}),
        (Choice(outlets=("meridianpost.example.org",)), {POST}),
        (Choice(actors=("Q101",)), {DAM, POST}),
        (Choice(actors=("CARLA RUIZ",)), {BERG}),
        (Choice(actors=(world.actor(world.berg(), "Carla Ruiz"),)), {BERG}),
        (Choice(outlets=("Daily Beacon",), actors=("Q101",)), {DAM}),
        (Choice(actors=("Q101", "Carla Ruiz")), {DAM, POST, BERG}),
    ],
)
def test_articles_are_chosen_by_what_is_asked(store: Store, choice: Choice, expected: set[NamedNode]) -> None:
    assert chosen(store, choice) == expected


def test_dates_are_compared_as_precisely_as_they_are_given(store: Store) -> None:
    dates = {article(draft): draft.article.date for draft in world.drafts() if draft.article.date is not None}
    assert len(set(dates.values())) > 1
    first = min(dates.values())
    on_that_day = {node for node, date in dates.items() if date[:10] == first[:10]}
    assert chosen(store, Choice(since=first[:10], until=first[:10])) == on_that_day
    assert chosen(store, Choice(since=first[:4])) == set(dates)
    assert chosen(store, Choice(until=max(dates.values())[:7])) == set(dates)


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (Choice(outlets=("Nobody's",)), "no such article"),
        (Choice(since="1999", until="1999-12-31"), "no such article"),
        (Choice(since="May 2024"), "'May 2024' is no date"),
        (Choice(actors=('x" } #',)), "no such article"),
        (Choice(actors=("https://w3id.org/hearsay/a b",)), "no such article"),
    ],
)
def test_what_cannot_be_chosen_is_said(store: Store, choice: Choice, says: str) -> None:
    with pytest.raises(ExportError, match=says):
        chosen(store, choice)


def test_a_part_is_whole_by_itself_and_holds_nothing_of_other_articles(store: Store) -> None:
    part = set(view(store, {POST}).quads())
    assert part < set(store.quads())
    for name in (iri.graph(POST), iri.links_graph(POST), iri.corrections_graph(POST)):
        assert set(store.graph(name)) == {quad for quad in part if quad.graph_name == name}
    addresses = " ".join(map(str, part))
    assert DAM.value not in addresses
    assert BERG.value not in addresses
    assert validate(quad for quad in part if quad.graph_name != iri.ENRICHMENT).conforms


def test_a_part_has_the_judgements_and_the_enrichment_of_what_it_names(store: Store) -> None:
    part = view(store, {POST})
    judged = {quad.object for quad in part.graph(iri.JUDGEMENTS) if quad.predicate == HS.judges}
    assert judged == {
        NamedNode(world.claim(world.post(), "c2")),
        NamedNode(world.actor(world.post(), "Moscow")),
    } | {NamedNode(world.actor(world.post(), "Telegram"))}
    assert set(part.graph(iri.ENRICHMENT)) <= set(store.graph(iri.ENRICHMENT))
    described = {quad.subject for quad in part.graph(iri.ENRICHMENT)}
    assert NamedNode("http://www.wikidata.org/entity/Q101") in described
    assert NamedNode("http://www.wikidata.org/entity/Q77") not in described


def test_all_parts_together_are_the_store(store: Store) -> None:
    parts = set().union(*(view(store, {article(draft)}).quads() for draft in world.drafts()))
    assert {quad for quad in store.quads() if quad.graph_name != iri.ENRICHMENT} <= parts


def test_n_quads_of_a_part_are_sorted_lines_of_those_of_the_store(store: Store) -> None:
    whole, part = io.BytesIO(), io.BytesIO()
    export(store, "nquads", whole)
    export(view(store, {POST}), "nquads", part)
    lines = part.getvalue().splitlines()
    assert lines == sorted(set(lines))
    assert set(lines) < set(whole.getvalue().splitlines())


def test_without_words_no_word_of_a_text_is_left_and_anchors_still_hold(store: Store) -> None:
    wordless = list(view(store, text=TextLevel.NONE).quads())
    assert not {quad.predicate for quad in wordless} & {
        SCHEMA.headline,
        SCHEMA.text,
        OA.exact,
        OA.prefix,
        OA.suffix,
    }
    out = io.BytesIO()
    export(view(store, text=TextLevel.NONE), "nquads", out)
    for words in ("the dam is", "could be watching", ": claimed"):
        assert words in " ".join(str(quad) for quad in store.quads())
        assert words.encode() not in out.getvalue()
    places = {
        (quad.subject, quad.predicate, quad.object) for quad in store.quads() if quad.predicate == OA.start
    }
    assert places == {(q.subject, q.predicate, q.object) for q in wordless if q.predicate == OA.start}


@pytest.mark.parametrize("draft", world.drafts(), ids=lambda draft: draft.article.title[:20])
def test_without_words_an_article_conforms_to_the_shapes_of_its_level(
    store: Store, draft: world.Draft
) -> None:
    quads = view(store, {article(draft)}, TextLevel.NONE).quads()
    report = validate((q for q in quads if q.graph_name != iri.ENRICHMENT), text_level=TextLevel.NONE)
    assert report.conforms, report


def test_with_words_it_is_what_is_stored(store: Store) -> None:
    assert set(view(store, text=TextLevel.QUOTES).quads()) == set(store.quads())


def test_whole_texts_stand_beside_under_their_hashes(store: Store, tmp_path: Path) -> None:
    assert write_texts(store, view(store, {POST}), tmp_path / "texts") == 1
    (file,) = (tmp_path / "texts").iterdir()
    assert file.name == f"{world.post().article.text_sha256}.txt"
    assert file.read_text(encoding="utf-8") == world.post().article.text


def test_a_folder_that_cannot_be_written_is_said(store: Store, tmp_path: Path) -> None:
    (tmp_path / "texts").write_text("a file")
    with pytest.raises(ExportError, match="cannot be written"):
        write_texts(store, view(store, {POST}), tmp_path / "texts")
