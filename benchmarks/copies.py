"""Which copies `hearsay copies` finds, what it takes for copies that are none, and how long it takes.

    python -m benchmarks.copies edits [FILE.jsonl]      copies of real articles, edited as editors do
    python -m benchmarks.copies pairs [FILE.jsonl]      what is found in real articles as they are, to be read
    python -m benchmarks.copies store [ARTICLES …]      a store of invented articles
    python -m benchmarks.copies questions [ARTICLES]    questions that count, before and after it
    python -m benchmarks.copies texts [ARTICLES …]      the comparison alone, without a store
    python -m benchmarks.copies against [FILE.jsonl]    sketches against datasketch's, if it is there

FILE has lines with `text`; by default it is PolNeAR's training part. Invented articles are those of
`benchmarks.synthetic`, every twentieth of which is a copy; since they are put together from few phrases, any
two of them share a quarter of their word sequences, far more than news does. Times are of the processor,
not of the clock: others may use the machine as well.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.machine import peak_memory
from benchmarks.synthetic import COPY_EVERY, article
from ingest import versions
from ingest.copies import LEAST
from ingest.copies import marking as copies
from ingest.copies.grouping import Sketch, group, share, sketch
from ingest.copies.shingles import Hashes, shingles
from ingest.model import Run
from ingest.query import catalogue, run
from ingest.rdf import graph
from ingest.store import Store, open_store

FILE = Path(__file__).parents[2] / "shared" / "gold" / "attribution" / "polnear-train.jsonl"
RUN = Run("hearsay benchmark", *("0" * 64,) * 3)
QUESTIONS = ("acts", "countries", "hedged-share", "most-quoted", "only-spoken-about")

LONG = 400
"""Words from which on an article is no brief."""

Edit = Callable[[list[str], random.Random, list[str]], list[str]]
"""Makes an article's words into a copy's, by chance, with another article's words at hand."""


def _cut(share_kept: float) -> Edit:
    return lambda words, chance, other: words[: int(len(words) * share_kept)]


def _replaced(rate: float) -> Edit:
    return lambda words, chance, other: [
        chance.choice(other) if chance.random() < rate else word for word in words
    ]


def _headline(words: list[str], chance: random.Random, other: list[str]) -> list[str]:
    return other[:10] + words[10:]


def _paragraph(words: list[str], chance: random.Random, other: list[str]) -> list[str]:
    return words + other[-60:]


def _all(words: list[str], chance: random.Random, other: list[str]) -> list[str]:
    words = _headline(words, chance, other)
    return _paragraph(_replaced(0.05)(_cut(0.6)(words, chance, other), chance, other), chance, other)


EDITS: dict[str, Edit] = {
    "none": lambda words, chance, other: words,
    "another headline": _headline,
    "a paragraph of 60 words added": _paragraph,
    "cut to the first 60%": _cut(0.6),
    "cut to the first 45%": _cut(0.45),
    "5% of the words replaced": _replaced(0.05),
    "10% of the words replaced": _replaced(0.1),
    "20% of the words replaced": _replaced(0.2),
    "headline, cut to 60%, 5% replaced, paragraph": _all,
}


def edits(texts: Sequence[str]) -> None:
    """Print the share of edited copies that are found, and what else is joined with an article."""
    print(f"| edit | found | of articles of {LONG} words and more | joined with another article |")
    print("|---|---:|---:|---:|")
    plain = {f"{number:04}": shingles(text) for number, text in enumerate(texts)}
    known = _grouped(plain)
    for name, edit in EDITS.items():
        hashes = dict(plain)
        for number, text in enumerate(texts):
            chance = random.Random(f"{name}:{number}")  # noqa: S311 - no secret
            other = texts[(number + 7) % len(texts)].split()
            hashes[f"{number:04} edited"] = shingles(" ".join(edit(text.split(), chance, other)))
        fullest = _grouped(hashes)
        found = [fullest[each] == fullest[f"{each} edited"] for each in plain]
        long = [each for each, text in zip(found, texts, strict=True) if len(text.split()) >= LONG]
        wrong = sum(
            known[each.split()[0]] != known[fullest[each].split()[0]] for each in hashes if each in fullest
        )
        print(f"| {name} | {_share(found)} | {_share(long)} | {wrong} |", flush=True)


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found) / len(found):.1%}" if found else "-"


def pairs(texts: Sequence[str]) -> None:
    """Print what is found among articles as they are: the share, and how both begin."""
    hashes = {f"{number:04}": shingles(text) for number, text in enumerate(texts)}
    found = [(text, of) for text, of in _grouped(hashes).items() if text != of]
    for text, of in sorted(found):
        print(f"{share(hashes[text], hashes[of]):.2f}")
        for each in (of, text):
            print(f"     {each} ({len(hashes[each])}) {' '.join(texts[int(each)].split())[:100]}")
    print(f"{len(found)} of {len(texts)} articles are nearly the same text as another.")


