"""Who says what in a sentence, and where the statement stands: "Ryabkov said on Thursday that …"; a part of `segment`.

No parser is needed: reporting clauses stand at the edges of sentences and quotations, so that it is enough to look for
one there, and to say what of the text is left.
"""

from __future__ import annotations

from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from ryabkov_diff.segment.clauses import (
    OPAQUE,
    SUBJECT_WORDS,
    TAIL_WORDS,
    Clause,
    ClauseToken,
    can_speak,
    clause_at,
    is_adverb,
    is_auxiliary,
    is_finite,
    is_name,
    is_role,
    is_word,
    subject_before,
    verb_at,
)
from ryabkov_diff.speech import Form, Verb, word_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Attribution",
    "attribute_sentence",
    "clause_after",
    "clause_before",
    "inner_clause",
    "is_circumstance",
    "second_clause",
    "sentence_subject",
]

# A tail with more words than this behind a comma says something of its own.
_ASIDE_WORDS = 7
# What a speaker is has at least so many words: "a baker".
_DESCRIPTION_WORDS = 2
# A comma further behind the verb than this is no longer the one in front of "that": "said on Thursday, in an interview
# with the weekly magazine of the union, that".
_BEFORE_THAT_WORDS = 12
# A hearer has no more words than this: "told the Russian state news agency RIA Novosti".
_HEARER_WORDS = 8
# How many commas back from the end of a sentence a reporting clause may begin: ", Ada Brook, a midwife, said".
_COMMAS = 5


class Attribution(NamedTuple):
    """Who says, with which verb, and where the statement stands.

    Attributes:
        subject: Half-open span of the words for the speaker.
        cue: Half-open span of the verb of speech.
        start: Where the statement begins; the same as `end` when the whole text is a reporting clause.
        end: Where it ends.
        verb: The verb's groups, see `speech.toml`; empty for "according to".
    """

    subject: tuple[int, int]
    cue: tuple[int, int]
    start: int
    end: int
    verb: frozenset[str] = frozenset()


def attribute_sentence(tokens: list[ClauseToken], end: int) -> Attribution | None:
    """Find the speaker of a sentence without direct speech, and its statement.

    Args:
        tokens: The words of the sentence, quotations made opaque.
        end: Where the sentence ends.

    Returns:
        The attribution; None for narration. Where the reporting clause stands in the middle, the statement is the
        whole sentence.
    """
    if not any(token.may_report for token in tokens):
        return None
    leading = _leading(tokens, end)
    if leading is not None and leading.start == tokens[0].start and "topic" in leading.verb:
        # "The service warned of the storm, its head said on Friday."
        return _trailing(tokens) or leading
    return leading or _trailing(tokens) or _behind_circumstance(tokens, end) or _inner(tokens, end)


def _span(tokens: list[ClauseToken], span: tuple[int, int]) -> tuple[int, int]:
    return tokens[span[0]].start, tokens[span[1] - 1].end


def _subject_span(tokens: list[ClauseToken], span: tuple[int, int]) -> tuple[int, int]:
    first, last = span
    while last - first > 1 and (
        not is_word(tokens[last - 1]) or is_adverb(tokens[last - 1]) or is_auxiliary(tokens[last - 1])
    ):
        last -= 1
    return tokens[first].start, tokens[last - 1].end


def _made(tokens: list[ClauseToken], clause: Clause, start: int, end: int) -> Attribution:
    return Attribution(
        _subject_span(tokens, clause.subject),
        _span(tokens, clause.cue),
        start,
        end,
        clause.verb.groups if clause.verb else frozenset(),
    )


def _leading(tokens: list[ClauseToken], end: int) -> Attribution | None:
    """`Ryabkov said (that) …`, `According to Ryabkov, …`."""
    limit = min(len(tokens), SUBJECT_WORDS + TAIL_WORDS)
    clause = clause_at(tokens, 0, limit)
    if clause is None or clause.inverted:
        return None
    if "relay" in (clause.verb.groups if clause.verb else ()):
        return None
    if clause.verb is None:
        behind = clause.behind
        if behind < len(tokens) and tokens[behind].text == ",":
            behind += 1
        return _made(tokens, clause, tokens[behind].start, end) if behind < len(tokens) else None
    start = _statement_start(tokens, clause, limit)
    if start is not None:
        return _made(tokens, clause, tokens[0 if _tells(tokens, clause) else start].start, end)
    # "He also pointed to a technical aspect", "Ryabkov spoke in an interview": reported, but as a whole.
    whole = (
        clause.verb.groups & {"topic", "hearer"}
        or "say" in tokens[clause.cue[0]].lists
        or (clause.behind < len(tokens) and "questions" in tokens[clause.behind].lists)
    )
    return _made(tokens, clause, tokens[0].start, end) if whole else None


def _behind_circumstance(tokens: list[ClauseToken], end: int) -> Attribution | None:
    """`Asked about the talks, the minister, Sergei Ryabkov, said (that) …`: the statement is the whole sentence."""
    for first in islice(_clause_starts(tokens, len(tokens)), 1, None):
        found = _leading(tokens[first:], end)
        if found is not None:
            return found._replace(start=tokens[0].start)
    return None


def _tells(tokens: list[ClauseToken], clause: Clause, *, only_events: bool = False) -> bool:
    """Say whether the words about the speaker are a statement, too: "Harper, who won the prize, said that …".

    Beside indirect speech all of them are a part of it. By themselves, in front of a quotation, only events are:
    "Harper, who leads the choir, said: “…”" and "Harper, speaking in Leeds, said: “…”" have none.
    """
    first, last = clause.subject
    return any(
        (tokens[at].lower in {"who", "which", "whose"} and not (only_events and _describes(tokens[:last], at)))
        or (
            tokens[at].text.islower()
            and tokens[at].text.endswith("ing")
            and tokens[at - 1].text == ","
            and not (only_events and "addresses" in tokens[at].lists)
        )
        for at in range(first + 1, last)
    )


