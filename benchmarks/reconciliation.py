"""How fast the reconciliation service answers: python -m benchmarks.reconciliation [--snapshot FILE]

Asks for names of the snapshot itself, every STEP-th entity's label and every second one with its country as a
property, in batches of ten as OpenRefine sends them: in this process by the function behind the service, and
over HTTP from the command's own process, by one and by four clients at once. Prints queries a
second, queries for a second of processor time of the answering process (which a busy machine does not change
much), the median and the slowest time of a batch, and the same for suggestions by how a name begins.

Then, over every STEP-th entity: how often it is the first candidate for its own label, how often there is a
match at all, and how often that is somebody else; by the name alone, with its kind's class as type, with its
country as a property, and with both. Drawn evenly, most entities are little known: hard on the matches.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from ingest.link import Entity, Snapshot
from ingest.link.choice import THRESHOLD
from ingest.reconciliation import answers, suggesting
from ingest.reconciliation.classes import class_of
from ingest.reconciliation.matching import reconcile
from ingest.reconciliation.requests import Condition, Query, Value, read_batch

BATCH = 10
COMMAND = (sys.executable, "-c", "from ingest.cli import main; main()", "reconcile", "--port", "0")


def batches(snapshot: Snapshot, count: int, step: int) -> list[str]:
    """Return batches of queries as JSON."""
    chosen = [*islice(snapshot.entities(), 0, count * step, step)]
    queries: list[dict[str, Any]] = []
    for number, entity in enumerate(chosen):
        told = [{"pid": "P17", "v": {"id": entity.country}}] if number % 2 and entity.country else []
        queries.append({"query": entity.label, "properties": told, "limit": 5})
    return [
        json.dumps({f"q{number}": query for number, query in enumerate(queries[at : at + BATCH])})
        for at in range(0, len(queries), BATCH)
    ]


def in_process(snapshot: Snapshot) -> Callable[[str], None]:
    """Return what answers a batch without HTTP."""

    def ask(batch: str) -> None:
        json.dumps(answers.results(read_batch(batch), snapshot, THRESHOLD))

    return ask


def suggest(snapshot: Snapshot) -> Callable[[str], None]:
    """Return what suggests entities without HTTP."""

    def ask(prefix: str) -> None:
        json.dumps(suggesting.entities(prefix, 0, (), snapshot))

    return ask


def timed(ask: Callable[[str], None], sent: Sequence[str]) -> tuple[float, list[float]]:
    """Return the seconds in all and of each batch."""
    each = []
    begun = time.perf_counter()
    for batch in sent:
        before = time.perf_counter()
        ask(batch)
        each.append(time.perf_counter() - before)
    return time.perf_counter() - begun, each


def over_http(port: int, sent: Sequence[str]) -> list[float]:
    """Send batches over one connection and return the seconds of each."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(batch: str) -> None:
        form = urllib.parse.urlencode({"queries": batch})
        connection.request("POST", "/", form, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"status {answer.status}: {body[:200]!r}")

    try:
        return timed(ask, sent)[1]
    finally:
        connection.close()


@contextmanager
def serving(snapshot: Path | None) -> Iterator[tuple[int, int]]:
    """Run the command and yield its port and its process's number."""
    given = [] if snapshot is None else ["--snapshot", str(snapshot)]
    with subprocess.Popen(
        [*COMMAND, *given], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline().strip().rstrip("/").rpartition(":")[2]), process.pid
        finally:
            process.terminate()


def busy(process: int) -> float:
    """Return the seconds of processor time that a process has used (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def decisions(snapshot: Snapshot, chosen: Sequence[Entity]) -> Iterator[str]:
    """Give the lines of the table of decisions."""
    yield f"{'':<24}{'first':>12}{'matched':>14}{'wrongly':>14}"
    for name, with_type, with_country in (
        ("name", False, False),
        ("name, type", True, False),
        ("name, country", False, True),
        ("name, type, country", True, True),
    ):
        first = matched = wrong = 0
        for entity in chosen:
            types = (class_of(entity.kind).qid,) if with_type else ()
            country = (
                (Condition("P17", (Value("", entity.country),)),) if with_country and entity.country else ()
            )
            found = reconcile(Query(entity.label, types, conditions=country), snapshot, THRESHOLD)
            first += bool(found) and found[0].entity.qid == entity.qid
            matched += bool(found) and found[0].sure
            wrong += bool(found) and found[0].sure and found[0].entity.qid != entity.qid
        yield f"{name:<24}{first:>12,}{matched:>14,}{wrong:>14,}"


def row(name: str, queries: int, seconds: float, used: float, each: Sequence[float]) -> str:
    """Return one line of the table."""
    times = f"{statistics.median(each) * 1000:>14.1f}{max(each) * 1000:>14.1f}"
    return f"{name:<24}{queries / seconds:>12,.0f}{queries / used:>14,.0f}{times}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--snapshot", type=Path, help="by default the one that comes with Hearsay")
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--step", type=int, default=11)
    chosen = parser.parse_args()
    with Snapshot.open(chosen.snapshot) as snapshot:
        sent = batches(snapshot, chosen.queries, chosen.step)
        queries = sum(len(json.loads(batch)) for batch in sent)
        print(f"{queries} queries in batches of {BATCH}, Python {platform.python_version()}")
        print(f"{'':<24}{'queries/s':>12}{'/s of CPU':>14}{'median ms':>14}{'slowest ms':>14}")
        own = os.getpid()
        ask = in_process(snapshot)
        timed(ask, sent[:20])  # warm
        before = busy(own)
        seconds, each = timed(ask, sent)
        print(row("in process", queries, seconds, busy(own) - before, each))
        with serving(chosen.snapshot) as (port, served):
            over_http(port, sent[:20])
            for clients in (1, 4):
                shares = [sent[number::clients] for number in range(clients)]
                begun, before = time.perf_counter(), busy(served)
                with ThreadPoolExecutor(clients) as threads:
                    times = threads.map(lambda share: over_http(port, share), shares)
                    each = [one for share in times for one in share]
                seconds = time.perf_counter() - begun
                name = f"HTTP, {clients} client{'s' * (clients > 1)}"
                print(row(name, queries, seconds, busy(served) - before, each))
        labels = [entity.label for entity in islice(snapshot.entities(), 0, 50_000, 500)]
        prefixes = [label[:length] for label in labels for length in (1, 2, 4)]
        before = busy(own)
        seconds, each = timed(suggest(snapshot), prefixes)
        print(row("suggest, in process", len(prefixes), seconds, busy(own) - before, each))
        evenly = [*islice(snapshot.entities(), 0, None, chosen.step)]
        print(f"\n{len(evenly)} entities, each asked for by its label")
        for line in decisions(snapshot, evenly):
            print(line)


if __name__ == "__main__":
    main()
