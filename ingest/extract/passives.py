""" "X is believed to C", "it was reported that C", "C was reported by X", "Y was told that C"."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.complements import Complement
from ingest.extract.frames import Frame, trim
from ingest.extract.subjects import Range
from ingest.extract.tokens import QUOTE, Token

ADDRESSED = {
    "tell",
    "inform",
    "ask",
    "remind",
    "warn",
    "assure",
    "notify",
    "advise",
    "urge",
    "alert",
    "order",
    "instruct",
}


def passive_content(units: Sequence[Token], frame: Frame, rest: Complement, high: int) -> None:
    """Work out "X is believed to C", "it was reported that C", "C was reported by X", "Y was told that C"."""
    cue, subject = frame.cue, frame.subject
    frame.subject = None
    j = cue.last
    agent = _by_phrase(units, j, high)
    lemma = cue.verb.lemma
    if lemma in ADDRESSED:
        if agent:
            frame.subject = agent
        if rest.start is not None and rest.how in {"that", "quote", "wh", "clause", "to"}:
            frame.contents = (trim(units, rest.start, high),)
        return
    pronoun = subject is not None and units[subject[0]].lower in {"it", "there"}
    if rest.start is not None and rest.how == "that":
        frame.contents = (trim(units, rest.start, high),)
        frame.subject = agent
        return
    following = units[j].lower if j < high else ""
    if subject is None or pronoun:
        return
    if following == "to" or (following == "as" and "s" in cue.verb.frames):
        frame.contents = (subject, trim(units, j, high))
        return
    if agent:
        frame.subject = agent
        if set("tn") & set(cue.verb.frames):
            frame.contents = (subject,)
    if lemma == "accuse" and following == "of":
        frame.contents = (subject, trim(units, j, high))


def _by_phrase(units: Sequence[Token], j: int, high: int) -> Range | None:
    for k in range(j, min(high, j + 6)):
        if units[k].lower == "by" and k + 1 < high:
            end = k + 1
            while (
                end < high
                and units[end].text not in {",", ";", ":"}
                and units[end].lower not in {"that", "to", "on", "in", "as", "at", "after"}
                and units[end].kind != QUOTE
            ):
                end += 1
            return (k + 1, end) if end > k + 1 and not units[k + 1].lower.endswith("ing") else None
    return None
