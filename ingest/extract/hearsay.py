"""What the article relays without saying from whom: "reportedly", "allegedly", "was charged with stealing".

Each makes a link whose speaker is unnamed. Its content is as certain as it is worded: that the article does
not vouch for it is said by the link. "It is alleged that C" and "X is believed to C" are passives of cue
verbs, see `ingest.extract.passives`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.finite import finite_at
from ingest.extract.frames import spans, trim
from ingest.extract.lexicon import Lexicon
from ingest.extract.sentences import Sentence
from ingest.extract.subjects import Range
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import POSSESSIVE, QUOTE, WORD, Token
from ingest.model import Certainty, SpeechAct

ADVERBS = {
    "reportedly": SpeechAct.REPORT,
    "reputedly": SpeechAct.REPORT,
    "allegedly": SpeechAct.ALLEGE,
    "purportedly": SpeechAct.CLAIM,
    "supposedly": SpeechAct.CLAIM,
}
_PASSIVES = {
    ("charged", "with"): (SpeechAct.ACCUSE, Certainty.CERTAIN),
    ("indicted", "for"): (SpeechAct.ACCUSE, Certainty.CERTAIN),
    ("suspected", "of"): (SpeechAct.BELIEVE, Certainty.PROBABLE),
    ("rumoured", "to"): (SpeechAct.REPORT, Certainty.CERTAIN),
    ("rumored", "to"): (SpeechAct.REPORT, Certainty.CERTAIN),
    ("considered", "to"): (SpeechAct.BELIEVE, Certainty.CERTAIN),
    ("reputed", "to"): (SpeechAct.REPORT, Certainty.CERTAIN),
}
_CHARGES = {"with", "for", "of"}  # must be followed by what was done: "with stealing", not "with murder"
_RELATIVE = {"who", "which", "that", "whose", "whom", "where", "when", "while", "because", "if", "whether"}
_JOINS = {"and", "but", "while", "whereas", "yet", "so"}
_CONFIDENCE = 0.7


def tag_hearsay(sentence: Sentence, lexicon: Lexicon) -> list[Tagged]:
    """Return what a sentence relays from nobody in particular, each with an empty source, in text order.

    Where the words bear on a part of a noun phrase ("the allegedly stolen car") or stand in a subordinate
    clause, nothing is returned.
    """
    units = sentence.units
    found: list[Tagged] = []
    for k, unit in enumerate(units):
        if unit.kind != WORD:
            continue
        if unit.lower in ADVERBS:
            one = _adverb(units, k, lexicon)
        elif k + 2 < len(units) and (unit.lower, units[k + 1].lower) in _PASSIVES:
            one = _passive(units, k, lexicon)
        else:
            one = None
        if one is not None and len(one.content) and all(one.start >= other.end for other in found):
            found.append(one)
    return found


def _adverb(units: Sequence[Token], k: int, lexicon: Lexicon) -> Tagged | None:
    """Read "X reportedly C", "X was allegedly C-ed", "Allegedly, X C"."""
    low, high = _clause(units, k, lexicon)
    if any(u.lower in _RELATIVE for u in units[low:k]) or not _of_the_verb(units, low, k, lexicon):
        return None
    pieces = [piece for piece in (trim(units, low, k), trim(units, k + 1, high)) if piece[0] < piece[1]]
    if not any(finite_at(units[low:high], j - low, lexicon) for a, b in pieces for j in range(a, b)):
        return None
    return Tagged(
        source=(),
        cue=spans(units, [(k, k + 1)]),
        content=spans(units, pieces),
        act=ADVERBS[units[k].lower],
        confidence=_CONFIDENCE,
    )


def _of_the_verb(units: Sequence[Token], low: int, k: int, lexicon: Lexicon) -> bool:
    """Return whether the adverb at `k` bears on the clause's verb, or on the whole clause."""
    if k == low:
        return True
    before = units[k - 1]
    if (
        before.kind == POSSESSIVE
        or before.lower in lexicon.words["determiner"]
        or before.lower in lexicon.words["preposition"]
    ):
        return False
    region = units[low:]
    after = k + 1 - low
    return (
        finite_at(region, k - 1 - low, lexicon)
        or before.lower in {"be", "been", "being"}
        or (before.text == "," and k + 1 < len(units) and units[k + 1].text == ",")
        or (after < len(region) and finite_at(region, after, lexicon))
    )


def _passive(units: Sequence[Token], k: int, lexicon: Lexicon) -> Tagged | None:
    """Read "X was charged with C-ing", "X is suspected of C-ing", "X is rumoured to C"."""
    first = k
    while first > 0 and (
        units[first - 1].lower in lexicon.words["be"] | {"has", "have", "had", "been", "not"}
        or units[first - 1].lower.endswith("ly")
    ):
        first -= 1
    group = units[first:k]
    if not any(u.lower in lexicon.words["be"] for u in group) or any(u.lower == "not" for u in group):
        return None
    link = units[k + 1].lower
    if link in _CHARGES and not units[k + 2].lower.endswith("ing"):
        return None
    low, high = _clause(units, first, lexicon)
    subject = trim(units, low, first)
    if subject[0] >= subject[1] or any(u.lower in _RELATIVE for u in units[low:first]):
        return None
    act, certainty = _PASSIVES[(units[k].lower, link)]
    return Tagged(
        source=(),
        cue=spans(units, [(first, k + 1)]),
        content=spans(units, [subject, trim(units, k + 1, high)]),
        act=act,
        certainty=certainty,
        confidence=_CONFIDENCE,
    )


def _clause(units: Sequence[Token], k: int, lexicon: Lexicon) -> Range:
    """Return the main clause around `k`, as far as joining words with a subject of their own tell."""
    low, high = 0, len(units)
    for j in range(k - 1, 0, -1):
        if units[j].text == ";" or _opens_clause(units, j, k, lexicon):
            low = j + 1
            break
    for j in range(k + 1, len(units)):
        if units[j].text == ";" or _opens_clause(units, j, len(units), lexicon):
            high = j
            break
    return low, high


def _opens_clause(units: Sequence[Token], j: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether a joining word after a comma is followed by a subject and its verb."""
    if units[j].lower not in _JOINS or units[j - 1].text != "," or j + 2 > end:
        return False
    region = units[j + 1 :]
    if finite_at(units, j + 1, lexicon) or region[0].kind == QUOTE or region[0].lower in _RELATIVE:
        return False
    return any(finite_at(region, n, lexicon) for n in range(1, min(len(region), 12)))
