"""What the encoder sees of a text: word pieces, the words they belong to, and what lower-casing loses.

The encoder's vocabulary knows no capitals and no line breaks, so each word carries its shape, whether it
stands in a quotation, and what stands before it. Training and inference both come through here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from ingest.extract.sentences import Sentence
from ingest.extract.tokens import QUOTE

VOCABULARY = Path(__file__).parent / "data" / "vocabulary.txt"
CLS, SEP = 101, 102
SHAPES, PLACES, GAPS, OPENINGS = 6, 4, 4, 2
"""How many values each feature has: the word's shape, its place to quotations, the gap before it, whether it
begins a sentence."""
PARAGRAPH = 3

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """A text as the encoder sees it. Words are runs of letters or digits, and single marks.

    Attributes:
        starts: where each word begins, in code points; shape (words,).
        ends: where each word ends; shape (words,).
        pieces: the word pieces' numbers in the vocabulary; shape (pieces,).
        first: each word's first piece, and at the end the number of pieces; shape (words + 1,).
        features: shape, place, gap and opening of each word; shape (words, 4).
        sentence: the number of the sentence that each word stands in; shape (words,).
        paragraph: the number of the paragraph that each word stands in; shape (words,).
    """

    starts: Integers
    ends: Integers
    pieces: Integers
    first: Integers
    features: Integers
    sentence: Integers
    paragraph: Integers

    @property
    def gap(self) -> Integers:
        """What stands before each word: nothing, space, a line break, or a `PARAGRAPH`'s end; (words,)."""
        gaps: Integers = self.features[:, 2]
        return gaps

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the first word that begins in [start, end) and the first after it that does not."""
        first, last = np.searchsorted(self.starts, [start, end], side="left")
        return int(first), int(last)

    def __len__(self) -> int:
        """The number of words."""
        return len(self.starts)


@cache
def tokenizer() -> Tokenizer:
    """Return the word-piece tokenizer with the shipped vocabulary."""
    made = Tokenizer(WordPiece.from_file(str(VOCABULARY), unk_token="[UNK]", max_input_chars_per_word=100))  # noqa: S106
    made.normalizer = BertNormalizer(lowercase=True)
    made.pre_tokenizer = BertPreTokenizer()
    return made


def read_words(text: str, sentences: Sequence[Sentence]) -> Words:
    """Cut a text into word pieces and describe its words."""
    encoded = tokenizer().encode(text, add_special_tokens=False)
    offsets = np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2)
    words = np.array([-1 if w is None else w for w in encoded.word_ids], dtype=np.int64)
    pieces = np.array(encoded.ids, dtype=np.int64)
    new = np.ones(len(words), dtype=bool)
    new[1:] = words[1:] != words[:-1]
    first = np.flatnonzero(new)
    starts = offsets[first, 0]
    ends = offsets[np.append(first[1:], len(words)) - 1, 1] if len(first) else starts
    sentence, paragraph = _units(starts, sentences)
    features = np.stack(
        [
            _shapes(text, starts, ends),
            _places(starts, ends, sentences),
            _gaps(text, starts, ends, paragraph),
            np.append(1, (sentence[1:] != sentence[:-1]).astype(np.int64))[: len(starts)],
        ],
        axis=1,
    )
    return Words(starts, ends, pieces, np.append(first, len(words)), features, sentence, paragraph)


def _units(starts: Integers, sentences: Sequence[Sentence]) -> tuple[Integers, Integers]:
    """Return the sentence's and the paragraph's number for each word."""
    begins = np.array([s.start for s in sentences] or [0], dtype=np.int64)
    numbers = np.array([s.paragraph for s in sentences] or [0], dtype=np.int64)
    sentence = np.maximum(np.searchsorted(begins, starts, side="right") - 1, 0)
    return sentence, numbers[sentence]


def _shapes(text: str, starts: Integers, ends: Integers) -> Integers:
    return np.array([_shape(text[a:b]) for a, b in zip(starts, ends, strict=True)], dtype=np.int64)


def _shape(word: str) -> int:
    """Return 0 for marks, 1 for digits, 2 lower case, 3 a capital and lower case, 4 capitals, 5 mixed."""
    if not word[:1].isalnum():
        return 0
    if not word[:1].isalpha():
        return 1
    if word.islower():
        return 2
    if word[:1].isupper() and (len(word) == 1 or word[1:].islower()):
        return 3
    return 4 if word.isupper() else 5


def _places(starts: Integers, ends: Integers, sentences: Sequence[Sentence]) -> Integers:
    """Return 0 outside quotations, 1 inside one, 2 and 3 for its first and last word (the marks)."""
    quoted = [(u.start, u.end) for s in sentences for u in s.units if u.kind == QUOTE]
    places = np.zeros(len(starts), dtype=np.int64)
    if not quoted:
        return places
    opens, closes = (np.array(one, dtype=np.int64) for one in zip(*quoted, strict=True))
    which = np.searchsorted(opens, starts, side="right") - 1
    inside = (which >= 0) & (starts < closes[which])
    places[inside] = 1
    places[inside & (starts == opens[which])] = 2
    places[inside & (ends == closes[which])] = 3
    return places


def _gaps(text: str, starts: Integers, ends: Integers, paragraph: Integers) -> Integers:
    """Return 0 where nothing stands before a word, 1 for space, 2 a line break, 3 a new paragraph."""
    gaps = np.zeros(len(starts), dtype=np.int64)
    for i in range(len(starts)):
        if i == 0 or paragraph[i] != paragraph[i - 1]:
            gaps[i] = PARAGRAPH
        elif starts[i] > ends[i - 1]:
            gaps[i] = 2 if "\n" in text[ends[i - 1] : starts[i]] else 1
    return gaps
