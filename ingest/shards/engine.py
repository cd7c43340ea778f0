"""What runs one function over many tasks, somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Lost(Generic[T]):
    """A task whose worker ended more than once while it worked on it: killed, out of memory, or crashed."""

    task: T


class Engine(Protocol):
    """Runs a function over tasks on several workers."""

    def map(self, function: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R | Lost[T]]:
        """Give what the function makes of each task, in the order in which they are done.

        A task whose worker is killed is done again by another one. What the function raises is raised here;
        then, and when the iterator is closed, the other workers are stopped.

        Args:
            function: at the top of a module; doing a task twice must be as good as once.
            tasks: can be pickled, as their results can.
        """