def _describes(tokens: list[ClauseToken], index: int) -> bool:
    """Say whether a relative clause says what somebody is: "who leads the choir", "who asked not to be named".

    What happened stands in the past, and what somebody says has a verb of speech: "who promises a new hall".
    """
    clause = list(takewhile(is_word, tokens[index:]))
    if not clause or clause[0].lower != "who" or len(clause) < _DESCRIPTION_WORDS:
        return False
    if any("anonymous" in token.lists for token in clause):
        return True
    verb = clause[1].lower
    return verb.endswith("s") and verb not in {"was", "has"} and verb_at(clause, 1) is None


def _statement_start(tokens: list[ClauseToken], clause: Clause, limit: int) -> int | None:
    """Return the index of the first word of what somebody "said (to somebody) (on Thursday) (that)"."""
    index, groups = clause.behind, clause.verb.groups if clause.verb else frozenset()
    takes_that = groups & {"zero_that", "that", "finding", "hearer"}
    if not takes_that and (groups == {"topic"} or index >= len(tokens) or tokens[index].lower not in {"that", ":"}):
        return None
    for at in range(index, min(limit, index + TAIL_WORDS)):
        token = tokens[at]
        if token.text == ":" and at + 1 < len(tokens):
            # "reported on Monday: …", but "described the following steps: …"
            short = at == index or _is_adjunct(tokens, index) or "hearer" in groups
            return at + 1 if short and groups != {"quotation"} else None
        # "told reporters after the meeting that was held in Oslo": a pronoun.
        relative = at > index and at + 1 < len(tokens) and (is_finite(tokens[at + 1]) or _is_third(tokens, at + 1))
        if token.lower == "that" and at + 1 < len(tokens) and not relative:
            # "said of the talks that": what stands between must be no statement itself; "said the cup that she won …".
            first = (_behind_hearer(tokens, index, limit) or index) if "hearer" in groups else index
            noun = "determiners" in tokens[first].lists and "times" not in tokens[first].lists
            if first < at and noun and groups & {"zero_that", "hearer"}:
                break
            # "said in an interview published on Monday that": behind a preposition no participle is a finite verb.
            adjunct = _is_adjunct(tokens, index)
            finite = _has_plain_finite if adjunct else _has_finite_verb
            if at > index and finite(tokens, index, at):
                break
            return at + 1
        # A quotation is a part of what is said: "says bread “will cost more” and that …"; so is what stands in front of
        # another verb: "said as much on Monday, adding that …".
        hearer = "hearer" in groups and all(is_name(word) or "determiners" in word.lists for word in tokens[index:at])
        if (
            token.text in {".", ";"}
            or (token.text[0] == OPAQUE and not hearer)
            or _is_past_or_participle(tokens, at)
            or (token.text == "," and at > index + _BEFORE_THAT_WORDS)
        ):
            break
    if "hearer" in groups:
        behind = _behind_hearer(tokens, index, limit)
        if behind is None or behind >= limit:
            return None
        index = behind
    elif "zero_that" not in groups:
        return None
    index = _behind_time(tokens, index, limit)
    if index >= limit or not is_word(tokens[index]) or not tokens[index].lists.isdisjoint(("no_statement", "openers")):
        return None
    # "said he wants"; in "confirmed it on Monday" the pronoun is no subject.
    if "pronouns" in tokens[index].lists or tokens[index].lower in {"i", "we"}:
        return index
    behind = min(len(tokens), index + SUBJECT_WORDS)
    if "other_pronouns" in tokens[index].lists:
        # Nor in "admitted it in the end, she said".
        behind = next((at for at in range(index, behind) if tokens[at].text == ","), behind)
    if _has_finite_verb(
        tokens,
        index if "other_pronouns" in tokens[index].lists else index + 1,
        behind,
        plurals="with_objects" in tokens[clause.cue[0]].lists,
    ):
        return index
    # "said the court’s decision “will force us to vote again”": the verb is hidden in the quotation.
    quoted = any(token.text[0] == OPAQUE for token in tokens[index + 1 : behind])
    return index if quoted and "say" in tokens[clause.cue[0]].lists else None


def _is_adjunct(tokens: list[ClauseToken], index: int) -> bool:
    """Say whether a time or place begins at a token: "on Monday", "earlier", "in an interview"; not "to help"."""
    token = tokens[index]
    named = "stops" in token.lists or "no_statement" in token.lists or "times" in token.lists or is_adverb(token)
    if not named or token.lower in {
        "to",
        "for",
        "of",
        "and",
        "but",
        "that",
        "about",
        "if",
        "because",
        "who",
        "nothing",
    }:
        return False
    behind = tokens[index + 1] if index + 1 < len(tokens) else token
    # "agreed on a number of steps" names a topic, "said on Monday" and "wrote on Twitter" don't.
    return token.lower != "on" or is_name(behind) or "times" in behind.lists or behind.lower in {"his", "her", "its"}


def _is_third(tokens: list[ClauseToken], index: int) -> bool:
    found = verb_at(tokens, index)
    return found is not None and Form.THIRD in found[0].forms


def _is_past_or_participle(tokens: list[ClauseToken], index: int) -> bool:
    found = verb_at(tokens, index)
    return found is not None and bool(found[0].forms & {Form.PAST, Form.PARTICIPLE})


