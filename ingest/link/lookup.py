"""By what an entity is found: the keys of its names, and the skeletons for names that are almost its own."""

from __future__ import annotations

from ingest.link.entity import Entity
from ingest.link.names import is_acronym, key, search_keys, skeleton

#: For keys that any spelling may find. Otherwise a set of bits, one for each way to spell a name of one word:
#: "US" is not "us", and "Hill" not "The Hill".
ANY_SPELLING = 0


def name_keys(entity: Entity) -> dict[str, int]:
    """Return the keys that an entity is found by, each with the spellings that may find it."""
    keys = dict.fromkeys(search_keys(entity.names, entity.kind, entity.prominence), ANY_SPELLING)
    for found, spelled in spelled_keys(entity).items():
        if found in keys:
            keys[found] = spelled
    return keys


def spelled_keys(entity: Entity) -> dict[str, int]:
    """Return the keys of an entity's names, each with the spellings that may find it."""
    keys: dict[str, int] = {}
    for name in entity.names:
        found = key(name)
        keys[found] = ANY_SPELLING if " " in found else keys.get(found, 0) | _spelling(name)
    keys.pop("", None)
    return keys


def near_keys(entity: Entity) -> frozenset[str]:
    """Return the skeletons of an entity's names."""
    return frozenset(map(skeleton, entity.names)) - {""}


def spellings_found_by(form: str) -> int:
    """Return the spellings that `form` may find.

    Capitals find what is no acronym ("MOSCOW"), and an article before a word the word without it.
    """
    articles = (False, True) if form.lower().startswith("the ") else (False,)
    acronyms = (False, True) if is_acronym(form) else (False,)
    return sum(_bit(article, acronym) for article in articles for acronym in acronyms)


def _spelling(name: str) -> int:
    return _bit(name.lower().startswith("the "), is_acronym(name))


def _bit(has_article: bool, acronym: bool) -> int:
    return 1 << (2 * has_article + acronym)
