"""Claims that take a stand on other claims of the same article: a denial, a denunciation, a repetition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract.tagging import Tagged
from ingest.model import RelationType, Span, Spans, SpeechAct

_AGAINST = {SpeechAct.DENY, SpeechAct.REJECT, SpeechAct.DENOUNCE}
_OVERLAP = 0.6
_WINDOW = 60  # claims to either side


@dataclass(frozen=True, slots=True)
class Candidate:
    """What relating needs to know of a claim.

    Attributes:
        actor: id of the innermost speaker.
        wording: normalised.
        negated: the innermost polarity.
        tag: the innermost attribution; None for the article's own voice.
        start: where it is first worded.
        targets: ids of the actors named in the words that it takes a stand on.
    """

    id: str
    actor: str
    wording: str
    negated: bool
    tag: Tagged | None
    start: int
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """One relation found."""

    subject: str
    type: RelationType
    object: str
    evidence: Spans


def relate(claims: Sequence[Candidate]) -> list[Related]:
    """Return the relations between the claims of one article, at most one for each claim."""
    found = []
    for k, claim in enumerate(claims):
        tag = claim.tag
        if tag is None:
            continue
        if tag.act in _AGAINST:
            target = _target(claim, claims[max(0, k - _WINDOW) : k]) or _same_content(claim, claims, k)
            if target is not None:
                evidence = (*tag.cue, *tag.disputes)
                found.append(Related(claim.id, RelationType.DISPUTES, target.id, _ordered(evidence)))
        elif tag.act in {SpeechAct.CONFIRM, SpeechAct.AGREE}:
            target = _same_content(claim, claims, k)
            if target is not None:
                found.append(Related(claim.id, RelationType.SUPPORTS, target.id, _ordered(tag.cue)))
    return found


def _ordered(spans: Spans) -> Spans:
    return tuple(sorted(set(spans)))


def _target(claim: Candidate, earlier: Sequence[Candidate]) -> Candidate | None:
    """Return the latest earlier claim by somebody named in the words that are disputed."""
    for other in reversed(earlier):
        if other.actor in claim.targets and other.actor != claim.actor:
            return other
    return None


def _same_content(claim: Candidate, claims: Sequence[Candidate], k: int) -> Candidate | None:
    """Return the claim by another speaker whose wording shares most words with this one."""
    words = _content_words(claim.wording)
    best: tuple[float, Candidate] | None = None
    for m in range(max(0, k - _WINDOW), min(len(claims), k + _WINDOW)):
        other = claims[m]
        if m == k or other.actor == claim.actor:
            continue
        theirs = _content_words(other.wording)
        if len(words) < 3 or len(theirs) < 3:
            continue
        share = len(words & theirs) / min(len(words), len(theirs))
        if share >= _OVERLAP and (best is None or share > best[0]):
            best = (share, other)
    return best[1] if best else None


def _content_words(wording: str) -> set[str]:
    return {word.strip(".,;:!?\"'“”()") for word in wording.split() if len(word) > 3}


def inside(span: Span, spans: Spans) -> bool:
    """Return whether a span lies within one of `spans`."""
    return any(other.start <= span.start and span.end <= other.end for other in spans)
