"""The archive (WARC 1.1, gzip) that pages are fetched into: what is in it already, and adding to it.

Every record is a gzip member of its own, so that an archive that breaks off loses the last one alone. The
records of a page are written in one piece, the mark that it is there last: a run that is killed has either
fetched a page or not.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

import portalocker
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from ingest.errors import HearsayError
from ingest.fetch.document import Document
from ingest.fetch.records import TOGETHER, description, packed, records

SUFFIX = ".warc.gz"

_PIECE = 128 * 1024
_GZIP = b"\x1f\x8b"
_SEED = re.compile(rb"^seed: ([!-~]+)", re.MULTILINE)
_MOST_FIELDS = 64 * 1024
_ANOTHER = "Name another file; `hearsay ingest` reads what can be read of this one."


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive that pages may be added to.

    Attributes:
        path: where it is.
        there: the addresses whose pages are in it.
        cut: the file with what broke off at its end, if something did.
    """

    path: Path
    there: frozenset[str]
    cut: Path | None
    file: BinaryIO

    def add(self, document: Document) -> None:
        """Add the answers of a document, durably.

        Raises:
            HearsayError: there is no room for them.
        """
        try:
            _write(self.file, b"".join(map(packed, records(document))))
        except OSError as error:
            message = (
                f"{self.path} cannot be written: {error.strerror or error}. What was fetched before is kept."
            )
            raise HearsayError(message, "Cure that, and run the same command again: it goes on.") from None


@contextmanager
def opened(path: Path, agent: str, now: datetime) -> Iterator[Opened]:
    """Open an archive for adding, or make one; what broke off at its end is put aside first.

    Args:
        path: its file.
        agent: what we say of ourselves.
        now: when.

    Raises:
        HearsayError: it is no archive, is damaged, or another run is adding to it.
    """
    if not path.name.lower().endswith(SUFFIX):
        raise HearsayError(f"{path} is no name of an archive.", f"Give one that ends in {SUFFIX}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b", buffering=0) as file:
        try:
            portalocker.lock(file, portalocker.LOCK_EX | portalocker.LOCK_NB)
        except portalocker.exceptions.LockException:
            cure = "Wait until it is done, or name another file."
            raise HearsayError(f"Another run is adding to {path}.", cure) from None
        cut = _cut(path, cast(BinaryIO, file))
        if file.seek(0, os.SEEK_END) == 0:
            _write(cast(BinaryIO, file), packed(description(path.name, agent, now)))
        yield Opened(path, _addresses(path), cut, cast(BinaryIO, file))


def _write(file: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]
    os.fsync(file.fileno())


# -- what is there


def _cut(path: Path, file: BinaryIO) -> Path | None:
    """Put the member at the end aside that is not whole; return where."""
    file.seek(0)
    size, whole = file.seek(0, os.SEEK_END), _whole(path)
    if whole == size:
        return None
    number = 1
    while (aside := path.with_name(f"{path.name}.cut-{number}")).exists():
        number += 1
    with path.open("rb") as source, aside.open("xb") as target:
        source.seek(whole)
        while piece := source.read(_PIECE):
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    file.truncate(whole)
    return aside


def _whole(path: Path) -> int:
    """Return how many bytes of a file are whole gzip members.

    Raises:
        HearsayError: it is no gzip, or one that is damaged before its end.
    """
    end, data = 0, b""
    with path.open("rb") as file:
        while data := data or file.read(_PIECE):
            if len(data) < len(_GZIP):
                data += file.read(_PIECE)
            if not data.startswith(_GZIP):
                return _before_nothing(path, file, data, end)
            unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
            while not unpacker.eof:
                try:
                    _discard(unpacker, data)
                except zlib.error:
                    raise _damaged(path, end) from None
                if not unpacker.eof and not (data := file.read(_PIECE)):
                    return end
            data = unpacker.unused_data
            end = file.tell() - len(data)
    return end


def _before_nothing(path: Path, file: BinaryIO, data: bytes, end: int) -> int:
    """Return where a file ends behind which there are zeros alone, as a loss of power leaves it."""
    while data:
        if data.strip(b"\0") not in (b"", _GZIP[:1]):
            raise _damaged(path, end)
        data = file.read(_PIECE)
    return end


def _discard(unpacker: zlib._Decompress, data: bytes) -> None:
    """Unpack, and keep nothing: a member may be of any size."""
    unpacker.decompress(data, _PIECE)
    while unpacker.unconsumed_tail and not unpacker.eof:
        unpacker.decompress(unpacker.unconsumed_tail, _PIECE)


def _damaged(path: Path, place: int) -> HearsayError:
    message = f"{path} is not packed with gzip, or damaged from byte {place:,} on. Nothing was changed."
    return HearsayError(message, _ANOTHER)


def _addresses(path: Path) -> frozenset[str]:
    """Return the addresses whose pages are there: those that answered, and those that led to one.

    Raises:
        HearsayError: what is there are no records.
    """
    pages: dict[str, str] = {}
    asked: list[tuple[str, str]] = []
    place = 0
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=True, record_types=WarcRecordType.any_type):
                place = record.stream_pos
                if record.record_type == WarcRecordType.metadata:
                    seed = _SEED.search(record.reader.read(_MOST_FIELDS))
                    asked.append((seed[1].decode() if seed else "", record.headers.get(TOGETHER) or ""))
                elif record.record_type == WarcRecordType.response and _is_page(record):
                    pages[record.record_id or ""] = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    except OSError as error:
        if error.errno is not None:  # the disk's, and not fastwarc's
            raise
        message = f"{path} is no web archive, or damaged in or after the record at byte {place:,}: {error}."
        raise HearsayError(message, _ANOTHER) from None
    led = (address for address, page in asked if page in pages)
    return frozenset(pages.values()) | frozenset(led)


def _is_page(record: WarcRecord) -> bool:
    return record.http_headers is not None and record.http_headers.status_code == 200
