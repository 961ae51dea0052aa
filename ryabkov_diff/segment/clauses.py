"""`SUBJECT VERB`, `VERB SUBJECT`, `according to SUBJECT`: the reporting clause itself; a part of `segment`.

A shallow grammar over the words of one sentence, in which quotations are opaque. Each look reaches a bounded number of
words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from ryabkov_diff.segment.speech import Form, Verb, speech_words

__all__ = [
    "OPAQUE",
    "SUBJECT_WORDS",
    "TAIL_WORDS",
    "Clause",
    "ClauseToken",
    "clause_at",
    "clause_tokens",
    "in_list",
    "is_name",
    "is_subject",
    "is_word",
    "subject_before",
    "verb_at",
]

# A word, a mark, or a quotation that the caller has made opaque.
OPAQUE = "\ue000"
_TOKEN = re.compile(
    # A full stop inside a sentence belongs to an abbreviation: "Prof. Ada Brook (L-N.Z.) said."
    rf"{OPAQUE}+|[^\W_]+(?:[.’'/&-]+[^\W_]+)*(?:\.(?=\s*[^\s.{OPAQUE}])|’(?=\s))?|--+|\.{{2,}}|[^\w\s]|_+"
)

# How many words a subject may have: "Sergei Ryabkov, the deputy foreign minister who handles arms control, said".
SUBJECT_WORDS = 26
# How many of them may stand outside an apposition.
_NOUN_WORDS = 12
# A quotation inside a subject is a nickname, of so many characters at most: Nell "Wren" Harper.
_NICKNAME = 20
# How many words a reporting clause may add behind its verb: "said on Thursday in an interview with the daily …".
TAIL_WORDS = 30


@dataclass(frozen=True, slots=True)
class ClauseToken:
    """A word or mark: half-open span in the article, the word as written and in lower case."""

    start: int
    end: int
    text: str
    lower: str


def clause_tokens(text: str, start: int, end: int) -> list[ClauseToken]:
    """Cut a span of a text into words and marks; blank ones are dropped."""
    return [
        ClauseToken(match.start(), match.end(), match[0], match[0].lower().rstrip(".’"))
        for match in _TOKEN.finditer(text, start, end)
    ]


def is_word(token: ClauseToken) -> bool:
    """Say whether a token is a word or a number, not a mark."""
    return token.text[0].isalnum()


def in_list(token: ClauseToken, name: str) -> bool:
    """Say whether a word stands in a list of `speech.toml`."""
    return token.lower in speech_words().sets[name]


def is_name(token: ClauseToken) -> bool:
    """Say whether a word is capitalised."""
    return token.text[0].isupper()


def verb_at(tokens: list[ClauseToken], index: int) -> tuple[Verb, int] | None:
    """Return the verb of speech that begins at a token and the index behind it; "the United States" has none."""
    if index > 0 and is_name(tokens[index]):
        return None
    for verb in speech_words().verbs.get(tokens[index].lower, ()):
        behind = index + len(verb.words)
        if tuple(token.lower for token in tokens[index:behind]) == verb.words:
            return verb, behind
    return None


# ------------------------------------------------------------------------------------------------ subject and verb


@dataclass(frozen=True, slots=True)
class Clause:
    """Token indices: the subject, the verb of speech, and what comes behind."""

    subject: tuple[int, int]
    cue: tuple[int, int]
    behind: int
    verb: Verb | None
    inverted: bool = False


def _finite(tokens: list[ClauseToken], index: int, verb: Verb, first: int) -> bool:
    """Say whether the verb at a token is a finite one with a subject that begins at `first`."""
    before = tokens[index - 1] if index > first else None
    if before is None:
        return False
    if before.text.endswith(("’s", "'s")) and not (index - 1 > first and tokens[index - 2].text == "St."):
        return False
    forms = verb.forms
    auxiliary = before
    at = index - 1
    while at > first and in_list(tokens[at], "adverbs"):
        at -= 1
    auxiliary = tokens[at]
    if in_list(auxiliary, "auxiliaries"):
        if auxiliary.lower in {"is", "was", "are", "were", "'s", "’s"}:
            return Form.PARTICIPLE in forms
        if auxiliary.lower in {"has", "have", "had"}:
            return Form.PAST in forms
        return Form.BASE in forms and auxiliary.lower in {"did", "would", "will", "does", "do"}
    if Form.PAST in forms:
        # "the reported talks": an adjective, not a verb.
        return not (
            in_list(before, "determiners")
            and before.lower not in {"one", "another", "some", "many", "most", "both", "this", "that"}
        )
    if Form.THIRD in forms:
        # "twelve claims failed": a plural noun, not a verb.
        known = is_name(before) or any(in_list(before, name) for name in ("pronouns", "roles", "other_pronouns"))
        return known or not is_word(before) or (index - first > 1 and in_list(tokens[first], "determiners"))
    if Form.BASE in forms:
        return (
            auxiliary.lower in {"they", "we", "i", "you", "who"}
            or (
                auxiliary.lower.endswith("s")
                and not auxiliary.lower.endswith(("ss", "’s", "'s"))
                and not is_name(auxiliary)
            )
            or auxiliary.lower in {"people", "police"}
        )
    return False


def is_subject(tokens: list[ClauseToken], first: int, last: int) -> bool:
    """Say whether these words can be a speaker: a pronoun, a name, or a noun phrase, with an apposition in commas."""
    while last > first and (in_list(tokens[last - 1], "adverbs") or in_list(tokens[last - 1], "auxiliaries")):
        last -= 1
    if last <= first or last - first > SUBJECT_WORDS:
        return False
    head = tokens[first]
    if not is_word(head) or in_list(head, "openers") or in_list(head, "leads"):
        return False
    if in_list(head, "pronouns") or in_list(head, "other_pronouns"):
        # The reporter is no speaker: "the three letters I sent".
        return last - first == 1 and not in_list(head, "first_persons")
    # "Tuning the cello, …"; but "King Arthur said".
    if head.lower.endswith("ing") and last - first > 1 and not is_name(tokens[first + 1]):
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
            or (
                not enclosed
                and (index - first >= _NOUN_WORDS or in_list(token, "finite") or in_list(token, "subordinators"))
            )
        ):
            return False
    # An apposition ends where the verb begins: "Sergei Ryabkov, the deputy minister, said".
    if commas and (commas == 1 or tokens[last - 1].text != ","):
        return False
    if is_name(head) or in_list(head, "determiners"):
        return True
    # As in "retired beekeeper Ada Brook", "orchestra Chairman Ada Brook (Leeds)" or "hospital sources".
    phrase = list(takewhile(lambda token: token.text not in {",", "("}, tokens[first:last]))
    return is_name(phrase[-1]) or in_list(phrase[-1], "roles") or in_list(phrase[-1], "speaking_plurals")


def clause_at(tokens: list[ClauseToken], first: int, limit: int) -> Clause | None:
    """Read `SUBJECT VERB`, `VERB SUBJECT` or `according to SUBJECT` at a token; None where none stands."""
    while first < limit and not is_word(tokens[first]) and tokens[first].text[0] != OPAQUE:
        first += 1
    if first < limit and tokens[first].lower in {"and", "but", "as"}:
        first += 1
    while (
        first < limit
        and (in_list(tokens[first], "adverbs") or tokens[first].text == ",")
        and not verb_at(tokens, first)
    ):
        first += 1
    if first >= limit:
        return None
    if tokens[first].lower == "according" and first + 2 < limit and tokens[first + 1].lower == "to":
        end = _noun_end(tokens, first + 2, limit, according=True)
        return Clause((first + 2, end), (first, first + 2), end, None) if end > first + 2 else None
    found = verb_at(tokens, first)
    if found and (found[0].forms & {Form.PAST, Form.THIRD}):
        verb, behind = found
        if behind < limit and (
            is_name(tokens[behind])
            or tokens[behind].lower in {"the", "a", "an", "one", "another", "he", "she"}
            or in_list(tokens[behind], "roles")
        ):
            end = _noun_end(tokens, behind, limit)
            if end > behind and is_subject(tokens, behind, end):
                return Clause((behind, end), (first, behind), end, verb, inverted=True)
    for index in range(first + 1, min(limit, first + SUBJECT_WORDS)):
        found = verb_at(tokens, index)
        if found is None or not _finite(tokens, index, found[0], first):
            continue
        if not is_subject(tokens, first, index):
            continue
        if "relay" in found[0].groups:
            relayed = _relayed(tokens, found[1], limit)
            if relayed is not None:
                return relayed
        return Clause((first, index), (index, found[1]), found[1], found[0])
    return None


def _relayed(tokens: list[ClauseToken], first: int, limit: int) -> Clause | None:
    """Read `Ryabkov as saying` behind "the news agency cited": the speaker is not the agency."""
    for index in range(first + 1, min(limit - 1, first + SUBJECT_WORDS)):
        if tokens[index].lower == "as" and in_list(tokens[index + 1], "as_saying"):
            verb = verb_at(tokens, index + 1)
            return Clause((first, index), (index + 1, index + 2), index + 2, verb[0] if verb else None)
    return None


def _noun_end(tokens: list[ClauseToken], first: int, limit: int, *, according: bool = False) -> int:
    """Return the index behind the noun phrase that begins at a token: "said [Sergei Ryabkov], the minister"."""
    index = first
    while index < limit and index - first < SUBJECT_WORDS:
        token = tokens[index]
        if token.text in {",", ".", ":", ";", "—", "–", "-", "!", "?", "(", ")"} or token.text[0] == OPAQUE:
            break
        if (
            index > first
            and in_list(token, "stops")
            and not (according and token.lower in {"in", "to", "on", "at", "with", "from", "by", "who"})
        ):
            break
        index += 1
    return index


def subject_before(tokens: list[ClauseToken], index: int, verb: Verb) -> tuple[int, int] | None:
    """Return the subject that stands right before a finite verb of speech, as far back as its clause reaches."""
    first = index
    while (
        first > 0
        and index - first < SUBJECT_WORDS
        and tokens[first - 1].text not in {",", ";", ":", "—", "–", "―"}
        and not in_list(tokens[first - 1], "openers")
    ):
        first -= 1
    if first == index or not _finite(tokens, index, verb, first):
        return None
    if is_subject(tokens, first, index):
        # "in which gardeners argued" is the outlet's own sentence; "of which he detailed" passes on his words.
        relative = first > 0 and tokens[first - 1].lower in {"which", "who", "whom", "whose", "where"}
        return None if relative and not in_list(tokens[first], "pronouns") else (first, index)
    # "At a harvest festival Harper declared": the name or pronoun next to the verb.
    last = index
    while last > first and (in_list(tokens[last - 1], "adverbs") or in_list(tokens[last - 1], "auxiliaries")):
        last -= 1
    near = last
    while (
        near > first
        and is_name(tokens[near - 1])
        and is_word(tokens[near - 1])
        and not in_list(tokens[near - 1], "leads")
    ):
        near -= 1
    if (
        near == last
        and near > first
        and (in_list(tokens[near - 1], "pronouns") or in_list(tokens[near - 1], "other_pronouns"))
    ):
        near -= 1
    return (near, index) if near < last and is_subject(tokens, near, index) else None
