"""How far an attribution of the encoder is to be trusted: a calibrated probability.

The encoder's own probabilities of content, cue, source and arcs, multiplied, with their logarithmic odds
scaled (Platt, 1999). The two numbers were fitted on articles that the encoder never learnt from
(`training/attribution/calibrate.py`), to the share of attributions whose source, cue and content are all
exactly the annotators'.
"""

from __future__ import annotations

from math import exp, log, prod

from ingest.extract.encoder.joining import Joined

FEATURES = ("constant", "log odds")
WEIGHTS = (-0.229, 0.814)
_LEAST = 1e-3


def confidence(joined: Joined) -> float:
    """Return the probability that source, cue and content are exactly right, with two decimals."""
    score = sum(weight * value for weight, value in zip(WEIGHTS, features(joined), strict=True))
    return round(1 / (1 + exp(-score)), 2)


def features(joined: Joined) -> tuple[float, ...]:
    """Return what the confidence is computed from, in the order of `FEATURES`."""
    chance = min(max(prod(joined.parts), _LEAST), 1 - _LEAST)
    return 1.0, log(chance / (1 - chance))
