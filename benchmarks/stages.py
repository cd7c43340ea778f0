"""How long each step of the flow takes: python -m benchmarks.stages [FOLDER] [--repeat N] [--svg FILE]

Reads the articles of a folder (by default the seeds) N times over under other addresses, and prints for each
step the milliseconds an article (minimum and median) and its share of the whole; with `--svg` also draws the
shares. Timings differ between machines: compare shares, and figures of one run.
"""

from __future__ import annotations

import argparse
import dataclasses
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

from benchmarks import bars
from benchmarks.machine import machine
from ingest import link, validate, versions
from ingest.extract import TrainedExtractor
from ingest.extract.encoder.network import Network, Reading
from ingest.extract.encoder.words import Words
from ingest.link import Snapshot
from ingest.model import Article
from ingest.pipeline import Tools
from ingest.rdf import graph
from ingest.read import read
from ingest.records import kept
from ingest.records.kept import Kept
from ingest.resources import folder
from ingest.settings import Settings
from ingest.store import Store, open_store

T = TypeVar("T")

STEPS = {
    "read": "reading the file",
    "encoder": "extracting: the encoder",
    "rules": "extracting: everything else",
    "link": "linking to Wikidata",
    "graph": "making quads",
    "validate": "validating",
    "store": "storing: records, text, transaction",
}


class Watch:
    """Collects the seconds that steps take; what a step within another takes counts for itself alone."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {step: [] for step in STEPS}
        self._within: defaultdict[str, float] = defaultdict(float)

    def time(self, step: str, work: Callable[[], T], *, within: str = "") -> T:
        """Do the work, note how long it took, and return what it gives.

        Args:
            step: what it is.
            work: does it.
            within: the step that it is a part of, if it is: several times, perhaps.
        """
        begun = time.perf_counter()
        result = work()
        spent = time.perf_counter() - begun
        if within:
            self._within[step] += spent
        else:
            parts = sum(self._within.values())
            for part, seconds in self._within.items():
                self.seconds[part].append(seconds)
            self._within.clear()
            self.seconds[step].append(spent - parts)
        return result


def articles(path: str, repeat: int, watch: Watch) -> Iterator[Article]:
    """Give each article `repeat` times, under different addresses."""
    for number in range(repeat):
        items = iter(read([path]))
        while (item := watch.time("read", partial(next, items, None))) is not None:
            if isinstance(item, Article):
                yield dataclasses.replace(item, url=f"https://example.org/{number}/{item.text_sha256}")


def measure(article: Article, tools: Tools, store: Store, watch: Watch) -> None:
    """Take one article through the flow."""
    extraction = watch.time("rules", lambda: tools.extractor.extract(article))
    linking = watch.time("link", lambda: link.link(extraction, tools.snapshot))
    graphs = watch.time("graph", lambda: graph.build(extraction, linking.links, tools.run))
    watch.time("validate", lambda: validate.validate(graphs.quads, text_level=tools.settings.text))
    found = Kept(extraction, tools.run, tools.settings.text, linking.links, linking.proposals)
    watch.time("store", lambda: versions.put(store, graphs, article.text, None, kept.to_bytes(found)))


def main() -> None:
    """Print the table, and draw it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=str(folder("seeds")))
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--svg", type=Path, help="where to draw the shares")
    arguments = parser.parse_args()
    watch = Watch()
    read_parts = Network.read_parts

    def timed(self: Network, words: Words, parts: Sequence[tuple[int, int]]) -> list[list[Reading]]:
        return watch.time("encoder", lambda: read_parts(self, words, parts), within="rules")

    with (
        tempfile.TemporaryDirectory() as scratch,
        Snapshot.open() as snapshot,
        open_store(Path(scratch) / "store", mode="write", create=True) as store,
        patch.object(Network, "read_parts", timed),
    ):
        tools = Tools(TrainedExtractor(), snapshot, Settings())
        for article in articles(arguments.folder, arguments.repeat, watch):
            measure(article, tools, store, watch)
        store.flush()
    whole = sum(sum(seconds) for seconds in watch.seconds.values())
    count = len(watch.seconds["rules"])
    print(f"{count} articles, {machine()}: {count / whole:.1f} a second")
    print(f"{'step':38}{'min ms':>8}{'median ms':>11}{'share':>8}")
    for step, seconds in watch.seconds.items():
        fastest, median = min(seconds) * 1000, statistics.median(seconds) * 1000
        print(f"{STEPS[step]:38}{fastest:8.1f}{median:11.1f}{sum(seconds) / whole:8.1%}")
    if arguments.svg:
        mean = {STEPS[step]: sum(seconds) / count * 1000 for step, seconds in watch.seconds.items()}
        arguments.svg.write_text(
            bars.draw(
                mean, f"What an article takes: {whole / count * 1000:.0f} ms on average, by step", "ms"
            ),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
