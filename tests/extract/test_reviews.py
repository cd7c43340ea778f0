"""A ClaimReview as claims: the reviewed one is relayed by the fact-checker, and the verdict is its own."""

import pytest

from ingest import grounding
from ingest.claim_review import ClaimReview, write
from ingest.extract import extract_review
from ingest.extract.verdicts import stance
from ingest.model import ActorKind, Article, Claim, ClaimKind, Extraction, RelationType

DISPUTES, SUPPORTS, REVIEWS = RelationType.DISPUTES, RelationType.SUPPORTS, RelationType.REVIEWS


def extracted(review: ClaimReview, publisher: str | None = "Coast Check") -> Extraction:
    article = Article("A check", write(review), url="https://check.example.org/1", publisher=publisher)
    found = extract_review(article)
    assert found is not None
    grounding.check(found)
    return found


def names(claim: Claim) -> list[str]:
    return [link.name for link in claim.chain]


def test_the_reviewed_claim_is_its_authors_and_never_the_fact_checkers() -> None:
    found = extracted(ClaimReview("It rains", "False", "Ann Lee", "Person", "minister", value="1"))
    reviewed, verdict = found.claims
    text = found.article.text
    assert names(reviewed) == ["Coast Check", "Ann Lee"]
    assert reviewed.kind is ClaimKind.INDIRECT
    assert [span.of(text) for span in reviewed.occurrences[0]] == ["It rains"]
    assert [span.of(text) for span in reviewed.chain[1].cue] == ["claimReviewed"]
    assert [span.of(text) for span in reviewed.chain[1].role] == ["minister"]
    assert names(verdict) == ["Coast Check"]
    assert [span.of(text) for span in verdict.occurrences[0]] == ["reviewRating of “It rains”: False"]
    assert [(each.type, each.claim) for each in verdict.relations] == [(REVIEWS, "c1"), (DISPUTES, "c1")]
    assert {span.of(text) for each in verdict.relations for span in each.evidence} == {"False"}


@pytest.mark.parametrize("author", ["", "Social media posts", "Unknown"])
def test_a_claimant_who_is_not_named_is_one_who_is_unnamed(author: str) -> None:
    reviewed, _ = extracted(ClaimReview("It rains", "Unproven", author)).claims
    assert len(reviewed.chain) == 2
    assert reviewed.chain[1].unnamed


def test_where_it_is_made_is_the_medium() -> None:
    address = "https://posts.example.org/1"
    reviewed, verdict = extracted(ClaimReview("It rains", "Mixed", "Ann", appearances=(address, "x"))).claims
    assert reviewed.chain[1].medium is not None
    assert reviewed.chain[1].medium.name == address
    assert [each.type for each in verdict.relations] == [REVIEWS]


def test_a_fact_checker_may_review_its_own_claim_and_several_speak_as_a_group() -> None:
    assert names(extracted(ClaimReview("It rains", "True", "Coast Check")).claims[0]) == ["Coast Check"] * 2
    found = extracted(ClaimReview("It rains", "True", "Ann, Bo"))
    assert found.actors[1].kind is ActorKind.GROUP


def test_without_a_publisher_the_host_speaks() -> None:
    assert names(extracted(ClaimReview("It rains", "True", "Ann"), None).claims[1]) == ["check.example.org"]


def test_other_articles_are_left_to_the_model() -> None:
    assert extract_review(Article("ClaimReview", "The mayor said: “It rains.”")) is None


@pytest.mark.parametrize(
    ("verdict", "numbers", "expected"),
    [
        ("False", (), DISPUTES),
        ("FALSE.", (), DISPUTES),
        ("Pants on Fire!", (), DISPUTES),
        ("C’est faux", (), DISPUTES),
        ("Ложь", (), DISPUTES),
        ("True", (), SUPPORTS),
        ("Verdadeiro", (), SUPPORTS),
        ("Not false", (), None),
        ("Half True", ("1", "1", "5"), None),
        ("Missing context", ("1", "1", "5"), None),
        ("False", ("5", "1", "5"), DISPUTES),
        ("Kokoelma", ("1", "1", "5"), DISPUTES),
        ("Kokoelma", ("5", "1", "5"), SUPPORTS),
        ("Kokoelma", ("2", "1", "5"), None),
        ("Kokoelma", ("1", "", ""), None),
        ("Kokoelma", ("1", "1", "1"), None),
        ("Kokoelma", ("nan", "1", "5"), None),
        ("", (), None),
    ],
)
def test_only_a_plain_verdict_takes_a_side(
    verdict: str, numbers: tuple[str, ...], expected: RelationType | None
) -> None:
    assert stance(verdict, *numbers) is expected
