"""What a place that speaks stands for: "Moscow said", "the Kremlin", "Brussels"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.link.entity import PLACES, Entity
from ingest.link.names import key
from ingest.link.snapshot import Snapshot

#: Seats whose facts in the shipped snapshot do not say whose they are: the White House stands for the United
#: States, the Pentagon for its Department of Defense. The QIDs were checked in public code.
SEATS: Mapping[str, str] = {"Q35525": "Q30", "Q11208": "Q11209"}

#: The seat of the European Union, and the Union: "Brussels" is it where the article names it, not Belgium.
BRUSSELS = frozenset(("Q239", "Q240"))
UNION, BELGIUM = "Q458", "Q31"

_SEAT = re.compile(r"\b(?:seat|residence|workplace|headquarters|office|offices)\b.{0,60}\bof\b")


def stands_for(entity: Entity, named: frozenset[str], snapshot: Snapshot) -> str | None:
    """Return the ``Q…`` of what a place stands for that speaks, or None: only itself.

    A capital and a seat of state stand for the country that its facts name.

    Args:
        named: the ``Q…`` of all that the article names.
    """
    if entity.kind not in PLACES:
        return None
    if entity.qid in BRUSSELS and UNION in named and BELGIUM not in named:
        return UNION
    if entity.qid in SEATS:
        return SEATS[entity.qid] if snapshot.entity(SEATS[entity.qid]) else None
    if entity.country in (None, entity.qid):
        return None
    country = snapshot.entity(entity.country or "")
    told = key(entity.description).replace("of the ", "of ")
    if country is None or not any(f"of {key(name)}" in told for name in country.names):
        return None
    stands = told.startswith("capital") if entity.kind == "place-city" else _SEAT.search(told) is not None
    return country.qid if stands else None
