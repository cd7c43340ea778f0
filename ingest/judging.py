"""What people judged, applied to the articles of a store, without extracting anything again.

A store keeps what the machine found (`ingest.records.kept`). From that and the judgements in force everything
else follows, so that a judgement taken back leaves the store as if it had never been made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from ingest import __version__, enrichment, link, validate, versions
from ingest.corrections import correct, of_the_machines, problem
from ingest.decisions import decide
from ingest.errors import Origin, Problem
from ingest.judgements import Aspect, Judgement, Judgements
from ingest.judgements.record import NAME
from ingest.judgements.review import Applied
from ingest.link import Snapshot
from ingest.model import Link
from ingest.rdf import corrected, graph, iri, judged
from ingest.rdf.graph import ArticleGraphs
from ingest.rdf.vocabulary import HS, RDFS
from ingest.records import kept as records
from ingest.records.kept import Kept
from ingest.settings import Settings
from ingest.store import Store
from ingest.text import normalise_wording

Progress = Callable[[int, int], None]
"""Is told how many articles are done, of how many."""

LabelOf = Callable[[str], str | None]
"""Gives the label of an entity by its QID, or None."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an article's records and the judgements in force come to.

    Attributes:
        links: the links in force.
        graphs: the article's, with its corrections and the judgements in use.
        problems: judgements that could not be applied.
    """

    links: tuple[Link, ...]
    graphs: ArticleGraphs
    problems: tuple[Problem, ...]


def apply(kept: Kept, judgements: Judgements, label_of: LabelOf = lambda _: None) -> Outcome:
    """Write an article as the machine found it and people judged it.

    Args:
        kept: what the machine found.
        judgements: those in force.
        label_of: gives the labels of entities that only people thought of, from the snapshot that the article
            was linked by: the same records and snapshot give the same graphs.

    Raises:
        GroundingError: what was extracted is not in the text.
    """
    extraction, run, level = kept.extraction, kept.run, kept.text_level
    judgements = of_the_machines(judgements)
    names = graph.iris(extraction)
    corrections = correct(extraction, judgements, names)
    whole = dataclasses.replace(
        extraction,
        actors=extraction.actors + corrections.actors,
        mentions=extraction.mentions + corrections.mentions,
    )
    everybody = {**names, **{actor.id: corrections.iris[actor.id] for actor in corrections.actors}}
    decisions = decide(whole.actors, kept.links, kept.proposals, judgements, everybody, label_of)
    graphs = graph.build(extraction, (), run, level, names)
    links = graph.Writer(whole, run, level, everybody).decided(decisions.links)
    graphs = dataclasses.replace(
        graphs,
        links=graph.in_graph(links, iri.links_graph(graphs.article)),
        corrections=corrected.build(
            whole,
            corrections.claims,
            {**names, **corrections.iris},
            {claim.id: names[claim.id] for claim in corrections.claims},
            corrections.rejected,
            run,
            level,
        ),
        judgements=judged.build((*decisions.judgements, *corrections.agreed), corrections.overruling),
    )
    orphans = _orphans(graphs.article, judgements, {each.value for each in everybody.values()})
    return Outcome(decisions.links, graphs, (*corrections.problems, *orphans))


def gated(kept: Kept, outcome: Outcome) -> tuple[Outcome, validate.Report]:
    """Hold what judgements come to against the shapes; what they break is applied without them.

    Args:
        kept: what the machine found.
        outcome: what `apply` made of it.

    Raises:
        GroundingError: what was extracted is not in the text.
    """
    report = validate.validate(outcome.graphs.quads, text_level=kept.text_level)
    if report.conforms or not outcome.graphs.judgements:
        return outcome, report
    plain = apply(kept, Judgements())
    without = validate.validate(plain.graphs.quads, text_level=kept.text_level)
    if not without.conforms:
        return outcome, report
    fault = Problem(
        Origin(outcome.graphs.article.value),
        f"What was judged of this article does not conform to the shapes: {report.findings[0].message}",
        "Correct or withdraw the judgements of this article; none of them was applied.",
        "judgement",
        fatal=False,
    )
    return dataclasses.replace(plain, problems=(*outcome.problems, fault)), without


def _no_progress(done: int, total: int) -> None:
    pass


def judge(
    store: Store,
    judgements: Judgements,
    snapshot: Snapshot | None = None,
    progress: Progress = _no_progress,
) -> Iterator[Applied]:
    """Apply judgements to the articles that they concern, each in one transaction.

    Interrupted at any point, the same call goes on. Nothing is told of an article that stays as it was.

    Args:
        store: open for writing.
        judgements: those in force.
        snapshot: gives the labels of entities that only people thought of, to articles linked by it.
        progress: is told how far it is.

    Raises:
        StoreError: the store cannot be read or written; what was applied before stays.
    """
    concerned = sorted(_concerned(store, judgements), key=str)
    for number, article in enumerate(concerned, 1):
        yield from refresh(store, article, judgements, snapshot)
        progress(number, len(concerned))
    enrichment.prune(store)
    store.flush()


def refresh(
    store: Store, article: NamedNode, judgements: Judgements, snapshot: Snapshot | None = None
) -> list[Applied]:
    """Apply judgements to one article; say what changed, and what could not be applied.

    Raises:
        StoreError: the store cannot be read or written; nothing was changed.
    """
    before = versions.current(store, article)
    if before is None:
        return []
    kept = versions.kept(store, article, before)
    if kept is None:
        return [Applied(article.value, problem=_without_records(article))]
    return _put(store, kept, before, judgements, snapshot)


def relink(
    store: Store,
    snapshot: Snapshot,
    settings: Settings,
    judgements: Judgements,
    progress: Progress = _no_progress,
) -> Iterator[Applied]:
    """Link every article again by another knowledge snapshot, from its records.

    Articles that other settings made are left alone and told of: linking alone would not make them what these
    settings make. An article that is linked by this snapshot already only follows the judgements, so that the
    same call goes on where an earlier one was stopped.

    Args:
        store: open for writing.
        snapshot: what to link by.
        settings: those that the articles were ingested with.
        judgements: those in force.
        progress: is told how far it is.

    Yields:
        What became of each article, and what could not be done.

    Raises:
        StoreError: the store cannot be read or written; what was linked before stays.
    """
    articles = tuple(versions.articles(store))
    for number, article in enumerate(articles, 1):
        yield from _linked_again(store, article, snapshot, settings, judgements)
        progress(number, len(articles))
    enrichment.prune(store)
    store.flush()


def _linked_again(
    store: Store, article: NamedNode, snapshot: Snapshot, settings: Settings, judgements: Judgements
) -> list[Applied]:
    before = versions.current(store, article)
    kept = versions.kept(store, article, before) if before else None
    if before is None or kept is None:
        return [Applied(article.value, problem=_without_records(article))]
    if kept.run.settings != settings.digest:
        return [Applied(article.value, problem=_other_settings(article))]
    run = dataclasses.replace(kept.run, software=f"hearsay {__version__}", snapshot=snapshot.digest)
    if run == kept.run:
        return _put(store, kept, before, judgements, snapshot) or [Applied(article.value)]
    linking = link.link(kept.extraction, snapshot, threshold=settings.link_threshold)
    again = dataclasses.replace(kept, run=run, links=linking.links, proposals=linking.proposals)
    return _put(store, again, before, judgements, snapshot, records.to_bytes(again))


def _put(
    store: Store,
    kept: Kept,
    before: versions.Current,
    judgements: Judgements,
    snapshot: Snapshot | None,
    record: bytes | None = None,
) -> list[Applied]:
    stored = versions.graphs_of(store, iri.article(kept.extraction.article))
    outcome = apply(kept, judgements, _label_of(kept, snapshot, stored))
    if record is None and stored == _in_store(outcome.graphs):  # and so held against the shapes before
        return [Applied(outcome.graphs.article.value, problem=each) for each in outcome.problems]
    outcome, report = gated(kept, outcome)
    graphs, article = outcome.graphs, outcome.graphs.article.value
    told = [Applied(article, problem=each) for each in outcome.problems]
    if not report.conforms:
        fault = Problem(
            Origin(article),
            f"Its records do not conform to the shapes: {report.findings[0].message}",
            "Ingest the article again.",
            "shacl",
        )
        return [*told, Applied(article, problem=fault)]
    if stored == _in_store(graphs) and record is None:
        return told
    versions.put(store, graphs, kept.extraction.article.text, before, record)
    new = set(graphs.quads)
    return [Applied(article, _links(stored ^ new), _claims(stored ^ new)), *told]


def _in_store(graphs: ArticleGraphs) -> set[Quad]:
    """Return the quads as `versions.graphs_of` gives them."""
    return {quad for quad in graphs.quads if quad.graph_name != iri.RUNS}


def _label_of(kept: Kept, snapshot: Snapshot | None, stored: set[Quad]) -> LabelOf:
    """Look labels up in the article's own snapshot; where that is not at hand, those that it has stay."""
    if snapshot and snapshot.digest == kept.run.snapshot:
        return snapshot.label_of
    return labels_in(stored)


