"""Who says what in a sentence, and where the statement stands: "Ryabkov said on Thursday that …"; a part of `segment`.

No parser is needed: reporting clauses stand at the edges of sentences and quotations, so that it is enough to look for
one there, and to say what of the text is left.
"""

from __future__ import annotations

from dataclasses import dataclass

from ryabkov_diff.segment.clauses import (
    OPAQUE,
    SUBJECT_WORDS,
    TAIL_WORDS,
    Clause,
    ClauseToken,
    clause_at,
    in_list,
    is_name,
    is_word,
    subject_before,
    verb_at,
)
from ryabkov_diff.segment.speech import Form

__all__ = ["Attribution", "attribute_sentence", "clause_after", "clause_before", "second_clause", "sentence_subject"]

# A tail with more words than this behind a comma says something of its own.
_ASIDE_WORDS = 7
# A comma further behind the verb than this is no longer the one in front of "that": "said on Thursday, in an interview
# with the weekly magazine of the union, that".
_BEFORE_THAT_WORDS = 12
# A hearer has no more words than this: "told the Russian state news agency RIA Novosti".
_HEARER_WORDS = 8
# How many commas back from the end of a sentence a reporting clause may begin: ", Ada Brook, a midwife, said".
_COMMAS = 5


@dataclass(frozen=True, slots=True)
class Attribution:
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
    if not tokens:
        return None
    return _leading(tokens, end) or _trailing(tokens) or _inner(tokens, end)


def _span(tokens: list[ClauseToken], span: tuple[int, int]) -> tuple[int, int]:
    return tokens[span[0]].start, tokens[span[1] - 1].end


