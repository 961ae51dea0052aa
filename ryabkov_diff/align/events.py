"""Links → `Relation`: do two articles report one and the same occasion?

The same speaker says similar things on different days, so that similar statements alone don't make one event. What
does: a good part of the statements of one of them has a counterpart, they share names and numbers, their speakers, the
venue and the day. The evidence adds up to log-odds: what each article says of its occasion is read once
(`occasions.py`), what the pair has in common of it and of its statements is weighed by a fitted model. A second model
tells related topics from different ones, where the occasion is another.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np

from ryabkov_diff.align.occasions import Occasion, are_namesakes, describe_occasion
from ryabkov_diff.align.screening import (
    FEWEST_NAMES,
    FEWEST_NUMBERS,
    HARDLY_ANY,
    MANY_NAMES,
    MANY_NUMBERS,
    Screen,
)
from ryabkov_diff.domain import DECIMALS, Relation, RelationKind, SegmentKind
from ryabkov_diff.linking import load_link_model
from ryabkov_diff.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.domain import Article, Embeddings, Link, Segment

    Values = NDArray[np.float64]

    # Two sigla, in column order.
    Pair = tuple[str, str]

__all__ = [
    "Report",
    "can_be_related",
    "can_be_same",
    "known_log_odds",
    "pair_signals",
    "read_reports",
    "relate_articles",
    "screen_reports",
]

# A shared statement is nearly word for word when this much of its words, weighted by rarity, is shared …
VERBATIM_OVERLAP = 0.6

# … and it has at least so many words: short ones ("We don't want that") are said on many days.
VERBATIM_WORDS = 8

# The fitted models, a data file of this package; `benchmarks/models/events.py` fits them.
MODEL = ("ryabkov_diff.align", "events.json")

# Log-odds that venue and days add to it. Set, not fitted: few of the articles that the models are fitted on have them.
# Speakers who are interviewed say the same things again within days, so that days weigh more against than for one
# event; unrelated news, too, is published on one day.
SAME_VENUE = 2.0
OTHER_VENUE = -3.0
# (days apart at most, log-odds); beyond the last, nothing that a speaker repeats outweighs it.
DAYS = ((0, 1.0), (1, 0.5), (4, -0.5), (14, -4.0))
OTHER_DAYS = -8.0

# The same where both name the days of the words, and none in common: nobody gives one interview on two days, but a
# day may be misread, or be that of another time zone.
OTHER_SPOKEN_DAY = -2.0

# Statements that a text counts as having at least: of fewer, a share says nothing.
FEWEST_STATEMENTS = 2

# Log-odds of two copies of one text.
IDENTICAL = 10.0

# Log-odds below which a pair speaks clearly against an event of more than two articles.
AGAINST = -2.0

# Of so many articles each two have a relation. Of more, it would be said half a million times of a thousand articles
# that they have nothing to do with each other.
MOST_RELATED_ALL = 100

# Numbers that the evidence states, of those that are shared.
STATED = 3


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """An article, prepared for being compared with many.

    Attributes:
        article: The article.
        segments: Its segments, by id.
        statements: How many of them are neither headlines nor boilerplate.
        occasion: What it says of its occasion.
        topic: The mean direction of its segments' vectors, of unit length: shape (dim,).
    """

    article: Article
    segments: Mapping[str, Segment]
    statements: int
    occasion: Occasion
    topic: NDArray[np.float64]

    @classmethod
    def of(cls, article: Article, segments: Sequence[Segment], vectors: NDArray[np.float32]) -> Report:
        """Prepare an article.

        Args:
            article: The article.
            segments: Its n segments.
            vectors: Their vectors, shape (n, dim).
        """
        no_statements = {SegmentKind.HEADLINE, SegmentKind.BOILERPLATE}
        content = [index for index, one in enumerate(segments) if one.kind is not SegmentKind.BOILERPLATE]
        topic = vectors[content].sum(axis=0, dtype=np.float64)
        return cls(
            article,
            {segment.id: segment for segment in segments},
            sum(segment.kind not in no_statements for segment in segments),
            describe_occasion(article, segments),
            topic / max(float(np.linalg.norm(topic)), np.finfo(np.float64).tiny),
        )


def read_reports(articles: Sequence[Article], segments: Sequence[Segment], embeddings: Embeddings) -> list[Report]:
    """Prepare articles for being compared with one another.

    Args:
        articles: With their texts.
        segments: Of all of them.
        embeddings: Row i belongs to segment i.
    """
    rows: dict[str, list[int]] = {article.sigil: [] for article in articles}
    for row, segment in enumerate(segments):
        rows[segment.article].append(row)
    return [
        Report.of(article, [segments[row] for row in own], embeddings.vectors[np.array(own, dtype=np.int64)])
        for article, own in ((article, rows[article.sigil]) for article in articles)
    ]


def screen_reports(reports: Sequence[Report]) -> Screen:
    """Prepare reports for being compared one with all later ones."""
    return Screen.of(
        [one.occasion for one in reports],
        [one.topic for one in reports],
        [one.statements for one in reports],
        [one.article.sha256 for one in reports],
    )


def can_be_related(signals: Mapping[str, Values]) -> NDArray[np.bool_]:
    """Say, before any statement is linked, of which pairs the two articles have one topic.

    Args:
        signals: Of n pairs, from `Screen.signals`.

    Returns:
        Shape (n,).
    """
    model = load_link_model(*MODEL, part="related")
    found: NDArray[np.bool_] = model.stages[0].probability(signals) >= model.threshold
    return found


def can_be_same(
    screen: Screen, number: int, signals: Mapping[str, Values], most_shared: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Say, before any statement is linked, of which pairs nothing speaks clearly against their being of one event.

    Args:
        screen: Of all articles.
        number: Of an article.
        signals: Of it and n later ones, from `Screen.signals`.
        most_shared: How many of its statements, and how many of theirs, can have a counterpart at most: shape (2, n).

    Returns:
        Shape (n,).
    """
    later = slice(number + 1, None)
    statements = np.maximum(FEWEST_STATEMENTS, screen.statements)
    shares = np.minimum(1.0, most_shared / [np.full(most_shared.shape[1], statements[number]), statements[later]])
    most = {
        "coverage": shares.max(axis=0),
        "coverage_other": shares.min(axis=0),
        "shared": np.log1p(most_shared.min(axis=0)),
    }
    log_odds = load_link_model(*MODEL, part="same").stages[0].all_log_odds({**signals, **most})
    found: NDArray[np.bool_] = screen.copies[later] == screen.copies[number]
    # What venue and days add is looked up where it can decide.
    one, others = screen.occasions[number], screen.occasions[later]
    for behind in np.flatnonzero((log_odds + _most_known(screen, number) > AGAINST) & ~found).tolist():
        found[behind] = log_odds[behind] + known_log_odds(one, others[behind]) > AGAINST
    return found


