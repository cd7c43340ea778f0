"""`hearsay enrich`: what the knowledge snapshot knows of the entities that a store's links lead to."""

from __future__ import annotations

import json
from dataclasses import asdict

from ingest import enrichment
from ingest.cli import screen
from ingest.cli.options import ConfigOption, JsonOption, SnapshotOption, StoreOption, configuration
from ingest.cli.work import work
from ingest.enrichment import Enrichment
from ingest.link import Snapshot
from ingest.store import open_store


def enrich(
    store: StoreOption = None,
    config: ConfigOption = None,
    snapshot: SnapshotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add what the snapshot knows of the linked entities: type, country, offices with their dates, website.

    It goes into a graph of its own, replaced each time, so that queries such as `by-office-holders` and
    `countries` need no network. Nothing that an article says is changed.

        hearsay enrich

        hearsay enrich --snapshot wikidata.sqlite
    """
    configured = configuration(config, store, snapshot=snapshot)
    with (
        work("The store is as it was."),
        Snapshot.open(configured.snapshot) as opened,
        open_store(configured.store, mode="write") as written,
        screen.progress("Describing what is linked"),
    ):
        done = enrichment.enrich(written, opened)
        written.flush()
    if as_json:
        print(json.dumps(asdict(done), indent=2))
    else:
        _tell(done)


def _tell(done: Enrichment) -> None:
    console = screen.out()
    console.print(f"{done.known} of {done.linked} linked entities are in the snapshot and were described.")
    if done.in_office:
        console.print(f"{done.in_office} of them hold or held an office; of {done.dated} it is known when.")
    else:
        screen.note(
            "The snapshot knows of no offices: queries by office answer “offices unknown”. "
            "One built from a Wikidata JSON dump has them with their dates (`hearsay wikidata build`)."
        )
    for old, new in done.merged:
        screen.note(f"{old} has been merged into {new}: ingest its articles again to link to that.")
