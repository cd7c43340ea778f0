"""What becomes of the output: a full disk, a reader that goes away, a closed stream, another encoding."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.conftest import PROGRAM, SEEDS

ARTICLE = SEEDS / "steppeobserver-2024-05-21-ozerny-fire.txt"
FULL = Path("/dev/full")

COMMANDS = [
    ["queries"],
    ["extract", str(ARTICLE)],
    ["extract", str(ARTICLE), "--format", "json"],
    ["export"],
    ["query", "chains", "--format", "csv"],
    ["quarantine", "list", "--json"],
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("store")
    subprocess.run([*PROGRAM, "ingest", str(ARTICLE)], cwd=made, check=True, capture_output=True)
    return made


def run(folder, arguments, **options):
    given = {"capture_output": True} | options
    return subprocess.run([*PROGRAM, *arguments], cwd=folder, check=False, timeout=60, **given)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_a_full_disk_under_the_output_is_an_error_without_a_traceback(folder, arguments):
    with FULL.open("wb") as full:
        done = run(folder, arguments, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_reader_that_has_seen_enough_is_no_error(folder, arguments):
    reader, writer = os.pipe()
    os.close(reader)
    done = run(folder, arguments, capture_output=False, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_ingest_whose_messages_nobody_reads_goes_on(tmp_path):
    (tmp_path / "empty.txt").touch()
    reader, writer = os.pipe()
    os.close(reader)
    arguments = ["ingest", "empty.txt", str(ARTICLE), "--json"]
    done = run(tmp_path, arguments, capture_output=False, stdout=subprocess.PIPE, stderr=writer)
    os.close(writer)
    assert done.returncode == 1
    assert b'"loaded": 1' in done.stdout


@pytest.mark.parametrize("command", ["export >&-", "queries >&-", "query - <&-", "ingest - <&-"])
def test_a_closed_stream_is_taken_for_an_empty_one(folder, command):
    shell = f'exec "$0" -c "from ingest.cli import main; main()" {command}'
    done = subprocess.run(["sh", "-c", shell, sys.executable], cwd=folder, check=False, capture_output=True)
    assert done.returncode in (0, 1, 2)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", COMMANDS[:3], ids=" ".join)
def test_files_and_pipes_get_the_same_bytes_in_every_locale(folder, arguments):
    found = {
        run(folder, arguments, env={**os.environ, **world}).stdout
        for world in (
            {"PYTHONIOENCODING": "ascii"},
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            {"PYTHONIOENCODING": "utf-8", "COLUMNS": "40"},
        )
    }
    assert len(found) == 1


def test_an_export_to_a_device_does_not_replace_it(folder):
    """Root would otherwise turn /dev/null into a file."""
    before = Path("/dev/null").stat()
    assert run(folder, ["export", "-o", "/dev/null"]).returncode == 0
    after = Path("/dev/null").stat()
    assert (before.st_ino, before.st_mode) == (after.st_ino, after.st_mode)


def test_an_export_through_a_link_replaces_what_it_leads_to(folder):
    target, link = folder / "target.nq", folder / "link.nq"
    target.touch()
    link.symlink_to(target)
    assert run(folder, ["export", "-o", "link.nq"]).returncode == 0
    assert link.is_symlink()
    assert target.stat().st_size > 1000


def test_an_export_that_fails_leaves_nothing_behind(folder):
    (folder / "a folder").mkdir()
    done = run(folder, ["export", "-o", "a folder"])
    assert done.returncode == 2
    assert b"a folder" in done.stderr
    assert not list(folder.glob("*.part"))


def test_a_dash_is_standard_output(folder):
    assert run(folder, ["export", "-o", "-"]).stdout == run(folder, ["export"]).stdout
    assert not (folder / "-").exists()
