"""How well known an entity is, from the number of wikis that have a page on it."""

from __future__ import annotations

import math

#: Nobody is less, and nobody more prominent.
LEAST, MOST = 0.1, 0.95

#: Athletes, musicians and actors have pages everywhere, for fewer readers than a place of as many pages.
PERSON_DISCOUNT = 0.1

#: A club is at most so prominent, though it has more pages than its city: the news mean the city.
MOST_OF_CLUBS = 0.6


def prominence_of(sitelinks: int, kind: str = "", *, is_club: bool = False) -> float:
    """Return a prior from 0.1 to 0.95 that grows with the logarithm of the number of site links.

    It is the scale of the shipped snapshot: some of its sources carry site links and were put on it by this
    formula, the others were set against them.

    Args:
        sitelinks: how many wikis have a page on the entity.
        kind: the entity's kind; persons get 0.1 less.
        is_club: whether it is a sports club.

    >>> [prominence_of(links) for links in (0, 1, 10, 100, 300)]
    [0.15, 0.255, 0.514, 0.852, 0.95]
    >>> prominence_of(193, "person"), prominence_of(151, "organisation", is_club=True)
    (0.851, 0.6)
    """
    found = 0.15 + 0.35 * math.log10(1 + max(0, sitelinks)) - (PERSON_DISCOUNT if kind == "person" else 0.0)
    return round(min(MOST_OF_CLUBS if is_club else MOST, max(LEAST, found)), 3)
