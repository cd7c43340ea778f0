"""A stratified sample that anybody can draw again: which strata, how many of each, and which of these.

Nothing here knows what is sampled. A unit is drawn by a hash of seed and name, so that the order in which
units come, and the machine, play no part.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heapify, heappushpop

MINIMUM = 2
"""Units drawn of every stratum that has as many."""
ROWS_A_STRATUM = 4
"""On average at least: with more strata, the minimum would leave little to be allocated in proportion."""
OTHERS = "other outlets"
"""The stratum of outlets that have too few claims for one of their own."""


@dataclass(frozen=True, slots=True, order=True)
class Stratum:
    """A part of the corpus that is sampled for itself; an empty text stands for all there are.

    Attributes:
        outlet: the publisher's name, or `OTHERS`.
        kind: how the claims are worded.
        band: the band of their confidence.
    """

    outlet: str
    kind: str
    band: str

    def __str__(self) -> str:
        return " / ".join(filter(None, (self.outlet, self.kind, self.band))) or "all"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A unit that was drawn.

    Attributes:
        name: of the unit.
        stratum: what it was drawn from.
        of: how many units the stratum has.
        drawn: how many of them were drawn.
    """

    name: str
    stratum: Stratum
    of: int
    drawn: int


@dataclass
class _Pool:
    """A stratum while units come by: how many there are, and the first ones by their hash."""

    count: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)


def draw(units: Iterable[tuple[str, Stratum]], size: int, seed: int) -> list[Drawn]:
    """Draw a sample, in random order: whoever checks its beginning has checked a random sample as well.

    Args:
        units: names and finest strata; read once. In memory are at most `size` of each stratum.
        size: how many are drawn, all if there are fewer.
        seed: equal seeds draw equal samples of the same units.
    """
    pools: dict[Stratum, _Pool] = {}
    for name, stratum in units:
        pool = pools.setdefault(stratum, _Pool())
        pool.count += 1
        # The heap has its smallest first: with negative numbers, the last of those kept.
        mark = (-rank(name, seed), name)
        if len(pool.first) < size:
            pool.first.append(mark)
            if len(pool.first) == size:
                heapify(pool.first)
        else:
            heappushpop(pool.first, mark)
    coarse = coarsening({stratum: pool.count for stratum, pool in pools.items()}, size)
    counts: Counter[Stratum] = Counter()
    waiting: dict[Stratum, list[tuple[int, str]]] = {}
    for stratum, pool in pools.items():
        merged = coarse(stratum)
        counts[merged] += pool.count
        waiting.setdefault(merged, []).extend((-number, name) for number, name in pool.first)
    shares = allocation(counts, size)
    found = [
        (number, Drawn(name, stratum, counts[stratum], shares[stratum]))
        for stratum, marks in waiting.items()
        for number, name in sorted(marks)[: shares[stratum]]
    ]
    return [drawn for _, drawn in sorted(found, key=lambda each: (each[0], each[1].name))]


def rank(name: str, seed: int) -> int:
    """Return a unit's place in the random order of a seed."""
    return int.from_bytes(hashlib.sha256(f"{seed}\n{name}".encode()).digest())


def coarsening(counts: Mapping[Stratum, int], size: int) -> Callable[[Stratum], Stratum]:
    """Return what makes strata coarse enough for a sample of this size.

    Outlets with the fewest units become one, `OTHERS`, as many as it takes; if that is not enough, strata
    lose outlet, then kind, then band.
    """
    return next(
        coarse
        for coarse in _coarser(counts)
        if len({coarse(each) for each in counts}) * ROWS_A_STRATUM <= max(size, ROWS_A_STRATUM)
    )


def _coarser(counts: Mapping[Stratum, int]) -> Iterator[Callable[[Stratum], Stratum]]:
    """Give ever coarser strata; the last are one."""
    outlets: Counter[str] = Counter()
    for stratum, count in counts.items():
        outlets[stratum.outlet] += count
    by_size = sorted(outlets, key=lambda outlet: (outlets[outlet], outlet))
    for small in range(len(by_size)):
        if small != 1:  # one outlet alone is no others
            yield _Merging(frozenset(by_size[:small]))
    yield lambda stratum: Stratum("", stratum.kind, stratum.band)
    yield lambda stratum: Stratum("", "", stratum.band)
    yield lambda _: Stratum("", "", "")


@dataclass(frozen=True, slots=True)
class _Merging:
    small: frozenset[str]

    def __call__(self, stratum: Stratum) -> Stratum:
        return Stratum(OTHERS, stratum.kind, stratum.band) if stratum.outlet in self.small else stratum


def allocation(counts: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    """Share a sample out: `MINIMUM` of every stratum, the rest so that shares come near to proportion.

    >>> few, many = Stratum("a", "", ""), Stratum("b", "", "")
    >>> list(allocation({few: 10, many: 90}, 50).values())
    [5, 45]
    >>> list(allocation({few: 1, many: 999}, 50).values())
    [1, 49]
    """
    total = sum(counts.values())
    if size >= total:
        return dict(counts)
    shares = {stratum: min(count, MINIMUM) for stratum, count in counts.items()}
    order = sorted(counts)
    while sum(shares.values()) > size:  # fewer rows than strata need: of the smallest, none
        smallest = min((each for each in order if shares[each]), key=lambda each: (counts[each], each))
        shares[smallest] -= 1
    for _ in range(size - sum(shares.values())):
        open_ = (each for each in order if shares[each] < counts[each])
        # Whole numbers: by how much it falls short of size * count / total.
        shares[max(open_, key=lambda each: size * counts[each] - shares[each] * total)] += 1
    return shares
