"""Judgements applied to a store from kept records: they change what they say, and leave no residue."""

import dataclasses

import pytest
from pyoxigraph import Literal, NamedNode
from records_by_hand import ARTICLE, at, extraction
from test_pipeline import ByHand

from ingest import bundles, pipeline, reason, validate, versions
from ingest.corrections import of_the_machines
from ingest.judgements import WITHDRAWN, Aspect, Judgement, Judgements
from ingest.link import Snapshot
from ingest.model import Article, LinkMethod, TextLevel
from ingest.pipeline import Outcome, Tools
from ingest.rdf import graph, iri
from ingest.rdf.vocabulary import HS, SCHEMA
from ingest.settings import Settings
from ingest.store import open_store

OTHER = dataclasses.replace(ARTICLE, url="https://other.example.org/pier", publisher="Other Post")
CORRECTED = dataclasses.replace(ARTICLE, title="Pier is unsafe, mayor says", date="2024-03-12")


@pytest.fixture(scope="module")
def snapshot():
    with Snapshot.open() as opened:
        yield opened


@pytest.fixture
def tools(snapshot):
    return Tools(ByHand(), snapshot, Settings())


@pytest.fixture
def store(tmp_path, tools):
    with open_store(tmp_path / "store", mode="write", create=True) as opened:
        for _ in pipeline.ingest([ARTICLE, OTHER], opened, tools):
            pass
        yield opened


def names(article: Article = ARTICLE):
    return {key: node.value for key, node in graph.iris(extraction(article)).items()}


def said(subject, aspect, value, second=0, why="", who="Ada"):
    return Judgement(f"2026-11-22T10:00:{second:02}Z", who, subject, aspect, value, why)


NAMES, OTHERS = names(), names(OTHER)
HISTORY = (
    said("name:ada holm", Aspect.ENTITY, "Q101"),
    said(OTHERS["a1"], Aspect.ENTITY, "nil", 1, "another Ada Holm"),
    said(NAMES["a0"], Aspect.ENTITY, "Q900", 2),
    said(NAMES["c1"], Aspect.SPEAKER, "the operator", 3),
    said(NAMES["c1"], Aspect.CERTAINTY, "unknown", 4),
    said(OTHERS["c3"], Aspect.CLAIM, "rejected", 5),
)


def lines(store):
    return sorted(map(str, store.quads()))


def apply(store, *history, snapshot=None):
    return list(pipeline.judge(store, Judgements(history), snapshot))


def taken_back(history=HISTORY):
    return [dataclasses.replace(each, value=WITHDRAWN) for each in history]


def conforms(store):
    for bundle in bundles.in_store(store):
        report = validate.validate(bundle.quads)
        assert report.conforms, validate.render(report)
        if bundle.sha256:
            assert validate.check_text(bundle.quads, store.text(bundle.sha256)) == ()
    return True


def test_judgements_change_links_and_claims_and_say_how_many(store):
    applied = {each.article: (each.links, each.claims) for each in apply(store, *HISTORY)}
    assert applied == {iri.article(ARTICLE).value: (2, 1), iri.article(OTHER).value: (1, 1)}
    assert conforms(store)


def test_applying_the_same_again_changes_nothing(store):
    apply(store, *HISTORY)
    before = lines(store)
    assert apply(store, *HISTORY) == []
    assert lines(store) == before


def test_what_is_withdrawn_leaves_no_residue(store):
    before = lines(store)
    apply(store, *HISTORY)
    assert lines(store) != before
    assert len(apply(store, *HISTORY, *taken_back())) == 2
    assert lines(store) == before


def test_one_after_the_other_or_all_at_once_is_the_same(store, tmp_path, tools):
    for number in range(len(HISTORY)):
        apply(store, *HISTORY[: number + 1], snapshot=tools.snapshot)
    with open_store(tmp_path / "other", mode="write", create=True) as other:
        judged = dataclasses.replace(tools, judgements=Judgements(HISTORY))
        list(pipeline.ingest([OTHER, ARTICLE], other, judged))
        assert lines(other) == lines(store)


def test_an_interrupted_application_goes_on(store):
    judgements = Judgements(HISTORY)
    for _ in pipeline.judge(store, judgements):
        break
    list(pipeline.judge(store, judgements))
    after = lines(store)
    apply(store, *HISTORY, *taken_back())
    apply(store, *HISTORY)
    assert lines(store) == after


