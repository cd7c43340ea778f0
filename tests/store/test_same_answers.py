"""The shipped questions have the same answers on every store: on the small world, and on the seed
articles."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import small_world as world
import sparql_server
import virtuoso_server
from asked_of_the_world import VALUES
from virtuoso_server import Virtuoso

from ingest import resources
from ingest.errors import QueryError
from ingest.extract import RuleExtractor
from ingest.link import Snapshot
from ingest.pipeline import Tools, ingest
from ingest.places import Place, place
from ingest.query import Question, Table, catalogue, run
from ingest.read import read
from ingest.settings import Settings
from ingest.store import Store, open_store
from ingest.store.remote import digests

QUESTIONS = [question for question in catalogue() if "SERVICE" not in question.text]
CASES = [(question, values) for question in QUESTIONS for values in VALUES.get(question.name, [{}])]

REFUSED_BY_VIRTUOSO = {
    "by-office-holders",
    "only-spoken-about",
    "provenance",
    "unnamed-sources",
}
"""What Virtuoso 7.2 would answer wrongly, so that it is not asked; docs/store.md says so."""


def filled(where: Place, seeds: bool) -> Store:
    store = open_store(where, mode="write", create=True)
    if seeds:
        files = [str(resources.folder("seeds"))]
        with Snapshot.open(None) as snapshot:
            for _ in ingest(read(files), store, Tools(RuleExtractor(), snapshot, Settings())):
                pass
    else:
        world.fill(store)
    return store


class Stores:
    """One store of each kind with the same articles; Virtuoso's where there is one."""

    def __init__(self, stack: ExitStack, folder: Path, seeds: bool) -> None:
        self._stack = stack
        self._folder = folder
        self._seeds = seeds
        self._opened: dict[str, Store] = {}

    def __getitem__(self, kind: str) -> Store:
        if kind not in self._opened:
            self._opened[kind] = self._stack.enter_context(filled(self._place(kind), self._seeds))
        return self._opened[kind]

    def _place(self, kind: str) -> Place:
        if kind == "embedded":
            return self._folder / "store"
        if kind == "remote":
            server = self._stack.enter_context(sparql_server.running())
            return place(f"oxigraph+{server.address}", self._folder)
        server = self._stack.enter_context(virtuoso_server.running())
        user = {
            "HEARSAY_STORE_USER": virtuoso_server.USER,
            "HEARSAY_STORE_PASSWORD": virtuoso_server.PASSWORD,
        }
        self._stack.enter_context(mock.patch.dict(os.environ, user))
        return place(f"virtuoso+{server.address}", self._folder)


@pytest.fixture(scope="module", params=["small world", "seeds"])
def stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    with ExitStack() as stack:
        yield Stores(stack, tmp_path_factory.mktemp("stores"), request.param == "seeds")


def values_of_seeds(question: Question) -> dict[str, Any]:
    return dict(question.example)


def asked(stores: Stores, question: Question, values: dict[str, Any]) -> dict[str, Any]:
    return values if not stores._seeds else values_of_seeds(question)


@pytest.mark.parametrize(("question", "values"), CASES)
def test_a_server_gives_the_rows_of_the_embedded_store(
    stores: Stores, question: Question, values: dict[str, Any]
) -> None:
    said = asked(stores, question, values)
    if missing_values(question, said):
        pytest.skip("asked of the small world only: the header has no example")
    assert run(stores["remote"], question, said) == run(stores["embedded"], question, said)


@pytest.mark.parametrize(("question", "values"), CASES)
def test_virtuoso_gives_them_too(
    stores: Stores, question: Question, values: dict[str, Any], virtuoso: Virtuoso
) -> None:
    said = asked(stores, question, values)
    if missing_values(question, said):
        pytest.skip("asked of the small world only: the header has no example")
    if question.name in REFUSED_BY_VIRTUOSO:
        with pytest.raises(QueryError, match="wrongly"):
            run(stores["virtuoso"], question, said)
        return
    found, expected = run(stores["virtuoso"], question, said), run(stores["embedded"], question, said)
    assert isinstance(found, Table)
    assert isinstance(expected, Table)
    # The order is the same but among equals: Virtuoso does not sort by a text that MIN gave.
    assert sorted(map(str, found.terms)) == sorted(map(str, expected.terms))


def missing_values(question: Question, said: dict[str, Any]) -> bool:
    return any(parameter.required and parameter.name not in said for parameter in question.parameters)


def test_the_stores_export_the_same_bytes(stores: Stores, virtuoso: Virtuoso, tmp_path: Path) -> None:
    exports = set()
    for kind in ("embedded", "remote", "virtuoso"):
        file = tmp_path / kind
        with file.open("wb") as out:
            stores[kind].export_nquads(out)
        exports.add(file.read_bytes())
        assert list(stores[kind].verify()) == []
    assert len(exports) == 1
    assert digests.GRAPH.value.encode() not in exports.pop()
