"""Table → Finding: the kinds `speaker`, `reporting-verb` and `quote-mode`, how words are presented.

All three leave the words themselves aside and look at what stands around them: who is said to say them, with which
verb, and whether inside quotation marks. What they are said to be about is the matter of `contexts.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeAlias

from ryabkov_diff.detect.findings import make_finding
from ryabkov_diff.detect.passages import reading_order
from ryabkov_diff.detect.patterns import lexicon, read_word_list
from ryabkov_diff.detect.quotations import Quotations
from ryabkov_diff.detect.sayings import read_sayings
from ryabkov_diff.domain import MEANING_AT_STAKE, WORTH_A_LOOK, Finding, SegmentKind
from ryabkov_diff.speech import load_speech_words
from ryabkov_diff.text import content_stems, fold_name, normal_form, stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ryabkov_diff.detect.sayings import Sayings
    from ryabkov_diff.domain import Collation, Segment, Table

__all__ = [
    "QuoteModeDetector",
    "ReportingVerbDetector",
    "SpeakerDetector",
    "load_stances",
    "reporting_verbs",
]

# A link of statements surer than this is taken for granted: what is said of the clauses around two statements is
# worth nothing where the statements are not the same.
SURE_LINK = 0.8

# The share of the content words of each wording for which the other has a counterpart, from which two statements are
# the same words of somebody: two people at one occasion say similar things.
SAME_WORDS = 0.6
# The same for indirect speech, where two people may well be summed up alike.
SAME_REPORTED_WORDS = 0.75
# So many content words each must have: two people say "Thank you all" in the same words.
MIN_CONTENT_WORDS = 4

# Names that are spelt this much alike are one name transliterated twice ("Mykhailo", "Mikhail"): the ratio of difflib,
# at most 1.
SAME_NAME = 0.65
# How many words in front of a name and behind it are searched for a title or a role.
WORDS_BESIDE_NAME = 8

# A closing mark stands no farther behind the last character of a statement: behind a comma, if any.
CLOSING = 2

# A statement with this share of its content words in one quoted statement of the other article is quoted there, too.
MAX_QUOTED_ELSEWHERE = 0.6

_MARKS = frozenset('"“”„«»')
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_NAME = re.compile(r"[^\W\d_a-z][\w’'-]+")


# ------------------------------------------------------------------------------------------------------- word lists


@lexicon
def reporting_verbs() -> frozenset[str]:
    """Return all forms of the verbs of speech, in lower case."""
    groups = load_speech_words()["verbs"].values()
    return frozenset(form for entries in groups for entry in entries for form in entry.split(", "))


@cache
def _common_in_clauses() -> frozenset[str]:
    """Return what any reporting clause may have: verbs of speech, and the times that stand beside them."""
    return reporting_verbs() | frozenset(load_speech_words()["grammar"]["times"])


@cache
def _people(*names: str) -> frozenset[str]:
    return frozenset(word for name in names for word in load_speech_words()["people"][name])


@lexicon
def load_stances() -> Mapping[str, list[str]]:
    """Return the stances that reporting verbs take, with the base forms of the verbs."""
    stances: Mapping[str, list[str]] = read_word_list("attributions.toml")["stances"]
    return stances


@lexicon
def _stance_of_form() -> Mapping[str, str]:
    """Map each form of a reporting verb to its stance."""
    stances = {base: stance for stance, bases in load_stances().items() for base in bases}
    verbs = (entry.split(", ") for entries in load_speech_words()["verbs"].values() for entry in entries)
    return {form: stances[forms[0]] for forms in verbs if forms[0] in stances for form in forms}


# ------------------------------------------------------------------------------------------- what one article says


class _Side(NamedTuple):
    """One article's wording of a passage.

    Attributes:
        sigil: The article.
        segments: Its segments in the passage.
        kind: Whether all of it is quoted or all of it reported; None for the outlet's own words, and where they mix.
        speaker: Who says it; None when unknown or several.
    """

    sigil: str
    segments: tuple[Segment, ...]
    kind: SegmentKind | None
    speaker: str | None

    @classmethod
    def of(cls, sigil: str, segments: tuple[Segment, ...]) -> _Side:
        """Read a wording."""
        if any(segment.kind is SegmentKind.QUOTED for segment in segments):
            # What else the outlet says in the sentence, who the speaker is, is no part of the words.
            segments = tuple(segment for segment in segments if segment.kind is not SegmentKind.NARRATED)
        kinds = {segment.kind for segment in segments}
        speakers = {segment.speaker for segment in segments}
        speech = kinds <= {SegmentKind.QUOTED} or kinds <= {SegmentKind.REPORTED}
        return cls(
            sigil,
            segments,
            kinds.pop() if speech else None,
            speakers.pop() if len(speakers) == 1 else None,
        )


# Two articles' wordings of one passage.
_Pair: TypeAlias = "tuple[Collation, _Side, _Side]"


def _sides(table: Table) -> Sequence[_Pair]:
    """Return both sides of each collation of two statements that surely are the same, and are somebody's speech."""
    return table.derived(_sure_sides)


