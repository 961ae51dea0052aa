"""Measure the default model in eight-bit integers against 32-bit floats: speed, and what quality is left.

    python -m benchmarks.precision                       # the sets alignment and words
    python -m benchmarks.precision --set seeds

The weights are quantised by channel, activations as they come (ONNX Runtime's dynamic quantisation, which needs the
package onnx of the extra `dev`). Fitted models are those fitted on floats.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from rich.console import Console
from rich.table import Table
from safetensors.numpy import load_file

from benchmarks.data import RememberingEmbedder
from benchmarks.measures import OWN
from benchmarks.quality import SETS, WIDTH, find_bench, lacks
from ryabkov_diff.embed.onnx_engine import Model, OnnxEmbedder
from ryabkov_diff.embed.weights import WEIGHTS, default_model_folder, read_graph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.quality import DataSet

# Statements whose embedding is timed, of some lengths in words.
TEXTS = tuple(
    f"The ministers said on day {number} that " + "talks would go on " * (number % 12) for number in range(400)
)


class IntegerEmbedder(OnnxEmbedder):
    """The default model with weights in eight-bit integers."""

    def __init__(self) -> None:
        super().__init__()
        self._small: Model | None = None

    @property
    def name(self) -> str:
        """The name of the model, with its precision."""
        return f"{super().name}|int8"

    def load(self) -> Model:
        """Quantise the model, and load it; see `OnnxEmbedder.load`."""
        if self._small is None:
            self._small = replace(super().load(), session=_quantised())
        return self._small


def _quantised() -> onnxruntime.InferenceSession:
    """Return the default model with weights in eight-bit integers, ready to run."""
    tensors = load_file(default_model_folder() / WEIGHTS)
    model = onnx.load_from_string(read_graph())
    for tensor in model.graph.initializer:
        if tensor.name in tensors:
            tensor.CopyFrom(numpy_helper.from_array(tensors[tensor.name], tensor.name))
    with tempfile.TemporaryDirectory() as folder:
        whole, small = (str(Path(folder) / name) for name in ("whole.onnx", "small.onnx"))
        onnx.save(_without_gemm(model, tensors), whole)
        quantize_dynamic(
            whole,
            small,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=["pooled"],
            per_channel=True,
            reduce_range=True,  # without VNNI, products of full eight bits would overflow
            weight_type=QuantType.QInt8,
        )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(small, options)


def _without_gemm(model: onnx.ModelProto, tensors: Mapping[str, np.ndarray]) -> onnx.ModelProto:
    """Write each Gemm as a product and a sum, which the quantiser knows."""
    nodes = []
    for node in model.graph.node:
        if node.op_type != "Gemm":
            nodes.append(node)
            continue
        value, weight, bias = node.input
        turned, product = f"{weight}.turned", f"{node.output[0]}.product"
        model.graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(tensors[weight].T), turned))
        nodes.append(onnx.helper.make_node("MatMul", [value, turned], [product], name=product))
        nodes.append(onnx.helper.make_node("Add", [product, bias], [node.output[0]], name=node.output[0]))
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return model


def _seconds(embedder: OnnxEmbedder) -> float:
    """Return the median time that some runs over the texts take."""
    times = []
    for _ in range(6):
        begin = time.perf_counter()
        embedder.embed(TEXTS)
        times.append(time.perf_counter() - begin)
    return statistics.median(times[1:])


def _quality(one: DataSet, bench: Path | None, embedder: OnnxEmbedder) -> dict[tuple[str, str], str]:
    """Return the figures of a set with an embedder, by measure and condition."""
    remembering = RememberingEmbedder(embedder)
    with patch(f"{one.measure.__module__}.load_remembering_embedder", lambda: remembering):
        return {
            (measure.name, measure.condition): f"{measure.value:.3f}"
            for measure in one.measure(bench, baselines=False)
            if measure.system == OWN
        }


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.precision", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bench", type=Path, help="the folder of the development sets")
    parser.add_argument("--set", action="append", help="a set of benchmarks.quality; by default alignment and words")
    options = parser.parse_args(argv)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    bench = find_bench(options.bench)
    floats, integers = OnnxEmbedder(), IntegerEmbedder()
    for embedder in (floats, integers):
        embedder.load()
    table = Table("", "", "float32", "int8")
    table.add_row("seconds", "", *(f"{_seconds(embedder):.3f}" for embedder in (floats, integers)))
    cosines = np.sum(floats.embed(TEXTS).vectors * integers.embed(TEXTS).vectors, axis=1)
    table.add_row("cosine to float32", "mean (least)", "1", f"{cosines.mean():.3f} ({cosines.min():.3f})")
    for one in SETS:
        if one.name in (options.set or ("alignment", "words")) and not lacks(one, bench):
            found = [_quality(one, bench, embedder) for embedder in (floats, integers)]
            for name, condition in found[0]:
                table.add_row(name, condition, *(figures[name, condition] for figures in found))
    (Console() if sys.stdout.isatty() else Console(width=WIDTH)).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
