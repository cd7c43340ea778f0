"""A load that is cut off leaves whole articles only, and a re-run completes it without doubling anything."""

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import jsonschema
import pytest
from cli.conftest import PROGRAM

from ingest.cli import work
from ingest.store import open_store

ARTICLES = 20
LONG = 10
"""Seconds in which what is stopped ends, also on a busy machine; on an idle one it takes two at most."""


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


def complete(folder: Path, store: Path) -> str:
    process = start(folder, store)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return errors.decode()


def loaded(store: Path) -> int:
    return sum(path.is_file() for path in store.glob("texts/*/*.txt"))


def wait_for(count: int, store: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while loaded(store) < count and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.mark.parametrize(
    "sent", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM], ids=["kill -9", "Ctrl-C", "kill"]
)
def test_a_re_run_completes_what_was_cut_off(tmp_path, folder, whole, sent):
    cut = tmp_path / "cut"
    process = start(folder, cut)
    wait_for(ARTICLES // 4, cut, process)
    os.kill(process.pid, sent)
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0, "it was done before it could be cut off"
    if sent != signal.SIGKILL:
        assert process.returncode == 128 + sent
        assert (
            f"What was loaded is kept. Go on with: hearsay ingest {folder} --store {cut}" in errors.decode()
        )
        assert b"Traceback" not in errors
    with open_store(cut) as store:
        names = {name.value for name in store.graphs()}
        articles = [name.removesuffix("/graph") for name in names if name.endswith("/graph")]
        assert 0 < len(articles) < ARTICLES
        assert all(f"{article}/links" in names for article in articles)
    assert re.search(r"Resuming: \d+ articles? (is|are) there already\.", complete(folder, cut))
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


@pytest.fixture
def endless(tmp_path, whole):
    """A question that the engine works at for ever, looking for no signal."""
    groups = " ".join(f"GRAPH ?g{i} {{ ?s{i} ?p{i} ?o{i} }}" for i in range(9))
    (tmp_path / "endless.rq").write_text(f"SELECT (COUNT(*) AS ?n) {{ {groups} }}")
    command = [*PROGRAM, "query", str(tmp_path / "endless.rq"), "--store", str(whole)]
    process = subprocess.Popen([*command, "--log-format", "json"], stderr=subprocess.PIPE)
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_question_that_would_take_for_ever_is_ended(endless, sent):
    assert json.loads(endless.stderr.readline())["what"] == "Asking the store"  # after ten seconds
    endless.send_signal(sent)
    _, errors = endless.communicate(timeout=LONG)
    assert endless.returncode == 128 + sent
    told = json.loads(errors.splitlines()[-1])
    assert told["event"] == "interrupted"
    assert told["kept"] == "Nothing was changed."
    assert told["go_on"].startswith("hearsay query ")


def test_a_stop_in_the_first_moment_leaves_no_traceback():
    process = subprocess.Popen([*PROGRAM, "queries"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while b"SigCgt" not in (status := Path(f"/proc/{process.pid}/status").read_bytes()) or not catches(
        status
    ):
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, b"Stopped.\n")


def catches(status: bytes) -> bool:
    """Whether a process has a handler of its own for SIGTERM: it has then begun to mind signals."""
    (mask,) = re.findall(rb"SigCgt:\s*([0-9a-f]+)", status)
    return bool(int(mask, 16) >> (signal.SIGTERM - 1) & 1)


def test_a_summary_tells_of_a_run_that_was_stopped_and_of_one_that_was_completed(tmp_path, folder):
    store, summary = tmp_path / "store", tmp_path / "summary.json"
    command = [*PROGRAM, "ingest", str(folder), "--store", str(store), "--summary", str(summary)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wait_for(ARTICLES // 4, store, process)
    assert json.loads(summary.read_bytes())["exit"] == "running"
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    stopped = json.loads(summary.read_bytes())
    assert (stopped["exit"], stopped["status"], stopped["signal"]) == ("interrupted", 143, "SIGTERM")
    assert 0 < stopped["articles"]["loaded"] <= loaded(store)
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    completed = json.loads(summary.read_bytes())
    assert (completed["exit"], completed["status"], completed["go_on"]) == ("completed", 0, None)
    assert completed["articles"]["loaded"] + completed["articles"]["unchanged"] == ARTICLES
    for each in (stopped, completed):
        jsonschema.validate(each, work.schema())


def test_a_page_at_work_is_left_and_its_process_ends(tmp_path):
    (tmp_path / "page.html").write_text("<html><body>" + "<p>Hello there, said the man to her. " * 400_000)
    (tmp_path / "hearsay.toml").write_text("limits = { max_page_bytes = 90000000, max_page_seconds = 300 }")
    command = [*PROGRAM, "ingest", "page.html", "--store", "store"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    children: list[str] = []
    while not children and process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        time.sleep(0.01)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert children
    assert not any(Path(f"/proc/{child}").exists() for child in children)
