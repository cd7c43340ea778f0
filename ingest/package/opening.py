"""Reading a package that somebody else made: a folder or a zip, nothing of which is trusted.

Every name is checked before it is used, and nothing is unpacked: files are read where they are, up to limits.
"""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import TracebackType
from typing import IO, Protocol

from ingest.errors import PackageError

MOST_BYTES = 64 * 2**30
"""The most that the files of a package may unpack to."""

MOST_RATIO = 200
"""How many times its compressed size a zip may unpack to, once that is over `RATIO_FROM`."""

RATIO_FROM = 64 * 2**20
MOST_SMALL = 64 * 2**20
"""The most bytes of a file that is read into memory at once."""

_BAG, _BAGGED = "bagit.txt", "data/"
_CHUNK = 2**20
_REGULAR = {0, stat.S_IFREG}


class _Files(Protocol):
    """The files of a package, by their paths in it."""

    def names(self) -> tuple[str, ...]:
        """The paths of all files, in code point order."""

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading."""

    def close(self) -> None:
        """Let them go."""


class Package(AbstractContextManager["Package"]):
    """A package whose names have been checked.

    Args:
        path: a folder or a zip file.

    Raises:
        PackageError: it is neither, or a name in it is one that no package may have.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files: _Files
        if path.is_dir():
            self._files = _Folder(path)
        elif path.is_file():
            self._files = _Zip(path)
        else:
            raise PackageError(f"There is no package at {path}.", "Give its folder or its zip file.")
        found = self._files.names()
        # In a bag (RFC 8493) everything of the package lies below `data/`.
        self._top = _BAGGED if _BAG in found else ""
        self._names = frozenset(name.removeprefix(self._top) for name in found if name.startswith(self._top))

    def names(self) -> tuple[str, ...]:
        """The paths of all files, in code point order."""
        return tuple(sorted(self._names))

    def below(self, folder: str) -> tuple[str, ...]:
        """The paths of the files in a folder and its folders, in code point order."""
        return tuple(name for name in self.names() if name.startswith(f"{folder}/"))

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading.

        Raises:
            PackageError: there is no such file.
        """
        if name not in self._names:
            raise PackageError(f"{self.path} has no file {name}.", _AGAIN)
        return self._files.open(self._top + name)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Give the bytes of a file piece by piece.

        Raises:
            PackageError: there is no such file, or it cannot be read.
        """
        try:
            with self.open(name) as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
        except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError) as error:
            raise PackageError(f"{self.path}: {name} cannot be read: {error}.", _AGAIN) from None

    def read(self, name: str) -> bytes:
        """Return the bytes of a file that fits into memory.

        Raises:
            PackageError: there is no such file, it cannot be read, or it is too large.
        """
        parts: list[bytes] = []
        size = 0
        for chunk in self.chunks(name):
            size += len(chunk)
            if size > MOST_SMALL:
                raise PackageError(f"{self.path}: {name} is larger than {MOST_SMALL:,} bytes.", _AGAIN)
            parts.append(chunk)
        return b"".join(parts)

    def text(self, name: str) -> str:
        """Return a file's text.

        Raises:
            PackageError: as `read`, or it is not UTF-8.
        """
        try:
            return self.read(name).decode()
        except UnicodeDecodeError as error:
            raise PackageError(f"{self.path}: {name} is not UTF-8 (byte {error.start}).", _AGAIN) from None

    def close(self) -> None:
        """Close the zip."""
        self._files.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def check_name(name: str) -> None:
    """Refuse a path that leads out of a package, or that other systems read as another one.

    Raises:
        ValueError: the message is a clause that says why.
    """
    path = PurePosixPath(name)
    if not name or path.is_absolute() or PureWindowsPath(name).drive or name.startswith("\\"):
        raise ValueError("it is an absolute path")
    if ".." in path.parts or "\\" in name:
        raise ValueError("it leads out of the package")
    if name != str(path):
        raise ValueError("it is not written in the plain way")
    if not name.isprintable() or ":" in name:
        raise ValueError("it holds a character that names of files may not have")


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> tuple[str, ...]:
        found = []
        for file in sorted(self._path.rglob("*")):
            name = file.relative_to(self._path).as_posix()
            kind = file.lstat().st_mode
            if stat.S_ISDIR(kind):
                continue
            if not stat.S_ISREG(kind):
                what = "a symbolic link" if stat.S_ISLNK(kind) else "no regular file"
                raise _refused(self._path, name, f"it is {what}")
            found.append(name)
        _check_all(self._path, found)
        return tuple(found)

    def open(self, name: str) -> IO[bytes]:
        return (self._path / name).open("rb")

    def close(self) -> None:
        pass


class _Zip:
    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise PackageError(f"{path} is no zip file, or a damaged one: {error}.", _AGAIN) from None

    def names(self) -> tuple[str, ...]:
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        for entry in entries:
            kind = stat.S_IFMT(entry.external_attr >> 16)
            if kind not in _REGULAR:
                what = "a symbolic link" if kind == stat.S_IFLNK else "no regular file"
                raise _refused(self._path, entry.filename, f"it is {what}")
            if entry.flag_bits & 1:
                raise _refused(self._path, entry.filename, "it is encrypted")
        _check_all(self._path, [entry.filename for entry in entries])
        unpacked = sum(entry.file_size for entry in entries)
        packed = max(self._path.stat().st_size, 1)
        if unpacked > MOST_BYTES or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * packed):
            raise PackageError(
                f"{self._path} would unpack to {unpacked:,} bytes from {packed:,}, more than is allowed.",
                "If you trust it, unpack it and give the folder.",
            )
        return tuple(entry.filename for entry in entries)

    def open(self, name: str) -> IO[bytes]:
        # What an entry says of its size is what Python reads of it at most.
        return self._zip.open(name)

    def close(self) -> None:
        self._zip.close()


def _check_all(package: Path, names: list[str]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        try:
            check_name(name)
        except ValueError as error:
            raise _refused(package, name, str(error)) from None
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            what = (
                "it is there twice"
                if seen[folded] == name
                else f"only its case tells it from {seen[folded]!r}"
            )
            raise _refused(package, name, what)
        seen[folded] = name


def _refused(package: Path, name: str, why: str) -> PackageError:
    return PackageError(
        f"{package} is refused for its file {name!r}: {why}.",
        "No package of Hearsay's has such a file: ask whoever made it for another.",
    )


_AGAIN = "Fetch it again, or ask whoever made it."
