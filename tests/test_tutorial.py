"""The tutorial's commands work as they stand there, one after the other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "tutorial.md"
_BLOCK = re.compile(r"(<!-- not run -->\n)?```sh\n(.*?)```", re.DOTALL)


def blocks() -> list[str]:
    """Give what is to be run; a block that makes the environment is marked as not run."""
    return [text for marked, text in _BLOCK.findall(PAGE.read_text(encoding="utf-8")) if not marked]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_command_of_the_tutorial_works(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "hearsay"
    program.write_text(f"#!{sys.executable}\nfrom ingest.cli import main\nmain()\n")
    program.chmod(0o755)
    environment = os.environ | {
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    told = ""
    for block in blocks():
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        told += done.stdout + done.stderr
    assert "8 articles" in told
    assert "Boris Rozhin" in told
    assert "names no title, no creators, no licence" in told
    assert "not verified  records from the texts" in told
    assert "the same      records from the texts (8)" in told
    assert "changed  link     Daily Beacon" in told
    assert "differs" not in told
    assert (tmp_path / "varnholm.zip").is_file()


def test_there_is_something_to_run() -> None:
    assert len(blocks()) >= 10
    assert sum(block.count("hearsay ") for block in blocks()) >= 15
