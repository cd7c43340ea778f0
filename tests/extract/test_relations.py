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
