"""What is still to be decided, and what came of deciding: what a store tells those who judge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.errors import Problem
from ingest.judgements.record import NAME, subject_key
from ingest.model import ActorKind, Link, Proposal


@dataclass(frozen=True, slots=True)
class Undecided:
    """An actor of one article of whom no judgement says which entity it is.

    Attributes:
        actor: its IRI.
        name: as the article names it most fully.
        kind: what sort of thing it is.
        claims: how many claims hang on it: those whose chain it stands in.
        article: the article's IRI.
        title: the article's headline.
        date: the article's date, or None.
        context: the words of the article around a mention of it, or "".
        link: what the machine decided, if anything.
        proposals: what it may be, likeliest first.
    """

    actor: str
    name: str
    kind: ActorKind
    claims: int
    article: str
    title: str
    date: str | None
    context: str
    link: Link | None
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying the judgements changed in one article.

    Attributes:
        article: its IRI.
        links: how many link decisions are others than before.
        claims: how many claims are rejected, corrected or restored.
        problem: what could not be applied, or None.
    """

    article: str
    links: int = 0
    claims: int = 0
    problem: Problem | None = None


def by_weight(undecided: Iterable[Undecided]) -> list[Undecided]:
    """Order by how many claims hang on them, most first; then by name and IRI.

    An outlet, which is one and the same in all its articles, comes once, with the claims of them all.
    """
    found: dict[str, Undecided] = {}
    for each in undecided:
        known = found.get(each.actor)
        found[each.actor] = replace(known, claims=known.claims + each.claims) if known else each
    return sorted(
        found.values(), key=lambda each: (-each.claims, each.name.casefold(), each.name, each.actor)
    )


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Undecided actors that one judgement would decide: one actor, or all of one name.

    Attributes:
        actors: at least one, those on whom most claims hang first.
        subject: what the judgement would be of: the actor's IRI, or ``name:`` and the name.
    """

    actors: tuple[Undecided, ...]
    subject: str

    @property
    def heaviest(self) -> Undecided:
        """The actor on whom most claims hang."""
        return self.actors[0]

    @property
    def claims(self) -> int:
        """How many claims hang on them."""
        return sum(each.claims for each in self.actors)


def by_name(undecided: Iterable[Undecided]) -> list[Namesakes]:
    """Put those of one name together, and order by how many claims hang on them."""
    found: dict[str, list[Undecided]] = {}
    for each in by_weight(undecided):
        found.setdefault(subject_key(NAME + each.name), []).append(each)
    groups = [
        Namesakes(tuple(several), several[0].actor if len(several) == 1 else NAME + several[0].name)
        for several in found.values()
    ]
    return sorted(groups, key=lambda group: -group.claims)  # of as many, in the order of the heaviest


def one_by_one(undecided: Iterable[Undecided]) -> list[Namesakes]:
    """Keep each to itself, and order by how many claims hang on them."""
    return [Namesakes((each,), each.actor) for each in by_weight(undecided)]
