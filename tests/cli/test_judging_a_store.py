"""`hearsay judgements` on a store of articles: it follows, and what is withdrawn leaves no trace."""

import json

import pytest
from cli.conftest import SEEDS

from ingest import judging

SPUTNIK = SEEDS / "sputnik-2024-05-06-french-foreign-legion.txt"
ADDRESS = "https://sputnikglobe.com/20240506/french-foreign-legion-possibly-racked-up-first-losses-in-ukraine---report-1118283980.html"


@pytest.fixture
def sputnik(hearsay, tmp_path):
    (tmp_path / "hearsay.toml").write_text('extractor = "rules"\nwho = "Ada"\n')
    assert hearsay("ingest", SPUTNIK).status == 0
    return hearsay


def to_judge(hearsay):
    shown = json.loads(hearsay("judgements", "review", "--linked", "--limit", 1000, "--json").out)
    return {each["name"]: each for each in shown}


def is_judged(hearsay, name):
    return name not in to_judge(hearsay)


def claims(hearsay):
    return json.loads(hearsay("query", "who-said-what", "-p", f"article={ADDRESS}", "--format", "json").out)[
        "results"
    ]["bindings"]


def test_a_name_that_is_set_is_linked_and_withdrawn_without_a_trace(sputnik):
    before = sputnik("export").out
    assert to_judge(sputnik)["Boris Rozhin"]["linked"] is None
    done = sputnik("judgements", "set", "Boris Rozhin", "Q11")
    assert done.status == 0
    assert "1 article, 1 link, 0 claims" in done.out
    assert "http://www.wikidata.org/entity/Q11>" in sputnik("export").out
    assert sputnik("validate").status == 0
    assert is_judged(sputnik, "Boris Rozhin")
    assert sputnik("ingest", SPUTNIK).status == 0  # follows the file as well
    assert "entity/Q11>" in sputnik("export").out
    assert sputnik("judgements", "withdraw", "Boris Rozhin", "entity").status == 0
    assert sputnik("export").out == before


def test_a_link_of_the_machine_is_rejected_and_accepted(sputnik):
    ukraine = to_judge(sputnik)["Ukraine"]
    assert ukraine["linked"] == "Q212"
    assert "1 link" in sputnik("judgements", "reject", ukraine["actors"][0]).out
    assert "entity/Q212>" not in sputnik("export").out
    assert sputnik("judgements", "withdraw", ukraine["actors"][0], "not").status == 0
    assert "1 link" in sputnik("judgements", "accept", "Ukraine").out
    assert is_judged(sputnik, "Ukraine")


def test_linking_again_keeps_what_was_judged_and_needs_the_settings_of_then(sputnik, tmp_path):
    assert sputnik("judgements", "set", "Boris Rozhin", "Q11").status == 0
    before = sputnik("export").out
    done = sputnik("relink", "--json")
    assert (done.status, json.loads(done.out)) == (0, {"articles": 1, "links": 0, "problems": 0})
    assert sputnik("export").out == before
    (tmp_path / "hearsay.toml").write_text("link_threshold = 0.99\n")
    refused = sputnik("relink")
    assert refused.status == 1
    assert "other settings" in refused.err
    assert sputnik("export").out == before


def test_a_claim_that_is_rejected_is_in_no_answer_until_that_is_withdrawn(sputnik):
    before, exported = claims(sputnik), sputnik("export").out
    claim = before[0]["claim"]["value"]
    assert "1 claim" in sputnik("judgements", "reject", claim, "--why", "a headline").out
    assert claim not in {each["claim"]["value"] for each in claims(sputnik)}
    assert sputnik("validate").status == 0
    assert sputnik("judgements", "withdraw", claim, "claim").status == 0
    assert claims(sputnik) == before
    assert sputnik("export").out == exported


def test_words_that_the_article_has_not_are_refused_by_the_status_and_change_nothing(sputnik):
    before = sputnik("export").out
    done = sputnik("judgements", "claim", claims(sputnik)[0]["claim"]["value"], "--wording", "never said")
    assert done.status == 1
    assert "do not stand in the article" in done.err
    assert sputnik("export").out == before


def test_judgements_made_before_the_articles_came_are_followed_as_they_come(hearsay, tmp_path):
    (tmp_path / "hearsay.toml").write_text('extractor = "rules"\nwho = "Ada"\njudgements = "ours.tsv"\n')
    first = hearsay("ingest", SPUTNIK, "--store", "other")
    assert "no file" in first.err
    assert hearsay("judgements", "set", "Boris Rozhin", "Q11").status == 0
    assert hearsay("ingest", SPUTNIK).status == 0
    assert "entity/Q11>" in hearsay("export").out


def test_a_bad_line_does_not_keep_articles_from_being_ingested(sputnik, tmp_path):
    sputnik("judgements", "set", "Boris Rozhin", "Q11")
    with (tmp_path / ".hearsay" / "judgements.tsv").open("a") as file:
        file.write("yesterday\tAda\tname:Ukraine\tentity\tQ1\t\n")
    done = sputnik("ingest", SPUTNIK)
    assert done.status == 1
    assert "judgements.tsv:3" in done.err
    assert "entity/Q11>" in sputnik("export").out


def test_an_explicit_file_that_is_not_there_is_an_error_before_anything_is_read(sputnik):
    done = sputnik("ingest", SPUTNIK, "--judgements", "gone.tsv")
    assert done.status == 2
    assert "gone.tsv" in done.err


def test_a_take_down_says_which_judgements_may_quote_the_article(sputnik):
    claim = claims(sputnik)[0]["claim"]["value"]
    sputnik("judgements", "reject", claim, "--why", "“first losses”")
    sputnik("judgements", "set", "Ukraine", "nil")
    done = sputnik("takedown", ADDRESS)
    assert "1 judgement in" in done.err
    assert claim.partition("/claim/")[0] in done.err


def test_one_person_in_several_articles_is_proposed_joined_and_parted_again(hearsay, tmp_path):
    (tmp_path / "hearsay.toml").write_text('extractor = "rules"\nwho = "Ada"\n')
    for number, place in enumerate(("Varnholm", "Ostby")):
        (tmp_path / f"{number}.txt").write_text(
            f" date 2024-03-1{number} https://example.org/{number}\n\nThe dam at {place}\n\n"
            f"Harbour master Liv Dahlgren said the dam at {place} would hold.\n"
        )
    assert hearsay("ingest", "0.txt", "1.txt").status == 0
    before = hearsay("export").out
    assert "Liv Dahlgren" in hearsay("judgements", "cluster").out
    assert hearsay("export").out == before
    assert hearsay("judgements", "cluster", "--write").status == 0
    joined = [each for each in hearsay("export").out.split() if "hearsay/identity/" in each]
    assert len(set(joined)) == 1
    assert "nobody to propose" in hearsay("judgements", "cluster").out
    for each in json.loads(hearsay("judgements", "list", "--json").out):
        assert hearsay("judgements", "withdraw", each["subject"], "identity").status == 0
    assert hearsay("export").out == before


def test_an_article_that_follows_a_judgement_of_a_name_is_not_looked_after_again(sputnik, monkeypatch):
    assert "1 link" in sputnik("judgements", "set", "Ukraine", "Q11").out
    seen = []
    monkeypatch.setattr(judging, "refresh", lambda store, article, *_: seen.append(article.value) or [])
    assert sputnik("judgements", "set", "Nobody Here", "Q12").status == 0
    assert seen == []
    assert sputnik("judgements", "set", "Moscow", "Q13").status == 0
    assert len(seen) == 1
