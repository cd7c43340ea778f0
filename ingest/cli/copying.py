"""`hearsay copies`: which articles of a store share their wording, so that questions count them once."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.cli import screen
from ingest.cli.options import ConfigOption, JsonOption, StoreOption, configuration
from ingest.cli.work import work
from ingest.copies import LEAST
from ingest.store import open_store

if TYPE_CHECKING:
    from ingest.copies.marking import Copies


def copies(
    store: StoreOption = None,
    config: ConfigOption = None,
    least: Annotated[
        float,
        typer.Option(
            "--least",
            min=0.5,
            max=1,
            help="The share of the shorter article's word sequences that the longer one must have.",
        ),
    ] = LEAST,
    as_json: JsonOption = False,
) -> None:
    """Find articles that are nearly the same text, such as copies of a wire story, to count them once.

    What is found goes into a graph of its own, replaced each time; the articles stay as they are. Run it
    again when articles have come or changed.

        hearsay copies

        hearsay copies --least 0.9
    """
    from ingest.copies import marking  # costly: only where texts are compared

    place = configuration(config, store).store
    with work("The store is as it was."), open_store(place, mode="write") as opened:
        texts = marking.texts(opened)
        with screen.progress("Comparing texts", 2 * len(texts), unit="steps") as advance:
            found = marking.mark(opened, texts, round(least, 2), advance)
        opened.flush()
    for problem in found.problems:
        screen.problem(problem)
    if as_json:
        told = asdict(found) | {"problems": [str(problem.origin) for problem in found.problems]}
        print(json.dumps(told, indent=2))
    else:
        _tell(found)
    if found.problems:
        raise typer.Exit(1)


def _tell(found: Copies) -> None:
    console = screen.out()
    if not found.copies:
        console.print(f"None of {found.articles:,} articles is nearly the same text as another.")
        return
    are, groups = "is" if found.copies == 1 else "are", "group" if found.groups == 1 else "groups"
    console.print(
        f"Of {found.articles:,} articles, {found.copies:,} {are} nearly the same text as another, in"
        f" {found.groups:,} {groups}; equal claims of theirs: {found.claims:,}."
    )
    screen.note("`hearsay query copies` lists them. Questions that count now count each once.")
