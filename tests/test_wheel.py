"""What users install: the wheel, with nothing but its declared dependencies, away from the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        not os.environ.get("HEARSAY_WHEEL_TEST"),
        reason="builds and installs a wheel, a minute or more: set HEARSAY_WHEEL_TEST=1, as .ci/run does",
    ),
]

_LEFT_BEHIND = shutil.ignore_patterns(
    ".*", "__pycache__", "site", "dist", "build", "*.egg-info", "snapshot.sqlite"
)


@dataclass(frozen=True)
class Installation:
    """A clean environment that holds the wheel, and an empty folder to stand in."""

    wheel: Path
    environment: Path
    folder: Path

    def run(self, *command: str, status: int = 0, environment: Mapping[str, str] | None = None) -> str:
        """Run one of the environment's programs elsewhere and return what it prints."""
        clean = {
            key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))
        }
        clean |= environment or {}
        program = self.environment / "bin" / command[0]
        done = subprocess.run(
            [program, *command[1:]], cwd=self.folder, env=clean, capture_output=True, text=True
        )
        assert done.returncode == status, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    work = tmp_path_factory.mktemp("wheel")
    checkout = work / "copy"
    shutil.copytree(ROOT, checkout, ignore=_LEFT_BEHIND)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(work), str(checkout)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = work.glob("*.whl")
    shutil.rmtree(checkout)

    environment = work / "environment"
    venv.create(environment, with_pip=True)
    locked = work / "requirements.txt"
    locked.write_text("".join(locked_blocks(needed())), encoding="utf-8")
    pip = [str(environment / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--require-hashes", "--no-deps", "-r", str(locked)], check=True)
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True)
    subprocess.run([*pip, "check"], check=True)

    folder = work / "elsewhere"
    folder.mkdir()
    return Installation(wheel, environment, folder)


def needed() -> set[str]:
    """The names of what `hearsay` needs to run, and what these need, as installed here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: set[str] = set()
    waiting = [Requirement(line) for line in project["dependencies"]]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        wanted = [{"extra": extra} for extra in requirement.extras] or [{"extra": ""}]
        if name not in found:
            found.add(name)
            for line in metadata.requires(name) or ():
                inner = Requirement(line)
                if inner.marker is None or any(inner.marker.evaluate(extra) for extra in wanted):
                    waiting.append(inner)
    return found


def locked_blocks(names: set[str]) -> Iterator[str]:
    """The lock file's entries for these names, with their hashes."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for block in re.split(r"(?m)^(?=[a-z0-9])", lock):
        if block and canonicalize_name(block.partition("==")[0]) in names:
            yield block


def test_the_wheel_holds_the_rooms_the_snapshot_and_every_licence(installation: Installation) -> None:
    with zipfile.ZipFile(installation.wheel) as archive:
        names = archive.namelist()
    for file in (
        *("ontology/hearsay.ttl", "ontology/alignments.ttl", "ontology/context.jsonld", "ontology/LICENSE"),
        *(
            "shapes/claim.ttl",
            "shapes/ontology/",
            "queries/derive/HedgedClaim.rq",
            "queries/who-said-what.rq",
        ),
        *("seeds/LICENSE.md", "seeds/articles/"),
    ):
        assert any(name.startswith(f"ingest/_data/{file}") for name in names), file
    for file in (
        *("ingest/py.typed", "ingest/link/data/snapshot.sqlite"),
        *("ingest/records/extract.schema.json", "ingest/cli/summary.schema.json"),
    ):
        assert file in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    outside = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    assert outside == {"ingest"}


def test_the_demo_runs_from_another_folder_without_the_checkout(installation: Installation) -> None:
    where = installation.run("python", "-c", "import ingest; print(ingest.__file__)").strip()
    assert Path(where).is_relative_to(installation.environment)
    said = installation.run("hearsay", "demo")
    seeds = len(list((ROOT / "seeds" / "articles").iterdir()))
    assert seeds > 6
    assert said.count("$ hearsay ") == 4
    assert "$ hearsay query" in said
    assert list(installation.folder.iterdir()) == []


def test_commands_find_their_files(installation: Installation) -> None:
    assert "hearsay" in installation.run("hearsay", "--version")
    assert "who-said-what" in installation.run("hearsay", "queries")
    if shutil.which("java") or os.environ.get("HEARSAY_REQUIRE_JAVA"):
        assert "ontology#ThirdHandClaim" in installation.run("hearsay", "ontology", "check")


def test_the_store_answers_from_python(installation: Installation) -> None:
    store = installation.folder / "store"
    installation.run("hearsay", "demo", "--store", str(store))
    code = f"import ingest; print(len(ingest.open_store({str(store)!r}).query('chains').rows))"
    assert int(installation.run("python", "-c", code)) > 0
    assert "hedged" in installation.run("hearsay", "reason", "--store", str(store))


def test_a_package_is_run_again_in_a_clean_environment_under_another_sky(
    installation: Installation, tmp_path: Path
) -> None:
    (tmp_path / "hearsay.toml").write_text(
        '[dataset]\ntitle = "T"\ndescription = "D"\ncreators = ["C"]\npublished = "2026-11-30"\n'
        'licence = "https://creativecommons.org/licenses/by/4.0/"\n'
    )
    article = ROOT / "seeds" / "articles" / "sputnik-2024-05-06-french-foreign-legion.txt"
    here = [sys.executable, "-c", "from ingest.cli import main; main()"]
    for command in (["ingest", article], ["package", "--text", "full", "out.zip"]):
        subprocess.run([*here, *command], cwd=tmp_path, check=True, capture_output=True)
    shutil.copy(tmp_path / "out.zip", installation.folder / "received.zip")
    sky = {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "7"}
    out = installation.run("hearsay", "reproduce", "received.zip", environment=sky)
    assert out.count("the same") == 6
    assert "records from the texts (1)" in out
