"""The command that fits, and each model's fit from end to end, on data in miniature of our own wording."""

from __future__ import annotations

import hashlib
import io
import json
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from benchmarks import fit, quality
from benchmarks.data import load_remembering_embedder, read_rows
from benchmarks.fit import MODELS, Model, main
from benchmarks.models import events, phrases, rewordings, statements, words
from benchmarks.models.files import FOLDS, assign_folds, write_model
from benchmarks.sets import news
from ryabkov_diff.align.links import AlignmentModel
from ryabkov_diff.linking import LinkModel, load_link_model
from ryabkov_diff.variants.words import MODEL
from tests.benchmarks.conftest import write_small_news

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

NAMES = ["words", "statements", "events", "phrases", "rewordings"]
MODULES: dict[str, ModuleType] = dict(zip(NAMES, (words, statements, events, phrases, rewordings), strict=True))
SHIPPED = {name: module.TARGET for name, module in MODULES.items()}

# Phrases, each in two wordings. Their numbers have no common divisor, so that no two sentences are equal.
WHO = (
    ("The mayor", "The head of the town"),
    ("A fisherman", "One of the fishermen"),
    ("The teacher", "The school's teacher"),
    ("Our baker", "The local baker"),
    ("The captain", "The captain of the ship"),
    ("A student", "One of the students"),
    ("The doctor", "The physician"),
    ("An engineer", "One engineer"),
)
DID = (
    ("opened", "inaugurated"),
    ("repaired", "mended"),
    ("painted", "gave paint to"),
    ("sold", "found a buyer for"),
    ("visited", "came to see"),
    ("praised", "spoke well of"),
    ("measured", "took the measure of"),
)
WHAT = (
    ("the bridge", "the crossing"),
    ("the harbour", "the port"),
    ("the school", "the school house"),
    ("the mill", "the old mill"),
    ("the library", "the reading room"),
    ("the lighthouse", "the beacon"),
    ("the garden", "the park"),
    ("the railway station", "the train station"),
    ("the museum", "the gallery"),
)
WHEN = (("on Monday", "Monday"), ("in spring", "in the spring"), ("last year", "a year ago"), ("at night", "by night"))
DOCUMENTS, PARAGRAPHS, ITEMS = 10, 7, 30


def parts(number: int) -> list[tuple[str, str]]:
    return [one[number % len(one)] for one in (WHO, DID, WHAT, WHEN)]


def article_pair(number: int) -> dict[str, Any]:
    """Two translations; every third paragraph is two sentences on the one side, one on the other."""
    a, b = [], []
    for place in range(PARAGRAPHS):
        who, did, what, when = parts(number * PARAGRAPHS + place)
        told = f"{who[0]} {did[0]} {what[0]} {when[0]}"
        retold = f"{who[1]} {did[1]} {what[1]} {when[1]}"
        if place % 3:
            a.append([f"{told}."])
            b.append([f"{retold}."])
        else:
            a.append([f"{told}.", f"Nobody had expected that of {what[0]}."])
            b.append([f"{retold}, which of {what[1]} nobody had expected."])
    return {
        "id": f"{number}#full",
        "doc": f"document {number}",
        "lang_pair": "ru-en",
        "condition": "full",
        "paragraphs_a": [" ".join(texts) for texts in a],
        "paragraphs_b": [" ".join(texts) for texts in b],
        "sents_a": a,
        "sents_b": b,
        "segs_a": [[place] for place in range(PARAGRAPHS)],
        "segs_b": [[place] for place in range(PARAGRAPHS)],
        "links": [[place, place] for place in range(PARAGRAPHS)],
    }


@dataclass
class Tokens:
    """Both sides of a pair of sentences, and where each of their phrases stands in either."""

    a: list[str]
    b: list[str]
    places: list[tuple[list[int], list[int]]]


def token_pair(number: int) -> Tokens:
    """Tokens of two sentences; the second begins with what the first ends with."""
    pair = Tokens([], [], [])
    chunks = parts(number)
    b_places = {}
    for place in (3, 0, 1, 2):
        told = chunks[place][1].split()
        b_places[place] = list(range(len(pair.b), len(pair.b) + len(told)))
        pair.b += told
    for place, (text, _) in enumerate(chunks):
        told = text.split()
        pair.places.append((list(range(len(pair.a), len(pair.a) + len(told))), b_places[place]))
        pair.a += told
    return pair


