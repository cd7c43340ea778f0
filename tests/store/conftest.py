import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
import sparql_server
import virtuoso_server
from virtuoso_server import Virtuoso

from ingest.places import Place, place
from ingest.store import Mode, Store, open_store
from ingest.store.remote import digests


@dataclass(frozen=True)
class Opener:
    """Opens the test's one store, of whichever backend."""

    backend: str
    place: Place

    def __call__(self, mode: Mode = "write") -> Store:
        return open_store(self.place, mode=mode, create=mode == "write")


@pytest.fixture(params=["embedded", "remote", "virtuoso"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    with ExitStack() as stack:
        match request.param:
            case "embedded":
                where: Place = tmp_path / "store"
            case "remote":
                server = stack.enter_context(sparql_server.running())
                where = place(f"oxigraph+{server.address}", tmp_path)
            case _:
                where = request.getfixturevalue("on_virtuoso")
        yield Opener(request.param, where)


@pytest.fixture(scope="session")
def virtuoso() -> Iterator[Virtuoso]:
    """A Virtuoso for all tests of this process."""
    if not virtuoso_server.is_here():
        if os.environ.get(virtuoso_server.REQUIRED):
            pytest.fail(f"virtuoso-t is missing, and {virtuoso_server.REQUIRED} is set.")
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7)")
    with virtuoso_server.running() as server:
        yield server


@pytest.fixture
def on_virtuoso(virtuoso: Virtuoso, tmp_path: Path) -> Iterator[Place]:
    """An empty store on that Virtuoso."""
    where = place(f"virtuoso+{virtuoso.address}", tmp_path)
    user = {"HEARSAY_STORE_USER": virtuoso_server.USER, "HEARSAY_STORE_PASSWORD": virtuoso_server.PASSWORD}
    with mock.patch.dict(os.environ, user):
        with open_store(where) as store:
            names = [*store.graphs(), digests.GRAPH]
        virtuoso.update(" ;\n".join(f"CLEAR SILENT GRAPH {name}" for name in names))
        yield where
