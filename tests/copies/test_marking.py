"""The pass over a store: what it writes, and that nothing of it outlives what it was said of."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import small_world as world
from pyoxigraph import Literal, NamedNode, Quad
from records_by_hand import RUN

from ingest import judging, versions
from ingest.copies import marking as copies
from ingest.errors import StoreError
from ingest.rdf import iri
from ingest.rdf.vocabulary import HS, PROV, RDF, XSD
from ingest.store import Store, open_store
from ingest.validate import validate_copies


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store", mode="write", create=True) as opened:
        world.fill_with_copies(opened)
        yield opened


def marked(store: Store) -> set[Quad]:
    copies.mark(store, copies.texts(store))
    return set(store.graph(iri.COPIES))


def article(draft: world.Draft) -> NamedNode:
    return iri.article(draft.article)


def nodes(quads: set[Quad]) -> set[str]:
    return {node.value for quad in quads for node in (quad.subject, quad.object)}


DAM, BERG = world.dam(), world.berg()
DAM_AGAIN, BERG_AGAIN = world.copied_drafts()


def test_each_article_of_a_group_leads_to_the_smallest_iri(store: Store) -> None:
    quads = marked(store)
    pairs = {
        (quad.subject, quad.object)
        for quad in quads
        if quad.predicate == HS.sharesWordingWith and "/claim/" not in quad.subject.value
    }
    assert pairs == {
        tuple(sorted((article(one), article(other)), key=str, reverse=True))
        for one, other in ((DAM, DAM_AGAIN), (BERG, BERG_AGAIN))
    }
    assert Quad(iri.COPIES, RDF.type, PROV.Bundle, iri.COPIES) in quads
    least = Literal("0.6", datatype=XSD.decimal)
    assert Quad(iri.COPIES, HS.leastSharedWording, least, iri.COPIES) in quads


def test_each_claim_of_a_copy_leads_to_the_equal_one(store: Store) -> None:
    found = copies.mark(store, copies.texts(store))
    assert (found.articles, found.groups, found.copies, found.claims) == (6, 2, 2, 6)
    for draft, again in ((DAM, DAM_AGAIN), (BERG, BERG_AGAIN)):
        for key in (claim.id for claim in draft.claims):
            pair = sorted((world.claim(draft, key), world.claim(again, key)), reverse=True)
            quad = Quad(NamedNode(pair[0]), HS.sharesWordingWith, NamedNode(pair[1]), iri.COPIES)
            assert quad in set(store.graph(iri.COPIES))


def test_the_same_words_by_another_or_less_sure_are_another_claim(store: Store) -> None:
    again, _ = world.copied_drafts()
    hedged = replace(again.claims[0].chain[1], certainty=world.Certainty.PROBABLE)
    another = replace(again.claims[3].chain[1], actor="a3", name="Officials", unnamed=True)
    again.claims[0] = replace(again.claims[0], chain=(again.claims[0].chain[0], hedged))
    again.claims[3] = replace(again.claims[3], chain=(again.claims[3].chain[0], another))
    versions.put(store, again.graphs(), again.article.text, versions.current(store, article(again)))
    assert copies.mark(store, copies.texts(store)).claims == 4


def test_what_people_set_aside_counts_nowhere(store: Store) -> None:
    before = copies.mark(store, copies.texts(store)).claims
    for _ in judging.judge(store, world.judgements()):
        pass
    quads = marked(store)
    aside = world.claim(world.dam(), "c3")
    assert aside not in nodes(quads)
    assert sum("/claim/" in quad.subject.value for quad in quads) < before


def test_it_conforms_and_the_shapes_would_notice(store: Store) -> None:
    quads = marked(store)
    assert validate_copies(quads).conforms
    first, second = article(DAM), article(BERG)
    for fault in (
        Quad(first, HS.sharesWordingWith, first, iri.COPIES),
        Quad(first, HS.host, Literal("said.example.org"), iri.COPIES),
        Quad(second, HS.sharedWording, Literal("1.2", datatype=XSD.decimal), iri.COPIES),
        Quad(NamedNode("https://example.org/a"), HS.sharesWordingWith, first, iri.COPIES),
    ):
        assert not validate_copies({*quads, fault}).conforms, fault


def test_the_same_bytes_whatever_the_order_of_loading(tmp_path: Path) -> None:
    found = []
    for order in (1, -1):
        with open_store(tmp_path / f"{order}", mode="write", create=True) as store:
            world.fill_with_copies(store, order)
            copies.mark(store, copies.texts(store))
            out = io.BytesIO()
            store.export_nquads(out)
            found.append(out.getvalue())
    assert found[0] == found[1]


def test_again_changes_nothing_and_nothing_else_is_touched(store: Store) -> None:
    before = {quad for quad in store.quads() if quad.graph_name != iri.COPIES}
    first = marked(store)
    assert marked(store) == first
    assert {quad for quad in store.quads() if quad.graph_name != iri.COPIES} == before


def test_an_empty_store_and_one_article(tmp_path: Path) -> None:
    with open_store(tmp_path / "empty", mode="write", create=True) as store:
        assert marked(store) == set()
        draft = world.dam()
        versions.put(store, draft.graphs(), draft.article.text, None)
        assert copies.mark(store, copies.texts(store)).articles == 1
        assert {quad.subject for quad in store.graph(iri.COPIES)} == {iri.COPIES}


def test_a_text_that_is_gone_is_told_of_and_the_rest_goes_on(store: Store) -> None:
    store.delete_text(world.dam().article.text_sha256)
    found = copies.mark(store, copies.texts(store))
    assert [problem.origin.file for problem in found.problems] == [article(DAM).value]
    assert (found.articles, found.groups) == (5, 1)


def test_without_any_text_what_was_found_before_stays(store: Store) -> None:
    before = marked(store)
    texts = copies.texts(store)
    for sha256 in texts:
        store.delete_text(sha256)
    with pytest.raises(StoreError):
        copies.mark(store, texts)
    assert set(store.graph(iri.COPIES)) == before


def test_interrupted_it_leaves_the_store_as_it_was(store: Store) -> None:
    before = marked(store)
    versions.take_down(store, article(BERG))
    left = set(store.graph(iri.COPIES))
    steps = iter(range(4))

    def stop(_: int) -> None:
        if next(steps, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copies.mark(store, copies.texts(store), advance=stop)
    assert set(store.graph(iri.COPIES)) == left < before


@pytest.mark.parametrize("gone", [DAM, DAM_AGAIN], ids=["one", "the other"])
def test_a_take_down_leaves_nothing_of_it(store: Store, gone: world.Draft) -> None:
    marked(store)
    versions.take_down(store, article(gone))
    left = set(store.graph(iri.COPIES))
    assert not [
        node for node in nodes(left) if node.startswith((article(DAM).value, article(DAM_AGAIN).value))
    ]
    assert [node for node in nodes(left) if node.startswith(article(BERG_AGAIN).value)]
    assert marked(store) == left, "and nothing else went"


def test_another_version_is_no_copy_until_it_was_compared(store: Store) -> None:
    marked(store)
    again, _ = world.copied_drafts()
    again.article = replace(again.article, body=again.article.body + " Corrected.")
    versions.put(store, again.graphs(), again.article.text, versions.current(store, article(again)))
    left = nodes(set(store.graph(iri.COPIES)))
    assert not [node for node in left if node.startswith(article(again).value)]
    assert [node for node in nodes(marked(store)) if node.startswith(article(again).value)]


def test_of_three_copies_the_others_stay_together_only_if_what_stands_for_them_stays(store: Store) -> None:
    third = world.copied(world.dam(), "Damn the dam", " Read on.")
    third.article = replace(third.article, url="https://third.example.org/dam")
    versions.put(store, third.graphs(), third.article.text, None)
    first, second, last = sorted((article(each) for each in (DAM, DAM_AGAIN, third)), key=str)
    marked(store)
    versions.take_down(store, last)
    assert Quad(second, HS.sharesWordingWith, first, iri.COPIES) in set(store.graph(iri.COPIES))
    versions.take_down(store, first)
    assert not [n for n in nodes(set(store.graph(iri.COPIES))) if n.startswith(second.value)]


def test_judging_a_link_or_linking_again_keeps_what_was_found(store: Store) -> None:
    before = marked(store)
    draft = world.dam()
    draft.links[1] = replace(draft.links[1], qid="Q102")
    versions.put(store, draft.graphs(), draft.article.text, versions.current(store, article(draft)))
    run = replace(RUN, snapshot="1" * 64)
    graphs = world.graph.build(draft.extraction(), draft.links, run)
    versions.put(store, graphs, draft.article.text, versions.current(store, article(draft)))
    assert set(store.graph(iri.COPIES)) == before
