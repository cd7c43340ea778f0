"""The sample articles through the whole flow: links, budget of triples, conformity."""

from functools import cache
from pathlib import Path

import pytest
from worked_example import ENTITIES

from ingest import pipeline, validate
from ingest.extract import TrainedExtractor
from ingest.link import Snapshot
from ingest.model import Article
from ingest.pipeline import Analysis, Tools
from ingest.rdf.vocabulary import HS, OA
from ingest.read import read
from ingest.settings import Settings

SEEDS = Path(__file__).parents[1] / "seeds" / "articles"

# The extractor also names the outlet by its host, and Russia.
LINKS = {**ENTITIES, "sputnikglobe.com": "Q18572033", "Russia": "Q159"}


@cache
def analyses() -> tuple[Analysis, ...]:
    with Snapshot.open() as snapshot:
        tools = Tools(TrainedExtractor(), snapshot, Settings())
        return tuple(
            pipeline.analyse(item, tools) for item in read([str(SEEDS)]) if isinstance(item, Article)
        )


def sputnik() -> Analysis:
    (found,) = (each for each in analyses() if each.extraction.article.host == "sputnikglobe.com")
    return found


def test_all_sample_articles_are_read():
    assert len(analyses()) == 8


def test_every_link_of_the_worked_example_is_right():
    names = {actor.id: actor.name for actor in sputnik().extraction.actors}
    made = {names[link.actor]: link.qid for link in sputnik().links if link.qid}
    assert {name: qid for name, qid in made.items() if LINKS.get(name) != qid} == {}
    assert len(made) >= 13


@pytest.mark.parametrize("name", ["Boris Rozhin", "Stephen Bryen", "Dmitry Peskov", "Asia Times"])
def test_a_name_that_the_snapshot_does_not_hold_is_nil(name):
    names = {actor.id: actor.name for actor in sputnik().extraction.actors}
    (link,) = (link for link in sputnik().links if names[link.actor] == name)
    assert link.qid is None


def test_every_analysis_conforms():
    for each in analyses():
        report = validate.validate(each.graphs.quads)
        assert report.conforms, validate.render(report)
        assert validate.check_text(each.graphs.quads, each.extraction.article.text) == ()


def test_a_claim_costs_at_most_40_triples_and_80_with_all_that_is_around_it():
    """The design's budget, on average: claims, attributions and their anchors; then everything."""
    claims = sum(len(each.extraction.claims) for each in analyses())
    core = sum(_core(each) for each in analyses())
    everything = sum(len(each.graphs.quads) for each in analyses())
    assert claims > 50
    assert core / claims <= 40
    assert everything / claims <= 80


def _core(analysis: Analysis) -> int:
    """Count the triples of claims, of attributions, and of the mentions that anchor them."""
    graph = analysis.graphs.graph
    owners = {quad.subject for quad in graph if quad.object in (HS.Claim, HS.Attribution)}
    anchors = {quad.object for quad in graph if quad.subject in owners}
    anchors |= {quad.object for quad in graph if quad.subject in anchors and quad.predicate == HS.part}
    anchors &= {quad.subject for quad in graph if quad.predicate in (OA.start, HS.part)}
    return sum(quad.subject in owners or quad.subject in anchors for quad in graph)
