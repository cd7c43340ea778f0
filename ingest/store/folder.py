"""The layout of a store folder, and whether a folder is a store that this version can open.

format.json            which layout this is
lock                   who has it open
oxigraph/              the graphs
texts/<ab>/<hash>.txt  the articles' texts, by their SHA-256
quarantine/<id>/       the articles that did not conform
log.jsonl              which run was executed when
"""

import json
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import StoreError
from ingest.store.faults import damaged
from ingest.store.files import SUFFIX, write_atomically

VERSION = 1
"""The layout's version; it changes when an older Hearsay could no longer read what a newer one wrote."""

_KIND = "hearsay-store"
_UNFINISHED = {"lock", "format.json", "format.json" + SUFFIX, "oxigraph" + SUFFIX}


@dataclass(frozen=True, slots=True)
class Folder:
    """The paths of a store folder."""

    path: Path

    @property
    def format(self) -> Path:
        """The file that makes this folder a store."""
        return self.path / "format.json"

    @property
    def lock(self) -> Path:
        """The lock file."""
        return self.path / "lock"

    @property
    def graphs(self) -> Path:
        """The Oxigraph database."""
        return self.path / "oxigraph"

    @property
    def unfinished_graphs(self) -> Path:
        """Where the database is made before it gets its name."""
        return self.path / ("oxigraph" + SUFFIX)

    @property
    def texts(self) -> Path:
        """The article texts."""
        return self.path / "texts"

    @property
    def quarantine(self) -> Path:
        """The articles set aside."""
        return self.path / "quarantine"

    @property
    def log(self) -> Path:
        """The executions."""
        return self.path / "log.jsonl"

    def names(self) -> set[str]:
        """The names in the folder; none if there is no folder."""
        return {entry.name for entry in self.path.iterdir()} if self.path.exists() else set()

    def is_new(self) -> bool:
        """True if there is no store yet: no folder, an empty one, or one whose making was interrupted."""
        return self.names() <= _UNFINISHED

    def write_format(self) -> None:
        """Make this folder a store."""
        content = json.dumps({"format": _KIND, "version": VERSION}, indent=2) + "\n"
        write_atomically(self.format, content.encode())

    def check(self) -> None:
        """Refuse what is not a store, or not one that this version can open.

        Raises:
            StoreError: the path is a file, the folder somebody else's, the layout unknown, or a file damaged.
        """
        if self.path.exists() and not self.path.is_dir():
            raise StoreError(f"{self.path} is a file, not a store.", "Choose a folder with --store.")
        if self.is_new():
            return
        if not self.format.is_file():
            raise StoreError(
                f"{self.path} is not a store: it holds other files and no format.json.",
                "Choose an empty or new folder with --store; nothing was changed here.",
            )
        self._check_version()
        # Without this file the engine would quietly begin an empty database.
        if not (self.graphs / "CURRENT").is_file():
            raise damaged(self.path, "oxigraph/CURRENT is missing")

    def _check_version(self) -> None:
        try:
            content = json.loads(self.format.read_bytes())
        except ValueError as error:
            raise damaged(self.path, "format.json is not JSON") from error
        if not isinstance(content, dict) or content.get("format") != _KIND:
            raise StoreError(
                f"{self.path} is not a store: its format.json is of something else.",
                "Choose an empty or new folder with --store; nothing was changed here.",
            )
        version = content.get("version")
        if type(version) is not int:
            raise damaged(self.path, "format.json names no version")
        if version > VERSION:
            raise StoreError(
                f"The store {self.path} has format {version}, newer than this Hearsay's ({VERSION}).",
                "Upgrade Hearsay (`pip install --upgrade hearsay`), or choose another store with --store.",
            )
        if version < VERSION:
            raise StoreError(
                f"The store {self.path} has format {version}, older than this Hearsay's ({VERSION}).",
                "Ingest the articles again into a new store (`hearsay ingest … --store NEW`), "
                "or open this one with the Hearsay that made it.",
            )
