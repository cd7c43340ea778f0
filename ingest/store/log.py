"""When a run was executed: the only place of a store with clock times, outside every digest."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ingest.store.faults import guarded, read_only


class Log:
    """A file of JSON lines that only grows.

    Args:
        path: the file; made with the first entry.
        store: the store's folder, for messages.
        writable: whether the store was opened for writing.
    """

    def __init__(self, path: Path, store: Path, writable: bool = True) -> None:
        self._path = path
        self._store = store
        self._writable = writable

    def append(self, entry: Mapping[str, Any]) -> None:
        """Add one entry; its times are the caller's.

        Raises:
            StoreError: it cannot be written.
        """
        if not self._writable:
            raise read_only(self._store)
        line = (json.dumps(dict(entry), ensure_ascii=False, sort_keys=True) + "\n").encode()
        with guarded(self._store), self._path.open("a+b") as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                if file.read(1) != b"\n":  # an entry cut off by a crash must not spoil this one
                    line = b"\n" + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The entries, oldest first, without one that a crash cut off."""
        with guarded(self._store):
            if not self._path.is_file():
                return
            with self._path.open("rb") as file:
                for line in file:
                    try:
                        entry = json.loads(line)
                    except ValueError:
                        continue
                    if isinstance(entry, dict):
                        yield entry