def _most_known(screen: Screen, number: int) -> Values:
    """Return the most that venue and days can add of an article and all later ones: no less than `known_log_odds`."""
    both = screen.has_venue[number + 1 :] & screen.has_venue[number]
    venues = np.where(screen.share_hearers(number), SAME_VENUE, np.where(both, OTHER_VENUE, 0.0))
    weights = np.array([*(weight for _, weight in DAYS), OTHER_DAYS])
    most: Values = venues + weights[np.searchsorted([most for most, _ in DAYS], screen.least_days_apart(number))]
    return most


def relate_articles(
    articles: Sequence[Article],
    segments: Sequence[Segment],
    links: Sequence[Link],
    embeddings: Embeddings,
    *,
    same_event: bool = False,
) -> tuple[Relation, ...]:
    """Decide for each two articles whether they report the same event.

    Args:
        articles: In column order, with their texts.
        segments: Of all articles.
        links: From `align_segments`.
        embeddings: Row i belongs to segment i.
        same_event: Whether the user says that all articles report one event; the evidence is then stated all the
            same, with `asserted`.

    Returns:
        One relation for each two articles; of more than `MOST_RELATED_ALL` articles none for two that are of different
        topics and were not linked, which are another occasion. Its evidence has `shared_statements`, `near_verbatim`,
        `coverage` (the expected share of the statements that are shared, of the article where it is larger, in [0, 1]),
        `venue` (where both name the same one), `venues` (where they name different ones), `days_apart` (of their
        publication), `spoken_on` (the day of the words, where both name it), `spoken_apart` (where both name days of
        the words, and none in common), `speaker` (who speaks in both), `speakers` (where the main speaker of neither is
        named in the other), `shared_names` (how many), `numbers` (some that both have), `identical` (where the texts
        are), `goes_with_others` (where the two alone would count as one event, but one of them goes with an article
        that reports another event than the other does), `linked` (pairs of segment ids, where the events are not the
        same) and `asserted`. The confidence is that of the relation; that of two that go with others is never over one
        half.
    """
    reports = read_reports(articles, segments, embeddings)
    links_of: dict[Pair, list[Link]] = defaultdict(list)
    for link in links:
        links_of[link.articles].append(link)
    related = load_link_model(*MODEL, part="related")
    threshold = load_link_model(*MODEL, part="same").threshold

    @cache
    def log_odds_of(i: int, j: int) -> tuple[float, float]:
        """Return the log-odds of one event and of one topic, of an article and a later one."""
        return _log_odds(reports[i], reports[j], links_of.get((articles[i].sigil, articles[j].sigil), ()))

    everything = same_event or len(reports) <= MOST_RELATED_ALL
    pairs = set(combinations(range(len(reports)), 2)) if everything else _likely_pairs(reports, links_of)
    event_of = [0] * len(reports) if same_event else _group_by_event(articles, pairs, lambda *ij: log_odds_of(*ij)[0])
    for members in _members(event_of):
        pairs |= set(combinations(members, 2))
    relations = []
    for i, j in sorted(pairs):
        one, other = reports[i], reports[j]
        pair = (one.article.sigil, other.article.sigil)
        own = links_of.get(pair, ())
        together = event_of[i] == event_of[j]
        likely, on_topic = map(_probability, log_odds_of(i, j))
        if not (everything or together or own or on_topic >= related.threshold):
            continue
        evidence = _state(one, other, own)
        if one.article.sha256 == other.article.sha256:
            evidence["identical"] = True
        if not together and likely > threshold:
            evidence["goes_with_others"] = True
            likely = threshold
        if together:
            kind, confidence = RelationKind.SAME, max(likely, 0.5)
            if same_event:
                confidence = 1.0
                evidence["asserted"] = True
        elif on_topic >= related.threshold:
            kind, confidence = RelationKind.RELATED, (1 - likely) * on_topic
        else:
            kind, confidence = RelationKind.DIFFERENT, (1 - likely) * (1 - on_topic)
        if kind is not RelationKind.SAME and own:
            evidence["linked"] = tuple((a[0], b[0]) for a, b in (link.segments for link in own))
        relations.append(Relation(pair, kind, round(confidence, DECIMALS), evidence))
    return tuple(relations)


