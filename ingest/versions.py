"""Which version of an article a store holds, and how one gives way to another."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad

from ingest.copies.residue import touching
from ingest.rdf import iri, tombstone
from ingest.rdf.graph import ArticleGraphs
from ingest.rdf.vocabulary import PROV, RDF
from ingest.records import kept as records
from ingest.records.kept import Kept
from ingest.store import Store
from ingest.store.selecting import select
from ingest.text import normalise_wording

# Only variables that are selected are bound.
_CURRENT = """
SELECT ?article ?graph ?version ?sha256 ?published ?run WHERE { GRAPH ?graph {
  ?article dcterms:hasVersion ?version . ?version hs:textSha256 ?sha256 . ?graph prov:wasGeneratedBy ?run .
  OPTIONAL { ?article schema:datePublished ?published } } }
"""
_HAS_TOMBSTONE = "SELECT ?graph ?node WHERE { GRAPH ?graph { ?node a hs:Tombstone } }"
_RUN_IN_USE = """
SELECT ?run ?own ?ownLinks ?ownCorrections WHERE {
  GRAPH ?graph { ?graph prov:wasGeneratedBy ?run }
  FILTER(?graph NOT IN (?own, ?ownLinks, ?ownCorrections)) } LIMIT 1
"""
_DERIVED = """
SELECT ?own ?derived ?claim ?class WHERE {
  GRAPH ?own { ?claim a hs:Claim } GRAPH ?derived { ?claim a ?class } }
"""
_JUDGED = """
SELECT DISTINCT ?own ?links ?judgements ?judgement ?predicate ?value WHERE {
  { GRAPH ?links { ?link hs:judgement ?judgement } }
  UNION { GRAPH ?own { ?claim a hs:Claim } GRAPH ?judgements { ?judgement hs:judges ?claim } }
  GRAPH ?judgements { ?judgement ?predicate ?value } }
"""
_JUDGEMENT_ELSEWHERE = """
SELECT ?judgement ?links WHERE {
  GRAPH ?graph { ?link hs:judgement ?judgement } FILTER(?graph != ?links) } LIMIT 1
"""
_IN_USE = """
SELECT ?judgements ?judgement ?article WHERE {
  GRAPH ?judgements { ?judgement a hs:Judgement }
  { GRAPH ?links { ?links schema:about ?article . ?link hs:judgement ?judgement } }
  UNION
  { GRAPH ?judgements { ?judgement hs:judges ?claim }
    GRAPH ?graph { ?claim a hs:Claim ; schema:appearance ?article } } }
"""
_NAMED = """
SELECT DISTINCT ?article ?actor ?name WHERE {
  GRAPH ?graph { ?graph schema:about ?article . ?actor a hs:Actor ; schema:name ?name } }
"""
_TEXT_IN_USE = """
SELECT ?sha256 WHERE { GRAPH ?graph { ?version hs:textSha256 ?sha256 ; a hs:ArticleVersion } } LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Current:
    """The version of an article that a store holds.

    Attributes:
        version: its IRI.
        sha256: hex SHA-256 of its text.
        published: the article's `schema:datePublished`, or None.
        run: IRI of the run that made its graph.
    """

    version: NamedNode
    sha256: str
    published: Literal | None
    run: NamedNode


def current(store: Store, article: NamedNode) -> Current | None:
    """Return the version of `article` that the store holds, or None."""
    for row in select(store, _CURRENT, article=article, graph=iri.graph(article)):
        return Current(row["version"], row["sha256"].value, row["published"], row["run"])
    return None


def articles(store: Store) -> Iterator[NamedNode]:
    """Give the articles that a store holds, in order."""
    for name in store.graphs():
        if article := iri.article_extracted_in(name):
            yield article


def graphs_of(store: Store, article: NamedNode) -> set[Quad]:
    """Return the quads of an article's graphs, and of the judgements that it uses."""
    names = (iri.graph(article), iri.links_graph(article), iri.corrections_graph(article))
    return {quad for name in names for quad in store.graph(name)} | _judged(store, article)


