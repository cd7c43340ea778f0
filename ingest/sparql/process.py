"""One query answered in a process of its own, under limits that hold whatever it makes the engine do."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple

from ingest.errors import QueryError
from ingest.processes import start
from ingest.sparql.worker import FAULT, RESULTS, SHARE, TRIPLES

MOST_SECONDS = 24 * 60 * 60
MOST_MEGABYTES = 2**20
"""What can be allowed: no clock or counter overflows at it."""

_HEAD = 9  # bytes before an answer: what it is, and its length
_OUT_OF_TIME = -int(getattr(signal, "SIGXCPU", 0)) or None  # the status that ends it; none on Windows
_OUT_OF_MEMORY = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"Cannot allocate memory")
_RAISED: Mapping[str, type[Exception]] = {
    "SyntaxError": SyntaxError,
    "RuntimeError": RuntimeError,
    "ValueError": ValueError,
}

Result = QuerySolutions | QueryBoolean | list[Triple]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take.

    Attributes:
        seconds: on the clock, from the start of its process.
        megabytes: of memory, where the system can refuse more (Linux; macOS and Windows cannot); its answer
            a quarter of that, everywhere.
    """

    seconds: int = 60
    megabytes: int = 4096


def answer(
    sparql: str,
    terms: Mapping[str, str],
    database: Path | None,
    *,
    default_graph: str | None = None,
    limits: Limits,
) -> Result:
    """Answer a query apart.

    Args:
        sparql: the query.
        terms: what is to be written in the place of its variables, in the engine's serialisation.
        database: the engine's folder, which nobody writes to meanwhile; None asks an empty store.
        default_graph: its name, or None: as the query says.
        limits: what it may take.

    Raises:
        QueryError: it took more, or made the engine fail; or a term cannot be put into it.
        SyntaxError: it is malformed.
        OSError: as the engine raises it, and likewise RuntimeError and ValueError.
    """
    sparql.encode()  # what cannot be encoded is refused here as it is by the engine
    request = {
        "query": sparql,
        "terms": terms,
        "database": None if database is None else str(database),
        "default_graph": default_graph,
        "seconds": limits.seconds,
        "megabytes": limits.megabytes,
    }
    kind, body = _asked(json.dumps(request).encode(), limits)
    if kind == FAULT:
        raise _error(json.loads(body), limits)
    if kind == TRIPLES:
        return [each.triple for each in pyoxigraph.parse(body, format=RdfFormat.N_TRIPLES, lenient=True)]
    return pyoxigraph.parse_query_results(body, format=QueryResultsFormat.JSON)


def _asked(request: bytes, limits: Limits) -> tuple[bytes, bytes]:
    process = start("ingest.sparql.worker", errors=subprocess.PIPE)
    try:
        out, said = process.communicate(request, limits.seconds)
    except subprocess.TimeoutExpired:
        raise _too_slow(limits) from None
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None and not pipe.closed:
                _close(pipe)
    size = int.from_bytes(out[1:_HEAD], "big")
    if process.returncode == 0 and out[:1] in (RESULTS, TRIPLES, FAULT) and len(out) == _HEAD + size:
        return out[:1], out[_HEAD:]
    raise _ended(process.returncode, said, limits)


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:  # what it was not able to take in before it ended
        return


def _error(told: dict[str, Any], limits: Limits) -> Exception:
    match told["type"]:
        case "QueryError":
            return QueryError(told["message"], told["cure"])
        case "MemoryError":
            return _too_large(limits)
        case "TooLarge":
            return QueryError(
                f"The query's answer takes up more than {limits.megabytes // SHARE:,} MB.",
                f"Ask for less (LIMIT), or allow {SHARE} times as much memory with `--memory MB`.",
            )
        case "OSError":
            words = told["message"]
            return OSError(words) if told["number"] is None else OSError(told["number"], words)
        case name:
            return _RAISED.get(name, RuntimeError)(told["message"])


def _ended(status: int, said: bytes, limits: Limits) -> QueryError:
    """Say why the process ended without an answer."""
    if status == _OUT_OF_TIME:
        return _too_slow(limits)
    if any(words in said for words in _OUT_OF_MEMORY):
        return _too_large(limits)
    if status == -getattr(signal, "SIGKILL", 0):
        return QueryError(
            "The system ended the query's process, as it does when memory is short.",
            "Ask for less at a time, or free some memory.",
        )
    try:
        how = signal.Signals(-status).name
    except ValueError:
        how = f"status {status}"
    return QueryError(
        f"The query made the engine fail ({how}); nothing else is affected.",
        "Nest it less deeply, or ask in several queries.",
    )


def _too_slow(limits: Limits) -> QueryError:
    return QueryError(
        f"The query took longer than {limits.seconds:,} second{'s' * (limits.seconds != 1)}.",
        "Ask for less, and join all its patterns by variables; or allow more with `--timeout SECONDS`.",
    )


def _too_large(limits: Limits) -> QueryError:
    return QueryError(
        f"The query needed more than {limits.megabytes:,} MB of memory.",
        "Ask for less at a time, or allow more with `--memory MB`.",
    )
