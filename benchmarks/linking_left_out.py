"""Score linking from raw text on each set with weights that were fitted without it.

    python -m benchmarks.linking_left_out --cache DIR [--threshold 0.65]

The table is that of `benchmarks.linking_raw`, whose protocol holds. The shipped weights were fitted on these
sets; this shows what other news may expect, but for the features, which were chosen while reading the errors
on these same sets. GUM's interviews are never fitted on.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.linking_fit import Choice, Vector, fit, gold_choices, raw_choices
from benchmarks.linking_raw import Tally, extraction_of, link_table, linked_names, tally
from benchmarks.raw_documents import sets
from ingest.extract import TrainedExtractor
from ingest.link import Snapshot, choice
from ingest.link.evidence import Features


def use(beta: Vector) -> None:
    """Decide by these weights from now on: in this process, and nowhere else."""
    choice.INTERCEPT = float(beta[0])
    choice.WEIGHTS = Features(*map(float, beta[1:]))


def main() -> None:
    """Print the table of links, each set by weights that know nothing of it."""
    parser = argparse.ArgumentParser(description="Measure entity linking on sets that were left out.")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--cache", type=Path, help="a folder for extractions, so that they are made once")
    parser.add_argument("--threshold", type=float, default=choice.THRESHOLD)
    args = parser.parse_args()
    extractor = TrainedExtractor()
    tallies: dict[str, Tally] = {}
    with Snapshot.open() as snapshot:
        choices: list[Choice] = [
            *raw_choices(args.gold, args.cache, snapshot),
            *gold_choices(args.gold, snapshot),
        ]
        for name, documents in sets(args.gold).items():
            use(fit(each for each in choices if each.group != name))
            tallies[name] = Tally()
            for document in documents:
                extraction = extraction_of(document, extractor, args.cache)
                found = linked_names(extraction, snapshot, args.threshold)
                tallies[name] += tally(document, found, snapshot, [])
    tallies["all"] = sum(tallies.values(), Tally())
    print(*link_table(tallies), sep="\n")


if __name__ == "__main__":
    main()
