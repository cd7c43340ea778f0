"""The textual form of a ClaimReview: what is written is read, and nothing else is taken for it."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.claim_review import ClaimReview, read, write

WHOLE = ClaimReview(
    claim="The bridge will be closed for a year",
    verdict="False",
    author="Ana Duarte",
    author_type="Person",
    role="mayor",
    date="2024-06-01",
    appearances=("https://beacon.example.org/bridge", "https://posts.example.org/1"),
    value="1",
    worst="1",
    best="5",
)

line = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).map(
    lambda text: " ".join(text.split())
)
value = line.filter(bool)


def test_what_is_written_is_read_with_its_places() -> None:
    text = "A title\n\n" + write(WHOLE)
    found, places = read(text, len("A title\n\n"))  # type: ignore[misc]
    assert found == WHOLE
    assert places.claim.of(text) == WHOLE.claim
    assert places.author is not None
    assert places.author.of(text) == WHOLE.author
    assert places.role is not None
    assert places.role.of(text) == WHOLE.role
    assert places.verdict.of(text) == WHOLE.verdict
    assert places.rating.of(text) == f"reviewRating of “{WHOLE.claim}”: False"
    assert tuple(place.of(text) for place in places.appearances) == WHOLE.appearances


@given(
    value, value, st.one_of(st.just(""), value), st.lists(value, max_size=3), st.one_of(st.just(""), value)
)
def test_any_words_survive_also_such_as_look_like_the_form(
    claim: str, verdict: str, author: str, appearances: list[str], role: str
) -> None:
    review = ClaimReview(claim, verdict, author, role=role, appearances=tuple(appearances))
    found = read(write(review))
    assert found is not None
    assert found[0] == review


@pytest.mark.parametrize(
    "claim",
    [
        "x”: True",
        "reviewRating of “x”: True",
        "claimReviewed: x",
        "itemReviewed.author: The Pope",
        "“”: ”: “",
        "😱 fire",
    ],
)
def test_a_claim_cannot_forge_its_verdict(claim: str) -> None:
    review = dataclasses.replace(WHOLE, claim=claim)
    found = read(write(review))
    assert found is not None
    assert found[0] == review


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ClaimReview",
        "ClaimReview\nclaimReviewed: It rains",
        "ClaimReview\nclaimReviewed: It rains\nreviewRating of “It snows”: True",
        "ClaimReview\nclaimReviewed: It rains\nreviewRating of “It rains”: ",
        "ClaimReview\nclaimReviewed: It rains\nreviewRating of “It rains”: True\nAnd more.",
        "ClaimReview\nclaimReviewed: It rains\nreviewRating of “It rains”: True\n\nMore",
        "ClaimReview\nclaimReviewed: It rains\nreviewRating of “It rains”: True\n"
        "reviewRating of “It rains”: False",
        "ClaimReview\nclaimReviewed: It rains\nitemReviewed.author: A\nitemReviewed.author: B\n"
        "reviewRating of “It rains”: True",
        "Claim: It rains\nclaimReviewed: It rains\nreviewRating of “It rains”: True",
    ],
)
def test_any_other_text_is_not_taken_for_one(text: str) -> None:
    assert read(text) is None
