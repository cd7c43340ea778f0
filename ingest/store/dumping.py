"""What an Oxigraph database holds, as N-Quads in chunks: memory stays flat, and signals are minded meanwhile.

Giving the engine quads (`bulk_extend`) holds the interpreter: no other thread runs, so that nothing can stop
it. Its `dump` into a pipe and its `bulk_load` of N-Quads do not.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

from pyoxigraph import RdfFormat, Store


def dumped(db: Store, size: int) -> Iterator[bytes]:
    """Give all quads, those of the default graph as well, as whole lines.

    Args:
        db: not written to meanwhile.
        size: how many bytes to give at a time, about.

    Raises:
        OSError: it cannot be read; what was given before is not all.
    """
    reader, writer = os.pipe()
    failures: list[OSError | RuntimeError] = []

    def dump() -> None:
        try:
            with os.fdopen(writer, "wb") as output:
                db.dump(output, RdfFormat.N_QUADS)
        except (OSError, RuntimeError) as error:  # also that nobody reads any more
            failures.append(error)

    dumping = threading.Thread(target=dump, name="dumping", daemon=True)
    dumping.start()
    try:
        with os.fdopen(reader, "rb") as stream:
            rest = b""
            while piece := stream.read(size):
                piece = rest + piece
                end = piece.rfind(b"\n") + 1
                rest = piece[end:]
                yield piece[:end]
    finally:
        dumping.join()
    if failures:
        raise failures[0]
