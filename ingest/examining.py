"""What becomes of one article, whatever any store holds: extract, link, judge, write as graphs, validate.

    article ──find──▶ what the machine found ──weigh──▶ conforming graphs │ set aside with a report

Everything here depends on the article and the tools alone, so that the same article gives the same on one
machine and on a hundred.
"""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from ingest import __version__, grounding, judging, link, validate
from ingest.errors import GroundingError, LanguageError, Origin, Problem
from ingest.judgements import Judgements
from ingest.judging import LabelOf
from ingest.link import Snapshot
from ingest.model import Article, Claim, Extraction, Link, Proposal, Run
from ingest.rdf import iri
from ingest.rdf.graph import ArticleGraphs
from ingest.records import kept as records
from ingest.records.kept import Kept
from ingest.settings import Settings
from ingest.sources import LinkedSource, SourceKind, Standing
from ingest.store import Entry

if TYPE_CHECKING:
    from ingest.extract import Extractor


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

    def extract(self, article: Article) -> Extraction:
        """Extract everything from an article.

        What already says who claims what needs no model, and is read in any language.

        Raises:
            LanguageError: the extractor does not read this language.
        """
        from ingest.extract import extract_review  # costly: only where something is extracted

        return extract_review(article) or self.extractor.extract(article)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in one article, and the graphs it becomes."""

    extraction: Extraction
    links: tuple[Link, ...]
    proposals: tuple[Proposal, ...]
    graphs: ArticleGraphs


@dataclass(frozen=True, slots=True)
class Conforming:
    """An article whose graphs conform to the shapes.

    Attributes:
        record: what the store keeps of it beside the graphs.
        judged: judgements of it that could not be applied.
    """

    analysis: Analysis
    record: bytes
    judged: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """An article that is set aside.

    Attributes:
        entry: for the quarantine.
        message: why, as a sentence without its subject.
        cure: what to do about it.
        analysis: what was found, None where that failed.
    """

    entry: Entry
    message: str
    cure: str
    analysis: Analysis | None = None


Examined = Conforming | SetAside
"""What became of one article."""


def extractor(name: str, threads: int | None = None) -> Extractor:
    """Return the extractor of a name (`settings.EXTRACTORS`); its result does not depend on the threads."""
    from ingest.extract import RuleExtractor, TrainedExtractor  # costly: only where something is extracted

    return RuleExtractor() if name == "rules" else TrainedExtractor(threads=threads)


def examine(article: Article, tools: Tools) -> Examined:
    """Extract, link, judge, write and validate one article; a bad one is set aside, and never raises."""
    try:
        return weigh(find(article, tools), tools.judgements, tools.snapshot.label_of)
    except (LanguageError, GroundingError) as error:
        code = "language" if isinstance(error, LanguageError) else "grounding"
        return SetAside(_entry(article, code, str(error)), error.message, error.cure)
    except Exception as bug:  # noqa: BLE001 - our mistake, and said to be: it must not cost the rest of a run
        message = f"made Hearsay fail ({type(bug).__name__}): this is a bug in Hearsay."
        entry = _entry(article, "bug", "".join(traceback.format_exception(bug)))
        return SetAside(entry, message, f"Please report it. {_SHOW}")


def weigh(kept: Kept, judgements: Judgements, label_of: LabelOf = lambda _: None) -> Examined:
    """Write what was found in an article as quads, as people judged it, and hold it against the shapes.

    Raises:
        GroundingError: what was extracted is not in the text.
    """
    outcome, report = judging.gated(kept, judging.apply(kept, judgements, label_of))
    analysis = _analysis(kept, outcome)
    if report.conforms:
        return Conforming(analysis, records.to_bytes(kept), outcome.problems)
    article = kept.extraction.article
    entry = _entry(article, "shacl", validate.render(report), validate.as_turtle(report))
    return SetAside(entry, "does not conform to the shapes.", _SHOW, analysis)


def analyse(article: Article, tools: Tools) -> Analysis:
    """Extract, link and write one article as quads, as people judged it.

    Raises:
        LanguageError: the extractor does not read this language.
        GroundingError: what was extracted is not in the text.
    """
    kept = find(article, tools)
    return _analysis(kept, judging.apply(kept, tools.judgements, tools.snapshot.label_of))


def find(article: Article, tools: Tools) -> Kept:
    """Extract and link: what the machine finds, before anybody judges it.

    Raises:
        LanguageError: the extractor does not read this language.
        GroundingError: what was extracted is not in the text.
    """
    extraction = confident(tools.extract(article), tools.settings.min_confidence)
    grounding.check(
        extraction
    )  # before linking, which follows the records' ids; `build` checks the links too
    linking = link.link(extraction, tools.snapshot, threshold=tools.settings.link_threshold)
    return Kept(extraction, tools.run, tools.settings.text, linking.links, linking.proposals)


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


def entry_id(version: NamedNode) -> str:
    """Name the quarantine's entry of an article's version."""
    return version.value.rsplit("/", 1)[-1]


def article_of(entry: Entry) -> Article:
    """Return the article that was set aside, as it was read."""
    record: Mapping[str, Any] = entry.article
    sources = tuple(
        LinkedSource(**{**each, "kind": SourceKind(each["kind"]), "standing": Standing(each["standing"])})
        for each in record.get("sources", ())  # which an older Hearsay did not keep
    )
    authors, origin = tuple(record["authors"]), Origin(**record["origin"])
    return Article(**{**record, "authors": authors, "sources": sources, "origin": origin})


_SHOW = "`hearsay quarantine show` says why."


def _entry(article: Article, code: str, text: str, turtle: str | None = None) -> Entry:
    version = iri.version(iri.article(article), article.text_sha256)
    report = {"origin": str(article.origin), "title": article.title, "url": article.url}
    return Entry(entry_id(version), code, dataclasses.asdict(article), report, text, turtle)


def _analysis(kept: Kept, outcome: judging.Outcome) -> Analysis:
    return Analysis(kept.extraction, outcome.links, kept.proposals, outcome.graphs)


def _speakers(claims: Iterable[Claim]) -> set[str]:
    """Give the ids of those who speak, and of the media that they speak through; not the article itself."""
    links = [link for claim in claims for link in claim.chain[1:]]
    return {link.actor for link in links} | {link.medium.actor for link in links if link.medium}
