"""The encoder's readable half: words, windows, label sequences, joining. None of it needs the model."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract.encoder.decoding import Piece
from ingest.extract.encoder.joining import join
from ingest.extract.encoder.labels import LABELS, spans
from ingest.extract.encoder.viterbi import Chain, Probabilities
from ingest.extract.encoder.windows import LIMIT, LONGEST, windows
from ingest.extract.encoder.words import Words, read_words
from ingest.extract.lexicon import english
from ingest.extract.sentences import sentences
from ingest.model import Span


def words_of(text: str) -> Words:
    return read_words(text, sentences(text, english()))


def worded(text: str) -> list[str]:
    words = words_of(text)
    return [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)]


def test_words_are_cut_out_of_the_text_as_it_stands() -> None:
    text = "“Нет, ” Zelenskyy 👍 sáid—naïve e\u0301tudes cost $5.3m."
    assert "".join(worded(text)) == "".join(text.split())


@settings(deadline=None)
@given(st.text(max_size=200))
def test_words_never_overlap_and_stay_inside_any_text(text: str) -> None:
    words = words_of(text)
    assert (words.starts < words.ends).all()
    assert (words.ends[:-1] <= words.starts[1:]).all()
    assert len(words.first) == len(words) + 1
    assert len(words.features) == len(words)
    assert not len(words) or (words.ends[-1] <= len(text) and words.starts[0] >= 0)


def test_features_tell_what_lower_casing_loses() -> None:
    text = "NATO spoke.\n\n“Never,” he said in 2024."
    words = words_of(text)
    features = {text[a:b]: tuple(f) for a, b, f in zip(words.starts, words.ends, words.features, strict=True)}
    shape, place, gap, opening = 0, 1, 2, 3
    assert features["NATO"][shape] == 4
    assert features["he"][shape] == 2
    assert features["2024"][shape] == 1
    assert [features[w][place] for w in ("“", "Never", "”", "he")] == [2, 1, 3, 0]
    assert [features[w][gap] for w in ("spoke", "“", "Never")] == [1, 3, 0]
    assert [features[w][opening] for w in ("NATO", "spoke", "“")] == [1, 0, 1]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["Word", "unbelievability", "A short one.", "\n\n", "“Yes,” he said."]), max_size=300
    )
)
def test_windows_cover_a_text_without_gaps_and_are_never_too_long(parts: list[str]) -> None:
    words = words_of(" ".join(parts))
    places = list(windows(words))
    assert [i for a, b in places for i in range(a, b)] == list(range(len(words)))
    assert all(words.first[b] - words.first[a] <= LONGEST for a, b in places)


def test_windows_end_at_paragraphs_where_they_can() -> None:
    text = "\n\n".join(["One two three four five six seven eight nine ten."] * 60)
    words = words_of(text)
    for a, b in windows(words):
        assert words.first[b] - words.first[a] <= LIMIT
        assert b == len(words) or words.paragraph[b] != words.paragraph[b - 1]


def test_a_sentence_too_long_for_a_window_is_cut_in_its_middle() -> None:
    words = words_of("word " * 5000)
    places = list(windows(words))
    assert places[-1][1] == len(words)
    assert max(b - a for a, b in places) <= LONGEST


scores = st.floats(-4, 4, allow_nan=False)


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    words, labels = draw(st.integers(1, 4)), 3

    def table(*shape: int) -> np.ndarray:
        numbers = draw(st.lists(scores, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
        return np.array(numbers, dtype=np.float64).reshape(shape)

    return Chain(table(words, labels), table(labels, labels), table(labels), table(labels))


def score(chain: Chain, path: tuple[int, ...]) -> float:
    total = (
        chain.begin[path[0]] + chain.end[path[-1]] + sum(chain.emissions[t, y] for t, y in enumerate(path))
    )
    return float(total + sum(chain.transitions[a, b] for a, b in pairwise(path)))


def every_path(chain: Chain) -> list[tuple[int, ...]]:
    words, labels = chain.emissions.shape
    return list(product(range(labels), repeat=words))


@given(chains())
def test_no_other_sequence_has_a_better_score(chain: Chain) -> None:
    best = max(score(chain, path) for path in every_path(chain))
    assert score(chain, tuple(chain.best())) == pytest.approx(best)


@given(chains(), st.data())
def test_a_span_is_as_probable_as_all_sequences_that_have_it(chain: Chain, data: st.DataObject) -> None:
    words = len(chain.emissions)
    first = data.draw(st.integers(0, words - 1))
    last = data.draw(st.integers(first + 1, words))
    weights = {path: np.exp(score(chain, path)) for path in every_path(chain)}
    with_it = sum(
        weight
        for path, weight in weights.items()
        if path[first] == 1
        and all(label == 2 for label in path[first + 1 : last])
        and (last == words or path[last] != 2)
    )
    expected = with_it / sum(weights.values())
    assert Probabilities(chain).span(first, last, 1, 2) == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.sampled_from(LABELS), max_size=12))
def test_spans_hold_every_labelled_word_once(labels: list[str]) -> None:
    held = [i for _, a, b in spans(labels) for i in range(a, b)]
    assert held == [i for i, label in enumerate(labels) if label != "O"]


def piece(text: str, role: str, exact: str, head: int | None = None, *, cut: bool = False) -> Piece:
    """A piece by its words, which stand once in the text."""
    words, start = words_of(text), text.index(exact)
    first = int(np.searchsorted(words.starts, start))
    last = int(np.searchsorted(words.starts, start + len(exact)))
    return Piece(role, first, last, 0.9, ((head, 0.9),), cut=cut)


def joined(text: str, pieces: list[Piece]) -> list[tuple[list[str], list[str], list[str]]]:
    return [
        tuple([span.of(text) for span in part] for part in (one.source, one.cue, one.content))  # type: ignore[misc]
        for one in join(pieces, words_of(text), text)
    ]


def test_a_split_quotation_is_one_content() -> None:
    text = "“We will go,” Roe said, “but not today.”"
    pieces = [
        piece(text, "content", "“We will go,”", 2),
        piece(text, "source", "Roe"),
        piece(text, "cue", "said", 1),
        piece(text, "content", "“but not today.”", 2),
    ]
    assert joined(text, pieces) == [(["Roe"], ["said"], ["“We will go,”", "“but not today.”"])]


def test_one_source_may_have_several_cues() -> None:
    text = "Roe said it rained and added that it was cold."
    pieces = [
        piece(text, "source", "Roe"),
        piece(text, "cue", "said", 0),
        piece(text, "content", "it rained", 1),
        piece(text, "cue", "added", 0),
        piece(text, "content", "that it was cold", 3),
    ]
    assert joined(text, pieces) == [
        (["Roe"], ["said"], ["it rained"]),
        (["Roe"], ["added"], ["that it was cold"]),
    ]


def test_a_quotation_goes_on_in_the_next_paragraph_without_a_cue() -> None:
    text = "“It rained,” Roe said.\n\n“It was cold.”"
    pieces = [
        piece(text, "content", "“It rained,”", 2),
        piece(text, "source", "Roe"),
        piece(text, "cue", "said", 1),
        piece(text, "content", "“It was cold.”", None, cut=True),
    ]
    assert joined(text, pieces) == [(["Roe"], ["said"], ["“It rained,”", "“It was cold.”"])]


def test_words_without_quotation_marks_do_not_go_on() -> None:
    text = "“It rained,” Roe said.\n\nIt was cold."
    pieces = [
        piece(text, "content", "“It rained,”", 2),
        piece(text, "source", "Roe"),
        piece(text, "cue", "said", 1),
        piece(text, "content", "It was cold", None),
    ]
    assert joined(text, pieces) == [(["Roe"], ["said"], ["“It rained,”"]), ([], [], ["It was cold"])]


def test_a_cue_without_content_attributes_nothing() -> None:
    text = "Roe said nothing."
    assert joined(text, [piece(text, "source", "Roe"), piece(text, "cue", "said", 0)]) == []


def test_offsets_count_code_points() -> None:
    text = "😀 Roe said it rained 😀."
    (one,) = join([piece(text, "cue", "said"), piece(text, "content", "it rained", 0)], words_of(text), text)
    assert one.content == (Span(text.index("it"), text.index("it") + len("it rained")),)


def test_indirect_content_belongs_to_a_cue_of_its_own_paragraph() -> None:
    text = "Rain falls: reports\n\nThe harvest is lost."
    pieces = [
        piece(text, "content", "Rain falls", 2),
        piece(text, "cue", ":"),
        piece(text, "cue", "reports"),
        piece(text, "content", "The harvest is lost", 2),
    ]
    assert joined(text, pieces) == [([], ["reports"], ["Rain falls"]), ([], [], ["The harvest is lost"])]


def test_after_a_colon_a_content_may_stand_in_the_next_paragraph() -> None:
    text = "Roe wrote:\n\nThe harvest is lost."
    pieces = [
        piece(text, "source", "Roe"),
        piece(text, "cue", "wrote", 0),
        piece(text, "content", "The harvest is lost", 1),
    ]
    assert joined(text, pieces) == [(["Roe"], ["wrote"], ["The harvest is lost"])]
