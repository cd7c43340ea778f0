"""The answers of a filled form, and what they say of the gold."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.errors import HearsayError

QUESTIONS = {
    "wording": "Is this a claim, and are its words marked, with nothing that matters left out or added?",
    "speakers": "Is the chain right: everyone through whom it comes, who that is, and the medium?",
    "certainty": "Is the certainty right, as the innermost speaker words it?",
    "polarity": "Is it rightly affirmed or negated?",
}
"""By the column that takes the answer."""

COLUMNS = ("number", "article", "claim", *QUESTIONS, "comment")

Answers = dict[str, bool | None]
"""By question; None where there is no answer."""

_WORDS = {"yes": True, "y": True, "no": False, "n": False, "": None}
_Z = 1.959964  # the normal distribution's 97.5% point


class FormError(HearsayError):
    """A filled form cannot be read."""


def read_answers(path: Path) -> list[Answers]:
    """Read a filled form.

    Raises:
        FormError: there is no such file, a column is missing, or an answer is neither yes nor no.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FormError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise FormError(f"{path} is not UTF-8.", "Save it as CSV in UTF-8.") from error
    # Spreadsheets write semicolons where the comma is the decimal point.
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    rows = csv.DictReader(text.splitlines(), delimiter=delimiter)
    if missing := [question for question in QUESTIONS if question not in (rows.fieldnames or ())]:
        raise FormError(
            f"{path} has no column {', '.join(missing)}.", "Fill in the table made with the page."
        )
    return [_answers(row, path, number) for number, row in enumerate(rows, start=2)]


def _answers(row: dict[str, str | None], path: Path, line: int) -> Answers:
    answers: Answers = {}
    for question in QUESTIONS:
        word = (row[question] or "").strip().casefold()
        if word not in _WORDS:
            raise FormError(f"{path}:{line}: {question} is {word!r}.", "Answer yes, no, or leave it empty.")
        answers[question] = _WORDS[word]
    return answers


def summary(forms: Sequence[Answers]) -> Iterator[str]:
    """Yield how much was confirmed, question by question and as a whole, with 95% intervals."""
    yield f"{len(forms)} claims{'':20}{'confirmed':>12}{'share':>8}   95% interval (Wilson)"
    for question in QUESTIONS:
        yield _line(question, [answers[question] for answers in forms])
    yield _line("all of them", [_whole(answers) for answers in forms])


def _whole(answers: Answers) -> bool | None:
    """Whether all was confirmed: no as soon as one thing is wrong, else open while an answer is missing."""
    given = answers.values()
    return False if False in given else None if None in given else True


def _line(name: str, answers: Sequence[bool | None]) -> str:
    given = [answer for answer in answers if answer is not None]
    right = sum(given)
    share = f"{right / len(given):.2f}" if given else "-"
    low, high = wilson(right, len(given))
    return f"{name:28}{f'{right} of {len(given)}':>12}{share:>8}   {low:.2f} to {high:.2f}"


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return the 95% interval of a share (Wilson 1927); (0, 1) if nothing was counted.

    >>> "%.3f %.3f" % wilson(38, 40)
    '0.835 0.986'
    """
    if not of:
        return 0.0, 1.0
    share, spread = right / of, _Z**2 / of
    middle = share + spread / 2
    reach = _Z * math.sqrt((share * (1 - share) + spread / 4) / of)
    return max(0.0, (middle - reach) / (1 + spread)), min(1.0, (middle + reach) / (1 + spread))
