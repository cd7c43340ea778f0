"""What a checker is asked of each claim."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A question, to be answered with yes or no.

    Attributes:
        column: the column of the sheet that takes the answer.
        name: a short name for it, for reports.
        text: the question as it is put.
    """

    column: str
    name: str
    text: str


IS_CLAIM = Question(
    "is_claim",
    "is a claim",
    "Is there a claim: does the article put words, or what they mean, into somebody's mouth, or assert"
    " something in its own voice?",
)
WORDING = Question(
    "wording_right", "wording", "Are its words the marked ones, with nothing that matters left out or added?"
)
SPEAKER = Question(
    "speaker_right", "speaker", "Is the chain right: everyone through whom it comes, and who that is?"
)
CERTAINTY = Question("certainty_right", "certainty", "Is the certainty right, as the speaker words it?")
POLARITY = Question("polarity_right", "polarity", "Is it rightly affirmed or negated?")
LINK = Question(
    "link_right", "link", "Is the speaker this Wikidata entity? (Leave it empty where there is none.)"
)

QUESTIONS = (IS_CLAIM, WORDING, SPEAKER, CERTAINTY, POLARITY, LINK)
"""All of them, in the order of the columns. What is no claim needs no answer to the others."""
