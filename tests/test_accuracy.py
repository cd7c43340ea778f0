"""The figures of the pages on accuracy that are not made when the site is built."""

import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.extractors import extractor
from benchmarks.flat_scoring import MEASURES, Compared, score, touching
from benchmarks.polnear import TOGETHER, compare
from benchmarks.polnear_mistakes import RIGHT, difference, kinds
from ingest.model import FlatAttribution, Span

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "gold" / "attribution" / "polnear-dev.jsonl"
NEEDS_CORPUS = pytest.mark.skipif(
    not CORPUS.is_file(), reason="needs PolNeAR, which is not distributed with Hearsay"
)


def rows(name: str) -> dict[str, list[float]]:
    """Return the rows of a page's table by role and by roles together."""
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    found = re.findall(r"(?m)^\| (source|cue|content|all three of one attribution) \| ([\d. |]*) \|$", page)
    return {
        TOGETHER if role.startswith("all") else role: [float(cell) for cell in cells.split(" | ")]
        for role, cells in found
    }


@pytest.fixture(scope="module")
def trained() -> list[Compared]:
    return compare(CORPUS, extractor("trained"))


@NEEDS_CORPUS
@pytest.mark.slow
def test_the_encoder_is_as_good_as_is_said(trained: list[Compared]) -> None:
    assert len(trained) == 84
    rules = compare(CORPUS, extractor("rules"))
    said = rows("accuracy.md")
    assert set(said) == {"source", "cue", "content", TOGETHER}
    for name, figures in said.items():
        exact, loose = score(trained, MEASURES[name]), touching(trained, MEASURES[name])
        measured = [exact.precision, exact.recall, exact.f1, loose.precision, score(rules, MEASURES[name]).f1]
        assert measured == pytest.approx(figures, abs=0.006), f"{name}: renew the table in docs/accuracy.md"


def test_the_model_card_has_the_same_figures() -> None:
    assert rows("model-card.md") == {name: figures[:3] for name, figures in rows("accuracy.md").items()}


@NEEDS_CORPUS
@pytest.mark.slow
def test_the_mistakes_are_as_many_as_is_said(trained: list[Compared]) -> None:
    page = (ROOT / "docs" / "error-analysis.md").read_text(encoding="utf-8").partition("**Wikinews")[0]
    said = {kind: int(number) for kind, number in re.findall(r"(?m)^\| ([a-z ,]+) \| (\d+) \|$", page)}
    counted = Counter(kind for article in trained for kind in kinds(article))
    assert set(said) == set(counted)
    assert sum(n for kind, n in said.items() if not kind.startswith("spurious")) == 2192
    for kind, number in said.items():
        assert counted[kind] == pytest.approx(number, abs=5), f"{kind}: renew docs/error-analysis.md"


# -- kinds of mistakes

SAID = FlatAttribution((Span(0, 3),), (Span(4, 8),), (Span(10, 20),))


@pytest.mark.parametrize(
    ("source", "cue", "content", "kind"),
    [
        ([(0, 3)], [(4, 8)], [(10, 22)], "content ends late"),
        ([(0, 3)], [(4, 8)], [(12, 20)], "content begins late"),
        ([(0, 3)], [(4, 8)], [(9, 22)], "content wrong at both ends"),
        ([(0, 3)], [(4, 8)], [(10, 12), (14, 20)], "content in too many pieces"),
        ([(0, 3)], [(4, 8)], [(30, 40)], "content elsewhere"),
        ([], [(4, 8)], [(10, 20)], "source not found"),
        ([(0, 2)], [(4, 7)], [(10, 20)], "source and cue"),
    ],
)
def test_a_mistake_has_a_kind(
    source: list[tuple[int, int]], cue: list[tuple[int, int]], content: list[tuple[int, int]], kind: str
) -> None:
    parts = [tuple(Span(*place) for place in places) for places in (source, cue, content)]
    found = FlatAttribution(parts[0], parts[1], parts[2])
    assert difference(SAID, found) == kind


def test_what_was_found_is_used_once() -> None:
    elsewhere = FlatAttribution((), (Span(50, 55),), (Span(56, 60),))
    article = Compared("Post", " " * 60, (SAID, SAID), (SAID, elsewhere))
    assert list(kinds(article)) == [RIGHT, "missed, with source and cue", "spurious, without source or cue"]
