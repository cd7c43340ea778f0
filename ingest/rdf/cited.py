"""What an article links to, as quads, and which of it stands with which link of a claim's chain.

The article links words, not claims: so a link of a chain cites what is linked at its own words (who speaks,
by which cue, through which medium) and, for the innermost, at the content. What is embedded after a sentence
is cited only where that sentence names the platform as the medium: "wrote on Telegram:", and then the post.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from ingest.model import Attribution, Claim, Span
from ingest.rdf.vocabulary import HS, RDF, SCHEMA, concept
from ingest.sources import LinkedSource, Standing


def described(
    source: LinkedSource, node: NamedNode, place: NamedNode
) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    """Give the triples of what is linked, known by its address alone, and the one by which words link there.

    Args:
        source: what is linked, and how.
        node: its IRI.
        place: the IRI of the mention of the words.
    """
    yield node, RDF.type, HS.Source
    yield node, SCHEMA.url, NamedNode(source.url)
    yield node, HS.host, Literal(source.host)
    yield node, HS.sourceKind, concept(source.kind)
    yield place, HS.followedBy if source.standing is Standing.EMBED else HS.linksTo, node


def cited(claim: Claim, depth: int, sources: Sequence[LinkedSource]) -> list[str]:
    """Return the addresses that a link of a claim's chain cites, sorted.

    Args:
        claim: whose chain it is.
        depth: which link, from the article inwards.
        sources: what the article links to.
    """
    if not sources:
        return []
    link = claim.chain[depth]
    spans = list(_words(link))
    if depth == len(claim.chain) - 1:
        spans += [span for occurrence in claim.occurrences for span in occurrence]
    return sorted({source.url for source in sources if _is_cited(source, link, spans)})


def _is_cited(source: LinkedSource, link: Attribution, spans: Sequence[Span]) -> bool:
    if source.standing is Standing.EMBED:
        return link.medium is not None and (
            link.medium.name.casefold() in source.platform
            and all(source.start <= span.start and span.end <= source.end for span in link.medium.spans)
        )
    return any(source.start < span.end and span.start < source.end for span in spans)


def _words(link: Attribution) -> Iterator[Span]:
    yield from link.spans
    yield from link.role
    yield from link.cue
    if link.medium:
        yield from link.medium.spans
