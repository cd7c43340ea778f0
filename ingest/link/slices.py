"""A part of a snapshot as a snapshot of its own: what some articles were linked against, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ingest.link.cleaning import is_qid
from ingest.link.compiling import compile_snapshot
from ingest.link.entity import Entity, number
from ingest.link.snapshot import Snapshot


class Recorder(Snapshot):
    """A snapshot that remembers what it was asked for: `seen` holds the QIDs.

    One is for one process; what forked or spawned processes ask is not remembered here.
    """

    def __init__(self, path: Path) -> None:
        self.seen: set[str] = set()
        super().__init__(path)

    def label_of(self, qid: str) -> str | None:
        """Return the label of an entity or of what facts name, or None."""
        self.seen.add(qid)
        return super().label_of(qid)

    def is_a(self, qid: str, root: str) -> bool:
        """Whether `qid` is `root`, or an instance or a subclass of it by any number of steps."""
        self.seen.add(qid)
        return super().is_a(qid, root)

    def _entities(self, query: str, *values: str | int) -> tuple[Entity, ...]:
        found = super()._entities(query, *values)
        self.seen.update(entity.qid for entity in found)
        return found


def write_slice(snapshot: Snapshot, qids: Iterable[str], path: Path) -> str:
    """Write the snapshot `path` with only the entities `qids` of `snapshot`, and return its digest.

    With them go the entities of their countries; the labels and superclasses of what their facts name; the
    redirects to them; all demonyms and all counts of words; and what the whole says of itself, with its
    digest as `About.parent`. An article links against the slice as against the whole, if `qids` are all
    entities that linking it asked the whole for (`Recorder`). Of other names the slice knows too little.

    Args:
        qids: merged ones stand for what they were merged into; of classes and terms, what is known of them is
            kept; unknown ones are passed over.
    """
    asked = {snapshot.current(qid) for qid in qids if is_qid(qid)}
    kept = {qid for qid in asked if snapshot.entity(qid)}
    for entity in _in_order(snapshot, kept):
        if entity.country and snapshot.entity(entity.country):
            kept = kept | {entity.country}
    named = asked | {qid for entity in _in_order(snapshot, kept) for qid in _named_by(entity)}
    classes = sorted({pair for qid in named | kept for pair in snapshot.superclasses(qid)})
    named |= {qid for pair in classes for qid in pair}
    return compile_snapshot(
        path,
        _in_order(snapshot, kept),
        about=replace(snapshot.about, parent=snapshot.digest),
        classes=classes,
        terms=((qid, label) for qid in sorted(named - kept) if (label := snapshot.label_of(qid))),
        demonyms=snapshot.demonyms.items(),
        redirects=((old, now) for old, now in snapshot.redirects() if now in kept),
        words=snapshot.words(),
    )


def _in_order(snapshot: Snapshot, qids: Iterable[str]) -> Iterable[Entity]:
    return (entity for qid in sorted(qids, key=number) if (entity := snapshot.entity(qid)))


def _named_by(entity: Entity) -> Iterable[str]:
    """Return what the entity's facts name."""
    positions = (position.qid for position in entity.positions)
    return (*entity.types, *entity.occupations, *positions, *filter(None, (entity.country,)))
