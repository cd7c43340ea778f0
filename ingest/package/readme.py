"""The README of a package: `readme.md` beside this file, filled in."""

from __future__ import annotations

from pathlib import Path
from string import Template

from ingest.dataset import Dataset
from ingest.export import Counts
from ingest.model import TextLevel

_TEXTS = {
    TextLevel.NONE: (
        "No word of the articles is in it but for names: hashes and offsets alone. To make the graph again,\n"
        "you need the texts; `data/articles.csv` has their addresses and their SHA-256."
    ),
    TextLevel.QUOTES: (
        "Of the articles it holds what is quoted, with a little context: enough to make the graph again\n"
        "from the records. To make the records again, you need the texts; `data/articles.csv` has their\n"
        "addresses and their SHA-256."
    ),
    TextLevel.FULL: "It holds the articles' whole texts: everything can be made again from it alone.",
}


def readme(
    dataset: Dataset, counts: Counts, text: TextLevel, software: str, graph: str, queries: int
) -> bytes:
    """Write it, in Markdown.

    Args:
        dataset: what its owner says.
        counts: of the graph.
        text: the text level.
        software: as a Run names it.
        graph: hex SHA-256 of the graph.
        queries: how many were answered.
    """
    template = Template((Path(__file__).parent / "readme.md").read_text(encoding="utf-8"))
    return template.substitute(
        title=_plain(dataset.title),
        description=_plain(dataset.description),
        claims=f"{counts.claims:,}",
        articles=f"{counts.articles:,}",
        software=software,
        queries=queries,
        graph=graph,
        texts=_TEXTS[text],
    ).encode()


def _plain(text: str) -> str:
    """Keep what its owner wrote from being read as markup."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|" else letter for letter in text)