def word_row(number: int) -> dict[str, Any]:
    """The last words of phrases are surely linked, those in front of them possibly."""
    pair = token_pair(number)
    return {
        "id": f"words {number}",
        "a_tokens": pair.a,
        "b_tokens": pair.b,
        "sure": [[a[-1], b[-1]] for a, b in pair.places],
        "possible": [[i, j] for a, b in pair.places for i, j in zip(a[-2::-1], b[-2::-1], strict=False)],
    }


def phrase_row(number: int) -> dict[str, Any]:
    """What happened is only alike, the rest means the same; the last word of the second has no counterpart."""
    pair = token_pair(number)
    kinds = ("EQUI", "SIMI", "EQUI_FACT", "EQUI")
    chunks = [
        {"a": a, "b": b, "type": kind, "score": 5 if kind == "EQUI" else 3}
        for kind, (a, b) in zip(kinds, pair.places, strict=True)
    ]
    chunks.append({"a": [], "b": [len(pair.b)], "type": "NOALI", "score": 0})
    return {"id": f"phrases {number}", "a_tokens": pair.a, "b_tokens": [*pair.b, "quietly"], "chunks": chunks}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what is fitted on."""
    folder = tmp_path_factory.mktemp("bench")
    singles = []
    for number in range(8):
        told, retold = zip(*parts(200 + number), strict=True)
        sides = {"a": f"{' '.join(told)}.", "b": f"{' '.join(retold)}."}
        singles.append({"id": f"single {number}", "lang_pair": "ru-en", **sides})
    files = {
        "alignment/pairs.jsonl": [article_pair(number) for number in range(DOCUMENTS)],
        "parallel/sentences.jsonl": singles,
        "words/mtref.dev.jsonl": [word_row(number) for number in range(ITEMS)],
        "phrases/headlines.train.jsonl": [phrase_row(number) for number in range(ITEMS)],
    }
    for name, rows in files.items():
        path = folder / name
        path.parent.mkdir()
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return folder


@dataclass
class Run:
    """What a run of the command printed, and the files it wrote."""

    figures: dict[str, Any]
    written: dict[str, Any]


@pytest.fixture(scope="module")
def fitted(bench: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All models, fitted once for all tests, with their files in another place."""
    folder = tmp_path_factory.mktemp("fitted")
    news_folder = write_small_news(tmp_path_factory.mktemp("invented"))
    before = {name: path.read_bytes() for name, path in SHIPPED.items()}
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(news, "FOLDER", news_folder)
        for name, module in MODULES.items():
            patch.setattr(module, "TARGET", folder / f"{name}.json")
        with redirect_stdout(out):
            assert main(["--bench", str(bench)]) == 0
    assert {name: path.read_bytes() for name, path in SHIPPED.items()} == before
    return Run(
        dict(read_objects(out.getvalue())),
        {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in MODULES},
    )


def read_objects(text: str) -> Iterator[tuple[str, Any]]:
    """Yield the fields of the JSON objects that stand one after the other."""
    decoder = json.JSONDecoder()
    while text := text.lstrip():
        found, end = decoder.raw_decode(text)
        yield from found.items()
        text = text[end:]


def outline(value: Any) -> Any:
    """What a data file has, without its values, its coefficients and how many stages there are."""
    if isinstance(value, dict):
        return sorted(value) if "intercept" in value else {name: outline(one) for name, one in value.items()}
    return [outline(value[0])] if isinstance(value, list) else type(value).__name__


@pytest.mark.parametrize("name", NAMES)
def test_a_model_is_written_in_the_form_that_the_package_has(fitted: Run, name: str) -> None:
    shipped = json.loads(SHIPPED[name].read_text(encoding="utf-8"))

    assert outline(fitted.written[name]) == outline(shipped)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_says_where_its_numbers_come_from(fitted: Run, bench: Path, root: Path, name: str) -> None:
    provenance = fitted.written[name]["provenance"]
    files = next(one.files for one in MODELS if one.name == name)

    assert (root / provenance["script"]).samefile(str(MODULES[name].__file__))
    assert provenance["sha256"] == hashlib.sha256(b"".join((bench / one).read_bytes() for one in files)).hexdigest()
    assert provenance["embedder"] == load_remembering_embedder().name
    assert provenance["cross_validation"].items() <= fitted.figures[name].items()
    assert provenance["cross_validation"]["folds"] == FOLDS


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_file_names_the_script_that_fits_it(root: Path, name: str) -> None:
    provenance = json.loads(SHIPPED[name].read_text(encoding="utf-8"))["provenance"]

    assert (root / provenance["script"]).samefile(str(MODULES[name].__file__))


