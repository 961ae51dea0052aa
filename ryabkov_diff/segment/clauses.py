"""`SUBJECT VERB`, `VERB SUBJECT`, `according to SUBJECT`: the reporting clause itself; a part of `segment`.

A shallow grammar over the words of one sentence, in which quotations are opaque. Each look reaches a bounded number of
words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from ryabkov_diff.speech import PERSONS, Form, Verb, lists_with, verbs_from

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

__all__ = [
    "OPAQUE",
    "SUBJECT_WORDS",
    "TAIL_WORDS",
    "Clause",
    "ClauseToken",
    "can_speak",
    "clause_at",
    "clause_tokens",
    "is_adverb",
    "is_auxiliary",
    "is_finite",
    "is_name",
    "is_role",
    "is_subject",
    "is_word",
    "subject_before",
    "verb_at",
]

# A word, a mark, or a quotation that the caller has made opaque.
OPAQUE = "\ue000"
_TOKEN = re.compile(
    # A full stop inside a sentence belongs to an abbreviation: "Prof. Ada Brook (L-N.Z.) said."
    rf"{OPAQUE}+|[^\W_]+(?:(?:[.’'/&-]+|(?<=\d)[:,](?=\d))[^\W_]+)*(?:\.(?=\s*[^\s.{OPAQUE}])|’(?=\s))?|--+|\.{{2,}}|[^\w\s]|_+"
)

# How many words a subject may have: "Sergei Ryabkov, the deputy foreign minister who handles arms control, said".
SUBJECT_WORDS = 26
# How many of them may stand outside an apposition.
_NOUN_WORDS = 12
# A quotation inside a subject is a nickname, of so many characters at most: Nell "Wren" Harper.
_NICKNAME = 20
# How many words a reporting clause may add behind its verb: "said on Thursday in an interview with the daily …".
TAIL_WORDS = 30


class ClauseToken(NamedTuple):
    """A word or mark.

    Attributes:
        start: First code point in the article.
        end: One past the last.
        text: As written.
        lower: In lower case, without the full stop of an abbreviation.
        verbs: The verbs of speech that begin with the word, the longest first.
        lists: The lists of `speech.toml` that the word stands in.
        may_report: Whether a reporting clause may stand at the word; a sentence without such words is not parsed.
    """

    start: int
    end: int
    text: str
    lower: str
    verbs: tuple[Verb, ...]
    lists: AbstractSet[str]
    may_report: bool


# How many distinct words to keep; two articles have some hundreds.
_CACHED_WORDS = 65536


@lru_cache(maxsize=_CACHED_WORDS)
def _word(text: str) -> tuple[str, str, tuple[Verb, ...], AbstractSet[str], bool]:
    """Return what is the same of a word wherever it stands."""
    lower = text.lower().rstrip(".’")
    verbs = verbs_from(lower)
    return text, lower, verbs, lists_with(lower), bool(verbs) or lower == "according"


def clause_tokens(text: str, start: int, end: int) -> list[ClauseToken]:
    """Cut a span of a text into words and marks; blank ones are dropped."""
    return [ClauseToken(match.start(), match.end(), *_word(match[0])) for match in _TOKEN.finditer(text, start, end)]


def is_word(token: ClauseToken) -> bool:
    """Say whether a token is a word or a number, not a mark."""
    return token.text[0].isalnum()


def is_adverb(token: ClauseToken) -> bool:
    """Say whether a word stands between subject and verb without being either: "also", "cheerfully"; no name."""
    return "adverbs" in token.lists or (
        token.text.islower() and token.lower.endswith("ly") and "nouns_in_ly" not in token.lists
    )


def is_auxiliary(token: ClauseToken) -> bool:
    """Say whether a word is an auxiliary; the surnames May and Will are none."""
    return "auxiliaries" in token.lists and not is_name(token)


def is_finite(token: ClauseToken) -> bool:
    """Say whether a word is surely a finite verb; the surnames May and Will are none."""
    return "finite" in token.lists and token.text not in {"May", "Will"}


def is_name(token: ClauseToken) -> bool:
    """Say whether a word is capitalised."""
    return token.text[0].isupper()


def is_role(token: ClauseToken) -> bool:
    """Say whether a word is a noun for a person: a role, an occupation or a relation."""
    return not token.lists.isdisjoint(PERSONS)


def verb_at(tokens: list[ClauseToken], index: int) -> tuple[Verb, int] | None:
    """Return the verb of speech that begins at a token and the index behind it; "the United States" has none."""
    verbs = tokens[index].verbs
    if not verbs or (index > 0 and is_name(tokens[index])):
        return None
    for verb in verbs:
        behind = index + len(verb.words)
        if tuple(token.lower for token in tokens[index:behind]) == verb.words:
            # "continued to grow", "went on to win": no speech.
            begun = "beginnings" in tokens[index].lists
            if not (begun and behind < len(tokens) and tokens[behind].lower == "to"):
                return verb, behind
    return None


# ------------------------------------------------------------------------------------------------ subject and verb


class Clause(NamedTuple):
    """Token indices: the subject, the verb of speech, and what comes behind."""

    subject: tuple[int, int]
    cue: tuple[int, int]
    behind: int
    verb: Verb | None
    inverted: bool = False


def _is_person(tokens: list[ClauseToken]) -> bool:
    """Say whether somebody is named, or a writing: "added the mayor", "read the banner"; not in "noted the rule"."""
    return any(
        is_name(token)
        or is_role(token)
        or not token.lists.isdisjoint(("pronouns", "organisations", "speaking_plurals", "documents"))
        or token.text[0].isdigit()
        for token in tokens
    )


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
    while at > first and is_adverb(tokens[at]):
        at -= 1
    auxiliary = tokens[at]
    if is_auxiliary(auxiliary):
        if auxiliary.lower in {"is", "was", "are", "were", "be", "been", "'s", "’s"}:
            return Form.PARTICIPLE in forms or "relay" in verb.groups
        if auxiliary.lower in {"has", "have", "had"}:
            return Form.PAST in forms
        # "he would say"; but "he will continue in this role".
        modal = auxiliary.lower in {"would", "will"} and "say" in tokens[index].lists
        return Form.BASE in forms and (modal or auxiliary.lower in {"did", "does", "do"})
    if Form.PAST in forms:
        # "the reported talks": an adjective, not a verb.
        return not (
            "determiners" in before.lists
            and before.lower not in {"one", "two", "three", "another", "some", "many", "most", "both", "this", "that"}
        )
    if Form.THIRD in forms:
        # "twelve claims failed", "refused to answer questions": a plural noun, not a verb.
        if at > first and tokens[at - 1].lower == "to":
            return False
        known = is_name(auxiliary) or not auxiliary.lists.isdisjoint(("pronouns", "roles", "other_pronouns"))
        noun = index - first > 1 and "determiners" in tokens[first].lists and "determiners" not in auxiliary.lists
        return known or not is_word(auxiliary) or (noun and "quantifiers" not in auxiliary.lists)
    return Form.BASE in forms and _is_plural(tokens, first, at + 1)


# Between a role and what it is held in: "head of the council", "spokesman for the family", "professor at the academy".
_OFFICE_PREPOSITIONS = frozenset({"at", "for", "from", "in", "of"})
# Behind a noun with which its subject ends: "experts in Oslo"; not "wants to".
_NOUN_PREPOSITIONS = frozenset({"at", "from", "in", "of", "on", "with"})


def _is_plural(tokens: list[ClauseToken], first: int, last: int) -> bool:
    """Say whether a subject takes the plain form of a verb: "they", "experts in Oslo", "Ada Brook and Nell Harper"."""
    if any(token.lower == "and" for token in tokens[first + 1 : last]) and is_name(tokens[last - 1]):
        return True
    head = first
    while head + 1 < last and is_word(tokens[head + 1]) and tokens[head + 1].lower not in _NOUN_PREPOSITIONS:
        head += 1
    return any(
        noun.lower in {"they", "we", "i", "you", "who", "people", "police", "some", "many", "most", "others", "few"}
        or (
            noun.lower.endswith("s")
            and not noun.lower.endswith(("ss", "’s", "'s"))
            # A plural noun at the start of a sentence is capitalised like a name: "Experts warn".
            and (not is_name(noun) or "roles" in noun.lists or "speaking_plurals" in noun.lists)
        )
        for noun in (tokens[head], tokens[last - 1])
        # "Scientists led by Ada Brook"
    ) or (last - first > 1 and _is_persons(tokens[first]))


def is_subject(tokens: list[ClauseToken], first: int, last: int) -> bool:
    """Say whether these words can be a speaker: a pronoun, a name, or a noun phrase, with an apposition in commas."""
    while last > first and (is_adverb(tokens[last - 1]) or is_auxiliary(tokens[last - 1])):
        last -= 1
    if last <= first or last - first > SUBJECT_WORDS:
        return False
    head = tokens[first]
    if not is_word(head) or "openers" in head.lists or "leads" in head.lists:
        return False
    # "Pressed on the strike, the mayor"; but "Turning Point"
    if "addresses" in head.lists and not (last - first > 1 and is_name(tokens[first + 1])):
        return False
    if "pronouns" in head.lists or "other_pronouns" in head.lists:
        # The reporter is no speaker: "the three letters I sent".
        return last - first == 1 and "first_persons" not in head.lists
    # "Harper plans to say", "what Harper says she said", "Her rival Harper lost and said".
    if last - first > 1 and not tokens[last - 1].lists.isdisjoint(
        ("no_statement", "determiners", "pronouns", "other_pronouns", "openers")
    ):
        return False
    # "Tuning the cello, …"; but "King Arthur said", "Managing director Tom Vane said".
    if (
        head.lower.endswith("ing")
        and last - first > 1
        and not (is_name(tokens[first + 1]) or is_role(tokens[first + 1]))
    ):
        return False
    enclosed = False
    commas = dashes = 0
    for index in range(first, last):
        token = tokens[index]
        if token.text in {",", "—", "–", "(", ")"}:
            enclosed = True
            commas += token.text == ","
            dashes += token.text in {"—", "–"}
        elif (
            token.text in {":", ";"}
            or (token.text[0] == OPAQUE and not _is_nickname(tokens, index))
            or (
                not enclosed
                and (
                    index - first >= _NOUN_WORDS
                    # "Scientists led by Ada Brook"
                    or (is_finite(token) and not (index + 1 < last and tokens[index + 1].lower == "by"))
                    or "subordinators" in token.lists
                )
            )
        ):
            return False
    # An apposition ends where the verb begins: "Sergei Ryabkov, the deputy minister, said".
    if commas and (commas == 1 or tokens[last - 1].text != ","):
        return False
    # "The striker – said the coach – would be back"
    if dashes == 1:
        return False
    if is_name(head) or "determiners" in head.lists:
        return True
    # As in "retired beekeeper Ada Brook", "orchestra Chairman Ada Brook (Leeds)" or "hospital sources".
    phrase = list(takewhile(lambda token: token.text not in {",", "("}, tokens[first:last]))
    # "told the story Ada Brook": an article inside belongs to an object; but "head of the council Ada Brook".
    if any(token.lower in {"the", "a", "an", "his", "her", "their"} for token in phrase[1:]):
        return _is_office(phrase) and is_name(phrase[-1])
    return is_name(phrase[-1]) or "roles" in phrase[-1].lists or _is_persons(phrase[-1])


def _is_persons(token: ClauseToken) -> bool:
    """Say whether a plural noun means persons: "officials", "bakers", "meteorologists"."""
    plural = token.lower.endswith("s") and not lists_with(token.lower[:-1]).isdisjoint(PERSONS)
    return plural or "speaking_plurals" in token.lists or token.lower.endswith(("ists", "ians"))


def can_speak(token: ClauseToken) -> bool:
    """Say whether the last word of a noun phrase is one for who or what speaks: a name, a role, persons, a writing."""
    return _is_person([token]) or _is_persons(token)


def _is_office(phrase: list[ClauseToken]) -> bool:
    """Say whether a phrase begins with a role and what it is held in: "deputy head of the council", "lawyer for"."""
    role = list(takewhile(lambda token: token.lower not in _OFFICE_PREPOSITIONS, phrase))
    return 0 < len(role) < len(phrase) and (is_role(role[-1]) or "titles" in role[-1].lists)


def clause_at(tokens: list[ClauseToken], first: int, limit: int) -> Clause | None:
    """Read `SUBJECT VERB`, `VERB SUBJECT` or `according to SUBJECT` at a token; None where none stands."""
    while first < limit and not is_word(tokens[first]) and tokens[first].text[0] != OPAQUE:
        first += 1
    if first < limit and tokens[first].lower in {"and", "but", "as"}:
        first += 1
    while first < limit and (is_adverb(tokens[first]) or tokens[first].text == ",") and not verb_at(tokens, first):
        first += 1
    if first >= limit:
        return None
    if tokens[first].lower == "according" and first + 2 < limit and tokens[first + 1].lower == "to":
        end = _behind_apposed(tokens, _noun_end(tokens, first + 2, limit, according=True), limit)
        return Clause((first + 2, end), (first, first + 2), end, None) if end > first + 2 else None
    found = verb_at(tokens, first)
    if (
        found
        and (found[0].forms & {Form.PAST, Form.THIRD})
        and found[0].groups & {"zero_that", "that", "quotation"}
        # Right behind a quotation they have no other object: "“Stay,” urged the mayor"
        and ("topic" not in found[0].groups or (tokens[first].text.islower() and not any(map(is_word, tokens[:first]))))
    ):
        verb, behind = found
        # "said Ada Brook", "said the mayor", "said union chief Ada Brook"; but not "told reporters", "said on Monday".
        if behind < limit and tokens[behind].lists.isdisjoint(("hearers", "no_statement", "times")):
            end = _noun_end(tokens, behind, limit)
            said = "say" in tokens[first].lists or _is_person(tokens[behind:end])
            if end > behind and said and is_subject(tokens, behind, end):
                end = _behind_apposed(tokens, end, limit)
                return Clause((behind, end), (first, behind), end, verb, inverted=True)
    for index in range(first + 1, min(limit, first + SUBJECT_WORDS)):
        found = verb_at(tokens, index) if tokens[index].verbs else None
        if found is None or not _finite(tokens, index, found[0], first):
            continue
        # "more than forecast", "as expected": a comparison, nobody's words.
        if tokens[index - 1].lower in {"than", "as"}:
            continue
        if not is_subject(tokens, first, index):
            continue
        if "relay" in found[0].groups:
            relayed = _relayed(tokens, found[1], limit, (first, index))
            if relayed is not None:
                return relayed
        # "the reports submitted by Ada Brook": a participle; but "said by telephone".
        if found[1] < limit and tokens[found[1]].lower == "by" and "say" not in tokens[index].lists:
            continue
        return Clause((first, index), (index, found[1]), found[1], found[0])
    return None


def _relayed(tokens: list[ClauseToken], first: int, limit: int, before: tuple[int, int]) -> Clause | None:
    """Read `Ryabkov as saying` behind "the news agency cited": the speaker is not the agency.

    "Ryabkov was quoted (by the news agency) as saying" has the speaker in front, among the words `before`.
    """
    auxiliary = before[1] - 1
    while auxiliary > before[0] and is_adverb(tokens[auxiliary]):
        auxiliary -= 1
    passive = is_auxiliary(tokens[auxiliary]) and tokens[auxiliary].lower not in {"has", "have", "had"}
    for index in range(first, min(limit - 1, first + SUBJECT_WORDS)):
        if tokens[index].lower == "as" and "as_saying" in tokens[index + 1].lists:
            verb = verb_at(tokens, index + 1)
            behind = index + 2
            if passive and behind + 1 < limit and tokens[behind].lower == "by":
                # "was quoted as saying by the news agency"
                behind = _noun_end(tokens, behind + 1, limit)
            subject = before if passive else (first, index)
            cue = (index + 1, index + 2)
            return Clause(subject, cue, behind, verb[0] if verb else None) if subject[0] < subject[1] else None
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
            and "stops" in token.lists
            and not (according and token.lower in {"in", "to", "on", "at", "with", "from", "by", "who"})
            # "According to a survey published on Tuesday, …"
            and not (
                according and "times" in token.lists and (index + 1 == limit or tokens[index + 1].text in {",", "."})
            )
        ):
            break
        index += 1
    return index


def _behind_apposed(tokens: list[ClauseToken], end: int, limit: int) -> int:
    """Return the index behind the name that explains a role: "said the mayor, Ada Brook."; else `end`."""
    last = end + 1
    while last < limit and is_word(tokens[last]) and is_name(tokens[last]):
        last += 1
    named = end + 1 < last and tokens[end].text == "," and (last == limit or not is_word(tokens[last]))
    return last if named and is_role(tokens[end - 1]) and not is_name(tokens[end - 1]) else end


def _is_nickname(tokens: list[ClauseToken], index: int) -> bool:
    """Say whether a short quotation stands inside a name: Nell "Wren" Harper."""
    return len(tokens[index].text) <= _NICKNAME and index > 0 and is_name(tokens[index - 1])


def subject_before(tokens: list[ClauseToken], index: int, verb: Verb) -> tuple[int, int] | None:
    """Return the subject that stands right before a finite verb of speech, as far back as its clause reaches."""
    first = index
    while (
        first > 0
        and index - first < SUBJECT_WORDS
        and tokens[first - 1].text not in {",", ";", ":", "—", "–", "―"}
        # On a programme called “Morning,” Ada Brook said: the comma is hidden in the quotation.
        and not (
            tokens[first - 1].text[0] == OPAQUE
            and (is_name(tokens[first]) or "determiners" in tokens[first].lists)
            and not _is_nickname(tokens, first - 1)
        )
        and "openers" not in tokens[first - 1].lists
    ):
        first -= 1
    if first == index or not _finite(tokens, index, verb, first):
        return None
    if is_subject(tokens, first, index):
        # "in which gardeners argued" is the outlet's own sentence; "of which he detailed" passes on his words.
        relative = first > 0 and tokens[first - 1].lower in {"which", "who", "whom", "whose", "where"}
        return None if relative and "pronouns" not in tokens[first].lists else (first, index)
    # "At a harvest festival Harper declared": the name or pronoun next to the verb.
    last = index
    while last > first and (is_adverb(tokens[last - 1]) or is_auxiliary(tokens[last - 1])):
        last -= 1
    near = last
    while (
        near > first
        and is_name(tokens[near - 1])
        and is_word(tokens[near - 1])
        and "leads" not in tokens[near - 1].lists
    ):
        near -= 1
    if (
        near == last
        and near > first
        and ("pronouns" in tokens[near - 1].lists or "other_pronouns" in tokens[near - 1].lists)
    ):
        near -= 1
    # "a study in the Medical Journal found": the name belongs to another noun.
    inside = near > first and not tokens[near - 1].lists.isdisjoint(("determiners", "no_statement"))
    return (near, index) if near < last and not inside and is_subject(tokens, near, index) else None
