"""One paragraph → its statements, with who says them; a part of `segment`.

The paragraph is cut into sentences, each sentence into direct speech and the text around it. Quotations that are a
part of the sentence's grammar stay inside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from ryabkov_diff.domain import SegmentKind, TurnKind
from ryabkov_diff.provenance import outlet_named
from ryabkov_diff.segment.attribution import (
    Attribution,
    attribute_sentence,
    clause_after,
    clause_before,
    inner_clause,
    is_circumstance,
    second_clause,
    sentence_subject,
)
from ryabkov_diff.segment.clauses import OPAQUE, ClauseToken, clause_tokens, is_name, is_role
from ryabkov_diff.segment.sentences import split_sentences
from ryabkov_diff.segment.speakers import Speakers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ryabkov_diff.segment.quotations import MarkedWords
    from ryabkov_diff.segment.transcripts import Turn

__all__ = ["Statement", "StatementReader"]

# Fewer words than this inside a sentence are a quoted term, not speech.
_SPEECH_WORDS = 3
# Within so many words stands what somebody has: "Brook’s next film".
_POSSESSED = 4
# How many characters of its sentence decide about a quotation: reporting clauses are shorter.
_CONTEXT = 1000
# Fewer words than this behind "he said that" are a term, too, though they end the sentence.
_STATEMENT_WORDS = 5
# A quotation of so few words whose longer ones are all capitalised, at least two, is a title: “State of the Union”.
_TITLE_WORDS = 8
_LONGER_WORDS = re.compile(r"[^\W\d_]{4,}")
# With more words than this, what somebody is asked says something of its own.
_CIRCUMSTANCE_WORDS = 14
# A reaction is the verb, which has a subject in front, and an adverb at most: "Brook only shrugged".
_REACTION_WORDS = 2
_SINGLE_MARKS = frozenset({"'", "‘"})
_DOUBLE_MARKS = frozenset('“”„"«»')
_ENDS_SENTENCE = re.compile(r"[.!?…][)\]\s’'”\"]*\Z")
# A word with a full stop that is no title: "Mr.".
_FULL_STOP = re.compile(r"(?<!\S)[^\s.A-Z][^\s.]*\.\s+\Z")
# How many characters in front of a quotation are looked at for it.
_CUT = 24
_ENDS_CLAUSE = re.compile(r"[,—–-][)\]\s’']*\Z")
# How many characters of a quotation's end are looked at: its last mark, and what closes there.
_QUOTATION_END = 8
# What numbers the points of a list.
_LIST_MARKER = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z])[.)]\s+(?=[^\s.])")
# What a transcript says of the speaker: "(Laughs.) No."; in "[The treaty] is dead" it is a part of the sentence.
_REMARK = re.compile(r"[(\[][^()\[\]]*[)\]]\.?(?=\s+[^\sa-z]|\s*\Z)")
# One of more words tells something: "[The ministry later said that it was 12.]"
_REMARK_WORDS = 5
# What may stand at the edge of a statement without being a part of it.
_LEFT_EDGE = ' \t\n\r\xa0\u2028\u2029,;:—–-.!?…)]"”»'
_RIGHT_EDGE = " \t\n\r\xa0\u2028\u2029,;:—–-"


class Statement(NamedTuple):
    """A segment without its number; the fields are those of `Segment`."""

    kind: SegmentKind
    start: int
    end: int
    speaker: str | None = None
    cue: str | None = None
    turn: TurnKind | None = None
    clause: tuple[int, int] | None = None


@dataclass(slots=True)
class _Speech:
    """A direct quotation while its paragraph is read: who speaks is often said behind it."""

    quotation: MarkedWords
    speaker: str | None = None
    cue: str | None = None
    attributed: bool = False


@dataclass(slots=True)
class _Open:
    """What one paragraph hands on to the next."""

    speaker: str | None = None
    cue: str | None = None
    introduced: bool = False


class StatementReader:
    """Reads the paragraphs of one article in order; it remembers who spoke last."""

    def __init__(self, text: str, quotations: Sequence[MarkedWords]) -> None:
        self._text = text
        self._opaque = _hide(text, quotations, lambda _: OPAQUE)
        self._speakers = Speakers(text, self._opaque)
        self._masked = _hide(text, quotations, self._stand_in)
        self._openings = frozenset(quotation.outer_start for quotation in quotations)
        self._open = _Open()
        self._introduced: Attribution | None = None
        # Whom a narrated statement is about, by its start: the person that is its subject.
        self._subjects: dict[int, str] = {}
        # The same, where that person does as one who is about to speak: "Ada Brook nodded."
        self._reactions: dict[int, str] = {}
        # Who spoke at the end of the paragraph before, or whom it was about.
        self._topic: str | None = None

    def read(
        self,
        start: int,
        end: int,
        quotations: Sequence[MarkedWords],
        sentences: Sequence[tuple[int, int]] | None = None,
    ) -> list[Statement]:
        """Return the statements between two places of a paragraph, in order.

        Args:
            start: The first code point.
            end: One past the last.
            quotations: Those between the two.
            sentences: Where they are known already.
        """
        items: list[Statement | _Speech] = []
        marker = _LIST_MARKER.match(self._text, start, end)
        if marker and self._has_words(marker.end(), end):
            start, sentences = marker.end(), None
        if sentences is None:
            sentences = self._sentences(start, end, quotations)
        index = 0
        for number, (first, last) in enumerate(sentences):
            inside = []
            while index < len(quotations) and quotations[index].outer_start < last:
                if quotations[index].outer_end > first:
                    inside.append(quotations[index])
                index += 1
            self._read_sentence(first, last, inside, items, is_last=number == len(sentences) - 1)
        self._settle(items, continued=bool(quotations) and quotations[0].continues)
        return [statement for item in items for statement in self._statements(item)]

    def _sentences(self, start: int, end: int, quotations: Sequence[MarkedWords]) -> list[tuple[int, int]]:
        """Return the sentences of a part of a paragraph.

        Speech that begins behind a full stop begins a sentence, though an abbreviation may stand there: "120 km/h.".
        """
        cuts = [
            quotation.outer_start
            for quotation in quotations
            if self._text[quotation.start : quotation.end][:1].isupper()
            and len(self._text[quotation.start : quotation.end].split()) >= _SPEECH_WORDS
            and _FULL_STOP.search(self._opaque[max(start, quotation.outer_start - _CUT) : quotation.outer_start])
        ]
        sentences: list[tuple[int, int]] = []
        for first, last in split_sentences(self._masked[start:end]):
            begin = start + first
            for cut in cuts[bisect_right(cuts, begin) : bisect_left(cuts, start + last)]:
                sentences.append((begin, begin + len(self._opaque[begin:cut].rstrip())))
                begin = cut
            sentences.append((begin, start + last))
        return sentences

    def knows(self, words: str) -> bool:
        """Say whether words name a person whose full name the article gives."""
        return self._speakers.knows(words)

    def read_turn(self, turn: Turn, headline: str | None) -> list[Statement]:
        """Return the sentences of one paragraph of a transcript: the words of whoever its label names.

        Questions without a name are the outlet's own words, and so is a longer remark in brackets; a short one,
        "(Laughter.)", is no part of the article.
        """
        self._open = _Open()
        speaker = None
        if turn.said and turn.name is not None:
            speaker = self._speakers.resolve(self._text[slice(*turn.name)], turn.name[0])
        elif turn.said:
            speaker = self._speakers.first_named(headline, turn.start)
        start, end = turn.start, turn.end
        if turn.quoted and start < end:
            # Marks that open each paragraph, and close the last one, are no part of what is said.
            start += self._text[start] in _DOUBLE_MARKS
            lone = sum(character in _DOUBLE_MARKS for character in self._text[start:end]) % 2
            end -= lone and self._text[end - 1] in _DOUBLE_MARKS
        spoken = SegmentKind.QUOTED if turn.said else SegmentKind.NARRATED
        part = TurnKind.QUESTION if turn.asks else TurnKind.ANSWER if turn.said else None
        found = []
        for first, last in split_sentences(self._text[start:end]):
            position = start + first
            while remark := _REMARK.match(self._text, position, start + last):
                words = len(remark[0].split())
                kind = SegmentKind.BOILERPLATE if words <= _REMARK_WORDS else SegmentKind.NARRATED
                found.append(Statement(kind, *remark.span()))
                position = remark.end()
                while position < start + last and self._text[position].isspace():
                    position += 1
            span = trim(self._text, position, start + last)
            if any(character.isalnum() for character in self._text[slice(*span)]):
                found.append(Statement(spoken, *span, speaker, turn=part))
        return [one for one in found if any(map(str.isalnum, self._text[one.start : one.end]))]

    def _stand_in(self, quotation: MarkedWords) -> str:
        """Say what a hidden quotation ends with in the eyes of the sentence splitter."""
        content = self._text[quotation.start : quotation.end]
        behind = self._text[quotation.outer_end : quotation.outer_end + _QUOTATION_END].strip()
        # "“They stay home.” – which nobody knew": the sentence goes on.
        goes_on = behind.lstrip("-–— ")[:1].islower()
        return "." if _ENDS_SENTENCE.search(content[-_QUOTATION_END:]) and not goes_on else "x"

    # ----------------------------------------------------------------------------------------------- one sentence

    def _read_sentence(
        self, start: int, end: int, quotations: list[MarkedWords], items: list[Statement | _Speech], *, is_last: bool
    ) -> None:
        speech = self._direct(start, end, quotations)
        if not speech:
            self._read_indirect(start, end, items, is_last=is_last)
            return
        position = start
        for number, quotation in enumerate(speech):
            current = _Speech(quotation)
            if self._has_words(position, quotation.outer_start):
                if number == 0:
                    self._read_before(position, quotation.outer_start, items, current)
                else:
                    self._read_between(position, quotation.outer_start, items, current)
            items.append(current)
            position = quotation.outer_end
        if self._has_words(position, end):
            self._read_after(position, end, items)

    def _direct(self, start: int, end: int, quotations: list[MarkedWords]) -> list[MarkedWords]:
        """Return the quotations of a sentence that are speech of their own, not a part of its grammar."""
        direct: list[MarkedWords] = []
        for number, quotation in enumerate(quotations):
            left = max(direct[-1].outer_end if direct else start, quotation.outer_start - _CONTEXT)
            right = min(
                quotations[number + 1].outer_start if number + 1 < len(quotations) else end,
                quotation.outer_end + _CONTEXT,
            )
            if self._is_direct(quotation, left, right, after_speech=bool(direct)):
                direct.append(quotation)
        return direct

    def _is_direct(self, quotation: MarkedWords, left: int, right: int, *, after_speech: bool) -> bool:
        content = self._text[quotation.start : quotation.end].strip()
        words = len(content.split())
        if not words or not any(character.isalnum() for character in content):
            return False
        ends = bool(_ENDS_SENTENCE.search(content[-_QUOTATION_END:]))
        stops = ends or bool(_ENDS_CLAUSE.search(content[-_QUOTATION_END:]))
        if self._text[quotation.outer_start : quotation.start] in _SINGLE_MARKS and not stops:
            return False
        first = next((character for character in content if character.isalnum()), "")
        upper = first.isupper() or first.isdigit() or content[0] in "[(…."
        before = self._opaque[left : quotation.outer_start].strip()
        behind = self._opaque[quotation.outer_end : right].strip()
        title = _is_title(content)
        if not any(character.isalnum() or character == OPAQUE for character in before):
            if not any(character.isalnum() or character == OPAQUE for character in behind):
                heading = title and self._text[quotation.outer_start : quotation.start] in _SINGLE_MARKS
                return self._open.introduced or ((words >= _SPEECH_WORDS or stops) and not heading)
            if stops and upper:
                return True
            clause = clause_after(clause_tokens(self._opaque, quotation.outer_end, right), right)
            return clause is not None and (stops or behind[0] in ",—–" or words >= _SPEECH_WORDS)
        if before.endswith(":"):
            return words >= _SPEECH_WORDS or upper
        tokens = clause_tokens(self._opaque, left, quotation.outer_start)
        sentences = len(split_sentences(content)) if words >= 2 * _SPEECH_WORDS else 1
        if sentences == 1 and _needs_noun(tokens[-1]):
            return False
        whole = not any(character.isalnum() or character == OPAQUE for character in behind)
        if after_speech:
            clause = clause_after(tokens, quotation.outer_start)
            if clause is not None and clause.start == clause.end:
                # "“We won’t,” she said “give in”."
                if not self._opaque[clause.cue[1] : quotation.outer_start].strip():
                    return True
                return (
                    (upper and not title)
                    or before[-1] in ",.—–"
                    or (whole and tokens[-1].lower in {"and", "but", "because"})
                    or (whole and ends and words >= _STATEMENT_WORDS and tokens[-1].lower == "that")
                )
        clause = clause_before(tokens, left)
        # A term has no sentences.
        if sentences > 1 and (clause or upper):
            return True
        if clause is None:
            return False
        between = self._opaque[clause.cue[1] : quotation.outer_start].strip(" \t\r\n\xa0")
        if words < _SPEECH_WORDS:
            # "They chanted “What bread?” and left"; but "sang “Hurt”".
            return upper and ends and (between.endswith((",", ":")) or (not between and content[-1] in "?!"))
        if upper and (before[-1] in ",—–" or not between):
            return True
        # "He said that “it is so.”": all of the statement is quoted; in "what it called “a clear threat.”" a term is.
        if not clause.verb & {"zero_that", "that", "hearer"}:
            return False
        return whole and ends and words >= _STATEMENT_WORDS and (not between or between.endswith((",", "that")))

    def _read_before(self, start: int, end: int, items: list[Statement | _Speech], speech: _Speech) -> None:
        """Read the text in front of direct speech."""
        tokens = clause_tokens(self._opaque, start, end)
        clause = clause_before(tokens, start)
        if clause is None:
            introducer = self._introducer(tokens)
            # A name and a colon say nothing else.
            if introducer is None or not _is_label(tokens):
                self._read_indirect(start, end, items, is_last=False)
            last = items[-1] if items else None
            if introducer is not None:
                speech.speaker = introducer
            elif isinstance(last, Statement):
                speech.speaker = last.speaker
            return
        self._read_front(clause, items)
        self._attribute(speech, clause)

    def _read_front(self, clause: Attribution, items: list[Statement | _Speech]) -> None:
        """Read what stands in front of a clause that introduces speech, unless it belongs to the clause."""
        tokens = clause_tokens(self._opaque, clause.start, clause.end)
        # In "The hall was shut, and he said" the comma and the "and" belong to neither.
        while tokens and ("openers" in tokens[-1].lists or tokens[-1].text == ","):
            tokens.pop()
        if tokens and (len(tokens) > _CIRCUMSTANCE_WORDS or not is_circumstance(tokens)):
            self._read_indirect(clause.start, tokens[-1].end, items, is_last=False)

    def _introducer(self, tokens: list[ClauseToken]) -> str | None:
        """Return who introduces speech without a verb of speech: `Ada Brook shook her head:`."""
        if tokens[-1].text != ":":
            return None
        # A word by itself may be any heading, but not where it is a name.
        alone = _is_label(tokens)
        subject = (tokens[0].start, tokens[0].end) if alone else sentence_subject(tokens)
        if subject is None:
            return None
        words = self._text[slice(*subject)]
        speaks = self._speakers.knows(words) if alone else self._speakers.is_person(words)
        return self._speakers.resolve(words, subject[0]) if speaks else None

    def _read_between(self, start: int, end: int, items: list[Statement | _Speech], speech: _Speech) -> None:
        """Read the text between two quotations: a clause that interrupts speech belongs to both."""
        self._read_after(start, end, items)
        tokens = clause_tokens(self._opaque, start, end)
        first, last = clause_after(tokens, end), clause_before(tokens, start)
        before = next((item for item in reversed(items) if isinstance(item, _Speech)), None)
        if before is not None:
            speech.speaker, speech.cue, speech.attributed = before.speaker, before.cue, before.attributed
        if last is not None and (first is None or last.cue[0] > first.cue[0]):
            self._attribute(speech, last)

    def _read_after(self, start: int, end: int, items: list[Statement | _Speech]) -> None:
        """Read the text behind direct speech."""
        speech = items[-1] if items else None
        clause = clause_after(clause_tokens(self._opaque, start, end), end)
        if clause is None or not isinstance(speech, _Speech):
            self._read_indirect(start, end, items, is_last=False)
            return
        self._attribute(speech, clause)
        if self._opaque[clause.cue[1] : clause.start].strip() == "that":
            self._add(items, SegmentKind.REPORTED, clause.start, clause.end, speech.speaker, speech.cue)
        elif self._has_words(clause.start, clause.end):
            self._read_rest(clause.start, clause.end, items, speech.speaker)

    def _read_rest(self, start: int, end: int, items: list[Statement | _Speech], speaker: str | None) -> None:
        """Read what follows a reporting clause: `noting that there will be a pause`, `and added that …`."""
        second = second_clause(clause_tokens(self._opaque, start, end), end)
        if second is None:
            self._read_indirect(start, end, items, is_last=False)
        else:
            self._add(items, SegmentKind.REPORTED, second.start, second.end, speaker, self._cue(second))

    def _read_indirect(self, start: int, end: int, items: list[Statement | _Speech], *, is_last: bool) -> None:
        """Read a sentence, or a part of one, without direct speech."""
        tokens = clause_tokens(self._opaque, start, end)
        if not any(token.text[0].isalnum() or token.text[0] == OPAQUE for token in tokens):
            return
        last = items[-1] if items else None
        if isinstance(last, _Speech) and not last.attributed:
            clause = clause_after(tokens, end)
            if clause is not None and clause.start == clause.end and "topic" not in clause.verb:
                self._attribute(last, clause)
                return
        introduces = is_last and self._opaque[start:end].rstrip().endswith(":") and self._quotation_follows(end)
        if introduces:
            clause = clause_before(tokens, start)
            if clause is not None:
                self._read_front(clause, items)
                self._introduced = clause
                return
        found = attribute_sentence(tokens, end)
        subject = sentence_subject(tokens)
        if found is None or not self._has_words(found.start, found.end):
            self._add(items, SegmentKind.NARRATED, start, end, None, None)
            self._note_subject(tokens, subject, items)
            if introduces and subject is not None and self._speakers.knows(self._text[slice(*subject)]):
                self._introduced = Attribution(subject, (end, end), start, end)
            return
        if subject is not None and subject[0] < found.subject[0]:
            # "Ada Brook left, and she said that …"
            words = self._text[slice(*subject)]
            if self._speakers.knows(words):
                self._speakers.resolve(words, subject[0])
        if introduces:
            self._introduced = found
        inner = self._beside_wire(found, tokens)
        if inner is None:
            speaker, cue = self._resolve(found), self._cue(found)
            self._add(items, SegmentKind.REPORTED, found.start, found.end, speaker, cue, inner_clause(tokens, found))
            return
        said = inner if self._is_outlet(found) else found
        speaker, cue = self._resolve(said), self._cue(said)
        self._add(items, SegmentKind.REPORTED, inner.start, inner.end, speaker, cue, inner_clause(tokens, inner))

    def _note_subject(
        self, tokens: Sequence[ClauseToken], subject: tuple[int, int] | None, items: Sequence[Statement | _Speech]
    ) -> None:
        """Take note of whom the outlet's own sentence is about: who speaks next, if nothing else is said of it."""
        if subject is not None:
            words = self._text[slice(*subject)]
            self._speakers.mention(words, subject[0])
            reacts = _reacts([token for token in tokens if token.start >= subject[1]])
            # Whoever nods is a person.
            known = reacts and self._speakers.knows(words)
            person = (self._speakers.resolve if known else self._speakers.person)(words, subject[0])
            if person is None and not self._speakers.is_person(words):
                self._speakers.note_thing(words)
            elif person is not None and items and isinstance(items[-1], Statement):
                self._subjects[items[-1].start] = person
                if reacts:
                    self._reactions[items[-1].start] = person
            return
        names = list(takewhile(is_name, tokens))
        if names and names[-1].text.endswith(("’s", "'s")) and not any(map(is_role, tokens[len(names) :][:_POSSESSED])):
            # "Brook’s film is due": the film does not speak, but she may.
            self._speakers.mention(self._text[names[0].start : names[-1].end - 2], names[0].start)

    def _quotation_follows(self, position: int) -> bool:
        while position < len(self._text) and self._text[position].isspace():
            position += 1
        return position in self._openings

    def _beside_wire(self, outer: Attribution, sentence: Sequence[ClauseToken]) -> Attribution | None:
        """Return the second reporting clause of a sentence where one of the two names a wire: `…, TASS reported`."""
        tokens = [token for token in sentence if outer.start <= token.start and token.end <= outer.end]
        if not tokens:
            return None
        inner = attribute_sentence(tokens, outer.end)
        if inner is None or not self._has_words(inner.start, inner.end):
            return None
        if inner.start <= tokens[0].start and inner.end >= outer.end:
            return None
        return inner if self._is_outlet(outer) or self._is_wire(inner) else None

    # -------------------------------------------------------------------------------------------------- who speaks

    def _is_outlet(self, clause: Attribution) -> bool:
        words = self._text[slice(*clause.subject)]
        return "agency" in words or outlet_named(words) is not None

    def _is_wire(self, clause: Attribution) -> bool:
        """Say whether the clause names an outlet, or passes on what one "cited Ryabkov as saying"."""
        return self._is_outlet(clause) or "agency" in self._text[clause.end : clause.cue[0]]

    def _resolve(self, clause: Attribution) -> str | None:
        return self._speakers.resolve(self._text[slice(*clause.subject)], clause.subject[0])

    def _cue(self, clause: Attribution) -> str | None:
        return self._text[slice(*clause.cue)] or None

    def _attribute(self, speech: _Speech, clause: Attribution) -> None:
        speech.speaker, speech.cue, speech.attributed = self._resolve(clause), self._cue(clause), True

    def _settle(self, items: list[Statement | _Speech], *, continued: bool) -> None:
        """Give speech without a clause of its own the speaker that its neighbours name.

        The clause before goes on being true in its paragraph; else the next one is meant; else whoever the sentence
        in front is about; else whoever spoke last.
        """
        speeches = [item for item in items if isinstance(item, _Speech)]
        if speeches and not speeches[0].attributed and (continued or self._open.introduced):
            first = speeches[0]
            first.speaker, first.cue, first.attributed = self._open.speaker, self._open.cue, True
        self._open = _Open()
        for direction in (items, items[::-1]):
            near: Statement | _Speech | None = None
            for item in direction:
                if isinstance(item, _Speech) and item.attributed:
                    near = item
                elif isinstance(item, _Speech) and near is not None and item.speaker is None:
                    item.speaker, item.cue = near.speaker, near.cue
                elif isinstance(item, Statement) and near is not None and direction is items:
                    # "Ada Brook agreed. “…”", "Ada Brook said that …. “…”": it is hers, though another spoke before.
                    speaker = item.speaker or self._reactions.get(item.start) or near.speaker
                    near = near if speaker == near.speaker else item._replace(speaker=speaker, cue=None)
        speaker = None
        for item in items:
            if isinstance(item, _Speech) and not item.attributed and item.speaker is None:
                item.speaker = speaker or self._topic or self._speakers.last
            elif isinstance(item, Statement):
                speaker = item.speaker or self._subjects.get(item.start) or speaker
        self._topic = speeches[-1].speaker if speeches else speaker
        if self._introduced is not None:
            self._open = _Open(self._resolve(self._introduced), self._cue(self._introduced), introduced=True)
            self._introduced = None
        elif speeches:
            self._open = _Open(speeches[-1].speaker, speeches[-1].cue)

    # --------------------------------------------------------------------------------------------------- the spans

    def _has_words(self, start: int, end: int) -> bool:
        return any(character.isalnum() or character == OPAQUE for character in self._opaque[start:end])

    def _add(
        self,
        items: list[Statement | _Speech],
        kind: SegmentKind,
        start: int,
        end: int,
        speaker: str | None,
        cue: str | None,
        clause: tuple[int, int] | None = None,
    ) -> None:
        start, end = trim(self._text, start, end, closed=self._opaque)
        if self._has_words(start, end):
            items.append(Statement(kind, start, end, speaker, cue, clause=clause))

    def _statements(self, item: Statement | _Speech) -> list[Statement]:
        if isinstance(item, Statement):
            return [item]
        quotation = item.quotation
        content = self._text[quotation.start : quotation.end]
        spans = [(quotation.start + first, quotation.start + last) for first, last in split_sentences(content)]
        found = []
        for first, last in spans:
            start, end = trim(self._text, first, last)
            if any(character.isalnum() for character in self._text[start:end]):
                found.append(Statement(SegmentKind.QUOTED, start, end, item.speaker, item.cue))
        return found