def test_the_counts_are_those_of_the_data(fitted: Run) -> None:
    counted = {name: written["provenance"] for name, written in fitted.written.items()}

    assert counted["words"]["items"] == ITEMS
    assert counted["phrases"]["items"] == ITEMS
    # Each document and each single sentence twice, and each time with a stranger beside it; and the invented news.
    assert counted["statements"]["pairs"] == 4 * (DOCUMENTS + 8) + 2
    # Translations, strangers, one event, two events, one statement and briefs; and the invented news.
    assert counted["events"]["pairs"] == 6 * DOCUMENTS + 3


def test_what_is_easy_is_learnt(fitted: Run) -> None:
    """Held-out figures: the same phrases come again in other documents, so most is found."""
    figures = fitted.figures

    assert figures["words"]["f1"] > 0.8
    assert figures["statements"]["paragraphs"]["all"] > 0.9
    assert figures["events"]["translations"]["accuracy"] > 0.8
    assert figures["events"]["strangers"]["accuracy"] > 0.8
    assert figures["phrases"]["f1"] > 0.8
    assert figures["phrases"]["equi"]["f1"] > 0.9
    assert figures["rewordings"]["f1"] > 0.8


def test_signals_keep_their_signs(fitted: Run) -> None:
    for name, part, signs in (
        ("statements", "links", statements.SIGNS),
        ("statements", "joins", statements.JOIN_SIGNS),
        ("phrases", "equivalence", phrases.EQUIVALENCE_SIGNS),
    ):
        for stage in fitted.written[name][part]["stages"]:
            assert stage["weights"]
            assert all(weight * signs.get(signal, 0) >= 0 for signal, weight in stage["weights"].items())


