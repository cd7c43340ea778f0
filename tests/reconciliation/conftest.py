"""The small world as a snapshot's file, opened, and with a client that asks of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from reconciling import WORLD, Client

from ingest.link import Snapshot, compile_snapshot
from ingest.link.entity import About


@pytest.fixture(scope="session")
def world_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "world.sqlite"
    compile_snapshot(
        path,
        sorted(WORLD, key=lambda each: int(each.qid[1:])),
        about=About("2026-11-22", ("invented",), "CC0-1.0", ("en",)),
        classes=(("Q3624078", "Q6256"), ("Q515", "Q486972"), ("Q82955", "Q12737077"), ("Q5", "Q215627")),
        terms=(
            ("Q5", "human"), ("Q515", "city"), ("Q3624078", "sovereign state"), ("Q82955", "politician"),
            ("Q191954", "President of the French Republic"), ("Q215627", "person"),
        ),
        demonyms=(("french", "Q142"), ("british", "Q145")),
        redirects=(("Q777", "Q142"),),
    )  # fmt: skip
    return path


@pytest.fixture(scope="session")
def world(world_file: Path) -> Iterator[Snapshot]:
    with Snapshot.open(world_file) as snapshot:
        yield snapshot


@pytest.fixture
def client(world: Snapshot) -> Client:
    return Client(world)
