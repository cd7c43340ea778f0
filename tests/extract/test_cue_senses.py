"""What cue words mean: act, certainty, polarity, and whether they make a claim."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract.cue_senses import CueSense, sense_of
from ingest.extract.lexicon import english
from ingest.extract.sense_table import sense_table, whole_cues

CLAUSE = "the dam was safe"


def of(cue: str, content: str = CLAUSE, *, nominal: bool = False) -> CueSense:
    return sense_of(cue, content, english(), nominal=nominal)


MEANINGS = [
    # cue, content, act, certainty, polarity, claim
    ("said", CLAUSE, "say", "certain", "affirmed", True),
    ("told reporters", CLAUSE, "tell", "certain", "affirmed", True),
    ("was told", CLAUSE, "tell", "certain", "affirmed", True),
    ("was told", "to leave", "demand", "certain", "affirmed", True),
    ("has repeatedly denied", "any part in it", "deny", "certain", "negated", True),
    ("according to", CLAUSE, "according to", "certain", "affirmed", True),
    ("per", CLAUSE, "according to", "certain", "affirmed", True),
    ("For", CLAUSE, "believe", "certain", "affirmed", True),
    ("pointed out", CLAUSE, "state", "certain", "affirmed", True),
    ("shot back", "“Never!”", "reply", "certain", "affirmed", True),
    ("went on to say", CLAUSE, "add", "certain", "affirmed", True),
    ("made it very clear", CLAUSE, "state", "certain", "affirmed", True),
    ("called for", "an end to it", "demand", "certain", "affirmed", True),
    ("ruled out", "a deal", "reject", "certain", "negated", True),
    ("in the words of", CLAUSE, "according to", "certain", "affirmed", True),
    ("as Berg put it", CLAUSE, "say", "certain", "affirmed", True),
    ("took to Twitter to say", CLAUSE, "write", "certain", "affirmed", True),
    ("issued a statement saying", CLAUSE, "say", "certain", "affirmed", True),
    ("is of the view", CLAUSE, "believe", "certain", "affirmed", True),
    ("cast serious doubt on", "the report", "doubt", "probable", "negated", True),
    ("is confident", CLAUSE, "believe", "certain", "affirmed", True),
    ("is skeptical", CLAUSE, "doubt", "probable", "negated", True),
    ("was accused of", "taking bribes", "accuse", "certain", "affirmed", True),
    ("is believed to", "have left", "believe", "certain", "affirmed", True),
    ("suspects", CLAUSE, "believe", "probable", "affirmed", True),
    ("fears", CLAUSE, "fear", "possible", "affirmed", True),
    ("hopes", CLAUSE, "hope", "possible", "affirmed", True),
    ("asked whether", CLAUSE, "ask", "unknown", "affirmed", True),
    ("asked", "to see it", "demand", "certain", "affirmed", True),
    ("agreed", "to pay for it", "promise", "certain", "affirmed", True),
    ("agreed", "that it was late", "agree", "certain", "affirmed", True),
    ("expressed concern", CLAUSE, "fear", "possible", "affirmed", True),
    ("reportedly told", CLAUSE, "tell", "possible", "affirmed", True),
    ("may have said", CLAUSE, "say", "possible", "affirmed", True),
    ("does not believe", CLAUSE, "believe", "certain", "negated", True),
    ("is not sure", CLAUSE, "doubt", "unknown", "affirmed", True),
    ("has no doubt", CLAUSE, "know", "certain", "affirmed", True),
    ("refused to rule out", "a deal", "suggest", "possible", "affirmed", True),
    ("would later say", CLAUSE, "say", "certain", "affirmed", True),
    ("never failed to mention", CLAUSE, "say", "certain", "affirmed", True),
    ("couldn’t help but notice", CLAUSE, "know", "certain", "affirmed", True),
    ("not only claimed", CLAUSE, "claim", "certain", "affirmed", True),
    ("praised", "the crew for being calm", "praise", "certain", "affirmed", True),
    (":", CLAUSE, "say", "certain", "affirmed", True),
    (":", "Will you go?", "ask", "unknown", "affirmed", False),
]  # fmt: skip


@pytest.mark.parametrize(("cue", "content", "act", "certainty", "polarity", "claim"), MEANINGS)
def test_a_cue_means(cue, content, act, certainty, polarity, claim):
    found = of(cue, content)
    assert (found.act, found.certainty, found.polarity, found.claim, found.known) == (
        act, certainty, polarity, claim, True,
    )  # fmt: skip


NO_CLAIM = [
    ("wants to", "build a dam"), ("plans", "to build a dam"), ("hopes", "to fly home"), ("expects", "to win"),
    ("would like", "to stay"), ("supports", "the plan"), ("likes", "the plan"), ("is eager", "to start"),
    ("talked about", "the plan"), ("discussed", "the plan"), ("spoke about", "the plan that was made"),
    ("criticized", "the plan"), ("his support for", "the plan"), ("decided", "to leave"),
    ("asked Berg about", "the plan"), ("did not say", CLAUSE), ("declined to comment", ""),
    ("refused to say", CLAUSE), ("would say", CLAUSE), ("will say", CLAUSE), ("’ll argue", CLAUSE),
    ("has yet to say", CLAUSE), ("failed to mention", CLAUSE), ("hasn't claimed", CLAUSE),
    ("is expected to announce", CLAUSE), ("should have said", CLAUSE), ("if he says", CLAUSE),
]  # fmt: skip


@pytest.mark.parametrize(("cue", "content"), NO_CLAIM, ids=[case[0] for case in NO_CLAIM])
def test_wishes_topics_and_acts_that_did_not_happen_make_no_claim(cue, content):
    found = of(cue, content)
    assert found.known
    assert not found.claim


@pytest.mark.parametrize(
    ("cue", "act"),
    [
        ("his claim", "claim"),
        ("belief", "believe"),
        ("a growing concern", "fear"),
        ("warnings", "warn"),
        ("reports", "report"),
    ],
)
def test_a_noun_is_read_as_a_noun(cue, act):
    assert of(cue, nominal=True).act == act


def test_the_entry_that_decided_is_named():
    assert of("had repeatedly pointed this out").head == "point out"
    assert of("had repeatedly pointed out").head == "point out"
    assert of("argues").head == "argue"


def test_a_cue_that_no_list_knows_says_so_and_leaves_the_content_to_decide():
    assert of("zorbled", CLAUSE) == CueSense("say", claim=True, known=False)
    assert not of("zorbled", "the plan").claim
    assert not of("had zorbled", "the plan").known
    assert of("zorbled", "“a plan of great beauty”").claim


def test_the_list_holds_at_least_a_thousand_entries_each_with_one_meaning_a_kind():
    senses = [s for kinds in sense_table().single.values() for s in kinds.values()]
    senses += [s for entries in sense_table().phrases.values() for _, _, s in entries]
    assert len({sense.head for sense in (*senses, *whole_cues().values())}) > 1000
    assert {sense.claim for sense in senses} == {"yes", "clause", "no"}


@settings(deadline=None)  # the first example reads the lists
@given(st.text(max_size=200), st.text(max_size=200), st.booleans())
def test_any_words_have_a_meaning(cue, content, nominal):
    found = of(cue, content, nominal=nominal)
    assert found == of(cue, content, nominal=nominal)
    assert found.known or found.act == "say"


@pytest.mark.parametrize("piece", ["a", "-a", "took it ", "n't", "'", "not ", "said ", "“", "put x "])
def test_long_cues_and_contents_take_no_longer_than_their_length(piece):
    start = time.perf_counter()
    of(piece * 200_000, piece * 200_000)
    assert time.perf_counter() - start < 5
