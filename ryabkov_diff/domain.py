"""The types of the pipeline, in flow order: reading this file top to bottom is reading the pipeline.

`Article` → `Segment` → `Embeddings` → `Link` → `Relation` → `Passage` → `Collation` → `Finding` → `Comparison`.

All of them are frozen. Offsets are half-open, in Unicode code points, into `Article.text`, which is the
decoded original and never changes. Each type that stands in the JSON knows its own JSON object
(`to_dict`, `from_dict`); the contract is `schema.py` and `docs/output-schema.md`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ryabkov_diff.errors import ComparisonFormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "FAMILIES",
    "MEANING_AT_STAKE",
    "SCHEMA_VERSION",
    "TOOL",
    "WORTH_A_LOOK",
    "Article",
    "Collation",
    "Comparison",
    "Detector",
    "Embedder",
    "Embeddings",
    "EntailmentModel",
    "Finding",
    "Judgement",
    "Link",
    "Note",
    "Passage",
    "PassageStatus",
    "Quotation",
    "QuotationKind",
    "QuotationList",
    "Reading",
    "Relation",
    "RelationKind",
    "Run",
    "Segment",
    "SegmentKind",
    "Selector",
    "Table",
    "TokenVectors",
    "TurnKind",
    "Variant",
    "group_events",
    "listed",
    "pair_key",
]

S = TypeVar("S")
T = TypeVar("T")

SCHEMA_VERSION = "1.0"

# What results say that made them.
TOOL = "ryabkov-diff"

# Floats are rounded where they enter the JSON, so that the bytes don't depend on the last bits of a CPU.
DECIMALS = 4

# What is shown as one space: copies of articles are hard-wrapped, indented and full of no-break spaces.
_WHITE_SPACE = re.compile(r"\s+")

# Characters of context that a selector carries on each side (W3C Web Annotation, TextQuoteSelector).
CONTEXT_CHARACTERS = 32

# The severities that reports set apart; 1 is wording, 0 noise.
MEANING_AT_STAKE = 3
WORTH_A_LOOK = 2

# All kinds of findings that have an id, and the family of each. Ids are never reused. Which of them there are detectors
# for says `detect.KINDS`.
FAMILIES: Mapping[str, str] = {
    "omission": "fact",
    "number": "fact",
    "date": "fact",
    "entity": "fact",
    "negation": "fact",
    "contradiction": "fact",
    "modality": "fact",
    "quantifier": "fact",
    "specificity": "fact",
    "rewording": "style",
    "loaded-word": "style",
    "spelling": "style",
    "speaker": "quote",
    "reporting-verb": "quote",
    "quote-mode": "quote",
    "quote-truncation": "quote",
    "quote-splice": "quote",
    "quote-insertion": "quote",
    "quote-alteration": "quote",
    "quote-context": "quote",
    "source": "narrative",
    "order": "narrative",
    "headline": "narrative",
    "defect": "copy",
}


def pair_key(sigil: str, other: str) -> str:
    """Name a pair of articles as the JSON does: `A-B`, the earlier column first.

    >>> pair_key("B", "A")
    'A-B'
    """
    first, second = sorted((sigil, other), key=lambda name: (len(name), name))
    return f"{first}-{second}"


# ---------------------------------------------------------------------------------------------- read → Article


@dataclass(frozen=True, slots=True)
class Note:
    """A fallback taken, a repair made or a doubt, with its reason; shown in every format.

    Attributes:
        code: A stable kebab-case id, e.g. `hard-wrapped`.
        message: One sentence for a reader.
        article: The sigil of the article it is about; None when it is about the whole comparison.
    """

    code: str
    message: str
    article: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this note."""
        return {"code": self.code, "article": self.article, "message": self.message}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Note:
        """Build a note from its JSON object."""
        return cls(data["code"], data["message"], data["article"])


@dataclass(frozen=True, slots=True)
class Article:
    """One outlet's text in a comparison, as received.

    Attributes:
        sigil: The short id in this comparison: A, B, C … in the order of the arguments.
        label: What readers call it: the user's label, else the publisher, else the file's name.
        text: The whole decoded text, repaired where the user said so (`--fix-text`); None only in a comparison saved
            without texts.
        characters: The length of the text in code points.
        sha256: Of the bytes received, in hexadecimal.
        path: As the user gave it; None for standard input and for text given in Python.
        headline: The title; None when none was found.
        publisher: The outlet that published this text.
        date_published: ISO 8601 calendar date.
        dateline: The place in front of the first paragraph, e.g. `MOSCOW`.
        url: Of the publication.
        language: BCP 47; the tool reads English.
        is_based_on: The sources that the article names for the speaker's words: the venue of the interview
            first, then the news agencies, e.g. `("Izvestia", "TASS")`.
    """

    sigil: str
    label: str
    text: str | None
    characters: int
    sha256: str
    path: str | None = None
    headline: str | None = None
    publisher: str | None = None
    date_published: str | None = None
    dateline: str | None = None
    url: str | None = None
    language: str = "en"
    is_based_on: tuple[str, ...] = ()

    @property
    def content_key(self) -> tuple[str, str]:
        """What ties are broken by, so that no result depends on the order of the columns."""
        return self.sha256, self.label

    def to_dict(self, segments: Iterable[Segment], *, text: bool = True) -> dict[str, Any]:
        """Return the JSON object of this article with its segments.

        Args:
            segments: The segments of this article, in order.
            text: Whether to include the whole text.
        """
        data: dict[str, Any] = {
            "sigil": self.sigil,
            "label": self.label,
            "path": self.path,
            "sha256": self.sha256,
            "characters": self.characters,
        }
        if text and self.text is not None:
            data["text"] = self.text
        return data | {
            "headline": self.headline,
            "publisher": self.publisher,
            "datePublished": self.date_published,
            "dateline": self.dateline,
            "url": self.url,
            "inLanguage": self.language,
            "isBasedOn": list(self.is_based_on),
            "segments": [segment.to_dict() for segment in segments],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Article:
        """Build an article from its JSON object; the segments are read by `Segment.from_dict`."""
        return cls(
            sigil=data["sigil"],
            label=data["label"],
            text=data.get("text"),
            characters=data["characters"],
            sha256=data["sha256"],
            path=data["path"],
            headline=data["headline"],
            publisher=data["publisher"],
            date_published=data["datePublished"],
            dateline=data["dateline"],
            url=data["url"],
            language=data["inLanguage"],
            is_based_on=tuple(data["isBasedOn"]),
        )


# -------------------------------------------------------------------------------------------- segment → Segment


class SegmentKind(StrEnum):
    """What a segment is: who is responsible for its words."""

    HEADLINE = "headline"
    QUOTED = "quoted"  # the speaker's words inside quotation marks
    REPORTED = "reported"  # the speaker's words in indirect speech
    NARRATED = "narrated"  # the outlet's own words
    BOILERPLATE = "boilerplate"  # no part of the article: date lines, appeals to subscribe, source trailers


class TurnKind(StrEnum):
    """What a statement of an interview in questions and answers is a part of."""

    QUESTION = "question"  # the interviewer's words
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Segment:
    """The unit of alignment: one statement, headline or piece of boilerplate, as a standoff span.

    The segments of an article lie in order and never overlap; between them there are only white space,
    quotation marks and reporting clauses ("Ryabkov underscored").

    Attributes:
        id: `A.17`: the article's sigil and the running number from 1.
        article: The article's sigil.
        kind: See `SegmentKind`.
        paragraph: The number of its paragraph in the article, from 0.
        start: First code point in `Article.text`.
        end: One past the last code point.
        text: `Article.text[start:end]`, so that a comparison saved without texts can still be shown.
        speaker: Who speaks, in the fullest form that the article uses; None for narration or when unknown.
        cue: The reporting verb as written ("underscored", "according to"); None when there is none.
        setting: Half-open span in `Article.text` of the segment together with what its sentence says around it, mostly
            the reporting clause; it ends at the neighbouring segments, but that of an answer begins with the end of
            its question. This is what is embedded and aligned. None stands for the segment alone; so does the JSON,
            which has no settings.
        turn: In a transcript, what it is a part of; None elsewhere. The JSON has it only in a transcript.
        clause: Half-open span in `Article.text` of a reporting clause inside the segment (", he said"), which is left
            out where words are compared. None where there is none, and for segments from JSON, which has no clauses.
    """

    id: str
    article: str
    kind: SegmentKind
    paragraph: int
    start: int
    end: int
    text: str
    speaker: str | None = None
    cue: str | None = None
    setting: tuple[int, int] | None = field(default=None, compare=False)
    turn: TurnKind | None = None
    clause: tuple[int, int] | None = field(default=None, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this segment."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "paragraph": self.paragraph,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "speaker": self.speaker,
            "cue": self.cue,
        } | ({} if self.turn is None else {"turn": self.turn.value})

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], article: str) -> Segment:
        """Build a segment of the article with the sigil `article` from its JSON object."""
        return cls(
            id=data["id"],
            article=article,
            kind=SegmentKind(data["kind"]),
            paragraph=data["paragraph"],
            start=data["start"],
            end=data["end"],
            text=data["text"],
            speaker=data["speaker"],
            cue=data["cue"],
            turn=TurnKind(data["turn"]) if "turn" in data else None,
        )


