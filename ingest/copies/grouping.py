"""Which of many texts are nearly the same.

Each text is known by a sketch: the smallest numbers among those of its word sequences (MinHash by one
permutation, "bottom-k"). Two texts that share much share much of their sketches, whatever their lengths.
Texts are taken from the longest to the shortest. One that is nearly the same as an earlier one that opened a
group joins it, and else opens its own; so every text of a group was held against the group's fullest, by all
their sequences, and nothing is inferred through a third.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.copies.shingles import Hashes, common

SKETCH = 64
"""Numbers in a sketch."""
LEAST_LENGTH = 0.5
"""How long the shorter of two texts must be, measured by the longer one."""
FULL = 64
"""Groups in which a sequence may occur: one that occurs in so many is boilerplate, and not looked at."""
MOST_CHECKS = 8
"""Groups that a text is held against by all sequences: those whose sketches share most with its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What is kept of a text while the others are read.

    Attributes:
        text: its name.
        size: how many different sequences it has.
        smallest: the smallest of their numbers.
    """

    text: str
    size: int
    smallest: Hashes


def sketch(text: str, hashes: Hashes) -> Sketch:
    """Make the sketch of the text named `text`."""
    return Sketch(text, len(hashes), hashes[:SKETCH].copy())


def share(one: Hashes, other: Hashes) -> float:
    """Return how much of the shorter of two texts' sequences the other has as well, from 0 to 1."""
    return common(one, other) / min(len(one), len(other))


def group(
    sketches: Sequence[Sketch],
    hashes_of: Callable[[str], Hashes],
    least: float,
    advance: Callable[[int], None] = lambda _: None,
) -> dict[str, str]:
    """Tell which texts are nearly the same.

    Args:
        sketches: of all texts, in any order; each name once.
        hashes_of: gives a text's numbers again, by its name.
        least: the share from which on two texts are nearly the same.
        advance: is told of each text that was grouped.

    Returns:
        For each text that has words, the fullest text of its group, which may be itself.
    """
    ordered = sorted((each for each in sketches if each.size), key=lambda each: (-each.size, each.text))
    index = _Index(ordered)
    fullest = dict[str, str]()
    for place, each in enumerate(ordered):
        best = 0.0
        for candidate in index.candidates(each, least):
            other = ordered[candidate]
            found = share(hashes_of(each.text), hashes_of(other.text))
            if found >= least and found > best:
                best, fullest[each.text] = found, other.text
        if not best:
            fullest[each.text] = each.text
            index.open(place, each)
        advance(1)
    return fullest


class _Index:
    """The texts that opened a group, by the numbers of their sketches.

    Numbers that only one text has lead nowhere and take no room.
    """

    def __init__(self, ordered: Sequence[Sketch]) -> None:
        self._sizes = np.array([each.size for each in ordered], np.int64)
        every = np.concatenate([each.smallest for each in ordered] or [np.empty(0, np.uint64)])
        numbers, counts = np.unique(every, return_counts=True)
        self._numbers = numbers[counts > 1]
        room = np.minimum(counts[counts > 1], FULL)
        self._starts = np.concatenate([[0], np.cumsum(room)])
        self._used = np.zeros(len(self._numbers), np.int64)
        self._places = np.zeros(self._starts[-1], np.int64)

    def open(self, place: int, each: Sketch) -> None:
        """Note that the text at `place` opened a group."""
        known = self._known(each)
        known = known[self._used[known] < self._starts[known + 1] - self._starts[known]]
        self._places[self._starts[known] + self._used[known]] = place
        self._used[known] += 1

    def candidates(self, each: Sketch, least: float) -> list[int]:
        """Give the places of the groups that a text may belong to, those first whose sketch is most like its.

        Their sketches share at least half of the numbers that are to be expected at the least share, those of
        boilerplate left aside.
        """
        known = self._known(each)
        telling = len(each.smallest) - np.count_nonzero(self._used[known] == FULL)
        known = known[(self._used[known] > 0) & (self._used[known] < FULL)]
        if not len(known):
            return []
        starts, ends = self._starts[known], self._starts[known] + self._used[known]
        met = np.concatenate([self._places[start:end] for start, end in zip(starts, ends, strict=True)])
        places, counts = np.unique(met, return_counts=True)
        sizes = self._sizes[places]
        shared = least * each.size
        expected = telling * shared / (sizes + each.size - shared)
        likely = (counts >= expected / 2) & (each.size >= LEAST_LENGTH * sizes)
        places, counts = places[likely], counts[likely]
        most = np.lexsort((places, -counts))[:MOST_CHECKS]
        return [int(place) for place in places[most]]

    def _known(self, each: Sketch) -> NDArray[np.intp]:
        if not len(self._numbers):
            return np.empty(0, np.intp)
        found = np.minimum(np.searchsorted(self._numbers, each.smallest), len(self._numbers) - 1)
        known: NDArray[np.intp] = found[self._numbers[found] == each.smallest]
        return known
