"""The folder beside a server: texts, records, quarantine, log, the lock, and the change that is under way.

    remote.json            which server it belongs to
    lock                   who writes
    pending.ru             the update that was sent last, until the server has taken it
    texts/ records/ quarantine/ log.jsonl judgements.tsv   as in an embedded store

An update is written down before it is sent, and struck out when the server has taken it. What was cut off in
between, by our end or the server's, is sent again by whoever writes next: it means the same when it comes
twice.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import StoreError
from ingest.places import Remote
from ingest.store.faults import damaged, guarded
from ingest.store.files import sync_folder, write_atomically
from ingest.store.folder import Folder

_KIND = "hearsay-remote"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Beside:
    """The paths of a folder beside a server."""

    folder: Folder

    @property
    def path(self) -> Path:
        """The folder."""
        return self.folder.path

    def claim(self, remote: Remote) -> None:
        """Make the folder this server's, or see that it is.

        Raises:
            StoreError: it is something else, or another server's.
        """
        head = self.path / "remote.json"
        with guarded(self.path):
            if self.path.exists() and not self.path.is_dir():
                raise StoreError(f"{self.path} is a file, not a folder.", "Choose another under [remote].")
            if head.is_file():
                self._check(head, remote)
                return
            others = {"lock", "judgements.tsv", head.name + ".part"}
            if self.path.exists() and {entry.name for entry in self.path.iterdir()} - others:
                raise StoreError(
                    f"{self.path} holds other files, and is to be the folder beside {remote}.",
                    "Choose an empty or new one with `folder` under [remote]; nothing was changed here.",
                )
            content = {"format": _KIND, "update": remote.update, "version": _VERSION}
            write_atomically(head, (json.dumps(content, indent=2) + "\n").encode())

    def _check(self, head: Path, remote: Remote) -> None:
        try:
            content = json.loads(head.read_bytes())
            of = content["update"] if content["format"] == _KIND else None
        except (ValueError, KeyError, TypeError):
            raise damaged(self.path, f"{head.name} does not say which server it belongs to") from None
        if of != remote.update:
            raise StoreError(
                f"{self.path} is the folder beside another server ({of}).",
                "Choose another with `folder` under [remote].",
            )

    @property
    def pending(self) -> str:
        """The update that the server may not have taken, or ""."""
        with guarded(self.path):
            return self._pending.read_text(encoding="utf-8") if self._pending.is_file() else ""

    def write_down(self, update: str) -> None:
        """Keep an update until it is struck out."""
        with guarded(self.path):
            write_atomically(self._pending, update.encode())

    def strike_out(self) -> None:
        """Forget the update: the server has taken it."""
        with guarded(self.path):
            self._pending.unlink(missing_ok=True)
            sync_folder(self.path)

    @property
    def _pending(self) -> Path:
        return self.path / "pending.ru"
