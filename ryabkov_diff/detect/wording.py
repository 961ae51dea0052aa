"""Table → Finding: the kinds `rewording`, `specificity` and `spelling`.

All three read the collations: a phrase against another phrase is a rewording, the translation variant; a phrase
against nothing is a matter of specificity; equal words that print differently are spelling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.detect.counterparts import Counterparts, read_wordings
from ryabkov_diff.detect.findings import make_finding
from ryabkov_diff.detect.negators import is_negative
from ryabkov_diff.detect.polarity import Polarity
from ryabkov_diff.linking import load_link_model
from ryabkov_diff.text import fold_characters, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ryabkov_diff.domain import Collation, Finding, Reading, Table, Variant

    Span = tuple[int, int]

__all__ = ["WordingDetector"]

# Characters on each side of a phrase in which we look for equal words: about six words.
WINDOW = 40

# The fitted model of phrase pairs: with its threshold, two phrases count as a rewording.
REWORDINGS = ("ryabkov_diff", "data/rewordings.json")

# Letters for a thousand and more behind a number: "£2.3m".
MAGNITUDES = {
    **dict.fromkeys(("k", "thousand"), "thousand"),
    **dict.fromkeys(("m", "mn", "mln", "million"), "million"),
    **dict.fromkeys(("b", "bn", "billion"), "billion"),
    **dict.fromkeys(("tn", "trillion"), "trillion"),
}

# Share of the words around a phrase that both wordings must have before that only one has the phrase is said: where
# they share little, they are a paraphrase.
MIN_SPECIFICITY_CONFIDENCE = 0.5

# Share of words that two wordings must have in common before something that only one says there is worth a word: below,
# one sums up what the other quotes, and most of the words are the summary's own.
MIN_COMMON_SHARE = 0.45


class WordingDetector:
    """Rewordings, specificity and spelling, from the collations."""

    kinds = ("rewording", "specificity", "spelling")

    @property
    def rules(self) -> Mapping[str, str]:
        """What its rules say, by their ids."""
        least = load_link_model(*REWORDINGS).threshold
        return {
            "phrase-pair": "Two phrases stand against each other between words that both wordings have, and the fitted "
            f"model says with a probability of {least:.2f} or more, the finding's confidence, that they correspond. "
            "Both have a content word, a negation, a modal verb or a quantifier.",
            "phrase-added": "A phrase of one wording has no counterpart in the other, while a share of at least "
            f"{MIN_SPECIFICITY_CONFIDENCE} of the words around it, the finding's confidence, and at least "
            f"{MIN_COMMON_SHARE} of all words of the longer wording stand in both. It is no negation that the other "
            "wording makes in other words. Severity 2 where the phrase has a name, a number, a negation, a modal verb "
            "or a quantifier.",
            "same-normal-form": "Two words are the same once spelling, contractions and accents are folded, and differ "
            "in print by more than capitals, quotation marks and dashes.",
        }

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield the findings of all collations."""
        least = load_link_model(*REWORDINGS).threshold
        for collation in table.collations:
            for variant in collation.variants:
                if variant.one_sided:
                    finding = _added(table, collation, variant)
                else:
                    finding = _reworded(table, collation, variant) if variant.similarity >= least else None
                if finding is not None:
                    yield finding
            yield from _spellings(table, collation)


def _reworded(table: Table, collation: Collation, variant: Variant) -> Finding | None:
    """Make a finding of a phrase against a phrase, or None where one of them has no weight."""
    readings = _readings(table, collation, variant)
    if len({MAGNITUDES.get((reading.text or "").lower(), reading.text) for reading in readings}) == 1:
        return None
    for wording, reading, span in zip(read_wordings(table, collation), readings, variant.spans, strict=True):
        # Most phrases have a content word, which the words that are read already say.
        if not any(token.is_content for token in wording.between(*span)) and not _has_weight(reading.text or ""):
            return None
    return _finding("rewording", "phrase-pair", 1, variant.similarity, collation, readings)


def _has_weight(text: str) -> bool:
    """Whether a phrase has a content word or an operator."""
    return any(token.is_content or token.is_operator for token in tokenize(text))


