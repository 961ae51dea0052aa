"""Phrases: from aligned words to variants, phrase against phrase.

1. Equal words are anchors; the longest common order of them is the frame of both wordings.
2. Between two anchors of the frame lies a gap: what one wording has against what the other has there. Linked words cut
   it into blocks, the smallest phrases with no link from inside to outside (the consistent phrases of Och & Ney 2004).
3. What stands in a gap of one wording and is linked to a gap elsewhere in the other is a phrase that moved.
4. Neighbouring pairs with nothing but a function word or a comma between them are one phrase; articles and forms of
   "be" in front of both sides belong to it.
5. What crosses the bounds of a segment is cut there: between two segments stands what nobody said.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ryabkov_diff.text import FUNCTION_WORDS, same_spelling

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ryabkov_diff.text import Token

    Matrix = NDArray[np.float64]

    # Of either wording the tokens that begin a segment.
    Bounds = tuple[Collection[int], Collection[int]]

    # Pairs of tokens that are linked, with their probabilities; and of each token of the first wording that is linked
    # and stands in a gap those of the second.
    Links = Mapping[tuple[int, int], float]
    Partners = Mapping[int, Sequence[int]]

__all__ = ["PhrasePair", "pair_phrases"]

# An equal word in cydifflib's skeleton needs only this probability to be an anchor; elsewhere it needs the model's
# threshold. The diff alone would also pair a stray "the" with another.
SKELETON_PROBABILITY = 0.15

# Equal words that cross within so many words are one phrase in another order ("can expect results" / "results can be
# expected"); those that cross at a distance are a phrase that moved.
LOCAL_CROSSING = 6

# The longest phrase, in tokens: translators reword phrases, not paragraphs.
MAX_PHRASE = 10

# At most so many equal words are given up where a phrase stands in another order.
MAX_DISSOLVED = 3

# Words that two gaps of the frame leave over on both sides are a phrase pair of their own up to this many.
SHORT_REST = 4

# Neighbouring pairs are joined when at most so many function words or commas stand between, and the joined
# phrase has at most so many words.
JOIN_GAP = 2
JOIN_LENGTH = 9

# What may stand between. A finite auxiliary may not: it divides the subject from what is said of it.
JOINING_WORDS = (FUNCTION_WORDS | {",", "-"}) - frozenset("am is are was were has have had do does did".split())

# Forms that belong to the phrase they stand in front of, and forms that need the word behind them.
ARTICLES = frozenset("a an the".split())
LEADING_WORDS = ARTICLES | frozenset("be been being".split())
DETERMINERS = frozenset("a an the no this that these those".split())

# The words that a phrase may take behind it to become whole.
MAX_COMPLETION = 3

# What a clitic begins with ("'s").
CLITIC_MARKS = frozenset("'’ʼ")

# Conjunctions that join a phrase to what is around it and are no part of it; "that" behind one is a pronoun.
LEADING_CONJUNCTIONS = frozenset("and but or so that".split())
TRAILING_CONJUNCTIONS = frozenset("and but or so".split())

# Punctuation says nothing at the edge of a phrase; a bracket does when its mate is in the phrase.
EDGE_PUNCTUATION = frozenset(",;:.-\"'!?/")
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
BRACKETS = OPENING | CLOSING
EDGE_PUNCTUATION_AND_BRACKETS = EDGE_PUNCTUATION | BRACKETS

# Whatever may be taken off an edge.
EDGES = EDGE_PUNCTUATION_AND_BRACKETS | LEADING_CONJUNCTIONS | TRAILING_CONJUNCTIONS


class PhrasePair(NamedTuple):
    """Half-open ranges of token indices in both wordings; one of them may be empty."""

    a: tuple[int, int]
    b: tuple[int, int]


def pair_phrases(
    a: Sequence[Token],
    b: Sequence[Token],
    probability: Matrix,
    links: Links,
    skeleton: Sequence[tuple[int, int]],
    bounds: Bounds = ((), ()),
) -> tuple[tuple[tuple[int, int], ...], tuple[PhrasePair, ...]]:
    """Pair the phrases in which two wordings differ.

    Args:
        a: The n tokens of the first wording.
        b: The m tokens of the second.
        probability: That two tokens stand for each other, shape (n, m), in [0, 1].
        links: The index pairs of tokens that are linked, with their probabilities; in order.
        skeleton: The index pairs of cydifflib's equal words.
        bounds: Of either wording the tokens that begin a segment: no phrase has words on both sides of one.

    Returns:
        The index pairs of equal tokens, and the phrase pairs in the order of `a`. What is in neither is punctuation,
        function words without weight, and spelling.
    """
    equal = _equal_words(a, b, probability, links, skeleton)
    frame = _longest_common_order(equal, a)
    equal, frame = _dissolve_local_crossings(a, equal, frame)
    # A function word that stands elsewhere in the other wording is another one, not the same one moved.
    equal = {(i, j) for i, j in equal if (i, j) in frame or a[i].is_content}
    partners: dict[int, list[int]] = {}
    for i, j in [link for link in links if link not in frame]:
        partners.setdefault(i, []).append(j)
    away_a, away_b = {i for i, _ in equal - frame}, {j for _, j in equal - frame}
    pairs: list[PhrasePair] = []
    for gap in _gaps(sorted(frame), len(a), len(b)):
        # Equal words that stand elsewhere in the other wording cut a gap into runs.
        runs_a, runs_b = _runs(gap.a, away_a), _runs(gap.b, away_b)
        if len(runs_a) == len(runs_b) == 1:
            pairs += _cut_gap(PhrasePair(runs_a[0], runs_b[0]), links, partners)
        else:
            pairs += [PhrasePair(run, (gap.b[0], gap.b[0])) for run in runs_a]
            pairs += [PhrasePair((gap.a[1], gap.a[1]), run) for run in runs_b]
    pairs = _join_moved(pairs, links, partners)
    pairs = _join_neighbours(a, b, pairs, JOIN_GAP, bounds)
    pairs = [pair for pair in (_trim(a, b, pair) for pair in pairs) if _says_something(a, b, pair)]
    pairs = _complete(a, b, sorted(pairs), frame)
    pairs = _join_neighbours(a, b, pairs, 0, bounds)
    pairs = [piece for pair in pairs for piece in _cut_at_bounds(a, b, pair, bounds, probability)]
    return tuple(sorted(equal)), tuple(sorted(pairs))


def _equal_words(
    a: Sequence[Token], b: Sequence[Token], probability: Matrix, links: Links, skeleton: Sequence[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Pair equal words one to one, the most probable pairs first."""
    candidates = {(i, j): own for (i, j), own in links.items() if same_spelling(a[i], b[j])}
    for place in skeleton:
        if place not in links and probability[place] >= SKELETON_PROBABILITY:
            candidates[place] = float(probability[place])
    if len({i for i, _ in candidates}) == len({j for _, j in candidates}) == len(candidates):
        return set(candidates)  # none competes with another
    equal: set[tuple[int, int]] = set()
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    for _, i, j in sorted([(-round(own, 9), i, j) for (i, j), own in candidates.items()]):
        if i not in taken_a and j not in taken_b:
            equal.add((i, j))
            taken_a.add(i)
            taken_b.add(j)
    return equal


