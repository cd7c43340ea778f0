"""Articles set aside, each with its report, until they are retried.

An entry is a folder `<id>/`: `article.json` (as read, to be tried again), `report.txt` (for people),
`report.ttl` (the SHACL report graph, if there is one) and `report.json` (for programs). The last is written
last and removed first: without it there is no entry, so that one interrupted half-way is not taken for whole.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.store.faults import damaged, guarded, read_only
from ingest.store.files import write_atomically

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """One article set aside.

    Attributes:
        id: from its content, given by the caller: the same article set aside twice is one entry.
        reason: a short stable code, e.g. ``shacl``.
        article: the article as read, a JSON object from which it can be tried again.
        report: what is wrong, a JSON object.
        text: what is wrong, for people.
        turtle: the SHACL report graph, or None.
    """

    id: str
    reason: str
    article: Mapping[str, Any]
    report: Mapping[str, Any]
    text: str
    turtle: str | None = None


class Quarantine:
    """The folder of articles set aside.

    Args:
        folder: where they lie; made when the first is put.
        store: the store's folder, for messages.
        writable: whether the store was opened for writing.
    """

    def __init__(self, folder: Path, store: Path, writable: bool = True) -> None:
        self._folder = folder
        self._store = store
        self._writable = writable

    def put(self, entry: Entry) -> None:
        """Set an article aside, in place of an earlier entry of the same id.

        Raises:
            StoreError: it cannot be written.
            ValueError: the id cannot be a file name.
        """
        folder = self._path(entry.id)
        if not self._writable:
            raise read_only(self._store)
        head = {"id": entry.id, "reason": entry.reason, "report": dict(entry.report)}
        with guarded(self._store):
            self.remove(entry.id)
            write_atomically(folder / "article.json", _json(dict(entry.article)))
            write_atomically(folder / "report.txt", entry.text.encode())
            if entry.turtle is not None:
                write_atomically(folder / "report.ttl", entry.turtle.encode())
            write_atomically(folder / "report.json", _json(head))

    def get(self, id: str) -> Entry | None:
        """Return an entry, or None if there is none of this id.

        Raises:
            StoreError: its files are damaged.
            ValueError: the id cannot be a file name.
        """
        folder = self._path(id)
        with guarded(self._store):
            if not (folder / "report.json").is_file():
                return None
            turtle = folder / "report.ttl"
            try:
                head = json.loads((folder / "report.json").read_bytes())
                return Entry(
                    id=id,
                    reason=head["reason"],
                    article=json.loads((folder / "article.json").read_bytes()),
                    report=head["report"],
                    text=(folder / "report.txt").read_bytes().decode(),
                    turtle=turtle.read_bytes().decode() if turtle.is_file() else None,
                )
            except (ValueError, KeyError, TypeError) as error:
                raise damaged(self._store, f"{folder} holds no readable entry") from error

    def ids(self) -> tuple[str, ...]:
        """The ids of all entries, in order."""
        with guarded(self._store):
            return tuple(sorted(path.parent.name for path in self._folder.glob("*/report.json")))

    def remove(self, id: str) -> bool:
        """Remove an entry; False if there was none.

        Raises:
            StoreError: it cannot be removed.
            ValueError: the id cannot be a file name.
        """
        folder = self._path(id)
        if not self._writable:
            raise read_only(self._store)
        with guarded(self._store):
            if not folder.is_dir():
                return False
            present = (folder / "report.json").is_file()
            (folder / "report.json").unlink(missing_ok=True)
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()
            return present

    def __iter__(self) -> Iterator[Entry]:
        for id in self.ids():
            entry = self.get(id)
            if entry is not None:
                yield entry

    def __len__(self) -> int:
        return len(self.ids())

    def _path(self, id: str) -> Path:
        if not _ID.fullmatch(id):
            raise ValueError(f"not an id of a quarantine entry: {id!r}")
        return self._folder / id


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
