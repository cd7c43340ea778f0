"""The shipped questions give the expected answers on the sample articles; their page shows their headers."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import renew

from ingest import open_store
from ingest.query import Question, catalogue
from ingest.query.reader import Reader

WITHOUT_ANSWER = {"copies", "corrections", "judgements", "linked-sources"}
"""Nobody has judged the sample articles, none is a copy of another, and plain text has no links. The tests of
small worlds beside this one have answers."""

CURE = "run `python tests/queries/renew.py`, and read what changed"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path = tmp_path_factory.mktemp("seeds") / "store"
    renew.ingest_seeds(path)
    with open_store(path) as opened:
        yield opened


def expected(question: Question) -> Path:
    assert question.path is not None
    return question.path.with_suffix(".csv")


@pytest.mark.parametrize("question", renew.offline(), ids=lambda question: question.name)
def test_it_answers_as_expected(question: Question, seeds: Reader) -> None:
    want = expected(question).read_bytes()
    found = renew.answer(seeds, question)
    differing = [line for line in found.splitlines() if line not in want.splitlines()]
    assert found == want, f"{len(differing)} lines differ: {CURE}"


@pytest.mark.parametrize("question", renew.offline(), ids=lambda question: question.name)
def test_its_example_has_an_answer(question: Question) -> None:
    rows = list(csv.reader(expected(question).open(encoding="utf-8", newline="")))
    assert (len(rows) > 1) != (question.name in WITHOUT_ANSWER)


def test_every_expected_answer_has_its_question() -> None:
    folder = Path(renew.ROOT) / "queries"
    assert {file.stem for file in folder.glob("*.csv")} == {question.name for question in renew.offline()}


def test_examples_are_of_the_declared_types() -> None:
    for question in catalogue():
        known = {parameter.name: parameter for parameter in question.parameters}
        for name, value in question.example:
            known[name].term(value)
        assert {name for name, each in known.items() if each.required} <= dict(question.example).keys()


def test_the_page_lists_the_questions_as_their_headers_have_them() -> None:
    text = renew.PAGE.read_text(encoding="utf-8")
    assert renew.page(text) == text, CURE
