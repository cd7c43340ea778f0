"""What each command prints and returns on a small store."""

import json
import re

import pyoxigraph
import pytest
from cli.conftest import SEEDS

from ingest.extract import TrainedExtractor
from ingest.rdf.vocabulary import HS

SPUTNIK = SEEDS / "sputnik-2024-05-06-french-foreign-legion.txt"
DAM = "https://dailybeacon.example.org/2024/03/11/varnholm-dam-evacuation"


def test_without_arguments_the_help_is_shown(hearsay):
    done = hearsay()
    assert "ingest" in done.out + done.err


def test_the_version_is_printed(hearsay):
    assert re.fullmatch(r"hearsay \d+\.\d+\.\d+\n", hearsay("--version").out)


def test_a_mistake_in_the_command_line_is_status_2(hearsay):
    assert hearsay("ingest", "--nonsense").status == 2
    assert hearsay("ingest").status == 2
    assert hearsay("nonsense").status == 2


def test_ingest_tells_what_it_did(seeded):
    done = seeded("ingest", SPUTNIK)
    assert done.status == 0
    for step in ("read", "extracted", "linked", "validated", "loaded"):
        assert step in done.out


def test_ingest_counts_for_scripts(hearsay):
    done = hearsay("ingest", SPUTNIK, "--json")
    counts = json.loads(done.out)
    assert counts["articles"]["loaded"] == 1
    assert counts["found"]["claims"] > 10
    assert counts["problems"] == []


def test_extract_prints_the_documented_form(hearsay):
    done = hearsay("extract", SPUTNIK, "--format", "json")
    found = json.loads(done.out)
    assert found["format"] == 1
    assert found["mentions"]
    for mention in found["mentions"]:
        assert found["text"][mention["start"] : mention["end"]] == mention["text"]
    for claim in found["claims"]:
        assert claim["id"].startswith("https://w3id.org/hearsay/article/")
    linked = [actor["qid"] for actor in found["actors"] if actor["qid"]]
    assert "Q212" in linked


def test_extract_prints_one_object_a_line(hearsay):
    done = hearsay("extract", SEEDS / "portugal-2024-06.jsonl", "--format", "json")
    assert len([json.loads(line) for line in done.out.splitlines()]) == 2


def test_extract_marks_the_article(hearsay):
    done = hearsay("extract", SPUTNIK)
    assert "{military correspondent Boris Rozhin}" in done.out
    assert "~possibly~" in done.out


def test_extract_escapes_what_would_steer_a_terminal(hearsay, tmp_path):
    hostile = "The mayor, Ada Holm, said \u202etaht\u202c it is so."
    (tmp_path / "a.txt").write_text(f" date 2024-01-01 https://example.org/a\n\nA headline\n\n{hostile}\n")
    done = hearsay("extract", "a.txt")
    assert "\u202e" not in done.out
    assert "\\u202e" in done.out


def test_the_store_conforms_and_its_quotations_stand_in_the_texts(seeded):
    done = seeded("validate")
    assert done.status == 0


def test_a_store_whose_database_lost_a_statement_is_called_damaged(seeded, tmp_path):
    database = pyoxigraph.Store(str(tmp_path / ".hearsay" / "oxigraph"))
    database.remove(next(iter(database.quads_for_pattern(None, HS.cue, None, None))))
    database.flush()
    del database
    done = seeded("validate")
    assert done.status == 2
    assert "is damaged" in done.err


def test_a_damaged_export_does_not_conform_and_the_rule_is_named(seeded, tmp_path):
    seeded("export", "-o", "all.nq")
    lines = (tmp_path / "all.nq").read_text().splitlines(keepends=True)
    (tmp_path / "bad.nq").write_text("".join(line for line in lines if "ontology#wording>" not in line))
    assert seeded("validate", "all.nq").status == 0
    done = seeded("validate", "bad.nq")
    assert done.status == 1
    assert "wording" in done.out
    report = seeded("validate", "bad.nq", "--format", "turtle")
    assert "ValidationReport" in report.out
    assert json.loads(seeded("validate", "bad.nq", "--format", "json").out)["conforms"] is False


def test_what_cannot_be_read_does_not_conform(hearsay, tmp_path):
    (tmp_path / "empty.txt").touch()
    done = hearsay("validate", "empty.txt")
    assert done.status == 1
    assert "Conforms" not in done.out
    both = hearsay("validate", "empty.txt", SPUTNIK, "--format", "json")
    assert both.status == 1
    counts = json.loads(both.out)
    assert (counts["conforms"], counts["graphs"], counts["unreadable"]) == (True, 1, 1)
    assert hearsay("validate", "gone.ttl").status == 2


def test_a_mistake_of_our_own_costs_one_article_only(hearsay, monkeypatch):
    extracted = TrainedExtractor.extract

    def fail_on_one(self, article):
        if "dam" in article.title.lower():
            raise IndexError("tuple index out of range")
        return extracted(self, article)

    monkeypatch.setattr(TrainedExtractor, "extract", fail_on_one)
    dam = SEEDS / "dailybeacon-2024-03-11-varnholm-dam.txt"
    for command in (["extract", "--format", "json"], ["validate"], ["ingest"]):
        done = hearsay(*command, dam, SPUTNIK)
        assert done.status == 1
        assert "bug in Hearsay" in done.err
        assert "Traceback" not in done.err
        assert done.out


def test_an_article_can_be_validated_without_a_store(hearsay, tmp_path):
    assert hearsay("validate", SPUTNIK).status == 0
    assert not (tmp_path / ".hearsay").exists()


