"""Suggestions while one types: entities by how a name begins, types and properties by words of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

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
    """Return classes whose name has a word that begins so, or whose identifier begins so.

    Those of the kinds come first, then what the snapshot has as types, the longest known first.
    """
    own = {
        each.qid: (each.name, "of these kinds: " + ", ".join(sorted(each.kinds))) for each in classes.CLASSES
    }
    found = _suggested(prefix, own)
    asked = snapshot.label_of(prefix) if prefix not in own else None
    if asked:
        found.append({"id": prefix, "name": asked})
    most = min(cursor, FARTHEST) + PAGE
    known = {each["id"] for each in found}
    others = (each for each in _terms(prefix, snapshot) if each["id"] not in known)
    return [*found, *islice(others, max(0, most - len(found)))][cursor : cursor + PAGE]


def _terms(prefix: str, snapshot: Snapshot) -> Iterator[Suggestion]:
    """Yield what is no entity here and a type of something: no occupation, no office."""
    written, wanted = prefix.casefold(), key(prefix)
    if not wanted:
        return
    for qid, name in snapshot.terms():
        if written in name.casefold() and _begins(name, wanted) and classes.kinds_of(qid, snapshot):
            yield {"id": qid, "name": name}


def known_properties(prefix: str, cursor: int) -> list[Suggestion]:
    """Return properties whose name has a word that begins so, or whose identifier begins so."""
    known = {each.pid: (each.name, each.description) for each in properties.PROPERTIES.values()}
    return _suggested(prefix, known)[cursor : cursor + PAGE]


def _found(prefix: str, most: int, snapshot: Snapshot) -> Iterable[Entity]:
    entity = snapshot.entity(snapshot.current(prefix)) if prefix[:1] == "Q" else None
    by_name = snapshot.candidates(prefix)
    beginning = snapshot.starting(prefix, most)
    found = {each.qid: each for each in (*((entity,) if entity else ()), *by_name, *beginning)}
    return found.values()


def _suggested(prefix: str, known: dict[str, tuple[str, str]]) -> list[Suggestion]:
    wanted = key(prefix)
    return [
        {"id": identifier, "name": name, "description": description}
        for identifier, (name, description) in known.items()
        if key(identifier).startswith(wanted) or _begins(name, wanted)
    ]


def _begins(name: str, wanted: str) -> bool:
    """Whether a word of the name, and what follows it, begins like the key `wanted`."""
    return f" {wanted}" in f" {key(name)}"


def _entity(entity: Entity, snapshot: Snapshot) -> Suggestion:
    told: Suggestion = {"id": entity.qid, "name": entity.label}
    if entity.description:
        told["description"] = entity.description
    return {**told, "notable": classes.types_of(entity, snapshot)}
