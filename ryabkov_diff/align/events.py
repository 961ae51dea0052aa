"""Links → `Relation`: do two articles report one and the same occasion?

The same speaker says similar things on different days, so that similar statements alone don't make one event. What
does: a good part of the shorter article's statements have a counterpart, some of them nearly word for word, the
dates are close, and the venue of the interview is the same. The evidence adds up to log-odds.
"""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ryabkov_diff.domain import DECIMALS, Relation, RelationKind, SegmentKind
from ryabkov_diff.provenance import find_venue
from ryabkov_diff.text import fold_name, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ryabkov_diff.domain import Article, Link, Segment

__all__ = ["relate_articles"]

# A shared statement is nearly word for word when this much of its weighted content words is shared …
VERBATIM_OVERLAP = 0.5

# … and it has at least so many words: short ones ("We don't want that") are said on many days.
VERBATIM_WORDS = 8

# Log-odds that two articles report one event; set so that, on the development sets, texts and their translations are
# the same and random texts are not, with room on both sides (docs/architecture.md, "Events come before variants").
BASE = -4.0
PER_COVERAGE = 8.0  # from no statement of the shorter article shared to all of them
PER_VERBATIM = 0.8  # each nearly verbatim statement, up to MAX_VERBATIM
MAX_VERBATIM = 5
SAME_VENUE = 2.0
OTHER_VENUE = -2.0
NEAR_DAYS = 1.0  # published within NEAR days of each other
FAR_DAYS = -3.0  # published more than FAR days apart
NEAR, FAR = 1, 4

# Articles of different events are related when they share so many statements, or so much of their names.
RELATED_STATEMENTS = 1
RELATED_NAMES = 0.3


def relate_articles(
    articles: Sequence[Article], segments: Sequence[Segment], links: Sequence[Link], *, same_event: bool = False
) -> tuple[Relation, ...]:
    """Decide for each two articles whether they report the same event.

    Args:
        articles: In column order, with their texts.
        segments: Of all articles.
        links: From `align_segments`.
        same_event: Whether the user says that all articles report one event; the evidence is then stated all the same,
            with `asserted`.

    Returns:
        One relation for each two articles. Its evidence has `shared_statements`, `near_verbatim`, `coverage` (the
        expected share of the shorter article's statements that are shared, in [0, 1]), `venue` (where both name the
        same one), `venues` (where they name different ones), `days_apart`, `speaker` (where both have the same main
        speaker), `linked` (pairs of segment ids, where the events are not the same) and `asserted`.
    """
    by_id = {segment.id: segment for segment in segments}
    relations = []
    for one, other in combinations(articles, 2):
        own = [link for link in links if link.articles == (one.sigil, other.sigil)]
        evidence, log_odds = _weigh(one, other, segments, by_id, own)
        confidence = 1 / (1 + math.exp(-log_odds))
        if same_event:
            kind, confidence = RelationKind.SAME, 1.0
            evidence["asserted"] = True
        elif confidence >= 0.5:  # noqa: PLR2004 - more likely than not
            kind = RelationKind.SAME
        elif evidence["shared_statements"] >= RELATED_STATEMENTS or (
            _shared_names(segments, one.sigil, other.sigil) >= RELATED_NAMES
        ):
            kind, confidence = RelationKind.RELATED, 1 - confidence
        else:
            kind, confidence = RelationKind.DIFFERENT, 1 - confidence
        if kind is not RelationKind.SAME and own:
            evidence["linked"] = tuple((a[0], b[0]) for a, b in (link.segments for link in own))
        relations.append(Relation((one.sigil, other.sigil), kind, round(confidence, DECIMALS), evidence))
    return tuple(relations)


def _weigh(
    one: Article, other: Article, segments: Sequence[Segment], by_id: dict[str, Segment], links: Sequence[Link]
) -> tuple[dict[str, Any], float]:
    """Collect the evidence on two articles and add it up to log-odds."""
    shared = [
        link
        for link in links
        if any(by_id[segment_id].kind is not SegmentKind.HEADLINE for ids in link.segments for segment_id in ids)
    ]
    verbatim = [
        link
        for link in shared
        if link.parts["lexical"] >= VERBATIM_OVERLAP
        and min(len(by_id[ids[0]].text.split()) for ids in link.segments) >= VERBATIM_WORDS
    ]
    coverage = 0.0
    for side, sigil in enumerate((one.sigil, other.sigil)):
        statements = _statements(segments, sigil)
        covered = sum(link.confidence * len(link.segments[side]) for link in shared)
        coverage = max(coverage, min(1.0, covered / max(1, len(statements))))
    log_odds = BASE + PER_COVERAGE * coverage + PER_VERBATIM * min(MAX_VERBATIM, len(verbatim))
    evidence: dict[str, Any] = {
        "shared_statements": len(shared),
        "near_verbatim": len(verbatim),
        "coverage": round(coverage, DECIMALS),
    }
    venues = [find_venue(article.text or "") for article in (one, other)]
    if venues[0] is not None and venues[0] == venues[1]:
        evidence["venue"] = venues[0]
        log_odds += SAME_VENUE
    elif venues[0] is not None and venues[1] is not None:
        evidence["venues"] = tuple(venues)
        log_odds += OTHER_VENUE
    if one.date_published and other.date_published:
        apart = abs((date.fromisoformat(one.date_published) - date.fromisoformat(other.date_published)).days)
        evidence["days_apart"] = apart
        log_odds += NEAR_DAYS if apart <= NEAR else FAR_DAYS if apart > FAR else 0.0
    speakers = [_main_speaker(segments, article.sigil) for article in (one, other)]
    if speakers[0] is not None and speakers[1] is not None and _folded(speakers[0]) == _folded(speakers[1]):
        # Of two spellings of the name always the same one, whatever the order of the articles.
        evidence["speaker"] = min(speakers[0], speakers[1])
    return evidence, log_odds


def _statements(segments: Iterable[Segment], sigil: str) -> list[Segment]:
    """Return an article's segments without headlines and boilerplate."""
    no_statements = {SegmentKind.HEADLINE, SegmentKind.BOILERPLATE}
    return [segment for segment in segments if segment.article == sigil and segment.kind not in no_statements]


def _main_speaker(segments: Sequence[Segment], sigil: str) -> str | None:
    """Return who speaks most of an article's characters; None when nobody is named."""
    spoken: Counter[str] = Counter()
    for segment in _statements(segments, sigil):
        if segment.speaker is not None:
            spoken[segment.speaker] += segment.end - segment.start
    return max(sorted(spoken), key=spoken.__getitem__, default=None)


def _folded(name: str) -> str:
    """Return a person's last name in its folded spelling."""
    words = [token.norm for token in tokenize(name) if token.is_word]
    return fold_name(words[-1]) if words else ""


def _shared_names(segments: Sequence[Segment], one: str, other: str) -> float:
    """Return the share of the names of the article with fewer of them that the other has, too: in [0, 1]."""
    names = [
        {
            fold_name(token.norm)
            for segment in _statements(segments, sigil)
            for place, token in enumerate(tokenize(segment.text))
            if place > 0 and token.text[:1].isupper() and token.is_content
        }
        for sigil in (one, other)
    ]
    fewer = min(len(side) for side in names)
    return len(names[0] & names[1]) / fewer if fewer else 0.0
