"""Messages between two processes: a length of eight bytes, and as many bytes."""

from __future__ import annotations

from typing import BinaryIO

_LENGTH = 8


def send(stream: BinaryIO, *parts: bytes) -> None:
    """Write one message of several parts.

    Raises:
        OSError: the other side is gone.
    """
    for part in parts:
        stream.write(len(part).to_bytes(_LENGTH, "big"))
        stream.write(part)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Read one part, or None if the other side has ended before it was whole."""
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    return data if len(data) == size else None