def _log_odds(one: Report, other: Report, links: Sequence[Link]) -> tuple[float, float]:
    """Return the log-odds of two articles reporting one event, and of their having one topic."""
    same, related = (load_link_model(*MODEL, part=part).stages[0] for part in ("same", "related"))
    signals = pair_signals(one, other, links)
    if one.article.sha256 == other.article.sha256:
        return IDENTICAL, related.log_odds(signals)
    return same.log_odds(signals) + known_log_odds(one.occasion, other.occasion), related.log_odds(signals)


def _likely_pairs(reports: Sequence[Report], links_of: Mapping[Pair, Sequence[Link]]) -> set[tuple[int, int]]:
    """Return the pairs of articles that may be of one event or of one topic, or are linked, by their numbers."""
    place = {report.article.sigil: number for number, report in enumerate(reports)}
    pairs = {(place[one], place[other]) for one, other in links_of}
    screen = screen_reports(reports)
    for i in range(len(reports)):
        signals = screen.signals(i)
        nothing = np.zeros((2, len(reports) - i - 1), dtype=np.int64)
        may_be = can_be_related(signals) | can_be_same(screen, i, signals, nothing)
        pairs |= {(i, i + 1 + int(behind)) for behind in np.flatnonzero(may_be)}
    return pairs


def _members(event_of: Sequence[int]) -> Iterable[Sequence[int]]:
    """Return the numbers of the articles of each event."""
    members: dict[int, list[int]] = defaultdict(list)
    for number, event in enumerate(event_of):
        members[event].append(number)
    return members.values()


