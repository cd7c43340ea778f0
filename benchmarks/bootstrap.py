"""How far a figure may lie off because of which articles happened to be in the sample."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.scoring import Score

ROUNDS = 2000
SEED = 20160912


def f1_interval(articles: Sequence[Score], share: float = 0.95) -> tuple[float, float]:
    """Return the bootstrapped percentile interval of the micro-averaged F1 (Efron 1979).

    Whole articles are drawn with replacement, since the attributions of one article resemble each other.

    Args:
        articles: the counts of each article.
        share: how much of the draws lies within the interval.
    """
    counts = np.array([(one.gold, one.found, one.right) for one in articles], dtype=np.float64).reshape(-1, 3)
    if not len(counts):
        return 1.0, 1.0
    drawn = np.random.default_rng(SEED).integers(0, len(counts), (ROUNDS, len(counts)))
    gold, found, right = counts[drawn].sum(axis=1).T
    f1 = np.where(gold + found > 0, 2 * right / np.maximum(gold + found, 1), 1.0)
    low, high = np.quantile(f1, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)
