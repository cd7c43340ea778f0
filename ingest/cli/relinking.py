"""`hearsay relink`: link a store's articles by another knowledge snapshot, without reading them again."""

from __future__ import annotations

import json

import typer

from ingest import pipeline
from ingest.cli import screen
from ingest.cli.judgement_file import judgements, tell
from ingest.cli.options import (
    ConfigOption,
    JsonOption,
    JudgementsOption,
    SnapshotOption,
    StoreOption,
    SummaryOption,
    configuration,
)
from ingest.cli.work import work
from ingest.judgements.review import Applied
from ingest.link import Snapshot
from ingest.store import open_store


def relink(
    store: StoreOption = None,
    config: ConfigOption = None,
    snapshot: SnapshotOption = None,
    judgements_file: JudgementsOption = None,
    summary: SummaryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Link every article of a store again by another knowledge snapshot, without reading it again.

    What people judged stays. Stopped, it goes on with the same command. Exits with 1 if an article could not
    be linked again: `hearsay ingest` can.

        hearsay relink --snapshot wikidata.sqlite
    """
    configured = configuration(config, store, snapshot=snapshot, judgements=judgements_file)
    applied: list[Applied] = []
    with work("What was linked again is kept.", summary) as at:
        at.done = lambda: _counts(applied)
        held, _ = judgements(configured)
        with (
            Snapshot.open(configured.snapshot) as known,
            open_store(configured.store, mode="write") as opened,
            screen.progress("Linking again") as meter,
        ):
            for each in pipeline.relink(opened, known, configured.settings, held, meter.so_many):
                applied.append(each)  # one by one: what was done is to be known when it is stopped
        _conclude(applied, as_json)


def _conclude(applied: list[Applied], as_json: bool) -> None:
    problems = [each.problem for each in applied if each.problem]
    tell(problems)
    counts = _counts(applied)
    if as_json:
        print(json.dumps(counts, indent=2))
    else:
        articles, links = counts["articles"], counts["links"]
        screen.out().print(f"Linked again: {articles} articles; {links} decisions are others than before.")
    if any(problem.code in ("no-records", "other-settings") for problem in problems):
        raise typer.Exit(1)


def _counts(applied: list[Applied]) -> dict[str, int]:
    return {
        "articles": len({each.article for each in applied if not each.problem}),
        "links": sum(each.links for each in applied),
        "problems": sum(each.problem is not None for each in applied),
    }
