"""Workers and loads that are cut off, and shards that are damaged: nothing is lost, doubled or believed."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import fsspec
import pytest
from shards.conftest import RULES, article, contents, ingest, load_all, make, write

from ingest.errors import HearsayError
from ingest.shards.local import Local
from ingest.shards.making import Made, tasks
from ingest.shards.place import Place
from ingest.shards.plan import partitions
from ingest.shards.running import make_shards
from ingest.shards.shard import shards
from ingest.store import open_store

PROGRAM = [sys.executable, "-c", "from ingest.cli import main; main()"]
FILES = 16


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("inputs")
    return [
        write(folder / f"{number:02}.json", *(article(10 * number + each) for each in range(10)))
        for number in range(FILES)
    ]


@pytest.fixture(scope="module")
def expected(inputs, tools, tmp_path_factory):
    folder = tmp_path_factory.mktemp("one") / "store"
    ingest(inputs, folder, tools)
    return contents(folder)


@pytest.fixture(scope="module")
def made(inputs, tmp_path_factory):
    return make(inputs, str(tmp_path_factory.mktemp("made") / "shards"))


def again(inputs, place, size=1, configured=RULES) -> list[bool]:
    """Make shards again; say of each whether it was there."""
    todo = tasks(partitions(inputs, size, RULES.limits)[0], place, configured)
    done = list(make_shards(todo, place, Local(1)))
    assert all(isinstance(each, Made) for each in done)
    return [isinstance(each, Made) and each.before for each in done]


# -- making


def children(process: int) -> list[int]:
    """Processes that a process started, the youngest last."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[1]) == process:
            found.append(int(status.parent.name))
    return sorted(found)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_a_worker_that_is_killed_costs_nothing(inputs, expected, tools, tmp_path):
    config = write(tmp_path / "hearsay.toml", 'extractor = "rules"')
    arguments = ["--config", config, "--to", "made", "--workers", "2", "--partition-size", "0.000001"]
    process = subprocess.Popen(
        [*PROGRAM, "ingest", *inputs, *arguments],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    while process.poll() is None and not list(tmp_path.glob("made/shards/*/manifest.json")):
        time.sleep(0.02)
    *_, worker = children(process.pid)
    os.kill(worker, signal.SIGKILL)
    out, errors = process.communicate(timeout=200)
    assert process.returncode == 0, errors.decode() + out.decode()
    load_all([Place(str(tmp_path / "made"))], tmp_path / "store", tools)
    assert contents(tmp_path / "store") == expected


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_a_run_that_is_cut_off_goes_on_where_it_was(sent, inputs, tmp_path):
    last = tmp_path / "last.json"
    os.mkfifo(last)  # where the run waits for us
    config = write(tmp_path / "hearsay.toml", 'extractor = "rules"')
    arguments = ["--config", config, "--to", "made", "--workers", "1", "--partition-size", "0.000001"]
    process = subprocess.Popen(
        [*PROGRAM, "ingest", *inputs, str(last), *arguments], cwd=tmp_path, stderr=subprocess.PIPE
    )
    while process.poll() is None and len(list(tmp_path.glob("made/shards/*/manifest.json"))) < FILES:
        time.sleep(0.02)
    process.send_signal(sent)
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    if sent == signal.SIGINT:
        assert b"Go on with: hearsay ingest" in errors
        assert b"Traceback" not in errors
    with pytest.raises(HearsayError, match=f"1 of its {FILES + 1} shards are missing"):
        shards([Place(str(tmp_path / "made"))])
    last.unlink()
    every = [*inputs, write(last, article(999))]
    assert again(every, Place(str(tmp_path / "made"))) == [True] * FILES + [False]
    make(every, str(tmp_path / "whole"), 1)
    assert files(tmp_path / "made") == files(tmp_path / "whole")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_only_what_has_changed_is_made_again(tmp_path):
    inputs = [write(tmp_path / f"{number}.json", article(number)) for number in range(3)]
    place = make(inputs, str(tmp_path / "shards"), 1)
    assert again(inputs, place) == [True, True, True]
    write(tmp_path / "1.json", article(1, " Corrected."))
    assert again(inputs, place) == [True, False, True]
    inputs.append(write(tmp_path / "3.json", article(3)))
    assert again(inputs, place) == [True, True, True, False]
    other = RULES.__class__(extractor="rules", settings=RULES.settings.__class__(min_confidence=0.9))
    assert again(inputs, place, configured=other) == [False] * 4
    assert again(inputs, place, size=10**9, configured=other) == [False]
    assert len(shards([place])) == 1  # the others do not belong to it any more


def test_a_shard_that_misses_a_file_is_made_again(inputs, tmp_path):
    place = make(inputs[:1], str(tmp_path / "shards"))
    (texts,) = tmp_path.glob("shards/shards/*/texts.jsonl.gz")
    whole = texts.read_bytes()
    texts.write_bytes(whole[:-1])
    assert again(inputs[:1], place) == [False]
    assert texts.read_bytes() == whole


def test_shards_lie_wherever_fsspec_reaches(inputs, expected, tools, tmp_path):
    place = make(inputs, "memory://corpus/shards")
    try:
        assert again(inputs, place) == [True] * FILES
        load_all([place], tmp_path / "store", tools)
        assert contents(tmp_path / "store") == expected
        assert not [name for name in fsspec.filesystem("memory").find("/corpus") if name.endswith(".part")]
    finally:
        fsspec.filesystem("memory").rm("/corpus", recursive=True)


@pytest.mark.parametrize("url", ["nothing://here", "/proc/shards"])
def test_a_place_that_takes_no_shards_is_told(inputs, url):
    with pytest.raises(HearsayError) as told:
        make(inputs[:1], url)
    assert url.partition(":")[0] in told.value.message
    assert told.value.cure


def test_an_input_that_cannot_be_read_is_told_and_read_again_next_time(tmp_path):
    there, gone = write(tmp_path / "a.json", article(1)), tmp_path / "b.json"
    gone.symlink_to(tmp_path / "nowhere")
    inputs = [there, str(gone)]
    place = make(inputs, str(tmp_path / "shards"), 10**9)
    (shard,) = shards([place])
    assert shard.manifest.counts["unreadable"] == 1
    assert again(inputs, place, 10**9) == [False]


# -- loading


@pytest.mark.parametrize("name", ["articles.nq.gz", "index.jsonl.gz", "records.jsonl.gz", "texts.jsonl.gz"])
@pytest.mark.parametrize("how", ["cut off", "changed"])
def test_a_damaged_shard_is_refused_and_the_store_stays_as_it_was(how, name, inputs, tools, tmp_path):
    place = make(inputs[:2], str(tmp_path / "shards"))
    ingest([write(tmp_path / "before.json", article(1000))], tmp_path / "store", tools)
    before = contents(tmp_path / "store")
    file = sorted(tmp_path.glob(f"shards/shards/*/{name}"))[-1]
    content = file.read_bytes()
    if how == "cut off":
        file.write_bytes(content[: len(content) // 2])
    else:
        file.write_bytes(gzip.compress(gzip.decompress(content).replace(b"Holm", b"Ohlm"), mtime=0))
    with pytest.raises(HearsayError, match=f"{name} does not have the SHA-256"):
        load_all([place], tmp_path / "store", tools)
    assert contents(tmp_path / "store")["export"] == before["export"]
    assert len(list((tmp_path / "store").glob("oxigraph*"))) == 1


def test_a_folder_of_anything_else_is_refused(tmp_path):
    with pytest.raises(HearsayError, match=r"holds no plan\.json"):
        shards([Place(str(tmp_path))])
    (tmp_path / "plan.json").write_text(json.dumps({"format": "hearsay-shards", "version": 99}))
    with pytest.raises(HearsayError, match="version 99"):
        shards([Place(str(tmp_path))])


@pytest.mark.slow
def test_a_load_that_is_killed_leaves_the_old_store_or_the_new_one(made, expected, tools, tmp_path):
    ingest([write(tmp_path / "before.json", article(1))], tmp_path / "store", tools)
    chance = random.Random(5)  # noqa: S311 - no secret
    states = set()
    for _ in range(6):
        process = subprocess.Popen([*PROGRAM, "load", made.url, "--store", str(tmp_path / "store")])
        while process.poll() is None and len(list((tmp_path / "store").glob("oxigraph*"))) < 2:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        with open_store(tmp_path / "store") as store:
            assert list(store.verify()) == []
            states.add(sum(name.value.endswith("/graph") for name in store.graphs()))
    assert states <= {1, FILES * 10}
    load_all([made], tmp_path / "store", tools)
    assert contents(tmp_path / "store") == expected
