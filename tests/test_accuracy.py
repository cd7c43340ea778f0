"""The figures of `docs/accuracy.md` that are not made when the site is built."""

import re
from pathlib import Path

import pytest

from benchmarks.extractors import extractor
from benchmarks.flat_scoring import MEASURES, score, touching
from benchmarks.polnear import TOGETHER, compare

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "gold" / "attribution" / "polnear-dev.jsonl"


def rows() -> dict[str, list[float]]:
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    found = re.findall(r"(?m)^\| (source|cue|content|all three of one attribution) \| (.*) \|$", page)
    return {
        TOGETHER if name.startswith("all") else name: [float(cell) for cell in cells.split(" | ")]
        for name, cells in found
    }


@pytest.mark.skipif(not CORPUS.is_file(), reason="needs PolNeAR, which is not distributed with Hearsay")
def test_the_rules_are_as_good_as_is_said() -> None:
    articles = compare(CORPUS, extractor("rules"))
    assert len(articles) == 84
    assert set(rows()) == {"source", "cue", "content", TOGETHER}
    for name, said in rows().items():
        exact, loose = score(articles, MEASURES[name]), touching(articles, MEASURES[name])
        measured = [exact.precision, exact.recall, exact.f1, loose.precision]
        assert measured == pytest.approx(said, abs=0.015), f"{name}: renew the table in docs/accuracy.md"