def _sure_sides(table: Table) -> list[_Pair]:
    pairs = []
    for collation in table.collations:
        if collation.confidence >= SURE_LINK:
            one, other = map(_Side.of, collation.articles, table.sides_of(collation))
            if one.kind and other.kind:
                pairs.append((collation, one, other))
    return pairs


def _finding(
    table: Table,
    kind: str,
    rule: str,
    severity: int,
    pairs: Sequence[_Pair],
    told: Mapping[str, str],
    cues: Iterable[str] = (),
) -> Finding:
    """Make one finding of all pairs of articles that differ in one passage; `told` is what the message says of each."""
    columns = list(table.article_by_sigil)
    sides = sorted(
        {side.sigil: side for pair in pairs for side in pair[1:]}.values(), key=lambda side: columns.index(side.sigil)
    )
    outlets: dict[str, list[str]] = {}
    for side in sides:
        outlets.setdefault(told[side.sigil], []).append(table.article_by_sigil[side.sigil].label)
    return make_finding(
        kind,
        rule,
        severity,
        min(collation.confidence for collation, _, _ in pairs),
        (table.reading(side.sigil, side.segments[0].start, side.segments[-1].end) for side in sides),
        passage=pairs[0][0].passage,
        cues=tuple(dict.fromkeys(cues)),
        message=" ~ ".join(f"{what} in {', '.join(labels)}" for what, labels in outlets.items()),
    )


# ------------------------------------------------------------------------------------------------------ who says it


