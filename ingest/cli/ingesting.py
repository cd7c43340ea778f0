"""`hearsay ingest`, `hearsay quarantine` and `hearsay takedown`: what changes a store."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ingest import pipeline
from ingest.cli import judgement_file, online, screen, sharding
from ingest.cli.options import (
    ColumnsOption,
    ConfidenceOption,
    ConfigOption,
    JsonOption,
    JudgementsOption,
    SnapshotOption,
    StoreOption,
    TextOption,
    WikidataOption,
    configuration,
    tools,
)
from ingest.cli.tally import Tally
from ingest.errors import HearsayError, Problem
from ingest.link import Snapshot
from ingest.pipeline import Result, Tools
from ingest.rdf import iri
from ingest.read import canonical_url, read, total_bytes
from ingest.store import Entry, Store, open_store

quarantine_app = typer.Typer(
    help="List, show and retry the articles that were set aside.",
    epilog="Example: hearsay quarantine list",
    no_args_is_help=True,
)


def ingest(
    inputs: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Files, folders, globs, or - for standard input.")
    ],
    store: StoreOption = None,
    config: ConfigOption = None,
    text: TextOption = None,
    min_confidence: ConfidenceOption = None,
    snapshot: SnapshotOption = None,
    wikidata: WikidataOption = None,
    judgements: JudgementsOption = None,
    columns: ColumnsOption = None,
    to: sharding.ToOption = None,
    engine: sharding.EngineOption = sharding.EngineName.LOCAL,
    workers: sharding.WorkersOption = None,
    partition_size: sharding.PartitionSizeOption = sharding.PARTITION_SIZE,
    ray_address: sharding.RayAddressOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read articles, extract who said what, link, validate, and load them into the store.

    A bad article is set aside with the reason and never stops the rest. Running it again changes nothing and
    completes what was interrupted. Exit status: 0 all loaded, 1 some set aside, 2 it could not be done.

        hearsay ingest seeds/articles

        zcat news.jsonl.gz | hearsay ingest - --store ./news --json

        hearsay ingest warcs/ --to ./shards --workers 16 && hearsay load ./shards
    """
    configured = configuration(
        config,
        store,
        text,
        min_confidence,
        judgements,
        snapshot=snapshot,
        wikidata=wikidata,
        columns=columns,
    )
    if to is not None:
        chosen = sharding.engine_of(engine, workers, ray_address)
        sharding.make(inputs, to, chosen, partition_size, configured, as_json)
        return
    if workers or ray_address or engine is not sharding.EngineName.LOCAL:
        raise HearsayError(
            "Several workers need a folder to write to.", "Add --to FOLDER; `hearsay load` follows."
        )
    held, whole = judgement_file.judgements(configured, new=judgements is None)
    with (
        Snapshot.open(configured.snapshot) as known,
        open_store(configured.store, mode="write", create=True) as opened,
    ):
        used = tools(configured, known, held)
        with (
            screen.progress("Reading articles", total_bytes(inputs)) as advance,
            online.looked_up(
                read(inputs, limits=configured.limits, columns=configured.columns, progress=advance),
                opened,
                used,
                configured,
            ) as (items, used, open_),
        ):
            tally = _run(pipeline.ingest(items, opened, used), opened, used, inputs)
            tally.problems.extend(open_)
    _conclude(tally, configured.store, as_json)
    if open_ or not whole:
        raise typer.Exit(1)


@quarantine_app.command("list")
def quarantine_list(
    store: StoreOption = None, config: ConfigOption = None, as_json: JsonOption = False
) -> None:
    """List the articles that were set aside, with the reason.

    hearsay quarantine list
    """
    configured = configuration(config, store)
    with open_store(configured.store) as opened:
        entries = tuple(opened.quarantine)
    if as_json:
        print(json.dumps([_described(entry) for entry in entries], ensure_ascii=False, indent=2))
        return
    table = screen.table("id", "reason", "from", "title")
    for entry in entries:
        report = entry.report
        table.add_row(
            entry.id, entry.reason, *(screen.plain(str(report.get(key))) for key in ("origin", "title"))
        )
    screen.out().print(table if entries else "Nothing is in quarantine.")


