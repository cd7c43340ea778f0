"""Score the extractor on the hand-made gold of the seed articles, chain-exact.

    python -m benchmarks.chain_exact [--errors] [ARTICLE…]

prints a table of precision, recall and F1, exact and relaxed, for each article and in total, and for the gold
claims whose wording was found, how often each part of the chain is right. With --errors it lists every miss
and every spurious claim. ARTICLE names gold files without `.json`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.gold import GoldArticle, GoldClaim, load_all
from benchmarks.scoring import Matching, Score, faults, match, same_content, total, trimmed
from ingest.extract import Extractor, RuleExtractor
from ingest.model import Attribution, Claim, Spans

PARTS = ("chain", "speaker", "medium", "certainty", "polarity")


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description="Chain-exact precision and recall on the seed articles.")
    parser.add_argument("articles", nargs="*", metavar="ARTICLE")
    parser.add_argument("--errors", action="store_true", help="list misses and spurious claims")
    arguments = parser.parse_args()
    gold = [one for one in load_all() if not arguments.articles or one.name in arguments.articles]
    print("\n".join(report(gold, RuleExtractor(), errors=arguments.errors)))


def report(gold: Sequence[GoldArticle], extractor: Extractor, *, errors: bool = False) -> Iterator[str]:
    """Yield the lines of the report."""
    found = [extractor.extract(one.article).claims for one in gold]
    exact = [match(one.claims, claims, one.article.text) for one, claims in zip(gold, found, strict=True)]
    relaxed = [
        match(one.claims, claims, one.article.text, relaxed=True)
        for one, claims in zip(gold, found, strict=True)
    ]
    yield f"{'':44}{'':12}{'exact':^18}{'relaxed':^18}"
    yield f"{'article':44}{'gold':>6}{'found':>6}" + f"{'P':>6}{'R':>6}{'F1':>6}" * 2
    for one, strict, loose in zip(gold, exact, relaxed, strict=True):
        yield _row(one.name, strict.score, loose.score)
    yield _row("total", total(m.score for m in exact), total(m.score for m in relaxed))
    yield ""
    yield from _parts(gold, found)
    yield from _beyond(gold, found, relaxed)
    if errors:
        for one, claims, strict in zip(gold, found, exact, strict=True):
            yield from _errors(one, claims, strict)


def _row(name: str, exact: Score, relaxed: Score) -> str:
    figures = "".join(
        f"{figure:6.2f}" for score in (exact, relaxed) for figure in (score.precision, score.recall, score.f1)
    )
    return f"{name:44}{exact.gold:6}{exact.found:6}{figures}"


def _parts(gold: Sequence[GoldArticle], found: Sequence[Sequence[Claim]]) -> Iterator[str]:
    """Yield how often each part is right where the wording is (relaxed): where the errors come from."""
    wrong: Counter[str] = Counter()
    worded = 0
    for one, claims in zip(gold, found, strict=True):
        text = one.article.text
        for wanted in one.claims:
            same = [claim for claim in claims if same_content(wanted, claim, text, relaxed=True)]
            if same:
                worded += 1
                fewest = min((faults(wanted, claim, text, relaxed=True) for claim in same), key=len)
                wrong.update({part.split()[0] for part in fewest})
    yield f"wording found (relaxed): {worded} of {sum(len(one.claims) for one in gold)}; of these right:"
    yield "  " + ", ".join(f"{part} {worded - wrong[part]}" for part in PARTS)


def _beyond(
    gold: Sequence[GoldArticle], found: Sequence[Sequence[Claim]], relaxed: Sequence[Matching]
) -> Iterator[str]:
    """Yield how often what chain-exact matching does not ask for is right as well, over the right claims."""
    right: Counter[str] = Counter()
    for one, claims, matching in zip(gold, found, relaxed, strict=True):
        names = {claims[candidate].id: one.claims[wanted].id for wanted, candidate in matching.pairs}
        for wanted, candidate in matching.pairs:
            claim, other = one.claims[wanted], claims[candidate]
            related = {(relation.type, names.get(relation.claim)) for relation in other.relations}
            right["kind"] += claim.kind == other.kind
            right["all places"] += len(claim.places) == len(other.occurrences)
            right["acts"] += [link.act for link in claim.chain] == [link.act for link in other.chain[1:]]
            right["cues"] += [link.cue for link in claim.chain] == [link.cue for link in other.chain[1:]]
            right["hedges and negations"] += set(claim.markers) == {(m.of, m.spans) for m in other.cues}
            right["relations"] += set(claim.relations) == related
    yield f"right claims (relaxed): {sum(len(matching.pairs) for matching in relaxed)}; of these also right:"
    yield "  " + ", ".join(f"{part} {number}" for part, number in right.items())


def _errors(gold: GoldArticle, found: Sequence[Claim], matching: Matching) -> Iterator[str]:
    text = gold.article.text
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


if __name__ == "__main__":
    main()
