"""Claims in the terms of schema.org: who is said to have said what; no verdict, and no author as a fact."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import small_world as world

from ingest import pipeline
from ingest.export import export, view
from ingest.extract import RuleExtractor
from ingest.link import Snapshot
from ingest.model import TextLevel
from ingest.read import read
from ingest.settings import Settings
from ingest.store import Store, open_store

HOSTILE = "x </script><script>alert(1)</script> & \u2028 “y”"
REVIEW = {
    "@type": "ClaimReview",
    "url": "https://check.example.org/x",
    "author": {"name": "Coast Check"},
    "claimReviewed": HOSTILE,
    "itemReviewed": {"author": {"name": "Ann Lee"}},
    "reviewRating": {"alternateName": "False"},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with (
        Snapshot.open() as snapshot,
        open_store(tmp_path_factory.mktemp("claims") / "store", mode="write", create=True) as opened,
    ):
        world.fill(opened, world.judgements())
        tools = pipeline.Tools(RuleExtractor(), snapshot, Settings())
        items = read(["-"], stdin=io.BytesIO(json.dumps(REVIEW).encode()))
        assert [each.outcome for each in pipeline.ingest(items, opened, tools)] == [pipeline.Outcome.LOADED]  # type: ignore[union-attr]
        yield opened


def written(store: Store, level: TextLevel = TextLevel.QUOTES) -> bytes:
    out = io.BytesIO()
    export(view(store, None, level), "claims-jsonld", out)
    return out.getvalue()


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from nodes(each)


def test_a_claim_has_its_words_where_it_appears_and_according_to_whom(store: Store) -> None:
    claims = json.loads(written(store))["@graph"]
    (claim,) = (each for each in claims if each["@id"] == world.claim(world.dam(), "c0"))
    assert claim["@type"] == "Claim"
    assert claim["text"] == "The dam is sound"
    assert claim["description"] == (
        "According to: Daily Beacon ← Ada Holm (via Telegram). "
        "Act: say. Certainty: certain. Polarity: affirmed."
    )
    assert claim["appearance"]["url"] == world.DAM
    assert claim["appearance"]["publisher"]["name"] == "Daily Beacon"
    assert claim["appearance"]["headline"]


def test_topics_are_entities_that_were_linked(store: Store) -> None:
    about = [topic for claim in json.loads(written(store))["@graph"] for topic in claim.get("about", ())]
    assert about
    assert {"Carla Ruiz (the watcher)"} == {topic["name"] for topic in about}


def test_nothing_is_a_claim_review_or_rated_and_nobody_an_author(store: Store) -> None:
    """Hearsay gives no verdict; not even that of a feed is passed on as one of its own."""
    document = json.loads(written(store))
    assert any(HOSTILE.split()[0] in claim.get("text", "") for claim in document["@graph"])
    found = list(nodes(document))
    assert {node["@type"] for node in found if "@type" in node} <= {
        "Claim",
        "NewsArticle",
        "Organization",
        "Thing",
    }
    asserting = {
        *(
            "author",
            "creator",
            "firstAppearance",
            "claimInterpreter",
            "reviewRating",
            "claimReviewed",
            "review",
        ),
        *("itemReviewed", "reviewBody"),
    }
    assert not asserting & {key for node in found for key in node}
    assert b'"ClaimReview"' not in written(store)


def test_no_other_export_has_a_claim_review(store: Store) -> None:
    for form in ("nquads", "jsonld", "trig", "turtle", "rdfxml"):
        out = io.BytesIO()
        export(store, form, out)
        for name in (b"schema.org/ClaimReview", b"schema:ClaimReview", b'"ClaimReview"'):
            assert name not in out.getvalue()


def test_what_people_set_aside_is_left_out_and_corrections_stand(store: Store) -> None:
    claims = {each["@id"]: each for each in json.loads(written(store))["@graph"]}
    assert world.claim(world.dam(), "c3") not in claims
    assert "Carla Ruiz could be watching" in {each["text"] for each in claims.values()}


def test_it_can_be_embedded_in_a_page_whatever_a_claim_says(store: Store) -> None:
    data = written(store)
    assert not {ord(c) for c in "<>&"} & set(data)
    assert "\u2028" not in data.decode()
    texts = {claim["text"] for claim in json.loads(data)["@graph"]}
    assert " ".join(HOSTILE.split()) in texts


def test_without_words_there_are_none(store: Store) -> None:
    for node in nodes(json.loads(written(store, TextLevel.NONE))):
        assert not {"text", "headline"} & node.keys()


def test_the_same_store_gives_the_same_bytes(store: Store) -> None:
    assert written(store) == written(store)
