"""Running the encoder: an ONNX model on a CPU, one window at a time.

Every window is read by itself, without padding, on one thread; several windows are read at once on several
threads. So neither the other windows, nor their number, nor the number of threads can change a result.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from ingest.extract.encoder.windows import windows
from ingest.extract.encoder.words import CLS, SEP, Words

MODEL = Path(__file__).parent / "data" / "attribution.onnx"
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder says of one window.

    Attributes:
        begin: the number of its first word in the text.
        labels: the score of each attribution label; (words, labels).
        kinds: the score of each mention label; (words, kinds).
        cues: the score of word j as the cue of content that begins at word i; (words, words).
        sources: the score of word j as the source of a cue that begins at word i; (words, words).
    """

    begin: int
    labels: Floats
    kinds: Floats
    cues: Floats
    sources: Floats


class Network:
    """A loaded model with what its file tells of itself."""

    def __init__(self, path: Path, threads: int | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            path.read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        facts: dict[str, Any] = json.loads(self._session.get_modelmeta().custom_metadata_map["hearsay"])
        self.labels: tuple[str, ...] = tuple(facts["labels"])
        self.transitions, self.begin, self.end = (
            np.array(facts[name], dtype=np.float64) for name in ("transitions", "begin", "end")
        )
        self.no_cue, self.no_source = (float(score) for score in facts["none"])
        self._pool = ThreadPoolExecutor(threads or min(4, os.cpu_count() or 1))

    def read(self, words: Words) -> list[Reading]:
        """Read all windows of a text."""
        return self.read_parts(words, [(0, len(words))])[0]

    def read_parts(self, words: Words, parts: Sequence[tuple[int, int]]) -> list[list[Reading]]:
        """Read parts of a text, each by itself: those from one word to before another."""
        places = [list(windows(words, *part)) for part in parts]
        every = [place for part in places for place in part]
        readings = self._pool.map(lambda place: self._window(words, *place), every)
        return [[next(readings) for _ in part] for part in places]

    def _window(self, words: Words, begin: int, end: int) -> Reading:
        pieces = words.pieces[words.first[begin] : words.first[end]]
        features = np.zeros((len(pieces) + 2, words.features.shape[1]), dtype=np.int64)
        features[1:-1] = np.repeat(words.features[begin:end], np.diff(words.first[begin : end + 1]), axis=0)
        out = self._session.run(
            ["labels", "kinds", "cues", "sources"],
            {
                "pieces": np.concatenate([[CLS], pieces, [SEP]])[None],
                "features": features[None],
                "first": (words.first[begin:end] - words.first[begin] + 1)[None],
            },
        )
        return Reading(begin, *(scores[0].astype(np.float64) for scores in out))
