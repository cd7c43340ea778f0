"""How fast a piece of work goes, and when it will be done: from the last half minute, not from the whole."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

WINDOW = 30.0
"""Seconds that the rate is taken over."""

_EVERY = 0.5  # seconds between two marks
_TELLING = 3.0  # seconds before a rate tells anything


@dataclass(frozen=True, slots=True)
class _Mark:
    time: float
    done: int
    items: int


class Pace:
    """Amounts done over time. It reads no clock: whoever uses it says what time it is, in seconds.

    Args:
        total: how much there is to do, None if that is not known.
        now: when the work begins.
    """

    def __init__(self, total: int | None, now: float) -> None:
        self.total = total
        self.done = 0
        self.items = 0
        self.begun = now
        self.steady = True
        """Whether what is done just now is like what is still to do."""
        self._marks = deque([_Mark(now, 0, 0)])

    def add(self, amount: int, items: int, now: float) -> None:
        """Count more done: an amount of what `total` counts, and of the items that it yields."""
        self.done += amount
        self.items += items
        if now - self._marks[-1].time >= _EVERY:
            self._marks.append(_Mark(now, self.done, self.items))
            while len(self._marks) > 1 and self._marks[1].time <= now - WINDOW:
                self._marks.popleft()

    def turn(self, now: float) -> None:
        """Forget how fast it went: from now on the work is of another kind."""
        self._marks = deque([_Mark(now, self.done, self.items)])
        self.steady = True

    def share(self) -> float | None:
        """How much of the whole is done, from 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total else None

    def rate(self, now: float) -> float | None:
        """Items a second (amounts, where no items are counted) in the last half minute; a pause lowers it."""
        since, seconds = self._since(now)
        gained = self.items - since.items if self.items else self.done - since.done
        return gained / seconds if seconds >= _TELLING and gained else None

    def left(self, now: float) -> float | None:
        """Seconds until all is done at the pace of the last half minute; None if that cannot be said."""
        since, seconds = self._since(now)
        gained = self.done - since.done
        if not self.total or not self.steady or seconds < _TELLING or not gained or self.done >= self.total:
            return None
        return (self.total - self.done) * seconds / gained

    def _since(self, now: float) -> tuple[_Mark, float]:
        """The mark from which on the pace is taken, and the seconds since then."""
        mark = self._marks[0]
        for other in tuple(self._marks):
            if other.time > now - WINDOW:
                break
            mark = other
        return mark, now - mark.time
