"""Parquet files, one article a row; needs the extra `parquet` (pyarrow)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from types import ModuleType
from typing import IO, Any, BinaryIO

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read.assemble import outcome, to_article
from ingest.read.columns import Columns
from ingest.read.fault import Code, Fault
from ingest.read.fields import draft
from ingest.read.limits import Limits
from ingest.read.streams import CHUNK

_MAGIC = b"PAR1"
_ROWS = 64
"""How many rows are in memory at a time, apart from what pyarrow needs to unpack a page of a column."""


class Parquet:
    """Reads a Parquet file row by row, and of its columns only those that are needed."""

    suffixes = (".parquet", ".pq")

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def sniff(self, head: bytes) -> bool:
        """Whether the stream begins as Parquet files do."""
        return head.startswith(_MAGIC)

    def read(self, stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Article | Problem]:
        """Yield each row's article after its warnings, or the problem for which it is set aside."""
        pyarrow, parquet = _pyarrow()
        # Its table of contents stands at its end, and a stream cannot go back from there.
        with tempfile.TemporaryFile() as file:
            size = _copy(stream, file, limits)
            try:
                opened = parquet.ParquetFile(file)
                _check_bomb(opened.metadata, size, limits)
                names = opened.schema_arrow.names
                places = {names[place]: field for place, field in self._columns.places(names).items()}
                number = 0
                for batch in opened.iter_batches(batch_size=_ROWS, columns=list(places)):
                    columns = {field: _values(batch.column(name), pyarrow) for name, field in places.items()}
                    for row in range(batch.num_rows):
                        number += 1
                        fields = {field: values[row] for field, values in columns.items()}
                        yield from _article(fields, Origin(origin.file, number), limits)
            except (pyarrow.ArrowException, OSError, OverflowError, UnicodeDecodeError) as error:
                message = f"The Parquet file is damaged or cut off: {str(error)[:200]}"
                cure = "Rows before that were read. Fetch or write the file again."
                raise Fault(Code.DAMAGED_TABLE, message, cure) from None
            if not number:
                message = "The table has no rows."
                raise Fault(Code.EMPTY_FILE, message, "Put articles into it, or remove it.")


def _pyarrow() -> tuple[ModuleType, ModuleType]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        message = "Parquet files are read with pyarrow, which is not installed."
        cure = 'Install it: pip install "hearsay[parquet]". Or write the table as CSV or JSON Lines.'
        raise Fault(Code.NOT_INSTALLED, message, cure) from None


def _copy(stream: BinaryIO, file: IO[bytes], limits: Limits) -> int:
    size = 0
    while chunk := stream.read(CHUNK):
        size += file.write(chunk)
        if size > limits.max_decompressed_bytes:
            message = f"The file has more than {limits.max_decompressed_bytes:,} bytes."
            raise Fault(Code.TOO_LARGE, message, "Split it, or raise the limit `max_decompressed_bytes`.")
    file.seek(0)
    return size


def _check_bomb(metadata: Any, size: int, limits: Limits) -> None:
    """Refuse a file whose own table of contents says that it unpacks out of proportion."""
    unpacked = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    if unpacked > limits.max_decompressed_bytes or unpacked > max(
        size * limits.max_compression_ratio, limits.ratio_counts_from
    ):
        message = f"The file would unpack to {unpacked:,} bytes from {size:,}, more than is allowed."
        raise Fault(Code.GZIP_BOMB, message, "If it is what it should be, write it as JSON Lines first.")


def _values(column: Any, pyarrow: ModuleType) -> list[object]:
    if pyarrow.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pyarrow.types.is_timestamp(column.type):  # finer than Python's clock
        column = column.cast(pyarrow.timestamp("us", tz=column.type.tz), safe=False)
    return [_plain(value) for value in column.to_pylist()]


def _plain(value: object) -> object:
    """Return a value as JSON would have it."""
    if isinstance(value, datetime):
        return value.isoformat(sep="T", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _article(fields: dict[str, object], record: Origin, limits: Limits) -> Iterator[Article | Problem]:
    def parse(warnings: list[Fault]) -> Article:
        return to_article(draft(fields, warnings), record, limits, warnings)

    yield from outcome(record, parse)
