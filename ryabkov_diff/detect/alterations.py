"""Table → Finding: the kind `quote-alteration`, a quotation that two articles give in different words of one language.

Most quotations reach English by translation, and then other words are no news. But where two articles quote alike word
for word elsewhere, both have the speaker's English, or one translation; and there a quotation whose words differ was
altered inside its quotation marks, by whichever outlet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ryabkov_diff.detect.findings import make_finding
from ryabkov_diff.detect.numbers import find_quantities
from ryabkov_diff.domain import WORTH_A_LOOK, Finding, SegmentKind
from ryabkov_diff.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ryabkov_diff.domain import Collation, Reading, Table, Variant

__all__ = ["AlterationDetector"]

# So many statements two articles must quote word for word before they are taken to quote one English text: a short
# sentence may be translated alike by chance, two sentences of some length hardly are.
MIN_VERBATIM = 2
# The fewest words of such a statement.
MIN_WORDS = 6
# At least this share of what both quote must be word for word: one agency's translation may be quoted among others.
MIN_VERBATIM_SHARE = 0.5
# The share of the words of a statement that both have, below which it was not altered but is another statement.
MIN_EQUAL = 0.6


class AlterationDetector:
    """Words that differ inside of quotations, between articles that otherwise quote word for word."""

    kinds = ("quote-alteration",)
    rules: ClassVar[Mapping[str, str]] = {
        "verbatim-elsewhere": f"Of the statements that both articles quote, {MIN_VERBATIM} or more of at least "
        f"{MIN_WORDS} words, and a share of {MIN_VERBATIM_SHARE} or more of all, are the same word for word. This one "
        f"has a share of {MIN_EQUAL} or more of its words in common, and differs here. The confidence is the share of "
        "statements that are the same, times the confidence of the passage's link.",
    }

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield a finding for each place at which quotations differ."""
        by_pair: dict[tuple[str, str], list[Collation]] = {}
        for collation in table.collations:
            if all(one.kind is SegmentKind.QUOTED for side in table.sides_of(collation) for one in side):
                by_pair.setdefault(collation.articles, []).append(collation)
        for collations in by_pair.values():
            verbatim = sum(_is_verbatim(table, collation) for collation in collations)
            if verbatim < MIN_VERBATIM or verbatim < MIN_VERBATIM_SHARE * len(collations):
                continue
            for collation in collations:
                if _equal_share(table, collation) < MIN_EQUAL:
                    continue
                for variant in collation.variants:
                    readings = _altered(table, collation, variant)
                    if readings:
                        yield _finding(collation, readings, verbatim / len(collations))


def _word_counts(table: Table, collation: Collation) -> list[int]:
    """Return how many words each article has in a passage."""
    return [
        sum(token.is_word for segment in side for token in tokenize(segment.text)) for side in table.sides_of(collation)
    ]


def _equal_share(table: Table, collation: Collation) -> float:
    """Return the share of the longer wording's words that both have: in [0, 1]."""
    return len(_equal_words(table, collation)) / max(1, *_word_counts(table, collation))


def _equal_words(table: Table, collation: Collation) -> list[tuple[int, int]]:
    """Return the words, without punctuation, that both articles have, by their places in the first one."""
    text = table.article_by_sigil[collation.articles[0]].text or ""
    return [span for span, _ in collation.equal if any(token.is_word for token in tokenize(text[slice(*span)]))]


def _is_verbatim(table: Table, collation: Collation) -> bool:
    """Whether both articles quote a statement of some length word for word."""
    counts = _word_counts(table, collation)
    return len(_equal_words(table, collation)) == min(counts) == max(counts) >= MIN_WORDS


def _altered(table: Table, collation: Collation, variant: Variant) -> tuple[Reading, ...]:
    """Return the readings of a variant; none where it is no more than an editor's style."""
    readings = tuple(table.reading(sigil, *span) for sigil, span in zip(collation.articles, variant.spans, strict=True))
    texts = [reading.text or "" for reading in readings]
    weighty = any(token.is_content or token.is_operator for text in texts for token in tokenize(text))
    # What stands in brackets is an insertion; "ten" and "10" are one number.
    bracketed = any(character in text for text in texts for character in "[]()")
    quantities = [[(one.low, one.high, one.unit) for one in find_quantities(text)] for text in texts]
    same_number = quantities[0] and quantities[0] == quantities[1]
    return readings if weighty and not bracketed and not same_number else ()


def _finding(collation: Collation, readings: Sequence[Reading], verbatim: float) -> Finding:
    """Make the finding that a quotation differs; `verbatim` is the share of statements that are quoted alike."""
    return make_finding(
        "quote-alteration",
        "verbatim-elsewhere",
        WORTH_A_LOOK,
        collation.confidence * verbatim,
        readings,
        passage=collation.passage,
    )
