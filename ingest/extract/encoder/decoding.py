"""From the encoder's scores to spans of words, each with its role, its probability, and what it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.extract.encoder.labels import CONTENT, CUE, SOURCE, spans
from ingest.extract.encoder.network import Network, Reading
from ingest.extract.encoder.viterbi import Chain, Floats, Probabilities


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with one role.

    Attributes:
        first: the number of its first word in the text.
        last: the number of the word after its last.
        probability: how probable exactly these words are, 0 to 1.
        head: for a piece of content the number of its cue in the list of pieces, for a cue that of its
            source; None where it has none in its window.
        arc: how probable that is, among the window's cues or sources and having none.
        cut: True if it begins where its window does, so that it may go on from the window before.
    """

    role: str
    first: int
    last: int
    probability: float
    head: int | None = None
    arc: float = 1.0
    cut: bool = False


def decode(network: Network, readings: Sequence[Reading]) -> list[Piece]:
    """Return the pieces of a text, in text order."""
    pieces: list[Piece] = []
    for reading in readings:
        pieces += _window(network, reading, len(pieces))
    return pieces


def _window(network: Network, reading: Reading, before: int) -> list[Piece]:
    chain = Chain(reading.labels, network.transitions, network.begin, network.end)
    path = [network.labels[number] for number in chain.best()]
    found = list(spans(path))
    if not found:
        return []
    probabilities = Probabilities(chain)
    cues = [n for n, (role, _, _) in enumerate(found) if role == CUE]
    sources = [n for n, (role, _, _) in enumerate(found) if role == SOURCE]
    starts = np.array([first for _, first, _ in found])
    pieces = []
    for role, first, last in found:
        head, arc = None, 1.0
        if role == CONTENT:
            head, arc = _arc(reading.cues[first], starts, cues, network.no_cue)
        elif role == CUE:
            head, arc = _arc(reading.sources[first], starts, sources, network.no_source)
        begin, inside = network.labels.index(f"B-{role}"), network.labels.index(f"I-{role}")
        pieces.append(
            Piece(
                role,
                reading.begin + first,
                reading.begin + last,
                probabilities.span(first, last, begin, inside),
                None if head is None else before + head,
                arc,
                cut=first == 0,
            )
        )
    return pieces


def _arc(
    scores: Floats, starts: np.ndarray[tuple[int], np.dtype[np.int64]], chosen: list[int], none: float
) -> tuple[int | None, float]:
    """Return the best of the chosen pieces, or None, with its probability among them (softmax)."""
    values = np.append(scores[starts[chosen]], none) if chosen else np.array([none])
    best = int(values.argmax())
    share = float(1 / np.exp(values - values[best]).sum())
    return (chosen[best] if best < len(chosen) else None), share
