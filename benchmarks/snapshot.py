"""How large a snapshot is, how long it takes to compile and to open, and how many names a second it finds.

    python -m benchmarks.snapshot [--names N] [--crowded] [--folder DIR] [--lookups N]

Compiles invented entities (`benchmarks.snapshot_world`) in a process of its own, and measures the file: bytes
a name (label or alias of an entity), lookups of names with the file in the system's cache and with it put out
of it, memory of a process that looks up and of four at once, and verifying. Times are those of one core (CPU
time, so that other work on the machine does not count), save for "cold" and "opened", where the clock counts.
The shipped snapshot's shape is shown beside the invented one's. Temporary files go where TMPDIR says.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import TypeVar

from benchmarks.snapshot_world import World
from ingest.link import About, Entity, Snapshot, compile_snapshot
from ingest.link.snapshot import SHIPPED

MB = 1_000_000
LINKED = 20  # so many candidates of a name the linker looks at
ABOUT = About("2026-11-22", ("benchmarks.snapshot_world",), "CC0-1.0", ("en", "uk"), "invented")
T = TypeVar("T")


def compile_invented(names: int, path: Path, crowded: bool) -> tuple[float, float]:
    """Compile the snapshot; return seconds for it alone (making entities left out) and peak memory in MB."""
    started = time.process_time()
    making = Watch(World(crowded=crowded).entities(names))
    compile_snapshot(path, making, about=ABOUT)
    seconds = time.process_time() - started - making.seconds
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB


class Watch:
    """Passes entities on, and adds up how long it takes to make them."""

    def __init__(self, entities: Iterator[Entity]) -> None:
        self.seconds = 0.0
        self._entities = entities

    def __iter__(self) -> Iterator[Entity]:
        while batch := self._some():
            yield from batch

    def _some(self) -> list[Entity]:
        started = time.process_time()
        batch = list(islice(self._entities, 1000))
        self.seconds += time.process_time() - started
        return batch


def shape(entities: Iterable[Entity]) -> str:
    """Return means over entities."""
    some = list(islice(entities, 100_000))
    names = [name for entity in some for name in entity.names]
    told = mean(len(entity.description) for entity in some)
    return (
        f"{mean(len(entity.names) for entity in some):.2f} names an entity, {mean(map(len, names)):.1f}"
        f" characters and {mean(len(name.encode()) for name in names):.1f} bytes a name,"
        f" {told:.1f} characters a description, {mean(e.kind == 'person' for e in some):.0%} people"
    )


def sizes(path: Path) -> list[tuple[str, int]]:
    """Return the bytes of each table, where this SQLite can tell."""
    with sqlite3.connect(path) as connection:
        try:
            return connection.execute(
                "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC"
            ).fetchall()
        except sqlite3.OperationalError:
            return []


def sample(path: Path, count: int) -> list[str]:
    """Return names from all over the snapshot, one in ten of them misspelt."""
    with Snapshot.open(path) as snapshot:
        (last,) = snapshot.ask("SELECT max(id) FROM entity")[0]
        names = []
        for at in range(count):
            place = (at * 7_919_777 + 1) % last  # neighbours in the list are no neighbours in the file
            (qid,) = snapshot.ask("SELECT min(id) FROM entity WHERE id >= ?", place)[0]
            entity = snapshot.entity(f"Q{qid}")
            assert entity is not None
            name = entity.names[at % len(entity.names)]
            names.append(f"{name}qx" if at % 10 == 0 else name)
    return names


def rate(
    look_up: Callable[[str], Sequence[object]],
    names: list[str],
    clock: Callable[[], float] = time.process_time,
) -> str:
    """Return lookups a second and what they found on average."""
    started = clock()
    found = sum(len(look_up(name)) for name in names)
    seconds = clock() - started
    return f"{len(names) / seconds:,.0f} a second ({found / len(names):.2f} entities each)"


def put_out_of_cache(path: Path) -> None:
    """Ask the system to forget the file's pages."""
    handle = os.open(path, os.O_RDONLY)
    os.fsync(handle)
    os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(handle)


def resident() -> float:
    """Return this process's memory in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


def look_all_up(path: Path, names: list[str]) -> float:
    """Return by how many MB the process grows."""
    before = resident()
    with Snapshot.open(path) as snapshot:
        for name in names:
            snapshot.candidates(name)
            snapshot.near(name)
        return resident() - before


def alone(function: Callable[..., T], *arguments: object) -> T:
    """Run the function in a fresh process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--crowded", action="store_true", help="names shared far more widely than real ones")
    parser.add_argument("--folder", type=Path, help="where the file is made, by default a temporary folder")
    parser.add_argument("--lookups", type=int, default=20_000)
    args = parser.parse_args()
    print("invented:", shape(World(crowded=args.crowded).entities(400_000)))
    with Snapshot.open(SHIPPED) as shipped:
        print("shipped: ", shape(shipped.entities()))
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        path = Path(folder) / "invented.sqlite"
        seconds, memory = alone(compile_invented, args.names, path, args.crowded)
        measure(path, seconds, memory, args.lookups)


def measure(path: Path, seconds: float, memory: float, lookups: int) -> None:
    """Print what there is to say of the file."""
    with Snapshot.open(path) as snapshot:
        entities = snapshot.counts["entities"]
        (names,) = snapshot.ask(
            "SELECT sum(1 + (aliases != '') + length(aliases) - length(replace(aliases, char(31), '')))"
            " FROM entity"
        )[0]
    size = path.stat().st_size
    print(f"compiled: {entities:,} entities with {names:,} names in {seconds / 60:.1f} min", end="")
    print(f" ({entities / seconds:,.0f} entities a second), at most {memory:.0f} MB of memory")
    print(f"file: {size / MB:,.1f} MB, {size / names:.0f} bytes a name;", end=" ")
    print(", ".join(f"{table} {table_size / names:.1f}" for table, table_size in sizes(path)[:4]))
    some = sample(path, lookups)
    put_out_of_cache(path)
    started = time.perf_counter()
    with Snapshot.open(path) as snapshot:
        digest = snapshot.digest
        print(f"opened cold in {1000 * (time.perf_counter() - started):.1f} ms, digest {digest[:12]}…")
        print("candidates, cold:", rate(snapshot.candidates, some[: lookups // 10], time.perf_counter))
        for name in some:
            snapshot.candidates(name), snapshot.near(name)
        print("candidates, warm:", rate(snapshot.candidates, some))
        print(f"… at most {LINKED}:", rate(lambda name: snapshot.candidates(name, LINKED), some))
        print("near, warm:", rate(snapshot.near, some))
    started = time.perf_counter()
    with Snapshot.open(path) as snapshot:
        assert snapshot.digest
        print(f"opened warm in {1000 * (time.perf_counter() - started):.1f} ms")
    print(f"one process that looks all up grows by {alone(look_all_up, path, some):.0f} MB")
    with ProcessPoolExecutor(4, multiprocessing.get_context("spawn")) as pool:
        grown = list(pool.map(look_all_up, [path] * 4, [some] * 4))
    print(f"each of four at once by {mean(grown):.0f} MB")
    started = time.process_time()
    with Snapshot.open(path) as snapshot:
        snapshot.verify()
    print(f"verified in {(time.process_time() - started) / 60:.1f} min")


if __name__ == "__main__":
    main()
