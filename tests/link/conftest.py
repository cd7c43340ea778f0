"""What the tests of linking share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.link import Snapshot


@pytest.fixture(scope="session")
def snapshot() -> Iterator[Snapshot]:
    """The snapshot that ships."""
    with Snapshot.open() as opened:
        yield opened
