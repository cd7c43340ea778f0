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
INTERCEPT = -1.8

#: One weight a feature.
WEIGHTS = Features(
    label=0.7,
    spelled=0.4,
    words=0.8,
    agrees=0.1,
    clashes=-1.0,
    crosses=-2.5,
    context=1.5,
    country=1.2,
    in_office=1.0,
    departed=-2.0,
    behind=-4.3,
    surname=-1.1,
    located=1.4,
    stands_for_team=-1.9,
    sport=4.0,
    part=-2.5,
    longer=-1.4,
    near=-1.4,
    echo=-1.8,
    prominent_person=5.3,
    prominent_place=1.7,
    prominent_body=3.7,
    common_person=-3.9,
    common_body=-1.3,
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
