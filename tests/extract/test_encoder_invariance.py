"""What the encoder makes of a text depends on that text alone: not on what is read beside it, nor on threads.

Equal means equal to the last bit. Between instruction sets it does not hold:
`docs/decisions/0062-weights-only.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from ingest.extract.encoder.network import MODEL, Network, Reading
from ingest.extract.encoder.windows import windows
from ingest.extract.encoder.words import Words, read_words
from ingest.extract.lexicon import english
from ingest.extract.sentences import sentences

pytestmark = pytest.mark.skipif(
    not MODEL.is_file(), reason=f"no trained model is shipped yet: no {MODEL.name}"
)

OUTPUTS = ("labels", "kinds", "cues", "sources")
SHORT = "Rain is likely, the harbour master said."


def paragraph(speaker: str, subject: str) -> str:
    """Text too long to share a window with another of its kind, and short enough to need no second one."""
    return (
        f"“The {subject} will open in spring,” {speaker} told reporters on Tuesday, adding that nobody had "
        f"asked for it. According to two officials, the {subject} may cost more than the council believes, "
        f"although {speaker} denied that. The council's report, which a local paper obtained, says the "
        f"{subject} “was never needed.” {speaker} wrote in a letter that the authors of the report had not "
        f"visited the {subject}, and asked whether they meant to. Neighbours fear noise and fumes, and hope "
        f"for a smaller {subject} or none. A spokesman declined to comment on the {subject}, its cost or its "
        f"opening."
    )


PARAGRAPHS = (
    paragraph("Mayor Ann Roe", "tram depot"),
    paragraph("Dr Ignatius Okonkwo-Brandt", "incinerator"),
    paragraph("she", "long-delayed observatory"),
    paragraph("the minister", "lock"),
)
TEXTS = (*PARAGRAPHS, SHORT, "\n\n".join(PARAGRAPHS), "\n\n".join([SHORT, *reversed(PARAGRAPHS)]))


def words_of(text: str) -> Words:
    return read_words(text, sentences(text, english()))


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(MODEL, threads=1)


def assert_same(some: Sequence[Reading], others: Sequence[Reading]) -> None:
    """Fails unless two lists of readings agree in every bit, wherever in their texts the windows stand."""
    assert len(some) == len(others)
    for one, other in zip(some, others, strict=True):
        for name in OUTPUTS:
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def test_readings_of_different_texts_differ(network: Network) -> None:
    one, other = (network.read(words_of(text))[0] for text in PARAGRAPHS[:2])
    assert len(one.labels) != len(other.labels) or (one.labels != other.labels).any()
    assert all(np.isfinite(getattr(one, name)).all() for name in OUTPUTS)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_read_before_and_after_changes_nothing(network: Network, text: str) -> None:
    words = words_of(text)
    alone = Network(MODEL, threads=1).read(words)
    for other in TEXTS:
        network.read(words_of(other))
    assert_same(network.read(words), alone)


def test_what_is_read_at_the_same_time_changes_nothing(network: Network) -> None:
    every = [words_of(text) for text in TEXTS]
    alone = [network.read(words) for words in every]
    shared = Network(MODEL, threads=2)
    with ThreadPoolExecutor(4) as pool:
        for together, one in zip(pool.map(shared.read, every * 3), alone * 3, strict=True):
            assert_same(together, one)


@pytest.mark.parametrize("threads", [2, 4])
def test_the_number_of_threads_changes_nothing(network: Network, threads: int) -> None:
    words = words_of("\n\n".join(PARAGRAPHS))
    assert len(list(windows(words))) >= threads
    assert_same(Network(MODEL, threads).read(words), network.read(words))


@pytest.mark.parametrize("number", range(len(PARAGRAPHS)))
def test_a_window_is_read_alike_in_a_longer_text(network: Network, number: int) -> None:
    longer, alone = words_of("\n\n".join(PARAGRAPHS)), words_of(PARAGRAPHS[number])
    places = list(windows(longer))
    assert len(places) == len(PARAGRAPHS)  # a paragraph is a window
    begin, end = places[number]
    assert (longer.pieces[longer.first[begin] : longer.first[end]] == alone.pieces).all()
    assert (longer.features[begin:end] == alone.features).all()
    assert_same(network.read(longer)[number : number + 1], network.read(alone))
