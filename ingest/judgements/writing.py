"""The table of judgements, written: lines are added at its end, and what is there is never touched."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ingest.errors import HearsayError
from ingest.judgements.cells import write_cell
from ingest.judgements.checking import checked
from ingest.judgements.locking import opened
from ingest.judgements.reading import COLUMNS, LONGEST_LINE, TORN, is_torn, layout_at_end
from ingest.judgements.record import Judgement

_HEADER = "\t".join(COLUMNS) + "\n"


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
        with opened(path, "a+b") as file:
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
