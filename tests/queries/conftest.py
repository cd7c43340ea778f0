from collections.abc import Iterator

import pytest
import small_world as world

import ingest
from ingest.query.reader import Reader
from ingest.store import open_store


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A store with the small world, open for asking."""
    path = tmp_path_factory.mktemp("world") / "store"
    with open_store(path, mode="write", create=True) as store:
        world.fill(store)
    with ingest.open_store(path) as opened:
        yield opened
