"""A package conforms to RO-Crate 1.1 and Process Run Crate 0.5, as the community's own validator says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from package.conftest import Pack

from ingest.package import layout

ENVIRONMENT = Path(os.environ.get("HEARSAY_ROCRATE", Path(__file__).parents[2] / ".venv-rocrate"))
VALIDATOR = ENVIRONMENT / "bin" / "rocrate-validator"

pytestmark = pytest.mark.skipif(
    not (ENVIRONMENT / ".ready").exists() and not os.environ.get("HEARSAY_REQUIRE_ROCRATE"),
    reason="needs the RO-Crate validator in an environment of its own: run .ci/rocrate.sh, as .ci/run does",
)


def issues(crate: Path, report: Path) -> list[str]:
    command = [VALIDATOR, "-y", "validate", crate, "--offline", "--cache-path", ENVIRONMENT / "http"]
    options = ["--profile-identifier", "process-run-crate-0.5", "--no-paging"]
    subprocess.run(
        [*command, *options, "--output-format", "json", "-o", report], capture_output=True, check=False
    )
    found = json.loads(report.read_text())
    assert found["passed"] is (not found["issues"])
    return [str(issue["message"]) for issue in found["issues"]]


def test_a_package_is_valid_at_the_level_required(packages: Pack, tmp_path: Path) -> None:
    assert issues(packages(), tmp_path / "report.json") == []


def test_the_validator_would_say_what_is_not(packages: Pack, tmp_path: Path) -> None:
    crate = tmp_path / "crate"
    shutil.copytree(packages(), crate)
    document = json.loads((crate / layout.METADATA).read_text())
    (root,) = (entity for entity in document["@graph"] if entity["@id"] == "./")
    del root["license"]
    (crate / layout.METADATA).write_text(json.dumps(document))
    assert issues(crate, tmp_path / "report.json") != []
