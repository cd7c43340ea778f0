"""Shares and their intervals, against figures worked out by hand."""

from __future__ import annotations

import pytest

from ingest.audit.estimating import Answer, estimate, wilson


def answers(stratum: str, of: int, right: int, wrong: int, blank: int = 0) -> list[Answer]:
    return [
        *(Answer(stratum, of, True) for _ in range(right)),
        *(Answer(stratum, of, False) for _ in range(wrong)),
        *(Answer(stratum, of, None) for _ in range(blank)),
    ]


def test_a_stratum_weighs_by_its_claims_not_by_its_rows():
    found = estimate([*answers("large", 900, 5, 5), *answers("small", 100, 10, 0)])
    assert found.share == pytest.approx(0.9 * 0.5 + 0.1 * 1.0)
    assert (found.right, found.answered) == (15, 20)


def test_one_stratum_of_an_endless_corpus_has_wilson_s_interval():
    found = estimate(answers("all", 10**9, 38, 2))
    assert (found.low, found.high) == pytest.approx(wilson(0.95, 40), abs=1e-6)


def test_unequal_weights_widen_the_interval():
    equal = estimate([*answers("a", 10**6, 15, 5), *answers("b", 10**6, 15, 5)])
    unequal = estimate([*answers("a", 19 * 10**5, 15, 5), *answers("b", 10**5, 15, 5)])
    assert (equal.share, unequal.share) == pytest.approx((0.75, 0.75))
    assert unequal.low < equal.low < equal.high < unequal.high


def test_what_is_wholly_checked_is_known():
    found = estimate(answers("all", 10, 7, 3))
    assert (found.share, found.low, found.high) == (0.7, 0.7, 0.7)
    assert estimate(answers("all", 11, 7, 3)).low < 0.7


def test_a_question_that_applies_to_some_weighs_strata_by_how_many_these_are():
    # Of "a" it applies to half: some 50 claims, against 100 of "b".
    found = estimate([*answers("a", 100, 5, 0, blank=5), *answers("b", 100, 0, 10)])
    assert found.share == pytest.approx(50 / 150)


def test_nothing_checked_says_nothing():
    found = estimate(answers("a", 100, 0, 0, blank=3))
    assert (found.share, found.low, found.high) == (None, 0.0, 1.0)


def test_a_sheet_whose_stratum_is_said_to_be_smaller_than_what_was_checked_of_it_stays_within_bounds():
    found = estimate(answers("a", 3, 4, 2))
    assert 0 <= found.low <= found.share <= found.high <= 1
