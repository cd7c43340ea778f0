"""The processes that read a dump."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pytest
from documents import person, write_dump

from ingest.errors import HearsayError
from ingest.link import Snapshot
from ingest.wikidata import chunks, workers
from ingest.wikidata.build import Options, build, staging_of
from ingest.wikidata.worker import receive, send


@pytest.fixture
def dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(chunks, "BLOCK", 10_000)
    return write_dump(tmp_path / "d.json", [person(f"Q{number}", f"P {number}") for number in range(1, 200)])


def test_what_lies_in_the_working_folder_is_not_run(
    dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "somebody's"
    (folder / "ingest").mkdir(parents=True)
    for name in ("orjson.py", "signal.py", "ingest/__init__.py"):
        (folder / name).write_text("raise SystemExit('run!')")
    monkeypatch.chdir(folder)
    build([str(dump)], tmp_path / "out.sqlite", Options(workers=1))
    with Snapshot.open(tmp_path / "out.sqlite") as snapshot:
        assert snapshot.counts["entities"] == 199


def test_a_worker_that_is_killed_is_told_and_what_was_read_is_kept(
    dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            started.append(self)

    monkeypatch.setattr(workers.subprocess, "Popen", Noted)
    out = tmp_path / "out.sqlite"
    with pytest.raises(HearsayError, match="ended before its time") as told:
        build([str(dump)], out, Options(workers=2), progress=lambda source, state: started[0].kill())
    assert "--workers 1" in told.value.cure
    assert all(process.poll() is not None for process in started)
    assert staging_of(out).exists()
    build([str(dump)], out, Options(workers=0))
    with Snapshot.open(out) as snapshot:
        assert snapshot.counts["entities"] == 199


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_message_that_is_cut_off_is_none(cut: int) -> None:
    stream = io.BytesIO()
    send(stream, b"hear")
    assert receive(io.BytesIO(stream.getvalue())) == b"hear"
    assert receive(io.BytesIO(stream.getvalue()[:-cut])) is None
