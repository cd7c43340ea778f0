"""The table of judgements, read: every line that holds, and a problem for every other."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from ingest.errors import HearsayError, Origin, Problem
from ingest.judgements.cells import read_cell
from ingest.judgements.checking import BASE, checked
from ingest.judgements.locking import opened
from ingest.judgements.record import NAME, Judgement, Judgements

COLUMNS = ("when", "who", "subject", "aspect", "value", "why")
"""The columns, in the order in which they are written. A header line may say another."""
TORN = b"\t#torn"
"""Ends a line that a crash cut off, as the next writer marks it: it counts for nothing."""
LONGEST_LINE = 100_000
"""Bytes; a longer line is none of a person's."""

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How UTF-16 begins."""
_BOM = "\ufeff"
_COMMENT = ("#", '"#')


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table of judgements holds.

    Attributes:
        judgements: those that can hold, in the order of the lines.
        problems: one for every line that was left out, and what else is to be known.
    """

    judgements: Judgements
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns are: the position of each of `COLUMNS` in a line, None for one that it has not.

    Attributes:
        places: a position for each of `COLUMNS`.
        width: how many columns a line has.
        named: whether a header line says so.
    """

    places: tuple[int | None, ...]
    width: int
    named: bool = True

    @property
    def is_usual(self) -> bool:
        """Whether the columns are `COLUMNS`, as a header line says."""
        return self.named and self.places == tuple(range(len(COLUMNS))) and self.width == len(COLUMNS)


UNNAMED = Layout(tuple(range(len(COLUMNS))), len(COLUMNS), named=False)
"""The layout where no header line says one."""


def read(path: Path) -> Reading:
    """Read a file of judgements; one that is not there holds none.

    Raises:
        HearsayError: it cannot be read, or is no UTF-8 at all.
    """
    try:
        with opened(path, "rb") as file:
            raw = file.read()
    except FileNotFoundError:
        return Reading(Judgements(), ())
    except OSError as error:
        raise HearsayError(
            f"{path} cannot be read: {error.strerror or error}.", "Check the path and its rights."
        ) from None
    if raw.startswith(UTF16):
        raise HearsayError(
            f"{path} is UTF-16, as spreadsheets save it, and not UTF-8.",
            "Restore the file and bring the other in with `hearsay judgements import`.",
        )
    return collect(parse(raw, str(path)))


def collect(items: Iterable[Judgement | Problem]) -> Reading:
    """Part judgements and problems."""
    judgements: list[Judgement] = []
    problems: list[Problem] = []
    for item in items:
        if isinstance(item, Judgement):
            judgements.append(item)
        else:
            problems.append(item)
    return Reading(Judgements(judgements), tuple(problems))


def parse(raw: bytes, name: str) -> Iterator[Judgement | Problem]:
    """Read the bytes of a file of judgements.

    Args:
        raw: all of it.
        name: the file, for problems.
    """
    for number, found in rows(raw, name):
        if isinstance(found, Problem):
            yield found
            continue
        try:
            yield checked(*found)
        except HearsayError as error:
            yield problem(name, number, error)


Row = tuple[str, str, str, str, str, str]
"""The cells of a line, in the order of `COLUMNS`; empty where there is none."""


def rows(raw: bytes, name: str) -> Iterator[tuple[int, Row | Problem]]:
    """Give the cells of every line that holds some, with its number; header lines say in which order.

    Lines that begin with ``#`` are comments. A header line may stand anywhere, so that files can be joined.
    """
    layout: Layout | None = UNNAMED
    told = False
    for number, line in enumerate(BytesIO(raw), 1):
        if line.isspace() or line.endswith(TORN + b"\n"):
            continue
        try:
            cells = _cells(line)
            if cells[0].startswith(_COMMENT):
                continue
            if _is_header(cells):
                layout = None  # should it be wrong, its lines cannot be told
                layout = _layout(cells)
                continue
            if layout is None:
                continue
            if not layout.named and not told:
                told = True
                yield number, _without_header(name, number)
            _check_width(cells, layout, ended=line.endswith(b"\n"))
            yield number, _arranged(cells, layout)
        except HearsayError as error:
            yield number, problem(name, number, error)


def problem(name: str, number: int, error: HearsayError, code: str = "judgement") -> Problem:
    """Return why a line was left out."""
    return Problem(Origin(name, number), error.message, error.cure, code)


def layout_at_end(raw: bytes) -> Layout:
    """Return how a line added to a file would be read."""
    layout = UNNAMED
    for line in BytesIO(raw):
        if b"subject" in line.lower():
            try:
                cells = _cells(line)
                layout = _layout(cells) if _is_header(cells) else layout
            except HearsayError:
                layout = UNNAMED
    return layout


def is_torn(line: bytes, layout: Layout) -> bool:
    """Whether a line that no line break ends was cut off, rather than written so by hand."""
    try:
        _check_width(_cells(line), layout, ended=False)
    except HearsayError:
        return True
    return False


def _cells(line: bytes) -> list[str]:
    if len(line) > LONGEST_LINE:
        raise HearsayError(f"The line is longer than {LONGEST_LINE:,} bytes.", "Shorten or remove it.")
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise HearsayError(
            f"The line is not UTF-8 (byte {error.start + 1}).", "Save the file as UTF-8, or write it anew."
        ) from None
    return text.rstrip("\r\n").removeprefix(_BOM).split("\t")


def _is_header(cells: list[str]) -> bool:
    if cells[0][:2].isdigit():  # a time: spares nearly every line the rest
        return False
    names = _names(cells)
    if any(cell.startswith((BASE, NAME)) for cell in names):
        return False
    return "subject" in names and "value" in names


def _names(cells: list[str]) -> list[str]:
    return [cell.strip().strip('"').lower() for cell in cells]


def _layout(cells: list[str]) -> Layout:
    names = _names(cells)
    for column in COLUMNS:
        if names.count(column) > 1:
            raise HearsayError(
                f"The header names the column {column} twice, and the lines below it are left out.",
                "Leave one of them.",
            )
    return Layout(tuple(names.index(each) if each in names else None for each in COLUMNS), len(names))


def _without_header(name: str, number: int) -> Problem:
    return Problem(
        Origin(name, number),
        f"No header line says what the columns are: they are taken for {', '.join(COLUMNS)}.",
        "Let the first line be these words, separated by tabs.",
        "no-header",
        fatal=False,
    )


def _check_width(cells: list[str], layout: Layout, *, ended: bool) -> None:
    count = len(cells)
    if count == layout.width:
        return
    columns = f"{count} {'column' if count == 1 else 'columns'} and not {layout.width}"
    if not ended and count < layout.width:
        # A value may have been cut: Q21 of Q212 would be somebody else.
        raise HearsayError(
            f"The last line has {columns}, and no line break at its end: it may have been cut off.",
            "Complete it, with a tab for each column that stays empty, and end the line.",
        )
    if count == 1 or any(cell.strip() for cell in cells[layout.width :]):
        raise HearsayError(
            f"The line has {columns}.",
            "Separate columns by one tab each, not by spaces or commas; a tab inside a text is written \\t.",
        )


def _arranged(cells: list[str], layout: Layout) -> Row:
    count = len(cells)
    if count < layout.width:
        cells = cells + [""] * (layout.width - count)
    when, who, subject, aspect, value, why = [
        "" if place is None else read_cell(cells[place]) for place in layout.places
    ]
    return when, who, subject, aspect, value, why
