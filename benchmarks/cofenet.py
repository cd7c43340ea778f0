"""PolNeAR as the CofeNet project tokenises it, and its measure: spans of tokens, right only if exactly right.

    python -m benchmarks.cofenet FILE [--extractor NAME] [--limit N]

Each line of the file is one chunk with its tokens and BIO labels. Its tokens are put together to a text as
an article would have it, since that is what Hearsay reads, and what is found there is read as tokens again. A
chunk is read by itself, as the published systems read it, and each contiguous piece of a source, cue or
content is a span of its own.
"""

from __future__ import annotations

import argparse
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.extractors import DEFAULT, NAMES, extractor
from benchmarks.scoring import Score, total
from ingest.extract import Extractor
from ingest.extract.encoder.labels import ROLES, spans
from ingest.model import Article

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_MARKS = {"``": "“", "''": "”", **_BRACKETS}
_NO_SPACE_BEFORE = {
    ".",
    ",",
    ";",
    ":",
    "?",
    "!",
    "%",
    "”",
    ")",
    "]",
    "n't",
    "'s",
    "'re",
    "'ve",
    "'ll",
    "'d",
    "'m",
    "'",
}
_NO_SPACE_AFTER = {"“", "(", "[", "$", "#", "`"}

PUBLISHED = {
    "rules": (10.7, 22.8, 5.6),
    "CoreNLP quote": (13.9, None, 17.5),
    "CRF": (50.6, 53.4, 28.6),
    "BiLSTM-CRF": (69.6, 66.7, 59.0),
    "BERT": (81.1, 74.0, 68.9),
    "BERT-CofeNet": (83.2, 75.3, 72.9),
}
"""F1 of source, cue and content on the *test* part, as the CofeNet project gives them."""

Role = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk as a text.

    Attributes:
        article: the id of the article that it is from.
        text: its tokens put together.
        starts: where each token begins in the text.
        gold: (role, first token, token after the last) of each labelled span.
    """

    article: str
    text: str
    starts: tuple[int, ...]
    gold: frozenset[Role]

    def tokens(self, role: str, start: int, end: int) -> Role:
        """Return a span of characters as a span of the tokens that it touches."""
        return role, bisect_right(self.starts, start) - 1, bisect_left(self.starts, end)


def read_chunks(path: Path) -> Iterator[Chunk]:
    """Yield the chunks of a file in its order."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text, starts = join(record["tokens"])
            yield Chunk(record["id"], text, tuple(starts), frozenset(spans(record["labels"])))


def join(tokens: Iterable[str]) -> tuple[str, list[int]]:
    """Return the text that tokens make, with space where an article has it, and where each token begins.

    >>> join(["``", "No", ",", "''", "he", "did", "n't", "say", "."])
    ("“No,” he didn't say.", [0, 1, 3, 4, 6, 9, 12, 16, 19])
    """
    text, starts, glued = "", [], True
    for token in tokens:
        word = _MARKS.get(token, token)
        if not (glued or word in _NO_SPACE_BEFORE):
            text += " "
        starts.append(len(text))
        text += word
        glued = word in _NO_SPACE_AFTER
    return text, starts


def found_by(reader: Extractor, chunk: Chunk) -> frozenset[Role]:
    """Return what an extractor finds in a chunk, given to it as an article without a headline."""
    extraction = reader.extract(Article(title="", body=chunk.text))
    return frozenset(
        chunk.tokens(role, span.start, span.end)
        for one in extraction.attributions
        for role in ROLES
        for span in getattr(one, role)
    )


def measure(chunks: Iterable[Chunk], read: Callable[[Chunk], Iterable[Role]]) -> dict[str, Score]:
    """Return the counts of each role over all chunks (micro average).

    Args:
        chunks: what is to be read.
        read: gives the spans that are found in a chunk; one that is found twice counts once.
    """
    both = [(chunk.gold, frozenset(read(chunk))) for chunk in chunks]
    return {role: total(_count(gold, found, role) for gold, found in both) for role in ROLES}


def _count(gold: Iterable[Role], found: Iterable[Role], role: str) -> Score:
    theirs, mine = ({one for one in listed if one[0] == role} for listed in (gold, found))
    return Score(len(theirs), len(mine), len(theirs & mine))


def report(scores: dict[str, Score], name: str) -> Iterator[str]:
    """Yield a table of the measured figures, and one with the published F1 beside them."""
    yield "| | gold | found | precision | recall | F1 |"
    yield "|---|---:|---:|---:|---:|---:|"
    for role, one in scores.items():
        figures = " | ".join(f"{100 * x:.1f}" for x in (one.precision, one.recall, one.f1))
        yield f"| {role} | {one.gold} | {one.found} | {figures} |"
    yield "\nF1 beside what is published for the test part:\n"
    yield f"| | {' | '.join(scores)} |"
    yield f"|---|{'---:|' * len(scores)}"
    rows = {**PUBLISHED, f"**{name}, here**": [100 * one.f1 for one in scores.values()]}
    for row, published in rows.items():
        yield f"| {row} | {' | '.join('–' if x is None else f'{x:.1f}' for x in published)} |"


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description="Score an extractor by CofeNet's protocol.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--extractor", choices=NAMES, default=DEFAULT)
    parser.add_argument("--limit", type=int, help="how many chunks (default: all)")
    arguments = parser.parse_args()
    reader = extractor(arguments.extractor)
    chunks = islice(read_chunks(arguments.gold), arguments.limit)
    print("\n".join(report(measure(chunks, lambda chunk: found_by(reader, chunk)), reader.name)))


if __name__ == "__main__":
    main()
