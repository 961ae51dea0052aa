"""Paragraphs → turns of an interview in questions and answers: `Q: …`, `Sergei Ryabkov: …`; a part of `segment`.

Two forms are known. In the first, labels say who speaks, in front of the words or on a line of their own. In the
second there are no labels, and the questions are set in bold or begin with a dash. A label by itself may be any heading
("Weather: sunny"), a question in bold a heading as well: so each form counts only where an article goes on in it, and
where it shows that people talk.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ryabkov_diff.provenance import outlet_named
from ryabkov_diff.speech import lists_with, verbs_from, word_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["Turn", "find_turns"]


class Turn(NamedTuple):
    """One paragraph of a turn.

    Attributes:
        start: Where the words begin, behind the label.
        end: One past the last; the same as `start` where the paragraph is only a label.
        name: Half-open span of the words for the speaker; None where there are none ("Q", "Answer").
        asks: Whether it is the interviewer's.
        said: Whether the words are somebody's; those of an outlet that asks, or explains in questions and answers, are
            its own.
        quoted: Whether the transcript stands in quotation marks.
    """

    start: int
    end: int
    name: tuple[int, int] | None
    asks: bool = False
    said: bool = True
    quoted: bool = False


# A dialogue has at least so many paragraphs with a label, and so many labels.
_LABELLED = 3
_SPEAKERS = 2
# Of the turns of an interviewer, at least this share ends with a question; of unlabelled paragraphs that are marked as
# questions, too.
_ASKING_SHARE = 0.5
# So many questions make a dialogue of an article without labels.
_QUESTIONS = 2
# A line of at most so many words that does not end like a sentence is a heading between turns.
_HEADING_WORDS = 10

_STAMP = r"[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])]?"
_BOLD = r"\*{1,3}|_{1,3}"
_NAME = r"[A-Z][\w.’'-]*(?:[ \u00a0](?:[A-Z][\w.’'-]*|al|bin|da|de|del|den|der|di|du|la|le|van|von)){0,4}"
# Behind a letter: it is the initial of a name, no answer.
_INITIAL = r"\.\s(?!No|Well|Yes)[A-Z][\w’'-]+\s?:"
# What may stand in front of a label: a quotation mark, a time, the signs for bold or italic letters of Markdown. Of
# white space only a little, for hostile texts have much.
_FRONT = rf"(?P<mark>[\"“„«]?)\s{{0,3}}(?:{_STAMP}\s{{0,3}})?(?P<bold>{_BOLD})?\s{{0,3}}(?:{_STAMP}\s{{1,3}})?"
_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]*_]*\Z")
_STAMPS = re.compile(rf"(?:[\[(]{_STAMP}[\])]|{_STAMP}(?=\s|\Z))\s*")
_DASH = re.compile(r"[–—―-]\s+(?=\S)")
# This and the next two are compiled when a text may be a transcript.
_ASKS = r"\?[\"'”’»)\]*_]*\Z"
# Who tells of himself is interviewed; an outlet that explains does not.
_FIRST_PERSON = r"\b(?:I|[Ww]e|[Mm]y|[Mm]e|[Oo]ur|us|[Mm]yself)\b(?!\.)"
# How an outlet says that an interview follows.
_INTERVIEW = r"(?i)\b(?:interview|Q&A with|transcript|conversation|spoke|asked|talk(?:s|ed|ing)? (?:to|with))\b"


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
    title = (headline or "").split()
    places = {
        number: (start, end) for number, (start, end) in enumerate(paragraphs) if text[start:end].split() != title
    }
    return _labelled_turns(text, places, knows) or _marked_turns(text, places)


# --------------------------------------------------------------------------------------------------------- labels


class _Label(NamedTuple):
    """What stands at the head of a turn.

    Attributes:
        start: Where the words begin.
        key: What is the same in the full and in the short form of a label: `ryabkov`. It tells small letters from
            capitals, since "Harper: No comment" may be a heading above what "HARPER:" says.
        name: Half-open span of the name; None for "Q" or "Moderator".
        asks: Whether the words of the label say that this is the interviewer.
        answers: Whether they say no more than that somebody answers.
        alone: Whether the paragraph has nothing else.
        stamped: Whether a time stands beside it.
        quoted: Whether a quotation mark stands in front of it.
    """

    start: int
    key: str
    name: tuple[int, int] | None
    asks: bool
    answers: bool
    alone: bool
    stamped: bool
    quoted: bool


@cache
def _label_pattern() -> re.Pattern[str]:
    asking = "|".join(sorted(word_lists()["asking"], key=len, reverse=True))
    answering = "|".join(sorted(word_lists()["answering"], key=len, reverse=True))
    return re.compile(
        rf"""
        {_FRONT}
        (?:
            (?P<letter>[QA])(?!{_INITIAL})\d{{0,2}}(?=\s?[.:)]|\s?(?:{_BOLD}))
          | (?P<asking>(?i:{asking})\b(?:[ ](?!{_STAMP})[^:.!?*\n]{{1,40}})?
              (?=\s{{0,3}}(?:{_STAMP})?\s?:|\s{{0,3}}(?:{_STAMP})?\s{{0,3}}(?:{_BOLD})?\s{{0,3}}(?:{_STAMP})?:?\s{{0,3}}\Z))
          | (?P<answering>(?i:{answering})(?=\s?:))
          | (?P<name>{_NAME}(?:\s(?i:{asking})\b)?)
              (?P<role>(?:\s?\([^():\n]{{1,60}}\))?(?:,\s(?:[^:.!?*\n]{{2,80}}|[^:a-z\n]{{2,80}})(?=:|\*|_))?)
        )
        \s{{0,3}}(?:{_STAMP})?
        (?:\s?[:.)](?:{_BOLD})?|(?:{_BOLD})\s?:?|(?=\s{{0,3}}\Z))
        \s{{0,3}}(?:{_STAMP}\s{{0,3}})?
        """,
        re.VERBOSE,
    )


# A label ends within so many characters, or is a whole paragraph of so many words, fewer if that ends like a sentence:
# "Ada Brook, Jr.".
_LABEL_CHARACTERS = 200
_LABEL_WORDS = 20
_NAME_WORDS = 6
_LETTER = re.compile(r"\W*[QA]\d*\W")


def _may_have_label(paragraph: str) -> bool:
    """Say whether a paragraph has the sign of a label: a colon, bold letters, a letter, or that it is nothing else."""
    head = paragraph[:_LABEL_CHARACTERS]
    if ":" in head or "*" in head or "_" in head or _LETTER.match(head):
        return True
    words = len(head.split())
    return words <= _NAME_WORDS or (words <= _LABEL_WORDS and not _ENDS_SENTENCE.search(paragraph))


def _label(text: str, start: int, end: int) -> _Label | None:
    """Return the label of a paragraph; None where it has none."""
    match = _label_pattern().match(text[start:end])
    if match is None:
        return None
    closed = match[0].rstrip()
    alone = match.end() == end - start
    word = match["letter"] or match["asking"] or match["answering"] or match["name"]
    if not alone and not (match[0][-1].isspace() or closed.endswith(("*", "_"))):
        return None
    # A full stop ends no label but "Q." and "A.", and bold letters need no colon.
    if not match["letter"] and ":" not in closed[len(closed.rstrip("*_: ")) :] and not (match["bold"] or alone):
        return None
    role = (match["role"] or "").strip(" ,()")
    in_brackets = (match["role"] or "").rstrip().endswith(")")
    if role and not (match["bold"] or match["name"].isupper() or in_brackets or _is_role(role)):
        return None
    sets = word_lists()
    words = [one.casefold().strip(".,()") for one in (*word.split(), *role.split())]
    asks = bool(match["asking"] or match["letter"] == "Q") or not sets["asking"].isdisjoint(words)
    answers = bool(match["answering"] or match["letter"] == "A")
    outlet = match["name"] is not None and outlet_named(match["name"]) is not None
    named = match["name"] is not None and not outlet and words[len(match["name"].split()) - 1] not in sets["asking"]
    last = word.split()[-1].rstrip(".")
    key = last if named else "a" if answers else "q" if match["letter"] or match["asking"] else word.casefold()
    return _Label(
        start + match.end(),
        key,
        (start + match.start("name"), start + match.end("name")) if named else None,
        asks or outlet,
        answers,
        alone,
        re.search(_STAMP, match[0]) is not None,
        bool(match["mark"]),
    )


def _is_role(words: str) -> bool:
    """Say whether words behind a name and a comma say what somebody is, and not what somebody says."""
    return not any(verbs_from(word) or "finite" in lists_with(word) for word in words.casefold().split())


def _labelled_turns(text: str, places: Mapping[int, tuple[int, int]], knows: Callable[[str], bool]) -> dict[int, Turn]:
    """Return the turns of a transcript with labels; none where it is no such."""
    signed = {number: place for number, place in places.items() if _may_have_label(text[slice(*place)])}
    if len(signed) < _LABELLED:
        return {}
    labels = {number: label for number, place in signed.items() if (label := _label(text, *place)) is not None}
    times = Counter(label.key for label in labels.values())

    def is_known(label: _Label) -> bool:
        return label.name is not None and knows(text[slice(*label.name)])

    # A heading stands once: "Note: …"; what has a line of its own may be one that stands more often.
    labels = {
        number: label
        for number, label in labels.items()
        if label.name is None
        or label.asks
        or (label.stamped and is_known(label))
        or (times[label.key] > 1 and (not label.alone or is_known(label)))
    }
    if len(labels) < _LABELLED or len({label.key for label in labels.values()}) < _SPEAKERS:
        return {}
    behind = _turn_spans(places, labels)
    asking = _asking_keys(text, labels, behind)
    if not (asking or any(label.answers or is_known(label) for label in labels.values())):
        return {}
    said = _says_something_of_himself(
        text, places, min(labels), [span for number, span in behind.items() if labels[number].key not in asking]
    )
    answering = _addressed(text, [behind[number] for number, label in labels.items() if label.key in asking])
    # By a word in capitals broadcasters name people, though the text may not say whom.
    persons = _persons(
        text,
        [one for one in labels.values() if one.key in asking and (is_known(one) or (one.name and one.key.isupper()))],
    )
    own: dict[int, Turn] = {}
    for number, label in labels.items():
        asks = label.key in asking
        name = label.name if not asks or label.key in persons else None
        own[number] = Turn(
            label.start,
            places[number][1],
            name or (None if asks else label.name or answering),
            asks,
            said=name is not None if asks else (said or not label.answers),
            quoted=label.quoted,
        )
    return _filled(text, places, own)


def _turn_spans(places: Mapping[int, tuple[int, int]], labels: Mapping[int, _Label]) -> dict[int, tuple[int, int]]:
    """Return for each label the span of its whole turn, to the next label; of the last one, its first paragraph."""
    spans: dict[int, tuple[int, int]] = {}
    current: int | None = None
    last = max(labels)
    for number, (_, end) in sorted(places.items()):
        if number in labels:
            current = number
            spans[number] = labels[number].start, max(end, labels[number].start)
        elif current is not None and (current < last or (labels[last].alone and number == last + 1)):
            spans[current] = spans[current][0], end
    return spans


def _asking_keys(text: str, labels: Mapping[int, _Label], spans: Mapping[int, tuple[int, int]]) -> frozenset[str]:
    """Return the labels of interviewers: those that say so, or else those whose turns mostly end with a question."""
    told = frozenset(label.key for label in labels.values() if label.asks)
    if told:
        return told
    turns: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    for number, label in labels.items():
        turns[label.key] += 1
        questions[label.key] += bool(re.search(_ASKS, text[slice(*spans[number])].rstrip()))
    asking = frozenset(key for key, count in questions.items() if count >= max(_QUESTIONS, _ASKING_SHARE * turns[key]))
    return asking if asking < turns.keys() else frozenset()


def _persons(text: str, labels: Iterable[_Label]) -> frozenset[str]:
    """Return those labels of interviewers that are people: half of the name stands for the whole of it somewhere.

    Args:
        text: The whole text.
        labels: Those that may name people.
    """
    forms: dict[str, set[str]] = {}
    for label in labels:
        if label.name is not None:
            forms.setdefault(label.key, set()).add(text[slice(*label.name)])
    persons = set()
    for key, names in forms.items():
        longest = max(names, key=len)
        # "Thank you, Christiane": an outlet is not called by half of its name.
        halves = "|".join(map(re.escape, longest.split()))
        if len(names) > 1 or " " not in longest or re.search(rf"\b(?:{halves})\b", text.replace(longest, "")):
            persons.add(key)
    return frozenset(persons)


# ------------------------------------------------------------------------------------------------ marked questions


def _marked_turns(text: str, places: Mapping[int, tuple[int, int]]) -> dict[int, Turn]:
    """Return the turns of an interview whose questions stand in bold, or whose turns begin with dashes."""
    bold = {number: span for number, place in places.items() if (span := _bold_span(text, *place)) is not None}
    dashed = {
        number: (match.end(), end)
        for number, (start, end) in places.items()
        if (match := _DASH.match(text, start, end))
    }
    for marked, form in ((bold, 1), (dashed, 1), (dashed, 2)):
        # With dashes in front of the answers as well, every second one asks.
        asking = {number: span for place, (number, span) in enumerate(sorted(marked.items())) if place % form == 0}
        others = {number: span for number, span in marked.items() if number not in asking}
        if not _mostly_ask(text, asking) or (others and _mostly_ask(text, others)):
            continue
        if form == 1 and any(number + 1 in asking for number in asking):
            continue
        first, last = min(asking), max(marked)
        answers = [places[number] for number in places if first < number <= last + 1 and number not in asking]
        if not answers or not _says_something_of_himself(text, places, first, answers):
            continue
        name = _addressed(text, asking.values())
        own = {number: Turn(*span, None, asks=True, said=False) for number, span in asking.items()}
        own |= {number: Turn(*span, name) for number, span in others.items()}
        for number in asking:
            # What follows a question without a sign of its own is the answer.
            if number + 1 in places and number + 1 not in own:
                own[number + 1] = Turn(*places[number + 1], name)
        return _filled(text, places, own)
    return {}


def _bold_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the words of a paragraph that is set in bold as a whole; None where it is not."""
    for sign in ("**", "__"):
        if text.startswith(sign, start) and text.endswith(sign, start, end) and text.find(sign, start + 2) == end - 2:
            return start + 2, end - 2
    return None


