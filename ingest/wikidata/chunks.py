"""A dump file as a stream of chunks of whole lines, whatever it is compressed with."""

from __future__ import annotations

import bz2
import gzip
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ingest.errors import HearsayError

#: Bytes that are read at a time, and about the size of a chunk.
BLOCK = 4 << 20

_STEP = 1 << 16

#: A line or entity of more bytes is none. (Wikidata refuses pages above 4.5 MB; as JSON they grow.)
LONGEST = 128 << 20


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole lines of a dump.

    Attributes:
        line: the number of the first line, from 1.
        end: the offset of the first byte after them, in the decompressed file.
        end_line: the number of the line that begins there.
    """

    data: bytes
    line: int
    end: int
    end_line: int


class DamagedError(Exception):
    """A compressed file ends too early or does not add up; what came before is intact."""


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many bytes, none at the end."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


def compression(path: Path) -> str:
    """Return ``gzip``, ``bzip2`` or "", by what the file begins with."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    return "bzip2" if head.startswith(b"BZh") else ""


def head(path: Path, size: int) -> bytes:
    """Return the first bytes of what the file holds, decompressed."""
    openers: dict[str, Callable[[Path], Readable]] = {"gzip": gzip.open, "bzip2": bz2.open}
    with closing(openers.get(compression(path), _plain)(path)) as file:
        try:
            return file.read(size)
        except (EOFError, OSError, zlib.error):
            return b""


def chunks(
    path: Path, last_start: Callable[[bytes], int], *, start: int = 0, line: int = 1, cores: int = 0
) -> Iterator[Chunk]:
    """Yield the file from an offset on, cut where an entity ends.

    A plain file is read from there; a compressed one is decompressed from its beginning once more.

    Args:
        path: plain, gzip (of one member or several) or bzip2 (of one stream or several).
        last_start: where in a block its last, perhaps incomplete, entity begins; 0 if it is the only one.
        start: the offset in the decompressed file.
        line: the number of the line there.
        cores: how many decompress bzip2; 0 for all.

    Raises:
        DamagedError: after the last intact chunk, if the compressed file is not whole.
        HearsayError: a line without end: this is no dump.
    """
    rest = b""
    position = start
    damage: DamagedError | None = None
    blocks = _blocks(path, start, cores)
    while True:
        try:
            block = next(blocks, b"")
        except DamagedError as error:
            damage, block = error, b""
        rest += block
        cut = last_start(rest) if block else len(rest)
        if not cut and len(rest) > LONGEST:
            raise HearsayError(
                f"{path}: line {line} has no end after {LONGEST >> 20} MB.",
                "A Wikidata dump has one entity a line; give it as it was downloaded.",
            )
        if cut:
            data, rest = rest[:cut], rest[cut:]
            first, line = line, line + data.count(b"\n")
            position += cut
            yield Chunk(data, first, position, line)
        if not block:
            break
    if damage:
        raise damage


def _blocks(path: Path, start: int, cores: int) -> Iterator[bytes]:
    """Yield the decompressed bytes from an offset on."""
    kind = compression(path)
    with closing(_open(path, kind, cores)) as file:
        position = 0
        if not kind and start:
            _seek(file, start)
            position = start
        parts: list[bytes] = []
        size = 0
        for part in _parts(file):
            if isinstance(part, DamagedError):
                if size:
                    yield b"".join(parts)
                raise part
            wanted = part[max(0, start - position) :]
            position += len(part)
            parts.append(wanted)
            size += len(wanted)
            if size >= BLOCK:
                yield b"".join(parts)
                parts, size = [], 0
        if size:
            yield b"".join(parts)


def _parts(file: Readable) -> Iterator[bytes | DamagedError]:
    """Yield the file in steps so small that little is lost with the step that fails; then why it fails."""
    try:
        while part := file.read(min(_STEP, BLOCK)):
            yield part
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield DamagedError(str(error))
    except RuntimeError as error:  # what rapidgzip raises, "std::exception" at a file's sudden end
        yield DamagedError(f"bzip2: {error}")


def _open(path: Path, kind: str, cores: int) -> Readable:
    if kind == "gzip":
        # Not rapidgzip's: its reader takes a truncated file for a whole one.
        return gzip.open(path)
    if kind == "bzip2":
        from rapidgzip import IndexedBzip2File  # costly: only where there is something for it

        opened: Readable = IndexedBzip2File(str(path), parallelization=cores or os.cpu_count() or 1)
        return opened
    return _plain(path)


def _plain(path: Path) -> Readable:
    return path.open("rb")


def _seek(file: Readable, offset: int) -> None:
    file.seek(offset)  # type: ignore[attr-defined]  # a plain file has it
