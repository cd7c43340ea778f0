"""From the encoder's scores to spans of words, each with its role, its probability, and what it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.extract.encoder.labels import CONTENT, CUE, SOURCE, spans
from ingest.extract.encoder.network import Network, Reading
from ingest.extract.encoder.viterbi import Chain, Floats, Probabilities
from ingest.extract.encoder.words import PARAGRAPH, Words

NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with one role.

    Attributes:
        first: the number of its first word in the text.
        last: the number of the word after its last.
        probability: how probable exactly these words are, 0 to 1.
        heads: for a piece of content the cues that it may belong to, by their numbers in the list of pieces,
            for a cue its sources; None stands for having none in its window. Each with its probability, the
            most probable first.
        cut: True if it begins where its window does, so that it may go on from the window before.
    """

    role: str
    first: int
    last: int
    probability: float
    heads: tuple[tuple[int | None, float], ...] = ((None, 1.0),)
    cut: bool = False

    @property
    def head(self) -> int | None:
        """The most probable head."""
        return self.heads[0][0]

    def arc(self, head: int | None) -> float:
        """How probable a head is; 0 if it cannot be one."""
        return dict(self.heads).get(head, 0.0)


def decode(network: Network, readings: Sequence[Reading], words: Words) -> list[Piece]:
    """Return the pieces of a text, in text order. None crosses the end of a paragraph."""
    pieces: list[Piece] = []
    inside = [number for number, label in enumerate(network.labels) if label.startswith("I-")]
    for reading in readings:
        emissions = reading.labels.copy()
        paragraphs = words.gap[reading.begin : reading.begin + len(emissions)] == PARAGRAPH
        emissions[np.ix_(paragraphs, inside)] = NEVER
        pieces += _window(network, reading, emissions, len(pieces))
    return pieces


def _window(network: Network, reading: Reading, emissions: Floats, before: int) -> list[Piece]:
    chain = Chain(emissions, network.transitions, network.begin, network.end)
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
        heads: tuple[tuple[int | None, float], ...] = ((None, 1.0),)
        if role == CONTENT:
            heads = _heads(reading.cues[first], starts, cues, network.no_cue, before)
        elif role == CUE:
            heads = _heads(reading.sources[first], starts, sources, network.no_source, before)
        begin, inside = network.labels.index(f"B-{role}"), network.labels.index(f"I-{role}")
        probability = probabilities.span(first, last, begin, inside)
        place = reading.begin + first, reading.begin + last
        pieces.append(Piece(role, *place, probability, heads, cut=first == 0))
    return pieces


def _heads(
    scores: Floats,
    starts: np.ndarray[tuple[int], np.dtype[np.int64]],
    chosen: list[int],
    none: float,
    before: int,
) -> tuple[tuple[int | None, float], ...]:
    """Return the chosen pieces and None, each with its probability (softmax), the most probable first."""
    values = np.append(scores[starts[chosen]], none) if chosen else np.array([none])
    shares = np.exp(values - values.max())
    shares /= shares.sum()
    numbers: list[int | None] = [*(before + number for number in chosen), None]
    ordered = np.argsort(-shares, kind="stable")
    return tuple((numbers[k], float(shares[k])) for k in ordered)
