"""Who is meant across sentences: each kind of reference, and where none is guessed."""

import pytest

from ingest.extract.aliases import is_slip
from ingest.extract.antecedents import all_quotation, lead_in, opening_mark
from ingest.extract.coreference import Cast
from ingest.extract.lexicon import english
from ingest.extract.names import find_names
from ingest.extract.sentences import sentences
from ingest.model import Span

TITLE = "A day in the harbour"


def cast_of(body, *said, title=TITLE):
    """Resolve the sources `said` (words, or words with their number of occurrence) in the order given."""
    text = f"{title}\n\n{body}"
    lexicon = english()
    cast = Cast(text, find_names(sentences(text, lexicon), lexicon, len(title)), lexicon)
    out = []
    for words in said:
        words, number = words if isinstance(words, tuple) else (words, 1)
        at = -1
        for _ in range(number):
            at = text.index(words, at + 1)
        speaker = cast.speaker((Span(at, at + len(words)),))
        cast.heard(at, speaker.actor)
        out.append((speaker.actor.name, speaker.actor.unnamed))
    return out


def named(name):
    return (name, False)


RELATIVE = [
    ("The report is by Anna Berg, who said the dam leaks.", "Anna Berg"),
    ("The report is by Anna Berg, the mayor of Varnholm, who said the dam leaks.", "Anna Berg"),
]


@pytest.mark.parametrize(("body", "name"), RELATIVE)
def test_who_stands_for_the_name_before_it(body, name):
    assert cast_of(body, "who") == [named(name)]


def test_who_means_the_officials_and_not_the_town_they_are_in():
    body = "It was written by two of the officials in Varnholm who say the dam leaks."
    ((name, unnamed),) = cast_of(body, "who")
    assert unnamed
    assert "officials" in name


def test_who_without_a_noun_before_it_stays_unnamed():
    assert cast_of("Nobody knew who said the dam leaks.", "who") == [("who", True)]


def test_which_may_be_a_body():
    assert cast_of("The study is by the Harbour Institute, which says the dam leaks.", "which") == [
        named("Harbour Institute")
    ]


def test_persons_of_one_surname_are_told_apart_by_title():
    body = (
        "John Dahl said the dam was old. Mary Dahl said it was new. Mr Dahl wrote a letter. "
        "Ms Dahl wrote another."
    )
    assert cast_of(body, "Mr Dahl", "Ms Dahl") == [named("John Dahl"), named("Mary Dahl")]


def test_a_title_of_the_other_gender_is_another_person():
    ((name, _),) = cast_of("John Dahl said the dam was old. Mrs Dahl disagreed.", "Mrs Dahl")
    assert name != "John Dahl"


def test_persons_of_one_surname_are_told_apart_by_role():
    body = "Mayor Robin Dahl met Senator Sam Dahl. Later Senator Dahl said the dam was old."
    assert cast_of(body, "Senator Dahl") == [named("Sam Dahl")]


def test_the_acronym_in_brackets_is_the_body():
    body = "The Varnholm Harbour Agency (VHA) opened the gates. VHA said the dam was old."
    assert cast_of(body, ("VHA", 2)) == [named("Varnholm Harbour Agency")]


def test_initials_of_one_long_name_are_the_body():
    body = "The Varnholm Harbour Agency opened the gates. On Monday VHA said the dam was old."
    assert cast_of(body, "VHA") == [named("Varnholm Harbour Agency")]


def test_a_country_is_no_body_whose_initials_it_has():
    body = "The University of Sheffield shut. US officials met, and the US said the dam was old."
    assert cast_of(body, ("US", 2)) == [named("US")]


def test_a_given_name_off_by_a_letter_inside_is_one_person():
    body = "Kristen Berg said the dam was old. Kristin Berg said it leaks. Berg said it is closed."
    assert cast_of(body, "Kristin Berg", ("Berg", 3)) == [named("Kristen Berg")] * 2


def test_names_of_two_genders_are_two_persons():
    body = "Daniel Berg said the dam was old. Daniela Berg said it leaks."
    assert cast_of(body, "Daniel Berg", "Daniela Berg") == [named("Daniel Berg"), named("Daniela Berg")]


def test_a_surname_of_nobody_introduced_that_is_off_by_a_letter_is_the_person():
    body = "John Maurer said the dam was old. The gates are closed, said Mauer on Monday."
    assert cast_of(body, "Mauer") == [named("John Maurer")]


@pytest.mark.parametrize(
    ("one", "other", "inside", "slip"),
    [
        ("maurer", "mauer", True, True),
        ("mauer", "maurer", True, True),
        ("kristen", "kristin", True, True),
        ("waters", "water", False, True),
        ("waters", "water", True, False),
        ("erika", "erikb", True, False),
        ("berg", "borg", False, False),
        ("dahlen", "wahlen", False, False),
        ("kristen", "karsten", False, False),
        ("maurer", "maurer", False, False),
    ],
)
def test_slips_of_spelling(one, other, inside, slip):
    assert is_slip(one, other, inside=inside) is slip


