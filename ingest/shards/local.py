"""Workers on this machine: a process each."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from ingest.shards.engine import Lost

T = TypeVar("T")
R = TypeVar("R")


class Local:
    """Runs tasks on processes of this machine. See `ingest.shards.engine.Engine`.

    Processes are spawned, not forked: they start alike on every system, and share no locks of threads.

    Args:
        workers: how many; with one, tasks run in this very process.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def map(self, function: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R | Lost[T]]:
        """Give what the function makes of each task, in the order in which they are done."""
        if self._workers == 1:
            yield from map(function, tasks)
            return
        waiting = list(reversed(tasks))
        while waiting:
            suspects: list[T] = []
            yield from _until_broken(function, waiting, suspects, self._workers)
            for task in suspects:  # one by one, so that the one that ends its worker is known
                alone, broken = [task], list[T]()
                yield from _until_broken(function, alone, broken, 1)
                if broken:
                    yield Lost(task)


def _until_broken(
    function: Callable[[T], R], waiting: list[T], suspects: list[T], workers: int
) -> Iterator[R]:
    """Work through `waiting` from its end until all is done or a worker ends.

    Args:
        suspects: is given the tasks that were being done when a worker ended.
    """
    with _pool(min(workers, len(waiting))) as pool:
        running: dict[Future[R], T] = {}
        while waiting or running:
            while waiting and len(running) < workers:
                task = waiting.pop()
                running[pool.submit(function, task)] = task
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    suspects.extend(running.values())
                    return
                del running[future]
                yield future.result()


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """A pool whose processes do not outlive the block."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_interrupts
    )
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts() -> None:
    """Leave Ctrl-C to the process that began all this, which stops this one; and end when that one ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
