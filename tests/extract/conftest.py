"""Short ways to ask the extractor something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from ingest.extract import Extractor, RuleExtractor, TrainedExtractor
from ingest.model import Article, Claim, Extraction, Spans

EXTRACTORS: tuple[Callable[[], Extractor], ...] = (RuleExtractor, TrainedExtractor)
"""What must hold for every extractor is tested on each of these."""


@pytest.fixture(scope="session", params=EXTRACTORS, ids=lambda made: made.name)
def extractor(request: pytest.FixtureRequest) -> Extractor:
    made: Extractor = request.param()
    return made


@dataclass(frozen=True)
class Found:
    """One claim in words.

    `speakers` leaves out link 0; `media` has None where a link names no medium.
    """

    wording: str
    speakers: tuple[str, ...]
    acts: tuple[str, ...]
    cues: tuple[str, ...]
    media: tuple[str | None, ...]
    certainty: str
    polarity: str
    kind: str
    claim: Claim


def words(text: str, spans: Spans) -> str:
    return " … ".join(span.of(text) for span in spans)


def found(extraction: Extraction) -> list[Found]:
    text = extraction.article.text
    return [
        Found(
            words(text, claim.occurrences[0]),
            tuple(link.name for link in claim.chain[1:]),
            tuple(link.act.value for link in claim.chain[1:]),
            tuple(words(text, link.cue) for link in claim.chain[1:]),
            tuple(link.medium.name if link.medium else None for link in claim.chain[1:]),
            claim.certainty.value,
            claim.polarity.value,
            claim.kind.value,
            claim,
        )
        for claim in extraction.claims
    ]


@pytest.fixture(scope="session")
def extract() -> Callable[..., Extraction]:
    extractor = RuleExtractor()

    def run(body: str, title: str = "A day in the harbour", **fields: str) -> Extraction:
        return extractor.extract(Article(title, body, **fields))

    return run


@pytest.fixture(scope="session")
def claims(extract: Callable[..., Extraction]) -> Callable[..., list[Found]]:
    def run(body: str, title: str = "A day in the harbour", **fields: str) -> list[Found]:
        return found(extract(body, title, **fields))

    return run
