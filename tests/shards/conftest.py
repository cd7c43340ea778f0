"""Corpora of small articles, ingested on one machine and by shards, and all that a store then holds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.examining import Tools, extractor
from ingest.judgements import Judgements
from ingest.link import Snapshot
from ingest.read import read
from ingest.settings import Configuration
from ingest.shards.loading import Loaded, load
from ingest.shards.local import Local
from ingest.shards.making import tasks
from ingest.shards.place import Place
from ingest.shards.plan import partitions
from ingest.shards.running import make_shards
from ingest.shards.shard import shards
from ingest.store import open_store

RULES = Configuration(extractor="rules")
WORDS = (
    "The {place} is unsafe, the mayor, Ada Holm, said on Monday. She said that the {place} would close. "
    "According to a report, “the {place} will be rebuilt”. Officials in Ukraine denied that it was true."
)


def article(number: int, text: str = "", **more: object) -> dict[str, object]:
    """A record of one article; `text` tells its versions apart."""
    return {
        "url": f"https://example.org/{number}",
        "title": f"Pier {number} may be unsafe",
        "text": WORDS.format(place=f"pier {number}") + text,
        **more,
    }


def write(path: Path, *records: Mapping[str, object] | str) -> str:
    """Write a file of JSON Lines, and return its name."""
    lines = [each if isinstance(each, str) else json.dumps(each) for each in records]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{each}\n" for each in lines), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="session")
def snapshot():
    with Snapshot.open() as opened:
        yield opened


@pytest.fixture(scope="session")
def tools(snapshot):
    return Tools(extractor("rules"), snapshot, RULES.settings)


def ingest(inputs: Sequence[str], folder: Path, tools: Tools) -> None:
    """Ingest on one machine, as `hearsay ingest` does."""
    with open_store(folder, mode="write", create=True) as store:
        for _ in pipeline.ingest(read(inputs), store, tools):
            pass


def make(
    inputs: Sequence[str], url: str, size: int = 700, workers: int = 1, backwards: bool = False
) -> Place:
    """Make shards."""
    place = Place(url)
    divided, _ = partitions(inputs, size, RULES.limits)
    todo = tasks(divided, place, RULES)
    for _ in make_shards(todo, place, Local(workers)):
        pass
    if backwards:  # each again, in the opposite order, by another run
        for made in Path(url).glob("shards/*/manifest.json"):
            made.unlink()
        list(Local(1).map(_make, todo[::-1]))
    return place


def _make(task):
    from ingest.shards.making import make_shard

    return make_shard(task)


def load_all(places: Sequence[Place], folder: Path, tools: Tools) -> Loaded:
    """Load shards, as `hearsay load` does."""
    with open_store(folder, mode="write", create=True) as store:
        return load(shards(places), store, tools.judgements, tools.snapshot)


def contents(folder: Path) -> dict[str, bytes]:
    """Return all that a store holds, by name; and see that it is whole."""
    with open_store(folder) as store:
        assert list(store.verify()) == []
        with (folder / "export.nq").open("wb") as out:
            store.export_nquads(out)
    kept = [path for name in ("texts", "records", "quarantine") for path in (folder / name).rglob("*")]
    files = {str(path.relative_to(folder)): path.read_bytes() for path in kept if path.is_file()}
    return {**files, "export": (folder / "export.nq").read_bytes()}


def judged(tools: Tools, judgements: Judgements) -> Tools:
    """The same tools, and what people judged."""
    return replace(tools, judgements=judgements)
