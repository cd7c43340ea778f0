"""The file of judgements as the commands use it: its problems told, additions applied to the store."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import typer

from ingest import pipeline
from ingest.cli import screen
from ingest.cli.work import work
from ingest.errors import HearsayError, Problem, StoreError
from ingest.judgements import Judgement, Judgements, append, read
from ingest.link import Snapshot
from ingest.settings import Configuration
from ingest.store import open_store

_TOLD = 20
"""Problems told one by one; the rest are counted."""


def judgements(configured: Configuration, *, new: bool = False) -> tuple[Judgements, bool]:
    """Read the judgements, and tell which lines were left out.

    Args:
        configured: names the file.
        new: whether a file that is named and not there is as good as an empty one.

    Returns:
        The judgements, and whether every line holds.

    Raises:
        HearsayError: the file cannot be read, or there is none where one was named.
    """
    file = configured.judgements_file
    if configured.judgements and not file.exists():
        if not new:
            raise HearsayError(f"There is no file {file}.", "Check the name; the first judgement makes it.")
        screen.note(f"There is no file {file} yet: nothing is judged.")
    found = read(file)
    return found.judgements, tell(found.problems)


def tell(problems: Sequence[Problem]) -> bool:
    """Tell why lines were left out; return whether there was no such reason."""
    for problem in problems[:_TOLD]:
        screen.problem(problem)
    if len(problems) > _TOLD:
        screen.note(f"… and {len(problems) - _TOLD:,} more problems with {problems[0].origin.file}")
    return not any(problem.fatal for problem in problems)


def add(configured: Configuration, made: Sequence[Judgement]) -> None:
    """Add judgements to the file and apply them to the store, if there is one; tell what changed.

    Raises:
        HearsayError: the file cannot be written, or the store not opened.
        typer.Exit: with status 1, if some of them could not be applied, or lines of the file do not hold.
    """
    file = configured.judgements_file
    if append(file, made):
        screen.note(f"The last line of {file} had been cut off; it is marked, and does not count.")
    screen.note(f"{_count(len(made), 'judgement')} added to {file}.")
    held, whole = judgements(configured)
    subjects = {each.subject for each in made}
    if any(problem.origin.file in subjects for problem in apply(configured, held)) or not whole:
        raise typer.Exit(1)


def apply(configured: Configuration, held: Judgements) -> list[Problem]:
    """Let the store follow the judgements, and tell what changed.

    Returns:
        What could not be applied, and has been told.

    Raises:
        StoreError: the store cannot be opened or written; the judgements are kept.
    """
    if isinstance(configured.store, Path) and not (configured.store / "format.json").exists():
        screen.note(f"There is no store at {configured.store} yet; they will be applied when articles are.")
        return []
    try:
        with (
            work("The judgements are kept, and what was applied: `hearsay judgements apply` completes this."),
            open_store(configured.store, mode="write") as opened,
            Snapshot.open(configured.snapshot) as snapshot,
            screen.progress("Applying judgements") as meter,
        ):
            applied = list(pipeline.judge(opened, held, snapshot, meter.so_many))
    except StoreError as error:
        raise StoreError(
            error.message, f"{error.cure} The judgements are kept: `hearsay judgements apply` completes this."
        ) from None
    problems = [each.problem for each in applied if each.problem]
    tell(problems)
    articles = sum(1 for each in applied if each.links or each.claims)
    links, claims = sum(each.links for each in applied), sum(each.claims for each in applied)
    screen.out().print(
        f"Changed: {_count(articles, 'article')}, {_count(links, 'link')}, {_count(claims, 'claim')}."
    )
    return problems


def tell_of(configured: Configuration, article: str) -> None:
    """Tell how many judgements are about an article that is taken down: removing them is the user's."""
    held = read(configured.judgements_file).judgements
    about = sum(each.subject.startswith(article + "/") for each in held.all)
    if about:
        screen.note(
            f"{_count(about, 'judgement')} in {configured.judgements_file} may quote it: "
            f"remove the lines with {article} by hand."
        )


def judge_of(configured: Configuration, who: str | None) -> str:
    """Return who judges.

    Raises:
        HearsayError: nobody is named, and it is not guessed: the file travels.
    """
    if name := (who or configured.who).strip():
        return name
    raise HearsayError(
        "Nobody is named as who judges.",
        'Give --who "A. Analyst", or write who = "A. Analyst" in hearsay.toml.',
    )


def now() -> str:
    """Return the time for a judgement: the only place of them that reads the clock."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write(content: bytes, output: Path | None) -> None:
    """Write a table to a file, else to standard output."""
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        output.write_bytes(content)
        screen.note(f"Written: {output}")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
