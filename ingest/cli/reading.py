"""`hearsay extract` and `hearsay validate`: what an article says, and whether a graph keeps the rules."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from ingest import pipeline, records
from ingest.cli import marked, screen
from ingest.cli.options import (
    ConfidenceOption,
    ConfigOption,
    configuration,
    tools,
)
from ingest.errors import HearsayError, Problem
from ingest.link import Snapshot
from ingest.pipeline import Analysis, Tools
from ingest.read import read, total_bytes


class ExtractFormat(StrEnum):
    """How `hearsay extract` prints."""

    TEXT = "text"
    JSON = "json"


def extract(
    inputs: Annotated[
        list[str], typer.Argument(metavar="FILE…", help="Files, folders, globs, or - for standard input.")
    ],
    form: Annotated[
        ExtractFormat, typer.Option("--format", "-f", help="The marked article, or one JSON object a line.")
    ] = ExtractFormat.TEXT,
    config: ConfigOption = None,
    min_confidence: ConfidenceOption = None,
) -> None:
    """Show what is found in articles, without storing anything.

    The JSON form is documented in docs/extract-format.md. Exit status 1 if an article could not be read.

        hearsay extract seeds/articles/sputnik-2024-05-06-french-foreign-legion.txt

        hearsay extract --format json news.jsonl.gz > found.jsonl
    """
    configured = configuration(config, min_confidence=min_confidence)
    failed = False
    with Snapshot.open() as snapshot, screen.progress("Reading articles", total_bytes(inputs)) as advance:
        used = tools(configured, snapshot)
        for item in read(inputs, progress=advance):
            analysis = _analysed(item, used)
            if analysis is None:
                failed |= (isinstance(item, Problem) and item.fatal) or not isinstance(item, Problem)
            elif form is ExtractFormat.JSON:
                print(json.dumps(_as_json(analysis, used), ensure_ascii=False))
            else:
                console = screen.out()
                shown = marked.render(analysis.extraction, analysis.links, colour=console.is_terminal)
                console.print(shown, soft_wrap=True)
    if failed:
        raise typer.Exit(1)


def _analysed(item: pipeline.Item, used: Tools) -> Analysis | None:
    """Analyse an article; tell a problem instead, and give None."""
    if isinstance(item, Problem):
        screen.problem(item)
        return None
    try:
        return pipeline.analyse(item, used)
    except HearsayError as error:
        screen.problem(Problem(item.origin, error.message, error.cure, "not-analysed"))
        return None


def _as_json(analysis: Analysis, used: Tools) -> records.Json:
    iris = analysis.graphs.iris

    def named(identifier: str) -> str:
        return iris[identifier].value

    ids = records.Ids(lambda _: analysis.graphs.article.value, named, named, named)
    return records.to_json(analysis.extraction, used.run, analysis.links, ids)
