"""Clauses that say who speaks: "Ryabkov said on Thursday that", "he underscored", "according to the diplomat".

A part of `segment`. A shallow grammar over the words of one sentence, in which quotations are opaque: it finds the
verb of speech, its subject before or behind it, and what of the sentence is the statement. No parser is needed, since
reporting clauses stand at the edges of sentences and quotations; each look reaches a bounded number of words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from ryabkov_diff.segment.speech import Form, Verb, speech_words

__all__ = [
    "Attribution",
    "Token",
    "attribute_sentence",
    "clause_after",
    "clause_before",
    "second_clause",
    "sentence_subject",
    "tokenize",
]

# A word, a mark, or a quotation that the caller has made opaque.
OPAQUE = "\ue000"
_TOKEN = re.compile(
    # A full stop inside a sentence belongs to an abbreviation: "Rep. Jim Clyburn (D-S.C.) said."
    rf"{OPAQUE}+|[^\W_]+(?:[.’'/&-]+[^\W_]+)*(?:\.(?=\s*[^\s.{OPAQUE}])|’(?=\s))?|--+|\.{{2,}}|[^\w\s]|_+"
)

# How many words a subject may have: "Sergei Ryabkov, the deputy foreign minister who handles arms control, said".
_SUBJECT_WORDS = 26
# How many of them may stand outside an apposition.
_NOUN_WORDS = 12
# A quotation inside a subject is a nickname, of so many characters at most: Robert C. "Bobby" Scott.
_NICKNAME = 20
# How many words a reporting clause may add behind its verb: "said on Thursday in an interview with the daily …".
_TAIL_WORDS = 30
# A tail with more words than this behind a comma says something of its own.
_ASIDE_WORDS = 7
# How many commas back from the end of a sentence a reporting clause may begin: ", John Smith, a spokesman, said".
_COMMAS = 5


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark: half-open span in the article, the word as written and in lower case."""

    start: int
    end: int
    text: str
    lower: str


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


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """Cut a span of a text into words and marks; blank ones are dropped."""
    return [
        Token(match.start(), match.end(), match[0], match[0].lower().rstrip(".’"))
        for match in _TOKEN.finditer(text, start, end)
    ]


def _is_word(token: Token) -> bool:
    return token.text[0].isalnum()


def _in(token: Token, name: str) -> bool:
    return token.lower in speech_words().sets[name]


def _is_name(token: Token) -> bool:
    return token.text[0].isupper()


def _verb_at(tokens: list[Token], index: int) -> tuple[Verb, int] | None:
    """Return the verb of speech that begins at a token and the index behind it; "the United States" has none."""
    if index > 0 and _is_name(tokens[index]):
        return None
    for verb in speech_words().verbs.get(tokens[index].lower, ()):
        behind = index + len(verb.words)
        if tuple(token.lower for token in tokens[index:behind]) == verb.words:
            return verb, behind
    return None


# ------------------------------------------------------------------------------------------------ subject and verb


@dataclass(frozen=True, slots=True)
class _Clause:
    """Token indices: the subject, the verb of speech, and what comes behind."""

    subject: tuple[int, int]
    cue: tuple[int, int]
    behind: int
    verb: Verb | None
    inverted: bool = False


def _finite(tokens: list[Token], index: int, verb: Verb, first: int) -> bool:
    """Say whether the verb at a token is a finite one with a subject that begins at `first`."""
    before = tokens[index - 1] if index > first else None
    if before is None:
        return False
    forms = verb.forms
    auxiliary = before
    at = index - 1
    while at > first and _in(tokens[at], "adverbs"):
        at -= 1
    auxiliary = tokens[at]
    if _in(auxiliary, "auxiliaries"):
        if auxiliary.lower in {"is", "was", "are", "were", "'s", "’s"}:
            return Form.PARTICIPLE in forms
        if auxiliary.lower in {"has", "have", "had"}:
            return Form.PAST in forms
        return Form.BASE in forms and auxiliary.lower in {"did", "would", "will", "does", "do"}
    if Form.PAST in forms:
        # "the reported talks": an adjective, not a verb.
        return not (
            _in(before, "determiners")
            and before.lower not in {"one", "another", "some", "many", "most", "both", "this", "that"}
        )
    if Form.THIRD in forms:
        return not _in(before, "determiners")
    if Form.BASE in forms:
        return (
            auxiliary.lower in {"they", "we", "i", "you", "who"}
            or (
                auxiliary.lower.endswith("s")
                and not auxiliary.lower.endswith(("ss", "’s", "'s"))
                and not _is_name(auxiliary)
            )
            or auxiliary.lower in {"people", "police"}
        )
    return False


