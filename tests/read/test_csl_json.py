"""CSL-JSON: what of a reference is read, and what is not."""

import io
import json

import pytest

from ingest.errors import Problem
from ingest.read import Limits, read

REFERENCE = {
    "id": "http://zotero.org/users/1/items/AB",
    "type": "article-newspaper",
    "title": "Pier <i>unsafe</i>",
    "abstract": "The pier is unsafe, the mayor said.",
    "container-title": "Daily Beacon",
    "publisher": "Beacon Ltd",
    "URL": "https://beacon.example.org/pier",
    "language": "en-GB",
    "note": "A note of my own.",
    "author": [
        {"family": "Reed", "given": "Jo"},
        {"literal": "The Desk"},
        {"family": "Berg", "non-dropping-particle": "van"},
    ],
    "issued": {"date-parts": [["2024", 3, 11]]},
}


def items(references, indent=1, limits=Limits()):  # noqa: B008 - frozen
    return list(read(["-"], stdin=io.BytesIO(json.dumps(references, indent=indent).encode()), limits=limits))


@pytest.mark.parametrize("indent", [None, 0, 4])
def test_a_reference_with_an_abstract_is_read(indent):
    (found,) = items([REFERENCE], indent)
    assert (found.title, found.body, found.lead) == ("Pier unsafe", REFERENCE["abstract"], None)
    assert (found.url, found.date, found.language) == (REFERENCE["URL"], "2024-03-11", "en-GB")
    assert (found.publisher, found.authors) == ("Daily Beacon", ("Jo Reed", "The Desk", "van Berg"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"abstract": ""}, "no-text"),
        ({"abstract": None, "note": "A long note."}, "no-text"),
        ({"title": ""}, "no-headline"),
        ({"title": 3}, "wrong-type"),
        ({"URL": "nowhere"}, "bad-url"),
        ({"issued": {"date-parts": [["2024", 2, 31]]}}, "impossible-date"),
    ],
)
def test_a_bad_reference_is_told_with_its_number_and_the_next_is_read(change, code):
    problem, found = items([REFERENCE | change, REFERENCE])
    assert (problem.code, problem.fatal, problem.origin.record) == (code, True, 1)
    assert found.origin.record == 2


@pytest.mark.parametrize("parts", [[[2024]], [["2024", "3"]], [[2024, 3, None]], [["2024", "3", "x"]]])
def test_a_date_without_its_day_is_left_out_and_told(parts):
    warning, found = items([REFERENCE | {"issued": {"date-parts": parts}}])
    assert (warning.code, warning.fatal, found.date) == ("date-left-out", False, None)


@pytest.mark.parametrize(
    "issued", [None, [], {}, {"date-parts": []}, {"date-parts": 3}, {"date-parts": [[]]}, "2024"]
)
def test_a_date_of_no_shape_is_none(issued):
    (found,) = items([REFERENCE | {"issued": issued}])
    assert found.date is None


def test_what_stands_between_references_is_told():
    assert [each.code for each in items([REFERENCE, 3, "x", None]) if isinstance(each, Problem)] == [
        "not-an-object"
    ] * 3


def test_it_is_told_from_json_lines_in_a_file_of_either_name(tmp_path):
    for name in ("a.json", "b.csljson"):
        (tmp_path / name).write_text(json.dumps([REFERENCE], indent=2))
    (tmp_path / "c.json").write_text(
        '{"title": "A", "text": "B."}\n{"title": "C", "text": "D.", "type": "article"}\n'
    )
    (tmp_path / "d.json").write_text(json.dumps([{"title": "A", "text": "B."}], indent=2))
    found = list(read([str(tmp_path)]))
    assert [getattr(each, "code", None) or each.title for each in found] == [
        *("Pier unsafe", "Pier unsafe", "A", "C", "not-json-lines")
    ]


@pytest.mark.parametrize("tail", ["", "]" * 3, "," + "[" * 100_000, "}"])
def test_broken_json_is_told(tail):
    content = json.dumps([REFERENCE])[:-1] + tail
    (problem,) = read(["-"], stdin=io.BytesIO(content.encode()))
    assert problem.code in ("invalid-json", "too-deep")


def test_a_file_beyond_measure_is_told():
    (problem,) = items([REFERENCE] * 4_000, limits=Limits(max_article_chars=100))
    assert problem.code == "too-large"
