"""Where the names of a text begin and end, in prose, headlines and tokenised text; what is no name."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract import Extractor, TrainedExtractor
from ingest.extract.compounds import split_compound
from ingest.extract.tokens import tokenise
from ingest.model import Article

Names = Callable[..., list[str]]
TRAINED = TrainedExtractor()


def names_of(extractor: Extractor, body: str, title: str = "A day in the harbour") -> list[str]:
    found = extractor.extract(Article(title, body))
    text = found.article.text
    return [words for m in found.mentions if (words := m.span.of(text))[:1].isupper()]


@pytest.fixture(scope="session")
def names() -> Names:
    """Names as `hearsay extract` finds them."""
    return lambda body, title="A day in the harbour": names_of(TRAINED, body, title)


# -- what belongs to a name


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # a name inside a longer name is no mention
        ("She studied at the University of Oslo in 1999.", ["University of Oslo"]),
        ("We saw the Pirates of the Caribbean film there.", ["Pirates of the Caribbean"]),
        ("They met at the Bank of England yesterday.", ["Bank of England"]),
        ("He works for the New York Times now.", ["New York Times"]),
        # particles
        (
            "She met Ursula von der Leyen and Charles de Gaulle.",
            ["Ursula von der Leyen", "Charles de Gaulle"],
        ),
        ("They thanked Luiz Inacio da Silva for it.", ["Luiz Inacio da Silva"]),
        # initials
        ("They spoke with F. W. de Klerk in Pretoria.", ["F. W. de Klerk", "Pretoria"]),
        ("The book is by J.K. Rowling, who left.", ["J.K. Rowling"]),
        ("It was signed by Robert F. Kennedy there.", ["Robert F. Kennedy"]),
        # hyphens
        ("They met Jean-Claude Juncker in the lobby.", ["Jean-Claude Juncker"]),
        ("The minister met Ma Ying-jeou and Park Geun-hye.", ["Ma Ying-jeou", "Park Geun-hye"]),
        # ampersands, "and"
        ("He bought shares of Procter & Gamble today.", ["Procter & Gamble"]),
        (
            "It was filed with the Securities and Exchange Commission on Friday.",
            ["Securities and Exchange Commission"],
        ),
        ("The Office of Management and Budget agreed.", ["Office of Management and Budget"]),
        ("He left Merck and Co in the spring.", ["Merck and Co"]),
        # forms of company, with their stop where it ends no sentence
        ("She runs Hearst Corp. in New York.", ["Hearst Corp.", "New York"]),
        ("He sold Erskine Resources Ltd. Terms were not told.", ["Erskine Resources Ltd"]),
        ("A bid for Borg Warner Corp BOR, a maker of parts, failed.", ["Borg Warner Corp", "BOR"]),
        ("A dispute with Pennzoil Co PZL goes on.", ["Pennzoil Co", "PZL"]),
        ("The shop is owned by Certified Security Inc of Key West.", ["Certified Security Inc", "Key West"]),
        # states and their seats
        ("The U.S. and the U.K. agreed.", ["U.S.", "U.K."]),
        ("The U.S. Department of Agriculture paid.", ["U.S. Department of Agriculture"]),
        ("They asked the Kremlin and the Pentagon.", ["Kremlin", "Pentagon"]),
        # titles and offices stay outside
        ("They met President Barack Obama there.", ["Barack Obama"]),
        ("They thanked Dr. Sheila Pinette and Mr. Lai.", ["Sheila Pinette", "Lai"]),
        ("Supreme Court Justice Elena Kagan wrote it.", ["Supreme Court", "Elena Kagan"]),
        ("Later US President Barack Obama left.", ["US", "Barack Obama"]),
        ("He met United States Senator Anna Berg there.", ["United States", "Anna Berg"]),
        # names that touch
        ("We asked Budget Office Director James Miller about it.", ["Budget Office", "James Miller"]),
    ],
)
def test_a_name_begins_and_ends_where_it_should(names: Names, body: str, expected: list[str]) -> None:
    assert names(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The Houston-based company and a Kremlin-backed group left.", ["Houston", "Kremlin"]),
        ("The pro-Beijing party and anti-Trump voters left.", ["Beijing", "Trump"]),
        ("An American-born player and an Israeli-Palestinian group left.", []),
    ],
)
def test_an_adjective_made_of_a_name_holds_the_name(names: Names, body: str, expected: list[str]) -> None:
    assert names(body) == expected


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Houston-based", ["Houston", "-", "based"]),
        ("pro-Kremlin", ["pro", "-", "Kremlin"]),
        ("Bosnia-Herzegovina-led", ["Bosnia-Herzegovina", "-", "led"]),
        ("Ying-jeou", ["Ying-jeou"]),
        ("Jean-Claude", ["Jean-Claude"]),
        ("well-based", ["well-based"]),
        ("pro-choice", ["pro-choice"]),
        ("Ex-", ["Ex"]),
    ],
)
def test_compounds_are_split_where_a_name_ends(word: str, parts: list[str]) -> None:
    [token, *_] = tokenise(word)
    split = split_compound(token)
    assert [part.text for part in split] == parts
    assert all(word[part.start : part.end] == part.text for part in split)


# -- what is no name


@pytest.mark.parametrize(
    "body",
    [
        "The Ukrainian army and the Russians left on Monday, in March.",
        "However, officials said nothing. Shares fell. Analysts were surprised.",
        "Citing privacy, police gave no name. Proceeds will go to schools.",
        "I think he is right, and I know it.",
    ],
)
def test_peoples_days_and_sentence_openers_are_no_names(names: Names, body: str) -> None:
    assert names(body) == []


# -- the head of a sentence


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Chelsea won the game.", "Chelsea"),
        ("Denver has a new mayor.", "Denver"),
        ("Microsoft bought a company in the spring.", "Microsoft"),
    ],
)
def test_a_name_at_the_head_of_a_sentence_is_found(names: Names, body: str, expected: str) -> None:
    assert names(body)[0] == expected


def test_a_word_in_lower_case_elsewhere_is_no_name_at_the_head_of_a_sentence(names: Names) -> None:
    assert names("Cruise lines were asked. A cruise costs little.") == []


# -- headlines


def test_a_headline_in_sentence_case_is_read_as_a_sentence(names: Names) -> None:
    assert names("Nothing else is known.", "Two people were arrested in Reykjavik on Friday") == ["Reykjavik"]


def test_in_a_headline_in_title_case_the_capitals_say_nothing(names: Names) -> None:
    found = names("We met Anna Berg near Varnholm.", "Big Storm Hits Varnholm And Worries Anna Berg")
    assert found == ["Varnholm", "Anna Berg", "Anna Berg", "Varnholm"]


def test_a_headline_in_capitals_holds_the_names_of_the_body(names: Names) -> None:
    found = names("Angela Merkel spoke in Berlin.", "ANGELA MERKEL WARNS OF HARD TIMES IN BERLIN")
    assert found == ["ANGELA MERKEL", "BERLIN", "Angela Merkel", "Berlin"]


# -- text of other makers


def test_tokenised_text_is_read(names: Names) -> None:
    body = (
        "`` The plan is dead , '' ACLU attorney Sandra Park said in New Mexico 's capital . "
        "Goldman Sachs analyst Robert Yen -LRB- 嚴柏宇 -RRB- said so , too ."
    )
    assert names(body) == ["ACLU", "Sandra Park", "New Mexico", "Goldman Sachs", "Robert Yen"]


def test_a_name_does_not_run_over_the_end_of_a_line(names: Names) -> None:
    found = names("Photo by Anna Berg\n\nOslo is quiet.\nBergen Mayor Carl Dahl left.")
    assert all("\n" not in name for name in found)


def test_a_text_of_one_name_is_a_name(names: Names) -> None:
    assert "Angela Merkel" in names("Angela Merkel")


# -- whose names they are


def test_a_surname_alone_is_the_person_with_the_full_name() -> None:
    found = TRAINED.extract(Article("A day", "Kevin Allton spoke. Allton said that it rained. Allton left."))
    assert [a.name for a in found.actors if not a.unnamed and a.id != found.claims[0].chain[0].actor] == [
        "Kevin Allton"
    ]


def test_a_newspaper_keeps_its_article_in_its_name_but_not_in_the_mention() -> None:
    found = TRAINED.extract(Article("A day", "He told it to The New York Times in an interview."))
    [mention] = found.mentions
    assert mention.span.of(found.article.text) == "New York Times"
    assert {actor.name for actor in found.actors} >= {"The New York Times"}


# -- anything else


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("AbU.S -'’,&\n“”‘0/7 ofthe é中 I"), max_size=80))
def test_names_are_in_order_and_never_overlap(body: str) -> None:
    found = TRAINED.extract(Article("A title", body or "x", language="en"))
    spans = sorted(m.span for m in found.mentions)
    assert all(a.end <= b.start for a, b in pairwise(spans))
