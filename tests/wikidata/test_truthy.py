"""A truthy N-Triples dump."""

from __future__ import annotations

from pathlib import Path

from ingest.link.entity import Position
from ingest.wikidata.batch import Batch, unpack
from ingest.wikidata.dump import Wanted
from ingest.wikidata.item import Item
from ingest.wikidata.truthy import last_start, read_chunk

ALL = Wanted(("en", "uk"), 0)

DATA = Path(__file__).parent / "data"
PERSON = (DATA / "person.nt").read_text()
CLASS = (DATA / "class.nt").read_text()
ENTITY = "http://www.wikidata.org/entity"


def read(text: str, wanted: Wanted = ALL) -> Batch:
    return read_chunk(text.encode(), wanted)


def items(batch: Batch) -> list[Item]:
    return [unpack(body) for _, body in batch.items]


def test_an_item_is_what_its_triples_say_with_positions_undated() -> None:
    batch = read(PERSON)
    assert items(batch) == [
        Item(
            qid="Q903",
            labels=(("en", "Ilse Marn"), ("uk", 'Ільзе "Марн"')),
            aliases=("I. Marn",),
            descriptions=(("en", "politician"),),
            types=("Q5",),
            country="Q901",
            positions=(Position("Q913"),),
            website="https://marn.example/",
            sitelinks=30,
            born="1961-03",
            modified="2026-10-05T11:23:10Z",
        )
    ]
    assert batch.problems == []


def test_pages_are_counted_where_their_number_is_not_given() -> None:
    (found,) = items(read(CLASS))
    assert (found.sitelinks, found.superclasses) == (2, ("Q515",))


def test_a_redirect_is_the_same_as_another() -> None:
    def moved(old: str, new: str) -> str:
        return f"<{ENTITY}/{old}> <http://www.w3.org/2002/07/owl#sameAs> <{ENTITY}/{new}> .\n"

    batch = read(moved("Q1", "Q2") + moved("Q2", "Q1") + moved("Q3", "Q3"))
    assert batch.redirects == [(1, 2), (2, 1)]


def test_a_broken_line_is_told_by_its_number_and_the_rest_is_read() -> None:
    lines = PERSON.splitlines()
    batch = read("\n".join([*lines[:3], "no triple at all", *lines[3:], lines[-1][:-30]]))
    assert [number for number, _ in batch.problems] == [3, len(lines) + 1]
    assert batch.counts == {"broken": 2, "kept": 1}


def test_a_block_is_cut_between_entities_never_within_one() -> None:
    whole = (PERSON + CLASS).encode()
    assert whole[last_start(whole) :].decode() == CLASS
    for end in range(len(PERSON) + 60, len(whole), 97):
        assert last_start(whole[:end]) == len(PERSON)
    assert last_start(PERSON.encode()) == 0


def test_escapes_are_read_and_hostile_ones_do_no_harm() -> None:
    label = f"<{ENTITY}/Q1> <http://www.w3.org/2000/01/rdf-schema#label> {{}} .\n"
    typed = f"<{ENTITY}/Q1> <http://www.wikidata.org/prop/direct/P31> <{ENTITY}/Q5> .\n"
    for literal, expected in (
        (r'"a\tb\n\"c\" \\d"@en', 'a b "c" \\d'),
        (r'"\U0001F600"@en', "\U0001f600"),
        (r'"\uD800"@en', ""),
        (r'"\UFFFFFFFF x"@en', "x"),
        (r'"no end@en', ""),
    ):
        batch = read(label.format(literal) + typed)
        assert ([item.label for item in items(batch)] or [""]) == [expected]
