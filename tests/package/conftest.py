"""A store of two sample articles, and the package that is made of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.dataset import Dataset
from ingest.examining import Tools
from ingest.extract import TrainedExtractor
from ingest.judgements import Judgements
from ingest.link import Snapshot
from ingest.model import TextLevel
from ingest.package.making import Request, make
from ingest.read import read
from ingest.settings import Configuration, Settings
from ingest.store import Store, open_store

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
FILES = (
    SEEDS / "dailybeacon-2024-03-11-varnholm-dam.txt",
    SEEDS / "sputnik-2024-05-06-french-foreign-legion.txt",
)
DATASET = Dataset.of(
    {
        "title": "Dams & <script>alert(1)</script>",
        "description": "What was said about *one* dam.",
        "creators": ["Ada Analyst", "Bo Åberg"],
        "creator_ids": ["https://orcid.org/0000-0002-1825-0097", "https://example.org/bo"],
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "version": "1.0",
        "published": "2026-11-30",
        "keywords": ["dams"],
    }
)
CONFIGURED = replace(Configuration(), dataset=DATASET)


def fill(store: Store, *files: Path) -> None:
    """Ingest articles, as the command does."""
    with Snapshot.open() as snapshot:
        tools = Tools(TrainedExtractor(), snapshot, Settings())
        results = list(pipeline.ingest(read([str(file) for file in files]), store, tools))
    assert len(results) == len(files)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("packed") / "store", mode="write", create=True) as opened:
        fill(opened, *FILES)
        opened.log.append({"started": "2026-11-30T10:00:00Z", "inputs": ["seeds/articles"]})
        yield opened


Pack = Callable[..., Path]


@pytest.fixture(scope="session")
def packages(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Make a package once for each text level and form."""
    made: dict[tuple[TextLevel, str], Path] = {}

    def pack(text: TextLevel = TextLevel.QUOTES, suffix: str = "") -> Path:
        if (text, suffix) not in made:
            target = tmp_path_factory.mktemp("package") / f"dams{suffix}"
            make(store, target, Request(text, CONFIGURED, Judgements()))
            made[text, suffix] = target
        return made[text, suffix]

    return pack


@pytest.fixture
def folder(packages: Pack, tmp_path: Path) -> Path:
    """A package to be damaged."""
    target = tmp_path / "dams"
    shutil.copytree(packages(), target)
    return target
