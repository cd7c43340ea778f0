"""What a corpus of any size would take, from measured rates: cores, bytes, quads, and the store's loading.

    python -m benchmarks.sizing                  the table of docs/scale.md, from benchmarks/sizing.toml
    python -m benchmarks.sizing --articles 1e6   for another corpus
    python -m benchmarks.sizing --measure        measures anew what of that file is measured here

Costs are counted in processor time, which other work on the machine lengthens little, and for each thousand
characters of an article's text, since they grow with its length. `--measure` makes shards of the sample
articles, each many times under other addresses, as text and as web pages; what loading takes is told by
`python -m benchmarks.loading`.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from benchmarks.machine import machine
from ingest.model import Article
from ingest.read import read
from ingest.resources import folder
from ingest.settings import Configuration
from ingest.shards.local import Local
from ingest.shards.making import Made, tasks
from ingest.shards.place import Place
from ingest.shards.plan import partitions
from ingest.shards.running import make_shards

FIGURES = Path(__file__).with_name("sizing.toml")
PAGE_BYTES = 60_000
REPEATED = 6


@dataclass(frozen=True)
class Figures:
    """What is measured or assumed; `sizing.toml` says of each which.

    Attributes:
        corpus: how many articles.
        characters: of one article.
        page_seconds: processor time to find the article in a web page.
        shard_seconds: processor time from text to shard, for a thousand characters.
        claims: for a thousand characters.
        quads: for a thousand characters.
        shard_bytes: of the whole shard, for a thousand characters.
        quad_bytes: of a quad as plain N-Quads.
        store_bytes: of a quad in the embedded store, with its share of texts and records.
        load_rate: quads a second of `hearsay load` on one machine.
    """

    corpus: float
    characters: float
    page_seconds: float
    shard_seconds: float
    claims: float
    quads: float
    shard_bytes: float
    quad_bytes: float
    store_bytes: float
    load_rate: float

    @property
    def thousands(self) -> float:
        """Thousands of characters in the corpus."""
        return self.corpus * self.characters / 1000


def table(figures: Figures) -> Iterable[tuple[str, str]]:
    """Give the rows: what, and how much."""
    quads = figures.thousands * figures.quads
    reading = figures.corpus * figures.page_seconds / 3600
    making = figures.thousands * figures.shard_seconds / 3600
    yield "articles", _counted(figures.corpus)
    yield "core-hours: finding articles in pages", _counted(reading)
    yield "core-hours: from text to shards", _counted(making)
    yield "days on 1,000 cores", f"{(reading + making) / 24_000:,.1f}"
    yield "claims", _counted(figures.thousands * figures.claims)
    yield "quads", _counted(quads)
    yield "bytes of the shards", _counted(figures.thousands * figures.shard_bytes, "B")
    yield "bytes of plain N-Quads", _counted(quads * figures.quad_bytes, "B")
    yield "bytes of embedded stores", _counted(quads * figures.store_bytes, "B")
    yield "days of `hearsay load`, one machine", f"{quads / figures.load_rate / 86_400:,.1f}"


def _counted(number: float, unit: str = "") -> str:
    for size, name in ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M")):
        if number >= size and unit:
            return f"{number / size:,.1f} {name}{unit}"
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if number >= size:
            return f"{number / size:,.2f} {name}"
    return f"{number:,.0f} {unit}".strip()


# -- measuring


def measure() -> None:
    """Print what of the figures is measured here, ready for the file."""
    samples = [item for item in read([str(folder("seeds"))]) if isinstance(item, Article)]
    articles = [(number, each) for number in range(REPEATED) for each in samples]
    characters = sum(len(each.text) for _, each in articles)
    with tempfile.TemporaryDirectory() as scratch:
        texts = Path(scratch) / "articles.jsonl"
        texts.write_text("".join(_record(*each) for each in articles), encoding="utf-8")
        _made([str(texts)], f"{scratch}/first")  # the model is loaded, the shapes are compiled
        seconds, made = _made([str(texts)], f"{scratch}/texts")
        size = sum(path.stat().st_size for path in Path(scratch, "texts").rglob("*") if path.is_file())
        pages = Path(scratch) / "pages"
        pages.mkdir()
        for place, each in enumerate(articles):
            (pages / f"{place:05}.html").write_text(_page(*each), encoding="utf-8")
        reading = _processor()
        found = sum(isinstance(item, Article) for item in read([str(pages)]))
        of_pages = _processor() - reading
    assert found == len(articles) == made.manifest.counts["conforming"]
    print(f"# {machine()}; {len(samples)} articles of {characters / len(articles):,.0f} characters")
    print(f"page_seconds = {of_pages / found:.4f} # a page of {PAGE_BYTES / 1000:.0f} kB")
    for name, value in (
        ("shard_seconds", seconds),
        ("claims", made.manifest.counts["claims"]),
        ("quads", made.manifest.counts["quads"]),
        ("shard_bytes", size),
    ):
        print(f"{name} = {value / characters * 1000:.4g}")


def _made(inputs: Sequence[str], url: str) -> tuple[float, Made]:
    place = Place(url)
    todo = tasks(partitions(inputs, 10**9, Configuration().limits)[0], place, Configuration())
    begun = _processor()
    (done,) = make_shards(todo, place, Local(1))
    assert isinstance(done, Made)
    return _processor() - begun, done


def _processor() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _record(number: int, article: Article) -> str:
    document = {
        "url": f"https://example.org/{number}/{article.text_sha256}",
        "title": article.title,
        "text": article.body,
        "date": article.date,
    }
    return json.dumps({key: value for key, value in document.items() if value}) + "\n"


def _page(number: int, article: Article) -> str:
    """Write an article as a page of usual size: most of it is navigation."""
    words = "".join(f"<p>{escape(part)}</p>" for part in article.body.split("\n\n"))
    head = (
        f"<html lang='en'><head><title>{escape(article.title)}</title>"
        f"<link rel='canonical' href='https://example.org/{number}/{article.text_sha256}'></head><body>"
    )
    main = f"<article><h1>{escape(article.title)}</h1>{words}</article>"
    links: list[str] = []
    place = 0
    while len(head) + len(main) + sum(map(len, links)) < PAGE_BYTES:
        links.append(f"<li class='teaser'><a href='/section/{place}'>Another story, number {place}</a></li>")
        place += 1
    half = len(links) // 2
    above, below = "".join(links[:half]), "".join(links[half:])
    return f"{head}<nav><ul>{above}</ul></nav>{main}<footer><ul>{below}</ul></footer></body></html>"


def main() -> None:
    """Print the table, or what is measured."""
    parser = argparse.ArgumentParser(description="What a corpus would take.")
    parser.add_argument("--articles", type=float, help="how many [default: as in the file]")
    parser.add_argument("--measure", action="store_true", help="measure anew")
    arguments = parser.parse_args()
    if arguments.measure:
        measure()
        return
    values = tomllib.loads(FIGURES.read_text(encoding="utf-8"))
    if arguments.articles:
        values["corpus"] = arguments.articles
    rows = list(table(Figures(**values)))
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"{name:<{width}}  {value:>15}")


if __name__ == "__main__":
    main()
