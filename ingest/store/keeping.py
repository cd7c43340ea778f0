"""What every backend keeps as files beside its graphs, and what holds of every write."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from ingest.errors import StoreError
from ingest.store.damage import Damage
from ingest.store.faults import guarded, read_only
from ingest.store.folder import Folder
from ingest.store.lock import Mode
from ingest.store.log import Log
from ingest.store.quarantine import Quarantine
from ingest.store.records import Records
from ingest.store.texts import Texts


class Keeping(ABC):
    """Texts, records, quarantine and log in a folder. See `ingest.store.Store`.

    Args:
        folder: where they lie.
        mode: ``read`` or ``write``.
        name: what messages call the store.
    """

    def __init__(self, folder: Folder, mode: Mode, name: object) -> None:
        self._folder = folder
        self._mode = mode
        self._name = name
        self._failed = False
        self._texts = Texts(folder.texts, folder.path)
        self._records = Records(folder.records, folder.path)
        self.quarantine = Quarantine(folder.quarantine, folder.path, writable=mode == "write")
        self.log = Log(folder.log, folder.path, writable=mode == "write")

    def put_text(self, text: str) -> str:
        """Keep an article's text and return its hex SHA-256."""
        with self._writing():
            return self._texts.put(text)

    def delete_text(self, sha256: str) -> bool:
        """Remove a text; False if there was none."""
        with self._writing():
            return self._texts.delete(sha256)

    def text(self, sha256: str) -> str:
        """The text with this hex SHA-256, checked against it."""
        return self._texts.get(sha256)

    def put_record(self, article: str, key: str, content: bytes) -> None:
        """Keep an article's extraction record."""
        with self._writing():
            self._records.put(article, key, content)

    def delete_records(self, article: str, but: str | None = None) -> bool:
        """Remove an article's extraction records, except one; False if there were none."""
        with self._writing():
            return self._records.delete(article, but)

    def record(self, article: str, key: str) -> bytes | None:
        """An article's extraction record, checked, or None if it has none."""
        return self._records.get(article, key)

    def _damaged_files(self) -> Iterator[Damage]:
        """Say which texts and records are not as they were written."""
        for digest in self._texts.damaged():
            yield Damage(digest, "the text's file does not have the hash of its name")
        for name in self._records.damaged():
            yield Damage(name, "the record's file does not hold what was written")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A block that writes; after one that failed no other is entered, until the store is opened anew."""
        if self._mode != "write":
            raise read_only(self._folder.path)
        if self._failed:
            raise StoreError(
                f"An earlier write to the store {self._name} failed, so that it takes no more.",
                "What was stored before is intact. Cure that failure and run the same command again.",
            )
        try:
            with guarded(self._folder.path):
                yield
        except StoreError:
            self._failed = True
            raise

    @abstractmethod
    def close(self) -> None:
        """Let others in; may be called twice."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