def _mostly_ask(text: str, spans: Mapping[int, tuple[int, int]]) -> bool:
    """Say whether at least two paragraphs, and the larger part of all of them, end with a question."""
    questions = sum(bool(re.search(_ASKS, text[slice(*span)])) for span in spans.values())
    return questions >= _QUESTIONS and questions > _ASKING_SHARE * len(spans)


# ---------------------------------------------------------------------------------------------------- what both do


def _says_something_of_himself(
    text: str, places: Mapping[int, tuple[int, int]], first: int, answers: Sequence[tuple[int, int]]
) -> bool:
    """Say whether somebody answers, and not the outlet that explains something in questions and answers.

    Args:
        text: The whole text.
        places: The paragraphs.
        first: The number of that with the first turn.
        answers: The spans of the answers.
    """
    before = text[: places[first][0]]
    return bool(re.search(_INTERVIEW, before)) or any(re.search(_FIRST_PERSON, text[slice(*span)]) for span in answers)


@cache
def _address() -> re.Pattern[str]:
    titles = "|".join(sorted((one.capitalize() for one in word_lists()["titles"]), key=len, reverse=True))
    name = r"(?P<name>[A-Z][\w’'-]+(?:[ \u00a0][A-Z][\w’'-]+)?)"
    return re.compile(rf"(?:\A|[,.?!]\s)(?:{titles})\.?[ \u00a0]{name}(?=,|[.?!]?\Z)")


