"""Lines of a JSON dump: what is kept, what is counted, and that nothing raises."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from documents import a_small_world, claim, item, line, person, subclass, to_item
from hypothesis import given
from hypothesis import strategies as st

from ingest.wikidata.batch import MOST_ALIASES, Batch, unpack
from ingest.wikidata.dump import Wanted, read_chunk

ALL = Wanted(("en",), 0)
KNOWN = Wanted(("en",), 3)


def read(*lines: str, wanted: Wanted = ALL, end: str = ",") -> Batch:
    return read_chunk("".join(f"{each}{end}\n" for each in lines).encode("utf-8", "surrogatepass"), wanted)


def kept(batch: Batch) -> list[int]:
    return [number for number, _ in batch.items]


def test_brackets_commas_and_empty_lines_are_no_entities() -> None:
    documents = [line(person(f"Q{number}", f"P {number}")) for number in (1, 2, 3)]
    inside = ",\n".join(documents)
    for text in (
        f"[\n{inside}\n]\n",
        f"[{inside}]",
        f"{inside},\n\n\n",
        f"[\r\n{inside}\r\n]\r\n",
        "\n".join(documents),
    ):
        batch = read_chunk(text.encode(), ALL)
        assert kept(batch) == [1, 2, 3]
        assert batch.problems == []


def test_a_broken_line_is_told_by_its_number_and_the_rest_is_read() -> None:
    whole = line(person("Q1", "Ada"))
    batch = read(
        whole, whole[:-20], '"just a string"', "[1, 2]", '{"id": 3}', "[" * 5000, whole.replace("Q1", "Q2")
    )
    assert kept(batch) == [1, 2]
    assert [number for number, _ in batch.problems] == [1, 2, 3, 4, 5]
    assert batch.counts["broken"] == 5


def test_bytes_that_are_no_text_are_a_broken_line() -> None:
    batch = read_chunk(b'{"type":"item","id":"Q1","labels":{"en":{"value":"\xff"}}}\n', ALL)
    assert batch.counts == {"broken": 1}


def test_half_a_surrogate_pair_costs_the_name_and_not_the_entity() -> None:
    raw = line(person("Q1", "Ada", aliases=("\ud800", "Ada L.", "\U0001f600")))
    assert "\\ud800" in raw
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(raw)
    batch = read(raw)
    assert batch.counts == {"repaired": 1, "kept": 1}
    assert unpack(batch.items[0][1]).aliases == ("Ada L.", "\U0001f600")


def test_properties_and_lexemes_are_no_items_and_no_fault() -> None:
    batch = read(*(line(each) for each in a_small_world()))
    assert batch.counts["no items"] == 2
    assert batch.problems == []


def test_an_entity_without_a_label_is_left_out_but_its_class_stays() -> None:
    batch = read(line(item("Q1", "", claim(to_item("P279", "Q2")))), line(item("Q3", labels={"fr": "trois"})))
    assert batch.items == []
    assert batch.classes == [(1, 2)]
    assert batch.counts == {"without a label": 2}


def test_few_site_links_keep_an_entity_out_but_not_what_classes_and_offices_are_called() -> None:
    batch = read(*(line(each) for each in a_small_world()), wanted=KNOWN)
    assert kept(batch) == [901, 902, 903, 904, 905, 906]
    assert dict(batch.terms) == {
        910: "capital city",
        515: "city",
        911: "politician",
        912: "mayor of Varnholm",
        913: "president of Varnland",
    }
    assert (913, 4164871) in batch.classes
    assert batch.counts["with too few site links"] == 6


@pytest.mark.parametrize("spaced", [False, True])
def test_what_is_passed_over_unread_is_what_reading_would_leave_out(spaced: bool) -> None:
    """The glance at the bytes must never lose what parsing would keep."""
    tricky: list[dict[str, Any]] = [
        person("Q1", '"sitelinks":{}', sites=3),
        person("Q2", "a", aliases=('"site":"', '","sitelinks":{},"x":"'), sites=2),
        person("Q3", "a", sites=0),
        subclass("Q4", "class", "Q5"),
        item("Q6", "office", claim(to_item("P31", "Q4164871"))),
        person("Q7", "a", sites=2) | {"redirects": {"from": "Q8", "to": "Q7"}},
        person("Q9", "a", sites=3) | {"sitelinks": []},
    ]
    separators = (", ", ": ") if spaced else (",", ":")
    raw = "\n".join(json.dumps(each, separators=separators) for each in tricky)
    batch = read_chunk(raw.encode(), KNOWN)
    unhurried = Batch()
    for each in tricky:
        one = read_chunk(
            json.dumps({"x": 0, **each}).encode(), KNOWN
        )  # a key before keeps it from the glance
        unhurried.items += one.items
        unhurried.terms += one.terms
        unhurried.classes += one.classes
        unhurried.redirects += one.redirects
    for name in ("items", "terms", "classes", "redirects"):
        assert getattr(batch, name) == getattr(unhurried, name)
    assert kept(batch) == [1]


def test_a_list_of_two_megabytes_of_aliases_is_cut() -> None:
    names = tuple(f"name {number:06} of the one with many" for number in range(60_000))
    raw = line(person("Q1", "Many", aliases=names))
    assert len(raw) > 2_000_000
    (entry,) = read(raw).items
    assert unpack(entry[1]).aliases == names[:MOST_ALIASES]
    assert len(entry[1]) < 100_000


def test_redirects_are_taken() -> None:
    moved = person("Q2", "Ada") | {"redirects": {"from": "Q1", "to": "Q2"}}
    batch = read(line(moved), '{"entity":"Q5","redirect":"Q6"}', '{"id":"Q7","redirects":"Q8"}')
    assert batch.redirects == [(1, 2), (5, 6), (7, 8)]
    assert kept(batch) == [2]


@given(
    st.lists(
        st.binary(max_size=40) | st.sampled_from([line(person("Q1", "a")).encode(), b"[", b"]", b"{}", b","])
    )
)
def test_no_bytes_make_it_fail(pieces: list[bytes]) -> None:
    batch = read_chunk(b"\n".join(pieces), ALL)
    assert Batch.from_bytes(batch.to_bytes()) == batch
