"""What is wrong with the attributions found in PolNeAR's articles, counted by kind.

    python -m benchmarks.polnear_mistakes ../shared/gold/attribution/polnear-dev.jsonl [--extractor NAME]

Each gold attribution that was not found exactly is put beside the found one that shares most of its words,
first of its cue, then of its content; what is left over on either side was missed or is spurious. No word of
an article is printed: they may not be passed on.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.extractors import DEFAULT, NAMES, extractor
from benchmarks.flat_scoring import Compared
from benchmarks.polnear import compare
from ingest.extract.encoder.labels import ROLES
from ingest.model import FlatAttribution, Spans

RIGHT = "right"


def kinds(article: Compared) -> Iterator[str]:
    """Yield the kind of each gold attribution's mistake, or `RIGHT`, and that of each spurious one."""
    rest = list(article.found)
    left: list[FlatAttribution] = []
    for gold in article.gold:
        same = next((one for one in rest if _parts(one) == _parts(gold)), None)
        if same is None:
            left.append(gold)
        else:
            rest.remove(same)
            yield RIGHT
    for gold in left:
        nearest = max(rest, key=lambda one: _nearness(gold, one), default=None)
        if nearest is None or not any(_nearness(gold, nearest)):
            yield f"missed, {_has(gold)}"
        else:
            rest.remove(nearest)
            yield difference(gold, nearest)
    for one in rest:
        yield f"spurious, {_has(one)}"


def difference(gold: FlatAttribution, found: FlatAttribution) -> str:
    """Return what is wrong with an attribution that is not exactly the gold's."""
    wrong = [role for role in ROLES if getattr(gold, role) != getattr(found, role)]
    if len(wrong) > 1:
        return " and ".join(wrong)
    (role,) = wrong
    return f"{role} {_edges(getattr(gold, role), getattr(found, role))}"


def _edges(gold: Spans, found: Spans) -> str:
    if not gold or not found:
        return "not found" if gold else "where there is none"
    if not _shared(gold, found):
        return "elsewhere"
    if len(gold) != len(found):
        return "in too many pieces" if len(found) > len(gold) else "in too few pieces"
    begin, end = found[0].start - gold[0].start, found[-1].end - gold[-1].end
    if begin and end:
        return "wrong at both ends"
    if begin:
        return "begins early" if begin < 0 else "begins late"
    return "ends late" if end > 0 else "ends early" if end < 0 else "wrong within"


def _has(one: FlatAttribution) -> str:
    return "with source and cue" if one.source and one.cue else "without source or cue"


def _parts(one: FlatAttribution) -> tuple[Spans, ...]:
    return one.source, one.cue, one.content


def _nearness(one: FlatAttribution, other: FlatAttribution) -> tuple[int, int]:
    return _shared(one.cue, other.cue), _shared(one.content, other.content)


def _shared(one: Spans, other: Spans) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)


def report(articles: Iterable[Compared]) -> Iterator[str]:
    """Yield a table of the kinds, the commonest first."""
    counts = Counter(kind for article in articles for kind in kinds(article))
    yield "| | number |"
    yield "|---|---:|"
    for kind, number in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        yield f"| {kind} | {number} |"


def main() -> None:
    """Count, from the command line."""
    parser = argparse.ArgumentParser(description="Count kinds of mistakes in PolNeAR's articles.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--extractor", choices=NAMES, default=DEFAULT)
    arguments = parser.parse_args()
    print("\n".join(report(compare(arguments.gold, extractor(arguments.extractor)))))


if __name__ == "__main__":
    main()
