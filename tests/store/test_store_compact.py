"""After a removal the words can be taken off the disk as well, whatever happens on the way."""

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from store_child import content

from ingest.errors import StoreError
from ingest.store import Store, folder, open_store

FORGOTTEN = "the name that must be forgotten"
GRAPH = NamedNode("https://example.org/article/9/graph")
FORGOTTEN_QUAD = Quad(
    NamedNode("https://example.org/s"), NamedNode("https://example.org/p"), Literal(FORGOTTEN), GRAPH
)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(path) -> Store:
    store = open_store(path, mode="write", create=True)
    store.replace(content(1, 0))
    store.replace({GRAPH: [FORGOTTEN_QUAD]})
    store.flush()
    store.replace({GRAPH: ()})
    return store


def on_disk(path: Path) -> bool:
    return any(FORGOTTEN.encode() in file.read_bytes() for file in path.rglob("*") if file.is_file())


def databases(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir() if entry.name.startswith("oxigraph"))


def test_a_removed_word_stays_on_disk_until_the_store_is_compacted(store, path):
    store.flush()
    assert on_disk(path)
    store.compact()
    store.close()
    assert not on_disk(path)
    assert databases(path) == ["oxigraph-2"]
    with open_store(path) as reader:
        assert reader.count() == 40


def test_compacting_twice_works(store, path):
    store.compact()
    store.compact()
    store.close()
    assert databases(path) == ["oxigraph-3"]
    with open_store(path) as reader:
        assert list(reader.verify()) == []


def test_a_failure_before_the_swap_leaves_the_old_database(store, path, monkeypatch):
    def fail(self: folder.Folder, database: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder.Folder, "adopt", fail)
    with pytest.raises(StoreError, match="no space"):
        store.compact()
    monkeypatch.undo()
    store.close()
    assert databases(path) == ["oxigraph"]
    with open_store(path) as reader:
        assert reader.count() == 40


def test_a_crash_before_the_swap_leaves_the_old_database(store, path):
    store.close()
    shutil.copytree(path / "oxigraph", path / "oxigraph-2")
    (path / "oxigraph-2" / "CURRENT").unlink()
    with open_store(path) as reader:
        assert reader.count() == 40
    with open_store(path, mode="write") as writer:
        assert writer.count() == 40
        assert databases(path) == ["oxigraph"]


def test_a_crash_after_the_swap_leaves_the_new_database(store, path, monkeypatch):
    monkeypatch.setattr(folder.Folder, "remove_other_databases", lambda self: None)
    store.compact()
    store.close()
    monkeypatch.undo()
    assert databases(path) == ["oxigraph", "oxigraph-2"]
    with open_store(path, mode="write") as writer:
        assert writer.count() == 40
        assert databases(path) == ["oxigraph-2"]
