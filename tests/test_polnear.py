"""The measures of flat attributions: what counts as right; that offsets and confidences are kept honest."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bootstrap import f1_interval
from benchmarks.flat_scoring import (
    MEASURES,
    Compared,
    rightness,
    score,
    touching,
    with_found,
    with_gold,
)
from benchmarks.polnear import TOGETHER, as_article, as_attribution, compare, report
from benchmarks.reliability import bins, calibration_error
from benchmarks.scoring import Score
from benchmarks.speech_form import quotations, speech_form
from ingest.model import Article, Extraction, FlatAttribution, Span, Spans

TEXT = "Dam leaks\n\n“It leaks,” she said, “badly.” He doubts that it “leaks”. Rain is likely, Ann said."


def at(*wordings: str) -> Spans:
    return tuple(Span(TEXT.index(words), TEXT.index(words) + len(words)) for words in wordings)


def attribution(source: Spans, cue: Spans, content: Spans, confidence: float = 1.0) -> FlatAttribution:
    return FlatAttribution(source, cue, content, confidence)


SHE = attribution(at("she"), at("said"), at("“It leaks,”", "“badly.”"))
HE = attribution(at("He"), at("doubts"), at("it “leaks”"))
NOBODY = attribution((), at("likely"), at("Rain"))
ANN = attribution(at("Ann"), at("Ann said"), at("Rain is likely"))
GOLD = (SHE, HE, NOBODY, ANN)


def compared(*found: FlatAttribution, gold: tuple[FlatAttribution, ...] = GOLD) -> list[Compared]:
    return [Compared("Post", TEXT, gold, found)]


def counts(name: str, *found: FlatAttribution) -> Score:
    return score(compared(*found), MEASURES[name])


# -- what is right


@pytest.mark.parametrize("name", MEASURES)
def test_the_gold_itself_is_right_by_every_measure(name: str) -> None:
    assert counts(name, *GOLD).f1 == 1
    assert touching(compared(*GOLD), MEASURES[name]).precision == 1


def test_a_content_is_right_only_if_all_its_pieces_are() -> None:
    half = attribution(SHE.source, SHE.cue, at("“It leaks,”"))
    assert counts("content", half) == Score(gold=4, found=1, right=0)
    assert counts("content pieces", half) == Score(gold=5, found=1, right=1)
    assert counts("source + cue", half) == Score(gold=3, found=1, right=1)
    assert counts(TOGETHER, half) == Score(gold=4, found=1, right=0)


def test_parts_of_two_attributions_do_not_make_one() -> None:
    crossed = attribution(HE.source, SHE.cue, ANN.content)
    assert [counts(role, crossed).right for role in ("source", "cue", "content")] == [1, 1, 1]
    for together in ("source + cue", "cue + content", TOGETHER):
        assert counts(together, crossed).right == 0


def test_an_attribution_without_a_source_is_right_if_it_was_found_without() -> None:
    assert counts(TOGETHER, NOBODY).right == 1
    assert counts(TOGETHER, attribution(at("Ann"), NOBODY.cue, NOBODY.content)).right == 0
    assert counts("source", NOBODY) == Score(gold=3, found=0, right=0)


def test_what_is_found_twice_is_right_once() -> None:
    assert counts("cue", HE, HE) == Score(gold=4, found=2, right=1)
    assert rightness(compared(HE, HE)[0], MEASURES[TOGETHER]) == [True, False]


def test_touching_needs_a_shared_character_in_every_part_of_one_attribution() -> None:
    near = attribution(HE.source, HE.cue, at("“leaks”"))
    crossed = attribution(SHE.source, HE.cue, HE.content)
    beside = attribution(HE.source, HE.cue, at("badly"))
    sourceless = attribution((), HE.cue, HE.content)
    found = compared(near, crossed, beside, sourceless)
    assert touching(found, MEASURES[TOGETHER]).right == 1
    assert touching(found, MEASURES["content"]).right == 4
    assert score(found, MEASURES[TOGETHER]).right == 0


def test_spans_that_only_meet_do_not_touch() -> None:
    (it,) = at("it “leaks”")
    before = attribution((), HE.cue, (Span(it.start - 5, it.start),))
    assert touching(compared(before, gold=(HE,)), MEASURES["content"]).right == 0


def test_gold_and_found_are_restricted_apart() -> None:
    both = compared(*GOLD)
    assert [len(one.gold) for one in with_gold(both, lambda _, each: bool(each.source))] == [3]
    assert [len(one.found) for one in with_gold(both, lambda _, each: bool(each.source))] == [4]
    assert [len(one.found) for one in with_found(both, lambda _, each: bool(each.source))] == [3]


# -- the form of speech


def test_speech_is_direct_mixed_or_indirect_by_its_quotation_marks() -> None:
    marks = quotations(TEXT)
    forms = [speech_form(one.content, TEXT, marks) for one in GOLD]
    assert forms == ["direct", "mixed", "indirect", "indirect"]


@pytest.mark.parametrize("words", ["“It leaks,”", "It leaks", "It leaks,”", "“It leaks,” "])
def test_on_which_side_of_the_marks_a_span_ends_does_not_matter(words: str) -> None:
    assert speech_form(at(words), TEXT, quotations(TEXT)) == "direct"


def test_a_quotation_without_its_closing_mark_goes_on_in_the_next_paragraph() -> None:
    text = "Talk\n\n“It leaks everywhere.\n\n“It leaks badly,” she said."
    begin = text.index("“")
    content = (Span(begin, text.index("\n\n“It leaks b")), Span(text.rindex("“"), text.index(" she")))
    assert speech_form(content, text, quotations(text)) == "direct"


# -- reading


def record(text: str = TEXT, *gold: FlatAttribution) -> dict[str, object]:
    roles = ("source", "cue", "content")
    listed = [{role: [[s.start, s.end] for s in getattr(one, role)][::-1] for role in roles} for one in gold]
    return {"id": "1", "publisher": "Post", "text": text, "attributions": listed}


def test_an_article_keeps_its_offsets() -> None:
    article = as_article(record())
    assert (article.title, article.text) == ("Dam leaks", TEXT)


@pytest.mark.parametrize("text", ["\n\nNo headline", "No body\n\n"])
def test_an_article_whose_offsets_would_shift_stops_the_run_with_its_place(tmp_path: Path, text: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(record()) + "\n" + json.dumps(record(text)), encoding="utf-8")
    with pytest.raises(ValueError, match=r"gold\.jsonl:2: .*headline"):
        compare(file, Perfect())


def test_gold_spans_are_put_in_text_order() -> None:
    listed = record(TEXT, SHE)["attributions"]
    assert isinstance(listed, list)
    assert as_attribution(listed[0]) == SHE


class Perfect:
    """Finds the gold, and one thing too much, of which it is less sure."""

    name = "perfect"
    digest = ""

    def supports(self, language: str) -> bool:
        return True

    def extract(self, article: Article) -> Extraction:
        wrong = attribution(at("He"), at("doubts"), at("Rain"), confidence=0.25)
        return Extraction(article, attributions=(*GOLD, wrong))


def test_the_report_says_what_was_measured(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join([json.dumps(record(TEXT, *GOLD))] * 3), encoding="utf-8")
    lines = list(report(compare(file, Perfect(), limit=2)))
    assert lines[0] == "2 articles with 8 attributions; 10 found"
    assert "| source + cue + content | 0.800 | 1.000 | 0.889 | 0.889–0.889 | 0.800 |" in lines
    assert "| direct | 2 | 1.00 / 1.00 / 1.00 |" in "\n".join(lines)
    assert lines.count("| 0.25–0.25 | 2 | 0.250 | 0.000 |") == 2  # by all three, and by content alone
    assert "| 0.5 | 8 | 1.00 / 1.00 / 1.00 | 1.00 / 1.00 / 1.00 |" in lines


# -- intervals and calibration


def test_articles_that_are_all_alike_leave_no_doubt() -> None:
    assert f1_interval([Score(4, 2, 1)] * 9) == pytest.approx((1 / 3, 1 / 3))


def test_the_interval_holds_the_figure_and_is_the_same_every_time() -> None:
    articles = [Score(10, 10, right) for right in (2, 9, 5, 7, 0, 10, 6)]
    low, high = f1_interval(articles)
    assert 0 < low < sum(one.right for one in articles) / 70 < high < 1
    assert f1_interval(articles) == (low, high)


def test_nothing_to_find_and_nothing_found_is_no_fault() -> None:
    assert f1_interval([]) == f1_interval([Score(0, 0, 0)]) == (1, 1)


def test_confidence_that_is_right_as_often_as_it_says_has_no_error() -> None:
    parts = bins([0.5] * 4 + [1.0] * 2, [True, False, True, False, True, True], number=2)
    assert [(part.number, part.right) for part in parts] == [(4, 0.5), (2, 1.0)]
    assert calibration_error(parts) == 0


def test_the_error_is_the_gap_of_each_bin_by_its_size() -> None:
    parts = bins([0.8] * 3 + [0.9], [False, True, False, True], number=2)
    assert calibration_error(parts) == pytest.approx(0.75 * (0.8 - 1 / 3) + 0.25 * 0.1)


scored = st.lists(st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), max_size=60)


@settings(deadline=None)
@given(scored, st.randoms())
def test_the_order_of_what_was_found_does_not_change_the_error(found: list[tuple[float, bool]], rng) -> None:  # type: ignore[no-untyped-def]
    shuffled = rng.sample(found, len(found))
    (one, right), (other, right_too) = (
        [list(x) for x in zip(*f, strict=True)] or [[], []] for f in (found, shuffled)
    )
    assert calibration_error(bins(one, right)) == pytest.approx(calibration_error(bins(other, right_too)))


@settings(deadline=None)
@given(scored)
def test_bins_hold_everything_once_and_part_no_equals(found: list[tuple[float, bool]]) -> None:
    parts = bins([c for c, _ in found], [r for _, r in found])
    assert sum(part.number for part in parts) == len(found)
    assert len(parts) <= 10
    assert all(before.highest < after.lowest for before, after in pairwise(parts))
    assert 0 <= calibration_error(parts) <= 1
