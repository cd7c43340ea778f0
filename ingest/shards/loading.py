"""Shards into a store: what `hearsay ingest` of the same inputs, in the same order, would have stored.

An article that the store does not know, and that all shards read alike, is loaded as it lies there, by the
store's own bulk loader. Everything else (another text of the same article, one that was taken down or set
aside, one that people judged) goes through `ingest.pipeline.admit`, one article after the other in the order
of the inputs: there is one rule for which text is current, in one place. So what a store holds does not
depend on how the inputs were divided, nor on which worker was done first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

from pyoxigraph import NamedNode

from ingest import enrichment, pipeline, versions
from ingest.errors import Problem
from ingest.examining import Examined, SetAside, entry_id, weigh
from ingest.judgements import Judgements
from ingest.link import Snapshot
from ingest.model import Run
from ingest.pipeline import Outcome
from ingest.rdf import graph, iri
from ingest.records.kept import Kept, has_sources
from ingest.shards.shard import Passage, Shard
from ingest.shards.survey import Survey, survey
from ingest.sources import LinkedSource
from ingest.store import Store
from ingest.store.bulk import CHUNK, Bulk, Rebuildable
from ingest.store.nquads import Digest

REBUILD_FROM = 0.5
"""How many new quads, for each that the store holds, make it worth while to copy the latter."""


class _RebuildableStore(Store, Rebuildable, Protocol):
    """A store that takes much at once."""


@dataclass
class Loaded:
    """What became of the articles of some shards.

    Attributes:
        outcomes: how many articles, by what became of them.
        quads: how many were loaded in bulk.
        problems: what there is to tell.
    """

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    quads: int = 0
    problems: list[Problem] = field(default_factory=list)


def load(
    shards: Sequence[Shard],
    store: Store,
    judgements: Judgements,
    snapshot: Snapshot,
    advance: Callable[[int], None] = lambda _: None,
) -> Loaded:
    """Load shards into a store.

    Killed at any moment, the store holds what it held before, or all new articles, or these and some of the
    others; the same call completes it.

    Args:
        shards: in the order of their inputs.
        store: open for writing.
        judgements: those in force.
        snapshot: gives the labels of entities that only people thought of.
        advance: is told how many more bytes of the shards' quads were read.

    Raises:
        HearsayError: a shard is damaged or cannot be read.
        StoreError: the store cannot be written; what was there before is intact.
    """
    found = survey(shards, store)
    loaded = Loaded()
    in_bulk = isinstance(store, Rebuildable) and found.quads > store.count() * REBUILD_FROM
    if in_bulk:
        _in_bulk(shards, cast(_RebuildableStore, store), found, loaded, advance)
    for shard in shards:
        for passage in shard.passages(found.contested if in_bulk else None):
            _admit(passage, shard.manifest.making.run, store, judgements, snapshot, loaded)
    applied = pipeline.judge(store, judgements, snapshot)
    loaded.problems += [each.problem for each in applied if each.problem]
    enrichment.prune(store)
    store.flush()
    return loaded


def _in_bulk(
    shards: Sequence[Shard],
    store: _RebuildableStore,
    found: Survey,
    loaded: Loaded,
    advance: Callable[[int], None],
) -> None:
    """Load the articles that there is nothing to decide about, all of them or none."""
    waiting = frozenset(store.quarantine.ids())
    retried = set[str]()
    runs = dict[Run, None]()
    with store.rebuilding() as bulk:
        for shard in shards:
            run = shard.manifest.making.run
            graphs = dict[NamedNode, Digest]()
            others = set[bytes]()
            for passage in shard.passages():
                arrival = passage.arrival
                if arrival.article in found.contested:
                    others.update(name.encode() for name in arrival.digests)
                    continue
                _keep(passage, run, bulk)
                graphs |= arrival.graphs()
                loaded.outcomes[Outcome.LOADED] += 1
                retried |= {entry_id(NamedNode(arrival.version))} & waiting
            if graphs:
                bulk.load(shard.blocks(CHUNK, frozenset(others), advance), graphs)
                runs[run] = None
        bulk.share(quad for run in runs for quad in graph.runs(run))
    for entry in sorted(retried):
        store.quarantine.remove(entry)
    twice = loaded.outcomes[Outcome.LOADED] - found.new
    loaded.outcomes += Counter({Outcome.UNCHANGED: twice, Outcome.LOADED: -twice})
    loaded.quads += found.quads


def _keep(passage: Passage, run: Run, bulk: Bulk) -> None:
    """Keep an article's text and record."""
    arrival = passage.arrival
    bulk.put_text(passage.text)
    key = versions.record_key(NamedNode(arrival.version), iri.run(run))
    if passage.record is not None:
        bulk.put_record(versions.segment(NamedNode(arrival.article)), key, passage.record)


def _admit(
    passage: Passage, run: Run, store: Store, judgements: Judgements, snapshot: Snapshot, loaded: Loaded
) -> None:
    """Load one article as `hearsay ingest` does, but for reading and extracting it."""
    label_of = snapshot.label_of if snapshot.digest == run.snapshot else lambda _: None

    def examined() -> Examined:
        found = passage.found()
        return (
            weigh(found, judgements, label_of) if isinstance(found, Kept) else SetAside(found, _ASIDE, _SHOW)
        )

    arrival = passage.arrival
    comer = pipeline.Comer(
        NamedNode(arrival.article),
        NamedNode(arrival.version),
        arrival.published,
        arrival.origin,
        sources=_sources(passage),
    )
    result = pipeline.admit(comer, store, run, judgements, snapshot, examined)
    loaded.outcomes[result.outcome] += 1
    loaded.problems += [*([result.problem] if result.problem else []), *result.judged]


def _sources(passage: Passage) -> tuple[LinkedSource, ...]:
    """Return what an article links to; most records need not be read to see that it is nothing."""
    if passage.record is None or not has_sources(passage.record):
        return ()
    found = passage.found()
    return found.extraction.article.sources if isinstance(found, Kept) else ()


_ASIDE = "was set aside when its shard was made."
_SHOW = "`hearsay quarantine show` says why."
