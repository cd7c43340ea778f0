"""What is left for people to judge: whom nothing links, and who may be one person in several articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from ingest import clusters, versions
from ingest.clusters import Appearance
from ingest.corrections import correct, of_the_machines
from ingest.decisions import decide
from ingest.judgements import Judgement, Judgements
from ingest.judgements.review import Undecided
from ingest.model import Actor, Extraction
from ingest.rdf import graph
from ingest.records.kept import Kept
from ingest.store import Store

CONTEXT = 60
"""Characters of the article on either side of a name that is to be judged."""


def review(
    store: Store,
    judgements: Judgements,
    *,
    linked: bool = False,
    among: Iterable[NamedNode] | None = None,
) -> Iterator[Undecided]:
    """Give the named actors of whom nobody judged, article by article.

    Args:
        store: what the machine found.
        judgements: those in force.
        linked: also those whom the machine has linked.
        among: the articles to look into; all if it is None.
    """
    for article, kept in versions.kept_records(store, among):
        for each in _undecided(article, kept, judgements):
            if linked or not (each.link and each.link.qid):
                yield each


def cluster(
    store: Store,
    judgements: Judgements,
    when: str,
    who: str,
    among: Iterable[NamedNode] | None = None,
) -> tuple[Judgement, ...]:
    """Propose which actors of several articles, linked to no entity, are one person (`ingest.clusters`).

    Args:
        store: what the machine found.
        judgements: those in force; identities among them are kept to, and extended.
        when: of the judgements that are proposed, ISO 8601.
        who: of the judgements that are proposed.
        among: the articles to look into; all if it is None.
    """
    return clusters.propose(_appearances(store, of_the_machines(judgements), among), when, who)


def _appearances(
    store: Store, judgements: Judgements, among: Iterable[NamedNode] | None
) -> Iterator[Appearance]:
    for article, kept in versions.kept_records(store, among):
        names = graph.iris(kept.extraction)
        decided = decide(kept.extraction.actors, kept.links, kept.proposals, judgements, names).links
        yield from clusters.appearances(article.value, kept.extraction, decided, names)


def _undecided(article: NamedNode, kept: Kept, judgements: Judgements) -> Iterator[Undecided]:
    extraction = kept.extraction
    judgements = of_the_machines(judgements)
    names = graph.iris(extraction)
    rejected = correct(extraction, judgements, names).rejected
    decided = decide(extraction.actors, kept.links, kept.proposals, judgements, names).links
    links = {each.actor: each for each in decided}
    for actor in extraction.actors:
        decision = links.get(actor.id)
        if actor.unnamed or (decision and decision.judgement):
            continue
        yield Undecided(
            names[actor.id].value,
            actor.name,
            actor.kind,
            sum(
                any(actor.id in (each.actor, each.medium and each.medium.actor) for each in claim.chain)
                for claim in extraction.claims
                if claim.id not in rejected
            ),
            article.value,
            extraction.article.title,
            extraction.article.date,
            _context(extraction, actor),
            decision,
            tuple(each for each in kept.proposals if each.actor == actor.id),
        )


def _context(extraction: Extraction, actor: Actor) -> str:
    """Give the words around the first place that names an actor, as one line."""
    places = [each.span for each in extraction.mentions if each.actor == actor.id]
    if not places:
        return ""
    first, text = min(places), extraction.article.text
    around = text[max(0, first.start - CONTEXT) : first.end + CONTEXT]
    return " ".join(around.split())
