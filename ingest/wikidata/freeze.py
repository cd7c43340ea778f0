"""What was fetched, frozen into a snapshot: what a run linked against, and can link against again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from heapq import merge
from itertools import chain
from pathlib import Path
from typing import Any

from ingest.link import About, Entity, Snapshot, prominence_of
from ingest.link.compiling import compile_snapshot
from ingest.link.entity import number
from ingest.wikidata.fetch import Harvest
from ingest.wikidata.item import ANY_LANGUAGE, Item
from ingest.wikidata.kinds import DEFAULT_KINDS, INTERNAL, Kinds

LICENCE = "CC0-1.0"

_FACTS = "country description descriptions types occupations positions website sitelinks born died".split()


def freeze(
    harvest: Harvest, path: Path, *, languages: Sequence[str], source: str, base: Snapshot | None = None
) -> str:
    """Write a snapshot of what was fetched, and all that `base` holds, and return its digest.

    Of an entity that both have, the names of both are kept, each fact is as fetched if it was, and kind,
    domain and prominence stay as `base` says: somebody may have looked at them. What was found by its name
    alone is kept if it is of a kind that the linker looks for; what was asked for by its QID, whatever it is.

    The snapshot's date is that of the latest change of any of its entities: if nobody has changed them, the
    digest is the same on whatever day they are fetched.

    Raises:
        HearsayError: the file cannot be written.
    """
    kinds = Kinds(lambda qid: (*_superclasses(harvest, qid), *_above(base, qid)))
    fetched = list(_entities(harvest, kinds))
    about = base.about if base else About("", (), LICENCE, ())
    items = [harvest.items[qid] for qid in sorted(harvest.items, key=number)]
    extended = (f"extended: the knowledge snapshot {about.parent or base.digest}",) if base else ()
    dates = (about.date, *(harvest.items[entity.qid].modified[:10] for entity in fetched))
    return compile_snapshot(
        path,
        _merged(base, fetched, frozenset(harvest.redirects)),
        about=replace(
            about,
            date=max(dates),
            sources=tuple(dict.fromkeys((*about.sources, *extended, source))),
            languages=tuple(dict.fromkeys((*about.languages, *languages))),
        ),
        classes=chain(
            (base.classes() if base else ()),
            ((item.qid, above) for item in items for above in item.superclasses),
        ),
        terms=chain(((item.qid, item.label) for item in items if item.label), base.terms() if base else ()),
        demonyms=chain(base.demonyms.items() if base else (), _peoples(harvest, fetched)),
        redirects=chain(sorted(harvest.redirects.items()), base.redirects() if base else ()),
        # How common a word is must not depend on what else is in a slice: it keeps the whole's numbers.
        words=base.words() if base and base.about.parent else None,
    )


def left_out(harvest: Harvest, base: Snapshot | None = None) -> tuple[str, ...]:
    """Return the QIDs that were asked for and have no place in a snapshot, in order."""
    kinds = Kinds(lambda qid: (*_superclasses(harvest, qid), *_above(base, qid)))
    kept = {entity.qid for entity in _entities(harvest, kinds)}
    return tuple(sorted(harvest.asked & set(harvest.items) - kept, key=number))


def mentioned(harvest: Harvest) -> frozenset[str]:
    """Return every QID that what was fetched has or names: what an older snapshot may know more of."""
    items = harvest.items.values()
    facts = (
        (
            *item.types,
            *item.superclasses,
            *item.occupations,
            *(office.qid for office in item.positions),
            item.country,
        )
        for item in items
    )
    return frozenset(chain(harvest.items, harvest.redirects, *facts)) - {""}


def is_class_of(base: Snapshot, qid: str) -> bool:
    """Whether a snapshot knows what is above a class."""
    return bool(_above(base, qid))


def _entities(harvest: Harvest, kinds: Kinds) -> Iterator[Entity]:
    for qid in sorted({*harvest.named, *harvest.asked}, key=number):
        if qid not in harvest.items:
            continue
        item = _with_names(harvest.items[qid], sorted(harvest.named.get(qid, ())))
        kind = kinds.of(item.types)
        if item.label and kind != INTERNAL and (qid in harvest.asked or kind in DEFAULT_KINDS):
            domain = item.host if kind in ("media", "platform") else ""
            prominence = prominence_of(item.sitelinks, kind, is_club=kinds.is_club(item.types))
            yield item.as_entity(kind, prominence, domain=domain)


def _with_names(item: Item, names: Sequence[str]) -> Item:
    """Return an item that has the names that it was found by, which may be of another language."""
    labels = item.labels or tuple((ANY_LANGUAGE, name) for name in names[:1])
    return replace(item, labels=labels, aliases=tuple(dict.fromkeys((*item.aliases, *names))))


def _merged(base: Snapshot | None, fetched: Sequence[Entity], gone: frozenset[str]) -> Iterator[Entity]:
    """Yield the entities of both by ascending QID, without those that were merged into others."""
    new = {entity.qid: entity for entity in fetched}
    old = (entity for entity in (base.entities() if base else ()) if entity.qid not in gone)
    known = (_united(entity, new.pop(entity.qid, None)) for entity in old)
    added = (entity for entity in fetched if base is None or base.entity(entity.qid) is None)
    return merge(known, added, key=lambda entity: number(entity.qid))


def _united(old: Entity, new: Entity | None) -> Entity:
    if new is None:
        return old
    names = dict.fromkeys(name for name in (*new.aliases, *old.names) if name != new.label)
    facts: dict[str, Any] = {name: getattr(new, name) or getattr(old, name) for name in _FACTS}
    kept: dict[str, Any] = {
        "kind": old.kind,
        "domain": old.domain or new.domain,
        "prominence": old.prominence,
    }
    return replace(new, aliases=tuple(names), **facts, **kept)


def _superclasses(harvest: Harvest, qid: str) -> tuple[str, ...]:
    item = harvest.items.get(harvest.redirects.get(qid, qid))
    return item.superclasses if item else ()


def _above(base: Snapshot | None, qid: str) -> tuple[str, ...]:
    rows = base.ask("SELECT above FROM class WHERE id = ? ORDER BY above", number(qid)) if base else []
    return tuple(f"Q{row[0]}" for row in rows)


def _peoples(harvest: Harvest, fetched: Sequence[Entity]) -> Iterator[tuple[str, str]]:
    countries = (entity.qid for entity in fetched if entity.kind == "place-country")
    return ((word, qid) for qid in countries for word in harvest.items[qid].demonyms)
