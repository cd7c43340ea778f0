"""An article's claims as people corrected them, to quads: a graph of its own beside the machine's.

It is written like the machine's and holds all that a question about a claim needs, since no path leads from
one graph to another: the article with its publisher, the claims with their chains and anchors, who speaks.
That it is an article stands in the article's graph alone, so that nobody counts it twice.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode, Quad

from ingest import grounding
from ingest.model import Claim, Extraction, Run, TextLevel
from ingest.rdf import iri
from ingest.rdf.graph import RELATIONS, Triple, Writer, in_graph
from ingest.rdf.vocabulary import HS


def build(
    extraction: Extraction,
    corrected: Sequence[Claim],
    names: Mapping[str, NamedNode],
    originals: Mapping[str, NamedNode],
    rejected: Container[str],
    run: Run,
    text_level: TextLevel,
) -> tuple[Quad, ...]:
    """Write corrected claims in the graph ``<article>/corrections``; nothing if there are none.

    Args:
        extraction: the machine's, with the actors and mentions that people added.
        corrected: claims that take the place of those of the same ids.
        names: the IRI of each claim and actor by id: of a corrected claim the corrected one's.
        originals: the IRI of the machine's claim by the id of a corrected one.
        rejected: the ids of the machine's claims that do not count.
        run: which made the machine's.
        text_level: at which the machine's were written.

    Raises:
        GroundingError: something is not in the text (`ingest.grounding`).
    """
    if not corrected:
        return ()
    changed = {claim.id: claim for claim in corrected}
    claims = tuple(changed.get(claim.id, claim) for claim in extraction.claims)
    whole = Extraction(extraction.article, claims, (), extraction.mentions, extraction.actors)
    grounding.check(whole)
    writer = _Corrected(whole, run, text_level, names)
    return in_graph(writer.written(originals, rejected), iri.corrections_graph(writer.article))


class _Corrected(Writer):
    def written(self, originals: Mapping[str, NamedNode], rejected: Container[str]) -> Iterator[Triple]:
        yield from self._about_graph(iri.corrections_graph(self.article))
        yield from self._about_article(self._extraction.article)
        speaking = {self._publisher.id} if self._publisher else set()
        linked = set[str]()
        for claim in self._extraction.claims:
            if claim.id in originals:
                yield from self._claim(claim)
                yield self._iris[claim.id], HS.correctionOf, originals[claim.id]
                speaking |= _actors(claim) | {self._mentioned[mention] for mention in claim.about}
                linked |= self._linked(claim)
            elif claim.id not in rejected and any(
                relation.claim in originals for relation in claim.relations
            ):
                yield from self._carried(claim, originals)
                speaking |= _actors(claim)
                linked |= self._linked(claim)
        for actor in self._extraction.actors:
            if actor.id in speaking:
                yield from self._actor(actor)
        for mention in self._extraction.mentions:
            if mention.actor in speaking:
                yield from self._mention(mention)
        for source in self._extraction.article.sources:
            if source.url in linked:
                yield from self._source(source)

    def _linked(self, claim: Claim) -> set[str]:
        return {url for depth in range(len(claim.chain)) for url in self._cited(claim, depth)}

    def _carried(self, claim: Claim, originals: Mapping[str, NamedNode]) -> Iterator[Triple]:
        """Give the link of a claim that stays as it is, but disputes, say, one that was corrected."""
        depth = len(claim.chain) - 1
        yield from self._attribution(claim, depth, claim.chain[depth])
        node = self._link_node(claim, depth)
        for relation in claim.relations:
            if relation.claim in originals:
                yield node, RELATIONS[relation.type], self._iris[relation.claim]
                yield from self._anchored(node, HS.evidence, relation.evidence)


def _actors(claim: Claim) -> set[str]:
    media = {link.medium.actor for link in claim.chain if link.medium}
    return {link.actor for link in claim.chain} | media
