"""Fit the confidence of attributions on articles that the encoder never learnt from.

    python -m training.attribution.calibrate MODEL.onnx TRAIN DEV

TRAIN and DEV are PolNeAR's files; of TRAIN only the articles that were held back are used. Prints the
coefficients that `ingest/extract/confidence.py` holds, fitted on all of these, and the expected calibration
error on DEV by cross-fitting: each half of its articles with coefficients fitted without it. Logistic
regression by Newton's method (iteratively reweighted least squares), with a little ridge.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.extract.confidence import FEATURES, features
from ingest.extract.encoder.decoding import decode
from ingest.extract.encoder.joining import Joined, join
from ingest.extract.encoder.network import Network
from ingest.extract.encoder.words import read_words
from ingest.extract.lexicon import english
from ingest.extract.sentences import sentences
from training.attribution.held_back import held_back

Floats = npt.NDArray[np.float64]


def main() -> None:
    """Fit, from the command line."""
    parser = argparse.ArgumentParser(description="Fit the confidence of attributions.")
    parser.add_argument("model", type=Path)
    parser.add_argument("train", type=Path, help="polnear-train.jsonl")
    parser.add_argument("dev", type=Path, help="polnear-dev.jsonl")
    options = parser.parse_args()
    network = Network(options.model)
    held = examples(network, options.train, held_back)
    halves = [examples(network, options.dev, partial(_in_half, half)) for half in (0, 1)]
    weights = fit(*_together(held, *halves))
    print("WEIGHTS = (" + ", ".join(f"{weight:.3f}" for weight in weights) + ")")
    crossed = [(_chances(halves[k][0], fit(*_together(held, halves[1 - k]))), halves[k][1]) for k in (0, 1)]
    chances, right = (np.concatenate(part) for part in zip(*crossed, strict=True))
    print(f"# dev: {len(right)} attributions, {right.mean():.3f} right")
    print(f"# calibration error by cross-fitting {error(chances, right):.3f}")


def _in_half(half: int, name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == half


def _together(*parts: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    tables, right = zip(*parts, strict=True)
    return np.concatenate(tables), np.concatenate(right)


def _chances(table: Floats, weights: Floats) -> Floats:
    chances: Floats = 1 / (1 + np.exp(-table @ weights))
    return chances


def examples(network: Network, gold: Path, chosen: Callable[[str], bool]) -> tuple[Floats, Floats]:
    """Return the features of what is found in the chosen articles, and whether it is exactly right."""
    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    with gold.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if chosen(record["id"]):
                known = Counter(_key(one) for one in record["attributions"])
                for joined in _found(network, record["text"]):
                    key = _spans(joined)
                    rows.append(features(joined))
                    right.append(known[key] > 0)
                    known[key] -= 1
    return np.array(rows), np.array(right, dtype=np.float64)


def _found(network: Network, text: str) -> list[Joined]:
    words = read_words(text, sentences(text, english()))
    return join(decode(network, network.read(words), words), words, text)


Key = tuple[tuple[tuple[int, int], ...], ...]


def _key(attribution: dict[str, list[list[int]]]) -> Key:
    return tuple(tuple((a, b) for a, b in attribution[role]) for role in ("source", "cue", "content"))


def _spans(joined: Joined) -> Key:
    return tuple(
        tuple((s.start, s.end) for s in part) for part in (joined.source, joined.cue, joined.content)
    )


def fit(table: Floats, right: Floats, ridge: float = 1.0, rounds: int = 50) -> Floats:
    """Return the weights of a logistic regression; the first feature is the constant and not shrunk."""
    weights = np.zeros(len(FEATURES))
    shrink = ridge * np.eye(len(FEATURES))
    shrink[0, 0] = 0.0
    for _ in range(rounds):
        chances = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (right - chances) - shrink @ weights
        curve = (table * (chances * (1 - chances))[:, None]).T @ table + shrink
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def error(chances: Floats, right: Floats, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal size."""
    parts = np.array_split(np.argsort(chances, kind="stable"), bins)
    return float(
        sum(len(part) * abs(chances[part].mean() - right[part].mean()) for part in parts) / len(chances)
    )


if __name__ == "__main__":
    main()