def _is_subject(tokens: list[Token], first: int, last: int) -> bool:
    """Say whether these words can be a speaker: a pronoun, a name, or a noun phrase, with an apposition in commas."""
    while last > first and (_in(tokens[last - 1], "adverbs") or _in(tokens[last - 1], "auxiliaries")):
        last -= 1
    if last <= first or last - first > _SUBJECT_WORDS:
        return False
    head = tokens[first]
    if not _is_word(head) or _in(head, "openers") or _in(head, "leads"):
        return False
    if _in(head, "pronouns") or _in(head, "other_pronouns"):
        # The reporter is no speaker: "two guides I wrote".
        return last - first == 1 and not _in(head, "first_persons")
    # "Touching on the issue, …"; but "Deng Xiaoping said".
    if head.lower.endswith("ing") and last - first > 1 and not _is_name(tokens[first + 1]):
        return False
    enclosed = False
    commas = 0
    for index in range(first, last):
        token = tokens[index]
        if token.text in {",", "—", "–", "(", ")"}:
            enclosed = True
            commas += token.text == ","
        elif (
            token.text in {":", ";"}
            or (token.text[0] == OPAQUE and len(token.text) > _NICKNAME)
            or (not enclosed and (index - first >= _NOUN_WORDS or _in(token, "finite") or _in(token, "subordinators")))
        ):
            return False
    # An apposition ends where the verb begins: "Sergei Ryabkov, the deputy minister, said".
    if commas and (commas == 1 or tokens[last - 1].text != ","):
        return False
    if _is_name(head) or _in(head, "determiners"):
        return True
    # As in "retired general Lloyd Newton", "panel Chairman Jason Chaffetz (R-Utah)" or "police sources".
    phrase = list(takewhile(lambda token: token.text not in {",", "("}, tokens[first:last]))
    return _is_name(phrase[-1]) or _in(phrase[-1], "roles") or _in(phrase[-1], "speaking_plurals")


def _clause_at(tokens: list[Token], first: int, limit: int) -> _Clause | None:
    """Read `SUBJECT VERB`, `VERB SUBJECT` or `according to SUBJECT` at a token; None where none stands."""
    while first < limit and not _is_word(tokens[first]):
        first += 1
    if first < limit and tokens[first].lower in {"and", "but", "as"}:
        first += 1
    while (
        first < limit and (_in(tokens[first], "adverbs") or tokens[first].text == ",") and not _verb_at(tokens, first)
    ):
        first += 1
    if first >= limit:
        return None
    if tokens[first].lower == "according" and first + 2 < limit and tokens[first + 1].lower == "to":
        end = _noun_end(tokens, first + 2, limit, according=True)
        return _Clause((first + 2, end), (first, first + 2), end, None) if end > first + 2 else None
    found = _verb_at(tokens, first)
    if found and (found[0].forms & {Form.PAST, Form.THIRD}):
        verb, behind = found
        if behind < limit and (
            _is_name(tokens[behind])
            or tokens[behind].lower in {"the", "a", "an", "one", "another", "he", "she"}
            or _in(tokens[behind], "roles")
        ):
            end = _noun_end(tokens, behind, limit)
            if end > behind and _is_subject(tokens, behind, end):
                return _Clause((behind, end), (first, behind), end, verb, inverted=True)
    for index in range(first + 1, min(limit, first + _SUBJECT_WORDS)):
        found = _verb_at(tokens, index)
        if found is None or not _finite(tokens, index, found[0], first):
            continue
        if not _is_subject(tokens, first, index):
            continue
        if "relay" in found[0].groups:
            relayed = _relayed(tokens, found[1], limit)
            if relayed is not None:
                return relayed
        return _Clause((first, index), (index, found[1]), found[1], found[0])
    return None


