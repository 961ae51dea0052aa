"""A comparison whose every field is an attack on the page that shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ryabkov_diff.domain import Note, SegmentKind
from tests.render import made

if TYPE_CHECKING:
    from ryabkov_diff import Comparison

SCRIPT = "<script>alert(1)</script>"
BREAKOUT = '"><img src=x onerror=alert(1)>'
HOSTILE = f"{SCRIPT} {BREAKOUT} \x1b[31mred\x1b[0m \u202egnirts\u202c {{{{ 7*7 }}}} ]]> --> שלום 𝔘𝔫𝔦 👩‍🚀 &amp; \x00"


def hostile() -> Comparison:
    """A comparison whose every field is an attack."""
    source = [made.Said(HOSTILE, speaker=HOSTILE, cue=HOSTILE), made.Said(f"only {HOSTILE}")]
    head = made.Said(HOSTILE, SegmentKind.HEADLINE, None, None)
    comparison = made.make(
        {
            "A": made.Source(HOSTILE, [head, *source], based_on=(HOSTILE,)),
            "B": made.Source(f"B{HOSTILE}", [source[0]], based_on=(HOSTILE,)),
            "C": made.Source(f"C{HOSTILE}", [source[0]], based_on=(HOSTILE,)),
        },
        [made.Row({"A": [2], "B": [1]}), made.Row({"A": [3]}, "unique"), made.Row({"C": [1]}, "unique")],
        [
            made.Difference(0, "rewording", 3, {"A": "alert", "B": "img src=x"}, (HOSTILE,), message=HOSTILE),
            made.Difference(None, "headline", 3, {"A": SCRIPT, "B": BREAKOUT}, message=HOSTILE),
        ],
        {("A", "C"): "related", ("B", "C"): "related"},
        [Note("note", HOSTILE, "A"), Note("note", HOSTILE)],
    )
    return replace(
        comparison,
        articles=tuple(
            replace(article, url=f"javascript:alert('{BREAKOUT}')", dateline=HOSTILE, language=BREAKOUT)
            for article in comparison.articles
        ),
        findings=tuple(replace(finding, cues=(HOSTILE,)) for finding in comparison.findings),
        relations=tuple(
            replace(one, evidence={**one.evidence, "speaker": HOSTILE, "venue": HOSTILE})
            for one in comparison.relations
        ),
        signature=HOSTILE,
        version=HOSTILE,
    )
