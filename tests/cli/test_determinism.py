"""The same articles give the same bytes, whatever the hash seed, locale, time zone, folder or order."""

import os
import subprocess

import pytest
from cli.conftest import PROGRAM, SEEDS

WORLDS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"},
]


def hearsay(world, *arguments, folder=None) -> bytes:
    command = [*PROGRAM, *map(str, arguments)]
    environment = {**os.environ, **world}
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True).stdout


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Three folders, each with the store that one of the worlds makes of the sample articles."""
    seeds = sorted(SEEDS.iterdir())
    made = [tmp_path_factory.mktemp("world") for _ in WORLDS]
    for folder, world, order in zip(made, WORLDS, [seeds, seeds[::-1], [SEEDS]], strict=True):
        hearsay(world, "ingest", *order, folder=folder)
    return made


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle", "jsonld", "rdfxml", "csv"])
def test_every_export_is_the_same_bytes_in_every_world(folders, form):
    first, *others = (
        hearsay(world, "export", "--format", form, folder=folder)
        for folder, world in zip(folders, WORLDS, strict=True)
    )
    assert others == [first, first]
    assert first.count(b"\n") > 50
    if form == "nquads":
        lines = first.splitlines()
        assert lines == sorted(lines)


@pytest.mark.parametrize("form", ["json", "text"])
def test_extraction_prints_the_same_in_every_world(form):
    assert len({hearsay(world, "extract", SEEDS, "--format", form) for world in WORLDS}) == 1
