"""Which articles of a store are exported: by address, date, outlet, and who is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from ingest import versions
from ingest.errors import ExportError
from ingest.rdf import iri
from ingest.rdf.vocabulary import WIKIDATA
from ingest.store import Store
from ingest.store.selecting import select
from ingest.text import normalise_wording

_ABOUT = """
SELECT ?graph ?article ?date ?name ?host WHERE { GRAPH ?graph {
  ?graph schema:about ?article . ?article a hs:Article .
  OPTIONAL { ?article schema:datePublished ?date }
  OPTIONAL { ?article schema:publisher ?outlet . ?outlet schema:name ?name .
             OPTIONAL { ?outlet hs:host ?host } } } }
"""
_LINKED = """
SELECT DISTINCT ?entity ?article WHERE { GRAPH ?links {
  ?links schema:about ?article . { ?link hs:entity ?entity } UNION { ?link hs:referent ?entity } } }
"""
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked of an article; what is left empty asks nothing.

    Attributes:
        articles: it is one of these, by IRI.
        since: published on this day or later: ``2024``, ``2024-05`` or ``2024-05-06``.
        until: published on this day (month, year) or earlier.
        outlets: published by one of these, by name or web host.
        actors: one of these is in it, by name, ``Q…`` or IRI.
    """

    articles: tuple[NamedNode, ...] = ()
    since: str = ""
    until: str = ""
    outlets: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.articles or self.since or self.until or self.outlets or self.actors)


def chosen(store: Store, choice: Choice) -> frozenset[NamedNode]:
    """Return the articles of which all holds that is asked.

    An article without a date is left out where a date is asked for. Names are compared without regard to case
    and spacing.

    Raises:
        ExportError: a date cannot be read, or nothing in the store is what was asked for.
    """
    for day in filter(None, (choice.since, choice.until)):
        if not _DAY.fullmatch(day):
            raise ExportError(f"{day!r} is no date.", "Write 2024, 2024-05 or 2024-05-06.")
    outlets = {normalise_wording(name) for name in choice.outlets}
    found = {
        row["article"]
        for row in select(store, _ABOUT)
        if (not choice.articles or row["article"] in choice.articles)
        and _in_time(row["date"], choice)
        and (not outlets or outlets & set(_names(row["name"], row["host"])))
    }
    if choice.actors:
        found &= _with(store, choice.actors)
    if not found:
        raise ExportError(
            "The store holds no such article.",
            "`hearsay query articles` and `hearsay query outlets` list them.",
        )
    return frozenset(found)


def _in_time(date: Literal | None, choice: Choice) -> bool:
    if not (choice.since or choice.until):
        return True
    if date is None:
        return False
    day, since, until = date.value, choice.since, choice.until
    return day[: len(since)] >= since and (not until or day[: len(until)] <= until)


def _names(*names: Literal | None) -> Iterator[str]:
    return (normalise_wording(name.value) for name in names if name is not None)


def _with(store: Store, actors: tuple[str, ...]) -> set[NamedNode]:
    """Return the articles in which one of the actors is: by what it was linked to, by its IRI, or by name."""
    entities = {node for actor in actors if (node := _node(actor))}
    names = {normalise_wording(actor) for actor in actors if not _node(actor)}
    linked = (row["article"] for row in select(store, _LINKED) if row["entity"] in entities)
    found = set(linked if entities else ())
    if names or entities:
        found |= versions.articles_naming(store, names, {node.value for node in entities})
    return found


def _node(actor: str) -> NamedNode | None:
    """Return the node that a QID or an IRI of Hearsay's stands for, None for a name."""
    if actor.startswith((iri.BASE, WIKIDATA)):
        try:
            return NamedNode(actor)
        except ValueError:
            return None
    try:
        return iri.entity(actor)
    except ValueError:
        return None