def _relayed(tokens: list[Token], first: int, limit: int) -> _Clause | None:
    """Read `Ryabkov as saying` behind "the news agency cited": the speaker is not the agency."""
    for index in range(first + 1, min(limit - 1, first + _SUBJECT_WORDS)):
        if tokens[index].lower == "as" and _in(tokens[index + 1], "as_saying"):
            verb = _verb_at(tokens, index + 1)
            return _Clause((first, index), (index + 1, index + 2), index + 2, verb[0] if verb else None)
    return None


def _noun_end(tokens: list[Token], first: int, limit: int, *, according: bool = False) -> int:
    """Return the index behind the noun phrase that begins at a token: "said [Sergei Ryabkov], the minister"."""
    index = first
    while index < limit and index - first < _SUBJECT_WORDS:
        token = tokens[index]
        if token.text in {",", ".", ":", ";", "—", "–", "-", "!", "?", "(", ")"} or token.text[0] == OPAQUE:
            break
        if (
            index > first
            and _in(token, "stops")
            and not (according and token.lower in {"in", "to", "on", "at", "with", "from", "by", "who"})
        ):
            break
        index += 1
    return index


# --------------------------------------------------------------------------------------------------- the sentence


def attribute_sentence(tokens: list[Token], end: int) -> Attribution | None:
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


def _span(tokens: list[Token], span: tuple[int, int]) -> tuple[int, int]:
    return tokens[span[0]].start, tokens[span[1] - 1].end


def _subject_span(tokens: list[Token], span: tuple[int, int]) -> tuple[int, int]:
    first, last = span
    while last - first > 1 and (
        not _is_word(tokens[last - 1]) or _in(tokens[last - 1], "adverbs") or _in(tokens[last - 1], "auxiliaries")
    ):
        last -= 1
    return tokens[first].start, tokens[last - 1].end


def _made(tokens: list[Token], clause: _Clause, start: int, end: int) -> Attribution:
    return Attribution(
        _subject_span(tokens, clause.subject),
        _span(tokens, clause.cue),
        start,
        end,
        clause.verb.groups if clause.verb else frozenset(),
    )


def _leading(tokens: list[Token], end: int) -> Attribution | None:
    """`Ryabkov said (that) …`, `According to Ryabkov, …`."""
    limit = min(len(tokens), _SUBJECT_WORDS + _TAIL_WORDS)
    clause = _clause_at(tokens, 0, limit)
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
        return _made(tokens, clause, tokens[start].start, end)
    # "He also pointed to a technical aspect", "Ryabkov spoke in an interview": reported, but as a whole.
    whole = clause.verb.groups & {"topic", "hearer"} or _in(tokens[clause.cue[0]], "say")
    return _made(tokens, clause, tokens[0].start, end) if whole else None


def _statement_start(tokens: list[Token], clause: _Clause, limit: int) -> int | None:
    """Return the index of the first word of what somebody "said (to somebody) (on Thursday) (that)"."""
    index, groups = clause.behind, clause.verb.groups if clause.verb else frozenset()
    if groups == {"topic"}:
        return None
    for at in range(index, min(limit, index + _TAIL_WORDS)):
        token = tokens[at]
        if token.text == ":" and at + 1 < len(tokens):
            return at + 1 if groups != {"quotation"} else None
        if token.lower == "that" and at + 1 < len(tokens):
            # "the demand that", "said of the talks that": what stands between must be no statement itself.
            return at + 1 if at == index or not _has_finite_verb(tokens, index, at) else None
        if token.text in {".", ";"} or (token.text == "," and at > index + 12):
            break
    if "hearer" in groups:
        behind = _behind_hearer(tokens, index, limit)
        if behind is None or behind >= limit:
            return None
        index = behind
    elif "zero_that" not in groups:
        return None
    index = _behind_time(tokens, index, limit)
    if index >= limit or not _is_word(tokens[index]) or _in(tokens[index], "no_statement"):
        return None
    return index if _has_finite_verb(tokens, index + 1, min(len(tokens), index + _SUBJECT_WORDS)) else None


