"""One writer, or many readers: the lock of a store folder.

The operating system frees the lock when its holder ends, however it ends: a killed process blocks nobody. The
process numbers inside the file only serve the message, so a stale one does no harm.
"""

import os
from pathlib import Path
from typing import IO, Literal

import portalocker

from ingest.errors import StoreError

Mode = Literal["read", "write"]

_ROOM = 4096  # bytes of readers' numbers kept before the list starts afresh
_PROCESSES = Path("/proc")


class Lock:
    """A held lock on a store folder, released by `release`.

    Args:
        path: the lock file; made if it is not there, and never removed.
        folder: the store, for the message.
        mode: a writer excludes everybody, readers only writers.

    Raises:
        StoreError: another process holds the store.
        OSError: the lock file cannot be opened.
    """

    def __init__(self, path: Path, folder: Path, mode: Mode) -> None:
        self._file = _open(path, mode)
        kind = portalocker.LockFlags.EXCLUSIVE if mode == "write" else portalocker.LockFlags.SHARED
        try:
            portalocker.lock(self._file, kind | portalocker.LockFlags.NON_BLOCKING)
        except portalocker.exceptions.LockException as error:
            self._file.close()
            raise _held(path, folder, mode) from error
        self._sign(mode)

    def release(self) -> None:
        """Let others in; may be called twice."""
        self._file.close()

    def _sign(self, mode: Mode) -> None:
        if not self._file.writable():
            return
        if mode == "write" or os.fstat(self._file.fileno()).st_size > _ROOM:
            self._file.truncate(0)
        self._file.write(f"{mode} {os.getpid()}\n".encode())


def _open(path: Path, mode: Mode) -> IO[bytes]:
    try:
        return path.open("ab", buffering=0)
    except OSError:
        if mode == "write":
            raise
        return path.open("rb", buffering=0)  # in a folder that may only be read


def _held(path: Path, folder: Path, mode: Mode) -> StoreError:
    holders = _holders(path)
    if holders == [os.getpid()]:
        who = f"by this very process (PID {holders[0]})"
    elif len(holders) == 1:
        who = f"by another process (PID {holders[0]})"
    else:
        who = f"by other processes (PID {', '.join(map(str, holders)) or 'unknown'})"
    doing = "in use" if mode == "write" else "being written"
    return StoreError(
        f"The store {folder} is {doing} {who}.",
        "Wait until it ends, or end it, and try again; or choose another store with --store.",
    )


def _holders(path: Path) -> list[int]:
    """The numbers in the lock file, without those of processes that have ended (where that can be seen)."""
    try:
        words = path.read_bytes().split()
    except OSError:
        return []
    numbers = sorted({int(word) for word in words if word.isdigit()})
    return [n for n in numbers if not _PROCESSES.is_dir() or (_PROCESSES / str(n)).exists()]
