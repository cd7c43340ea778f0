"""How far to trust what is shown: a few figures that stand in the metadata of every export and answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from heapq import nsmallest

from pyoxigraph import NamedNode

from ingest import versions
from ingest.export.counting import Counts, count_what_is_claimed
from ingest.rdf import iri
from ingest.store import Store

SAMPLE = 50
"""Articles that are read for a quick estimate."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure.

    Attributes:
        key: a short name for machines, the end of its metric's IRI.
        name: what it is, for people.
        value: the figure; shares and means to three decimals.
    """

    key: str
    name: str
    value: Decimal

    @property
    def number(self) -> int | float:
        """The figure as JSON has it."""
        return int(self.value) if self.value == self.value.to_integral_value() else float(self.value)


def measures(counts: Counts, aside: int | None = None) -> list[Measure]:
    """Return what there is to be said.

    Args:
        counts: of what is shown.
        aside: how many articles were set aside because the extractor does not read their language; None where
            that is not known, as of part of a store.
    """
    found = []
    if counts.claims:
        found += [
            Measure("mean-confidence", "mean confidence of claims", _share(counts.confidence, counts.claims)),
            Measure(
                "low-confidence",
                "share of claims with a confidence below 0.5",
                _share(counts.doubtful, counts.claims),
            ),
            Measure(
                "judged", "share of claims that people judged", _share(len(counts.judged), counts.claims)
            ),
        ]
    if counts.decided:
        found.append(
            Measure(
                "not-linked", "share of actors that are not linked", _share(counts.unlinked, counts.decided)
            )
        )
    if aside is not None:
        found.append(Measure("language-not-covered", "articles set aside for their language", Decimal(aside)))
    return found


def set_aside_for_language(store: Store) -> int:
    """Count the articles that were set aside because the extractor does not read their language."""
    return sum(entry.reason == "language" for entry in store.quarantine)


def of_all(store: Store) -> Counts:
    """Count what is claimed in a store; reads all of it."""
    return count_what_is_claimed(store, _graphs(versions.articles(store)))


def estimated(store: Store, size: int = SAMPLE) -> tuple[Counts, int]:
    """Count what is claimed in a sample of articles, and return how many articles there are.

    The sample is that of the smallest hashes: the same for the same articles.
    """
    articles = list(versions.articles(store))
    chosen = nsmallest(size, articles, key=lambda article: hashlib.sha256(article.value.encode()).digest())
    counts = count_what_is_claimed(store, _graphs(chosen))
    counts.judged = {claim for claim in counts.judged if iri.article_above(claim) in set(chosen)}
    return counts, len(articles)


def sentence(counts: Counts, total: int) -> str:
    """Say it to people.

    Args:
        counts: of all articles, or of a sample.
        total: how many articles there are.
    """
    said = {each.key: each.value for each in measures(counts)}
    languages = ", ".join(sorted(counts.languages))
    parts = []
    if "mean-confidence" in said:
        parts.append(f"mean confidence {said['mean-confidence']:.2f}, {said['low-confidence']:.0%} below 0.5")
    if "not-linked" in said:
        parts.append(f"{said['not-linked']:.0%} of actors are not linked")
    if "judged" in said:
        share = f"{said['judged']:.1%}" if said["judged"] else "none"
        parts.append(f"{share} of the claims judged by people")
    sampled = counts.articles < total
    whole = f"{counts.claims:,} claims in {total:,} articles ({languages})"
    if sampled:
        whole = (
            f"{total:,} articles; in a sample of {counts.articles:,} ({languages}), {counts.claims:,} claims"
        )
    return f"The store: {'; '.join([whole, *parts])}. `hearsay audit draw` draws claims to check."


def _graphs(articles: Iterable[NamedNode]) -> Iterator[NamedNode]:
    for article in articles:
        yield iri.graph(article)
        yield iri.links_graph(article)
    yield iri.JUDGEMENTS


def _share(part: Decimal | int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(Decimal("0.001"))