class SpeakerDetector:
    """The same words, given to another speaker."""

    kinds = ("speaker",)
    rules: ClassVar[Mapping[str, str]] = {
        "same-words": f"Two statements, linked with a confidence of {SURE_LINK} or more, share {SAME_WORDS} or more of "
        f"their content words ({SAME_REPORTED_WORDS} where they are reported), {MIN_CONTENT_WORDS} at least, and are "
        f"given to people whose names are less alike than {SAME_NAME}. The confidence is that of the link.",
    }

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield a finding for each passage that articles of an event give to different people."""
        sayings = read_sayings(table)
        found: dict[str, list[_Pair]] = {}
        for collation, one, other in _sides(table):
            if _given_to_others(table, sayings, collation, one, other):
                found.setdefault(collation.passage, []).append((collation, one, other))
        for pairs in found.values():
            quoted = any(_is_quoted(table, one) and _is_quoted(table, other) for _, one, other in pairs)
            severity = MEANING_AT_STAKE if quoted else WORTH_A_LOOK
            speakers = {side.sigil: side.speaker or "" for _, *both in pairs for side in both}
            told = {sigil: f"given to {speaker}" for sigil, speaker in speakers.items()}
            yield _finding(table, "speaker", "same-words", severity, pairs, told, cues=speakers.values())


def _is_quoted(table: Table, side: _Side) -> bool:
    """Whether a wording is quoted, or ends with a mark that closes a quotation which the text does not open."""
    text = table.article_by_sigil[side.sigil].text or ""
    end = side.segments[-1].end
    return side.kind is SegmentKind.QUOTED or not _MARKS.isdisjoint(text[end - 1 : end + CLOSING])


def _given_to_others(
    table: Table, sayings: Mapping[str, Sayings], collation: Collation, one: _Side, other: _Side
) -> bool:
    """Whether two articles surely name two people for the same words."""
    if not _surely_others(table, one, other):
        return False
    quoted = one.kind is other.kind is SegmentKind.QUOTED
    if _same_words(collation, one, other) < (SAME_WORDS if quoted else SAME_REPORTED_WORDS):
        return False
    for side, rival in ((one, other), (other, one)):
        # Where the other article names this speaker, too, who says what is a matter of reading. A given name tells
        # nobody from a namesake.
        named = set(_names(_paragraph(table, rival.segments[0])))
        if _names(side.speaker or "")[-1] in named or _said_by(sayings[rival.sigil], side):
            return False
    clauses = [_clause_stems(table, side) for side in (one, other)]
    return bool(clauses[0] & clauses[1]) or all(
        _is_person(side.speaker or "", table.article_by_sigil[side.sigil].text or "") for side in (one, other)
    )


def _surely_others(table: Table, one: _Side, other: _Side) -> bool:
    """Whether two wordings have two speakers, both named in the paragraph itself: not by "he", nor by "the coach".

    In a transcript the label names them, which may stand some paragraphs earlier.
    """
    if one.speaker is None or other.speaker is None or _may_be_one(one.speaker, other.speaker):
        return False
    return all(
        side.segments[0].turn is not None
        or _names(side.speaker or "")[-1] in _names(_paragraph(table, side.segments[0]))
        for side in (one, other)
    )


def _names(text: str) -> list[str]:
    """Return the capitalised words of a text, folded; of a name, its parts in order."""
    return [fold_name(normal_form(re.sub(r"['’]s?$", "", word))) for word in _NAME.findall(text)] or [""]


def _may_be_one(speaker: str, other: str) -> bool:
    """Whether two names may mean one person, or one of them is no person's name but a role's or an organisation's.

    >>> _may_be_one("Sergey Ryabkov", "Ryabkov"), _may_be_one("Ada Brook", "Nell Harper")
    (True, False)
    """
    if not (_is_full_name(speaker) and _is_full_name(other)):
        return True
    names, other_names = _names(speaker), _names(other)
    if _are_alike(names[-1], other_names[-1]):
        return True
    # The family name stands first in Budapest and Beijing.
    return _are_alike(names[0], other_names[-1]) and _are_alike(names[-1], other_names[0])


def _are_alike(name: str, other: str) -> bool:
    """Whether two names may be spellings of one; the ratio depends on the order."""
    pairs = (name, other), (other, name)
    return any(SequenceMatcher(None, *pair, autojunk=False).ratio() >= SAME_NAME for pair in pairs)


def _is_full_name(speaker: str) -> bool:
    """Whether a speaker is named by first and family name: two words or more, all capitalised but for particles."""
    no_names = _people("titles", "roles", "organisations", "origins", "places") - _people("surnames")
    return len(_names(speaker)) > 1 and all(
        (_NAME.match(word) and normal_form(word.rstrip(".")) not in no_names) or word in _people("particles")
        for word in speaker.split()
        # An initial: "Ada B. Brook".
        if len(word.rstrip(".")) > 1
    )


def _is_person(name: str, text: str) -> bool:
    """Whether an article shows that a name is a person's: by the family name alone, or a title or role beside it."""
    *_, first, family = map(re.escape, name.split())
    if re.search(rf"(?<!\b{first}\s)\b{family}\b", text):
        return True
    beside = _people("titles", "roles") - _people("organisations")
    for match in re.finditer(re.escape(name), text):
        before = _WORD.findall(text[: match.start()].rsplit(".", 1)[-1])[-WORDS_BESIDE_NAME:]
        behind = _WORD.findall(re.split(r"[.\n]", text[match.end() :], maxsplit=1)[0])[:WORDS_BESIDE_NAME]
        if not beside.isdisjoint(word.lower() for word in (*before, *behind)):
            return True
    return False


def _paragraph(table: Table, segment: Segment) -> str:
    """Return the text of a segment's paragraph, with the reporting clauses."""
    text = table.article_by_sigil[segment.article].text or ""
    inside = _of_paragraph(table.segments_by_article[segment.article], segment.paragraph)
    start = min((one.setting or (one.start, one.end))[0] for one in inside)
    end = max((one.setting or (one.start, one.end))[1] for one in inside)
    return text[start:end]


def _of_paragraph(segments: Sequence[Segment], paragraph: int) -> Sequence[Segment]:
    """Return the segments of one paragraph, of those of an article."""
    begin = bisect_left(segments, paragraph, key=lambda segment: segment.paragraph)
    return segments[begin : bisect_right(segments, paragraph, key=lambda segment: segment.paragraph)]


def _clause_stems(table: Table, side: _Side) -> frozenset[str]:
    """Return the content words around a statement in its sentence: who the speaker is, when and to whom it was said."""
    text = table.article_by_sigil[side.sigil].text or ""
    names = set(_names(side.speaker or ""))
    around = [
        text[start : segment.start] + "\n" + text[segment.end : end]
        for segment in side.segments
        if segment.setting is not None
        for start, end in (segment.setting,)
    ]
    return frozenset(
        stem(token.norm)
        for part in around
        for token in tokenize(part)
        if token.is_content and fold_name(token.norm) not in names and token.norm not in _common_in_clauses()
    )


def _same_words(collation: Collation, one: _Side, other: _Side) -> float:
    """Return the share of the content words of each wording for which the other has a counterpart: the lesser one."""
    shares = []
    for side, place in ((one, collation.articles.index(one.sigil)), (other, collation.articles.index(other.sigil))):
        linked = {link[place][0] for link in (*collation.equal, *((a, b) for a, b, _ in collation.links))}
        words = [
            token.start + segment.start in linked
            for segment in side.segments
            for token in tokenize(segment.text)
            if token.is_content
        ]
        shares.append(sum(words) / len(words) if len(words) >= MIN_CONTENT_WORDS else 0.0)
    return min(shares)


