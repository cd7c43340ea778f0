"""`hearsay wikidata build`: from sources to a snapshot's file, in one pass over each source."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.errors import HearsayError, Origin, Problem
from ingest.link import Snapshot, prominence_of
from ingest.link.compiling import compile_snapshot
from ingest.link.entity import About, Entity
from ingest.wikidata.dump import Wanted
from ingest.wikidata.harvest import Progress, harvest_dump, harvest_snapshot
from ingest.wikidata.item import whole_host
from ingest.wikidata.kinds import DEFAULT_KINDS, INTERNAL, Kinds
from ingest.wikidata.merging import merged
from ingest.wikidata.output import check_output
from ingest.wikidata.sources import Source, identify
from ingest.wikidata.staging import SOURCES, Staged, Staging, State

#: Whoever is known in fewer wikis is, for now, more often a namesake than what an article means.
MIN_SITELINKS = 3

LICENCE = "CC0-1.0"

#: Under this name entities of other kinds are counted.
LEFT_OUT = "left out"

#: A language code of Wikidata.
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Options:
    """What of the sources to keep.

    Attributes:
        kinds: of entities; None for `DEFAULT_KINDS` of dumps, and all of snapshots.
        languages: of names and descriptions, the preferred one first.
        min_sitelinks: entities of dumps with fewer site links are left out.
        limit: how many entities to read of each dump, for a trial.
        date: of the facts (``YYYY-MM-DD``), if it is not to be the latest date of change in the sources.
        workers: how many processes read dumps; None for as many as there are cores.
    """

    kinds: tuple[str, ...] | None = None
    languages: tuple[str, ...] = ("en",)
    min_sitelinks: int = MIN_SITELINKS
    limit: int | None = None
    date: str = ""
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a build.

    Attributes:
        counts: entities and lines of each source by what became of them, by the source's name.
        kinds: how many entities of each kind there are now, and how many are of no kind wanted (LEFT_OUT).
        problems: what is wrong with the sources, as far as it was noted.
    """

    digest: str
    counts: dict[str, dict[str, int]]
    kinds: dict[str, int]
    problems: tuple[Problem, ...] = ()

    @property
    def entities(self) -> int:
        """How many entities the snapshot holds."""
        return sum(count for kind, count in self.kinds.items() if kind != LEFT_OUT)


def build(
    given: Sequence[str],
    output: Path,
    options: Options,
    *,
    progress: Progress = lambda source, state: None,
    finishing: Callable[[int], None] = lambda entities: None,
    resume: bool = True,
) -> Report:
    """Build the snapshot `output` from sources, or go on where a build of the same was stopped.

    The number of workers, and interruptions, change nothing in the result.

    Args:
        given: ``shipped``, dumps and snapshots.
        progress: is told how far a source was read.
        finishing: is told how many entities were written.
        resume: whether what a build that was stopped has read is used, and not thrown away.

    Raises:
        HearsayError: a source is none, or a file cannot be written. What was read so far is kept.
    """
    if not given or len(given) > SOURCES:
        raise HearsayError(f"A snapshot is built from 1 to {SOURCES} sources, not {len(given)}.")
    check_output(output)
    sources = [identify(each) for each in given]
    with Staging(staging_of(output), _parameters(sources, options), resume=resume) as staging:
        states = [
            _harvest(source, number, staging, options, progress) for number, source in enumerate(sources)
        ]
        finish = _Finish(staging, options, finishing)
        digest = compile_snapshot(
            output,
            finish.entities(),
            about=_about(sources, states, options),
            classes=finish.classes(),
            terms=finish.terms(),
            demonyms=finish.demonyms(),
            redirects=staging.redirects(),
        )
        staging.remove()
    return Report(
        digest,
        {source.name: state.counts for source, state in zip(sources, states, strict=True)},
        finish.counts,
        tuple(_problems(sources, states)),
    )


def staging_of(output: Path) -> Path:
    """Return where a build of `output` keeps what it has read."""
    return output.with_name(f"{output.name}.staging")


def _harvest(source: Source, number: int, staging: Staging, options: Options, progress: Progress) -> State:
    if source.form == "snapshot":
        return harvest_snapshot(source, number, staging)
    return harvest_dump(
        source,
        number,
        staging,
        Wanted(options.languages, options.min_sitelinks),
        limit=options.limit,
        workers=(os.cpu_count() or 1) if options.workers is None else options.workers,
        progress=progress,
    )