def is_judged(store: Store, article: NamedNode) -> bool:
    """True if people decided anything about an article's actors or claims."""
    return bool(_judged(store, article))


def judgements_in_use(store: Store) -> dict[NamedNode, set[NamedNode]]:
    """Return the articles that use each judgement."""
    found: dict[NamedNode, set[NamedNode]] = {}
    for row in select(store, _IN_USE, judgements=iri.JUDGEMENTS):
        found.setdefault(row["judgement"], set()).add(row["article"])
    return found


def articles_naming(
    store: Store,
    names: Container[str],
    actors: Container[str],
    but: Mapping[str, Container[NamedNode]] | None = None,
) -> set[NamedNode]:
    """Return the articles with an actor of one of these names (normalised wordings) or IRIs.

    Args:
        store: what holds them.
        names: the names.
        actors: the IRIs.
        but: articles that do not count, by name or IRI.
    """
    but = but or {}
    found = set[NamedNode]()
    for row in select(store, _NAMED):
        actor, name = row["actor"].value, normalise_wording(row["name"].value)
        for given, known in ((actor, actors), (name, names)):
            if given in known and row["article"] not in but.get(given, ()):
                found.add(row["article"])
    return found


def is_older(published: str | None, current: str | None, buried: bool) -> bool:
    """Decide which of two texts of an article gives way: by date; of one date, or without one, the earlier.

    Args:
        published: `schema:datePublished` of the text that comes, if it has one.
        current: that of the text that is there, if it has one.
        buried: whether the text that comes was replaced before: then it does not come back.

    Returns:
        True if the text that is there stays.
    """
    return published < current if published and current and published != current else buried


def is_buried(store: Store, node: NamedNode) -> bool:
    """True if the article was taken down, or the version replaced, before."""
    return bool(select(store, _HAS_TOMBSTONE, node=node, graph=iri.TOMBSTONES))


def put(
    store: Store, graphs: ArticleGraphs, text: str, before: Current | None, record: bytes | None = None
) -> None:
    """Make `graphs` the current version of their article, in one transaction.

    What they replace leaves a tombstone if it was another text; its text, its record, its derived types, what
    was found to share its wording, and a run and judgements that nothing else uses go with it.

    Args:
        store: open for writing.
        graphs: the article's.
        text: the article's.
        before: what they replace.
        record: the records that the graphs were made from, or None to keep those that the store has.

    Raises:
        StoreError: nothing was written.
    """
    store.put_text(text)
    article = segment(graphs.article)
    key = record_key(graphs.version, _run_of(graphs))
    if record is not None:
        store.put_record(article, key, record)
    shared = [*graphs.runs, *graphs.judgements]
    remove: list[Quad] = []
    if before:
        remove += _derived(store, graphs.article) + _unused_run(store, graphs.article, before.run, shared)
        remove += _unused_judgements(store, graphs.article, shared)
        if not _says_the_same(store, graphs):
            remove += touching(store, graphs.article)
        if before.version != graphs.version:
            shared += tombstone.superseded(before.version, before.sha256, before.published, graphs.version)
    contents = {
        iri.graph(graphs.article): graphs.graph,
        iri.links_graph(graphs.article): graphs.links,
        iri.corrections_graph(graphs.article): graphs.corrections,
    }
    store.replace(contents, shared=shared, remove=remove)
    store.delete_records(article, but=key)
    if before and before.version != graphs.version:
        _drop_text(store, before.sha256)


def take_down(store: Store, article: NamedNode) -> bool:
    """Remove an article's graphs, text, records, judgements, derived types and copies, but for a tombstone.

    Returns:
        True if the store held it; the tombstone is left in either case.

    Raises:
        StoreError: nothing was removed.
    """
    before = current(store, article)
    shared = list(tombstone.withdrawn(article, None, None))
    remove: list[Quad] = []
    if before:
        shared += tombstone.withdrawn(before.version, before.sha256, before.published)
        remove = _derived(store, article) + _unused_run(store, article, before.run, [])
        remove += _unused_judgements(store, article, [])
        remove += touching(store, article)
    own = (iri.graph(article), iri.links_graph(article), iri.corrections_graph(article))
    store.replace(dict.fromkeys(own, ()), shared=shared, remove=remove)
    store.delete_records(segment(article))
    if before:
        _drop_text(store, before.sha256)
    return before is not None


