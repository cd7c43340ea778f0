"""Reading articles: files, folders, globs and standard input, in several formats, one article at a time.

    >>> for item in read(["seeds/articles"]):  # doctest: +SKIP
    ...     print(item)

`read` never raises for what the input holds: what cannot be read comes as a `Problem` that names file, place
and cure, between the articles that can, and its `code` is one of `Code`. A format is one module that offers a
`Reader`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read.canonical_url import canonical_url
from ingest.read.claim_review import ClaimReviews
from ingest.read.columns import Columns
from ingest.read.csl_json import CslJson
from ingest.read.delimited import Delimited
from ingest.read.fault import Code, Fault
from ingest.read.feed import Feed
from ingest.read.html_file import HtmlFile
from ingest.read.inputs import STDIN, display, find, unreadable
from ingest.read.json_lines import JsonLines
from ingest.read.limits import Limits
from ingest.read.parquet import Parquet
from ingest.read.reader import Reader
from ingest.read.streams import open_plain
from ingest.read.text_file import TextFile
from ingest.read.warc import Warc
from ingest.read.web.process import Parser

__all__ = ["Code", "Columns", "Limits", "Reader", "canonical_url", "files", "read", "total_bytes"]


def _articles(parser: Parser) -> tuple[Reader, ...]:
    """Return the formats that articles come in."""
    return (ClaimReviews(), CslJson(), JsonLines(), Warc(parser), Feed(parser), HtmlFile(parser), TextFile())


def _tables(columns: Columns) -> tuple[Reader, ...]:
    """Return the formats of tables, which may be of anything, so that they are read only where named."""
    return (Parquet(columns), Delimited(columns))


_SUFFIXES = tuple(dict.fromkeys(suffix for reader in _articles(Parser()) for suffix in reader.suffixes))
"""What is taken from a folder."""


def _no_progress(_: int) -> None:
    pass


def read(
    inputs: Sequence[str],
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    columns: Columns = Columns(),  # noqa: B008 - frozen
    stdin: BinaryIO | None = None,
    progress: Callable[[int], None] = _no_progress,
) -> Iterator[Article | Problem]:
    """Yield every article of the inputs, and every problem with them, in order.

    Warnings (problems that are not fatal) on an article come just before it.

    Args:
        inputs: paths, folders (walked in order of names, see `inputs.find`), globs, ``-`` for standard input.
        limits: what is too large.
        columns: which column of a table is what.
        stdin: what ``-`` reads, by default the process's standard input.
        progress: is told, while reading, how many more stored bytes are done; they add up to `total_bytes`.
    """
    with Parser() as parser:
        reading = _Reading((*_tables(columns), *_articles(parser)), limits)
        for spec in inputs:
            if spec == STDIN:
                source = sys.stdin.buffer if stdin is None else stdin
                yield from reading.stream(source, Origin(STDIN), None, progress)
                continue
            for item in find(spec, _SUFFIXES):
                if isinstance(item, Problem):
                    yield item
                else:
                    yield from reading.file(item, progress)


def files(inputs: Sequence[str]) -> Iterator[Path | Problem]:
    """Yield the files that inputs name, in the order in which `read` reads them; not standard input."""
    return (item for spec in inputs for item in find(spec, _SUFFIXES))


def total_bytes(inputs: Sequence[str]) -> int | None:
    """Return how many stored bytes `read` will go through, or None if standard input is among them."""
    if STDIN in inputs:
        return None
    return sum(_size(item) for item in files(inputs) if isinstance(item, Path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


@dataclass(frozen=True, slots=True)
class _Reading:
    """The formats and limits of one call of `read`."""

    readers: tuple[Reader, ...]
    limits: Limits

    def file(self, path: Path, progress: Callable[[int], None]) -> Iterator[Article | Problem]:
        done = 0

        def count(size: int) -> None:
            nonlocal done
            done += size
            progress(size)

        try:
            with path.open("rb") as stream:
                yield from self.stream(stream, Origin(display(path)), path, count)
        except OSError as error:  # on opening it
            yield unreadable(Origin(display(path)), error)
        progress(max(_size(path) - done, 0))  # what was not worth reading is done as well

    def stream(
        self, stored: BinaryIO, origin: Origin, path: Path | None, progress: Callable[[int], None]
    ) -> Iterator[Article | Problem]:
        try:
            head, stream = open_plain(stored, self.limits, progress)
            yield from self._reader(path, head).read(stream, origin, self.limits)
        except Fault as fault:
            yield fault.problem(origin)
        except OSError as error:
            yield unreadable(origin, error)

    def _reader(self, path: Path | None, head: bytes) -> Reader:
        """Return the reader of a format, by the file's name, else by how it begins."""
        if path is not None:
            name = path.name.lower().removesuffix(".gz")
            named = [reader for reader in self.readers if name.endswith(reader.suffixes)]
            if named:
                return next((reader for reader in named if reader.sniff(head)), named[-1])
        return next((reader for reader in self.readers if reader.sniff(head)), self.readers[-1])
