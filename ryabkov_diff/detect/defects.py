"""Table → Finding: the kind `defect`, errors in the copy: no difference of content, but it may look like one.

Each rule reads one article by itself, but for the slip of a determiner, which the other wording gives away. An error
that all articles have is no difference between them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cache
from itertools import chain, groupby, islice, pairwise
from operator import eq
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from ryabkov_diff.detect.findings import excerpt, make_finding
from ryabkov_diff.detect.patterns import lexicon, read_word_list
from ryabkov_diff.domain import Finding, SegmentKind
from ryabkov_diff.mojibake import REMNANT
from ryabkov_diff.text import fold_characters, tokenize, tokenize_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ryabkov_diff.domain import Collation, Segment, Table
    from ryabkov_diff.text import Token

__all__ = ["DefectDetector"]

_WORD = re.compile(r"\w+")

# How sure each rule is, set by hand: marks and markup leave no doubt, words may be meant.
CERTAIN = 1.0
LIKELY = 0.8
POSSIBLE = 0.6

# A paragraph with fewer words may well stand twice: "It is not.", a refrain, a caption.
LEAST_REPEATED_WORDS = 12

# Words that are no function words count as doubled from so many letters on: shorter ones are said twice ("so so").
LEAST_LETTERS = 4

# A quotation that goes on for more paragraphs without a mark was left open.
LONGEST_QUOTATION = 3

# A copy with more marks without partners has its own way of setting them, or was cut from a longer one.
MOST_UNPAIRED = 2

# Words at the beginning of a paragraph that tell it from most others.
HEAD = 3

# Where a paragraph stands twice, the reading shows so many of them.
WORDS_SHOWN = 8

# Characters of a defect that the message quotes.
QUOTED_CHARACTERS = 60


class _Defect(NamedTuple):
    """An error at a place of an article.

    Attributes:
        rule: The id of the rule.
        start: First code point in the text.
        end: One past the last.
        what: What a reader is told: `a word stands twice`.
        confidence: In [0, 1].
        cues: The words that the rule saw.
    """

    rule: str
    start: int
    end: int
    what: str
    confidence: float = CERTAIN
    cues: tuple[str, ...] = ()


class DefectDetector:
    """Doubled words, garbles, lone marks, repeated titles and paragraphs, remnants of encoding and markup."""

    kinds = ("defect",)
    rules: ClassVar[Mapping[str, str]] = {
        "doubled-word": f"A word that is not said twice for emphasis stands twice. The confidence is {LIKELY}.",
        "title-around-name": f"A title stands on both sides of a name. The confidence is {LIKELY}.",
        "institution-for-person": "A person's rank stands before the name of an institution, and a verb of speech "
        f"behind it. The confidence is {POSSIBLE}.",
        "slip-of-the-finger": "A word is one key away from a determiner, at a place where the other wording has one. "
        f"The confidence is {POSSIBLE}.",
        "stray-punctuation": f"Marks stand side by side that no style joins. The confidence is {CERTAIN}.",
        "unpaired-quotation-mark": "A quotation mark has no partner in its paragraph nor in the "
        f"{LONGEST_QUOTATION} next ones; silent where there are more than {MOST_UNPAIRED}. The confidence is {LIKELY}.",
        "repeated-title": f"The title stands in the text once more. The confidence is {CERTAIN}.",
        "repeated-paragraph": f"A paragraph of {LEAST_REPEATED_WORDS} words or more stands there once more. The "
        f"confidence is {CERTAIN}.",
        "encoding-remnant": f"A character was read in the wrong encoding. The confidence is {CERTAIN}.",
        "markup-remnant": f"Tags or entities of HTML were left in the text. The confidence is {CERTAIN}.",
    }

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield a finding for each error that not all articles have."""
        slips = list(_slips(table))
        by_article = {
            article.sigil: [
                *_defects(article.text or "", table.segments_by_article[article.sigil]),
                *(defect for sigil, defect in slips if sigil == article.sigil),
            ]
            for article in table.articles
        }
        having = Counter(
            key for sigil, defects in by_article.items() for key in {_key(table, sigil, defect) for defect in defects}
        )
        for sigil, defects in by_article.items():
            for defect in dict.fromkeys(defects):
                if having[_key(table, sigil, defect)] < len(table.articles):
                    yield _finding(table, sigil, defect)


