"""What the shipped questions mean once people judged the small world: what they set aside counts no more."""

from collections.abc import Iterator

import pytest
import rdflib
import small_world as world
from test_every_question import CASES, as_strings, in_second_engine, pasted
from test_small_world import BEACON, CRACKED, HELP, MERIDIAN, PAY, SOUND, WATCHING, cut

import ingest
from ingest import bundles, reason, validate
from ingest.query import Question
from ingest.query.reader import Reader
from ingest.rdf import iri
from ingest.store import open_store

pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own parsers

RUIZ = "Carla Ruiz could be watching"


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path = tmp_path_factory.mktemp("judged") / "store"
    with open_store(path, mode="write", create=True) as store:
        world.fill(store, world.judgements())
    with ingest.open_store(path) as opened:
        yield opened


def test_every_article_conforms_with_its_corrections_and_judgements(judged: Reader) -> None:
    for bundle in bundles.in_store(judged.store):
        report = validate.validate(bundle.quads)
        assert report.findings == (), validate.render(report)


def test_articles_count_corrected_claims_and_no_rejected_ones(judged: Reader) -> None:
    assert cut(judged.query("articles"), "headline", "claims", "relayed") == [
        ("Dam in doubt", 3, 3),
        ("Norway's dam", 3, 3),
        ("Nothing is said", 0, 0),
        ("Berg looks on", 2, 1),
    ]


def test_who_said_what_tells_what_people_made_of_it(judged: Reader) -> None:
    columns = ("start", "speaker", "certainty", "polarity", "chain", "wording")
    assert cut(judged.query("who-said-what", article=world.DAM), *columns) == [
        (14, "Ada Holm", "certain", "affirmed", f"{BEACON} ← Ada Holm (via Telegram)", SOUND),
        (82, "Officials", "possible", "affirmed", f"{BEACON} ← Officials", CRACKED),
        (123, "Ada Holm", "certain", "negated", f"{BEACON} ← Ada Holm", CRACKED),
    ]
    assert cut(judged.query("who-said-what", article=world.POST), *columns)[-1:] == [
        (124, "Holm", "possible", "negated", f"{MERIDIAN} ← Holm", HELP)
    ]
    assert cut(judged.query("who-said-what", article=world.BERG), *columns) == [
        (47, "Rolf Berg", "possible", "affirmed", f"{BEACON} ← Rolf Berg", RUIZ),
        (77, BEACON, "certain", "affirmed", BEACON, "The dam is cracked"),
    ]


def test_corrections_show_both_sides(judged: Reader) -> None:
    table = judged.query("corrections")
    columns = ("change", "aspect", "verdict", "speaker", "speaker_now", "wording", "wording_now")
    assert sorted(cut(table, *columns), key=str) == [
        ("corrected", "certainty", "possible: claimed", "Officials", "Officials", CRACKED, CRACKED),
        ("corrected", "polarity", "negated", MERIDIAN, "Holm", HELP, HELP),
        ("corrected", "speaker", "Holm", MERIDIAN, "Holm", HELP, HELP),
        ("corrected", "wording", RUIZ, "Rolf Berg", "Rolf Berg", WATCHING, RUIZ),
        ("rejected", "claim", "rejected", "Ada Holm", None, PAY, None),
    ]
    assert cut(judged.query("corrections", article=world.BERG), "wording_now") == [(RUIZ,)]
    assert set(cut(table, "judged_by")) == {("Ada",)}


def test_judgements_in_use_say_about_what_and_why(judged: Reader) -> None:
    table = judged.query("judgements")
    assert cut(table, "aspect", "subject", "verdict", "articles") == [
        ("certainty", CRACKED, "possible: claimed", 1),
        ("claim", PAY, "rejected", 1),
        ("speaker", HELP, "Holm", 1),
        ("polarity", HELP, "negated", 1),
        ("wording", WATCHING, RUIZ, 1),
        ("claim", "The dam is cracked", "accepted", 1),
        ("entity", "rolf berg", "Q77", 1),
        ("identity", "Carla Ruiz", "Carla Ruiz (the watcher)", 1),
        ("not", "Moscow", "Q159", 1),
        ("entity", "Telegram", "Q15616276", 1),
    ]
    assert ("His own page says so.",) in cut(table, "reason")
    assert len(judged.query("judgements", by="Bo")) == 0


def test_a_dispute_follows_the_claim_that_it_is_about(judged: Reader) -> None:
    columns = ("disputed", "claimed_by", "disputed_by", "evidence")
    table = judged.query("disputed-claims")
    assert cut(table, *columns) == [(CRACKED, "Officials", "Ada Holm", "denied that")]
    (claim,) = cut(table, "claim")[0]
    assert str(claim).startswith(world.claim(world.dam(), "c1") + "/corrected/")


def test_people_who_were_linked_by_name_or_identity_are_one_who(judged: Reader) -> None:
    assert cut(judged.query("most-quoted"), "speaker", "claims", "who")[::2] == [
        ("Ada Holm", 4, "http://www.wikidata.org/entity/Q101"),
        ("Rolf Berg", 1, "http://www.wikidata.org/entity/Q77"),
    ]
    identity = iri.identity("Carla Ruiz (the watcher)").value
    assert cut(judged.query("only-spoken-about"), "topic", "who") == [("Carla Ruiz (the watcher)", identity)]
    assert cut(judged.query("claims-by", entity="Q77"), "wording") == [(RUIZ,)]
    assert cut(judged.query("unlinked-actors"), "name") == [("Moscow",), (MERIDIAN,)]


def test_what_was_ruled_out_is_claimed_about_no_longer(judged: Reader) -> None:
    assert len(judged.query("claims-about", entity="Q159")) == 0
    assert len(judged.query("claims-about", entity="Q20")) == 0, "its only claim is rejected"


def test_shares_and_outlets_count_what_stands(judged: Reader) -> None:
    assert cut(judged.query("hedged-share"), "outlet", "claims", "hedged") == [
        (BEACON, 5, 2),
        (MERIDIAN, 3, 1),
    ]
    assert cut(judged.query("outlets"), "outlet", "articles", "claims", "own_voice", "second_hand") == [
        (BEACON, 2, 5, 1, 4),
        (MERIDIAN, 1, 3, 0, 2),
    ]


def test_derived_classes_are_of_what_stands(judged: Reader) -> None:
    derived = {
        (quad.subject.value, quad.object.value.rpartition("#")[2]) for quad in reason.construct(judged.store)
    }
    aside = {world.claim(world.dam(), "c1"), world.claim(world.dam(), "c3"), world.claim(world.post(), "c2")}
    assert not {claim for claim, _ in derived} & aside
    (corrected,) = {claim for claim, _ in derived if claim.startswith(world.claim(world.dam(), "c1") + "/")}
    assert {kind for claim, kind in derived if claim == corrected} == {
        *("DisputedClaim", "HedgedClaim", "SecondHandClaim", "UnnamedSourceClaim")
    }


@pytest.fixture(scope="module")
def second_engine(judged: Reader) -> Iterator[rdflib.Dataset]:
    yield from in_second_engine(judged)


@pytest.mark.parametrize(("question", "values"), CASES)
def test_a_second_engine_gives_the_same_rows_in_the_same_order(
    question: Question, values: dict[str, object], judged: Reader, second_engine: rdflib.Dataset
) -> None:
    table = judged.query(question.name, **values)
    result = second_engine.query(pasted(question, values))
    assert as_strings([[row[name] for name in table.columns] for row in result]) == as_strings(table.terms)
