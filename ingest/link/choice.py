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
INTERCEPT = -2.82

#: One weight a feature.
WEIGHTS = Features(
    label=0.79,
    words=0.53,
    clashes=-1.00,
    crosses=-2.50,
    context=1.42,
    country=1.09,
    in_office=1.00,
    departed=-2.00,
    behind=-2.93,
    surname=-1.70,
    located=1.66,
    stands_for_team=-1.66,
    sport=3.97,
    part=-2.11,
    longer=-1.63,
    near=-1.54,
    echo=-1.96,
    other_role=-1.14,
    sporting=-1.58,
    there=1.93,
    headless=-4.00,
    unrivalled=1.24,
    a_person=1.38,
    prominent_person=4.24,
    prominent_place=2.01,
    prominent_body=3.94,
    common_person=-3.25,
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
