"""The pass over a store: read every text, find those that are nearly the same, write what counts as one.

All of it goes into one graph, replaced as a whole in one transaction. No article's own graphs are touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import NamedNode, Quad

from ingest.copies import LEAST, claims
from ingest.copies.grouping import Sketch, group, share, sketch
from ingest.copies.shingles import Hashes, shingles
from ingest.errors import HearsayError, Origin, Problem, StoreError
from ingest.rdf import iri, judged
from ingest.rdf.graph import decimal
from ingest.rdf.vocabulary import HS, PROV, RDF
from ingest.store import Store
from ingest.store.selecting import select
from ingest.validate import render, validate_copies

KEPT = 64
"""Texts whose sequences are kept while they are compared."""

_TEXTS = """
SELECT DISTINCT ?article ?sha256 WHERE { GRAPH ?graph {
  ?graph schema:about ?article . ?article dcterms:hasVersion ?version .
  ?version a hs:ArticleVersion ; hs:textSha256 ?sha256 } }
"""


@dataclass(frozen=True, slots=True)
class Copies:
    """What was found.

    Attributes:
        articles: how many were compared.
        groups: how many groups of two articles or more share their wording.
        copies: how many articles of these another one stands for.
        claims: how many claims another one stands for.
        problems: articles whose text could not be read.
    """

    articles: int
    groups: int
    copies: int
    claims: int
    problems: tuple[Problem, ...] = ()


def texts(store: Store) -> dict[str, list[NamedNode]]:
    """Return the SHA-256 of each text that a store has an article for, with its articles in order."""
    found: dict[str, list[NamedNode]] = defaultdict(list)
    for row in select(store, _TEXTS):
        found[row["sha256"].value].append(row["article"])
    return {sha256: sorted(found[sha256], key=str) for sha256 in sorted(found)}


def mark(
    store: Store,
    articles: Mapping[str, Sequence[NamedNode]],
    least: float = LEAST,
    advance: Callable[[int], None] = lambda _: None,
) -> Copies:
    """Replace the store's graph of copies by what its texts say now.

    Args:
        store: open for writing.
        articles: what `texts` gave.
        least: the share of the shorter text's word sequences that must be in the longer one.
        advance: is told of each text that was read, and of each that was grouped.

    Raises:
        HearsayError: no text at all can be read, or the result does not conform; nothing was written.
        StoreError: the store cannot be read or written; nothing was written.
    """
    sketches, problems = _read(store, articles, advance)

    @lru_cache(maxsize=KEPT)
    def hashes_of(sha256: str) -> Hashes:
        return shingles(store.text(sha256))

    fullest = group(sketches, hashes_of, least, advance)
    groups = _groups(articles, fullest)
    aside = judged.set_aside(store.graph(iri.JUDGEMENTS)) if groups else frozenset()
    of = {article: sha256 for sha256, those in articles.items() for article in those}
    quads = list(_about(least)) if articles else []
    members = repeats = 0
    for standing, *others in groups:
        for article in others:
            members += 1
            quads += _member(article, standing, share(hashes_of(of[article]), hashes_of(of[standing])))
        for claim, first in claims.repeated(store, (standing, *others), aside):
            repeats += 1
            quads.append(Quad(claim, HS.sharesWordingWith, first, iri.COPIES))
    report = validate_copies(quads)
    if not report.conforms:
        raise HearsayError(
            f"What was found does not conform to the shapes; nothing was written.\n{render(report)}",
            "Please report it as a bug in Hearsay.",
        )
    store.replace({iri.COPIES: quads})
    unread = {problem.origin.file for problem in problems}
    compared = sum(article.value not in unread for article in of)
    return Copies(compared, len(groups), members, repeats, problems)


def _read(
    store: Store, articles: Mapping[str, Sequence[NamedNode]], advance: Callable[[int], None]
) -> tuple[list[Sketch], tuple[Problem, ...]]:
    sketches, problems = [], []
    fault: StoreError | None = None
    for sha256, those in articles.items():
        try:
            sketches.append(sketch(sha256, shingles(store.text(sha256))))
        except StoreError as error:
            fault = error
            problems += [_unread(article, error) for article in those]
        advance(1)
    if fault and not sketches:
        raise fault
    return sketches, tuple(problems)


def _unread(article: NamedNode, error: StoreError) -> Problem:
    return Problem(
        Origin(article.value), f"Its text cannot be compared: {error.message}", error.cure, "no-text"
    )


def _groups(articles: Mapping[str, Sequence[NamedNode]], fullest: Mapping[str, str]) -> list[list[NamedNode]]:
    """Return the groups of more than one article, each in order, and in the order of their first."""
    found: dict[str, list[NamedNode]] = defaultdict(list)
    for sha256, of in fullest.items():
        found[of] += articles[sha256]
    groups = [sorted(members, key=str) for members in found.values() if len(members) > 1]
    return sorted(groups, key=lambda members: members[0].value)


def _about(least: float) -> Iterator[Quad]:
    yield Quad(iri.COPIES, RDF.type, PROV.Bundle, iri.COPIES)
    yield Quad(iri.COPIES, HS.leastSharedWording, decimal(least), iri.COPIES)


def _member(article: NamedNode, standing: NamedNode, shared: float) -> Iterator[Quad]:
    yield Quad(article, HS.sharesWordingWith, standing, iri.COPIES)
    yield Quad(article, HS.sharedWording, decimal(shared), iri.COPIES)
