"""A run whose names are looked up online first: all of them, then frozen, then linked against offline.

Two passes, so that an article is linked in the same way wherever it stands among the others: the first reads
and extracts, and asks Wikidata for the names that the snapshot does not know; the second is the run itself,
against a snapshot that holds what linking asks the old one for, and what was fetched. That file is kept: a
run against it repeats this one to the same bytes, without a network.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from ingest import link
from ingest.errors import LanguageError
from ingest.link import Snapshot
from ingest.link.slices import Recorder, write_slice
from ingest.model import Article, Extraction
from ingest.pipeline import Item, Tools, confident
from ingest.wikidata.fetch import Harvest, Wanted, fetch, unlinked
from ingest.wikidata.freeze import freeze, is_class_of, mentioned

if TYPE_CHECKING:
    from ingest.extract import Extractor
    from ingest.wikidata.api import Api

_Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Frozen:
    """What the second pass works with.

    Attributes:
        items: what was read, once more.
        tools: with the frozen snapshot.
        count: how many items there are.
        harvest: what was fetched, and what was not.
        snapshot: the frozen snapshot's file.
    """

    items: Iterable[Item]
    tools: Tools
    count: int
    harvest: Harvest
    snapshot: Path


@contextmanager
def frozen(
    items: Iterable[Item],
    tools: Tools,
    api: Api,
    folder: Path,
    *,
    is_away: Callable[[Article], bool] = lambda article: False,
    searching: Callable[[int], _Progress] = lambda total: lambda amount: None,
) -> Iterator[Frozen]:
    """Make the first pass, and give what the second works with for as long as the block runs.

    Args:
        items: articles and problems, as reading gives them.
        tools: with the snapshot that is to be extended.
        api: where names are looked up that this snapshot leaves open.
        folder: where the frozen snapshot is kept, under its digest.
        is_away: whether an article stays away, so that nothing of it may be asked.
        searching: is told how many names there are, and gives what is told how many more are done.

    Raises:
        HearsayError: the disk is full, or the snapshot cannot be written.
    """
    with (
        TemporaryDirectory(prefix="hearsay-") as temporary,
        _Spool.create(Path(temporary)) as spool,
        Recorder(tools.snapshot.path) as base,
    ):
        wanted: set[Wanted] = set()
        for item in items:
            spool.add_item(item)
            if isinstance(item, Article) and not is_away(item):
                wanted.update(_names(item, replace(tools, snapshot=base), spool))
        languages = tuple(dict.fromkeys((*base.about.languages, *sorted({each.language for each in wanted}))))
        harvest = fetch(
            api,
            wanted,
            (),
            languages,
            is_known_class=lambda qid: is_class_of(base, qid),
            advance=searching(len(wanted)),
        )
        path = _kept(harvest, languages, folder, base, api.address) if harvest.named else base.path
        with Snapshot.open(path) as snapshot:
            used = replace(tools, extractor=_Remembering(tools.extractor, spool), snapshot=snapshot)
            yield Frozen(spool.items(), used, spool.count, harvest, path)


def _names(article: Article, tools: Tools, spool: _Spool) -> tuple[Wanted, ...]:
    """Return the names of an article that the snapshot leaves open."""
    try:
        extraction = tools.extract(article)
        spool.add_extraction(article, extraction)
        kept = confident(extraction, tools.settings.min_confidence)
        links = link.link(kept, tools.snapshot, threshold=tools.settings.link_threshold).links
        return tuple(unlinked(kept, links))
    except LanguageError:
        return ()  # the second pass sets it aside
    except Exception:  # noqa: BLE001 - our mistake: the second pass makes it again, and reports the article
        return ()


def _kept(harvest: Harvest, languages: Sequence[str], folder: Path, base: Recorder, address: str) -> Path:
    """Write what linking asked the old snapshot for, and what was fetched, under its digest."""
    folder.mkdir(parents=True, exist_ok=True)
    part, new = folder / "asked.sqlite", folder / "new.sqlite"
    write_slice(base, base.seen | mentioned(harvest), part)
    with Snapshot.open(part) as asked:
        digest = freeze(harvest, new, languages=languages, source=address, base=asked)
    part.unlink()
    return new.replace(folder / f"{digest}.sqlite")


class _Remembering:
    """An extractor that does not extract twice."""

    def __init__(self, extractor: Extractor, spool: _Spool) -> None:
        self._extractor = extractor
        self._spool = spool
        self.name = extractor.name

    @property
    def digest(self) -> str:
        return self._extractor.digest

    def supports(self, language: str) -> bool:
        return self._extractor.supports(language)

    def extract(self, article: Article) -> Extraction:
        return self._spool.extraction(article) or self._extractor.extract(article)


class _Spool:
    """What was read and extracted, in files of this process alone, so that memory stays flat."""

    def __init__(self, items: BinaryIO, extractions: BinaryIO) -> None:
        self._items = items
        self._extractions = extractions
        self.count = 0
        self._places: dict[bytes, int] = {}

    @classmethod
    @contextmanager
    def create(cls, folder: Path) -> Iterator[_Spool]:
        with (folder / "items").open("w+b") as items, (folder / "extractions").open("w+b") as extractions:
            yield cls(items, extractions)

    def add_item(self, item: Item) -> None:
        pickle.dump(item, self._items)
        self.count += 1

    def items(self) -> Iterator[Item]:
        self._items.seek(0)
        for _ in range(self.count):
            yield pickle.load(self._items)  # noqa: S301 - written above, readable by us alone

    def add_extraction(self, article: Article, extraction: Extraction) -> None:
        self._places[_key(article)] = self._extractions.seek(0, 2)
        pickle.dump(extraction, self._extractions)

    def extraction(self, article: Article) -> Extraction | None:
        place = self._places.get(_key(article))
        if place is None:
            return None
        self._extractions.seek(place)
        found: Extraction = pickle.load(self._extractions)  # noqa: S301 - as above
        return found


def _key(article: Article) -> bytes:
    return hashlib.sha256(repr(article).encode("utf-8", "surrogatepass")).digest()
