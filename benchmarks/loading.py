"""How fast articles become a store by shards, against a bare `bulk_load` of the same quads in the same run.

    python -m benchmarks.loading                                     1,000 and 10,000 articles
    python -m benchmarks.loading --articles 100000 --place /big/disk

Articles are invented and their extraction recorded (`benchmarks.recorded`), so that the graph side is seen
alone: quads, validation, records, texts, digests, sorting, compression (by one process a core, as
`hearsay ingest --to` works), then `hearsay load` into an empty store. The bare load is given the plain,
sorted N-Quads of the same shards, 10,000 articles a call, and does none of the rest. Then the same shards are
loaded again, and shards that hold another text of every hundredth article. Every step is a process of its
own, whose most resident memory is told; inventing the articles is not counted (its share of the workers' time
is taken off). Where other work shares the machine, the seconds of processors tell more than those on the
clock.

The place needs some 500 KB an article, and 10 GB while the bare load runs (`--articles 100000`: 60 GB).
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from pyoxigraph import RdfFormat
from pyoxigraph import Store as Database

from benchmarks.machine import machine, peak_memory
from benchmarks.recorded import recorded_flow
from ingest.examining import examine
from ingest.judgements import Judgements
from ingest.link import Snapshot
from ingest.read.pieces import Piece
from ingest.shards.loading import load
from ingest.shards.local import Local, cores
from ingest.shards.manifest import Making, Partition, Plan
from ingest.shards.place import Place
from ingest.shards.shard import shards
from ingest.shards.writer import ARTICLES, ShardWriter
from ingest.store import open_store

ARTICLES_A_SHARD = 500
SHARDS_A_FILE = 20
CHANGED_EVERY = 100

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Slice:
    """The part of the corpus that becomes one shard.

    Attributes:
        every: only each so many-th article is taken, and in another text; 1 for all as they are.
    """

    start: int
    count: int
    place: Place
    every: int = 1

    @property
    def partition(self) -> Partition:
        """The partition."""
        return Partition(f"{self.start:09}-{self.every}", (Piece(f"articles from {self.start}"),))


@dataclasses.dataclass(frozen=True)
class Step:
    """What a step took.

    Attributes:
        seconds: on the clock.
        processor: seconds of processors, by all threads and workers, without starting the latter.
        memory: the most of the process that did it, in MB.
    """

    seconds: float
    processor: float
    memory: int


def make(part: Slice) -> tuple[float, int, Step]:
    """Make one shard; return the seconds that inventing took, the quads, and what the rest took."""
    begun = time.process_time()
    with recorded_flow() as (recorded, tools), tempfile.TemporaryDirectory() as scratch:
        writer = ShardWriter(Path(scratch), part.partition.id, (), Making(tools.run, ""))
        for number, article in enumerate(recorded.articles(part.count, start=part.start), part.start):
            if part.every > 1:
                if number % part.every:
                    continue
                body = article.body + " Corrected."
                article = recorded.changed(dataclasses.replace(article, body=body))
            writer.add(article, examine(article, tools))
        manifest = writer.close()
        part.place.put(manifest, Path(scratch))
    spent = time.process_time() - begun - recorded.seconds
    return recorded.seconds, manifest.counts["quads"], Step(0, spent, peak_memory())


def make_all(articles: int, place: Place, every: int = 1) -> tuple[Step, int]:
    """Make the shards of a corpus; return what it took, without inventing, and the quads."""
    parts = [
        Slice(start, min(ARTICLES_A_SHARD, articles - start), place, every)
        for start in range(0, articles, ARTICLES_A_SHARD)
    ]
    with recorded_flow() as (_, tools):
        place.write_plan(Plan(Making(tools.run, ""), tuple(part.partition for part in parts)))
    begun = time.perf_counter()
    done = [each for each in Local(cores()).map(make, parts) if isinstance(each, tuple)]
    assert len(done) == len(parts)
    seconds = time.perf_counter() - begun - sum(each[0] for each in done) / min(cores(), len(parts))
    steps = [each[2] for each in done]
    made = Step(seconds, sum(each.processor for each in steps), max(each.memory for each in steps))
    return made, sum(each[1] for each in done)


def load_all(place: Place, folder: Path) -> Step:
    """Load shards as `hearsay load` does."""
    begun = time.perf_counter()
    with Snapshot.open() as snapshot, open_store(folder, mode="write", create=True) as store:
        load(shards([place]), store, Judgements(), snapshot)
    return Step(time.perf_counter() - begun, time.process_time(), peak_memory())


def load_bare(place: Place, folder: Path, scratch: Path) -> tuple[Step, int]:
    """Give the engine the quads of all shards as plain, sorted files; return what it took, and their size.

    One file holds 10,000 articles: the engine needs several times a file's size on disk while it loads it.
    Unpacking is not counted.
    """
    packed = sorted(Path(place.url).glob(f"shards/*/{ARTICLES}"))
    plain = scratch / "plain.nq"
    database = Database(str(folder))
    seconds = processor = 0.0
    text = 0
    for start in range(0, len(packed), SHARDS_A_FILE):
        text += unpack(packed[start : start + SHARDS_A_FILE], plain)
        begun, used = time.perf_counter(), time.process_time()
        database.bulk_load(path=str(plain), format=RdfFormat.N_QUADS)
        database.flush()
        seconds, processor = seconds + time.perf_counter() - begun, processor + time.process_time() - used
        plain.unlink()
    return Step(seconds, processor, peak_memory()), text


def unpack(packed: Sequence[Path], file: Path) -> int:
    """Write the plain quads of some shards to one file; return its size."""
    with file.open("wb") as out:
        for each in packed:
            with gzip.open(each) as stream:
                shutil.copyfileobj(stream, out, 2**20)
        return out.tell()


def _share(file: str, copy: str) -> None:
    """Link a table of the engine's, which it never changes; copy anything else."""
    if file.endswith(".sst"):
        os.link(file, copy)
    else:
        shutil.copy2(file, copy)


