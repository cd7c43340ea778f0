"""The medium through which somebody speaks."""

import pytest

MEDIA = [
    ("The dam is safe, engineer Anna Berg stated on Telegram.", "Telegram"),
    ("Anna Berg told Reuters that the dam was safe.", "Reuters"),
    ("Anna Berg told reporters that the dam was safe.", None),
    ("Anna Berg told Carl Dahl that the dam was safe.", None),
    ("The dam is safe, Berg wrote in an article published by the Asia Times.", "Asia Times"),
    ("Anna Berg said in an interview with The Economist that the dam was safe.", "The Economist"),
    ("Anna Berg said at a news conference on Monday that the dam was safe.", "news conference"),
    ("In an interview with the Harbour Times, Anna Berg said the dam was safe.", "Harbour Times"),
    ("Anna Berg said in a statement that the dam was safe.", "statement"),
    ("Anna Berg said in Geneva that the dam was safe.", None),
]


@pytest.mark.parametrize(("sentence", "medium"), MEDIA, ids=[m[0] for m in MEDIA])
def test_medium(claims, sentence, medium):
    (found,) = claims(sentence)
    assert found.media[-1] == medium


def test_a_medium_has_an_actor_of_its_name(extract):
    result = extract("The dam is safe, engineer Anna Berg stated on Telegram.")
    medium = result.claims[0].chain[-1].medium
    assert medium is not None
    assert [a.name for a in result.actors if a.id == medium.actor] == ["Telegram"]


def test_the_medium_of_a_proposal_is_not_its_content(claims):
    (found,) = claims("Emma Falk pitched the possibility of a new dam in an interview with The Economist.")
    assert (found.wording, found.media) == ("the possibility of a new dam", ("The Economist",))


def test_state_television_is_a_medium_without_a_name(claims):
    (found,) = claims("“There was no drone,” its spokesman, Oleg Titov, told state television.")
    assert found.media == ("state television",)


def test_a_source_quoted_by_another_stands_behind_him(claims):
    (found,) = claims("“Nobody told us anything,” Dina Kim quoted a firefighter as saying.")
    assert found.speakers == ("Dina Kim", "a firefighter")


def test_the_platform_that_somebody_took_to_is_the_medium(claims):
    (found,) = claims("Anna Berg took to Twitter to say that the dam was safe.")
    assert (found.wording, found.media, found.acts) == ("the dam was safe", ("Twitter",), ("say",))


def test_where_somebody_speaks_may_open_the_sentence(claims):
    (found,) = claims("Speaking to the Daily Star, Anna Berg said the dam was safe.")
    assert found.media == ("Daily Star",)


def test_an_email_seen_by_an_outlet_is_not_the_outlet(claims):
    (found,) = claims("In an email seen by the Harbour Times, Anna Berg wrote that the dam was safe.")
    assert found.media == ("email",)
