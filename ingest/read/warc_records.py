"""The records of a web archive, also beyond a damaged place: reading goes on where the next record begins."""

from __future__ import annotations

import io
from collections.abc import Iterator

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from ingest.errors import Origin, Problem
from ingest.read.fault import Code, Fault
from ingest.read.streams import CHUNK

MOST_DAMAGES = 100
"""After so many damaged places the rest of an archive is given up: one can be written to hold little else."""

_WINDOW = 4 * CHUNK
"""How many bytes that were given stay at hand; fastwarc reads less than this ahead of the record it is at."""
_BEGINNING = b"\r\n\r\nWARC/1."


class Source:
    """A stream that ends where reading it fails, and remembers why: fastwarc takes no exceptions."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self.failure: Fault | OSError | None = None
        self._stream = stream
        self._position = 0
        self._recent = b""  # what was given last: it ends at the position
        self._again = b""  # what is given again, before the stream goes on

    def read(self, size: int = -1) -> bytes:
        """Return some bytes, at most `size`; none at the end, or where the stream fails."""
        if self._again:
            size = len(self._again) if size < 0 else size
            data, self._again = self._again[:size], self._again[size:]
        else:
            data = self._fresh(size)
        self._position += len(data)
        self._recent = (self._recent + data)[-_WINDOW:]
        return data

    def tell(self) -> int:
        """Return how many bytes precede the next."""
        return self._position

    def seek(self, offset: int, whence: int = 0) -> int:
        """Streams have no way back; fastwarc does not need one."""
        raise io.UnsupportedOperation("seek")

    def close(self) -> None:
        """Leave the stream open: it is not ours."""

    def resume(self, after: int) -> int | None:
        """Go to the first record that begins behind an offset.

        Returns:
            Where it begins, or None if there is none.
        """
        held, self._again = self._recent + self._again, b""
        start = self._position - len(self._recent)  # of what is held
        place = max(after - start, 0)
        while (found := held.find(_BEGINNING, place)) < 0:
            kept = held[-len(_BEGINNING) + 1 :] if len(held) >= place else b""
            fresh = self._fresh(CHUNK)
            if not fresh:
                self._position, self._recent = start + len(held), b""
                return None
            start += len(held) - len(kept)
            held, place = kept + fresh, max(after - start, 0)
        found += len(_BEGINNING) - len(b"WARC/1.")
        self._position, self._recent, self._again = start + found, b"", held[found:]
        return self._position

    def _fresh(self, size: int) -> bytes:
        if self.failure:
            return b""
        try:
            return self._stream.read1(size)  # read would lose what precedes a failure
        except (Fault, OSError) as error:
            self.failure = error
            return b""


def records(source: Source, origin: Origin) -> Iterator[tuple[int, WarcRecord] | Problem]:
    """Yield each record with the byte at which it begins, and a problem for each damaged place between."""
    base: int | None = 0
    for _ in range(MOST_DAMAGES):
        place = base or 0
        try:
            for record in ArchiveIterator(source, parse_http=False, record_types=WarcRecordType.any_type):
                place = record.stream_pos
                yield place, record
        except OSError as error:
            base = source.resume(place + 1)
            message = f"The archive is damaged in or after the record at byte {place:,} (unpacked): {error}."
            if base is not None:
                message += f" Reading goes on at byte {base:,}."
            yield Fault(Code.DAMAGED_ARCHIVE, message, "Fetch the archive again.").problem(origin)
        else:
            return
        if base is None:
            return
    message = f"The archive is damaged in {MOST_DAMAGES} places; the rest was not read."
    yield Fault(Code.DAMAGED_ARCHIVE, message, "Fetch the archive again.").problem(origin)
