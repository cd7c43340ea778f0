"""What each shipped question means, on four articles of which every answer is known."""

import pytest
import small_world as world

from ingest.query import Table
from ingest.query.reader import Reader

BEACON, MERIDIAN = "Daily Beacon", "Meridian Post"
SOUND, CRACKED, PAY = "The dam is sound", "the dam is cracked", "Norway will pay"
WATCHING, HELP = "Moscow and Carla Ruiz could be watching", "Moscow may help"


def cut(table: Table, *columns: str) -> list[tuple[object, ...]]:
    places = [table.columns.index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in table.rows]


def test_articles_are_listed_by_date_and_the_undated_last_with_what_they_relay(reader: Reader) -> None:
    assert cut(reader.query("articles"), "outlet", "headline", "claims", "relayed", "url") == [
        (BEACON, "Dam in doubt", 4, 4, world.DAM),
        (MERIDIAN, "Norway's dam", 3, 2, world.POST),
        (None, "Nothing is said", 0, 0, None),
        (BEACON, "Berg looks on", 2, 1, world.BERG),
    ]


def test_who_said_what_reads_in_the_order_of_the_text_with_the_whole_chain(reader: Reader) -> None:
    table = reader.query("who-said-what", article=world.POST)
    assert cut(table, "start", "speaker", "known_as", "act", "certainty", "medium", "chain", "wording") == [
        (
            14,
            "Holm",
            "Ada Holm",
            "write",
            "certain",
            "Telegram",
            f"{MERIDIAN} ← Holm (via Telegram)",
            "“The dam is sound!”",
        ),
        (104, "officials", None, "say", "certain", None, f"{MERIDIAN} ← {BEACON} ← officials", CRACKED),
        (124, MERIDIAN, None, "assert", "possible", None, MERIDIAN, HELP),
    ]


def test_who_said_what_takes_an_articles_iri_and_tells_negated_claims(reader: Reader) -> None:
    (article,) = {row[-1] for row in reader.query("articles").rows if row[-2] == world.DAM}
    assert isinstance(article, str)
    by_iri = reader.query("who-said-what", article=article)
    assert by_iri == reader.query("who-said-what", article=world.DAM)
    assert cut(by_iri, "speaker", "act", "polarity", "wording") == [
        ("Ada Holm", "say", "affirmed", SOUND),
        ("Officials", "claim", "affirmed", CRACKED),
        ("Ada Holm", "deny", "negated", CRACKED),
        ("Ada Holm", "add", "affirmed", PAY),
    ]


def test_an_article_that_is_not_in_the_store_has_no_rows(reader: Reader) -> None:
    assert len(reader.query("who-said-what", article="https://example.org/none")) == 0


@pytest.mark.parametrize(
    ("entity", "claims"),
    [
        ("Q20", [("Ada Holm", PAY)]),
        ("Q649", [(MERIDIAN, HELP), ("Rolf Berg", WATCHING)]),
        ("Q159", [(MERIDIAN, HELP), ("Rolf Berg", WATCHING)]),
        ("Q101", []),
    ],
)
def test_claims_about_an_entity_or_what_stands_for_it(
    reader: Reader, entity: str, claims: list[tuple[str, str]]
) -> None:
    assert cut(reader.query("claims-about", entity=entity), "speaker", "wording") == claims


def test_claims_by_somebody_are_found_under_every_name_and_through_others(reader: Reader) -> None:
    said = cut(reader.query("claims-by", entity="Q101"), "speaker", "act", "hands", "wording")
    assert sorted(said) == [
        ("Ada Holm", "add", 1, PAY),
        ("Ada Holm", "deny", 1, CRACKED),
        ("Ada Holm", "say", 1, SOUND),
        ("Holm", "write", 1, "“The dam is sound!”"),
    ]
    passed_on = cut(reader.query("claims-by", entity="Q900"), "outlet", "hands", "original", "wording")
    assert (MERIDIAN, 1, "officials", CRACKED) in passed_on
    assert (BEACON, 0, "Rolf Berg", WATCHING) in passed_on
    assert len(passed_on) == 7


