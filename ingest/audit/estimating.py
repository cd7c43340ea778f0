"""A share in a whole corpus, estimated from a stratified sample, with its interval."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

Z = 1.959964
"""The normal distribution's 97.5% point: intervals are of 95%."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One checked unit.

    Attributes:
        stratum: what it was drawn from.
        of: how many units that stratum has.
        right: the answer, or None if the question does not apply to it or could not be answered.
    """

    stratum: str
    of: int
    right: bool | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share.

    Attributes:
        right: units of the sample of which it is so.
        answered: units of the sample with an answer.
        share: the estimate for all units, or None without any answer.
        low: the lower end of its 95% interval.
        high: the upper end.
    """

    right: int
    answered: int
    share: float | None
    low: float
    high: float


def estimate(answers: Iterable[Answer]) -> Estimate:
    """Estimate of how many units something is so, as a share.

    The share is the stratified (for questions that do not apply to all units: combined ratio) estimator
    p = Σ W_h·p_h. Here p_h is the share among the answers of stratum h; W_h is in proportion to N_h·a_h/c_h,
    with N_h the units of the stratum, c_h those checked and a_h those with an answer (Cochran, Sampling
    Techniques, 3rd ed. 1977, sections 5.3 and 6.11).

    The interval is Wilson's (1927) with an effective number n = 1 / Σ W_h²·(1 − f_h)/a_h in place of the
    number of answers; f_h = a_h/(N_h·a_h/c_h) = c_h/N_h is the part of the stratum that was checked. Without
    f_h that is Kish's (Survey Sampling 1965, section 11.7) n = (Σw)²/Σw²; Wilson's interval with an effective
    number is among those that Franco, Little, Louis and Slud compare (Journal of Survey Statistics and
    Methodology 7, 2019). What stratification gains in precision is left out; in return no variance within
    strata of two units is needed.
    `benchmarks/audit_coverage.py` measures its coverage.

    Args:
        answers: every checked unit, also those to which the question does not apply.
    """
    strata: dict[str, list[Answer]] = defaultdict(list)
    for each in answers:
        strata[each.stratum].append(each)
    parts: list[tuple[float, float, int, float]] = []
    right = answered = 0
    for checked in strata.values():
        given = [each.right for each in checked if each.right is not None]
        if given:
            units = checked[0].of * len(given) / len(checked)
            part = min(1.0, len(checked) / checked[0].of)
            parts.append((units, sum(given) / len(given), len(given), part))
            right, answered = right + sum(given), answered + len(given)
    total = math.fsum(units for units, *_ in parts)
    if not total:
        return Estimate(0, 0, None, 0.0, 1.0)
    share = math.fsum(units / total * own for units, own, *_ in parts)
    spread = math.fsum((units / total) ** 2 * (1 - part) / count for units, _, count, part in parts)
    low, high = wilson(min(1.0, share), 1 / spread) if spread > 0 else (share, share)
    return Estimate(right, answered, min(1.0, share), low, high)


def wilson(share: float, number: float) -> tuple[float, float]:
    """Return the 95% interval of a share in a sample of this (effective) number (Wilson 1927).

    >>> "%.3f %.3f" % wilson(38 / 40, 40)
    '0.835 0.986'
    >>> "%.3f %.3f" % wilson(1, 3)
    '0.439 1.000'
    """
    spread = Z**2 / number
    middle = share + spread / 2
    reach = Z * math.sqrt((share * (1 - share) + spread / 4) / number)
    return max(0.0, (middle - reach) / (1 + spread)), min(1.0, (middle + reach) / (1 + spread))
