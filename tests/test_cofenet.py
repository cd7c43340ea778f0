"""CofeNet's protocol: tokens become a text as an article has it, and what is found in it tokens again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.cofenet import PUBLISHED, Chunk, found_by, join, measure, read_chunks, report
from benchmarks.extractors import extractor
from benchmarks.scoring import Score
from ingest.model import Article, Extraction, FlatAttribution, Span

TOKENS = ["``", "It", "leaks", ",", "''", "Ann", "did", "n't", "say", "in", "mid-May", "."]
LABELS = ["B-content", *["I-content"] * 4, "B-source", "B-cue", "I-cue", "I-cue", "O", "O", "O"]


@pytest.fixture
def chunk(tmp_path: Path) -> Chunk:
    file = tmp_path / "chunks.jsonl"
    file.write_text(json.dumps({"id": "1", "tokens": TOKENS, "labels": LABELS}), encoding="utf-8")
    (read,) = read_chunks(file)
    return read


def test_tokens_are_put_together_as_an_article_has_them(chunk: Chunk) -> None:
    assert chunk.text == "“It leaks,” Ann didn't say in mid-May."
    assert chunk.gold == {("content", 0, 5), ("source", 5, 6), ("cue", 6, 9)}


@settings(deadline=None)
@given(st.lists(st.sampled_from([*TOKENS, "-LRB-", "'s", "$", "é", "🙂"]), max_size=12), st.data())
def test_every_run_of_tokens_is_found_again_from_its_characters(
    tokens: list[str], data: st.DataObject
) -> None:
    text, starts = join(tokens)
    chunk = Chunk("1", text, tuple(starts), frozenset())
    first = data.draw(st.integers(0, len(tokens)))
    last = data.draw(st.integers(first, len(tokens)))
    if first < last:
        end = len(text[: starts[last]].rstrip()) if last < len(tokens) else len(text)
        assert chunk.tokens("cue", starts[first], end) == ("cue", first, last)


def test_a_span_within_a_token_is_that_token(chunk: Chunk) -> None:
    may = chunk.text.index("May")
    assert chunk.tokens("source", may, may + 2) == ("source", 10, 11)


class Fixed:
    """Finds one attribution with a content in two pieces, and another by the same source."""

    name = "fixed"
    digest = ""

    def supports(self, language: str) -> bool:
        return True

    def extract(self, article: Article) -> Extraction:
        assert article.title == ""
        source = (Span(12, 15),)
        pieces = FlatAttribution(source, (Span(16, 26),), (Span(1, 3), Span(4, 9)))
        return Extraction(article, attributions=(pieces, FlatAttribution(source, (), (Span(0, 11),))))


def test_each_piece_is_a_span_and_the_same_span_counts_once(chunk: Chunk) -> None:
    found = found_by(Fixed(), chunk)
    contents = {("content", 1, 2), ("content", 2, 3), ("content", 0, 5)}
    assert found == {("source", 5, 6), ("cue", 6, 9), *contents}
    scores = measure([chunk, chunk], lambda one: found_by(Fixed(), one))
    assert scores == {"source": Score(2, 2, 2), "cue": Score(2, 2, 2), "content": Score(2, 6, 2)}


def test_the_shipped_rules_read_a_chunk(chunk: Chunk) -> None:
    text, starts = join(["Ann", "said", "it", "leaks", "."])
    told = Chunk("1", text, tuple(starts), frozenset())
    assert found_by(extractor("rules"), told) == {("source", 0, 1), ("cue", 1, 2), ("content", 2, 4)}


def test_the_report_puts_the_published_figures_beside_the_measured() -> None:
    scores = {"source": Score(4, 2, 1), "cue": Score(2, 2, 2), "content": Score(2, 2, 0)}
    lines = list(report(scores, "fixed"))
    assert "| source | 4 | 2 | 50.0 | 25.0 | 33.3 |" in lines
    assert "| CoreNLP quote | 13.9 | – | 17.5 |" in lines
    assert lines[-1] == "| **fixed, here** | 33.3 | 100.0 | 0.0 |"
    assert len([line for line in lines if line.startswith(tuple(f"| {name} |" for name in PUBLISHED))]) == 6
