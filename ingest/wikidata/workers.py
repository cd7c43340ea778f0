"""Chunks read by several processes, their batches given in the order of the chunks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from subprocess import PIPE, Popen
from typing import BinaryIO, cast

import orjson

from ingest.errors import HearsayError
from ingest.wikidata.batch import Batch
from ingest.wikidata.chunks import Chunk, DamagedError
from ingest.wikidata.dump import Wanted
from ingest.wikidata.worker import READERS, receive, send

_ROOT = Path(__file__).parents[2]
"""Where this package is imported from, so that workers import the same."""


def read_all(
    chunks: Iterator[Chunk], form: str, wanted: Wanted, count: int
) -> Generator[tuple[Chunk, Batch], None, None]:
    """Yield every chunk with what is in it, in order: the number of workers changes nothing but the time.

    Args:
        chunks: of one dump. What they raise comes after all that was read before.
        form: ``json`` or ``truthy``.
        wanted: what to keep.
        count: how many processes; with 0 everything is read in this one.

    Raises:
        HearsayError: a worker was killed.
    """
    if count == 0:
        for chunk in chunks:
            yield chunk, READERS[form](chunk.data, wanted)
        return
    workers: list[_Worker] = []
    failure: Exception | None = None
    try:
        workers = [_Worker(form, wanted) for _ in range(count)]
        turn = 0
        while True:
            try:
                chunk = next(chunks)
            except StopIteration:
                break
            except (DamagedError, HearsayError, OSError) as error:  # told after what was read before it
                failure = error
                break
            worker = workers[turn % count]
            if worker.chunk:
                yield worker.result()
            worker.give(chunk)
            turn += 1
        for each in range(turn, turn + count):
            if workers[each % count].chunk:
                yield workers[each % count].result()
    finally:
        for worker in workers:
            worker.stop()
    if failure:
        raise failure


class _Worker:
    """One process, with at most one chunk at work: so neither side waits for the other to read."""

    def __init__(self, form: str, wanted: Wanted) -> None:
        self.chunk: Chunk | None = None
        # -P: a folder named like a module of ours, where the command is run, is not imported instead.
        command = [sys.executable, "-P", "-m", "ingest.wikidata.worker"]
        paths = filter(None, (str(_ROOT), os.environ.get("PYTHONPATH")))
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
        self._process: Popen[bytes] = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=PIPE, stdout=PIPE, env=environment
        )
        self._input = cast(BinaryIO, self._process.stdin)
        self._output = cast(BinaryIO, self._process.stdout)
        self._send(orjson.dumps({"format": form, **asdict(wanted)}))

    def give(self, chunk: Chunk) -> None:
        self._send(chunk.data)
        self.chunk = chunk

    def result(self) -> tuple[Chunk, Batch]:
        chunk, data = self.chunk, receive(self._output)
        if chunk is None or data is None:
            raise _died()
        self.chunk = None
        return chunk, Batch.from_bytes(data)

    def stop(self) -> None:
        """End the process; what it was still at is of no use to anybody."""
        with suppress(BrokenPipeError):
            self._input.close()
        self._process.kill()
        self._output.close()
        self._process.wait()

    def _send(self, data: bytes) -> None:
        try:
            send(self._input, data)
        except BrokenPipeError:
            raise _died() from None


def _died() -> HearsayError:
    return HearsayError(
        "A process that reads the dump has ended before its time.",
        "Was memory short? What was read is kept: run the same command again, with --workers 1.",
    )
