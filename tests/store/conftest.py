from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from ingest.store import Mode, Store, open_store


class Opener(Protocol):
    """Opens the test's one store, of whichever backend."""

    def __call__(self, mode: Mode = "write") -> Store: ...


def embedded(folder: Path) -> Opener:
    def opener(mode: Mode = "write") -> Store:
        return open_store(folder / "store", mode=mode, create=mode == "write")

    return opener


# The remote backend joins here.
BACKENDS: dict[str, Callable[[Path], Opener]] = {"embedded": embedded}


@pytest.fixture(params=sorted(BACKENDS))
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    return BACKENDS[request.param](tmp_path)
