"""Gold kept as offsets: the same as the words it was made from, and never read into another text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import chain_exact
from benchmarks.agreement import agreement
from benchmarks.gold import GoldArticle, load
from benchmarks.sets import DEV, TEST, WIKINEWS, load_pass, load_set
from benchmarks.standoff import TEXTS, TextError, compile_folder, encode, load_file
from ingest.model import Certainty, ClaimKind, Polarity, RelationType, SpeechAct

ARTICLE = """ date 2024-05-06 https://example.org/ferry

Ferry stuck off Møn: harbour

The harbour said on Facebook that the ferry “may be stuck” until Friday.
The harbour master, Liv Dahl, denied it.
"""
GOLD = {
    "article": "ferry.txt",
    "claims": [
        {
            "id": "1",
            "in": "The harbour said on Facebook that the ferry “may be stuck” until Friday",
            "content": ["the ferry “may be stuck” until Friday"],
            "or": [["may be stuck"]],
            "kind": "mixed",
            "certainty": "possible",
            "also_certainty": ["unknown"],
            "polarity": "affirmed",
            "cues": [["certainty", "may"]],
            "chain": [
                {
                    "name": "The harbour",
                    "also": ["harbour"],
                    "unnamed": False,
                    "source": ["The harbour"],
                    "cue": ["said"],
                    "act": "say",
                    "medium": {"name": "Facebook", "also": [None], "words": ["Facebook"]},
                }
            ],
        },
        {
            "id": "2",
            "in": "The harbour master, Liv Dahl, denied it",
            "content": ["it"],
            "kind": "indirect",
            "certainty": "certain",
            "polarity": "negated",
            "chain": [
                {
                    "name": "Liv Dahl",
                    "unnamed": False,
                    "source": ["The harbour master, Liv Dahl"],
                    "cue": ["denied"],
                    "act": "deny",
                    "medium": None,
                }
            ],
            "relations": [["disputes", "1"]],
        },
        {
            "id": "3",
            "in": "Ferry stuck off Møn",
            "content": ["Ferry stuck off Møn"],
            "kind": "own-voice",
            "certainty": "certain",
            "polarity": "affirmed",
            "chain": [],
        },
    ],
}


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    """A folder with an article and its gold in the annotators' form."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "words").mkdir()
    (tmp_path / "texts" / "ferry.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "words" / "ferry.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return tmp_path


def compiled(ferry: Path) -> Path:
    compile_folder(ferry / "words", ferry / "texts", ferry / "offsets")
    return ferry / "offsets" / "ferry.json"


def test_offsets_hold_all_that_the_words_hold(ferry: Path) -> None:
    gold = load_file(compiled(ferry), ferry / "texts")
    assert gold == load(ferry / "words" / "ferry.json", ferry / "texts")
    first, second, third = gold.claims
    text = gold.article.text
    assert [span.of(text) for span in first.places[0]] == ["the ferry “may be stuck” until Friday"]
    assert first.certainties == (Certainty.POSSIBLE, Certainty.UNKNOWN)
    assert (first.chain[0].names, first.chain[0].media) == (("The harbour", "harbour"), ("Facebook", None))
    assert [span.of(text) for span in first.chain[0].medium] == ["Facebook"]
    assert second.relations == ((RelationType.DISPUTES, "1"),)
    assert third.chain == ()


def test_no_word_of_the_article_is_kept(ferry: Path) -> None:
    path = compiled(ferry)
    letters = set(re.findall(r"[^\W\d_]+", ARTICLE)) - {"said", "https", "harbour", "date", "it", "on", "The"}
    assert len(letters) > 15
    assert not letters & set(re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8"))) - {"ferry"}


def test_one_claim_stands_on_one_line(ferry: Path) -> None:
    lines = compiled(ferry).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line.removesuffix(","))["id"] for line in lines[1:-1]] == ["1", "2", "3"]


def test_a_missing_article_is_said_to_be_missing_and_where_it_comes_from(ferry: Path) -> None:
    path = compiled(ferry)
    (ferry / "texts" / "ferry.txt").unlink()
    with pytest.raises(TextError, match=r"ferry\.txt is missing.*GUM"):
        load_file(path, ferry / "texts")


@pytest.mark.parametrize("change", [("Friday", "Monday"), ("denied it.", "denied it. So there.")])
def test_another_version_of_the_article_is_noticed(ferry: Path, change: tuple[str, str]) -> None:
    path = compiled(ferry)
    (ferry / "texts" / "ferry.txt").write_text(ARTICLE.replace(*change), encoding="utf-8")
    with pytest.raises(TextError, match="not the version of the article"):
        load_file(path, ferry / "texts")


def test_a_name_that_is_not_in_the_article_is_refused(ferry: Path) -> None:
    gold: dict[str, Any] = json.loads(json.dumps(GOLD))
    gold["claims"][1]["chain"][0]["name"] = "Liv Hansen"
    (ferry / "words" / "ferry.json").write_text(json.dumps(gold), encoding="utf-8")
    with pytest.raises(ValueError, match="'Liv Hansen' stands 0 times"):
        compiled(ferry)


