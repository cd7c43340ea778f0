"""How well known an entity is, from the number of wikis that have a page on it."""

from __future__ import annotations

import math

#: Nobody is less, and nobody more prominent.
LEAST, MOST = 0.1, 0.95

#: Athletes, musicians and actors have pages everywhere, for fewer readers than a place of as many pages.
PERSON_DISCOUNT = 0.1


def prominence_of(sitelinks: int, kind: str = "") -> float:
    """Return a prior from 0.1 to 0.95 that grows with the logarithm of the number of site links.

    It is on the scale of the shipped snapshot, whose sources carry site links for some entities and were set
    against them for the rest.

    Args:
        sitelinks: how many wikis have a page on the entity.
        kind: the entity's kind; persons get 0.1 less.

    >>> [prominence_of(links) for links in (0, 1, 10, 100, 300)]
    [0.15, 0.255, 0.514, 0.852, 0.95]
    >>> prominence_of(250, "person")
    0.89
    """
    found = 0.15 + 0.35 * math.log10(1 + max(0, sitelinks))
    discount = PERSON_DISCOUNT if kind == "person" else 0.0
    return round(min(MOST, max(LEAST, found - discount)), 3)
