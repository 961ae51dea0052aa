"""Development sets in miniature, of our own wording, in the form of the real ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.sets import news

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HARBOUR = (
    ["The harbour of Orlin was closed on Monday.", "A storm broke 12 masts.", "Fishermen lost their nets."],
    ["Orlin's harbour was shut on Monday.", "12 masts were broken by a storm.", "Fishermen have lost their nets."],
)
SCHOOL = (
    ["The school opened a library.", "Children read 300 books there.", "The mayor praised the teachers."],
    [
        "A library was opened by the school.",
        "Children have read 300 books in it.",
        "Teachers were praised by the mayor.",
    ],
)


def article_pair(doc: str, condition: str, a: Sequence[str], b: Sequence[str], **fields: Any) -> dict[str, Any]:
    """Make a pair of articles of one-sentence paragraphs; those with equal numbers are translations."""
    return {
        "id": f"{doc}#{condition}",
        "doc": doc,
        "lang_pair": "ru-en",
        "condition": condition,
        "paragraphs_a": list(a),
        "paragraphs_b": list(b),
        "sents_a": [[text] for text in a],
        "sents_b": [[text] for text in b],
        "links": [[k, k] for k in range(min(len(a), len(b)))],
        "only_a": list(range(len(b), len(a))),
        "only_b": list(range(len(a), len(b))),
    } | fields


def sentence_pair(name: str, a: str, b: str, label: str, kind: str) -> dict[str, Any]:
    return {"id": f"{name}|{kind}", "src": name, "a": a, "b": b, "label": label, "type": kind}


# In each set the gold is wrong somewhere, so that every system makes errors of a known number.
FILES: dict[str, list[dict[str, Any]]] = {
    "alignment/pairs.jsonl": [
        article_pair("harbour", "plain", *HARBOUR),
        article_pair("harbour", "omit", HARBOUR[0], HARBOUR[1][:2]),
        article_pair("school", "plain", *SCHOOL),
        article_pair("school", "full", SCHOOL[0][:2], SCHOOL[1], links=[[0, 0], [1, 2]], only_b=[1]),
    ],
    "words/mtref.dev.jsonl": [
        {
            "id": "all right",
            "a_tokens": "The harbour was closed .".split(),
            "b_tokens": "The harbour was shut .".split(),
            "sure": [[0, 0], [1, 1], [2, 2], [3, 3]],
            "possible": [[4, 4]],
        },
        {
            "id": "one missed, one wrong",
            "a_tokens": "Fishermen mended nets".split(),
            "b_tokens": "Fishermen mended nets".split(),
            "sure": [[0, 0], [2, 2]],
            "possible": [[0, 2]],
        },
    ],
    "quotes/polnear.dev.jsonl": [
        {
            "id": "found",
            "text": "“We have mended every net in the harbour,” Anna Orlova said.\n\nShe said that it took a week.\n",
            "quotes": [
                {"kind": "direct", "spans": [[0, 42]], "speaker": "Anna Orlova"},
                {"kind": "indirect", "spans": [[72, 90]], "speaker": "She"},
            ],
        },
        {
            "id": "missed",
            "text": "The nets of the harbour are all new this year.\n\nThe weather was fine on Monday.\n",
            "quotes": [{"kind": "direct", "spans": [[0, 46]], "speaker": "Boris Malin"}],
        },
    ],
    "planted/sentences.jsonl": [
        sentence_pair("masts", HARBOUR[0][1], "19 masts were broken by a storm.", "discrepancy", "number"),
        sentence_pair("masts", HARBOUR[0][1], HARBOUR[1][1], "control", "matched"),
        sentence_pair("nets", HARBOUR[0][2], HARBOUR[0][2], "discrepancy", "entity"),
        sentence_pair("nets", "Fishermen lost 7 nets.", "Fishermen lost 9 nets.", "control", "matched"),
    ],
    "planted/natural.jsonl": [
        sentence_pair("books", SCHOOL[0][1], "Children have read 30 books in it.", "discrepancy", "number"),
        sentence_pair("mayor", "Two teachers came.", "2 teachers came.", "control", "hard-number"),
    ],
    "planted/documents.jsonl": [
        article_pair(
            "harbour",
            "full",
            [*HARBOUR[0], "Repairs of the quay will take 7 weeks."],
            [
                HARBOUR[1][0],
                "19 masts were broken by a storm.",
                HARBOUR[1][2],
                "Repairs of the quay will take 9 weeks.",
            ],
            edits=[
                {"para_a": 1, "para_b": 1, "type": "number", "from": "12", "to": "19"},
                {"para_a": 2, "para_b": 2, "type": "entity", "from": "lost", "to": "lost"},
            ],
        )
    ],
    "parallel/sentences.jsonl": [
        {"id": "same", "a": SCHOOL[0][0], "b": SCHOOL[0][0]},
        {"id": "other", "a": "The mayor planted 15 trees.", "b": "The mayor planted 16 trees."},
    ],
}


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """A folder with all sets."""
    for name, rows in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    return tmp_path


@pytest.fixture
def small_news(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of invented news instead of the repository's, see `write_small_news`."""
    folder = write_small_news(tmp_path_factory.mktemp("invented"))
    monkeypatch.setattr(news, "FOLDER", folder)
    return folder


def write_small_news(parent: Path) -> Path:
    """Write a folder with two groups in each part: two reports of a storm, and a school."""
    texts = {"storm-one": HARBOUR[0], "storm-two": HARBOUR[1], "school": SCHOOL[0]}
    gold = {
        "storm": {
            "files": ["texts/storm-one.txt", "texts/storm-two.txt"],
            "links": [
                ["texts/storm-one.txt", HARBOUR[0][k], "texts/storm-two.txt", HARBOUR[1][other]]
                for k, other in ((0, 0), (1, 1), (2, 1))
            ],
            "relations": {"storm-one|storm-two": "same"},
        },
        "cross": {
            "files": ["texts/storm-one.txt", "texts/school.txt"],
            "links": [],
            "relations": {"school|storm-one": "related/different", "school|storm-two": "same"},
        },
    }
    for part in (news.DEVELOPMENT, news.HELD_OUT):
        folder = parent / "news" / part
        (folder / "texts").mkdir(parents=True)
        (folder / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
        for name, paragraphs in texts.items():
            (folder / "texts" / f"{name}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    return parent / "news"
