"""Claims that take a stand on other claims of the same article: a denial, a denunciation, a correction.

A claim disputes another by somebody else if its cue denies, rejects or denounces and names whose
statement, or if it calls that statement false ("“That is untrue”"), or if it says the contrary in nearly
the same words. What an earlier version of the article stated is corrected by what is said of it next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract.lexicon import Lexicon
from ingest.extract.tagging import Tagged
from ingest.model import RelationType, Spans, SpeechAct

_AGAINST = {SpeechAct.DENY, SpeechAct.REJECT, SpeechAct.DENOUNCE}
_FOR = {SpeechAct.CONFIRM, SpeechAct.AGREE}
SAME, SIMILAR = 0.6, 0.34
"""Shares of common words (of the shorter wording) at which two contents count as the same, or as alike."""
WHOLE = 0.5
"""Share of common words (of the longer wording) at which one content is the contrary of the other."""
_WINDOW = 60  # claims to either side
_NEAR = 4  # claims back that "that" or "the report" may mean
_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_EARLIER = re.compile(
    r"\b(?:earlier|previous|original|first) (?:version|article|report|story|headline|edition)\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What relating needs to know of a claim.

    Attributes:
        actor: id of the innermost speaker.
        speaker: the speaker's name.
        wording: normalised.
        negated: the innermost polarity.
        tag: the innermost attribution; None for the article's own voice.
        spans: where it is first worded.
        targets: ids of the actors named in the words that it takes a stand on.
        about: the words that it takes a stand on, in lower case.
    """

    id: str
    actor: str
    speaker: str
    wording: str
    negated: bool
    tag: Tagged | None
    spans: Spans
    targets: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """One relation found."""

    subject: str
    type: RelationType
    object: str
    evidence: Spans


def relate(claims: Sequence[Candidate], lexicon: Lexicon) -> list[Related]:
    """Return the relations between the claims of one article, at most one for each claim."""
    found = []
    for k, claim in enumerate(claims):
        near = [other for other in claims[max(0, k - _WINDOW) : k + _WINDOW] if other is not claim]
        earlier = claims[max(0, k - _WINDOW) : k]
        corrected = _corrected(claim, earlier, lexicon)
        if corrected is not None:
            found.append(Related(claim.id, RelationType.CORRECTS, corrected.id, _evidence(claim)))
            continue
        disputed = _disputed(claim, earlier, near, lexicon)
        if disputed is not None and (disputed.id, claim.id) not in {
            (r.subject, r.object) for r in found[-_WINDOW:]
        }:
            found.append(Related(claim.id, RelationType.DISPUTES, disputed.id, _evidence(claim)))
        elif claim.tag is not None and claim.tag.act in _FOR:
            supported = _alike(claim, near, SAME, negated=claim.negated)
            if supported is not None:
                found.append(Related(claim.id, RelationType.SUPPORTS, supported.id, _evidence(claim)))
    return found


def _disputed(
    claim: Candidate, earlier: Sequence[Candidate], near: Sequence[Candidate], lexicon: Lexicon
) -> Candidate | None:
    tag = claim.tag
    if tag is None:
        return None
    against = tag.act in _AGAINST or (bool(tag.disputes) and _negative(claim.wording, lexicon))
    if against:
        # Two who deny one thing, or call it names, do not dispute each other.
        near, earlier = ([o for o in those if not _takes_a_stand(o)] for those in (near, earlier))
        return (
            _of_target(claim, earlier)
            or _alike(claim, near, SAME)
            or (_alike(claim, earlier, SIMILAR) if tag.act is not SpeechAct.DENOUNCE else None)
            or (_latest(claim, earlier) if _refers(claim.about, lexicon) else None)
        )
    if _refers(claim.wording, lexicon) and _negative(claim.wording, lexicon):
        return _latest(claim, earlier)
    contrary = _alike(claim, earlier, SAME, negated=not claim.negated)
    # Few words of a long sentence can all stand in a short one and speak of something else.
    return contrary if contrary and _overlap(claim, contrary) >= WHOLE else None


