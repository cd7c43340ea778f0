"""By what an entity is found: the keys of its names, and the skeletons for names that are almost its own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

from ingest.link.entity import Entity
from ingest.link.names import is_acronym, key, search_keys, skeleton

#: For keys that any spelling may find. Otherwise a set of bits, one for each way to spell a name of one word:
#: "US" is not "us", and "Hill" not "The Hill".
ANY_SPELLING = 0


_TRIED = (
    "Ursula von der Leyen",
    "J. K. Rowling-O’Brien, Jr.",
    "The Procter & Gamble Co., Ltd",
    "U.S. Department of Défense (1947)",
    "Часів Яр",
    "Словʼянськ",
    "Łódź-Øster Straße",
    "محمود عباس",
    "北京 Xi Jinping",
    "NATO",
    "Sachs and Co",
    "'s-Hertogenbosch",
    "Qatar Airways 747",
)


def name_keys(entity: Entity, spelled: Mapping[str, int]) -> dict[str, int]:
    """Return the keys that an entity is found by, each with the spellings that may find it.

    Args:
        spelled: the entity's `spelled_keys`.
    """
    keys = dict.fromkeys(search_keys(entity.names, entity.kind, entity.prominence), ANY_SPELLING)
    keys.update((found, spellings) for found, spellings in spelled.items() if found in keys)
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


@cache
def naming() -> str:
    """Return a digest of how names become keys, by trying it on a few.

    A file whose keys were made in another way must be compiled anew, or names are looked up in vain.
    """
    tried = []
    for kind in ("person", "organisation", "place-city"):
        for name in _TRIED:
            made = Entity("Q1", name, (), kind, None, description="", domain="", prominence=0.9)
            tried.append((sorted(name_keys(made, spelled_keys(made)).items()), sorted(near_keys(made))))
    return hashlib.sha256(repr(tried).encode()).hexdigest()


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