def _group_by_event(
    articles: Sequence[Article], pairs: Iterable[tuple[int, int]], log_odds: Callable[[int, int], float]
) -> list[int]:
    """Group articles so that "the same event" holds of all pairs of a group and of no others.

    Groups are joined in the order of the odds, unless the evidence speaks clearly against a pair across them: an
    article that resembles both a report and another day's interview joins the one that it resembles more.

    Args:
        articles: n of them.
        pairs: Of an article and a later one, by their numbers: all that are more likely than not of one event.
        log_odds: Of one event, for an article and a later one.

    Returns:
        The number of each article's group.
    """
    group = list(range(len(articles)))
    members = [[number] for number in group]

    def order(pair: tuple[int, int]) -> tuple[object, ...]:
        return (-round(log_odds(*pair), DECIMALS), sorted(articles[number].content_key for number in pair))

    likely = [pair for pair in sorted(pairs) if log_odds(*pair) >= 0]
    for one, other in sorted(likely, key=order):
        first, second = sorted((group[one], group[other]))
        if first == second:
            continue
        across = (sorted(pair) for pair in product(members[first], members[second]))
        if all(log_odds(i, j) > AGAINST for i, j in across):
            members[first] += members[second]
            for number in members[second]:
                group[number] = first
    return group


def pair_signals(one: Report, other: Report, links: Sequence[Link]) -> Mapping[str, float]:
    """Say what speaks for two articles reporting one event, or for one topic of theirs; symmetric in the two.

    Args:
        one: An article.
        other: Another one.
        links: Of these two articles.

    Returns:
        Named signals:

        - `coverage`, the expected share of statements that have a counterpart, of the article where it is larger, in
          [0, 1]; `coverage_other`, that of the other; `shared`, the logarithm of one plus their expected number;
        - `names` and `numbers`, the share that both have of the names (the numbers) of the article with fewer of them,
          in [0, 1];
        - `no_names`, 1 where both have names and share hardly any; `no_numbers`, how many numbers both have at least,
          up to a few, where they share none; else 0;
        - `other_speakers`, 1 where the main speaker of neither is named in the other, else 0;
        - `topic`, the cosine of their topics in [-1, 1].
    """
    shared = _shared_links(one, other, links)
    coverage = _coverages(one, other, shared)
    a, b = one.occasion, other.occasion
    numbers = len(a.numbers & b.numbers)
    fewer_numbers = min(len(a.numbers), len(b.numbers))
    names = _shared_names(a, b)
    return {
        "coverage": max(coverage),
        "coverage_other": min(coverage),
        "shared": math.log1p(math.fsum(link.confidence for link in shared)),
        "names": names,
        "numbers": numbers / max(FEWEST_NUMBERS, fewer_numbers),
        "no_names": float(min(len(a.names), len(b.names)) >= MANY_NAMES and names < HARDLY_ANY),
        "no_numbers": float(0 if numbers else min(fewer_numbers, MANY_NUMBERS)),
        "other_speakers": float(_other_speakers(a, b)),
        "topic": float(one.topic @ other.topic),
    }


def known_log_odds(one: Occasion, other: Occasion) -> float:
    """Return the log-odds that venue and days add."""
    log_odds = 0.0
    if one.hearers & other.hearers:
        log_odds += SAME_VENUE
    elif one.venue and other.venue:
        log_odds += OTHER_VENUE
    apart = _days_apart(one, other)
    if _spoke_on_other_days(one, other):
        log_odds += min(OTHER_SPOKEN_DAY, _days_log_odds(apart))
    elif apart is not None:
        log_odds += _days_log_odds(apart)
    return log_odds


def _days_log_odds(apart: int | None) -> float:
    """Return what the days between two occasions add; 0 where they are unknown."""
    return 0.0 if apart is None else next((weight for most, weight in DAYS if apart <= most), OTHER_DAYS)


def _spoke_on_other_days(one: Occasion, other: Occasion) -> bool:
    """Say whether both name days of the words, and none in common."""
    if one.spoken and other.spoken:
        return one.spoken.isdisjoint(other.spoken)
    return bool(one.weekdays and other.weekdays) and one.weekdays.isdisjoint(other.weekdays)