def alone(function: Callable[..., T], *arguments: object) -> T:
    """Run a step in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def size(folder: Path) -> float:
    """Return how much a folder holds, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def together(one: Step, other: Step) -> Step:
    """Add up two steps."""
    return Step(one.seconds + other.seconds, one.processor + other.processor, max(one.memory, other.memory))


def measure(articles: int, scratch: Path, keep: Path | None = None) -> None:
    """Print a table for a corpus of so many articles, each row when it is known.

    Args:
        articles: how many.
        scratch: where there is room.
        keep: where the store is kept after its first load, under its number; files are shared, not copied.
    """
    place, changed = Place(str(scratch / "shards")), Place(str(scratch / "changed"))
    made, quads = make_all(articles, place)
    bare, text = alone(load_bare, place, scratch / "bare", scratch)
    of_bare = size(scratch / "bare")
    shutil.rmtree(scratch / "bare")

    def row(name: str, step: Step, count: int = quads) -> None:
        rate = count / step.seconds
        print(
            f"| {name} | {step.seconds:,.1f} | {rate:,.0f} | {rate * bare.seconds / quads:.2f} "
            f"| {step.processor:,.1f} | {step.memory:,} |",
            flush=True,
        )

    print(
        f"\n{articles:,} articles, {quads:,} quads, {text / quads:.0f} bytes a quad as plain N-Quads; "
        f"shards {size(scratch / 'shards'):,.0f} MB, the bare database {of_bare:,.0f} MB.\n"
    )
    print("| step | seconds | quads a second | to the bare load | processor seconds | memory, MB |")
    print("|---|---:|---:|---:|---:|---:|")
    row("bare `bulk_load`", bare)
    row(f"making shards, {cores()} processes", made)
    loaded = alone(load_all, place, scratch / "store")
    row("`hearsay load`", loaded)
    if keep:
        shutil.copytree(scratch / "store", keep / str(articles), copy_function=_share)
    first = together(made, loaded)
    row("both: the first load", first)
    again = alone(load_all, place, scratch / "store")
    row("`hearsay load` again, unchanged", again)
    new, some = make_all(articles, changed, CHANGED_EVERY)
    replaced = alone(load_all, changed, scratch / "store")
    row(f"both, another text of every {CHANGED_EVERY}th", together(new, replaced), some)
    print(f"\nThe store with texts and records: {size(scratch / 'store'):,.0f} MB.")
    print(f"Unchanged, {first.seconds / again.seconds:.0f} times as fast as the first time.")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Time loading by shards against a bare bulk load.")
    parser.add_argument("--articles", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--place", type=Path, help="where there is room. [default: the system's]")
    parser.add_argument(
        "--keep",
        type=Path,
        help="keep the stores there, on the same disk, for `benchmarks.questions --place`",
    )
    arguments = parser.parse_args()
    for articles in arguments.articles if arguments.keep else ():
        if (arguments.keep / str(articles)).exists():
            parser.error(f"{arguments.keep / str(articles)} is there already; remove it, or keep elsewhere")
    print(machine())
    for articles in arguments.articles:
        with tempfile.TemporaryDirectory(dir=arguments.place, prefix="hearsay-loading-") as scratch:
            measure(articles, Path(scratch), arguments.keep)


if __name__ == "__main__":
    main()
