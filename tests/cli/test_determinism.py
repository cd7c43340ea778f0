"""The same articles give the same bytes, whatever the hash seed, locale, time zone, folder or order."""

import os
import subprocess
import sys

import pytest
from cli.conftest import SEEDS

HEARSAY = [sys.executable, "-c", "from ingest.cli import main; main()"]
WORLDS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"},
]


def export(folder, world, inputs, form="nquads") -> bytes:
    folder.mkdir(exist_ok=True)
    environment = {**os.environ, **world}
    if not (folder / ".hearsay").exists():
        command = [*HEARSAY, "ingest", *map(str, inputs)]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    command = [*HEARSAY, "export", "--format", form]
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True).stdout


def test_the_export_is_the_same_bytes_in_every_world(tmp_path):
    seeds = sorted(SEEDS.iterdir())
    orders = [seeds, seeds[::-1], [SEEDS]]
    found = {
        export(tmp_path / str(number), world, order)
        for number, (world, order) in enumerate(zip(WORLDS, orders, strict=True))
    }
    assert len(found) == 1
    lines = found.pop().splitlines()
    assert len(lines) > 1000
    assert lines == sorted(lines)


@pytest.mark.parametrize("form", ["trig", "turtle", "jsonld", "rdfxml", "csv"])
def test_every_format_is_the_same_bytes_under_another_hash_seed(tmp_path, form):
    article = [SEEDS / "dailybeacon-2024-03-15-varnholm-correction.txt"]
    found = [export(tmp_path / str(number), world, article, form) for number, world in enumerate(WORLDS[:2])]
    assert found[0] == found[1]


@pytest.mark.parametrize("form", ["json", "text"])
def test_extraction_prints_the_same_under_another_hash_seed(form):
    command = [*HEARSAY, "extract", str(SEEDS), "--format", form]
    found = {
        subprocess.run(command, env={**os.environ, **world}, check=True, capture_output=True).stdout
        for world in WORLDS
    }
    assert len(found) == 1
