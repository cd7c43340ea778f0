"""The commands, in the order of the help, and what becomes of an error."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ingest import __version__
from ingest.cli import (
    asking,
    auditing,
    copying,
    demo,
    enriching,
    exporting,
    fetching,
    fetching_pages,
    ingesting,
    judging,
    log,
    nanopublishing,
    packing,
    reading,
    reasoning,
    relinking,
    screen,
    serving,
    sharding,
    stopping,
    wikidata,
)
from ingest.cli.stopping import Stopped
from ingest.errors import HearsayError
from ingest.settings import LogFormat

_UsageError: Any = typer.BadParameter.__mro__[1]
"""What typer raises for a command line that it cannot read; it has a public name only for this one kind."""


class _Commands(TyperGroup):
    """The commands, whose errors are told before typer sees them: it would show tracebacks.

    Each of them also takes `--log-format`: what a script adds to every call should not depend on the command.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        (log_format,) = (each for each in self.params if each.name == "log_format")
        for command in _below(self):
            command.params.append(log_format)

    def make_context(self, *arguments: Any, **settings: Any) -> Any:
        """Read the command line."""
        with _errors_told():
            return super().make_context(*arguments, **settings)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run one command."""
        with _errors_told():
            return super().invoke(ctx)


def _below(command: Any) -> Iterator[Any]:
    """Give every command below a group that is none itself."""
    for each in command.commands.values():
        if hasattr(each, "commands"):
            yield from _below(each)
        else:
            yield each


app = typer.Typer(
    name="hearsay",
    cls=_Commands,
    help="Who said what, where, and according to whom: news articles as linked data.",
    epilog="Start with `hearsay demo`, or `hearsay ingest FOLDER` and then `hearsay queries`.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command()(fetching_pages.fetch)
app.command()(ingesting.ingest)
app.command("load")(sharding.load_command)
app.command()(reading.extract)
app.command()(reading.validate)
app.command()(asking.query)
app.command()(asking.queries)
app.command()(exporting.export)
app.command()(nanopublishing.nanopub)
app.command()(packing.package)
app.command("reproduce")(packing.reproduce_)
app.command()(packing.diff)
app.add_typer(auditing.audit_app, name="audit")
app.command()(reasoning.reason)
app.command()(relinking.relink)
app.command()(enriching.enrich)
app.command()(copying.copies)
app.add_typer(ingesting.quarantine_app, name="quarantine")
app.command()(ingesting.takedown)
app.add_typer(judging.judgements_app, name="judgements")
app.add_typer(reasoning.ontology_app, name="ontology")
app.command()(serving.reconcile)
wikidata.wikidata_app.command("fetch")(fetching.fetch_command)
app.add_typer(wikidata.wikidata_app, name="wikidata")
app.command()(demo.demo)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"hearsay {__version__}")
        raise typer.Exit


def _choose_log_format(wanted: LogFormat | None) -> None:
    if wanted is not None:
        screen.messages_as(wanted, fixed=True)


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    log_format: Annotated[
        LogFormat | None,
        typer.Option(
            "--log-format",
            callback=_choose_log_format,
            is_eager=True,
            expose_value=False,
            help="How messages and progress are written: for people, or one JSON object a line."
            " [default: text]",
            show_default=False,
        ),
    ] = None,
) -> None:
    pass


def main() -> None:
    """Run the command line.

    Its exit status: 0 done, 1 some articles set aside or not conforming, 2 it could not be done, 130 and 143
    stopped.
    """
    _open_streams()
    screen.start_anew()
    if log.is_asked_for(sys.argv):  # before anything can be wrong with the command line
        screen.messages_as(LogFormat.JSON, fixed=True)
    with _errors_told():
        try:
            app()
        finally:
            sys.stdout.flush()  # only now may a full disk be noticed


def _open_streams() -> None:
    """Write the same bytes in every locale: UTF-8, but for a terminal that says it takes another encoding."""
    if sys.stdin is None:  # the caller closed it
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - it lives as long as we
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="backslashreplace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")


@contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except Stopped as stop:
        _say_stopped(stop)
    except HearsayError as error:
        screen.error(error)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough: no error, and nothing more to flush.
        _give_output_up()
        sys.exit(stopping.current.asked.status if stopping.current.asked else 0)
    except OSError as error:
        _give_output_up()
        what, reason = error.filename or "The output", error.strerror or str(error)
        screen.error(
            HearsayError(f"{what} cannot be read or written: {reason}.", "Cure that and run it again.")
        )
        sys.exit(2)
    except _UsageError as error:
        if not screen.is_json():
            raise
        screen.error(HearsayError(error.format_message(), "`hearsay --help` lists what there is."))
        sys.exit(2)


def _say_stopped(stop: Stopped) -> None:
    """Say that the command was stopped, unless long work has said more, and exit."""
    if not stop.told:
        screen.note("Stopped.", event="interrupted", level="warning")
    sys.exit(stop.status)


def _give_output_up() -> None:
    """Let what still waits to be written go nowhere, lest Python complains of it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
