"""What a folder of shards says about itself: which partitions there are, and what each shard holds.

`plan.json` lists the partitions in the order of their inputs; each shard has a `manifest.json`, written last:
without it there is no shard.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ingest.errors import HearsayError
from ingest.model import Run
from ingest.read.inputs import display
from ingest.read.pieces import Piece
from ingest.shards.packed import Packed

VERSION = 1
"""The version of both forms."""

_AGAIN = "Run the same `hearsay ingest --to` again, with this Hearsay."


@dataclass(frozen=True, slots=True)
class Partition:
    """Some of the inputs, in order.

    Attributes:
        id: from the names of the inputs.
        inputs: whole files, or one piece of a file.
        bytes: their size, for progress.
    """

    id: str
    inputs: tuple[Piece, ...]
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Making:
    """What, beside the inputs, a shard depends on.

    Attributes:
        run: the configuration, as it is recorded in the graph.
        reading: digest of the limits and columns by which inputs are read.
    """

    run: Run
    reading: str


@dataclass(frozen=True, slots=True)
class Input:
    """A file that a shard was made of.

    Attributes:
        bytes: its size.
        sha256: of the whole file.
        start: the first of its unpacked bytes that is meant.
        stop: the first after that is not, or None.
    """

    name: str
    bytes: int
    sha256: str
    start: int = 0
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a shard holds.

    Attributes:
        partition: its id.
        inputs: the files it was made of.
        making: how.
        counts: how many articles, claims, quads and so on.
        files: by name.
    """

    partition: str
    inputs: tuple[Input, ...]
    making: Making
    counts: Mapping[str, int]
    files: Mapping[str, Packed]

    def to_bytes(self) -> bytes:
        """Write as JSON, the same for the same shard."""
        return _json({"format": "hearsay-shard", "version": VERSION, **asdict(self)})

    @classmethod
    def from_bytes(cls, content: bytes, name: str) -> Manifest:
        """Read what `to_bytes` wrote.

        Raises:
            HearsayError: it is something else.
        """
        document = _document(content, "hearsay-shard", name)
        try:
            return cls(
                partition=document["partition"],
                inputs=tuple(Input(**each) for each in document["inputs"]),
                making=_making(document["making"]),
                counts=dict(document["counts"]),
                files={key: Packed(**each) for key, each in document["files"].items()},
            )
        except (KeyError, TypeError, AttributeError):
            raise HearsayError(f"{name} is no manifest of a shard.", _AGAIN) from None


@dataclass(frozen=True, slots=True)
class Plan:
    """Which shards belong to a folder, in order, and how they are made."""

    making: Making
    partitions: tuple[Partition, ...]

    def to_bytes(self) -> bytes:
        """Write as JSON."""
        partitions = [
            {"id": each.id, "inputs": [described(piece) for piece in each.inputs]} for each in self.partitions
        ]
        making = asdict(self.making)
        return _json(
            {"format": "hearsay-shards", "version": VERSION, "making": making, "partitions": partitions}
        )

    @classmethod
    def from_bytes(cls, content: bytes, name: str) -> Plan:
        """Read what `to_bytes` wrote.

        Raises:
            HearsayError: it is something else.
        """
        document = _document(content, "hearsay-shards", name)
        try:
            partitions = tuple(
                Partition(each["id"], tuple(Piece(name) for name in each["inputs"]))
                for each in document["partitions"]
            )
            return cls(_making(document["making"]), partitions)
        except (KeyError, TypeError, AttributeError):
            raise HearsayError(f"{name} is no plan of shards.", _AGAIN) from None


def described(piece: Piece) -> str:
    """Name a piece for people, and for the partition's id."""
    name = display(piece.name)
    return name if piece.is_whole else f"{name}[{piece.start}:{'' if piece.stop is None else piece.stop}]"


def _making(document: Mapping[str, Any]) -> Making:
    return Making(Run(**document["run"]), document["reading"])


def _document(content: bytes, kind: str, name: str) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except ValueError:
        document = None
    if not isinstance(document, dict) or document.get("format") != kind:
        raise HearsayError(f"{name} is not what its name says.", _AGAIN)
    if document.get("version") != VERSION:
        raise HearsayError(f"{name} is of version {document.get('version')}, not {VERSION}.", _AGAIN)
    return document


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
