"""Long work of a command: what is said when it is stopped, and its summary as JSON (`--summary FILE`)."""

from __future__ import annotations

import json
import re
import shlex
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from ingest import __version__
from ingest.cli import log, screen, stopping
from ingest.cli.progress import duration
from ingest.cli.stopping import Stopped
from ingest.errors import HearsayError
from ingest.store.files import write_atomically

RUNNING, COMPLETED, INTERRUPTED, FAILED = "running", "completed", "interrupted", "failed"

_SECRET = re.compile(r"(\w:/{1,2})[^/@\s]+@")
"""What stands before the host in an address, perhaps a password; a path has one slash of it."""


class Work:
    """A command at work, of which it is known how far it came.

    Args:
        kept: what becomes of what is done if it is stopped, as a sentence.
        summary: the file that says what became of it, if one is wanted.
    """

    def __init__(self, kept: str, summary: Path | None = None) -> None:
        self._kept = kept
        self._file = summary
        self._started = log.now()
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._ended = False
        self.done: Callable[[], Mapping[str, Any]] = dict
        """Gives the members of the summary that are the command's own."""

    def begin(self) -> None:
        """Write a summary that says that the work goes on: whatever happens, the file is of this run.

        Raises:
            HearsayError: the file cannot be written.
        """
        self._write(RUNNING)

    def completed(self, status: int = 0) -> None:
        """Say that all was done, and how the process will exit."""
        self._end(COMPLETED, status)
        if screen.is_json():  # people see the results
            done = f"Done in {duration(self.seconds)}."
            screen.note(done, event=COMPLETED, fields={"status": status, "seconds": round(self.seconds, 1)})

    def failed(self, error: HearsayError | None) -> None:
        """Say that it could not be done."""
        self._end(FAILED, 2 if error else 1, error=error)

    def stopped(self, stop: Stopped) -> None:
        """Say that it was stopped in good order, and how it goes on."""
        if not stop.told:
            stop.told = True
            self._end(INTERRUPTED, stop.status, stop=stop)
            screen.note(self._farewell(), event=INTERRUPTED, fields=self._way_on(), level="warning")

    def ended_at_once(self) -> None:
        """Say that the process is ended now; from another thread than the one at work."""
        stop = stopping.current.asked or Stopped(stopping.current.number)
        if not self._ended:
            screen.note_at_once(self._farewell(), event=INTERRUPTED, fields=self._way_on())
            self._end(INTERRUPTED, stop.status, stop=stop)

    def _farewell(self) -> str:
        return f"Stopped. {self._kept} Go on with: {again()}"

    def _way_on(self) -> dict[str, log.Value]:
        return {"kept": self._kept, "go_on": again()}

    def _end(
        self, how: str, status: int, *, error: HearsayError | None = None, stop: Stopped | None = None
    ) -> None:
        """Write the summary, once."""
        with self._lock:
            if self._ended:
                return
            self._ended = True
        self._write(how, status, error, stop)

    def _write(
        self,
        how: str,
        status: int | None = None,
        error: HearsayError | None = None,
        stop: Stopped | None = None,
    ) -> None:
        if self._file is None:
            return
        told = {"message": _without_secrets(error.message), "cure": error.cure} if error else None
        content = {
            "hearsay": __version__,
            "command": _shown(sys.argv[1:]),
            "exit": how,
            "status": status,
            "signal": str(stop) if stop else None,
            "error": told,
            "go_on": None if how == COMPLETED else again(),
            "started": self._started,
            "ended": None if how == RUNNING else log.now(),
            "seconds": round(time.monotonic() - self._began, 3),
            **self.done(),
        }
        try:
            write_atomically(self._file, (json.dumps(content, indent=2) + "\n").encode())
        except OSError as fault:
            reason = fault.strerror or str(fault)
            raise HearsayError(
                f"The summary {self._file} cannot be written: {reason}.", "Choose another file."
            ) from None

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._began


@contextmanager
def work(kept: str, summary: Path | None = None) -> Iterator[Work]:
    """Let the block be long work: stopped, it says how to go on; however it ends, its summary says so.

    Args:
        kept: what becomes of what is done if it is stopped, as a sentence.
        summary: the file that says what became of it, if one is wanted.
    """
    at = Work(kept, summary)
    at.begin()
    with stopping.current.with_last_words(at.ended_at_once):
        try:
            yield at
        except Stopped as stop:
            at.stopped(stop)
            raise
        except typer.Exit as end:
            at.completed(end.exit_code)
            raise
        except BaseException as fault:
            if stopping.current.asked:  # it came through an engine, which made another error of it
                at.stopped(stopping.current.asked)
                raise stopping.current.asked from None
            at.failed(_error(fault))
            raise
        at.completed()


def again() -> str:
    """Return the command as it was given, to be typed again."""
    return screen.safe(shlex.join(["hearsay", *_shown(sys.argv[1:])]))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a summary."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name("summary.schema.json").read_bytes())
    return found


def _shown(arguments: list[str]) -> list[str]:
    """Return arguments without what may be a password in them, and as text that can be written."""
    return [_without_secrets(each.encode("utf-8", "backslashreplace").decode()) for each in arguments]


def _without_secrets(text: str) -> str:
    return _SECRET.sub(r"\1", text)


def _error(fault: BaseException) -> HearsayError | None:
    if isinstance(fault, HearsayError):
        return fault
    if isinstance(fault, OSError):
        return HearsayError(f"{fault.filename or 'A file'}: {fault.strerror or fault}.")
    return None
