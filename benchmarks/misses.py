"""What an extractor gets wrong, as lines to read: missed and spurious claims, wrong speakers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks import aspects
from benchmarks.gold import GoldArticle, GoldClaim
from benchmarks.scoring import faults, match, trimmed
from ingest.model import Attribution, Claim, Spans


def misses(gold: GoldArticle, found: Sequence[Claim]) -> Iterator[str]:
    """Yield an article's missed claims with the nearest found, its spurious ones, and its wrong speakers."""
    text = gold.article.text
    matching = match(gold.claims, found, text)
    yield f"\n{gold.name}"
    for index in matching.missed:
        wanted = gold.claims[index]
        yield f"  missed {wanted.id}: {_words(wanted.places[0], text)!r} {_gold_chain(wanted)}"
        nearest = max(found, key=lambda claim: _overlap(wanted, claim, text), default=None)
        if nearest and _overlap(wanted, nearest, text):
            yield f"    nearest: {_words(nearest.occurrences[0], text)!r} {_chain(nearest)}"
            yield f"    wrong: {', '.join(faults(wanted, nearest, text))}"
    for index in matching.spurious:
        claim = found[index]
        yield f"  spurious: {_words(claim.occurrences[0], text)!r} {_chain(claim)}"
    for pair in aspects.link_pairs([aspects.scored(gold, found)]):
        if pair.found and not pair.right(relaxed=True):
            name = pair.gold.names[0] if pair.gold.names else "(unnamed)"
            words = f"{pair.reference} {_words(pair.gold.source, text)!r}"
            yield f"  speaker of {pair.claim.id} ({words}): {name}, not {pair.found.name}"


def _overlap(gold: GoldClaim, found: Claim, text: str) -> float:
    """Return how far two wordings cover the same characters (Jaccard), less a little for each fault."""
    one, other = (
        {offset for span in trimmed(spans, text) for offset in range(span.start, span.end)}
        for spans in (gold.places[0], found.occurrences[0])
    )
    shared = len(one & other) / max(len(one | other), 1)
    return shared and shared - 0.001 * len(faults(gold, found, text))


def _words(spans: Spans, text: str, limit: int = 90) -> str:
    words = " … ".join(span.of(text) for span in spans)
    return words if len(words) <= limit else words[: limit // 2] + " [...] " + words[-limit // 2 :]


def _gold_chain(claim: GoldClaim) -> str:
    links = [
        f"{link.names[0] if link.names else '(unnamed)'}" + (f" via {link.media[0]}" if link.media[0] else "")
        for link in claim.chain
    ]
    return f"[{' ← '.join(['·', *links])}] {claim.certainties[0]} {claim.polarities[0]}"


def _chain(claim: Claim) -> str:
    return f"[{' ← '.join(['·', *map(_link, claim.chain[1:])])}] {claim.certainty} {claim.polarity}"


def _link(link: Attribution) -> str:
    return link.name + (f" via {link.medium.name}" if link.medium else "")
