"""What changed between two stores or packages: articles, texts, claims and links, each told as what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import small_world as world
from records_by_hand import RUN

from ingest import judging, versions
from ingest.judgements import Aspect, Judgement, Judgements
from ingest.model import Certainty, Link, LinkMethod, TextLevel
from ingest.package.differing import Change, differences
from ingest.rdf import iri
from ingest.records.kept import Kept
from ingest.store import Store, open_store


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    with (
        open_store(tmp_path / "before", mode="write", create=True) as before,
        open_store(tmp_path / "after", mode="write", create=True) as after,
    ):
        world.fill(before)
        world.fill(after)
        yield before, after


def changes(stores: tuple[Store, Store]) -> list[Change]:
    return list(differences(*stores))


def put(store: Store, draft: world.Draft, judgements: Judgements | None = None) -> None:
    kept = Kept(draft.extraction(), RUN, TextLevel.QUOTES, tuple(draft.links), ())
    outcome = judging.apply(kept, judgements or Judgements())
    before = versions.current(store, outcome.graphs.article)
    versions.put(store, outcome.graphs, draft.article.text, before)


def test_nothing_changed(stores: tuple[Store, Store]) -> None:
    assert changes(stores) == []


def test_an_article_that_came_and_one_that_went(stores: tuple[Store, Store]) -> None:
    before, after = stores
    versions.take_down(after, iri.article(world.dam().article))
    versions.take_down(before, iri.article(world.post().article))
    told = [(change.what, change.how, change.url) for change in changes(stores)]
    assert sorted(told) == [("article", "added", world.POST), ("article", "removed", world.DAM)]


def test_a_claim_whose_certainty_changed_is_one_change(stores: tuple[Store, Store]) -> None:
    draft = world.dam()
    claim = draft.claims[1]
    chain = (*claim.chain[:-1], replace(claim.chain[-1], certainty=Certainty.POSSIBLE))
    draft.claims[1] = replace(claim, chain=chain)
    put(stores[1], draft)
    (change,) = changes(stores)
    assert (change.what, change.how, change.url) == ("claim", "changed", world.DAM)
    assert (change.before, change.after) == ({"certainty": "certain"}, {"certainty": "possible"})


def test_a_claim_that_somebody_else_makes_now_is_the_same_claim(stores: tuple[Store, Store]) -> None:
    person = world.claim(world.post(), "c2")
    judged = Judgements([Judgement("2026-11-22T10:00:00Z", "Ada", person, Aspect.SPEAKER, "Holm")])
    put(stores[1], world.post(), judged)
    (change,) = changes(stores)
    assert (change.what, change.how) == ("claim", "changed")
    assert change.after is not None
    assert change.after["speaker"] == "Holm"


def test_a_claim_that_is_gone_and_the_other_way_round(stores: tuple[Store, Store]) -> None:
    draft = world.dam()
    gone = draft.claims.pop(3)
    put(stores[1], draft)
    (change,) = changes(stores)
    assert (change.what, change.how) == ("claim", "removed")
    assert change.name == gone.occurrences[0][0].of(draft.article.text)
    (back,) = changes((stores[1], stores[0]))
    assert (back.how, back.after) == ("added", change.before)


def test_a_link_that_leads_elsewhere(stores: tuple[Store, Store]) -> None:
    draft = world.post()
    place = next(number for number, link in enumerate(draft.links) if link.qid == "Q101")
    draft.links[place] = Link(draft.links[place].actor, "Q77", 0.8, LinkMethod.CONTEXT, None, "Another")
    put(stores[1], draft)
    (change,) = changes(stores)
    assert (change.what, change.how) == ("link", "changed")
    assert change.before is not None
    assert change.after is not None
    assert change.before["entity"] == "http://www.wikidata.org/entity/Q101"
    assert change.after["entity"] == "http://www.wikidata.org/entity/Q77"


def test_another_text_is_told_beside_what_it_changed(stores: tuple[Store, Store]) -> None:
    draft = world.dam()
    draft.article = replace(draft.article, body=draft.article.body + " It rained.")
    put(stores[1], draft)
    (change,) = changes(stores)
    assert (change.what, change.how) == ("text", "changed")