def _behind_hearer(tokens: list[Token], index: int, limit: int) -> int | None:
    first = index
    while index < limit and index - first < 8:  # noqa: PLR2004 - "the Russian state news agency RIA Novosti"
        token = tokens[index]
        if _in(token, "hearers"):
            index += 1
            while index < limit and (_is_name(tokens[index]) and tokens[index].lower not in {"the", "a"}):
                index += 1
            return index
        if index > first and (
            token.lower in {"the", "a", "his", "he", "she", "it", "they", "there", "this"} or not _is_word(token)
        ):
            return index
        if not (_is_name(token) or _in(token, "determiners")):
            return None
        index += 1
    return None


def _behind_time(tokens: list[Token], index: int, limit: int) -> int:
    """Skip "on Thursday", "earlier this week"; "on the talks" is no time."""
    at = index
    while at < limit and (_in(tokens[at], "times") or tokens[at].text.isdigit()):
        at += 1
    if at > index and tokens[at - 1].lower in {"on", "this", "last"}:
        return index
    return at


def _has_finite_verb(tokens: list[Token], first: int, last: int) -> bool:
    """Say whether a verb that is surely finite, or looks like one, stands between two words."""
    return any(
        _in(token, "finite")
        or _in(token, "plain")
        or token.lower.endswith(("ed", "ought"))
        or (index > first and _verb_at(tokens, index) is not None)
        or (
            index > first
            and token.text.islower()
            and token.text.endswith("s")
            and not token.text.endswith(("ss", "us", "is"))
        )
        for index, token in enumerate(tokens[first:last], start=first)
    )


def _trailing(tokens: list[Token]) -> Attribution | None:
    """`…, Ryabkov said (on Thursday).`, `…, according to Ryabkov.`."""
    last = len(tokens)
    commas = 0
    best = None
    for index in range(last - 1, max(0, last - _SUBJECT_WORDS - _TAIL_WORDS), -1):
        if tokens[index].text not in {",", "—", "–"}:
            continue
        commas += 1
        if commas > _COMMAS:
            break
        clause = _clause_at(tokens, index + 1, last)
        if clause is None:
            continue
        starts = min(clause.subject[0], clause.cue[0])
        if any(token.text == "," for token in tokens[index + 1 : starts]) or not _closes(tokens, clause, last):
            continue
        best = _made(tokens, clause, tokens[0].start, tokens[index].start)
        # ", John Smith, a spokesman, said": an earlier comma may belong to the subject.
        if (
            clause.inverted
            or clause.verb is None
            or _is_name(tokens[clause.subject[0]])
            or _in(tokens[clause.subject[0]], "pronouns")
        ):
            return best
    return best


def _closes(tokens: list[Token], clause: _Clause, last: int) -> bool:
    """Say whether a clause reaches to the end of the sentence without a statement of its own."""
    rest = [token for token in tokens[clause.behind : last] if token.text not in {".", "!", "?", "…", ".."}]
    if not rest:
        return True
    if len(rest) > _TAIL_WORDS or any(token.lower == "that" or token.text[0] == OPAQUE for token in rest):
        return False
    if clause.inverted or clause.verb is None:
        return rest[0].text == "," or _in(rest[0], "stops") or clause.verb is not None
    if rest[0].text == ",":
        return not _has_finite_verb(rest, 0, len(rest)) or len(rest) <= _ASIDE_WORDS
    if "hearer" in clause.verb.groups:
        return True
    return _in(rest[0], "stops") or _in(rest[0], "times") or _in(rest[0], "adverbs")


