"""Build hook: compile the knowledge snapshot, so that wheel and editable install hold it ready for use.

`ingest/link/data/entities.tsv.xz` is kept and pinned. `snapshot.sqlite` beside it is made from it here and
never committed. Only the standard library and anyascii are at hand while building, and the modules that
compile import no more.
"""

from __future__ import annotations

import importlib
import sys
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
    shipped = _load(root, "ingest.link.shipped")
    shipped.compile_shipped(root / ROOM / "data/entities.tsv.xz", root / SNAPSHOT)


def _load(root: Path, name: str) -> ModuleType:
    """Import a module of the checkout, without what `ingest/link/__init__.py` loads for linking."""
    room = ModuleType("ingest.link")
    room.__path__ = [str(root / ROOM)]
    before = _take_ours()
    sys.path.insert(0, str(root))
    sys.modules["ingest.link"] = room
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(root))
        _take_ours()
        sys.modules.update(before)


def _take_ours() -> dict[str, ModuleType]:
    """Remove Hearsay's modules from those that are loaded, and return them."""
    ours = [name for name in sys.modules if name == "ingest" or name.startswith("ingest.")]
    return {name: sys.modules.pop(name) for name in ours}


if __name__ == "__main__":  # in a checkout, after a change to the table or to how names are read
    compile_snapshot(Path(__file__).parent)
