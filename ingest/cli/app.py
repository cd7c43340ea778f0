"""The commands, in the order of the help, and what becomes of an error."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ingest import __version__
from ingest.cli import asking, demo, ingesting, reading, reasoning, screen
from ingest.errors import HearsayError

app = typer.Typer(
    name="hearsay",
    help="Who said what, where, and according to whom: news articles as linked data.",
    epilog="Start with `hearsay demo`, or `hearsay ingest FOLDER` and then `hearsay queries`.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command()(ingesting.ingest)
app.command()(reading.extract)
app.command()(reading.validate)
app.command()(asking.query)
app.command()(asking.queries)
app.command()(asking.export)
app.command()(reasoning.reason)
app.add_typer(ingesting.quarantine_app, name="quarantine")
app.command()(ingesting.takedown)
app.add_typer(reasoning.ontology_app, name="ontology")
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
    try:
        app()
    except HearsayError as error:
        screen.error(error)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough: no error, and nothing more to flush.
        sys.stderr.close()
        sys.exit(0)
