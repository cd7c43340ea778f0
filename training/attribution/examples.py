"""From labelled articles to batches: windows cut anew in every epoch, with pieces hidden at random."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ingest.extract.encoder.labels import LABELS
from ingest.extract.encoder.windows import windows
from ingest.extract.encoder.words import CLS, SEP, Integers, Words
from training.attribution.corpora import UNKNOWN, Labelled

MASK = 103
IGNORE = -100


@dataclass(frozen=True)
class Batch:
    """Windows of about the same length.

    Attributes:
        pieces, features, mask: (batch, pieces), (batch, pieces, 4), (batch, pieces).
        first: the index of each word's first piece; (batch, words).
        lengths: how many words each has; (batch,).
        labels, kinds: (batch, words); `IGNORE` where nothing is known.
        cue_of, source_of: the index of the word that the arc goes to, the number of words for none; `IGNORE`
            where no arc begins; (batch, words).
        partial: which windows say nothing of "other" mentions; (batch,).
    """

    pieces: Tensor
    features: Tensor
    mask: Tensor
    first: Tensor
    lengths: Tensor
    labels: Tensor
    kinds: Tensor
    cue_of: Tensor
    source_of: Tensor
    partial: Tensor


@dataclass(frozen=True)
class Window:
    """A part of a labelled text, from a word to before another."""

    text: Labelled
    begin: int
    end: int

    @property
    def pieces(self) -> int:
        """How many pieces it has, the two that frame it included."""
        return int(self.text.words.first[self.end] - self.text.words.first[self.begin]) + 2


def cut(text: Labelled, limit: int, offset: int = 0) -> Iterator[Window]:
    """Yield a text's windows, after a first one that ends before the given sentence."""
    words = text.words
    start = int(np.searchsorted(words.sentence, offset))
    if start:
        head = _part(words, 0, start)
        yield from (Window(text, a, b) for a, b in windows(head, limit=limit))
    yield from (
        Window(text, start + a, start + b) for a, b in windows(_part(words, start, len(words)), limit=limit)
    )


def _part(words: Words, begin: int, end: int) -> Words:
    first = words.first[begin : end + 1]
    return Words(
        words.starts[begin:end],
        words.ends[begin:end],
        words.pieces[first[0] : first[-1]],
        first - first[0],
        words.features[begin:end],
        words.sentence[begin:end],
        words.paragraph[begin:end],
    )


def batches(
    chosen: Sequence[Window], pieces: int, dice: random.Random, hidden: float = 0.0
) -> Iterator[Batch]:
    """Yield batches of at most so many pieces, padding included, in random order.

    Args:
        chosen: the windows.
        pieces: how many pieces a batch may hold.
        dice: the source of all randomness.
        hidden: the share of pieces that are hidden from the encoder.
    """
    ordered = sorted(chosen, key=lambda window: window.pieces + dice.random() * 8)
    groups: list[list[Window]] = [[]]
    for window in ordered:
        if groups[-1] and (len(groups[-1]) + 1) * max(window.pieces, groups[-1][-1].pieces) > pieces:
            groups.append([])
        groups[-1].append(window)
    dice.shuffle(groups)
    for group in groups:
        yield together(group, dice, hidden)


def together(group: Sequence[Window], dice: random.Random | None, hidden: float = 0.0) -> Batch:
    """Put windows into one batch, padded to the longest."""
    longest, most = max(w.pieces for w in group), max(w.end - w.begin for w in group)
    size = len(group)
    pieces = torch.zeros(size, longest, dtype=torch.long)
    features = torch.zeros(size, longest, 4, dtype=torch.long)
    mask = torch.zeros(size, longest, dtype=torch.bool)
    first = torch.zeros(size, most, dtype=torch.long)
    labels, kinds, cue_of, source_of = (torch.full((size, most), IGNORE) for _ in range(4))
    for row, window in enumerate(group):
        words, text = window.text.words, window.text
        a, b = window.begin, window.end
        inner = words.pieces[words.first[a] : words.first[b]].copy()
        if hidden and dice is not None:
            inner[np.array([dice.random() < hidden for _ in inner], dtype=bool)] = MASK
        length, number = len(inner) + 2, b - a
        pieces[row, :length] = torch.from_numpy(np.concatenate([[CLS], inner, [SEP]]))
        spread = np.repeat(words.features[a:b], np.diff(words.first[a : b + 1]), axis=0)
        features[row, 1 : length - 1] = torch.from_numpy(spread)
        mask[row, :length] = True
        first[row, :number] = torch.from_numpy(words.first[a:b] - words.first[a] + 1)
        if len(text.labels):
            labels[row, :number] = torch.from_numpy(_begun(text.labels[a:b]))
            cue_of[row, :number] = torch.from_numpy(_arcs(text.cue_of, a, b, text.labels == 5, most))
            source_of[row, :number] = torch.from_numpy(_arcs(text.source_of, a, b, text.labels == 3, most))
        if len(text.kinds):
            kinds[row, :number] = torch.from_numpy(text.kinds[a:b])
    lengths = torch.tensor([w.end - w.begin for w in group])
    partial = torch.tensor([w.text.partial for w in group])
    return Batch(pieces, features, mask, first, lengths, labels, kinds, cue_of, source_of, partial)


def _begun(labels: Integers) -> Integers:
    """Let every span begin with its B, also one that a window or another role has cut in two."""
    inside = np.array([label.startswith("I-") for label in LABELS])[labels]
    before = np.append(0, labels[:-1])
    goes_on = (before == labels) | (before == labels - 1)
    return np.where(inside & ~goes_on, labels - 1, labels)


def _arcs(arcs: Integers, begin: int, end: int, starts: npt.NDArray[np.bool_], none: int) -> Integers:
    """Return where each word's arc goes in the window: `none` if outside it, `IGNORE` without one."""
    goes = arcs[begin:end]
    inside = (goes >= begin) & (goes < end)
    return np.where(starts[begin:end], np.where(inside & (goes != UNKNOWN), goes - begin, none), IGNORE)
