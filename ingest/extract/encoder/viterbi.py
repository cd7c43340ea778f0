"""A linear-chain model's best label sequence, and how probable a span is over all sequences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chain:
    """Scores of labels in sequence.

    Attributes:
        emissions: score of each label at each word; (words, labels).
        transitions: score of label j after label i; (labels, labels).
        begin: score of each label at the first word; (labels,).
        end: score of each label at the last word; (labels,).
    """

    emissions: Floats
    transitions: Floats
    begin: Floats
    end: Floats

    def best(self) -> list[int]:
        """Return the best sequence (Viterbi, 1967)."""
        if not len(self.emissions):
            return []
        score = self.begin + self.emissions[0]
        back = np.zeros(self.emissions.shape, dtype=np.int64)
        for t in range(1, len(self.emissions)):
            every = score[:, None] + self.transitions
            back[t] = every.argmax(axis=0)
            score = every.max(axis=0) + self.emissions[t]
        path = [int((score + self.end).argmax())]
        for t in range(len(self.emissions) - 1, 0, -1):
            path.append(int(back[t, path[-1]]))
        return path[::-1]


class Probabilities:
    """Forward and backward sums of a chain (Rabiner, 1989), in logarithms."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        words = len(chain.emissions)
        self._forward = np.zeros(chain.emissions.shape)
        self._backward = np.zeros(chain.emissions.shape)
        self._forward[0] = chain.begin + chain.emissions[0]
        for t in range(1, words):
            self._forward[t] = chain.emissions[t] + _log_sum(
                self._forward[t - 1][:, None] + chain.transitions, axis=0
            )
        self._backward[-1] = chain.end
        for t in range(words - 2, -1, -1):
            self._backward[t] = _log_sum(
                chain.transitions + (chain.emissions[t + 1] + self._backward[t + 1])[None], axis=1
            )
        self._all = float(_log_sum(self._forward[-1] + chain.end, axis=0))

    def span(self, first: int, last: int, begin: int, inside: int) -> float:
        """Return how probable it is that exactly the words [first, last) are one span.

        Args:
            first: its first word.
            last: the word after its last.
            begin: the label of a span's first word.
            inside: the label of its other words.
        """
        chain = self._chain
        score = float(self._forward[first, begin])
        label = begin
        for t in range(first + 1, last):
            score += float(chain.transitions[label, inside] + chain.emissions[t, inside])
            label = inside
        if last == len(chain.emissions):
            score += float(chain.end[label])
        else:
            after = chain.transitions[label] + chain.emissions[last] + self._backward[last]
            score += float(_log_sum(np.delete(after, inside), axis=0))
        return float(np.exp(min(0.0, score - self._all)))


def _log_sum(values: Floats, axis: int) -> Floats:
    """Return the logarithm of a sum of exponentials, without overflow."""
    top = values.max(axis=axis, keepdims=True)
    total: Floats = np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis))
    return total
