"""What the tests of linking share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from snapshot_by_hand import compile_world

from ingest.link import Snapshot


@pytest.fixture(scope="session")
def snapshot() -> Iterator[Snapshot]:
    """The snapshot that ships."""
    with Snapshot.open() as opened:
        yield opened


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of the small snapshot made by hand."""
    path = tmp_path_factory.mktemp("compiled") / "small.sqlite"
    compile_world(path)
    return path.read_bytes()


@pytest.fixture
def small(compiled: bytes, tmp_path: Path) -> Path:
    """A file of it, for a test to damage."""
    path = tmp_path / "small.sqlite"
    path.write_bytes(compiled)
    return path