def _takes_a_stand(claim: Candidate) -> bool:
    return claim.tag is not None and (claim.tag.act in _AGAINST or bool(claim.tag.disputes))


def _corrected(claim: Candidate, earlier: Sequence[Candidate], lexicon: Lexicon) -> Candidate | None:
    """Return what an earlier version stated, if this claim says otherwise."""
    if _EARLIER.search(claim.speaker.lower()):
        return None
    for other in reversed(earlier[-_NEAR:]):
        if _EARLIER.search(other.speaker.lower()):
            alike = _share(claim, other) >= SIMILAR
            return (
                other
                if alike or (_EARLIER.search(claim.wording) and _negative(claim.wording, lexicon))
                else None
            )
    return None


def _evidence(claim: Candidate) -> Spans:
    words = (*claim.tag.cue, *claim.tag.disputes) if claim.tag else claim.spans
    return tuple(sorted(set(words or claim.spans)))


def _of_target(claim: Candidate, earlier: Sequence[Candidate]) -> Candidate | None:
    """Return the latest earlier claim by somebody named in the words that are disputed."""
    return next((o for o in reversed(earlier) if o.actor in claim.targets and o.actor != claim.actor), None)


def _latest(claim: Candidate, earlier: Sequence[Candidate]) -> Candidate | None:
    """Return the latest relayed claim by another speaker, not far back."""
    others = (o for o in reversed(earlier[-_NEAR:]) if o.actor != claim.actor and o.tag is not None)
    return next(others, None)


def _alike(
    claim: Candidate, others: Sequence[Candidate], least: float, *, negated: bool | None = None
) -> Candidate | None:
    """Return the claim by another speaker that shares most words with this one, at least `least` of them."""
    best: tuple[float, Candidate] | None = None
    for other in others:
        if other.actor == claim.actor or (negated is not None and other.negated is not negated):
            continue
        share = _share(claim, other)
        if share >= least and (best is None or share > best[0]):
            best = (share, other)
    return best[1] if best else None


def _share(claim: Candidate, other: Candidate) -> float:
    mine, theirs = _stems(claim.wording), _stems(other.wording)
    if min(len(mine), len(theirs)) < 2:
        return 0.0
    return len(mine & theirs) / min(len(mine), len(theirs))


def _overlap(claim: Candidate, other: Candidate) -> float:
    mine, theirs = _stems(claim.wording), _stems(other.wording)
    return len(mine & theirs) / max(len(mine), len(theirs), 1)


def _stems(wording: str) -> set[str]:
    """Return the longer words, cut to their first six letters so that inflections agree."""
    return {word[:6] for word in _WORD.findall(wording)} - _EMPTY


_EMPTY = {
    "that", "this", "with", "from", "have", "been", "were", "will", "would", "could", "they", "their",
    "there", "which", "about", "what", "when", "also", "more", "than", "some", "into", "after", "becaus",
}  # fmt: skip


def _negative(wording: str, lexicon: Lexicon) -> bool:
    """Return whether a wording calls something false, wrong or bad."""
    words = re.findall(r"[^\W\d_]+(?:'t)?", wording)
    if any(word in lexicon.words["negative"] for word in words):
        return True
    denied = any(word in {"not", "isn't", "wasn't", "never"} for word in words)
    return denied and any(word in {"true", "correct", "accurate", "right", "so"} for word in words)


def _refers(wording: str, lexicon: Lexicon) -> bool:
    """Return whether a wording is about what was just said: "that is …", "the report was …", "them"."""
    words = wording.strip(" '\"“").split()
    if not words:
        return False
    if words[0] in {"that", "this", "it", "them", "those", "these", "that's", "it's"}:
        return True
    definite = words[0] in {"the", "these", "his", "her", "their", "its", "such"} or words[0].endswith("'s")
    return definite and any(word.rstrip(",.") in lexicon.nouns for word in words[1:4])
