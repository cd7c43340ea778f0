"""Whatever the text, spans stay grounded, ids hold together, results repeat, and time stays linear."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import LanguageError
from ingest.extract import RuleExtractor
from ingest.model import Article, Extraction

EXTRACTOR = RuleExtractor()
PIECES = [
    "Anna Berg said ",
    "that ",
    "he ",
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
    "«",
    "»",
    ", ",
    ". ",
    ".",
    "? ",
    "! ",
    ": ",
    "— ",
    "\n\n",
    "\n",
    "according to ",
    "the minister ",
    "denied ",
    "NATO ",
    "in an interview with Reuters ",
    "adding ",
    "claim that ",
    "was told ",
    "not ",
    "may ",
    "😀",
    "e\u0301",
    "Борис Рожин заявил ",
    "if ",
    "whether ",
    "(",
    ")",
    "12 ",
    "<b>",
    "&amp;",
    "…",
    "as ",
    "by ",
    "the dam is safe",
    "citing ",
    "says ",
    "- Report",
    "ALL CAPS HERE ",
    "\u202e",
    "\ufffd",
    "\x00",
    "- ",
    "who ",
]


def check(result: Extraction) -> None:
    """Assert what must hold for every extraction."""
    text = result.article.text
    actors = {a.id for a in result.actors}
    mentions = {m.id for m in result.mentions}
    assert len(actors) == len(result.actors)
    assert len(mentions) == len(result.mentions)
    assert result.actors[0].id == "a0"
    spans = [m.span for m in result.mentions]
    for flat in result.attributions:
        spans += [*flat.source, *flat.cue, *flat.content]
        assert flat.content
    ids = [c.id for c in result.claims]
    assert ids == [f"c{k}" for k in range(1, len(ids) + 1)]
    for claim in result.claims:
        assert claim.occurrences
        assert all(claim.occurrences)
        assert 0 <= claim.confidence <= 1
        assert set(claim.about) <= mentions
        assert {r.claim for r in claim.relations} <= set(ids) - {claim.id}
        spans += [s for o in claim.occurrences for s in o]
        spans += [s for m in claim.cues for s in m.spans]
        assert all(m.spans for m in claim.cues)
        assert claim.chain[0].actor == "a0"
        for link in claim.chain:
            assert link.actor in actors
            spans += [*link.spans, *link.role, *link.cue]
            if link.medium:
                assert link.medium.actor in actors
                spans += link.medium.spans
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(s.of(text).strip() for s in spans)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.text(min_size=1, max_size=40))
def test_any_patchwork_of_news_gives_grounded_records(body, title):
    check(EXTRACTOR.extract(Article(title, body)))


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=400))
def test_any_text_gives_grounded_records(body):
    check(EXTRACTOR.extract(Article("Title", body)))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n\n\n",
        "“" * 50,
        "THE MINISTER SAID THAT THE DAM WAS SAFE. THE PRESIDENT DENIED IT.",
        "* The dam is safe, Anna Berg said.\n* The gates are closed, she added.",
        "<p>Anna Berg said that the <b>dam</b> was safe.</p> &nbsp; [edit]",
        "Anna Berg said 😀 that the dam 👨‍👩‍👧 was safe. Zoe\u0301 Dahl said e\u0301 that it leaked.",
        "Борис Рожин said that Часов Яр was lost. «Мы уходим», he wrote on Telegram.",
    ],
)
def test_odd_bodies(body):
    check(EXTRACTOR.extract(Article("A title", body)))


LONG = {
    "one word": "a" * 1_000_000,
    "capitals": "A " * 200_000,
    "quotation marks": '"' * 300_000,
    "opening marks": "“" * 300_000,
    "cues": "said " * 20_000,
    "nested reports": "Smith said that " * 6_000,
    "a sentence of 40,000 words": "He said that the big plan was good and " * 4_500,
    "abbreviations": "a." * 200_000,
    "according": "according to " * 10_000,
    "commas": "a, " * 100_000,
    "brackets around a cue": "(" * 20_000 + " he said " + ")" * 20_000,
    "apostrophes": "a'" * 200_000,
    "short quotations": "“Yes,” he said. " * 6_000,
    "names": "John Smith met Mary Jones. " * 5_000,
}


@pytest.mark.parametrize("name", LONG)
def test_hostile_length_is_not_hostile_time(name):
    started = time.perf_counter()
    EXTRACTOR.extract(Article("A title", LONG[name]))
    assert time.perf_counter() - started < 20


def test_twice_the_text_takes_about_twice_the_time():
    def seconds(times: int) -> float:
        started = time.perf_counter()
        EXTRACTOR.extract(
            Article("A title", "Mary Smith said that the dam was good, but he denied it. " * times)
        )
        return time.perf_counter() - started

    seconds(50)
    assert seconds(1600) < 12 * max(seconds(400), 0.05)


def test_the_same_article_gives_the_same_records_under_any_hash_seed(tmp_path: Path):
    script = (
        "import json,dataclasses;from ingest.extract import RuleExtractor;from ingest.model import Article;"
        "b='Officials said the dam was safe. Anna Berg of NATO denied it, the Times reported. She said no.';"
        "print(json.dumps(dataclasses.asdict(RuleExtractor().extract(Article('T',b))),default=str))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert json.loads(runs[0]) == json.loads(runs[1])


def test_other_languages_are_refused_with_a_cure():
    with pytest.raises(LanguageError) as caught:
        EXTRACTOR.extract(Article("Titel", "Der Damm hält.", language="de"))
    assert "'de'" in caught.value.message
    assert caught.value.cure
    assert EXTRACTOR.supports("en-GB")
    assert not EXTRACTOR.supports("eng")


def test_the_digest_names_rules_and_word_lists():
    assert len(EXTRACTOR.digest) == 64
    assert EXTRACTOR.digest == RuleExtractor().digest


def test_a_cue_with_nothing_after_it_attributes_nothing(extract):
    assert extract("citing : ").attributions == ()
