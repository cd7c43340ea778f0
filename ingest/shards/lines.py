"""An article's lines in a shard: quads for loading, and the index that says what each article is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from ingest.errors import Origin
from ingest.store.nquads import Digest

_END = len(b" .\n")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One article of a partition, as the index has it; its line's number is its place in the partition.

    Attributes:
        article: IRI of the article.
        version: IRI of this text of it.
        sha256: hex SHA-256 of the text.
        published: its `schema:datePublished`, if it has one.
        origin: where it was read.
        digests: of its graphs, by their names; empty if it was set aside.
    """

    article: str
    version: str
    sha256: str
    published: str | None
    origin: Origin
    digests: Mapping[str, str]

    @property
    def conforms(self) -> bool:
        """False if it was set aside."""
        return bool(self.digests)

    @property
    def quads(self) -> int:
        """How many its graphs hold."""
        return sum(Digest.parse(each).count for each in self.digests.values())

    def graphs(self) -> dict[NamedNode, Digest]:
        """Return its graphs' digests."""
        return {NamedNode(name): Digest.parse(digest) for name, digest in self.digests.items()}

    def to_bytes(self) -> bytes:
        """Write as a line of JSON."""
        return line(asdict(self))

    @classmethod
    def from_bytes(cls, content: bytes) -> Arrival:
        """Read what `to_bytes` wrote."""
        document = json.loads(content)
        return cls(**{**document, "origin": Origin(**document["origin"])})


def line(document: Mapping[str, Any]) -> bytes:
    """Write one object as a line of JSON, the same for equal objects."""
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def nquads(quads: Iterable[Quad]) -> list[bytes]:
    """Write quads as N-Quads, a line each with its newline."""
    written = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return [each + b"\n" for each in written.split(b"\n")[:-1]]


def digests(lines: Iterable[bytes]) -> dict[str, str]:
    """Return the digest of each graph that some distinct lines are of, as the store keeps it."""
    sums: dict[bytes, list[int]] = {}
    for each in lines:
        entry = sums.setdefault(graph_name(each), [0, 0])
        entry[0] += 1
        entry[1] += int.from_bytes(hashlib.sha256(each[:-_END]).digest(), "big")
    return {
        name.decode(): str(Digest() + Digest(count, total)) for name, (count, total) in sorted(sums.items())
    }


def graph_name(nquad: bytes) -> bytes:
    """Return the IRI of the graph that a line of N-Quads is in.

    >>> graph_name(b'<a> <b> "c <d> ." <e> .\\n')
    b'e'
    """
    return nquad[nquad.rindex(b"<") + 1 : -_END - 1]


def without(block: bytes, graphs: frozenset[bytes]) -> bytes:
    """Leave out the lines of some graphs."""
    if not graphs:
        return block
    kept = (each for each in _split(block) if graph_name(each) not in graphs)
    return b"".join(kept)


def _split(block: bytes) -> Iterator[bytes]:
    for each in block.split(b"\n"):
        if each:
            yield each + b"\n"