def _behind_hearer(tokens: list[ClauseToken], index: int, limit: int) -> int | None:
    first = index
    while index < limit and index - first < _HEARER_WORDS:
        token = tokens[index]
        if "hearers" in token.lists:
            index += 1
            while index < limit and (
                "hearers" in tokens[index].lists or (is_name(tokens[index]) and tokens[index].lower not in {"the", "a"})
            ):
                index += 1
            return index
        if index > first and (
            token.lower in {"the", "a", "his", "he", "she", "it", "they", "there", "this"}
            or not is_word(token)
            or "stops" in token.lists
        ):
            return index
        if not (is_name(token) or "determiners" in token.lists):
            return None
        index += 1
    return index if index > first and index == len(tokens) else None


def _behind_time(tokens: list[ClauseToken], index: int, limit: int) -> int:
    """Skip "on Thursday", "earlier this week"; "on the talks" is no time."""
    at = index
    while at < limit and "times" in tokens[at].lists:
        at += 1
    if at > index and tokens[at - 1].lower in {"on", "this", "last"}:
        return index
    return at


def _has_finite_verb(tokens: list[ClauseToken], first: int, last: int, *, plurals: bool = False) -> bool:
    """Say whether a verb that is surely finite, or looks like one, stands between two words.

    With `plurals`, what ends with "s" is taken for a noun: "maintains a program for young artists".
    """
    return any(
        "finite" in token.lists
        or "plain" in token.lists
        or token.lower.endswith(("ed", "ought"))
        or (index > first and verb_at(tokens, index) is not None)
        or (
            not plurals
            and index > first
            and token.text.islower()
            and token.text.endswith("s")
            and not token.text.endswith(("ss", "us", "is"))
        )
        for index, token in enumerate(tokens[first:last], start=first)
    )


def _has_plain_finite(tokens: list[ClauseToken], first: int, last: int) -> bool:
    """Say whether one of the verbs that are surely finite stands between two words."""
    return any(is_finite(token) for token in tokens[first:last])


def _trailing(tokens: list[ClauseToken]) -> Attribution | None:
    """`…, Ryabkov said (on Thursday).`, `…, according to Ryabkov.`."""
    last = len(tokens)
    commas = 0
    best = None
    for index in range(last - 1, max(0, last - SUBJECT_WORDS - TAIL_WORDS), -1):
        quoted = tokens[index].text[0] == OPAQUE
        if tokens[index].text not in {",", "—", "–"} and not quoted:
            continue
        commas += not quoted
        if commas > _COMMAS:
            break
        # "…, and the others agreed" is no reporting clause.
        if index + 1 < last and tokens[index + 1].lower in {"and", "but"}:
            continue
        clause = clause_at(tokens, index + 1, last)
        if clause is None or (clause.inverted and _apposed(tokens, index) is not None):
            continue
        starts = min(clause.subject[0], clause.cue[0])
        if any(token.text == "," for token in tokens[index + 1 : starts]):
            continue
        if not _closes(tokens, clause, last):
            if clause.inverted and clause.behind < last and tokens[clause.behind].text == ",":
                # "…, said Ada Brook, a baker who has sold bread since May": the rest is a statement, too.
                return _made(tokens, clause, tokens[0].start, tokens[-1].end)
            continue
        best = _made(tokens, clause, tokens[0].start, tokens[index].end if quoted else tokens[index].start)
        # ", Ada Brook, a midwife, said": an earlier comma may belong to the subject.
        if (
            clause.inverted
            or clause.verb is None
            or is_name(tokens[clause.subject[0]])
            or "pronouns" in tokens[clause.subject[0]].lists
        ):
            return best
    return best


def _apposed(tokens: list[ClauseToken], comma: int) -> tuple[int, int] | None:
    """Return the name between two commas that ends here: in "her lawyer, Ada Brook, said the film …" she speaks."""
    first = comma
    while first > 0 and is_word(tokens[first - 1]) and is_name(tokens[first - 1]):
        first -= 1
    return (first, comma) if 0 < first < comma and tokens[first - 1].text == "," else None


# With these begins when and where somebody said it, behind a comma: "she said, in an interview".
_SCENE = frozenset({"at", "during", "earlier", "in", "later", "on", "speaking"})
# And with these the rest of a statement that a reporting clause interrupts.
_GOING_ON = frozenset(
    "against although compared despite down even excluding from including instead not rather though unless up".split()
)


