"""Pages parsed under a time limit that holds whatever they make the parser do: in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import threading
from typing import BinaryIO, cast

from ingest.processes import start
from ingest.read.fault import Code, Fault
from ingest.read.web.frames import receive, send
from ingest.read.web.page import Page, from_json

LATEST = "2100-01-01"
"""The last day that a guessed date may have, where the page's own day is not known."""
PATIENCE = 6
"""How many times the limit may pass on the clock: the limit itself is of processor time."""
_START_SECONDS = 120
_LONGEST_SECONDS = 24 * 60 * 60  # what no clock overflows at
_OUT_OF_TIME = -int(getattr(signal, "SIGXCPU", 0)) or None  # the status that ends it; none on Windows


class Parser:
    """Parses pages in a child process, which is started for the first page and again after one was fatal.

    Use it as a context manager, or `close` it.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._seconds = 0

    def __enter__(self) -> Parser:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def parse(self, markup: str, seconds: int, *, address: str = "", latest: str = LATEST) -> Page:
        """Return what a page holds.

        Args:
            markup: the page.
            seconds: how much processor time it may take; `PATIENCE` times as much on the clock.
            address: where it was fetched.
            latest: the last day that a guessed date may have.

        Raises:
            Fault: it took too long, or made the parser fail.
        """
        (page,) = self._parsed("page", markup, address, latest, seconds)
        return page

    def parse_feed(self, xml: str, seconds: int) -> list[Page]:
        """Return what the entries of a feed hold; likewise."""
        return self._parsed("feed", xml, "", "", seconds)

    def _parsed(self, kind: str, markup: str, address: str, latest: str, seconds: int) -> list[Page]:
        seconds = min(seconds, _LONGEST_SECONDS)
        process = self._started(seconds)
        with _KilledAfter(PATIENCE * seconds, process) as clock:
            answer = _ask(process, kind, markup, address, latest)
        if answer is not None:
            return from_json(answer)
        status = process.wait()
        self.close()
        if clock.rang or status == _OUT_OF_TIME:
            message = f"The page took more than {seconds} seconds to parse."
            raise Fault(Code.TOO_SLOW, message, "Extract its text, or raise the limit `max_page_seconds`.")
        message = "The page made its parser fail."
        raise Fault(Code.PAGE_FAILED, message, "Extract its text, and read that.")

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                try:
                    cast(BinaryIO, pipe).close()
                except OSError:  # what it was not able to take in before it ended
                    continue

    def _started(self, seconds: int) -> subprocess.Popen[bytes]:
        if self._process is not None and self._seconds == seconds and self._process.poll() is None:
            return self._process
        self.close()
        self._process, self._seconds = start("ingest.read.web.worker", str(seconds)), seconds
        with _KilledAfter(_START_SECONDS, self._process):
            ready = receive(cast(BinaryIO, self._process.stdout))
        if ready is None:
            self.close()
            message = "The process that parses web pages does not start."
            raise Fault(Code.PAGE_FAILED, message, "Is memory short? Try again.")
        return self._process


def _ask(process: subprocess.Popen[bytes], *parts: str) -> bytes | None:
    """Return the answer, or None if the process ended before it gave one."""
    try:
        send(cast(BinaryIO, process.stdin), *(part.encode("utf-8", "replace") for part in parts))
    except OSError:
        return None
    return receive(cast(BinaryIO, process.stdout))


class _KilledAfter:
    """Kill a process unless the block ends in time; a pipe from it then ends, and with it any waiting."""

    def __init__(self, seconds: int, process: subprocess.Popen[bytes]) -> None:
        self.rang = False
        self._process = process
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def __enter__(self) -> _KilledAfter:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _ring(self) -> None:
        self.rang = True
        self._process.kill()
