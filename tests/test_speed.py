"""What the scripts of speed measure is what they say they measure; no test depends on a time."""

from __future__ import annotations

from xml.etree import ElementTree

from benchmarks import bars, serialising
from benchmarks.questions import asked, build
from benchmarks.recorded import recorded_flow
from benchmarks.stages import Watch
from benchmarks.synthetic import article
from ingest import pipeline
from ingest.pipeline import Outcome
from ingest.query import catalogue, run
from ingest.store import open_store


def test_the_recorded_flow_loads_what_was_recorded_and_knows_it_again(tmp_path):
    with recorded_flow() as (recorded, tools), open_store(tmp_path / "s", mode="write", create=True) as store:
        first = list(pipeline.ingest(recorded.articles(3), store, tools))
        again = list(pipeline.ingest(recorded.articles(3), store, tools))
    assert [each.outcome for each in first] == [Outcome.LOADED] * 3
    assert [each.outcome for each in again] == [Outcome.UNCHANGED] * 3
    assert all(each.analysis.links for each in first)
    assert recorded.seconds > 0


def test_the_three_ways_to_nquads_agree_on_hostile_articles(monkeypatch):
    monkeypatch.setattr(serialising, "ROUNDS", 1)
    monkeypatch.setattr(serialising, "corpus", lambda articles: map(article, range(99, 500, 100)))
    quads, ways = serialising.measure(5)
    assert quads > 5_000
    assert [way.name for way in ways] == ["Hearsay", "plain formatting", "rdflib"]


def test_every_shipped_question_is_timed_and_selective_ones_find_something(tmp_path):
    articles = 8
    build(articles, tmp_path / "s")
    online = {"quoted-leaders"}
    assert {each.question for each in asked(articles)} == {each.name for each in catalogue()} - online
    found = {"who-said-what", "provenance", "claims-by", "claims-about"}
    with open_store(tmp_path / "s") as store:
        for each in asked(articles):
            rows = run(store, each.question, each.params).rows
            assert rows or each.question not in found, each


def test_a_part_of_a_step_counts_for_itself_alone():
    watch = Watch()
    watch.time("rules", lambda: [watch.time("encoder", lambda: sum(range(10_000)), within="rules")] * 2)
    (part,), (rest,) = watch.seconds["encoder"], watch.seconds["rules"]
    assert part > 0
    assert rest > 0


def test_bars_are_well_formed_whatever_they_are_called():
    drawn = bars.draw({"<b> & co": 3.0, "rest": 1.0}, "a < b", "ms")
    root = ElementTree.fromstring(drawn)  # noqa: S314  # our own
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["a < b", "<b> & co", "3.0 ms · 75.0%", "rest", "1.0 ms · 25.0%"]
    widths = [
        float(each.get("width"))
        for each in root.iter("{http://www.w3.org/2000/svg}rect")
        if each.get("class") == "bar"
    ]
    assert widths[0] == 3 * widths[1]
