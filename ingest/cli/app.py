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
    demo,
    enriching,
    exporting,
    fetching,
    fetching_pages,
    ingesting,
    judging,
    reading,
    reasoning,
    relinking,
    screen,
    serving,
    sharding,
    wikidata,
)
from ingest.errors import HearsayError


class _Commands(TyperGroup):
    """The commands, whose errors are told before typer sees them: it would show tracebacks."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run one command."""
        with _errors_told():
            return super().invoke(ctx)


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
app.command()(reasoning.reason)
app.command()(relinking.relink)
app.command()(enriching.enrich)
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


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line: 0 done, 1 some articles set aside or not conforming, 2 it could not be done."""
    _open_streams()
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
    except HearsayError as error:
        screen.error(error)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough: no error, and nothing more to flush.
        _give_output_up()
        sys.exit(0)
    except OSError as error:
        _give_output_up()
        what, reason = error.filename or "The output", error.strerror or str(error)
        screen.error(
            HearsayError(f"{what} cannot be read or written: {reason}.", "Cure that and run it again.")
        )
        sys.exit(2)


def _give_output_up() -> None:
    """Let what still waits to be written go nowhere, lest Python complains of it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
