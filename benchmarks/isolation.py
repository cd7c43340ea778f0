"""What a process for each query costs: python -m benchmarks.isolation [--rounds N]

Ingests the seed articles, and asks the same in this process and in one of its own, by turns: an ASK, a SELECT
of 100,000 rows, and a shipped question as a whole command (`hearsay query articles`, without and with a
limit). Prints the median seconds of each, and their ratio.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ingest.query import run, run_isolated
from ingest.store import open_store

PROGRAM = (sys.executable, "-c", "from ingest.cli import main; main()")
SEEDS = Path(__file__).parent.parent / "seeds" / "articles"
QUERIES = {
    "ASK": "ASK { GRAPH ?g { ?s ?p ?o } }",
    "100,000 rows": "SELECT ?s ?o ?b { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?a ?b ?c } } LIMIT 100000",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="hearsay-") as folder:
        where = str(Path(folder) / "store")
        ingest = [*PROGRAM, "ingest", str(SEEDS), "--store", where]
        subprocess.run(ingest, check=True, capture_output=True)
        with open_store(where) as store:
            for name, text in QUERIES.items():
                _report(name, partial(run, store, text), partial(run_isolated, store, text), rounds)
        command = [*PROGRAM, "query", "articles", "--store", where]
        _report("whole command", lambda: _run(command), lambda: _run([*command, "--timeout", "60"]), rounds)


def _report(name: str, here: Callable[[], object], apart: Callable[[], object], rounds: int) -> None:
    times: dict[Callable[[], object], list[float]] = {here: [], apart: []}
    for _ in range(rounds):
        for ask, taken in times.items():
            began = time.perf_counter()
            ask()
            taken.append(time.perf_counter() - began)
    one, other = (statistics.median(taken) for taken in times.values())
    print(f"{name:14} here {one:7.3f} s  apart {other:7.3f} s  {other - one:+.3f} s  × {other / one:.2f}")


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
