"""Paragraphs → turns of an interview in questions and answers: `Q: …`, `Sergei Ryabkov: …`; a part of `segment`.

A label by itself may be any heading ("Weather: sunny"). It counts where an article has several paragraphs with labels,
and where these are questions and answers or names that the article knows.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ryabkov_diff.provenance import outlet_named
from ryabkov_diff.segment.speech import speech_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Turn", "find_turns"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One paragraph of a turn.

    Attributes:
        start: Where the words begin, behind the label.
        label: Half-open span of the words for the speaker; None where they are of no use ("Q", "Answer").
        question: Whether the interviewer asks, who has no name or is the outlet.
        answer: Whether the label says only that somebody answers.
        quoted: Whether the transcript stands in quotation marks.
    """

    start: int
    label: tuple[int, int] | None
    question: bool = False
    answer: bool = False
    quoted: bool = False


_NAME = r"[A-Z][\w.’'-]*(?:[ \u00a0](?:[A-Z][\w.’'-]*|al|bin|da|de|del|den|der|di|du|la|le|van|von)){0,3}"
_LABEL = re.compile(rf"(?P<mark>[\"“„«]?)\s*(?:(?P<name>{_NAME})\s?:|(?P<letter>[QA])\s?[.:])\s+(?=\S)")
# A dialogue has at least so many paragraphs with a label, and so many labels.
_LABELLED = 3
_SPEAKERS = 2


def find_turns(
    text: str, paragraphs: Sequence[tuple[int, int]], headline: str | None, knows: Callable[[str], bool]
) -> Mapping[int, Turn]:
    """Find the turns of a transcript.

    Args:
        text: The whole text.
        paragraphs: Half-open spans in order.
        headline: It has no label, though it may begin like one.
        knows: Whether a label names somebody whose full name the article gives.

    Returns:
        The turns by the number of the paragraph; paragraphs without a label between two with one go on with the turn.
        Empty where the article is no transcript.
    """
    labelled: dict[int, Turn] = {}
    words: dict[int, str] = {}
    for number, (start, end) in enumerate(paragraphs):
        match = _LABEL.match(text, start, end)
        if match is not None and text[start:end].split() != (headline or "").split():
            # As written: "Harper: No comment" may be a heading above what "HARPER:" says.
            word = words[number] = match["letter"] or match["name"]
            question, answer = (word.casefold() in speech_words().sets[name] for name in ("asking", "answering"))
            label = None if question or answer else match.span("name")
            # An outlet asks as well.
            question = question or outlet_named(word) is not None
            labelled[number] = Turn(match.end(), label, question, answer, quoted=bool(match["mark"]))
    times = Counter(words.values())
    # A heading stands once: "Note: …".
    taken = {number: turn for number, turn in labelled.items() if turn.label is None or times[words[number]] > 1}
    if len(taken) < _LABELLED or len({words[number] for number in taken}) < _SPEAKERS:
        return {}
    if not any(turn.label is None or knows(text[slice(*turn.label)]) for turn in taken.values()):
        return {}
    turns: dict[int, Turn] = {}
    for number in range(min(taken), max(taken) + 1):
        # What has no label goes on with the turn before.
        turns[number] = taken.get(number) or replace(turns[number - 1], start=paragraphs[number][0])
    return turns