def record(store: Store, article: NamedNode, version: Current) -> bytes | None:
    """Return the records that an article's current graphs were made from, or None if it has none."""
    return store.record(segment(article), record_key(version.version, version.run))


def kept(store: Store, article: NamedNode, version: Current) -> Kept | None:
    """Return what the machine found in an article, or None: it was ingested before records were kept.

    Raises:
        StoreError: the records, or the text, are damaged.
    """
    content = record(store, article, version)
    return None if content is None else records.from_bytes(content, store.text(version.sha256))


def kept_records(store: Store, among: Iterable[NamedNode] | None = None) -> Iterator[tuple[NamedNode, Kept]]:
    """Give each article of a store that has records, or of those among them, with its records."""
    for article in articles(store) if among is None else among:
        before = current(store, article)
        found = kept(store, article, before) if before else None
        if found:
            yield article, found


def segment(node: NamedNode) -> str:
    """Return the last segment of an IRI, under which a store keeps an article's records."""
    return node.value.rpartition("/")[2]


def record_key(version: NamedNode, run: NamedNode) -> str:
    """Name a record by text and configuration, so that it is never read for graphs made from another."""
    return iri.digest(version.value, run.value)


def _run_of(graphs: ArticleGraphs) -> NamedNode:
    (run,) = {quad.subject for quad in graphs.runs}
    return cast(NamedNode, run)


def _drop_text(store: Store, sha256: str) -> None:
    if not select(store, _TEXT_IN_USE, sha256=Literal(sha256)):
        store.delete_text(sha256)


def _says_the_same(store: Store, graphs: ArticleGraphs) -> bool:
    """Whether an article's text and claims stay as they are: it was only linked or judged anew."""
    names = (iri.graph(graphs.article), iri.corrections_graph(graphs.article))
    old = {quad for name in names for quad in store.graph(name)}
    changed = old.symmetric_difference((*graphs.graph, *graphs.corrections))
    return all(quad.predicate == PROV.wasGeneratedBy for quad in changed)


def _derived(store: Store, article: NamedNode) -> list[Quad]:
    rows = [
        row
        for own in (iri.graph(article), iri.corrections_graph(article))
        for row in select(store, _DERIVED, own=own, derived=iri.DERIVED)
    ]
    return [Quad(row["claim"], RDF.type, row["class"], iri.DERIVED) for row in rows]


def _unused_run(store: Store, article: NamedNode, run: NamedNode, kept: list[Quad]) -> list[Quad]:
    """Give the quads of a run that only this article used, but for those that are kept."""
    own = {
        "own": iri.graph(article),
        "ownLinks": iri.links_graph(article),
        "ownCorrections": iri.corrections_graph(article),
    }
    if select(store, _RUN_IN_USE, run=run, **own):
        return []
    return [quad for quad in store.graph(iri.RUNS) if quad.subject == run and quad not in kept]


def _unused_judgements(store: Store, article: NamedNode, kept: list[Quad]) -> list[Quad]:
    """Give the quads of judgements that only this article used, but for those that are kept."""
    links = iri.links_graph(article)
    quads = _judged(store, article).difference(kept)
    shared = {
        judgement
        for judgement in {cast(NamedNode, quad.subject) for quad in quads}
        if select(store, _JUDGEMENT_ELSEWHERE, judgement=judgement, links=links)
    }
    return [quad for quad in quads if quad.subject not in shared]


def _judged(store: Store, article: NamedNode) -> set[Quad]:
    own, links = iri.graph(article), iri.links_graph(article)
    return {
        Quad(row["judgement"], row["predicate"], row["value"], iri.JUDGEMENTS)
        for row in select(store, _JUDGED, own=own, links=links, judgements=iri.JUDGEMENTS)
    }
