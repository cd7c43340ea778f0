"""How fast a command stops wherever it is: python -m benchmarks.stopping [--quads N] [--entities N]

Starts commands as processes of their own, sends SIGINT (then SIGTERM) in the midst of their work, and prints
the seconds until the process and those that it started are gone, and its exit status. Afterwards the store
that was ingested into is validated. The work is made long: a store of N quads beside articles, a question
without an end, a page that takes minutes to parse, a made-up Wikidata dump.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from benchmarks.wikidata_dump import lines
from ingest.store import open_store

PROGRAM = (sys.executable, "-c", "from ingest.cli import main; main()")
SEEDS = Path(__file__).parent.parent / "seeds" / "articles"
ARTICLE = "https://dailybeacon.example.org/2024/03/11/varnholm-dam-evacuation"
BATCH = 50_000
ENDLESS = " ".join(f"GRAPH ?g{i} {{ ?s{i} ?p{i} ?o{i} }}" for i in range(9))


@dataclass(frozen=True)
class Place:
    """Where a command is stopped.

    Attributes:
        name: where.
        command: what is run.
        after: seconds until it is there.
        child: whether to wait until it has started another process first.
    """

    name: str
    command: tuple[str, ...]
    after: float
    child: bool = False


PLACES = (
    Place("start of the program", ("queries",), 0.1),
    Place("ingest: extraction", ("ingest", "articles", "--store", "new"), 8),
    Place("ingest: a page's process", ("ingest", "page.html", "--store", "new"), 2, child=True),
    Place("query without an end", ("query", "endless.rq"), 5),
    Place("validate: digests and shapes", ("validate",), 8),
    Place("export: sorting", ("export", "-o", "out.nq"), 5),
    Place("export: turtle", ("export", "--format", "turtle", "-o", "out.ttl"), 5),
    Place("reason: HermiT", ("reason", "--hermit", ARTICLE), 0.7, child=True),
    Place("ontology check: HermiT", ("ontology", "check"), 0.7, child=True),
    Place("takedown: store written anew", ("takedown", ARTICLE), 6),
    Place("wikidata build: reading", ("wikidata", "build", "dump.json", "-o", "out.sqlite"), 6, child=True),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quads", type=int, default=1_000_000, help="in the store beside the articles")
    parser.add_argument("--entities", type=int, default=60_000, help="of the dump")
    given = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="hearsay-") as name:
        folder = Path(name)
        _prepare(folder, given.quads, given.entities)
        for place in PLACES:
            for sent in (signal.SIGINT, signal.SIGTERM):
                seconds, status = _stopped(place, sent, folder)
                print(f"{place.name:30} {sent.name}  {seconds:5.2f} s  status {status}", flush=True)
        check = subprocess.run(
            [*PROGRAM, "validate", "--store", "new"], cwd=folder, check=False, capture_output=True
        )
        print(f"the store that was ingested into conforms: {check.returncode == 0}")
        check = subprocess.run(
            [*PROGRAM, "export", "-o", "out.nq"], cwd=folder, check=False, capture_output=True
        )
        print(f"the large store is exported: {check.returncode == 0}")


def _prepare(folder: Path, quads: int, entities: int) -> None:
    seeds = sorted(SEEDS.glob("*.txt"))
    (folder / "articles").mkdir()
    for number in range(40):
        for seed in seeds:
            text = f"{seed.read_text(encoding='utf-8')}\nThis is copy {number}.\n"
            (folder / "articles" / f"{number:02}-{seed.name}").write_text(
                text.replace("https://", f"https://copy{number}.", 1), encoding="utf-8"
            )
    (folder / "page.html").write_text("<html><body>" + "<p>Hello there, said the man to her. " * 400_000)
    (folder / "hearsay.toml").write_text("limits = { max_page_bytes = 90000000, max_page_seconds = 300 }")
    (folder / "endless.rq").write_text(f"SELECT (COUNT(*) AS ?n) {{ {ENDLESS} }}")
    with (folder / "dump.json").open("wb") as dump:
        dump.writelines(lines(entities))
    subprocess.run([*PROGRAM, "ingest", str(SEEDS)], cwd=folder, check=True, capture_output=True)
    with open_store(folder / ".hearsay", mode="write") as store:
        for start in range(0, quads, BATCH):
            name = NamedNode(f"https://example.org/{start}")
            store.replace({name: list(_quads(name, start, min(start + BATCH, quads)))})


def _quads(name: NamedNode, start: int, end: int) -> Iterator[Quad]:
    for number in range(start, end):
        node = NamedNode(f"https://example.org/node/{number // 10}")
        yield Quad(node, NamedNode(f"https://example.org/{number % 10}"), Literal(f"value {number}"), name)


def _stopped(place: Place, sent: signal.Signals, folder: Path) -> tuple[float, int]:
    command = [*PROGRAM, *place.command]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not (
        _minds_signals(process.pid) and (not place.child or _children(process.pid))
    ):
        time.sleep(0.01)
    time.sleep(place.after)
    if process.poll() is not None:
        raise SystemExit(f"{place.name}: done before it could be stopped; give more --quads or --entities")
    children = _children(process.pid)
    began = time.monotonic()
    process.send_signal(sent)
    status = process.wait()
    while any(Path(f"/proc/{child}").exists() for child in children):
        time.sleep(0.01)
    return time.monotonic() - began, status


def _minds_signals(process: int) -> bool:
    """Whether it has a handler of its own for SIGTERM; before that, the interpreter is not yet ours."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    caught = next((line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:")), "0")
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


def _children(process: int) -> list[str]:
    try:
        return Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return []


if __name__ == "__main__":
    main()
