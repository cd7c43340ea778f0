"""A stream that tells how much was written to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import BinaryIO

_LINES = 4096


class Counted:
    """A stream that tells how much was written to it."""

    def __init__(self, stream: BinaryIO, tell: Callable[[int], None]) -> None:
        self._stream = stream
        self._tell = tell

    @property
    def closed(self) -> bool:
        """Whether nothing more can be written; pyarrow asks."""
        return self._stream.closed

    def write(self, data: bytes) -> int:
        """Write bytes."""
        self._tell(len(data))
        return self._stream.write(data)

    def writelines(self, lines: Iterable[bytes]) -> None:
        """Write lines, some thousand at a time."""
        rest = iter(lines)
        while batch := b"".join(islice(rest, _LINES)):
            self.write(batch)

    def flush(self) -> None:
        """Let nothing wait."""
        self._stream.flush()
