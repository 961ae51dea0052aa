"""Table → Finding: the kind `contradiction`, by a model of natural language inference that the user names.

The model has judged whole wordings when a detector sees them (`Collation.judgement`); here it is decided what is said
of that. Without a model there is nothing to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ryabkov_diff.detect.findings import make_finding
from ryabkov_diff.detect.passages import SURE_PASSAGE, sure_collations
from ryabkov_diff.domain import MEANING_AT_STAKE, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ryabkov_diff.domain import Collation, Judgement, Table

__all__ = ["EntailmentDetector"]

# How probable a contradiction must be, in both directions. Models of natural language inference are sure of most that
# they say, and have learnt from pairs in which what is merely another detail counts as a contradiction. So half, with
# which contradiction is the most probable of three, is not enough. Chosen to be strict, not fitted: no such model comes
# with the program, and what a user names is calibrated each in its own way; `min-confidence` moves it up.
MIN_CONTRADICTION = 0.9


class EntailmentDetector:
    """Statements of which each rules out the other, as a model of natural language inference judges them."""

    kinds = ("contradiction",)
    rules: ClassVar[Mapping[str, str]] = {
        "nli-contradiction": "The model of natural language inference gives contradiction a probability of "
        f"{MIN_CONTRADICTION} or more in both directions. The confidence is the lower of the two, times that of the "
        f"passage's link, which is {SURE_PASSAGE} or more.",
    }

    def detect(self, table: Table) -> Iterator[Finding]:
        """Yield a finding for each two wordings of a passage that the model holds to contradict each other."""
        for collation in sure_collations(table):
            judgement = collation.judgement
            if judgement is None:
                continue
            # A summary may leave out what the longer wording says, and so contradict it in one direction only.
            contradiction = min(judgement.forward[0], judgement.backward[0])
            if contradiction >= MIN_CONTRADICTION:
                yield _finding(table, collation, judgement, contradiction)


def _finding(table: Table, collation: Collation, judgement: Judgement, contradiction: float) -> Finding:
    """Make the finding about the whole wordings of a passage."""
    return make_finding(
        "contradiction",
        "nli-contradiction",
        MEANING_AT_STAKE,
        collation.confidence * contradiction,
        tuple(
            table.reading(sigil, own[0].start, own[-1].end)
            for sigil, own in zip(collation.articles, table.sides_of(collation), strict=True)
        ),
        passage=collation.passage,
        cues=(judgement.model,),
        message=f"each rules out the other, as {judgement.model} judges",
    )
