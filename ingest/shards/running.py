"""Making all shards of a folder, by whichever engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.shards.engine import Engine, Lost
from ingest.shards.making import Made, Task, make_shard
from ingest.shards.manifest import Plan
from ingest.shards.place import Place


def make_shards(tasks: Sequence[Task], place: Place, engine: Engine) -> Iterator[Made | Lost[Task]]:
    """Make the shards of all tasks that are not there yet, and give them in the order they are done.

    Interrupted at any point, the same call makes what is missing. Shards that no task is of do not belong to
    the folder any more, and stay where they are.

    Args:
        tasks: in the order of their inputs, of one way of making; at least one.
        place: the folder.
        engine: what does them.

    Raises:
        HearsayError: a shard cannot be written.
    """
    place.write_plan(Plan(tasks[0].making, tuple(task.partition for task in tasks)))
    return engine.map(make_shard, tasks)
