"""What every format's reader offers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read.limits import Limits


class Reader(Protocol):
    """Reads one format."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file name endings of the format, in lower case, with the dot, without ``.gz``."""

    def sniff(self, head: bytes) -> bool:
        """Whether a stream that begins so (unpacked, without a byte-order mark) is of this format."""

    def read(self, stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Article | Problem]:
        """Yield what a stream holds, in order: articles, each after its warnings, and what was set aside.

        Args:
            stream: unpacked, without a byte-order mark; UTF-8 if it had one.
            origin: the file, for messages.
            limits: what is too large.

        Raises:
            Fault: the stream cannot be read further.
            OSError: likewise.
        """
