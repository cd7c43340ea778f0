"""Write a file whole or not at all."""

import os
from pathlib import Path

SUFFIX = ".part"
"""Ends the name of a file that is not complete yet."""


def write_atomically(path: Path, content: bytes) -> None:
    """Make `path` hold `content`: after a crash it has the old content or the new, never a part.

    Raises:
        OSError: the file cannot be written; nothing is left behind but what was there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + SUFFIX)
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` safe against power loss, where the system can."""
    if os.name != "posix":  # elsewhere a folder cannot be opened for this
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
