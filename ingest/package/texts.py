"""The articles' texts that are at hand: a user's, or the package's own. Each is held against its hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.errors import PackageError
from ingest.package import layout
from ingest.package.opening import Package


class Texts:
    """Gives texts by their hex SHA-256.

    Args:
        package: the package, whose own texts count where there are no others.
        folder: a user's texts, each as ``<sha256>.txt``, or None.
    """

    def __init__(self, package: Package, folder: Path | None = None) -> None:
        self._package = package
        self._folder = folder
        self.right: set[str] = set()
        self.wrong: set[str] = set()

    def get(self, sha256: str) -> str | None:
        """Return a text, or None if it is not at hand; one that has another hash is noted in `wrong`.

        Raises:
            PackageError: a file cannot be read.
        """
        name = f"{sha256}.txt"
        content = self._content(name)
        if content is None:
            return None
        if hashlib.sha256(content).hexdigest() != sha256:
            self.wrong.add(name)
            return None
        self.right.add(name)
        return content.decode()

    def _content(self, name: str) -> bytes | None:
        own = f"{layout.TEXTS}/{name}"
        try:
            if self._folder and (self._folder / name).is_file():
                return (self._folder / name).read_bytes()
        except OSError as error:
            raise PackageError(
                f"{self._folder / name if self._folder else name} cannot be read: {error.strerror}.",
                "Check its rights.",
            ) from None
        return self._package.read(own) if own in self._package else None
