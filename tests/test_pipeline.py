"""The flow on articles whose extraction is made by hand, so that only the flow is tested."""

import dataclasses
import itertools
from pathlib import Path

import pytest
from records_by_hand import ARTICLE, at, extraction

from ingest import bundles, pipeline, validate
from ingest.errors import HearsayError, LanguageError, Origin, Problem
from ingest.examining import article_of
from ingest.link import Snapshot
from ingest.model import Article, Claim, ClaimKind, Extraction
from ingest.pipeline import Outcome, Tools
from ingest.rdf import iri
from ingest.settings import Settings
from ingest.sources import LinkedSource, SourceKind
from ingest.store import open_store

CORRECTED = dataclasses.replace(ARTICLE, title="Pier is unsafe, mayor says", date="2024-03-12")
REWORDED = dataclasses.replace(ARTICLE, title="Pier may well be unsafe")


class ByHand:
    """Finds what `records_by_hand` marks; reads English only."""

    name = "by hand"
    digest = "f" * 64

    def supports(self, language: str) -> bool:
        return language == "en"

    def extract(self, article: Article) -> Extraction:
        if not self.supports(article.language):
            raise LanguageError("This language is not supported.", "Give English articles.")
        return extraction(article)


class Blundering(ByHand):
    """Makes a claim without a kind that the shapes know: half a chain."""

    def extract(self, article: Article) -> Extraction:
        found = extraction(article)
        voice = dataclasses.replace(found.claims[0].chain[0], name="")
        claims: tuple[Claim, ...] = (
            dataclasses.replace(found.claims[2], kind=ClaimKind.OWN_VOICE, confidence=7.0, chain=(voice,)),
        )
        return dataclasses.replace(found, claims=claims)


@pytest.fixture(scope="module")
def snapshot():
    with Snapshot.open() as opened:
        yield opened


@pytest.fixture
def tools(snapshot):
    return Tools(ByHand(), snapshot, Settings())


@pytest.fixture
def store(tmp_path: Path):
    with open_store(tmp_path / "store", mode="write", create=True) as opened:
        yield opened


def outcomes(items, store, tools):
    return [each.outcome for each in pipeline.ingest(items, store, tools) if not isinstance(each, Problem)]


def lines(store):
    return sorted(map(str, store.quads()))


def test_an_article_is_loaded_once(store, tools):
    assert outcomes([ARTICLE, ARTICLE], store, tools) == [Outcome.LOADED, Outcome.UNCHANGED]
    before = lines(store)
    assert outcomes([ARTICLE], store, tools) == [Outcome.UNCHANGED]
    assert lines(store) == before


LINKED = dataclasses.replace(
    ARTICLE,
    sources=(LinkedSource(at("Telegram").start, at("Telegram").end, "https://t.me/holm/7", SourceKind.POST),),
)


def test_a_text_that_was_read_without_its_links_is_read_again_with_them_once(store, tools):
    assert outcomes([ARTICLE, LINKED, LINKED, ARTICLE], store, tools) == [
        *(Outcome.LOADED, Outcome.RENEWED, Outcome.UNCHANGED, Outcome.UNCHANGED)
    ]
    with_links = lines(store)
    assert len([line for line in with_links if "https://t.me/holm/7" in line]) == 1
    assert all(report.conforms for report in map(validate.validate, _bundles(store)))


def _bundles(store):
    return [bundle.quads for bundle in bundles.in_store(store)]


def test_links_survive_the_quarantine(store, tools):
    french = dataclasses.replace(LINKED, language="fr")
    assert outcomes([french], store, tools) == [Outcome.QUARANTINED]
    (entry,) = store.quarantine
    assert article_of(entry) == french
    older = dataclasses.replace(entry, article={k: v for k, v in entry.article.items() if k != "sources"})
    assert article_of(older).sources == ()


def test_a_bad_record_does_not_stop_the_rest(store, tools):
    bad = Problem(Origin("bad.txt"), "It is empty.", "Remove it.", "empty-file")
    assert outcomes([bad, ARTICLE], store, tools) == [Outcome.UNREADABLE, Outcome.LOADED]


def test_warnings_are_passed_on(store, tools):
    warning = Problem(Origin("a.txt"), "Odd.", "", "odd", fatal=False)
    assert list(pipeline.ingest([warning], store, tools)) == [warning]


def test_a_language_that_is_not_read_is_quarantined_and_can_be_retried(store, tools):
    french = dataclasses.replace(ARTICLE, language="fr")
    assert outcomes([french], store, tools) == [Outcome.QUARANTINED]
    (entry,) = store.quarantine
    assert entry.reason == "language"
    assert [each.outcome for each in pipeline.retry(store, tools)] == [Outcome.QUARANTINED]

    class Polyglot(ByHand):
        def supports(self, language: str) -> bool:
            return True

    better = dataclasses.replace(tools, extractor=Polyglot())
    assert [each.outcome for each in pipeline.retry(store, better)] == [Outcome.LOADED]
    assert not store.quarantine.ids()


