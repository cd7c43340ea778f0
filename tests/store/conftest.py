from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import sparql_server

from ingest.places import Place, place
from ingest.store import Mode, Store, open_store


@dataclass(frozen=True)
class Opener:
    """Opens the test's one store, of whichever backend."""

    backend: str
    place: Place

    def __call__(self, mode: Mode = "write") -> Store:
        return open_store(self.place, mode=mode, create=mode == "write")


def embedded(folder: Path, stack: ExitStack) -> Place:
    return folder / "store"


def remote(folder: Path, stack: ExitStack) -> Place:
    server = stack.enter_context(sparql_server.running())
    return place(f"oxigraph+{server.address}", folder)


BACKENDS: dict[str, Callable[[Path, ExitStack], Place]] = {"embedded": embedded, "remote": remote}


@pytest.fixture(params=sorted(BACKENDS))
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    with ExitStack() as stack:
        yield Opener(request.param, BACKENDS[request.param](tmp_path, stack))
