"""`hearsay enrich`: said what was added, and what a question needs it for."""

import json


def test_it_tells_what_it_knows_of_and_what_it_does_not(seeded):
    done = seeded("enrich")
    assert done.status == 0
    assert "linked entities are in the snapshot and were described." in done.out
    assert "knows of no offices" in done.err


def test_its_figures_as_json(seeded):
    told = json.loads(seeded("enrich", "--json").out)
    assert 0 < told["known"] <= told["linked"]
    assert told["dated"] <= told["in_office"] == 0  # the shipped snapshot has no offices
    assert told["merged"] == []


def test_a_question_that_needs_it_says_so_until_it_was_run(seeded):
    before = seeded("query", "countries")
    assert "run `hearsay enrich` first" in before.err
    seeded("enrich")
    after = seeded("query", "countries")
    assert "enrich" not in after.err


def test_a_take_down_leaves_nothing_of_it(seeded):
    seeded("enrich")
    rows = json.loads(seeded("query", "articles", "--format", "json").out)["results"]["bindings"]
    for row in rows:
        assert seeded("takedown", row["url"]["value"]).status == 0
    assert "graph/enrichment" not in seeded("export").out
