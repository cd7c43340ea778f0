"""What a knowledge snapshot knows of the linked entities, in its own graph, for queries without a network.

The facts are Wikidata's, in Wikidata's own terms (`wdt:P31`, `wdt:P17` or of a person `wdt:P27`, `wdt:P39`,
`wdt:P856`); nothing that an article says is among them. An office held is also a statement node (`p:P39`,
`ps:P39`) where the snapshot knows from when to when: from what instant on it was certainly held
(`hs:heldSince`), and up to which (`hs:heldUntil`, none where it is held still, as far as the snapshot knows).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from ingest.errors import HearsayError
from ingest.link import Snapshot
from ingest.link.entity import Entity, Position, number
from ingest.rdf import iri
from ingest.rdf.vocabulary import HS, PROV, PS, RDF, RDFS, WDT, WIKIDATA, XSD, P
from ingest.store import Store
from ingest.store.selecting import select
from ingest.validate import render, validate_enrichment

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]

_LINKED = """
SELECT DISTINCT ?entity WHERE { GRAPH ?links { ?decision hs:entity|hs:referent ?entity } }
"""
_ENRICHED = """
SELECT DISTINCT ?entity ?graph WHERE { GRAPH ?graph { ?entity hs:entityKind ?kind } }
"""


@dataclass(frozen=True, slots=True)
class Enrichment:
    """What was added.

    Attributes:
        linked: how many Wikidata entities the store's links lead to.
        known: how many of them the snapshot holds.
        in_office: how many of these hold or held an office.
        dated: how many of those have an office whose beginning is known.
        merged: links' ``Q…`` that have become others since, with what they are now.
    """

    linked: int
    known: int
    in_office: int
    dated: int
    merged: tuple[tuple[str, str], ...]


def enrich(store: Store, snapshot: Snapshot) -> Enrichment:
    """Replace the store's graph of enrichment by what `snapshot` knows of the entities linked now.

    Raises:
        HearsayError: what the snapshot knows does not conform to the shapes; nothing was written.
        StoreError: the store cannot be read or written.
    """
    wanted = sorted(linked(store), key=number)
    found = [(qid, entity) for qid in wanted if (entity := snapshot.entity(snapshot.current(qid)))]
    triples = [triple for qid, entity in found for triple in facts(qid, entity, snapshot)]
    if triples:
        triples += _about_graph(snapshot)
    quads = [Quad(*triple, iri.ENRICHMENT) for triple in triples]
    report = validate_enrichment(quads)
    if not report.conforms:
        raise HearsayError(
            f"{snapshot.path}: this does not conform to the shapes; nothing was written.\n{render(report)}",
            "Build the snapshot again; if that does not help, please report it as a bug in Hearsay.",
        )
    store.replace({iri.ENRICHMENT: quads})
    return Enrichment(
        linked=len(wanted),
        known=len(found),
        in_office=sum(bool(entity.positions) for _, entity in found),
        dated=sum(any(position.start for position in entity.positions) for _, entity in found),
        merged=tuple((qid, current) for qid in wanted if (current := snapshot.current(qid)) != qid),
    )


def prune(store: Store) -> None:
    """Remove what the graph of enrichment holds of entities that no link leads to any more.

    Offices and classes stay, which other entities share, until the last entity is gone.
    """
    held = {row["entity"] for row in select(store, _ENRICHED)}
    if not held:
        return
    gone = held - {NamedNode(WIKIDATA + qid) for qid in linked(store)}
    if gone == held:
        store.replace({iri.ENRICHMENT: ()})
    elif gone:
        quads = list(store.graph(iri.ENRICHMENT))
        gone |= {
            quad.object
            for quad in quads
            if quad.subject in gone and quad.predicate == P.P39 and isinstance(quad.object, NamedNode)
        }
        store.replace({iri.ENRICHMENT: [quad for quad in quads if quad.subject not in gone]})


def linked(store: Store) -> frozenset[str]:
    """Return the ``Q…`` of the Wikidata entities that the store's links lead to."""
    found = {row["entity"].value for row in select(store, _LINKED)}
    return frozenset(value.removeprefix(WIKIDATA) for value in found if value.startswith(WIKIDATA))


def facts(qid: str, entity: Entity, snapshot: Snapshot) -> Iterator[Triple]:
    """Give the triples about one linked entity, and about the classes and offices that it leads to.

    Args:
        qid: the ``Q…`` that links name; the entity's own may be another, once items were merged.
    """
    node = iri.entity(qid)
    yield node, HS.entityKind, Literal(entity.kind)
    for each in entity.types:
        yield node, WDT.P31, iri.entity(each)
        yield from _class(each, snapshot)
    if entity.country:
        yield node, WDT.P27 if entity.kind == "person" else WDT.P17, iri.entity(entity.country)
        yield from _label(entity.country, snapshot)
    if address := _address(entity.website):
        yield node, WDT.P856, address
    for position in entity.positions:
        yield node, WDT.P39, iri.entity(position.qid)
        yield from _class(position.qid, snapshot)
        if position.start:
            yield from _tenure(node, position)


def _tenure(holder: NamedNode, position: Position) -> Iterator[Triple]:
    node = iri.tenure(holder, position.qid, position.start, position.end)
    yield holder, P.P39, node
    yield node, PS.P39, iri.entity(position.qid)
    yield node, HS.heldSince, _instant(_after(position.start))
    if position.end:
        yield node, HS.heldUntil, _instant(_first(position.end))


def _class(qid: str, snapshot: Snapshot) -> Iterator[Triple]:
    yield from _label(qid, snapshot)
    for lower, upper in snapshot.superclasses(qid):
        yield iri.entity(lower), WDT.P279, iri.entity(upper)
        yield from _label(upper, snapshot)


def _label(qid: str, snapshot: Snapshot) -> Iterator[Triple]:
    if label := snapshot.label_of(qid):
        yield iri.entity(qid), RDFS.label, Literal(label, language="en")


def _about_graph(snapshot: Snapshot) -> Iterator[Triple]:
    yield iri.ENRICHMENT, RDF.type, PROV.Bundle
    yield iri.ENRICHMENT, HS.snapshot, Literal(snapshot.digest)


def _address(website: str) -> NamedNode | None:
    """Return a website's address as an IRI, or None for what is none: snapshots hold what people typed."""
    try:
        return NamedNode(website) if website.startswith(("http://", "https://")) else None
    except ValueError:
        return None


def _first(date: str) -> str:
    """Return the first day of a year, a month or a day.

    >>> _first("2017"), _first("2017-05"), _first("2017-05-14")
    ('2017-01-01', '2017-05-01', '2017-05-14')
    """
    return f"{date}-01-01"[:10]


def _after(date: str) -> str:
    """Return the day from which on something that began at `date` had certainly begun.

    >>> _after("2017"), _after("2017-12"), _after("2017-05-14")
    ('2018-01-01', '2018-01-01', '2017-05-14')
    """
    if len(date) == len("2017-05-14"):
        return date
    year, month = int(date[:4]), int(date[5:7] or 12)
    return f"{year + month // 12:04}-{month % 12 + 1:02}-01"


def _instant(day: str) -> Literal:
    return Literal(f"{day}T00:00:00Z", datatype=XSD.dateTime)
