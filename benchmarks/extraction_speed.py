"""How fast extraction is, how much memory and disk it takes, and how it compares with a BERT-base encoder.

    python -m benchmarks.extraction_speed [--extractor NAME] [--articles N] [--threads N] [--rounds N]
        [--from PATH]

Articles of about 500 words are made from those at PATH by putting paragraphs together. Each of the two is
measured in a process of its own that may use as many processor cores as threads; the encoder reads the same
windows of the same articles, and does nothing else. Timings differ between machines and with what else these
do: compare within one run.
"""

from __future__ import annotations

import argparse
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, median
from typing import TypeVar

from benchmarks.extractors import DEFAULT, NAMES, extractor, size_on_disk
from benchmarks.machine import peak_bytes
from ingest.model import Article
from ingest.read import read
from ingest.resources import folder

WIKINEWS = Path(__file__).parents[2] / "shared" / "gold" / "wikinews"
WORDS = 500
MB = 1_000_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timing:
    """What a process took.

    Attributes:
        seconds: for all articles, one figure a round.
        memory: the most memory that was resident, in bytes.
    """

    seconds: tuple[float, ...]
    memory: int

    def rate(self, articles: int) -> float:
        """Return articles a second, by the median round."""
        return articles / median(self.seconds)


# -- what is read


def paragraphs(articles: Iterable[Article]) -> Iterator[tuple[str, str]]:
    """Yield each paragraph below the headlines, with its article's headline."""
    for article in articles:
        for part in re.split(r"\n\s*\n", "\n\n".join(filter(None, (article.lead, article.body)))):
            if part.strip():
                yield article.title, part.strip()


def put_together(parts: Iterable[tuple[str, str]], words: int = WORDS) -> Iterator[Article]:
    """Yield articles of about so many words, each with the headline of its first paragraph.

    An article ends where it is nearest to the length; what is left over at the end is dropped.
    """
    title, length = "", 0
    held: list[str] = []
    for headline, part in parts:
        more = len(part.split())
        if held and length + more - words > words - length:
            yield Article(title=title, body="\n\n".join(held))
            held, length = [], 0
        title = title if held else headline
        held, length = [*held, part], length + more


def sample(path: Path, number: int) -> list[Article]:
    """Return so many articles made of those at a path, from the start again when they run out.

    Raises:
        ValueError: there is nothing to read.
    """
    parts = list(paragraphs(one for one in read([str(path)]) if isinstance(one, Article)))
    if not parts:
        raise ValueError(f"{path} holds no articles")
    return list(islice(put_together(cycle(parts)), number))


# -- what is measured, each in a fresh process


def time_extraction(name: str, articles: Sequence[Article], threads: int, rounds: int) -> Timing:
    """Time the whole extraction."""
    use_cores(threads)
    reader = extractor(name)
    return _time(reader.extract, articles, rounds)


def time_encoder(articles: Sequence[Article], threads: int, rounds: int) -> Timing:
    """Time an encoder of BERT-base's size alone, on the same windows."""
    from benchmarks.bert_base import Encoder, Sizes, window_pieces  # needs onnx, which users need not have

    use_cores(threads)
    encoder = Encoder(Sizes(), threads)
    return _time(encoder.read, [window_pieces(article.text) for article in articles], rounds)


def _time(work: Callable[[T], object], each: Sequence[T], rounds: int) -> Timing:
    work(each[0])  # what is loaded once is not timed
    seconds = []
    for _ in range(rounds):
        begun = time.perf_counter()
        for one in each:
            work(one)
        seconds.append(time.perf_counter() - begun)
    return Timing(tuple(seconds), peak_bytes())


def use_cores(number: int) -> None:
    """Keep this process to so many processor cores, where the system lets it choose."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:number])


def report(
    name: str, articles: Sequence[Article], threads: int, mine: Timing, bert: Timing | None
) -> Iterator[str]:
    """Yield the table."""
    words = mean(len(article.text.split()) for article in articles)
    rate = mine.rate(len(articles))
    yield f"| {len(articles)} articles of {words:.0f} words, {threads} threads | {name} |"
    yield "|---|---:|"
    yield f"| articles a second, median of {len(mine.seconds)} rounds | {rate:.2f} |"
    slowest, fastest = (len(articles) / pick(mine.seconds) for pick in (max, min))
    yield f"| slowest and fastest round | {slowest:.2f}–{fastest:.2f} |"
    yield f"| peak resident memory, MB | {mine.memory / MB:.0f} |"
    yield f"| model or word lists on disk, MB | {size_on_disk(name) / MB:.2f} |"
    if bert is None:
        yield "| encoder of BERT-base's size | not measured: the `onnx` package is not installed |"
        return
    yield f"| encoder of BERT-base's size, float32: articles a second | {bert.rate(len(articles)):.2f} |"
    yield f"| times as fast as that encoder | {rate / bert.rate(len(articles)):.1f} |"


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description="Measure the time and memory of extraction.")
    parser.add_argument("--extractor", choices=NAMES, default=DEFAULT)
    parser.add_argument("--articles", type=int, default=12)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    seeds = folder("seeds") / "articles"
    parser.add_argument("--from", dest="path", type=Path, default=WIKINEWS if WIKINEWS.is_dir() else seeds)
    arguments = parser.parse_args()
    articles = sample(arguments.path, arguments.articles)
    threads, rounds = arguments.threads, arguments.rounds
    mine = _apart(time_extraction, arguments.extractor, articles, threads, rounds)
    bert = _apart(time_encoder, articles, threads, rounds) if find_spec("onnx") else None
    print(f"Articles made of those in {arguments.path.name}\n")
    print("\n".join(report(arguments.extractor, articles, threads, mine, bert)))


def _apart(work: Callable[..., Timing], *given: object) -> Timing:
    """Do the work in a fresh process, so that neither memory nor caches are shared."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


if __name__ == "__main__":
    main()
