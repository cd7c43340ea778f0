"""Gold names as they stand in raw text: entity-linking benchmarks, GUM, and corpora of named entities.

What the linking benchmarks give is one text a line; it is read as the body of an article whose headline says
nothing, since articles have one. GUM's documents are read from the plain files that their tokens come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.linking_gold import Gold, read_benchmark, read_gum
from ingest.model import Article, Span
from ingest.read import read

HEADLINE = "Text"
BENCHMARKS = ("rss-500", "reuters-128", "oke-2015-eval", "oke-2016-eval", "kore50")
GENRES = ("news", "interview")
CORPORA = {"wikigold": "wikigold.conll", "wnut-2017": "wnut17-train.conll", "uner-ewt": "uner-ewt-dev.iob2"}
PRONOUNS = frozenset("i he she it they we you his her its their him them who".split())
"""A benchmark that marks "He" at the head of a sentence marks a reference, not a name."""
_WITHOUT_SPACE = frozenset(". , ; : ! ? ) ] ' 's n't % '' ”".split())
_DOCUMENT = 60
"""Sentences of a corpus of single sentences that are read as one text."""


@dataclass(frozen=True, slots=True)
class Label:
    """One name in the gold.

    Attributes:
        entity: the ``Q…`` that it names, or None: an entity that has none.
        kind: what the gold calls it, or "".
        within: it stands within a longer name of the gold ("Oslo" in "University of Oslo"), and need not be
            found: a name inside a name is no mention of its own.
    """

    span: Span
    entity: str | None
    kind: str = ""
    within: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A raw text and its gold names, in text order."""

    name: str
    article: Article
    labels: tuple[Label, ...]


def benchmark(path: Path) -> Iterator[Document]:
    """Yield the texts of a linking benchmark, names only."""
    for gold in read_benchmark(path):
        article = Article(title=HEADLINE, body=gold.extraction.article.text)
        yield Document(gold.name, article, _labels(gold, len(article.text) - len(article.body)))


def gum(folder: Path, texts: Path, genre: str) -> Iterator[Document]:
    """Yield GUM's documents of a genre, as their plain files say them."""
    for gold in read_gum(folder, (genre,)):
        file = texts / f"{gold.name.removeprefix('GUM_')}.txt"
        [article] = [item for item in read([str(file)]) if isinstance(item, Article)]
        places = _same_places(gold.extraction.article.text, article.text)
        moved = (
            Label(Span(places[one.span.start], places[one.span.end - 1] + 1), one.entity, one.kind)
            for one in _labels(gold, 0)
        )
        yield Document(gold.name, article, _with_inner(moved))


def _labels(gold: Gold, shift: int) -> tuple[Label, ...]:
    text = gold.extraction.article.text
    made = (
        Label(_trimmed(m.span, text, shift), gold.entities[m.id], m.kind.value)
        for m in gold.extraction.mentions
        if m.span.of(text).strip().lower() not in PRONOUNS
    )
    return _with_inner(made)


def _with_inner(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Return the labels in text order, those within longer ones marked."""
    out: list[Label] = []
    end = 0
    for label in sorted(labels, key=lambda one: (one.span.start, -one.span.end)):
        out.append(replace(label, within=label.span.end <= end))
        end = max(end, label.span.end)
    return tuple(out)


def _trimmed(span: Span, text: str, shift: int) -> Span:
    """Return a span without the space at its ends that some benchmarks leave there."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start + shift, start + len(words.strip()) + shift)


def _same_places(one: str, other: str) -> dict[int, int]:
    """Return where each character of one text stands in another that is the same but for white space.

    Raises:
        ValueError: it is another text.
    """
    here = [k for k, char in enumerate(one) if not char.isspace()]
    there = [k for k, char in enumerate(other) if not char.isspace()]
    there = there[len(there) - len(here) :]  # the headline may stand in the file only
    if len(here) != len(there) or any(one[a] != other[b] for a, b in zip(here, there, strict=True)):
        raise ValueError(f"not the same text: {one[:60]!r} and {other[:60]!r}")
    return dict(zip(here, there, strict=True))


def corpus(path: Path) -> Iterator[Document]:
    """Yield texts made of a corpus in columns (word and label, BIO or IO), so many sentences each."""
    sentences = list(_sentences(path.read_text(encoding="utf-8").splitlines()))
    for number in range(0, len(sentences), _DOCUMENT):
        parts: list[str] = []
        labels: list[Label] = []
        at = len(HEADLINE) + 2
        for words in sentences[number : number + _DOCUMENT]:
            text, places = _written(words)
            labels += [
                Label(Span(places[a].start + at, places[b - 1].end + at), None, kind)
                for kind, a, b in _spans([tag for _, tag in words])
            ]
            parts.append(text)
            at += len(text) + 1
        yield Document(
            f"{path.stem}/{number // _DOCUMENT}",
            Article(title=HEADLINE, body="\n".join(parts)),
            tuple(labels),
        )


def _sentences(lines: Iterable[str]) -> Iterator[list[tuple[str, str]]]:
    sentence: list[tuple[str, str]] = []
    for line in (*lines, ""):
        columns = line.split("\t") if "\t" in line else line.split(" ")
        if not line.strip():
            if sentence:
                yield sentence
            sentence = []
        elif not line.startswith("# ") and len(columns) > 1:
            word, tag = columns[1:3] if columns[0].isdigit() and len(columns) > 4 else columns[:2]
            if word != "-DOCSTART-" and word.strip():
                sentence.append((word, tag))


def _written(words: Sequence[tuple[str, str]]) -> tuple[str, list[Span]]:
    """Return a sentence with space between its words as people write it, and where each word stands."""
    text = ""
    places = []
    for word, _ in words:
        if text and word not in _WITHOUT_SPACE and not text.endswith(("(", "[", "``", "“")):
            text += " "
        places.append(Span(len(text), len(text) + len(word)))
        text += word
    return text, places


def _spans(tags: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield (kind, first, after the last) of each name."""
    kind, begin = "", 0
    for k, tag in enumerate([*tags, "O"]):
        if kind and tag != f"I-{kind}":
            yield kind, begin, k
            kind = ""
        if tag != "O" and not kind:
            kind, begin = tag[2:], k


def sets(gold: Path) -> dict[str, list[Document]]:
    """Return the documents that have entities, by set."""
    found = {name: list(benchmark(gold / "linking" / f"{name}.jsonl")) for name in BENCHMARKS}
    for genre in GENRES:
        found[f"GUM {genre}"] = list(gum(gold / "gum", gold / "wikinews", genre))
    return found


def corpora(gold: Path) -> dict[str, list[Document]]:
    """Return the documents that have kinds of names only, by corpus."""
    return {name: list(corpus(gold / "mentions" / file)) for name, file in CORPORA.items()}
