"""How long each step of the flow takes: python -m benchmarks.stages [FOLDER] [--repeat N]

Reads the articles of a folder (by default the seeds) N times over under other addresses, and prints for each
step the milliseconds an article (minimum and median) and its share of the whole. Timings differ between
machines: compare shares, and figures of one run.
"""

from __future__ import annotations

import argparse
import dataclasses
import platform
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from ingest import link, validate, versions
from ingest.extract import TrainedExtractor
from ingest.link import Snapshot
from ingest.model import Article
from ingest.pipeline import Tools
from ingest.rdf import graph
from ingest.read import read
from ingest.resources import folder
from ingest.settings import Settings
from ingest.store import Store, open_store

T = TypeVar("T")


class Watch:
    """Collects the seconds that steps take."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def time(self, step: str, work: Callable[[], T]) -> T:
        """Do the work, note how long it took, and return what it gives."""
        begun = time.perf_counter()
        result = work()
        self.seconds[step].append(time.perf_counter() - begun)
        return result


def articles(path: str, repeat: int) -> Iterator[Article]:
    """Give each article `repeat` times, under different addresses."""
    found = [item for item in read([path]) if isinstance(item, Article)]
    for number in range(repeat):
        for each in found:
            yield dataclasses.replace(each, url=f"https://example.org/{number}/{each.text_sha256}")


def measure(article: Article, tools: Tools, store: Store, watch: Watch) -> None:
    """Take one article through the flow."""
    extraction = watch.time("extract", lambda: tools.extractor.extract(article))
    links = watch.time("link", lambda: link.link(extraction, tools.snapshot).links)
    graphs = watch.time("graph", lambda: graph.build(extraction, links, tools.run))
    watch.time("validate", lambda: validate.validate(graphs.quads))
    watch.time("store", lambda: versions.put(store, graphs, article.text, None))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=str(folder("seeds")))
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    watch = Watch()
    with (
        tempfile.TemporaryDirectory() as scratch,
        Snapshot.open() as snapshot,
        open_store(Path(scratch) / "store", mode="write", create=True) as store,
    ):
        tools = Tools(TrainedExtractor(), snapshot, Settings())
        for article in articles(arguments.folder, arguments.repeat):
            measure(article, tools, store, watch)
    whole = sum(sum(seconds) for seconds in watch.seconds.values())
    count = len(watch.seconds["extract"])
    machine = f"Python {platform.python_version()}, {platform.machine()}"
    print(f"{count} articles, {machine}: {count / whole:.1f} a second")
    print(f"{'step':10}{'min ms':>8}{'median ms':>11}{'share':>8}")
    for step, seconds in watch.seconds.items():
        fastest, median = min(seconds) * 1000, statistics.median(seconds) * 1000
        print(f"{step:10}{fastest:8.1f}{median:11.1f}{sum(seconds) / whole:8.0%}")


if __name__ == "__main__":
    main()