def _inner(tokens: list[Token], end: int) -> Attribution | None:
    """A clause in the middle: `Regarding the talks, Ryabkov said that …`, `…, he said, …`, `…, saying that …`."""
    for index in range(1, min(len(tokens), 2 * (_SUBJECT_WORDS + _TAIL_WORDS))):
        found = _verb_at(tokens, index)
        if found is None or found[0].groups == {"topic"}:
            continue
        verb, behind = found
        subject = _subject_before(tokens, index, verb)
        if subject is not None:
            clause = _Clause(subject, (index, behind), behind, verb)
            follows = tokens[behind] if behind < len(tokens) else tokens[-1]
            if (
                follows.lower in {",", "that"}
                or _in(follows, "finite")
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
                return _made(tokens, _Clause(own, (index, behind), behind, verb), tokens[0].start, end)
    return None


def _subject_before(tokens: list[Token], index: int, verb: Verb) -> tuple[int, int] | None:
    """Return the subject that stands right before a finite verb of speech, as far back as its clause reaches."""
    first = index
    while (
        first > 0
        and index - first < _SUBJECT_WORDS
        and tokens[first - 1].text not in {",", ";", ":", "—", "–", "―"}
        and not _in(tokens[first - 1], "openers")
    ):
        first -= 1
    if first == index or not _finite(tokens, index, verb, first):
        return None
    if _is_subject(tokens, first, index):
        # "in which Democrats argued" is the outlet's own sentence; "of which he detailed" passes on his words.
        relative = first > 0 and tokens[first - 1].lower in {"which", "who", "whom", "whose", "where"}
        return None if relative and not _in(tokens[first], "pronouns") else (first, index)
    # "In a Bloomberg interview Trump declared": the name or pronoun next to the verb.
    last = index
    while last > first and (_in(tokens[last - 1], "adverbs") or _in(tokens[last - 1], "auxiliaries")):
        last -= 1
    near = last
    while (
        near > first
        and _is_name(tokens[near - 1])
        and _is_word(tokens[near - 1])
        and not _in(tokens[near - 1], "leads")
    ):
        near -= 1
    if near == last and near > first and (_in(tokens[near - 1], "pronouns") or _in(tokens[near - 1], "other_pronouns")):
        near -= 1
    return (near, index) if near < last and _is_subject(tokens, near, index) else None


def sentence_subject(tokens: list[Token]) -> tuple[int, int] | None:
    """Return the span of the words at the start of a sentence that can be a person: a pronoun, a name, a role."""
    subject = _sentence_subject(tokens)
    return _span(tokens, subject) if subject else None


# How many words a noun phrase with a role at the start of a sentence may have: "The Russian deputy foreign minister".
_ROLE_WORDS = 8


def _sentence_subject(tokens: list[Token]) -> tuple[int, int] | None:
    """Return the words at the start of a sentence that can be a person: a pronoun, a name, a role."""
    if not tokens or _in(tokens[0], "leads") or _in(tokens[0], "openers"):
        return None
    if _in(tokens[0], "pronouns"):
        return 0, 1
    if _in(tokens[0], "determiners"):
        for last in range(1, min(len(tokens), _ROLE_WORDS)):
            if not _is_word(tokens[last]):
                return None
            if _in(tokens[last], "roles") and not (last + 1 < len(tokens) and _in(tokens[last + 1], "roles")):
                last += 1  # noqa: PLW2901 - the name behind the role belongs to it
                while last < len(tokens) and _is_word(tokens[last]) and _is_name(tokens[last]):
                    last += 1  # noqa: PLW2901
                return 0, last
        return None
    last = 0
    while last < len(tokens) and _is_word(tokens[last]) and _is_name(tokens[last]):
        last += 1
    return (0, last) if last else None


# --------------------------------------------------------------------------------------- clauses at a quotation


def clause_after(tokens: list[Token], end: int) -> Attribution | None:
    """Read the clause behind a quotation: `, Ryabkov said in an interview.`, `, he said, adding that …`, `― Ryabkov`.

    Returns:
        The attribution; its statement is what the sentence says beyond the clause, empty when that is nothing.
    """
    clause = _clause_at(tokens, 0, min(len(tokens), _SUBJECT_WORDS + _TAIL_WORDS))
    if clause is None:
        return _signature(tokens, end)
    for index in range(clause.behind, len(tokens)):
        if tokens[index].text not in {",", "—", "–"} and tokens[index].lower not in {"and", "but"}:
            continue
        if _begins_second_clause(tokens, index) or _is_aside(tokens, index):
            return _made(tokens, clause, tokens[index].end, end)
    return _made(tokens, clause, end, end)


def second_clause(tokens: list[Token], end: int) -> Attribution | None:
    """Read `adding that …`, `and added that …` behind a reporting clause; its subject is the one before."""
    at = 0
    while at < len(tokens) and (
        not _is_word(tokens[at]) or _in(tokens[at], "adverbs") or tokens[at].lower in {"and", "but"}
    ):
        at += 1
    found = _verb_at(tokens, at) if at < len(tokens) else None
    if found is None:
        return None
    behind = found[1] + (found[1] < len(tokens) and tokens[found[1]].lower == "that")
    if behind >= len(tokens):
        return None
    cue = _span(tokens, (at, found[1]))
    whole = found[0].groups == {"topic"}
    return Attribution(cue, cue, cue[0] if whole else tokens[behind].start, end, found[0].groups)


def _begins_second_clause(tokens: list[Token], index: int) -> bool:
    """Say whether `, adding that …` or `and added that …` begins at a token, with a statement behind it."""
    at = index + 1
    while at < len(tokens) and (_in(tokens[at], "adverbs") or tokens[at].lower in {"and", "but"}):
        at += 1
    found = _verb_at(tokens, at) if at < len(tokens) else None
    if found is None:
        return False
    verb, behind = found
    if Form.PARTICIPLE not in verb.forms and tokens[at - 1].lower not in {"and", "but", "also", "then", "later"}:
        return False
    behind += behind < len(tokens) and tokens[behind].lower == "that"
    return behind < len(tokens) and _is_word(tokens[behind])


def _is_aside(tokens: list[Token], index: int) -> bool:
    """Say whether what follows a comma is long enough, and enough of a sentence, to say something of its own."""
    words = sum(1 for token in tokens[index + 1 : index + 2 * _ASIDE_WORDS] if _is_word(token))
    return (
        tokens[index].text == "," and words > _ASIDE_WORDS and _has_finite_verb(tokens, index + 1, index + _TAIL_WORDS)
    )


# A name under a quotation has no more words than this: "― Ursula von der Leyen, President".
_SIGNATURE_WORDS = 7


def _signature(tokens: list[Token], end: int) -> Attribution | None:
    """Read `― Sergei Ryabkov` behind a quotation; there is no verb."""
    if not tokens or tokens[0].text not in {"—", "–", "―", "-", "--"}:
        return None
    words = [token for token in tokens[1:] if token.text not in {".", ","}]
    if not words or len(words) > _SIGNATURE_WORDS or not (_is_name(words[0]) and _is_name(words[-1])):
        return None
    return Attribution((words[0].start, words[-1].end), (end, end), end, end)


def clause_before(tokens: list[Token], start: int) -> Attribution | None:
    """Read the clause in front of a quotation: `Ryabkov said:`, `…, he said, adding:`, `Ryabkov told reporters that`.

    Args:
        tokens: The words up to the quotation.
        start: Where they begin.

    Returns:
        The attribution; its statement is what stands before the clause, empty when that is nothing.
    """
    last = len(tokens)
    while last and (not _is_word(tokens[last - 1]) or tokens[last - 1].lower == "that"):
        last -= 1
    if not last:
        return None
    clause = _clause_at(tokens, 0, min(last, _SUBJECT_WORDS + _TAIL_WORDS))
    if (
        clause is not None
        and not clause.inverted
        and clause.behind >= (last - _TAIL_WORDS if clause.verb else last)
        and _statement_start(tokens[:last], clause, last) is None
        and not any(_participle_at(tokens, at) for at in range(clause.behind + 1, last))
    ):
        return _made(tokens, clause, start, start)
    for index in range(last - 1, max(0, last - _TAIL_WORDS), -1):
        found = _verb_at(tokens, index)
        if found is None:
            continue
        verb, behind = found
        if _participle_at(tokens, index):
            subject = _subject_of_participle(tokens, index)
            if subject is not None:
                return Attribution(subject, _span(tokens, (index, behind)), start, tokens[index - 1].start, verb.groups)
        own = _subject_before(tokens, index, verb)
        if own is not None:
            return _made(
                tokens, _Clause(own, (index, behind), behind, verb), start, tokens[own[0]].start if own[0] else start
            )
    return None


def _participle_at(tokens: list[Token], index: int) -> bool:
    """Say whether `, adding` or `Clinton asking` stands at a token."""
    found = _verb_at(tokens, index)
    return (
        found is not None
        and index > 0
        and Form.PARTICIPLE in found[0].forms
        and (tokens[index - 1].text in {",", "—", "–"} or _is_name(tokens[index - 1]))
    )


def _subject_of_participle(tokens: list[Token], index: int) -> tuple[int, int] | None:
    first = index
    while first > 0 and _is_word(tokens[first - 1]) and _is_name(tokens[first - 1]):
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