def _closes(tokens: list[ClauseToken], clause: Clause, last: int) -> bool:
    """Say whether a clause reaches to the end of the sentence without a statement of its own."""
    rest = [token for token in tokens[clause.behind : last] if token.text not in {".", "!", "?", "…", ".."}]
    if not rest:
        return True
    # "…, the study found" closes a sentence, "…, the leaders found no unity" is one.
    if clause.verb is not None and clause.verb.groups == {"finding"}:
        return False
    if len(rest) > TAIL_WORDS or any(token.lower == "that" or token.text[0] == OPAQUE for token in rest):
        return False
    for index, token in enumerate(rest[:-1]):
        # "…, he told reporters, and two more are to come": a second statement.
        if token.text == "," and rest[index + 1].lower in {"and", "but"} and _has_finite_verb(rest, index, len(rest)):
            return False
        # "The union, he said on Monday, will strike", "The number fell to 12, he said on Monday, from 30 in May"
        if (
            index > 0
            and token.text == ","
            and (rest[index + 1].lower in _GOING_ON or _has_plain_finite(rest, index, len(rest)))
        ):
            return False
    if rest[0].text == ",":
        # "said Ada Brook, a midwife", "she said, on Monday"; not "…, according to her, not only the cat but the dog".
        # ", according to Ada Brook, who leads the choir"
        relative = list(takewhile(is_word, rest[1:]))
        if clause.verb is None and len(relative) == len(rest) - 1 and _describes(relative, 0):
            return True
        described = len(rest) > 1 and ("determiners" in rest[1].lists or _is_adjunct(rest, 1) or is_name(rest[1]))
        if clause.verb is not None:
            # "There is, he says, no other way"
            described = clause.inverted or (len(rest) > 1 and ("times" in rest[1].lists or rest[1].lower in _SCENE))
        return described and not _has_finite_verb(rest, 0, len(rest))
    if clause.inverted:
        return True
    if clause.verb is None:
        return "stops" in rest[0].lists
    if "hearer" in clause.verb.groups:
        hearer = _behind_hearer(rest, 0, len(rest))
        if hearer is None:
            return _is_adjunct(rest, 0)
        # "told reporters on Monday"; but "warned officials to lock the doors", "reminded me of it".
        if hearer == len(rest) or rest[hearer].text == "," or _is_adjunct(rest, hearer):
            return True
        # "told TASS on the sidelines of a conference"
        return rest[hearer].lower == "on" and not _has_finite_verb(rest, hearer, len(rest), plurals=True)
    at = 0
    while at < len(rest) and is_adverb(rest[at]):
        at += 1
    said_to = at + 1 < len(rest) and rest[at].lower == "to" and not _is_plain_verb(rest[at + 1])
    return at == len(rest) or said_to or _is_adjunct(rest, at)


def _is_plain_verb(token: ClauseToken) -> bool:
    """Say whether a word behind "to" is a verb rather than a hearer: "hopes to win", "said to reporters"."""
    return not (is_name(token) or not token.lists.isdisjoint(("determiners", "hearers", "roles", "speaking_plurals")))


# A clause that interrupts a statement has no more words than this behind its verb: ", he said earlier in the day,".
_PARENTHESIS_WORDS = 8


def _inner(tokens: list[ClauseToken], end: int) -> Attribution | None:
    """A clause in the middle: `Regarding the talks, Ryabkov said that …`, `…, he said, …`, `…, saying that …`.

    Where the sentence begins with "While he admitted …", the main clause goes first: it names him.
    """
    last = min(len(tokens), 2 * (SUBJECT_WORDS + TAIL_WORDS))
    main = 1
    if len(tokens) > 1 and "openers" in tokens[0].lists and "pronouns" in tokens[1].lists:
        main = next((index for index in range(2, last) if tokens[index].text == ","), 1)
    return _inner_between(tokens, main, last, end) or _inner_between(tokens, 1, main, end)


def _inner_between(tokens: list[ClauseToken], first: int, last: int, end: int) -> Attribution | None:
    for index in range(first, last):
        if not tokens[index].may_report:
            continue
        if tokens[index].lower == "according":
            according = clause_at(tokens, index, len(tokens))
            if according is not None and according.verb is None:
                return _made(tokens, according, tokens[0].start, end)
        found = verb_at(tokens, index)
        if found is None:
            continue
        verb, behind = found
        subject = subject_before(tokens, index, verb)
        if subject is None and tokens[index - 1].text == "," and verb.forms & {Form.PAST, Form.THIRD}:
            # "In Leeds, one of the bakers, Ada Brook, said …"
            subject = _apposed(tokens, index - 1)
        if subject is not None:
            clause = Clause(subject, (index, behind), behind, verb)
            led = tokens[subject[0] - 1].text == "," and _is_lead(tokens) and is_name(tokens[subject[0]])
            if verb.groups == {"topic"} and not led:
                continue
            follows = tokens[behind] if behind < len(tokens) else tokens[-1]
            if (
                follows.lower in {",", "that", ";", "—", "–"}
                or "questions" in follows.lists
                or (led and "topic" in verb.groups)
                or ("finite" in follows.lists and "pronouns" in tokens[subject[0]].lists)
                or _statement_start(tokens, clause, len(tokens)) is not None
                or _is_parenthesis(tokens, clause)
            ):
                return _made(tokens, clause, tokens[0].start, end)
        own = _subject_of_second_verb(tokens, index, verb)
        if own is not None:
            clause = Clause(own, (index, behind), behind, verb)
            if _statement_start(tokens, clause, len(tokens)) is not None:
                return _made(tokens, clause, tokens[0].start, end)
        own = _sentence_subject(tokens) if Form.PARTICIPLE in verb.forms and behind < len(tokens) else None
        if own is not None and (tokens[behind].lower == "that" or tokens[index - 1].text == ","):
            clause = Clause(own, (index, behind), behind, verb)
            if _says_something(tokens, clause):
                return _made(tokens, clause, tokens[0].start, end)
    return None


def _says_something(tokens: list[ClauseToken], clause: Clause) -> bool:
    """Say whether a participle has something to say: ", adding that …", ", calling it …"; not ", adding levity"."""
    groups = clause.verb.groups if clause.verb else frozenset()
    return (
        bool(groups & {"topic", "hearer"})
        or "questions" in tokens[clause.behind].lists
        or any(token.text[0] == OPAQUE for token in tokens[clause.behind :])
        or _statement_start(tokens, clause, len(tokens)) is not None
    )


