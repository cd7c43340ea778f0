"""The form on which a person checks a sample of the gold."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from benchmarks import gold_form
from benchmarks.form_page import page, passage
from benchmarks.form_score import COLUMNS, QUESTIONS, FormError, read_answers, summary, wilson
from benchmarks.gold import GoldArticle, load_all
from benchmarks.gold_form import sample, write_table
from ingest.model import Article, Span

HOSTILE = "<script>alert('x')</script> & <b>"


@pytest.fixture(scope="module")
def gold() -> tuple[GoldArticle, ...]:
    return load_all()


class Tags(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "data")]
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_equal_seeds_draw_equal_samples_in_the_order_of_the_articles(gold: tuple[GoldArticle, ...]) -> None:
    drawn = sample(gold, 10, 1)
    assert drawn == sample(gold, 10, 1)
    assert drawn != sample(gold, 10, 2)
    assert len({(one.name, claim.id) for one, claim in drawn}) == 10
    assert [one.name for one, _ in drawn] == sorted(one.name for one, _ in drawn)


def test_a_sample_larger_than_the_gold_is_all_of_it(gold: tuple[GoldArticle, ...]) -> None:
    claims = sum(len(one.claims) for one in gold)
    attributed = sum(bool(claim.chain) for one in gold for claim in one.claims)
    assert len(sample(gold, 10_000, 1)) == claims
    assert len(sample(gold, 10_000, 1, attributed=True)) == attributed < claims


def test_the_page_is_whole_and_fetches_nothing(gold: tuple[GoldArticle, ...]) -> None:
    everything = sample(gold, 10_000, 1)
    tags = Tags(page(everything, "all", QUESTIONS))
    assert tags.open == []
    assert not {"script", "link", "img", "iframe", "form"} & set(tags.names)
    assert all(address.startswith("https://") for address in tags.addresses)
    assert tags.names.count("section") == len(everything)
    assert tags.names.count("input") == 2 * len(QUESTIONS) * len(everything)


def test_each_passage_is_a_stretch_of_the_article_with_all_that_is_marked(
    gold: tuple[GoldArticle, ...],
) -> None:
    for one, claim in sample(gold, 10_000, 1):
        shown = unlabelled(passage(one, claim))
        assert "".join(Tags(shown).words) in one.article.text
        marked = "".join(Tags("".join(re.findall(r"<mark.*?</mark>", shown, re.DOTALL))).words)
        wanted = {*claim.places[0], *(span for link in claim.chain for span in (*link.source, *link.cue))}
        covered = {offset for span in wanted for offset in range(span.start, span.end)}
        assert len(marked) >= len(covered)
        assert all(span.of(one.article.text).split()[0] in marked for span in wanted)


def unlabelled(html: str) -> str:
    return re.sub(r"<sub>.*?</sub>", "", html)


def test_words_of_an_article_are_never_markup(gold: tuple[GoldArticle, ...]) -> None:
    claim = next(claim for claim in gold[0].claims if not claim.chain)
    article = Article(title=HOSTILE, body=HOSTILE, url="javascript:alert(1)", publisher=HOSTILE)
    hostile = replace(claim, id=HOSTILE[:9], places=((Span(0, len(HOSTILE)),),), also=(), markers=())
    tags = Tags(page([(GoldArticle(HOSTILE, article, (hostile,)), hostile)], HOSTILE, QUESTIONS))
    assert "script" not in tags.names
    assert tags.addresses == []
    assert HOSTILE in tags.words


def test_the_table_takes_an_answer_to_each_question(gold: tuple[GoldArticle, ...], tmp_path: Path) -> None:
    write_table(tmp_path / "form.csv", sample(gold, 3, 1))
    with (tmp_path / "form.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == COLUMNS
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    assert read_answers(tmp_path / "form.csv") == [dict.fromkeys(QUESTIONS)] * 3


def test_the_score_of_a_filled_form(tmp_path: Path) -> None:
    lines = [",".join(COLUMNS), "1,a,1,yes,Yes,y,yes,", "2,a,2,yes,no,yes,,wrong man", "3,a,3,,yes,,yes,"]
    (tmp_path / "form.csv").write_text("\n".join(lines), encoding="utf-8")
    said = list(summary(read_answers(tmp_path / "form.csv")))
    figures = {line.split("  ")[0]: line.split()[-7:-3] for line in said[1:]}
    assert figures["wording"] == ["2", "of", "2", "1.00"]
    assert figures["speakers"] == ["2", "of", "3", "0.67"]
    assert figures["all of them"] == ["1", "of", "2", "0.50"]


def test_a_table_saved_with_semicolons_is_read(tmp_path: Path) -> None:
    (tmp_path / "form.csv").write_text(
        ";".join(COLUMNS) + "\n1;a;1;yes;no;yes;yes;a, b\n", encoding="utf-8-sig"
    )
    (answers,) = read_answers(tmp_path / "form.csv")
    assert list(answers.values()) == [True, False, True, True]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (",".join(COLUMNS) + "\n1,a,1,maybe,,,,\n", "form.csv:2: wording is 'maybe'"),
        ("number,article\n", "no column wording, speakers, certainty, polarity"),
        ("", "no column"),
    ],
)
def test_a_form_that_cannot_be_read_is_explained(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "form.csv").write_text(content, encoding="utf-8")
    with pytest.raises(FormError, match=message):
        read_answers(tmp_path / "form.csv")


def test_a_form_that_is_not_there_is_explained(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="cannot be read"):
        read_answers(tmp_path / "form.csv")


@pytest.mark.parametrize(
    ("right", "of", "expected"),
    [(0, 0, (0, 1)), (0, 10, (0, 0.278)), (10, 10, (0.722, 1)), (5, 10, (0.237, 0.763))],
)
def test_wilson_intervals(right: int, of: int, expected: tuple[float, float]) -> None:
    assert wilson(right, of) == pytest.approx(expected, abs=0.001)


def test_the_command_writes_page_and_table_and_scores_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "form.html"
    monkeypatch.setattr("sys.argv", ["gold_form", "--set", "seeds", "--sample", "3", "-o", str(out)])
    gold_form.main()
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    monkeypatch.setattr("sys.argv", ["gold_form", "--score", str(out.with_suffix(".csv"))])
    gold_form.main()
    assert "0 of 0" in capsys.readouterr().out
