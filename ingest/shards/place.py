"""Where shards lie: a folder here, or one in an object storage, through fsspec.

plan.json                 which shards belong here, in order
shards/<partition>/       one shard: its files, and manifest.json, written last
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import fsspec

from ingest.errors import HearsayError
from ingest.shards.manifest import Manifest, Plan

PART = ".part"
"""Ends the name of a file that does not count yet."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of shards.

    Attributes:
        url: a path, or the URL of a folder that fsspec knows.
    """

    url: str

    def read_plan(self) -> Plan:
        """Return the plan.

        Raises:
            HearsayError: there is none, or it cannot be read.
        """
        content = self._read("plan.json")
        if content is None:
            raise HearsayError(
                f"{self.url} is no folder of shards: it holds no plan.json.",
                "Name a folder that `hearsay ingest --to` wrote.",
            )
        return Plan.from_bytes(content, self.path("plan.json"))

    def write_plan(self, plan: Plan) -> None:
        """Say which shards belong here.

        Raises:
            HearsayError: it cannot be written.
        """
        self._commit(plan.to_bytes(), "plan.json")

    def manifest(self, partition: str) -> Manifest | None:
        """Return the manifest of a partition's shard, or None if there is no whole one.

        Raises:
            HearsayError: it cannot be read.
        """
        content = self._read("shards", partition, "manifest.json")
        if content is None:
            return None
        return Manifest.from_bytes(content, self.path("shards", partition, "manifest.json"))

    def is_whole(self, manifest: Manifest) -> bool:
        """Whether all files of a shard are there, of the right size.

        Raises:
            HearsayError: that cannot be seen.
        """
        files, _ = self._files()
        with self._told():
            for name, packed in manifest.files.items():
                path = self.path("shards", manifest.partition, name)
                if not files.exists(path) or files.size(path) != packed.bytes:
                    return False
        return True

    def put(self, manifest: Manifest, folder: Path) -> None:
        """Put a shard here: its files from `folder`, then the manifest, in one step.

        Raises:
            HearsayError: it cannot be written.
        """
        files, _ = self._files()
        with self._told():
            own = self.path("shards", manifest.partition)
            files.makedirs(own, exist_ok=True)
            last = f"{own}/manifest.json"
            if files.exists(last):  # of other inputs, or made otherwise: from now on it is not true
                files.rm_file(last)
            for name in manifest.files:
                files.put_file(str(folder / name), f"{own}/{name}")
        self._commit(manifest.to_bytes(), "shards", manifest.partition, "manifest.json")

    def open(self, partition: str, name: str) -> BinaryIO:
        """Open a file of a shard.

        Raises:
            HearsayError: it cannot be read.
        """
        files, _ = self._files()
        with self._told():
            stream: BinaryIO = files.open(self.path("shards", partition, name), "rb")
        return stream

    def path(self, *parts: str) -> str:
        """Name something in this folder."""
        _, root = self._files()
        return "/".join((root.rstrip("/"), *parts))

    def _read(self, *parts: str) -> bytes | None:
        files, _ = self._files()
        with self._told():
            path = self.path(*parts)
            return bytes(files.cat_file(path)) if files.exists(path) else None

    def _commit(self, content: bytes, *parts: str) -> None:
        """Write a small file in one step: under another name, then renamed."""
        files, _ = self._files()
        with self._told():
            path = self.path(*parts)
            files.makedirs(path.rpartition("/")[0], exist_ok=True)
            files.pipe_file(path + PART, content)
            files.mv(path + PART, path)

    def _files(self) -> tuple[Any, str]:
        try:
            files, root = fsspec.core.url_to_fs(self.url)
        except ImportError as error:  # fsspec says which package speaks this protocol
            raise HearsayError(f"{self.url}: {error}.", "Install that package.") from None
        except ValueError as error:
            raise HearsayError(f"{self.url} is no place for shards: {error}.", "Check the address.") from None
        return files, root

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            raise HearsayError(
                f"{error.filename or self.url} cannot be read or written: {reason}.",
                "Cure that, and run the same command again: it makes what is missing.",
            ) from error
