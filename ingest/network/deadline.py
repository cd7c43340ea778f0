"""Work that must end: what the network is asked, seen as a whole."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, work: Callable[[Event], T]) -> T:
    """Do `work` in a thread of its own and wait for it, but no longer than so many seconds.

    The timeouts of sockets are per read: a server that sends one byte now and then outlives them, while a
    name is looked up there is none, and a header of a thousand lines is read before anybody sees a line of
    it. Only a second thread ends all of these.

    Args:
        seconds: from the beginning until the answer is whole.
        work: is given an event that is set when nobody waits any more; it should then stop where it can.

    Raises:
        TimeoutError: it took longer. The thread is left behind; it cannot keep the process from ending.
    """
    future: Future[T] = Future()
    abandoned = Event()

    def run() -> None:
        try:
            future.set_result(work(abandoned))
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            future.set_exception(error)

    Thread(target=run, name="hearsay-online", daemon=True).start()
    try:
        return future.result(timeout=seconds)
    finally:
        abandoned.set()
