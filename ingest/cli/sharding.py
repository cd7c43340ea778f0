"""`hearsay ingest --to` and `hearsay load`: partitions to shards, and shards into a store."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from ingest.cli import judgement_file, log, screen
from ingest.cli.options import (
    ConfigOption,
    JsonOption,
    JudgementsOption,
    SnapshotOption,
    StoreOption,
    SummaryOption,
    configuration,
)
from ingest.cli.progress import BYTES
from ingest.cli.tally import problem_as_json
from ingest.cli.work import again, work
from ingest.errors import HearsayError, Origin, Problem
from ingest.link import Snapshot
from ingest.pipeline import Outcome
from ingest.places import Remote
from ingest.settings import Configuration, Lookup
from ingest.shards.cluster import Cluster
from ingest.shards.engine import Engine, Lost
from ingest.shards.loading import Loaded, load
from ingest.shards.local import Local, cores
from ingest.shards.making import Made, Task, tasks
from ingest.shards.manifest import described
from ingest.shards.place import Place
from ingest.shards.plan import partitions
from ingest.shards.running import make_shards
from ingest.shards.shard import shards
from ingest.shards.writer import ARTICLES
from ingest.store import open_store

PARTITION_SIZE = 8
"""Megabytes of input in a partition, if nothing else is said."""


class EngineName(StrEnum):
    """What runs the workers."""

    LOCAL = "local"  # processes of this machine
    RAY = "ray"  # a Ray cluster


ToOption = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="FOLDER",
        help="Write shards to this folder (or URL of an object storage) instead of a store; `hearsay load`"
        " loads them.",
        show_default=False,
    ),
]
EngineOption = Annotated[
    EngineName, typer.Option("--engine", help="With --to: where the workers are.", show_default="local")
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers", metavar="N", min=1, help="With --to: how many. [default: one a core]", show_default=False
    ),
]
PartitionSizeOption = Annotated[
    float,
    typer.Option(
        "--partition-size",
        metavar="MB",
        min=0,
        help="With --to: how much input makes a partition; of large files, only JSON Lines are divided.",
    ),
]
RayAddressOption = Annotated[
    str | None,
    typer.Option(
        "--ray-address",
        metavar="ADDRESS",
        help="With --engine ray: the cluster. [default: one that is started here]",
        show_default=False,
    ),
]


def engine_of(name: EngineName, workers: int | None, ray_address: str | None) -> Engine:
    """Return what runs the workers."""
    if name is EngineName.RAY:
        return Cluster(ray_address, workers)
    if ray_address:
        raise HearsayError("--ray-address is for --engine ray.", "Add --engine ray, or leave it out.")
    return Local(workers or cores())


def make(
    inputs: Sequence[str],
    to: str,
    engine: Engine,
    partition_size: float,
    configured: Configuration,
    resume: bool,
    summary: Path | None,
    as_json: bool,
) -> None:
    """Make the shards of some inputs, tell of them, and exit with 1 if anything was set aside or lost."""
    if configured.wikidata is Lookup.API:
        raise HearsayError(
            "Names are not looked up online while shards are made.",
            "Look them up first (`hearsay wikidata fetch`), and name that file with --snapshot.",
        )
    if not resume:
        raise HearsayError(
            "Shards that are there are never made anew.", "Name another folder with --to, or remove this one."
        )
    counts, made, problems = Counter[str](), Counter[str](), list[Problem]()
    with work("Whole shards are kept.", summary) as at:
        at.done = lambda: _as_json(to, made, counts, problems)
        _make(inputs, Place(to), engine, partition_size, configured, counts, made, problems)
        _conclude(to, made, counts, problems, as_json)


def _make(
    inputs: Sequence[str],
    place: Place,
    engine: Engine,
    partition_size: float,
    configured: Configuration,
    counts: Counter[str],
    made: Counter[str],
    problems: list[Problem],
) -> None:
    """Make the shards, and count what became of them into the last three."""
    divided, found = partitions(inputs, int(partition_size * 1_000_000), configured.limits)
    problems += found
    for each in problems:
        screen.problem(each)
    todo = tasks(divided, place, configured)
    with screen.progress("Making shards", sum(each.bytes for each in divided), unit=BYTES) as meter:
        meter.unlike_the_rest()
        for done in make_shards(todo, place, engine) if todo else ():
            found = _problems(done)
            for each in found:
                screen.problem(each)
            problems += found
            if isinstance(done, Made):
                if not done.before and not made["made"]:
                    meter.turn()
                made["before" if done.before else "made"] += 1
                counts.update(done.manifest.counts)
                meter.finished(done.partition.bytes)
            else:
                made["lost"] += 1


def _problems(done: Made | Lost[Task]) -> list[Problem]:
    if isinstance(done, Made):
        return list(done.problems)
    first, *others = done.task.partition.inputs
    more = f" and {len(others)} more files" if others else ""
    message = f"The worker on this{more} ended again and again: it was killed, or ran out of memory."
    cure = "Run the same command again with fewer --workers or a smaller --partition-size."
    return [Problem(Origin(described(first)), message, cure, "worker-lost")]


def _conclude(
    to: str, made: Counter[str], counts: Counter[str], problems: Sequence[Problem], as_json: bool
) -> None:
    if as_json:
        print(json.dumps(_as_json(to, made, counts, problems), ensure_ascii=False, indent=2))
    else:
        table = screen.table("", "")
        table.show_header = False
        table.add_row("shards", f"{made['made']:,} made, {made['before']:,} there before")
        table.add_row("read", f"{counts['articles']:,} articles")
        table.add_row("conform", f"{counts['conforming']:,}; {counts['quarantined']:,} set aside")
        table.add_row("linked", f"{counts['linked']:,} of {counts['actors']:,} actors")
        table.add_row("written", f"{counts['claims']:,} claims in {counts['quads']:,} quads")
        screen.out().print(table)
        if not made["lost"]:
            screen.note(f"`hearsay load {to}` loads them into a store.")
    if made["lost"] or counts["quarantined"] or any(each.fatal for each in problems):
        raise typer.Exit(1)


def _as_json(
    to: str, made: Counter[str], counts: Counter[str], problems: Sequence[Problem]
) -> dict[str, Any]:
    return {
        "folder": to,
        "shards": {name: made[name] for name in ("made", "before", "lost")},
        "counts": dict(sorted(counts.items())),
        "problems": [problem_as_json(each) for each in problems],
    }


VirtuosoOption = Annotated[
    str | None,
    typer.Option(
        "--virtuoso",
        metavar="HOST:PORT",
        help="Load by the bulk loader of the Virtuoso whose SQL port this is.",
        show_default=False,
    ),
]
VirtuosoFolderOption = Annotated[
    Path | None,
    typer.Option(
        "--virtuoso-folder",
        metavar="FOLDER",
        help="A folder that this Virtuoso may read (DirsAllowed), for the files that it loads.",
        show_default=False,
    ),
]


def _with_loader(configured: Configuration, virtuoso: str | None, folder: Path | None) -> Configuration:
    if not isinstance(configured.store, Remote):
        raise HearsayError(
            "--virtuoso is for a store on a Virtuoso server.",
            "Name it as well: --store virtuoso+http://HOST:8890.",
        )
    folder = folder.resolve() if folder else None
    return replace(configured, store=configured.store.configured(loader=virtuoso, loader_folder=folder))


def load_command(
    folders: Annotated[
        list[str],
        typer.Argument(metavar="FOLDER…", help="Folders (or URLs) that `hearsay ingest --to` wrote."),
    ],
    store: StoreOption = None,
    config: ConfigOption = None,
    snapshot: SnapshotOption = None,
    judgements: JudgementsOption = None,
    virtuoso: VirtuosoOption = None,
    virtuoso_folder: VirtuosoFolderOption = None,
    summary: SummaryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load shards into the store: what `hearsay ingest` of the same inputs would have stored, but faster.

    The new articles are loaded in one step, into a database that then takes the place of the present one.
    Running it again changes nothing and completes what was interrupted.

        hearsay load ./shards

        hearsay load s3://bucket/news-2023 s3://bucket/news-2024 --store ./news

        hearsay load ./shards --store virtuoso+http://localhost:8890 --virtuoso localhost:1111
    """
    configured = configuration(config, store, judgements=judgements, snapshot=snapshot)
    if virtuoso or virtuoso_folder:
        configured = _with_loader(configured, virtuoso, virtuoso_folder)
    with work("The store is whole.", summary) as at:
        found = shards([Place(each) for each in folders])
        held, whole = judgement_file.judgements(configured, new=judgements is None)
        total = sum(each.manifest.files[ARTICLES].bytes for each in found)
        with (
            Snapshot.open(configured.snapshot) as known,
            open_store(configured.store, mode="write", create=True) as opened,
            screen.progress("Loading shards", total, unit=BYTES) as meter,
        ):
            entry: dict[str, Any] = {"started": log.now(), "completed": False, "command": again()}
            entry["inputs"] = list(folders)
            try:
                loaded = load(found, opened, held, known, meter)
                entry |= {"completed": True, "articles": _outcomes(loaded)}
            finally:
                runs = {each.manifest.making.run: None for each in found}
                opened.log.append({**entry, "ended": log.now(), "runs": [asdict(run) for run in runs]})
        at.done = lambda: _loaded_as_json(loaded)
        for each in loaded.problems:
            screen.problem(each)
        _tell(loaded, as_json)
        if not whole or any(each.fatal for each in loaded.problems):
            raise typer.Exit(1)


def _loaded_as_json(loaded: Loaded) -> dict[str, Any]:
    return {
        "articles": _outcomes(loaded),
        "quads in bulk": loaded.quads,
        "problems": [problem_as_json(each) for each in loaded.problems],
    }


def _tell(loaded: Loaded, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_loaded_as_json(loaded), ensure_ascii=False, indent=2))
        return
    table = screen.table("", "")
    table.show_header = False
    for outcome, count in sorted(loaded.outcomes.items()):
        if count:
            table.add_row(str(outcome), f"{count:,}")
    table.add_row("in bulk", f"{loaded.quads:,} quads")
    screen.out().print(table)


def _outcomes(loaded: Loaded) -> dict[str, int]:
    return {outcome.value: loaded.outcomes[outcome] for outcome in Outcome}
