"""Messages for machines: one JSON object a line on standard error (`--log-format json`)."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise
from typing import Literal

Level = Literal["info", "warning", "error"]
Value = str | int | float | bool | None


def now() -> str:
    """Return the time for a log or a summary, UTC in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def line(level: Level, event: str, message: str, fields: Mapping[str, Value], time: str) -> bytes:
    """Return a message as a line: ASCII alone, so that nothing in it can steer whatever shows it.

    Args:
        level: how grave it is.
        event: a word that stays the same from version to version.
        message: a sentence.
        fields: what else is to be known; they cannot replace the other members.
        time: when it was.
    """
    first: dict[str, Value] = {"time": time, "level": level, "event": event, "message": message}
    whole = {**first, **fields, **first}
    return (json.dumps({name: _readable(value) for name, value in whole.items()}) + "\n").encode()


def write(level: Level, event: str, message: str, fields: Mapping[str, Value]) -> None:
    """Write a message to standard error; where nobody reads it any more, go on without."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(line(level, event, message, fields, now()).decode())
            sys.stderr.flush()


def is_asked_for(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for JSON: known before it is read, for it may be faulty."""
    return "--log-format=json" in arguments or ("--log-format", "json") in pairwise(arguments)


def _readable(value: Value) -> Value:
    """Replace halves of surrogate pairs, which are no text, by their escapes."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return value


class Records(logging.Handler):
    """Passes on what libraries log, so that it comes as JSON as well."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        level: Level = "error" if record.levelno >= logging.ERROR else "warning"
        write(level, "library", record.getMessage(), {"library": record.name})
