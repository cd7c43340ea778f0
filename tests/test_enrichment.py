"""What the snapshot knows of linked entities: in a graph of its own, honest about dates, gone with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import small_world as world
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from ingest import enrichment
from ingest.errors import HearsayError
from ingest.link.entity import Entity, Position
from ingest.rdf import iri
from ingest.rdf.vocabulary import HS, PS, RDFS, WDT, P
from ingest.store import Store, open_store
from ingest.validate import validate_enrichment

ADA, BEACON, MOSCOW, RUSSIA = (iri.entity(qid) for qid in ("Q101", "Q900", "Q649", "Q159"))
DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))


class Snapshot(world.Facts):
    """The small world's, in which some things are unknown, merged or strange."""

    def __init__(self, **changed: Entity | None) -> None:
        self._changed = changed

    def entity(self, qid: str) -> Entity | None:
        return self._changed[qid] if qid in self._changed else super().entity(qid)

    def current(self, qid: str) -> str:
        return {"Q649": "Q650"}.get(qid, qid)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store", mode="write", create=True) as opened:
        world.fill(opened)
        opened.replace({iri.ENRICHMENT: ()})
        yield opened


def enriched(store: Store, snapshot: Snapshot) -> tuple[enrichment.Enrichment, set[Quad]]:
    done = enrichment.enrich(store, snapshot)  # type: ignore[arg-type]
    return done, set(store.graph(iri.ENRICHMENT))


def test_it_conforms_to_its_shapes_and_to_the_reference_engine(store: Store) -> None:
    _, quads = enriched(store, Snapshot())
    assert validate_enrichment(quads).conforms
    article = iri.article(world.dam().article)
    flattened = Quad(ADA, HS.host, Literal("said.example.org"), iri.ENRICHMENT)
    (found,) = validate_enrichment({*quads, flattened}).findings
    assert found.rule.endswith("#Enriched")
    (found,) = validate_enrichment({*quads, Quad(article, WDT.P31, ADA, iri.ENRICHMENT)}).findings
    assert found.rule.endswith("#Subject")


def has(quads: set[Quad], node: NamedNode, predicate: NamedNode) -> list[object]:
    return [quad.object for quad in quads if quad.subject == node and quad.predicate == predicate]


def test_linked_entities_and_what_metonyms_stand_for_are_described(store: Store) -> None:
    done, quads = enriched(store, Snapshot(Q20=None))
    assert (done.linked, done.known, done.in_office, done.dated) == (6, 5, 1, 1)
    assert has(quads, ADA, HS.entityKind) == [Literal("person")]
    assert has(quads, ADA, WDT.P27) == [iri.entity("Q20")]
    assert has(quads, BEACON, WDT.P17) == [iri.entity("Q20")]
    assert has(quads, iri.entity("Q20"), RDFS.label) == [Literal("Norway", language="en")]
    assert has(quads, RUSSIA, HS.entityKind)


def test_an_office_leads_up_to_the_classes_above_it(store: Store) -> None:
    _, quads = enriched(store, Snapshot())
    assert set(has(quads, ADA, WDT.P39)) == {iri.entity("Q701"), iri.entity("Q702")}
    assert has(quads, iri.entity("Q701"), WDT.P279) == [iri.entity("Q48352")]
    assert has(quads, iri.entity("Q48352"), RDFS.label) == [Literal("head of state", language="en")]


def test_only_dated_offices_say_from_when_to_when(store: Store) -> None:
    _, quads = enriched(store, Snapshot())
    (tenure,) = has(quads, ADA, P.P39)
    assert has(quads, tenure, PS.P39) == [iri.entity("Q701")]  # type: ignore[arg-type]
    (since,) = has(quads, tenure, HS.heldSince)  # type: ignore[arg-type]
    assert since.value == "2024-03-12T00:00:00Z"  # type: ignore[attr-defined]
    assert not has(quads, tenure, HS.heldUntil)  # type: ignore[arg-type]