def test_they_is_not_the_body_when_people_were_spoken_of_since():
    body = "The Varnholm Agency opened the gates. Many residents left their houses. They said it was late."
    assert cast_of(body, "They") == [("They", True)]


def test_they_is_the_body_last_spoken_of():
    body = "The Varnholm Agency opened the gates. They said it was late."
    assert cast_of(body, "They") == [named("Varnholm Agency")]


def test_a_speaker_does_not_call_himself_he():
    body = 'Carl Falk came late. John Dahl said: "He told me that the dam is old."'
    assert cast_of(body, "John Dahl", "He") == [named("John Dahl"), named("Carl Falk")]


@pytest.mark.parametrize(("we", "marks"), [("We", '""'), ("I", "“”"), ("We", "“”")])
def test_the_first_person_in_a_quotation_is_its_speaker(we, marks):
    body = f"Carl Falk left.\n\n{marks[0]}{we} think the dam is old,{marks[1]} said John Dahl."
    assert cast_of(body, "John Dahl", we) == [named("John Dahl")] * 2


def test_the_first_person_of_a_quotation_alone_is_the_speaker_before():
    body = "John Dahl said the dam was old.\n\n“We think it leaks.”"
    assert cast_of(body, "John Dahl", "We") == [named("John Dahl")] * 2


def test_the_first_person_outside_quotations_is_nobody_named():
    body = "John Dahl said the dam was old. We think it leaks."
    assert cast_of(body, "John Dahl", "We") == [named("John Dahl"), ("We", True)]


def test_the_first_person_with_two_speakers_about_is_not_guessed():
    body = "John Dahl and then Carl Falk spoke. “We think the dam leaks,” one said."
    assert cast_of(body, "John Dahl", "Carl Falk", "We")[-1] == ("We", True)


def test_the_one_thing_whose_name_ends_so():
    body = "The Anna Berg Old Harbour Bequest holds books. The bequest said that it has more."
    assert cast_of(body, "The bequest") == [named("Anna Berg Old Harbour Bequest")]


def test_two_things_whose_names_end_so_are_not_chosen_from():
    body = (
        "The Anna Berg Old Harbour Bequest and the Carl Falk Old Harbour Bequest met. The bequest said more."
    )
    ((_, unnamed),) = cast_of(body, "The bequest")
    assert unnamed


def test_the_role_in_a_headline_is_that_of_the_body():
    body = "Anna Berg, a Danish engineer, said the dam was old."
    assert cast_of(body, "Danish engineer", title="Danish engineer says dam leaks") == [named("Anna Berg")]


def test_a_headline_that_says_more_than_the_body_stays_unnamed():
    body = "Anna Berg, a Danish engineer, said the dam was old."
    ((_, unnamed),) = cast_of(body, "Swedish engineer", title="Swedish engineer says dam leaks")
    assert unnamed


def test_a_description_by_age_is_the_person_of_that_age():
    body = "Anna Berg, 71, came with Olga Lind, 68. It was late, said the 71-year-old from Varnholm."
    assert cast_of(body, "the 71-year-old from Varnholm") == [named("Anna Berg")]


def test_a_description_by_age_is_the_only_person_of_its_paragraph():
    body = "Carl Falk left.\n\nWas Anna Berg surprised? Not at all, said the 71-year-old from Varnholm."
    assert cast_of(body, "the 71-year-old from Varnholm") == [named("Anna Berg")]


def test_a_description_by_another_age_is_nobody_named():
    body = "Anna Berg, 68, came. It was late, said the 71-year-old from Varnholm."
    ((_, unnamed),) = cast_of(body, "the 71-year-old from Varnholm")
    assert unnamed


@pytest.mark.parametrize(
    "source", ["One villager, Anna Berg", "its spokeswoman, Anna Berg", "a fisherman, Anna Berg"]
)
def test_the_name_in_apposition_to_a_description_is_the_speaker(source):
    assert cast_of(f"On Monday {source}, said the dam was old.", source) == [named("Anna Berg")]


def test_a_person_may_go_by_initials(extract):
    result = extract("The dam is old. K.C. Berg said that it leaks.")
    assert [(a.name, a.kind.value) for a in result.actors if "Berg" in a.name] == [("K.C. Berg", "person")]


def test_where_quotations_open():
    text = 'He said. "We go," he said. "They stay'
    assert opening_mark(text, text.index("We")) == 9
    assert opening_mark(text, text.index("he said")) is None
    assert opening_mark(text, text.index("They")) == text.rindex('"')


def test_the_words_that_lead_in_a_quotation():
    text = 'It was late. John Dahl said: "We go. They stay'
    assert lead_in(text, text.index('"')).of(text) == "John Dahl said: "


def test_a_paragraph_of_one_quotation():
    assert all_quotation("“We go.”", Span(0, 8))
    assert all_quotation("“We go on", Span(0, 9))
    assert not all_quotation("“We go,” he said.", Span(0, 17))
