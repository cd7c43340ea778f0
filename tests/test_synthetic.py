"""Invented articles are grounded, conform, and are the same wherever a corpus begins."""

from __future__ import annotations

from itertools import islice

from benchmarks import synthetic
from ingest import grounding
from ingest.model import Run, TextLevel
from ingest.rdf import graph
from ingest.validate import check_text, validate

RUN = Run("hearsay test", *("0" * 64,) * 3)


def test_articles_are_in_their_text_and_conform() -> None:
    claims = 0
    for number in (0, synthetic.COPY_EVERY - 1, *range(99, 700, synthetic.HOSTILE_EVERY)):
        extraction, links = synthetic.article(number)
        grounding.check(extraction, links)
        built = graph.build(extraction, links, RUN)
        assert validate(built.quads, text_level=TextLevel.QUOTES).conforms
        assert check_text(built.quads, extraction.article.text) == ()
        claims += len(extraction.claims)
    assert claims >= 9 * 12


def test_an_article_depends_on_its_number_alone() -> None:
    assert list(synthetic.corpus(3, start=4)) == list(islice(synthetic.corpus(9), 4, 7))
    assert synthetic.article(5, seed=1) != synthetic.article(5, seed=2)


def test_copies_share_the_wording_and_not_the_address() -> None:
    copy, original = synthetic.article(synthetic.COPY_EVERY - 1), synthetic.article(synthetic.COPY_EVERY - 8)
    assert copy[0].article.text == original[0].article.text
    assert copy[0].article.url != original[0].article.url


def test_few_speak_often_and_most_once() -> None:
    spoken: dict[str, int] = {}
    for extraction, _ in synthetic.corpus(60):
        for actor in extraction.actors:
            spoken[actor.name] = spoken.get(actor.name, 0) + 1
    counts = sorted(spoken.values(), reverse=True)
    assert counts[0] >= 6
    assert counts.count(1) > len(counts) / 2
