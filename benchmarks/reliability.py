"""Whether scores mean what they say: of what is held 0.8 sure, 80% should be right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bin:
    """Attributions of like confidence.

    Attributes:
        number: how many they are.
        lowest: the least confidence among them.
        highest: the greatest.
        confidence: its mean.
        right: the share of them that is right.
    """

    number: int
    lowest: float
    highest: float
    confidence: float
    right: float


def bins(confidences: Sequence[float], right: Sequence[bool], number: int = 10) -> list[Bin]:
    """Return bins of equal mass, from the least confident to the most.

    Equal confidences stay together, whatever their order, so that there can be fewer bins and unequal ones.
    """
    ordered = sorted(zip(confidences, right, strict=True))
    made = []
    for begin, end in _cuts([confidence for confidence, _ in ordered], number):
        part = ordered[begin:end]
        made.append(
            Bin(
                number=len(part),
                lowest=part[0][0],
                highest=part[-1][0],
                confidence=sum(confidence for confidence, _ in part) / len(part),
                right=sum(good for _, good in part) / len(part),
            )
        )
    return made


def _cuts(ordered: Sequence[float], number: int) -> Iterator[tuple[int, int]]:
    begin = 0
    for k in range(1, number + 1):
        end = k * len(ordered) // number
        while begin < end < len(ordered) and ordered[end] == ordered[end - 1]:
            end += 1
        if end > begin:
            yield begin, end
            begin = end


def calibration_error(parts: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean gap of confidence and share (Naeini et al. 2015)."""
    total = sum(part.number for part in parts)
    return sum(part.number * abs(part.confidence - part.right) for part in parts) / total if total else 0.0
