"""What a reader of one format makes of a source: documents, each the text of an article and what stands beside it."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Document", "FieldNames", "Limits", "ReadOptions"]


class Document(NamedTuple):
    """One article as its source holds it; what the source does not say is looked for in the text afterwards.

    Attributes:
        text: Of the article, title included; paragraphs are parted by blank lines where the format knows paragraphs.
        part: Which of several articles of its source this is, counted from 1; None where the source is one article.
        headline: The title, as it stands in the text.
        publisher: The outlet, as the source calls it.
        date_published: ISO 8601 calendar date.
        url: Of the publication.
        language: BCP 47.
        is_based_on: The sources that it names for what it reports.
        label: What readers call it, where the source says so (a saved comparison does).
        remarks: On what had to be guessed, mended or left out, as pairs of a note's code and its message.
    """

    text: str
    part: int | None = None
    headline: str | None = None
    publisher: str | None = None
    date_published: str | None = None
    url: str | None = None
    language: str | None = None
    is_based_on: tuple[str, ...] = ()
    label: str | None = None
    remarks: tuple[tuple[str, str], ...] = ()


class FieldNames(NamedTuple):
    """The keys of an export that is none of the known forms; a full stop leads into an object: `body.plain`.

    Attributes:
        text: Of the article's text, or of a list of its paragraphs.
        headline: Of the title.
        publisher: Of the outlet.
        date: Of the day of publication.
        url: Of the address.
    """

    text: str | None = None
    headline: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None


class Limits(NamedTuple):
    """What one run takes in; beyond it stands an error that names the option that raises the limit.

    Attributes:
        size: Bytes of one source, as received and after decompression.
        articles: Articles of all sources together.
        nesting: Depth of objects and lists in JSON, and of elements in a page.
    """

    # A long report has a tenth of a megabyte, a page around it two; an export of a thousand articles some five.
    size: int = 10_000_000
    # As many as were measured to be compared in minutes.
    articles: int = 1_000
    # Exports go ten levels deep, pages thirty to eighty.
    nesting: int = 200


class ReadOptions(NamedTuple):
    """How sources are read.

    Attributes:
        keys: Where an export has what.
        limits: What is taken in.
        fix_text: Whether text in a wrong encoding is repaired.
        save_pages: The folder in which fetched pages are kept as received; None keeps none.
    """

    keys: FieldNames = FieldNames()
    limits: Limits = Limits()
    fix_text: bool = False
    save_pages: str | None = None