def _is_parenthesis(tokens: list[ClauseToken], clause: Clause) -> bool:
    """Say whether a clause with time or place stands between commas: `…, Ryabkov said on Thursday, …`."""
    first, behind = clause.subject[0], clause.behind
    if first == 0 or tokens[first - 1].text != "," or behind >= len(tokens):
        return False
    if clause.verb is not None and "hearer" in clause.verb.groups:
        # ", she told reporters, …"
        behind = _behind_hearer(tokens, behind, len(tokens) - 1) or behind
        if tokens[behind].text == ",":
            return True
    if not ("stops" in tokens[behind].lists or "times" in tokens[behind].lists or is_adverb(tokens[behind])):
        return False
    comma = next(
        (at for at in range(behind, min(len(tokens), behind + _PARENTHESIS_WORDS)) if tokens[at].text == ","), None
    )
    return comma is not None and not _has_finite_verb(tokens, behind, comma)


# Marks between which a reporting clause interrupts a statement.
_AROUND = frozenset({",", ";", "—", "–", "-", "(", ")"})


def inner_clause(tokens: list[ClauseToken], found: Attribution) -> tuple[int, int] | None:
    """Return the reporting clause that interrupts a statement: `…, he said, …`, `…; according to Ryabkov, …`.

    Of the marks around it, the comma in front belongs to it, else the mark behind, so that one is left; brackets both
    do. When somebody said it, ", he said on Monday, ", stays with the statement.

    Args:
        tokens: The words of the sentence.
        found: What `attribute_sentence` says of it.

    Returns:
        Half-open span; None where no clause stands between two marks, or it says something of its own.
    """
    (subject, cue), verb = sorted((found.subject, found.cue)), found.verb
    if subject[0] <= found.start or cue[1] >= found.end or (verb and not verb & {"zero_that", "that", "hearer"}):
        return None
    first = next(at for at, token in enumerate(tokens) if token.end > subject[0])
    behind = next((at for at, token in enumerate(tokens) if token.start >= cue[1]), len(tokens))
    if not 0 < first < behind < len(tokens) or tokens[first - 1].text not in _AROUND:
        return None
    between = (token for token in tokens[first:behind] if subject[1] <= token.start < cue[0])
    if not all(is_adverb(token) or is_auxiliary(token) or token.text == "," for token in between):
        return None
    if not verb and not can_speak(tokens[behind - 1]):
        return None  # "according to taste"
    if "hearer" in verb:
        behind = _behind_hearer(tokens, behind, len(tokens) - 1) or behind
    elif tokens[behind].text == "," and found.cue < found.subject:
        # ", said Ada Brook, a midwife, …"
        behind = _behind_apposition(tokens, behind)
    before, last, rest = tokens[first - 1], tokens[behind - 1], tokens[behind]
    if before.text == "(" and rest.text == ")":
        return before.start, rest.end
    if before.text == "," and (rest.text in _AROUND or _is_adjunct(tokens, behind)):
        return before.start, last.end
    return (tokens[first].start, rest.end) if rest.text in _AROUND else None


def _subject_of_second_verb(tokens: list[ClauseToken], index: int, verb: Verb) -> tuple[int, int] | None:
    """Return the sentence's subject where a finite verb shares it: `Ryabkov left and said that …`."""
    at = index - 1
    while at > 0 and (is_adverb(tokens[at]) or is_auxiliary(tokens[at])):
        at -= 1
    if tokens[at].lower not in {"and", "but"} or not verb.forms & {Form.PAST, Form.THIRD}:
        return None
    return _sentence_subject(tokens[:at])


def sentence_subject(tokens: list[ClauseToken]) -> tuple[int, int] | None:
    """Return the span of the words at the start of a sentence that can be a person: a pronoun, a name, a role."""
    subject = _sentence_subject(tokens)
    return _span(tokens, subject) if subject else None


# How many words a noun phrase with a role at the start of a sentence may have: "The Russian deputy foreign minister".
_ROLE_WORDS = 8


# And so many words what somebody has: "Iceland's new central bank".
_POSSESSED_WORDS = 4


def _sentence_subject(tokens: list[ClauseToken]) -> tuple[int, int] | None:
    """Return the words at the start of a sentence that can be a person: a pronoun, a name, a role.

    "On Thursday, …" and "Pressed on the talks, …" stand in front of the subject.
    """
    if not tokens:
        return None
    first = 0
    if len(tokens) > 1 and tokens[0].lower in {"and", "but", "so", "yet"} and not _is_lead(tokens[1:]):
        # "But Brook, who sold the mill, disagreed"
        first = 1
    elif _is_lead(tokens):
        # "On Monday, …", "On July 6, 2015, …"
        first = next(
            (
                at
                for at in range(1, min(len(tokens), SUBJECT_WORDS))
                if tokens[at - 1].text == "," and not tokens[at].text.isdigit()
            ),
            0,
        )
        if not 0 < first < len(tokens) or _is_lead(tokens[first:]):
            return None
        # "Of the captain, Tom Vane, he said": the name explains the role, and is no subject.
        if is_role(tokens[first - 2]) and _behind_name(tokens, first) > first:
            return None
    if tokens[first].lower.removesuffix("'s").removesuffix("’s") in word_lists()["pronouns"]:
        return first, first + 1
    apposed = _apposed_behind_role(tokens, first)
    if apposed is not None:
        return apposed
    if "determiners" in tokens[first].lists:
        for last in range(first + 1, min(len(tokens), first + _ROLE_WORDS)):
            if not is_word(tokens[last]):
                return None
            speaks = is_role(tokens[last]) or "organisations" in tokens[last].lists
            if speaks and not (last + 1 < len(tokens) and is_role(tokens[last + 1])):
                # The name behind the role belongs to it.
                return first, _behind_name(tokens, last + 1)
        return None
    last = _behind_name(tokens, first)
    while first < last < len(tokens) and ("roles" in tokens[last].lists or tokens[last].lower == "of"):
        # "Former candidate Ada Brook", "Brook's doctor", "Dozens of bakers"
        noun = tokens[last].lower == "of" and last + 1 < len(tokens) and not is_name(tokens[last + 1])
        last = _behind_name(tokens, last + 1 + noun)
    # "WHAT COMES NEXT — Brook has left"
    if last == first or (last < len(tokens) and tokens[last].text in {":", "—", "–"}):
        return None
    if tokens[last - 1].text.endswith(("’s", "'s", "s’", "s'")):
        # "Iceland's central bank has cut rates"; but "Brook's roof was mended".
        nouns = range(last, min(len(tokens), last + _POSSESSED_WORDS))
        speaking = (at for at in nouns if "organisations" in tokens[at].lists or is_role(tokens[at]))
        last = next(speaking, -1) + 1
    return (first, last) if last else None


