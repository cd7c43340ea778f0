"""Build hook: compile the knowledge snapshot, so that wheel and editable install hold it ready for use.

`ingest/link/data/entities.tsv.xz` is kept and pinned. `snapshot.sqlite` beside it is made from it here and
never committed. Only the standard library is at hand while building: two modules are loaded by path.
"""

from __future__ import annotations

import importlib.util
import lzma
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOM = Path("ingest/link")
SNAPSHOT = ROOM / "data/snapshot.sqlite"


class SnapshotHook(BuildHookInterface):  # type: ignore[type-arg]  # the base's parameter is not public
    """Compiles the snapshot before the wheel's files are collected."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the SQLite file and name it as an artifact (git ignores it, the wheel must not)."""
        if self.target_name != "wheel":
            return
        compile_snapshot(Path(self.root))
        build_data["artifacts"].append(SNAPSHOT.as_posix())


def compile_snapshot(root: Path) -> None:
    """Compile `root`'s table of entities."""
    names, tables = _load(root, "names"), _load(root, "tables")
    table = lzma.decompress((root / ROOM / "data/entities.tsv.xz").read_bytes())
    tables.compile_table(table, root / SNAPSHOT, names.key, names.without_company_form)


def _load(root: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"_hearsay_build_{name}", root / ROOM / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{root / ROOM / name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