def test_chains_of_two_hands_or_as_few_as_asked(reader: Reader) -> None:
    assert cut(reader.query("chains"), "hands", "chain", "wording") == [
        (2, f"{MERIDIAN} ← {BEACON} ← officials", CRACKED)
    ]
    assert [row[0] for row in reader.query("chains", least=1).rows] == [2, 1, 1, 1, 1, 1, 1]
    assert [row[0] for row in reader.query("chains", least=0).rows] == [2, 1, 1, 1, 1, 1, 1, 0, 0]
    assert len(reader.query("chains", least=3)) == 0


def test_claims_on_unnamed_sources_wherever_these_stand_in_the_chain(reader: Reader) -> None:
    assert cut(reader.query("unnamed-sources"), "outlet", "unnamed", "hands_away", "wording") == [
        (BEACON, "Officials", 0, CRACKED),
        (MERIDIAN, "officials", 0, CRACKED),
    ]


def test_the_same_wording_is_found_in_two_outlets_in_the_order_of_time(reader: Reader) -> None:
    rows = cut(reader.query("same-wording"), "outlets", "outlet", "speaker", "wording")
    sound = [row for row in rows if "sound" in str(row[-1])]
    cracked = [row for row in rows if "cracked" in str(row[-1])]
    assert rows in (sound + cracked, cracked + sound), "each wording is one group of rows"
    assert sound == [(2, BEACON, "Ada Holm", SOUND), (2, MERIDIAN, "Holm", "“The dam is sound!”")]
    assert sorted(cracked[:2]) == [(2, BEACON, "Ada Holm", CRACKED), (2, BEACON, "Officials", CRACKED)]
    assert cracked[2:] == [
        (2, MERIDIAN, "officials", CRACKED),
        (2, BEACON, BEACON, "The dam is cracked"),  # undated
    ]
    assert len(reader.query("same-wording", least=3)) == 0


def test_most_quoted_joins_what_is_linked_to_one_entity_and_leaves_out_the_unnamed(reader: Reader) -> None:
    table = reader.query("most-quoted")
    assert cut(table, "speaker", "claims", "verbatim", "articles", "outlets") == [
        ("Ada Holm", 4, 1, 2, 2),
        (BEACON, 1, 0, 1, 1),
        ("Rolf Berg", 1, 0, 1, 1),
    ]
    assert cut(table, "who")[0] == ("http://www.wikidata.org/entity/Q101",)
    assert cut(reader.query("most-quoted", kind="organisation"), "speaker") == [(BEACON,)]


def test_only_spoken_about_leaves_out_who_speaks_anywhere_and_places_unless_asked(reader: Reader) -> None:
    assert cut(reader.query("only-spoken-about"), "topic", "claims", "articles") == [("Carla Ruiz", 1, 1)]
    assert cut(reader.query("only-spoken-about", kind="place"), "topic", "claims", "articles", "who") == [
        ("Moscow", 2, 2, "http://www.wikidata.org/entity/Q159"),
        ("Norway", 1, 1, "http://www.wikidata.org/entity/Q20"),
    ]


def test_the_hedged_share_of_each_outlet(reader: Reader) -> None:
    table = reader.query("hedged-share")
    assert cut(table, "outlet", "articles", "claims", "hedged") == [(MERIDIAN, 1, 3, 1), (BEACON, 2, 6, 1)]
    assert [str(row[4]) for row in table.rows] == ["0.333", "0.167"]


def test_a_dispute_names_both_sides_and_the_words_that_show_it(reader: Reader) -> None:
    columns = ("disputed", "claimed_by", "disputed_by", "act", "evidence", "url", "claim")
    assert cut(reader.query("disputed-claims"), *columns) == [
        (CRACKED, "Officials", "Ada Holm", "deny", "denied that", world.DAM, world.claim(world.dam(), "c1"))
    ]


@pytest.mark.parametrize(
    ("asked", "outlets"),
    [
        ({}, [BEACON, MERIDIAN]),
        ({"through": "telegram"}, [BEACON, MERIDIAN]),
        ({"person": "HOLM"}, [MERIDIAN]),
        ({"person": "ada holm"}, [BEACON, MERIDIAN]),
        ({"person": "Holm", "through": "TELEGRAM"}, [MERIDIAN]),
        ({"through": "Asia Times"}, []),
        ({"person": "Rolf Berg"}, []),
    ],
)
def test_claims_through_a_medium_by_the_articles_name_or_the_label(
    reader: Reader, asked: dict[str, str], outlets: list[str]
) -> None:
    assert [row[0] for row in cut(reader.query("through-medium", **asked), "outlet")] == outlets


