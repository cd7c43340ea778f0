"""Invented entities of the shape that Wikidata's have: for measuring a snapshot of any size, without a dump.

Of real shape are: the share of each kind, the lengths of names and descriptions, the number of names an
entity, words that many names share and words that few do (their ranks fall as a power of a uniform number:
the commonest full name is that of one person in 40,000), names in Cyrillic, the density of QIDs, and how many
entities have types, occupations, offices, dates, a country, a website. The same seed gives the same entities.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from ingest.link import Entity, Position, prominence_of

#: Shares of the kinds, about those of the shipped snapshot.
_KINDS = (
    ("person", 0.55),
    ("organisation", 0.15),
    ("place-city", 0.10),
    ("place-other", 0.06),
    ("place-region", 0.03),
    ("media", 0.05),
    ("event", 0.03),
    ("other", 0.03),
)
_ONSETS = (
    "",
    "b",
    "br",
    "ch",
    "d",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "v",
    "z",
)
_NUCLEI = ("a", "e", "i", "o", "u", "ai", "ei", "ou", "ia")
_CODAS = ("", "", "", "n", "r", "s", "l", "k", "ng", "rt", "v")
_CYRILLIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстуввкиз")
_OFFICES = tuple(f"Q{n}" for n in range(30_000, 34_000))
_TRADES = tuple(f"Q{n}" for n in range(80_000, 82_000))
_BODIES = (
    "Institute",
    "University",
    "Party",
    "Company",
    "Union",
    "Museum",
    "School",
    "Club",
    "Agency",
    "Bank",
)
_MEDIA = ("Times", "Herald", "Post", "Radio", "News", "Journal", "Gazette", "Daily")
_WHAT = {
    "person": "politician and lawyer",
    "organisation": "organisation founded",
    "place-city": "municipality and town",
    "place-other": "river, lake or building",
    "place-region": "administrative region",
    "media": "newspaper published",
    "event": "battle or election held",
    "other": "product or work made",
}


class World:
    """A source of invented entities.

    Args:
        crowded: whether names are shared far more widely than real ones: one in a thousand people bears the
            commonest full name.
    """

    def __init__(self, seed: int = 1, *, crowded: bool = False) -> None:
        self._power = {"people": 3.0, "places": 3.0} if crowded else {"people": 2.0, "places": 1.5}
        self._random = random.Random(seed)  # noqa: S311  # no secret
        self._given = self._vocabulary(4_000, 2)
        self._family = self._vocabulary(400_000, 3)
        self._places = self._vocabulary(250_000, 3)

    def entities(self, names: int) -> Iterator[Entity]:
        """Yield entities by ascending QID until they have `names` names together."""
        qid = 0
        while names > 0:
            qid += 1 + int(self._random.random() * 66)
            made = self._entity(qid)
            names -= len(made.names)
            yield made

    def _vocabulary(self, size: int, syllables: int) -> list[str]:
        words = set[str]()
        while len(words) < size:
            count = self._random.randint(1, syllables) + 1
            words.add("".join(self._syllable() for _ in range(count)).capitalize())
        return sorted(words, key=lambda word: (len(word), word))  # the frequent ones are short

    def _syllable(self) -> str:
        pick = self._random.choice
        return pick(_ONSETS) + pick(_NUCLEI) + pick(_CODAS)

    def _word(self, words: list[str], of: str = "people") -> str:
        return words[int(len(words) * self._random.random() ** self._power[of])]

    def _place(self) -> str:
        return self._word(self._places, "places")

    def _entity(self, number: int) -> Entity:
        chance = self._random.random
        kind = self._random.choices(*zip(*_KINDS, strict=True))[0]
        label = self._label(kind)
        aliases = dict.fromkeys(self._aliases(kind, label))
        aliases.pop(label, None)
        sitelinks = int(1 / (1 - chance()) ** 0.8) - 1
        country = f"Q{int(16 + 250 * chance() ** 2)}" if chance() < 0.6 else None
        place = self._place()
        description = f"{_WHAT[kind]} in {place}" if chance() < 0.9 else ""
        is_person = kind == "person"
        host = f"{label.split()[0].lower()}{number}.example"
        has_site = kind in ("organisation", "media") and chance() < 0.4
        return Entity(
            qid=f"Q{number}",
            label=label,
            aliases=tuple(aliases),
            kind=kind,
            country=country,
            description=description,
            domain=host if has_site and kind == "media" else "",
            prominence=prominence_of(sitelinks, kind),
            labels=(("en", label), *(("uk", name) for name in aliases if not name.isascii())),
            descriptions=(("en", description),) if description else (),
            types=("Q5",) if is_person else (f"Q{int(500 + 5000 * chance() ** 3)}",),
            occupations=tuple(self._some(_TRADES, 1.6)) if is_person else (),
            positions=tuple(
                Position(office, str(self._random.randint(1900, 2020)), str(self._random.randint(1950, 2026)))
                for office in (self._some(_OFFICES, 1.4) if is_person and chance() < 0.12 else ())
            ),
            website=f"https://www.{host}/" if has_site else "",
            sitelinks=sitelinks,
            born=self._date() if chance() < (0.8 if is_person else 0.2) else "",
            died=self._date() if is_person and chance() < 0.4 else "",
        )

    def _label(self, kind: str) -> str:
        pick = self._random.choice
        if kind == "person":
            middle = f" {self._word(self._given)}" if self._random.random() < 0.2 else ""
            return f"{self._word(self._given)}{middle} {self._word(self._family)}"
        place = self._place()
        if kind == "organisation":
            return pick(
                (
                    f"{place} {pick(_BODIES)}",
                    f"{pick(_BODIES)} of {place}",
                    f"{place} {self._word(self._family)} Ltd",
                )
            )
        if kind == "media":
            return f"{'The ' if self._random.random() < 0.3 else ''}{place} {pick(_MEDIA)}"
        if kind == "event":
            return f"{self._random.randint(1800, 2026)} {place} {pick(('election', 'earthquake', 'Cup'))}"
        return place if self._random.random() < 0.7 else f"{place} {self._place()}"

    def _aliases(self, kind: str, label: str) -> Iterator[str]:
        chance = self._random.random
        words = label.split()
        if chance() < 0.45:  # another romanisation
            yield label.replace("kh", "h").replace("ei", "ey").replace("ou", "u")
        if chance() < 0.35:
            yield label.lower().translate(_CYRILLIC).title()
        if kind == "person" and chance() < 0.35:
            yield f"{words[0][0]}. {words[-1]}"
        if kind == "person" and chance() < 0.3:
            yield f"{words[0]} {self._word(self._given)} {words[-1]}"
        if len(words) > 1 and kind in ("organisation", "media") and chance() < 0.4:
            yield "".join(word[0] for word in words).upper() + words[-1][1].upper()
        while chance() < 0.4:
            yield f"{self._place()} {words[-1]}"

    def _some(self, values: tuple[str, ...], mean: float) -> Iterator[str]:
        yield self._random.choice(values)
        while self._random.random() < 1 - 1 / mean:
            yield self._random.choice(values)

    def _date(self) -> str:
        year = self._random.randint(1700, 2010)
        return f"{year}-{self._random.randint(1, 12):02d}-{self._random.randint(1, 28):02d}"
