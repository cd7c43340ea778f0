"""How fast articles are validated: the compiled shapes against the reference engine, on the same articles.

    python -m benchmarks.validation              1,000 and 10,000 articles; the reference on 100 of them
    python -m benchmarks.validation --articles 2000 --reference 50

Articles are invented (`benchmarks.synthetic`). The reference is slow, so it sees an even sample; on that
sample the two take turns, article by article, so that whatever else the machine does hits both, and neither
pays for the other's garbage. Prints articles a second, the ratio, and the resident memory as it grows. That
the verdicts agree is checked on the sample, and for mutated articles by
`tests/shapes/test_compiled_shapes.py`.
"""

from __future__ import annotations

import argparse
import gc
import resource
import time
from dataclasses import dataclass, field

from benchmarks.synthetic import article
from ingest.model import Run, TextLevel
from ingest.rdf import graph
from ingest.validate import validate, validate_by_reference

RUN = Run("hearsay benchmark", *("0" * 64,) * 3)


@dataclass
class Timed:
    """What took how long."""

    articles: int = 0
    seconds: float = 0.0
    sampled: int = 0
    quick: float = 0.0  # on the sample alone
    reference: float = 0.0
    memory: list[tuple[int, int]] = field(default_factory=list)


def measure(articles: int, sample: int) -> Timed:
    """Validate articles 0 to `articles`; every so many also by the reference engine."""
    timed = Timed()
    every = max(1, articles // sample)
    _once(0)  # shapes are read and compiled once a process
    for number in range(articles):
        extraction, links = article(number)
        quads = graph.build(extraction, links, RUN).quads
        start = time.perf_counter()
        report = validate(quads, text_level=TextLevel.QUOTES)
        spent = time.perf_counter() - start
        timed.articles += 1
        timed.seconds += spent
        if number % every == 0:
            start = time.perf_counter()
            assert validate_by_reference(quads, text_level=TextLevel.QUOTES) == report
            timed.reference += time.perf_counter() - start
            timed.sampled += 1
            gc.collect()
            timed.quick += spent
        if number % max(1, articles // 10) == 0:
            timed.memory.append((number, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))
    return timed


def _once(number: int) -> None:
    extraction, links = article(number)
    quads = graph.build(extraction, links, RUN).quads
    validate(quads, text_level=TextLevel.QUOTES)
    validate_by_reference(quads, text_level=TextLevel.QUOTES)


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description="Time validation against the reference engine.")
    parser.add_argument("--articles", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--reference", type=int, default=100, help="how many the reference sees")
    args = parser.parse_args()
    print("| articles | a second | by the reference | ratio on the same articles | peak memory, MB |")
    print("|---:|---:|---:|---:|---|")
    for articles in args.articles:
        timed = measure(articles, args.reference)
        memory = f"{timed.memory[0][1]} at first, {timed.memory[-1][1]} in the end"
        print(
            f"| {timed.articles:,} | {timed.articles / timed.seconds:.0f}"
            f" | {timed.sampled / timed.reference:.1f}"
            f" | {timed.reference / timed.quick:.0f} | {memory} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
