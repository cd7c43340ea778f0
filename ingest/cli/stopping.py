"""Ctrl-C and SIGTERM: a command stops in good order; where it cannot in time, it is ended from beside.

Python looks at signals only between its own instructions. So the handler raises `Stopped` in the main thread,
which lets go of everything on its way out; and a thread that the system wakes at once (`set_wakeup_fd`) ends
the process if that takes too long, as it does inside a query or a run of the model. Ending it so is safe:
whatever a store has acknowledged is in it, also after `kill -9`.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

PATIENCE = 1.5
"""Seconds from the signal in which a command may stop in good order."""

_LAST_WORDS = 0.3  # seconds for what is said when the process is ended
_ONE_PRESS = (
    0.2  # seconds in which two signals are one: some programs pass on what the terminal sends as well
)


class Stopped(KeyboardInterrupt):
    """The user, or the system, wants the command to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number
        self.told = False
        """Whether the user has been told what became of the work."""

    @property
    def status(self) -> int:
        """The exit status: what a shell gives for a process that this signal ended."""
        return 128 + self.number


class Stopping:
    """Whether the command is to stop, and what is said if it must be ended.

    Args:
        end: ends the process with a status, at once.
    """

    def __init__(self, end: Callable[[int], object] = os._exit) -> None:
        self.asked: Stopped | None = None
        self._end = end
        self._last_words: list[Callable[[], None]] = []
        self.number = int(signal.SIGINT)
        self._left = False

    @contextmanager
    def with_last_words(self, say: Callable[[], None]) -> Iterator[None]:
        """Have something said, from another thread, if the process must be ended inside the block."""
        self._last_words.append(say)
        try:
            yield
        finally:
            self._last_words.remove(say)

    @contextmanager
    def left_to_others(self) -> Iterator[None]:
        """Let the block deal with signals in its own way and time."""
        self._left = True
        try:
            yield
        finally:
            self._left = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Mind signals inside the block; in a thread other than the main one, which gets none, do nothing."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        self.asked = None
        ours, systems = socket.socketpair()
        systems.setblocking(False)
        before = {number: signal.signal(number, self._raise) for number in (signal.SIGINT, signal.SIGTERM)}
        woken = signal.set_wakeup_fd(systems.fileno(), warn_on_full_buffer=False)
        watcher = threading.Thread(target=self._watch, args=(ours,), name="stopping", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            signal.set_wakeup_fd(woken)
            for number, handler in before.items():
                signal.signal(number, handler)
            systems.close()  # which ends the thread
            watcher.join(1)
            ours.close()

    def _raise(self, number: int, _: FrameType | None) -> None:
        if self.asked is None or self._left:
            self.asked = Stopped(number)
            raise self.asked

    def _watch(self, ours: socket.socket) -> None:
        """Wait for signals; end the process at the second one, and when patience after the first is over."""
        first, deadline = 0.0, None
        while True:
            ours.settimeout(None if deadline is None else max(deadline - time.monotonic(), 0.001))
            try:
                told = ours.recv(64)
            except TimeoutError:
                self._end_now()
                return
            if not told:
                return
            for number in told:
                if self._left or number not in (signal.SIGINT, signal.SIGTERM):
                    continue
                now = time.monotonic()
                if deadline is None:
                    first, deadline, self.number = now, now + PATIENCE, number
                elif now > first + _ONE_PRESS:
                    self._end_now()
                    return

    def _end_now(self) -> None:
        status = 128 + self.number
        try:
            words = threading.Thread(target=self._say, daemon=True)
            words.start()
            words.join(_LAST_WORDS)  # whoever reads them may have stopped doing so
        finally:
            self._end(status)

    def _say(self) -> None:
        for say in reversed(self._last_words):
            with suppress(OSError):
                say()


current = Stopping()
"""That of this process."""
