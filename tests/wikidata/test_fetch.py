"""Names and QIDs → what Wikidata knows → a snapshot that can be linked against offline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from server import as_json, html, serving
from wiki import Document, Wiki, item, wikidata

from ingest.link import About, Entity, Snapshot
from ingest.link.compiling import compile_snapshot
from ingest.model import Actor, ActorKind, Article, Extraction, Link, LinkMethod
from ingest.wikidata.api import Api, inspect
from ingest.wikidata.client import Client
from ingest.wikidata.fetch import Harvest, Wanted, fetch, is_name, unlinked
from ingest.wikidata.freeze import freeze, left_out

CONTACT = "mailto:desk@example.org"
HUMAN = item("Q5", "human", above=("Q154954",))
CITY = item("Q515", "city", above=("Q486972",))
TOWN = item("Q3957", "town", above=("Q515",))
MINISTER = item("Q83307", "minister", above=("Q4164871",))
POSITION = item("Q4164871", "position")
DISAMBIGUATION = item("Q4167410", "disambiguation page", above=("Q17442446",))
CLASSES = (HUMAN, CITY, TOWN, MINISTER, POSITION, DISAMBIGUATION)

ADA = item(
    "Q7001", "Ada Holm", "A. Holm", description="minister", types=("Q5",), offices=("Q83307",), sitelinks=20
)
SHIP = item("Q7002", "Ada Holm", description="ship", types=("Q11446",))
ADAGE = item("Q7003", "Ada Holmgren", types=("Q5",))
VARNHOLM = item("Q7004", "Varnholm", "Warnholm", types=("Q3957",), modified="2026-11-21T09:00:00Z")
PAGE = item("Q7005", "Varnholm", types=("Q4167410",))
ALL = (*CLASSES, ADA, SHIP, ADAGE, VARNHOLM, PAGE)


@contextmanager
def api_at(address: str) -> Iterator[Api]:
    with Client(address, CONTACT, inspect, sleep=lambda seconds: None) as client:
        yield Api(client)


def fetched(
    *names: str,
    qids: tuple[str, ...] = (),
    documents: tuple[Document, ...] = ALL,
    redirects: dict[str, str] | None = None,
) -> Harvest:
    with wikidata(*documents, redirects=redirects or {}) as (service, _), api_at(service.address) as api:
        return fetch(api, [Wanted(name) for name in names], qids, ("en",))


def frozen(harvest: Harvest, path: Path, base: Snapshot | None = None) -> Snapshot:
    digest = freeze(harvest, path, languages=("en",), source="Wikidata's API", base=base)
    snapshot = Snapshot.open(path)
    assert snapshot.digest == digest
    snapshot.verify()
    return snapshot


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Snapshot]:
    entities = (
        Entity("Q42", "Old Name", (), "person", None, "as it was", "", 0.9),
        Entity("Q7004", "Varnholm", ("Varn",), "place-region", "Q20", "", "", 0.7),
    )
    about = About("2026-01-01", ("a dump",), "CC0 1.0", ("en",))
    compile_snapshot(
        tmp_path / "base.sqlite",
        entities,
        about=about,
        demonyms=[("Nordic", "Q20")],
        terms=[("Q1", "a term")],
        classes=[("Q3957", "Q486972")],
        redirects=[("Q40", "Q42")],
    )
    with Snapshot.open(tmp_path / "base.sqlite") as snapshot:
        yield snapshot


# -- what is searched for


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Chasov Yar", True),
        ("the Kremlin", True),
        ("اسرائيل", True),
        ("two officials", False),
        ("a", False),
        ("", False),
        ("42", False),
        ("X" * 201, False),
    ],
)
def test_what_may_be_a_name_is_searched_for(name: str, is_one: bool) -> None:
    assert is_name(name) == is_one


def test_the_names_without_a_link_are_wanted_in_the_article_s_language() -> None:
    named = [
        ("a", "Ada Holm", False),
        ("b", "Varnholm", False),
        ("c", "Two Officials", True),
        ("d", "officials", False),
    ]
    extraction = Extraction(
        Article("T", "B", language="de-AT"),
        actors=tuple(Actor(id_, name, ActorKind.PERSON, unnamed) for id_, name, unnamed in named),
    )
    links = [Link(id_, "Q1" if id_ == "b" else None, 0.9, LinkMethod.NIL) for id_, _, _ in named]
    assert list(unlinked(extraction, links)) == [Wanted("Ada Holm", "de")]


# -- what is found


def test_of_a_search_s_hits_those_count_that_have_the_name_itself() -> None:
    harvest = fetched("Ada Holm", "Nobody Knows")
    assert set(harvest.named) == {"Q7001", "Q7002"}
    assert harvest.unknown == ["Nobody Knows"]


def test_a_name_is_searched_for_without_titles_where_nobody_has_it_with_them() -> None:
    assert set(fetched("Minister Ada Holm").named) == {"Q7001", "Q7002"}


def test_a_name_that_english_alone_knows_is_found_from_an_article_in_another_language() -> None:
    with wikidata(*ALL) as (service, _), api_at(service.address) as api:
        assert set(fetch(api, [Wanted("Ada Holm", "no")], (), ("en",)).named) == {"Q7001", "Q7002"}


def test_the_classes_above_are_fetched_up_to_the_roots_and_each_once() -> None:
    with wikidata(*ALL) as (service, _), api_at(service.address) as api:
        harvest = fetch(api, [Wanted("Varnholm"), Wanted("Ada Holm")], (), ("en",))
    asked = [qid for each in service.asked for qid in each.query.get("ids", "").split("|") if qid]
    assert len(asked) == len(set(asked))
    assert {"Q3957", "Q515", "Q83307"} <= set(harvest.items)
    assert "Q154954" not in asked, "what is above a human"


def test_classes_in_a_circle_end() -> None:
    documents = (
        item("Q1", "one", types=("Q2",)),
        item("Q2", "two", above=("Q3",)),
        item("Q3", "three", above=("Q2",)),
    )
    assert set(fetched(qids=("Q1",), documents=documents).items) == {"Q1", "Q2", "Q3"}


def test_merged_deleted_and_unanswered_ones_are_reported() -> None:
    with wikidata(*ALL, redirects={"Q6": "Q7001"}) as (service, wiki), api_at(service.address) as api:
        wiki.broken["Varnholm"] = html()
        harvest = fetch(api, [Wanted("Varnholm"), Wanted("Ada Holm")], ("Q6", "Q777"), ("en",))
    assert harvest.redirects == {"Q6": "Q7001"}
    assert harvest.asked == {"Q7001", "Q777"}
    assert harvest.missing == ["Q777", "Q11446"], "the class of the ship is not there either"
    assert [each.what for each in harvest.unanswered] == ["Varnholm"]
    assert "Q7001" in harvest.items, "the rest goes on"


def test_when_wikidata_is_down_everything_is_reported_after_a_few_requests() -> None:
    with serving(html(503)) as service, api_at(service.address) as api:
        harvest = fetch(api, [Wanted(f"Name {n}") for n in range(100)], ("Q1",), ("en",))
    assert len(harvest.unanswered) == 101
    assert len(service.asked) == 3 * 6


# -- what is frozen


def test_a_frozen_snapshot_knows_names_kinds_classes_and_offices(tmp_path: Path) -> None:
    with frozen(fetched("Ada Holm", "Varnholm"), tmp_path / "s.sqlite") as snapshot:
        (ada,) = snapshot.candidates("A. Holm")
        assert (ada.qid, ada.kind, ada.positions[0].qid) == ("Q7001", "person", "Q83307")
        assert snapshot.label_of("Q83307") == "minister"
        assert snapshot.is_a("Q7004", "Q486972")
        assert [each.qid for each in snapshot.candidates("Varnholm")] == ["Q7004"], (
            "no page of disambiguation"
        )
        assert [each.qid for each in snapshot.entities()] == ["Q7001", "Q7004"], (
            "and no ship, found by its name"
        )
        assert snapshot.about.date == "2026-11-21"


def test_what_a_search_finds_by_a_name_of_another_language_has_that_name(tmp_path: Path) -> None:
    document = item("Q7010", types=("Q5",)) | {
        "labels": {"sv": {"language": "sv", "value": "Frederik Långa"}},
        "descriptions": {"en": {"language": "en", "value": "painter"}},
    }
    found = {"id": "Q7010", "match": {"type": "label", "language": "sv", "text": "Frederik Långa"}}
    with wikidata(document, *CLASSES) as (service, wiki), api_at(service.address) as api:
        wiki.broken["Frederik Langa"] = as_json({"search": [found]})
        harvest = fetch(api, [Wanted("Frederik Langa")], (), ("en",))
    with frozen(harvest, tmp_path / "s.sqlite") as snapshot:
        (entity,) = snapshot.candidates("Frederik Langa")
        assert (entity.qid, entity.label, entity.description) == ("Q7010", "Frederik Långa", "painter")


def test_what_is_asked_for_by_its_qid_is_kept_whatever_it_is_if_it_is_something(tmp_path: Path) -> None:
    harvest = fetched(qids=("Q7002", "Q7005", "Q8", "Q9"), documents=(*ALL, item("Q8")))
    with frozen(harvest, tmp_path / "s.sqlite") as snapshot:
        assert [each.qid for each in snapshot.entities()] == ["Q7002"]
    assert left_out(harvest) == ("Q8", "Q7005")
    assert harvest.missing[0] == "Q9"


def test_what_was_merged_is_found_under_its_new_qid(tmp_path: Path) -> None:
    with frozen(fetched(qids=("Q6",), redirects={"Q6": "Q7001"}), tmp_path / "s.sqlite") as snapshot:
        assert snapshot.current("Q6") == "Q7001"
        assert snapshot.entity("Q7001")


def test_a_base_is_extended_and_nothing_of_it_lost(base: Snapshot, tmp_path: Path) -> None:
    with frozen(fetched("Varnholm"), tmp_path / "s.sqlite", base) as snapshot:
        assert snapshot.entity("Q42") == base.entity("Q42")
        both = snapshot.entity("Q7004")
        assert both
        assert set(both.aliases) == {"Warnholm", "Varn"}
        assert (both.kind, both.country, both.prominence) == ("place-region", "Q20", 0.7)
        assert snapshot.demonym("Nordic") == "Q20"
        assert snapshot.label_of("Q1") == "a term"
        assert snapshot.current("Q40") == "Q42"
        assert snapshot.is_a("Q3957", "Q486972")
        assert snapshot.about.sources[0] == "a dump"
        assert base.digest in snapshot.about.sources[1]


def test_what_was_merged_since_the_base_was_made_is_in_it_no_more(base: Snapshot, tmp_path: Path) -> None:
    harvest = fetched(qids=("Q42",), redirects={"Q42": "Q7001"})
    with frozen(harvest, tmp_path / "s.sqlite", base) as snapshot:
        assert snapshot.entity("Q42") is None
        assert snapshot.current("Q42") == snapshot.current("Q40") == "Q7001"


def test_the_same_facts_give_the_same_digest_in_whatever_order_they_are_asked_for(tmp_path: Path) -> None:
    one = fetched("Ada Holm", "Varnholm", qids=("Q7002", "Q7003"))
    other = fetched("Varnholm", "Ada Holm", qids=("Q7003", "Q7002"), documents=ALL[::-1])
    with frozen(one, tmp_path / "1") as first, frozen(other, tmp_path / "2") as second:
        assert first.digest == second.digest


def test_hostile_names_in_an_answer_are_cleaned(tmp_path: Path) -> None:
    document = item(
        "Q7009",
        "Ev\u202eil One",
        "x" * 3_000_000,
        "half \ud800",
        *(f"Alias {n}" for n in range(5000)),
        types=("Q5",),
    )
    with frozen(fetched(qids=("Q7009",), documents=(document, *CLASSES)), tmp_path / "s") as snapshot:
        (found,) = snapshot.entities()
        assert found.label == "Evil One"
        assert all(len(name) < 1000 for name in found.names)


def test_hostile_names_in_an_article_are_no_crash() -> None:
    wiki = Wiki({document["id"]: document for document in ALL})
    with serving(script=wiki) as service, api_at(service.address) as api:
        harvest = fetch(
            api, [Wanted("A\ud800da"), Wanted("A|B&action=edit#"), Wanted("\x1f".join("AB"))], (), ("en",)
        )
    assert len(harvest.unknown) + len(harvest.unanswered) == 3
    assert all(asked.query["action"] == "wbsearchentities" for asked in service.asked)
