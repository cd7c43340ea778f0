"""An encoder of BERT-base's size (Devlin et al. 2019) at float32, to compare the time of others with.

Its weights are random: they take as long to multiply as trained ones. It needs the `onnx` package. It reads
what the shipped model reads (the same word pieces in the same windows) in the same way: window by window,
unpadded, each on one thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from ingest.extract.encoder.windows import windows
from ingest.extract.encoder.words import CLS, SEP, read_words
from ingest.extract.lexicon import english
from ingest.extract.sentences import sentences

Pieces = npt.NDArray[np.int64]
_OPSET, _IR = 20, 9


@dataclass(frozen=True, slots=True)
class Sizes:
    """An encoder's sizes; by default those of BERT-base: 109 million weights."""

    vocabulary: int = 30522
    positions: int = 512
    hidden: int = 768
    layers: int = 12
    heads: int = 12
    feed_forward: int = 3072


def window_pieces(text: str) -> list[Pieces]:
    """Return the numbers of the word pieces of each window of a text, with the marks around them."""
    words = read_words(text, sentences(text, english()))
    return [
        np.concatenate([[CLS], words.pieces[words.first[begin] : words.first[end]], [SEP]])
        for begin, end in windows(words)
    ]


class Encoder:
    """A loaded encoder with random weights."""

    def __init__(self, sizes: Sizes, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            build(sizes).SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        self._pool = ThreadPoolExecutor(threads)

    def read(self, article: Sequence[Pieces]) -> list[npt.NDArray[np.float32]]:
        """Return the vectors of each window's pieces; each (pieces, hidden)."""
        return list(self._pool.map(self._window, article))

    def _window(self, pieces: Pieces) -> npt.NDArray[np.float32]:
        places = np.arange(len(pieces), dtype=np.int64)
        vectors: npt.NDArray[np.float32] = self._session.run(None, {"pieces": pieces, "places": places})[0]
        return vectors


def build(sizes: Sizes) -> onnx.ModelProto:
    """Return the encoder as a model of one window: ``pieces`` and ``places`` to ``vectors``."""
    return _Builder(sizes).model()


class _Builder:
    """Collects the nodes and weights of a model; every method returns the name of what it computes."""

    def __init__(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._nodes: list[onnx.NodeProto] = []
        self._weights: list[onnx.TensorProto] = []
        self._random = np.random.default_rng(0)

    def model(self) -> onnx.ModelProto:
        sizes = self._sizes
        word = self._node("Gather", self._weight(sizes.vocabulary, sizes.hidden), "pieces")
        place = self._node("Gather", self._weight(sizes.positions, sizes.hidden), "places")
        x = self._normalised(self._node("Add", word, place))
        for _ in range(sizes.layers):
            x = self._normalised(self._node("Add", x, self._attention(x)))
            wider = self._node("Gelu", self._linear(x, sizes.hidden, sizes.feed_forward))
            x = self._normalised(self._node("Add", x, self._linear(wider, sizes.feed_forward, sizes.hidden)))
        numbers = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["n"]) for name in ("pieces", "places")
        ]
        vectors = helper.make_tensor_value_info(x, TensorProto.FLOAT, ["n", sizes.hidden])
        graph = helper.make_graph(self._nodes, "encoder", numbers, [vectors], self._weights)
        opsets = [helper.make_opsetid("", _OPSET)]
        model: onnx.ModelProto = helper.make_model(graph, opset_imports=opsets, ir_version=_IR)
        return model

    def _attention(self, x: str) -> str:
        hidden, heads = self._sizes.hidden, self._sizes.heads
        split = self._constant(np.array([0, heads, hidden // heads], dtype=np.int64))
        query, key, value = (
            self._node("Reshape", self._linear(x, hidden, hidden), split) for _ in range(3)
        )  # each (n, heads, hidden / heads)
        query, value = (self._node("Transpose", one, perm=[1, 0, 2]) for one in (query, value))
        scores = self._node("MatMul", query, self._node("Transpose", key, perm=[1, 2, 0]))
        scale = self._constant(np.array((hidden // heads) ** -0.5, dtype=np.float32))
        weights = self._node("Softmax", self._node("Mul", scores, scale), axis=-1)
        seen = self._node("Transpose", self._node("MatMul", weights, value), perm=[1, 0, 2])
        joined = self._node("Reshape", seen, self._constant(np.array([0, hidden], dtype=np.int64)))
        return self._linear(joined, hidden, hidden)

    def _linear(self, x: str, wide: int, narrow: int) -> str:
        return self._node("Add", self._node("MatMul", x, self._weight(wide, narrow)), self._weight(narrow))

    def _normalised(self, x: str) -> str:
        ones = self._constant(np.ones(self._sizes.hidden, dtype=np.float32))
        return self._node("LayerNormalization", x, ones, self._weight(self._sizes.hidden))

    def _weight(self, *shape: int) -> str:
        return self._constant(self._random.standard_normal(shape, dtype=np.float32) * np.float32(0.02))

    def _constant(self, values: npt.NDArray[np.generic] | np.generic) -> str:
        name = f"w{len(self._weights)}"
        self._weights.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def _node(
        self, operator: str, *inputs: str, axis: int | None = None, perm: list[int] | None = None
    ) -> str:
        name = f"x{len(self._nodes)}"
        settings = {key: value for key, value in (("axis", axis), ("perm", perm)) if value is not None}
        self._nodes.append(helper.make_node(operator, inputs, [name], **settings))
        return name
