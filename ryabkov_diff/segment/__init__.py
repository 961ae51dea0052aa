"""`Article` → `Segment`: standoff spans of headline, statements and boilerplate, with speaker and reporting verb.

Paragraphs, then quotations, then sentences, then the clauses that say who speaks; each has its module. All of it is
pure, and takes time in proportion to the length of the text unless nearly all of it is marks, which `limits` refuses.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from ryabkov_diff.domain import Article, Note, Segment, SegmentKind, TurnKind
from ryabkov_diff.provenance import match_credit, match_dateline
from ryabkov_diff.segment.boilerplate import is_boilerplate
from ryabkov_diff.segment.collection import collect_quotations
from ryabkov_diff.segment.limits import check_statements, check_text
from ryabkov_diff.segment.paragraphs import split_paragraphs, without_blanks
from ryabkov_diff.segment.quotations import find_quotations
from ryabkov_diff.segment.sentences import split_sentences
from ryabkov_diff.segment.statements import Statement, StatementReader, trim
from ryabkov_diff.segment.transcripts import find_turns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ryabkov_diff.segment.quotations import MarkedWords

__all__ = ["collect_quotations", "segment_articles"]

# A line that holds a title behind something else holds a date and an address there, nothing longer.
_HEADER_CHARACTERS = 300
# A statement of more characters is one word without an end, or holds words in quotation marks that have none; sentences
# are cut before. What looks for patterns in statements must not meet all of a hostile text in one.
_LONGEST = 4000
# How far into a paragraph a dateline is looked for.
_DATELINE = 200
# How people greet before they answer.
_COURTESY = re.compile(r"(?:thank(?:s| you)|good (?:morning|afternoon|evening|day)|hello|hi|welcome)\b", re.IGNORECASE)
_TIMES = {2: "twice", 3: "three times"}
# How many paragraphs from the top the title and the dateline may stand.
_TOP_PARAGRAPHS = 8


def segment_articles(
    articles: Sequence[Article], *, limit: int | None = None
) -> tuple[tuple[Segment, ...], tuple[Note, ...]]:
    """Cut articles into segments.

    Args:
        articles: With their sigla and texts; the title is recognised where `headline` names it.
        limit: The most statements that one may have; None for any number.

    Returns:
        The segments of all articles, by article and in order, and notes on the repairs that were needed. Segments are
        not empty, don't overlap and lie inside their paragraph; between them are only white space, punctuation,
        quotation marks and reporting clauses.

    Raises:
        InputError: An article is longer than the limit; the next ones are not looked at.
    """
    segments: list[Segment] = []
    notes: list[Note] = []
    for article in articles:
        if limit is not None:
            check_text(article, limit)
        text = article.text or ""
        paragraphs, joined = split_paragraphs(text)
        sentences = [_sentences(text, *paragraph) for paragraph in paragraphs]
        statements, own_notes = _segment(article, paragraphs, sentences)
        if joined:
            notes.append(Note("hard-wrapped", "Lines that end in the middle of a sentence were joined.", article.sigil))
        if limit is not None:
            check_statements(article, (statement.kind for _, statement in statements), limit)
        settings = _settings(text, paragraphs, sentences, statements)
        segments += (
            Segment(
                id=f"{article.sigil}.{number}",
                article=article.sigil,
                kind=statement.kind,
                paragraph=paragraph,
                start=statement.start,
                end=statement.end,
                text=text[statement.start : statement.end],
                speaker=statement.speaker,
                cue=statement.cue,
                setting=setting,
                turn=statement.turn,
                clause=statement.clause,
            )
            for number, ((paragraph, statement), setting) in enumerate(zip(statements, settings, strict=True), start=1)
        )
        notes += (replace(note, article=article.sigil) for note in own_notes)
    return tuple(segments), tuple(notes)


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of a paragraph as they stand there, whatever is a quotation."""
    return [(start + first, start + last) for first, last in split_sentences(text[start:end])]