@quarantine_app.command("show")
def quarantine_show(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="As `hearsay quarantine list` gives it.")],
    store: StoreOption = None,
    config: ConfigOption = None,
    turtle: Annotated[bool, typer.Option("--turtle", help="Print the SHACL report graph.")] = False,
) -> None:
    """Show why an article was set aside.

    hearsay quarantine show p3k2c7yq…
    """
    configured = configuration(config, store)
    with open_store(configured.store) as opened:
        entry = _entry(opened, identifier)
    if turtle and entry.turtle is None:
        raise HearsayError(f"The entry {identifier} has no SHACL report: its reason is {entry.reason!r}.")
    screen.out().print(screen.plain(entry.turtle if turtle and entry.turtle else entry.text), soft_wrap=True)


@quarantine_app.command("retry")
def quarantine_retry(
    identifiers: Annotated[
        list[str] | None, typer.Argument(metavar="[ID…]", help="Which; all if none is given.")
    ] = None,
    store: StoreOption = None,
    config: ConfigOption = None,
    text: TextOption = None,
    min_confidence: ConfidenceOption = None,
    snapshot: SnapshotOption = None,
    judgements: JudgementsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Try again to load articles from quarantine, for example after an update of Hearsay.

    hearsay quarantine retry
    """
    configured = configuration(config, store, text, min_confidence, judgements, snapshot=snapshot)
    held, whole = judgement_file.judgements(configured, new=judgements is None)
    with Snapshot.open(configured.snapshot) as known, open_store(configured.store, mode="write") as opened:
        used = tools(configured, known, held)
        chosen = tuple(identifiers or opened.quarantine.ids())
        for identifier in chosen:
            _entry(opened, identifier)
        tally = _run(pipeline.retry(opened, used, chosen), opened, used, ["quarantine"])
    _conclude(tally, configured.store, as_json)
    if not whole:
        raise typer.Exit(1)


def takedown(
    article: Annotated[
        str, typer.Argument(metavar="URL", help="The article's URL, or its IRI in the graph.")
    ],
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Remove an article for good: graphs, text, quarantine; a tombstone keeps it from coming back.

    hearsay takedown https://dailybeacon.example.org/2024/03/11/varnholm-dam-evacuation
    """
    configured = configuration(config, store)
    try:
        address = canonical_url(article)
    except ValueError as fault:
        raise HearsayError(
            f"{article!r} is no article's address. {fault}",
            "Give the URL as `hearsay query articles` lists it.",
        ) from None
    with open_store(configured.store, mode="write") as opened:
        held = pipeline.take_down(opened, address)
        if held:
            # The engine keeps words that nothing refers to any more until the database is written anew.
            opened.compact()
    screen.note("Taken down." if held else "The store did not hold it; it will be kept out from now on.")
    judgement_file.tell_of(configured, iri.article_at(address).value)


def _run(items: Iterable[Result | Problem], opened: Store, used: Tools, inputs: list[str]) -> Tally:
    """Work through the items, telling problems as they come, and log what was done and when."""
    tally = Tally()
    started = _now()
    completed = False
    try:
        for item in items:
            told = tally.add(item)
            if told:
                screen.problem(told)
        completed = True
    except KeyboardInterrupt:
        screen.note("Stopped. What was loaded is kept; run the same command again to complete it.")
        raise
    finally:
        opened.log.append(
            {
                "started": started,
                "ended": _now(),
                "completed": completed,
                "inputs": list(inputs),
                "run": asdict(used.run),
                "articles": tally.as_json()["articles"],
            }
        )
    return tally


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _conclude(tally: Tally, store: Path, as_json: bool) -> None:
    if as_json:
        print(json.dumps(tally.as_json(), ensure_ascii=False, indent=2))
    else:
        console = screen.out()
        console.print(tally.table())
        if tally.set_aside:
            where = "`hearsay quarantine list` lists those that were readable." if tally.quarantined else ""
            screen.note(f"{tally.set_aside} set aside. {where}".strip())
    if tally.set_aside:
        raise typer.Exit(1)


def _entry(opened: Store, identifier: str) -> Entry:
    try:
        entry = opened.quarantine.get(identifier)
    except ValueError:
        entry = None
    if entry is None:
        raise HearsayError(
            f"The quarantine has no entry {identifier!r}.", "`hearsay quarantine list` lists them."
        )
    return entry


def _described(entry: Entry) -> dict[str, object]:
    return {"id": entry.id, "reason": entry.reason, **entry.report, "text": entry.text}