def test_what_does_not_conform_is_quarantined_with_its_report_and_replaces_nothing(store, tools):
    assert outcomes([ARTICLE], store, tools) == [Outcome.LOADED]
    before = lines(store)
    blundering = dataclasses.replace(tools, extractor=Blundering())
    assert outcomes([CORRECTED], store, blundering) == [Outcome.QUARANTINED]
    (entry,) = store.quarantine
    assert entry.reason == "shacl"
    assert "confidence" in entry.text
    assert "sh:ValidationReport" in entry.turtle or "shacl#ValidationReport" in entry.turtle
    assert lines(store) == before


def test_a_bug_costs_one_article_and_is_called_a_bug(store, tools):
    class Buggy(ByHand):
        def extract(self, article: Article) -> Extraction:
            if article == CORRECTED:
                raise IndexError("somewhere in a rule")
            return super().extract(article)

    other = dataclasses.replace(ARTICLE, url="https://other.example.org/pier")
    buggy = dataclasses.replace(tools, extractor=Buggy())
    assert outcomes([CORRECTED, other], store, buggy) == [Outcome.QUARANTINED, Outcome.LOADED]
    (entry,) = store.quarantine
    assert entry.reason == "bug"
    assert "somewhere in a rule" in entry.text


def test_retrying_an_unknown_entry_says_so(store, tools):
    with pytest.raises(HearsayError, match="nothing-here"):
        list(pipeline.retry(store, tools, ["nothing-here"]))


def test_the_later_date_is_current_in_whichever_order_they_come(tmp_path, tools):
    found = []
    for number, order in enumerate(itertools.permutations([ARTICLE, CORRECTED])):
        with open_store(tmp_path / str(number), mode="write", create=True) as opened:
            outcomes(order, opened, tools)
            outcomes(order, opened, tools)
            found.append({line for line in lines(opened) if "tombstones" not in line})
    assert found[0] == found[1]
    assert any("unsafe, mayor says" in line for line in found[0])


def test_two_texts_of_one_date_do_not_replace_each_other_for_ever(store, tools):
    assert outcomes([ARTICLE, REWORDED], store, tools) == [Outcome.LOADED, Outcome.NEW_VERSION]
    before = lines(store)
    assert outcomes([ARTICLE, REWORDED], store, tools) == [Outcome.OLDER, Outcome.UNCHANGED]
    assert lines(store) == before


def test_which_version_is_current_is_said(store, tools):
    results = list(pipeline.ingest([ARTICLE, CORRECTED, ARTICLE], store, tools))
    told = [each.problem.message for each in results if each.problem]
    assert len(told) == 2
    assert "current" in told[0]
    assert ARTICLE.text_sha256[:12] in told[0]
    assert "stays current" in told[1]
    assert CORRECTED.text_sha256[:12] in told[1]


def test_an_article_taken_down_stays_away(store, tools):
    outcomes([ARTICLE], store, tools)
    assert pipeline.take_down(store, ARTICLE.url)
    assert outcomes([ARTICLE, CORRECTED], store, tools) == [Outcome.TAKEN_DOWN, Outcome.TAKEN_DOWN]
    assert not any("Holm" in line for line in lines(store))


def test_a_take_down_empties_the_quarantine_too(store, tools):
    outcomes([dataclasses.replace(ARTICLE, language="fr")], store, tools)
    assert not pipeline.take_down(store, iri.article(ARTICLE).value)
    assert not store.quarantine.ids()


def test_other_settings_renew_the_graph(store, tools):
    outcomes([ARTICLE], store, tools)
    stricter = dataclasses.replace(tools, settings=Settings(min_confidence=0.95))
    assert outcomes([ARTICLE], store, stricter) == [Outcome.RENEWED]
    assert sum("ontology#wording>" in line for line in lines(store)) == 2


def test_leaving_a_claim_out_leaves_no_relation_to_it():
    kept = pipeline.confident(extraction(), 0.95)
    assert [claim.id for claim in kept.claims] == ["c2", "c3"]
    assert not any(claim.relations for claim in kept.claims)


def test_articles_in_any_order_give_the_same_store(tmp_path, tools):
    other = dataclasses.replace(ARTICLE, url="https://other.example.org/pier", publisher="Other")
    found = []
    for number, order in enumerate(itertools.permutations([ARTICLE, other])):
        with open_store(tmp_path / str(number), mode="write", create=True) as opened:
            outcomes(order, opened, tools)
            found.append(lines(opened))
    assert found[0] == found[1]
