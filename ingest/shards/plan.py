"""Which inputs make a partition: files one after the other, until they are large enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.errors import HearsayError, Problem
from ingest.rdf import iri
from ingest.read import files
from ingest.read.inputs import STDIN, display
from ingest.shards.manifest import Partition


def partitions(inputs: Sequence[str], size: int) -> tuple[list[Partition], list[Problem]]:
    """Divide the files that inputs name, in their order, into partitions; also give what is wrong with them.

    A file is in one partition as a whole, and once, however often it is named.

    Args:
        inputs: as `ingest.read.read` takes them.
        size: bytes (as stored) from which on a partition is large enough.

    Raises:
        HearsayError: standard input is among them.
    """
    if STDIN in inputs:
        raise HearsayError(
            "Standard input cannot be divided into partitions.", "Write it to a file, and name that."
        )
    problems = []
    found = dict[str, int]()
    for item in files(inputs):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            found.setdefault(str(item), _size(item))
    return list(_grouped(found, size)), problems


def _grouped(found: dict[str, int], size: int) -> Iterator[Partition]:
    names: list[str] = []
    total = 0
    for name, of_file in found.items():
        names.append(name)
        total += of_file
        if total >= size:
            yield _partition(names, total)
            names, total = [], 0
    if names:
        yield _partition(names, total)


def _partition(names: list[str], total: int) -> Partition:
    return Partition(iri.digest(*map(display, names)), tuple(names), total)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # its reader tells
        return 0
