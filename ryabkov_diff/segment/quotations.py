"""Paragraphs → quotations: which words stand inside quotation marks; a part of `segment`.

One scan over the marks of each paragraph. Typographic marks say themselves whether they open or close; a straight one
is judged by its neighbours, and by whether a quotation is open. Apostrophes, feet and inches are no marks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ryabkov_diff.domain import Note

__all__ = ["MarkedWords", "find_quotations"]


class MarkedWords(NamedTuple):
    """Words inside one pair of quotation marks, within one paragraph.

    Attributes:
        paragraph: The number of the paragraph, from 0.
        start: First code point behind the opening mark.
        end: The closing mark, or the paragraph's end where that is missing.
        outer_start: The opening mark; the same as `start` where the paragraph has none because it goes on.
        outer_end: One past the closing mark.
        continues: Whether it goes on with the quotation that the paragraph before left open.
    """

    paragraph: int
    start: int
    end: int
    outer_start: int
    outer_end: int
    continues: bool = False


# What may close each opening mark. Copies mix typographic and straight marks, and some languages turn them round.
_CLOSERS = {
    "“": '”"“',
    "”": '”"',
    '"': '"”',
    "„": '“”"‟',
    "‟": '”"“',
    "«": '»"',
    "»": "«",
    "``": "''\"",
    "''": "''",
    "‘": "’'",
    "'": "'’",
    "‹": "›",
}  # fmt: skip
# Begins with a set of characters, without looking back: it is searched for at the speed of that.
_MARK = re.compile(r"[“”„‟\"«»‹›‘’'`](?:(?<=`)`|(?<=')'(?:(?!\w)|(?<!\w'')))?")
_SINGLE = frozenset("‘’'")
# Feet and inches: 6'2", 5 ft 10".
_INCHES = re.compile(r"\d\s?['’′]\s?\d{1,2}(?:\.\d)?\s?\Z")
# Before an opening mark stands white space, a bracket, a dash or another mark.
_OPENS_AFTER = frozenset("([{—–―-/:;,.…“„«\"‘'>|*_")
# Behind a closing mark that ends speech in single marks stands punctuation inside: ‘It is so,’ he said.
_SPEECH_END = frozenset(",.?!…")
# How far a single mark that opens is followed in search of one that closes: in characters, and in apostrophes.
_SINGLE_REACH = 4000
_SINGLE_CANDIDATES = 40


def find_quotations(
    text: str, paragraphs: tuple[tuple[int, int], ...]
) -> tuple[tuple[MarkedWords, ...], tuple[Note, ...]]:
    """Find the quotations of an article.

    Args:
        text: The whole text.
        paragraphs: Half-open spans in order.

    Returns:
        The quotations in order, none inside another and each in one paragraph; and notes on marks that don't pair:
        `unclosed-quotation`, `mixed-quotation-marks`.
    """
    found: list[MarkedWords] = []
    unclosed: list[MarkedWords] = []
    mixed = 0
    open_mark: str | None = None
    for number, (start, end) in enumerate(paragraphs):
        scan = _Scan(text, number, start, end)
        continued = open_mark is not None and scan.continues(open_mark)
        if open_mark is not None and not continued:
            unclosed.append(found[-1])
        scan.run(inherited=open_mark if continued else None)
        if continued and scan.found:
            scan.found[0] = scan.found[0]._replace(continues=True)
        found += scan.found
        mixed += scan.mixed
        open_mark = scan.open_mark
    if open_mark is not None:
        unclosed.append(found[-1])
    return tuple(found), (*_unclosed_notes(text, unclosed), *_mixed_notes(mixed))


class _Scan:
    """The scan over one paragraph."""

    def __init__(self, text: str, number: int, start: int, end: int) -> None:
        self.text, self.number, self.start, self.end = text, number, start, end
        self.marks = [mark for mark in _MARK.finditer(text, start, end) if mark[0] != "`"]
        self.found: list[MarkedWords] = []
        self.mixed = 0
        self.open_mark: str | None = None

    def continues(self, open_mark: str) -> bool:
        """Say whether a quotation left open goes on here: the paragraph opens anew, or closes what it never opened."""
        for mark in self.marks:
            if mark[0] in _SINGLE and open_mark not in _SINGLE:
                continue
            if mark.start() == self.start and self._may_open(mark):
                return True
            return mark[0] in {"”", "''", "»"} and mark[0] in _CLOSERS[open_mark]
        return False

    def run(self, inherited: str | None) -> None:
        """Pair the marks of the paragraph."""
        open_at: tuple[int, int] | None = None
        open_mark = ""
        depth = 0
        position = 0
        if inherited is not None and not (self.marks and self.marks[0].start() == self.start):
            open_at, open_mark = (self.start, self.start), inherited
        while position < len(self.marks):
            mark = self.marks[position]
            position += 1
            sign = mark[0]
            if open_at is None:
                if sign in _SINGLE:
                    closing = self._single_partner(position - 1)
                    if closing is not None:
                        self._add(mark.start(), mark.end(), self.marks[closing].start(), self.marks[closing].end())
                        position = closing + 1
                elif self._may_open(mark):
                    open_at, open_mark, depth = mark.span(), sign, 0
                continue
            if sign in _SINGLE:
                continue
            if sign in _CLOSERS[open_mark] and self._may_close(mark, open_mark):
                if depth and sign == "”":
                    depth -= 1
                    continue
                self._add(*open_at, *mark.span())
                self.mixed += {open_mark, sign} in ({"“", '"'}, {"”", '"'})
                open_at = None
            elif sign == "“" and open_mark in {"“", '"'}:
                if open_mark == '"' or self._closes_twice(position):
                    depth += 1
                else:
                    # The one before was never closed; it ends where this one opens.
                    self._add(*open_at, mark.start(), mark.start())
                    self.mixed += 1
                    open_at, depth = mark.span(), 0
        if open_at is not None:
            self.open_mark = open_mark
            self._add(*open_at, self.end, self.end)

    def _add(self, outer_start: int, start: int, end: int, outer_end: int) -> None:
        self.found.append(MarkedWords(self.number, start, max(start, end), outer_start, max(outer_end, start)))

    def _before(self, position: int) -> str:
        return self.text[position - 1] if position > self.start else " "

    def _after(self, position: int) -> str:
        return self.text[position] if position < self.end else " "

    def _may_open(self, mark: re.Match[str]) -> bool:
        sign = mark[0]
        before, after = self._before(mark.start()), self._after(mark.end())
        if sign in {"“", "„", "``", "‟", "‹"} or (sign == "«" and not after.isspace()):
            return True
        if after.isspace() or sign == "›":
            return False
        return before.isspace() or before in _OPENS_AFTER

    def _may_close(self, mark: re.Match[str], open_mark: str) -> bool:
        sign = mark[0]
        before, after = self._before(mark.start()), self._after(mark.end())
        if sign == "“" and open_mark == "“":
            # Two opening marks, as a careless hand types them: the second closes behind a word or a full stop.
            return (
                not before.isspace()
                and (after.isspace() or after in ",.;:)")
                and before not in _OPENS_AFTER - _SPEECH_END
            )
        if sign == '"':
            if _INCHES.search(self.text, max(self.start, mark.start() - 12), mark.start()):
                return False
            return not (before.isspace() and not after.isspace()) and not (before.isspace() and after.isalnum())
        return True

    def _closes_twice(self, position: int) -> bool:
        """Say whether two typographic closing marks follow before the next opening one at this level."""
        closing = 0
        for mark in self.marks[position : position + 4]:
            if mark[0] == "”":
                closing += 1
            elif mark[0] == "“":
                break
        return closing > 1

    def _single_partner(self, index: int) -> int | None:
        """Return the index of the mark that closes a single one; None where it is an apostrophe."""
        opening = self.marks[index]
        if opening[0] == "’":
            return None
        before, after = self._before(opening.start()), self._after(opening.end())
        if after.isspace() or not (before.isspace() or before in _OPENS_AFTER):
            return None
        first = None
        inner = ""
        for candidate in range(index + 1, min(len(self.marks), index + _SINGLE_CANDIDATES)):
            mark = self.marks[candidate]
            if mark.start() - opening.end() > _SINGLE_REACH:
                break
            # ‘He said, “I want to stay”. That is enough.’: one in double marks lies wholly inside or outside.
            if inner:
                inner = "" if mark[0] not in _SINGLE and mark[0] in _CLOSERS[inner] else inner
                continue
            if mark[0] not in _SINGLE:
                if not self._may_open(mark) or mark[0] not in _CLOSERS:
                    break
                inner = mark[0]
                continue
            if mark[0] == "‘":
                break
            before, after = self._before(mark.start()), self._after(mark.end())
            if after.isalnum() or before.isspace():
                continue
            if before in _SPEECH_END:
                return candidate
            first = candidate if first is None else first
        return first


def _unclosed_notes(text: str, unclosed: list[MarkedWords]) -> tuple[Note, ...]:
    if not unclosed:
        return ()
    first = unclosed[0]
    words = " ".join(text[first.start : min(first.end, first.start + 60)].split()[:5])
    more = f" and {len(unclosed) - 1} more" if len(unclosed) > 1 else ""
    return (
        Note("unclosed-quotation", f"The quotation “{words} …”{more} is never closed; it ends with its paragraph."),
    )


def _mixed_notes(mixed: int) -> tuple[Note, ...]:
    if not mixed:
        return ()
    times = "once" if mixed == 1 else f"{mixed} times"
    return (
        Note("mixed-quotation-marks", f"A quotation opens with one kind of mark and closes with another, {times}."),
    )
