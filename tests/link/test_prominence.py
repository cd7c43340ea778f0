"""Prominence from site links is on the scale of the shipped snapshot, and grows with them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ingest.link import Snapshot, prominence_of

#: Site links as a public query of Wikidata gave them (CC0), of people and bodies that the snapshot ships.
SITELINKS = {
    "Q329": 193,
    "Q2105": 158,
    "Q2185": 142,
    "Q5738": 84,
    "Q158772": 63,
    "Q312026": 42,
    "Q459212": 25,
    "Q9325": 101,
    "Q4548": 89,
    "Q131005": 86,
    "Q8766": 83,
    "Q181912": 76,
    "Q187972": 64,
    "Q208489": 49,
    "Q860379": 41,
}
CLUBS = {"Q8682": 151, "Q18656": 147, "Q38245": 103, "Q19500": 83}


@pytest.mark.parametrize("qid", [*SITELINKS, *CLUBS])
def test_it_is_what_the_shipped_snapshot_says(snapshot: Snapshot, qid: str) -> None:
    entity = snapshot.entity(qid)
    assert entity is not None
    links = SITELINKS.get(qid, CLUBS.get(qid, 0))
    found = prominence_of(links, entity.kind, is_club=qid in CLUBS)
    assert found == pytest.approx(entity.prominence, abs=0.035)


@pytest.mark.parametrize("kind", ["", "person", "place-city"])
def test_more_pages_never_make_less_prominent(kind: str) -> None:
    assert all(
        prominence_of(fewer, kind) <= prominence_of(more, kind) for fewer, more in pairwise(range(-1, 400))
    )
