"""The command line, run in this process."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from ingest.cli import main

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
PROGRAM = [sys.executable, "-c", "from ingest.cli import main; main()"]
"""The command as a process of its own."""


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str


Hearsay = Callable[..., Done]


@pytest.fixture
def hearsay(tmp_path, monkeypatch, capfdbinary) -> Hearsay:
    """Run `hearsay` with arguments, in a folder of the test's own; `stdin` are bytes."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["hearsay", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin), encoding="utf-8"))
        status = 0
        try:
            main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(bool(end.code))
        sys.stdout.flush()
        captured = capfdbinary.readouterr()
        return Done(status, captured.out.decode(), captured.err.decode())

    return run


@pytest.fixture
def seeded(hearsay) -> Hearsay:
    """The same, in a folder whose store holds two of the seed articles."""
    first = SEEDS / "dailybeacon-2024-03-11-varnholm-dam.txt"
    second = SEEDS / "meridianpost-2024-03-12-varnholm-cracks.txt"
    assert hearsay("ingest", first, second).status == 0
    return hearsay
