"""What stands beside a name in the text: an addition, a title, what teams do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.link.snapshot import Snapshot
from ingest.model import Actor, ActorKind, Span

#: How many places where an actor is named are looked at for what stands beside the name.
MENTIONS_READ = 20

#: So many characters to either side are beside a name.
BESIDE = 50

# ", Texas" or ", New South Wales" after a place's name.
_ADDED = re.compile(r", [A-Z][^\W\d_]{1,20}(?: [A-Z][^\W\d_]{1,20}){0,2}\b")
# After a place's name: what a team has, and what it does. Before it: what is done to one.
_TEAM_AFTER = re.compile(
    r"(?: ?['’]s?)? (?:captain|coach|manager|striker|receiver|quarterback|pitcher|midfielder|defender|"
    r"forward|"
    r"winger|goalkeeper|keeper|batsman|bowler|skipper|teammate|fans|squad|side|roster|infielder|outfielder|"
    r"guard|beat|beats|defeated|lost to|thrashed|drew with|won \d|hosts?|trailed|scored)\b"
)
_AGAINST = re.compile(r"\b(?:beat|beats|defeated|defeating|beating|against|vs\.?|versus|over) (?:the )?$")

_OFFICIALS = re.compile(r"(?: ?['’]s)? (?:spokes\w{3,6}|officials?|sources?|press|aides?|envoys?)\b")
# Before the name of where something is or happens.
_THERE = re.compile(r"\b(?:in|at|near|from|to|across|throughout|outside|around|toward|towards) (?:the )?$")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands beside an actor's names.

    Attributes:
        like_team: a team's captain, coach or deeds follow.
        has_officials: its spokesman or officials are spoken of.
        located: something is or happens there.
        opposed: somebody beat it or played against it: a team, if the article is about sport.
    """

    like_team: bool = False
    opposed: bool = False
    located: bool = False
    has_officials: bool = False


def read_surroundings(spans: Iterable[Span], text: str) -> Surroundings:
    """Return what stands beside the spans."""
    like_team = opposed = located = has_officials = False
    for span in spans:
        before, after = text[max(0, span.start - BESIDE) : span.start], text[span.end : span.end + BESIDE]
        like_team = like_team or _TEAM_AFTER.match(after) is not None
        opposed = opposed or _AGAINST.search(before) is not None
        has_officials = has_officials or _OFFICIALS.match(after) is not None
        located = located or _THERE.search(before) is not None
    return Surroundings(like_team, opposed, located, has_officials)


def in_full(actor: Actor, spans: Sequence[Span], text: str, snapshot: Snapshot) -> str:
    """Return the name with what the text has beside it and the snapshot knows with it.

    That is what follows a place's name after a comma ("Paris, Texas"), or the article before a name that
    is known with it only ("The Guardian").
    """
    may_be_place = actor.kind in (ActorKind.PLACE, ActorKind.OTHER)
    for span in spans:
        if span.of(text) != actor.name:
            continue
        added = _ADDED.match(text, span.end, span.end + 60) if may_be_place else None
        if added and snapshot.candidates(actor.name + added.group()):
            return actor.name + added.group()
        before = text[max(0, span.start - 4) : span.start]
        is_body = actor.kind in (ActorKind.ORGANISATION, ActorKind.GROUP)  # "the Atlantic" may be an ocean
        if (before == "The " or (before == "the " and is_body)) and not snapshot.candidates(actor.name):
            return before + actor.name
    return actor.name
