"""Comparisons made by hand, so that renderers can be tested and looked at without a model."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ryabkov_diff.domain import (
    FAMILIES,
    Article,
    Comparison,
    Finding,
    Note,
    Passage,
    PassageStatus,
    Reading,
    Relation,
    RelationKind,
    Segment,
    SegmentKind,
    Selector,
    pair_key,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SIGNATURE = "ryabkov-diff|v:0.1.0|schema:1.0|model:all-MiniLM-L6-v2@1110a243|engine:onnx"


@dataclass(frozen=True)
class Said:
    """A statement to be put into an article; quoted words get quotation marks."""

    text: str
    kind: SegmentKind = SegmentKind.QUOTED
    speaker: str | None = "Sergey Ryabkov"
    cue: str | None = "said"


@dataclass(frozen=True)
class Source:
    """An article to be written from statements, one a paragraph."""

    label: str
    statements: Sequence[Said]
    published: str | None = "2022-12-08"
    based_on: tuple[str, ...] = ("Izvestia",)


@dataclass(frozen=True)
class Row:
    """A passage: the numbers of the statements, from 1, by sigil."""

    numbers: Mapping[str, Sequence[int]]
    status: str = "variant"
    similarity: float = 0.89
    moved: bool = False


@dataclass(frozen=True)
class Difference:
    """A finding in a row (from 0; None for the articles as a whole): a phrase by sigil, None where it is lacking."""

    row: int | None
    kind: str
    severity: int
    phrases: Mapping[str, str | None]
    also: tuple[str, ...] = ()
    message: str | None = None


def make(
    sources: Mapping[str, Source],
    rows: Sequence[Row],
    differences: Sequence[Difference] = (),
    relations: Mapping[tuple[str, str], str] | None = None,
    notes: Sequence[Note] = (),
) -> Comparison:
    """Write the articles and put the comparison together."""
    articles: list[Article] = []
    segments: dict[str, Segment] = {}
    for sigil, source in sources.items():
        text = ""
        for number, said in enumerate(source.statements, start=1):
            quoted = said.kind is SegmentKind.QUOTED
            text += '"' if quoted else ""
            start = len(text)
            text += said.text
            segment = Segment(
                f"{sigil}.{number}", sigil, said.kind, number - 1, start, len(text), said.text, said.speaker, said.cue
            )
            segments[segment.id] = segment
            text += f'," {said.speaker} {said.cue}.\n' if quoted else "\n"
        headlines = [said.text for said in source.statements if said.kind is SegmentKind.HEADLINE]
        articles.append(
            Article(
                sigil=sigil,
                label=source.label,
                text=text,
                characters=len(text),
                sha256=hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest(),
                path=f"{source.label.lower()}.txt",
                headline=headlines[0] if headlines else None,
                publisher=source.label,
                date_published=source.published,
                is_based_on=source.based_on,
            )
        )
    texts = {article.sigil: article.text or "" for article in articles}

    passages = []
    for number, row in enumerate(rows, start=1):
        sigla = list(row.numbers)
        pairs = [pair_key(a, b) for index, a in enumerate(sigla) for b in sigla[index + 1 :]]
        passages.append(
            Passage(
                id=f"P{number:02}",
                segments={sigil: tuple(f"{sigil}.{one}" for one in ones) for sigil, ones in row.numbers.items()},
                status=PassageStatus(row.status),
                moved=row.moved,
                similarity=dict.fromkeys(pairs, row.similarity),
                parts={pair: {"cosine": max(0.0, row.similarity), "lexical": 0.71, "context": 0.95} for pair in pairs},
                confidence=0.96 if pairs else 1.0,
            )
        )

    findings = []
    for number, difference in enumerate(differences, start=1):
        passage = None if difference.row is None else passages[difference.row]
        readings = []
        for sigil, phrase in difference.phrases.items():
            here = [segments[one] for one in passage.segments.get(sigil, ())] if passage else []
            start = here[0].start if here else 0
            if phrase is not None:
                start = texts[sigil].index(phrase, start)
            selector = (
                Selector.of(texts[sigil], start, start + len(phrase or "")) if phrase is not None or here else None
            )
            readings.append(Reading((sigil,), phrase, selector))
        findings.append(
            Finding(
                id=f"F{number:03}",
                kind=difference.kind,
                also=difference.also,
                family=FAMILIES[difference.kind],
                severity=difference.severity,
                confidence=0.88,
                passage=passage.id if passage else None,
                rule="made-by-hand",
                cues=(),
                message=difference.message
                or " ~ ".join("–" if phrase is None else f"“{phrase}”" for phrase in difference.phrases.values()),
                readings=tuple(readings),
            )
        )

    sigla = list(sources)
    related = relations or {}
    return Comparison(
        articles=tuple(articles),
        segments=tuple(segments.values()),
        passages=tuple(passages),
        relations=tuple(
            Relation(
                (a, b),
                RelationKind(related.get((a, b), "same")),
                0.97,
                {
                    "shared_statements": sum(a in row.numbers and b in row.numbers for row in rows),
                    "days_apart": _days_apart(sources[a].published, sources[b].published),
                }
                | ({"venue": "Izvestia"} if related.get((a, b), "same") == "same" else {}),
            )
            for index, a in enumerate(sigla)
            for b in sigla[index + 1 :]
        ),
        findings=tuple(findings),
        notes=tuple(notes),
        signature=SIGNATURE,
        version="0.1.0",
    )


def _days_apart(one: str | None, other: str | None) -> int | None:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) if one and other else None


def interview() -> Comparison:
    """Two reports of one interview: every status, every severity, what moved, and what only one has."""
    return make(
        {
            "A": Source(
                "Sputnik",
                [
                    Said("Moscow Would Not Want to Sever Relations", SegmentKind.HEADLINE, None, None),
                    Said("We do not need it."),
                    Said("There is only power [resource] left."),
                    Said("I think this is a correct assessment - they have been paused", cue="underscored"),
                    Said("We will deliver 15 tons"),
                    Said("If the Americans are ready, we will be prepared"),
                    Said("This is an extremely delicate subject", cue="noted"),
                    Said("Sergey Ryabkov is a deputy foreign minister.", SegmentKind.NARRATED, None, None),
                ],
            ),
            "B": Source(
                "Tasnim",
                [
                    Said("Talks Put on Pause", SegmentKind.HEADLINE, None, None),
                    Said("I think this is a right view - they have been put on a pause"),
                    Said("We do not need it."),
                    Said("There is only a force one left."),
                    Said("We will deliver 16 tons"),
                    Said("If the Americans are ready, we will be ready."),
                    Said("We know that it will not be an easy task"),
                    Said("Restraint and composure are needed.", cue="emphasized"),
                    Said("Sergei Ryabkov is a deputy foreign minister.", SegmentKind.NARRATED, None, None),
                ],
                based_on=("Izvestia", "TASS"),
            ),
        },
        [
            Row({"A": [1]}, "unique"),
            Row({"A": [2], "B": [3]}, "equal", 1.0),
            Row({"A": [3], "B": [4]}, similarity=0.71),
            Row({"A": [4], "B": [2]}, similarity=0.89, moved=True),
            Row({"A": [5], "B": [5]}, similarity=0.95),
            Row({"A": [6], "B": [6, 7]}, "partial", 0.77),
            Row({"A": [7]}, "unique"),
            Row({"A": [8], "B": [9]}, "equal", 0.99),
            Row({"B": [1]}, "unique"),
            Row({"B": [8]}, "unique"),
        ],
        [
            Difference(2, "rewording", 1, {"A": "power [resource]", "B": "a force one"}, ("quote-insertion",)),
            Difference(3, "rewording", 1, {"A": "a correct assessment", "B": "a right view"}),
            Difference(3, "rewording", 1, {"A": "paused", "B": "put on a pause"}),
            Difference(4, "number", 3, {"A": "15 tons", "B": "16 tons"}),
            Difference(
                5,
                "quote-truncation",
                2,
                {"A": None, "B": "We know that it will not be an easy task"},
                message="cut short in Sputnik: “We know that it will not be an easy task”",
            ),
            Difference(5, "rewording", 1, {"A": "prepared", "B": "ready"}),
            Difference(6, "omission", 2, {"A": "This is an extremely delicate subject", "B": None}),
            Difference(7, "spelling", 0, {"A": "Sergey", "B": "Sergei"}),
            Difference(9, "omission", 2, {"A": None, "B": "Restraint and composure are needed."}),
            Difference(
                None,
                "headline",
                2,
                {"A": "Sever Relations", "B": "Put on Pause"},
                message="“Sever Relations” in Sputnik ~ “Put on Pause” in Tasnim",
            ),
        ],
        notes=[Note("hard-wrapped", "The lines are hard-wrapped; they were joined.", "A")],
    )


def occasions() -> Comparison:
    """Three articles: two report one interview, the third another occasion."""
    one = Said("This dialogue can be continued only on an equal, sound basis")
    return make(
        {
            "A": Source("Sputnik", [one, Said("We see no signs that the Americans are ready", cue="noted")]),
            "B": Source("Tasnim", [Said("This dialogue can go on only on an equal, pragmatic basis", cue="stressed")]),
            "C": Source(
                "EIRNS",
                [Said("No, the U.S. is not ready for such negotiations.", speaker="Sergei Ryabkov", cue="told")],
                "2022-12-10",
                ("Valdai Club", "TASS"),
            ),
        },
        [
            Row({"A": [1], "B": [1]}, similarity=0.93),
            Row({"A": [2], "C": [1]}, "related", 0.48),
        ],
        [
            Difference(0, "specificity", 2, {"A": "sound", "B": "pragmatic"}),
            Difference(0, "rewording", 1, {"A": "be continued", "B": "go on"}),
        ],
        {("A", "C"): "related", ("B", "C"): "different"},
    )


def trio() -> Comparison:
    """Three reports of one interview; one lacks a statement."""
    sound = "This dialogue can be continued only on an equal, {} basis, and nothing else is on the table today"
    return make(
        {
            "A": Source("Sputnik", [Said(sound.format("sound")), Said("We will wait.")]),
            "B": Source("Tasnim", [Said(sound.format("pragmatic"), cue="stressed"), Said("We shall wait.")]),
            "C": Source("Xinhua", [Said(sound.format("reasonable"))], "2022-12-09", ("Izvestia", "TASS")),
        },
        [
            Row({"A": [1], "B": [1], "C": [1]}, similarity=0.93),
            Row({"A": [2], "B": [2]}, similarity=0.9),
        ],
        [
            Difference(0, "specificity", 2, {"A": "sound", "B": "pragmatic", "C": "reasonable"}),
            Difference(1, "modality", 3, {"A": "will", "B": "shall"}),
            Difference(1, "omission", 2, {"A": "We will wait.", "B": "We shall wait.", "C": None}),
        ],
    )


def titled() -> Comparison:
    """Two reports of one interview; the last statement of one stands in the headline of the other only."""
    ferry, engines, crew = "The ferry sails on Friday", "We replaced both engines", "The crew has new cabins"
    return make(
        {
            "A": Source("Lake Post", [Said(ferry), Said(engines), Said(crew)]),
            "B": Source("Morning", [Said(crew, SegmentKind.HEADLINE, None, None), Said(ferry), Said(engines)]),
        },
        [Row({"A": [1], "B": [2]}, "equal"), Row({"A": [2], "B": [3]}, "equal"), Row({"A": [3], "B": [1]}, "equal")],
    )


def strangers() -> Comparison:
    """Two articles of different events."""
    return make(
        {
            "A": Source("Sputnik", [Said("We see no signs that the Americans are ready")]),
            "B": Source(
                "Sputnik",
                [Said("The U.S. is not ready."), Said("The door is open.", SegmentKind.REPORTED)],
                "2022-11-29",
                (),
            ),
        },
        [Row({"A": [1], "B": [1]}, "related", 0.58), Row({"B": [2]}, "unique")],
        relations={("A", "B"): "different"},
    )


def agencies() -> Comparison:
    """Four reports of one interview; two of them share their words."""
    return make(
        {
            "A": Source("Sputnik", [Said("I think this is a correct assessment"), Said("We will wait.")]),
            "B": Source(
                "Tasnim", [Said("I think this is a right view"), Said("We shall wait.", speaker=None, cue=None)]
            ),
            "C": Source("Xinhua", [Said("I think this is a correct assessment")]),
            "D": Source("ANI", [Said("I think this is a fair view")], None, ()),
        },
        [
            Row({"A": [1], "B": [1], "C": [1], "D": [1]}, similarity=0.84),
            Row({"A": [2], "B": [2]}, similarity=0.9),
        ],
        [
            Difference(
                0,
                "rewording",
                1,
                {
                    "A": "a correct assessment",
                    "B": "a right view",
                    "C": "a correct assessment",
                    "D": "a fair view",
                },
            ),
            Difference(1, "modality", 3, {"A": "will", "B": "shall"}),
            Difference(1, "omission", 2, {"A": "We will wait.", "B": "We shall wait.", "C": None, "D": None}),
        ],
    )


# What is said at each of six events, as one outlet has it and as the next one does.
SIX_EVENTS = {
    "Ida Lund": (
        ("The ferry will sail again on Friday with both engines replaced.", "We replaced 2 engines in eleven days."),
        ("The ferry is going to sail again on Friday, both engines replaced.", "We replaced 3 engines in eleven days."),
    ),
    "Omar Haddad": (
        ("Bread costs as much as it did in spring, and flour is dearer.", "No bakery has closed this year."),
        ("Bread costs what it did in the spring, though flour is dearer.", "No bakery closed down this year."),
    ),
    "Mei Tan": (
        ("The museum shows all lanterns of the collection until the winter.", "Children pay nothing on Sundays."),
        ("Until winter the museum shows every lantern of its collection.", "On Sundays children pay nothing."),
    ),
    "Jon Berg": (
        ("My team was tired after the long winter break in the north.", "We lost 4 players to injuries."),
        ("My team was weary after a long winter break in the north.", "We lost 5 players to injuries."),
    ),
    "Ana Reis": (
        ("The river is two metres above its mark, and it keeps rising.", "Nobody was hurt."),
        ("The river stands two metres above its mark and keeps rising.", "No one was hurt."),
    ),
    "Lu Chen": (
        ("The library lends ten books to each reader, and films as well.", "We open at nine."),
        ("The library lends each reader ten books, and also films.", "We open at 9 o'clock."),
    ),
}
EIGHT_OUTLETS = ("Lake Post", "Morning", "Evening Star", "خبرگزاری دریاچه", "Echo", "Herald", "הקול", "Radio Nord")


def crowd() -> Comparison:
    """Six events: the first with eight sources, the others with two or three; an article apart repeats a statement."""
    sources: dict[str, Source] = {}
    rows: list[Row] = []
    differences: list[Difference] = []
    groups: list[list[str]] = []
    letters = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for number, (speaker, wordings) in enumerate(SIX_EVENTS.items()):
        group = [next(letters) for _ in range((8, 3, 2, 3, 2, 2)[number])]
        for place, sigil in enumerate(group):
            title = Said(f"{speaker} on the day: report {place + 1}", SegmentKind.HEADLINE, None, None)
            said = [Said(text, speaker=speaker) for text in wordings[place % 2]]
            own = Said(f"All that {EIGHT_OUTLETS[place]} was told by {speaker}.", SegmentKind.NARRATED, None, None)
            sources[sigil] = Source(EIGHT_OUTLETS[place], [title, *said, own], f"2024-03-{number + 10}", ("TASS",))
        first, second = len(rows), len(rows) + 1
        rows += [Row({sigil: [2] for sigil in group}), Row({sigil: [3] for sigil in group})]
        rows += [Row({sigil: [4]}, "unique") for sigil in group] + [Row({sigil: [1]}, "unique") for sigil in group]
        for row, which in ((first, 0), (second, 1)):
            kind, severity = ("number", 3) if wordings[0][which].split()[2].isdigit() else ("rewording", 1 + which)
            words = {one: wordings[place % 2][which].split()[2] for place, one in enumerate(group)}
            differences.append(Difference(row, kind, severity, words))
        groups.append(group)
    sources["Z"] = Source(
        "Gazette",
        [Said("The ferry will sail again in May, with its engines replaced.", speaker="Ida Lund")],
        "2024-05-02",
    )
    rows.append(Row({"Z": [1]}, "unique"))
    of = {sigil: number for number, group in enumerate(groups) for sigil in group}
    pairs = {(one, other): "different" for one in sources for other in sources if of.get(one, -1) != of.get(other, -1)}
    made = make(sources, rows, differences, pairs | {("A", "Z"): "related"})
    linked = {"linked": (("A.2", "Z.1"),), "shared_statements": 1}
    return replace(
        made,
        articles=tuple(
            replace(one, url=f"https://example.org/{one.sigil.lower()}?page=1&from=front") for one in made.articles
        ),
        relations=tuple(
            replace(one, evidence={**one.evidence, **linked}) if one.articles == ("A", "Z") else one
            for one in made.relations
        ),
    )


def scripts() -> Comparison:
    """Text that would break a page: wide, combining and right-to-left characters, markup and escape sequences."""
    return make(
        {
            "A": Source(
                "新华社",
                [
                    Said(
                        "战略稳定对话已经暂停，但没有终止，这是一个正确的评估，我们推迟了双边协商委员会的会议。",
                        speaker="里亚布科夫",
                        cue="说",
                    ),
                    Said("قال ريابكوف إن المحادثات متوقفة مؤقتا ولم تنته بعد وإننا لن نبدأ من جديد", speaker="ريابكوف"),
                    Said("[bold]marked[/bold] up [/b] and \x1b[31mred\x1b[0m with a \u202ebell\a"),
                ],
            ),
            "B": Source(
                "Té=1+1|*b*",
                [
                    Said(
                        "Les négociations sont suspendues, e\u0301videmment, mais pas termine\u0301es pour autant 👩‍🚀."
                    ),
                    Said("המשא ומתן הופסק אך לא הסתיים ואנחנו לא נתחיל מחדש את השיחות האלה", speaker="ריאבקוב"),
                    Said("=1+1 | *starred* `code` <b>bold</b> https://example.org [link](x)"),
                ],
            ),
        },
        [
            Row({"A": [1], "B": [1]}, similarity=0.4),
            Row({"A": [2], "B": [2]}, similarity=-0.1),
            Row({"A": [3], "B": [3]}, similarity=0.2),
        ],
        [
            Difference(0, "rewording", 1, {"A": "暂停", "B": "suspendues"}),
            Difference(2, "rewording", 1, {"A": "\x1b[31mred", "B": "=1+1"}),
        ],
        notes=[Note("encoding", "Read as [cp1252] with \x1b[2J.")],
    )