@dataclass(slots=True)
class _Finish:
    """The second half: what is in the staging file, as `compile_snapshot` wants it, in this order."""

    staging: Staging
    options: Options
    told: Callable[[int], None]
    counts: dict[str, int] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _above: set[str] = field(default_factory=set)
    _peoples: list[tuple[int, str, str]] = field(default_factory=list)

    def entities(self) -> Iterator[Entity]:
        """Yield the entities of the kinds wanted, by ascending QID."""
        kinds = Kinds(self.staging.superclasses)
        written = 0
        for found in self.staging.items():
            staged = merged(found)
            kind = staged.kind or kinds.of(staged.item.types)
            if not self._is_wanted(kind, stated=bool(staged.kind)):
                self.counts[LEFT_OUT] = self.counts.get(LEFT_OUT, 0) + 1
                continue
            self.counts[kind] = self.counts.get(kind, 0) + 1
            yield self._noted(staged, kind, is_club=kinds.is_club(staged.item.types))
            written += 1
            if written % 10_000 == 0:
                self.told(written)

    def _is_wanted(self, kind: str, *, stated: bool) -> bool:
        if self.options.kinds is None:
            return stated or kind in DEFAULT_KINDS
        return kind in self.options.kinds and kind != INTERNAL

    def _noted(self, staged: Staged, kind: str, *, is_club: bool) -> Entity:
        """Return the entity, and remember what its facts name."""
        item = staged.item
        self._used.update(item.types, item.occupations, (each.qid for each in item.positions))
        if kind == "place-country":
            self._peoples.extend((-item.sitelinks, item.qid, word) for word in item.demonyms)
        prominence = staged.prominence
        if prominence is None:
            prominence = prominence_of(item.sitelinks, kind, is_club=is_club)
        domain = staged.domain
        if not domain and kind in ("media", "platform"):
            domain = whole_host(item.website)
        entity = item.as_entity(kind, prominence, domain=domain)
        return replace(entity, labels=tuple(each for each in entity.labels if each[0]))

    def classes(self) -> Iterator[tuple[str, str]]:
        """Yield the class hierarchy above what was used."""
        level = set(self._used)
        self._above = set(level)
        while level:
            pairs = sorted((below, above) for below in level for above in self.staging.superclasses(below))
            yield from pairs
            level = {above for _, above in pairs} - self._above
            self._above |= level

    def terms(self) -> Iterator[tuple[str, str]]:
        """Yield the labels of classes, occupations and offices that facts lead to."""
        for qid in sorted(self._above):
            if label := self.staging.label(qid):
                yield qid, label

    def demonyms(self) -> Iterator[tuple[str, str]]:
        """Yield peoples with their country: as snapshots say, then of dumps the best known country first."""
        yield from self.staging.demonyms()
        for _, country, word in sorted(self._peoples):
            yield word, country


def _parameters(sources: Sequence[Source], options: Options) -> dict[str, str]:
    """What must be the same for a build to be gone on with."""
    return {
        "list of sources": "\n".join(f"{source.form} {source.identity}" for source in sources),
        "list of languages": " ".join(options.languages),
        "number of site links": str(options.min_sitelinks),
        "limit": str(options.limit),
    }


def _about(sources: Sequence[Source], states: Sequence[State], options: Options) -> About:
    told: list[str] = []
    licences: list[str] = []
    languages: list[str] = list(options.languages)
    for source in sources:
        told.append(f"{source.name}: {source.identity}")
        if source.form == "snapshot":
            with Snapshot.open(source.path) as snapshot:
                told.extend(snapshot.about.sources)
                licences.append(snapshot.about.licence)
                languages.extend(snapshot.about.languages)
        else:
            licences.append(LICENCE)
    return About(
        date=options.date or max(state.newest[:10] for state in states),
        sources=tuple(dict.fromkeys(told)),
        licence="; ".join(dict.fromkeys(licences)),
        languages=tuple(dict.fromkeys(languages)),
        filters=_filters(sources, states, options),
    )


def _filters(sources: Sequence[Source], states: Sequence[State], options: Options) -> str:
    parts = [f"kinds: {', '.join(options.kinds)}"] if options.kinds is not None else []
    if any(source.form != "snapshot" for source in sources):
        if options.kinds is None:
            parts.append(f"of dumps only {', '.join(DEFAULT_KINDS)}")
        parts.append(f"of dumps at least {options.min_sitelinks} site links")
    if options.limit is not None:
        parts.append(f"the first {options.limit} entities of each dump")
    if any(source.form == "truthy" for source in sources):
        parts.append("positions of truthy dumps have no dates")
    if any("incomplete" in state.counts for state in states):
        parts.append("a source was incomplete")
    return "; ".join(parts)


def _problems(sources: Sequence[Source], states: Sequence[State]) -> Iterator[Problem]:
    for source, state in zip(sources, states, strict=True):
        for line, message in state.problems:
            whole = not message.startswith("is where the file")
            cure = "It was left out." if whole else "Was it downloaded whole? What came before is kept."
            yield Problem(Origin(str(source.path), line), f"This line {message}.", cure, "broken-dump")
