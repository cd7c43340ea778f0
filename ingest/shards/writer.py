"""One shard: the articles of a partition as sorted N-Quads, with what a store keeps beside them.

    articles.nq.gz       the articles' graphs, lines in byte order
    shared.nq.gz         the run, and tombstones of texts that others in the partition replaced
    index.jsonl.gz       a line an article, in the order in which they were read (`.lines.Arrival`)
    records.jsonl.gz     what was extracted, a line for each article that conforms
    texts.jsonl.gz       their texts, a line each, with the SHA-256
    quarantine.jsonl.gz  the entries of those that were set aside
    problems.jsonl.gz    what could not be read, and reservations about what could

Nothing in them depends on the other partitions, on the machine, or on when they are made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from ingest.errors import Problem
from ingest.examining import Analysis, Conforming, Examined, SetAside
from ingest.model import Article
from ingest.rdf import graph, iri, tombstone
from ingest.rdf.vocabulary import XSD
from ingest.shards.lines import Arrival, digests, line, nquads
from ingest.shards.manifest import Input, Making, Manifest
from ingest.shards.packed import Packer
from ingest.store.nquads import Sorter
from ingest.versions import is_older

ARTICLES, SHARED, INDEX = "articles.nq.gz", "shared.nq.gz", "index.jsonl.gz"
RECORDS, TEXTS = "records.jsonl.gz", "texts.jsonl.gz"
QUARANTINE, PROBLEMS = "quarantine.jsonl.gz", "problems.jsonl.gz"

_BLOCK = 1000  # lines compressed at a time
_COUNTED = ("articles", "conforming", "quarantined", "unreadable", "claims", "actors", "linked", "quads")


class ShardWriter:
    """Takes the articles of a partition in order, and writes a shard; memory stays flat but for the index.

    Args:
        folder: where its files go; there already.
        partition: its id.
        inputs: the files that it is made of.
        making: how.
    """

    def __init__(self, folder: Path, partition: str, inputs: tuple[Input, ...], making: Making) -> None:
        self._partition, self._inputs, self._making = partition, inputs, making
        self._files = {
            name: Packer(folder / name)
            for name in (ARTICLES, SHARED, INDEX, RECORDS, TEXTS, QUARANTINE, PROBLEMS)
        }
        self._quads = Sorter()
        self._shared = set[bytes]()
        self._number = 0
        self._current: dict[str, tuple[int, Arrival]] = {}
        self._replaced = set[str]()  # versions
        self._losers = set[bytes]()  # arrivals whose graphs are not the article's
        self._counts = Counter(dict.fromkeys(_COUNTED, 0))

    def add(self, article: Article, examined: Examined) -> None:
        """Take an article, the next in order."""
        node = iri.article(article)
        version = iri.version(node, article.text_sha256)
        lines: list[bytes] = []
        if isinstance(examined, Conforming):
            graphs = examined.analysis.graphs
            lines = nquads((*graphs.graph, *graphs.links))
            self._shared.update(nquads(graphs.runs))
            self._files[RECORDS].write(examined.record)
            self._files[TEXTS].write(line({"sha256": article.text_sha256, "text": article.text}))
            self._count(examined.analysis, len(lines))
        else:
            self._set_aside(examined)
        arrival = Arrival(
            node.value,
            version.value,
            article.text_sha256,
            graph.published(article),
            article.origin,
            digests(lines),
        )
        self._files[INDEX].write(arrival.to_bytes())
        if lines:
            self._settle(arrival)
            self._quads.write(b"".join(b"%s\t%d\n" % (each[:-1], self._number) for each in lines))
        self._counts["articles"] += 1
        self._number += 1

    def tell(self, problem: Problem) -> None:
        """Take something that could not be read, or a reservation about what could."""
        self._files[PROBLEMS].write(line(asdict(problem)))
        self._counts["unreadable"] += problem.fatal

    def close(self) -> Manifest:
        """Write what is left, and say what the shard holds."""
        lines = self._current_lines()
        while block := b"".join(islice(lines, _BLOCK)):
            self._files[ARTICLES].write(block)
        for each in sorted(self._shared):
            self._files[SHARED].write(each)
        files = {name: file.close() for name, file in self._files.items()}
        return Manifest(self._partition, self._inputs, self._making, dict(self._counts), files)

    def _current_lines(self) -> Iterator[bytes]:
        for each in self._quads.lines():
            nquad, _, number = each.rpartition(b"\t")
            if number not in self._losers:
                yield nquad + b"\n"

    def _settle(self, arrival: Arrival) -> None:
        """Let the graphs of the text that is current stand for an article, as if there were no other shard.

        Where there is, `hearsay load` decides anew, among all texts of the article.
        """
        before = self._current.get(arrival.article)
        if before is not None:
            loser, other = before
            if other.version == arrival.version or is_older(
                arrival.published, other.published, arrival.version in self._replaced
            ):
                self._losers.add(b"%d\n" % self._number)
                return
            self._losers.add(b"%d\n" % loser)
            self._replaced.add(other.version)
            self._shared.update(nquads(_tombstone(other, arrival)))
        self._current[arrival.article] = (self._number, arrival)

    def _set_aside(self, examined: SetAside) -> None:
        self._files[QUARANTINE].write(line(asdict(examined.entry)))
        self._counts["quarantined"] += 1

    def _count(self, analysis: Analysis, quads: int) -> None:
        self._counts.update(
            conforming=1,
            claims=len(analysis.extraction.claims),
            actors=len(analysis.links),
            linked=sum(each.qid is not None for each in analysis.links),
            quads=quads,
        )


def _tombstone(old: Arrival, new: Arrival) -> tuple[Quad, ...]:
    published = Literal(old.published, datatype=XSD.dateTime) if old.published else None
    return tombstone.superseded(NamedNode(old.version), old.sha256, published, NamedNode(new.version))