def _subject_span(tokens: list[ClauseToken], span: tuple[int, int]) -> tuple[int, int]:
    first, last = span
    while last - first > 1 and (
        not is_word(tokens[last - 1])
        or in_list(tokens[last - 1], "adverbs")
        or in_list(tokens[last - 1], "auxiliaries")
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
        # "Harper, who won the prize on Saturday, said that …": the words about the speaker are a statement, too.
        tells = any(token.lower in {"who", "which", "whose"} for token in tokens[slice(*clause.subject)])
        return _made(tokens, clause, tokens[0 if tells else start].start, end)
    # "He also pointed to a technical aspect", "Ryabkov spoke in an interview": reported, but as a whole.
    whole = clause.verb.groups & {"topic", "hearer"} or in_list(tokens[clause.cue[0]], "say")
    return _made(tokens, clause, tokens[0].start, end) if whole else None


def _statement_start(tokens: list[ClauseToken], clause: Clause, limit: int) -> int | None:
    """Return the index of the first word of what somebody "said (to somebody) (on Thursday) (that)"."""
    index, groups = clause.behind, clause.verb.groups if clause.verb else frozenset()
    if groups == {"topic"}:
        return None
    for at in range(index, min(limit, index + TAIL_WORDS)):
        token = tokens[at]
        if token.text == ":" and at + 1 < len(tokens):
            return at + 1 if groups != {"quotation"} else None
        if token.lower == "that" and at + 1 < len(tokens):
            # "said of the talks that": what stands between must be no statement itself; "said the cup that she won …".
            first = (_behind_hearer(tokens, index, limit) or index) if "hearer" in groups else index
            noun = in_list(tokens[first], "determiners") and not in_list(tokens[first], "times")
            if first < at and noun and groups & {"zero_that", "hearer"}:
                break
            return at + 1 if at == index or not _has_finite_verb(tokens, index, at) else None
        if token.text in {".", ";"} or (token.text == "," and at > index + _BEFORE_THAT_WORDS):
            break
    if "hearer" in groups:
        behind = _behind_hearer(tokens, index, limit)
        if behind is None or behind >= limit:
            return None
        index = behind
    elif "zero_that" not in groups:
        return None
    index = _behind_time(tokens, index, limit)
    if index >= limit or not is_word(tokens[index]) or in_list(tokens[index], "no_statement"):
        return None
    return index if _has_finite_verb(tokens, index + 1, min(len(tokens), index + SUBJECT_WORDS)) else None


def _behind_hearer(tokens: list[ClauseToken], index: int, limit: int) -> int | None:
    first = index
    while index < limit and index - first < _HEARER_WORDS:
        token = tokens[index]
        if in_list(token, "hearers"):
            index += 1
            while index < limit and (is_name(tokens[index]) and tokens[index].lower not in {"the", "a"}):
                index += 1
            return index
        if index > first and (
            token.lower in {"the", "a", "his", "he", "she", "it", "they", "there", "this"} or not is_word(token)
        ):
            return index
        if not (is_name(token) or in_list(token, "determiners")):
            return None
        index += 1
    return None


def _behind_time(tokens: list[ClauseToken], index: int, limit: int) -> int:
    """Skip "on Thursday", "earlier this week"; "on the talks" is no time."""
    at = index
    while at < limit and in_list(tokens[at], "times"):
        at += 1
    if at > index and tokens[at - 1].lower in {"on", "this", "last"}:
        return index
    return at


def _has_finite_verb(tokens: list[ClauseToken], first: int, last: int) -> bool:
    """Say whether a verb that is surely finite, or looks like one, stands between two words."""
    return any(
        in_list(token, "finite")
        or in_list(token, "plain")
        or token.lower.endswith(("ed", "ought"))
        or (index > first and verb_at(tokens, index) is not None)
        or (
            index > first
            and token.text.islower()
            and token.text.endswith("s")
            and not token.text.endswith(("ss", "us", "is"))
        )
        for index, token in enumerate(tokens[first:last], start=first)
    )


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
        clause = clause_at(tokens, index + 1, last)
        if clause is None:
            continue
        starts = min(clause.subject[0], clause.cue[0])
        if any(token.text == "," for token in tokens[index + 1 : starts]) or not _closes(tokens, clause, last):
            continue
        best = _made(tokens, clause, tokens[0].start, tokens[index].end if quoted else tokens[index].start)
        # ", Ada Brook, a midwife, said": an earlier comma may belong to the subject.
        if (
            clause.inverted
            or clause.verb is None
            or is_name(tokens[clause.subject[0]])
            or in_list(tokens[clause.subject[0]], "pronouns")
        ):
            return best
    return best


def _closes(tokens: list[ClauseToken], clause: Clause, last: int) -> bool:
    """Say whether a clause reaches to the end of the sentence without a statement of its own."""
    rest = [token for token in tokens[clause.behind : last] if token.text not in {".", "!", "?", "…", ".."}]
    if not rest:
        return True
    if len(rest) > TAIL_WORDS or any(token.lower == "that" or token.text[0] == OPAQUE for token in rest):
        return False
    for index, token in enumerate(rest[:-1]):
        # "…, he told reporters, and two more are to come": a second statement.
        if token.text == "," and rest[index + 1].lower in {"and", "but"} and _has_finite_verb(rest, index, len(rest)):
            return False
    if clause.inverted or clause.verb is None:
        return rest[0].text == "," or in_list(rest[0], "stops") or clause.verb is not None
    if rest[0].text == ",":
        return not _has_finite_verb(rest, 0, len(rest))
    if "hearer" in clause.verb.groups:
        return True
    return in_list(rest[0], "stops") or in_list(rest[0], "times") or in_list(rest[0], "adverbs")


def _inner(tokens: list[ClauseToken], end: int) -> Attribution | None:
    """A clause in the middle: `Regarding the talks, Ryabkov said that …`, `…, he said, …`, `…, saying that …`."""
    for index in range(1, min(len(tokens), 2 * (SUBJECT_WORDS + TAIL_WORDS))):
        found = verb_at(tokens, index)
        if found is None or found[0].groups == {"topic"}:
            continue
        verb, behind = found
        subject = subject_before(tokens, index, verb)
        if subject is not None:
            clause = Clause(subject, (index, behind), behind, verb)
            follows = tokens[behind] if behind < len(tokens) else tokens[-1]
            if (
                follows.lower in {",", "that"}
                or (in_list(follows, "finite") and in_list(tokens[subject[0]], "pronouns"))
                or _statement_start(tokens, clause, len(tokens)) is not None
            ):
                return _made(tokens, clause, tokens[0].start, end)
        if (
            Form.PARTICIPLE in verb.forms
            and behind < len(tokens)
            and (tokens[behind].lower == "that" or tokens[index - 1].text == ",")
        ):
            own = _sentence_subject(tokens)
            if own is not None:
                return _made(tokens, Clause(own, (index, behind), behind, verb), tokens[0].start, end)
    return None


def sentence_subject(tokens: list[ClauseToken]) -> tuple[int, int] | None:
    """Return the span of the words at the start of a sentence that can be a person: a pronoun, a name, a role."""
    subject = _sentence_subject(tokens)
    return _span(tokens, subject) if subject else None


# How many words a noun phrase with a role at the start of a sentence may have: "The Russian deputy foreign minister".
_ROLE_WORDS = 8


def _sentence_subject(tokens: list[ClauseToken]) -> tuple[int, int] | None:
    """Return the words at the start of a sentence that can be a person: a pronoun, a name, a role."""
    if not tokens or in_list(tokens[0], "leads") or in_list(tokens[0], "openers"):
        return None
    if in_list(tokens[0], "pronouns"):
        return 0, 1
    if in_list(tokens[0], "determiners"):
        for last in range(1, min(len(tokens), _ROLE_WORDS)):
            if not is_word(tokens[last]):
                return None
            if in_list(tokens[last], "roles") and not (last + 1 < len(tokens) and in_list(tokens[last + 1], "roles")):
                # The name behind the role belongs to it.
                return 0, _behind_name(tokens, last + 1)
        return None
    last = _behind_name(tokens, 0)
    return (0, last) if last else None


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
    for index in range(clause.behind, len(tokens)):
        if tokens[index].text not in {",", "—", "–"} and tokens[index].lower not in {"and", "but"}:
            continue
        if _begins_second_clause(tokens, index) or _is_aside(tokens, index):
            return _made(tokens, clause, tokens[index].end, end)
    return _made(tokens, clause, end, end)


def second_clause(tokens: list[ClauseToken], end: int) -> Attribution | None:
    """Read `adding that …`, `and added that …` behind a reporting clause; its subject is the one before."""
    at = 0
    while at < len(tokens) and (
        not is_word(tokens[at]) or in_list(tokens[at], "adverbs") or tokens[at].lower in {"and", "but"}
    ):
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
    while at < len(tokens) and (in_list(tokens[at], "adverbs") or tokens[at].lower in {"and", "but"}):
        at += 1
    found = verb_at(tokens, at) if at < len(tokens) else None
    if found is None:
        return False
    verb, behind = found
    if Form.PARTICIPLE not in verb.forms and tokens[at - 1].lower not in {"and", "but", "also", "then", "later"}:
        return False
    behind += behind < len(tokens) and tokens[behind].lower == "that"
    return behind < len(tokens) and is_word(tokens[behind])


def _is_aside(tokens: list[ClauseToken], index: int) -> bool:
    """Say whether what follows a comma is long enough, and enough of a sentence, to say something of its own."""
    words = sum(1 for token in tokens[index + 1 : index + 2 * _ASIDE_WORDS] if is_word(token))
    starts_clause = index + 1 < len(tokens) and in_list(tokens[index + 1], "openers")
    return (
        tokens[index].text == ","
        and (words > _ASIDE_WORDS or starts_clause)
        and _has_finite_verb(tokens, index + 1, index + TAIL_WORDS)
    )


# A name under a quotation has no more words than this: "― Ada von der Aue, Midwife".
_SIGNATURE_WORDS = 7


def _signature(tokens: list[ClauseToken], end: int) -> Attribution | None:
    """Read `― Sergei Ryabkov` behind a quotation; there is no verb."""
    if not tokens or tokens[0].text not in {"—", "–", "―", "-", "--"}:
        return None
    words = [token for token in tokens[1:] if token.text not in {".", ","}]
    if not words or len(words) > _SIGNATURE_WORDS or not (is_name(words[0]) and is_name(words[-1])):
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
    clause = clause_at(tokens, 0, min(last, SUBJECT_WORDS + TAIL_WORDS))
    if (
        clause is not None
        and not clause.inverted
        and clause.behind >= (last - TAIL_WORDS if clause.verb else last)
        and not _statement_behind(tokens[:last], clause)
        and not any(_participle_at(tokens, at) for at in range(clause.behind + 1, last))
    ):
        return _made(tokens, clause, start, start)
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
            if _statement_behind(tokens[:last], clause):
                # "He said he had refused: “…”": a statement of its own stands between the verb and the quotation.
                return None
            return _made(tokens, clause, start, tokens[own[0]].start if own[0] else start)
    return None


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
