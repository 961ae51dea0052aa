"""path · LABEL=path · - · text → `Article`: the first arrow of the data flow, and the only one that reads files.

The text stays as received: nothing is cut or mended, offsets count its code points, and what had to be guessed is a
note.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import count
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ryabkov_diff.domain import Article, Note
from ryabkov_diff.errors import InputError
from ryabkov_diff.invisible import plain
from ryabkov_diff.mojibake import count_places, repair
from ryabkov_diff.read.metadata import find_metadata
from ryabkov_diff.read.sources import STDIN, STDIN_LABEL, Fault, Source, load_text, parse_source, shown_path

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

__all__ = ["read_articles", "read_text"]

# What an article from nowhere is called.
_TEXT_LABEL = "text"


def read_articles(
    sources: Sequence[str | os.PathLike[str] | Article],
    *,
    stdin: BinaryIO | None = None,
    labels: Mapping[str, str] | None = None,
    fix_text: bool = False,
) -> tuple[tuple[Article, ...], tuple[Note, ...]]:
    """Read the articles of a comparison and give them the sigla A, B, C … in this order.

    Args:
        sources: Paths, `LABEL=path`, `-` for standard input (once), or articles, which keep all but their sigla.
        stdin: What `-` reads.
        labels: What readers call an article for which the source says nothing, by the name of its file, its publisher
            or its site, any case; `*` and `?` stand for any characters and one. The first that fits counts.
        fix_text: Whether to repair what was read in the wrong encoding before it came here.

    Returns:
        The articles, and the notes on what had to be guessed.

    Raises:
        InputError: One or more sources cannot be read or are no text; all of them are named at once.
    """
    articles: list[Article] = []
    notes: list[Note] = []
    faults: list[Fault] = []
    derived_labels: set[str] = set()
    first_sigil: dict[str, str] = {}
    for sigil, argument in zip(sigla(), sources, strict=False):
        if isinstance(argument, Article):
            articles.append(replace(argument, sigil=sigil))
            continue
        source = parse_source(argument)
        try:
            article, own_notes = _read_source(source, None if STDIN in first_sigil else stdin, sigil, fix_text=fix_text)
        except Fault as fault:
            faults.append(fault)
            first_sigil.setdefault(source.path, sigil)
            continue
        if source.path in first_sigil:
            message = f"{shown_path(source.path)} is named twice, as {first_sigil[source.path]} and {sigil}."
            notes.append(Note("same-file", message, sigil))
        first_sigil.setdefault(source.path, sigil)
        if source.label is None:
            article = replace(article, label=_label(article, labels or {}))
            derived_labels.add(sigil)
        articles.append(article)
        notes.extend(own_notes)
    if faults:
        raise InputError(
            "; ".join(str(fault) for fault in faults),
            "; ".join(dict.fromkeys(fault.hint for fault in faults if fault.hint)),
        )
    return tuple(_tell_apart(articles, derived_labels)), tuple(notes)


def read_text(
    text: str, *, label: str | None = None, path: str | None = None, data: bytes | None = None, sigil: str = "A"
) -> Article:
    """Make an article of a text, with all that the text says about itself.

    Args:
        text: The decoded text; it is kept as it is.
        label: What readers call the article; by default its publisher, else the file's name.
        path: As the user gave it; None when the text was not read from a file.
        data: The bytes as received, for the checksum; by default the text in UTF-8.
        sigil: The short id; `compare` gives new ones.

    Returns:
        The article.

    Raises:
        InputError: The text is empty, white space or invisible, or it has half of a character (a lone surrogate),
            which no text file can hold.
    """
    try:
        encoded = text.encode()
    except UnicodeEncodeError as error:
        msg = f"{path or label or 'the text'} has half of a character (a lone surrogate) at {error.start}"
        hint = 'repair it with: text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")'
        raise InputError(msg, hint) from error
    shown = plain(text)
    if not shown.strip():
        msg = f"{path or label or 'the text'} is empty"
        raise InputError(msg, "give an article with at least one sentence")
    found = find_metadata(shown)
    return Article(
        sigil=sigil,
        label=label or found.publisher or (Path(path).name if path else _TEXT_LABEL),
        text=text,
        characters=len(text),
        sha256=hashlib.sha256(encoded if data is None else data).hexdigest(),
        path=path,
        headline=found.headline,
        publisher=found.publisher,
        date_published=found.date_published,
        dateline=found.dateline,
        url=found.url,
        is_based_on=found.is_based_on,
    )


def sigla() -> Iterator[str]:
    """Yield A, B, C … Z, AA, AB …, without end."""
    for number in count():
        sigil, rest = "", number
        while rest >= 0:
            rest, letter = divmod(rest, len(ascii_uppercase))
            sigil = ascii_uppercase[letter] + sigil
            rest -= 1
        yield sigil


def _read_source(
    source: Source, stdin: BinaryIO | None, sigil: str, *, fix_text: bool
) -> tuple[Article, tuple[Note, ...]]:
    data, text, remark = load_text(source, stdin)
    notes = [Note("encoding", remark, sigil)] if remark else []
    text, note = _with_encoding_checked(text, sigil, fix_text=fix_text)
    notes += [note] if note else []
    path = None if source.path == STDIN else shown_path(source.path)
    article = read_text(text, label=source.label, path=path, data=data, sigil=sigil)
    if path is None and source.label is None and article.publisher is None:
        article = replace(article, label=STDIN_LABEL)
    return article, tuple(notes)


def _with_encoding_checked(text: str, sigil: str, *, fix_text: bool) -> tuple[str, Note | None]:
    """Return a text, repaired if wanted, and the note on what in it was read in the wrong encoding."""
    if fix_text:
        text, places = repair(text)
        if places:
            message = f"{_places(places)} read in the wrong encoding and repaired; offsets count in the repaired text."
            return text, Note("repaired", message, sigil)
    elif places := count_places(text):
        return text, Note("mojibake", f"{_places(places)} read in the wrong encoding; --fix-text repairs that.", sigil)
    return text, None


def _places(count: int) -> str:
    return "1 place was" if count == 1 else f"{count} places were"


def _label(article: Article, labels: Mapping[str, str]) -> str:
    """Return what the user calls an article with this file, publisher or site; its label where nothing fits."""
    site = urlsplit(article.url).hostname if article.url else None
    names = [article.path, Path(article.path).name if article.path else None, article.publisher, site]
    for pattern, label in labels.items():
        if any(name and fnmatchcase(name.casefold(), pattern.casefold()) for name in names):
            return label
    return article.label


def _tell_apart(articles: Sequence[Article], derived_labels: Iterable[str]) -> Iterator[Article]:
    """Make labels unique that the user did not choose: by the date where that tells them apart, else by a number."""
    derived = frozenset(derived_labels)
    taken = Counter(article.label for article in articles)
    dated = Counter((article.label, article.date_published) for article in articles)
    seen: Counter[str] = Counter()
    for article in articles:
        label = article.label
        if article.sigil not in derived or taken[label] == 1:
            yield article
            continue
        if article.date_published and dated[label, article.date_published] == 1:
            label = f"{label} {article.date_published}"
        else:
            seen[label] += 1
            label = f"{label} ({seen[label]})"
        yield replace(article, label=label)
