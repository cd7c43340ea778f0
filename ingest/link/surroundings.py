"""What stands beside a name in the text: an addition, a title, what teams do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.link.names import key
from ingest.link.snapshot import Snapshot
from ingest.model import Actor, ActorKind, Mention, Span

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
# Before the name of where something is or happens, and after it.
_THERE = re.compile(
    r"\b(?:in|at|near|from|to|across|throughout|outside|around|toward|towards|into|through|within|inside|via|"
    r"downtown|central|suburb of|city of|town of|village of|state of|visit(?:ed|ing)?|north|south|east|west|"
    r"northern|southern|eastern|western) (?:the )?$"
)
_HERE = re.compile(r"-based\b|(?: ?['’]s)? (?:police|residents?|mayor|suburbs?|airport|region|area|city)\b")
# Between two names of one list.
_LISTED = frozenset((",", "and", ", and", "or", "&"))
_GAP = 8
# What stands after a name and says where: ", Texas", " in Copenhagen", ",Ore".
_WHERE = re.compile(
    r"(?:, ?| in | at | at the | in the )(?P<place>[A-Z][^\W\d_.]*(?:[ .]{1,2}[A-Z][^\W\d_.]*){0,2})"
)
#: How the Associated Press shortens the states whose short names the snapshot does not have as names.
_STATES: Mapping[str, str] = {
    "ga": "georgia", "ky": "kentucky", "la": "louisiana", "mass": "massachusetts", "md": "maryland",
    "miss": "mississippi", "mo": "missouri", "pa": "pennsylvania", "va": "virginia", "vt": "vermont",
    "wash": "washington", "ill": "illinois",
}  # fmt: skip
_CLAUSE = re.compile(r"[.!?;:] (?=[A-Z])|\n|,")
_ENDS = re.compile(r"[.!?;:]|\n| who | which | sa(?:id|ys)\b")
_BESIDE_WORD = re.compile(r"[^\W\d_]{3,40}|Gov|Sen|Rep|Gen")
#: Titles as descriptions word them.
_TITLES: Mapping[str, str] = {
    "gov": "governor", "sen": "senator", "rep": "representative", "gen": "general", "premier": "minister",
    "congressman": "representative", "congresswoman": "representative", "justice": "judge",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands beside an actor's names.

    Attributes:
        like_team: a team's captain, coach or deeds follow.
        has_officials: its spokesman or officials are spoken of.
        located: something is or happens there.
        opposed: somebody beat it or played against it: a team, if the article is about sport.
        words: the keys of the words before it, and of what is added to it after a comma.
        where: the keys of the names of the places that the text says it is in.
        countries: the ``Q…`` of those that are countries.
    """

    like_team: bool = False
    opposed: bool = False
    located: bool = False
    has_officials: bool = False
    words: frozenset[str] = frozenset()
    where: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()


def lists(mentions: Iterable[Mention], text: str) -> Iterator[tuple[Mention, ...]]:
    """Yield the names that stand in one list, in text order: "Peru, Chile and Cuba"."""
    row: list[Mention] = []
    for mention in sorted(mentions, key=lambda each: each.span):
        between = text[row[-1].span.end : mention.span.start] if row else ""
        if row and not (len(between) < _GAP and between.strip() in _LISTED):
            if len(row) > 1:
                yield tuple(row)
            row = []
        row.append(mention)
    if len(row) > 1:
        yield tuple(row)


def read_surroundings(
    spans: Iterable[Span], text: str, listed: frozenset[Span], snapshot: Snapshot
) -> Surroundings:
    """Return what stands beside the spans.

    Args:
        listed: which of the article's names stand in a list with a place.
    """
    like_team = opposed = located = has_officials = False
    words: set[str] = set()
    where: set[str] = set()
    countries: set[str] = set()
    for span in spans:
        before, after = text[max(0, span.start - BESIDE) : span.start], text[span.end : span.end + BESIDE]
        like_team = like_team or _TEAM_AFTER.match(after) is not None
        opposed = opposed or _AGAINST.search(before) is not None
        has_officials = has_officials or _OFFICIALS.match(after) is not None
        located = (
            located or _THERE.search(before) is not None or _HERE.match(after) is not None or span in listed
        )
        words |= _words_beside(before, after)
        if found := _WHERE.match(after):
            _add_where(found["place"], snapshot, where, countries)
    return Surroundings(
        like_team,
        opposed,
        located,
        has_officials,
        frozenset(words),
        frozenset(where),
        frozenset(countries),
    )


def _words_beside(before: str, after: str) -> set[str]:
    """Return the keys of the two words before a name, and of the first words added to it after a comma."""
    near = _CLAUSE.split(before)[-1].split()[-2:]
    added = _ENDS.split(after)[0].split()[:7] if after.lstrip().startswith(",") else []
    found = {key(word) for word in _BESIDE_WORD.findall(" ".join((*near, *added)))}
    return found | {_TITLES[word] for word in found & _TITLES.keys()}


def _add_where(words: str, snapshot: Snapshot, where: set[str], countries: set[str]) -> None:
    """Add the place that the words name: as they are, and as the snapshot calls it."""
    name = key(words)
    where.add(_STATES.get(name, name))
    for entity in snapshot.candidates(words)[:3]:
        if entity.kind == "place-country":
            countries.add(entity.qid)
        if entity.kind.startswith("place"):
            where.add(key(entity.label))


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