def _apposed_behind_role(tokens: list[ClauseToken], first: int) -> tuple[int, int] | None:
    """Return the name in commas behind a noun phrase: "The engineer, Tom Vane, left", "Brook's agent, Tom Vane, …"."""
    if not ("determiners" in tokens[first].lists or tokens[first].text.endswith(("’s", "'s"))):
        return None
    behind = range(first + 2, min(len(tokens), first + _ROLE_WORDS))
    comma = next((at for at in behind if not is_word(tokens[at])), None)
    if comma is None or tokens[comma].text != "," or _has_finite_verb(tokens, first, comma):
        return None
    last = _behind_name(tokens, comma + 1)
    return (comma + 1, last) if comma + 1 < last < len(tokens) and tokens[last].text == "," else None


def _is_lead(tokens: list[ClauseToken]) -> bool:
    """Say whether a sentence begins with something in front of its subject."""
    head = tokens[0]
    participle = len(tokens) > 1 and (
        (head.lower.endswith("ing") and "determiners" in tokens[1].lists)
        or (head.lower.endswith(("ed", "ing")) and "no_statement" in tokens[1].lists)
    )
    return "leads" in head.lists or "openers" in head.lists or participle


def _behind_name(tokens: list[ClauseToken], index: int) -> int:
    """Return the index behind the capitalised words that begin at a token."""
    while index < len(tokens) and is_word(tokens[index]) and is_name(tokens[index]):
        index += 1
    return index


# --------------------------------------------------------------------------------------- clauses at a quotation


def clause_after(tokens: list[ClauseToken], end: int) -> Attribution | None:
    """Read the clause behind a quotation: `, Ryabkov said in an interview.`, `, he said, adding that …`, `― Ryabkov`.

    Returns:
        The attribution; its statement is what the sentence says beyond the clause, empty when that is nothing.
    """
    clause = clause_at(tokens, 0, min(len(tokens), SUBJECT_WORDS + TAIL_WORDS))
    if clause is None:
        return _signature(tokens, end)
    # "“It is hard,” but she also mentioned that there is hope"
    behind = tokens[clause.behind] if clause.behind < len(tokens) else None
    if (
        behind is not None
        and not clause.inverted
        and behind.text != ","
        and (behind.lower == "that" or "stops" not in behind.lists)
    ):
        start = _statement_start(tokens, clause, len(tokens))
        if start is not None:
            return _made(tokens, clause, tokens[start].start, end)
    described = clause.behind
    for index in range(clause.behind, len(tokens)):
        joins = tokens[index].text in {",", "—", "–"} or tokens[index].lower in {"and", "but"}
        if joins and _begins_second_clause(tokens, index):
            return _made(tokens, clause, tokens[index].end, end)
        if index >= described and clause.inverted:
            described = _behind_apposition(tokens, index)
        if index < described:
            continue
        if _is_long_circumstance(tokens, index):
            return _made(tokens, clause, tokens[index].start, end)
        if joins and _is_aside(tokens, index, behind_noun=index > clause.behind):
            return _made(tokens, clause, tokens[index].end, end)
    return _made(tokens, clause, end, end)


def second_clause(tokens: list[ClauseToken], end: int) -> Attribution | None:
    """Read `adding that …`, `and added that …` behind a reporting clause; its subject is the one before."""
    at = 0
    while at < len(tokens) and (not is_word(tokens[at]) or is_adverb(tokens[at]) or tokens[at].lower in {"and", "but"}):
        at += 1
    found = verb_at(tokens, at) if at < len(tokens) else None
    if found is None:
        return None
    behind = found[1] + (found[1] < len(tokens) and tokens[found[1]].lower == "that")
    if behind >= len(tokens):
        return None
    cue = _span(tokens, (at, found[1]))
    whole = found[0].groups == {"topic"}
    return Attribution(cue, cue, cue[0] if whole else tokens[behind].start, end, found[0].groups)


def _begins_second_clause(tokens: list[ClauseToken], index: int) -> bool:
    """Say whether `, adding that …` or `and added that …` begins at a token, with a statement behind it."""
    at = index + 1
    while at < len(tokens) and (is_adverb(tokens[at]) or tokens[at].lower in {"and", "but"}):
        at += 1
    found = verb_at(tokens, at) if at < len(tokens) else None
    if found is None:
        return False
    verb, behind = found
    if Form.PARTICIPLE not in verb.forms and tokens[at - 1].lower not in {"and", "but", "also", "then", "later"}:
        return False
    behind += behind < len(tokens) and tokens[behind].lower == "that"
    return behind < len(tokens) and (is_word(tokens[behind]) or tokens[behind].text[0] == OPAQUE)


