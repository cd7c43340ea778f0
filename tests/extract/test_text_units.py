"""Tokens, quotations and sentences."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.lexicon import english
from ingest.extract.quotes import fold_quotes
from ingest.extract.sentences import sentences
from ingest.extract.tokens import QUOTE, tokenise


def split(text):
    return [text[s.start : s.end] for s in sentences(text, english())]


def quotations(text):
    return [t.text for t in fold_quotes(tokenise(text), text) if t.kind == QUOTE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He wrote on Telegram.The mercenaries left.", ["He wrote on Telegram", "The mercenaries left"]),
        ("Mr. Smith left. He was 3.5 m tall.", ["Mr. Smith left", "He was 3.5 m tall"]),
        ("The U.S. Army left. The U.S. The end.", ["The U.S. Army left", "The U.S.", "The end"]),
        ("J. K. Berg wrote it. It sold.", ["J. K. Berg wrote it", "It sold"]),
        ("See example.com or Gawker.com for it. Bye.", ["See example.com or Gawker.com for it", "Bye"]),
        ("“Stop. Now.” He left.", ["“Stop. Now.”", "He left"]),
        ("“Really?” Anna asked. He left.", ["“Really?” Anna asked", "He left"]),
        ('borders?"French troops left.', ['borders?"French troops left']),
        ("One line\n\nAnother line", ["One line", "Another line"]),
        ("A wrapped\nline goes on. Yes.", ["A wrapped\nline goes on", "Yes"]),
        ("Город взят.Бои идут.", ["Город взят", "Бои идут"]),
    ],
)
def test_sentences(text, expected):
    assert split(text) == expected


def test_sentences_are_glued_after_a_closing_quotation_mark():
    assert split('He asked "is it over?"French troops left.') == [
        'He asked "is it over?"',
        "French troops left",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She said “yes, we can” today.", ["“yes, we can”"]),
        ('She said "yes, we can” today.', ['"yes, we can”']),
        ('She said “yes, we can" today.', ['“yes, we can"']),
        ("She said «yes, we can» today.", ["«yes, we can»"]),
        ("She said „yes, we can“ today.", ["„yes, we can“"]),
        ("She said ''yes, we can'' today.", ["''yes, we can''"]),
        ("She said ‘yes, we can’ today.", ["‘yes, we can’"]),
        ("She said 'yes, we can' today.", ["'yes, we can'"]),
        ("She said “he told me ‘no’ twice” today.", ["“he told me ‘no’ twice”"]),
        ("The soldiers' boots and the captain's hat.", []),
        ("She said “yes, we can today.", []),
        ("yes, we can” she said today.", []),
        ("It is 5' 11\" tall.", []),
    ],
)
def test_quotations(text, expected):
    assert quotations(text) == expected


def test_a_quotation_of_several_paragraphs_is_closed_only_once(claims):
    body = "“The dam is safe today,” Anna Berg said. “It was built well.\n\n“It will last for many years.”"
    (found,) = claims(body)
    assert found.wording == "“The dam is safe today,” … “It was built well. … “It will last for many years.”"


@given(st.text(max_size=300))
def test_tokens_cover_everything_but_white_space_in_order(text):
    tokens = tokenise(text)
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))
    covered = "".join(t.text for t in tokens)
    assert covered == "".join(text.split())


@given(st.text(alphabet="ab “”\"'’‘«».,?!\nA", max_size=200))
def test_sentences_never_overlap_and_lose_no_word(text):
    found = sentences(text, english())
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    words = sum(c.isalpha() for c in text)
    assert sum(c.isalpha() for s in found for c in text[s.start : s.end]) == words
