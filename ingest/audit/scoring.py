"""What the answers of a checked sample say of all claims: by question, and by what claims are alike in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.audit.estimating import Answer, Estimate, estimate
from ingest.audit.filled import Checked
from ingest.audit.questions import IS_CLAIM, LINK, QUESTIONS, Question

WHOLE = "all of it"
"""The name of the figure that everything is right of a claim, its link apart."""

GROUPINGS = ("outlet", "kind", "band", "stratum")
"""By what precision is told apart, as the sheet's columns are named."""

_PARTS = tuple(question for question in QUESTIONS if question not in (IS_CLAIM, LINK))


@dataclass(frozen=True, slots=True)
class Figure:
    """One estimated share.

    Attributes:
        by: one of `GROUPINGS`, or "" for the whole corpus.
        group: which outlet, kind, band or stratum, or "".
        question: a question's name, or `WHOLE`.
        estimate: the share.
    """

    by: str
    group: str
    question: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Score:
    """What a sheet says.

    Attributes:
        rows: claims in the sheet.
        checked: those with an answer.
        claims: claims in the corpus, as the sheet has them.
        uncovered: of these, the ones in strata where nothing is checked.
        strata: how many strata there are.
        seed: of the sample.
        figures: for the whole corpus, then by each grouping.
    """

    rows: int
    checked: int
    claims: int
    uncovered: int
    strata: int
    seed: str
    figures: tuple[Figure, ...]


def score(rows: Sequence[Checked]) -> Score:
    """Estimate precision from a sheet; rows without any answer are taken for not checked yet."""
    checked = [row for row in rows if any(answer is not None for answer in row.answers.values())]
    sizes = {row.stratum: row.of for row in rows}
    covered = {row.stratum for row in checked}
    return Score(
        rows=len(rows),
        checked=len(checked),
        claims=sum(sizes.values()),
        uncovered=sum(size for stratum, size in sizes.items() if stratum not in covered),
        strata=len(sizes),
        seed=next((row.seed for row in rows), ""),
        figures=tuple(_figures(checked)),
    )


def _figures(checked: Sequence[Checked]) -> Iterator[Figure]:
    yield from _of_group(checked, "", "")
    for by in GROUPINGS:
        for group in sorted({_group(row, by) for row in checked}):
            yield from _of_group(checked, by, group)


def _of_group(checked: Sequence[Checked], by: str, group: str) -> Iterator[Figure]:
    for name, answer in _asked():
        answers = [
            Answer(row.stratum, row.of, answer(row) if _group(row, by) == group else None) for row in checked
        ]
        yield Figure(by, group, name, estimate(answers))


def _group(row: Checked, by: str) -> str:
    return row.stratum if by == "stratum" else row.groups[by] if by else ""


def _asked() -> Iterator[tuple[str, Callable[[Checked], bool | None]]]:
    yield WHOLE, whole
    for question in QUESTIONS:
        yield question.name, _Applying(question)


@dataclass(frozen=True, slots=True)
class _Applying:
    """A row's answer to a question, where the question applies to it."""

    question: Question

    def __call__(self, row: Checked) -> bool | None:
        if self.question is not IS_CLAIM and row.answer(IS_CLAIM) is False:
            return None
        if self.question is LINK and not row.linked:
            return None
        return row.answer(self.question)


def whole(row: Checked) -> bool | None:
    """Whether it is a claim, and its words, speakers, certainty and polarity are right.

    No as soon as one thing is wrong; without an answer while one is missing.
    """
    given = [row.answer(question) for question in (IS_CLAIM, *_PARTS)]
    return False if False in given else None if None in given else True


def of_corpus(figures: Iterable[Figure]) -> list[Figure]:
    """Return the figures for the whole corpus."""
    return [figure for figure in figures if not figure.by]


def methods(result: Score) -> str:
    """Write the paragraph for a paper's section on methods."""
    said = "; ".join(
        f"{figure.question}: {_share(figure.estimate)}"
        for figure in of_corpus(result.figures)
        if figure.estimate.answered
    )
    left = (
        f" Strata with {result.uncovered:,} claims hold no checked claim and are left out of the estimates."
        if result.uncovered
        else ""
    )
    seed = f" (seed {result.seed})" if result.seed else ""
    return (
        f"Precision was estimated from {result.checked:,} manually checked claims, of a stratified random"
        f" sample of {result.rows:,}{seed} out of {result.claims:,} claims, with {result.strata:,} strata by"
        " outlet, kind of wording and confidence (merged where there would be too many), allocated in"
        " proportion to size with at least two claims a stratum."
        f"{left} Estimates weight each stratum by its number of claims; 95% confidence intervals are Wilson"
        f" intervals on Kish's effective sample size with finite population correction. {said}."
    )


def _share(found: Estimate) -> str:
    return f"{100 * (found.share or 0):.1f}% [{100 * found.low:.1f}, {100 * found.high:.1f}]"