def _said_by(sayings: Sayings, side: _Side) -> bool:
    """Whether another article has the same from the same speaker at another place."""
    stems = frozenset().union(*(content_stems(one.text) for one in side.segments))
    return any(
        segment.speaker is not None and segment.speaker.split()[-1] == (side.speaker or "").split()[-1]
        for segment in sayings.saying(stems, SAME_WORDS)
    )


# ----------------------------------------------------------------------------------------------------- with which verb


class ReportingVerbDetector:
    """Reporting verbs of different stance: neutral ("said"), or one that stresses, doubts, concedes."""

    kinds = ("reporting-verb",)
    rules: ClassVar[Mapping[str, str]] = {
        "stance": "The verbs that introduce two statements take different stances (“said”, “claimed”, “admitted”). The "
        f"confidence is that of the passage's link, which is {SURE_LINK} or more.",
    }

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield a finding for each two reporting clauses, once for all statements that they introduce."""
        quotations = Quotations(table)
        told: set[frozenset[str]] = set()
        found: dict[str, list[_Pair]] = {}
        differing = [pair for pair in _sides(table) if _have_other_stances(*pair[1:])]
        for collation, one, other in sorted(differing, key=lambda pair: reading_order(table, pair[0])):
            if _surely_others(table, one, other):
                continue
            clauses = frozenset(quotations.first_of(side.segments[0]).id for side in (one, other))
            if clauses not in told:
                told.add(clauses)
                found.setdefault(collation.passage, []).append((collation, one, other))
        for pairs in found.values():
            sides = {side.sigil: side for _, *both in pairs for side in both}
            cues = {sigil: _cue(side) for sigil, side in sides.items()}
            yield _finding(table, "reporting-verb", "stance", 1, pairs, cues, cues=cues.values())


def _have_other_stances(one: _Side, other: _Side) -> bool:
    """Whether two wordings have reporting verbs of known stances that differ."""
    stance, rival = (_stance_of_form().get(_cue(side)) for side in (one, other))
    return stance is not None and rival is not None and stance != rival


def _cue(side: _Side) -> str:
    """Return the reporting verb of a wording in lower case; empty where it has none, or several."""
    cues = {(segment.cue or "").casefold() for segment in side.segments}
    return cues.pop() if len(cues) == 1 else ""


# ------------------------------------------------------------------------------------------------- quoted or reported


class QuoteModeDetector:
    """What one source quotes and another reports in indirect speech."""

    kinds = ("quote-mode",)
    rules: ClassVar[Mapping[str, str]] = {
        "quoted-or-reported": "One article has all of the statement in quotation marks, the other reports it in its "
        f"own words, and no quotation of that article has {MAX_QUOTED_ELSEWHERE} or more of its content words. The "
        f"confidence is that of the passage's link, which is {SURE_LINK} or more.",
    }

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield a finding for each passage that some articles of an event quote and others report."""
        sayings = read_sayings(table)
        found: dict[str, list[_Pair]] = {}
        for collation, one, other in _sides(table):
            quoting, reporting = (one, other) if one.kind is SegmentKind.QUOTED else (other, one)
            if quoting.kind is reporting.kind or not _only_reported(sayings[reporting.sigil], quoting, reporting):
                continue
            if one.speaker is None or other.speaker is None or _surely_others(table, one, other):
                continue
            if any(segment.turn for segment in quoting.segments):  # a transcript has no other way to give words
                continue
            found.setdefault(collation.passage, []).append((collation, one, other))
        for pairs in found.values():
            told = {
                side.sigil: "quoted" if side.kind is SegmentKind.QUOTED else "reported"
                for _, *both in pairs
                for side in both
            }
            yield _finding(table, "quote-mode", "quoted-or-reported", WORTH_A_LOOK, pairs, told)


def _only_reported(sayings: Sayings, quoting: _Side, reporting: _Side) -> bool:
    """Whether the reporting article has the words neither in quotation marks here nor in a quotation elsewhere."""
    # A single mark inside may be an apostrophe; in front it opens a quotation.
    if any(segment.text[0] in "'‘’" or not _MARKS.isdisjoint(segment.text) for segment in reporting.segments):
        return False
    stems = frozenset().union(*(content_stems(one.text) for one in quoting.segments))
    return not any(segment.kind is SegmentKind.QUOTED for segment in sayings.saying(stems, MAX_QUOTED_ELSEWHERE))