def _segment(
    article: Article, paragraphs: tuple[tuple[int, int], ...], sentences: Sequence[Sequence[tuple[int, int]]]
) -> tuple[list[tuple[int, Statement]], list[Note]]:
    """Return the statements of one article with the numbers of their paragraphs.

    Args:
        article: With its text.
        paragraphs: Half-open spans in order.
        sentences: Of each paragraph, see `_sentences`.
    """
    text = article.text or ""
    quotations, notes = find_quotations(text, paragraphs)
    reader = StatementReader(text, quotations)
    turns = find_turns(text, paragraphs, article.headline, reader.knows)
    by_paragraph: dict[int, list[MarkedWords]] = {}
    for quotation in quotations:
        by_paragraph.setdefault(quotation.paragraph, []).append(quotation)
    statements: list[tuple[int, Statement]] = []
    titles = 0
    dateline = None
    for number, (start, end) in enumerate(paragraphs):
        top = number < _TOP_PARAGRAPHS
        title = _title_start(text, start, end, article.headline) if top else None
        if title is not None:
            titles += 1
            header = trim(text, start, title)
            found = [Statement(SegmentKind.BOILERPLATE, *header)] if header[0] < header[1] else []
            found.append(Statement(SegmentKind.HEADLINE, title, end))
        elif is_boilerplate(text[start:end]) or (top and match_credit(text[start:end])):
            found = [Statement(SegmentKind.BOILERPLATE, start, end)]
        elif number in turns:
            found = reader.read_turn(turns[number], article.headline)
        else:
            found = []
            body = start
            if top and dateline is None and (dateline := match_dateline(text[start : min(end, start + _DATELINE)])):
                body += dateline.end
                found.append(Statement(SegmentKind.BOILERPLATE, start, start + len(text[start:body].rstrip())))
            quoted = by_paragraph.get(number, ())
            inside = [quotation for quotation in quoted if quotation.outer_start >= body]
            found += reader.read(body, end, inside, None if quoted or body > start else sentences[number])
        statements += ((number, piece) for statement in found for piece in _cut_long(text, statement))
    repairs = []
    if titles > 1:
        repairs.append(Note("repeated-title", f"The title stands {_TIMES.get(titles, f'{titles} times')}."))
    return statements, [*repairs, *notes]


def _cut_long(text: str, statement: Statement) -> Iterator[Statement]:
    """Cut a statement that is too long for one wherever that is; pieces without a word are left out."""
    if statement.end - statement.start <= _LONGEST or statement.kind in {SegmentKind.HEADLINE, SegmentKind.BOILERPLATE}:
        yield statement
        return
    for cut in range(statement.start, statement.end, _LONGEST):
        span = without_blanks(text, cut, min(cut + _LONGEST, statement.end))
        if span is not None and any(character.isalnum() for character in text[slice(*span)]):
            yield statement._replace(start=span[0], end=span[1])


def _settings(
    text: str,
    paragraphs: Sequence[tuple[int, int]],
    sentences: Sequence[Sequence[tuple[int, int]]],
    statements: Sequence[tuple[int, Statement]],
) -> list[tuple[int, int]]:
    """Return each statement's span with what its sentences say around it, up to its neighbours."""
    settings: list[tuple[int, int]] = []
    position = 0
    for number, inside in groupby(statements, key=itemgetter(0)):
        first, last = paragraphs[number]
        starts, ends = [start for start, _ in sentences[number]], [end for _, end in sentences[number]]
        spans = [(statement.start, statement.end) for _, statement in inside]
        for (_, floor), (start, end), (ceiling, _) in zip(
            [(first, first), *spans], spans, [*spans[1:], (last, last)], strict=False
        ):
            # From the first sentence that ends behind its start to the last one that starts before its end.
            before = min(start, starts[min(bisect_right(ends, start), len(starts) - 1)])
            behind = max(end, ends[bisect_left(starts, end) - 1])
            around = trim(text, max(floor, before), min(ceiling, behind))
            # A straight mark that opens is gone by now; the others must make no difference.
            opens = around[0] < around[1] and text[around[0]] in "“„«"
            settings.append((min(around[0] + opens, start), max(around[1], end)))
        first_setting = settings[-len(spans)]
        introduction = _introduction(text, sentences[number - 1][-1], position) if number else None
        if introduction is not None:
            settings[-len(spans)] = introduction, first_setting[1]
        position = spans[-1][1]
    return _with_questions(text, statements, settings)


def _with_questions(
    text: str, statements: Sequence[tuple[int, Statement]], settings: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Let the setting of an answer's first statement begin with the question's last one, which it need not repeat."""
    widened = list(settings)
    question: Statement | None = None
    for number, (_, statement) in enumerate(statements):
        if statement.turn is TurnKind.QUESTION:
            question = statement
        elif question is not None and statement.turn is TurnKind.ANSWER:
            # "Thank you for having me." is no answer yet.
            if not _COURTESY.match(text, statement.start):
                widened[number] = question.start, widened[number][1]
                question = None
        elif statement.turn is None and statement.kind is not SegmentKind.BOILERPLATE:
            question = None
    return widened


def _introduction(text: str, sentence: tuple[int, int], behind: int) -> int | None:
    """Return where the sentence begins that ends a paragraph and introduces the next one: `Asked why, Brook said:`.

    Args:
        text: Of the article.
        sentence: The last one of the paragraph before.
        behind: Where the last statement ends; None is returned where the sentence is one itself.
    """
    start, end = sentence
    return start if text[end - 1] == ":" and start >= behind else None


def _title_start(text: str, start: int, end: int, headline: str | None) -> int | None:
    """Return where the title begins in a paragraph that is the title, or a header line and the title; else None."""
    if not headline or end - start > len(headline) + _HEADER_CHARACTERS:
        return None
    words, paragraph = headline.split(), text[start:end]
    if paragraph.split()[-len(words) :] != words:
        return None
    # The title's own white space may differ from the metadata's: count back over its words.
    position = end
    for word in reversed(words):
        position = text.rindex(word, start, position)
    header = text[start:position]
    if header and not (header[-1].isspace() and is_boilerplate(header)):
        return None
    return position
