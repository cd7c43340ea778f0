"""Fact-checks in a store: a verdict is the fact-checker's claim, can be asked for, and can be judged."""

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import small_world as world
from test_every_question import as_strings, in_second_engine
from test_small_world import BEACON, MERIDIAN, cut

import ingest
from ingest import bundles, judging, pipeline
from ingest.extract import RuleExtractor
from ingest.judgements import Aspect, Judgement, Judgements
from ingest.link import Snapshot
from ingest.query.reader import Reader
from ingest.read import read
from ingest.settings import Settings
from ingest.store import open_store
from ingest.validate import validate

CRACKED = "The dam is CRACKED"  # as both outlets of the small world word it, but for case
COLUMNS = ("reviewed", "claimed_by", "verdict", "stance", "checked_by")
FALSE = (CRACKED, "Ann Lee", "False", "disputes", "Coast Check")
NEITHER = ("The moon is a cheese", "Ann Lee", "Kokoelma", None, "Coast Check")
TRUE = ("The sea is wet", "Ann Lee", "Kokoelma", "supports", "Coast Check")


def review(claim: str, verdict: str, made_at: str = "", **rating: int) -> dict[str, object]:
    return {
        "@type": "ClaimReview",
        "url": "https://check.example.org/all",
        "datePublished": "2024-06-10",
        "author": {"name": "Coast Check"},
        "claimReviewed": claim,
        "itemReviewed": {"author": {"@type": "Person", "name": "Ann Lee"}, "url": made_at},
        "reviewRating": {"alternateName": verdict, **rating},
    }


FEED = [
    review(CRACKED, "False", world.POST),
    review("The moon is a cheese", "Kokoelma"),
    review("The sea is wet", "Kokoelma", ratingValue=5, worstRating=1, bestRating=5),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checked") / "store"
    with Snapshot.open() as snapshot, open_store(folder, mode="write", create=True) as store:
        world.fill(store)
        tools = pipeline.Tools(RuleExtractor(), snapshot, Settings())
        for _ in range(2):  # the second time nothing is new
            items = read(["-"], stdin=io.BytesIO(json.dumps(FEED).encode()))
            results = [each.outcome for each in pipeline.ingest(items, store, tools)]  # type: ignore[union-attr]
        assert results == [pipeline.Outcome.UNCHANGED] * 3
    return folder


@pytest.fixture(scope="module")
def reader(path: Path) -> Iterator[Reader]:
    with ingest.open_store(path) as opened:
        yield opened


def test_who_checked_what_with_which_verdict(reader: Reader) -> None:
    assert set(cut(reader.query("fact-checks"), *COLUMNS)) == {FALSE, NEITHER, TRUE}


def test_an_article_with_the_claim_is_found_by_its_words_and_by_its_address(reader: Reader) -> None:
    table = reader.query("fact-checks")
    rows = cut(table, "verdict", "carried_by", "made_at", "article")
    found = [row[1:] for row in rows if row[0] == "False"]
    assert {row[0] for row in found} == {BEACON, MERIDIAN}
    assert {row[1:] for row in found} == {(world.POST, str(iri_of_post()))}
    assert all(any(row[place] is not None for row in table.rows) for place in range(len(table.columns)))


def test_a_claim_that_no_article_carries_has_one_row_a_verdict(reader: Reader) -> None:
    found = cut(reader.query("fact-checks"), "reviewed", "verdict", "carried_by", "carried_at")
    others = [row for row in found if row[2] is None]
    assert others == [
        ("The moon is a cheese", "Kokoelma", None, None),
        ("The sea is wet", "Kokoelma", None, None),
    ]


def iri_of_post() -> str:
    return world.claim(world.post(), "c1").partition("/claim/")[0]


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_a_second_engine_gives_the_same_rows_in_the_same_order(reader: Reader) -> None:
    (question,) = (each for each in reader.questions() if each.name == "fact-checks")
    table = reader.query("fact-checks")
    for dataset in in_second_engine(reader):
        result = dataset.query(question.text)
        found = as_strings([[row[name] for name in table.columns] for row in result])
        assert found == as_strings(table.terms)


def test_every_fact_check_conforms_to_the_shapes(reader: Reader) -> None:
    checked = [each for each in bundles.in_store(reader.store) if validate(each.quads).conforms]
    assert len(checked) == len(list(bundles.in_store(reader.store)))


def test_a_reviewed_claim_is_never_one_of_the_fact_checkers_own_voice(reader: Reader) -> None:
    table = reader.query("claims-by", entity="Q900")
    assert not any("Coast Check" in str(row) for row in table.rows)
    own = cut(reader.query("outlets"), "outlet", "claims", "own_voice", "second_hand")
    assert ("Coast Check", 6, 3, 3) in own


def test_a_verdict_can_be_rejected_like_any_claim(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "store"
    shutil.copytree(path, copy)
    with open_store(copy, mode="write") as store:
        quads = [quad for each in bundles.in_store(store) for quad in each.quads]
        (verdict,) = {
            quad.subject.value
            for quad in quads
            if quad.predicate.value == "https://schema.org/text" and f"“{CRACKED}”: False" in str(quad.object)
        }
        rejected = Judgements(
            [Judgement("2026-11-22T10:00:00Z", "Ada", verdict, Aspect.CLAIM, "rejected", "")]
        )
        assert [each.problem for each in judging.judge(store, rejected)] == [None]
    with ingest.open_store(copy) as opened:
        assert set(cut(opened.query("fact-checks"), *COLUMNS)) == {NEITHER, TRUE}
