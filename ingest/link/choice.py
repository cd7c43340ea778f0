"""How sure a decision is: a conditional logit over a name's candidates and NIL (McFadden 1974).

Each candidate has a utility, the weighted sum of its features; NIL has the utility 0. The probability of each
is its share of the exponentials. So a name is NIL where nothing speaks for its only candidate, and where
several candidates are about equally good, without a rule for either. Weights and threshold come from
development data, by `benchmarks/linking.py --fit`; docs/decisions/0012-linking.md says how.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ingest.link.evidence import Features

#: The utility of a candidate for which nothing speaks, against NIL.
INTERCEPT = -3.4

#: One weight a feature.
WEIGHTS = Features(
    prominence=5.3,
    label=0.8,
    spelled=0.9,
    words=1.5,
    common=-2.9,
    agrees=1.0,
    clashes=-1.9,
    crosses=-2.5,  # fitted -1.6 on few cases; stricter, so that no person is taken for a country
    context=0.9,
    country=1.6,
)

#: The least probability that a link is made at.
THRESHOLD = 0.70


def utility(features: Features) -> float:
    """Return what speaks for a candidate, against NIL's 0."""
    pairs = zip(WEIGHTS.values(), features.values(), strict=True)
    return INTERCEPT + math.fsum(weight * value for weight, value in pairs)


def probabilities(candidates: Sequence[Features]) -> tuple[float, ...]:
    """Return each candidate's probability; what is missing to 1 is NIL's."""
    strengths = [math.exp(min(50.0, utility(features))) for features in candidates]
    total = 1.0 + math.fsum(strengths)
    return tuple(strength / total for strength in strengths)
