"""Article texts, kept beside the graphs under the SHA-256 of their UTF-8."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import StoreError
from ingest.store.faults import damaged, guarded
from ingest.store.files import write_atomically

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Texts:
    """A folder of texts by their digest: the same text twice is one file.

    Args:
        folder: where they lie; made when the first text is put.
        store: the store's folder, for messages.
    """

    def __init__(self, folder: Path, store: Path) -> None:
        self._folder = folder
        self._store = store

    def put(self, text: str, *, safe: bool = True) -> str:
        """Keep `text` and return its hex SHA-256; a damaged file under that name is replaced.

        Args:
            text: of an article.
            safe: whether it must be safe against power loss at once.

        Raises:
            StoreError: it cannot be written.
        """
        content = text.encode()
        digest = hashlib.sha256(content).hexdigest()
        with guarded(self._store):
            path = self._path(digest)
            if not (path.is_file() and path.read_bytes() == content):
                write_atomically(path, content, safe=safe)
        return digest

    def get(self, digest: str) -> str:
        """Return the text whose hex SHA-256 is `digest`.

        Raises:
            StoreError: there is none, or its file is damaged.
            ValueError: `digest` is not one.
        """
        path = self._path(digest)
        with guarded(self._store):
            if not path.is_file():
                raise StoreError(
                    f"The store {self._store} holds no text {digest}.",
                    "Ingest the article again to restore it.",
                )
            content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise damaged(self._store, f"the text {path} does not have the hash of its name")
        return content.decode()

    def delete(self, digest: str) -> bool:
        """Remove a text; False if there was none.

        Raises:
            StoreError: it cannot be removed.
            ValueError: `digest` is not one.
        """
        path = self._path(digest)
        with guarded(self._store):
            present = path.is_file()
            path.unlink(missing_ok=True)
        return present

    def damaged(self) -> Iterator[str]:
        """The digests whose files hold something else, in order."""
        with guarded(self._store):
            for path in sorted(self._folder.glob("??/*.txt")):
                if hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
                    yield path.stem

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise ValueError(f"not a hex SHA-256: {digest!r}")
        return self._folder / digest[:2] / f"{digest}.txt"