@pytest.mark.usefixtures("small_news")
def test_a_dry_run_writes_nothing(
    bench: Path, fitted: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, module in MODULES.items():
        monkeypatch.setattr(module, "TARGET", tmp_path / f"{name}.json")

    assert main(["--bench", str(bench), "--dry-run"]) == 0

    assert list(tmp_path.iterdir()) == []
    assert dict(read_objects(capsys.readouterr().out)) == fitted.figures


def test_words_are_ablated(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "GROUPS", {"two": ("equal", "place")})
    left_out = []

    def record(_: Any, *, without: frozenset[str] = frozenset(), corrected: bool = True) -> LinkModel:
        left_out.append((without, corrected))
        return load_link_model(*MODEL)

    monkeypatch.setattr(words, "fit_model", record)
    found = dict(words.ablate(bench))

    names = [name for name in found if name not in {"nothing", "two", "correction"}]
    assert set(names) == set(words.make_samples(bench, load_remembering_embedder())[0][0])
    assert list(found) == ["nothing", *names, "two", "correction"]
    assert left_out[::FOLDS] == [
        (frozenset(), True),
        *((frozenset({name}), True) for name in names),
        (frozenset({"equal", "place"}), True),
        (frozenset(), False),
    ]
    assert found["nothing"].keys() == {"precision", "recall", "f1"}


@pytest.mark.usefixtures("small_news")
def test_groups_that_are_left_out_name_signals(bench: Path) -> None:
    for module, signals in (
        (words, words.make_samples(bench, load_remembering_embedder())[0][0]),
        (statements, statements.load(bench)[0].signals),
    ):
        for names in module.GROUPS.values():
            assert set(names) < set(signals)


@pytest.mark.usefixtures("small_news")
def test_statements_are_ablated(bench: Path, fitted: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "GROUPS", {"two": ("cosine", "words")})
    samples = statements.load(bench)
    monkeypatch.setattr(statements, "load", lambda _: samples)
    left_out = []

    def record(_: Any, *, without: frozenset[str] = frozenset(), stages: int = statements.STAGES) -> Any:
        left_out.append((without, stages))
        return AlignmentModel.load()

    monkeypatch.setattr(statements, "fit_models", record)
    found = dict(statements.ablate(bench))

    names = list(samples[0].signals)
    assert list(found) == ["nothing", *names, "two", "corrections"]
    assert left_out[::FOLDS] == [
        (frozenset(), statements.STAGES),
        *((frozenset({name}), statements.STAGES) for name in names),
        (frozenset({"cosine", "words"}), statements.STAGES),
        (frozenset(), 1),
    ]
    assert found["nothing"].keys() == {
        *fitted.figures["statements"]["paragraphs"],
        "changed",
        "news",
        "links_between_strangers",
    }


@pytest.mark.usefixtures("small_news")
def test_what_is_left_out_has_no_weight(bench: Path) -> None:
    links, _ = statements.fit_links(statements.load(bench), without=frozenset({"cosine"}), stages=2)
    samples = words.make_samples(bench, load_remembering_embedder())
    corrected = words.fit_model(samples, without=frozenset({"equal"}))
    guessed = words.fit_model(samples, corrected=False)

    assert [len(model.stages) for model in (links, corrected, guessed)] == [2, 2, 1]
    assert all("cosine" not in stage.weights for stage in links.stages)
    assert all("equal" not in stage.weights and "similarity" in stage.weights for stage in corrected.stages)
    assert "equal" in guessed.stages[0].weights


def test_folds_take_groups_in_turn_and_split_none() -> None:
    assert assign_folds(["b", "a", "b", "f", "e", "d", "c", "a"]) == [1, 0, 1, 0, 4, 3, 2, 0]
    assert assign_folds(range(7)) == [0, 1, 2, 3, 4, 0, 1]


@pytest.mark.usefixtures("small_news")
def test_no_document_of_statements_is_in_both_halves(bench: Path) -> None:
    samples = statements.load(bench)
    trained: list[set[int]] = []

    def record(train: Sequence[statements.Sample]) -> AlignmentModel:
        trained.append({id(sample) for sample in train})
        return AlignmentModel.load()

    outcomes = statements.cross_validate(samples, record)

    assert sorted(id(one.sample) for one in outcomes) == sorted(map(id, samples))
    for fold in trained:
        inside = {sample.document for sample in samples if id(sample) in fold}
        outside = {sample.document for sample in samples if id(sample) not in fold}
        assert inside
        assert outside
        assert not inside & outside


@pytest.mark.usefixtures("small_news")
def test_no_document_of_events_is_in_both_halves(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    groups: list[str] = []

    def record(found: Sequence[str]) -> list[int]:
        groups.extend(found)
        return assign_folds(found)

    monkeypatch.setattr(events, "assign_folds", record)
    events.fit(bench, write=False)

    # Once for each of the two models; the invented news have their groups.
    once = [f"document {number}" for number in range(DOCUMENTS) for _ in range(6)]
    assert groups == [*once, "storm", "cross", "cross"] * 2


@pytest.mark.usefixtures("small_news")
def test_news_that_share_a_text_are_not_in_both_halves(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained: list[Sequence[events.Sample]] = []
    fit_model = events.fit_model

    def record(samples: Sequence[events.Sample], name: str) -> LinkModel:
        trained.append(samples)
        return fit_model(samples, name)

    samples = [*events.make_samples(read_rows(bench, events.FILE)), *events.news_samples()]
    monkeypatch.setattr(events, "fit_model", record)
    events.cross_validate(samples, "same")

    # Of the three pairs of news each shares a text with the others: with one held out, none is left.
    assert [sum(one.sort == events.NEWS for one in train) for train in trained] == [*[3] * FOLDS, 0, 0]


@pytest.mark.usefixtures("small_news")
def test_news_is_fitted_on_where_one_event_is_reported() -> None:
    sample, cross = statements.news_samples()

    assert (sample.document, sample.condition) == ("storm", "news")
    assert (cross.document, cross.links) == ("cross", frozenset())
    assert np.nansum(sample.labels) == len(sample.links) > 0
    for row, column in sample.links:
        assert (sample.sides[0].places[row][1] or set()) & (sample.sides[1].places[column][1] or set())


def test_of_linked_pieces_with_several_statements_no_pair_is_sure() -> None:
    texts = ("A storm broke 12 masts. Nets were lost.", "Twelve masts were broken, and nets lost, in the storm.")
    sample = statements._news_sample("storm", texts, [texts])

    assert sample.links == {(0, 0), (1, 0)}
    assert np.isnan(sample.labels).all()


def test_headlines_that_items_share_are_in_one_group() -> None:
    """The first shares one with the third, which shares one, but for capitals, with the fourth."""

    def item(name: str, a: str, b: str) -> phrases.GoldPhrases:
        return phrases.GoldPhrases(name, ((a,), (b,)), ((), ()), {})

    gold = [item("1", "x", "y"), item("2", "v", "w"), item("3", "z", "x"), item("4", "u", "Z"), item("5", "s", "t")]

    assert phrases._groups(gold) == [0, 1, 0, 0, 2]


def test_a_model_that_was_written_is_read_anew(bench: Path, tmp_path: Path) -> None:
    load_link_model(*MODEL)
    assert load_link_model.cache_info().currsize
    write_model(
        tmp_path / "model.json",
        {"threshold": 0.5},
        script="benchmarks.models.words",
        bench=bench,
        files=(words.FILE,),
        data="ours",
        counts={"items": 1},
        embedder="none",
        cross_validation={},
    )

    assert load_link_model.cache_info().currsize == 0


@dataclass
class Fakes:
    """Models that note how they are called."""

    calls: list[tuple[str, bool]]

    def make(self, name: str, *, ablatable: bool = False) -> Model:
        def note(bench: Path, *, write: bool) -> Mapping[str, Any]:
            assert bench.is_dir()
            self.calls.append((name, write))
            return {"f1": 0.5}

        def ablate(_: Path) -> Iterator[tuple[str, Mapping[str, float]]]:
            yield "nothing", {"f1": 0.5, "a long column": 0.25}

        return Model(name, note, (words.FILE,), ablate if ablatable else None)


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> Fakes:
    fakes = Fakes([])
    monkeypatch.setattr(fit, "MODELS", (fakes.make("one", ablatable=True), fakes.make("two"), fakes.make("three")))
    return fakes


def test_the_models_are_in_an_order_in_which_each_finds_what_it_rests_on() -> None:
    assert [one.name for one in MODELS] == NAMES


def test_models_are_fitted_in_their_order_whatever_that_of_the_options(fakes: Fakes, bench: Path) -> None:
    assert main(["--bench", str(bench), "--model", "three", "--model", "one"]) == 0
    assert fakes.calls == [("one", True), ("three", True)]


def test_all_models_are_fitted_where_none_is_named(
    fakes: Fakes, bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(quality.BENCH_VARIABLE, str(bench))

    assert main(["--dry-run"]) == 0
    assert fakes.calls == [("one", False), ("two", False), ("three", False)]
    out, err = capsys.readouterr()
    assert dict(read_objects(out)) == {name: {"f1": 0.5} for name in ("one", "two", "three")}
    assert err.splitlines() == ["fitting one …", "fitting two …", "fitting three …"]


def test_an_ablation_is_a_table_and_fits_nothing(fakes: Fakes, bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--bench", str(bench), "--ablate"]) == 0
    assert fakes.calls == []
    head, row = capsys.readouterr().out.splitlines()
    assert len(head) == len(row)
    assert head.index("f1") + len("f1") == row.index("0.5") + len("0.5")
    assert (head.split(), row.split()) == (["one", "without", "f1", "a", "long", "column"], ["nothing", "0.5", "0.25"])


def refused(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a call that is refused says."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    return capsys.readouterr().err


def test_an_unknown_model_is_refused_with_the_names_of_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(["--model", "sentences"], capsys)

    assert "'sentences'" in said
    assert all(name in said.splitlines()[-1] for name in NAMES)


def test_a_model_without_an_ablation_is_refused(fakes: Fakes, bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "two has no ablation; those that have one: one" in refused(
        ["--bench", str(bench), "--ablate", "--model", "two"], capsys
    )
    assert fakes.calls == []


def test_nothing_is_fitted_where_a_file_is_missing(
    fakes: Fakes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"one cannot be fitted: {words.FILE} is missing" in refused(["--bench", str(tmp_path)], capsys)
    assert fakes.calls == []


def test_no_folder_of_development_sets_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(quality.BENCH_VARIABLE, raising=False)
    monkeypatch.setattr(quality, "DEFAULT_BENCH", tmp_path / "nowhere")

    assert "name one with --bench" in refused([], capsys)
    assert "there is no folder" in refused(["--bench", str(tmp_path / "nowhere")], capsys)
