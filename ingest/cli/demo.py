"""`hearsay demo`: the main job on the sample articles, each command shown as one would type it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from ingest import query as queries_
from ingest.cli import asking, ingesting, screen
from ingest.query import find
from ingest.resources import folder
from ingest.store import open_store

_QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("chains", {}),
    ("disputed-claims", {}),
    ("hedged-share", {}),
)


def demo(
    store: Annotated[
        Path | None,
        typer.Option("--store", metavar="FOLDER", help="Keep the store here. [default: thrown away]"),
    ] = None,
) -> None:
    """Ingest the sample articles, validate and load them, and answer three questions.

    hearsay demo
    """
    with tempfile.TemporaryDirectory(prefix="hearsay-demo-") as scratch:
        place = store or Path(scratch) / "store"
        seeds = folder("seeds")
        shown = seeds.relative_to(Path.cwd()) if seeds.is_relative_to(Path.cwd()) else seeds
        _say(f"hearsay ingest {shown}/")
        ingesting.ingest([str(seeds)], store=str(place))
        for name, params in _QUESTIONS:
            question = find(name)
            options = "".join(f" -p {key}={value}" for key, value in params.items())
            _say(f"hearsay query {name}{options}")
            screen.out().print(screen.plain(question.question), style="italic")
            with open_store(place) as opened:
                asking.show(queries_.run(opened, question, params), addresses=False)
    screen.note("\nNext: `hearsay ingest FOLDER` with articles of your own, then `hearsay queries`.")


def _say(command: str) -> None:
    console = screen.out()
    console.print()
    console.print(screen.plain(f"$ {command}"), style="bold green")
