"""The flow with extraction and linking replaced by records, so that the graph side is seen alone.

`Recorded` gives invented articles (`benchmarks.synthetic`) and, when the flow asks it to extract or to link
one of them, what was recorded of it. How long it takes to invent them is noted, so that it can be left out of
what is told of the flow.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from benchmarks.synthetic import corpus
from ingest import link
from ingest.link import Linking, Snapshot
from ingest.model import Article, Extraction, Link, Run
from ingest.pipeline import Tools
from ingest.settings import Settings

DIGEST = "0" * 64

RUN = Run("hearsay benchmark", DIGEST, DIGEST, DIGEST)
"""For what goes round the flow."""


class Recorded:
    """Invented articles, and an extractor that knows what is in the last one given.

    Attributes:
        seconds: how long inventing took.
    """

    name = "recorded"
    digest = DIGEST

    def __init__(self) -> None:
        self.seconds = 0.0
        self._last: tuple[Extraction, tuple[Link, ...]] | None = None

    def articles(self, count: int, *, start: int = 0) -> Iterator[Article]:
        """Give so many articles, one at a time."""
        begun = time.perf_counter()
        for self._last in corpus(count, start=start):
            article = self._last[0].article
            self.seconds += time.perf_counter() - begun
            yield article
            begun = time.perf_counter()
        self.seconds += time.perf_counter() - begun

    def changed(self, article: Article) -> Article:
        """Take an article for the last one, with its records: their places must be in it as well."""
        if self._last is not None:
            extraction, links = self._last
            self._last = dataclasses.replace(extraction, article=article), links
        return article

    def supports(self, language: str) -> bool:
        """Any: nothing is read."""
        return True

    def extract(self, article: Article) -> Extraction:
        """Give the records of the last article."""
        found, _ = self._of(article)
        return found

    def link(self, extraction: Extraction, snapshot: Snapshot, *, threshold: float = 0.0) -> Linking:
        """Give the decisions recorded of the last article."""
        _, links = self._of(extraction.article)
        return Linking(links)

    def _of(self, article: Article) -> tuple[Extraction, tuple[Link, ...]]:
        if self._last is None or self._last[0].article is not article:
            raise AssertionError("records are kept of the article given last alone")
        return self._last


@contextmanager
def recorded_flow() -> Iterator[tuple[Recorded, Tools]]:
    """Give invented articles and tools for them; within the block the flow links by what was recorded."""
    recorded = Recorded()
    with Snapshot.open() as snapshot, patch.object(link, "link", recorded.link):
        yield recorded, Tools(recorded, snapshot, Settings())
