"""How many files the engine holds open when it writes."""

import re
from pathlib import Path

import pytest

from ingest.store import engine, open_store

resource = pytest.importorskip("resource", reason="this system has no limits on open files")


def most_open_files(folder: Path) -> int:
    """Return what the engine wrote down for itself."""
    (options, *_) = sorted(folder.glob("OPTIONS-*"), reverse=True)
    found = re.search(r"max_open_files=(-?\d+)", options.read_text())
    assert found
    return int(found[1])


def test_a_writer_holds_few_files_open_and_leaves_the_limit_as_it_was(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    database = engine.writable(tmp_path / "db")
    assert most_open_files(tmp_path / "db") == engine.OPEN_FILES
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before
    del database


def test_the_limit_is_as_it_was_after_an_error(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    (tmp_path / "db").write_text("a file")
    with pytest.raises(OSError, match="db"):
        engine.writable(tmp_path / "db")
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before


def test_a_store_rebuilt_in_bulk_is_opened_so(tmp_path: Path) -> None:
    with open_store(tmp_path, mode="write", create=True) as store:
        store.compact()
    assert most_open_files(tmp_path / "oxigraph-2") == engine.OPEN_FILES
