"""Claims that dispute or support other claims of the same article."""


def related(found):
    return [(f.wording, r.type.value, r.claim) for f in found for r in f.claim.relations]


def test_a_denunciation_of_a_statement_disputes_its_claim(claims):
    found = claims(
        "Emma Falk said that troops would be sent. "
        "Spokesman Carl Dahl denounced Falk’s statement as “dangerous.”"
    )
    assert related(found) == [("“dangerous.”", "disputes", "c1")]


def test_a_denial_disputes_the_claim_of_the_same_content(claims):
    found = claims(
        "Emma Falk said that the company had bribed three inspectors. "
        "Carl Dahl denied that the company had bribed three inspectors."
    )
    assert [(kind, claim) for _, kind, claim in related(found)] == [("disputes", "c1")]
    assert [f.polarity for f in found] == ["affirmed", "negated"]


def test_a_confirmation_supports(claims):
    found = claims(
        "Emma Falk said that the company had bribed three inspectors. "
        "Carl Dahl confirmed that the company had bribed three inspectors."
    )
    assert [(kind, claim) for _, kind, claim in related(found)] == [("supports", "c1")]


def test_unrelated_claims_stay_unrelated(claims):
    found = claims("Emma Falk said that troops would be sent. Carl Dahl denied that the dam was leaking.")
    assert related(found) == []


def test_calling_what_was_said_untrue_disputes_it(claims):
    found = claims("Emma Falk said that the dam leaks. “That is not true,” Carl Dahl said.")
    assert [(kind, claim) for _, kind, claim in related(found)] == [("disputes", "c1")]


def test_the_contrary_in_the_same_words_disputes(claims):
    found = claims(
        "Emma Falk said that the old bridge was safe. Carl Dahl said that the old bridge was not safe."
    )
    assert [(kind, claim) for _, kind, claim in related(found)] == [("disputes", "c1")]


def test_an_earlier_version_is_corrected(claims):
    found = claims(
        "An earlier version of this article stated that 14 workers died in Varnholm. "
        "The hospital in Varnholm says 4 workers died."
    )
    assert [(kind, claim) for _, kind, claim in related(found)] == [("corrects", "c1")]


def test_one_speaker_of_two_cues_is_one_actor(extract):
    result = extract("Two officials said that the dam leaks, adding that the gates were open.")
    assert len({claim.chain[-1].actor for claim in result.claims}) == 1


def test_two_denials_of_one_thing_do_not_dispute_each_other(claims):
    found = claims(
        "Emma Falk denied that the company had bribed three inspectors. "
        "Carl Dahl denied that the company had bribed three inspectors."
    )
    assert related(found) == []


def test_a_few_words_of_a_long_sentence_are_not_its_contrary(claims):
    found = claims(
        "Emma Falk said that the fire at the plant was no accident. "
        "Carl Dahl said that a fire that tore through the plant near the old harbour on Monday had been "
        "started by workers who came from the northern suburbs."
    )
    assert related(found) == []


def test_two_who_call_a_thing_the_same_name_do_not_dispute_each_other(claims):
    found = claims(
        "Emma Falk dismissed the report as “a fairy tale.” Carl Dahl dismissed the report as “a fairy tale.”"
    )
    assert related(found) == []
