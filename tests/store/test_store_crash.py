"""Killed, interrupted or out of space amid a load: what was acknowledged is there, and nothing half."""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import store_child
from store_child import ARTICLES, RUNS, content, graph_of, run_quad

from ingest.errors import StoreError
from ingest.store import open_store

CHILD = Path(store_child.__file__)


def start(folder: Path, size: int, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(CHILD), str(folder), str(size), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def acknowledged(output: str) -> dict[int, int]:
    """Article → the last version that was acknowledged in a whole line."""
    lines = [line for line in output.splitlines(keepends=True) if line.endswith("\n")]
    return {int(article): int(version) for article, version in (line.split() for line in lines)}


def assert_whole(folder: Path, size: int, acknowledged: dict[int, int]) -> None:
    with open_store(folder) as store:
        runs = set(store.graph(RUNS))
        for article in range(ARTICLES):
            graph, links = (set(store.graph(graph_of(article, name))) for name in ("graph", "links"))
            at_least = acknowledged.get(article, -1)
            # The one being written when the process died may have arrived unacknowledged.
            for version in (at_least, at_least + 1):
                expected = content(article, version, size) if version >= 0 else {}
                whole = [set(expected.get(graph_of(article, name), ())) for name in ("graph", "links")]
                if [graph, links] == whole:
                    assert version < 0 or run_quad(version) in runs
                    break
            else:
                pytest.fail(
                    f"article {article}, acknowledged in version {at_least}, is in neither that nor the next"
                )
        assert list(store.verify()) == []


@pytest.mark.parametrize(
    ("size", "acks", "delay"),
    [
        (20, 1, 0.0),
        (20, 3, 0.001),
        (20, 47, 0.0),
        (20, 200, 0.002),
        (800, 1, 0.01),
        (800, 6, 0.02),
        (800, 8, 0.05),
    ],
)
def test_kill_9_loses_no_acknowledged_article_and_leaves_no_half_one(tmp_path, size, acks, delay):
    folder = tmp_path / "store"
    output = ""
    # Twice on the same store: the second time it also recovers from the first.
    for _ in range(2):
        with start(folder, size) as child:
            output = "".join(child.stdout.readline() for _ in range(acks))
            time.sleep(delay)
            os.kill(child.pid, signal.SIGKILL)
            output += child.stdout.read()
        assert_whole(folder, size, acknowledged(output))


@pytest.mark.parametrize(("acks", "delay"), [(5, 0.002), (5, 0.01), (10, 0.02), (15, 0.04)])
def test_kill_9_while_the_store_is_rebuilt_loses_nothing(tmp_path, acks, delay):
    folder = tmp_path / "store"
    with start(folder, 100, "compact") as child:
        output = "".join(child.stdout.readline() for _ in range(acks))
        time.sleep(delay)
        child.kill()
        output += child.stdout.read()
    assert_whole(folder, 100, acknowledged(output))


def test_kill_9_at_the_very_start_leaves_a_folder_that_can_be_used(tmp_path):
    folder = tmp_path / "store"
    for delay in (0.15, 0.2, 0.25, 0.3):  # around the time when Python has started and the store is made
        with start(folder, 20) as child:
            time.sleep(delay)
            child.kill()
    with open_store(folder, mode="write", create=True) as store:
        store.replace(content(0, 0))
        assert list(store.verify()) == []


def test_ctrl_c_stops_between_articles_and_closes_the_store(tmp_path):
    folder = tmp_path / "store"
    with start(folder, 500) as child:
        output = "".join(child.stdout.readline() for _ in range(8))
        child.send_signal(signal.SIGINT)
        output += child.stdout.read()
        child.wait(timeout=10)
    assert child.returncode not in (0, -signal.SIGKILL)
    assert_whole(folder, 500, acknowledged(output))


def fill(folder: Path) -> int:
    """Store articles until there is no space left; return how many were acknowledged."""
    done = 0
    with open_store(folder, mode="write", create=True) as store:
        with pytest.raises(StoreError, match="no space left") as caught:  # noqa: PT012  how often it went well counts
            for article in range(10_000):
                store.replace(content(article, 0, 400))
                done += 1
        assert str(folder) in caught.value.message
        assert "again" in caught.value.cure
        with pytest.raises(StoreError, match="takes no more"):
            store.replace(content(0, 1))
    return done


def assert_intact_then_complete(folder: Path, done: int, size: int = 400) -> None:
    with open_store(folder, mode="write") as store:
        assert len(list(store.graphs())) == 2 * done
        assert store.count() == 2 * size * done
        for article in range(done + 3):
            assert store.replace(content(article, 0, size)) == (article >= done)
        assert store.count() == 2 * size * (done + 3)
        assert list(store.verify()) == []


def test_a_file_system_without_space_keeps_what_was_stored_and_a_re_run_completes(tmp_path):
    """Stands in for a full disk where none can be mounted: no file may grow beyond a limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        done = fill(tmp_path / "store")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert done > 0
    assert_intact_then_complete(tmp_path / "store", done)


def test_a_full_disk_keeps_what_was_stored_and_a_re_run_completes(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "none", str(disk)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        done = fill(disk / "store")
        assert done > 0
        with open_store(disk / "store") as store:  # a reader needs no space
            assert store.count() == 800 * done
        subprocess.run(["mount", "-o", "remount,size=60m", str(disk)], check=True)
        assert_intact_then_complete(disk / "store", done)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_text_that_does_not_fit_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with open_store(tmp_path / "store", mode="write", create=True) as store:
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match=re.escape("no space left")):
            store.put_text("words")
        monkeypatch.undo()
    assert not [path for path in (tmp_path / "store" / "texts").rglob("*") if path.is_file()]
