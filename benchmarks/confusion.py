"""What was found for what the gold has, class by class, and the usual figures over that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum


class Confusion:
    """Counts of (gold class, found class).

    Args:
        pairs: the classes of each item, gold first.
        scale: all classes, in the order in which they are shown.
    """

    def __init__(self, pairs: Iterable[tuple[StrEnum, StrEnum]], scale: Iterable[StrEnum]) -> None:
        self.counts = Counter(pairs)
        occurring = {one for pair in self.counts for one in pair}
        self.classes = tuple(one for one in scale if one in occurring)

    @property
    def items(self) -> int:
        """How many were counted."""
        return self.counts.total()

    @property
    def right(self) -> int:
        """How many have the gold's class."""
        return sum(self.counts[one, one] for one in self.classes)

    def in_gold(self, one: StrEnum) -> int:
        """Return how many the gold has of a class."""
        return sum(self.counts[one, other] for other in self.classes)

    def in_found(self, one: StrEnum) -> int:
        """Return how many were found of a class."""
        return sum(self.counts[other, one] for other in self.classes)

    def f1(self, one: StrEnum) -> float:
        """Return the harmonic mean of precision and recall of a class that occurs."""
        return 2 * self.counts[one, one] / (self.in_gold(one) + self.in_found(one))

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the classes that occur, in the gold or found; 1 if there is nothing."""
        return sum(map(self.f1, self.classes)) / len(self.classes) if self.classes else 1.0

    @property
    def kappa(self) -> float:
        """Cohen's kappa (1960): agreement beyond what the classes' frequencies would give by chance.

        1 if there is one class alone.
        """
        chance = sum(self.in_gold(one) * self.in_found(one) for one in self.classes)
        square = self.items**2
        return (self.right * self.items - chance) / (square - chance) if square > chance else 1.0

    def table(self, missed: Mapping[StrEnum, int]) -> Iterator[str]:
        """Yield the matrix: a line for each class of the gold, with its F1 and how many were not counted.

        Args:
            missed: how many of a class the gold has beyond those that were counted.
        """
        yield f"    {'gold / found':14}{self._cells(self.classes)}{'F1':>8}{'no wording':>12}"
        for one in self.classes:
            counts = [self.counts[one, other] for other in self.classes]
            yield f"    {one:14}{self._cells(counts)}{self.f1(one):8.2f}{missed.get(one, 0):12}"
        for one, number in missed.items():
            if one not in self.classes:
                yield f"    {one:14}{self._cells(['-' for _ in self.classes])}{'-':>8}{number:12}"

    @staticmethod
    def _cells(values: Sequence[object]) -> str:
        return "".join(f"{value!s:>10}" for value in values)
