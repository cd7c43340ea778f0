"""Certainty and polarity, and the words that carry them."""

import pytest

CERTAINTY = [
    ("Anna Berg said the dam may have cracked.", "possible", "may"),
    ("Anna Berg said the dam could crack soon.", "possible", "could"),
    ("Anna Berg said the dam had possibly cracked.", "possible", "possibly"),
    ("Anna Berg said the dam had probably cracked.", "probable", "probably"),
    ("Anna Berg said the dam was likely to crack.", "probable", "likely"),
    ("Anna Berg said the dam appears to have cracked.", "probable", "appears to"),
    ("Anna Berg suspects that the dam has cracked.", "probable", "suspects"),
    ("Anna Berg fears that the dam has cracked.", "possible", "fears"),
    ("Anna Berg wondered whether the dam had cracked.", "unknown", "wondered"),
    ("Anna Berg said the dam had cracked.", "certain", None),
    ("Anna Berg believes that the dam has cracked.", "certain", None),
    ("Anna Berg said the dam cracked in May 2019.", "certain", None),
    ("Anna Berg said the dam, which may be old, had cracked.", "certain", None),
    ("Anna Berg said the dam had cracked because the winter may have been hard.", "certain", None),
    ("Anna Berg said likely voters had seen the dam.", "certain", None),
]


@pytest.mark.parametrize(("sentence", "certainty", "marker"), CERTAINTY, ids=[c[0] for c in CERTAINTY])
def test_certainty_is_the_main_clauses(claims, sentence, certainty, marker):
    (found,) = claims(sentence)
    markers = [span.of("A day in the harbour\n\n" + sentence) for m in found.claim.cues for span in m.spans]
    assert (found.certainty, markers) == (certainty, [marker] if marker else [])


POLARITY = [
    ("Anna Berg said the dam was not safe.", "negated"),
    ("Anna Berg said the dam wasn’t safe.", "negated"),
    ("Anna Berg said the dam was no longer safe.", "negated"),
    ("Anna Berg said there was no danger.", "negated"),
    ("Anna Berg said nobody had seen the dam.", "negated"),
    ("Anna Berg denied that the dam was safe.", "negated"),
    ("Anna Berg does not believe that the dam was safe.", "negated"),
    ("Anna Berg said the dam was not only safe but new.", "affirmed"),
    ("Anna Berg said the dam that was not repaired was safe.", "affirmed"),
    ("Anna Berg said the dam was unsafe.", "affirmed"),
    ("“No, the dam was safe,” Anna Berg said.", "affirmed"),
    ("“No, the dam was not safe,” Anna Berg said.", "negated"),
]


@pytest.mark.parametrize(("sentence", "polarity"), POLARITY, ids=[p[0] for p in POLARITY])
def test_polarity_is_the_main_predicates(claims, sentence, polarity):
    (found,) = claims(sentence)
    assert found.polarity == polarity


@pytest.mark.parametrize("first", ["The dam is safe.", "We built the cup.", "We met Dr. Dahl there."])
def test_a_later_sentence_of_a_quotation_does_not_hedge_the_claim(claims, first):
    (found,) = claims(f"“{first} It may not last for ever,” Anna Berg said.")
    assert (found.certainty, found.polarity) == ("certain", "affirmed")


KINDS = [
    ("“The dam is safe,” Anna Berg said.", "direct"),
    ("Anna Berg said that the dam was “perfectly safe” today.", "mixed"),
    ("Anna Berg said that the dam was safe.", "indirect"),
    ("The dam near Varnholm was built in 1962 by a Swiss company.", "own-voice"),
]


@pytest.mark.parametrize(("sentence", "kind"), KINDS)
def test_kind(claims, sentence, kind):
    assert [f.kind for f in claims(sentence)] == [kind]


def test_what_cannot_be_ruled_out_is_possible_and_not_negated(claims):
    (found,) = claims("Anna Berg said that engineers cannot rule out a failure of the dam.")
    assert (found.certainty, found.polarity) == ("possible", "affirmed")
