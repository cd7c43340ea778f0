"""Tables as text: CSV (RFC 4180) and its kin with semicolons, tabs or bars; one article a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read.assemble import outcome, to_article
from ingest.read.columns import Columns
from ingest.read.encoding import CURE_ENCODING, encoding_of
from ingest.read.fault import Code, Fault
from ingest.read.fields import draft
from ingest.read.limits import Limits
from ingest.read.streams import lines

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 1_000
_SAMPLE_BYTES = 2**20
_CURE_ROW = "Correct the row; others were read. A quotation mark within quotation marks is written twice."


class Delimited:
    """Reads a table row by row: a bad one is set aside and the rest goes on.

    The first row names the columns. What separates them is not guessed from how often it occurs: it is the
    character under which the first row names the columns that are needed.
    """

    suffixes = (".csv", ".tsv")

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def sniff(self, head: bytes) -> bool:
        """Whether the first line names a headline's and a text's column."""
        line = head.partition(b"\n")[0].decode("utf-8", "replace").rstrip("\r")
        try:
            self._layout(line)
        except Fault:
            return False
        return True

    def read(self, stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Article | Problem]:
        """Yield each row's article after its warnings, or the problem for which it is set aside."""
        raw = lines(stream, limits.max_record_bytes)
        first = _some(raw)
        if not any(first):
            message = "The file is empty."
            raise Fault(Code.EMPTY_FILE, message, "Put a table into it, or remove it.")
        encoding, doubt = encoding_of(b"\n".join(line for line in first if line is not None))
        if doubt:
            yield doubt.problem(origin, fatal=False)
        text = _Lines(chain(first, raw), encoding, limits)
        # csv's own limit is the process's, and too low for an article: it is raised, and ours comes first.
        csv.field_size_limit(max(csv.field_size_limit(), 2 * limits.max_record_bytes))
        header = next((line for line in text if line.strip()), "").rstrip("\n")
        delimiter, places = self._layout(header)
        rows = csv.reader(text, delimiter=delimiter, strict=True)
        width = len(next(csv.reader([header], delimiter=delimiter)))
        read = 0
        while True:
            text.start_row()
            try:
                row = next(rows, None)
            except csv.Error as error:
                read += 1
                message = f"The row cannot be read: {error}."
                yield Fault(Code.BAD_ROW, message, _CURE_ROW).problem(Origin(origin.file, text.row_starts))
                continue
            except Fault as fault:
                read += 1
                yield fault.problem(Origin(origin.file, text.number))
                continue
            if row is None:
                break
            if any(row):
                read += 1
                yield from _article(row, width, places, Origin(origin.file, text.row_starts), limits)
        if not read:
            message = "The table has no rows below its first."
            yield Fault(Code.EMPTY_FILE, message, "Put articles into it, or remove it.").problem(origin)

    def _layout(self, header: str) -> tuple[str, dict[int, str]]:
        """Return what separates the columns, and which of them are what."""
        misfit: Fault | None = None
        for delimiter in sorted(_DELIMITERS, key=lambda each: -header.count(each)):
            try:
                names = next(csv.reader([header], delimiter=delimiter, strict=True), [])
                return delimiter, self._columns.places(names)
            except csv.Error:
                continue
            except Fault as fault:
                misfit = misfit or fault
        raise misfit or Fault(Code.BAD_ROW, "The first row cannot be read.", _CURE_ROW)


class _Lines:
    """The lines of a table as text, each with its end, counted."""

    def __init__(self, raw: Iterator[bytes | None], encoding: str, limits: Limits) -> None:
        self.number = 0
        self.row_starts = 1
        self._raw = raw
        self._encoding = encoding
        self._limits = limits
        self._row_bytes = 0

    def start_row(self) -> None:
        """Note that the next line begins a row."""
        self.row_starts, self._row_bytes = self.number + 1, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._raw)
        self.number += 1
        self._row_bytes += 0 if line is None else len(line)
        if line is None or self._row_bytes > self._limits.max_record_bytes:
            message = f"The row has more than {self._limits.max_record_bytes:,} bytes."
            cure = "Is a quotation mark not closed? Else raise the limit `max_article_chars`."
            raise Fault(Code.TOO_LARGE, message, cure)
        try:
            return line.decode(self._encoding) + "\n"
        except UnicodeDecodeError as error:
            message = f"The line is not {self._encoding.upper()} at byte {error.start + 1:,}, as others are."
            raise Fault(Code.NOT_UTF_8, message, CURE_ENCODING) from None


def _some(raw: Iterator[bytes | None]) -> list[bytes | None]:
    """Return the first lines, enough to tell their encoding."""
    found: list[bytes | None] = []
    size = 0
    while len(found) < _SAMPLE_LINES and size < _SAMPLE_BYTES:
        try:
            line = next(raw)
        except StopIteration:
            break
        found.append(line)
        size += len(line or b"")
    return found


def _article(
    row: list[str], width: int, places: dict[int, str], record: Origin, limits: Limits
) -> Iterator[Article | Problem]:
    def parse(warnings: list[Fault]) -> Article:
        if len(row) != width:
            message = f"The row has {len(row)} fields, and the first row names {width}."
            raise Fault(Code.BAD_ROW, message, _CURE_ROW)
        fields = {name: row[place] for place, name in places.items()}
        return to_article(draft(fields, warnings), record, limits, warnings)

    yield from outcome(record, parse)