def test_ingesting_again_notices_what_was_judged_since(store, tools):
    judged = dataclasses.replace(tools, judgements=Judgements(HISTORY))
    outcomes = [each.outcome for each in pipeline.ingest([ARTICLE, ARTICLE], store, judged)]
    assert outcomes == [Outcome.JUDGED, Outcome.UNCHANGED]
    assert [each.outcome for each in pipeline.ingest([ARTICLE], store, tools)] == [Outcome.JUDGED]


def test_a_judgement_that_two_articles_use_goes_with_the_last(store):
    both = said("name:Ada Holm", Aspect.ENTITY, "Q101")
    apply(store, both)
    node = iri.judgement(both)
    assert {quad.subject for quad in store.graph(iri.JUDGEMENTS)} == {node}
    assert pipeline.take_down(store, OTHER.url)
    assert {quad.subject for quad in store.graph(iri.JUDGEMENTS)} == {node}
    assert pipeline.take_down(store, ARTICLE.url)
    assert store.count(iri.JUDGEMENTS) == 0


def test_the_machines_graph_stays_as_it_was(store):
    own = iri.graph(iri.article(ARTICLE))
    before = set(store.graph(own))
    apply(store, *HISTORY)
    assert set(store.graph(own)) == before


def test_a_take_down_leaves_no_word_in_records_corrections_or_judgements(store, tmp_path):
    apply(store, *HISTORY)
    assert len(list((tmp_path / "store" / "records").glob("*/*"))) == 2
    pipeline.take_down(store, ARTICLE.url)
    pipeline.take_down(store, OTHER.url)
    assert not list((tmp_path / "store" / "records").glob("*/*"))
    assert set(store.graphs()) == {iri.TOMBSTONES}


def test_a_new_version_keeps_what_was_judged_of_claims_that_it_still_makes(store, tools, tmp_path):
    judged = dataclasses.replace(tools, judgements=Judgements(HISTORY))
    (result,) = pipeline.ingest([CORRECTED], store, judged)
    assert result.outcome is Outcome.NEW_VERSION
    assert len(list((tmp_path / "store" / "records").glob("*/*"))) == 2, "one an article, of its current text"
    article = iri.article(ARTICLE)
    assert store.count(iri.corrections_graph(article))
    aside = {quad.object.value for quad in store.graph(iri.JUDGEMENTS) if quad.predicate == HS.setsAside}
    assert NAMES["c1"] in aside
    assert conforms(store)


def test_what_was_judged_of_a_claim_that_is_no_more_is_told_and_counts_again_when_it_is_back(store, tools):
    class Shorter(ByHand):
        digest = "e" * 64

        def extract(self, article):
            found = extraction(article)
            shorter = ((at("pier could be unsafe", article.text),),)
            first = dataclasses.replace(found.claims[0], occurrences=shorter)
            return dataclasses.replace(found, claims=(first, *found.claims[1:]))

    history = said(NAMES["c1"], Aspect.CERTAINTY, "unknown")
    judged = dataclasses.replace(tools, judgements=Judgements([history]))
    shorter = dataclasses.replace(judged, extractor=Shorter())
    (result, problem) = pipeline.ingest([ARTICLE], store, shorter)
    assert result.outcome is Outcome.RENEWED
    assert (problem.code, problem.fatal) == ("orphaned", False)
    assert store.count(iri.JUDGEMENTS) == 0
    (again,) = pipeline.ingest([ARTICLE], store, judged)
    assert again.outcome is Outcome.RENEWED
    assert store.count(iri.JUDGEMENTS)


def test_a_judgement_of_a_corrected_claim_is_one_of_the_machines(store):
    first = said(NAMES["c1"], Aspect.CERTAINTY, "unknown")
    apply(store, first)
    (node,) = {quad.subject.value for quad in store.quads() if quad.predicate == HS.correctionOf}
    second = said(node, Aspect.SPEAKER, "the operator", 1)
    apply(store, first, second)
    straight = dataclasses.replace(second, subject=NAMES["c1"])
    found = lines(store)
    apply(store, first, straight)
    assert lines(store) == found
    assert len([line for line in found if "#correctionOf>" in line]) == 1


