"""Compressed files of lines whose bytes follow from the lines, written and read with their SHA-256."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.errors import HearsayError

LEVEL = 1
"""Of compression: at level 6 files are a quarter smaller and take four times as long."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A compressed file.

    Attributes:
        bytes: its size.
        sha256: of the file as it lies there.
        content: SHA-256 of what it unpacks to, which no other compressor changes.
    """

    bytes: int
    sha256: str
    content: str


class Packer:
    """Writes a gzip file without a name or a time in it.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._raw = path.open("w+b")
        self._gzip = gzip.GzipFile("", "wb", LEVEL, self._raw, mtime=0)
        self._content = hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Add bytes."""
        self._content.update(data)
        self._gzip.write(data)

    def close(self) -> Packed:
        """End the file."""
        self._gzip.close()
        size = self._raw.tell()
        self._raw.seek(0)
        sha256 = hashlib.file_digest(self._raw, "sha256").hexdigest()
        self._raw.close()
        return Packed(size, sha256, self._content.hexdigest())


class Unpacker:
    """Reads a file that a `Packer` wrote, once, by lines or by blocks.

    Args:
        stream: the file as it lies there.
        expected: what was written.
        name: of the file, for messages.
        advance: is told how many more bytes were read.
    """

    def __init__(
        self, stream: BinaryIO, expected: Packed, name: str, advance: Callable[[int], None] = lambda _: None
    ) -> None:
        self._stream = stream
        self._expected = expected
        self._name = name
        self._advance = advance
        self._sha256 = hashlib.sha256()

    def lines(self) -> Iterator[bytes]:
        """Give the lines, each with its newline.

        Raises:
            HearsayError: the file is damaged, or another. What was given before is not to be relied on.
        """
        with self._whole() as file:
            yield from file

    def blocks(self, size: int) -> Iterator[bytes]:
        """Give whole lines, some `size` bytes at a time.

        Raises:
            HearsayError: as `lines`.
        """
        with self._whole() as file:
            while block := file.read(size):
                yield block + file.readline()

    def read(self, size: int = -1) -> bytes:
        """Give bytes of the file as it lies there, to be decompressed."""
        try:
            data = self._stream.read(size)
        except OSError as error:
            raise HearsayError(
                f"{self._name} cannot be read: {error}.", "Cure that and try again."
            ) from error
        self._sha256.update(data)
        self._advance(len(data))
        return data

    @contextmanager
    def _whole(self) -> Iterator[gzip.GzipFile]:
        try:
            with gzip.GzipFile(fileobj=self) as file:  # type: ignore[call-overload]
                yield file
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise damaged(self._name) from None
        if self._sha256.hexdigest() != self._expected.sha256:
            raise damaged(self._name)


def damaged(name: str) -> HearsayError:
    """The error for a shard's file that is not as it was written."""
    return HearsayError(
        f"{name} does not have the SHA-256 that its manifest names: it is damaged, or was changed.",
        "Remove the shard's folder, and run the same `hearsay ingest --to` again: it makes what is missing.",
    )
