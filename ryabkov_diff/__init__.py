"""Find out how news articles that report the same interview differ in wording and in substance.

from ryabkov_diff import compare

comparison = compare(["sputnik.txt", "tasnim.txt"])
print(comparison.spoken_summary)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ryabkov_diff.cache import Cache
    from ryabkov_diff.domain import (
        Article,
        Comparison,
        Detector,
        Embedder,
        Embeddings,
        EntailmentModel,
        Finding,
        Note,
        Passage,
        PassageStatus,
        Quotation,
        QuotationKind,
        QuotationList,
        Reading,
        Relation,
        RelationKind,
        Segment,
        SegmentKind,
        Selector,
        TokenVectors,
    )
    from ryabkov_diff.errors import (
        ComparisonFormatError,
        DetectorError,
        EmbeddingError,
        InputError,
        ModelError,
        OutputError,
        RyabkovDiffError,
        SettingsError,
    )
    from ryabkov_diff.pipeline import compare, list_quotations
    from ryabkov_diff.read import read_text
    from ryabkov_diff.report import Report, build_report
    from ryabkov_diff.schema import dump_comparison, load_comparison
    from ryabkov_diff.settings import Settings
    from ryabkov_diff.settings.places import read_settings
    from ryabkov_diff.variants import PhraseLink, align_phrases, align_words

__all__ = [
    "Article",
    "Cache",
    "Comparison",
    "ComparisonFormatError",
    "Detector",
    "DetectorError",
    "Embedder",
    "EmbeddingError",
    "Embeddings",
    "EntailmentModel",
    "Finding",
    "InputError",
    "ModelError",
    "Note",
    "OutputError",
    "Passage",
    "PassageStatus",
    "PhraseLink",
    "Quotation",
    "QuotationKind",
    "QuotationList",
    "Reading",
    "Relation",
    "RelationKind",
    "Report",
    "RyabkovDiffError",
    "Segment",
    "SegmentKind",
    "Selector",
    "Settings",
    "SettingsError",
    "TokenVectors",
    "align_phrases",
    "align_words",
    "build_report",
    "compare",
    "dump_comparison",
    "list_quotations",
    "load_comparison",
    "read_settings",
    "read_text",
]

# Where the public names stand. A module is imported when one of its names is first asked for, so that `--help` is
# quick, and an early interrupt is met by its handler in `__main__`.
_MODULES = {
    "cache": ("Cache",),
    "domain": (
        "Article",
        "Comparison",
        "Detector",
        "Embedder",
        "Embeddings",
        "EntailmentModel",
        "Finding",
        "Note",
        "Passage",
        "PassageStatus",
        "Quotation",
        "QuotationKind",
        "QuotationList",
        "Reading",
        "Relation",
        "RelationKind",
        "Segment",
        "SegmentKind",
        "Selector",
        "TokenVectors",
    ),
    "errors": (
        "ComparisonFormatError",
        "DetectorError",
        "EmbeddingError",
        "InputError",
        "ModelError",
        "OutputError",
        "RyabkovDiffError",
        "SettingsError",
    ),
    "pipeline": ("compare", "list_quotations"),
    "read": ("read_text",),
    "report": ("Report", "build_report"),
    "schema": ("dump_comparison", "load_comparison"),
    "settings": ("Settings",),
    "settings.places": ("read_settings",),
    "variants": ("PhraseLink", "align_phrases", "align_words"),
}
_MODULE_OF = {name: f"{__name__}.{module}" for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562)."""
    if name not in _MODULE_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module(_MODULE_OF[name]), name)


def __dir__() -> list[str]:
    """List the public names, whether loaded or not."""
    return __all__
