"""What is read of one entity's JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from documents import JULIAN, a_small_world, claim, item, line, person, to_item, to_time, to_url, unknown
from hypothesis import given
from hypothesis import strategies as st

from ingest.link.entity import Position
from ingest.wikidata.batch import pack, unpack
from ingest.wikidata.item import entity_from_json, redirect_from_json, whole_host
from ingest.wikidata.times import iso_date, iso_date_of_rdf

WORLD = {document["id"]: document for document in a_small_world()}


def read(document: Any, *languages: str) -> Any:
    return entity_from_json(document, languages or ("en",))


def test_names_facts_and_dated_positions_are_read() -> None:
    found = read(WORLD["Q903"])
    assert found.label == "Ilse Marn"
    assert found.aliases == ("I. Marn", "Илзе Марн")
    assert found.types == ("Q5",)
    assert (found.country, found.occupations, found.sitelinks) == ("Q901", ("Q911",), 30)
    assert found.positions == (Position("Q912", "2019-05-20", "2024"), Position("Q913", "2024-06-01"))
    assert found.born == "1961-03"


def test_the_country_is_the_one_that_has_not_ended() -> None:
    assert read(WORLD["Q902"]).country == "Q901"
    ended = item("Q1", "a", claim(to_item("P17", "Q2"), to_time("P582", "+1991-12-26T00:00:00Z")))
    assert read(ended).country == ""


def test_preferred_statements_count_before_normal_ones_and_deprecated_ones_never() -> None:
    found = read(
        item(
            "Q1",
            "a",
            claim(to_item("P31", "Q2")),
            claim(to_item("P31", "Q3"), rank="preferred"),
            claim(to_item("P31", "Q4"), rank="deprecated"),
            claim(to_item("P106", "Q5"), rank="deprecated"),
        )
    )
    assert found.types == ("Q3",)
    assert found.occupations == ()


def test_unknown_values_are_none() -> None:
    found = read(item("Q1", "a", claim(unknown("P31")), claim(to_item("P39", "Q9"), unknown("P580"))))
    assert found.types == ()
    assert found.positions == (Position("Q9"),)


def test_a_name_for_any_language_stands_in_for_one_in_ours() -> None:
    found = read(item("Q1", labels={"fr": "Un", "mul": "One"}))
    assert found.labels == (("mul", "One"),)
    both = read(item("Q1", labels={"mul": "One", "uk": "Один", "en": "First"}), "uk", "en")
    assert both.labels == (("uk", "Один"), ("en", "First"), ("mul", "One"))


def test_empty_maps_may_be_written_as_lists() -> None:
    document = item("Q1", "a") | {"aliases": [], "descriptions": [], "claims": [], "sitelinks": []}
    assert read(document).label == "a"


@pytest.mark.parametrize(
    "document",
    [
        {"type": "property", "id": "P31"},
        {"type": "lexeme", "id": "L7"},
        {"id": "Q7", "missing": ""},
        {"id": "Q07"},
        {"id": "Q7\n"},
        {"id": 7},
        {},
    ],
)
def test_what_is_no_item_is_none(document: Any) -> None:
    assert read(document) is None


def test_redirects_in_all_their_forms() -> None:
    assert redirect_from_json({"id": "Q2", "redirects": {"from": "Q1", "to": "Q2"}}) == ("Q1", "Q2")
    assert redirect_from_json({"id": "Q1", "redirects": "Q2"}) == ("Q1", "Q2")
    assert redirect_from_json({"entity": "Q1", "redirect": "Q2"}) == ("Q1", "Q2")
    assert redirect_from_json({"entity": "Q1", "redirect": "Q1"}) is None
    assert redirect_from_json(item("Q1", "a")) is None


@pytest.mark.parametrize(
    ("time", "precision", "calendar", "expected"),
    [
        ("+2024-05-06T00:00:00Z", 11, "", "2024-05-06"),
        ("+2024-05-06T00:00:00Z", 14, "", "2024-05-06"),
        ("+2024-05-00T00:00:00Z", 10, "", "2024-05"),
        ("+2024-05-00T00:00:00Z", 11, "", "2024-05"),
        ("+2024-01-01T00:00:00Z", 9, "", "2024"),
        ("+2020-00-00T00:00:00Z", 8, "", ""),
        ("+00000001952-03-11T00:00:00Z", 11, "", "1952-03-11"),
        ("-0044-03-15T00:00:00Z", 9, "", "-0043"),
        ("-0001-00-00T00:00:00Z", 9, "", "0000"),
        ("+12000-01-01T00:00:00Z", 9, "", ""),
        ("+1917-10-25T00:00:00Z", 11, JULIAN, "1917-11-07"),
        ("+1616-04-23T00:00:00Z", 11, JULIAN, "1616-05-03"),
        ("-0044-03-15T00:00:00Z", 11, JULIAN, "-0043"),
        ("+1917-10-00T00:00:00Z", 10, JULIAN, "1917-10"),
        ("around 1900", 11, "", ""),
    ],
)
def test_a_time_is_as_precise_as_it_is_known(time: str, precision: int, calendar: str, expected: str) -> None:
    assert iso_date({"time": time, "precision": precision, "calendarmodel": calendar}) == expected


@pytest.mark.parametrize(
    ("lexical", "expected"),
    [
        ("1952-01-01T00:00:00Z", "1952"),
        ("1952-03-01T00:00:00Z", "1952-03"),
        ("1952-03-11T00:00:00Z", "1952-03-11"),
        ("-0043-01-01T00:00:00Z", "-0043"),
        ("http://www.wikidata.org/.well-known/genid/1", ""),
    ],
)
def test_a_date_of_rdf_is_no_more_precise_than_sure(lexical: str, expected: str) -> None:
    assert iso_date_of_rdf(lexical) == expected


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.org/", "example.org"),
        ("http://Example.org", "example.org"),
        ("https://example.org/paper", ""),
        ("https://example.org/?p=1", ""),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://[::1", ""),
        ("https://localhost/", ""),
        ("", ""),
    ],
)
def test_only_a_website_that_is_a_whole_host_is_a_domain(url: str, host: str) -> None:
    assert whole_host(url) == host


def test_a_website_that_hides_something_is_left_out() -> None:
    for url in ("javascript:alert(1)", "https://a.example/\u202egpj", "https://a b.example/", "x" * 3000):
        assert read(item("Q1", "a", claim(to_url("P856", url)))).website == ""


def test_hostile_names_are_cleaned_or_left_out() -> None:
    document = json.loads(
        line(item("Q1", "Kyiv\u200f\u202e\x00", aliases=("a\nb", "\ud800broken", " ", "ok\u200c")))
    )
    found = read(document)
    assert found.label == "Kyiv"
    assert found.aliases == ("a b", "ok\u200c")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["en", "value", "mainsnak", "datavalue", "id", "qualifiers", "P580", "rank", "time"]
                ),
                inner,
                max_size=3,
            )
        ),
        max_leaves=12,
    ),
    st.sampled_from(
        ["labels", "aliases", "descriptions", "claims", "sitelinks", "modified", "P31", "P39", "P569"]
    ),
)
def test_no_shape_makes_it_fail(junk: Any, where: str) -> None:
    document = person("Q1", "a")
    if where.startswith("P"):
        document["claims"][where] = [junk]
    else:
        document[where] = junk
    found = read(document)
    assert found.qid == "Q1"
    assert unpack(pack(found)) == found


@pytest.mark.parametrize("qid", ["Q901", "Q902", "Q903", "Q904", "Q910"])
def test_an_item_survives_the_way_through_the_staging_file(qid: str) -> None:
    found = read(WORLD[qid])
    assert unpack(pack(found)) == found
