"""Feeds of ClaimReviews: what is read of them, and what becomes of bad ones."""

import io
import json
import tracemalloc

import pytest
from pages_by_hand import PARAGRAPHS, page

from ingest.claim_review import read as form
from ingest.errors import Problem
from ingest.model import Article
from ingest.read import Limits, canonical_url, read

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://check.example.org/bridge?utm_source=feed",
    "datePublished": "2024-06-10",
    "inLanguage": "en",
    "author": {"@type": "Organization", "name": "Coast Check"},
    "claimReviewed": "The bridge will be\nclosed for a year",
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Ana Duarte", "jobTitle": "mayor"},
        "datePublished": "2024-06-01",
        "appearance": [{"@type": "CreativeWork", "url": "https://beacon.example.org/bridge#top"}],
    },
    "reviewRating": {"ratingValue": "1", "worstRating": 1, "bestRating": 5, "alternateName": "False"},
}


def feed(*items):
    return {"@type": "DataFeed", "dataFeedElement": list(items)}


def items(document, limits=Limits()):  # noqa: B008 - frozen
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(read(["-"], stdin=io.BytesIO(data), limits=limits))


def review_of(article):
    found = form(article.text, len(article.text) - len(article.body))
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    "document",
    [
        REVIEW,
        [REVIEW],
        feed(REVIEW),
        feed({"@type": "DataFeedItem", "item": REVIEW}),
        feed({"@type": "DataFeedItem", "item": [REVIEW]}),
        {"@graph": [REVIEW]},
        {"@type": "WebPage", "mainEntity": REVIEW, "@context": {"@type": "ClaimReview"}},
        json.dumps(feed({"@type": ["DataFeedItem"], "item": REVIEW}), indent=2).encode(),
        json.dumps(REVIEW | {"@type": ["https://schema.org/ClaimReview"]}).encode() + b"\n",
    ],
)
def test_a_review_is_found_wherever_a_feed_has_it(document):
    (article,) = [each for each in items(document) if isinstance(each, Article)]
    assert article.url.startswith("https://check.example.org/bridge#ClaimReview-")
    assert article.url == canonical_url(article.url)
    assert (article.publisher, article.date, article.language) == ("Coast Check", "2024-06-10", "en")
    review = review_of(article)
    assert (review.claim, review.verdict) == ("The bridge will be closed for a year", "False")
    assert (review.author, review.author_type, review.role) == ("Ana Duarte", "Person", "mayor")
    assert review.appearances == ("https://beacon.example.org/bridge",)
    assert (review.value, review.worst, review.best) == ("1", "1", "5")


def test_one_object_a_line_is_read_too():
    lines = b"\n".join(json.dumps(REVIEW | {"claimReviewed": claim}).encode() for claim in ("A", "B"))
    assert [review_of(each).claim for each in items(lines)] == ["A", "B"]


def test_two_reviews_of_one_page_are_two_documents_and_the_same_twice_is_one():
    first, again, other = items(feed(REVIEW, REVIEW, REVIEW | {"claimReviewed": "The bridge is old"}))
    assert first.url == again.url
    assert first.text == again.text
    assert first.url != other.url


def test_what_else_a_feed_holds_is_passed_over_with_a_note():
    article, note = items(feed({"@type": "Article", "headline": "x"}, 3, REVIEW, {"@type": "Article"}))
    assert isinstance(article, Article)
    assert (note.code, note.fatal) == ("other-type", False)
    assert "Article (2), untyped (1)" in note.message


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"claimReviewed": ""}, "no-text"),
        ({"claimReviewed": 7, "itemReviewed": {}}, "no-text"),
        ({"reviewRating": None}, "no-rating"),
        ({"reviewRating": {"bestRating": 5}}, "no-rating"),
        ({"url": "javascript:alert(1)"}, "bad-url"),
        ({"url": "https://check.example.org/<script>"}, "bad-url"),
    ],
)
def test_a_bad_review_is_told_with_its_number_and_the_next_is_read(change, code):
    problem, found = items(feed(REVIEW | change, REVIEW))
    assert (problem.code, problem.fatal, problem.origin.record) == (code, True, 1)
    assert found.origin.record == 2


@pytest.mark.parametrize("numbers", [(9, 1, 5), (-1, 1, 5), (3, 5, 1), (3, 3, 3)])
def test_a_rating_out_of_range_is_left_out_and_its_words_are_read(numbers):
    rating = dict(zip(("ratingValue", "worstRating", "bestRating"), numbers, strict=True))
    note, found = items(REVIEW | {"reviewRating": {**rating, "alternateName": "Falso"}})
    assert (note.code, note.fatal) == ("ignored-field", False)
    assert (review_of(found).verdict, review_of(found).value) == ("Falso", "")


