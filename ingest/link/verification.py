"""Whether a snapshot's file still holds what it was compiled from: digest and index, recomputed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from ingest.link.canonical import TABLES, Digest
from ingest.link.entity import Entity, number
from ingest.link.layout import rank
from ingest.link.lookup import name_keys, near_keys, spelled_keys

if TYPE_CHECKING:
    from ingest.link.snapshot import Snapshot

_BATCH = 10_000

_BOUND = "SELECT 1 FROM name WHERE key = ? AND rank = ? AND id = ? AND spelled = ?"
_NEAR = "SELECT 1 FROM near WHERE skeleton = ? AND rank = ? AND id = ?"
_HOST = "SELECT 1 FROM domain WHERE host = ? AND (rank, id) <= (?, ?)"
_OWN_HOSTS = (
    "SELECT count(*) FROM domain JOIN entity USING (id)"
    " WHERE entity.domain = domain.host AND domain.rank = 1000 - entity.prominence"
)


def find_fault(snapshot: Snapshot) -> str:
    """Return what is wrong with the file, as half a sentence, or "".

    Everything is read once, and every name looked up: minutes for ten million names.
    """
    if _digest(snapshot) != snapshot.digest:
        return "its rows do not give the digest that it names"
    found = {"name": 0, "near": 0}
    for entity in snapshot.entities():
        for table, query, values in _looked_up(entity):
            if not snapshot.ask(query, *values):
                return f"{entity.qid} is missing from its index"
            if table in found:
                found[table] += 1
    held = {table: snapshot.ask(f"SELECT count(*) FROM {table}")[0][0] for table in found}  # noqa: S608  # constant
    hosts = snapshot.ask("SELECT count(*) FROM domain")
    return "" if held == found and hosts == snapshot.ask(_OWN_HOSTS) else "its index holds strange names"


def _digest(snapshot: Snapshot) -> str:
    digest = Digest(snapshot.about)
    for table in TABLES:
        rows = snapshot.rows(table)
        while batch := list(islice(rows, _BATCH)):
            digest.add(table, batch)
    return digest.hex()


def _looked_up(entity: Entity) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Yield table, query and values of every row of the index that the entity must have."""
    place = rank(entity), number(entity.qid)
    for key, spelled in name_keys(entity, spelled_keys(entity)).items():
        yield "name", _BOUND, (key, *place, spelled)
    for skeleton in near_keys(entity):
        yield "near", _NEAR, (skeleton, *place)
    if entity.domain:
        yield "domain", _HOST, (entity.domain, *place)