def _reacts(behind: Sequence[ClauseToken]) -> bool:
    """Say whether the words behind a subject say that somebody reacts: "nodded", ", the baker, only shrugged"."""
    commas = [at for at, token in enumerate(behind) if token.text == ","][:2]
    verb = commas[1] + 1 if commas[:1] == [0] and len(commas) > 1 else 0
    return any("reactions" in token.lists for token in behind[verb : verb + _REACTION_WORDS])


def _is_label(tokens: Sequence[ClauseToken]) -> bool:
    """Say whether a single word and a colon stand in front of speech."""
    return [token.text for token in tokens[1:]] == [":"]


def _needs_noun(token: ClauseToken) -> bool:
    """Say whether a noun is missing behind a word: "on the “Morning Show”", "of “a dark day”", "its “Friends”"."""
    if token.lower in {"that", "so", "to"}:
        return False
    possessive = token.text.endswith(("’s", "'s", "s’", "s'"))
    return possessive or "determiners" in token.lists or "no_statement" in token.lists


def _is_title(content: str) -> bool:
    """Say whether quoted words are a title of something, not speech."""
    longer = _LONGER_WORDS.findall(content)
    return len(content.split()) <= _TITLE_WORDS and len(longer) > 1 and all(word[0].isupper() for word in longer)


