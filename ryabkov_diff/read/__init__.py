"""path · LABEL=path · address · - · text → `Article`: the first arrow of the data flow, and the only one that reads.

    argument → `Source` → `Payload`: bytes → format → `Document`s → `Article`s

The text of an article stays as its document has it: nothing is cut or mended, offsets count its code points, and what
had to be guessed is a note.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import count
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from ryabkov_diff.domain import Article, Note
from ryabkov_diff.errors import InputError
from ryabkov_diff.invisible import plain
from ryabkov_diff.mojibake import count_places, repair
from ryabkov_diff.provenance import outlet_name_of_host, outlet_named
from ryabkov_diff.read.documents import Document, ReadOptions
from ryabkov_diff.read.fields import host_of
from ryabkov_diff.read.formats import read_documents, why_no_article
from ryabkov_diff.read.metadata import find_metadata
from ryabkov_diff.read.sources import (
    STDIN,
    STDIN_LABEL,
    Fault,
    Source,
    is_address,
    load_payload,
    parse_source,
    shown_path,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

__all__ = ["read_articles", "read_text"]

# What an article from nowhere is called.
_TEXT_LABEL = "text"


def read_articles(
    sources: Sequence[str | os.PathLike[str] | Source | Article],
    *,
    stdin: BinaryIO | None = None,
    labels: Mapping[str, str] | None = None,
    options: ReadOptions | None = None,
) -> tuple[tuple[Article, ...], tuple[Note, ...]]:
    """Read the articles of a comparison and give them the sigla A, B, C … in this order.

    Args:
        sources: Paths, `LABEL=path`, addresses, `-` for standard input (once), what `expand_paths` gives, or articles,
            which keep all but their sigla. A source that holds several articles gives all of them, `path#2` one.
        stdin: What `-` reads.
        labels: What readers call an article for which the user says nothing, by the name of its file, its publisher
            or its site, any case; `*` and `?` stand for any characters and one. The first that fits counts.
        options: How sources are read; by default those of `ReadOptions()`.

    Returns:
        The articles, and the notes: first on the files that were left out, then on what had to be guessed.

    Raises:
        InputError: One or more of the sources that the user named cannot be read or hold no article, no article is
            left, or there are too many; all of them are named at once.
    """
    options = options or ReadOptions()
    desk = _Desk(stdin, options)
    drafts: list[_Draft] = []
    faults: list[Fault] = []
    left_out: list[tuple[Source, Fault]] = []
    for argument in sources:
        if isinstance(argument, Article):
            drafts.append(_Draft(argument))
            continue
        source = argument if isinstance(argument, Source) else parse_source(argument)
        try:
            drafts += desk.read(source)
        except Fault as fault:
            if source.named:
                faults.append(fault)
            else:
                left_out.append((source, fault))
        if len(drafts) > options.limits.articles:
            msg = f"there are more than {options.limits.articles:,} articles, the limit"
            raise InputError(msg, f"name fewer, or raise the limit: --max-articles {2 * options.limits.articles}")
    if not drafts and not faults:
        faults = [fault for _, fault in left_out]
    if faults:
        raise InputError(
            "; ".join(dict.fromkeys(str(fault) for fault in faults)),
            "; ".join(dict.fromkeys(fault.hint for fault in faults if fault.hint)),
        )
    notes = [
        Note("left-out", f"{shown_path(source.path)} {fault.problem}; it was left out.") for source, fault in left_out
    ]
    articles: list[Article] = []
    first_sigil: dict[tuple[str, int | None], str] = {}
    for sigil, draft in zip(sigla(), drafts, strict=False):
        article = replace(draft.article, sigil=sigil)
        if draft.has_derived_label:
            article = replace(article, label=_label(article, labels or {}))
        if draft.origin is not None:
            first = first_sigil.setdefault(draft.origin, sigil)
            if first != sigil:
                message = f"{shown_path(draft.origin[0])} is named twice, as {first} and {sigil}."
                notes.append(Note("same-file", message, sigil))
        articles.append(article)
        notes += (Note(code, message, sigil) for code, message in draft.remarks)
    derived = frozenset(
        article.sigil for article, draft in zip(articles, drafts, strict=True) if draft.has_derived_label
    )
    return tuple(_tell_apart(articles, derived)), tuple(notes)


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
        article = _compose(Document(text), path or label or "the text", path, label)
    except Fault as fault:
        raise InputError(str(fault), fault.hint) from None
    return replace(article, sigil=sigil) if data is None else replace(article, sigil=sigil, sha256=_digest(data))


def sigla() -> Iterator[str]:
    """Yield A, B, C … Z, AA, AB …, without end."""
    for number in count():
        sigil, rest = "", number
        while rest >= 0:
            rest, letter = divmod(rest, len(ascii_uppercase))
            sigil = ascii_uppercase[letter] + sigil
            rest -= 1
        yield sigil


class _Content(NamedTuple):
    """What one source holds.

    Attributes:
        documents: At least one.
        sha256: Of the bytes.
        name: What messages call the source.
        path: As results name it; None for standard input.
        url: Where it was fetched; None for files.
    """

    documents: tuple[Document, ...]
    sha256: str
    name: str
    path: str | None
    url: str | None

    def choose(self, source: Source) -> tuple[Document, ...]:
        """Return the documents that are meant.

        Raises:
            Fault: There is no such part, or several have one label.
        """
        count = len(self.documents)
        # The end of an address may as well be the name of a place in its page.
        if source.part is not None and not (is_address(source.path) and self.documents[0].part is None):
            meant = tuple(one for one in self.documents if (one.part or 1) == source.part)
            if not meant:
                held = "one article" if count == 1 else f"{count:,} articles"
                raise Fault(self.name, f"has {held}, and no #{source.part}", "leave the number out for all of them")
            return meant
        if source.label is not None and count > 1:
            argument = repr(f"{source.label}={source.path}")
            hint = f"label its articles one by one: NAME={source.path}#{self.documents[0].part}"
            raise Fault(argument, f"gives one label to {count:,} articles", hint)
        return self.documents


class _Draft(NamedTuple):
    """An article before it has its siglum.

    Attributes:
        article: With a provisional siglum.
        origin: The path, and which article of it; None where it is no file.
        has_derived_label: Whether the user has not named it.
        remarks: On its reading, as pairs of a note's code and its message.
    """

    article: Article
    origin: tuple[str, int | None] | None = None
    has_derived_label: bool = False
    remarks: tuple[tuple[str, str], ...] = ()


class _Desk:
    """Reads sources, each once: `export.jsonl#1 export.jsonl#2` opens one file, fetches one address."""

    def __init__(self, stdin: BinaryIO | None, options: ReadOptions) -> None:
        self._stdin = stdin
        self._options = options
        self._contents: dict[str, _Content] = {}
        self._taken: set[tuple[str, int | None]] = set()

    def read(self, source: Source) -> Iterator[_Draft]:
        """Yield the articles of a source.

        Raises:
            Fault: It cannot be read, or holds no article.
        """
        content = self._content(source)
        for held in content.choose(source):
            document = _with_encoding_checked(held, fix_text=self._options.fix_text)
            path = content.path and (f"{content.path}#{document.part}" if document.part else content.path)
            article = _compose(document, content.name, path, source.label, content.url)
            if path is None and source.label is None and article.label == _TEXT_LABEL:
                article = replace(article, label=STDIN_LABEL)
            if document.part is None:
                article = replace(article, sha256=content.sha256)
            yield _Draft(article, (source.path, document.part), source.label is None, document.remarks)

    def _content(self, source: Source) -> _Content:
        asked = (source.path, source.part)
        if source.path not in self._contents or (source.path == STDIN and asked in self._taken):
            stdin = None if source.path in self._contents else self._stdin
            payload = load_payload(source, stdin, self._options)
            if not source.named and (problem := why_no_article(payload.data)):
                raise Fault(source.path, problem, "name articles only")
            path = None if source.path == STDIN else shown_path(source.path)
            documents = tuple(read_documents(payload, self._options))
            self._contents[source.path] = _Content(documents, _digest(payload.data), payload.name, path, payload.url)
        self._taken.add(asked)
        return self._contents[source.path]


def _compose(document: Document, name: str, path: str | None, label: str | None, url: str | None = None) -> Article:
    """Make an article of a document; what the document does not say is looked for in its text.

    Args:
        document: The text, and what stands beside it.
        name: What messages call it.
        path: As results name it.
        label: The user's.
        url: Where it was fetched.

    Raises:
        Fault: The text is empty, or has half of a character.
    """
    try:
        encoded = document.text.encode()
    except UnicodeEncodeError as error:
        problem = f"has half of a character (a lone surrogate) at {error.start}"
        hint = 'repair it with: text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")'
        raise Fault(name, problem, hint) from None
    shown = plain(document.text)
    if not shown.strip():
        raise Fault(name, "is empty", "give an article with at least one sentence")
    found = find_metadata(shown)
    publisher = found.publisher
    if document.publisher is not None:
        outlet = outlet_named(document.publisher)
        publisher = outlet.name if outlet else document.publisher
    elif (document.url or (url and not found.url)) and (host := host_of(document.url or url or "")):
        publisher = outlet_name_of_host(host)
    return Article(
        sigil="A",
        label=label or document.label or publisher or (Path(path).name if path else _TEXT_LABEL),
        text=document.text,
        characters=len(document.text),
        sha256=_digest(encoded),
        path=path,
        headline=document.headline or found.headline,
        publisher=publisher,
        date_published=document.date_published or found.date_published,
        dateline=found.dateline,
        url=document.url or found.url or url,
        language=document.language or "en",
        is_based_on=tuple(
            source for source in dict.fromkeys((*document.is_based_on, *found.is_based_on)) if source != publisher
        ),
    )


def _with_encoding_checked(document: Document, *, fix_text: bool) -> Document:
    """Return a document, repaired if wanted, with a remark on what in it was read in the wrong encoding."""
    if not fix_text:
        count = count_places(document.text)
        remark = ("mojibake", f"{_places(count)} read in the wrong encoding; --fix-text repairs that.")
        return document._replace(remarks=(*document.remarks, remark)) if count else document
    text, count = repair(document.text)
    headline = document.headline and repair(document.headline)[0]
    remark = (
        "repaired",
        f"{_places(count)} read in the wrong encoding and repaired; offsets count in the repaired text.",
    )
    return document._replace(text=text, headline=headline, remarks=(*document.remarks, remark)) if count else document


def _places(count: int) -> str:
    return "1 place was" if count == 1 else f"{count} places were"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _label(article: Article, labels: Mapping[str, str]) -> str:
    """Return what the user calls an article with this file, publisher or site; its label where nothing fits."""
    site = host_of(article.url) if article.url else None
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