# ----------------------------------------------------------------------------------------- collect → Quotation


class QuotationKind(StrEnum):
    """How a speaker's words are given."""

    QUOTED = "quoted"  # in quotation marks, or behind the speaker's name in a transcript
    MIXED = "mixed"  # in indirect speech that has a part in quotation marks
    REPORTED = "reported"  # in indirect speech alone


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody is said to have said: who says what with which verb.

    The sentences of one pair of quotation marks are one quotation; so is each sentence of indirect speech.

    Attributes:
        article: The article's sigil.
        kind: See `QuotationKind`.
        paragraph: The number of its paragraph in the article, from 0.
        start: First code point in `Article.text`, behind the opening mark.
        end: One past the last code point.
        content: `Article.text[start:end]`: the words said, without the reporting clause.
        speaker: Who speaks, in the fullest form that the article uses; None when unknown.
        cue: The reporting verb as written; None when there is none.
    """

    article: str
    kind: QuotationKind
    paragraph: int
    start: int
    end: int
    content: str
    speaker: str | None = None
    cue: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this quotation."""
        return {
            "article": self.article,
            "kind": self.kind.value,
            "speaker": self.speaker,
            "cue": self.cue,
            "content": self.content,
            "paragraph": self.paragraph,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class QuotationList:
    """The quotations of articles, in order; iterating and `len` are over the quotations.

    Attributes:
        articles: With the sigla to which the quotations refer.
        quotations: By article and in the order of the text.
        notes: What had to be guessed or repaired.
        version: Of the program.
    """

    articles: tuple[Article, ...]
    quotations: tuple[Quotation, ...]
    notes: tuple[Note, ...] = ()
    version: str = ""

    def __iter__(self) -> Iterator[Quotation]:
        """Iterate over the quotations."""
        return iter(self.quotations)

    def __len__(self) -> int:
        """Return how many quotations there are."""
        return len(self.quotations)

    def of(self, sigil: str) -> tuple[Quotation, ...]:
        """Return the quotations of one article."""
        return tuple(quotation for quotation in self.quotations if quotation.article == sigil)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of the list: articles without texts and segments, quotations, notes."""
        keys = ("sigil", "label", "path", "sha256", "characters", "headline", "publisher", "datePublished")
        heads = [article.to_dict((), text=False) for article in self.articles]
        return {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": TOOL, "version": self.version},
            "articles": [{key: head[key] for key in keys} for head in heads],
            "quotations": [quotation.to_dict() for quotation in self.quotations],
            "notes": [note.to_dict() for note in self.notes],
        }


# ------------------------------------------------------------------------------------------- embed → Embeddings


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """The contextual vectors of one text's tokens (word pieces), from a middle layer of the model.

    Attributes:
        offsets: int64 of shape (t, 2): half-open spans into the text that was embedded, in order.
        vectors: float32 of shape (t, d); not normalised.
    """

    offsets: NDArray[np.int64]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Embeddings:
    """What an embedder returns for n texts.

    Attributes:
        vectors: float32 of shape (n, dim), rows of unit length; row i belongs to text i.
        tokens: One `TokenVectors` a text, from the same forward pass; those of a segment count their offsets from its
            first character, so that the tokens of its reporting clause lie before 0 or behind its end.
        truncated: The indices of texts that are longer than the model reads; their ends were left out.
    """

    vectors: NDArray[np.float32]
    tokens: Sequence[TokenVectors]
    truncated: tuple[int, ...] = ()


class Embedder(Protocol):
    """The plug-in point for models: anything with a name and an `embed` method."""

    @property
    def name(self) -> str:
        """Model, revision and engine for the signature, e.g. `model:all-MiniLM-L6-v2@1110a243|engine:onnx`."""
        ...

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts; deterministic, and row i depends on text i alone up to 1e-6. No texts give shape (0, dim)."""
        ...


class EntailmentModel(Protocol):
    """The plug-in point for natural language inference: anything with a name and a `judge` method."""

    @property
    def name(self) -> str:
        """Model and revision for the signature and for messages, e.g. `cross-encoder/nli-deberta-v3-small@fa1b2c3d`."""
        ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Judge what the first text of each pair says of the second; deterministic.

        Returns:
            Shape (n, 3): the probabilities that it contradicts, entails, and leaves open. A row is NaN where the pair
            is longer than the model reads. No pairs give shape (0, 3).
        """
        ...


# ------------------------------------------------------------------------------------------------- align → Link


@dataclass(frozen=True, slots=True)
class Link:
    """Statements of two articles that say the same thing: one to one, or several to several neighbours (n:m).

    Attributes:
        articles: The two sigla, in column order.
        segments: For each of the two the ids of the linked segments, in text order.
        similarity: Cosine of the embeddings in [-1, 1]; of the closest pair where there are several.
        parts: What went into the confidence, each in [0, 1]: `cosine`, `lexical`, `context`.
        confidence: In [0, 1], the fitted probability that they are renderings of one statement.
    """

    articles: tuple[str, str]
    segments: tuple[tuple[str, ...], tuple[str, ...]]
    similarity: float
    parts: Mapping[str, float]
    confidence: float


# --------------------------------------------------------------------------------------------- relate → Relation


class RelationKind(StrEnum):
    """Whether two articles report one occasion."""

    SAME = "same"
    RELATED = "related"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Relation:
    """Whether two articles report the same event, and why we think so.

    Attributes:
        articles: The two sigla, in column order.
        relation: See `RelationKind`.
        confidence: In [0, 1].
        evidence: Named evidence, JSON values only, with tuples for lists: `shared_statements`, `near_verbatim`,
            `coverage`, `venue` or `venues`, `days_apart`, `spoken_on`, `speaker` or `speakers`, `shared_names`,
            `numbers`, `linked`; `asserted` is true where the user said that the event is the same.
    """

    articles: tuple[str, str]
    relation: RelationKind
    confidence: float
    evidence: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this relation."""
        return {
            "articles": list(self.articles),
            "relation": self.relation.value,
            "confidence": self.confidence,
            "evidence": {name: _thawed(value) for name, value in self.evidence.items()},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Relation:
        """Build a relation from its JSON object."""
        first, second = data["articles"]
        evidence = {name: _frozen(value) for name, value in data["evidence"].items()}
        return cls((first, second), RelationKind(data["relation"]), data["confidence"], evidence)


def _thawed(value: Any) -> Any:
    """Return evidence as JSON has it: tuples as lists."""
    return [_thawed(item) for item in value] if isinstance(value, tuple) else value


def _frozen(value: Any) -> Any:
    """Return evidence from JSON as a result has it: lists as tuples."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def group_events(sigla: Sequence[str], relations: Iterable[Relation]) -> tuple[tuple[str, ...], ...]:
    """Group articles by event: those linked by a `same` relation, directly or through others.

    Returns:
        Groups of sigla, each in the order of `sigla`, by their first one; an article by itself is a group.
    """
    group_of = {sigil: {sigil} for sigil in sigla}
    for relation in relations:
        if relation.relation is RelationKind.SAME:
            one, other = (group_of[sigil] for sigil in relation.articles)
            if one is not other:
                merged = one | other
                for sigil in merged:
                    group_of[sigil] = merged
    members: dict[int, list[str]] = {}
    for sigil in sigla:
        members.setdefault(id(group_of[sigil]), []).append(sigil)
    return tuple(map(tuple, members.values()))


# ----------------------------------------------------------------------------------------- tabulate → Passage


class PassageStatus(StrEnum):
    """How the wordings of a passage compare."""

    EQUAL = "equal"  # the same words once spelling is folded
    VARIANT = "variant"  # the same statement in other words
    PARTIAL = "partial"  # one side is cut, joined or fuller
    RELATED = "related"  # the same topic on another occasion, or a weaker link
    UNIQUE = "unique"  # in one article only


@dataclass(frozen=True, slots=True)
class Passage:
    """A row of the N-way alignment table: what each article says at one place, if it says it.

    Attributes:
        id: `P07`: running in the reading order of the first article that carries it.
        segments: The ids of the segments by sigil; only articles that carry the passage have a key. Several
            ids where a statement is split (n:m).
        status: See `PassageStatus`.
        moved: Whether it stands at another place of the order in at least one article (a transposition).
        similarity: Cosine of the embeddings in [-1, 1], 1 is closest, by `pair_key`; empty for unique passages.
        parts: What went into the confidence, each in [0, 1], by `pair_key`: `cosine`, `lexical`, `context`.
        confidence: That the segments say the same thing, in [0, 1]; 1 for unique passages.
    """

    id: str
    segments: Mapping[str, tuple[str, ...]]
    status: PassageStatus
    moved: bool = False
    similarity: Mapping[str, float] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    confidence: float = 1.0

    @property
    def sigla(self) -> tuple[str, ...]:
        """The sigla of the articles that carry the passage, in column order."""
        return tuple(self.segments)

    @property
    def closeness(self) -> float | None:
        """The least similarity of any two articles here, in [-1, 1]; None when only one article carries it."""
        return min(self.similarity.values(), default=None)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this passage."""
        return {
            "id": self.id,
            "segments": {sigil: list(ids) for sigil, ids in self.segments.items()},
            "status": self.status.value,
            "moved": self.moved,
            "similarity": dict(self.similarity),
            "parts": {pair: dict(parts) for pair, parts in self.parts.items()},
            "confidence": self.confidence,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Passage:
        """Build a passage from its JSON object."""
        return cls(
            id=data["id"],
            segments={sigil: tuple(ids) for sigil, ids in data["segments"].items()},
            status=PassageStatus(data["status"]),
            moved=data["moved"],
            similarity=dict(data["similarity"]),
            parts={pair: dict(parts) for pair, parts in data["parts"].items()},
            confidence=data["confidence"],
        )


def _is_headline(passage: Passage, segment_by_id: Mapping[str, Segment]) -> bool:
    """Say whether all segments of a passage are headlines."""
    return all(
        segment_by_id[segment_id].kind is SegmentKind.HEADLINE
        for ids in passage.segments.values()
        for segment_id in ids
    )


# ------------------------------------------------------------------------------------------ collate → Collation


@dataclass(frozen=True, slots=True)
class Selector:
    """An exact place in an article: position and quotation with context (W3C Web Annotation).

    Attributes:
        start: First code point in `Article.text`.
        end: One past the last; equal to `start` for a place where an omitted text would stand.
        exact: The text at the place.
        prefix: Up to `CONTEXT_CHARACTERS` characters before it.
        suffix: Up to `CONTEXT_CHARACTERS` characters after it.
    """

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Selector:
        """Select `text[start:end]`, with its context."""
        return cls(
            start,
            end,
            text[start:end],
            text[max(0, start - CONTEXT_CHARACTERS) : start],
            text[end : end + CONTEXT_CHARACTERS],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this selector."""
        return {
            "start": self.start,
            "end": self.end,
            "exact": self.exact,
            "prefix": self.prefix,
            "suffix": self.suffix,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """A wording and who has it.

    Attributes:
        articles: The sigla that have this wording. The pipeline writes one reading an article, so that each has
            its own selector.
        text: The words as received; None where the articles have no such words.
        selector: Where; an empty span marks the place where an omitted text would stand; None where unknown.
    """

    articles: tuple[str, ...]
    text: str | None
    selector: Selector | None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this reading."""
        return {
            "articles": list(self.articles),
            "text": self.text,
            "selector": None if self.selector is None else self.selector.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Reading:
        """Build a reading from its JSON object."""
        selector = data["selector"]
        return cls(
            tuple(data["articles"]),
            data["text"],
            None
            if selector is None
            else Selector(**{name: selector[name] for name in ("start", "end", "exact", "prefix", "suffix")}),
        )


@dataclass(frozen=True, slots=True)
class Variant:
    """A place where two wordings of one passage differ: a phrase against a phrase, or against nothing.

    Attributes:
        spans: For each of the two articles the half-open span in its `Article.text`; empty (start == end) at
            the place where the other's words would stand.
        similarity: The probability that the two phrases correspond, in [0, 1]; 0 where one side is empty.
    """

    spans: tuple[tuple[int, int], tuple[int, int]]
    similarity: float

    @property
    def one_sided(self) -> bool:
        """Whether one article has no words here."""
        return any(start == end for start, end in self.spans)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an entailment model says of two articles' wordings of one passage.

    Attributes:
        model: Its name.
        forward: The probabilities, in [0, 1], that the first article's wording contradicts, entails, and leaves open
            the second's.
        backward: The same from the second article's wording to the first's.
    """

    model: str
    forward: tuple[float, float, float]
    backward: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Collation:
    """Two articles' wordings of one passage, collated word by word.

    Attributes:
        passage: The passage's id.
        articles: The two sigla, in column order.
        confidence: That these two articles say the same thing here, in [0, 1]: of their own link, or of the passage
            where only others join them.
        equal: The spans that are the same words, pairwise, in the order of the first article.
        variants: Where the wordings differ, in the order of the first article.
        links: Which words stand for each other: the spans of a word of the first article and of one of the second, and
            the fitted probability, at least the model's threshold; in the order of the first article. A word may be in
            several links or in none; equal words are linked here only where the model links them, too.
        judgement: What an entailment model says of the two wordings; None where the user named no model, and where the
            wordings are the same or too long for it.
    """

    passage: str
    articles: tuple[str, str]
    confidence: float
    equal: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    variants: tuple[Variant, ...]
    links: tuple[tuple[tuple[int, int], tuple[int, int], float], ...] = ()
    judgement: Judgement | None = None


@dataclass(frozen=True)
class Table:
    """The alignment table with its collations: all that a detector may look at.

    Attributes:
        articles: In column order; all with their text, without what no reader sees (`invisible.py`).
        segments: Of all articles, by article and in order.
        passages: The rows; see `Comparison.passages`.
        relations: One a pair of articles; of very many articles, none for two that have nothing in common.
        collations: One for each passage and each pair of articles of the same event that carry it, in the order of
            the passages.
    """

    articles: tuple[Article, ...]
    segments: tuple[Segment, ...]
    passages: tuple[Passage, ...]
    relations: tuple[Relation, ...]
    collations: tuple[Collation, ...]

    @cached_property
    def events(self) -> tuple[tuple[str, ...], ...]:
        """The sigla grouped by event; see `group_events`."""
        return group_events(tuple(article.sigil for article in self.articles), self.relations)

    @cached_property
    def article_by_sigil(self) -> Mapping[str, Article]:
        """The articles by sigil."""
        return {article.sigil: article for article in self.articles}

    @cached_property
    def event_by_sigil(self) -> Mapping[str, tuple[str, ...]]:
        """The event of each article, as the sigla of all its articles."""
        return {sigil: event for event in self.events for sigil in event}

    @cached_property
    def segments_by_article(self) -> Mapping[str, tuple[Segment, ...]]:
        """The segments of each article in order, by sigil."""
        none: dict[str, tuple[Segment, ...]] = dict.fromkeys(self.article_by_sigil, ())
        return none | _by_sigil(self.segments, lambda segment: (segment.article,))

    @cached_property
    def passages_by_article(self) -> Mapping[str, tuple[Passage, ...]]:
        """The passages that each article carries, by sigil and in the order of the table."""
        none: dict[str, tuple[Passage, ...]] = dict.fromkeys(self.article_by_sigil, ())
        return none | _by_sigil(self.passages, lambda passage: passage.segments)

    @cached_property
    def passage_id_by_segment(self) -> Mapping[str, str]:
        """The id of the passage in which each segment stands, by the segment's id; boilerplate stands in none."""
        return {one: passage.id for passage in self.passages for ids in passage.segments.values() for one in ids}

    @cached_property
    def segment_by_id(self) -> Mapping[str, Segment]:
        """The segments by id."""
        return {segment.id: segment for segment in self.segments}

    @cached_property
    def passage_by_id(self) -> Mapping[str, Passage]:
        """The passages by id."""
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def _segments_by_wording(self) -> Mapping[tuple[str, str], tuple[Segment, ...]]:
        return {
            (passage.id, sigil): tuple(map(self.segment_by_id.__getitem__, ids))
            for passage in self.passages
            for sigil, ids in passage.segments.items()
        }

    def segments_of(self, passage: Passage, sigil: str) -> tuple[Segment, ...]:
        """Return the segments that an article has in a passage; empty when it does not carry it."""
        return self._segments_by_wording.get((passage.id, sigil), ())

    def sides_of(self, collation: Collation) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
        """Return the segments of the two wordings that a collation lays side by side."""
        one, other = collation.articles
        return self._segments_by_wording[collation.passage, one], self._segments_by_wording[collation.passage, other]

    def is_headline(self, passage: Passage) -> bool:
        """Say whether a passage is made of headlines only; those are no statements."""
        return _is_headline(passage, self.segment_by_id)

    @cached_property
    def _derived(self) -> dict[Callable[[Table], Any], Any]:
        return {}

    def derived(self, make: Callable[[Table], T]) -> T:
        """Return what a function makes of this table; it is made once, for all detectors that ask for it."""
        if make not in self._derived:
            self._derived[make] = make(self)
        made: T = self._derived[make]
        return made

    def reading(self, sigil: str, start: int, end: int) -> Reading:
        """Return what an article has at a place; an empty span gives a reading with `text` None."""
        text = self.article_by_sigil[sigil].text
        if text is None:
            msg = f"article {sigil} has no text"
            raise ValueError(msg)
        return Reading((sigil,), text[start:end] if end > start else None, Selector.of(text, start, end))


# The group of entry points under which other distributions offer detectors.
DETECTOR_GROUP = "ryabkov_diff.detectors"


class Detector(Protocol):
    """The plug-in point for kinds of findings.

    A detector may also say what its rules are, for `ryabkov-diff explain`: in `rules`, a mapping from the id of each
    rule to a sentence with its thresholds.
    """

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that it can find."""
        ...

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield findings in any order, with empty ids: `detect_findings` orders, merges and numbers them."""
        ...


# --------------------------------------------------------------------------------------------- detect → Finding


@dataclass(frozen=True, slots=True)
class Finding:
    """A coded claim about a difference between articles; it says that they differ, never who is right.

    Attributes:
        id: `F012`: running in the order of the passages.
        kind: One of `FAMILIES`, or a third party's.
        also: Further kinds that the same difference is.
        family: `fact`, `style`, `quote`, `narrative` or `copy`.
        severity: 3 meaning at stake · 2 worth a look · 1 wording · 0 noise, hidden by default.
        confidence: In [0, 1].
        passage: The passage's id; None for a finding about whole articles.
        rule: The id of the rule that decided, e.g. `phrase-pair`.
        cues: The words that the rule saw.
        message: One line for a reader: `“a correct assessment” ~ “a right view”`.
        readings: The evidence: what each article has at the place.
    """

    id: str
    kind: str
    also: tuple[str, ...]
    family: str
    severity: int
    confidence: float
    passage: str | None
    rule: str
    cues: tuple[str, ...]
    message: str
    readings: tuple[Reading, ...]

    @property
    def sigla(self) -> tuple[str, ...]:
        """The sigla of all articles that the finding is about, in column order."""
        return tuple(dict.fromkeys(sigil for reading in self.readings for sigil in reading.articles))

    @property
    def wordings(self) -> tuple[tuple[tuple[str, ...], str | None], ...]:
        """Who has which words, readings of one text grouped: `((("A", "C"), "a right view"), (("B",), None))`."""
        sigla: dict[str | None, list[str]] = {}
        for reading in self.readings:
            sigla.setdefault(reading.text, []).extend(reading.articles)
        return tuple((tuple(articles), text) for text, articles in sigla.items())

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this finding."""
        return {
            "id": self.id,
            "kind": self.kind,
            "also": list(self.also),
            "family": self.family,
            "severity": self.severity,
            "confidence": self.confidence,
            "passage": self.passage,
            "rule": self.rule,
            "cues": list(self.cues),
            "message": self.message,
            "readings": [reading.to_dict() for reading in self.readings],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Finding:
        """Build a finding from its JSON object."""
        return cls(
            id=data["id"],
            kind=data["kind"],
            also=tuple(data["also"]),
            family=data["family"],
            severity=data["severity"],
            confidence=data["confidence"],
            passage=data["passage"],
            rule=data["rule"],
            cues=tuple(data["cues"]),
            message=data["message"],
            readings=tuple(Reading.from_dict(reading) for reading in data["readings"]),
        )


# ------------------------------------------------------------------------------------------ compare → Comparison


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a wording as it is shown: plain text, or text that findings are about.

    Attributes:
        text: With each stretch of white space as one space; empty where words of other articles are lacking.
        findings: What is said about it, most severe first; empty for plain text.
    """

    text: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """The whole result: what all renderers read, and what `compare` returns.

    Attributes:
        articles: In column order.
        segments: Of all articles, by article and in order.
        passages: The alignment table, in the reading order of the first article; what only later articles have
            comes after, in their order.
        relations: One a pair of articles; of very many articles, none for two that have nothing in common.
        findings: In the order of the passages, most severe first within one.
        notes: Every fallback, repair and doubt.
        signature: Settings, model and version in one line, to paste into a paper.
        version: Of the program that wrote it.
    """

    articles: tuple[Article, ...]
    segments: tuple[Segment, ...]
    passages: tuple[Passage, ...]
    relations: tuple[Relation, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    signature: str
    version: str

    # -- look-ups

    @cached_property
    def _articles_by_sigil(self) -> Mapping[str, Article]:
        return {article.sigil: article for article in self.articles}

    @cached_property
    def _segments_by_id(self) -> Mapping[str, Segment]:
        return {segment.id: segment for segment in self.segments}

    @cached_property
    def _segments_by_sigil(self) -> Mapping[str, tuple[Segment, ...]]:
        return _by_sigil(self.segments, lambda segment: (segment.article,))

    @cached_property
    def _statements_by_sigil(self) -> Mapping[str, tuple[Segment, ...]]:
        no_statements = {SegmentKind.HEADLINE, SegmentKind.BOILERPLATE}
        statements = (segment for segment in self.segments if segment.kind not in no_statements)
        return _by_sigil(statements, lambda segment: (segment.article,))

    @cached_property
    def _unique_passages_by_sigil(self) -> Mapping[str, tuple[Passage, ...]]:
        unique = (passage for passage in self.passages if passage.status is PassageStatus.UNIQUE)
        return _by_sigil(unique, lambda passage: passage.segments)

    @cached_property
    def _relations_by_sigil(self) -> Mapping[str, tuple[Relation, ...]]:
        return _by_sigil(self.relations, lambda relation: relation.articles)

    @cached_property
    def _passages_by_id(self) -> Mapping[str, Passage]:
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def _rows_by_sigil(self) -> Mapping[str, tuple[tuple[int, Passage], ...]]:
        return _by_sigil(enumerate(self.passages), lambda row: row[1].segments)

    @cached_property
    def _numbered_findings_by_sigil(self) -> Mapping[str | None, tuple[tuple[int, Finding], ...]]:
        # Under None those that name no article.
        return _by_sigil(enumerate(self.findings), lambda row: row[1].sigla or (None,))

    @cached_property
    def _relations_by_pair(self) -> Mapping[frozenset[str], Relation]:
        return {frozenset(relation.articles): relation for relation in self.relations}

    @cached_property
    def _event_by_sigil(self) -> Mapping[str, tuple[str, ...]]:
        return {sigil: event for event in self.events for sigil in event}

    @cached_property
    def _articles_by_label(self) -> Mapping[str, int]:
        return Counter(article.label for article in self.articles)

    @cached_property
    def _findings_by_passage(self) -> Mapping[str | None, tuple[Finding, ...]]:
        by_passage: dict[str | None, list[Finding]] = {}
        for finding in self.findings:
            by_passage.setdefault(finding.passage, []).append(finding)
        return {passage: tuple(findings) for passage, findings in by_passage.items()}

    @cached_property
    def sigla(self) -> tuple[str, ...]:
        """The sigla of the articles, in column order."""
        return tuple(article.sigil for article in self.articles)

    @cached_property
    def _column_by_sigil(self) -> Mapping[str, int]:
        return {sigil: number for number, sigil in enumerate(self.sigla)}

    def article(self, sigil: str) -> Article:
        """Return the article with this sigil; KeyError when there is none."""
        return self._articles_by_sigil[sigil]

    def column(self, sigil: str) -> int:
        """Return the number of an article's column, from 0; KeyError when there is none."""
        return self._column_by_sigil[sigil]

    def segment(self, segment_id: str) -> Segment:
        """Return the segment with this id; KeyError when there is none."""
        return self._segments_by_id[segment_id]

    def segments_of(self, passage: Passage, sigil: str) -> tuple[Segment, ...]:
        """Return the segments that an article has in a passage; empty when it does not carry it."""
        return tuple(self.segment(segment_id) for segment_id in passage.segments.get(sigil, ()))

    def segments_in(self, sigil: str) -> tuple[Segment, ...]:
        """Return all segments of an article, in order."""
        return self._segments_by_sigil.get(sigil, ())

    def passage(self, passage_id: str) -> Passage:
        """Return the passage with this id; KeyError when there is none."""
        return self._passages_by_id[passage_id]

    def passages_in(self, sigil: str) -> tuple[Passage, ...]:
        """Return the passages that an article carries, in the order of the table."""
        return tuple(passage for _, passage in self._rows_by_sigil.get(sigil, ()))

    def findings_of(self, passage: Passage) -> tuple[Finding, ...]:
        """Return the findings about a passage, most severe first."""
        return self._findings_by_passage.get(passage.id, ())

    def relations_of(self, sigil: str) -> tuple[Relation, ...]:
        """Return the relations of an article to others, in their order."""
        return self._relations_by_sigil.get(sigil, ())

    def relation(self, sigil: str, other: str) -> Relation:
        """Return the relation of two articles; KeyError when there is none."""
        pair = frozenset((sigil, other))
        if pair not in self._relations_by_pair:
            raise KeyError(pair_key(sigil, other))
        return self._relations_by_pair[pair]

    # -- views

    @property
    def shared_passages(self) -> tuple[Passage, ...]:
        """The passages that articles of one event have in common."""
        return tuple(
            passage for passage in self.passages if passage.status not in {PassageStatus.RELATED, PassageStatus.UNIQUE}
        )

    @property
    def related_passages(self) -> tuple[Passage, ...]:
        """The passages that link different occasions, or link one occasion only weakly."""
        return tuple(passage for passage in self.passages if passage.status is PassageStatus.RELATED)

    def unique_passages(self, sigil: str) -> tuple[Passage, ...]:
        """Return the passages that only this article has, in its order."""
        return self._unique_passages_by_sigil.get(sigil, ())

    @cached_property
    def events(self) -> tuple[tuple[str, ...], ...]:
        """The sigla grouped by event: articles linked by a `same` relation, directly or through others."""
        return group_events(self.sigla, self.relations)

    def displacement(self, passage: Passage, sigil: str, other: str) -> int:
        """Say by how many shared passages `other` has this passage later (> 0) or earlier (< 0) than `sigil` has it.

        Counted among the passages that both carry outside of their headlines, which stand at the top by their nature;
        0 when one of them does not so carry it.
        """
        places, other_places = self._places(sigil, other), self._places(other, sigil)
        if passage.id not in places:
            return 0
        return other_places[passage.id] - places[passage.id]

    def _places(self, sigil: str, other: str) -> Mapping[str, int]:
        """Number the passages that two articles share in the order of the first, by id."""
        if (sigil, other) not in self._places_by_pair:
            both = (row for row in self._shared_passages_by_sigil.get(sigil, ()) if other in row.segments)
            starts = {row.id: (self._starts_at(row, sigil), self._starts_at(row, other)) for row in both}
            placed = [passage for passage, own in starts.items() if None not in own]
            self._places_by_pair[sigil, other] = {
                passage: place for place, passage in enumerate(sorted(placed, key=lambda one: starts[one][0] or 0))
            }
        return self._places_by_pair[sigil, other]

    def _starts_at(self, passage: Passage, sigil: str) -> int | None:
        """Return where an article has a passage, its headline aside; None where it has it nowhere else."""
        own = self.segments_of(passage, sigil)
        return next((one.start for one in own if one.kind is not SegmentKind.HEADLINE), None)

    @cached_property
    def _shared_passages_by_sigil(self) -> Mapping[str, tuple[Passage, ...]]:
        return _by_sigil(self.shared_passages, lambda passage: passage.segments)

    @cached_property
    def _places_by_pair(self) -> dict[tuple[str, str], Mapping[str, int]]:
        return {}  # filled by `_places`: a long report asks for every passage

    @property
    def article_findings(self) -> tuple[Finding, ...]:
        """The findings about whole articles, most severe first; those about a headline by itself are among them."""
        about_headlines = (
            finding
            for passage in self.passages
            if passage.status is PassageStatus.UNIQUE and self.is_headline(passage)
            for finding in self.findings_of(passage)
            # That another article has another headline is no news.
            if finding.kind != "omission"
        )
        findings = (*self._findings_by_passage.get(None, ()), *about_headlines)
        return tuple(sorted(findings, key=lambda finding: -finding.severity))

    @property
    def one_event(self) -> bool:
        """Whether all articles report one event."""
        return len(self.events) == 1

    @property
    def occasions(self) -> str:
        """Say which sources report the same occasion where not all of them do; empty where all do."""
        if self.one_event:
            return ""
        together = [event for event in self.events if len(event) > 1]
        if not together:
            return "No two sources report the same occasion, so their wordings are not compared."
        alone = [self.name(event[0]) for event in self.events if len(event) == 1]
        said = [f"{listed(map(self.name, event))} report one occasion" for event in together]
        said += [f"{listed(alone)} {'reports' if len(alone) == 1 else 'each report'} another"] if alone else []
        return f"{'; '.join(said)}. Only wordings from one occasion are compared."

    def event_of(self, passage: Passage) -> tuple[str, ...]:
        """Return the sigla whose wordings of a passage are compared: those of its event; its own if only related."""
        if passage.status is PassageStatus.RELATED:
            return passage.sigla
        return self._event_by_sigil[passage.sigla[0]]

    def name(self, sigil: str) -> str:
        """Return what readers call an article: its label, with the sigil where two articles share the label."""
        label = self.article(sigil).label
        return label if self._articles_by_label[label] == 1 else f"{label} ({sigil})"

    def statements(self, sigil: str) -> tuple[Segment, ...]:
        """Return the statements of an article, in order: all segments but headlines and boilerplate."""
        return self._statements_by_sigil.get(sigil, ())

    def is_headline(self, passage: Passage) -> bool:
        """Say whether a passage is made of headlines only; those are no statements and not counted as such."""
        return _is_headline(passage, self._segments_by_id)

    def only_in(self, sigil: str) -> tuple[Passage, ...]:
        """Return the statements that only this article has, in its order; without headlines."""
        return tuple(passage for passage in self.unique_passages(sigil) if not self.is_headline(passage))

    def voices(self, passage: Passage, sigil: str) -> tuple[str, ...]:
        """Say who speaks in an article's wording, and with which verb: `("Sergey Ryabkov underscored",)`."""
        voices = (_voice(segment.speaker, segment.cue) for segment in self.segments_of(passage, sigil))
        return tuple(dict.fromkeys(filter(None, voices)))

    def wording(self, passage: Passage, sigil: str) -> tuple[Run, ...]:
        """Return an article's words for a passage as they are shown, cut where findings begin and end.

        Direct speech stands in quotation marks; segments of one passage are joined by a space. A finding about the
        whole wording (its speaker, its place) cuts nothing, since marking every word would mark none. A place where
        words are lacking stands apart from its neighbours.

        Returns:
            The runs in order; empty when the article does not carry the passage.
        """
        segments = self.segments_of(passage, sigil)
        if not segments:
            return ()
        spans = [
            (reading.selector.start, reading.selector.end, finding)
            for finding in self.findings_of(passage)
            for reading in finding.readings
            if reading.selector is not None and reading.articles[0] == sigil
        ]
        # One character of grace: whether the full stop belongs to the wording differs from source to source.
        whole = (segments[0].start, segments[-1].end - 1)
        spans = [span for span in spans if not (span[0] <= whole[0] and span[1] >= whole[1])]
        runs: list[Run] = []
        for number, segment in enumerate(segments):
            quoted = segment.kind is SegmentKind.QUOTED
            before = number > 0 and segments[number - 1].kind is SegmentKind.QUOTED
            after = number + 1 < len(segments) and segments[number + 1].kind is SegmentKind.QUOTED
            if number:
                runs.append(Run(" "))
            if quoted and not before:
                runs.append(Run("“"))
            runs.extend(_cut(segment, spans))
            if quoted and not after:
                runs.append(Run("”"))
        return tuple(_spaced(runs))

    def marked_wording(self, passage: Passage, sigil: str) -> tuple[Run, ...]:
        """Return `wording` with runs that touch joined: where one finding lies inside another, one place is marked."""
        return tuple(_joined(self.wording(passage, sigil)))

    def explain(self, relation: Relation) -> str:
        """Say in words how two articles are related, and why: `the same occasion: 14 statements in common, …`."""
        evidence = dict(relation.evidence)
        words: list[str] = []
        if evidence.pop("asserted", False):
            words.append("asserted by the user")
        shared = evidence.pop("shared_statements", None)
        if shared is not None:
            verbatim = evidence.pop("near_verbatim", 0)
            nearly = f" ({verbatim} nearly word for word)" if verbatim else ""
            if relation.relation is RelationKind.SAME:
                words.append(f"{_count(shared, 'statement', 'no')} in common{nearly}")
            else:
                # On another occasion it is another statement, however alike.
                words.append(f"{_count(shared, 'similar statement', 'no')}{nearly}")
        if venue := evidence.pop("venue", None):
            words.append(f"both name {venue}")
        if venues := evidence.pop("venues", None):
            words.append(f"one names {venues[0]}, the other {venues[1]}")
        if speaker := evidence.pop("speaker", None):
            words.append(f"{speaker} speaks in both")
        if speakers := evidence.pop("speakers", None):
            words.append(f"{speakers[0]} speaks in one, {speakers[1]} in the other")
        days = evidence.pop("days_apart", None)
        if days is not None:
            dated = all(self.article(sigil).date_published for sigil in relation.articles)
            apart = f"published {_count(days, 'day')} apart" if days else "published on the same day"
            words.append(apart if dated else f"{apart} (by a day without a year)")
        if day := evidence.pop("spoken_on", None):
            words.append(f"both name {day} as the day of the words")
        if evidence.pop("spoken_apart", False):
            words.append("they name different days of the words")
        if names := evidence.pop("shared_names", None):
            words.append(f"{_count(names, 'name')} in both")
        if numbers := evidence.pop("numbers", None):
            words.append(f"both have {listed(numbers)}")
        if evidence.pop("goes_with_others", False):
            words.append("alike, but one of them goes with other articles here")
        # The rest in its own words, but for what only a program reads.
        words.extend(
            name.replace("_", " ") if value is True else f"{name.replace('_', ' ')} {value}"
            for name, value in evidence.items()
            if name not in _UNSPOKEN_EVIDENCE and value is not None and value is not False
        )
        return f"{_RELATION_IN_WORDS[relation.relation]}: {', '.join(words) or 'no evidence recorded'}"

    @property
    def spoken_summary(self) -> str:
        """The result in one line that one could say aloud; headlines are not counted as statements."""
        shared = [passage for passage in self.shared_passages if not self.is_headline(passage)]
        related = sum(not self.is_headline(passage) for passage in self.related_passages)
        parts: list[str] = []
        if len(self.events) < len(self.articles):
            if len(self.articles) == 2:  # noqa: PLR2004  # two sources are "both"
                parts.append(f"{_count(len(shared), 'statement')} in both")
            else:
                everywhere = sum(len(passage.segments) == len(self.articles) for passage in shared)
                of_all = f" ({everywhere} in all {len(self.articles)})" if everywhere else ""
                parts.append(f"{_count(len(shared), 'statement')} in two or more sources{of_all}")
        if related:
            parts.append(f"{_count(related, 'related statement')}")
        alone = {sigil: len(self.only_in(sigil)) for sigil in self.sigla}
        for sigil, count in alone.items():
            # Of two sources, none is worth saying of the one, too, where the other has some.
            if count or (len(alone) == 2 and any(alone.values())):  # noqa: PLR2004
                parts.append(f"{count} only in {self.name(sigil)}")
        said = ", ".join(parts)
        if len(self.events) == len(self.articles):
            return f"Different occasions, so no wordings are compared{': ' if said else ''}{said}."
        substance = sum(finding.severity == MEANING_AT_STAKE for finding in self.findings)
        # Omissions are counted already: they are the statements that stand in some sources only.
        look = sum(finding.severity == WORTH_A_LOOK and finding.kind != "omission" for finding in self.findings)
        more = f", {look} more worth a look" if look else ""
        return f"{said}; {_count(substance, 'difference', 'no')} of substance{more}."

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Counts: passages, findings by kind and by severity, and passages that only one article has."""
        by_kind = Counter(finding.kind for finding in self.findings)
        by_severity = Counter(finding.severity for finding in self.findings)
        return {
            "passages": len(self.passages),
            "by_kind": {kind: by_kind[kind] for kind in sorted(by_kind)},
            "by_severity": {str(severity): by_severity[severity] for severity in sorted(by_severity)},
            "only_in": {sigil: len(self.unique_passages(sigil)) for sigil in self.sigla},
        }

    def filtered(self, *, min_severity: int = 0, kinds: Iterable[str] = ()) -> Comparison:
        """Return the same comparison with fewer findings.

        Args:
            min_severity: The least severity to keep, 0 to 3.
            kinds: The kinds to keep, matched against `kind` and `also`; empty keeps all.
        """
        wanted = frozenset(kinds)
        kept = tuple(
            finding
            for finding in self.findings
            if finding.severity >= min_severity and (not wanted or wanted & {finding.kind, *finding.also})
        )
        return replace(self, findings=kept)

    def among(self, sigla: Iterable[str]) -> Comparison:
        """Return the comparison of some of the articles alone, with their sigla, passages and findings as they are.

        A passage that only one of them carries is unique then; one that none carries is left out, and so are findings
        that are about others as well.
        """
        chosen = frozenset(sigla)

        def reading_order(passage: Passage) -> tuple[int, int]:
            first = passage.sigla[0]
            return self.column(first), self.segment(passage.segments[first][0]).start

        rows = dict(row for sigil in chosen for row in self._rows_by_sigil.get(sigil, ()))
        passages = []
        for _, passage in sorted(rows.items(), key=itemgetter(0)):
            segments = {sigil: ids for sigil, ids in passage.segments.items() if sigil in chosen}
            if len(segments) == len(passage.segments):
                passages.append(passage)
            else:
                pairs = {pair_key(a, b) for a, b in combinations(segments, 2)}
                passages.append(
                    replace(
                        passage,
                        segments=segments,
                        status=passage.status if len(segments) > 1 else PassageStatus.UNIQUE,
                        moved=passage.moved and len(segments) > 1,
                        similarity={pair: value for pair, value in passage.similarity.items() if pair in pairs},
                        parts={pair: parts for pair, parts in passage.parts.items() if pair in pairs},
                        confidence=passage.confidence if len(segments) > 1 else 1.0,
                    )
                )
        articles = tuple(map(self.article, sorted(chosen & self._column_by_sigil.keys(), key=self.column)))
        findings = dict(row for sigil in (*chosen, None) for row in self._numbered_findings_by_sigil.get(sigil, ()))
        return replace(
            self,
            articles=articles,
            segments=tuple(one for article in articles for one in self._segments_by_sigil.get(article.sigil, ())),
            passages=tuple(sorted(passages, key=reading_order)),
            relations=tuple(
                relation
                for article in articles
                for relation in self.relations_of(article.sigil)
                # Each stands at both its articles.
                if article.sigil == relation.articles[0] and relation.articles[1] in chosen
            ),
            findings=tuple(
                finding
                for _, finding in sorted(findings.items(), key=itemgetter(0))
                if chosen.issuperset(finding.sigla)
            ),
            notes=tuple(note for note in self.notes if note.article is None or note.article in chosen),
        )

    def without_text(self) -> Comparison:
        """Return the same comparison without the articles' whole texts."""
        return replace(self, articles=tuple(replace(article, text=None) for article in self.articles))

    def __iter__(self) -> Iterator[Passage]:
        """Iterate over the passages."""
        return iter(self.passages)

    # -- JSON

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this comparison, exactly as the contract describes it."""
        return {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": TOOL, "version": self.version},
            "signature": self.signature,
            "articles": [article.to_dict(self._segments_by_sigil.get(article.sigil, ())) for article in self.articles],
            "relations": [relation.to_dict() for relation in self.relations],
            "passages": [passage.to_dict() for passage in self.passages],
            "findings": [finding.to_dict() for finding in self.findings],
            "summary": self.summary,
            "notes": [note.to_dict() for note in self.notes],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Comparison:
        """Build a comparison from its JSON object: the inverse of `to_dict`.

        Fields that this version does not know are ignored. For JSON from outside use `schema.load_comparison`, which
        checks every field first and names all faults at once.

        Raises:
            ComparisonFormatError: The object has another major schema version, or a field is missing.
        """
        found = str(data.get("schema_version", "none")) if isinstance(data, Mapping) else "none"
        if found.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
            msg = f"expected a comparison of schema version {SCHEMA_VERSION}, found {found}"
            raise ComparisonFormatError(msg, "write it anew with: ryabkov-diff compare A B --format json")
        try:
            return cls(
                articles=tuple(Article.from_dict(article) for article in data["articles"]),
                segments=tuple(
                    Segment.from_dict(segment, article["sigil"])
                    for article in data["articles"]
                    for segment in article["segments"]
                ),
                passages=tuple(Passage.from_dict(passage) for passage in data["passages"]),
                relations=tuple(Relation.from_dict(relation) for relation in data["relations"]),
                findings=tuple(Finding.from_dict(finding) for finding in data["findings"]),
                notes=tuple(Note.from_dict(note) for note in data["notes"]),
                signature=data["signature"],
                version=data["tool"]["version"],
            )
        except (KeyError, TypeError, ValueError) as error:
            msg = f"the comparison is incomplete: {error!r}"
            raise ComparisonFormatError(msg, "see the expected form with: ryabkov-diff schema") from error


# The number of shared statements says as much as their share; the linked segments stand as related passages.
_UNSPOKEN_EVIDENCE = frozenset({"near_verbatim", "coverage", "linked"})

_RELATION_IN_WORDS: Mapping[RelationKind, str] = {
    RelationKind.SAME: "the same occasion",
    RelationKind.RELATED: "another occasion, related topic",
    RelationKind.DIFFERENT: "another occasion",
}


def _by_sigil(items: Iterable[T], sigla: Callable[[T], Iterable[S]]) -> dict[S, tuple[T, ...]]:
    """Group what is about articles by their sigla; the order of the items is kept."""
    groups: dict[S, list[T]] = {}
    for item in items:
        for sigil in sigla(item):
            groups.setdefault(sigil, []).append(item)
    return {sigil: tuple(group) for sigil, group in groups.items()}


def _voice(speaker: str | None, cue: str | None) -> str:
    """Return a speaker with the reporting verb as one says it: `Ryabkov said`, `according to Ryabkov`."""
    if cue is not None and cue.casefold() == "according to":
        return f"according to {speaker}" if speaker else ""
    return " ".join(filter(None, (speaker, cue)))


def listed(names: Iterable[str]) -> str:
    """Join names as one says them: `A, B and C`."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _count(number: int, noun: str, none: str = "0") -> str:
    """Return a number with its noun: `1 statement`, `2 statements`."""
    return f"{number or none} {noun}{'' if number == 1 else 's'}"


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Join runs that findings are about and that touch."""
    before: Run | None = None
    for run in runs:
        if before is not None and before.text and before.findings and run.text and run.findings:
            findings = sorted(dict.fromkeys((*before.findings, *run.findings)), key=lambda one: -one.severity)
            before = Run(before.text + run.text, tuple(findings))
            continue
        if before is not None:
            yield before
        before = run
    if before is not None:
        yield before


def _spaced(runs: Iterable[Run]) -> Iterator[Run]:
    """Set empty runs apart by spaces, or their sign would read as part of a neighbouring word."""
    before = Run("“")
    for run in runs:
        beside_empty = not run.text or not before.text
        if beside_empty and not before.text.endswith((" ", "“")) and not run.text.startswith((" ", *".,;:!?”")):
            yield Run(" ")
        yield run
        before = run


def _cut(segment: Segment, spans: Sequence[tuple[int, int, Finding]]) -> Iterator[Run]:
    """Cut a segment's text where spans begin and end; an empty span gives an empty run."""
    inside = [span for span in spans if span[0] <= segment.end and span[1] >= segment.start]
    bounds = sorted(
        {segment.start, segment.end}
        | {min(max(bound, segment.start), segment.end) for start, end, _ in inside for bound in (start, end)}
    )

    def run(start: int, end: int) -> Run:
        covering = {
            finding.id: finding
            for first, last, finding in inside
            if (first == last == start == end or first <= start < end <= last)
        }
        text = segment.text[start - segment.start : end - segment.start]
        findings = sorted(covering.values(), key=lambda finding: (-finding.severity, finding.id))
        return Run(_WHITE_SPACE.sub(" ", text), tuple(findings))

    for start, end in zip(bounds, [*bounds[1:], bounds[-1]], strict=True):
        point = run(start, start)
        if point.findings:
            yield point
        if start < end:
            yield run(start, end)