def trim(text: str, start: int, end: int, *, closed: str | None = None) -> tuple[int, int]:
    """Leave out the punctuation at the edges of a statement that stands outside it.

    Args:
        text: The article's text.
        start: First code point.
        end: One past the last.
        closed: The text with quotations hidden, so that their marks are kept.
    """
    looked_at = closed or text
    while start < end and looked_at[start] in _LEFT_EDGE and not looked_at.startswith("...", start):
        start += 1
    while end > start and looked_at[end - 1] in _RIGHT_EDGE:
        end -= 1
    return start, end


def _hide(text: str, quotations: Sequence[MarkedWords], stand_in: Callable[[MarkedWords], str]) -> str:
    """Return the text with each quotation, marks included, made opaque; the length stays."""
    pieces = []
    position = 0
    for quotation in quotations:
        pieces.append(text[position : quotation.outer_start].replace(OPAQUE, "\ue001"))
        length = quotation.outer_end - quotation.outer_start
        last = stand_in(quotation)
        fill = OPAQUE if last == OPAQUE else "x"
        first = fill if last == OPAQUE else "X"
        pieces.append((first + fill * (length - 2) + last)[:length] if length > 1 else first * length)
        position = quotation.outer_end
    pieces.append(text[position:].replace(OPAQUE, "\ue001"))
    return "".join(pieces)
