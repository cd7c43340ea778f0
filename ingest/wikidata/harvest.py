"""One pass over a source: what may be kept goes into the staging file, and all else is counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from types import MappingProxyType

from ingest.errors import HearsayError
from ingest.link import Snapshot
from ingest.wikidata import truthy
from ingest.wikidata.chunks import Chunk, DamagedError, chunks, head
from ingest.wikidata.dump import BYTE_ORDER_MARK, Wanted
from ingest.wikidata.sources import Source
from ingest.wikidata.staging import Staging, State
from ingest.wikidata.workers import read_all

Progress = Callable[[Source, State], None]
"""Is told now and then how far a source was read."""

_START: Mapping[str, re.Pattern[bytes]] = MappingProxyType(
    {
        "json": re.compile(rb"^(?:\xef\xbb\xbf)?\[?\{", re.MULTILINE),
        "truthy": re.compile(
            rb"^<https://www\.wikidata\.org/wiki/Special:EntityData/Q\d+> <http://schema\.org/about> ",
            re.MULTILINE,
        ),
    }
)


def harvest_dump(
    source: Source,
    number: int,
    staging: Staging,
    wanted: Wanted,
    *,
    limit: int | None = None,
    workers: int = 0,
    progress: Progress = lambda source, state: None,
) -> State:
    """Read a dump from where the staging file has it to its end.

    Args:
        number: which source it is, from 0.
        limit: how many entities to read, for a trial; then always from the beginning.
        workers: how many processes read.

    Raises:
        HearsayError: it holds no entity, or the staging file cannot be written.
    """
    state = State() if limit is not None else staging.state(number)
    if state.done:
        return state
    last_start = truthy.last_start if source.form == "truthy" else _last_line
    pieces = chunks(source.path, last_start, start=state.offset, line=state.line, cores=max(1, workers))
    if limit is not None:
        pieces = _first(pieces, _START[source.form], limit)
    damage = ""
    # Closed by hand: a generator that is merely dropped would keep its processes.
    with closing(read_all(pieces, source.form, wanted, workers)) as batches:
        try:
            for chunk, batch in batches:
                state.add(batch, chunk.line)
                state.offset, state.line = chunk.end, chunk.end_line
                state.tail = (chunk.data.rstrip()[-8:] or state.tail.encode("latin-1")).decode("latin-1")
                with staging.transaction():
                    staging.add_batch(number, batch)
                    staging.set_state(number, state)
                progress(source, state)
        except DamagedError as error:
            damage = str(error)
    _conclude(source, state, damage, complete=limit is None)
    with staging.transaction():
        staging.set_state(number, replace(state, done=limit is None))
    return state


def harvest_snapshot(source: Source, number: int, staging: Staging) -> State:
    """Take over all that a snapshot holds."""
    state = staging.state(number)
    if state.done:
        return state
    with Snapshot.open(source.path) as snapshot, staging.transaction():
        state.counts["kept"] = staging.add_snapshot(number, snapshot)
        state.newest = snapshot.about.date
        state.done = True
        staging.set_state(number, state)
    return state


def _last_line(block: bytes) -> int:
    return block.rfind(b"\n") + 1


def _first(pieces: Iterator[Chunk], start: re.Pattern[bytes], limit: int) -> Iterator[Chunk]:
    """Yield the chunks up to the entity after the first `limit` ones."""
    left = limit
    for piece in pieces:
        for found in start.finditer(piece.data):
            if not left:
                yield replace(piece, data=piece.data[: found.start()])
                return
            left -= 1
        yield piece


def _conclude(source: Source, state: State, damage: str, *, complete: bool) -> None:
    """Note what is wrong with the file as a whole.

    Raises:
        HearsayError: there is nothing in it.
    """
    if not state.counts.keys() - {"broken", "incomplete"}:
        raise HearsayError(
            f"{source.path} holds no Wikidata entity (line {state.problems[0][0]} {state.problems[0][1]})."
            if state.problems
            else f"{source.path} holds no Wikidata entity.",
            "Give a JSON dump with one entity a line, or a truthy N-Triples dump.",
        )
    # A file may end between two entities as well: then only the missing bracket tells.
    if damage or (complete and source.form == "json" and _opened(source) and not state.tail.endswith("]")):
        state.counts["incomplete"] = 1
        why = f"is damaged or ends before its time ({damage})" if damage else "ends before its time"
        state.problems.append((state.line, f"is where the file {why}"))


def _opened(source: Source) -> bool:
    return head(source.path, 64).removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"[")