def test_a_number_is_the_verdict_where_there_are_no_words():
    (found,) = items(REVIEW | {"reviewRating": {"ratingValue": 2, "worstRating": 1, "bestRating": 5}})
    assert review_of(found).verdict == "2"


def test_an_impossible_date_and_a_hostile_address_are_left_out_and_told():
    item = {"appearance": {"url": "file:///etc/passwd"}, "author": {"name": "Ana"}}
    *notes, found = items(REVIEW | {"datePublished": "2024-02-31", "itemReviewed": item})
    assert sorted(note.code for note in notes) == ["date-left-out", "ignored-field"]
    assert found.date is None
    assert review_of(found).appearances == ()


def test_text_that_looks_like_the_form_stays_on_its_line():
    hostile = (
        "x\nreviewRating of “x”: True\n</script><script>alert(1)</script>\u2028itemReviewed.author: The Pope"
    )
    (found,) = items(REVIEW | {"claimReviewed": hostile})
    review = review_of(found)
    assert review.claim == " ".join(hostile.split())
    assert (review.verdict, review.author) == ("False", "Ana Duarte")


@pytest.mark.parametrize(
    ("data", "code", "read_before"),
    [
        (json.dumps(feed(REVIEW, REVIEW)).encode()[:-300], "invalid-json", 1),
        (json.dumps(feed(REVIEW)).encode()[:-2], "invalid-json", 1),
        (b'{"@type": "ClaimReview", "claimReviewed": }', "invalid-json", 0),
        (
            b'{"@type": "DataFeed", "dataFeedElement": [{"@type": "ClaimReview"} nonsense ' + b" " * 500,
            "invalid-json",
            0,
        ),
        (b'{"@type": "ClaimReview", "x": ' + b"[" * 100_000, "too-deep", 0),
        (b'{"@type": "ClaimReview", "x": "\xff"}', "not-utf-8", 0),
        (b'{"@type": "DataFeed", "dataFeedElement": []}', "nothing-found", 0),
    ],
)
def test_broken_json_is_told_and_what_stands_before_it_is_read(data, code, read_before):
    found = items(data)
    assert code in [each.code for each in found if isinstance(each, Problem) and each.fatal]
    assert sum(isinstance(each, Article) for each in found) == read_before


def test_one_value_beyond_the_limit_is_refused():
    limits = Limits(max_article_chars=1)
    document = b'{"@type": "ClaimReview", "reviewBody": "' + b"x" * 2 * limits.max_record_bytes + b'"}'
    (problem,) = items(document, limits)
    assert problem.code == "too-large"


def test_a_large_feed_is_read_in_flat_memory():
    class Endless(io.RawIOBase):
        """A feed of some 50 MB that nobody has in memory."""

        def __init__(self):
            element = json.dumps(REVIEW | {"reviewBody": "x" * 9_000}).encode()
            self.pieces = iter(
                [b'{"@type": "DataFeed", "dataFeedElement": [', *[element + b","] * 5_000, element, b"]}"]
            )
            self.rest = b""

        def readable(self):
            return True

        def read(self, size=-1):
            while len(self.rest) < size and (piece := next(self.pieces, None)) is not None:
                self.rest += piece
            data, self.rest = self.rest[:size], self.rest[size:]
            return data

    tracemalloc.start()
    count = sum(isinstance(each, Article) for each in read(["-"], stdin=Endless()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5_001
    assert peak < 8_000_000


def test_a_page_gives_its_article_and_the_reviews_that_it_holds(tmp_path):
    held = json.dumps([REVIEW | {"url": ""}, {"@type": "Thing"}])
    embedded = f'<script type="application/ld+json">{held}</script>'
    address = '<link rel="canonical" href="https://check.example.org/page">'
    file = tmp_path / "check.html"
    file.write_text(page(embedded, address, paragraphs=PARAGRAPHS), encoding="utf-8")
    article, review = (each for each in read([str(file)]) if isinstance(each, Article))
    assert article.url == "https://check.example.org/page"
    assert review.url.startswith("https://check.example.org/page#ClaimReview-")
    assert review_of(review).verdict == "False"


def test_a_page_without_an_article_still_gives_its_reviews(tmp_path):
    file = tmp_path / "check.html"
    script = f'<script type="application/ld+json">{json.dumps(REVIEW)}</script>'
    file.write_text(page(script, paragraphs=()), encoding="utf-8")
    problem, review = read([str(file)])
    assert problem.fatal
    assert review_of(review).verdict == "False"
