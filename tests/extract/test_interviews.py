"""Interviews without labels, and transcripts with them."""

TITLE = "The Harbour Times interviews engineer Anna Berg"
LEAD = "The Harbour Times spoke with Anna Berg, who built the new dam, about water and stone."
TURNS = (
    "How long have you worked on dams?",
    "Since I was twenty. My father built three of them, and we carried the stones.",
    "Winter is coming. Do you think that the dam is safe?",
    "It may last. I would sleep below it, and I have told my children so.",
)
INTERVIEW = "\n\n".join((LEAD, *TURNS))


def said(found):
    return [(f.wording, f.speakers, f.acts, f.certainty, f.kind) for f in found if f.speakers]


def test_answers_are_claims_of_who_is_interviewed_and_questions_are_asked(claims):
    assert said(claims(INTERVIEW, TITLE)) == [
        (TURNS[0][:-1], ("unnamed source",), ("ask",), "unknown", "direct"),
        (TURNS[1][:-1], ("Anna Berg",), ("say",), "certain", "direct"),
        ("Do you think that the dam is safe", ("unnamed source",), ("ask",), "unknown", "direct"),
        (TURNS[3][:-1], ("Anna Berg",), ("say",), "possible", "direct"),
    ]


def test_a_turn_has_no_cue_and_no_words_for_its_speaker(claims):
    answers = [f.claim.chain[1] for f in claims(INTERVIEW, TITLE) if f.speakers == ("Anna Berg",)]
    assert [(link.spans, link.cue) for link in answers] == [((), ()), ((), ())]


def test_an_answer_of_two_paragraphs_is_one_claim(claims):
    more = "We have also built two bridges in the north."
    body = "\n\n".join((LEAD, TURNS[0], TURNS[1], more, *TURNS[2:]))
    assert f"{TURNS[1][:-1]} … {more[:-1]}" in [f.wording for f in claims(body, TITLE)]


def test_a_remark_in_the_interviewers_place_is_the_interviewers(claims):
    body = "\n\n".join((LEAD, *TURNS, "That is brave.", "I have always been so."))
    assert said(claims(body, TITLE))[-2:] == [
        ("That is brave", ("unnamed source",), ("say",), "certain", "direct"),
        ("I have always been so", ("Anna Berg",), ("say",), "certain", "direct"),
    ]


def test_a_caption_is_nobodys_answer(claims):
    body = "\n\n".join((INTERVIEW, "Anna Berg at the dam. Image: Carl Dahl."))
    assert said(claims(body, TITLE)) == said(claims(INTERVIEW, TITLE))


def test_questions_alone_make_no_interview(claims):
    body = (
        "The town has a new dam, which Anna Berg built in 1999.\n\nIs it safe?\n\nThe winter will tell, for"
        " the water rises every year.\n\nWho pays for it?\n\nThe county pays for most of the repairs in May."
    )
    assert not [f for f in claims(body, TITLE) if "ask" in f.acts or f.kind == "direct"]


def test_an_interview_reported_in_the_third_person_is_not_read_by_turns(claims):
    body = (
        f"{LEAD}\n\nIs it safe?\n\n“I would sleep below it,” Anna Berg said.\n\nWho pays?\n\n"
        "“We all pay for it in the end, as we have always done,” Anna Berg said."
    )
    assert "ask" not in [act for f in claims(body, TITLE) for act in f.acts]


def test_first_person_paragraphs_without_an_announced_interview_are_no_answers(claims):
    assert said(claims("\n\n".join(TURNS), "My years at the dam")) == []


def test_captions_are_no_labels(claims):
    assert not said(claims("Image: The old dam in winter.\n\nImage: The new dam in May."))


def test_a_labelled_turn_goes_on_until_the_next_label(claims):
    body = "Q: Is it safe?\n\nA: It is.\n\nI have slept below it.\n\nQ: And you?\n\nA: I build and I sleep."
    assert [(wording, acts) for wording, _, acts, _, _ in said(claims(body))] == [
        ("Is it safe", ("ask",)),
        ("It is … I have slept below it", ("say",)),
        ("And you", ("ask",)),
        ("I build and I sleep", ("say",)),
    ]


def test_within_an_answer_only_others_are_quoted(claims):
    answer = "I think that the dam is safe. My father always told us that the old dam was weak."
    found = claims("\n\n".join((LEAD, *TURNS[:3], answer)), TITLE)
    assert [
        f.wording for f in found if "the old dam was weak" in f.wording or f.wording == "the dam is safe"
    ] == [
        answer[:-1],
        "the old dam was weak",
    ]
