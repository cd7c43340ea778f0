"""A process that reads chunks of a dump from its standard input and gives batches on its standard output.

It ends when its input does, so that it outlives nobody, however its parent ends.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import BinaryIO

import orjson

from ingest.wikidata import dump, truthy
from ingest.wikidata.batch import Batch
from ingest.wikidata.dump import Wanted

#: What reads a chunk, by the format of the dump.
READERS: Mapping[str, Callable[[bytes, Wanted], Batch]] = MappingProxyType(
    {"json": dump.read_chunk, "truthy": truthy.read_chunk}
)

_LENGTH = 8


def send(stream: BinaryIO, data: bytes) -> None:
    """Write a message: its length, then its bytes."""
    stream.write(len(data).to_bytes(_LENGTH, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Read a message; None at the end, also if it is cut off."""
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    length = int.from_bytes(head, "big")
    data = stream.read(length)
    return data if len(data) == length else None


def main() -> None:
    """Answer every chunk with its batch; the first message says how to read them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair
    source, target = sys.stdin.buffer, sys.stdout.buffer
    settings = receive(source)
    if settings is None:
        return
    given = orjson.loads(settings)
    read_chunk = READERS[given["format"]]
    wanted = Wanted(tuple(given["languages"]), given["min_sitelinks"])
    while (chunk := receive(source)) is not None:
        send(target, read_chunk(chunk, wanted).to_bytes())


if __name__ == "__main__":
    main()
