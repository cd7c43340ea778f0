"""The flow: article → extraction → links → graphs → verdict → store, one article at a time.

Nothing here prints; the command line shows the results that these functions give.
"""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pyoxigraph import NamedNode

from ingest import __version__, enrichment, grounding, judging, link, validate, versions
from ingest.errors import GroundingError, HearsayError, LanguageError, Origin, Problem, StoreError
from ingest.extract import Extractor
from ingest.judgements import Judgements
from ingest.judging import judge, relink
from ingest.link import Snapshot
from ingest.model import Article, Claim, Extraction, Link, Proposal, Run
from ingest.rdf import graph, iri
from ingest.rdf.graph import ArticleGraphs
from ingest.records import kept as records
from ingest.records.kept import Kept
from ingest.settings import Settings
from ingest.store import Entry, Store
from ingest.undecided import cluster, review
from ingest.versions import Current

__all__ = [
    "SET_ASIDE",
    "Analysis",
    "Item",
    "Outcome",
    "Result",
    "Tools",
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


@dataclass(frozen=True, slots=True)
class Tools:
    """What reads articles: an extractor, a knowledge snapshot, settings, and what people judged."""

    extractor: Extractor
    snapshot: Snapshot
    settings: Settings
    judgements: Judgements = field(default_factory=Judgements)

    @property
    def run(self) -> Run:
        """The configuration as it is recorded in the graph."""
        return Run(
            software=f"hearsay {__version__}",
            model=self.extractor.digest,
            settings=self.settings.digest,
            snapshot=self.snapshot.digest,
        )


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in one article, and the graphs it becomes."""

    extraction: Extraction
    links: tuple[Link, ...]
    proposals: tuple[Proposal, ...]
    graphs: ArticleGraphs


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


def analyse(article: Article, tools: Tools) -> Analysis:
    """Extract, link and write one article as quads, as people judged it.

    Raises:
        LanguageError: the extractor does not read this language.
        GroundingError: what was extracted is not in the text.
    """
    kept = _found(article, tools)
    return _analysis(kept, judging.apply(kept, tools.judgements, tools.snapshot.label_of))


def _found(article: Article, tools: Tools) -> Kept:
    """Extract and link: what the machine finds, before anybody judges it."""
    extraction = confident(tools.extractor.extract(article), tools.settings.min_confidence)
    grounding.check(
        extraction
    )  # before linking, which follows the records' ids; `build` checks the links too
    linking = link.link(extraction, tools.snapshot, threshold=tools.settings.link_threshold)
    return Kept(extraction, tools.run, tools.settings.text, linking.links, linking.proposals)


def _analysis(kept: Kept, outcome: judging.Outcome) -> Analysis:
    return Analysis(kept.extraction, outcome.links, kept.proposals, outcome.graphs)


def confident(extraction: Extraction, minimum: float) -> Extraction:
    """Leave out claims and flat attributions below a confidence, and what only they led to."""
    kept = {claim.id for claim in extraction.claims if claim.confidence >= minimum}
    dropped = [claim for claim in extraction.claims if claim.id not in kept]
    claims = tuple(
        dataclasses.replace(claim, relations=tuple(each for each in claim.relations if each.claim in kept))
        for claim in extraction.claims
        if claim.id in kept
    )
    only_there = _speakers(dropped) - _speakers(claims) - {each.actor for each in extraction.mentions}
    return dataclasses.replace(
        extraction,
        claims=claims,
        attributions=tuple(each for each in extraction.attributions if each.confidence >= minimum),
        actors=tuple(each for each in extraction.actors if each.id not in only_there),
    )


def _speakers(claims: Iterable[Claim]) -> set[str]:
    """Give the ids of those who speak, and of the media that they speak through; not the article itself."""
    links = [link for claim in claims for link in claim.chain[1:]]
    return {link.actor for link in links} | {link.medium.actor for link in links if link.medium}


def ingest(items: Iterable[Item], store: Store, tools: Tools) -> Iterator[Result | Problem]:
    """Load articles into a store, one after the other; a bad one is set aside and never stops the rest.

    Yields:
        A `Result` for each article and unreadable record, and each warning about one that was read.

    Raises:
        StoreError: the store cannot be written; what was loaded before is intact.
    """
    for number, item in enumerate(items, 1):
        if isinstance(item, Article):
            result = load(item, store, tools)
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


def load(article: Article, store: Store, tools: Tools) -> Result:
    """Analyse, validate and store one article, or set it aside with its report.

    Raises:
        StoreError: the store cannot be written; what was loaded before is intact.
    """
    node = iri.article(article)
    version = iri.version(node, article.text_sha256)
    before = versions.current(store, node)
    result = _Results(article, node.value)

    if versions.is_buried(store, node):
        return result(Outcome.TAKEN_DOWN, "was taken down before and stays away.")
    if before and before.version != version and _is_older(article, version, before, store):
        return result(
            Outcome.OLDER, f"is another text than {_name(before)}, which is newer and stays current."
        )
    unchanged = before and before.version == version and before.run == iri.run(tools.run)
    if before and unchanged and _has_records(store, node, before):
        return _judge_again(store, node, tools, result)

    try:
        kept = _found(article, tools)
        outcome = judging.apply(kept, tools.judgements, tools.snapshot.label_of)
        outcome, report = judging.gated(kept, outcome)
        analysis = _analysis(kept, outcome)
    except (LanguageError, GroundingError) as error:
        code = "language" if isinstance(error, LanguageError) else "grounding"
        _set_aside(store, version, article, code, str(error))
        return result(Outcome.QUARANTINED, error.message, error.cure, code=code)
    except Exception as bug:  # noqa: BLE001 - our mistake, and said to be: it must not cost the rest of a run
        _set_aside(store, version, article, "bug", "".join(traceback.format_exception(bug)))
        message = f"made Hearsay fail ({type(bug).__name__}): this is a bug in Hearsay."
        return result(Outcome.QUARANTINED, message, f"Please report it. {_SHOW}", code="bug")
    if not report.conforms:
        _set_aside(store, version, article, "shacl", validate.render(report), validate.as_turtle(report))
        return result(Outcome.QUARANTINED, "does not conform to the shapes.", _SHOW, analysis, code="shacl")

    versions.put(store, analysis.graphs, article.text, before, records.to_bytes(kept))
    store.quarantine.remove(_entry_id(version))
    result = dataclasses.replace(result, judged=outcome.problems)
    if before is None:
        return result(Outcome.LOADED, analysis=analysis)
    if before.version == version:
        return result(Outcome.RENEWED, analysis=analysis)
    return result(
        Outcome.NEW_VERSION, f"replaces {_name(before)}: this text is current now.", analysis=analysis
    )


def _has_records(store: Store, node: NamedNode, before: Current) -> bool:
    """True unless an older Hearsay read the article, or its records are damaged: then it is read again."""
    try:
        return versions.record(store, node, before) is not None
    except StoreError:
        return False


def _judge_again(store: Store, node: NamedNode, tools: Tools, result: _Results) -> Result:
    """Apply the judgements to an article that is there already, unless neither it nor they say anything."""
    if not tools.judgements.current and not versions.is_judged(store, node):
        return result(Outcome.UNCHANGED)
    applied = judging.refresh(store, node, tools.judgements, tools.snapshot)
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
        yield load(_from_json(entry.article), store, tools)
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
        if iri.article(_from_json(entry.article)) == node:
            store.quarantine.remove(entry.id)
    held = versions.take_down(store, node)
    enrichment.prune(store)
    return held


_SHOW = "`hearsay quarantine show` says why."


@dataclass(frozen=True, slots=True)
class _Results:
    """Makes the results of one article."""

    article: Article
    iri: str
    judged: tuple[Problem, ...] = ()

    def __call__(
        self,
        outcome: Outcome,
        message: str = "",
        cure: str = "",
        analysis: Analysis | None = None,
        code: str = "",
    ) -> Result:
        problem = None
        if message:
            fatal = outcome in SET_ASIDE
            problem = Problem(
                self.article.origin, message, cure, code or outcome.value.replace(" ", "-"), fatal
            )
        return Result(
            self.article.origin, outcome, self.iri, self.article.title, problem, analysis, self.judged
        )


def _is_older(article: Article, version: NamedNode, before: Current, store: Store) -> bool:
    """Decide by date; between texts of one date, or without one, by what was replaced before."""
    if article.date and before.published:
        mine, theirs = graph.date_time(article.date).value, before.published.value
        if mine != theirs:
            return mine < theirs
    return versions.is_buried(store, version)


def _name(version: Current) -> str:
    dated = f" of {version.published.value[:10]}" if version.published else ""
    return f"the version{dated} with SHA-256 {version.sha256[:12]}…"


def _set_aside(
    store: Store, version: NamedNode, article: Article, code: str, text: str, turtle: str | None = None
) -> None:
    report = {"origin": str(article.origin), "title": article.title, "url": article.url}
    store.quarantine.put(Entry(_entry_id(version), code, _as_json(article), report, text, turtle))


def _entry_id(version: NamedNode) -> str:
    return version.value.rsplit("/", 1)[-1]


def _as_json(article: Article) -> dict[str, Any]:
    return dataclasses.asdict(article)


def _from_json(record: Mapping[str, Any]) -> Article:
    return Article(**{**record, "authors": tuple(record["authors"]), "origin": Origin(**record["origin"])})
