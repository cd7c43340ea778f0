"""N-Quads lines: their byte order in flat memory, and a digest that does not depend on order."""

import hashlib
import heapq
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

CHUNK = 32 * 1024 * 1024
"""Bytes of lines sorted in memory at a time."""

_RUNS = 64  # temporary files open at a time; then they become one

_MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class Digest:
    """How many quads, and the sum of their lines' SHA-256 modulo 2^256 (AdHash: Bellare and Micciancio 1997).

    A sum can be carried forward when a quad is added or removed. It finds damage, not forgery.
    """

    count: int = 0
    sum: int = 0

    def __add__(self, other: "Digest") -> "Digest":
        return Digest(self.count + other.count, (self.sum + other.sum) % _MODULUS)

    def __sub__(self, other: "Digest") -> "Digest":
        return Digest(self.count - other.count, (self.sum - other.sum) % _MODULUS)

    def __str__(self) -> str:
        return f"{self.count}:{self.sum:064x}"

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> "Digest":
        """The digest of distinct quads."""
        count = total = 0
        for quad in quads:
            count += 1
            total += int.from_bytes(hashlib.sha256(str(quad).encode()).digest(), "big")
        return cls(count, total % _MODULUS)

    @classmethod
    def parse(cls, words: str) -> "Digest":
        """The inverse of `str`.

        Raises:
            ValueError: `words` is no digest.
        """
        count, _, total = words.partition(":")
        return cls(int(count), int(total, 16))


class Sorter:
    """A writable binary stream that gives its lines back in byte order.

    Lines beyond `chunk` bytes go to temporary files that are merged: memory stays flat.

    Args:
        chunk: bytes of lines to sort in memory at a time.
    """

    def __init__(self, chunk: int = CHUNK) -> None:
        self._chunk = chunk
        self._lines: list[bytes] = []
        self._size = 0
        self._rest = b""
        self._runs: list[IO[bytes]] = []

    def write(self, data: bytes) -> int:
        """Take bytes, cut anywhere."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._lines.extend(line + b"\n" for line in lines)
        self._size += len(data)
        if self._size > self._chunk:
            self._spill()
        return len(data)

    def flush(self) -> None:
        """Nothing waits to be flushed: a line is complete with its newline."""

    def lines(self) -> Iterator[bytes]:
        """All lines so far, each with its newline, in byte order. To be called once, at the end."""
        if self._runs:
            self._spill()
            return heapq.merge(*self._runs)
        self._lines.sort()
        return iter(self._lines)

    def _spill(self) -> None:
        self._lines.sort()
        self._runs.append(_run(self._lines))
        self._lines, self._size = [], 0
        if len(self._runs) == _RUNS:
            self._runs = [_run(heapq.merge(*self._runs))]


def by_graph(quads: Iterable[Quad]) -> defaultdict[NamedNode, list[Quad]]:
    """Part quads by the named graphs that they are in."""
    groups: defaultdict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            groups[quad.graph_name].append(quad)
    return groups


def write_sorted(quads: Iterable[Quad], output: BinaryIO) -> None:
    """Write distinct quads as N-Quads, lines in byte order, memory flat."""
    lines = Sorter()
    serialize(quads, cast(IO[bytes], lines), format=RdfFormat.N_QUADS)
    output.writelines(lines.lines())


def _run(lines: Iterable[bytes]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115  it lives until it is merged
    file.writelines(lines)
    file.seek(0)
    return file