def labels_in(stored: Iterable[Quad]) -> LabelOf:
    """Give the labels that graphs have of entities."""
    labels = {
        quad.subject: quad.object.value
        for quad in stored
        if quad.predicate == RDFS.label and isinstance(quad.object, Literal)
    }
    return lambda qid: labels.get(iri.entity(qid))


def _links(changed: set[Quad]) -> int:
    """Count the link decisions among changed quads, but not those that say the same by another snapshot."""
    told = {HS.entity, HS.method, HS.score, HS.referent, HS.judgement}
    return len({quad.subject for quad in changed if quad.predicate in told})


def _claims(changed: set[Quad]) -> int:
    """Count the machine's claims that are set aside or restored, or corrected into something else."""
    return len({quad.object for quad in changed if quad.predicate in (HS.setsAside, HS.correctionOf)})


def _concerned(store: Store, judgements: Judgements) -> set[NamedNode]:
    """Find the articles that judgements speak of, but for those that already say so.

    A judgement of a name, or of an outlet, is looked after in every article that has it and does not use it:
    a run that was interrupted has applied it to some.
    """
    judgements = of_the_machines(judgements)
    in_use = versions.judgements_in_use(store)
    current = {iri.judgement(each): each for each in judgements.current}
    found = {article for node in in_use.keys() - current.keys() for article in in_use[node]}
    names, outlets = set[str](), set[str]()
    settled: dict[str, set[NamedNode]] = {}  # where nothing of the same name or outlet could say otherwise
    for node, judgement in current.items():
        article, subject = iri.article_above(judgement.subject), judgement.subject
        if article:
            if node not in in_use:
                found.add(article)
            continue
        if subject.startswith(NAME):
            subject = normalise_wording(subject.removeprefix(NAME))
            names.add(subject)
        else:
            outlets.add(subject)
        if judgement.aspect is Aspect.ENTITY:
            settled[subject] = in_use.get(node, set())
    if names or outlets:
        found |= versions.articles_naming(store, names, outlets, settled)
    return found & set(versions.articles(store))  # a colleague's file speaks of many that are not here


