"""A load that is cut off leaves whole articles only, and a re-run completes it without doubling anything."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from cli.conftest import PROGRAM

from ingest.store import open_store

ARTICLES = 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("articles")
    for number in range(ARTICLES):
        (made / f"{number:03}.txt").write_text(
            f" date 2024-03-11 https://example.org/{number}\n\nPier {number} is unsafe, mayor says\n\n"
            "The pier is unsafe, the mayor, Ada Holm, said on Monday.\n\n"
            f"She said that pier {number} would close.\n"
        )
    return made


@pytest.fixture(scope="module")
def whole(folder, tmp_path_factory):
    """A store that took all articles in one go."""
    store = tmp_path_factory.mktemp("whole") / "store"
    complete(folder, store)
    return store


def start(folder: Path, store: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*PROGRAM, "ingest", str(folder), "--store", str(store)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def complete(folder: Path, store: Path) -> None:
    process = start(folder, store)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors


def loaded(store: Path) -> int:
    return sum(path.is_file() for path in store.glob("texts/*/*.txt"))


def wait_for(count: int, store: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while loaded(store) < count and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_a_re_run_completes_what_was_cut_off(tmp_path, folder, whole, sent):
    cut = tmp_path / "cut"
    process = start(folder, cut)
    wait_for(ARTICLES // 4, cut, process)
    os.kill(process.pid, sent)
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0, "it was done before it could be cut off"
    if sent == signal.SIGINT:
        assert process.returncode == 130
        assert b"run the same command again" in errors
        assert b"Traceback" not in errors
    with open_store(cut) as store:
        names = {name.value for name in store.graphs()}
        articles = [name.removesuffix("/graph") for name in names if name.endswith("/graph")]
        assert 0 < len(articles) < ARTICLES
        assert all(f"{article}/links" in names for article in articles)
    complete(folder, cut)
    with open_store(cut) as one, open_store(whole) as other:
        assert sorted(map(str, one.quads())) == sorted(map(str, other.quads()))


@pytest.fixture
def small_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(disk)]
    try:
        mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("this system has no command `mount`")
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_fills_up_keeps_what_was_loaded_and_a_re_run_completes(small_disk, folder, whole):
    store = small_disk / "store"
    process = start(folder, store)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 2
    assert f"no space left for the store {store}" in errors.decode()
    assert b"run the same command again" in errors
    assert b"Traceback" not in errors
    assert 0 < loaded(store) < ARTICLES
    check = subprocess.run([*PROGRAM, "validate", "--store", str(store)], capture_output=True, check=False)
    assert check.returncode == 0, check.stdout
    subprocess.run(["mount", "-o", "remount,size=60m", str(small_disk)], check=True)
    complete(folder, store)
    with open_store(store) as one, open_store(whole) as other:
        assert sorted(map(str, one.quads())) == sorted(map(str, other.quads()))


def test_a_store_that_another_process_holds_is_left_alone(tmp_path, folder):
    store = tmp_path / "store"
    with open_store(store, mode="write", create=True):
        process = start(folder, store)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert str(os.getpid()).encode() in errors


def test_ctrl_c_ends_a_question_that_would_take_for_ever(tmp_path, whole):
    groups = " ".join(f"GRAPH ?g{i} {{ ?s{i} ?p{i} ?o{i} }}" for i in range(9))
    (tmp_path / "endless.rq").write_text(f"SELECT (COUNT(*) AS ?n) {{ {groups} }}")
    command = [*PROGRAM, "query", str(tmp_path / "endless.rq"), "--store", str(whole)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(4)
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(5) == -signal.SIGINT
        finally:
            process.kill()
