"""A cross-encoder of natural language inference: what is loaded, what it says, and what is refused.

The models are tiny and have random weights: it is their labels, their files and the order of the texts that count.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ryabkov_diff import Settings, compare, read_text
from ryabkov_diff.cli import main
from ryabkov_diff.embed import load_entailment_model
from ryabkov_diff.embed.cross_encoder import _columns
from ryabkov_diff.embed.weights import default_model_folder
from ryabkov_diff.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

torch_warns = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

WORDS = "the river rose fell by two metres overnight mayor said bridge is open closed to traffic . ,".split()
PAIRS = [
    ("The bridge is open to traffic.", "The bridge is closed to traffic."),
    ("The bridge is closed to traffic.", "The bridge is open to traffic."),
    ("The river rose.", "The river fell by two metres overnight, the mayor said."),
]


def save_model(folder: Path, labels: Sequence[str], *, always: str | None = None, window: int = 64) -> Path:
    """Save a classifier of pairs with these labels, as the hub has them; it may give one of them whatever it reads."""
    import torch
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    vocabulary = {word: number for number, word in enumerate([*special.values(), *WORDS])}
    pieces = BertWordPieceTokenizer(vocabulary, lowercase=True)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=pieces, model_max_length=window, **special)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=window,
        # Weights as large as this, and the classes are far from equally probable.
        initializer_range=1.0,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    classifier = BertForSequenceClassification(config)
    if always is not None:
        torch.nn.init.zeros_(classifier.classifier.weight)
        with torch.no_grad():
            classifier.classifier.bias[labels.index(always)] = 5.0
    classifier.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("models") / "tiny-nli", ("contradiction", "entailment", "neutral"))


def relabelled(source: Path, folder: Path, labels: Sequence[str]) -> Path:
    """Copy a model, and call its outputs otherwise."""
    folder.mkdir()
    for file in source.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    config = json.loads((source / "config.json").read_text())
    config["id2label"] = {str(number): label for number, label in enumerate(labels)}
    config["label2id"] = {label: number for number, label in enumerate(labels)}
    (folder / "config.json").write_text(json.dumps(config))
    return folder


@pytest.mark.slow
@torch_warns
class TestJudging:
    """A model that is loaded from its folder."""

    def test_each_pair_gets_three_probabilities(self, tiny: Path) -> None:
        judged = load_entailment_model(str(tiny)).judge(PAIRS)

        assert judged.shape == (3, 3)
        assert judged.dtype == np.float32
        np.testing.assert_allclose(judged.sum(axis=1), 1, atol=1e-5)
        assert judged.std(axis=1).min() > 0.01

    def test_the_direction_counts(self, tiny: Path) -> None:
        there, back, _ = load_entailment_model(str(tiny)).judge(PAIRS)

        assert np.abs(there - back).max() > 0.01

    def test_a_pair_is_judged_by_itself(self, tiny: Path) -> None:
        model = load_entailment_model(str(tiny))

        alone = np.concatenate([model.judge([pair]) for pair in PAIRS])
        np.testing.assert_allclose(alone, model.judge(PAIRS), atol=1e-5)

    def test_it_is_what_transformers_computes(self, tiny: Path) -> None:
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        tokens = AutoTokenizer.from_pretrained(tiny)(*PAIRS[0], return_tensors="pt")
        with torch.inference_mode():
            logits = AutoModelForSequenceClassification.from_pretrained(tiny)(**tokens).logits[0]

        judged = load_entailment_model(str(tiny)).judge(PAIRS[:1])[0]
        np.testing.assert_allclose(judged, torch.softmax(logits, 0).numpy(), atol=1e-5)

    def test_the_labels_say_which_probability_is_which(self, tiny: Path, tmp_path: Path) -> None:
        contradiction, entailment, neutral = load_entailment_model(str(tiny)).judge(PAIRS).T
        other = relabelled(tiny, tmp_path / "other", ("NEUTRAL", "CONTRADICTION", "ENTAILMENT"))

        # The model's first output, which was the contradiction, is called neutral now.
        judged = load_entailment_model(str(other)).judge(PAIRS).T
        np.testing.assert_allclose(judged, [entailment, neutral, contradiction], atol=1e-6)

    def test_a_pair_longer_than_it_reads_is_not_judged_by_its_beginning(self, tiny: Path) -> None:
        long = "the river rose by two metres overnight . " * 10
        judged = load_entailment_model(str(tiny)).judge([PAIRS[0], (long, PAIRS[0][1]), (PAIRS[0][0], long)])

        assert np.isnan(judged).all(axis=1).tolist() == [False, True, True]

    def test_no_pairs_give_no_rows(self, tiny: Path) -> None:
        assert load_entailment_model(str(tiny)).judge([]).shape == (0, 3)

    def test_its_name_has_no_folders(self, tiny: Path) -> None:
        assert load_entailment_model(str(tiny)).name == "tiny-nli"

    def test_it_is_loaded_once(self, tiny: Path) -> None:
        assert load_entailment_model(str(tiny)) is load_entailment_model(str(tiny))


@pytest.mark.slow
@torch_warns
class TestRefused:
    """What is no model of natural language inference."""

    def test_a_model_that_does_not_judge_contradiction(self, tiny: Path, tmp_path: Path) -> None:
        other = relabelled(tiny, tmp_path / "moods", ("cheerful", "gloomy", "neutral"))

        with pytest.raises(ModelError, match=r"is no NLI model: .* found cheerful, gloomy, neutral") as caught:
            load_entailment_model(str(other))
        assert "cross-encoder/nli-" in caught.value.hint

    def test_an_embedding_model(self) -> None:
        with pytest.raises(ModelError, match=r"is no NLI model: .* found LABEL_0"):
            load_entailment_model(str(default_model_folder()))

    @pytest.mark.parametrize("name", ["nowhere/nothing-of-this-name", "./no/such/folder"])
    def test_an_unknown_name(self, name: str) -> None:
        assert os.environ.get("HF_HUB_OFFLINE", "1") == "1"
        with pytest.raises(ModelError, match=f"the NLI model '{name}' cannot be loaded: ") as caught:
            load_entailment_model(name)
        assert "\n" not in caught.value.message
        assert "HF_HUB_OFFLINE=0" in caught.value.hint

    def test_a_folder_without_weights(self, tiny: Path, tmp_path: Path) -> None:
        (tmp_path / "config.json").write_bytes((tiny / "config.json").read_bytes())

        with pytest.raises(ModelError, match="cannot be loaded"):
            load_entailment_model(str(tmp_path))


@pytest.mark.slow
@torch_warns
class TestCommand:
    """The model in a comparison."""

    @pytest.fixture
    def articles(self, tmp_path: Path) -> list[str]:
        for name, text in zip(("a.txt", "b.txt"), PAIRS[0], strict=True):
            (tmp_path / name).write_text(text)
        return [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]

    def test_the_statements_are_judged_in_both_directions(self, tiny: Path, articles: list[str]) -> None:
        asked: list[tuple[str, str]] = []

        class Watched:
            name = "watched"

            def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
                asked.extend(pairs)
                return load_entailment_model(str(tiny)).judge(pairs)

        by_object = compare(articles, same_event=True, entailment=Watched())
        by_name = compare(articles, same_event=True, nli=str(tiny))

        assert sorted(asked) == sorted(PAIRS[:2])
        assert by_name.signature.endswith("|nli:tiny-nli")
        assert by_name.findings == by_object.findings

    def test_what_the_model_calls_a_contradiction_is_found(self, tmp_path: Path) -> None:
        articles = [
            read_text("The old theatre was given away to the city by its owner.", label="Echo"),
            read_text("The old theatre was sold to the city by its owner.", label="Post"),
        ]
        labels = ("entailment", "neutral", "contradiction")
        rules = {}
        for always in labels:
            model = save_model(tmp_path / always, labels, always=always)
            result = compare(articles, settings=Settings(nli=str(model), same_event=True))
            rules[always] = [finding.rule for finding in result.findings if finding.rule == "nli-contradiction"]

        assert rules == {"entailment": [], "neutral": [], "contradiction": ["nli-contradiction"]}

    def test_on_the_command_line(self, tiny: Path, articles: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["compare", *articles, "--same-event", "--nli", str(tiny), "--format", "json"]) == 0
        signature = json.loads(capsys.readouterr().out)["signature"]
        assert "|event:asserted|nli:tiny-nli" in signature
        assert str(tiny.parent) not in signature

    def test_a_model_that_is_not_there_ends_with_status_2(
        self, articles: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["compare", *articles, "--nli", "nowhere/nothing"]) == 2
        said = capsys.readouterr().err.splitlines()
        assert said[0].startswith("ryabkov-diff: the NLI model 'nowhere/nothing' cannot be loaded: ")
        assert said[1].startswith("hint: give the path of a cross-encoder")


@pytest.mark.parametrize(
    ("labels", "columns"),
    [
        (("contradiction", "entailment", "neutral"), [0, 1, 2]),
        (("ENTAILMENT", "NEUTRAL", "CONTRADICTION"), [2, 0, 1]),
        (("entails", "neutral", "contradicts"), [2, 0, 1]),
    ],
)
def test_labels_are_read_as_models_write_them(labels: Sequence[str], columns: list[int]) -> None:
    assert _columns("m", dict(enumerate(labels))) == columns


@pytest.mark.parametrize(
    "labels",
    [
        ("entailment", "not_entailment"),
        ("LABEL_0", "LABEL_1", "LABEL_2"),
        ("contradiction", "entailment"),
        ("contradiction", "contradiction of another", "entailment", "neutral"),
        ("contradiction", "entailment", "neutral", "anything else"),
    ],
)
def test_other_labels_are_refused(labels: Sequence[str]) -> None:
    with pytest.raises(ModelError, match=f"found {labels[0]}, {labels[1]}"):
        _columns("m", dict(enumerate(labels)))
