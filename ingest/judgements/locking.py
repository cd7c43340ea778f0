"""The file of judgements, opened so that nobody reads half of what another is writing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Literal

import portalocker

from ingest.errors import HearsayError

PATIENCE = 30.0
"""Seconds to wait for a writer, who needs far less."""

_INTERVAL = 0.02
_KIND = {"rb": portalocker.LockFlags.SHARED, "a+b": portalocker.LockFlags.EXCLUSIVE}


def opened(path: Path, mode: Literal["rb", "a+b"]) -> IO[bytes]:
    """Open the file for reading, beside others, or for adding, alone.

    The lock ends with the process, however that ends: one that was killed blocks nobody.

    Raises:
        HearsayError: somebody has been writing it for too long.
        OSError: it cannot be opened.
    """
    flags = _KIND[mode] | portalocker.LockFlags.NON_BLOCKING
    while True:
        lock = portalocker.Lock(path, mode, timeout=PATIENCE, check_interval=_INTERVAL, flags=flags)
        try:
            file = lock.acquire()
        except portalocker.exceptions.LockException:
            raise HearsayError(
                f"{path} is in use by another process, and has been for {PATIENCE:.0f} seconds.",
                "Wait until it ends, or end it, and try again.",
            ) from None
        # An editor may have put another file in its place while we waited.
        if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return file
        file.close()
