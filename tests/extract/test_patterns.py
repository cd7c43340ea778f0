"""Which reporting patterns are read, each on a sentence of its own."""

import pytest

RELAYED = [
    # sentence, wording, speakers, act
    ("Anna Berg said that the dam was safe.", "the dam was safe", ("Anna Berg",), "say"),
    ("Anna Berg said the dam was safe.", "the dam was safe", ("Anna Berg",), "say"),
    ("The dam was safe, Anna Berg said.", "The dam was safe", ("Anna Berg",), "say"),
    ("The dam was safe, said Anna Berg.", "The dam was safe", ("Anna Berg",), "say"),
    ("The dam was safe, said Anna Berg, the chief engineer.", "The dam was safe", ("Anna Berg",), "say"),
    ("According to Anna Berg, the dam was safe.", "the dam was safe", ("Anna Berg",), "according to"),
    ("According to Anna Berg the dam was safe.", "the dam was safe", ("Anna Berg",), "according to"),
    (
        "According to the Varnholm Ministry over 300 people were hurt near Oslo, Norway.",
        "over 300 people were hurt near Oslo, Norway",
        ("Varnholm Ministry",),
        "according to",
    ),
    ("The dam was safe, according to Anna Berg.", "The dam was safe", ("Anna Berg",), "according to"),
    ("Anna Berg told reporters that the dam was safe.", "the dam was safe", ("Anna Berg",), "tell"),
    ("Anna Berg told him the dam was safe.", "the dam was safe", ("Anna Berg",), "tell"),
    (
        "Engineer Anna Berg, a critic of the plan, said the dam was safe.",
        "the dam was safe",
        ("Anna Berg",),
        "say",
    ),
    (
        "Former city engineer, Anna Berg, claimed that the dam was safe.",
        "the dam was safe",
        ("Anna Berg",),
        "claim",
    ),
    ("“The dam is safe,” Anna Berg said.", "“The dam is safe,”", ("Anna Berg",), "say"),
    ("Anna Berg wrote: “The dam is safe.”", "“The dam is safe.”", ("Anna Berg",), "write"),
    (
        "“The dam is safe,” she said, “and it will hold.”",
        "“The dam is safe,” … “and it will hold.”",
        ("she",),
        "say",
    ),
    ("The dam, Anna Berg says, is perfectly safe.", "The dam … is perfectly safe", ("Anna Berg",), "say"),
    ("Anna Berg asked whether the dam was safe.", "whether the dam was safe", ("Anna Berg",), "ask"),
    ("Anna Berg warned on Monday that the dam was leaking.", "the dam was leaking", ("Anna Berg",), "warn"),
    ("Anna Berg vowed to repair the dam.", "to repair the dam", ("Anna Berg",), "promise"),
    ("Officials believe that the dam was leaking.", "the dam was leaking", ("Officials",), "believe"),
    ("The report said the dam was leaking.", "the dam was leaking", ("The report",), "say"),
    ("A survey found that half of the dams leak.", "half of the dams leak", ("A survey",), "show"),
    (
        "Nobody liked the claim by Anna Berg that the dam was safe.",
        "the dam was safe",
        ("Anna Berg",),
        "claim",
    ),
    (
        "Her claim that the dam was safe, which pleased nobody, was old.",
        "the dam was safe",
        ("Her",),
        "claim",
    ),
]


@pytest.mark.parametrize(
    ("sentence", "wording", "speakers", "act"), RELAYED, ids=[r[0][:45] for r in RELAYED]
)
def test_one_sentence_gives_one_relayed_claim(claims, sentence, wording, speakers, act):
    found = claims(sentence)
    assert [(f.wording, f.speakers, f.acts[-1]) for f in found] == [(wording, speakers, act)]


SILENT = [
    "Anna Berg did not say that the dam was safe.",
    "Anna Berg declined to comment on the dam.",
    "Anna Berg wants to visit the dam.",
    "Critics would say that the dam is old.",
    "If Anna Berg says that the dam is safe, people will stay.",
    "Her claims were long and her statements were longer.",
]


@pytest.mark.parametrize("sentence", SILENT)
def test_what_nobody_said_is_no_claim(claims, sentence):
    assert [f for f in claims(sentence) if f.speakers] == []


def test_a_second_cue_opens_a_second_claim(claims):
    found = claims("The dam is safe, Anna Berg said, adding that the gates were closed.")
    assert [(f.wording, f.speakers) for f in found] == [
        ("The dam is safe", ("Anna Berg",)),
        ("the gates were closed", ("Anna Berg",)),
    ]


