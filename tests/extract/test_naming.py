"""The encoder settles the kinds of names that the rules only guess."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.extract.encoder.labels import KIND_LABELS
from ingest.extract.encoder.naming import kind_chances, settle_kinds
from ingest.extract.encoder.network import Reading
from ingest.extract.encoder.words import Words, read_words
from ingest.extract.lexicon import english
from ingest.extract.name_kinds import Name
from ingest.extract.sentences import sentences
from ingest.model import ActorKind, Span

TEXT = "Verelon said Verelon would pay."


def words() -> Words:
    return read_words(TEXT, sentences(TEXT, english()))


def reading(*labels: str, sure: float) -> Reading:
    scores = np.zeros((len(labels), len(KIND_LABELS)))
    for word, label in enumerate(labels):
        scores[word, KIND_LABELS.index(label)] = sure
    empty = np.zeros((len(labels), len(labels)))
    return Reading(0, np.zeros((len(labels), 7)), scores, empty, empty)


def names(kind: ActorKind, gender: str = "", word: str = "Verelon") -> list[Name]:
    return [Name(Span(a, a + 7), (word,), kind, gender=gender, text=word) for a in (0, 13)]


def settled(
    kind: ActorKind, *labels: str, sure: float = 9.0, gender: str = "", word: str = "Verelon"
) -> set[ActorKind]:
    found = settle_kinds(names(kind, gender, word), words(), [reading(*labels, sure=sure)], english())
    return {name.kind for name in found}


COMPANY = ("B-organisation", "O", "B-organisation", "O", "O", "O")


def test_a_name_of_unknown_kind_gets_the_encoder_s() -> None:
    assert settled(ActorKind.OTHER, *COMPANY) == {ActorKind.ORGANISATION}


def test_all_mentions_of_a_name_have_one_kind() -> None:
    split = ("B-organisation", "O", "B-person", "O", "O", "O")
    assert len(settled(ActorKind.OTHER, *split)) == 1


def test_an_unsure_encoder_changes_nothing() -> None:
    assert settled(ActorKind.OTHER, *COMPANY, sure=0.5) == {ActorKind.OTHER}


PERSON = ("B-person", "O", "B-person", "O", "O", "O")


@pytest.mark.parametrize(
    ("kind", "word"), [(ActorKind.PLACE, "Germany"), (ActorKind.ORGANISATION, "Reuters")]
)
def test_what_the_word_lists_know_stands(kind: ActorKind, word: str) -> None:
    assert settled(kind, *PERSON, word=word) == {kind}


@pytest.mark.parametrize("kind", [ActorKind.PLACE, ActorKind.ORGANISATION])
def test_what_the_rules_guess_gives_way_to_a_sure_encoder_only(kind: ActorKind) -> None:
    assert settled(kind, *PERSON) == {ActorKind.PERSON}
    assert settled(kind, *PERSON, sure=2.0) == {kind}


def test_a_person_known_by_gender_stands_and_a_guess_does_not() -> None:
    assert settled(ActorKind.PERSON, *COMPANY, gender="f") == {ActorKind.PERSON}
    assert settled(ActorKind.PERSON, *COMPANY) == {ActorKind.ORGANISATION}


def test_chances_are_shares_of_all_labels() -> None:
    chances = kind_chances([reading(*COMPANY, sure=2.0)])
    assert chances.shape == (6, 4)
    assert (chances >= 0).all()
    assert (chances.sum(axis=1) <= 1).all()