def _key(table: Table, sigil: str, defect: _Defect) -> tuple[str, str]:
    """Return what an error is known by in other articles."""
    text = table.article_by_sigil[sigil].text or ""
    return defect.rule, " ".join(fold_characters(text[defect.start : defect.end]).casefold().split())


def _finding(table: Table, sigil: str, defect: _Defect) -> Finding:
    """Make the finding; it is about a passage where one segment has the place, else about the article."""
    reading = table.reading(sigil, defect.start, defect.end)
    segments = table.segments_by_article[sigil]
    before = segments[bisect_right(segments, defect.start, key=lambda one: one.start) - 1 :][:1]
    inside = [one for one in before if one.start <= defect.start and defect.end <= one.end]
    passage = table.passage_id_by_segment.get(inside[0].id) if inside else None
    quoted = excerpt(reading.text or "", QUOTED_CHARACTERS)
    return make_finding(
        "defect",
        defect.rule,
        0,
        defect.confidence,
        (reading,),
        passage=passage,
        cues=defect.cues,
        message=f"{defect.what} in {table.article_by_sigil[sigil].label}: “{quoted}”",
    )


@cache
def _words(table: str, name: str) -> frozenset[str]:
    """Return a list of `defects.toml`."""
    return frozenset(read_word_list("defects.toml")[table][name].split())


# ------------------------------------------------------------------------------------------------ in one article


def _defects(text: str, segments: Sequence[Segment]) -> Iterator[_Defect]:
    """Yield the errors of an article."""
    paragraphs = _paragraphs(text, segments)
    tokens = tokenize(text)
    starts = [token.start for token in tokens]
    for start, end in paragraphs:
        words = tokens[bisect_left(starts, start) : bisect_left(starts, end)]
        norms = [token.norm for token in words]
        if any(map(eq, norms, norms[1:])):
            yield from _doubled_words(words)
        if not _words("titles", "words").isdisjoint([token.text for token in words]):
            yield from _titles_around_names(words)
        if not _words("institutions", "ranks").isdisjoint(norms):
            yield from _institutions_for_persons(words)
    if _SIDE_BY_SIDE.search(text):
        yield from chain.from_iterable(_stray_punctuation(text, *span) for span in paragraphs)
    if "&" in text or "<" in text or _MOJIBAKE.search(text):
        yield from chain.from_iterable(_remnants(text, *span) for span in paragraphs)
    yield from _unpaired_marks(text, paragraphs)
    yield from _repeated_titles(segments)
    statements = [segment for segment in segments if segment.kind is not SegmentKind.HEADLINE]
    yield from _repeated_paragraphs(text, _paragraphs(text, statements))


def _paragraphs(text: str, segments: Sequence[Segment]) -> list[tuple[int, int]]:
    """Return the spans of the paragraphs, with the reporting clauses and the marks at their ends; no boilerplate."""
    spans: list[tuple[int, int]] = []
    own = [segment for segment in segments if segment.kind is not SegmentKind.BOILERPLATE]
    for _, members in groupby(own, key=lambda segment: segment.paragraph):
        settings = [segment.setting or (segment.start, segment.end) for segment in members]
        # The setting of an answer begins with the question.
        start = max(min(start for start, _ in settings), spans[-1][1] if spans else 0)
        end = max(end for _, end in settings)
        while start > 0 and not text[start - 1].isalnum() and text[start - 1] not in "\r\n":
            start -= 1
        while end < len(text) and not text[end].isalnum() and text[end] not in "\r\n":
            end += 1
        spans.append((start, end))
    return spans


