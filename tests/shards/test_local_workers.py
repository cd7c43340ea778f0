"""Processes of this machine: tasks are done again when a worker is killed, and none is done for ever."""

import multiprocessing
import time

import pytest
from shards import workers

from ingest.shards.engine import Lost
from ingest.shards.local import Local


@pytest.mark.parametrize("count", [1, 2])
def test_every_task_is_done_once(count):
    assert sorted(Local(count).map(workers.double, range(7))) == [0, 2, 4, 6, 8, 10, 12]


def test_a_task_whose_worker_is_killed_is_done_again(tmp_path):
    tasks = [(number, str(tmp_path / "flag")) for number in range(6)]
    assert sorted(Local(2).map(workers.end_once, tasks)) == [0, 2, 4, 6, 8, 10]


def test_a_task_that_always_ends_its_worker_is_lost_and_the_others_are_done():
    found = list(Local(2).map(workers.end_at_three, range(6)))
    assert [each for each in found if isinstance(each, Lost)] == [Lost(3)]
    assert sorted(each for each in found if isinstance(each, int)) == [0, 2, 4, 8, 10]


def test_what_a_task_raises_is_raised_here():
    with pytest.raises(LookupError, match="no 0"):
        list(Local(2).map(workers.blunder, [0]))


def test_workers_do_not_outlive_who_asked_for_them():
    results = Local(2).map(workers.sleep, [1, 2])
    started = time.monotonic()

    def interrupt() -> None:
        raise KeyboardInterrupt

    import signal

    before = signal.signal(signal.SIGALRM, lambda *_: interrupt())
    signal.alarm(3)
    try:
        with pytest.raises(KeyboardInterrupt):
            next(results)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - started < 3 + 10
    assert not multiprocessing.active_children()
