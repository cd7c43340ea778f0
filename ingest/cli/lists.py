"""Lists that users give as files: one thing a line."""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.errors import HearsayError


def lines(file: Path) -> list[str]:
    """Return the lines of a file (``-``: of standard input) without remarks and what surrounds them.

    Raises:
        HearsayError: it is not UTF-8.
        OSError: it cannot be read.
    """
    raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    try:
        found = raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise HearsayError(f"{file} is not UTF-8 (byte {error.start}).", "Save it as UTF-8.") from None
    return [line.strip() for line in found if line.strip() and not line.lstrip().startswith("#")]
