"""`hearsay audit`: a sample of the claims for people to check, and what their answers say of all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from ingest.audit import claims, filled, sampling, scoring
from ingest.audit.page import page
from ingest.audit.scoring import Figure, Score
from ingest.audit.sheet import write
from ingest.cli import screen
from ingest.cli.options import ConfigOption, JsonOption, StoreOption, configuration
from ingest.cli.work import work
from ingest.errors import HearsayError
from ingest.store import open_store
from ingest.store.files import write_atomically

audit_app = typer.Typer(
    help="Check a sample of the claims, and say how far the whole is to be trusted.", no_args_is_help=True
)


@audit_app.command()
def draw(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE.csv", help="The sheet; a page is put beside it.")
    ] = Path("audit.csv"),
    size: Annotated[int, typer.Option("--size", min=1, help="How many claims.")] = 100,
    seed: Annotated[int, typer.Option("--seed", help="Which ones: equal seeds draw equal samples.")] = 1,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a sheet that is there, with its answers.")
    ] = False,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Draw claims at random, and write a sheet (CSV) and a page (HTML) on which to check them.

    The sample is stratified by outlet, kind of wording and confidence. The same store, size and seed give the
    same sheet. Sheet and page hold words of the articles.

        hearsay audit draw --size 200 --seed 7 -o audit.csv
    """
    configured = configuration(config, store)
    beside = output.with_suffix(".html")
    if output.suffix.lower() != ".csv":
        raise HearsayError(f"{output} is not named as a CSV file.", "Let its name end in .csv.")
    if not force and (there := next((file for file in (output, beside) if file.exists()), None)):
        raise HearsayError(
            f"{there} is there already, perhaps with answers.", "Choose another name, or add --force."
        )
    with work("Nothing was written."), open_store(configured.store) as opened:
        with screen.progress("Reading claims") as advance:
            drawn = sampling.draw(claims.strata(opened, advance), size, seed)
        if not drawn:
            raise HearsayError("The store holds no claims.", "`hearsay ingest` puts some in.")
        items = list(claims.items(opened, drawn))
    write_atomically(output, write(items, seed))
    write_atomically(beside, page(items, seed, output.stem))
    strata = len({each.stratum for each in drawn})
    screen.out().print(
        screen.plain(f"{output} and {beside}: {len(items):,} claims of {strata:,} strata, seed {seed}"),
        soft_wrap=True,
    )
    screen.note(f"Fill in one of the two, then run `hearsay audit score {output}`.")


@audit_app.command()
def score(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A sheet, filled in as far as you came.")],
    methods: Annotated[
        bool, typer.Option("--methods", help="Print only a paragraph for a paper's section on methods.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Say how much of the corpus is right, from the answers in a sheet: with 95% confidence intervals.

    Answers are yes, no or nothing. Exit status: 0 all could be read, 1 some cells could not, 2 it is no
    sheet.

        hearsay audit score audit.csv

        hearsay audit score audit.csv --methods
    """
    rows, problems = filled.read(sheet)
    result = scoring.score(rows)
    if not result.checked:
        for each in problems:
            screen.problem(each, "not counted")
        raise HearsayError(f"{sheet} has no answers.", "Write yes or no into its last columns.")
    if as_json:
        print(json.dumps(_described(result), ensure_ascii=False, indent=2))
    elif methods:
        screen.out().print(screen.plain(scoring.methods(result)), soft_wrap=True)
    else:
        _show(result)
    for each in problems:
        screen.problem(each, "not counted")
    if problems:
        raise typer.Exit(1)


def _show(result: Score) -> None:
    console = screen.out()
    console.print(f"{result.checked:,} of {result.rows:,} claims checked, out of {result.claims:,}.")
    for by, figures in groupby(result.figures, key=lambda figure: figure.by):
        if by == "stratum":  # many, with few claims each: --json has them
            continue
        kept = [
            each for each in figures if each.estimate.answered and (not by or each.question == scoring.WHOLE)
        ]
        table = screen.table(
            f"{scoring.WHOLE} right, by {by}" if by else "precision", "right", "share", "95% interval"
        )
        for figure in kept:
            table.add_row(*_cells(figure, figure.group if by else figure.question))
        console.print()
        console.print(table)
    if result.uncovered:
        screen.note(f"Nothing is checked of strata with {result.uncovered:,} claims: they are left out.")


def _cells(figure: Figure, name: str) -> Iterator[Any]:
    found = figure.estimate
    yield screen.plain(name)
    yield f"{found.right} of {found.answered}"
    yield f"{found.share:.3f}"
    yield f"{found.low:.3f} to {found.high:.3f}"


def _described(result: Score) -> dict[str, object]:
    return {
        "claims": result.claims,
        "sampled": result.rows,
        "checked": result.checked,
        "not_covered": result.uncovered,
        "strata": result.strata,
        "seed": result.seed,
        "method": scoring.methods(result),
        "figures": [
            {
                "by": each.by or "all",
                "group": each.group,
                "question": each.question,
                "right": each.estimate.right,
                "answered": each.estimate.answered,
                "share": round(each.estimate.share or 0.0, 4),
                "low": round(each.estimate.low, 4),
                "high": round(each.estimate.high, 4),
            }
            for each in result.figures
            if each.estimate.answered
        ],
    }
