"""Suggestions while one types: entities by how a name begins, types and properties by words of theirs."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.link import Entity, Snapshot
from ingest.link.names import key
from ingest.reconciliation import classes, properties
from ingest.reconciliation.requests import Strictness

#: Suggestions in one answer, and how far a cursor may go.
PAGE = 10
FARTHEST = 200

Suggestion = dict[str, object]


def entities(prefix: str, cursor: int, types: tuple[str, ...], snapshot: Snapshot) -> list[Suggestion]:
    """Return entities of a name that begins so, or whose identifier it is, the best known first.

    Args:
        cursor: how many to leave out at the beginning.
        types: if any, who is known to be of none is left out.
    """
    found = [
        entity
        for entity in _found(prefix, min(cursor, FARTHEST) + PAGE * (5 if types else 1), snapshot)
        if not types or classes.agrees(entity, types, Strictness.ANY, snapshot) is not False
    ]
    return [_entity(entity, snapshot) for entity in found[cursor : cursor + PAGE]]


def types(prefix: str, cursor: int, snapshot: Snapshot) -> list[Suggestion]:
    """Return classes whose name has a word that begins so, or whose identifier begins so."""
    known: dict[str, tuple[str, str]] = {
        each.qid: (each.name, "of these kinds: " + ", ".join(sorted(each.kinds))) for each in classes.CLASSES
    }
    label = None if prefix in known else snapshot.label_of(prefix)
    if label:
        known[prefix] = (label, "")
    return _suggested(prefix, cursor, known)


def known_properties(prefix: str, cursor: int) -> list[Suggestion]:
    """Return properties whose name has a word that begins so, or whose identifier begins so."""
    known = {each.pid: (each.name, each.description) for each in properties.PROPERTIES.values()}
    return _suggested(prefix, cursor, known)


def _found(prefix: str, most: int, snapshot: Snapshot) -> Iterable[Entity]:
    entity = snapshot.entity(snapshot.current(prefix)) if prefix[:1] == "Q" else None
    by_name = snapshot.candidates(prefix)
    beginning = snapshot.starting(prefix, most)
    found = {each.qid: each for each in (*((entity,) if entity else ()), *by_name, *beginning)}
    return found.values()


def _suggested(prefix: str, cursor: int, known: dict[str, tuple[str, str]]) -> list[Suggestion]:
    wanted = key(prefix)
    found: list[Suggestion] = [
        {"id": identifier, "name": name, "description": description}
        for identifier, (name, description) in known.items()
        if key(identifier).startswith(wanted) or f" {key(name)}".find(f" {wanted}") >= 0
    ]
    return found[cursor : cursor + PAGE]


def _entity(entity: Entity, snapshot: Snapshot) -> Suggestion:
    told: Suggestion = {"id": entity.qid, "name": entity.label}
    if entity.description:
        told["description"] = entity.description
    return {**told, "notable": classes.types_of(entity, snapshot)}
