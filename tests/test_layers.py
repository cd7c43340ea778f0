"""Who may import whom: the rooms of `ingest/` in layers, read from the imports themselves."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ingest"

LAYERS = (
    {"dataset", "errors", "processes", "resources"},
    {"sources"},
    {"model"},
    {"claim_review", "text", "grounding", "language", "network", "places", "sparql"},
    {"read", "extract", "link", "records", "judgements"},
    {"settings", "rdf"},
    {"hermit", "validate", "store", "wikidata", "fetch", "decisions", "corrections", "clusters"},
    {"copies"},
    {"ontology", "versions", "bundles", "enrichment"},
    {"reason"},
    {"query", "export", "reconciliation", "judging", "undecided"},
    {"examining"},
    {"pipeline"},
    {"audit", "nanopub", "online", "package", "shards"},
    {"cli"},
)
"""Lowest first. A room imports only rooms of layers below its own: neither above it nor beside it."""

FACADE = "ingest/__init__.py"
LONGEST = 400


def level(room: str) -> int:
    for number, rooms in enumerate(LAYERS):
        if room in rooms:
            return number
    raise AssertionError(f"ingest/{room} is in no layer: put it into LAYERS in tests/test_layers.py")


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(source: str) -> Iterator[tuple[int, str]]:
    """Give (line, room) of every import of the package, wherever in the file it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            names = ["ingest.(relative)"]
        elif isinstance(node, ast.ImportFrom) and node.module == "ingest":
            names = [f"ingest.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        for name in names:
            if name == "ingest" or name.startswith("ingest."):
                yield node.lineno, name.removeprefix("ingest").lstrip(".").partition(".")[0]


def breaches(room: str, source: str, where: str) -> list[str]:
    found = []
    for line, other in imported_rooms(source):
        if other == room or other == "__version__":
            continue
        if other == "(relative)":
            found.append(f"{where}:{line} imports relatively: write `from ingest.… import …`.")
        elif level(other) == level(room):
            found.append(
                f"{where}:{line}: {room} imports {other}, which lies beside it: move what both need below."
            )
        elif level(other) > level(room):
            found.append(
                f"{where}:{line}: {room} imports {other}, which lies above it: pass in what it needs."
            )
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts)


def test_no_room_imports_one_above_or_beside_it() -> None:
    found = [
        breach
        for path in MODULES
        if path.relative_to(ROOT).as_posix() != FACADE
        for breach in breaches(room_of(path), path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("room", "source", "says"),
    [
        ("read", "from ingest.extract import cues", "beside it"),
        ("link", "from ingest import extract", "beside it"),
        ("rdf", "def late():\n    import ingest.store.embedded", "above it"),
        ("model", "from ingest.cli import app", "above it"),
        ("query", "from . import export", "relatively"),
    ],
)
def test_a_breach_is_seen(room: str, source: str, says: str) -> None:
    (breach,) = breaches(room, source, "a.py")
    assert says in breach


def test_what_lies_below_may_be_imported() -> None:
    assert (
        breaches(
            "cli", "from ingest import __version__, query\nfrom ingest.model import Span\nimport re", "a"
        )
        == []
    )


def test_every_layer_s_rooms_exist() -> None:
    present = {room_of(path) for path in MODULES}
    assert {room for rooms in LAYERS for room in rooms} <= present


def test_contributors_are_shown_the_layers() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"(?m)(?:^    .* < .*\n)+", text)
    assert tuple({*layer.replace("·", " ").split()} for layer in shown.split("<")) == LAYERS


def test_the_package_itself_imports_only_the_standard_library_until_it_is_used() -> None:
    tree = ast.parse((ROOT / FACADE).read_text(encoding="utf-8"))
    eager = [alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names]
    eager += [node.module or "." for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in eager} <= sys.stdlib_module_names


def test_no_module_is_longer_than_one_reads_in_one_sitting_or_holds_odds_and_ends() -> None:
    for path in MODULES:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= LONGEST, f"{path.relative_to(ROOT)} has {lines} lines: split it by what it does."
        assert path.stem not in {"utils", "util", "helpers", "misc", "common"}, (
            f"{path}: name it for its job."
        )


_WATCHED_IMPORT = """
import importlib, pkgutil, sys
seen = []

def watch(event, arguments):
    if event.startswith("socket."):
        seen.append(event)
    elif event in ("open", "sqlite3.connect", "subprocess.Popen"):
        path = str(arguments[0])
        if path.startswith(sys.argv[1]) and not path.endswith((".py", ".pyc")):
            seen.append(f"{event} {path}")

import urllib3  # binds a socket to ::1 to see whether there is IPv6; nothing is sent
import ingest
names = ["ingest", *(module.name for module in pkgutil.walk_packages(ingest.__path__, "ingest."))]
sys.addaudithook(watch)
for name in names:
    importlib.import_module(name)
print(len(names), seen)
"""


def test_importing_every_module_opens_no_file_of_ours_and_no_connection() -> None:
    command = [sys.executable, "-c", _WATCHED_IMPORT, str(PACKAGE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    count, _, opened = done.stdout.strip().partition(" ")
    assert int(count) >= len(MODULES)
    assert opened == "[]"


def test_importing_the_package_loads_no_engine() -> None:
    code = "import sys, ingest; print(*{'pyoxigraph', 'rdflib', 'pandas', 'typer'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True) == "\n"