def test_coordinated_cues_share_their_subject(claims):
    found = claims("Anna Berg said that the dam was safe and warned that the river was rising.")
    assert [(f.wording, f.speakers) for f in found] == [
        ("the dam was safe", ("Anna Berg",)),
        ("the river was rising", ("Anna Berg",)),
    ]


def test_sentences_of_one_speech_are_one_claim(claims):
    found = claims("“The dam is safe today,” Anna Berg said. “The gates are closed. The water is falling.”")
    assert [f.wording for f in found] == [
        "“The dam is safe today,” … “The gates are closed. The water is falling.”"
    ]


def test_a_question_in_quotation_marks_keeps_its_speaker(claims):
    found = claims("“Is the dam really safe?” Anna Berg asked. Nobody answered.")
    assert [(f.wording, f.speakers, f.certainty) for f in found] == [
        ("“Is the dam really safe?”", ("Anna Berg",), "unknown")
    ]


def test_nested_reports_become_one_chain(claims):
    found = claims("Anna Berg said that Carl Dahl had told her that the dam was leaking.")
    assert [(f.wording, f.speakers) for f in found] == [("the dam was leaking", ("Anna Berg", "Carl Dahl"))]


def test_a_chain_may_be_three_deep(claims):
    found = claims("Anna Berg said Carl Dahl had claimed that Eva Falk believed that the dam was leaking.")
    assert [f.speakers for f in found] == [("Anna Berg", "Carl Dahl", "Eva Falk")]


def test_an_outlet_that_reports_a_speaker_is_a_link(claims):
    found = claims("Anna Berg said the dam was leaking, the Harbour Times reported.")
    assert [(f.wording, f.speakers) for f in found] == [
        ("the dam was leaking", ("Harbour Times", "Anna Berg"))
    ]


def test_a_quotation_that_holds_more_than_a_report_is_the_speakers_claim_too(claims):
    quote = "“Carl Dahl said that the dam was leaking. I went there myself and saw nothing at all.”"
    found = claims(f"Anna Berg said: {quote}")
    assert [(f.wording, f.speakers) for f in found] == [
        (quote, ("Anna Berg",)),
        ("the dam was leaking", ("Anna Berg", "Carl Dahl")),
    ]


def test_cited_sources_stand_behind_the_speaker(claims):
    found = claims("The Harbour Times reported that the dam was leaking, citing two officials.")
    assert [(f.wording, f.speakers) for f in found] == [
        ("the dam was leaking", ("Harbour Times", "two officials"))
    ]


def test_evidence_in_passing_is_an_inner_link_with_its_medium(claims):
    (found,) = claims(
        "According to Anna Berg, the first reports of floods, obtained by satellite, came in May."
    )
    assert found.speakers == ("Anna Berg", "the first reports")
    assert found.media == (None, "satellite")


def test_passive_belief_has_an_unnamed_source(claims):
    (found,) = claims("The dam is believed to have cracked in the winter.")
    assert found.wording == "The dam … to have cracked in the winter"
    assert found.claim.chain[-1].unnamed


def test_a_passive_with_by_names_its_speaker(claims):
    found = claims("Carl Dahl was told by Anna Berg that the dam was safe.")
    assert [(f.wording, f.speakers) for f in found] == [("the dam was safe", ("Anna Berg",))]


def test_headline_forms(claims):
    def headline(title):
        return [(f.wording, f.speakers) for f in claims("Nothing else happened.", title)]

    assert headline("Dam Leaks After Storm - Report") == [("Dam Leaks After Storm", ("Report",))]
    assert headline("Dam leaks after storm: minister") == [("Dam leaks after storm", ("minister",))]
    assert headline("Minister: dam leaks after storm") == [("dam leaks after storm", ("Minister",))]
    assert headline("Dam leaks, says minister") == [("Dam leaks", ("minister",))]
    assert headline("Exclusive: dam leaks after storm") == []


def test_a_transcript_is_read_by_its_labels(claims):
    found = claims("BERG: The dam is safe.\n\nDAHL: Is it really?\n\nBERG: It is.\n\nDAHL: Who says so?")
    assert [(f.wording, f.speakers, f.acts, f.certainty, f.kind) for f in found] == [
        ("The dam is safe", ("BERG",), ("say",), "certain", "direct"),
        ("Is it really", ("DAHL",), ("ask",), "unknown", "direct"),
        ("It is", ("BERG",), ("say",), "certain", "direct"),
        ("Who says so", ("DAHL",), ("ask",), "unknown", "direct"),
    ]


