"""What people changed about an article's claims: the machine's records, and theirs in the place of some.

Pure: records and judgements give corrected records, which are written like any other and pass the same gates.
What a judgement names must stand in the text; what cannot be applied is a problem, and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pyoxigraph import NamedNode

from ingest.errors import Origin, Problem
from ingest.judgements import Aspect, Judgement, Judgements
from ingest.model import (
    Actor,
    ActorKind,
    Attribution,
    Certainty,
    Claim,
    ClaimKind,
    Extraction,
    Marker,
    Mention,
    Polarity,
    Span,
    Spans,
    SpeechAct,
)
from ingest.rdf import iri
from ingest.text import normalise_wording

REJECTED = "rejected"
"""The verdict on a claim that the article does not make."""

EDITS = (Aspect.WORDING, Aspect.SPEAKER, Aspect.CERTAINTY, Aspect.POLARITY)
"""What of a claim can be corrected, in the order in which it is: a speaker is looked for near the wording."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the judgements of an article's claims come to.

    Attributes:
        claims: the corrected ones, under the ids of the machine's that they stand for.
        actors: speakers that the machine had not found.
        mentions: where the text names those.
        agreed: judgements that leave their claim as it is.
        overruling: judgements that set their claim aside, by the IRI of the machine's claim.
        rejected: the ids of the machine's claims that the article does not make.
        iris: the IRIs of the corrected claims and the added actors.
        problems: judgements that cannot be applied, and why.
    """

    claims: tuple[Claim, ...] = ()
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    agreed: tuple[Judgement, ...] = ()
    overruling: tuple[Judgement, ...] = ()
    rejected: frozenset[str] = frozenset()
    iris: Mapping[str, NamedNode] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def correct(extraction: Extraction, judgements: Judgements, iris: Mapping[str, NamedNode]) -> Corrections:
    """Apply what was judged of an article's claims.

    Args:
        extraction: as the machine found it.
        judgements: those in force.
        iris: the IRIs of its claims and actors, by id (`ingest.rdf.graph.iris`).
    """
    editor = _Editor(extraction, iris)
    corrected: list[Claim] = []
    agreed: list[Judgement] = []
    overruling: list[Judgement] = []
    rejected: set[str] = set()
    names = dict[str, NamedNode]()
    for claim in extraction.claims:
        judged = judgements.claim(iris[claim.id].value)
        verdict = judged.get(Aspect.CLAIM)
        if verdict and verdict.value == REJECTED:
            overruling.append(verdict)
            rejected.add(claim.id)
            continue
        if verdict:
            agreed.append(verdict)
        changed, applied = editor.edit(claim, [judged[aspect] for aspect in EDITS if aspect in judged])
        if changed == claim:
            agreed += applied
            continue
        corrected.append(changed)
        overruling += applied
        words = [word for each in applied for word in (each.aspect.value, each.value)]
        names[claim.id] = iri.correction(iris[claim.id], words)
    actors = (*extraction.actors, *editor.actors)
    minted = iri.actors(iri.article(extraction.article), actors)
    names.update((actor.id, minted[actor.id]) for actor in editor.actors)
    return Corrections(
        tuple(corrected),
        tuple(editor.actors),
        tuple(editor.mentions),
        tuple(agreed),
        tuple(overruling),
        frozenset(rejected),
        names,
        tuple(editor.problems),
    )


@lru_cache(maxsize=2)
def of_the_machines(judgements: Judgements) -> Judgements:
    """Take what was judged of a corrected claim as judged of the machine's that it stands for.

    People see the corrected claim in answers, and judge that; but all corrections of a claim are one.
    """
    if not any(iri.uncorrected(each.subject) != each.subject for each in judgements.all):
        return judgements
    return Judgements(replace(each, subject=iri.uncorrected(each.subject)) for each in judgements.all)


class _CannotApply(Exception):
    """A judgement does not fit the article; says why, and what to do."""


class _Editor:
    """Applies judgements to one article's claims, and keeps what they add and what fails."""

    def __init__(self, extraction: Extraction, iris: Mapping[str, NamedNode]) -> None:
        self._extraction = extraction
        self._text = extraction.article.text
        self._iris = iris
        self.actors: list[Actor] = []
        self.mentions: list[Mention] = []
        self.problems: list[Problem] = []

    def edit(self, claim: Claim, judgements: Sequence[Judgement]) -> tuple[Claim, list[Judgement]]:
        """Return the claim as judged, and the judgements that could be applied."""
        steps = {
            Aspect.WORDING: self._wording,
            Aspect.SPEAKER: self._speaker,
            Aspect.CERTAINTY: self._certainty,
            Aspect.POLARITY: self._polarity,
        }
        applied = []
        for judgement in judgements:
            try:
                claim = steps[judgement.aspect](claim, judgement)
                applied.append(judgement)
            except _CannotApply as fault:
                message, cure = fault.args
                self.problems.append(problem(judgement, message, cure))
        return claim, applied

    def _wording(self, claim: Claim, judgement: Judgement) -> Claim:
        span = self._find(judgement.value, claim)
        about = tuple(
            mention.id
            for mention in self._extraction.mentions
            if span.start <= mention.span.start and mention.span.end <= span.end
        )
        return replace(claim, occurrences=((span,),), about=about)

    def _certainty(self, claim: Claim, judgement: Judgement) -> Claim:
        try:
            certainty = Certainty(judgement.word)
        except ValueError:
            raise _CannotApply(f"{judgement.word!r} is no certainty.", _one_of(Certainty)) from None
        chain = (*claim.chain[:-1], replace(claim.chain[-1], certainty=certainty))
        hedged = certainty is not Certainty.CERTAIN
        return replace(claim, chain=chain, cues=self._markers(claim, judgement, "certainty", keep=hedged))

    def _polarity(self, claim: Claim, judgement: Judgement) -> Claim:
        try:
            polarity = Polarity(judgement.word)
        except ValueError:
            raise _CannotApply(f"{judgement.word!r} is no polarity.", _one_of(Polarity)) from None
        chain = (*claim.chain[:-1], replace(claim.chain[-1], polarity=polarity))
        negated = polarity is Polarity.NEGATED
        return replace(claim, chain=chain, cues=self._markers(claim, judgement, "polarity", keep=negated))

    def _markers(self, claim: Claim, judgement: Judgement, of: str, *, keep: bool) -> tuple[Marker, ...]:
        """Give the words that show it: those of the judgement, else the machine's where they still can."""
        others = tuple(marker for marker in claim.cues if marker.of != of)
        if judgement.marker:
            return (*others, Marker(of, (self._find(judgement.marker, claim),)))
        return claim.cues if keep else others

    def _speaker(self, claim: Claim, judgement: Judgement) -> Claim:
        actor = self._actor(judgement.value, claim)
        voice, innermost = claim.chain[0], claim.chain[-1]
        if actor.id == innermost.actor:
            return claim
        if actor.id == voice.actor:
            own = replace(voice, certainty=innermost.certainty, polarity=innermost.polarity)
            return replace(claim, chain=(own,), kind=ClaimKind.OWN_VOICE)
        spans = self._nearest(self._places(actor), claim)
        if len(claim.chain) == 1:
            spoken = Attribution(
                actor.id,
                actor.name,
                SpeechAct.SAY,
                spans=spans,
                certainty=voice.certainty,
                polarity=voice.polarity,
                unnamed=actor.unnamed,
            )
            plain = replace(voice, certainty=Certainty.CERTAIN, polarity=Polarity.AFFIRMED)
            return replace(claim, chain=(plain, spoken), kind=ClaimKind.INDIRECT)
        spoken = replace(
            innermost, actor=actor.id, name=actor.name, spans=spans, role=(), unnamed=actor.unnamed
        )
        return replace(claim, chain=(*claim.chain[:-1], spoken))

    def _actor(self, name: str, claim: Claim) -> Actor:
        """Find a speaker by IRI or name; one that the machine had not found must be named in the text."""
        known = [*self._extraction.actors, *self.actors]
        wanted = normalise_wording(name)
        for actor in known:
            if actor.id in self._iris and self._iris[actor.id].value == name:
                return actor
        namesakes = [actor for actor in known if normalise_wording(actor.name) == wanted]
        if namesakes:
            return min(namesakes, key=lambda actor: self._distance(self._places(actor), claim))
        span = self._find(name, claim, any_case=True)
        taken = {actor.id for actor in known} | {mention.id for mention in self._extraction.mentions}
        taken |= {each.id for each in self._extraction.claims}
        number = next(n for n in range(len(taken) + 1) if not {f"added{n}", f"added{n}-named"} & taken)
        actor = Actor(f"added{number}", span.of(self._text), ActorKind.OTHER)
        self.actors.append(actor)
        self.mentions.append(Mention(f"{actor.id}-named", span, actor.kind, actor.id))
        return actor

    def _places(self, actor: Actor) -> list[Span]:
        """Give where the text names an actor, or refers to it as a speaker."""
        mentions = (*self._extraction.mentions, *self.mentions)
        named = [mention.span for mention in mentions if mention.actor == actor.id]
        links = (link for claim in self._extraction.claims for link in claim.chain)
        return named + [link.spans[0] for link in links if link.actor == actor.id and link.spans]

    def _find(self, words: str, claim: Claim, *, any_case: bool = False) -> Span:
        """Find words in the text, whole words only and in any white space: those nearest to the claim."""
        found = _occurrences(words, self._text, re.IGNORECASE if any_case else re.NOFLAG)
        if not found:
            raise _CannotApply(
                f"The words “{words}” do not stand in the article.", "Give words as the article has them."
            )
        return self._nearest(found, claim)[0]

    def _nearest(self, places: Iterable[Span], claim: Claim) -> Spans:
        nearest = sorted(places, key=lambda span: (_between(span, claim), span))
        return tuple(nearest[:1])

    def _distance(self, places: Sequence[Span], claim: Claim) -> int:
        return min((_between(span, claim) for span in places), default=len(self._text))


def problem(judgement: Judgement, message: str, cure: str, code: str = "judgement") -> Problem:
    """Say that a judgement cannot be applied."""
    said = f"{judgement.aspect.value} = {judgement.value!r} by {judgement.who}, {judgement.when}"
    return Problem(Origin(judgement.subject), f"The judgement {said}: {message}", cure, code, fatal=False)


def _between(span: Span, claim: Claim) -> int:
    """Count the characters between a span and the place of a claim's fullest wording."""
    place = claim.occurrences[0]
    return max(place[0].start - span.end, span.start - place[-1].end, 0)


def _occurrences(words: str, text: str, flags: re.RegexFlag) -> list[Span]:
    parts = words.split()
    if not parts:
        return []
    before = r"(?<!\w)" if re.match(r"\w", parts[0]) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", parts[-1]) else ""
    pattern = before + r"\s+".join(map(re.escape, parts)) + after
    return [Span(*match.span()) for match in re.finditer(pattern, text, flags)]


def _one_of(kind: type[Certainty] | type[Polarity]) -> str:
    return f"Give {', '.join(kind)}."
