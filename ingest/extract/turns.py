"""The turns of an interview or a transcript, beside what single sentences attribute."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ingest.extract.interviews import interview_turns
from ingest.extract.labels import labelled_turns
from ingest.extract.name_kinds import Name
from ingest.extract.sentences import Sentence
from ingest.extract.tagging import Tagged

_SPEAKING = {"i", "we", "you", "it", "this", "that", "what", "me", "us", "who", "whoever", "anyone", "nobody"}
"""Sources that, within a turn, are who speaks or nobody: "I think" is the speaker's own hedge."""


def add_turns(
    found: Sequence[Sentence], tagged: Sequence[Tagged], names: Sequence[Name], text: str
) -> list[Tagged]:
    """Return all attributions in text order: those given, and the turns that the layout tells.

    What is attributed within a turn stays, as its speaker's report of somebody else; what takes the turn as a
    whole gives way to it.

    Args:
        found: the sentences of the article.
        tagged: the attributions of its sentences.
        names: the names in it.
        text: the article's text.
    """
    turns = labelled_turns(found) or interview_turns(found, names, text)
    if not turns:
        return list(tagged)
    starts = {span.end: span.start for turn in turns for span in turn.content}
    labels = {turn.source[0].start for turn in turns if turn.source}
    pieces = sorted(span for turn in turns for span in turn.content)
    begins = [span.start for span in pieces]

    def kept(one: Tagged) -> bool:
        if (one.source and one.source[0].start in labels) or (
            one.content and one.content[0].start <= starts.get(one.content[-1].end, -1)
        ):
            return False  # it takes the turn as a whole
        number = bisect_right(begins, one.start) - 1
        inside = number >= 0 and one.end <= pieces[number].end
        words = " ".join(span.of(text) for span in one.source[:1]).lower().split()
        return not inside or (bool(words) and words[0] not in _SPEAKING)

    return sorted([*filter(kept, tagged), *turns], key=lambda t: (t.start, -t.end, t.cue, t.content))
