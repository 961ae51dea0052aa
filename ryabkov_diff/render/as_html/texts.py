"""An article's whole text as paragraphs, its statements marked with their passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ryabkov_diff.domain import Segment

__all__ = ["Stretch", "set_paragraphs"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a whole text.

    Attributes:
        text: As received.
        kind: The kind of its segment; empty between segments.
        passage: The id of its passage; empty between segments and for boilerplate.
        opens: Whether it is the first stretch of its passage in this text.
    """

    text: str
    kind: str = ""
    passage: str = ""
    opens: bool = False


def set_paragraphs(
    text: str, segments: Iterable[Segment], passages: Mapping[str, str]
) -> tuple[tuple[Stretch, ...], ...]:
    """Cut a text into paragraphs, and these into segments and what stands between them; nothing is left out.

    Args:
        text: The whole text.
        segments: Its segments, in order.
        passages: The id of the passage of each segment, by the segment's id.
    """
    paragraphs: list[list[Stretch]] = [[]]
    seen: set[str] = set()
    place, number = 0, None
    for segment in segments:
        between = text[place : segment.start]
        if number is not None and segment.paragraph != number:
            # A mark that opens the next paragraph belongs to that: the break is the last line feed before it.
            ending = between.rfind("\n") + 1
            paragraphs[-1].append(Stretch(between[:ending]))
            paragraphs.append([])
            between = between[ending:]
        passage = passages.get(segment.id, "")
        paragraphs[-1] += [
            Stretch(between),
            Stretch(
                text[segment.start : segment.end], segment.kind.value, passage, bool(passage) and passage not in seen
            ),
        ]
        seen.add(passage)
        place, number = segment.end, segment.paragraph
    paragraphs[-1].append(Stretch(text[place:]))
    kept = (tuple(stretch for stretch in stretches if stretch.text) for stretches in paragraphs)
    return tuple(paragraph for paragraph in kept if any(stretch.text.strip() for stretch in paragraph))
