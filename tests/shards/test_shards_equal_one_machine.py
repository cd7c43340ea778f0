"""Whatever the partitions, their order and the workers: a store loaded from shards is that of one machine."""

import gzip
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shards.conftest import article, contents, ingest, load_all, make, write

from ingest import pipeline, versions
from ingest.pipeline import Outcome
from ingest.rdf import iri
from ingest.shards import loading
from ingest.store import open_store


def corpus(folder: Path) -> list[str]:
    """Files with all that makes one partition touch another."""
    one = write(
        folder / "a.jsonl",
        article(1, date="2024-03-11"),
        article(2),
        "no JSON",
        article(3, date="2024-03-12"),
        article(4, " Es ist so.", language="de"),
    )
    two = write(
        folder / "b.jsonl",
        article(2),  # the same again
        article(1, " It has been corrected.", date="2024-03-12"),  # newer
        article(3, " It was said before.", date="2024-03-11"),  # older
        article(5),
    )
    three = write(
        folder / "c.jsonl",
        article(5, " Without a date, another text."),
        article(2, date="2024-01-01"),  # the same text, with a date
        article(6),
        article(6, " And another."),
        article(6),  # replaced before: it does not come back
    )
    four = write(
        folder / "d.jsonl", article(1, " As of the same day.", date="2024-03-12"), article(7), article(9)
    )
    return [one, two, three, four]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    return corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def expected(inputs, tools, tmp_path_factory):
    folder = tmp_path_factory.mktemp("one") / "store"
    ingest(inputs, folder, tools)
    return contents(folder)


@pytest.mark.parametrize("size", [500, 2500, 10**9], ids=["pieces of files", "some files", "all in one"])
def test_the_store_is_the_same(size, inputs, expected, tools, tmp_path):
    place = make(inputs, str(tmp_path / "shards"), size)
    load_all([place], tmp_path / "store", tools)
    assert contents(tmp_path / "store") == expected


def test_the_order_in_which_shards_are_made_does_not_matter(inputs, expected, tools, tmp_path):
    place = make(inputs, str(tmp_path / "shards"), backwards=True)
    load_all([place], tmp_path / "store", tools)
    assert contents(tmp_path / "store") == expected


def test_several_workers_make_the_same_files(inputs, tmp_path):
    make(inputs, str(tmp_path / "one"))
    make(inputs, str(tmp_path / "two"), workers=2)
    assert files(tmp_path / "one") == files(tmp_path / "two")


_CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from shards.conftest import make
make(sys.argv[3:], sys.argv[2])
"""


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_the_files_are_the_same_under_every_hash_seed(seed, inputs, tmp_path):
    make(inputs, str(tmp_path / "one"))
    command = [sys.executable, "-c", _CHILD, str(Path(__file__).parents[1]), str(tmp_path / "two"), *inputs]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": seed})
    assert files(tmp_path / "one") == files(tmp_path / "two")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_union_of_the_quads_is_the_export_where_no_two_shards_have_texts_of_one_article(tools, tmp_path):
    inputs = [
        write(tmp_path / "a.jsonl", article(1), article(1, " Corrected.", date="2024-03-12"), article(2)),
        write(tmp_path / "b.jsonl", article(3), article(4), "{}"),
    ]
    make(inputs, str(tmp_path / "shards"))
    ingest(inputs, tmp_path / "store", tools)
    lines = set[bytes]()
    for packed in (tmp_path / "shards").glob("shards/*/*.nq.gz"):
        own = gzip.decompress(packed.read_bytes()).splitlines(keepends=True)
        assert all(one < other for one, other in pairwise(own)), "sorted, and each once"
        lines.update(own)
    assert b"".join(sorted(lines)) == contents(tmp_path / "store")["export"]


texts = st.sampled_from(["", " Second text.", " Third text."])
dates = st.sampled_from([None, "2024-03-11", "2024-03-12"])
languages = st.sampled_from(["en", "en", "en", "de"])
records = st.builds(
    lambda number, text, date, language: article(
        number, text, language=language, **({"date": date} if date else {})
    ),
    st.integers(1, 2),
    texts,
    dates,
    languages,
)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(records, min_size=1, max_size=3), min_size=1, max_size=3), st.integers(300, 1500))
def test_any_versions_in_any_partitions(tmp_path_factory, tools, partitions, size):
    folder = tmp_path_factory.mktemp("any")
    inputs = [write(folder / f"{number}.jsonl", *each) for number, each in enumerate(partitions)]
    ingest(inputs, folder / "one", tools)
    load_all([make(inputs, str(folder / "shards"), size)], folder / "other", tools)
    assert contents(folder / "other") == contents(folder / "one")


@pytest.mark.parametrize("threshold", [0, 10**9], ids=["in bulk", "one by one"])
def test_into_a_store_that_holds_articles(threshold, inputs, tools, tmp_path, monkeypatch):
    """Older and newer texts, an article that was taken down, and one that stays."""
    before = write(
        tmp_path / "before.jsonl",
        article(1, " It was there.", date="2024-03-13"),
        article(3, " It was there.", date="2024-03-01"),
        article(5),
        article(8),
    )
    monkeypatch.setattr(loading, "REBUILD_FROM", threshold)
    for name in ("one", "other"):
        ingest([before], tmp_path / name, tools)
        with open_store(tmp_path / name, mode="write") as store:
            pipeline.take_down(store, "https://example.org/7")
    ingest(inputs, tmp_path / "one", tools)
    loaded = load_all([make(inputs, str(tmp_path / "shards"))], tmp_path / "other", tools)
    assert contents(tmp_path / "other") == contents(tmp_path / "one")
    assert loaded.outcomes[Outcome.TAKEN_DOWN] == 1
    assert bool(loaded.quads) == (threshold == 0)


def test_loading_again_changes_nothing_and_says_so(inputs, expected, tools, tmp_path):
    place = make(inputs, str(tmp_path / "shards"))
    first = load_all([place], tmp_path / "store", tools)
    again = load_all([place], tmp_path / "store", tools)
    assert contents(tmp_path / "store") == expected
    assert first.outcomes[Outcome.LOADED] == 8 - 1  # one is quarantined
    assert again.outcomes[Outcome.LOADED] == 0
    assert again.outcomes[Outcome.UNCHANGED] >= 7
    assert first.outcomes.total() == again.outcomes.total()


def test_folders_are_loaded_in_their_order_as_if_ingested_one_after_the_other(tools, tmp_path):
    one = write(tmp_path / "a.jsonl", article(1))
    two = write(tmp_path / "b.jsonl", article(1, " Without a date, another text."))
    for name, inputs in (("ab", [one, two]), ("ba", [two, one])):
        ingest(inputs, tmp_path / name, tools)
        places = [make([each], str(tmp_path / name / "shards" / Path(each).stem)) for each in inputs]
        load_all(places, tmp_path / f"{name}-loaded", tools)
        assert contents(tmp_path / f"{name}-loaded")["export"] == contents(tmp_path / name)["export"]
    assert contents(tmp_path / "ab")["export"] != contents(tmp_path / "ba")["export"]


def test_an_article_that_was_set_aside_before_leaves_the_quarantine(tools, tmp_path):
    german = write(tmp_path / "a.jsonl", article(1, language="de"))
    english = write(tmp_path / "b.jsonl", article(1))
    for name in ("one", "other"):
        ingest([german], tmp_path / name, tools)
    ingest([english], tmp_path / "one", tools)
    load_all([make([english], str(tmp_path / "shards"))], tmp_path / "other", tools)
    assert contents(tmp_path / "other") == contents(tmp_path / "one")
    assert not list((tmp_path / "other" / "quarantine").iterdir())


def test_articles_are_loaded_as_people_judged_them(tools, tmp_path):
    from shards.conftest import judged

    from ingest.judgements import Aspect, Judgement, Judgements

    inputs = [write(tmp_path / "a.jsonl", article(1), article(2))]
    said = Judgement("2024-05-01T00:00:00Z", "Ada", "name:ada holm", Aspect.ENTITY, "Q42", "I know her.")
    tools = judged(tools, Judgements((said,)))
    ingest(inputs, tmp_path / "one", tools)
    load_all([make(inputs, str(tmp_path / "shards"))], tmp_path / "other", tools)
    assert b"Q42" in contents(tmp_path / "one")["export"]
    assert contents(tmp_path / "other") == contents(tmp_path / "one")


def test_the_index_says_what_each_article_is(inputs, tmp_path):
    make(inputs, str(tmp_path / "shards"), 10**9)
    (index,) = (tmp_path / "shards").glob("shards/*/index.jsonl.gz")
    lines = [json.loads(line) for line in gzip.decompress(index.read_bytes()).splitlines()]
    assert [line["origin"]["record"] for line in lines if line["origin"]["file"] == inputs[0]] == [1, 2, 4, 5]
    assert [bool(line["digests"]) for line in lines].count(False) == 1
    assert {line["article"] for line in lines} == {
        iri.article_at(f"https://example.org/{number}").value for number in (*range(1, 8), 9)
    }


def test_the_rule_of_versions():
    assert versions.is_older("2024-03-11T00:00:00Z", "2024-03-12T00:00:00Z", buried=False)
    assert not versions.is_older("2024-03-12T00:00:00Z", "2024-03-11T00:00:00Z", buried=True)
    assert not versions.is_older(None, "2024-03-11T00:00:00Z", buried=False)
    assert versions.is_older("2024-03-11T00:00:00Z", "2024-03-11T00:00:00Z", buried=True)
