"""Reading a shard: its articles in order, and its quads."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from ingest.errors import HearsayError
from ingest.records import kept as records
from ingest.records.kept import Kept
from ingest.shards import writer
from ingest.shards.lines import Arrival, without
from ingest.shards.manifest import Manifest
from ingest.shards.packed import Unpacker, damaged
from ingest.shards.place import Place
from ingest.store import Entry


@dataclass(frozen=True, slots=True)
class Passage:
    """An article of a shard with what is kept of it: record and text, or the entry of one that was set aside.

    Attributes:
        record: what was extracted, None if it was set aside.
        text: its text, likewise.
        entry: for the quarantine, None if it conforms.
    """

    arrival: Arrival
    record: bytes | None = None
    text: str = ""
    entry: Entry | None = None

    def found(self) -> Kept | Entry:
        """Return what the machine found, or the entry."""
        if self.entry:
            return self.entry
        return records.from_bytes(self.record or b"", self.text)


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard that is whole, by its manifest."""

    place: Place
    manifest: Manifest

    @property
    def name(self) -> str:
        """Where it is."""
        return self.place.path("shards", self.manifest.partition)

    def arrivals(self) -> Iterator[Arrival]:
        """Give its articles, in the order in which they were read.

        Raises:
            HearsayError: it cannot be read, or is damaged.
        """
        return map(Arrival.from_bytes, self._lines(writer.INDEX))

    def passages(self, among: Collection[str] | None = None) -> Iterator[Passage]:
        """Give its articles with what is kept of them, in order.

        Args:
            among: IRIs of the articles that are wanted; all if None.

        Raises:
            HearsayError: it cannot be read, or is damaged.
        """
        if among is not None and not any(each.article in among for each in self.arrivals()):
            return
        kept, texts, entries = (
            self._lines(name) for name in (writer.RECORDS, writer.TEXTS, writer.QUARANTINE)
        )
        for arrival in self.arrivals():
            parts = (next(kept), next(texts)) if arrival.conforms else (next(entries),)
            if among is None or arrival.article in among:
                yield _passage(arrival, *parts)
        for rest in (kept, texts, entries):  # to their ends, where damage shows
            if next(rest, None) is not None:
                raise damaged(self.name)

    def blocks(
        self,
        size: int,
        leaving_out: frozenset[bytes] = frozenset(),
        advance: Callable[[int], None] = lambda _: None,
    ) -> Iterator[bytes]:
        """Give the graphs of its articles as N-Quads, whole lines, some `size` bytes at a time.

        Args:
            size: of a block.
            leaving_out: names of graphs that are not wanted.
            advance: is told how many more bytes of the file were read.

        Raises:
            HearsayError: it cannot be read, or is damaged; what was given before is not to be relied on.
        """
        with closing(self.place.open(self.manifest.partition, writer.ARTICLES)) as stream:
            name = f"{self.name}/{writer.ARTICLES}"
            unpacker = Unpacker(stream, self.manifest.files[writer.ARTICLES], name, advance)
            for block in unpacker.blocks(size):
                yield without(block, leaving_out)

    def _lines(self, name: str) -> Iterator[bytes]:
        with closing(self.place.open(self.manifest.partition, name)) as stream:
            yield from Unpacker(stream, self.manifest.files[name], f"{self.name}/{name}").lines()


def shards(places: Sequence[Place]) -> list[Shard]:
    """Return the shards of some folders, in the order of folders and inputs.

    Raises:
        HearsayError: a folder is none of shards, or not all that belong to it are there.
    """
    found = []
    for place in places:
        plan = place.read_plan()
        own = [place.manifest(each.id) for each in plan.partitions]
        whole = [each for each in own if each and each.making == plan.making]
        if len(whole) < len(own):
            raise HearsayError(
                f"{place.url} is not complete: {len(own) - len(whole)} of its {len(own)} shards are missing.",
                "Run the same `hearsay ingest --to` again: it makes what is missing.",
            )
        found += [Shard(place, each) for each in whole]
    return found


def _passage(arrival: Arrival, kept: bytes, text: bytes | None = None) -> Passage:
    if text is None:
        return Passage(arrival, entry=Entry(**json.loads(kept)))
    return Passage(arrival, kept, json.loads(text)["text"])
