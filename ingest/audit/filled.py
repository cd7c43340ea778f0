"""A filled sheet, read back however far it was filled in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ingest.audit.questions import QUESTIONS, Question
from ingest.audit.sheet import COLUMNS
from ingest.errors import HearsayError, Origin, Problem

_NEEDED = ("claim", "outlet", "kind", "band", "stratum", "stratum_claims")
_WORDS = {"yes": True, "y": True, "no": False, "n": False, "": None}


@dataclass(frozen=True, slots=True)
class Checked:
    """A row as it was filled in.

    Attributes:
        claim: its IRI.
        groups: its outlet, kind and band, by the names of the columns.
        stratum: what it was drawn from.
        of: how many claims that stratum has.
        linked: whether the speaker was linked to an entity.
        seed: of the sample, as the sheet has it.
        answers: by column; None where there is none.
    """

    claim: str
    groups: Mapping[str, str]
    stratum: str
    of: int
    linked: bool
    seed: str
    answers: Mapping[str, bool | None]

    def answer(self, question: Question) -> bool | None:
        """The answer to a question."""
        return self.answers[question.column]


def read(path: Path) -> tuple[list[Checked], list[Problem]]:
    """Read a sheet: every row that can be scored, and a problem for every cell that cannot be read.

    Columns may stand in any order and be separated by commas, semicolons or tabs, as spreadsheets write them.

    Raises:
        HearsayError: the file cannot be read, is not UTF-8, or lacks a column.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise HearsayError(
            f"{path} cannot be read: {error.strerror}.", "Check its path and rights."
        ) from None
    except UnicodeDecodeError as error:
        raise HearsayError(
            f"{path} is not UTF-8 (byte {error.start}).", "Save the sheet as CSV in UTF-8."
        ) from None
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    found = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        _check_columns(path, found.fieldnames or ())
        return _collected(path, found)
    except csv.Error as error:
        raise HearsayError(
            f"{path}:{found.line_num} is no CSV: {error}.", "Save the sheet as CSV anew."
        ) from None


def _check_columns(path: Path, columns: Iterable[str]) -> None:
    has = list(columns)
    wanted = [*_NEEDED, *(question.column for question in QUESTIONS)]
    if missing := [each for each in wanted if each not in has]:
        raise HearsayError(
            f"{path} has no column {', '.join(missing)}.", "Fill in a sheet that `hearsay audit draw` wrote."
        )
    if twice := sorted({each for each in has if each in wanted and has.count(each) > 1}):
        raise HearsayError(f"{path} has two columns {', '.join(twice)}.", "Leave one of them.")


def _collected(path: Path, found: csv.DictReader[str]) -> tuple[list[Checked], list[Problem]]:
    checked: list[Checked] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    sizes: dict[str, int] = {}
    for row in found:
        where = Origin(str(path), found.line_num)
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if not any(cells.values()):
            continue
        read_ = _checked(cells, where, problems)
        if read_ is None:
            continue
        if read_.claim in lines:
            problems.append(
                Problem(
                    where,
                    f"The claim stands in line {lines[read_.claim]} already.",
                    "Remove one of the two rows.",
                    "twice",
                )
            )
            continue
        if sizes.setdefault(read_.stratum, read_.of) != read_.of:
            problems.append(
                Problem(
                    where,
                    f"stratum_claims is {read_.of}; another row of the stratum has {sizes[read_.stratum]}.",
                    "Restore it from the sheet as it was drawn.",
                    "stratum",
                )
            )
            continue
        lines[read_.claim] = found.line_num
        checked.append(read_)
    return checked, problems


def _checked(cells: Mapping[str, str], where: Origin, problems: list[Problem]) -> Checked | None:
    """Read one row; an answer that is none is told and counts as empty."""
    of = _number(cells["stratum_claims"])
    if not cells["claim"] or of is None:
        column, value = ("stratum_claims", cells["stratum_claims"]) if cells["claim"] else ("claim", "")
        problems.append(
            Problem(
                where,
                f"{column} is {value!r}: the row cannot be counted.",
                "Restore it from the sheet as it was drawn.",
                "row",
            )
        )
        return None
    answers: dict[str, bool | None] = {}
    for question in QUESTIONS:
        word = cells[question.column].casefold()
        if word not in _WORDS:
            problems.append(
                Problem(
                    where,
                    f"{question.column} is {cells[question.column][:40]!r}.",
                    "Answer yes, no, or leave it empty.",
                    "answer",
                )
            )
        answers[question.column] = _WORDS.get(word)
    return Checked(
        cells["claim"],
        {name: cells[name] for name in ("outlet", "kind", "band")},
        cells["stratum"],
        of,
        bool(cells["entity"]),
        cells["seed"],
        answers,
    )


def _number(text: str) -> int | None:
    """Read how many claims a stratum has; spreadsheets may have made 12.0 of 12."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    whole = number.is_finite() and 0 < number < 10**12 and number == number.to_integral_value()
    return int(number) if whole else None