def _addressed(text: str, questions: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the place of the name by which an interviewer speaks to somebody: "Mr. Brook, when …?"; None for none."""
    for start, end in questions:
        match = _address().search(text[start:end].strip("*_ "))
        if match:
            place = text.index(match["name"], start)
            return place, place + len(match["name"])
    return None


def _filled(text: str, places: Mapping[int, tuple[int, int]], own: Mapping[int, Turn]) -> dict[int, Turn]:
    """Add the paragraphs that go on with the turn before: all between two turns, and behind the last answer.

    Behind the last label a paragraph goes on where somebody tells of himself, or where the label has a line of its own;
    what an outlet adds ("The interview was held on Monday.") does not.
    """
    turns: dict[int, Turn] = {}
    current = own[min(own)]
    last = max(own)
    for number in sorted(one for one in places if one >= min(own)):
        start, end = places[number]
        before, current = current, own.get(number, current)
        if number in own:
            turns[number] = _without_signs(text, current)
            continue
        if number > last and not (re.search(_FIRST_PERSON, text[start:end]) or before.start >= before.end):
            break
        stamp = _STAMPS.match(text, start, end)
        turn = current._replace(start=stamp.end() if stamp else start, end=end)
        # A heading between two turns is nobody's.
        if stamp or len(text[start:end].split()) > _HEADING_WORDS or _ENDS_SENTENCE.search(text[start:end]):
            turns[number] = current = _without_signs(text, turn)
    return turns


def _without_signs(text: str, turn: Turn) -> Turn:
    """Leave out the signs for bold letters around the words of a turn."""
    start, end = turn.start, turn.end
    while start < end and text[start] in "*_ ":
        start += 1
    while end > start and text[end - 1] in "*_ ":
        end -= 1
    return turn._replace(start=start, end=end)
