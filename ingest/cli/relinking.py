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
    configuration,
)
from ingest.link import Snapshot
from ingest.store import open_store


def relink(
    store: StoreOption = None,
    config: ConfigOption = None,
    snapshot: SnapshotOption = None,
    judgements_file: JudgementsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Link every article of a store again by another knowledge snapshot, without reading it again.

    What people judged stays. Exits with 1 if an article could not be linked again: `hearsay ingest` can.

        hearsay relink --snapshot wikidata.sqlite
    """
    configured = configuration(config, store, snapshot=snapshot, judgements=judgements_file)
    held, _ = judgements(configured)
    with Snapshot.open(configured.snapshot) as known, open_store(configured.store, mode="write") as opened:
        applied = list(pipeline.relink(opened, known, configured.settings, held))
    problems = [each.problem for each in applied if each.problem]
    tell(problems)
    done = {each.article for each in applied if not each.problem}
    links = sum(each.links for each in applied)
    if as_json:
        print(json.dumps({"articles": len(done), "links": links, "problems": len(problems)}, indent=2))
    else:
        screen.out().print(f"Linked again: {len(done)} articles; {links} decisions are others than before.")
    if any(problem.code in ("no-records", "other-settings") for problem in problems):
        raise typer.Exit(1)
