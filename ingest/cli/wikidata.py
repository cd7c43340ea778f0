"""`hearsay wikidata`: make knowledge snapshots, and look at them."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date as day
from pathlib import Path
from typing import Annotated, Any

import typer

from ingest.cli import screen
from ingest.cli.options import JsonOption, ResumeOption, SummaryOption
from ingest.cli.progress import BYTES, Meter
from ingest.cli.work import work
from ingest.errors import HearsayError
from ingest.link import Snapshot
from ingest.wikidata import build as building
from ingest.wikidata.build import MIN_SITELINKS, Options, Report
from ingest.wikidata.kinds import KINDS
from ingest.wikidata.sources import Source
from ingest.wikidata.staging import State

wikidata_app = typer.Typer(
    help="Make knowledge snapshots from Wikidata, and look at them.",
    epilog="Example: hearsay wikidata build shipped latest-all.json.gz -o wikidata.sqlite",
    no_args_is_help=True,
)


@wikidata_app.command()
def build(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE…",
            help="Wikidata dumps (JSON or truthy N-Triples; plain, .gz or .bz2), snapshots, and 'shipped' for"
            " the one that comes with Hearsay.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The snapshot to write.")],
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="KIND",
            help=f"Keep entities of this kind alone; repeatable. One of {', '.join(KINDS)}."
            " [default: of dumps all but other]",
            show_default=False,
        ),
    ] = None,
    languages: Annotated[
        list[str] | None,
        typer.Option(
            "--language",
            metavar="TAG",
            help="Keep names and descriptions in this language; repeatable, the preferred one first."
            " [default: en]",
            show_default=False,
        ),
    ] = None,
    min_sitelinks: Annotated[
        int,
        typer.Option(
            "--min-sitelinks",
            min=0,
            metavar="N",
            help="Of dumps, leave out entities in fewer wikis than this.",
        ),
    ] = MIN_SITELINKS,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=1,
            metavar="N",
            help="Read only the first N entities of each dump.",
            show_default=False,
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            help="The date of the facts. [default: of the latest change in the sources]",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=0,
            metavar="N",
            help="Processes that read. [default: as many as there are cores]",
            show_default=False,
        ),
    ] = None,
    resume: ResumeOption = True,
    summary: SummaryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Build a knowledge snapshot from Wikidata dumps and other snapshots.

    If it is stopped, the same command goes on where it was; what is read lies in FILE.staging until then. Of
    an entity in several sources the names are united, and each fact is the last source's that has it. Exit
    status 1 if something of a source was broken or missing: the snapshot holds the rest.

        hearsay wikidata build shipped latest-all.json.gz -o wikidata.sqlite

        hearsay wikidata build latest-all.json.bz2 -o people.sqlite --type person --language en --language uk
    """
    options = _options(kinds, languages, min_sitelinks, limit, date, workers)
    with work("What was read is kept.", summary) as at:
        with ExitStack() as stack:
            shown = _Shown(stack)
            report = building.build(
                sources,
                output,
                options,
                progress=shown.reading,
                finishing=shown.writing,
                resume=resume,
            )
        at.done = lambda: _as_json(report, output)
        _tell(report, output, as_json)
        if report.problems:
            raise typer.Exit(1)


@wikidata_app.command()
def show(
    snapshot: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="A snapshot. [default: the one that comes with Hearsay]",
            show_default=False,
        ),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read all of it and compare it with its digest.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what a knowledge snapshot holds, of which date and where from.

    hearsay wikidata show wikidata.sqlite --verify
    """
    with Snapshot.open(snapshot) as opened:
        if verify:
            opened.verify()
        about, counts = asdict(opened.about), dict(opened.counts)
        digest, path = opened.digest, opened.path
    if as_json:
        found = {"file": str(path), "digest": digest, **about, "counts": counts}
        print(json.dumps(found | ({"verified": True} if verify else {}), ensure_ascii=False, indent=2))
        return
    table = screen.table("", "")
    table.add_row("file", screen.plain(str(path)))
    table.add_row("digest", screen.plain(digest + (" (verified)" if verify else "")))
    for name, value in about.items():
        if value:
            table.add_row(name, screen.plain("\n".join(value) if isinstance(value, tuple) else value))
    for name, count in counts.items():
        table.add_row(name, f"{count:,}")
    screen.out().print(table)


def _options(
    kinds: list[str] | None,
    languages: list[str] | None,
    min_sitelinks: int,
    limit: int | None,
    date: str | None,
    workers: int | None,
) -> Options:
    unknown = sorted(set(kinds or ()) - set(KINDS))
    if unknown:
        raise HearsayError(f"There is no type {unknown[0]!r}.", f"Types are: {', '.join(KINDS)}.")
    for language in languages or ():
        if not building.LANGUAGE.fullmatch(language):
            raise HearsayError(
                f"{language!r} is no language code.", "Give one as Wikidata writes it: en, zh-hans."
            )
    if date is not None and not _is_day(date):
        raise HearsayError(f"{date!r} is no date.", "Give one as YYYY-MM-DD.")
    return Options(
        kinds=tuple(dict.fromkeys(kinds)) if kinds else None,
        languages=tuple(dict.fromkeys(each.lower() for each in languages or ("en",))),
        min_sitelinks=min_sitelinks,
        limit=limit,
        date=date or "",
        workers=workers,
    )


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(day.fromisoformat(text))
    except ValueError:
        return False


def _tell(report: Report, output: Path, as_json: bool) -> None:
    for problem in report.problems:
        screen.note(str(problem))
    if not report.entities:
        screen.note(
            "The snapshot is empty: nothing has the types, languages and site links that were asked for."
        )
    if as_json:
        print(json.dumps(_as_json(report, output), ensure_ascii=False, indent=2))
        return
    table = screen.table("", "")
    for name, counts in report.counts.items():
        for sort, count in counts.items():
            table.add_row(screen.plain(f"{name}: {sort}"), f"{count:,}")
    for kind, count in report.kinds.items():
        table.add_row(kind, f"{count:,}")
    table.add_row("digest", report.digest)
    screen.out().print(table)
    lost = sum(counts.get("broken", 0) for counts in report.counts.values())
    if lost:
        screen.note(f"{lost:,} lines were broken; the first are shown above.")


def _as_json(report: Report, output: Path) -> dict[str, Any]:
    return {
        "file": str(output),
        "digest": report.digest,
        "sources": report.counts,
        "entities": report.kinds,
        "problems": [
            {"origin": str(each.origin), "message": each.message, "cure": each.cure}
            for each in report.problems
        ],
    }


class _Shown:
    """What a build does just now: a source after the other is read, then the snapshot is written."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._what = ""
        self._meter: Meter | None = None

    def reading(self, source: Source, state: State) -> None:
        """Tell how far a source was read."""
        read = sum(count for sort, count in state.counts.items() if sort not in ("redirects", "repaired"))
        meter = self._at(f"Reading {source.name}", BYTES, "entities")
        meter.reached(state.offset, source.total, read)

    def writing(self, entities: int) -> None:
        """Tell how many entities were written."""
        self._at("Writing the snapshot", "entities").reached(entities, None, 0)

    def _at(self, what: str, unit: str, items: str = "") -> Meter:
        if self._meter is None or what != self._what:
            self._stack.close()
            self._what = what
            self._meter = self._stack.enter_context(screen.progress(what, unit=unit, items=items))
        return self._meter
