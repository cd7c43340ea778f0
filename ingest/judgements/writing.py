"""The table of judgements, written: lines are added at its end, and what is there is never touched."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import portalocker

from ingest.errors import HearsayError
from ingest.judgements.cells import write_cell
from ingest.judgements.checking import checked
from ingest.judgements.reading import COLUMNS, LONGEST_LINE, TORN, is_torn, layout_at_end
from ingest.judgements.record import Judgement

PATIENCE = 30.0
"""Seconds to wait for another writer, who needs far less."""

_HEADER = "\t".join(COLUMNS) + "\n"
_INTERVAL = 0.02


def render(judgements: Iterable[Judgement]) -> bytes:
    """Return the whole file that holds these judgements.

    Raises:
        HearsayError: one of them cannot hold.
    """
    return (_HEADER + "".join(map(_line, judgements))).encode()


def append(path: Path, judgements: Iterable[Judgement]) -> bool:
    """Add judgements at the end of a file, which is made if it is not there; safe against power loss.

    Writers wait for each other. A last line that a crash cut off is marked, and counts for nothing; a last
    line without a line break gets one; if the file's columns are others than ours, our header comes first.

    Returns:
        True if a line that had been cut off was marked.

    Raises:
        HearsayError: a judgement cannot hold, and none was written; or the file cannot be written.
    """
    lines = "".join(map(_line, judgements))
    if not lines:
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path) as file:
            file.seek(0)
            before = file.read()
            layout = layout_at_end(before)
            last = before.rpartition(b"\n")[2]
            torn = bool(last) and not last.isspace() and is_torn(last, layout)
            ending = (TORN if torn else b"") + b"\n" if last else b""
            header = "" if layout.is_usual else _HEADER
            file.write(ending + (header + lines).encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise HearsayError(
            f"{path} cannot be written: {error.strerror or error}.",
            "Check the path and its rights, and the space on the disk.",
        ) from None
    return torn


def _line(judgement: Judgement) -> str:
    one = checked(
        judgement.when, judgement.who, judgement.subject, judgement.aspect, judgement.value, judgement.why
    )
    line = "\t".join(map(write_cell, (one.when, one.who, one.subject, one.aspect, one.value, one.why))) + "\n"
    if len(line.encode()) > LONGEST_LINE:
        raise HearsayError(f"The judgement is longer than {LONGEST_LINE:,} bytes.", "Shorten its texts.")
    return line


def _locked(path: Path) -> IO[bytes]:
    """Open for adding, alone: the lock ends with the process, so that one that was killed blocks nobody."""
    while True:
        try:
            file = portalocker.Lock(path, mode="a+b", timeout=PATIENCE, check_interval=_INTERVAL).acquire()
        except portalocker.exceptions.LockException:
            raise HearsayError(
                f"{path} is being written by another process for {PATIENCE:.0f} seconds.",
                "Wait until it ends, or end it, and try again.",
            ) from None
        # An editor may have put another file in its place while we waited.
        if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return file
        file.close()
