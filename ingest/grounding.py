"""The gate before the graph: what does not hold together or is not in the text goes no further.

Every extractor's output passes here, whoever made it. SHACL can check that anchors are present, in order and
within bounds; only code can hold them against the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.errors import GroundingError
from ingest.model import Attribution, Claim, Extraction, Link, Span, Spans


def check(extraction: Extraction, links: Iterable[Link] = ()) -> None:
    """Check that all spans lie within the text and all identifiers lead somewhere.

    Raises:
        GroundingError: naming the record and the fault.
    """
    length = len(extraction.article.text)
    actors = _unique("actor", (actor.id for actor in extraction.actors))
    mentions = _unique("mention", (mention.id for mention in extraction.mentions))
    claims = _unique("claim", (claim.id for claim in extraction.claims))

    _unique("claim, actor or mention", (*actors, *mentions, *claims))

    for source in extraction.article.sources:
        _within((Span(source.start, source.end),), length, f"the link to {source.url}")
    for mention in extraction.mentions:
        _within((mention.span,), length, f"mention {mention.id}")
        _known(mention.actor, actors, f"mention {mention.id}", "actor")
    for claim in extraction.claims:
        where = f"claim {claim.id}"
        if not claim.chain or not claim.occurrences:
            raise GroundingError(f"{where} has no chain or no place in the text.")
        for name, spans in _spans_of_claim(claim):
            _within(spans, length, f"{name} of {where}")
        for occurrence in claim.occurrences:
            if not occurrence:
                raise GroundingError(f"{where} has an occurrence without a span.")
        for position, link in enumerate(claim.chain):
            _check_attribution(link, position, actors, length, f"link {position} of {where}")
        for identifier in claim.about:
            _known(identifier, mentions, where, "mention")
        for relation in claim.relations:
            _known(relation.claim, claims, f"a relation of {where}", "claim")
    for number, flat in enumerate(extraction.attributions, 1):
        for spans in (flat.source, flat.cue, flat.content):
            _within(spans, length, f"attribution {number}")
    for decision in links:
        _known(decision.actor, actors, "a link", "actor")
        if decision.mention is not None:
            _known(decision.mention, mentions, "a link", "mention")


def _check_attribution(
    link: Attribution, position: int, actors: frozenset[str], length: int, where: str
) -> None:
    _known(link.actor, actors, where, "actor")
    if position == 0 and (link.cue or link.spans):
        raise GroundingError(
            f"{where} is the article's own voice and must have no cue and no speaker's words."
        )
    if link.medium:
        _known(link.medium.actor, actors, f"the medium of {where}", "actor")
        if not link.medium.spans:
            raise GroundingError(f"the medium of {where} is not grounded in the text.")
    for spans in (link.spans, link.role, link.cue, link.medium.spans if link.medium else ()):
        _within(spans, length, where)


def _spans_of_claim(claim: Claim) -> Iterator[tuple[str, Spans]]:
    for occurrence in claim.occurrences:
        yield "occurrence", occurrence
    for marker in claim.cues:
        yield f"{marker.of} cue", marker.spans
    for relation in claim.relations:
        yield "evidence", relation.evidence


def _within(spans: Spans, length: int, where: str) -> None:
    previous = 0
    for span in spans:
        if not previous <= span.start < span.end <= length:
            raise GroundingError(
                f"{where}: the span {span.start} to {span.end} is empty, out of order, or outside the text "
                f"of {length} characters."
            )
        previous = span.end


def _known(identifier: str, known: frozenset[str], where: str, what: str) -> None:
    if identifier not in known:
        raise GroundingError(f"{where} names the {what} {identifier!r}, which the extraction does not hold.")


def _unique(what: str, identifiers: Iterable[str]) -> frozenset[str]:
    seen: set[str] = set()
    for identifier in identifiers:
        if identifier in seen:
            raise GroundingError(f"two {what} records have the id {identifier!r}.")
        seen.add(identifier)
    return frozenset(seen)
