"""A quality floor: linking on the development sets may rise, and not fall unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.linking import BENCHMARKS, Score, measure
from benchmarks.linking_gold import read_benchmark, read_gum
from ingest.link import Snapshot
from ingest.link.choice import THRESHOLD

GOLD = Path(__file__).parents[3] / "shared" / "gold"


@pytest.mark.skipif(
    not (GOLD / "linking").is_dir(), reason="needs the linking gold, which is not published here"
)
def test_linking_on_the_development_sets_is_as_good_as_it_was(snapshot: Snapshot) -> None:
    """The floors are a point below docs/decisions/0012-linking.md; lower them only there, with the reason."""
    total = Score()
    for name in BENCHMARKS:
        total += measure(read_benchmark(GOLD / "linking" / f"{name}.jsonl"), snapshot, [], THRESHOLD)
    total += measure(read_gum(GOLD / "gum", ("news",)), snapshot, [], THRESHOLD)
    assert total.right / (total.right + total.wrong) >= 0.905
    assert total.right / total.known >= 0.69
    assert total.nil_kept / total.nil >= 0.955