def _doubled_words(tokens: Sequence[Token]) -> Iterator[_Defect]:
    """Yield words that stand twice in a row: "the the"."""
    for one, other in pairwise(tokens):
        if one.norm != other.norm or other.text[0].isupper() or not one.text.isalpha():
            continue
        small = one.text.islower() and one.norm not in _words("doubled", "emphatic") and not one.is_operator
        long = len(one.norm) >= LEAST_LETTERS and small and one.is_content
        if one.norm in _words("doubled", "function_words") or long:
            yield _Defect("doubled-word", one.start, other.end, "a word stands twice", LIKELY, (one.text,))


def _titles_around_names(tokens: Sequence[Token]) -> Iterator[_Defect]:
    """Yield a title on both sides of a name: "President Maria President"."""
    titles = _words("titles", "words")
    for place, token in enumerate(tokens):
        if token.text not in titles:
            continue
        for last in (place + 2, place + 3):
            names = tokens[place + 1 : last]
            if last < len(tokens) and tokens[last].text == token.text and all(one.text[0].isupper() for one in names):
                what = "a title stands on both sides of a name"
                yield _Defect("title-around-name", token.start, tokens[last].end, what, LIKELY, (token.text,))
                break


def _institutions_for_persons(tokens: Sequence[Token]) -> Iterator[_Defect]:
    """Yield a person's rank with the name of an institution: "the deputy foreign ministry said"."""
    ranks = _words("institutions", "ranks")
    for place, token in enumerate(tokens[:-2]):
        end = place + 2
        if (
            token.norm in ranks
            and tokens[place + 1].text.isalpha()
            and tokens[end].norm in _words("institutions", "words")
        ):
            behind = [one for one in tokens[end + 1 : end + 3] if one.norm != "'s"][:1]
            if not behind or not (behind[0].norm in _words("institutions", "persons") or behind[0].norm == "of"):
                what = "an institution has a person’s rank"
                cues = (token.text, tokens[end].text)
                yield _Defect("institution-for-person", token.start, tokens[end].end, what, POSSIBLE, cues)


# A full stop on both sides of a closing mark, two commas with or without a mark between them, a comma beside a full
# stop, exactly two full stops, brackets and marks around nothing.
_STRAY = re.compile(
    r"""(?<![^\W_])(?P<word>[^\W_]+)(?:
        (?<!\.)\.["”]\.(?!\.)
      | ,["”]?,
      | ,\.(?!\.)
      | \.\.(?!\.)
    )
    | \(\s*\)
    | “\s*”
    | (?<![\w"])""\s?(?=[.,])""",
    re.VERBOSE,
)

# What all of them have, which is found much sooner.
_SIDE_BY_SIDE = re.compile(r"[.,][\"”]?[.,]|\(\s*\)|“\s*”|\"\"")


def _stray_punctuation(text: str, start: int, end: int) -> Iterator[_Defect]:
    """Yield punctuation that no style has: `it is so.".`."""
    for match in _STRAY.finditer(text, start, end):
        word = match["word"] or ""
        before = text[match.start() - 1 : match.start()]
        # "at 5 p.m.".", "of the U.S.".": the first full stop is the abbreviation's.
        if word and (before == "." or word.casefold() in _words("abbreviations", "words") or len(word) == 1):
            continue
        yield _Defect("stray-punctuation", *match.span(), "punctuation that no style has")


# What was read in the wrong encoding, and the sign for what could not be read.
_MOJIBAKE = re.compile(rf"{REMNANT}|\ufffd+")
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9A-Fa-f]{2,6}|[A-Za-z]{2,8}\d{0,2});")
_TAG = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|a|div|span|h[1-6]|li|ul|blockquote|img|figure)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE
)