def test_a_dispute_of_a_corrected_claim_stands_beside_the_correction(store):
    apply(store, said(NAMES["c1"], Aspect.CERTAINTY, "unknown"))
    disputed = {quad.subject for quad in reason.construct(store) if quad.object == HS.DisputedClaim}
    assert {node.value for node in disputed} == {
        OTHERS["c1"],
        *(quad.subject.value for quad in store.quads() if quad.predicate == HS.correctionOf),
    }
    apply(
        store, said(NAMES["c1"], Aspect.CERTAINTY, "unknown"), said(NAMES["c2"], Aspect.CLAIM, "rejected", 1)
    )
    disputed = {quad.subject.value for quad in reason.construct(store) if quad.object == HS.DisputedClaim}
    assert disputed == {OTHERS["c1"]}


def test_derived_types_of_a_claim_that_was_set_aside_go_at_once(store):
    reason.materialise(store)
    assert [quad for quad in store.graph(iri.DERIVED) if quad.subject.value == NAMES["c1"]]
    apply(store, said(NAMES["c1"], Aspect.CLAIM, "rejected"))
    assert not [quad for quad in store.graph(iri.DERIVED) if quad.subject.value == NAMES["c1"]]


def test_what_cannot_be_applied_is_told_and_changes_nothing(store):
    before = lines(store)
    (applied,) = apply(store, said(NAMES["c1"], Aspect.SPEAKER, "Rolf Berg"))
    assert (applied.links, applied.claims) == (0, 0)
    assert "Rolf Berg" in applied.problem.message
    assert lines(store) == before


def test_what_the_shapes_refuse_costs_no_article(store, monkeypatch):
    real = validate.validate

    def strict(quads, **options):
        quads = tuple(quads)
        if any(quad.predicate == HS.correctionOf for quad in quads):
            quads += (next(quad for quad in quads if quad.predicate == HS.correctionOf),)
            broken = [quad for quad in quads if quad.predicate != HS.confidence]
            return real(broken, **options)
        return real(quads, **options)

    monkeypatch.setattr(validate, "validate", strict)
    before = lines(store)
    (applied,) = apply(store, said(NAMES["c1"], Aspect.CERTAINTY, "unknown"))
    assert "does not conform" in applied.problem.message
    assert lines(store) == before


def test_an_added_speaker_is_an_actor_of_the_corrections_and_can_be_linked(store):
    spoken = said(NAMES["c3"], Aspect.SPEAKER, "the mayor")
    apply(store, spoken)
    assert conforms(store)
    (node,) = {
        quad.subject.value
        for quad in store.graph(iri.corrections_graph(iri.article(ARTICLE)))
        if quad.predicate == SCHEMA.name and quad.object == Literal("The mayor")
    }
    apply(store, spoken, said(node, Aspect.ENTITY, "Q42", 1))
    assert conforms(store)
    assert (iri.entity("Q42")) in {quad.object for quad in store.quads() if quad.predicate == HS.entity}


def test_an_entity_that_only_people_thought_of_has_the_label_of_the_articles_own_snapshot(store, tools):
    judgement = said(NAMES["a1"], Aspect.ENTITY, "Q159")
    list(pipeline.judge(store, Judgements([judgement]), tools.snapshot))
    russia = {quad.object.value for quad in store.quads() if quad.subject == iri.entity("Q159")}
    assert russia == {"Russia"}
    before = lines(store)
    again = dataclasses.replace(tools, judgements=Judgements([judgement]))
    assert [each.outcome for each in pipeline.ingest([ARTICLE], store, again)] == [Outcome.UNCHANGED]
    assert lines(store) == before

    class Another:
        digest = "9" * 64

        def __getattr__(self, name):
            return getattr(tools.snapshot, name)

    list(pipeline.judge(store, Judgements([judgement]), Another()))
    list(pipeline.judge(store, Judgements([judgement])))
    assert lines(store) == before, "what is there stays, where the article's own snapshot is not at hand"
    apply(store)
    list(pipeline.judge(store, Judgements([judgement]), Another()))
    assert not [quad for quad in store.quads() if quad.subject == iri.entity("Q159")]


def test_identities_join_actors_of_several_articles(store):
    name = "Ada Holm (mayor)"
    apply(
        store,
        said(NAMES["a1"], Aspect.IDENTITY, name),
        said(OTHERS["a1"], Aspect.IDENTITY, name, 1),
    )
    assert conforms(store)
    same = [quad for quad in store.quads() if quad.object == iri.identity(name)]
    assert {quad.subject.value for quad in same if quad.predicate == SCHEMA.sameAs} == {
        NAMES["a1"],
        OTHERS["a1"],
    }


