"""One item from what several sources have of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from ingest.wikidata.item import Item
from ingest.wikidata.staging import Staged

_FACTS = tuple(
    each.name for each in fields(Item) if each.name not in ("qid", "labels", "aliases", "descriptions")
)


def merged(found: Sequence[Staged]) -> Staged:
    """Return one record: names of all sources, each fact from the last source that has it.

    What kind of thing it is, which domain it has and how prominent it is stays as the last snapshot among
    them says, if one does: somebody may have looked at it.
    """
    result = found[0]
    for other in found[1:]:
        result = Staged(
            _merged(result.item, other.item),
            other.kind or result.kind,
            other.domain or result.domain,
            result.prominence if other.prominence is None else other.prominence,
        )
    return result


def _merged(old: Item, new: Item) -> Item:
    labels = dict(new.labels)
    for language, label in old.labels:
        labels.setdefault(language, label)
    if any(labels):  # a label of no known language is a name like any other
        labels.pop("", None)
    names = (
        *(label for _, label in new.labels),
        *new.aliases,
        *(label for _, label in old.labels),
        *old.aliases,
    )
    descriptions = dict(new.descriptions) or dict(old.descriptions)
    facts = {name: getattr(new, name) or getattr(old, name) for name in _FACTS}
    return replace(
        new,
        labels=tuple(labels.items()),
        aliases=tuple(name for name in dict.fromkeys(names) if name not in labels.values()),
        descriptions=tuple(descriptions.items()),
        **facts,
    )