def told(arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What the benchmark says when it refuses to run."""
    monkeypatch.setattr("sys.argv", ["chain_exact", *arguments])
    with pytest.raises(SystemExit) as stop:
        chain_exact.main()
    assert stop.value.code == 2
    return capsys.readouterr().err


def test_the_benchmark_says_where_missing_articles_come_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "GUM" in told(["--set", "dev", "--texts", str(tmp_path)], monkeypatch, capsys)


@pytest.mark.parametrize("name", ["test", "wikinews"])
def test_errors_on_test_articles_are_not_listed(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(["--set", name, "--errors"], monkeypatch, capsys)
    assert "test articles are for reporting" in said


# -- the gold that is kept here


def files(name: str) -> list[Path]:
    return sorted((WIKINEWS / name).glob("*.json"))


def test_the_split_is_every_second_article_by_name() -> None:
    names = [path.stem for path in files("final")]
    assert (tuple(names[0::2]), tuple(names[1::2])) == (DEV, TEST)
    assert (len(DEV), len(TEST)) == (13, 12)


@pytest.mark.parametrize("name", ["first", "second"])
def test_both_passes_cover_the_articles_of_the_gold_in_the_same_version(name: str) -> None:
    def heads(folder: str) -> list[tuple[str, str, int]]:
        records = [json.loads(path.read_text(encoding="utf-8")) for path in files(folder)]
        return [(record["article"], record["sha256"], record["length"]) for record in records]

    assert heads(name) == heads("final")


@pytest.mark.parametrize("name", ["final", "first", "second"])
def test_the_gold_holds_offsets_and_terms_and_no_words(name: str) -> None:
    terms = {str(one) for scale in (Certainty, ClaimKind, Polarity, RelationType, SpeechAct) for one in scale}
    for path in files(name):
        record = json.loads(path.read_text(encoding="utf-8"))
        assert set(record) == {"article", "sha256", "length", "claims"}
        for words in strings(record["claims"]):
            assert words in terms | {"certainty", "polarity"} or re.fullmatch(r"\w{1,5}", words), words


def strings(value: Any) -> Iterator[str]:
    """Every string in a JSON value, but keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


needs_texts = pytest.mark.skipif(
    not TEXTS.is_dir(), reason="needs GUM's Wikinews articles, which are not distributed with Hearsay"
)


@needs_texts
@pytest.mark.parametrize("name", ["final", "first", "second"])
def test_the_gold_is_read_at_its_articles_and_written_the_same_again(name: str) -> None:
    for one, path in zip(load_pass(name), files(name), strict=True):
        assert encode(one) == path.read_text(encoding="utf-8"), path


@needs_texts
def test_the_sets_are_parts_of_one_whole() -> None:
    def names(gold: tuple[GoldArticle, ...]) -> list[str]:
        return [one.name for one in gold]

    assert sorted(names(load_set("dev")) + names(load_set("test"))) == names(load_set("wikinews"))


@needs_texts
@pytest.mark.parametrize("name", ["final", "first", "second"])
def test_the_gold_of_wikinews_keeps_its_own_rules(name: str) -> None:
    for one in load_pass(name):
        text, ids = one.article.text, {claim.id for claim in one.claims}
        assert len(ids) == len(one.claims)
        for claim in one.claims:
            where = f"{one.name} {claim.id}"
            assert (claim.kind is ClaimKind.OWN_VOICE) == (not claim.chain), where
            assert {related for _, related in claim.relations} <= ids - {claim.id}, where
            for piece in claim.places[0]:
                words = piece.of(text)
                assert words
                assert words == words.strip(), where


@needs_texts
def test_the_documented_agreement_is_what_the_passes_have() -> None:
    page = (WIKINEWS.parents[2] / "docs" / "gold.md").read_text(encoding="utf-8")
    said = re.findall(r"(?m)^\| (\w+ claims, .+) \| (\S+) \| (\S+) \|$", page)
    assert len(said) == 4
    first, second, final = map(load_pass, ("first", "second", "final"))
    lines = [" ".join(line.split()) for line in agreement(first, second, final)]
    assert {" ".join(row) for row in said} <= set(lines)


@needs_texts
@pytest.mark.parametrize("name", ["wikinews", "dev", "test"])
def test_the_documented_size_of_a_set_is_its_size(name: str) -> None:
    page = (WIKINEWS.parents[2] / "docs" / "gold.md").read_text(encoding="utf-8")
    (said,) = re.findall(rf"(?m)^\|.*`{name}`[^|]*\| (\d+) \| (\d+) \| (\d+) \|", page)
    gold = load_set(name)
    claims = [claim for one in gold for claim in one.claims]
    attributed = [claim for claim in claims if claim.chain]
    assert tuple(map(int, said)) == (len(gold), len(claims), len(attributed))
