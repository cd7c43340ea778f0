"""The bare encoder on CofeNet's chunks, for one model or several: what quantisation costs, what a run gained.

    python -m benchmarks.encoder_only ../shared/gold/attribution/polnear-dev-cofenet.jsonl [MODEL.onnx …]

Every labelled piece counts, joined or not. Without a model the shipped one is measured; the same weights
unquantised come from `python -m training.attribution.export WEIGHTS OUT.onnx --float`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks.cofenet import Chunk, Role, measure, read_chunks
from ingest.extract.encoder.decoding import decode
from ingest.extract.encoder.labels import ROLES
from ingest.extract.encoder.network import MODEL, Network
from ingest.extract.encoder.words import read_words
from ingest.extract.lexicon import english
from ingest.extract.sentences import sentences


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description="F1 of the bare encoder on CofeNet's chunks.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("models", type=Path, nargs="*", default=[MODEL])
    options = parser.parse_args()
    chunks = list(read_chunks(options.gold))
    print("| model | MB | " + " | ".join(ROLES) + " |\n|---|---:|" + "---:|" * len(ROLES))
    for path in options.models:
        network = Network(path)
        scores = measure(chunks, lambda chunk, network=network: pieces(network, chunk))  # type: ignore[misc]
        figures = " | ".join(f"{100 * scores[role].f1:.1f}" for role in ROLES)
        print(f"| {path.name} | {path.stat().st_size / 1e6:.1f} | {figures} |", flush=True)


def pieces(network: Network, chunk: Chunk) -> Iterator[Role]:
    """Yield what the encoder labels in a chunk, as spans of tokens."""
    words = read_words(chunk.text, sentences(chunk.text, english()))
    for piece in decode(network, network.read(words), words):
        yield chunk.tokens(piece.role, int(words.starts[piece.first]), int(words.ends[piece.last - 1]))


if __name__ == "__main__":
    main()
