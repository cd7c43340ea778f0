"""What the counting questions mean once copies were looked for: a claim that was copied counts once."""

from collections.abc import Iterator

import pytest
import rdflib
import small_world as world
from test_every_question import CASES, as_strings, in_second_engine, pasted
from test_small_world import cut

import ingest
from ingest.copies import marking as copies
from ingest.query import Question
from ingest.query.reader import Reader
from ingest.rdf import iri
from ingest.store import open_store

pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own parsers


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Reader, Reader]]:
    """The same store before and after copies were looked for."""
    folder = tmp_path_factory.mktemp("copied")
    for name in ("before", "after"):
        with open_store(folder / name, mode="write", create=True) as store:
            world.fill_with_copies(store)
            if name == "after":
                copies.mark(store, copies.texts(store))
    with ingest.open_store(folder / "before") as before, ingest.open_store(folder / "after") as after:
        yield before, after


@pytest.fixture
def before(twice: tuple[Reader, Reader]) -> Reader:
    return twice[0]


@pytest.fixture
def after(twice: tuple[Reader, Reader]) -> Reader:
    return twice[1]


def test_copies_are_listed_beside_what_stands_for_them(after: Reader) -> None:
    table = after.query("copies")
    assert {row[table.columns.index("together")] for row in table.rows} == {2}
    headlines = {headline for (headline,) in cut(table, "headline")}
    assert headlines == {"Dam in doubt", "Dam troubles", "Berg looks on", "Someone looks"}
    for shared, article, standing in cut(table, "shared", "article", "stands_for"):
        assert (shared is None) == (article == standing)
        assert str(standing) <= str(article)
        assert shared is None or 0.6 <= float(str(shared)) < 1
    assert len(after.query("copies", least=3)) == 0


def test_a_question_that_counts_counts_a_copied_claim_once(before: Reader, after: Reader) -> None:
    columns = ("speaker", "claims", "articles", "outlets")
    assert ("Ada Holm", 7, 3, 3) in cut(before.query("most-quoted"), *columns)
    assert ("Ada Holm", 4, 2, 3) in cut(after.query("most-quoted"), *columns)


def test_somebody_who_is_not_linked_is_not_told_of_twice(before: Reader, after: Reader) -> None:
    def rows(reader: Reader) -> list[tuple[object, ...]]:
        return [row for row in cut(reader.query("most-quoted"), "speaker", "claims") if row[0] == "Rolf Berg"]

    assert rows(before) == [("Rolf Berg", 1), ("Rolf Berg", 1)]
    assert rows(after) == [("Rolf Berg", 1)]


def test_topics_count_once(before: Reader, after: Reader) -> None:
    columns = ("topic", "claims", "articles")
    asked = {"kind": "person"}
    assert cut(before.query("only-spoken-about", **asked), *columns) == [("Carla Ruiz", 1, 1)] * 2
    assert cut(after.query("only-spoken-about", **asked), *columns) == [("Carla Ruiz", 1, 1)]


@pytest.mark.parametrize("name", ["acts", "hedged-share", "outlets", "articles"])
def test_what_an_outlet_carries_is_its_own(name: str, before: Reader, after: Reader) -> None:
    table = after.query(name)
    assert table == before.query(name)
    assert world.COURIER in {outlet for (outlet,) in cut(table, "outlet")}


@pytest.fixture(scope="module")
def second_engine(twice: tuple[Reader, Reader]) -> Iterator[rdflib.Dataset]:
    yield from in_second_engine(twice[1])


COUNTING = [case for case in CASES if iri.COPIES.value in case[0].text]


@pytest.mark.parametrize(("question", "values"), COUNTING)
def test_a_second_engine_gives_the_same_rows_in_the_same_order(
    question: Question, values: dict[str, object], after: Reader, second_engine: rdflib.Dataset
) -> None:
    table = after.query(question.name, **values)
    result = second_engine.query(pasted(question, values))
    assert as_strings([[row[name] for name in table.columns] for row in result]) == as_strings(table.terms)
