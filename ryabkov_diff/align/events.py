"""Links → `Relation`: do two articles report one and the same occasion?

The same speaker says similar things on different days, so that similar statements alone don't make one event. What
does: a good part of the shorter article's statements have a counterpart, some of them nearly word for word, the
dates are close, and the venue of the interview is the same. The evidence adds up to log-odds; what the links say is
weighed by a fitted model.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ryabkov_diff.domain import DECIMALS, Relation, RelationKind, SegmentKind
from ryabkov_diff.linking import load_link_model
from ryabkov_diff.provenance import find_venue
from ryabkov_diff.text import fold_name, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ryabkov_diff.domain import Article, Link, Segment

    # Two sigla, in column order.
    Pair = tuple[str, str]

__all__ = ["event_signals", "relate_articles"]

# A shared statement is nearly word for word when this much of its words, weighted by rarity, is shared …
VERBATIM_OVERLAP = 0.6

# … and it has at least so many words: short ones ("We don't want that") are said on many days.
VERBATIM_WORDS = 8

# The fitted model of what the links say, a data file of this package; `benchmarks/models/events.py` fits it.
MODEL = ("ryabkov_diff.align", "events.json")

# Log-odds that venue and dates add to it. Set, not fitted: no development set has dates and venues. A speaker who
# is interviewed says the same things again within days, so that dates weigh more against than for one event.
SAME_VENUE = 2.0
OTHER_VENUE = -3.0
NEAR_DAYS = 1.0  # published within NEAR days of each other
FAR_DAYS = -4.0  # published more than FAR days apart
OTHER_DAYS = -10.0  # published more than OTHER days apart: nothing that a speaker repeats outweighs it
NEAR, FAR, OTHER = 1, 4, 14

# Statements that a text counts as having at least.
FEWEST_STATEMENTS = 2

# Log-odds of two copies of one text.
IDENTICAL = 10.0

# Log-odds below which a pair speaks clearly against an event of more than two articles.
AGAINST = -2.0

# The head of an article, in characters: title, byline and dateline; and the length of a line that may be a date.
HEAD, DATE_LINE = 400, 60

# What ends a dateline: its year, the agency in brackets, a dash.
DATELINE_END = re.compile(r"(?:, ?\d{4})?\s?[(\u2013\u2014-]")

# "March 14", "Sept. 2", "14 March": a day in the head, with or without a year.
MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_MONTH = r"(?:jan|febr?|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ch|il|ust|ember|ober)?\b\.?"
HEADER_DAY = re.compile(
    rf"\b(?:(?P<month>{_MONTH}) (?P<day>[0-3]?\d)|(?P<day_before>[0-3]?\d) (?P<month_behind>{_MONTH}))(?!\d)",
    re.IGNORECASE,
)

# Articles of different events are related when they share so many statements, or so much of their names; one name alone
# ("Russia") relates nothing.
RELATED_STATEMENTS = 1
RELATED_NAMES = 0.3
FEWEST_NAMES = 2


def relate_articles(
    articles: Sequence[Article], segments: Sequence[Segment], links: Sequence[Link], *, same_event: bool = False
) -> tuple[Relation, ...]:
    """Decide for each two articles whether they report the same event.

    Args:
        articles: In column order, with their texts.
        segments: Of all articles.
        links: From `align_segments`.
        same_event: Whether the user says that all articles report one event; the evidence is then stated all the
            same, with `asserted`.

    Returns:
        One relation for each two articles. Its evidence has `shared_statements`, `near_verbatim`, `coverage` (the
        expected share of the shorter article's statements that are shared, in [0, 1]), `venue` (where both name the
        same one), `venues` (where they name different ones), `days_apart`, `speaker` (where both have the same main
        speaker), `identical` (where the texts are), `linked` (pairs of segment ids, where the events are not the
        same) and `asserted`.
    """
    evidence: dict[Pair, dict[str, Any]] = {}
    odds: dict[Pair, float] = {}
    links_of: dict[Pair, list[Link]] = {}
    for one, other in combinations(articles, 2):
        pair = (one.sigil, other.sigil)
        links_of[pair] = [link for link in links if link.articles == pair]
        evidence[pair], odds[pair] = _weigh(one, other, segments, links_of[pair])
    together = dict.fromkeys(odds, True) if same_event else _group_by_event(articles, odds)
    relations = []
    for pair, log_odds in odds.items():
        probability = 1 / (1 + math.exp(-log_odds))
        if together[pair]:
            kind, confidence = RelationKind.SAME, max(probability, 0.5)
            if same_event:
                confidence = 1.0
                evidence[pair]["asserted"] = True
        elif evidence[pair]["shared_statements"] >= RELATED_STATEMENTS or (
            _shared_names(segments, *pair) >= RELATED_NAMES
        ):
            kind, confidence = RelationKind.RELATED, max(1 - probability, 0.5)
        else:
            kind, confidence = RelationKind.DIFFERENT, max(1 - probability, 0.5)
        if kind is not RelationKind.SAME and links_of[pair]:
            evidence[pair]["linked"] = tuple((a[0], b[0]) for a, b in (link.segments for link in links_of[pair]))
        relations.append(Relation(pair, kind, round(confidence, DECIMALS), evidence[pair]))
    return tuple(relations)


def _group_by_event(articles: Sequence[Article], odds: Mapping[Pair, float]) -> dict[Pair, bool]:
    """Group articles so that "the same event" holds of all pairs of a group and of no others.

    Groups are joined in the order of the odds, unless the evidence speaks clearly against a pair across them: an
    article that resembles both a report and another day's interview joins the one that it resembles more.
    """
    rank = {article.sigil: article.content_key for article in articles}
    group = {article.sigil: frozenset({article.sigil}) for article in articles}

    def order(pair: Pair) -> tuple[object, ...]:
        return (-round(odds[pair], DECIMALS), sorted(rank[sigil] for sigil in pair))

    for one, other in sorted(odds, key=order):
        if odds[one, other] < 0 or group[one] == group[other]:
            continue
        across = [odds.get((a, b), odds.get((b, a), 0.0)) for a in group[one] for b in group[other]]
        if min(across) > AGAINST:
            joined = group[one] | group[other]
            for sigil in joined:
                group[sigil] = joined
    return {pair: group[pair[0]] == group[pair[1]] for pair in odds}


def event_signals(
    one: Article, other: Article, segments: Sequence[Segment], links: Sequence[Link]
) -> Mapping[str, float]:
    """Say what the links of two articles tell about their being reports of one event; symmetric in the two.

    Args:
        one: An article.
        other: Another one.
        segments: Of both, or of more articles.
        links: Of these two articles.

    Returns:
        `coverage`, the expected share of statements that have a counterpart, of the article where it is larger, in
        [0, 1]; `coverage_other`, that of the other; `shared`, the logarithm of one plus the expected number of shared
        statements. Those that are nearly word for word the same, offered to the fit, too, got no weight.
    """
    shared, _ = _shared_links(segments, links)
    coverage = []
    for side, sigil in enumerate((one.sigil, other.sigil)):
        covered = sum(link.confidence * len(link.segments[side]) for link in shared)
        # One statement that is alike makes no event, however short the text.
        coverage.append(min(1.0, covered / max(FEWEST_STATEMENTS, len(_statements(segments, sigil)))))
    return {
        "coverage": max(coverage),
        "coverage_other": min(coverage),
        "shared": math.log1p(sum(link.confidence for link in shared)),
    }


def _shared_links(segments: Sequence[Segment], links: Sequence[Link]) -> tuple[list[Link], list[Link]]:
    """Return the links that are not between two headlines, and those of them that are nearly word for word."""
    by_id = {segment.id: segment for segment in segments}
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
    return shared, verbatim


def _weigh(
    one: Article, other: Article, segments: Sequence[Segment], links: Sequence[Link]
) -> tuple[dict[str, Any], float]:
    """Collect the evidence on two articles and add it up to log-odds."""
    shared, verbatim = _shared_links(segments, links)
    signals = event_signals(one, other, segments, links)
    (model,) = load_link_model(*MODEL).stages
    log_odds = model.intercept + sum(weight * signals[name] for name, weight in model.weights.items())
    evidence: dict[str, Any] = {
        "shared_statements": len(shared),
        "near_verbatim": len(verbatim),
        "coverage": round(signals["coverage"], DECIMALS),
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
        log_odds += _by_days(apart)
    elif (day := _header_day(one)) and (other_day := _header_day(other)):
        # Without a year two days of the year still tell apart what lies weeks apart.
        apart = _days_between(day, other_day)
        evidence["days_apart"] = apart
        log_odds += min(0.0, _by_days(apart))
    if one.sha256 == other.sha256:
        evidence["identical"] = True
        log_odds = IDENTICAL
    speakers = [_main_speaker(segments, article.sigil) for article in (one, other)]
    if speakers[0] is not None and speakers[1] is not None and _folded(speakers[0]) == _folded(speakers[1]):
        # Of two spellings of the name always the same one, whatever the order of the articles.
        evidence["speaker"] = min(speakers[0], speakers[1])
    return evidence, log_odds


def _by_days(apart: int) -> float:
    """Return the log-odds for articles published so many days apart."""
    if apart <= NEAR:
        return NEAR_DAYS
    if apart <= FAR:
        return 0.0
    return FAR_DAYS if apart <= OTHER else OTHER_DAYS


def _header_day(article: Article) -> tuple[int, int] | None:
    """Return month and day of an article's date, or of the first date in its head that has no year."""
    if article.date_published:
        published = date.fromisoformat(article.date_published)
        return published.month, published.day
    for line in (article.text or "")[:HEAD].splitlines():
        # A date line or a dateline; a day in the title or in running text is when something else happens.
        match = None if line.strip() == article.headline else HEADER_DAY.search(line, 0, DATE_LINE)
        if match is not None and (len(line) <= DATE_LINE or DATELINE_END.match(line, match.end())):
            month = MONTHS[(match["month"] or match["month_behind"])[:3].casefold()]
            return month, int(match["day"] or match["day_before"])
    return None


def _days_between(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Count the days between two days of the year, the shorter way round."""
    first, second = ((month - 1) * 365 / 12 + day for month, day in (one, other))
    apart = round(abs(first - second))
    return min(apart, 365 - apart)


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
    """Return the share of names that two articles have in common, of the one with fewer of them: in [0, 1]."""
    names = [
        {
            fold_name(token.norm)
            for segment in _statements(segments, sigil)
            for place, token in enumerate(tokenize(segment.text))
            if place > 0 and token.text[:1].isupper() and token.is_content
        }
        for sigil in (one, other)
    ]
    common = len(names[0] & names[1])
    return common / min(len(side) for side in names) if common >= FEWEST_NAMES else 0.0
