"""How often the intervals of `hearsay audit score` hold the truth: python -m benchmarks.audit_coverage

Corpora are made up, with outlets of very unequal size, four kinds of wording and three bands of confidence,
of which claims are right to different degrees. Of each, samples are drawn with `ingest.audit.sampling` under
many seeds, and the truth is looked for in the interval. Beside it stands what two simpler ways would give:
Wilson's interval on the rows as if they weighed alike, and the interval of the normal distribution on the
stratified estimate. 95% is what is wanted.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import defaultdict
from collections.abc import Callable, Sequence

from benchmarks.machine import machine
from ingest.audit.estimating import Answer, Estimate, Z, estimate, wilson
from ingest.audit.sampling import Stratum, draw

Interval = tuple[float, float]

_KINDS = {"indirect": 0.55, "direct": 0.2, "own-voice": 0.15, "mixed": 0.1}
_BANDS = {"below 0.5": 0.15, "0.5 to 0.8": 0.35, "0.8 and more": 0.5}


def main() -> None:
    """Print how often each interval holds the truth, and how wide it is."""
    parser = argparse.ArgumentParser(description="Coverage of the intervals of an audit.")
    parser.add_argument("--draws", type=int, default=1000, help="samples drawn of each corpus")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(f"{machine()}; {arguments.draws} samples each, seed {arguments.seed}\n")
    print("| claims | right | drawn | checked | Hearsay | width | unweighted Wilson | normal, stratified |")
    print("|---|---|---|---|---|---|---|---|")
    for claims, level, size, checked in (
        (500, 0.8, 100, 100),
        (5_000, 0.5, 100, 100),
        (5_000, 0.8, 100, 100),
        (5_000, 0.8, 200, 200),
        (5_000, 0.8, 200, 80),
        (5_000, 0.95, 100, 100),
        (5_000, 0.99, 100, 100),
    ):
        print(_row(claims, level, size, checked, arguments.draws, arguments.seed))


def corpus(claims: int, level: float, seed: int) -> tuple[list[tuple[str, Stratum]], dict[str, bool]]:
    """Make claims with strata, and say of each whether it is right: `level` is about the share."""
    rng = random.Random(seed)  # noqa: S311 - statistics, not secrets
    outlets = [f"outlet {number}" for number in range(30)]
    weights = [1 / (number + 1) for number in range(30)]
    ease = {outlet: rng.gauss(0, 0.5) for outlet in outlets}
    step = {"below 0.5": -1.2, "0.5 to 0.8": -0.2, "0.8 and more": 0.7}
    units: list[tuple[str, Stratum]] = []
    right: dict[str, bool] = {}
    for number in range(claims):
        outlet = rng.choices(outlets, weights)[0]
        kind = rng.choices(list(_KINDS), list(_KINDS.values()))[0]
        band = rng.choices(list(_BANDS), list(_BANDS.values()))[0]
        logit = math.log(level / (1 - level)) + ease[outlet] + step[band]
        name = f"claim {number}"
        units.append((name, Stratum(outlet, kind, band)))
        right[name] = rng.random() < 1 / (1 + math.exp(-logit))
    return units, right


def _row(claims: int, level: float, size: int, checked: int, draws: int, seed: int) -> str:
    units, right = corpus(claims, level, seed)
    truth = sum(right.values()) / claims
    held: dict[str, int] = defaultdict(int)
    width = 0.0
    ways: dict[str, Callable[[Sequence[Answer]], Interval]] = {
        "hearsay": _hearsay,
        "wilson": _unweighted,
        "normal": _normal,
    }
    for number in range(draws):
        answers = [
            Answer(str(each.stratum), each.of, right[each.name])
            for each in draw(units, size, seed * 1_000_000 + number)[:checked]
        ]
        for name, way in ways.items():
            low, high = way(answers)
            held[name] += low <= truth <= high
            width += (high - low) if name == "hearsay" else 0.0
    shares = {name: f"{held[name] / draws:.1%}" for name in ways}
    return (
        f"| {claims:,} | {truth:.1%} | {size} | {checked} | {shares['hearsay']} | {width / draws:.3f}"
        f" | {shares['wilson']} | {shares['normal']} |"
    )


def _hearsay(answers: Sequence[Answer]) -> Interval:
    found: Estimate = estimate(answers)
    return found.low, found.high


def _unweighted(answers: Sequence[Answer]) -> Interval:
    return wilson(sum(bool(each.right) for each in answers) / len(answers), len(answers))


def _normal(answers: Sequence[Answer]) -> Interval:
    """The stratified estimate, with the variance that is found within strata and the normal distribution."""
    strata: dict[str, list[Answer]] = defaultdict(list)
    for each in answers:
        strata[each.stratum].append(each)
    total = sum(checked[0].of for checked in strata.values())
    share = variance = 0.0
    for checked in strata.values():
        weight, part = checked[0].of / total, sum(bool(each.right) for each in checked) / len(checked)
        share += weight * part
        if len(checked) > 1:
            spread = part * (1 - part) / (len(checked) - 1)
            variance += weight**2 * spread * (1 - len(checked) / checked[0].of)
    reach = Z * math.sqrt(variance)
    return share - reach, share + reach


if __name__ == "__main__":
    main()