@pytest.mark.parametrize("level", list(TextLevel))
def test_the_text_level_holds_for_corrections(tmp_path, tools, level):
    settings = dataclasses.replace(tools.settings, text=level)
    used = dataclasses.replace(tools, settings=settings, judgements=Judgements(HISTORY))
    with open_store(tmp_path / "levels", mode="write", create=True) as store:
        list(pipeline.ingest([ARTICLE], store, used))
        assert conforms(store)
        quads = list(store.graph(iri.corrections_graph(iri.article(ARTICLE))))
    assert bool([quad for quad in quads if quad.predicate == SCHEMA.text]) == (level is not TextLevel.NONE)


def test_a_store_without_records_says_what_to_do_and_is_renewed_by_ingesting(store, tmp_path, tools):
    for path in (tmp_path / "store" / "records").glob("*/*"):
        path.unlink()
    applied = apply(store, *HISTORY)
    assert {each.problem.code for each in applied} == {"no-records"}
    assert all("hearsay ingest" in each.problem.cure for each in applied)
    assert [each.outcome for each in pipeline.ingest([ARTICLE], store, tools)] == [Outcome.RENEWED]
    assert [each for each in apply(store, HISTORY[2]) if each.links]


def test_damaged_records_are_renewed_by_ingesting(store, tmp_path, tools):
    for path in (tmp_path / "store" / "records").glob("*/*"):
        path.write_bytes(b"damage")
    assert [each.outcome for each in pipeline.ingest([ARTICLE, OTHER], store, tools)] == [Outcome.RENEWED] * 2
    assert list(store.verify()) == []


def test_linking_again_by_the_same_snapshot_changes_nothing(store, tools):
    before = lines(store)
    list(pipeline.relink(store, tools.snapshot, tools.settings, Judgements()))
    assert lines(store) == before


def test_linking_again_by_another_snapshot_is_another_run_and_keeps_what_was_judged(store, tools):
    class Another:
        digest = "9" * 64

        def __getattr__(self, name):
            return getattr(tools.snapshot, name)

    apply(store, *HISTORY)
    list(pipeline.relink(store, Another(), tools.settings, Judgements(HISTORY)))
    runs = {quad.object for quad in store.graph(iri.RUNS) if quad.predicate == HS.snapshot}
    assert runs == {Literal("9" * 64)}
    assert versions.current(store, iri.article(ARTICLE)) is not None
    methods = {quad.object.value.rpartition("#")[2] for quad in store.quads() if quad.predicate == HS.method}
    assert LinkMethod.HUMAN in methods
    assert conforms(store)
    before = lines(store)
    assert apply(store, *HISTORY) == []
    assert lines(store) == before


def test_articles_of_other_settings_are_not_linked_again(store, tools):
    settings = dataclasses.replace(tools.settings, link_threshold=0.99)
    applied = list(pipeline.relink(store, tools.snapshot, settings, Judgements()))
    assert {each.problem.code for each in applied} == {"other-settings"}


def test_the_review_lists_whom_nobody_has_linked(store):
    found = {(each.name, each.article): each for each in pipeline.review(store, Judgements())}
    article = iri.article(ARTICLE).value
    ada = found["Ada Holm", article]
    assert (ada.actor, ada.claims, ada.title) == (NAMES["a1"], 1, ARTICLE.title)
    assert "The mayor, Ada Holm, wrote on Telegram" in ada.context
    assert not {"engineers", "the operator"} & {name for name, _ in found}
    left = {each.name for each in pipeline.review(store, Judgements(HISTORY[:1]))}
    assert "Ada Holm" not in left


def test_a_rejected_claim_hangs_on_nobody_in_the_review(store):
    rejected = Judgements([said(NAMES["c1"], Aspect.CLAIM, "rejected")])
    found = {each.actor: each.claims for each in pipeline.review(store, rejected)}
    assert found[NAMES["a1"]] == 0
    assert found[OTHERS["a1"]] == 1


def test_unused_nodes_of_other_places_are_no_articles():
    assert iri.article_above("https://example.org/article/x/claim/y") is None
    assert iri.article_above(iri.article(ARTICLE).value) is None
    assert iri.article_above(NAMES["c1"]) == NamedNode(iri.article(ARTICLE).value)
    assert of_the_machines(Judgements(HISTORY)).all == HISTORY
