"""How sure a decision is: a conditional logit over a name's candidates and NIL (McFadden 1974).

Each candidate has a utility, the weighted sum of its features; NIL has the utility 0. The probability of each
is its share of the exponentials. So a name is NIL where nothing speaks for its only candidate, and where
several candidates are about equally good, without a rule for either. Weights and threshold come from
development data, by `benchmarks/linking_fit.py`; docs/decisions/0012-linking.md says how.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ingest.link.evidence import Features

#: The utility of a candidate for which nothing speaks, against NIL.
INTERCEPT = -2.6

#: One weight a feature.
WEIGHTS = Features(
    label=0.7,
    spelled=0.3,
    words=0.9,
    agrees=0.2,
    clashes=-0.4,
    crosses=-2.5,
    context=1.6,
    country=1.2,
    in_office=1.0,
    departed=-2.0,
    surname=-1.2,
    located=1.3,
    stands_for_team=-1.8,
    sport=3.2,
    part=-2.4,
    longer=-1.5,
    near=-1.6,
    echo=-2.0,
    prominent_person=6.5,
    prominent_place=2.8,
    prominent_body=5.3,
    common_person=-4.2,
    common_body=-1.9,
)

#: The least probability that a link is made at.
THRESHOLD = 0.65


def utility(features: Features) -> float:
    """Return what speaks for a candidate, against NIL's 0."""
    pairs = zip(WEIGHTS.values(), features.values(), strict=True)
    return INTERCEPT + math.fsum(weight * value for weight, value in pairs)


def probabilities(candidates: Sequence[Features]) -> tuple[float, ...]:
    """Return each candidate's probability; what is missing to 1 is NIL's."""
    strengths = [math.exp(min(50.0, utility(features))) for features in candidates]
    total = 1.0 + math.fsum(strengths)
    return tuple(strength / total for strength in strengths)
