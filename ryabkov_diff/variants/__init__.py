"""Variants: passages → `Collation`, who words it how, with exact offsets on both sides.

`words.py` aligns words, `phrases.py` makes phrases of them; `skeleton.py` is the diff of equal words beneath both.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ryabkov_diff.domain import DECIMALS, Collation, Note, PassageStatus, RelationKind, TokenVectors, Variant
from ryabkov_diff.errors import InputError
from ryabkov_diff.linking import load_link_model, pool_words
from ryabkov_diff.text import Token, normal_form, tokenize, words_of
from ryabkov_diff.variants.phrase_links import MODEL as PHRASE_MODEL
from ryabkov_diff.variants.phrase_links import PhraseLink, choose_links, phrase_probabilities, rewording_probabilities
from ryabkov_diff.variants.phrases import pair_phrases
from ryabkov_diff.variants.skeleton import equal_words
from ryabkov_diff.variants.words import Wordings, Words, all_link_probabilities, likely_links, link_probabilities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ryabkov_diff.domain import Article, Embedder, Embeddings, Link, Passage, Relation, Segment

__all__ = ["PhraseLink", "align_phrases", "align_words", "collate_passages", "prepare_words"]

# Word pairs in one passage up to which it is collated word by word: some 2,000 words against 2,000. A "statement"
# beyond that is a text without sentence ends, and its word alignment would take minutes.
MAX_WORD_PAIRS = 4_000_000

# Word pairs of several collations that are looked at in one go; each takes some 300 bytes meanwhile.
WORD_PAIRS_AT_ONCE = 10_000


def align_words(
    a_tokens: Sequence[str], b_tokens: Sequence[str], embedder: Embedder | None = None
) -> tuple[tuple[int, int, float], ...]:
    """Align the words of two wordings of one statement.

    Args:
        a_tokens: The n tokens of the first wording; tokenised as they may be.
        b_tokens: The m tokens of the second.
        embedder: Gives the token vectors; the default model if None.

    Returns:
        Links (i, j, similarity) in order: `a_tokens[i]` and `b_tokens[j]` stand for each other with the probability
        `similarity` in [0, 1]. A word may be in several links or in none. Empty where a side has no tokens.

    Raises:
        ModelError: The default model is missing or damaged.
    """
    a, b = prepare_words((a_tokens, b_tokens), embedder or _default_embedder())
    links = likely_links(link_probabilities(a, b))
    return tuple((i, j, probability) for (i, j), probability in links.items())


def align_phrases(
    a_tokens: Sequence[str],
    b_tokens: Sequence[str],
    a_phrases: Sequence[Sequence[int]],
    b_phrases: Sequence[Sequence[int]],
    embedder: Embedder | None = None,
) -> tuple[PhraseLink, ...]:
    """Align given phrases of two wordings of one statement, and say which of them mean the same.

    Args:
        a_tokens: The n tokens of the first wording; tokenised as they may be.
        b_tokens: The m tokens of the second.
        a_phrases: For each phrase of the first wording the indices of its tokens, which need not be neighbours. Phrases
            may be in any order.
        b_phrases: Those of the second.
        embedder: Gives the token vectors; the default model if None.

    Returns:
        Links in the order of the phrases of the first wording: one to one, or several to one where phrases that are
        left over stand for one that is linked already. A phrase is in one link at most.

    Raises:
        InputError: A phrase has no tokens, or names one that is not there.
        ModelError: The default model is missing or damaged.
    """
    for name, tokens, phrases in (("first", a_tokens, a_phrases), ("second", b_tokens, b_phrases)):
        for number, phrase in enumerate(phrases):
            if not phrase or not all(0 <= index < len(tokens) for index in phrase):
                msg = f"phrase {number} of the {name} wording: expected indices of its tokens, found {list(phrase)}"
                raise InputError(msg, "indices count from 0, and no phrase is empty")
    a, b = prepare_words((a_tokens, b_tokens), embedder or _default_embedder())
    orders = _in_order(a_phrases), _in_order(b_phrases)
    ordered = [a_phrases[one] for one in orders[0]], [b_phrases[one] for one in orders[1]]
    correspond, same = phrase_probabilities(a, b, ordered, link_probabilities(a, b))
    links = [
        PhraseLink(
            a=tuple(sorted(orders[0][row] for row in rows)),
            b=tuple(sorted(orders[1][column] for column in columns)),
            confidence=float(correspond[rows[0], columns[0]]),
            equivalence=float(same[rows[0], columns[0]]),
        )
        for rows, columns in choose_links(correspond, load_link_model(*PHRASE_MODEL).threshold)
    ]
    return tuple(sorted(links, key=lambda link: link.a))


def collate_passages(
    articles: Sequence[Article],
    segments: Sequence[Segment],
    embeddings: Embeddings,
    passages: Sequence[Passage],
    relations: Sequence[Relation],
    links: Sequence[Link],
) -> tuple[tuple[Collation, ...], tuple[Note, ...]]:
    """Collate, word by word, what articles of the same event have in one passage.

    Args:
        articles: In column order, with their texts.
        segments: Of all articles, by article and in order.
        embeddings: Row i belongs to segment i.
        passages: The alignment table.
        relations: One a pair of articles.
        links: From `align_segments`.

    Returns:
        One collation for each passage and each two articles of one event that carry it, in the order of the passages;
        and a note for each passage that is too long to collate.
    """
    rank = {article.sigil: article.content_key for article in articles}
    row_of = {segment.id: row for row, segment in enumerate(segments)}
    same = {frozenset(one.articles) for one in relations if one.relation is RelationKind.SAME}
    links_at: dict[str, list[Link]] = {}
    for link in links:
        for segment_id in link.segments[0]:
            links_at.setdefault(segment_id, []).append(link)
    collations: list[Collation] = []
    notes: list[Note] = []
    due: list[_Pairing] = []
    due_word_pairs = 0
    for passage in passages:
        if passage.status in {PassageStatus.RELATED, PassageStatus.UNIQUE}:
            continue
        sides = {
            sigil: _Side.of([(segments[row_of[one]], embeddings.tokens[row_of[one]]) for one in ids])
            for sigil, ids in passage.segments.items()
        }
        for one, other in combinations(passage.segments, 2):
            if frozenset((one, other)) not in same:
                continue
            word_pairs = len(sides[one].tokens) * len(sides[other].tokens)
            if word_pairs > MAX_WORD_PAIRS:
                message = f"passage {passage.id} is too long to be compared word by word in {one} and {other}"
                notes.append(Note("too-long-to-collate", message))
                continue
            own = [
                link.confidence
                for segment_id in passage.segments[one]
                for link in links_at.get(segment_id, ())
                if set(link.segments[1]) <= set(passage.segments[other])
            ]
            confidence = max(own, default=passage.confidence)
            # Always the same way round, so that a tie is broken alike whatever the order of the columns.
            swapped = rank[other] < rank[one]
            first, second = (other, one) if swapped else (one, other)
            due.append(_Pairing(passage.id, (first, second), confidence, (sides[first], sides[second]), swapped))
            due_word_pairs += word_pairs
            if due_word_pairs >= WORD_PAIRS_AT_ONCE:
                collations += _collate(due)
                due, due_word_pairs = [], 0
    return (*collations, *_collate(due)), tuple(notes)


def prepare_words(token_lists: Sequence[Sequence[str]], embedder: Embedder) -> tuple[Words, ...]:
    """Embed given token sequences, each as one text, for alignment.

    Args:
        token_lists: Tokenised wordings; the tokens may be split as contractions are ("do", "n't").
        embedder: Gives the token vectors.
    """
    texts, spans = [], []
    for tokens in token_lists:
        texts.append(" ".join(tokens))
        places, start = [], 0
        for token in tokens:
            places.append((start, start + len(token)))
            start += len(token) + 1
        spans.append(places)
    found = embedder.embed(texts)
    return tuple(
        Words(tuple(_norm(token) for token in tokens), pool_words(places, vectors))
        for tokens, places, vectors in zip(token_lists, spans, found.tokens, strict=True)
    )


def _in_order(phrases: Sequence[Sequence[int]]) -> list[int]:
    """Return the indices of phrases, sorted by where they begin in the text."""
    return sorted(range(len(phrases)), key=lambda index: sorted(phrases[index]))


def _default_embedder() -> Embedder:
    """Load the default model, as the public functions of this package do when they are called without an embedder."""
    from ryabkov_diff.embed import load_embedder

    return load_embedder()


def _norm(token: str) -> str:
    """Return the normal form of a given token, which may be none of ours."""
    pieces = tokenize(token)
    return pieces[0].norm if len(pieces) == 1 else normal_form(token)


class _Side:
    """One article's wording of a passage: its tokens, with offsets into the article, and their vectors."""

    def __init__(self, tokens: tuple[Token, ...], words: Words, bounds: frozenset[int]) -> None:
        self.tokens = tokens
        self.spans = [(token.start, token.end) for token in tokens]
        self.words = words
        self.bounds = bounds  # the tokens that begin a segment, or go on behind a reporting clause inside of one

    @classmethod
    def of(cls, members: Sequence[tuple[Segment, TokenVectors]]) -> _Side:
        """Join the segments of a passage."""
        tokens: list[Token] = []
        vectors = []
        bounds = []
        for segment, token_vectors in members:
            bounds.append(len(tokens))
            words, start = words_of(segment), segment.start
            vectors.append(pool_words([(word.start - start, word.end - start) for word in words], token_vectors))
            if segment.clause is not None:
                bounds += [len(tokens) + sum(word.start < segment.clause[0] for word in words)]
            tokens += words
        pooled = vectors[0] if len(vectors) == 1 else np.concatenate(vectors)
        return cls(tuple(tokens), Words(tuple([token.norm for token in tokens]), pooled), frozenset(bounds))

    def span(self, tokens: tuple[int, int]) -> tuple[int, int]:
        """Return the span in the article of a range of tokens; an empty one stands after the token before it."""
        start, end = tokens
        if start < end:
            return self.spans[start][0], self.spans[end - 1][1]
        if not self.spans:
            return 0, 0
        place = self.spans[start - 1][1] if start > 0 else self.spans[0][0]
        return place, place


