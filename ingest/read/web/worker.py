"""The process in which pages are parsed: `python -m ingest.read.web.worker SECONDS`.

It reads pages from standard input and writes what it found to standard output, until the input ends. Where
the system can, it is ended once one page has taken more than SECONDS of processor time, and refused more
memory than `MEMORY`.
"""

from __future__ import annotations

import logging
import math
import os
import sys
import time
from contextlib import suppress

from ingest.read.web.feed_parsing import parse_feed
from ingest.read.web.frames import receive, send
from ingest.read.web.page import to_json
from ingest.read.web.parsing import parse

MEMORY = 3 * 2**30
"""The most bytes of address space."""


def main() -> None:
    """Serve until the input ends."""
    logging.disable(logging.CRITICAL)
    seconds = int(sys.argv[1])
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _limit_memory()
    send(output, b"ready")
    while (kind := receive(sys.stdin.buffer)) is not None:
        parts = [receive(sys.stdin.buffer) for _ in range(3)]
        markup, address, latest = (part.decode() for part in parts if part is not None)
        _limit_time(seconds)
        pages = parse_feed(markup) if kind == b"feed" else [parse(markup, address, latest)]
        send(output, to_json(pages))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    with suppress(ValueError, OSError):  # the limit set already is lower, or the system knows none
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _limit_time(seconds: int) -> None:
    """Have the system end this process after so many more seconds of processor time."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, hard))


if __name__ == "__main__":
    main()
