"""What an article as a whole says about whom its names mean."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.link.candidates import Found, bears_name
from ingest.link.entity import Entity
from ingest.link.names import forms, key
from ingest.link.snapshot import Snapshot
from ingest.model import Article

#: Who is less prominent than the best known bearer of a name by more is not reckoned with, as yet.
NAMESAKE = 0.25

#: An article speaks of sport wholly from two words of sport on, and one more for so many of its words.
WORDS_A_SPORT = 60

_WORD = re.compile(r"[^\W\d_]{3,40}")
#: What an article says that is about a sport, and what the descriptions of its teams say.
_SPORTS: Mapping[str, frozenset[str]] = {
    sport: frozenset(words.split())
    for sport, words in {
        "american football": "nfl ncaa quarterback touchdown touchdowns linebacker receiver cornerback",
        "football": "football footballer soccer striker midfielder goalkeeper fifa uefa goalless",
        "cricket": "cricket cricketer cricketers batsman bowler bowled wicket wickets",
        "baseball": "baseball mlb pitcher pitched inning innings homer homers homered outfielder shortstop",
        "basketball": "basketball nba rebounds",
        "hockey": "hockey nhl goaltender puck",
        "rugby": "rugby scrum",
    }.items()
}
_ANY_SPORT = frozenset(
    "league coach coached championship championships semifinal semifinals quarterfinal quarterfinals scored "
    "scoring season roster squad teammate teammates halftime playoff playoffs defender".split()
).union(*_SPORTS.values())


@dataclass(frozen=True, slots=True)
class Context:
    """What the article as a whole says about its actors.

    Attributes:
        words: the keys of the words in its text.
        sport: 0 to 1, how much it speaks of sport.
        sports: the sports that it has words of.
        date: when it was published, ISO 8601, or None.
        countries: for each ``Q…`` of a country, the names (keys) and demonyms that speak for it.
    """

    words: frozenset[str]
    sport: float
    sports: frozenset[str]
    date: str | None
    countries: Mapping[str, frozenset[str]]

    def country_share(self, entity: Entity, name: str) -> float:
        """Return the share of country evidence, this name's own left out, for the entity's country."""
        voices = self.countries.get(entity.country or "")
        if not voices:
            return 0.0
        own = key(name)
        total = sum(len(each) - (own in each) for each in self.countries.values())
        return (len(voices) - (own in voices)) / total if total else 0.0

    def is_about_team(self, description: str) -> float:
        """Return how much the article is about the sport of a team: half as much if no sport is told."""
        told = description.lower()
        sport = next((sport for sport in _SPORTS if sport in told), "")
        return float(sport in self.sports) if self.sports else 0.5

    def main_country(self, name: str) -> str | None:
        """Return the ``Q…`` of the country that most but this name speaks for, or None."""
        own = key(name)
        votes = {qid: len(voices) - (own in voices) for qid, voices in self.countries.items()}
        best = max(votes, key=lambda qid: (votes[qid], qid), default="")
        return best if votes.get(best) else None


def read_context(article: Article, known: Mapping[str, Iterable[Found]], snapshot: Snapshot) -> Context:
    """Gather the article's context.

    Args:
        known: the candidates of every name in the article, the most prominent first.
    """
    counts = Counter(_WORD.findall(article.text))
    keys = {word: key(word) for word in counts}
    words = frozenset(keys.values())
    countries: dict[str, set[str]] = {}
    for name, candidates in known.items():
        bearers = [each.entity for each in candidates if bears_name(each)]
        best = max((entity.prominence for entity in bearers), default=0.0)
        nations = {entity.country for entity in bearers if entity.prominence > best - NAMESAKE}
        if len(nations) == 1 and (nation := nations.pop()):
            countries.setdefault(nation, set()).add(key(name))
    for word in words & snapshot.demonyms.keys():
        countries.setdefault(snapshot.demonyms[word], set()).add(word)
    sporting = sum(count for word, count in counts.items() if keys[word] in _ANY_SPORT)
    return Context(
        words,
        min(1.0, sporting / (2 + counts.total() / WORDS_A_SPORT)),
        frozenset(sport for sport, its in _SPORTS.items() if not its.isdisjoint(words)),
        article.date,
        {qid: frozenset(voices) for qid, voices in sorted(countries.items())},
    )


def commonness(name: str, snapshot: Snapshot) -> float:
    """Return how widely the name's rarest word is shared: 1 from a thousand of the snapshot's names on."""
    words = key(forms(name)[-1]).split()
    return min(1.0, math.log10(min(map(snapshot.names_with, words), default=1)) / 3)
