"""What tagging hands to assembling: who, by which words, says what, as spans.

A trained tagger can take the rules' place by giving the same records.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Certainty, Polarity, Span, Spans, SpeechAct

ATTITUDES = frozenset(
    {
        SpeechAct.BELIEVE, SpeechAct.KNOW, SpeechAct.DOUBT, SpeechAct.FEAR, SpeechAct.HOPE, SpeechAct.INTEND,
    }
)  # fmt: skip
"""Acts of the mind: what is thought, not said."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution as tagged, nested ones included.

    Attributes:
        source: the words for the speaker, empty where the sentence names none.
        cue: the cue words, empty for a quotation whose speaker is implied.
        content: what is attributed, without complementiser.
        act: the speech act of the cue.
        certainty: what the cue itself says of the content ("suspects": possible).
        polarity: likewise ("denied": negated).
        complementiser: the "that" before the content, if there is one.
        claim: False for wishes, plans and support without worded content, which are attributions but no
            claims.
        antecedent: for a relative pronoun or an implied subject, the words that it stands for.
        adjuncts: where the sentence may name the medium.
        confidence: how often the rule that found it is right, roughly.
        headline: True for the forms that only headlines have ("… - Report").
        medium: the words for the medium, where the pattern itself tells them ("obtained by radio
            interception").
        behind: True for the source behind another's report of the same content ("citing two officials").
        disputes: the words that name somebody else's statement, if the cue takes a stand on it.
        turn: True for what somebody says or asks in an interview or a transcript, as the layout alone tells:
            its source is empty, or the label, and `antecedent` names the speaker where another place does.
    """

    source: Spans
    cue: Spans
    content: Spans
    act: SpeechAct
    certainty: Certainty = Certainty.CERTAIN
    polarity: Polarity = Polarity.AFFIRMED
    complementiser: Span | None = None
    claim: bool = True
    antecedent: Spans = ()
    adjuncts: Spans = ()
    confidence: float = 0.7
    headline: bool = False
    disputes: Spans = ()
    medium: Span | None = None
    behind: bool = False
    turn: bool = False

    @property
    def start(self) -> int:
        """Where its first word is."""
        return min(span.start for span in (*self.source, *self.cue, *self.content))

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return max(span.end for span in (*self.source, *self.cue, *self.content))
