"""Which texts are nearly the same."""

import random
from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from ingest.copies.grouping import FULL, LEAST_LENGTH, group, share, sketch
from ingest.copies.shingles import shingles

LEAST = 0.6


def prose(words: int, seed: object) -> list[str]:
    """Give words of no meaning, different for each seed."""
    chance = random.Random(str(seed))  # noqa: S311 - no secret
    return [f"w{chance.randrange(5_000)}" for _ in range(words)]


def grouped(texts: Mapping[str, Sequence[str]], order: Sequence[str] | None = None) -> dict[str, str]:
    hashes = {name: shingles(" ".join(words)) for name, words in texts.items()}
    sketches = [sketch(name, hashes[name]) for name in order or texts]
    return group(sketches, hashes.__getitem__, LEAST)


def test_nothing_and_one_text() -> None:
    assert grouped({}) == {}
    assert grouped({"a": prose(100, 1)}) == {"a": "a"}


def test_a_text_without_words_is_in_no_group() -> None:
    assert grouped({"a": [], "b": [], "c": ["x"]}) == {"c": "c"}


def test_what_editors_do_is_found() -> None:
    wire = prose(400, "wire")
    fullest = grouped(
        {
            "wire": wire,
            "same": wire,
            "cut": wire[:240],
            "headline": prose(10, "h") + wire[10:],
            "added": wire + prose(60, "p"),
            "changed": [word if place % 20 else "other" for place, word in enumerate(wire)],
            "another": prose(400, "another"),
        }
    )
    assert set(fullest.values()) == {"added", "another"}  # the fullest text stands for the group
    assert [name for name, of in fullest.items() if of == "another"] == ["another"]


def test_what_is_much_shorter_or_rewritten_is_not() -> None:
    wire = prose(400, "wire")
    fullest = grouped(
        {"wire": wire, "brief": wire[:150], "rewritten": [w if n % 4 else "x" for n, w in enumerate(wire)]}
    )
    assert all(name == of for name, of in fullest.items())


def test_two_cuts_of_one_story_are_together_though_they_share_little() -> None:
    wire = prose(400, "wire")
    assert set(grouped({"a": wire[:220], "b": wire[180:], "c": wire}).values()) == {"c"}


def test_two_stories_are_not_joined_by_a_short_text_that_both_hold() -> None:
    box = prose(200, "box")
    fullest = grouped({"a": box + prose(190, 1), "box": box, "c": box + prose(190, 2)})
    assert fullest["a"] != fullest["c"]


def test_chinese_without_spaces() -> None:
    chance = random.Random("zh")  # noqa: S311 - no secret
    story = "".join(chr(0x4E00 + chance.randrange(3_000)) for _ in range(400))
    other = "".join(chr(0x4E00 + chance.randrange(3_000)) for _ in range(400))
    fullest = grouped({"story": [story], "cut": [story[:250]], "other": [other]})
    assert fullest == {"story": "story", "cut": "story", "other": "other"}


def test_boilerplate_in_more_texts_than_are_looked_at_hides_no_copy() -> None:
    boilerplate = prose(150, "all rights reserved")
    texts = {f"{number:03}": prose(200, number) + boilerplate for number in range(3 * FULL)}
    copied = {f"{name} copy": words[:340] for name, words in texts.items()}
    fullest = grouped({**texts, **copied})
    assert fullest == {name: name.split()[0] for name in (*texts, *copied)}


_STORIES = [prose(60, story) for story in range(4)]
_TEXTS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 30), st.integers(30, 60)), min_size=1, max_size=12
)


@given(_TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_the_texts_makes_no_difference(
    cuts: list[tuple[int, int, int]], chance: random.Random
) -> None:
    texts = {str(number): _STORIES[story][start:end] for number, (story, start, end) in enumerate(cuts)}
    order = sorted(texts)
    chance.shuffle(order)
    assert grouped(texts, order) == grouped(texts)


@given(_TEXTS)
def test_each_was_held_against_the_fullest_of_its_group(cuts: list[tuple[int, int, int]]) -> None:
    texts = {str(number): _STORIES[story][start:end] for number, (story, start, end) in enumerate(cuts)}
    hashes = {name: shingles(" ".join(words)) for name, words in texts.items()}
    for name, of in grouped(texts).items():
        if name != of:
            assert share(hashes[name], hashes[of]) >= LEAST
            assert len(hashes[name]) <= len(hashes[of])
            assert len(hashes[name]) >= LEAST_LENGTH * len(hashes[of])
        assert grouped(texts)[of] == of
