"""A judgement, and what holds when all of them are read in order.

IRIs are plain strings here: an actor's, an outlet's or a claim's of this project.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ingest.text import normalise_wording

NIL = "nil"
"""The value of an `Aspect.ENTITY` that says: no entity is known."""
WITHDRAWN = "-"
"""The value that takes back what was judged before of the same subject and aspect."""
NAME = "name:"
"""Begins a subject that is a name: every actor so named, in any article."""


class Aspect(StrEnum):
    """What of its subject a judgement is about, and so what its value is."""

    ENTITY = "entity"  # of an actor or name: it is this Q…, or nil
    NOT = "not"  # of an actor or name: it is never this Q…
    IDENTITY = "identity"  # of an actor: it is the person so called here, across articles
    CLAIM = "claim"  # of a claim: accepted or rejected
    SPEAKER = "speaker"  # of a claim: the name of who said it, innermost
    CERTAINTY = "certainty"  # of a claim: certain, probable, possible or unknown; `Judgement.marker`
    POLARITY = "polarity"  # of a claim: affirmed or negated; `Judgement.marker`
    WORDING = "wording"  # of a claim: its words, as they stand in the article


OF_CLAIMS = (Aspect.CLAIM, Aspect.SPEAKER, Aspect.CERTAINTY, Aspect.POLARITY, Aspect.WORDING)
"""What can be judged of a claim."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody decided, when and why.

    Attributes:
        when: ISO 8601, UTC, to the second: ``2026-11-22T10:15:00Z``.
        who: who decided it, in their own words.
        subject: an actor's, outlet's or claim's IRI, or ``name:`` and a name.
        aspect: what of the subject it is about.
        value: as the aspect asks for; `WITHDRAWN` takes back the earlier value.
        why: the reason, or "".
    """

    when: str
    who: str
    subject: str
    aspect: Aspect
    value: str
    why: str = ""

    @property
    def word(self) -> str:
        """The value of a certainty or polarity without its marker: ``possible`` of ``possible: perhaps``."""
        return self.value.partition(":")[0].rstrip()

    @property
    def marker(self) -> str:
        """The words of the article that a certainty or polarity names behind a colon, or ""."""
        return self.value.partition(":")[2].strip()

    @property
    def key(self) -> tuple[str, Aspect]:
        """What it is about: a later judgement of the same key takes its place."""
        return subject_key(self.subject), self.aspect


def subject_key(subject: str) -> str:
    """Return what two subjects that mean the same have in common: names are compared as wordings are.

    >>> subject_key("name:Boris  ROZHIN") == subject_key("name:Boris Rozhin")
    True
    """
    if not subject.startswith(NAME):
        return subject
    return NAME + normalise_wording(subject.removeprefix(NAME))


class Judgements:
    """The judgements in force: later ones win, and a withdrawal leaves nothing.

    An entity that is accepted for a subject ends an earlier *never this one* of the same subject and entity,
    and the other way round. What is judged of an actor wins over what is judged of its name.

    Args:
        history: every judgement, oldest first.
    """

    def __init__(self, history: Iterable[Judgement] = ()) -> None:
        self._history = tuple(history)
        self._single: dict[tuple[str, Aspect], Judgement] = {}
        self._never: dict[str, dict[str, Judgement]] = {}
        for judgement in self._history:
            self._enter(judgement)

    def _enter(self, judgement: Judgement) -> None:
        subject, aspect = judgement.key
        if aspect is Aspect.NOT:
            if judgement.value == WITHDRAWN:
                self._never.pop(subject, None)
                return
            self._never.setdefault(subject, {})[judgement.value] = judgement
            decided = self._single.get((subject, Aspect.ENTITY))
            if decided and decided.value == judgement.value:
                del self._single[subject, Aspect.ENTITY]
            return
        if judgement.value == WITHDRAWN:
            self._single.pop((subject, aspect), None)
            return
        self._single[subject, aspect] = judgement
        if aspect is Aspect.ENTITY:
            self._never.get(subject, {}).pop(judgement.value, None)

    def entity(self, actor_iri: str, name: str) -> Judgement | None:
        """Return what was judged of an actor, else of its name: its value is ``Q…`` or `NIL`."""
        own = self._single.get((actor_iri, Aspect.ENTITY))
        if own:
            return own
        of_name = self._single.get((subject_key(NAME + name), Aspect.ENTITY))
        return None if of_name and of_name.value in self._never.get(actor_iri, {}) else of_name

    def excluded(self, actor_iri: str, name: str) -> frozenset[str]:
        """Return the entities that an actor is not, as judged of it or of its name."""
        return frozenset(judgement.value for judgement in self.exclusions(actor_iri, name))

    def exclusions(self, actor_iri: str, name: str) -> tuple[Judgement, ...]:
        """Return the judgements that say which entities an actor is not; of the actor first."""
        own = self._single.get((actor_iri, Aspect.ENTITY))
        found = {
            **self._never.get(subject_key(NAME + name), {}),
            **self._never.get(actor_iri, {}),
        }
        return tuple(each for value, each in sorted(found.items()) if not own or own.value != value)

    def identity(self, actor_iri: str) -> Judgement | None:
        """Return which person across articles an actor was judged to be."""
        return self._single.get((actor_iri, Aspect.IDENTITY))

    def claim(self, claim_iri: str) -> Mapping[Aspect, Judgement]:
        """Return what was judged of a claim, by aspect."""
        found = {aspect: self._single.get((claim_iri, aspect)) for aspect in OF_CLAIMS}
        return {aspect: judgement for aspect, judgement in found.items() if judgement}

    @property
    def all(self) -> tuple[Judgement, ...]:
        """Every judgement, oldest first, with those that hold no longer."""
        return self._history

    @cached_property
    def current(self) -> tuple[Judgement, ...]:
        """Those in force, oldest first."""
        held = {id(each) for each in self._single.values()}
        held.update(id(each) for never in self._never.values() for each in never.values())
        return tuple(each for each in self._history if id(each) in held)
