"""The flow: article → extraction → links → graphs → verdict → store, one article at a time.

Nothing here prints; the command line shows the results that these functions give.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import NamedNode

from ingest import enrichment, judging, versions
from ingest.errors import HearsayError, Origin, Problem
from ingest.examining import (
    Analysis,
    Examined,
    SetAside,
    Tools,
    analyse,
    article_of,
    confident,
    entry_id,
    examine,
)
from ingest.judgements import Judgements
from ingest.judging import judge, relink
from ingest.link import Snapshot
from ingest.model import Article, Run
from ingest.rdf import graph, iri
from ingest.sources import LinkedSource
from ingest.store import Store
from ingest.undecided import cluster, review
from ingest.versions import Current

__all__ = [
    "SET_ASIDE",
    "Analysis",
    "Comer",
    "Item",
    "Outcome",
    "Result",
    "Tools",
    "admit",
    "analyse",
    "cluster",
    "confident",
    "ingest",
    "judge",
    "load",
    "relink",
    "retry",
    "review",
    "take_down",
]

FLUSH_EVERY = 50
"""Articles after which the store is made safe against power loss."""


class Outcome(StrEnum):
    """What became of one article."""

    LOADED = "loaded"
    NEW_VERSION = "new version"  # the URL was known, with another text
    RENEWED = "renewed"  # the same text, read by another configuration
    JUDGED = "judged"  # the same text and configuration, but people judged it otherwise since
    UNCHANGED = "unchanged"
    OLDER = "older version"  # replaced before, or dated before the version that is current
    TAKEN_DOWN = "taken down"  # stays away
    QUARANTINED = "quarantined"
    UNREADABLE = "unreadable"


SET_ASIDE = frozenset({Outcome.QUARANTINED, Outcome.UNREADABLE})
"""Outcomes that a run reports by its exit status."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one article or unreadable record.

    Attributes:
        article: its IRI, None if it could not be read.
        problem: why it was set aside, or what is to be known about it.
        analysis: what was found, where it was analysed.
        judged: judgements of it that could not be applied.
    """

    origin: Origin
    outcome: Outcome
    article: str | None = None
    title: str = ""
    problem: Problem | None = None
    analysis: Analysis | None = None
    judged: tuple[Problem, ...] = ()


Item = Article | Problem
"""What reading gives."""


def ingest(
    items: Iterable[Item], store: Store, tools: Tools, *, anew: bool = False
) -> Iterator[Result | Problem]:
    """Load articles into a store, one after the other; a bad one is set aside and never stops the rest.

    Args:
        items: what reading gives.
        store: open for writing.
        tools: what reads the articles.
        anew: whether an article that is there already, as these tools read it, is read again.

    Yields:
        A `Result` for each article and unreadable record, and each warning about one that was read.

    Raises:
        StoreError: the store cannot be written; what was loaded before is intact.
    """
    for number, item in enumerate(items, 1):
        if isinstance(item, Article):
            result = load(item, store, tools, anew=anew)
            yield result
            yield from result.judged
        elif item.fatal:
            yield Result(item.origin, Outcome.UNREADABLE, problem=item)
        else:
            yield item
        if number % FLUSH_EVERY == 0:
            store.flush()
    enrichment.prune(store)
    store.flush()


def load(article: Article, store: Store, tools: Tools, *, anew: bool = False) -> Result:
    """Analyse, validate and store one article, or set it aside with its report.

    Raises:
        StoreError: the store cannot be written; what was loaded before is intact.
    """
    comer = Comer.of(article)
    return admit(
        comer,
        store,
        tools.run,
        tools.judgements,
        tools.snapshot,
        lambda: examine(article, tools),
        anew=anew,
    )


@dataclass(frozen=True, slots=True)
class Comer:
    """An article that comes to a store, as far as that must be known to decide what becomes of it.

    Attributes:
        article: its IRI.
        version: the IRI of this text of it.
        published: its `schema:datePublished`, if it has one.
        sources: what it links to.
    """

    article: NamedNode
    version: NamedNode
    published: str | None
    origin: Origin
    title: str = ""
    sources: tuple[LinkedSource, ...] = ()

    @classmethod
    def of(cls, article: Article) -> Comer:
        """Describe an article that was read."""
        node = iri.article(article)
        version = iri.version(node, article.text_sha256)
        dated = graph.published(article)
        return cls(node, version, dated, article.origin, article.title, article.sources)


def admit(
    comer: Comer,
    store: Store,
    run: Run,
    judgements: Judgements,
    snapshot: Snapshot,
    examined: Callable[[], Examined],
    *,
    anew: bool = False,
) -> Result:
    """Put one article into a store, or its report into the quarantine, unless the store knows better.

    Args:
        comer: the article.
        store: open for writing.
        run: what examines it.
        judgements: those in force, for an article that is there already.
        snapshot: gives the labels of entities that only people thought of.
        examined: gives what becomes of it; called only if that is needed.
        anew: whether it is needed where the store holds the article already, from the same run.

    Raises:
        StoreError: the store cannot be written; what was loaded before is intact.
    """
    node, version = comer.article, comer.version
    before = versions.current(store, node)
    result = _Results(comer)

    if versions.is_buried(store, node):
        return result(Outcome.TAKEN_DOWN, "was taken down before and stays away.")
    if before and before.version != version and _is_older(comer, before, store):
        return result(
            Outcome.OLDER, f"is another text than {_name(before)}, which is newer and stays current."
        )
    unchanged = before and before.version == version and before.run == iri.run(run)
    if before and unchanged and not anew and _has_records(store, comer, before):
        return _judge_again(store, node, judgements, snapshot, result)

    found = examined()
    if isinstance(found, SetAside):
        store.quarantine.put(found.entry)
        return result(Outcome.QUARANTINED, found.message, found.cure, found.analysis, found.entry.reason)

    text = found.analysis.extraction.article.text
    versions.put(store, found.analysis.graphs, text, before, found.record)
    store.quarantine.remove(entry_id(version))
    result = dataclasses.replace(result, judged=found.judged)
    if before is None:
        return result(Outcome.LOADED, analysis=found.analysis)
    if before.version == version:
        return result(Outcome.RENEWED, analysis=found.analysis)
    return result(
        Outcome.NEW_VERSION, f"replaces {_name(before)}: this text is current now.", analysis=found.analysis
    )


def _has_records(store: Store, comer: Comer, before: Current) -> bool:
    """True unless an older Hearsay read the article, or its records are damaged: then it is read again.

    So is one whose text was read before, but not with all that it links to now.
    """
    try:
        if not comer.sources:
            return versions.record(store, comer.article, before) is not None
        kept = versions.kept(store, comer.article, before)
    except HearsayError:
        return False
    return kept is not None and set(comer.sources) <= set(kept.extraction.article.sources)


def _judge_again(
    store: Store, node: NamedNode, judgements: Judgements, snapshot: Snapshot, result: _Results
) -> Result:
    """Apply the judgements to an article that is there already, unless neither it nor they say anything."""
    if not judgements.current and not versions.is_judged(store, node):
        return result(Outcome.UNCHANGED)
    applied = judging.refresh(store, node, judgements, snapshot)
    result = dataclasses.replace(result, judged=tuple(each.problem for each in applied if each.problem))
    changed = any(each.links or each.claims for each in applied)
    return result(Outcome.JUDGED if changed else Outcome.UNCHANGED)


def retry(store: Store, tools: Tools, ids: Iterable[str] = ()) -> Iterator[Result]:
    """Load articles from quarantine again, all of them or those named.

    Raises:
        HearsayError: there is no entry of this id.
    """
    for identifier in tuple(ids) or store.quarantine.ids():
        entry = store.quarantine.get(identifier)
        if entry is None:
            raise HearsayError(
                f"The quarantine has no entry {identifier}.", "`hearsay quarantine` lists them."
            )
        yield load(article_of(entry), store, tools)
    enrichment.prune(store)
    store.flush()


def take_down(store: Store, address: str) -> bool:
    """Remove an article for good: graphs, text, quarantine; its tombstone keeps it from coming back.

    Args:
        store: open for writing.
        address: the article's URL or IRI.

    Returns:
        True if the store held it.
    """
    node = iri.article_at(address)
    for entry in store.quarantine:
        if iri.article(article_of(entry)) == node:
            store.quarantine.remove(entry.id)
    held = versions.take_down(store, node)
    enrichment.prune(store)
    return held


@dataclass(frozen=True, slots=True)
class _Results:
    """Makes the results of one article."""

    comer: Comer
    judged: tuple[Problem, ...] = ()

    def __call__(
        self,
        outcome: Outcome,
        message: str = "",
        cure: str = "",
        analysis: Analysis | None = None,
        code: str = "",
    ) -> Result:
        origin, problem = self.comer.origin, None
        if message:
            fatal = outcome in SET_ASIDE
            problem = Problem(origin, message, cure, code or outcome.value.replace(" ", "-"), fatal)
        node, title = self.comer.article.value, self.comer.title
        return Result(origin, outcome, node, title, problem, analysis, self.judged)


def _is_older(comer: Comer, before: Current, store: Store) -> bool:
    current = before.published.value if before.published else None
    return versions.is_older(comer.published, current, versions.is_buried(store, comer.version))


def _name(version: Current) -> str:
    dated = f" of {version.published.value[:10]}" if version.published else ""
    return f"the version{dated} with SHA-256 {version.sha256[:12]}…"
