"""Which files paths stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ryabkov_diff.errors import InputError
from ryabkov_diff.read.paths import expand_paths

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two articles, one more below, and what is no article; it is the working folder."""
    (tmp_path / "news" / "old").mkdir(parents=True)
    for name in (
        "news/b.txt",
        "news/a.txt",
        "news/SOURCES.toml",
        "news/README.md",
        "news/.hidden.txt",
        "news/old/c.txt",
        "d[1].txt",
    ):
        (tmp_path / name).write_text("The mill burnt down.")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_stands_for_the_articles_in_it_sorted(articles: Path) -> None:
    assert articles.is_dir()
    assert expand_paths(["news"]) == ("news/a.txt", "news/b.txt")


def test_a_pattern_stands_for_what_fits(articles: Path) -> None:
    assert articles.is_dir()
    assert expand_paths(["news/**/*.txt"]) == ("news/a.txt", "news/b.txt", "news/old/c.txt")
    assert expand_paths(["news/?.txt", "news"]) == ("news/a.txt", "news/b.txt")


def test_files_labels_and_standard_input_stay_as_they_are(articles: Path) -> None:
    assert articles.is_dir()
    named = ("Echo=news/b.txt", "-", "news/a.txt", "d[1].txt", "SOURCES=news/SOURCES.toml", "missing.txt")
    assert expand_paths(named) == named


def test_an_empty_name_does_not_stand_for_the_working_folder(articles: Path) -> None:
    (articles / "loose.txt").write_text("The mill burnt down.")
    assert expand_paths(["", "news"]) == ("", "news/a.txt", "news/b.txt")


def test_a_label_is_not_lost_on_a_folder(articles: Path) -> None:
    assert articles.is_dir()
    with pytest.raises(InputError, match="'Echo=news' gives one label to a folder"):
        expand_paths(["Echo=news"])


def test_all_that_stands_for_nothing_is_named_at_once(articles: Path) -> None:
    (articles / "empty").mkdir()

    with pytest.raises(InputError, match=r"'empty' has no articles; no file fits 'x\*\.txt'") as caught:
        expand_paths(["empty", "news", "x*.txt"])

    assert ".txt" in caught.value.hint
