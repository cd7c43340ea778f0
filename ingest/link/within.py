"""Names that the article itself explains: a surname after the full name, an acronym after the long one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from ingest.link.names import forms, is_acronym, key, spells, surnames
from ingest.model import Actor, ActorKind, Extraction

#: What stands between a name and the acronym that it introduces, or the other way round.
_INTRODUCED = re.compile(r"\s?(?:\(|, or |, known as )(?:the )?[\"“‘']?")


def same_person(actors: Iterable[Actor], people: Sequence[Actor]) -> dict[str, frozenset[str]]:
    """Return, for each actor named by a bare surname or first name, the ids of the people it may be.

    Args:
        people: the persons of the article who are named in full.
    """
    by_surname: dict[str, set[str]] = {}
    by_first: dict[str, set[str]] = {}
    for person in people:
        full = forms(person.name)[-1]
        for surname in surnames(full):
            by_surname.setdefault(surname, set()).add(person.id)
        by_first.setdefault(key(full).split()[0], set()).add(person.id)
    found = {}
    for actor in actors:
        if actor.kind not in (ActorKind.PERSON, ActorKind.OTHER) or not (simple := forms(actor.name)):
            continue
        name = key(simple[-1])
        full_names = by_surname.get(name) or (
            by_first.get(name, set()) if actor.kind is ActorKind.PERSON else set()
        )
        if others := frozenset(full_names - {actor.id}):
            found[actor.id] = others
    return found


def introduced_acronyms(extraction: Extraction) -> dict[str, str]:
    """Return, for actors named by an acronym that the text introduces, the id of the actor spelled out.

    "the International Atomic Energy Agency (IAEA)", "the IAEA (International Atomic Energy Agency)"
    """
    text = extraction.article.text
    actors: Mapping[str, Actor] = {actor.id: actor for actor in extraction.actors}
    mentions = sorted(extraction.mentions, key=lambda mention: mention.span)
    found: dict[str, str] = {}
    for one, other in pairwise(mentions):
        if one.actor == other.actor or not {one.actor, other.actor} <= actors.keys():
            continue
        if not _INTRODUCED.fullmatch(text, one.span.end, max(one.span.end, other.span.start)):
            continue
        for short, long in ((other, one), (one, other)):
            if is_acronym(short.span.of(text)) and spells(short.span.of(text), long.span.of(text)):
                found.setdefault(short.actor, long.actor)
    return found