def test_queries_are_listed_with_their_questions(hearsay):
    done = hearsay("queries", "--json")
    listed = json.loads(done.out)
    assert len(listed) >= 12
    assert all(each["question"].endswith("?") for each in listed)
    assert "who-said-what" in hearsay("queries").out


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json"])
def test_a_query_answers_in_every_form(seeded, form):
    done = seeded("query", "who-said-what", "-p", f"article={DAM}", "--format", form)
    assert done.status == 0
    assert "Thalvik" in done.out


def test_a_query_can_come_from_a_file_or_standard_input(seeded, tmp_path):
    sparql = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?c a <https://w3id.org/hearsay/ontology#Claim> } }"
    (tmp_path / "count.rq").write_text(sparql)
    from_file = seeded("query", "count.rq", "--format", "csv")
    from_input = seeded("query", "-", "--format", "csv", stdin=sparql.encode())
    assert from_file.out == from_input.out
    (tmp_path / "count").write_text(sparql)
    assert seeded("query", "count", "--format", "csv").out == from_file.out
    assert int(from_file.out.splitlines()[1]) > 10


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["who-said-wath"], "who-said-what"),
        (["who-said-what"], "article"),
        (["who-said-what", "-p", "article"], "KEY=VALUE"),
        (["claims-about", "-p", "entity=Ukraine"], "Q"),
        (["who-said-what", "-p", "article=x> } DROP ALL #"], "article"),
        (["gone.rq"], "gone.rq"),
        (["queries/gone"], "queries/gone"),
        (["."], "directory"),
        (["a" * 5000 + ".rq"], "too long"),
        (["SELECT * { ?s ?p 0.5 }"], "standard input"),
        (["SELECT * { ?s ?p ?o }"], "standard input"),
        (["chains", "--format", "xls"], "xls"),
    ],
)
def test_a_mistaken_query_is_explained(seeded, arguments, told):
    done = seeded("query", *arguments)
    assert done.status == 2
    assert told in done.err
    assert "Traceback" not in done.err


def test_without_a_store_the_cure_is_told(hearsay):
    done = hearsay("query", "articles")
    assert done.status == 2
    assert "hearsay ingest" in done.err


def test_reasoning_fills_the_derived_graph_and_can_be_explained(seeded):
    counts = json.loads(seeded("reason", "--json").out)
    assert counts["https://w3id.org/hearsay/ontology#SecondHandClaim"] > 5
    claim = next(
        line.split(">")[0][1:]
        for line in seeded("export").out.splitlines()
        if "ontology#HedgedClaim>" in line and "graph/derived>" in line
    )
    assert "hedged claim" in seeded("reason", "--explain", claim).out


def test_a_take_down_removes_an_article_and_keeps_it_out(seeded):
    assert seeded("takedown", DAM).status == 0
    assert "Thalvik" not in seeded("export").out
    done = seeded("ingest", SEEDS / "dailybeacon-2024-03-11-varnholm-dam.txt", "--json")
    assert json.loads(done.out)["articles"]["taken down"] == 1


def test_an_address_that_is_none_is_no_take_down(seeded):
    done = seeded("takedown", "https://x y")
    assert done.status == 2
    assert ".." not in done.err


def test_the_quarantine_is_listed_shown_and_retried(hearsay, tmp_path):
    record = {"url": "https://example.org/fr", "title": "Titre", "text": "Il a dit oui.", "language": "fr"}
    (tmp_path / "fr.jsonl").write_text(json.dumps(record))
    assert hearsay("ingest", "fr.jsonl").status == 1
    (entry,) = json.loads(hearsay("quarantine", "list", "--json").out)
    assert entry["reason"] == "language"
    assert entry["id"] in hearsay("quarantine", "list").out
    assert "fr" in hearsay("quarantine", "show", entry["id"]).out
    assert hearsay("quarantine", "retry").status == 1
    for unknown in ("nothing", "../../quarantine", "..", "", "\x1b[2J"):
        done = hearsay("quarantine", "show", unknown)
        assert done.status == 2
        assert "no entry" in done.err
        assert "\x1b" not in done.err


def test_settings_come_from_the_file_and_the_command_line_wins(hearsay, tmp_path):
    (tmp_path / "hearsay.toml").write_text('store = "news"\ntext = "none"\n')
    assert hearsay("ingest", SPUTNIK).status == 0
    assert (tmp_path / "news" / "format.json").is_file()
    assert "mercenaries" not in hearsay("export").out
    assert hearsay("ingest", SPUTNIK, "--text", "quotes").status == 0
    assert "mercenaries" in hearsay("export").out


def test_an_export_file_is_whole_or_not_there(seeded, tmp_path):
    done = seeded("export", "-o", tmp_path / "no" / "where.nq")
    assert done.status == 2
    assert "where.nq" in done.err
    assert seeded("export", "--format", "xls").status == 2


def test_addresses_are_never_cut_off_on_a_narrow_terminal(seeded, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")  # taken for a terminal
    monkeypatch.setenv("COLUMNS", "60")
    shown = seeded("query", "articles").out
    assert "\x1b[" in shown
    assert "…" not in shown


def test_beside_an_answer_stands_how_far_to_trust_it(seeded, tmp_path):
    plain = seeded("query", "outlets", "--format", "csv").out
    done = seeded("query", "outlets", "--format", "csv", "--metadata", "about.json")
    assert (done.status, done.out, done.err) == (0, plain, "")
    said = json.loads((tmp_path / "about.json").read_text(encoding="utf-8"))
    assert said["query"].startswith("#")
    assert said["store"]["articles"] == 2
    assert 0 < said["store"]["mean confidence of claims"] < 1
    assert said["store"]["articles set aside for their language"] == 0
