"""Score an extractor on hand-made gold, chain-exact and aspect by aspect.

    python -m benchmarks.chain_exact [--set SET] [--extractor NAME] [--errors] [ARTICLE…]

prints precision, recall and F1, exact and relaxed, for each article, in total and by the depth of the
chain; then how well each aspect is found by itself. With --errors it lists every miss, every spurious claim
and every wrong speaker. ARTICLE names gold files without `.json`.

The set is `seeds` (the sample articles, the default), or the annotated Wikinews articles: `dev`, `test`, or
`wikinews` (both), see `benchmarks.sets`. Errors are listed for `seeds` and `dev` only: whoever has read what
goes wrong on the test articles can no longer report figures on them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import report as lines
from benchmarks.extractors import DEFAULT, NAMES, extractor
from benchmarks.gold import GoldArticle
from benchmarks.misses import misses
from benchmarks.sets import OPEN, SETS, load_set
from benchmarks.standoff import TEXTS, TextError
from ingest.extract import Extractor


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description="Chain-exact precision and recall on hand-made gold.")
    parser.add_argument("articles", nargs="*", metavar="ARTICLE", help="only these, by name without .json")
    parser.add_argument("--set", choices=SETS, default=SETS[0], dest="name", help="which articles")
    parser.add_argument("--texts", type=Path, default=TEXTS, help="the folder of the Wikinews articles")
    parser.add_argument("--extractor", choices=NAMES, default=DEFAULT)
    parser.add_argument("--errors", action="store_true", help=f"list misses; for {' and '.join(OPEN)} only")
    arguments = parser.parse_args()
    if arguments.errors and arguments.name not in OPEN:
        parser.error(f"errors are listed for {' and '.join(OPEN)} only: test articles are for reporting")
    try:
        loaded = load_set(arguments.name, arguments.texts)
    except TextError as error:
        parser.exit(2, f"{error}\n")
    gold = [one for one in loaded if not arguments.articles or one.name in arguments.articles]
    if unknown := set(arguments.articles) - {one.name for one in gold}:
        parser.error(f"no such article in the set {arguments.name}: {', '.join(sorted(unknown))}")
    print("\n".join(report(gold, extractor(arguments.extractor), errors=arguments.errors)))


def report(gold: Sequence[GoldArticle], extractor: Extractor, *, errors: bool = False) -> Iterator[str]:
    """Yield the lines of the report on an extractor."""
    found = [extractor.extract(one.article).claims for one in gold]
    yield from lines.report(gold, found)
    if errors:
        for one, claims in zip(gold, found, strict=True):
            yield from misses(one, claims)


if __name__ == "__main__":
    main()