def _longest_common_order(equal: set[tuple[int, int]], a: Sequence[Token]) -> set[tuple[int, int]]:
    """Return the heaviest chain of pairs that increase on both sides; content words weigh double."""
    pairs = sorted(equal)
    columns = [j for _, j in pairs]
    if columns == sorted(columns):
        return equal
    weights: list[int] = []
    previous: list[int] = []
    # The heaviest chains whose last pair is among the first ones of `b`, by a Fenwick tree: (weight, −place in pairs).
    size = max(columns) + 1
    heaviest = [(0, 1)] * (size + 1)
    for k, (i, j) in enumerate(pairs):
        best = (0, 1)
        node = j
        while node:
            best = max(best, heaviest[node])
            node &= node - 1
        own = best[0] + (2 if a[i].is_content else 1), -k
        weights.append(own[0])
        previous.append(-best[1])
        node = j + 1
        while node <= size:
            heaviest[node] = max(heaviest[node], own)
            node += node & -node
    chain: set[tuple[int, int]] = set()
    place = weights.index(max(weights))
    while place >= 0:
        chain.add(pairs[place])
        place = previous[place]
    return chain


def _dissolve_local_crossings(
    a: Sequence[Token], equal: set[tuple[int, int]], frame: set[tuple[int, int]]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Give up equal words that cross at a short distance, so that the reordered phrase comes out as a whole.

    An article or a preposition that crosses content words reorders nothing.
    """
    dissolved: set[tuple[int, int]] = set()
    for i, j in sorted(equal - frame):
        crossed = {(p, q) for p, q in frame if (p - i) * (q - j) < 0}
        weighty = a[i].is_content or a[i].is_operator or not any(a[p].is_content for p, _ in crossed)
        near = weighty and all(abs(p - i) <= LOCAL_CROSSING and abs(q - j) <= LOCAL_CROSSING for p, q in crossed)
        if near and len(crossed) <= MAX_DISSOLVED:
            dissolved |= {(i, j), *crossed}
    return equal - dissolved, frame - dissolved


def _gaps(frame: Sequence[tuple[int, int]], n: int, m: int) -> list[PhrasePair]:
    """Return what lies between two anchors of the frame, where anything does."""
    gaps: list[PhrasePair] = []
    at_a, at_b = 0, 0
    for i, j in (*frame, (n, m)):
        if at_a < i or at_b < j:
            gaps.append(PhrasePair((at_a, i), (at_b, j)))
        at_a, at_b = i + 1, j + 1
    return gaps


def _runs(span: tuple[int, int], away: set[int]) -> list[tuple[int, int]]:
    """Cut a range at the places in `away`."""
    runs = []
    start = span[0]
    for place in (*sorted(away.intersection(range(*span))), span[1]):
        if place > start:
            runs.append((start, place))
        start = place + 1
    return runs


def _cut_gap(gap: PhrasePair, links: Links, partners: Partners) -> list[PhrasePair]:
    """Cut a gap with words on both sides into phrase pairs and words that only one side has."""
    pieces: list[PhrasePair] = []
    at_a, at_b = gap.a[0], gap.b[0]
    for block in [*_blocks(gap, links, partners), PhrasePair((gap.a[1], gap.a[1]), (gap.b[1], gap.b[1]))]:
        rest = PhrasePair((at_a, block.a[0]), (at_b, block.b[0]))
        pieces += _rest(rest)
        if block.a[0] < block.a[1]:
            pieces.append(block)
        at_a, at_b = block.a[1], block.b[1]
    return pieces


def _rest(rest: PhrasePair) -> list[PhrasePair]:
    """Return what two blocks leave between them: a short pair as it is, else each side by itself."""
    length_a, length_b = rest.a[1] - rest.a[0], rest.b[1] - rest.b[0]
    if length_a and length_b and max(length_a, length_b) > SHORT_REST:
        return [PhrasePair(rest.a, (rest.b[0], rest.b[0])), PhrasePair((rest.a[1], rest.a[1]), rest.b)]
    return [rest] if length_a or length_b else []


def _blocks(gap: PhrasePair, links: Links, partners: Partners) -> list[PhrasePair]:
    """Return the consistent phrases of a gap, in order on both sides.

    Each begins as one link; blocks that overlap or cross are joined, unless that makes them too long: then the one
    with less probability is dropped.
    """
    start, end = gap.b
    inside = [(i, j) for i in range(*gap.a) for j in partners.get(i, ()) if start <= j < end]
    blocks: list[PhrasePair] = []
    for i, j in sorted(inside, key=lambda link: (-links[link], link)):
        new = PhrasePair((i, i + 1), (j, j + 1))
        rest = blocks
        while clashing := [block for block in rest if _clash(block, new)]:
            rest = [block for block in rest if block not in clashing]
            members = [new, *clashing]
            new = PhrasePair(
                (min([one.a[0] for one in members]), max([one.a[1] for one in members])),
                (min([one.b[0] for one in members]), max([one.b[1] for one in members])),
            )
        if max(new.a[1] - new.a[0], new.b[1] - new.b[0]) <= MAX_PHRASE:
            blocks = [*rest, new]
    return sorted(blocks)


def _clash(one: PhrasePair, other: PhrasePair) -> bool:
    """Whether two blocks overlap on a side, or stand in one order on one side and in the other on the other."""
    before_a, before_b = one.a[1] <= other.a[0], one.b[1] <= other.b[0]
    after_a, after_b = one.a[0] >= other.a[1], one.b[0] >= other.b[1]
    return not ((before_a and before_b) or (after_a and after_b))


def _join_moved(pairs: Sequence[PhrasePair], links: Links, partners: Partners) -> list[PhrasePair]:
    """Join what only one wording has at one place with what only the other has at another, where they are linked."""
    only_a = [pair.a for pair in pairs if pair.b[0] == pair.b[1] and pair.a[1] - pair.a[0] <= MAX_PHRASE]
    only_b = [pair.b for pair in pairs if pair.a[0] == pair.a[1] and pair.b[1] - pair.b[0] <= MAX_PHRASE]
    if not only_a or not only_b:
        return list(pairs)
    around = {j: span for span in only_b for j in range(*span)}
    weights: dict[tuple[tuple[int, int], tuple[int, int]], float] = {}
    for span in only_a:
        for i in range(*span):
            for j in partners.get(i, ()):
                if j in around:
                    both = span, around[j]
                    weights[both] = weights.get(both, 0.0) + links[i, j]
    joined_a: dict[tuple[int, int], tuple[int, int]] = {}
    for span_a, span_b in sorted(weights, key=lambda both: (-round(weights[both], 9), both)):
        if span_a not in joined_a and span_b not in joined_a.values():
            joined_a[span_a] = span_b
    taken_b = set(joined_a.values())
    kept = [
        pair
        for pair in pairs
        if not (pair.b[0] == pair.b[1] and pair.a in joined_a) and not (pair.a[0] == pair.a[1] and pair.b in taken_b)
    ]
    return [*kept, *(PhrasePair(span_a, span_b) for span_a, span_b in joined_a.items())]


def _join_neighbours(
    a: Sequence[Token], b: Sequence[Token], pairs: Sequence[PhrasePair], reach: int, bounds: Bounds
) -> list[PhrasePair]:
    """Join pairs with nothing but at most `reach` function words or commas, and no bound, between them."""
    joined: list[PhrasePair] = []
    for pair in sorted(pairs):
        if joined and (whole := _whole(a, b, joined[-1], pair, reach)) and _crosses_none(whole, bounds):
            joined[-1] = whole
        else:
            joined.append(pair)
    return joined


def _whole(a: Sequence[Token], b: Sequence[Token], last: PhrasePair, pair: PhrasePair, reach: int) -> PhrasePair | None:
    """Join two neighbouring pairs if at most `reach` words stand between them and they are not more than a phrase."""
    distances = pair.a[0] - last.a[1], pair.b[0] - last.b[1]
    if min(distances) < 0 or max(distances) > reach:
        return None
    # What only one side has joins a pair only when it stands directly beside it on both sides, or when the other side
    # has something of its own behind the word between ("simply ruled out" / "out of the question").
    one_sided = [one for one in (last, pair) if one.a[0] == one.a[1] or one.b[0] == one.b[1]]
    mirrored = len(one_sided) == len((last, pair)) and (last.a[0] == last.a[1]) != (pair.a[0] == pair.a[1])
    if one_sided and not mirrored and max(distances) > 0:
        return None
    whole = PhrasePair((last.a[0], pair.a[1]), (last.b[0], pair.b[1]))
    lengths = whole.a[1] - whole.a[0], whole.b[1] - whole.b[0]
    between = *a[last.a[1] : pair.a[0]], *b[last.b[1] : pair.b[0]]
    if min(lengths) > 0 and max(lengths) <= JOIN_LENGTH and all(token.norm in JOINING_WORDS for token in between):
        return whole
    return None


def _trim(a: Sequence[Token], b: Sequence[Token], pair: PhrasePair) -> PhrasePair:
    """Take punctuation and, where both sides agree on them, equal words off the edges of a pair."""
    trimmed = span_a, span_b = PhrasePair(_trim_side(a, pair.a), _trim_side(b, pair.b))
    while span_a[0] < span_a[1] and span_b[0] < span_b[1] and same_spelling(a[span_a[0]], b[span_b[0]]):
        span_a, span_b = (span_a[0] + 1, span_a[1]), (span_b[0] + 1, span_b[1])
    while span_a[0] < span_a[1] and span_b[0] < span_b[1] and same_spelling(a[span_a[1] - 1], b[span_b[1] - 1]):
        span_a, span_b = (span_a[0], span_a[1] - 1), (span_b[0], span_b[1] - 1)
    if (span_a, span_b) == trimmed:
        return trimmed
    return PhrasePair(_trim_side(a, span_a), _trim_side(b, span_b))


def _trim_side(tokens: Sequence[Token], span: tuple[int, int]) -> tuple[int, int]:
    """Take punctuation and brackets without a mate off the edges of a range."""
    start, end = span
    while start < end:
        first, last = tokens[start].norm, tokens[end - 1].norm
        if first not in EDGES and last not in EDGES:
            break
        single = end - start == 1
        unmatched = (first in BRACKETS or last in BRACKETS) and _unmatched(tokens[start:end])
        edge = EDGE_PUNCTUATION_AND_BRACKETS if unmatched else EDGE_PUNCTUATION
        if first in edge or (not single and first in LEADING_CONJUNCTIONS):
            start += 1
        elif last in edge or (not single and last in TRAILING_CONJUNCTIONS):
            end -= 1
        else:
            break
    return start, end


def _unmatched(tokens: Sequence[Token]) -> bool:
    """Whether a bracket lacks its mate."""
    return sum(token.text in OPENING for token in tokens) != sum(token.text in CLOSING for token in tokens)


def _says_something(a: Sequence[Token], b: Sequence[Token], pair: PhrasePair) -> bool:
    """Whether a pair has a word of weight on a side, and differs in more than spelling."""
    side_a, side_b = a[pair.a[0] : pair.a[1]], b[pair.b[0] : pair.b[1]]
    return any(token.is_content or token.is_operator for token in (*side_a, *side_b)) and (
        [token.norm for token in side_a if token.is_word] != [token.norm for token in side_b if token.is_word]
    )


def _complete(
    a: Sequence[Token], b: Sequence[Token], pairs: Sequence[PhrasePair], frame: set[tuple[int, int]]
) -> list[PhrasePair]:
    """Make phrases whole with equal words beside them.

    A phrase begins with its article or form of "be", and with the word that a clitic hangs on; one that ends with an
    article, or has no content word on a side, takes the words behind it up to the next content word.
    """
    completed: list[PhrasePair] = []
    for pair in pairs:
        (start_a, end_a), (start_b, end_b) = pair.a, pair.b
        if start_a < end_a and start_b < end_b:
            last = completed[-1] if completed else PhrasePair((0, 0), (0, 0))
            free = start_a - 1 >= last.a[1] and start_b - 1 >= last.b[1]
            if free and (start_a - 1, start_b - 1) in frame:
                before = a[start_a - 1].norm
                # "a modest [success]": the article comes with its noun, and stays away with the noun further on.
                if before in ARTICLES and (end_a, end_b) in frame and a[end_a].is_content:
                    if not _has_content(a[end_a + 1 : end_a + 2]) and not _has_content(b[end_b + 1 : end_b + 2]):
                        start_a, start_b, end_a, end_b = start_a - 1, start_b - 1, end_a + 1, end_b + 1
                elif before in LEADING_WORDS or not CLITIC_MARKS.isdisjoint((a[start_a].text[:1], b[start_b].text[:1])):
                    start_a, start_b = start_a - 1, start_b - 1
            for _ in range(MAX_COMPLETION):
                if (end_a, end_b) not in frame or not a[end_a].is_word:
                    break
                open_ended = a[end_a - 1].norm in DETERMINERS or b[end_b - 1].norm in DETERMINERS
                if not open_ended and _has_content(a[start_a:end_a]) and _has_content(b[start_b:end_b]):
                    break
                end_a, end_b = end_a + 1, end_b + 1
        completed.append(PhrasePair((start_a, end_a), (start_b, end_b)))
    return completed


def _has_content(tokens: Sequence[Token]) -> bool:
    return any(token.is_content for token in tokens)


def _cut_at_bounds(
    a: Sequence[Token],
    b: Sequence[Token],
    pair: PhrasePair,
    bounds: Bounds,
    probability: Matrix,
) -> list[PhrasePair]:
    """Cut a pair where a segment of either wording begins.

    Of a phrase pair that part stays whose words stand for each other most probably; of what only one side has, all.
    """
    if _crosses_none(pair, bounds):
        return [pair]
    pieces = [PhrasePair(one, other) for one in _pieces(pair.a, bounds[0]) for other in _pieces(pair.b, bounds[1])]
    if pair.a[0] < pair.a[1] and pair.b[0] < pair.b[1]:
        pieces = [max(pieces, key=lambda one: probability[slice(*one.a), slice(*one.b)].sum())]
    pieces = [_trim(a, b, piece) for piece in pieces]
    return [piece for piece in pieces if _says_something(a, b, piece)]


def _crosses_none(pair: PhrasePair, bounds: Bounds) -> bool:
    return not (_bounds_inside(pair.a, bounds[0]) or _bounds_inside(pair.b, bounds[1]))


def _bounds_inside(span: tuple[int, int], bounds: Collection[int]) -> list[int]:
    """Return the bounds that cut a range."""
    return [bound for bound in bounds if span[0] < bound < span[1]]


def _pieces(span: tuple[int, int], bounds: Collection[int]) -> list[tuple[int, int]]:
    """Cut a range at the bounds inside it; an empty one is its own piece."""
    return list(pairwise([span[0], *sorted(_bounds_inside(span, bounds)), span[1]]))
