"""The network: a BERT-like encoder with heads for attribution, mentions, and what belongs to which cue."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from ingest.extract.encoder.words import GAPS, OPENINGS, PLACES, SHAPES

FEATURES = (SHAPES, PLACES, GAPS, OPENINGS)


@dataclass(frozen=True)
class Sizes:
    """The encoder's sizes (those of MiniLM-L6-H384) and the heads'."""

    vocabulary: int = 30522
    positions: int = 512
    hidden: int = 384
    layers: int = 6
    attention_heads: int = 12
    feed_forward: int = 1536
    labels: int = 7
    kinds: int = 9
    arcs: int = 96
    dropout: float = 0.1


class Layer(nn.Module):
    """One transformer layer, normalised after each half as in BERT."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        hidden = sizes.hidden
        self.attention_heads = sizes.attention_heads
        self.query, self.key, self.value, self.output = (nn.Linear(hidden, hidden) for _ in range(4))
        self.after_attention = nn.LayerNorm(hidden, eps=1e-12)
        self.wider = nn.Linear(hidden, sizes.feed_forward)
        self.narrower = nn.Linear(sizes.feed_forward, hidden)
        self.after_feed_forward = nn.LayerNorm(hidden, eps=1e-12)
        self.drop = nn.Dropout(sizes.dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Map (batch, pieces, hidden) to the same shape; `mask` is True where there is a piece."""
        batch, length, hidden = x.shape
        query, key, value = (
            one(x).view(batch, length, self.attention_heads, -1).transpose(1, 2)
            for one in (self.query, self.key, self.value)
        )
        # written out, without dropout on the attention: on a CPU that trains half as fast again
        scores = (query * query.shape[-1] ** -0.5).contiguous() @ key.transpose(2, 3).contiguous()
        if mask is not None:
            scores = scores + torch.where(mask, 0.0, -1e4).to(scores.dtype)[:, None, None, :]
        seen = scores.softmax(dim=-1) @ value.contiguous()
        seen = seen.transpose(1, 2).reshape(batch, length, hidden)
        x = self.after_attention(x + self.drop(self.output(seen)))
        return self.after_feed_forward(x + self.drop(self.narrower(functional.gelu(self.wider(x)))))


class Network(nn.Module):
    """Encoder and heads. A word is represented by its first piece."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        hidden = sizes.hidden
        self.sizes = sizes
        self.word = nn.Embedding(sizes.vocabulary, hidden)
        self.position = nn.Embedding(sizes.positions, hidden)
        self.features = nn.ModuleList(nn.Embedding(number, hidden) for number in FEATURES)
        for one in self.features:
            nn.init.zeros_(one.weight)
        self.normalise = nn.LayerNorm(hidden, eps=1e-12)
        self.drop = nn.Dropout(sizes.dropout)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))
        self.label = nn.Linear(hidden, sizes.labels)
        self.kind = nn.Linear(hidden, sizes.kinds)
        self.dependent = nn.Linear(hidden, 2 * sizes.arcs)
        self.head = nn.Linear(hidden, 2 * sizes.arcs)

    def forward(
        self, pieces: Tensor, features: Tensor, first: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Read windows.

        Args:
            pieces: word pieces; (batch, pieces).
            features: the features of each piece's word; (batch, pieces, 4).
            first: the index of each word's first piece; (batch, words).
            mask: True where there is a piece; (batch, pieces). None: everywhere.

        Returns:
            Scores of attribution labels (batch, words, labels) and mention labels (batch, words, kinds);
            scores of word j as the cue of a content that begins at word i, and as the source of a cue that
            begins at i, both (batch, words, words).
        """
        x = self.word(pieces) + self.position.weight[: pieces.shape[1]]
        for number, one in enumerate(self.features):
            x = x + one(features[:, :, number])
        x = self.drop(self.normalise(x))
        for layer in self.layers:
            x = layer(x, mask)
        x = torch.gather(x, 1, first[:, :, None].expand(-1, -1, x.shape[2]))
        x = self.drop(x)
        dependents = functional.gelu(self.dependent(x)).chunk(2, dim=2)
        heads = functional.gelu(self.head(x)).chunk(2, dim=2)
        cues, sources = (
            a @ b.transpose(1, 2) / self.sizes.arcs**0.5 for a, b in zip(dependents, heads, strict=True)
        )
        return self.label(x), self.kind(x), cues, sources

    def load_encoder(self, weights: dict[str, Tensor]) -> None:
        """Take the encoder's initial weights, by BERT's names."""
        names = {
            "word.weight": "embeddings.word_embeddings.weight",
            "position.weight": "embeddings.position_embeddings.weight",
            "normalise.weight": "embeddings.LayerNorm.weight",
            "normalise.bias": "embeddings.LayerNorm.bias",
        }
        halves = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "output": "attention.output.dense",
            "after_attention": "attention.output.LayerNorm",
            "wider": "intermediate.dense",
            "narrower": "output.dense",
            "after_feed_forward": "output.LayerNorm",
        }
        for layer in range(self.sizes.layers):
            for ours, theirs in halves.items():
                for part in ("weight", "bias"):
                    names[f"layers.{layer}.{ours}.{part}"] = f"encoder.layer.{layer}.{theirs}.{part}"
        state = self.state_dict()
        with torch.no_grad():
            for ours, theirs in names.items():
                state[ours].copy_(weights[theirs])
            # every word is of BERT's first segment
            self.position.weight += weights["embeddings.token_type_embeddings.weight"][0]
