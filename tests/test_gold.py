"""The extractor against the hand-made gold of the seed articles, and the gold against its own rules.

How good it must stay is held by the quality gate (`tests/test_quality_gate.py`).
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import jsonschema
import pytest
from records_by_hand import RUN

from benchmarks.chain_exact import report
from benchmarks.gold import GOLD, GoldArticle, GoldClaim, load, load_all
from benchmarks.scoring import Score, match, total
from ingest.extract import TrainedExtractor
from ingest.model import (
    Article,
    Attribution,
    Claim,
    ClaimKind,
    Extraction,
    Medium,
    Polarity,
    SpeechAct,
)
from ingest.read import read
from ingest.records import from_json, schema, to_json
from ingest.resources import folder
from ingest.text import normalise_wording

SPUTNIK = "sputnik-2024-05-06-french-foreign-legion"


@cache
def gold() -> tuple[GoldArticle, ...]:
    return load_all()


@cache
def extracted(name: str) -> Extraction:
    (article,) = (one.article for one in gold() if one.name == name)
    return TrainedExtractor().extract(article)


def found(name: str) -> tuple[Claim, ...]:
    return extracted(name).claims


def score() -> Score:
    return total(match(one.claims, found(one.name), one.article.text).score for one in gold())


def test_the_extractor_recovers_the_worked_example() -> None:
    """At least 12 of the 15 claims: words, speakers, media, certainty and polarity, all exactly right."""
    (article,) = (one for one in gold() if one.name == SPUTNIK)
    matching = match(article.claims, found(SPUTNIK), article.article.text)
    missed = [article.claims[index].id for index in matching.missed]
    assert len(matching.pairs) >= 12, (
        f"missed {missed}: see python -m benchmarks.chain_exact --errors {SPUTNIK}"
    )


@pytest.mark.parametrize("one", load_all(), ids=lambda one: one.name)
def test_what_is_extracted_has_the_form_of_the_records_and_comes_back(one: GoldArticle) -> None:
    extraction = extracted(one.name)
    records = to_json(extraction, RUN)
    jsonschema.validate(records, schema(), jsonschema.Draft202012Validator)
    back, run, links = from_json(json.loads(json.dumps(records)))
    assert back.article.text == extraction.article.text
    assert (replace(back, article=extraction.article), run, links) == (extraction, RUN, ())


def test_the_benchmark_reports_every_article_and_lists_its_errors() -> None:
    lines = list(report(gold(), TrainedExtractor(), errors=True))
    exact = score()
    (last,) = (line for line in lines if line.startswith("total"))
    assert last.split()[1:4] == [str(exact.gold), str(exact.found), f"{exact.precision:.2f}"]
    assert sum(line.startswith("  missed") for line in lines) == exact.gold - exact.right
    assert sum(line.startswith("  spurious") for line in lines) == exact.found - exact.right
    assert {one.name for one in gold()} < {line.split(" ")[0] for line in lines}


def test_every_seed_article_has_gold() -> None:
    seeds = [one for one in read([str(folder("seeds") / "articles")]) if isinstance(one, Article)]
    assert {one.article for one in gold()} == set(seeds)
    assert len(gold()) == len(seeds) == 8


def test_the_worked_example_has_its_fifteen_claims_in_order() -> None:
    claims = load(GOLD / f"{SPUTNIK}.json").claims
    assert [claim.id for claim in claims] == [str(number) for number in range(1, 16)]


@pytest.mark.parametrize("one", load_all(), ids=lambda one: one.name)
def test_the_gold_keeps_its_own_rules(one: GoldArticle) -> None:
    text, ids = one.article.text, {claim.id for claim in one.claims}
    assert len(ids) == len(one.claims)
    for claim in one.claims:
        assert (claim.kind is ClaimKind.OWN_VOICE) == (not claim.chain), claim.id
        assert {related for _, related in claim.relations} <= ids - {claim.id}, claim.id
        assert (claim.polarities[0] is Polarity.NEGATED) == any(
            of == "polarity" for of, _ in claim.markers
        ), claim.id
        for link in claim.chain:
            assert link.source or not link.names, claim.id
        for piece in claim.places[0]:
            words = piece.of(text)
            assert words == words.strip()
            assert not words.lower().startswith("that "), words
            assert words[-1] not in ".,;:", words


def as_found(number: int, claim: GoldClaim) -> Claim:
    """Return the claim that an extractor without fault would give."""
    links = (
        Attribution(
            actor="a1",
            name=link.names[0] if link.names else "someone",
            act=link.act,
            medium=Medium(link.media[0], (), "a2") if link.media[0] else None,
            certainty=claim.certainties[0],
            polarity=claim.polarities[0],
            unnamed=link.unnamed,
        )
        for link in claim.chain
    )
    voice = Attribution(
        *("a0", "the outlet", SpeechAct.ASSERT), certainty=claim.certainties[0], polarity=claim.polarities[0]
    )
    return Claim(f"c{number}", claim.places, claim.kind, (voice, *links))


@pytest.mark.parametrize("one", load_all(), ids=lambda one: one.name)
def test_the_gold_itself_scores_full_marks(one: GoldArticle) -> None:
    claims = [as_found(number, claim) for number, claim in enumerate(one.claims)]
    matching = match(one.claims, claims, one.article.text)
    assert matching.pairs == tuple((number, number) for number in range(len(claims)))
    assert (matching.missed, matching.spurious) == ((), ())


def test_two_outlets_carry_claims_in_identical_wording() -> None:
    def wordings(name: str) -> set[str]:
        one = load(GOLD / f"{name}.json")
        return {
            normalise_wording(" ".join(piece.of(one.article.text) for piece in claim.places[0]))
            for claim in one.claims
        }

    shared = wordings("dailybeacon-2024-03-11-varnholm-dam") & wordings(
        "meridianpost-2024-03-12-varnholm-cracks"
    )
    assert shared == {
        "there is no danger of a collapse",
        "the company had known about cracks in the spillway since 2021",
    }
