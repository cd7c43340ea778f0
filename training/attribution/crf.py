"""A linear-chain conditional random field over BIO labels (Lafferty et al., 2001)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

NEVER = -10000.0


def allowed(labels: tuple[str, ...]) -> tuple[Tensor, Tensor]:
    """Return which label may follow which, (labels, labels), and which may come first, (labels,)."""
    follows = torch.tensor(
        [[not b.startswith("I-") or (a[1:] == b[1:] and a != "O") for b in labels] for a in labels]
    )
    return follows, torch.tensor([not label.startswith("I-") for label in labels])


class Crf(nn.Module):
    """Scores of label sequences; what BIO forbids is never scored."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(len(labels), len(labels)))
        self.begin = nn.Parameter(torch.zeros(len(labels)))
        self.end = nn.Parameter(torch.zeros(len(labels)))
        follows, first = allowed(labels)
        self.register_buffer("forbidden", torch.where(follows, 0.0, NEVER), persistent=False)
        self.register_buffer("forbidden_first", torch.where(first, 0.0, NEVER), persistent=False)

    def steps(self) -> tuple[Tensor, Tensor, Tensor]:
        """Return the scores of transitions, of first labels and of last labels."""
        return self.transitions + self.forbidden, self.begin + self.forbidden_first, self.end

    def loss(self, emissions: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
        """Return the negative log likelihood summed over the batch.

        Args:
            emissions: (batch, words, labels), float32.
            labels: (batch, words).
            lengths: the number of words of each; (batch,).
        """
        transitions, begin, end = self.steps()
        batch, longest, _ = emissions.shape
        inside = torch.arange(longest)[None, :] < lengths[:, None]
        rows = torch.arange(batch)
        last = labels[rows, lengths - 1]
        right = (emissions.gather(2, labels[:, :, None]).squeeze(2) * inside).sum()
        right = right + (transitions[labels[:, :-1], labels[:, 1:]] * inside[:, 1:]).sum()
        right = right + begin[labels[:, 0]].sum() + end[last].sum()
        alpha = begin + emissions[:, 0]
        for t in range(1, longest):
            longer = torch.logsumexp(alpha[:, :, None] + transitions, dim=1) + emissions[:, t]
            alpha = torch.where(inside[:, t, None], longer, alpha)
        return torch.logsumexp(alpha + end, dim=1).sum() - right
