"""From the inputs of one partition to its shard: the same on one machine and on a hundred."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from ingest.errors import HearsayError, Problem
from ingest.examining import SetAside, Tools, examine, extractor
from ingest.link import Snapshot
from ingest.model import Article
from ingest.read import Columns, Limits, read
from ingest.read.inputs import display
from ingest.read.pieces import Piece, read_piece
from ingest.settings import Configuration, Settings
from ingest.shards.manifest import Input, Making, Manifest, Partition
from ingest.shards.place import Place
from ingest.shards.writer import ShardWriter


@dataclass(frozen=True, slots=True)
class Task:
    """All that a worker needs to make one shard.

    Attributes:
        place: where the shard goes.
        making: what the worker's Hearsay must be.
    """

    partition: Partition
    making: Making
    place: Place
    extractor: str
    snapshot: Path | None
    settings: Settings
    limits: Limits
    columns: Columns


@dataclass(frozen=True, slots=True)
class Made:
    """A shard that is there.

    Attributes:
        problems: what was set aside or is to be known; none if the shard was there before.
        before: whether it was.
    """

    partition: Partition
    manifest: Manifest
    problems: tuple[Problem, ...] = ()
    before: bool = False


def tasks(partitions: Sequence[Partition], place: Place, configured: Configuration) -> list[Task]:
    """Say what is to be done for each partition."""
    making = Making(_tools(configured.extractor, configured.snapshot, configured.settings).run, "")
    making = Making(making.run, reading_digest(configured.limits, configured.columns))
    return [
        Task(
            each,
            making,
            place,
            configured.extractor,
            configured.snapshot,
            configured.settings,
            configured.limits,
            configured.columns,
        )
        for each in partitions
    ]


def reading_digest(limits: Limits, columns: Columns) -> str:
    """Return hex SHA-256 of what decides how inputs are read."""
    values = {"limits": asdict(limits), "columns": dict(columns.named)}
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def make_shard(task: Task) -> Made:
    """Make the shard of a partition, unless it is there already, of the same inputs and made likewise.

    Raises:
        HearsayError: it cannot be written, or another Hearsay is installed here than where the run began.
    """
    inputs = tuple(_input(piece) for piece in task.partition.inputs)
    before = _before(task, inputs)
    if before:
        return Made(task.partition, before, before=True)
    tools = _tools(task.extractor, task.snapshot, task.settings)
    if tools.run != task.making.run:
        raise HearsayError(
            "Another Hearsay, model or snapshot is installed on a worker than where the run began: "
            f"{tools.run} instead of {task.making.run}.",
            "Install the same on all machines.",
        )
    problems = []
    with tempfile.TemporaryDirectory(prefix="hearsay-shard-") as scratch:
        writer = ShardWriter(Path(scratch), task.partition.id, inputs, task.making)
        for item in _items(task):
            if isinstance(item, Article):
                examined = examine(item, tools)
                writer.add(item, examined)
                if isinstance(examined, SetAside):
                    problems.append(
                        Problem(item.origin, examined.message, examined.cure, examined.entry.reason)
                    )
            else:
                writer.tell(item)
                problems.append(item)
        manifest = writer.close()
        task.place.put(manifest, Path(scratch))
    return Made(task.partition, manifest, tuple(problems))


def _before(task: Task, inputs: tuple[Input, ...]) -> Manifest | None:
    """Return the manifest of a shard that need not be made again."""
    try:
        before = task.place.manifest(task.partition.id)
    except HearsayError:  # another version's, or cut off: it is written anew
        return None
    same = (
        before and (before.inputs, before.making) == (inputs, task.making) and all(x.sha256 for x in inputs)
    )
    return before if before and same and task.place.is_whole(before) else None


def _items(task: Task) -> Iterator[Article | Problem]:
    """Read the inputs."""
    first, *_ = task.partition.inputs
    if not first.is_whole:
        return read_piece(first, task.limits)
    names = [each.name for each in task.partition.inputs]
    return read(names, limits=task.limits, columns=task.columns)


def _input(piece: Piece) -> Input:
    """Describe a file; without a digest if it cannot be read, which its reader tells."""
    name = display(piece.name)
    try:
        with Path(piece.name).open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            return Input(name, file.tell(), sha256, piece.start, piece.stop)
    except OSError:
        return Input(name, 0, "", piece.start, piece.stop)


@lru_cache(maxsize=1)
def _tools(name: str, snapshot: Path | None, settings: Settings) -> Tools:
    """Open what a process reads articles with, once; one thread a process, of which there are many."""
    return Tools(extractor(name, threads=1), Snapshot.open(snapshot), settings)
