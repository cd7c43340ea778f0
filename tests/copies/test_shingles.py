"""A text as the set of its word sequences."""

import subprocess
import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.copies.shingles import LENGTH, common, shingles, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It's 5 p.m.”, he said.", ["it", "s", "5", "p", "m", "he", "said"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("cafe\u0301 CAFÉ", ["café", "café"]),
        ("हिन्दी समाचार", ["हिन्दी", "समाचार"]),
        ("北京报道 news", ["北", "京", "报", "道", "news"]),
        ("ニュース", ["ニ", "ュ", "ー", "ス"]),
        ("ข่าว", ["ข", "่", "า", "ว"]),
        ("…—“”\n\t", []),
        ("", []),
    ],
)
def test_letters_count_and_nothing_else(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
def test_case_punctuation_and_composition_make_no_difference(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(text)
    assert words(f"“{text}” —") == words(text)
    assert words(text.casefold()) == words(text)


@given(st.lists(st.sampled_from("abcdefg"), max_size=30))
def test_as_many_numbers_as_different_sequences_in_ascending_order(letters: list[str]) -> None:
    hashes = shingles(" ".join(letters))
    wanted = {tuple(letters[start : start + LENGTH]) for start in range(max(1, len(letters) - LENGTH + 1))}
    assert len(hashes) == (len(wanted) if letters else 0)
    assert np.all(hashes[:-1] < hashes[1:])
    assert common(hashes, hashes) == len(hashes)


def test_fewer_words_than_a_sequence_are_one() -> None:
    assert len(shingles("Two words")) == len(shingles("One")) == 1
    assert common(shingles("Two words."), shingles("two words")) == 1
    assert common(shingles("Two words"), shingles("two other")) == 0


def test_a_sequence_is_not_glued_from_others() -> None:
    assert common(shingles("ab c d"), shingles("a bc d")) == 0


def test_numbers_are_the_same_under_every_hash_seed() -> None:
    code = "from ingest.copies.shingles import shingles; print(shingles('to be or not to be').tolist())"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert found == {f"{shingles('to be or not to be').tolist()}\n".encode()}


def test_a_text_of_a_megabyte() -> None:
    text = " ".join(f"word{number % 50_000}" for number in range(110_000))
    assert len(text) > 1_000_000
    assert len(shingles(text)) == 50_000
