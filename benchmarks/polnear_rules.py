"""Exact-span precision, recall and F1 of the flat attributions against PolNeAR.

    python -m benchmarks.polnear_rules ../shared/gold/attribution/polnear-dev.jsonl [--limit N]

A source, cue or content counts as right if all its spans are exactly equal, and each gold one is matched at
most once. Beside it stands the share of found ones that touch the gold: some character in common with one of
the same role.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ingest.extract.flat import flatten
from ingest.extract.lexicon import english
from ingest.extract.tagger import tag

ROLES = ("source", "cue", "content")
SpanList = tuple[tuple[int, int], ...]


def read_gold(path: Path, limit: int | None) -> Iterable[tuple[str, dict[str, list[SpanList]]]]:
    """Yield each article's text and its gold span lists by role, empty ones left out."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            record = json.loads(line)
            gold: dict[str, list[SpanList]] = {role: [] for role in ROLES}
            for attribution in record["attributions"]:
                for role in ROLES:
                    spans = tuple(sorted((a, b) for a, b in attribution[role]))
                    if spans:
                        gold[role].append(spans)
            yield record["text"], gold


def found_in(text: str) -> dict[str, list[SpanList]]:
    """Return the span lists that the rules find, by role."""
    _, tagged = tag(text, english(), len(text.split("\n", 1)[0]))
    found: dict[str, list[SpanList]] = {role: [] for role in ROLES}
    for one in flatten(tagged, text):
        for role in ROLES:
            spans = tuple((s.start, s.end) for s in getattr(one, role))
            if spans:
                found[role].append(spans)
    return found


def score(path: Path, limit: int | None) -> tuple[dict[str, Counter[str]], int, float]:
    """Return the counts by role, the number of articles, and the seconds taken."""
    counts: dict[str, Counter[str]] = {role: Counter() for role in ROLES}
    articles, seconds = 0, 0.0
    for text, gold in read_gold(path, limit):
        started = time.perf_counter()
        found = found_in(text)
        seconds += time.perf_counter() - started
        articles += 1
        for role in ROLES:
            mine, theirs = Counter(found[role]), Counter(gold[role])
            covered = [{c for a, b in spans for c in range(a, b)} for spans in theirs]
            counts[role]["exact"] += sum((mine & theirs).values())
            counts[role]["found"] += sum(mine.values())
            counts[role]["gold"] += sum(theirs.values())
            everything: set[int] = set().union(*covered) if covered else set()
            counts[role]["touching"] += sum(
                any(c in everything for a, b in spans for c in range(a, b)) for spans in mine.elements()
            )
    return counts, articles, seconds


def shares(count: Counter[str]) -> tuple[float, float, float, float]:
    """Return precision, recall, F1, and the share of what was found that touches the gold."""
    precision = count["exact"] / max(1, count["found"])
    recall = count["exact"] / max(1, count["gold"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return precision, recall, f1, count["touching"] / max(1, count["found"])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--limit", type=int)
    arguments = parser.parse_args()
    counts, articles, seconds = score(arguments.gold, arguments.limit)
    print(f"{articles} articles in {seconds:.1f} s")
    print("role      precision  recall  F1     (touching gold)")
    for role in ROLES:
        precision, recall, f1, touching = shares(counts[role])
        print(f"{role:9} {precision:9.3f} {recall:7.3f} {f1:6.3f}  {touching:6.3f}")


if __name__ == "__main__":
    main()
