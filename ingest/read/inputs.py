"""Which files the user means: paths, folders, globs and standard input."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import Origin, Problem
from ingest.read.fault import Code, Fault
from ingest.text import printable

STDIN = "-"

# Files that stand beside articles and are none; some only in capitals, for an article may be called so too.
_ABOUT = {"readme", "license", "licence", "copying", "changelog", "contributing"}
_ABOUT_IN_CAPITALS = {"AUTHORS", "CITATION", "NOTICE", "SOURCES"}


def find(spec: str, suffixes: tuple[str, ...]) -> Iterator[Path | Problem]:
    """Yield the files that one input names, in an order that depends on nothing but their names.

    A file that is named, or matched by a glob, is given whatever it is called. In a folder, all files at any
    depth are meant that have one of the suffixes (or it and ``.gz``), but no hidden ones, none like
    ``README.txt``, and nothing inside one of Hearsay's stores. Symbolic links to folders are followed, each
    folder being walked once.

    Args:
        spec: a path, or a glob with ``*``, ``?``, ``[…]`` and ``**`` (which follows no symbolic links).
        suffixes: in lower case, with the dot.
    """
    if "\0" not in spec and spec and os.path.lexists(spec):
        yield from _files_at(Path(spec), suffixes)
    elif "\0" not in spec and any(character in spec for character in "*?["):
        matched = dict.fromkeys(_matching(spec))  # each once, in order
        for path in matched:
            if not any(parent in matched for parent in path.parents):  # else it is walked with that folder
                yield from _files_at(path, suffixes)
        if not matched:
            fault = Fault(
                Code.NOTHING_FOUND, "No file matches.", "Check the pattern, and quote it for the shell."
            )
            yield fault.problem(Origin(display(spec)))
    elif spec.lower().startswith(("http://", "https://")):
        cure = f"Fetch it first, and read the archive: hearsay fetch {spec} -o pages.warc.gz"
        fault = Fault(Code.MISSING, "This is no file, but an address; reading asks nobody.", cure)
        yield fault.problem(Origin(display(spec)))
    else:
        fault = Fault(Code.MISSING, "There is no such file or folder.", "Check the path.")
        yield fault.problem(Origin(display(spec)))


def display(path: Path | str) -> str:
    """Return a path as text that can be printed and stored, even where a file name is not valid UTF-8."""
    return printable(os.fsencode(path).decode(errors="backslashreplace"))


def unreadable(origin: Origin, error: OSError) -> Problem:
    """Return the problem of a file or folder that the system does not let us read."""
    if isinstance(error, FileNotFoundError):
        fault = Fault(
            Code.MISSING, "The file is not there (any more), or is a link to nothing.", "Restore it."
        )
    else:
        reason = error.strerror or type(error).__name__
        cure = "Check its permissions and the disk, and read it again."
        fault = Fault(Code.UNREADABLE, f"It cannot be read: {reason}.", cure)
    return fault.problem(origin)


def _files_at(path: Path, suffixes: tuple[str, ...]) -> Iterator[Path | Problem]:
    if not path.is_dir():
        yield path
        return
    found = False
    for item in _walk(path, suffixes):
        found = True
        yield item
    if not found:
        message = f"The folder holds no article files ({', '.join(suffixes)}, each also with .gz)."
        cure = "Name the files themselves if they are called otherwise."
        yield Fault(Code.NOTHING_FOUND, message, cure).problem(Origin(display(path)))


def _walk(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path | Problem]:
    """Walk a folder without recursion, so that no depth of folders is too deep."""
    walked: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if not path.is_dir():
            yield path
            continue
        try:
            status = path.stat()
            if (status.st_dev, status.st_ino) in walked or _is_store(path):
                continue  # a link back up, a second way here, or what was made of articles
            walked.add((status.st_dev, status.st_ino))
            children = sorted(path.iterdir(), reverse=True)
        except OSError as error:
            yield unreadable(Origin(display(path)), error)
            continue
        waiting += [child for child in children if _is_meant(child, suffixes)]


def _is_store(folder: Path) -> bool:
    """True for the folder of a store, whose texts are articles that it holds already."""
    marker = folder / "format.json"
    if not marker.is_file():
        return False
    with marker.open("rb") as file:
        return b'"hearsay-store"' in file.read(1024)


def _is_meant(path: Path, suffixes: tuple[str, ...]) -> bool:
    name, stem = path.name.lower(), path.name.partition(".")[0]
    if name.startswith("."):
        return False
    if path.is_dir():
        return True
    is_about = stem.lower() in _ABOUT or stem in _ABOUT_IN_CAPITALS
    is_article = name.removesuffix(".gz").endswith(suffixes) and not is_about
    # pipes and devices would block; a link to nothing is given, for its reader to report
    return is_article and (path.is_file() or not path.exists())


def _matching(pattern: str) -> Iterator[Path]:
    parts = Path(pattern).parts
    if Path(pattern).is_absolute():
        return _expand(Path(parts[0]), parts[1:])
    return _expand(Path(), parts)


def _expand(path: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    """Yield what matches a glob, sorted; as in a shell, hidden files only where a part begins with a dot."""
    if not parts:
        yield path
        return
    first, rest = parts[0], parts[1:]
    if not any(character in first for character in "*?["):
        if os.path.lexists(path / first):
            yield from _expand(path / first, rest)
        return
    try:
        children = sorted(path.iterdir()) if path.is_dir() else []
    except OSError:
        return
    children = [child for child in children if not child.name.startswith(".") or first.startswith(".")]
    if first == "**":
        yield from _expand(path, rest)
        for child in children:
            if child.is_dir() and not child.is_symlink():
                yield from _expand(child, parts)
        return
    for child in children:
        if fnmatch.fnmatchcase(child.name, first):
            yield from _expand(child, rest)
