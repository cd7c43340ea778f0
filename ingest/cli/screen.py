"""What the user sees: results on standard output, all else on standard error, nothing hostile on either."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from types import MappingProxyType

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from ingest.cli import log
from ingest.cli.log import Level, Value
from ingest.cli.progress import Meter, live, now_and_then
from ingest.errors import HearsayError, Problem
from ingest.settings import LogFormat
from ingest.text import printable

_PLAIN_WIDTH = 120
"""Columns of a table that is not written to a terminal."""

_NOTHING: Mapping[str, Value] = MappingProxyType({})


class _Form:
    """In which form messages are written, and whether the command line said so."""

    json = False
    fixed = False


def messages_as(form: LogFormat, *, fixed: bool) -> None:
    """Write messages in this form from now on.

    Args:
        form: text, or JSON.
        fixed: whether it is the command line that says so, which no settings file overrides.
    """
    if _Form.fixed and not fixed:
        return
    _Form.json, _Form.fixed = form is LogFormat.JSON, fixed
    if _Form.json and not any(isinstance(each, log.Records) for each in logging.root.handlers):
        logging.root.addHandler(log.Records(logging.WARNING))
        logging.captureWarnings(True)


def start_anew() -> None:
    """Forget what an earlier command in this process said about messages."""
    _Form.json = _Form.fixed = False
    for each in logging.root.handlers[:]:
        if isinstance(each, log.Records):
            logging.root.removeHandler(each)
            logging.captureWarnings(False)


def is_json() -> bool:
    """Whether messages are written as JSON."""
    return _Form.json


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
    if _Form.json:
        fields = {"origin": str(found.origin), "code": found.code, "cure": found.cure}
        level: Level = "error" if found.fatal else "warning"
        log.write(level, fatal.replace(" ", "-") if found.fatal else "remark", found.message, fields)
        return
    label = f"[bold red]{fatal}[/]" if found.fatal else "[yellow]note[/]"
    err().print(f"{label} {_told(str(found.origin) + ':', found.message, found.cure)}")


def error(found: HearsayError) -> None:
    """Tell why the command stops."""
    if _Form.json:
        log.write("error", "error", found.message, {"cure": found.cure})
        return
    with suppress(OSError):  # where not even that can be written, the exit status says so
        err().print(f"[bold red]hearsay:[/] {_told('', found.message, found.cure)}")


def note(
    message: str, *, event: str = "note", fields: Mapping[str, Value] = _NOTHING, level: Level = "info"
) -> None:
    """Tell something in passing.

    Args:
        message: a sentence.
        event: a word for it that stays the same, for machines.
        fields: what else machines may want to know.
        level: how grave it is.
    """
    if _Form.json:
        log.write(level, event, message.strip(), fields)
    else:
        err().print(escape(safe(message)))


def note_at_once(message: str, *, event: str, fields: Mapping[str, Value] = _NOTHING) -> None:
    """Tell something last, past whatever the main thread may hold, and put the terminal right."""
    if _Form.json:
        os.write(2, log.line("warning", event, message, fields, log.now()))
        return
    restored = b"\r\x1b[K\x1b[?25h" if _is_live(err()) else b""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    os.write(2, restored + (safe(message) + "\n").encode(encoding, "backslashreplace"))


def _told(*parts: str) -> str:
    return escape(" ".join(safe(part) for part in parts if part))


@contextmanager
def progress(
    what: str,
    total: int | None = None,
    *,
    unit: str = "articles",
    items: str = "articles",
    quiet: bool = False,
) -> Iterator[Meter]:
    """Show on standard error how far the block is: rate, time gone, and time left where it can be told.

    A terminal has a live line; a file or pipe gets a line after ten seconds and then every thirty.

    Args:
        what: what is being done.
        total: how much there is to do, None if that is not known.
        unit: what `total` counts: things, by their plural, or `progress.BYTES`.
        items: what is counted beside bytes.
        quiet: show none, because results are printed to the same terminal meanwhile.

    Yields:
        What is told how much more is done.
    """
    meter, console = Meter(what, total, unit, items), err()
    if quiet:
        yield meter
    elif not _Form.json and _is_live(console):
        with live(meter, console):
            yield meter
    else:
        with now_and_then(meter, _tell_progress):
            yield meter


def _is_live(console: Console) -> bool:
    """Whether a line on it can be drawn anew: FORCE_COLOR alone makes no terminal of a file."""
    return console.is_terminal and not console.is_dumb_terminal and console.file.isatty()


def _tell_progress(sentence: str, meter: Meter) -> None:
    note(sentence, event="progress", fields=meter.fields())