def _added(table: Table, collation: Collation, variant: Variant) -> Finding | None:
    """Make a finding of a phrase against nothing, or None where the evidence is too weak."""
    if _common_share(table, collation) < MIN_COMMON_SHARE:
        return None
    trust = min(
        _equal_share(table, collation, side, span) for side, span in enumerate(variant.spans) if span[0] < span[1]
    )
    if trust < MIN_SPECIFICITY_CONFIDENCE or _is_answered(table, collation, variant):
        return None
    readings = _readings(table, collation, variant)
    words = tuple(one.text for one in readings if one.text is not None)
    weighty = any(_is_weighty(text) for text in words)
    return _finding("specificity", "phrase-added", 2 if weighty else 1, trust, collation, readings, cues=words)


def _readings(table: Table, collation: Collation, variant: Variant) -> tuple[Reading, ...]:
    return tuple(table.reading(sigil, *span) for sigil, span in zip(collation.articles, variant.spans, strict=True))


def _is_answered(table: Table, collation: Collation, variant: Variant) -> bool:
    """Say whether a phrase says no more than what negates, and the other wording says that elsewhere and otherwise."""
    side = 0 if variant.spans[0][0] < variant.spans[0][1] else 1
    sigil, (start, end) = collation.articles[side], variant.spans[side]
    if not is_negative((table.article_by_sigil[sigil].text or "")[start:end]):
        return False
    polarity = Polarity(Counterparts(table, collation))
    tokens = polarity.words.wordings[side].tokens
    inside = [index for index, token in enumerate(tokens) if start <= token.start < end]
    said = [
        negator
        for negator in polarity.negators[side]
        if negator in polarity.answers[side] or polarity.is_said_otherwise(side, negator)
    ]
    covered = {index for negator in said for index in range(negator.start, negator.end)}
    return all(index in covered or not (tokens[index].is_content or tokens[index].is_operator) for index in inside)


def _spellings(table: Table, collation: Collation) -> Iterator[Finding]:
    """Yield equal words that differ in print by more than capitals and the shape of quotation marks and dashes."""
    texts = text, facing = [table.article_by_sigil[sigil].text or "" for sigil in collation.articles]
    for spans in collation.equal:
        (start, end), (first, last) = spans
        one, other = text[start:end], facing[first:last]
        if one == other or not (one[:1].isalnum() or other[:1].isalnum()):
            continue
        if fold_characters(one).casefold() == fold_characters(other).casefold():
            continue
        # What an apostrophe split off is shown with the word that it belongs to.
        whole = [_whole_words(text, span) for text, span in zip(texts, spans, strict=True)]
        readings = tuple(table.reading(sigil, *span) for sigil, span in zip(collation.articles, whole, strict=True))
        if len({tuple(token.norm for token in tokenize(one.text or "")) for one in readings}) == 1:
            yield _finding("spelling", "same-normal-form", 0, 1.0, collation, readings)


def _whole_words(text: str, span: Span) -> Span:
    """Extend the span of a negation that may be contracted ("n't", "not") over the verb before it."""
    start, end = span
    if fold_characters(text[start:end]).casefold() not in {"n't", "not"}:
        return span
    before = text[:start].rstrip(" ")
    first = len(before)
    while first > 0 and before[first - 1].isalpha():
        first -= 1
    return (first, end) if first < len(before) else span


def _equal_share(table: Table, collation: Collation, side: int, span: Span) -> float:
    """Return the share of words around a span, within the passage, that the other wording has too: in [0, 1]."""
    wording, (start, end) = read_wordings(table, collation)[side], span
    around = (*wording.between(start - WINDOW, start), *wording.between(end, end + WINDOW))
    words = [token.start for token in around if token.is_word]
    if not words:
        # The phrase is the whole statement, and the link of the statements is all the evidence.
        return table.passage_by_id[collation.passage].confidence / 2
    equal = {pair[side][0] for pair in collation.equal}
    return sum(word in equal for word in words) / len(words)


def _common_share(table: Table, collation: Collation) -> float:
    """Return the share of the longer wording's words that both wordings have: in [0, 1]."""
    words = max(wording.word_count for wording in read_wordings(table, collation))
    return len(collation.equal) / words if words else 1.0


def _is_weighty(text: str) -> bool:
    """Whether a phrase has a name, a number or an operator, so that leaving it out may matter."""
    return any(token.is_operator or token.text[:1].isdigit() or token.text[:1].isupper() for token in tokenize(text))


def _finding(
    kind: str,
    rule: str,
    severity: int,
    confidence: float,
    collation: Collation,
    readings: tuple[Reading, ...],
    cues: tuple[str, ...] = (),
) -> Finding:
    """Make a finding about a place of a passage."""
    return make_finding(kind, rule, severity, confidence, readings, passage=collation.passage, cues=cues)
