"""Whether a snapshot may be written to a path: before hours of reading, not after them."""

from __future__ import annotations

import os
from pathlib import Path

from ingest.errors import HearsayError

#: How every SQLite file begins, and with it every snapshot.
SQLITE = b"SQLite format 3\0"


def check_output(output: Path) -> None:
    """Check that a snapshot can be written there, and that it would replace nothing but another one.

    Raises:
        HearsayError: there is no such folder, it cannot be written to, or something else is there.
    """
    folder = output.absolute().parent
    if output.is_dir():
        raise HearsayError(f"{output} is a folder.", "Give the name of a file in it.")
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise HearsayError(
            f"{output} cannot be written: {folder} is no folder to write to.",
            "Give a file in a folder that you may write to.",
        )
    # A dump of 150 GB named by mistake, or /dev/null: what is no snapshot is not replaced by one.
    if output.exists() and not (output.is_file() and _is_snapshot(output)):
        raise HearsayError(
            f"{output} is there already, and no snapshot.", "Give another name, or delete it first."
        )


def _is_snapshot(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE
