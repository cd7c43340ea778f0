"""The figures of `docs/accuracy.md` that are not made when the site is built."""

import re
from pathlib import Path

import pytest

from benchmarks.polnear_rules import score, shares

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "gold" / "attribution" / "polnear-dev.jsonl"


def rows() -> dict[str, list[float]]:
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    found = re.findall(r"(?m)^\| (source|cue|content) \| (.*) \|$", page)
    return {role: [float(cell) for cell in cells.split(" | ")] for role, cells in found}


@pytest.mark.skipif(not CORPUS.is_file(), reason="needs PolNeAR, which is not distributed with Hearsay")
def test_the_rules_are_as_good_as_is_said() -> None:
    counts, articles, _ = score(CORPUS, None)
    assert articles == 84
    assert set(rows()) == set(counts)
    for role, said in rows().items():
        measured = shares(counts[role])
        assert measured == pytest.approx(said, abs=0.015), f"{role}: renew the table in docs/accuracy.md"
