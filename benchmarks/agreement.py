"""How far two passes of annotation agree: python -m benchmarks.agreement [--texts FOLDER]

The second pass is scored against the first as an extractor would be: a claim agrees if its words and its
whole chain do. Of the second pass only the first choices count (no `or`, no `also`), of the first everything
that it accepts; a line below tells how much that forgives. Then both passes are scored against the
adjudicated gold.

Both passes were made by machine, with the same guidelines: this is self-agreement of machine-assisted
annotation, not agreement between people, and says how consistently the guidelines were followed, not how true
the result is.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import aspects
from benchmarks.confusion import Confusion
from benchmarks.gold import GoldArticle, GoldClaim, GoldLink
from benchmarks.report import report
from benchmarks.scoring import match, total
from benchmarks.sets import load_pass
from benchmarks.standoff import TEXTS, TextError
from ingest.model import (
    Attribution,
    Certainty,
    Claim,
    ClaimKind,
    Marker,
    Medium,
    Polarity,
    Relation,
    SpeechAct,
)


def main() -> None:
    """Print the agreement of the two passes over the Wikinews articles."""
    parser = argparse.ArgumentParser(description="Self-agreement of machine-assisted annotation.")
    parser.add_argument("--texts", type=Path, default=TEXTS, help="the folder of the Wikinews articles")
    arguments = parser.parse_args()
    try:
        first, second, final = (load_pass(name, arguments.texts) for name in ("first", "second", "final"))
    except TextError as error:
        parser.exit(2, f"{error}\n")
    print("\n".join(agreement(first, second, final)))


def agreement(
    first: Sequence[GoldArticle], second: Sequence[GoldArticle], final: Sequence[GoldArticle]
) -> Iterator[str]:
    """Yield the lines of the report on two passes over the same articles, and the adjudicated gold."""
    yield "Self-agreement of machine-assisted annotation: the second pass (found) against the first (gold)"
    yield ""
    yield from report(first, [as_claims(one) for one in second])
    yield from _kappas(first, second)
    yield ""
    yield "F1 of the second pass against the first: exact, relaxed"
    for name, keep in (("all claims", _every), ("attributed claims", _attributed)):
        for choices, narrow in (("accepted values count", _every), ("first choices only", first_choices)):
            ones, others = ([keep(one) for one in each] for each in (first, second))
            yield _row(f"{name}, {choices}", [narrow(one) for one in ones], others)
    yield "F1 against the adjudicated gold: exact, relaxed"
    for name, one in (("first pass", first), ("second pass", second)):
        yield _row(name, final, one)


def _row(name: str, gold: Sequence[GoldArticle], found: Sequence[GoldArticle]) -> str:
    exact, relaxed = (_f1(gold, found, relaxed=strictness) for strictness in (False, True))
    return f"  {name:42}{exact:6.2f}{relaxed:6.2f}"


def _every(gold: GoldArticle) -> GoldArticle:
    return gold


def _attributed(gold: GoldArticle) -> GoldArticle:
    return replace(gold, claims=tuple(claim for claim in gold.claims if claim.chain))


def first_choices(gold: GoldArticle) -> GoldArticle:
    """Return an annotation without the values that it accepts beside its own."""
    return replace(gold, claims=tuple(map(_first_choices, gold.claims)))


def _first_choices(claim: GoldClaim) -> GoldClaim:
    return replace(
        claim,
        also=(),
        certainties=claim.certainties[:1],
        polarities=claim.polarities[:1],
        chain=tuple(replace(link, names=link.names[:1], media=link.media[:1]) for link in claim.chain),
    )


def _kappas(first: Sequence[GoldArticle], second: Sequence[GoldArticle]) -> Iterator[str]:
    """Yield Cohen's kappa of the first choices, over claims that both word."""
    shared = [
        pair
        for one, other in zip(first, second, strict=True)
        for pair in aspects.scored(one, as_claims(other)).pairs
    ]
    kappas = {
        "certainty": Confusion(((a.certainties[0], b.certainty) for a, b in shared), Certainty),
        "polarity": Confusion(((a.polarities[0], b.polarity) for a, b in shared), Polarity),
        "kind": Confusion(((a.kind, b.kind) for a, b in shared), ClaimKind),
    }
    figures = ", ".join(f"{name} {confusion.kappa:.2f}" for name, confusion in kappas.items())
    yield f"Cohen's kappa of first choices, over {len(shared)} claims that both word: {figures}"


def _f1(gold: Sequence[GoldArticle], found: Sequence[GoldArticle], *, relaxed: bool) -> float:
    return total(
        match(one.claims, as_claims(other), one.article.text, relaxed=relaxed).score
        for one, other in zip(gold, found, strict=True)
    ).f1


def as_claims(gold: GoldArticle) -> tuple[Claim, ...]:
    """Return an annotation's first choices as the claims that an extractor would have found."""
    voice = Attribution("", gold.article.voice, SpeechAct.ASSERT)
    return tuple(_as_claim(claim, voice) for claim in gold.claims)


def _as_claim(claim: GoldClaim, voice: Attribution) -> Claim:
    certainty, polarity = claim.certainties[0], claim.polarities[0]
    links = [_as_attribution(link, certainty, polarity) for link in claim.chain]
    return Claim(
        id=claim.id,
        occurrences=claim.places,
        kind=claim.kind,
        chain=(voice, *links) if links else (replace(voice, certainty=certainty, polarity=polarity),),
        cues=tuple(Marker(of, spans) for of, spans in claim.markers),
        relations=tuple(Relation(kind, other, ()) for kind, other in claim.relations),
    )


def _as_attribution(link: GoldLink, certainty: Certainty, polarity: Polarity) -> Attribution:
    return Attribution(
        actor="",
        name=link.names[0] if link.names else "",
        act=link.act,
        spans=link.source,
        cue=link.cue,
        medium=Medium(link.media[0], link.medium, "") if link.media[0] else None,
        certainty=certainty,
        polarity=polarity,
        unnamed=link.unnamed,
    )


if __name__ == "__main__":
    main()
