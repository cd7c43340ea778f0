"""From stored bytes to text: gzip, byte-order marks, UTF-8 and what else there is.

Everything is a stream of chunks; nothing here holds more than one chunk or one record.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from charset_normalizer import from_bytes

from ingest.read.fault import Code, Fault
from ingest.read.limits import Limits

CHUNK = 64 * 1024
HEAD = 4 * 1024
"""How many bytes a format is recognised by."""

_GZIP = b"\x1f\x8b"
_RATIO_COUNTS_FROM = 64 * 2**20
_BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"\x7fELF",
    _GZIP,
)
_WEB_ENCODINGS = [  # the legacy encodings that the WHATWG Encoding Standard knows, by Python's names
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
    *(
        "iso8859_2",
        "iso8859_5",
        "iso8859_7",
        "koi8_r",
        "koi8_u",
        "gb18030",
        "big5",
        "euc_jp",
        "cp932",
        "cp949",
    ),
]
_SAMPLE = 64 * 1024
_MAX_CONTROLS = 0.1
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b")

_CURE_ENCODING = "Save the file as UTF-8 and read it again."


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


def open_plain(stream: BinaryIO, limits: Limits, progress: Callable[[int], None]) -> tuple[bytes, BinaryIO]:
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
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            chunks = _without_prefix(chunks, len(mark))
            if encoding != "utf-8":
                chunks = _transcode(chunks, encoding)
            head, chunks = _peek(chunks, HEAD)
            break
    return head, io.BufferedReader(_ChunkReader(chunks), CHUNK)


def _chunks_of(stream: BinaryIO, progress: Callable[[int], None]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        progress(len(chunk))
        yield chunk


def _peek(chunks: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """Return the first bytes, `size` of them if there are, and the same chunks again."""
    seen = b""
    failure: Fault | OSError | None = None
    try:
        while len(seen) < size and (chunk := next(chunks, b"")):
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
                f"The gzip file breaks off after {unpacked:,} unpacked bytes; what came before was read.",
                "Fetch or pack the file again.",
            ) from None
        except (zlib.error, gzip.BadGzipFile):
            raise Fault(
                Code.DAMAGED_GZIP,
                f"The gzip file is damaged after {unpacked:,} unpacked bytes; what came before was read.",
                "Fetch or pack the file again.",
            ) from None


def _check_bomb(packed: int, unpacked: int, limits: Limits) -> None:
    ratio_exceeded = unpacked > _RATIO_COUNTS_FROM and unpacked > packed * limits.max_compression_ratio
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
            _CURE_ENCODING,
        ) from None


def to_text(data: bytes) -> tuple[str, Fault | None]:
    """Decode one article or record; with it comes a warning if its encoding had to be guessed.

    UTF-8 is believed whenever it decodes. Else the bytes are taken for a legacy encoding of the web if one
    fits (charset-normalizer; of equally good ones Windows-1252, the commonest). Damaged UTF-8 is not guessed
    at, for every legacy encoding would turn its letters into others.

    Raises:
        Fault: it is binary, or no encoding fits.
    """
    if data.startswith(_BINARY_SIGNATURES):
        raise _binary()
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if _share_of_controls(data) > _MAX_CONTROLS or b"\0" in data:
            raise _binary() from None
        return _guess(data, error.start)
    if _share_of_controls(data) > _MAX_CONTROLS:
        raise _binary()
    return text, None


def _share_of_controls(data: bytes) -> float:
    sample = data[:_SAMPLE]
    return (len(sample) - len(sample.translate(None, _CONTROLS))) / max(len(sample), 1)


def _binary() -> Fault:
    return Fault(
        Code.BINARY,
        "This is binary data, not text.",
        "Extract its text first; UTF-16 must begin with a byte-order mark.",
    )


def _guess(data: bytes, position: int) -> tuple[str, Fault]:
    place = f"byte {position + 1:,} (line {data.count(10, 0, position) + 1:,})"
    encoding = None if _is_damaged_utf8(data) else _legacy_encoding(data, position)
    if encoding is None:
        message = f"The text is not UTF-8 at {place}, and no other encoding fits."
        raise Fault(Code.NOT_UTF_8, message, _CURE_ENCODING)
    warning = Fault(
        Code.ENCODING_GUESSED,
        f"The text is not UTF-8 at {place}; it was read as {encoding}.",
        "Check that its letters are right, or save it as UTF-8.",
    )
    return data.decode(encoding), warning


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether more letters outside ASCII are good UTF-8 than are not: no legacy encoding looks like that."""
    text = data[:_SAMPLE].decode(errors="replace")
    bad = text.count("\ufffd")
    good = sum(not character.isascii() for character in text) - bad
    return good > bad


def _legacy_encoding(data: bytes, position: int) -> str | None:
    """Return the name of the legacy encoding that fits best, judged on the lines that are not plain ASCII."""
    start = max(position - _SAMPLE // 8, 0)
    lines = data[start : start + 4 * _SAMPLE].split(b"\n")
    sample = b"\n".join(line for line in lines if not line.isascii())[:_SAMPLE]
    matches = list(from_bytes(sample, cp_isolation=_WEB_ENCODINGS))
    best = [
        encoding
        for match in matches
        if (match.chaos, match.coherence) == (matches[0].chaos, matches[0].coherence)
        for encoding in match.could_be_from_charset
    ]
    best.sort(key=lambda encoding: encoding != "cp1252")
    return next((encoding for encoding in best if _decodes(data, encoding)), None)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Yield the lines of a stream without their ends; None for a line of more than `limit` bytes."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line.rstrip(b"\r\n")
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit + 1)
        yield None
