"""Reading the corpora into labelled words: PolNeAR for attribution, three sets of named entities."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest.extract.encoder.labels import KIND_LABELS, LABELS, spans
from ingest.extract.encoder.words import Integers, Words, read_words
from ingest.extract.lexicon import english
from ingest.extract.sentences import sentences

DIGESTS = {
    "attribution/polnear-train.jsonl": "f02df63616882a852ffa4bd666c112ad253d2c8d0a928154f585eb400329fe7e",
    "mentions/wikigold.conll": "c797a64d0cf73ed058363f77671486bcfd413e70fda1726ad4a6ba624455225f",
    "mentions/wnut17-train.conll": "707d8fbadf7ab186e7998fdcbea41470d25d0a453049f531d0c8d0c810a8d8cb",
    "mentions/uner-ewt-dev.iob2": "0cafd881cf31d39897b6d588420fab8fbbe4423d271725c59921ac9dd49c0713",
}
"""SHA-256 of each file that the model is trained on."""
UNKNOWN = -1
"""An arc to a word outside the window, or to none."""

_ORDER = ("content", "source", "cue")
_KINDS = {
    "PER": "person",
    "ORG": "organisation",
    "LOC": "place",
    "MISC": "other",
    "person": "person",
    "group": "organisation",
    "corporation": "organisation",
    "location": "place",
    "product": "other",
    "creative-work": "other",
}


@dataclass(frozen=True)
class Labelled:
    """A text's words with what is to be learned of them.

    Attributes:
        labels: the attribution label of each word, or empty.
        kinds: the mention label of each word, or empty.
        cue_of: for the first word of a piece of content, its cue's first word; else -1; (words,).
        source_of: for the first word of a cue, its source's first word; else -1; (words,).
        partial: True if nothing is known of "other" mentions.
    """

    words: Words
    labels: Integers
    kinds: Integers
    cue_of: Integers
    source_of: Integers
    partial: bool = False


def check(path: Path, name: str) -> Path:
    """Return the file's path if it is the one that the figures were obtained with.

    Raises:
        ValueError: it is another.
    """
    digest = hashlib.sha256((path / name).read_bytes()).hexdigest()
    if digest != DIGESTS[name]:
        raise ValueError(f"{path / name}: SHA-256 is {digest}, but the model is made from {DIGESTS[name]}")
    return path / name


def polnear(path: Path) -> Iterator[tuple[str, Labelled]]:
    """Yield (id, labelled words) of each article."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            text = _without_stop(record["text"]) if number % 2 else record["text"]
            yield record["id"], label(text, record["attributions"])


def _without_stop(text: str) -> str:
    """Blank out the full stop after the headline: PolNeAR has one everywhere, newspapers hardly ever."""
    end = text.find("\n\n")
    return text[: end - 1] + " " + text[end:] if end > 0 and text[end - 1] == "." else text


def label(text: str, attributions: Sequence[dict[str, list[list[int]]]]) -> Labelled:
    """Label a text's words with its attributions; where roles overlap, the shortest kind wins."""
    words = words_of(text)
    labels = np.zeros(len(words), dtype=np.int64)
    cue_of = np.full(len(words), UNKNOWN, dtype=np.int64)
    source_of = np.full(len(words), UNKNOWN, dtype=np.int64)
    for role in _ORDER:
        number = LABELS.index(f"B-{role}")
        for one in attributions:
            for start, end in one[role]:
                first, last = words.within(start, end)
                if first < last:
                    labels[first:last] = number + 1
                    labels[first] = number
    for one in attributions:
        cue, source = _first(words, one["cue"]), _first(words, one["source"])
        for start, end in one["content"]:
            first, last = words.within(start, end)
            if first < last:
                cue_of[first] = cue
        if cue != UNKNOWN:
            source_of[cue] = source
    return Labelled(words, labels, np.array([], dtype=np.int64), cue_of, source_of)


def words_of(text: str) -> Words:
    """Return the words of a text as the product reads them."""
    return read_words(text, sentences(text, english()))


def _first(words: Words, places: Sequence[Sequence[int]]) -> int:
    if not places:
        return UNKNOWN
    first, last = words.within(*places[0])
    return first if first < last else UNKNOWN


def entities(path: Path, *, sentences_together: int = 4) -> Iterator[Labelled]:
    """Yield texts of a few sentences with their named entities.

    Args:
        path: a file with one word a line, the label in the last column (.conll) or the third (.iob2).
        sentences_together: how many sentences make a text.
    """
    partial = path.suffix == ".iob2"
    batch: list[tuple[list[str], list[str]]] = []
    for sentence in _tagged_sentences(path):
        batch.append(sentence)
        if len(batch) == sentences_together:
            yield _with_kinds(batch, partial=partial)
            batch = []
    if batch:
        yield _with_kinds(batch, partial=partial)


def _tagged_sentences(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    tokens: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        columns = line.split()
        if line.startswith("# ") or line.startswith("-DOCSTART-"):
            continue
        if not columns:
            if tokens:
                yield tokens, tags
            tokens, tags = [], []
        elif path.suffix == ".iob2":
            tokens.append(columns[1])
            tags.append(columns[2])
        else:
            tokens.append(columns[0])
            tags.append(columns[-1])


def _with_kinds(batch: Sequence[tuple[list[str], list[str]]], *, partial: bool) -> Labelled:
    text, places = "", []
    for tokens, tags in batch:
        offsets = []
        for token in tokens:
            gap = "" if not text or token in {".", ",", ")", "?", "!", ";", ":", "'s", "n't"} else " "
            text += gap
            offsets.append((len(text), len(text) + len(token)))
            text += token
        places += [(k, offsets[a][0], offsets[b - 1][1]) for k, a, b in spans(tags)]
    words = words_of(text)
    kinds = np.zeros(len(words), dtype=np.int64)
    for kind, start, end in places:
        first, last = words.within(start, end)
        number = KIND_LABELS.index(f"B-{_KINDS[kind]}")
        kinds[first:last] = number + 1
        kinds[first : min(first + 1, last)] = number
    none = np.array([], dtype=np.int64)
    return Labelled(words, none, kinds, none, none, partial)
