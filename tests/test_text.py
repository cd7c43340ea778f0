"""The key under which two wordings of a claim count as identical."""

import doctest
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import ingest.text
from ingest.text import normalise_wording


def test_examples_in_the_documentation_hold():
    assert doctest.testmod(ingest.text).failed == 0


@given(st.text())
@example("ﬃ\u0345ΐ")
@example("--5")
@example("\u00b4\u00a8\u00af")
@example("'-'.5")
def test_the_normal_form_is_its_own_normal_form(wording):
    once = normalise_wording(wording)
    assert normalise_wording(once) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“First losses in Ukraine”", "'first losses in Ukraine'"),
        ("France’s first troops", "FRANCE'S FIRST TROOPS"),
        ("the plan — he said — failed", "the plan - he said - failed."),
        ("the plan—he said—failed", "the plan -- he said -- failed"),
        ("2010–2015", "2010-2015"),
        ("two\u00a0men\n were  seen", "two men were seen"),
        ("Stra\u00adße", "STRASSE"),
        ("cafe\u0301", "café"),
        ("(a ﬁne day…)", "a fine day"),
        ("\u202athe plan\u202c", "the plan"),
        ("«Это не случайность»", "это не случайность"),
    ],
)
def test_typography_does_not_tell_wordings_apart(one, other):
    assert normalise_wording(one) == normalise_wording(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("France sent troops", "France did not send troops"),
        ("Will they come?", "Will they come"),
        ("-5 degrees", "5 degrees"),
        (".5 percent", "5 percent"),
        ("5%", "5"),
        ("a well-known man", "a well known man"),
        ("its", "it's"),
    ],
)
def test_words_signs_and_questions_do(one, other):
    assert normalise_wording(one) != normalise_wording(other)


def test_long_hostile_text_takes_linear_time():
    started = time.perf_counter()
    for piece in ("' - ", "--", "\u0300", " \n", "“"):
        normalise_wording(piece * 200_000)
    assert time.perf_counter() - started < 20, "it usually takes one second"
