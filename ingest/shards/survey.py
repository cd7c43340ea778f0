"""Which articles of some shards need a decision: the others are loaded as they lie there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import NamedNode

from ingest import versions
from ingest.rdf import iri
from ingest.shards.lines import Arrival
from ingest.shards.shard import Shard
from ingest.store import Store
from ingest.store.nquads import Sorter


@dataclass(frozen=True, slots=True)
class Survey:
    """What loading some shards into a store comes to.

    Attributes:
        contested: IRIs of the articles that there is anything to decide about: the store knows them, or there
            are several texts or readings of them, or they were set aside.
        new: how many other articles there are.
        quads: how many these have.
    """

    contested: frozenset[str]
    new: int
    quads: int


def survey(shards: Sequence[Shard], store: Store) -> Survey:
    """Look through the indexes; in memory are the contested articles' names alone.

    Raises:
        HearsayError: a shard cannot be read, or is damaged.
    """
    empty = store.count() == 0
    lines = Sorter()
    for shard in shards:
        run = iri.run(shard.manifest.making.run).value
        for arrival in shard.arrivals():
            lines.write(_line(arrival, run))
    contested = set[str]()
    new = quads = 0
    for article, count in _readings(lines.lines()):
        if count and (empty or not _is_known(store, NamedNode(article))):
            new += 1
            quads += count
        else:
            contested.add(article)
    return Survey(frozenset(contested), new, quads)


def _readings(lines: Iterator[bytes]) -> Iterator[tuple[str, int]]:
    """Give each article with the number of its quads, 0 if its readings differ or it was set aside."""
    for article, group in groupby(lines, key=lambda each: each.partition(b"\t")[0]):
        readings = set(group)
        (any_of_them, *others) = readings
        yield article.decode(), 0 if others else int(any_of_them.rpartition(b"\t")[2])


def _line(arrival: Arrival, run: str) -> bytes:
    digests = (part for each in sorted(arrival.digests.items()) for part in each)
    parts = (arrival.article, arrival.version, run, *digests, str(arrival.quads))
    return "\t".join(parts).encode() + b"\n"


def _is_known(store: Store, article: NamedNode) -> bool:
    return versions.current(store, article) is not None or versions.is_buried(store, article)
