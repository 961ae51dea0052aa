"""The data flow on one page: articles, segments, embeddings, links, relations, passages, collations, findings.

Stages are imported when their turn comes: what is in the cache needs none of them, and those after `embed` are
imported, and their word lists read, while the model runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from os import PathLike
from threading import Thread
from typing import TYPE_CHECKING

from ryabkov_diff.comparison_cache import comparison_keys, recall_comparison, remember_comparison, were_compared
from ryabkov_diff.domain import Article, Comparison, Note, QuotationList, Table
from ryabkov_diff.embed import (
    embed_segments,
    load_embedder,
    load_entailment_model,
    model_fingerprint,
    with_cache,
)
from ryabkov_diff.errors import InputError
from ryabkov_diff.invisible import alike_articles, bare_articles, restore, restore_quotations
from ryabkov_diff.read import read_articles
from ryabkov_diff.read.sources import Source
from ryabkov_diff.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from ryabkov_diff.cache import Cache
    from ryabkov_diff.domain import Detector, Embedder, Embeddings, EntailmentModel, Segment

__all__ = ["compare", "list_quotations"]

# Fewer articles leave nothing to compare.
MIN_ARTICLES = 2


def compare(
    sources: Sequence[str | PathLike[str] | Source | Article],
    *,
    notes: Sequence[Note] = (),
    settings: Settings | None = None,
    same_event: bool | None = None,
    engine: str | None = None,
    model: str | None = None,
    nli: str | None = None,
    embedder: Embedder | None = None,
    entailment: EntailmentModel | None = None,
    cache: Cache | None = None,
    stdin: BinaryIO | None = None,
    progress: Callable[[str], None] | None = None,
) -> Comparison:
    """Compare articles that report the same interview.

    Args:
        sources: With at least two articles: paths, `LABEL=path`, addresses, `-` for standard input, or articles. One
            that holds several gives all of them; `path#2` gives the second.
        notes: On the reading of what is given as articles; they come first in the result.
        settings: All settings; by default those of `Settings()`. No settings file is read: `read_settings` does it.
        same_event: Whether you know that all articles report the same event; the result says that you said so. This
            and the next three take the place of the same setting.
        engine: How vectors are computed: `auto`, `onnx`, `sentence-transformers` or `lexical`.
        model: The name or path of a sentence-transformers model.
        nli: The name or path of a cross-encoder that judges whether statements contradict each other.
        embedder: Computes the vectors in place of engine and model.
        entailment: Judges statements in place of `nli`.
        cache: Where vectors and whole comparisons are looked up and kept; None computes all. The result is the same.
        stdin: What `-` reads.
        progress: Called with the name of each stage as it begins.

    Returns:
        The comparison. It is the same whatever the order of the sources, but for the order of the columns, the sigla
        and the running numbers, which follow it.

    Raises:
        InputError: A source cannot be read or holds no article, there are fewer than two articles, or one is too long.
        SettingsError: The settings exclude each other.
        ModelError: A model is missing, damaged or of another kind.
        DetectorError: A detector of another distribution fails.
    """
    _check_sources(sources, 'compare(["a.txt", "b.txt"])')
    settings = settings or Settings()
    settings = replace(
        settings,
        same_event=settings.same_event if same_event is None else same_event,
        engine=engine or settings.engine,
        model=model or settings.model,
        nli=nli or settings.nli,
    )
    say = progress or (lambda _: None)

    say("reading")
    received, own_notes = read_articles(sources, stdin=stdin, labels=settings.outlets, options=settings.reading())
    read_notes = (*notes, *own_notes)
    if len(received) < MIN_ARTICLES:
        msg = f"expected at least {MIN_ARTICLES} articles, found {len(received)}"
        raise InputError(msg, "name two files or more: ryabkov-diff compare A B; or one that holds several articles")
    keys, embedded = None, False
    if cache is not None and embedder is None and entailment is None:
        keys = comparison_keys(received, read_notes, settings, model_fingerprint(settings.engine, settings.model))
        kept = recall_comparison(cache, keys) if keys is not None else None
        if kept is not None:
            return kept
        embedded = keys is not None and were_compared(cache, keys)

    say("segmenting")
    embedder = embedder or load_embedder(settings.engine, settings.model)
    articles, bare_notes = bare_articles(received)
    with _beside(None if embedded else getattr(embedder, "load", None)):
        from ryabkov_diff.segment import segment_articles

        segments, segment_notes = segment_articles(articles, limit=settings.max_statements)
        say("embedding")
        with _beside(lambda: _prepare_later_stages(settings)):
            embeddings = embed_segments(alike_articles(articles), segments, with_cache(embedder, cache))
    from ryabkov_diff.align import align_segments, relate_articles, tabulate_passages
    from ryabkov_diff.detect import detect_findings
    from ryabkov_diff.detect.plugins import Plugin
    from ryabkov_diff.embed.judgements import judge_collations
    from ryabkov_diff.variants import collate_passages

    say("aligning")
    links = align_segments(articles, segments, embeddings, same_event=settings.same_event)
    relations = relate_articles(articles, segments, links, embeddings, same_event=settings.same_event)
    passages = tabulate_passages(articles, segments, links, relations)
    say("collating")
    collations, collate_notes = collate_passages(articles, segments, embeddings, passages, relations, links)
    embed_notes = _embed_notes(segments, embeddings, embedder)
    del embeddings  # of long articles the largest thing in memory by far
    judge_notes: tuple[Note, ...] = ()
    if settings.nli is not None:
        entailment = entailment or load_entailment_model(settings.nli)
    if entailment is not None:
        say("judging")
        collations, judge_notes = judge_collations(segments, passages, collations, entailment)
    say("detecting")
    detectors = _make_detectors(settings)
    found = detect_findings(Table(articles, segments, passages, relations, collations), detectors)
    findings = tuple(finding for finding in found if settings.keeps(finding))
    left_out = tuple(finding for finding in found if not settings.keeps(finding))

    plugins = [one.distribution for one in detectors if isinstance(one, Plugin)]
    tool_version = _version()
    comparison = Comparison(
        articles=articles,
        segments=segments,
        passages=passages,
        relations=relations,
        findings=findings,
        notes=(
            *read_notes,
            *bare_notes,
            *segment_notes,
            *embed_notes,
            *collate_notes,
            *judge_notes,
            *settings.notes(left_out),
        ),
        signature=settings.signature(
            tool_version,
            embedder.name,
            plugins,
            entailment.name if entailment is not None else None,
        ),
        version=tool_version,
    )
    comparison = restore(comparison, received)
    if cache is not None and keys is not None and not plugins:
        remember_comparison(cache, keys, comparison)
    return comparison


def list_quotations(
    sources: Sequence[str | PathLike[str] | Source | Article],
    *,
    settings: Settings | None = None,
    stdin: BinaryIO | None = None,
    progress: Callable[[str], None] | None = None,
) -> QuotationList:
    """List who says what with which verb; no model is loaded.

    Args:
        sources: At least one: paths, `LABEL=path`, addresses, `-` for standard input, or articles.
        settings: Of these the labels of articles and those of reading count.
        stdin: What `-` reads.
        progress: Called with the name of each stage as it begins.

    Returns:
        The quotations of all articles, by article and in order.

    Raises:
        InputError: A source cannot be read or is none, or there is none.
    """
    _check_sources(sources, 'list_quotations(["a.txt"])')
    say = progress or (lambda _: None)
    if not sources:
        msg = "expected at least one article, found none"
        raise InputError(msg, "name a file: ryabkov-diff quotes A")

    say("reading")
    settings = settings or Settings()
    received, read_notes = read_articles(sources, stdin=stdin, labels=settings.outlets, options=settings.reading())
    articles, bare_notes = bare_articles(received)
    from ryabkov_diff.segment import collect_quotations, segment_articles

    say("segmenting")
    segments, segment_notes = segment_articles(articles, limit=settings.max_statements)
    found = QuotationList(
        articles=articles,
        quotations=collect_quotations(articles, segments),
        notes=(*read_notes, *bare_notes, *segment_notes),
        version=_version(),
    )
    return restore_quotations(found, received)


def _check_sources(sources: object, example: str) -> None:
    """Refuse what is no sequence of sources; a single path is the mistake that happens."""
    if (
        isinstance(sources, str)
        or not isinstance(sources, Sequence)
        or not all(isinstance(one, str | PathLike | Source | Article) for one in sources)
    ):
        msg = "expected a sequence of paths or articles"
        raise InputError(msg, f"for example: {example}")


@contextmanager
def _beside(task: Callable[[], object] | None) -> Iterator[None]:
    """Run a task in a thread while the block runs; what fails in it is left to fail again where it is needed."""

    def run() -> None:
        with suppress(Exception):
            if task is not None:
                task()

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    except KeyboardInterrupt:
        # Not to be waited for: the interrupt may have left a lock of the imports held that the task needs.
        raise
    except BaseException:
        thread.join()
        raise
    thread.join()


@cache
def _version() -> str:
    """Return the version of the program; a comparison that is in the cache has it, and saves the import."""
    from importlib.metadata import version

    return version("ryabkov-diff")


def _prepare_later_stages(settings: Settings) -> None:
    """Import the stages after `embed`, look for other distributions' detectors and read the word lists."""
    import ryabkov_diff.align
    import ryabkov_diff.detect
    import ryabkov_diff.variants  # noqa: F401  # imported for later
    from ryabkov_diff.detect.patterns import read_lexicons
    from ryabkov_diff.detect.plugins import load_plugins

    read_lexicons()
    if settings.plugins:
        load_plugins()
    _version()


def _make_detectors(settings: Settings) -> tuple[Detector, ...]:
    """Return the detectors that run: the program's own, and those of other distributions."""
    from ryabkov_diff.detect import DETECTORS, load_glossary, make_detectors
    from ryabkov_diff.detect.plugins import load_plugins

    own = DETECTORS if settings.glossary is None else make_detectors(load_glossary(settings.glossary))
    return (*own, *(load_plugins() if settings.plugins else ()))


def _embed_notes(segments: Sequence[Segment], embeddings: Embeddings, embedder: Embedder) -> list[Note]:
    """Say what the embedder could not do."""
    notes = []
    if "engine:lexical" in embedder.name:
        message = "no model was used: statements are linked by their words alone, and what is worded anew may be missed"
        notes.append(Note("lexical-engine", message))
    for index in embeddings.truncated:
        segment = segments[index]
        message = f"{segment.id} is longer than the model reads; its end did not count in the alignment"
        notes.append(Note("truncated", message, segment.article))
    return notes
