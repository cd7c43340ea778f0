"""The body of an HTTP response as it was sent: chunked, packed, or both (RFC 9112, 7.1; RFC 9110, 8.4)."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable

from fastwarc.stream_io import BrotliReader, ZstdReader

from ingest.read.fault import Code, Fault

_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"


def plain_body(body: bytes, transfer_encoding: str, content_encoding: str, limit: int) -> bytes:
    """Return a body as it was meant, at most one byte more than `limit` of it.

    Crawlers often keep the headers of a body that they have unpacked: one that is plainly not packed as they
    say is taken as it is.

    Args:
        body: what follows the HTTP headers.
        transfer_encoding: the header of that name, or "".
        content_encoding: likewise.
        limit: in bytes.

    Raises:
        Fault: it breaks off, is damaged, or packed in an unknown way.
    """
    if "chunked" in transfer_encoding.lower():
        body = _joined(body)
    codings = [
        each for each in map(str.strip, content_encoding.lower().split(",")) if each not in ("", "identity")
    ]
    for coding in reversed(codings):
        unpack = _UNPACKERS.get(coding)
        if unpack is None:
            message = f"The page is packed as “{coding[:40]}”, which is not known here."
            raise Fault(Code.DAMAGED_RECORD, message, "Unpack it first.")
        try:
            body = unpack(body, limit)
        except (zlib.error, OSError, EOFError) as error:
            message = f"The page is packed as {coding}, but damaged or cut off: {error}."
            raise Fault(Code.DAMAGED_RECORD, message, "Fetch the page again.") from None
    return body


def _joined(body: bytes) -> bytes:
    """Join the chunks of a body; one that does not begin as a chunk has been joined already."""
    if not _CHUNK_SIZE.match(body):
        return body
    pieces: list[bytes] = []
    place = 0
    while match := _CHUNK_SIZE.match(body, place):
        size, start = int(match[1], 16), match.end()
        if size == 0:
            return b"".join(pieces)
        pieces.append(body[start : start + size])
        place = start + size
        if len(pieces[-1]) < size:
            break
        place += 2 if body.startswith(b"\r\n", place) else 1
    message = f"The page breaks off, or is damaged, after {place:,} bytes."
    raise Fault(Code.DAMAGED_RECORD, message, "Fetch the page again.")


def _gunzip(body: bytes, limit: int) -> bytes:
    return _inflate(body, limit, zlib.MAX_WBITS | 16) if body.startswith(_GZIP) else body


def _deflate(body: bytes, limit: int) -> bytes:
    """Unpack zlib's format; some servers send it without its header."""
    if body.lstrip()[:1] == b"<":
        return body
    try:
        return _inflate(body, limit, zlib.MAX_WBITS)
    except zlib.error:
        return _inflate(body, limit, -zlib.MAX_WBITS)


def _inflate(body: bytes, limit: int, window: int) -> bytes:
    unpacker = zlib.decompressobj(window)
    result = unpacker.decompress(body, limit + 1)
    if len(result) <= limit and not unpacker.eof:
        raise EOFError("it breaks off")
    return result


def _brotli(body: bytes, limit: int) -> bytes:
    return body if body.lstrip()[:1] == b"<" else _all(BrotliReader(io.BytesIO(body)).read, limit)


def _zstd(body: bytes, limit: int) -> bytes:
    return _all(ZstdReader(io.BytesIO(body)).read, limit) if body.startswith(_ZSTD) else body


def _all(read: Callable[[int], bytes], limit: int) -> bytes:
    data = b""
    while len(data) <= limit and (piece := read(limit + 1 - len(data))):
        data += piece
    return data


_UNPACKERS: dict[str, Callable[[bytes, int], bytes]] = {
    **dict.fromkeys(("gzip", "x-gzip"), _gunzip),
    **{"deflate": _deflate, "br": _brotli, "zstd": _zstd},
}