def _state(one: Report, other: Report, links: Sequence[Link]) -> dict[str, Any]:
    """State the evidence on two articles."""
    shared = _shared_links(one, other, links)
    a, b = one.occasion, other.occasion
    evidence: dict[str, Any] = {
        "shared_statements": len(shared),
        "near_verbatim": sum(_is_verbatim(one, other, link) for link in shared),
        "coverage": round(max(_coverages(one, other, shared)), DECIMALS),
    }
    if venues := a.hearers & b.hearers:
        evidence["venue"] = min(min(a.spellings[key], b.spellings[key]) for key in venues)
    elif a.venue and b.venue:
        evidence["venues"] = (a.spellings[a.venue], b.spellings[b.venue])
    if a.published and b.published:
        evidence["days_apart"] = a.published.days_to(b.published)
    if (a.spoken or b.spoken) and (days := a.days & b.days):
        evidence["spoken_on"] = max(str(day) for day in days)
    elif _spoke_on_other_days(a, b):
        evidence["spoken_apart"] = True
    speakers = {key for key in a.speakers.keys() & b.speakers.keys() if not are_namesakes(a, b, key)}
    if speakers:
        most = max(sorted(speakers), key=lambda key: min(a.speakers[key], b.speakers[key]))
        # Of two spellings always the same one, whatever the order of the articles.
        evidence["speaker"] = min(a.full_names[most], b.full_names[most])
    elif _other_speakers(a, b):
        evidence["speakers"] = tuple(one.full_names[one.main_speaker or ""] for one in (a, b))
    evidence["shared_names"] = len(a.names & b.names)
    if numbers := sorted(a.numbers & b.numbers, key=lambda number: (-len(number), number)):
        evidence["numbers"] = tuple(numbers[:STATED])
    return evidence


def _coverages(one: Report, other: Report, shared: Sequence[Link]) -> tuple[float, float]:
    """Return the expected shares of the statements of two articles that have a counterpart, in [0, 1]."""
    first, second = (
        # One statement that is alike makes no event, however short the text.
        min(
            1.0,
            math.fsum(link.confidence * len(link.segments[side]) for link in shared)
            / max(FEWEST_STATEMENTS, report.statements),
        )
        for side, report in enumerate((one, other))
    )
    return first, second


def _shared_links(one: Report, other: Report, links: Sequence[Link]) -> list[Link]:
    """Return the links that are not between two headlines."""
    return [
        link
        for link in links
        if any(
            report.segments[segment_id].kind is not SegmentKind.HEADLINE
            for report, ids in zip((one, other), link.segments, strict=True)
            for segment_id in ids
        )
    ]


def _is_verbatim(one: Report, other: Report, link: Link) -> bool:
    """Say whether linked statements are nearly word for word the same, their own words, not only what stands around."""
    if link.parts["lexical"] < VERBATIM_OVERLAP:
        return False
    first, second = (
        {token.norm for part in ids for token in tokenize(report.segments[part].text) if token.is_word}
        for report, ids in zip((one, other), link.segments, strict=True)
    )
    alike = len(first & second) >= VERBATIM_OVERLAP * max(len(first), len(second))
    return alike and min(len(first), len(second)) >= VERBATIM_WORDS


def _shared_names(one: Occasion, other: Occasion) -> float:
    """Return the share of names that two articles have in common, of the one with fewer of them: in [0, 1]."""
    common = len(one.names & other.names)
    return common / max(FEWEST_NAMES, min(len(one.names), len(other.names)))


def _other_speakers(one: Occasion, other: Occasion) -> bool:
    """Say whether both have a main speaker, whom the other doesn't name."""
    first, second = one.main_speaker, other.main_speaker
    if first and first == second:
        return are_namesakes(one, other, first)
    return bool(first and second and first not in other.capitalised and second not in one.capitalised)


def _days_apart(one: Occasion, other: Occasion) -> int | None:
    """Return the days between two occasions, as far as the articles date them; None where one does not.

    The nearest days count: an article may quote two occasions.
    """
    days = [a.days_to(b) for a in one.days for b in other.days]
    if not (one.spoken and other.spoken) and one.published and other.published:
        days.append(one.published.days_to(other.published))
    return min(days, default=None)


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
