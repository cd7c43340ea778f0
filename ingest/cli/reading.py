"""`hearsay extract` and `hearsay validate`: what an article says, and whether a graph keeps the rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ingest import pipeline, records
from ingest import validate as validation
from ingest.bundles import RDF_SUFFIXES, Bundle, in_file, in_store
from ingest.cli import marked, screen
from ingest.cli.options import (
    ColumnsOption,
    ConfidenceOption,
    ConfigOption,
    SnapshotOption,
    StoreOption,
    TextOption,
    configuration,
    tools,
)
from ingest.cli.progress import BYTES
from ingest.cli.work import work
from ingest.errors import HearsayError, Problem
from ingest.link import Snapshot
from ingest.pipeline import Analysis, Tools
from ingest.rdf import iri
from ingest.read import read, total_bytes
from ingest.settings import Configuration
from ingest.store import Store, open_store
from ingest.store.faults import damaged
from ingest.validate import Finding, Report

_UNTOUCHED = "Nothing was changed."


class ReportFormat(StrEnum):
    """How `hearsay validate` prints."""

    TEXT = "text"
    TURTLE = "turtle"
    JSON = "json"


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
    snapshot: SnapshotOption = None,
    columns: ColumnsOption = None,
) -> None:
    """Show what is found in articles, without storing anything.

    The JSON form is documented in docs/extract-format.md. Exit status 1 if an article could not be read.

        hearsay extract seeds/articles/sputnik-2024-05-06-french-foreign-legion.txt

        hearsay extract --format json news.jsonl.gz > found.jsonl
    """
    configured = configuration(config, min_confidence=min_confidence, snapshot=snapshot, columns=columns)
    failed = False
    console = screen.out()
    watched = screen.progress("Reading articles", total_bytes(inputs), unit=BYTES, quiet=console.is_terminal)
    with work(_UNTOUCHED), Snapshot.open(configured.snapshot) as known, watched as meter:
        used = tools(configured, known)
        for item in read(inputs, limits=configured.limits, columns=configured.columns, progress=meter):
            analysis = _analysed(item, used)
            if analysis is None:
                failed |= _is_lost(item)
            elif form is ExtractFormat.JSON:
                print(json.dumps(_as_json(analysis, used), ensure_ascii=False))
            else:
                shown = marked.render(analysis.extraction, analysis.links, colour=console.is_terminal)
                console.print(shown, soft_wrap=True)
            meter.item()
    if failed:
        raise typer.Exit(1)


def _is_lost(item: pipeline.Item) -> bool:
    """Whether what could not be analysed is an article, and no mere warning about one."""
    return not isinstance(item, Problem) or item.fatal


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
    except Exception as bug:  # noqa: BLE001 - our mistake, and said to be: it must not cost the rest of a run
        message = f"made Hearsay fail ({type(bug).__name__}: {bug}): this is a bug in Hearsay."
        screen.problem(Problem(item.origin, message, "Please report it.", "bug"))
        return None


def _as_json(analysis: Analysis, used: Tools) -> records.Json:
    iris = analysis.graphs.iris

    def named(identifier: str) -> str:
        return iris[identifier].value

    ids = records.Ids(lambda _: analysis.graphs.article.value, named, named, named)
    return records.to_json(analysis.extraction, used.run, analysis.links, ids)


def validate(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH…]", help="RDF files (.ttl .trig .nt .nq), or articles in any input format."
        ),
    ] = None,
    store: StoreOption = None,
    form: Annotated[
        ReportFormat,
        typer.Option("--format", "-f", help="For people, as a SHACL report graph, or for programs."),
    ] = ReportFormat.TEXT,
    shapes: Annotated[
        list[Path] | None,
        typer.Option("--shapes", metavar="FILE", help="Shapes of your own, besides Hearsay's."),
    ] = None,
    config: ConfigOption = None,
    text: TextOption = None,
) -> None:
    """Hold graphs against the shapes: of RDF files, of articles (without storing them), or of a whole store.

    Without PATH the store is validated: everything is first compared with the digests written with it, and
    its quotations are also held against the texts kept beside it. Exit status 0 if all conforms, 1 if not or
    if an article could not be read, 2 if the store is damaged.

        hearsay validate

        hearsay validate export.nq --format turtle
    """
    configured = configuration(config, store, text)
    extra = tuple(shapes or ())
    findings: list[Finding] = []
    checked = lost = 0
    with work(_UNTOUCHED):
        for found in _reports(inputs, configured, extra):
            if found is None:
                lost += 1
            else:
                checked += 1
                findings += found.findings
    report = Report(tuple(findings))
    if form is ReportFormat.TURTLE:
        print(validation.as_turtle(report))
    elif form is ReportFormat.JSON:
        print(json.dumps(_report_as_json(report, checked, lost), ensure_ascii=False, indent=2))
    else:
        if checked:
            screen.out().print(screen.plain(validation.render(report)), soft_wrap=True)
        screen.note(f"{checked:,} {'graph was' if checked == 1 else 'graphs were'} held against the shapes.")
    if lost or not report.conforms:
        raise typer.Exit(1)


def _reports(
    inputs: list[str] | None, configured: Configuration, extra: tuple[Path, ...]
) -> Iterator[Report | None]:
    """Give a report for each graph, None for an article of which none could be made."""
    if not inputs:
        with open_store(configured.store) as opened:
            with screen.progress("Comparing with digests"):
                damage = next(opened.verify(), None)
            if damage:  # no finding about it can be trusted
                raise damaged(configured.store, f"{damage.where}: {damage.message}")
            total = len({iri.article_of(name) for name in opened.graphs()} - {None})
            with screen.progress("Validating", total) as meter:
                for bundle in in_store(opened):
                    yield _of_bundle(bundle, opened, extra)
                    meter(1)
        return
    articles = [path for path in inputs if Path(path).suffix.lower() not in RDF_SUFFIXES]
    for path in inputs:
        if path not in articles:
            with screen.progress(f"Validating {path}", unit="graphs") as meter:
                for bundle in in_file(Path(path)):
                    yield validation.validate(bundle.quads, extra_shapes=extra)
                    meter(1)
    if articles:
        watched = screen.progress("Validating articles", total_bytes(articles), unit=BYTES)
        with Snapshot.open(configured.snapshot) as snapshot, watched as meter:
            used = tools(configured, snapshot)
            for item in read(articles, limits=configured.limits, columns=configured.columns, progress=meter):
                analysis = _analysed(item, used)
                meter.item()
                if analysis:
                    level = configured.settings.text
                    yield validation.validate(analysis.graphs.quads, text_level=level, extra_shapes=extra)
                elif _is_lost(item):
                    yield None


def _of_bundle(bundle: Bundle, opened: Store, extra: tuple[Path, ...]) -> Report:
    report = validation.validate(bundle.quads, extra_shapes=extra)
    if bundle.sha256 is None:
        return report
    return Report(report.findings + validation.check_text(bundle.quads, opened.text(bundle.sha256)))


def _report_as_json(report: Report, checked: int, lost: int) -> dict[str, object]:
    return {
        "conforms": report.conforms,
        "graphs": checked,
        "unreadable": lost,
        "findings": [
            {
                "article": each.article,
                "claim": each.claim,
                "rule": each.rule,
                "name": each.name,
                "severity": each.severity.value,
                "focus": str(each.focus),
                "path": each.path,
                "value": None if each.value is None else str(each.value),
                "message": each.message,
            }
            for each in report.findings
        ],
    }
