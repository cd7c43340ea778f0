"""What the user sees: results on standard output, all else on standard error, nothing hostile on either."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from ingest.errors import HearsayError, Problem
from ingest.text import printable

_PLAIN_WIDTH = 120
"""Columns of a table that is not written to a terminal."""


def safe(text: str) -> str:
    """Show what would steer a terminal or the direction of writing as escapes; keep line breaks and tabs."""
    return "\n".join("\t".join(map(printable, line.split("\t"))) for line in text.split("\n"))


def plain(text: str) -> Text:
    """Return text to be printed as it is: made safe, and no markup read in it."""
    return Text(safe(text))


class _Output(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to `main` what becomes of it; rich would end the process with an error."""
        raise BrokenPipeError


class _Messages(Console):
    def on_broken_pipe(self) -> None:
        """Go on without: nobody reads the messages any more, but the work shall be done."""
        self.quiet = True


def out() -> Console:
    """Return standard output; colours and width are the terminal's, if it is one."""
    console = _Output(highlight=False)
    return console if console.is_terminal else _Output(highlight=False, width=_PLAIN_WIDTH)


def table(*head: str) -> Table:
    """Return a table that folds what has no room: an address that is cut off is of no use."""
    made = Table(box=None, padding=(0, 2, 0, 0))
    for name in head:
        made.add_column(plain(name), overflow="fold")
    return made


@cache
def err() -> Console:
    """Return standard error: one console, so that messages and progress bar know of each other."""
    return _Messages(stderr=True, highlight=False, soft_wrap=True)


def problem(found: Problem, fatal: str = "set aside") -> None:
    """Tell why an article was set aside (or what else it means), or with what reservation it was read."""
    label = f"[bold red]{fatal}[/]" if found.fatal else "[yellow]note[/]"
    err().print(f"{label} {_told(str(found.origin) + ':', found.message, found.cure)}")


def error(found: HearsayError) -> None:
    """Tell why the command stops."""
    with suppress(OSError):  # where not even that can be written, the exit status says so
        err().print(f"[bold red]hearsay:[/] {_told('', found.message, found.cure)}")


def note(message: str) -> None:
    """Tell something in passing."""
    err().print(escape(safe(message)))


def _told(*parts: str) -> str:
    return escape(" ".join(safe(part) for part in parts if part))


@contextmanager
def progress(what: str, total: int | None, *, quiet: bool = False) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on standard error while the block runs; nothing where that is no terminal.

    Args:
        what: what is being done.
        total: how much there is to do, None if that is not known.
        quiet: show none, because results are printed to the same terminal meanwhile.

    Yields:
        A function that is told how much more is done.
    """
    console = err()
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task(escape(what), total=total)
        yield lambda amount: bar.advance(task, amount)