def _is_long_circumstance(tokens: list[ClauseToken], index: int) -> bool:
    """Say whether a clause begins that says more than when it was said: "said after the doctors had found that …"."""
    if tokens[index].lower not in {"after", "as", "because", "before", "though", "while"}:
        return False
    words = sum(1 for token in tokens[index : index + 2 * _ASIDE_WORDS] if is_word(token))
    return words > _ASIDE_WORDS and _has_finite_verb(tokens, index + 1, index + TAIL_WORDS)


def _is_aside(tokens: list[ClauseToken], index: int, *, behind_noun: bool) -> bool:
    """Say whether what follows a comma is long enough, and enough of a sentence, to say something of its own.

    Behind a noun a short "which" belongs to it: "said in an interview, which came out on Monday".
    """
    words = sum(1 for token in tokens[index + 1 : index + 2 * _ASIDE_WORDS] if is_word(token))
    opener = tokens[min(index + 1, len(tokens) - 1)]
    starts_clause = "openers" in opener.lists and not (behind_noun and opener.lower == "which")
    return (
        tokens[index].text == ","
        and (words > _ASIDE_WORDS or starts_clause)
        and _has_finite_verb(tokens, index + 1, index + TAIL_WORDS)
    )


def _behind_apposition(tokens: list[ClauseToken], comma: int) -> int:
    """Return the index behind what a comma adds of the speaker: "said Ada Brook, the baker who has sold it since May".

    It ends with the next comma. A verb in it belongs to a relative clause, which tells an event only in the past:
    ", who heads the council"; but ", who resigned on Monday". The index is that of the comma where none is added.
    """
    phrase = list(takewhile(is_word, tokens[comma + 1 : comma + 1 + SUBJECT_WORDS + TAIL_WORDS]))
    if tokens[comma].text != "," or len(phrase) < _DESCRIPTION_WORDS:
        return comma
    if phrase[0].lower == "who":
        describes = _describes(phrase, 0)
    else:
        noun = list(takewhile(lambda token: token.lower not in {"that", "where", "which", "who", "whose"}, phrase))
        # "with the votes of the left": a noun.
        event = any(is_finite(token) and "determiners" not in before.lists for before, token in pairwise(noun))
        describes = bool(noun) and not event and ("determiners" in noun[0].lists or any(map(is_role, noun)))
    return comma + 1 + len(phrase) if describes else comma


# A name under a quotation has no more words than this: "― Ada von der Aue, Midwife".
_SIGNATURE_WORDS = 7


def _signature(tokens: list[ClauseToken], end: int) -> Attribution | None:
    """Read `― Sergei Ryabkov` or `― Sergei Ryabkov, a diplomat` behind a quotation; there is no verb."""
    if not tokens or tokens[0].text not in {"—", "–", "―", "-", "--"}:
        return None
    words = [token for token in tokens[1:] if token.text not in {".", ","}]
    if not words or not is_name(words[0]):
        return None
    short = len(words) <= _SIGNATURE_WORDS and is_name(words[-1])
    # "― Ada Brook, a midwife from Leeds": name and comma first, then no sentence.
    comma = next((at for at, token in enumerate(tokens) if token.text == ","), 0)
    described = (
        1 < comma - 1 <= _SIGNATURE_WORDS
        and all(is_name(token) or "particles" in token.lists for token in tokens[1:comma])
        and len(words) <= SUBJECT_WORDS
        and not _has_finite_verb(tokens, comma, len(tokens))
    )
    if not (short or described):
        return None
    return Attribution((words[0].start, words[-1].end), (end, end), end, end)


def clause_before(tokens: list[ClauseToken], start: int) -> Attribution | None:
    """Read the clause in front of a quotation: `Ryabkov said:`, `…, he said, adding:`, `Ryabkov told reporters that`.

    Args:
        tokens: The words up to the quotation.
        start: Where they begin.

    Returns:
        The attribution; its statement is what stands before the clause, empty when that is nothing.
    """
    last = len(tokens)
    while last and (not is_word(tokens[last - 1]) or tokens[last - 1].lower == "that"):
        last -= 1
    if not last:
        return None
    for first in _clause_starts(tokens, last):
        clause = clause_at(tokens, first, min(last, first + SUBJECT_WORDS + TAIL_WORDS))
        if clause is not None and _reaches(tokens, clause, last):
            tells = _tells(tokens, clause, only_events=True) or _has_object(tokens, clause, last)
            front = start if first == 0 else tokens[first - 1].start
            return _made(tokens, clause, start, tokens[last - 1].end if tells else front)
    for index in range(last - 1, max(0, last - TAIL_WORDS), -1):
        found = verb_at(tokens, index)
        if found is None:
            continue
        verb, behind = found
        if _participle_at(tokens, index):
            subject = _subject_of_participle(tokens, index)
            if subject is not None:
                return Attribution(subject, _span(tokens, (index, behind)), start, tokens[index - 1].start, verb.groups)
        own = subject_before(tokens, index, verb)
        if own is not None:
            clause = Clause(own, (index, behind), behind, verb)
            if _statement_behind(tokens[:last], clause) or _has_plain_finite(tokens, behind, last):
                # "He said he had refused: “…”": a statement of its own stands between the verb and the quotation.
                return None
            return _made(tokens, clause, start, tokens[own[0]].start if own[0] else start)
        # "Vane says she was told: “…”": it was somebody else who said it.
        passive = is_auxiliary(tokens[index - 1]) and "perfect" not in tokens[index - 1].lists
        shared = _sentence_subject(tokens[:index]) if behind == last < len(tokens) and not passive else None
        if shared is not None and tokens[last].text in {",", ":"}:
            # "Harper laughed and said, “…”", "protesters marched while chanting, “…”"
            cut = index - 1 if "openers" in tokens[index - 1].lists else index
            return Attribution(
                _span(tokens, shared), _span(tokens, (index, behind)), start, tokens[cut].start, verb.groups
            )
    return _name_and_colon(tokens, last, start)


