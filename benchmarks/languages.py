"""Measure language detection: what it takes for English, and which other languages it lets pass.

    python -m benchmarks.languages                    the tables of docs/decisions/0060-language.md
    python -m benchmarks.languages --errors           with every wrong decision, one a line
    python -m benchmarks.languages --with LIBRARY     a library alone, its likeliest language, for comparison

The English texts are development data (`--gold`, by default ../shared/gold), the others are in
`benchmarks.language_texts`. The libraries are `py3langid`, and, no dependencies, `langid` and `lingua`.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path

from benchmarks.language_texts import TEXTS
from ingest.extract.language import MIN_LETTERS, detect

Detector = Callable[[str], str | None]
LENGTHS = (40, 60, 100, 200)
_NAMES = re.compile(r"(?:[A-Z][a-zé]+ ){1,3}[A-Z][a-z]+")


def english(gold: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield kinds of English texts, each with a name."""
    articles = [
        json.loads(line)["text"]
        for part in ("train", "dev")
        for line in _lines(gold / "attribution" / f"polnear-{part}.jsonl")
    ]
    articles += [path.read_text(encoding="utf-8") for path in sorted((gold / "wikinews").glob("*.txt"))]
    bodies = [article.partition("\n\n")[2] or article for article in articles]
    headlines = [article.strip().partition("\n")[0] for article in articles]
    sets = [list(_lines(path)) for path in sorted((gold / "linking").glob("*.jsonl"))]
    records = [json.loads(line) for lines in sets for line in lines]
    yield "articles", articles
    yield "articles in capitals", [article.upper() for article in articles]
    for length in LENGTHS:
        yield f"first {length} letters", [cut(body, length) for body in bodies]
    yield "headlines", _long_enough(headlines)
    yield "headlines in capitals", _long_enough(headline.upper() for headline in headlines)
    yield "paragraphs", _long_enough(part for article in articles for part in article.split("\n"))
    yield "texts with many names", _long_enough(record["text"] for record in records)
    yield "names alone", _long_enough(", ".join(_NAMES.findall(article)) for article in articles)
    labels = [label["name"] for record in records for label in record["labels"] if label["name"] != "Unknown"]
    yield "entities' names alone", [", ".join(labels[i : i + 60]) for i in range(0, len(labels), 60)]


def others() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield texts in other languages by their tag, cut to several lengths."""
    for length in LENGTHS:
        yield f"first {length} letters", {tag: cut(text, length) for tag, text in TEXTS.items()}
    yield "whole", dict(TEXTS)
    yield (
        "whole, in capitals below an English headline",
        {tag: f"Dam is safe, minister says\n\n{text.upper()}" for tag, text in TEXTS.items()},
    )


def cut(text: str, letters: int) -> str:
    """Return the beginning of a text that holds this many letters."""
    seen = 0
    for place, character in enumerate(text, 1):
        seen += character.isalpha()
        if seen >= letters:
            return text[:place]
    return text


def library(name: str) -> Detector:
    """Return a library's own first choice."""
    if name == "lingua":
        detector = import_module("lingua").LanguageDetectorBuilder.from_all_languages().build()

        def by_lingua(text: str) -> str | None:
            found = detector.detect_language_of(text)
            return str(found.iso_code_639_1.name).lower() if found else None

        return by_lingua
    classify = import_module(name).classify
    return lambda text: str(classify(text)[0])


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _long_enough(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if sum(map(str.isalpha, text)) >= MIN_LETTERS]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gold", type=Path, default=Path(__file__).parents[2] / "shared" / "gold")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--with", dest="library", choices=("py3langid", "langid", "lingua"))
    options = parser.parse_args()
    find = library(options.library) if options.library else detect
    errors = []

    started, letters = time.perf_counter(), 0
    print("| English | texts | recognised | undetermined | refused |\n|---|---:|---:|---:|---:|")
    for name, texts in english(options.gold):
        letters += sum(map(len, texts))
        found = [find(text) for text in texts]
        wrong = [(tag, text) for tag, text in zip(found, texts, strict=True) if tag not in {"en", None}]
        errors += [f"{name}\t{tag}\t{text[:100]!r}" for tag, text in wrong]
        print(f"| {name} | {len(texts)} | {found.count('en')} | {found.count(None)} | {len(wrong)} |")
    print(f"\n{letters / (time.perf_counter() - started) / 1e6:.1f} million characters a second\n")

    print("| other languages | texts | refused | rightly named | undetermined | taken for English |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, by_tag in others():
        results = {tag: find(text) for tag, text in by_tag.items()}
        english_ones, silent = (sum(tag == wanted for tag in results.values()) for wanted in ("en", None))
        right = sum(tag == found for tag, found in results.items())
        errors += [f"{name}\t{found}\tis {tag}" for tag, found in results.items() if found != tag]
        refused = len(results) - english_ones - silent
        print(f"| {name} | {len(results)} | {refused} | {right} | {silent} | {english_ones} |")
    if options.errors:
        print("", *errors, sep="\n")


if __name__ == "__main__":
    main()
