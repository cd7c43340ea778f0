"""Invented articles with their extraction records, of realistic shape and any number: what speed is told of.

Article *n* depends on the seed and on *n* alone, so that any part of a corpus can be made by itself.
Speakers are drawn by a Zipf-like law: a few speak in every tenth article, most in one. Every twentieth
article is another outlet's copy of an earlier one, every hundredth holds what has broken software before:
markup, control characters, right-to-left marks, letters beyond the basic plane, a wording of ten thousand
characters.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.model import (
    Actor,
    ActorKind,
    Article,
    Attribution,
    Certainty,
    Claim,
    ClaimKind,
    Extraction,
    FlatAttribution,
    Link,
    LinkMethod,
    Marker,
    Medium,
    Mention,
    Span,
    Spans,
    SpeechAct,
)

PEOPLE, BODIES, PLACES, OUTLETS = 20_000, 3_000, 2_000, 200
COPY_EVERY, HOSTILE_EVERY = 20, 100

_FIRST = (
    "Ada Bo Carla Dmitri Ewa Farid Greta Hugo Ines Jonas Katya Lars Mira Nils Olga Piet Rosa Sven".split()
)
_SYLLABLES = "ber dan fel gor hal kin lor mar nov ost per rin sal tor val win zel bru kas lem".split()
_BODIES = "Ministry,Agency,Council,Union,Institute,Bank,Brigade,Court,Party,Authority".split(",")
_SUBJECTS = "the dam,the harbour,the budget,the bridge,the ceasefire,the reactor,the vote,the railway".split(
    ","
)
_VERBS = "will close,is safe,was damaged,has been delayed,costs too much,must be rebuilt,is at risk".split(
    ","
)
_ENDS = (
    "before the end of the year,after three years of talks,because of the floods,as engineers had warned,"
    "despite the promises of the government,for lack of money,in the view of most people who live nearby"
).split(",")
_HOSTILE = (
    '"><script>alert(1)</script>',
    "O'Brien \\ {{x}} ${y} %s",
    "\u202egnihton\u202c \u200f",
    "\U0001d518\U0001d52b \U0001f600",
    "tab\there & <b>bold</b>",
    "wörd " * 2000,
)


def corpus(articles: int, *, seed: int = 1, start: int = 0) -> Iterator[tuple[Extraction, tuple[Link, ...]]]:
    """Yield `articles` articles from number `start` on, each with its extraction and link decisions."""
    for number in range(start, start + articles):
        yield article(number, seed)


def article(number: int, seed: int = 1) -> tuple[Extraction, tuple[Link, ...]]:
    """Return one article: 12 to 28 claims, some 60 mentions."""
    is_copy = number % COPY_EVERY == COPY_EVERY - 1
    chance = random.Random(f"{seed}:{number - 7 if is_copy else number}")  # noqa: S311 - no secret
    writer = _Writer(chance, outlet=number % OUTLETS)
    writer.headline()
    for _ in range(chance.randint(8, 20)):
        chance.choice((writer.indirect, writer.indirect, writer.direct, writer.according, writer.relayed))()
        if chance.random() < 0.3:
            writer.own_voice()
    if number % HOSTILE_EVERY == HOSTILE_EVERY - 1:
        writer.quote(_HOSTILE[number // HOSTILE_EVERY % len(_HOSTILE)].strip())
    return writer.finish(f"https://outlet{number % OUTLETS}.example.org/{seed}/{number}")


def people() -> list[str]:
    """Return the entities of all persons who may speak in some article and are linked, as ``Q…``."""
    return sorted({_entity(name) for rank in range(PEOPLE) if _is_known(name := _person(rank))})


@dataclass
class _Writer:
    """Writes a text sentence by sentence and keeps what is in it."""

    chance: random.Random
    outlet: int
    text: str = ""
    actors: dict[str, Actor] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    flat: list[FlatAttribution] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.voice = Attribution("a0", f"Outlet {self.outlet}", SpeechAct.ASSERT)
        self.actors["outlet"] = Actor("a0", self.voice.name, ActorKind.ORGANISATION)

    # -- sentences -------------------------------------------------------------------------------------------

    def headline(self) -> None:
        """Begin with a title, a claim of the article's own."""
        wording, about = self._content(capital=True)
        self.text += "\n\n"
        self._claim((wording,), ClaimKind.OWN_VOICE, (self.voice,), about)

    def own_voice(self) -> None:
        """Assert something."""
        wording, about = self._content(capital=True)
        self._add(". ")
        self._claim((wording,), ClaimKind.OWN_VOICE, (self.voice,), about)

    def indirect(self) -> None:
        """X said that it may be so."""
        speaker, place = self._name()
        self._add(" ")
        hedged = self.chance.random() < 0.2
        cue = self._add(self.chance.choice(("said", "warned", "believes", "announced")))
        self._add(" that ")
        start = len(self.text)
        hedge: Spans = (self._add("possibly"),) if hedged else ()
        self._add(" " if hedged else "")
        content, about = self._content()
        wording = Span(start, content.end)
        self._add(". ")
        certainty = Certainty.POSSIBLE if hedged else Certainty.CERTAIN
        said = self._said(speaker, SpeechAct.SAY, (cue,), (place,), certainty)
        self._claim((wording,), ClaimKind.INDIRECT, (self.voice, said), about, hedge)

    def direct(self) -> None:
        """“It is so,” X said, “and so.”"""
        self.quote(None)

    def quote(self, words: str | None) -> None:
        """Quote `words`, or something invented in two stretches."""
        self._add("“")
        about: tuple[str, ...] = ()
        if words:
            first = self._add(words)
        else:
            first, about = self._content(capital=True)
        self._add(",” ")
        speaker, place = self._name()
        self._add(" ")
        cue = self._add("said")
        wording: Spans = (first,)
        if words is None and self.chance.random() < 0.3:
            self._add(", “and ")
            second, more = self._content()
            wording, about = (first, second), about + more
            self._add("”")
        self._add(". ")
        said = self._said(speaker, SpeechAct.SAY, (cue,), (place,))
        self._claim(wording, ClaimKind.DIRECT, (self.voice, said), about)

    def according(self) -> None:
        """According to X, it is so."""
        cue = self._add("According to")
        self._add(" ")
        speaker, place = self._name()
        self._add(", ")
        wording, about = self._content()
        self._add(". ")
        said = self._said(speaker, SpeechAct.ACCORDING_TO, (cue,), (place,))
        self._claim((wording,), ClaimKind.INDIRECT, (self.voice, said), about)

    def relayed(self) -> None:
        """X wrote on Telegram that Y had said that it is so."""
        first, where = self._name()
        self._add(" ")
        cue = self._add("wrote")
        self._add(" on ")
        channel, at = self._actor("Telegram", ActorKind.ORGANISATION)
        self._add(" that ")
        second, there = self._name()
        self._add(" ")
        inner = self._add("had said")
        self._add(" that ")
        wording, about = self._content()
        self._add(". ")
        outer = self._said(
            first, SpeechAct.WRITE, (cue,), (where,), medium=Medium("Telegram", (at,), channel.id)
        )
        said = self._said(second, SpeechAct.SAY, (inner,), (there,))
        self._claim((wording,), ClaimKind.INDIRECT, (self.voice, outer, said), about)

    def finish(self, url: str) -> tuple[Extraction, tuple[Link, ...]]:
        """Return the records of what was written."""
        title, _, body = self.text.rstrip().partition("\n\n")
        written = Article(title, body, url=url, date="2024-05-06", publisher=self.voice.name)
        extraction = Extraction(
            written, tuple(self.claims), tuple(self.flat), tuple(self.mentions), tuple(self.actors.values())
        )
        return extraction, tuple(self._links())

    # -- parts of sentences ----------------------------------------------------------------------------------

    def _content(self, *, capital: bool = False) -> tuple[Span, tuple[str, ...]]:
        """Add a clause that names a place or body; return where, and its mentions' ids."""
        start, before = len(self.text), len(self.mentions)
        subject = self.chance.choice(_SUBJECTS)
        self._add(subject[:1].upper() + subject[1:] if capital else subject)
        self._add(" of ")
        rank = self._rank(PLACES)
        self._actor(_spelled(rank).capitalize(), ActorKind.PLACE)
        self._add(f" {self.chance.choice(_VERBS)} {self.chance.choice(_ENDS)} {self.chance.randint(2, 999)}")
        return Span(start, len(self.text)), tuple(each.id for each in self.mentions[before:])

    def _name(self) -> tuple[Actor, Span]:
        """Add somebody who speaks: a person, four times in five, or a body."""
        if self.chance.random() < 0.8:
            return self._actor(_person(self._rank(PEOPLE)), ActorKind.PERSON)
        rank = self._rank(BODIES)
        return self._actor(
            f"{_spelled(rank).capitalize()} {_BODIES[rank % len(_BODIES)]}", ActorKind.ORGANISATION
        )

    def _actor(self, name: str, kind: ActorKind) -> tuple[Actor, Span]:
        span = self._add(name)
        actor = self.actors.setdefault(name, Actor(f"a{len(self.actors)}", name, kind))
        self.mentions.append(Mention(f"m{len(self.mentions)}", span, actor.kind, actor.id))
        return actor, span

    def _rank(self, size: int) -> int:
        """Draw a rank by a law in which rank r comes up about as often as 1/(r+1)."""
        return int(size ** self.chance.random()) - 1

    def _add(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def _said(
        self,
        actor: Actor,
        act: SpeechAct,
        cue: Spans,
        spans: Spans,
        certainty: Certainty = Certainty.CERTAIN,
        medium: Medium | None = None,
    ) -> Attribution:
        return Attribution(
            actor.id, actor.name, act, spans=spans, cue=cue, certainty=certainty, medium=medium
        )

    def _claim(
        self,
        wording: Spans,
        kind: ClaimKind,
        chain: tuple[Attribution, ...],
        about: tuple[str, ...],
        hedge: Spans = (),
    ) -> None:
        markers = (Marker("certainty", hedge),) if hedge else ()
        confidence = self.chance.randint(50, 99) / 100
        self.claims.append(Claim(f"c{len(self.claims)}", (wording,), kind, chain, markers, confidence, about))
        if len(chain) > 1:
            self.flat.append(FlatAttribution(chain[1].spans, chain[1].cue, wording, confidence))

    def _links(self) -> Iterator[Link]:
        for actor in self.actors.values():
            known = actor.kind is not ActorKind.PERSON or _is_known(actor.name)
            mention = next((each.id for each in self.mentions if each.actor == actor.id), None)
            if known:
                yield Link(actor.id, _entity(actor.name), 0.9, LinkMethod.NAME, None, actor.name, mention)
            else:
                yield Link(actor.id, None, 1.0, LinkMethod.NIL, mention=mention)


def _person(rank: int) -> str:
    return f"{_FIRST[rank % len(_FIRST)]} {_spelled(rank).capitalize()}"


def _is_known(person: str) -> bool:
    return len(person) % 2 == 0


def _entity(name: str) -> str:
    return f"Q{1 + sum(ord(letter) * 31**place for place, letter in enumerate(name)) % 10**8}"


def _spelled(rank: int) -> str:
    """Return a name of its own for each rank.

    >>> _spelled(0), _spelled(25), _spelled(500)
    ('berber', 'kindan', 'berkindan')
    """
    base = len(_SYLLABLES)
    return (
        _SYLLABLES[rank % base]
        + _SYLLABLES[rank // base % base]
        + (_SYLLABLES[rank // base**2 % base] if rank >= base**2 else "")
        + (_SYLLABLES[rank // base**3 % base] if rank >= base**3 else "")
    )
