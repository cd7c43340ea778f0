"""The options that several commands share, and what they become."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ingest import settings
from ingest.cli import screen
from ingest.errors import HearsayError
from ingest.examining import extractor
from ingest.judgements import Judgements
from ingest.link import Snapshot
from ingest.model import TextLevel
from ingest.pipeline import Tools
from ingest.places import place
from ingest.read import Columns, canonical_url
from ingest.settings import Configuration, Lookup

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="FOLDER|URL",
        help="The store's folder, or the address of a server. [default: .hearsay]",
        show_default=False,
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="A settings file. [default: hearsay.toml, if there]",
        show_default=False,
    ),
]
TextOption = Annotated[
    TextLevel | None,
    typer.Option(
        "--text",
        help="How much of the articles' wording the graph holds. [default: quotes]",
        show_default=False,
    ),
]
ConfidenceOption = Annotated[
    float | None,
    typer.Option(
        "--min-confidence", min=0, max=1, help="Leave out claims below it. [default: 0]", show_default=False
    ),
]
SnapshotOption = Annotated[
    Path | None,
    typer.Option(
        "--snapshot",
        metavar="FILE",
        help="A knowledge snapshot. [default: the one that comes with Hearsay]",
        show_default=False,
    ),
]
WikidataOption = Annotated[
    Lookup | None,
    typer.Option(
        "--wikidata",
        help="Where names are looked up: in the snapshot alone, or what it leaves open also through the API"
        " of Wikidata. [default: snapshot]",
        show_default=False,
    ),
]
JudgementsOption = Annotated[
    Path | None,
    typer.Option(
        "--judgements",
        metavar="FILE",
        help="The file of judgements. [default: judgements.tsv in the store's folder]",
        show_default=False,
    ),
]
ColumnsOption = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="WHAT=COLUMN,…",
        help="Which column of a table is what, e.g. title=headline,text=body,url=link,date=published."
        " [default: by common names]",
        show_default=False,
    ),
]
WhoOption = Annotated[
    str | None,
    typer.Option(
        "--who", metavar="NAME", help="Who judges. [default: who in the settings]", show_default=False
    ),
]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason.", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


SummaryOption = Annotated[
    Path | None,
    typer.Option(
        "--summary",
        metavar="FILE",
        help="Write what became of the run into this file, as JSON, also if it is stopped or fails.",
        show_default=False,
    ),
]
ResumeOption = Annotated[
    bool,
    typer.Option(
        "--resume/--no-resume",
        help="Go on where an earlier run stopped, and leave what is there; or do all of it anew.",
    ),
]


def configuration(
    config: Path | None = None,
    store: str | None = None,
    text: TextLevel | None = None,
    min_confidence: float | None = None,
    judgements: Path | None = None,
    snapshot: Path | None = None,
    wikidata: Lookup | None = None,
    columns: str | None = None,
) -> Configuration:
    """Return what `hearsay.toml` says, overridden by what the command line says."""
    result = settings.load(config)
    screen.messages_as(result.log_format, fixed=False)
    if store is not None:
        result = replace(result, store=place(store))
    if snapshot is not None:
        result = replace(result, snapshot=snapshot)
    if wikidata is not None:
        result = replace(result, wikidata=wikidata)
    if judgements is not None:
        result = replace(result, judgements=judgements)
    if columns is not None:
        result = replace(result, columns=_columns(columns))
    if text is not None:
        result = replace(result, settings=replace(result.settings, text=text))
    if min_confidence is not None:
        result = replace(result, settings=replace(result.settings, min_confidence=min_confidence))
    return result


def _columns(spec: str) -> Columns:
    try:
        return Columns.parse(spec)
    except ValueError as error:
        raise HearsayError(f"--columns {spec!r}: {error}", "Write title=COLUMN,text=COLUMN,….") from None


def tools(configured: Configuration, snapshot: Snapshot, judgements: Judgements | None = None) -> Tools:
    """Return the extractor and the snapshot under these settings, and what people judged."""
    reader = extractor(configured.extractor)
    return Tools(reader, snapshot, configured.settings, judgements or Judgements())


def address_of(article: str) -> str:
    """Return the canonical address of an article that a user names.

    Raises:
        HearsayError: it is none.
    """
    try:
        return canonical_url(article)
    except ValueError as fault:
        raise HearsayError(
            f"{article!r} is no article's address. {fault}",
            "Give the URL as `hearsay query articles` lists it.",
        ) from None
