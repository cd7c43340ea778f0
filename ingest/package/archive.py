"""A folder of files as a package: written whole or not at all, the same bytes for the same files."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import PackageError
from ingest.package import layout
from ingest.store.files import sha256_of

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_FILE = 0o100644
_UNIX = 3
_CHUNK = 2**20


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Give an empty folder; what was put into it becomes `target` when the block ends, and not before.

    Args:
        target: a folder that is to be made, or a file that ends in ``.zip``.

    Raises:
        PackageError: there is something at `target`, or it cannot be written; nothing is left behind.
    """
    if target.exists():
        raise PackageError(f"There is something at {target} already.", "Choose another name, or remove it.")
    staging, part = (target.with_name(f".{target.name}.{end}") for end in ("making", "part"))
    try:
        _remove(staging, part)
        staging.mkdir(parents=True)
        yield staging
        if target.suffix == ".zip":
            _zip(staging, part)
            part.rename(target)
        else:
            staging.rename(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PackageError(f"{target} cannot be written: {reason}.", "Choose another place.") from None
    finally:
        _remove(staging, part)


def write_manifest(folder: Path) -> str:
    """Write the manifest of a package's files and return its hex SHA-256, which is the package's digest."""
    lines = [
        f"{sha256_of(folder / name)}  {name}\n"
        for name in _names(folder)
        if name not in layout.OUTSIDE_DIGEST
    ]
    content = "".join(lines).encode()
    (folder / layout.MANIFEST).write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def _names(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def _zip(folder: Path, target: Path) -> None:
    """Write a zip whose bytes depend on the files alone: no time, no owner, one order."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in _names(folder):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _FILE << 16
            entry.file_size = (folder / name).stat().st_size  # a large one needs another kind of entry
            with (folder / name).open("rb") as source, archive.open(entry, "w") as out:
                shutil.copyfileobj(source, out, _CHUNK)


def _remove(*paths: Path) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.exists():
            path.unlink()
