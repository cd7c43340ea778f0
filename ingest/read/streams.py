"""From stored bytes to plain ones: gzip and byte-order marks, in streams that hold one chunk each."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from ingest.read.encoding import CURE_ENCODING
from ingest.read.fault import Code, Fault
from ingest.read.limits import Limits

CHUNK = 64 * 1024
HEAD = 4 * 1024
"""How many bytes a format is recognised by."""

_GZIP = b"\x1f\x8b"
BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class _ChunkReader(io.RawIOBase):
    """A stream over an iterator of chunks."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._pending = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._pending:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._pending = memoryview(chunk)
        size = min(len(buffer), len(self._pending))
        buffer[:size] = self._pending[:size]
        self._pending = self._pending[size:]
        return size


def open_plain(
    stream: BinaryIO, limits: Limits, progress: Callable[[int], None]
) -> tuple[bytes, io.BufferedReader]:
    """Return the first bytes and the whole of a stream, unpacked if it is gzip, without a byte-order mark.

    Text marked as UTF-16 or UTF-32 comes back as UTF-8.

    Args:
        stream: the stored bytes.
        limits: what a gzip may unpack to.
        progress: is told the number of stored bytes whenever some have been read.

    Raises:
        Fault: from here, or from reading the stream: the gzip is damaged, cut off or a bomb, or the text
            contradicts its byte-order mark. What came before the fault is given first.
    """
    head, chunks = _peek(_chunks_of(stream, progress), len(_GZIP))
    if head.startswith(_GZIP):
        chunks = _gunzip(chunks, limits)
    head, chunks = _peek(chunks, HEAD)
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            chunks = _without_prefix(chunks, len(mark))
            if encoding != "utf-8":
                chunks = _transcode(chunks, encoding)
            head, chunks = _peek(chunks, HEAD)
            break
    return head, stream_of(chunks)


def stream_of(chunks: Iterator[bytes]) -> io.BufferedReader:
    """Return a stream over chunks of bytes; it raises what they raise."""
    return io.BufferedReader(_ChunkReader(chunks), CHUNK)


def _chunks_of(stream: BinaryIO, progress: Callable[[int], None]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        progress(len(chunk))
        yield chunk


def _peek(chunks: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """Return the first bytes, `size` of them if there are, and the same chunks again."""
    seen = b""
    failure: Fault | OSError | None = None
    try:
        while len(seen) < size and (chunk := next(chunks, None)) is not None:
            seen += chunk
    except (Fault, OSError) as error:
        failure = error

    def again() -> Iterator[bytes]:
        yield seen
        if failure:
            raise failure
        yield from chunks

    return seen[:size], again()


def _without_prefix(chunks: Iterator[bytes], size: int) -> Iterator[bytes]:
    yield next(chunks)[size:]
    yield from chunks


def _gunzip(chunks: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """Unpack a gzip of any number of members; give what comes before a fault, then raise it."""
    packed = unpacked = 0

    def counted() -> Iterator[bytes]:
        nonlocal packed
        for chunk in chunks:
            packed += len(chunk)
            yield chunk

    with gzip.GzipFile(fileobj=io.BufferedReader(_ChunkReader(counted()))) as unpacker:
        try:
            while piece := unpacker.read1(CHUNK):  # read1, for read would lose what precedes a fault
                unpacked += len(piece)
                _check_bomb(packed, unpacked, limits)
                yield piece
        except EOFError:
            raise Fault(
                Code.TRUNCATED_GZIP,
                f"The gzip file breaks off after {unpacked:,} unpacked bytes; records before that were read.",
                "Fetch or pack the file again.",
            ) from None
        except (zlib.error, gzip.BadGzipFile):
            raise Fault(
                Code.DAMAGED_GZIP,
                f"The gzip file is damaged after {unpacked:,} unpacked bytes; records before that were read.",
                "Fetch or pack the file again.",
            ) from None


def _check_bomb(packed: int, unpacked: int, limits: Limits) -> None:
    ratio_exceeded = unpacked > limits.ratio_counts_from and unpacked > packed * limits.max_compression_ratio
    if ratio_exceeded or unpacked > limits.max_decompressed_bytes:
        raise Fault(
            Code.GZIP_BOMB,
            f"The gzip file has unpacked to {unpacked:,} bytes from {packed:,}, more than is allowed.",
            "If it is what it should be, unpack it first (gunzip) and read the result.",
        )


def _transcode(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Turn UTF-16 or UTF-32 into UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in chunks:
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeDecodeError as error:
        raise Fault(
            Code.NOT_UTF_8,
            f"The file begins with the mark of {encoding.upper()}, but is not: {error.reason}.",
            CURE_ENCODING,
        ) from None


def lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Yield the lines of a stream without their ends; None for a line of more than `limit` bytes."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line.rstrip(b"\r\n")
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit + 1)
        yield None
