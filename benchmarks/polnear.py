"""Flat attributions from raw text, through the whole extractor, against PolNeAR (Newell et al. 2018).

    python -m benchmarks.polnear ../shared/gold/attribution/polnear-dev.jsonl [--extractor NAME] [--limit N]

prints as Markdown: precision, recall and F1 by character offsets, of each role and of the roles together,
with the 95% interval over articles; the same by publisher and by the form of speech; and whether the
confidences are calibrated. A span list is right only if all its spans are. *Touching* is the share of
what was found that has a character in common with the gold in every part.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.bootstrap import f1_interval
from benchmarks.extractors import DEFAULT, NAMES, extractor
from benchmarks.flat_scoring import (
    MEASURES,
    Compared,
    Keep,
    Measure,
    count,
    rightness,
    score,
    touching,
    with_found,
    with_gold,
)
from benchmarks.reliability import bins, calibration_error
from benchmarks.scoring import Score
from benchmarks.speech_form import FORMS, quotations, speech_form
from ingest.extract import Extractor
from ingest.model import Article, FlatAttribution, Span, Spans

TOGETHER = "source + cue + content"
BROKEN_DOWN = ("source", "cue", "content", TOGETHER)
THRESHOLDS = (0.0, 0.5, 0.7, 0.9)


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description="Score flat attributions from raw text against PolNeAR.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--extractor", choices=NAMES, default=DEFAULT)
    parser.add_argument("--limit", type=int, help="how many articles (default: all)")
    arguments = parser.parse_args()
    compared = compare(arguments.gold, extractor(arguments.extractor), arguments.limit)
    print("\n".join(report(compared)))


def compare(path: Path, reader: Extractor, limit: int | None = None) -> list[Compared]:
    """Extract every article of a PolNeAR file and put what was found beside the gold.

    Raises:
        ValueError: an article would not keep its offsets.
    """
    compared = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if limit is not None and number > limit:
                break
            record = json.loads(line)
            try:
                article = as_article(record)
            except ValueError as error:
                raise ValueError(f"{path}:{number}: {error}") from error
            gold = tuple(as_attribution(one) for one in record["attributions"])
            found = reader.extract(article).attributions
            compared.append(Compared(record["publisher"], article.text, gold, found))
    return compared


def as_article(record: dict[str, Any]) -> Article:
    """Return a record as an article with the same text: headline to the first blank line, then the body.

    Raises:
        ValueError: the article's text would differ, and with it the offsets.
    """
    title, _, body = record["text"].partition("\n\n")
    article = Article(title=title, body=body, publisher=record["publisher"])
    if article.text != record["text"]:
        raise ValueError("the text does not begin with a headline, a blank line and a body")
    return article


def as_attribution(record: dict[str, list[list[int]]]) -> FlatAttribution:
    """Return a gold attribution with its spans in text order."""
    source, cue, content = (_spans(record[role]) for role in ("source", "cue", "content"))
    return FlatAttribution(source, cue, content)


def _spans(pairs: Iterable[Iterable[int]]) -> Spans:
    return tuple(sorted(Span(*pair) for pair in pairs))


# -- the report


def report(articles: Sequence[Compared]) -> Iterator[str]:
    """Yield the lines of the report."""
    counted = sum(len(one.gold) for one in articles)
    yield f"{len(articles)} articles with {counted} attributions; {sum(len(o.found) for o in articles)} found"
    yield ""
    yield from _table(
        *("", "precision", "recall", "F1", "95% of F1", "touching"),
        rows=[(name, *_overall(articles, measure)) for name, measure in MEASURES.items()],
    )
    yield "\nPrecision / recall / F1 by publisher:\n"
    yield from _by_publisher(articles)
    yield "\nPrecision by the form of the found content, recall by the form of the gold's, and their F1:\n"
    yield from _by_form(articles)
    for name in (TOGETHER, "content"):
        yield f"\nConfidence, where right means that {name} is exact:\n"
        yield from _calibration(articles, MEASURES[name])
    yield "\nWhat a least confidence leaves (content, and all three together):\n"
    yield from _thresholds(articles)


def _table(*head: str, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _overall(articles: Sequence[Compared], measure: Measure) -> tuple[str, ...]:
    counts, touched = score(articles, measure), touching(articles, measure)
    low, high = f1_interval([count(one, measure) for one in articles])
    figures = (f"{figure:.3f}" for figure in (counts.precision, counts.recall, counts.f1))
    return (*figures, f"{low:.3f}–{high:.3f}", f"{touched.precision:.3f}")


def _by_publisher(articles: Sequence[Compared]) -> Iterator[str]:
    parts = {
        name: [one for one in articles if one.publisher == name]
        for name in sorted({one.publisher for one in articles})
    }
    yield from _table(
        *("publisher", "gold", *BROKEN_DOWN),
        rows=[(name, _gold(part), *_in_brief(part, part)) for name, part in parts.items()],
    )


def _by_form(articles: Sequence[Compared]) -> Iterator[str]:
    marks = cache(quotations)

    def of(form: str) -> Keep:
        return lambda one, each: speech_form(each.content, one.text, marks(one.text)) == form

    parts = {form: (with_found(articles, of(form)), with_gold(articles, of(form))) for form in FORMS}
    yield from _table(
        *("form", "gold", *BROKEN_DOWN),
        rows=[(form, _gold(gold), *_in_brief(found, gold)) for form, (found, gold) in parts.items()],
    )


def _gold(articles: Sequence[Compared]) -> str:
    return str(sum(len(one.gold) for one in articles))


def _in_brief(found: Sequence[Compared], gold: Sequence[Compared]) -> Iterator[str]:
    """Yield for each measure the precision over the one, the recall over the other, and their F1."""
    for name in BROKEN_DOWN:
        precision, recall = score(found, MEASURES[name]).precision, score(gold, MEASURES[name]).recall
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        yield f"{precision:.2f} / {recall:.2f} / {f1:.2f}"


def _brief(counts: Score) -> str:
    return f"{counts.precision:.2f} / {counts.recall:.2f} / {counts.f1:.2f}"


def _calibration(articles: Sequence[Compared], measure: Measure) -> Iterator[str]:
    confidences = [each.confidence for one in articles for each in one.found]
    parts = bins(confidences, [right for one in articles for right in rightness(one, measure)])
    yield from _table(
        *("confidence", "found", "mean confidence", "right"),
        rows=[
            (f"{p.lowest:.2f}–{p.highest:.2f}", str(p.number), f"{p.confidence:.3f}", f"{p.right:.3f}")
            for p in parts
        ],
    )
    yield f"\nExpected calibration error: {calibration_error(parts):.3f}"


def _thresholds(articles: Sequence[Compared]) -> Iterator[str]:
    def sure(least: float) -> Keep:
        return lambda _, each: each.confidence >= least

    rows = []
    for least in THRESHOLDS:
        left = with_found(articles, sure(least))
        counts = (score(left, MEASURES[name]) for name in ("content", TOGETHER))
        rows.append((f"{least:.1f}", str(sum(len(one.found) for one in left)), *map(_brief, counts)))
    yield from _table("at least", "found", "content", TOGETHER, rows=rows)


if __name__ == "__main__":
    main()
