"""Write trained weights as an ONNX model with 8-bit weights.

    python -m training.attribution.export RUN/averaged.safetensors OUT.onnx [--float]

Only weights are quantised (symmetric, a scale for each output channel, or for each word piece), and they
are turned into floats again when the model is loaded: so what else is in a batch, and how it is padded,
cannot matter, and no integer arithmetic can saturate.
"""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import load_file

from ingest.extract.encoder.labels import KIND_LABELS, LABELS
from training.attribution.network import Sizes
from training.attribution.train import Tagger

SMALLEST = 2000
"""Tensors with fewer numbers stay as they are."""


def main() -> None:
    """Export, from the command line."""
    parser = argparse.ArgumentParser(description="Export the attribution model.")
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--float", action="store_true", help="keep float32 weights, to compare with")
    options = parser.parse_args()
    tagger = Tagger(Sizes())
    tagger.load_state_dict(load_file(options.weights))
    tagger.eval()
    model = graph(tagger)
    if not options.float:
        quantise(model)
    transitions, begin, end = (step.detach().numpy().round(6).tolist() for step in tagger.crf.steps())
    facts = {
        "labels": LABELS,
        "kinds": KIND_LABELS,
        "transitions": transitions,
        "begin": begin,
        "end": end,
        "none": tagger.none.detach().numpy().round(6).tolist(),
    }
    helper.set_model_props(model, {"hearsay": json.dumps(facts, sort_keys=True)})
    onnx.checker.check_model(model)
    options.out.write_bytes(model.SerializeToString(deterministic=True))


def graph(tagger: Tagger) -> onnx.ModelProto:
    """Return the network as a float32 ONNX model that reads one window, unpadded."""
    pieces = torch.randint(1000, 2000, (1, 9))
    features = torch.ones(1, 9, 4, dtype=torch.long)
    first = torch.tensor([[1, 2, 4, 5]])
    out = io.BytesIO()
    torch.onnx.export(
        tagger.network,
        (pieces, features, first),
        out,
        input_names=["pieces", "features", "first"],
        output_names=["labels", "kinds", "cues", "sources"],
        dynamic_axes={
            "pieces": {1: "pieces"},
            "features": {1: "pieces"},
            "first": {1: "words"},
            "labels": {1: "words"},
            "kinds": {1: "words"},
            "cues": {1: "words", 2: "words"},
            "sources": {1: "words", 2: "words"},
        },
        opset_version=17,
        dynamo=False,
    )
    return onnx.load_from_string(out.getvalue())


def quantise(model: onnx.ModelProto) -> None:
    """Replace each large tensor by 8-bit numbers, and what restores it."""
    made: list[onnx.NodeProto] = []
    instead: dict[str, list[onnx.NodeProto]] = {}
    gathers = {node.input[0]: node for node in model.graph.node if node.op_type == "Gather"}
    for tensor in list(model.graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < SMALLEST or values.ndim != 2:
            continue
        name, rows = tensor.name, tensor.name in gathers
        scale = np.abs(values).max(axis=1 if rows else 0, keepdims=True) / 127
        scale[scale == 0] = 1
        small = np.clip(np.rint(values / scale), -127, 127).astype(np.int8)
        model.graph.initializer.remove(tensor)
        model.graph.initializer.append(numpy_helper.from_array(small, f"{name}.small"))
        model.graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), f"{name}.scale"))
        if rows:
            instead[gathers[name].output[0]] = _restored_rows(gathers[name], name)
        else:
            made.append(helper.make_node("Cast", [f"{name}.small"], [f"{name}.cast"], to=TensorProto.FLOAT))
            made.append(helper.make_node("Mul", [f"{name}.cast", f"{name}.scale"], [name]))
    nodes = [*made, *(new for node in model.graph.node for new in instead.get(node.output[0], [node]))]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _restored_rows(gather: onnx.NodeProto, name: str) -> list[onnx.NodeProto]:
    """Return what takes a look-up's place: look up in the 8-bit table, and restore only those rows."""
    ids, out = gather.input[1], gather.output[0]
    return [
        helper.make_node("Gather", [f"{name}.small", ids], [f"{name}.rows"]),
        helper.make_node("Gather", [f"{name}.scale", ids], [f"{name}.row_scales"]),
        helper.make_node("Cast", [f"{name}.rows"], [f"{name}.row_values"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}.row_values", f"{name}.row_scales"], [out]),
    ]


if __name__ == "__main__":
    main()
