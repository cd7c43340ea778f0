"""`hearsay copies`: said what was found, and what a question needs it for."""

import json
import os
import subprocess

import pytest
from conftest import PROGRAM, SEEDS

from ingest.rdf import iri

NAME = "dailybeacon-2024-03-11-varnholm-dam.txt"


@pytest.fixture
def copied(hearsay, tmp_path):
    """A folder whose store holds three sample articles, and one of them cut as another outlet has it."""
    text = (SEEDS / NAME).read_text(encoding="utf-8")
    head, headline, rest = text.split("\n\n", 2)
    cut = rest[: rest.index(". ", int(len(rest) * 0.7)) + 1]
    page = f" date 2024-03-12 https://courier.example.org/dam\n\n{headline} again\n\n{cut}\n"
    assert head.startswith(" date ")
    (tmp_path / "copy.txt").write_text(page, encoding="utf-8")
    others = [path for path in sorted(SEEDS.glob("*.txt")) if path.name != NAME][:2]
    assert hearsay("ingest", SEEDS / NAME, *others, "copy.txt").status == 0
    return hearsay


def rows(done):
    return json.loads(done.out)["results"]["bindings"]


def test_it_tells_what_it_found_and_the_question_lists_it(copied):
    assert "run `hearsay copies` first" in copied("query", "copies").err
    done = copied("copies")
    assert done.status == 0
    assert "Of 4 articles, 1 is nearly the same text as another, in 1 group;" in done.out
    assert "hearsay query copies" in done.err
    table = copied("query", "copies", "--format", "json")
    assert "first" not in table.err
    urls = {row["url"]["value"] for row in rows(table)}
    assert urls == {
        "https://courier.example.org/dam",
        "https://dailybeacon.example.org/2024/03/11/varnholm-dam-evacuation",
    }


def test_its_figures_as_json(copied):
    told = json.loads(copied("copies", "--json").out)
    assert told["claims"] > 0
    assert told | {"claims": 0} == {"articles": 4, "groups": 1, "copies": 1, "claims": 0, "problems": []}


def test_questions_count_a_copied_claim_once(copied):
    def count():
        return sum(
            int(row["claims"]["value"]) for row in rows(copied("query", "most-quoted", "--format", "json"))
        )

    before = count()
    copied("copies")
    assert count() < before


def test_a_stricter_measure_finds_less(copied):
    assert json.loads(copied("copies", "--least", "1", "--json").out)["copies"] == 0
    assert copied("copies", "--least", "0.2").status == 2


def test_without_copies_and_without_articles(hearsay, seeded):
    assert "None of 2 articles is nearly the same text as another." in seeded("copies").out
    assert hearsay("copies", "--store", "nowhere").status == 2


def test_a_text_that_cannot_be_read_is_told_of(copied, tmp_path):
    (text, *_) = sorted((tmp_path / ".hearsay").glob("texts/??/*.txt"))
    text.unlink()
    done = copied("copies")
    assert done.status == 1
    assert "Its text cannot be compared" in done.err
    assert "of 3 articles" in done.out.lower()


def test_a_take_down_and_a_new_version_leave_nothing_of_it(copied, tmp_path):
    copied("copies")
    (tmp_path / "copy.txt").write_text(
        " date 2024-03-13 https://courier.example.org/dam\n\nNo copy\n\nAda Holm said that it was wrong.\n",
        encoding="utf-8",
    )
    assert copied("ingest", "copy.txt").status == 0
    assert rows(copied("query", "copies", "--format", "json")) == []
    graph = [
        line for line in copied("export", "--format", "nquads").out.splitlines() if iri.COPIES.value in line
    ]
    assert len(graph) == 2, "what it is, and from which share on"


def test_the_same_bytes_under_every_hash_seed(copied, tmp_path):
    found = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run([*PROGRAM, "copies"], cwd=tmp_path, env=environment, check=True, capture_output=True)
        found.add(copied("export", "--format", "nquads").out)
        copied("copies", "--least", "1")
    assert len(found) == 1