@given(DAYS, DAYS, st.sampled_from((4, 7, 10)), st.sampled_from((4, 7, 10)))
def test_an_office_is_certainly_held_only_on_days_that_every_reading_of_its_dates_allows(
    start: date, end: date, start_length: int, end_length: int
) -> None:
    """2017 may be any day of 2017: whoever began then certainly held office from 2018 on."""
    person = replace(
        world.Facts().entity("Q101"),  # type: ignore[type-var]
        positions=(Position("Q701", start.isoformat()[:start_length], end.isoformat()[:end_length]),),
    )
    triples = list(enrichment.facts("Q101", person, Snapshot()))  # type: ignore[arg-type]
    held = {p: date.fromisoformat(o.value[:10]) for _, p, o in triples if p in (HS.heldSince, HS.heldUntil)}
    assert start <= held[HS.heldSince]
    assert held[HS.heldUntil] <= end
    slack = {4: 366, 7: 31, 10: 0}
    assert held[HS.heldSince] - start <= timedelta(slack[start_length])
    assert end - held[HS.heldUntil] <= timedelta(slack[end_length])


def test_what_was_merged_is_described_under_the_old_name_and_told(store: Store) -> None:
    done, quads = enriched(store, Snapshot())
    assert done.merged == (("Q649", "Q650"),)
    assert has(quads, MOSCOW, HS.entityKind)
    assert not has(quads, iri.entity("Q650"), HS.entityKind)


@pytest.mark.parametrize("website", ["javascript:alert(1)", "https://a b/", "https://x/>", "", "ftp://old/"])
def test_a_website_that_is_no_web_address_is_left_out(store: Store, website: str) -> None:
    _, quads = enriched(store, Snapshot(Q900=replace(world.Facts().entity("Q900"), website=website)))  # type: ignore[type-var]
    assert not has(quads, BEACON, WDT.P856)


def test_a_website_is_an_iri(store: Store) -> None:
    site = "https://dailybeacon.example.org/"
    _, quads = enriched(store, Snapshot(Q900=replace(world.Facts().entity("Q900"), website=site)))  # type: ignore[type-var]
    assert has(quads, BEACON, WDT.P856) == [NamedNode(site)]


def test_it_is_replaced_as_a_whole_and_the_same_each_time(store: Store) -> None:
    _, first = enriched(store, Snapshot())
    assert enriched(store, Snapshot())[1] == first
    _, without = enriched(store, Snapshot(Q101=None))
    assert not {quad for quad in without if quad.subject == ADA}
    assert enriched(store, Snapshot())[1] == first


def test_what_is_linked_no_more_leaves_nothing_behind(store: Store) -> None:
    enriched(store, Snapshot())
    for draft in (world.dam(), world.post()):  # where Ada Holm is
        article = iri.article(draft.article)
        store.replace({iri.graph(article): (), iri.links_graph(article): ()})
    enrichment.prune(store)
    left = set(store.graph(iri.ENRICHMENT))
    assert not {quad for quad in left if ADA in (quad.subject, quad.object)}
    assert not {quad for quad in left if quad.predicate in (HS.heldSince, PS.P39)}
    assert has(left, BEACON, HS.entityKind)


def test_when_nothing_is_linked_any_more_the_graph_is_empty(store: Store) -> None:
    enriched(store, Snapshot())
    for draft in world.drafts():
        article = iri.article(draft.article)
        store.replace({iri.graph(article): (), iri.links_graph(article): ()})
    enrichment.prune(store)
    assert not set(store.graph(iri.ENRICHMENT))


def test_nothing_is_written_where_nothing_is_linked(tmp_path: Path) -> None:
    with open_store(tmp_path / "empty", mode="write", create=True) as empty:
        assert enrichment.enrich(empty, Snapshot()).linked == 0  # type: ignore[arg-type]
        assert not set(empty.graph(iri.ENRICHMENT))
        enrichment.prune(empty)


def test_what_does_not_conform_is_not_written(store: Store) -> None:
    """A snapshot by another hand may hold anything."""
    enriched(store, Snapshot())
    before = set(store.graph(iri.ENRICHMENT))
    with pytest.raises(HearsayError, match="does not conform to the shapes"):
        enrichment.enrich(store, Snapshot(Q900=replace(world.Facts().entity("Q900"), kind="spy")))  # type: ignore[arg-type, type-var]
    assert set(store.graph(iri.ENRICHMENT)) == before