def _grouped(hashes: dict[str, Hashes]) -> dict[str, str]:
    sketches = [sketch(name, each) for name, each in hashes.items()]
    return group(sketches, hashes.__getitem__, LEAST)


def store(articles: int) -> None:
    """Print how long the pass takes over a store."""
    with _filled(articles) as opened:
        start = time.process_time()
        found = copies.mark(opened, copies.texts(opened))
        took = time.process_time() - start
        print(
            f"{articles:,} articles: {took:.1f} s, {1000 * took / articles:.1f} ms each; {found.copies} of"
            f" {articles // COPY_EVERY} copies found, {found.claims:,} equal claims; {peak_memory()} MB",
            flush=True,
        )


def questions(articles: int) -> None:
    """Print how long questions take without copies marked, and with."""
    with _filled(articles) as opened:
        before = {name: _seconds(opened, name) for name in QUESTIONS}
        copies.mark(opened, copies.texts(opened))
        for name in QUESTIONS:
            print(f"{name}: {before[name]:.3f} s, afterwards {_seconds(opened, name):.3f} s", flush=True)


@contextmanager
def _filled(articles: int) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, open_store(folder, mode="write", create=True) as opened:
        for number in range(articles):
            extraction, links = article(number)
            versions.put(opened, graph.build(extraction, links, RUN), extraction.article.text, None)
        opened.flush()
        yield opened


def texts_alone(articles: int) -> None:
    """Print how long reading sketches and grouping take."""
    spent = 0.0
    sketches: list[Sketch] = []
    for number in range(articles):
        text = article(number)[0].article.text
        start = time.process_time()
        sketches.append(sketch(str(number), shingles(text)))
        spent += time.process_time() - start
    start = time.process_time()
    fullest = group(sketches, lambda name: shingles(article(int(name))[0].article.text), LEAST)
    grouping = time.process_time() - start
    found = sum(fullest[str(number)] == fullest[str(number - 7)] for number in _copies(articles))
    joined = sum(name != of for name, of in fullest.items())
    print(
        f"{articles:,} texts: sketches {spent:.1f} s, groups {grouping:.1f} s (with texts made again);"
        f" {found} of {articles // COPY_EVERY} copies found, {joined} joined; {peak_memory()} MB",
        flush=True,
    )


def against(texts: Sequence[str]) -> None:
    """Print how long sketches, and candidates for half of each article, take here and with datasketch."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]

    hashes = {f"{number:04}": shingles(text) for number, text in enumerate(texts)}
    for number, text in enumerate(texts):
        hashes[f"{number:04} cut"] = shingles(text[: int(len(text) * 0.6)])
    start = time.process_time()
    fullest = _grouped(hashes)
    ours = time.process_time() - start
    found = sum(fullest[f"{number:04} cut"] == fullest[f"{number:04}"] for number in range(len(texts)))
    print(f"here: {ours:.2f} s with the exact check, {found} of {len(texts)} found")
    start = time.process_time()
    index = MinHashLSH(threshold=0.4, num_perm=128)
    sketches = {}
    for name, each in hashes.items():
        sketches[name] = MinHash(num_perm=128, hashfunc=int)
        sketches[name].update_batch((each & np.uint64(0xFFFFFFFF)).tolist())
        index.insert(name, sketches[name])
    candidates = {name: index.query(each) for name, each in sketches.items()}
    theirs = time.process_time() - start
    found = sum(f"{number:04}" in candidates[f"{number:04} cut"] for number in range(len(texts)))
    print(f"datasketch: {theirs:.2f} s without the exact check, {found} of {len(texts)} found")


def _copies(articles: int) -> Iterator[int]:
    return iter(range(COPY_EVERY - 1, articles, COPY_EVERY))


def _seconds(opened: Store, name: str) -> float:
    (question,) = (each for each in catalogue() if each.name == name)
    taken = []
    for _ in range(3):
        start = time.process_time()
        run(opened, question, {})
        taken.append(time.process_time() - start)
    return median(taken)


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description="Measure `hearsay copies`.")
    parser.add_argument("what", choices=("edits", "pairs", "against", "store", "questions", "texts"))
    parser.add_argument("arguments", nargs="*")
    args = parser.parse_args()
    if args.what in ("edits", "pairs", "against"):
        lines = Path(*args.arguments or [FILE]).read_text(encoding="utf-8").splitlines()
        {"edits": edits, "pairs": pairs, "against": against}[args.what](
            [json.loads(line)["text"] for line in lines]
        )
    else:
        default = ["300"] if args.what == "questions" else ["1000", "10000"]
        for articles in map(int, args.arguments or default):
            {"store": store, "questions": questions, "texts": texts_alone}[args.what](articles)


if __name__ == "__main__":
    main()