def _orphans(article: NamedNode, judgements: Judgements, known: set[str]) -> Iterable[Problem]:
    """Say which judgements are about actors or claims that the article no longer has."""
    for each in _by_article(judgements).get(article, ()):
        if each.subject not in known:
            yield problem(
                each,
                "The article has no such actor or claim: it has changed since, or was read in another way.",
                "It stays in the file, and counts again if the article does; withdraw it if it never will.",
                "orphaned",
            )


@lru_cache(maxsize=2)
def _by_article(judgements: Judgements) -> Mapping[NamedNode, Sequence[Judgement]]:
    """Sort judgements by the article that their actor or claim lies below."""
    found: dict[NamedNode, list[Judgement]] = {}
    for each in judgements.current:
        article = iri.article_above(each.subject)
        if article:
            found.setdefault(article, []).append(each)
    return found


def _without_records(article: NamedNode) -> Problem:
    return Problem(
        Origin(article.value),
        "Nothing was kept of how this article was read: an older Hearsay ingested it.",
        "Ingest it again with `hearsay ingest`; then judgements and another snapshot can be applied to it.",
        "no-records",
        fatal=False,
    )


def _other_settings(article: NamedNode) -> Problem:
    return Problem(
        Origin(article.value),
        "It was ingested with other settings than these.",
        "Use those settings, or ingest it again with `hearsay ingest`.",
        "other-settings",
        fatal=False,
    )