def is_circumstance(tokens: list[ClauseToken]) -> bool:
    """Say whether words in front of a reporting clause belong to it: what somebody was asked, speaks about, and where.

    So do "Asked if she would stay, ", "On the budget, " and "In an interview with the daily, "; they are no statement.
    """
    first = 0
    while first < len(tokens) and not _begins_circumstance(tokens, first):
        # "When asked", "Later, speaking in Leeds", "But on the budget"
        if not ("openers" in tokens[first].lists or is_adverb(tokens[first]) or tokens[first].text == ","):
            return False
        first += 1
    words = tokens[first:]
    if not words:
        return False
    if "addresses" in words[0].lists:
        return True
    # "On the budget, which has grown, ", "In Leeds, Ohio, "; but "On Monday, Vane resigned and ".
    comma = next((at for at, token in enumerate(words) if token.text == ","), len(words))
    behind = words[comma + 1 :]
    if _has_plain_finite(words, 0, comma):
        return False
    return (
        not behind
        or "subordinators" in behind[0].lists
        or (len(behind) <= _PLACE_WORDS and not _has_finite_verb(behind, 0, len(behind)))
    )


def _begins_circumstance(tokens: list[ClauseToken], index: int) -> bool:
    if "addresses" in tokens[index].lists or "circumstances" in tokens[index].lists:
        return True
    behind = f" {tokens[index + 1].lower}" if index + 1 < len(tokens) else ""
    return tokens[index].lower + behind in word_lists()["topic_leads"]


def _clause_starts(tokens: list[ClauseToken], last: int) -> Iterator[int]:
    """Yield where a reporting clause may begin: at the start, and behind "Asked about the budget, " and its like."""
    yield 0
    for at in range(1, min(last, SUBJECT_WORDS + TAIL_WORDS)):
        if tokens[at - 1].text == "," and is_circumstance(tokens[: at - 1]):
            yield at


def _reaches(tokens: list[ClauseToken], clause: Clause, last: int) -> bool:
    """Say whether a clause goes up to a quotation, without a statement of its own in between."""
    return (
        clause.behind >= (last - TAIL_WORDS if clause.verb and not clause.inverted else last)
        and not _statement_behind(tokens[:last], clause)
        and not any(_participle_at(tokens, at) for at in range(clause.behind + 1, last))
        and not _has_plain_finite(tokens, clause.behind, last)
    )


# The rest of a date or place behind a comma has no more words than this.
_PLACE_WORDS = 3
# An object has at least so many words more than a hearer: "revealed the name of the winner"; "told the Daily Mail".
_OBJECT_WORDS = 3


def _has_object(tokens: list[ClauseToken], clause: Clause, last: int) -> bool:
    """Say whether a verb has an object that says something of its own in front of a quotation."""
    behind = clause.behind
    if clause.verb is None or "hearer" in clause.verb.groups or last - behind < _OBJECT_WORDS:
        return False
    # "said on the other hand"; but "agreed on three steps"
    if "say" in tokens[clause.cue[0]].lists and "no_statement" in tokens[behind].lists:
        return False
    return not _is_adjunct(tokens, behind) and tokens[behind].lower not in {"to", "of", "about", "for", ","}


def _name_and_colon(tokens: list[ClauseToken], last: int, start: int) -> Attribution | None:
    """Read `Sergei Ryabkov:` in front of a quotation; there is no verb, and a single word may be any heading."""
    if not 1 < last < len(tokens) or last > _SIGNATURE_WORDS or tokens[last].text != ":":
        return None
    if not all(is_word(token) and (is_name(token) or "particles" in token.lists) for token in tokens[:last]):
        return None
    return Attribution((tokens[0].start, tokens[last - 1].end), (start, start), start, start)


def _statement_behind(tokens: list[ClauseToken], clause: Clause) -> bool:
    """Say whether words behind a clause are a statement of their own, not its addressee, time or place.

    Another quotation among them, or a "that", is part of one: `said the vaccine “is no cure” and that “…”`.
    """
    if _statement_start(tokens, clause, len(tokens)) is not None:
        return True
    return any(token.lower == "that" or token.text[0] == OPAQUE for token in tokens[clause.behind :])


def _participle_at(tokens: list[ClauseToken], index: int) -> bool:
    """Say whether `, adding` or `Harper asking` stands at a token."""
    found = verb_at(tokens, index)
    return (
        found is not None
        and index > 0
        and Form.PARTICIPLE in found[0].forms
        and (tokens[index - 1].text in {",", "—", "–"} or is_name(tokens[index - 1]))
    )


def _subject_of_participle(tokens: list[ClauseToken], index: int) -> tuple[int, int] | None:
    first = index
    while first > 0 and is_word(tokens[first - 1]) and is_name(tokens[first - 1]):
        first -= 1
    if first < index:
        return _span(tokens, (first, index))
    before = tokens[: index - 1]
    inner = attribute_sentence(before, tokens[index - 1].start)
    if inner is None:
        inner = clause_after(before, tokens[index - 1].start)
    if inner is not None:
        return inner.subject
    own = _sentence_subject(before)
    return _span(tokens, own) if own is not None else None
