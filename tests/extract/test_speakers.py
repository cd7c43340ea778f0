"""Who is meant by pronouns, short names and roles, and who stays unnamed."""


def speakers(found):
    return [f.speakers[-1] for f in found if f.speakers]


def test_pronouns_follow_gender(claims):
    found = claims(
        "Mary Berg said the dam was safe. John Dahl said the dam was old. "
        "She added that the gates were closed. He wrote that the gates were open."
    )
    assert speakers(found) == ["Mary Berg", "John Dahl", "Mary Berg", "John Dahl"]


def test_the_most_recent_subject_wins(claims):
    found = claims("John Dahl said the dam was old. Carl Falk came late. He said the gates were open.")
    assert speakers(found) == ["John Dahl", "Carl Falk"]


def test_a_pronoun_without_antecedent_stays_unnamed(claims):
    (found,) = claims("He said the gates were open.")
    assert found.speakers == ("He",)
    assert found.claim.chain[-1].unnamed


def test_they_is_not_guessed_to_be_one_person(claims):
    found = claims("John Dahl said the dam was old. They said the gates were open.")
    assert speakers(found) == ["John Dahl", "They"]


def test_short_names_and_titles_are_the_same_person(claims, extract):
    body = (
        "Engineer Stephen Dahl said the dam was old. Dahl wrote that it leaks. "
        "Mr Dahl argued that it must close. The Dahl said nothing else was known."
    )
    assert set(speakers(claims(body))) == {"Stephen Dahl"}
    assert [a.name for a in extract(body).actors if a.name.endswith("Dahl")] == ["Stephen Dahl"]


def test_a_role_resolves_to_who_was_given_it(claims):
    found = claims(
        "Military correspondent Boris Rozhin said the city had fallen. Mayor Olga Lind said it had not. "
        "According to the military correspondent, the bridge was gone."
    )
    assert speakers(found) == ["Boris Rozhin", "Olga Lind", "Boris Rozhin"]


def test_a_role_from_an_apposition_resolves(claims):
    found = claims(
        "Olga Lind, the mayor of Varnholm, said the city was calm. Ivan Petrov said the city was not calm. "
        "The mayor added that schools were open."
    )
    assert speakers(found) == ["Olga Lind", "Ivan Petrov", "Olga Lind"]


def test_unnamed_sources_keep_their_description(claims):
    body = "A senior official who spoke on condition of anonymity said the dam was leaking."
    (found,) = claims(body)
    assert found.claim.chain[-1].unnamed
    assert found.speakers == ("A senior official who spoke on condition of anonymity",)


def test_the_man_who_speaks_for_a_name_is_not_that_name(claims):
    (found,) = claims("A spokesman for Carl Dahl said the dam was safe.")
    assert found.speakers == ("A spokesman for Carl Dahl",)
    assert found.claim.chain[-1].unnamed


def test_a_role_phrase_belongs_to_the_link(claims):
    sentence = "Kremlin spokesman Dmitry Peskov said the talks were over."
    (found,) = claims(sentence)
    (role,) = found.claim.chain[-1].role
    assert role.of("A day in the harbour\n\n" + sentence) == "Kremlin spokesman"


def test_the_relative_pronoun_stands_for_its_antecedent(claims):
    found = claims("The report was written by Anna Berg, who said that the dam was leaking.")
    assert ("the dam was leaking", ("Anna Berg",)) in [(f.wording, f.speakers) for f in found]


def test_link_zero_is_publisher_or_host(extract):
    body = "Anna Berg said that the dam was safe."
    names = [
        extract(body, publisher="Harbour Times").claims[0].chain[0].name,
        extract(body, url="https://www.example.org/a").claims[0].chain[0].name,
        extract(body).claims[0].chain[0].name,
    ]
    assert names == ["Harbour Times", "example.org", "unknown publisher"]


def test_link_zero_has_no_words_and_its_actor_comes_first(extract):
    result = extract("Anna Berg said that the dam was safe.", publisher="Harbour Times")
    link = result.claims[0].chain[0]
    assert (link.spans, link.cue, link.act.value, link.actor) == ((), (), "assert", "a0")
    assert result.actors[0].name == "Harbour Times"
