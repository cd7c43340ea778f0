"""The process in which one query is answered: `python -m ingest.sparql.worker`.

It reads a request from standard input, and writes one answer to standard output: a letter for what it is, its
length in eight bytes, and as many bytes. It imports little, since it is started for each query. Where the
system can, it is ended after so much processor time, refused more memory, and ended with its parent.
"""

from __future__ import annotations

import faulthandler
import json
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph
from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat

from ingest.errors import QueryError
from ingest.sparql.binding import written

RESULTS, TRIPLES, FAULT = b"r", b"t", b"f"
"""What an answer is: SPARQL JSON, N-Triples, or what was raised, as JSON."""
SHARE = 4
"""The answer may take up one part in so many of the memory: whoever reads it needs several times as much."""
SPARE = 5
"""Seconds that a process whose parent is gone may go on for, beyond its limit."""

_DIE_WITH_PARENT = 1  # Linux: PR_SET_PDEATHSIG


class TooLarge(Exception):
    """The answer takes up more than its share."""


class _Answer:
    """What the engine writes, as a file to it."""

    def __init__(self, most: int) -> None:
        self.body = bytearray()
        self.full = False
        self._most = most

    def write(self, data: bytes) -> int:
        if len(self.body) + len(data) > self._most:
            self.full = True
            raise TooLarge
        self.body += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


def main() -> None:
    """Answer one query."""
    request = json.loads(sys.stdin.buffer.read())
    _limit_time(request["seconds"])
    kind: bytes
    body: bytes | bytearray
    try:
        kind, body = _answered(request)
    except (QueryError, SyntaxError, OSError, RuntimeError, ValueError, MemoryError, TooLarge) as error:
        kind, body = FAULT, json.dumps(_described(error)).encode()
    sys.stdout.buffer.write(kind + len(body).to_bytes(8, "big"))
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


def _answered(request: dict[str, Any]) -> tuple[bytes, bytes | bytearray]:
    text = written(request["query"], request["terms"])
    database, default = request["database"], request["default_graph"]
    store = pyoxigraph.Store() if database is None else pyoxigraph.Store.read_only(database)
    memory = request["megabytes"] * 2**20
    _limit_memory(memory)
    answer = _Answer(memory // SHARE)
    out = cast(IO[bytes], answer)
    try:
        found = store.query(text, default_graph=None if default is None else NamedNode(default))
        if isinstance(found, QueryTriples):
            found.serialize(out, format=RdfFormat.N_TRIPLES)
            return TRIPLES, answer.body
        found.serialize(out, format=QueryResultsFormat.JSON)
    except (OSError, RuntimeError, ValueError):
        if answer.full:  # the engine made another error of it
            raise TooLarge from None
        raise
    return RESULTS, answer.body


def _described(error: Exception) -> dict[str, object]:
    told: dict[str, object] = {"type": type(error).__name__, "message": str(error)}
    if isinstance(error, QueryError):
        told |= {"message": error.message, "cure": error.cure}
    elif isinstance(error, OSError):
        told |= {"type": "OSError", "number": error.errno, "message": error.strerror or str(error)}
    return told


def _limit_time(seconds: int) -> None:
    """Have the system end this process, also where the engine computes and Python does not."""
    faulthandler.dump_traceback_later(seconds + SPARE, exit=True)
    try:
        import resource
    except ImportError:  # not on Windows
        return
    for kind, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, seconds + 1)):
        with suppress(ValueError, OSError):  # the limit set already is lower
            resource.setrlimit(kind, (most, most))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _limit_memory(memory: int) -> None:
    """Have the system refuse so many bytes more than are in use: for the most part, stacks of threads."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except (ImportError, OSError):  # Windows; macOS, which knows the limit and does not keep to it
        return
    most = pages * resource.getpagesize() + memory
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
