"""One writer or many readers, and who may open a store that cannot be written."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from store_child import content

from ingest.errors import StoreError
from ingest.store import Entry, Mode, lock, open_store

HOLD = """
import sys
from ingest.store import open_store
with open_store(sys.argv[1], mode=sys.argv[2]):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    with open_store(tmp_path / "store", mode="write", create=True) as store:
        store.replace(content(1, 0))
    return tmp_path / "store"


@contextmanager
def held(folder: Path, mode: Mode) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the store open."""
    command = [sys.executable, "-c", HOLD, str(folder), mode]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "open\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(("theirs", "ours"), [("write", "write"), ("write", "read"), ("read", "write")])
def test_a_store_in_use_is_refused_with_the_number_of_the_process(folder, theirs, ours):
    with held(folder, theirs) as process, pytest.raises(StoreError, match=rf"\b{process.pid}\b") as caught:
        open_store(folder, mode=ours)
    assert "Wait until it ends" in caught.value.cure


def test_readers_do_not_disturb_each_other(folder):
    with held(folder, "read"), held(folder, "read"), open_store(folder) as store:
        assert store.count() == 40


def test_all_readers_that_keep_a_writer_out_are_named(folder):
    with held(folder, "read") as one, held(folder, "read") as two, pytest.raises(StoreError) as caught:
        open_store(folder, mode="write")
    assert str(one.pid) in caught.value.message
    assert str(two.pid) in caught.value.message


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_killed_process_blocks_nobody(folder, mode):
    with held(folder, mode) as process:
        process.kill()
        process.wait()
        with open_store(folder, mode="write") as store:
            assert store.count() == 40


def test_a_lock_file_that_was_removed_is_made_again(folder):
    for mode in ("read", "write"):
        (folder / "lock").unlink()
        with open_store(folder, mode=mode), pytest.raises(StoreError, match="very process"):
            open_store(folder, mode="write")


def test_the_same_process_is_told_so(folder):
    with open_store(folder), pytest.raises(StoreError, match="this very process"):
        open_store(folder, mode="write")


def test_the_lock_is_free_after_an_opening_that_failed(folder):
    current = (folder / "oxigraph" / "CURRENT").read_bytes()
    (folder / "oxigraph" / "CURRENT").write_bytes(b"")
    with pytest.raises(StoreError, match="damaged"):
        open_store(folder, mode="write")
    (folder / "oxigraph" / "CURRENT").write_bytes(current)
    with open_store(folder, mode="write") as store:
        assert store.count() == 40


def test_the_list_of_readers_does_not_grow_for_ever(folder, monkeypatch):
    monkeypatch.setattr(lock, "_ROOM", 50)
    for _ in range(20):
        open_store(folder).close()
    assert (folder / "lock").stat().st_size < 100


def test_a_reader_cannot_write(folder):
    with open_store(folder) as store:
        for write in (
            lambda: store.replace(content(1, 1)),
            lambda: store.put_text("text"),
            lambda: store.delete_text("0" * 64),
            lambda: store.flush(),
            lambda: store.compact(),
            lambda: store.log.append({}),
            lambda: store.quarantine.remove("a"),
            lambda: store.quarantine.put(Entry("a", "reason", {}, {}, "")),
        ):
            with pytest.raises(StoreError, match="reading only"):
                write()


@pytest.fixture
def forbidden(folder) -> Iterator[Path]:
    """A copy of the store that this process may read and not write."""
    place = Path(tempfile.mkdtemp())  # every folder above it is open to all, as those of pytest are not
    copy = shutil.copytree(folder, place / "store")
    place.chmod(0o755)
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    if root:  # whom no permission holds back
        os.seteuid(65534)
    try:
        yield copy
    finally:
        if root:
            os.seteuid(0)
        for path in copy.rglob("*"):
            if path.is_dir():
                path.chmod(0o755)
        copy.chmod(0o755)
        shutil.rmtree(place)


def test_a_folder_that_may_only_be_read_can_be_read(forbidden):
    with open_store(forbidden) as store:
        assert store.count() == 40
        assert list(store.verify()) == []


def test_a_folder_that_may_only_be_read_is_refused_to_a_writer(forbidden):
    with pytest.raises(StoreError, match="may not be accessed") as caught:
        open_store(forbidden, mode="write")
    assert "permissions" in caught.value.cure