MORE = [
    ("As Anna Berg noted, the dam was leaking.", "the dam was leaking", ("Anna Berg",)),
    ("“The dam leaks,” Anna Berg, a local engineer, told Reuters.", "“The dam leaks,”", ("Anna Berg",)),
    (
        "Officials who asked not to be named said the dam leaks.",
        "the dam leaks",
        ("Officials who asked not to be named",),
    ),
    (
        "The Harbour Times quoted Anna Berg as saying that the dam leaks.",
        "the dam leaks",
        ("Harbour Times", "Anna Berg"),
    ),
    ("Anna Berg was quoted as saying that the dam leaks.", "the dam leaks", ("Anna Berg",)),
    (
        "The Harbour Times reported, citing a memo, that the dam leaks.",
        "the dam leaks",
        ("Harbour Times", "a memo"),
    ),
    (
        "The Harbour Times reported that, according to two clerks, the dam leaks.",
        "the dam leaks",
        ("Harbour Times", "two clerks"),
    ),
    ("Anna Berg said she believes the dam leaks.", "she believes the dam leaks", ("Anna Berg",)),
    ("Anna Berg, meanwhile, said that the dam leaks.", "the dam leaks", ("Anna Berg",)),
    ("Anna Berg on Monday said that the dam leaks.", "the dam leaks", ("Anna Berg",)),
    ("The dam leaks, said Anna Berg, who has lived there since 1990.", "The dam leaks", ("Anna Berg",)),
    ("Anna Berg told the news agency Interpress the dam leaks.", "the dam leaks", ("Anna Berg",)),
    ("The Oslo government said the dam leaks.", "the dam leaks", ("Oslo government",)),
    ("Anna Berg and Carl Dahl said the dam leaks.", "the dam leaks", ("Anna Berg and Carl Dahl",)),
    (
        "“It is true,” the report said, “that the dam leaks.”",
        "“It is true,” … “that the dam leaks.”",
        ("the report",),
    ),
    ("Anna Berg called the dam “a disgrace.”", "“a disgrace.”", ("Anna Berg",)),
    ("Anna Berg accused the owner of hiding the leak.", "the owner of hiding the leak", ("Anna Berg",)),
    ("I’m told that the dam leaks.", "the dam leaks", ("unnamed source",)),
]


@pytest.mark.parametrize(("sentence", "wording", "speakers"), MORE, ids=[m[0][:50] for m in MORE])
def test_chains_in_one_sentence(claims, sentence, wording, speakers):
    assert [(f.wording, f.speakers) for f in claims(sentence)] == [(wording, speakers)]


def test_a_rejected_claim_is_a_denial_and_somebody_elses_claim(claims):
    found = claims("Anna Berg rejected claims that the ministry had hidden the report.")
    assert [(f.wording, f.acts, f.polarity) for f in found] == [
        ("the ministry had hidden the report", ("reject",), "negated"),
        ("the ministry had hidden the report", ("claim",), "affirmed"),
    ]
    assert [r.claim for r in found[0].claim.relations] == ["c2"]


def test_a_reaction_without_content_is_no_claim(claims):
    assert claims("Anna Berg rejected the accusation.") == []
    assert claims("Anna Berg disputed that.") == []


def test_a_clause_about_another_speaker_ends_the_content(claims):
    found = claims("Anna Berg said that the dam leaks, but Carl Dahl said that it holds.")
    assert [(f.wording, f.speakers) for f in found] == [
        ("the dam leaks", ("Anna Berg",)),
        ("it holds", ("Carl Dahl",)),
    ]


def test_a_statement_about_a_claim_does_not_swallow_it(claims):
    found = claims("Berg’s claim that the dam was safe was false, Carl Dahl said.")
    assert ("the dam was safe", "claim") in [(f.wording, f.acts[-1]) for f in found]
    assert ("Berg’s claim that the dam was safe was false", "say") in [(f.wording, f.acts[-1]) for f in found]


def test_the_writer_is_no_source(claims):
    assert [f for f in claims("I think that the dam leaks.") if f.speakers] == []


def test_a_dateline_is_no_content(claims):
    (found,) = claims("PARIS (AFP) — The dam near Varnholm leaks, Anna Berg said.")
    assert found.wording == "The dam near Varnholm leaks"


def test_a_quoted_headline_with_its_speaker(claims):
    found = claims("Nothing else happened.", "Minister “never saw” report: aide")
    assert [(f.wording, f.speakers) for f in found] == [("Minister “never saw” report", ("aide",))]


def test_a_cue_before_a_colon_at_the_end_attributes_nothing_and_breaks_nothing(claims):
    assert [f for f in claims("One of the activists tweeted:") if f.speakers] == []
