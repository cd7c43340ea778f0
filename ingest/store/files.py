"""Write a file whole or not at all; the hash of what is in one."""

import hashlib
import os
from pathlib import Path

SUFFIX = ".part"
"""Ends the name of a file that is not complete yet."""


def write_atomically(path: Path, content: bytes, *, safe: bool = True) -> None:
    """Make `path` hold `content`: after a crash it has the old content or the new, never a part.

    Args:
        path: the file; its folder is made.
        content: what it is to hold.
        safe: whether it is safe against power loss when this returns; otherwise once `sync` was called.

    Raises:
        OSError: the file cannot be written; nothing is left behind but what was there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + SUFFIX)
    try:
        with part.open("wb") as file:
            file.write(content)
            if safe:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if safe:
        sync_folder(path.parent)


def sha256_of(path: Path) -> str:
    """Return the hex SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync() -> None:
    """Make all that was written safe against power loss, where the system can."""
    if hasattr(os, "sync"):
        os.sync()


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` safe against power loss, where the system can."""
    if os.name != "posix":  # elsewhere a folder cannot be opened for this
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
