"""The sets of articles with gold, by name: what rules may be made from, and what only reports.

The annotated Wikinews articles are split once and for all: sorted by name, every second one from the first
on is DEV, the others are TEST. Rules and models are developed while reading DEV; TEST is for reporting, and
nobody looks at what goes wrong there.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.gold import GoldArticle, load_all
from benchmarks.standoff import TEXTS, load_file, load_folder

WIKINEWS = Path(__file__).parent / "gold" / "wikinews"
"""Holds the folders ``first`` and ``second`` (the two passes of annotation) and ``final`` (adjudicated)."""

DEV = (
    "interview_brotherhood",
    "interview_mckenzie",
    "news_asylum",
    "news_crane",
    "news_election",
    "news_flag",
    "news_homeopathic",
    "news_imprisoned",
    "news_korea",
    "news_questionnaire",
    "news_stampede",
    "news_warhol",
    "news_worship",
)
TEST = (
    "interview_gaming",
    "news_afghan",
    "news_clock",
    "news_defector",
    "news_expo",
    "news_hackers",
    "news_ie9",
    "news_iodine",
    "news_lanterns",
    "news_soccer",
    "news_taxes",
    "news_warming",
)

SETS = ("seeds", "dev", "test", "wikinews")
"""The sample articles; the two parts of Wikinews; both parts together."""

OPEN = ("seeds", "dev")
"""The sets whose misses may be looked at."""


def load_set(name: str, texts: Path = TEXTS) -> tuple[GoldArticle, ...]:
    """Return the articles of a set with their gold, in the order of their names.

    Args:
        name: one of `SETS`.
        texts: the folder of the annotated Wikinews articles.

    Raises:
        benchmarks.standoff.TextError: an article is missing or is another version.
        KeyError: there is no such set.
    """
    if name == "seeds":
        return load_all()
    names = {"dev": DEV, "test": TEST, "wikinews": sorted(DEV + TEST)}[name]
    return tuple(load_file(WIKINEWS / "final" / f"{one}.json", texts) for one in names)


def load_pass(name: str, texts: Path = TEXTS) -> tuple[GoldArticle, ...]:
    """Return one pass of annotation of the Wikinews articles: ``first``, ``second`` or ``final``.

    Raises:
        benchmarks.standoff.TextError: an article is missing or is another version.
    """
    return load_folder(WIKINEWS / name, texts)
