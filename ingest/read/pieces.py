"""Reading a part of a large JSON Lines file, as if the whole had been read: records keep their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read.fault import Fault
from ingest.read.inputs import display, unreadable
from ingest.read.json_lines import records
from ingest.read.limits import Limits
from ingest.read.streams import CHUNK, open_plain, stream_of

_SUFFIXES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or those of its lines that begin in a range of its unpacked bytes.

    Attributes:
        name: of the file.
        start: the first byte.
        stop: the first byte that is not meant any more, None for all that follows.
    """

    name: str
    start: int = 0
    stop: int | None = None

    @property
    def is_whole(self) -> bool:
        """True for the whole file."""
        return self.start == 0 and self.stop is None


def pieces(name: str, size: int, limits: Limits) -> list[Piece]:
    """Divide a file into pieces of some `size` unpacked bytes; into one if it is no JSON Lines, or small.

    A compressed file is unpacked once, to see how long it is.
    """
    if not name.lower().removesuffix(".gz").endswith(_SUFFIXES):
        return [Piece(name)]
    try:
        with Path(name).open("rb") as stored:
            length = _length(stored, limits)
    except OSError:  # its reader tells
        return [Piece(name)]
    starts = range(0, length, max(1, size)) if length else [0]
    stops = [*starts[1:], None]
    return [Piece(name, start, stop) for start, stop in zip(starts, stops, strict=True)]


def read_piece(piece: Piece, limits: Limits) -> Iterator[Article | Problem]:
    """Yield what some lines of a JSON Lines file hold, each under its number in the whole file.

    Like `ingest.read.read`, it never raises for what the file holds.
    """
    path = Path(piece.name)
    origin = Origin(display(path))
    try:
        with path.open("rb") as stored:
            _, stream = open_plain(stored, limits, lambda _: None)
            before, position = _skip(stream, piece.start)
            yield from records(stream_of(_until(stream, position, piece.stop)), origin, limits, before)
    except Fault as fault:
        yield fault.problem(origin)
    except OSError as error:
        yield unreadable(origin, error)


def _length(stored: BinaryIO, limits: Limits) -> int:
    """Return how many bytes there are to divide: 0 where the first line is no whole object."""
    length, first = 0, b""
    try:
        _, stream = open_plain(stored, limits, lambda _: None)
        first = stream.readline(limits.max_record_bytes)
        length = len(first)
        while chunk := stream.read1(CHUNK):
            length += len(chunk)
    except Fault:
        pass  # the last piece comes upon it
    return length if first.startswith(b"{") and first.rstrip().endswith(b"}") else 0


def _skip(stream: BufferedReader, start: int) -> tuple[int, int]:
    """Go to the first line that begins at `start` or after.

    Returns:
        How many lines come before it, and where it begins.
    """
    position = before = 0
    chunk = b"\n"
    while position < start and (chunk := stream.read1(min(CHUNK, start - position))):
        position += len(chunk)
        before += chunk.count(b"\n")
    if not chunk.endswith(b"\n"):
        before += 1
        for rest in _rest_of_line(stream):
            position += len(rest)
    return before, position


def _until(stream: BufferedReader, position: int, stop: int | None) -> Iterator[bytes]:
    """Give the lines that begin before `stop`, in chunks."""
    chunk = b"\n"
    while stop is None or position < stop:
        chunk = stream.read1(CHUNK if stop is None else min(CHUNK, stop - position))
        if not chunk:
            return
        position += len(chunk)
        yield chunk
    if not chunk.endswith(b"\n"):
        yield from _rest_of_line(stream)


def _rest_of_line(stream: BufferedReader) -> Iterator[bytes]:
    while rest := stream.readline(CHUNK):
        yield rest
        if rest.endswith(b"\n"):
            return
