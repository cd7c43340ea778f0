"""Which inputs make a partition: files one after the other until they are large enough, or a piece of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.errors import HearsayError, Problem
from ingest.rdf import iri
from ingest.read import Limits, files
from ingest.read.inputs import STDIN
from ingest.read.pieces import Piece, pieces
from ingest.shards.manifest import Partition, described


def partitions(inputs: Sequence[str], size: int, limits: Limits) -> tuple[list[Partition], list[Problem]]:
    """Divide the files that inputs name, in their order, into partitions; also give what is wrong with them.

    A file is taken once, however often it is named. Only large files of JSON Lines are divided.

    Args:
        inputs: as `ingest.read.read` takes them.
        size: bytes (of compressed files as stored, of pieces as unpacked) that make a partition.
        limits: what is too large.

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
    return list(_grouped(found, size, limits)), problems


def _grouped(found: dict[str, int], size: int, limits: Limits) -> Iterator[Partition]:
    waiting: list[Piece] = []
    total = 0
    for name, of_file in found.items():
        parts = pieces(name, size, limits) if of_file > size else [Piece(name)]
        if len(parts) > 1:
            if waiting:
                yield _partition(waiting, total)
                waiting, total = [], 0
            for number, part in enumerate(parts, 1):
                before = of_file * (number - 1) // len(parts)
                yield _partition([part], of_file * number // len(parts) - before)
            continue
        waiting += parts
        total += of_file
        if total >= size:
            yield _partition(waiting, total)
            waiting, total = [], 0
    if waiting:
        yield _partition(waiting, total)


def _partition(inputs: list[Piece], total: int) -> Partition:
    return Partition(iri.digest(*map(described, inputs)), tuple(inputs), total)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # its reader tells
        return 0
