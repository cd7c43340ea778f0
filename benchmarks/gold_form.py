"""A form on which a person can check a sample of the gold.

    python -m benchmarks.gold_form --sample 40 --seed 1 -o form.html
    python -m benchmarks.gold_form --score form.csv

The first writes a page to read or print, which shows each sampled claim in its place in the article, and
beside it `form.csv`, in which the answers go: yes or no to each question, and a comment. The second prints
the share that was confirmed, with its 95% interval. The page holds words of the articles, which are not ours.

A sample tells how much of what the gold has is right; that a claim is missing shows only in reading an
article.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Sequence
from pathlib import Path

from benchmarks.form_page import page
from benchmarks.form_score import COLUMNS, QUESTIONS, FormError, read_answers, summary
from benchmarks.gold import GoldArticle, GoldClaim
from benchmarks.sets import SETS, load_set
from benchmarks.standoff import TEXTS, TextError

Sampled = tuple[GoldArticle, GoldClaim]


def main() -> None:
    """Make a form, or score a filled one."""
    parser = argparse.ArgumentParser(description="Check a sample of the gold by hand.")
    parser.add_argument("--sample", type=int, default=40, help="how many claims")
    parser.add_argument("--seed", type=int, default=1, help="which ones: equal seeds draw equal samples")
    parser.add_argument("--set", choices=SETS, default="wikinews", dest="name", help="which articles")
    parser.add_argument("--attributed", action="store_true", help="leave out the articles' own voice")
    parser.add_argument("--texts", type=Path, default=TEXTS, help="the folder of the Wikinews articles")
    parser.add_argument("-o", "--out", type=Path, default=Path("form.html"), help="the page to write")
    parser.add_argument("--score", type=Path, metavar="CSV", help="score this filled form instead")
    arguments = parser.parse_args()
    try:
        if arguments.score:
            print("\n".join(summary(read_answers(arguments.score))))
            return
        gold = load_set(arguments.name, arguments.texts)
    except (TextError, FormError) as error:
        parser.exit(2, f"{error}\n")
    sampled = sample(gold, arguments.sample, arguments.seed, attributed=arguments.attributed)
    what = f"{len(sampled)} claims of the set “{arguments.name}”, drawn with seed {arguments.seed}"
    arguments.out.write_text(page(sampled, what, QUESTIONS), encoding="utf-8")
    table = arguments.out.with_suffix(".csv")
    write_table(table, sampled)
    print(f"{arguments.out} and {table}: {what}")


def sample(gold: Sequence[GoldArticle], size: int, seed: int, *, attributed: bool = False) -> list[Sampled]:
    """Draw claims at random, without preference, and return them in the order of the articles.

    Args:
        gold: the articles.
        size: how many claims; all of them if there are fewer.
        seed: equal seeds draw equal samples.
        attributed: draw from claims that somebody other than the article makes.
    """
    everything = [(one, claim) for one in gold for claim in one.claims if claim.chain or not attributed]
    draw = random.Random(seed)  # noqa: S311 - statistics, not secrets
    chosen = draw.sample(range(len(everything)), min(size, len(everything)))
    return [everything[index] for index in sorted(chosen)]


def write_table(path: Path, sampled: Sequence[Sampled]) -> None:
    """Write the table that takes the answers: a line a claim, the questions empty."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for number, (one, claim) in enumerate(sampled, start=1):
            writer.writerow([number, one.name, claim.id, *("" for _ in QUESTIONS), ""])


if __name__ == "__main__":
    main()
