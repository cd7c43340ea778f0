"""How fast a store takes articles for the first time, the same ones again, and new versions of them.

    python -m benchmarks.reingest                        2,000 articles
    python -m benchmarks.reingest --articles 2000 10000

Articles are invented and their extraction recorded (`benchmarks.recorded`), so that the graph side is seen
alone: identity, validation, texts, records, digests and the store's transactions, as `hearsay ingest` does
them, one article at a time. Inventing the articles is not counted. Three passes over one store: the first
time, the same again, and every tenth article with a sentence more, as a new version. Prints articles and
quads a second, and how many times faster the second pass is.
"""

from __future__ import annotations

import argparse
import dataclasses
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.machine import machine, peak_memory
from benchmarks.recorded import Recorded, recorded_flow
from ingest import pipeline
from ingest.model import Article
from ingest.pipeline import Outcome, Result, Tools
from ingest.store import Store, open_store

CHANGED_EVERY = 10


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Time first, repeated and replacing ingestion.")
    parser.add_argument("--articles", type=int, nargs="*", default=[2_000])
    arguments = parser.parse_args()
    print(machine())
    print("| articles | quads | pass | articles a second | quads a second | to the first | peak memory, MB |")
    print("|---:|---:|---|---:|---:|---:|---:|")
    for articles in arguments.articles:
        with tempfile.TemporaryDirectory() as scratch:
            measure(articles, Path(scratch) / "store")


def measure(articles: int, place: Path) -> None:
    """Ingest so many articles into a new store, again, and a part of them in a new version."""
    with recorded_flow() as (recorded, tools), open_store(place, mode="write", create=True) as store:
        first = _timed(recorded, recorded.articles(articles), store, tools, Outcome.LOADED)
        quads = store.count()
        again = _timed(recorded, recorded.articles(articles), store, tools, Outcome.UNCHANGED)
        replaced = articles // CHANGED_EVERY
        changed = _changed(recorded, articles)
        new = _timed(recorded, changed, store, tools, Outcome.NEW_VERSION)
    for name, count, seconds in (
        ("first time", articles, first),
        ("unchanged", articles, again),
        ("new versions", replaced, new),
    ):
        rate = count / seconds
        print(
            f"| {count:,} | {quads * count // articles:,} | {name} | {rate:,.0f}"
            f" | {quads / articles * rate:,.0f} | {rate * first / articles:.1f} × | {peak_memory()} |",
            flush=True,
        )


def _timed(
    recorded: Recorded, items: Iterator[Article], store: Store, tools: Tools, expected: Outcome
) -> float:
    """Return the seconds that the flow takes, without those that inventing articles takes."""
    invented, begun = recorded.seconds, time.perf_counter()
    for result in pipeline.ingest(items, store, tools):
        if not isinstance(result, Result) or result.outcome is not expected:
            raise AssertionError(f"not {expected}: {result}")
    return time.perf_counter() - begun - (recorded.seconds - invented)


def _changed(recorded: Recorded, articles: int) -> Iterator[Article]:
    """Give every tenth article with another end of its text, which no record points into."""
    for number, article in enumerate(recorded.articles(articles)):
        if number % CHANGED_EVERY == 0:
            yield recorded.changed(dataclasses.replace(article, body=article.body + " Corrected."))


if __name__ == "__main__":
    main()
