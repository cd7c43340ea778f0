"""Exact-span F1 of a network in training: on windows as the product cuts them, and on CofeNet's chunks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch

from benchmarks.cofenet import Chunk
from ingest.extract.encoder.labels import LABELS, ROLES, spans
from ingest.extract.encoder.viterbi import Chain
from ingest.extract.encoder.words import Integers
from training.attribution.corpora import Labelled, label
from training.attribution.examples import Window, cut, together

if TYPE_CHECKING:
    from training.attribution.train import Tagger

Scores = Mapping[str, float]


def attribution_scores(tagger: Tagger, texts: Sequence[Labelled]) -> Scores:
    """Return the F1 of each role, and of arcs from the right spans (accuracy)."""
    counts: Counter[tuple[str, str]] = Counter()
    for text in texts:
        found: list[str] = []
        for window in cut(text, 192):
            labels, cues, sources = _read(tagger, window)
            found += [LABELS[k] for k in labels]
            _count_arcs(counts, "cue of content", cues, text.cue_of, text.labels == 5, window)
            _count_arcs(counts, "source of cue", sources, text.source_of, text.labels == 3, window)
        _count(counts, spans(found), spans([LABELS[k] for k in text.labels]))
    arcs = {
        name: counts[name, "right"] / max(1, counts[name, "gold"])
        for name in ("cue of content", "source of cue")
    }
    return {**_f1(counts), **arcs}


def chunk_scores(tagger: Tagger, chunks: Sequence[Chunk]) -> Scores:
    """Return the F1 of each role by CofeNet's measure, each chunk read by itself."""
    counts: Counter[tuple[str, str]] = Counter()
    for chunk in chunks:
        text = label(chunk.text, [])
        found: list[str] = []
        for window in cut(text, 254):
            found += [LABELS[k] for k in _read(tagger, window)[0]]
        words = text.words
        _count(
            counts,
            (chunk.tokens(role, int(words.starts[a]), int(words.ends[b - 1])) for role, a, b in spans(found)),
            chunk.gold,
        )
    return _f1(counts)


def _read(tagger: Tagger, window: Window) -> tuple[list[int], Integers, Integers]:
    """Return the best labels of a window's words, and where each word's two arcs would go."""
    batch = together([window], None)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        labels, _, cues, sources = tagger.network(batch.pieces, batch.features, batch.first, batch.mask)
    steps = [s.detach().numpy() for s in tagger.crf.steps()]
    path = Chain(labels[0].float().numpy(), *steps).best()
    none = tagger.none.detach()
    ends = [
        torch.cat([scores[0].float(), none[k].expand(scores.shape[1], 1)], dim=1).argmax(1).numpy()
        for k, scores in enumerate((cues, sources))
    ]
    return path, ends[0], ends[1]


def _count_arcs(
    counts: Counter[tuple[str, str]],
    name: str,
    found: Integers,
    gold: Integers,
    starts: npt.NDArray[np.bool_],
    window: Window,
) -> None:
    for i in range(window.begin, window.end):
        if starts[i]:
            inside = window.begin <= gold[i] < window.end
            wanted = gold[i] - window.begin if inside else window.end - window.begin
            counts[name, "gold"] += 1
            counts[name, "right"] += int(found[i - window.begin] == wanted)


def _count(
    counts: Counter[tuple[str, str]],
    found: Iterable[tuple[str, int, int]] | Iterator[tuple[str, int, int]],
    gold: Iterable[tuple[str, int, int]],
) -> None:
    mine, theirs = set(found), set(gold)
    for role, what in ((r, w) for r in ROLES for w in ("found", "gold", "right")):
        chosen = {"found": mine, "gold": theirs, "right": mine & theirs}[what]
        counts[role, what] += sum(one[0] == role for one in chosen)


def _f1(counts: Counter[tuple[str, str]]) -> dict[str, float]:
    return {
        role: 2 * counts[role, "right"] / max(1, counts[role, "found"] + counts[role, "gold"])
        for role in ROLES
    }


def show(scores: Mapping[str, Scores]) -> str:
    """Return a line for each set of scores."""
    return "\n".join(
        f"{name}: " + ", ".join(f"{role} {100 * f1:.1f}" for role, f1 in one.items())
        for name, one in scores.items()
    )