class _Pairing(NamedTuple):
    """Two wordings of a passage that are to be collated.

    Attributes:
        passage: Its id.
        articles: The sigils of those that have the wordings.
        confidence: That the two wordings belong together.
        sides: The wordings.
        swapped: Whether the collation is wanted the other way round.
    """

    passage: str
    articles: tuple[str, str]
    confidence: float
    sides: tuple[_Side, _Side]
    swapped: bool


def _collate(pairings: Sequence[_Pairing]) -> list[Collation]:
    """Collate wordings, each two by themselves; their words are aligned in one go."""
    wordings = []
    for a, b in (pairing.sides for pairing in pairings):
        wordings.append(Wordings(a.words, b.words, equal_words(a.words.norms, b.words.norms)))
    collations = []
    for pairing, own, probability in zip(pairings, wordings, all_link_probabilities(wordings), strict=True):
        a, b = pairing.sides
        links = likely_links(probability)
        equal, pairs = pair_phrases(a.tokens, b.tokens, probability, links, own.skeleton, (a.bounds, b.bounds))
        confidences = rewording_probabilities(a.words, b.words, pairs, probability)
        collation = Collation(
            passage=pairing.passage,
            articles=pairing.articles,
            confidence=pairing.confidence,
            equal=tuple([(a.spans[i], b.spans[j]) for i, j in equal]),
            variants=tuple(
                [Variant((a.span(pair.a), b.span(pair.b)), own) for pair, own in zip(pairs, confidences, strict=True)]
            ),
            links=tuple([(a.spans[i], b.spans[j], round(own, DECIMALS)) for (i, j), own in links.items()]),
        )
        collations.append(_swap(collation) if pairing.swapped else collation)
    return collations


def _swap(collation: Collation) -> Collation:
    """Return the same collation with the columns the other way round, in the order of the new first one."""
    return Collation(
        passage=collation.passage,
        articles=(collation.articles[1], collation.articles[0]),
        confidence=collation.confidence,
        equal=tuple(sorted((b, a) for a, b in collation.equal)),
        variants=tuple(
            sorted(
                (Variant((one.spans[1], one.spans[0]), one.similarity) for one in collation.variants),
                key=lambda one: one.spans,
            )
        ),
        links=tuple(sorted((b, a, probability) for a, b, probability in collation.links)),
    )
