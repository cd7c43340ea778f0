"""The layout of a store folder, and whether a folder is a store that this version can open.

    format.json            which layout this is, and which folder holds the graphs
    lock                   who has it open
    oxigraph/              the graphs; a rebuilt database is `oxigraph-2/` and so on
    texts/<ab>/<hash>.txt  the articles' texts, by their SHA-256
    records/<ab>/….jsonl   what was extracted from them, before anybody judged it
    quarantine/<id>/       the articles that did not conform
    log.jsonl              which run was executed when
    judgements.tsv         what people judged, unless it is kept elsewhere; `ingest.judgements` writes it

`format.json` is written last, atomically: a database is there as soon as it is named there, and not before.
"""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import StoreError
from ingest.store.faults import damaged
from ingest.store.files import SUFFIX, write_atomically

VERSION = 1
"""The layout's version; it changes when an older Hearsay could no longer read what a newer one wrote."""

_KIND = "hearsay-store"
_DATABASE = re.compile(r"oxigraph(?:-([1-9][0-9]{0,9}))?", re.ASCII)


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
    def texts(self) -> Path:
        """The article texts."""
        return self.path / "texts"

    @property
    def records(self) -> Path:
        """The extraction records."""
        return self.path / "records"

    @property
    def quarantine(self) -> Path:
        """The articles set aside."""
        return self.path / "quarantine"

    @property
    def log(self) -> Path:
        """The executions."""
        return self.path / "log.jsonl"

    def is_new(self) -> bool:
        """True if there is no store yet: no folder, an empty one, or one whose making was interrupted."""
        if not self.path.exists():
            return True
        ours = {"lock", "format.json" + SUFFIX, "oxigraph", "judgements.tsv"}
        return not {entry.name for entry in self.path.iterdir()} - ours

    def check_kind(self) -> None:
        """Refuse what is neither a store that this version can open nor a place for a new one.

        Raises:
            StoreError: the path is a file, the folder somebody else's, or of another format.
        """
        if self.path.exists() and not self.path.is_dir():
            raise StoreError(f"{self.path} is a file, not a store.", "Choose a folder with --store.")
        if not self.is_new():
            self.database()

    def check_database(self) -> None:
        """Refuse a store whose database is gone: the engine would quietly begin an empty one.

        Raises:
            StoreError: the store is damaged.
        """
        if not (self.database() / "CURRENT").is_file():
            raise damaged(self.path, f"{self.database().name}/CURRENT is missing")

    def database(self) -> Path:
        """Where the graphs are.

        Raises:
            StoreError: this is not a store, or not one that this version can open.
        """
        content = self._read_format()
        version = content.get("version")
        if type(version) is not int:
            raise damaged(self.path, "format.json names no version")
        if version > VERSION:
            raise StoreError(
                f"The store {self.path} has format {version}, newer than this Hearsay's ({VERSION}).",
                "Upgrade Hearsay, or choose another store with --store.",
            )
        if version < VERSION:
            raise StoreError(
                f"The store {self.path} has format {version}, older than this Hearsay's ({VERSION}).",
                "Ingest the articles again into a new store (`hearsay ingest … --store NEW`), "
                "or open this one with the Hearsay that made it.",
            )
        name = content.get("graphs")
        if not (isinstance(name, str) and _DATABASE.fullmatch(name)):
            raise damaged(self.path, "format.json does not say where the graphs are")
        return self.path / name

    def next_database(self) -> Path:
        """Where a rebuilt database goes, which takes the present one's place by `adopt`."""
        match = _DATABASE.fullmatch(self.database().name)
        number = int(match[1] or 1) if match else 1
        return self.path / f"oxigraph-{number + 1}"

    def adopt(self, database: Path) -> None:
        """Make `database`, which lies in this folder, the store's, in one step."""
        content = {"format": _KIND, "graphs": database.name, "version": VERSION}
        write_atomically(self.format, (json.dumps(content, indent=2) + "\n").encode())

    def remove_other_databases(self) -> None:
        """Remove those that a rebuilding left behind; for the only writer."""
        current = self.database().name
        for entry in self.path.iterdir():
            if _DATABASE.fullmatch(entry.name) and entry.name != current:
                shutil.rmtree(entry)

    def _read_format(self) -> dict[str, Any]:
        try:
            content = json.loads(self.format.read_bytes())
        except FileNotFoundError:
            raise StoreError(
                f"{self.path} is not a store: it holds other files and no format.json.",
                "Choose an empty or new folder with --store; nothing was changed here.",
            ) from None
        except ValueError as error:
            raise damaged(self.path, "format.json is not JSON") from error
        if not isinstance(content, dict) or content.get("format") != _KIND:
            raise StoreError(
                f"{self.path} is not a store: its format.json is of something else.",
                "Choose an empty or new folder with --store; nothing was changed here.",
            )
        return content