def test_unlinked_names_by_how_often_they_occur(reader: Reader) -> None:
    assert cut(reader.query("unlinked-actors"), "name", "actor_kind", "articles", "mentions", "spoken") == [
        ("Rolf Berg", "person", 1, 1, 1),
        ("Carla Ruiz", "person", 1, 1, 0),
        (MERIDIAN, "organisation", 1, 0, 3),
    ]
    assert cut(reader.query("unlinked-actors", kind="organisation"), "name") == [(MERIDIAN,)]


def test_the_provenance_of_a_claim_leads_to_its_characters_and_its_run(reader: Reader) -> None:
    draft = world.post()
    table = reader.query("provenance", claim=world.claim(draft, "c1"))
    (record,) = table.records()
    assert draft.article.text[104:122] == CRACKED
    assert (record["place"], record["start"], record["end"], record["exact"]) == (
        "wording",
        104,
        122,
        CRACKED,
    )
    assert record["text_sha256"] == draft.article.text_sha256
    assert record["text_length"] == len(draft.article.text)
    assert str(record["confidence"]) == "0.75"
    assert (record["software"], record["model"]) == (world.RUN.software, world.RUN.model)


def test_the_provenance_of_an_article_or_of_all(reader: Reader) -> None:
    assert cut(reader.query("provenance", article=world.BERG), "exact") == [
        (WATCHING,),
        ("The dam is cracked",),
    ]
    assert len(reader.query("provenance")) == 9


def test_outlets_by_hands_and_dates(reader: Reader) -> None:
    columns = ("outlet", "articles", "claims", "own_voice", "second_hand", "further", "host")
    table = reader.query("outlets")
    assert cut(table, *columns) == [
        (BEACON, 2, 6, 1, 5, 0, "dailybeacon.example.org"),
        (MERIDIAN, 1, 3, 1, 1, 1, "meridianpost.example.org"),
    ]
    assert [str(row) for row in cut(table, "first")[1]] == ["2024-03-12 08:30:00+00:00"]
    assert cut(table, "first")[0] == cut(table, "last")[0], "an undated article has no part in it"


def test_acts_of_each_speaker_in_each_outlet(reader: Reader) -> None:
    rows = cut(reader.query("acts"), "speaker", "verb", "outlet", "claims")
    assert ("Ada Holm", "deny", BEACON, 1) in rows
    assert ("Ada Holm", "write", MERIDIAN, 1) in rows
    assert ("officials", "say", MERIDIAN, 1) in rows
    assert len(rows) == 8
    assert cut(reader.query("acts", act="fear"), "speaker") == [("Rolf Berg",)]


PAPER, POST_ON_TELEGRAM = "https://doi.org/10.5555/dam", "https://t.me/adaholm/7"


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({}, ["post", "post", "paper"]),
        ({"article": world.DAM}, ["post", "post", "paper"]),
        ({"article": world.POST}, []),
        ({"kind": "paper"}, ["paper"]),
        ({"host": "T.me"}, ["post", "post"]),
        ({"host": "t.me", "kind": "video"}, []),
    ],
)
def test_outside_sources_and_the_claims_that_stand_with_them(
    reader: Reader, asked: dict[str, str], kinds: list[str]
) -> None:
    assert [row[0] for row in cut(reader.query("linked-sources", **asked), "source_kind")] == kinds


def test_a_source_has_a_row_for_each_claim_and_one_if_there_is_none(reader: Reader) -> None:
    columns = ("source", "placed", "words", "speaker", "act", "wording", "start")
    assert cut(reader.query("linked-sources"), *columns) == [
        (POST_ON_TELEGRAM, "linked", "on Telegram", "Ada Holm", "say", SOUND, 46),
        ("https://t.me/officials/8", "embedded", "the dam is cracked.", None, None, None, 82),
        (PAPER, "linked", CRACKED, "Ada Holm", "deny", CRACKED, 123),
    ]
