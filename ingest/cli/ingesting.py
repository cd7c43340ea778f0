"""`hearsay ingest`, `hearsay quarantine` and `hearsay takedown`: what changes a store."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated

import typer

from ingest import pipeline, versions
from ingest.cli import judgement_file, log, online, screen, sharding
from ingest.cli.options import (
    ColumnsOption,
    ConfidenceOption,
    ConfigOption,
    JsonOption,
    JudgementsOption,
    ResumeOption,
    SnapshotOption,
    StoreOption,
    SummaryOption,
    TextOption,
    WikidataOption,
    address_of,
    configuration,
    tools,
)
from ingest.cli.progress import BYTES, Meter
from ingest.cli.tally import Tally
from ingest.cli.work import Work, again, work
from ingest.errors import HearsayError, Problem
from ingest.link import Snapshot
from ingest.pipeline import Outcome, Result, Tools
from ingest.places import Remote
from ingest.rdf import iri
from ingest.read import read, total_bytes
from ingest.store import Entry, Store, open_store

_KEPT = "What was loaded is kept."
_THERE = frozenset({Outcome.UNCHANGED, Outcome.JUDGED, Outcome.OLDER, Outcome.TAKEN_DOWN})

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
    resume: ResumeOption = True,
    summary: SummaryOption = None,
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
        sharding.make(inputs, to, chosen, partition_size, configured, resume, summary, as_json)
        return
    if workers or ray_address or engine is not sharding.EngineName.LOCAL:
        raise HearsayError(
            "Several workers need a folder to write to.", "Add --to FOLDER; `hearsay load` follows."
        )
    with work(_KEPT, summary) as at:
        held, whole = judgement_file.judgements(configured, new=judgements is None)
        with (
            Snapshot.open(configured.snapshot) as known,
            open_store(configured.store, mode="write", create=True) as opened,
        ):
            used = tools(configured, known, held)
            with (
                screen.progress("Reading articles", total_bytes(inputs), unit=BYTES) as meter,
                online.looked_up(
                    read(inputs, limits=configured.limits, columns=configured.columns, progress=meter),
                    opened,
                    used,
                    configured,
                ) as (items, used, open_),
            ):
                results = pipeline.ingest(items, opened, used, anew=not resume)
                tally = _run(results, opened, used, inputs, at, meter)
                tally.problems.extend(open_)
        _conclude(tally, as_json)
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
    summary: SummaryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Try again to load articles from quarantine, for example after an update of Hearsay.

    hearsay quarantine retry
    """
    configured = configuration(config, store, text, min_confidence, judgements, snapshot=snapshot)
    with work(_KEPT, summary) as at:
        held, whole = judgement_file.judgements(configured, new=judgements is None)
        with (
            Snapshot.open(configured.snapshot) as known,
            open_store(configured.store, mode="write") as opened,
        ):
            used = tools(configured, known, held)
            chosen = tuple(identifiers or opened.quarantine.ids())
            for identifier in chosen:
                _entry(opened, identifier)
            with screen.progress("Trying again", len(chosen)) as meter:
                results = pipeline.retry(opened, used, chosen)
                tally = _run(results, opened, used, ["quarantine"], at, meter)
        _conclude(tally, as_json)
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
    address = address_of(article)
    kept = "Its words may be on the disk still."
    with work(kept), open_store(configured.store, mode="write") as opened:
        again = versions.is_buried(opened, iri.article_at(address))  # perhaps this was stopped before its end
        held = pipeline.take_down(opened, address)
        if held or again:
            # The engine keeps words that nothing refers to any more until the database is written anew.
            with screen.progress("Writing the store anew"):
                opened.compact()
    if held and isinstance(configured.store, Remote):
        screen.note("The server may keep the removed words on its disk until it is compacted there.")
    screen.note(
        "Taken down." if held or again else "The store did not hold it; it will be kept out from now on."
    )
    judgement_file.tell_of(configured, iri.article_at(address).value)


def _run(
    items: Iterable[Result | Problem], opened: Store, used: Tools, inputs: list[str], at: Work, meter: Meter
) -> Tally:
    """Work through the items, telling problems as they come, and log what was done and when."""
    tally = Tally()
    at.done = lambda: tally.as_json() | {"run": asdict(used.run), "rate": tally.rate(at.seconds)}
    started = log.now()
    completed = False
    resuming = _Resuming(meter, trusted=_was_completed(opened, inputs))
    try:
        for item in items:
            told = tally.add(item)
            if told:
                screen.problem(told)
            if isinstance(item, Result):
                resuming.see(item)
                meter(1) if meter.unit != BYTES else meter.item()
        completed = True
    finally:
        opened.log.append(
            {
                "started": started,
                "ended": log.now(),
                "completed": completed,
                "command": again(),
                "inputs": list(inputs),
                "run": asdict(used.run),
                "articles": tally.as_json()["articles"],
            }
        )
    return tally


class _Resuming:
    """Notices where a run has come through what is there already, which goes far faster than the rest.

    Args:
        meter: is told of it, since no time left follows from that pace.
        trusted: whether an earlier run of these inputs was completed, so that all the rest may be there too.
    """

    def __init__(self, meter: Meter, *, trusted: bool) -> None:
        self._meter = meter
        self._there = 0
        self._over = False
        if not trusted:
            meter.unlike_the_rest()

    def see(self, result: Result) -> None:
        """Take note of an article."""
        if self._over or result.outcome in pipeline.SET_ASIDE:
            return  # what is set aside is tried anew by every run, and says nothing of the others
        if result.outcome in _THERE:
            self._there += 1
            return
        self._over = True
        self._meter.turn()
        if self._there:
            articles = f"{self._there:,} {'article is' if self._there == 1 else 'articles are'}"
            fields: dict[str, log.Value] = {"articles": self._there}
            screen.note(f"Resuming: {articles} there already.", event="resuming", fields=fields)


def _was_completed(opened: Store, inputs: list[str]) -> bool:
    """Whether the last run of these inputs into this store came to its end."""
    runs = [entry for entry in opened.log if entry.get("inputs") == list(inputs)]
    return bool(runs) and runs[-1].get("completed") is True


def _conclude(tally: Tally, as_json: bool) -> None:
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
