"""Which capitalised words are names, of what kind, and whose."""

import pytest


def mentions(extract, body, title="A day in the harbour"):
    result = extract(body, title)
    return [(m.span.of(result.article.text), m.kind.value) for m in result.mentions]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("We met French President Emmanuel Macron there.", [("Emmanuel Macron", "person")]),
        ("We saw the French Foreign Legion there.", [("French Foreign Legion", "organisation")]),
        ("The Ukrainian army and the Russians left.", []),
        ("He went to the Donetsk People’s Republic by car.", [("Donetsk People’s Republic", "place")]),
        ("It is near Chasov Yar.", [("Chasov Yar", "place")]),
        ("It was in Paris and Moscow.", [("Paris", "place"), ("Moscow", "place")]),
        ("The summit of NATO ended.", [("NATO", "organisation")]),
        ("We read the University of Oslo report.", [("University of Oslo", "organisation")]),
        ("She met Ursula von der Leyen there.", [("Ursula von der Leyen", "person")]),
        ("On Monday the Kremlin was quiet.", [("Kremlin", "place")]),
        ("She met Борис Рожин there.", [("Борис Рожин", "person")]),
        ("Mercenaries left. However, Later on it rained.", []),
        (
            "The Ukrainian 54th Independent Mechanized Brigade left.",
            [("Ukrainian 54th Independent Mechanized Brigade", "organisation")],
        ),
        (
            "The Financial Markets Commission John Berg spoke there.",
            [("Financial Markets Commission", "organisation"), ("John Berg", "person")],
        ),
        (
            "We rang the Varnholm Health Department Spokesperson.",
            [("Varnholm Health Department", "organisation")],
        ),
        (
            "The shares of Varnholm Stahl AG VOWG fell.",
            [("Varnholm Stahl AG", "organisation"), ("VOWG", "organisation")],
        ),
        ("She met Minister of Education Stefania Giannini there.", [("Stefania Giannini", "person")]),
    ],
)
def test_names(extract, body, expected):
    assert mentions(extract, body) == expected


def test_a_word_that_opens_a_sentence_is_a_name_if_seen_elsewhere(extract):
    assert ("Rozhin", "person") in mentions(extract, "We met Boris Rozhin. Rozhin left early.")
    assert mentions(extract, "Shipping was slow. They left early.") == []


def test_a_headline_in_title_case_holds_only_names_of_the_body(extract):
    found = mentions(extract, "We met Anna Berg near Varnholm.", "Big Storm Hits Varnholm And Anna Berg")
    assert [text for text, _ in found] == ["Varnholm", "Anna Berg", "Anna Berg", "Varnholm"]


def test_one_actor_for_each_entity(extract):
    result = extract("Anna Berg met Carl Dahl. Berg thanked Dahl. Anna left.")
    assert [a.name for a in result.actors[1:]] == ["Anna Berg", "Carl Dahl"]


def test_claims_are_about_the_mentions_inside_their_wording(extract):
    result = extract("Anna Berg said that NATO had left Paris.")
    by_id = {m.id: m.span.of(result.article.text) for m in result.mentions}
    assert [by_id[m] for m in result.claims[0].about] == ["NATO", "Paris"]
