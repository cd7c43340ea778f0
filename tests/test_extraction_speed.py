"""What the benchmark of speed reads, and what it makes of its timings; no test depends on a time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.extraction_speed import Timing, paragraphs, put_together, report, sample
from benchmarks.extractors import NAMES, extractor, size_on_disk
from benchmarks.machine import peak_bytes
from ingest.model import Article

ARTICLES = [
    Article(title="One", lead="a b", body="c d e\n\nf"),
    Article(title="Two", body="g h i j"),
]


def test_paragraphs_keep_their_headline_and_the_lead_is_one() -> None:
    assert list(paragraphs(ARTICLES)) == [("One", "a b"), ("One", "c d e"), ("One", "f"), ("Two", "g h i j")]


def test_articles_are_cut_where_they_are_nearest_to_the_length() -> None:
    made = list(put_together([*paragraphs(ARTICLES), ("Three", "k"), ("Three", "l m n o")], words=4))
    assert [(one.title, one.body) for one in made] == [("One", "a b\n\nc d e"), ("One", "f\n\ng h i j")]


lengths = st.lists(st.integers(1, 12), max_size=30)


@settings(deadline=None)
@given(lengths, st.integers(1, 15))
def test_no_paragraph_is_lost_but_those_left_over_at_the_end(parts: list[int], words: int) -> None:
    given_ = [(str(i), " ".join([str(i)] * length)) for i, length in enumerate(parts)]
    made = list(put_together(given_, words=words))
    whole = "\n\n".join(one.body for one in made)
    assert "\n\n".join(part for _, part in given_).startswith(whole)
    assert all(abs(len(one.body.split()) - words) <= max(12, words) for one in made)


def test_the_seeds_make_as_many_articles_as_are_asked_for() -> None:
    seeds = Path(__file__).parents[1] / "seeds" / "articles"
    made = sample(seeds, 20)
    assert len(made) == 20
    assert all(250 < len(one.body.split()) < 750 for one in made)
    assert len({one.body for one in made}) > 10


def test_a_folder_without_articles_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no articles"):
        sample(tmp_path, 1)


def test_the_report_takes_the_median_round_and_compares() -> None:
    mine, bert = Timing((1.0, 4.0, 2.0), 50_000_000), Timing((20.0,), 700_000_000)
    lines = list(report("rules", ARTICLES, 2, mine, bert))
    assert "| articles a second, median of 3 rounds | 1.00 |" in lines
    assert "| slowest and fastest round | 0.50–2.00 |" in lines
    assert "| peak resident memory, MB | 50 |" in lines
    assert lines[-1] == "| times as fast as that encoder | 10.0 |"


def test_without_onnx_the_report_says_that_nothing_was_compared() -> None:
    assert "not installed" in list(report("rules", ARTICLES, 2, Timing((1.0,), 1), None))[-1]


def test_peak_memory_is_in_bytes_and_never_falls() -> None:
    before = peak_bytes()
    held = b"x" * (before + 50_000_000)
    peak = peak_bytes()
    assert 0.95 < peak / len(held) < 20  # bytes, not kilobytes; the system counts in pages, and late
    del held
    assert peak_bytes() > 0.95 * peak


@pytest.mark.parametrize("name", NAMES)
def test_every_extractor_can_be_made_and_weighed(name: str) -> None:
    assert extractor(name).name == name
    assert size_on_disk(name) > 10_000


def test_the_encoder_for_comparison_reads_windows() -> None:
    pytest.importorskip("onnx", reason="needs the onnx package, which only training needs")
    from benchmarks.bert_base import Encoder, Sizes, window_pieces

    windows = window_pieces("Dam leaks\n\n" + "The dam leaks, Ann said. " * 60)
    assert len(windows) > 1
    assert all(one[0] == 101 and one[-1] == 102 for one in windows)
    small = Sizes(positions=400, hidden=8, layers=2, heads=2, feed_forward=16)
    vectors = Encoder(small, threads=2).read(windows)
    assert [one.shape for one in vectors] == [(len(one), 8) for one in windows]
