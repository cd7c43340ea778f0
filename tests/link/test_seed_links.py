"""On the seed article every link is right, and what the snapshot does not hold is NIL."""

from __future__ import annotations

import pytest
from extraction_by_hand import build
from worked_example import ENTITIES as KNOWN

from ingest.link import Snapshot, link
from ingest.model import ActorKind, Link, LinkMethod
from ingest.resources import folder

URL = (
    "https://sputnikglobe.com/20240506/"
    "french-foreign-legion-possibly-racked-up-first-losses-in-ukraine---report-1118283980.html"
)
UNKNOWN = (
    "French Foreign Legion",
    "Boris Rozhin",
    "Rozhin",
    "Russian",
    "Russians",
    "French",
    "Ukrainian",
    "Ukrainians",
    "Stephen Bryen",
    "Bryen",
    "Asia Times",
    "54th Independent Mechanized Brigade",
    "Donbass",
    "Dmitry Peskov",
    "Peskov",
)
PEOPLE = (
    "Emmanuel Macron",
    "Macron",
    "Boris Rozhin",
    "Rozhin",
    "Stephen Bryen",
    "Bryen",
    "Dmitry Peskov",
    "Peskov",
)
ORGANISATIONS = ("Sputnik", "Telegram", "TikTok", "NATO", "The Economist", "Asia Times")
GROUPS = (
    "French Foreign Legion",
    "Russian",
    "Russians",
    "French",
    "Ukrainian",
    "Ukrainians",
    "54th Independent Mechanized Brigade",
)


def kind_of(name: str) -> ActorKind:
    if name in PEOPLE:
        return ActorKind.PERSON
    if name in ORGANISATIONS:
        return ActorKind.ORGANISATION
    return ActorKind.GROUP if name in GROUPS else ActorKind.PLACE


def seed(*, rough: bool, name: str = "Sputnik") -> dict[str, Link]:
    [path] = folder("seeds").glob("articles/sputnik-*.txt")
    text = path.read_text("utf-8").split("\n", 2)[2].strip()
    kinds = {name: kind_of(name) for name in (*KNOWN, *UNKNOWN)}
    if rough:
        kinds = dict.fromkeys(kinds, ActorKind.OTHER)
    kinds.pop("Sputnik")
    assert all(actor in text for actor in kinds)
    extraction = build(
        text,
        kinds,
        said=("Boris Rozhin", "Asia Times", "Moscow", "Macron"),
        through=("Telegram", "Asia Times", "Sputnik", "The Economist"),
        url=URL,
        publisher=name,
    )
    with Snapshot.open() as snapshot:
        return {made.actor: made for made in link(extraction, snapshot).links}


@pytest.mark.parametrize("rough", [False, True], ids=["kinds known", "all kinds other"])
def test_every_link_is_right_and_unknown_names_are_nil(rough: bool) -> None:
    links = seed(rough=rough)
    assert {name: links[name].qid for name in UNKNOWN} == dict.fromkeys(UNKNOWN)
    wrong = {name: made for name, made in links.items() if made.qid not in (None, KNOWN.get(name))}
    assert not wrong
    linked = {made.qid for made in links.values()} - {None}
    assert len(linked) >= 13


def test_all_that_the_snapshot_holds_is_linked_when_the_kinds_are_known() -> None:
    links = seed(rough=False)
    assert {name: links[name].qid for name in KNOWN} == KNOWN


@pytest.mark.parametrize("name", ["Sputnik", "Sputnik Globe", "sputnikglobe.com"])
def test_the_publisher_is_linked_by_its_domain(name: str) -> None:
    made = seed(rough=False, name=name)[name]
    assert (made.qid, made.method) == ("Q18572033", LinkMethod.DOMAIN)


def test_moscow_that_speaks_stands_for_russia() -> None:
    links = seed(rough=False)
    assert (links["Moscow"].qid, links["Moscow"].referent) == ("Q649", "Q159")
    assert links["Paris"].referent is None, "Paris does not speak here"


def test_a_place_that_speaks_is_linked_though_taken_for_an_organisation() -> None:
    text = "The Kremlin denied it, and Moscow said so again, Russian media reported."
    for kind in (ActorKind.ORGANISATION, ActorKind.PLACE, ActorKind.GROUP):
        extraction = build(text, {"Kremlin": kind, "Moscow": kind}, said=("Kremlin", "Moscow"))
        with Snapshot.open() as snapshot:
            links = {made.actor: (made.qid, made.referent) for made in link(extraction, snapshot).links}
        assert links == {"Kremlin": ("Q133274", "Q159"), "Moscow": ("Q649", "Q159")}