def _remnants(text: str, start: int, end: int) -> Iterator[_Defect]:
    """Yield what a wrong encoding or a web page left: `â€™`, `&nbsp;`, `<br>`."""
    for match in _MOJIBAKE.finditer(text, start, end):
        yield _Defect("encoding-remnant", *match.span(), "a character was read in the wrong encoding")
    for match in _ENTITY.finditer(text, start, end):
        # Imported only when asked for: few texts have any.
        from html.entities import html5

        if match[0][1] == "#" or match[0][1:] in html5:
            yield _Defect("markup-remnant", *match.span(), "markup was left")
    for match in _TAG.finditer(text, start, end):
        yield _Defect("markup-remnant", *match.span(), "markup was left")


_DOUBLE_MARK = re.compile(r"[“”„«»\"]")
# The word at a mark: alone, a mark tells a reader nothing.
_WORD_BEHIND = re.compile(r"\s?[\w’'-]+")
_WORD_BEFORE = re.compile(r"[\w’'-]+[^\w\s]?\s?\Z")


def _unpaired_marks(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[_Defect]:
    """Return the quotation marks without a partner; a quotation may go on in the next paragraphs."""
    odd: list[tuple[int, int, list[re.Match[str]]]] = []
    for number, (start, end) in enumerate(paragraphs):
        marks = list(_DOUBLE_MARK.finditer(text, start, end))
        if len(marks) % 2 == 0:
            continue
        if odd and number - odd[-1][0] <= LONGEST_QUOTATION and not _may_open(text, marks[0].start(), start):
            odd.pop()  # what was open is closed here
        else:
            odd.append((number, start, marks))
    found = []
    # An excerpt of one paragraph may begin or end inside of a quotation.
    for number, start, marks in odd if len(paragraphs) > 1 else ():
        # A quotation that goes on is opened anew by each paragraph. Inches look like marks.
        following = text[slice(*paragraphs[number + 1])] if number + 1 < len(paragraphs) else ""
        if _DOUBLE_MARK.match(following) or any(text[mark.start() - 1 : mark.start()].isdigit() for mark in marks):
            continue
        mark = _lone_mark(text, marks, start)
        opens = _may_open(text, mark.start(), start)
        word = _WORD_BEHIND.match(text, mark.end()) if opens else _WORD_BEFORE.search(text, start, mark.start())
        span = (
            (mark.start(), word.end() if word else mark.end())
            if opens
            else (word.start() if word else start, mark.end())
        )
        found.append(_Defect("unpaired-quotation-mark", *span, "a quotation mark has no partner", LIKELY, (mark[0],)))
    return found if len(found) <= MOST_UNPAIRED else []


def _may_open(text: str, place: int, floor: int) -> bool:
    """Whether a quotation mark opens, by its shape or by its neighbours."""
    if text[place] in "“„":
        return True
    before, behind = text[place - 1] if place > floor else " ", text[place + 1 : place + 2]
    return text[place] not in "”»" and (before.isspace() or before in "([—–-/:") and bool(behind.strip())


def _lone_mark(text: str, marks: Sequence[re.Match[str]], floor: int) -> re.Match[str]:
    """Return of an odd number of marks the first that opens where one is open, or closes where none is."""
    opened: re.Match[str] | None = None
    for mark in marks:
        opens = _may_open(text, mark.start(), floor)
        if opens == (opened is not None):
            return opened or mark
        opened = mark if opens else None
    return marks[-1]


def _repeated_titles(segments: Sequence[Segment]) -> Iterator[_Defect]:
    """Yield each title that stands there once more."""
    titles = [segment for segment in segments if segment.kind is SegmentKind.HEADLINE]
    for again in titles[1:]:
        yield _Defect("repeated-title", again.start, again.end, "the title stands once more")


def _repeated_paragraphs(text: str, paragraphs: Sequence[tuple[int, int]]) -> Iterator[_Defect]:
    """Yield the beginning of each paragraph that stands there once more."""
    heads = [tuple(match[0].casefold() for match in islice(_WORD.finditer(text, *one), HEAD)) for one in paragraphs]
    if len(set(heads)) == len(heads):
        return
    seen: set[tuple[str, ...]] = set()
    for start, end in paragraphs:
        norms = tuple(_WORD.findall(text[start:end].casefold()))
        if len(norms) >= LEAST_REPEATED_WORDS and norms in seen:
            first, *_, last = islice(_WORD.finditer(text, start, end), WORDS_SHOWN)
            yield _Defect("repeated-paragraph", first.start(), last.end(), "a paragraph stands once more")
        seen.add(norms)


# -------------------------------------------------------------------------------------------- seen from another one

_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS = {letter: (row, key) for row, keys in enumerate(_KEYBOARD) for key, letter in enumerate(keys)}


def _are_neighbours(one: str, other: str) -> bool:
    """Whether two letters lie side by side on a keyboard, in one row or in neighbouring rows.

    >>> _are_neighbours("t", "y"), _are_neighbours("a", "z"), _are_neighbours("a", "l")
    (True, True, False)
    """
    if one not in _KEYS or other not in _KEYS:
        return False
    (row, key), (other_row, other_key) = sorted((_KEYS[one], _KEYS[other]))
    # Each row is shifted to the right of the one above by half a key.
    return (other_row == row and other_key - key == 1) or (other_row == row + 1 and other_key - key in {-1, 0})


@lexicon
def _slips_of_determiners() -> Mapping[str, str]:
    """Return the words that are beside a determiner by one key, with that determiner: "ant" with "any"."""
    determiners = _words("determiners", "words")
    slips: dict[str, str] = {}
    for one in sorted(determiners):
        # Words of two letters are all beside one another.
        for place, letter in enumerate(one) if len(one) > 2 else ():  # noqa: PLR2004
            for key in _KEYS:
                if _are_neighbours(letter, key):
                    slips.setdefault(f"{one[:place]}{key}{one[place + 1 :]}", one)
    return {slip: one for slip, one in slips.items() if slip not in determiners}


def _slips(table: Table) -> Iterator[tuple[str, _Defect]]:
    """Yield slips of the finger: a word one key beside a determiner, where the other wording has a determiner."""
    slips = _slips_of_determiners()
    places: dict[str, list[str]] = {}
    for segment in table.segments:
        for token in tokenize(segment.text):
            if token.norm in slips:
                places.setdefault(token.norm, []).append(segment.id)
    # A word that stands elsewhere, too, is meant; it may be a part of another one there: "out-of-date".
    once = [word for word, segments in places.items() if len(segments) == 1]
    written = [_WORD.findall(segment.text.casefold()) for segment in table.segments] if once else []
    meant = {word: slips[word] for word in once if sum(words.count(word) for words in written) == 1}
    having = {segment for word in meant for segment in places[word]}
    for collation in table.collations if having else ():
        sides = table.sides_of(collation)
        if having.isdisjoint(segment.id for side in sides for segment in side):
            continue
        before = [_words_before(side) for side in sides]
        for noun in _same_words(table, collation):
            words = [side.get(start) for side, (start, _) in zip(before, noun, strict=True)]
            for word, facing, sigil, (_, end) in zip(words, words[::-1], collation.articles, noun, strict=True):
                if word and facing and word.norm in meant and facing.norm in _words("determiners", "words"):
                    what = f"one key away from “{meant[word.norm]}”"
                    cues = (meant[word.norm],)
                    yield sigil, _Defect("slip-of-the-finger", word.start, end, what, POSSIBLE, cues)


def _same_words(table: Table, collation: Collation) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the places of words that both wordings have, also where the order of their words differs."""
    yield from collation.equal
    texts = [table.article_by_sigil[sigil].text or "" for sigil in collation.articles]
    for one, other, _ in collation.links:
        if (one, other) not in collation.equal and texts[0][slice(*one)] == texts[1][slice(*other)]:
            yield one, other


def _words_before(segments: Iterable[Segment]) -> dict[int, Token]:
    """Return for each word of a wording but the first of a segment the word before it, by its place in the article."""
    return {
        behind.start: one
        for segment in segments
        for one, behind in pairwise(tokenize_at(segment.start, segment.text))
        if one.is_word
    }
