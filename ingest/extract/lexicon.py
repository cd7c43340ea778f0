"""The word lists beside this file, read once and turned into sets and tables.

They were written for Hearsay from general knowledge of English; nothing in them comes from a test
article.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.model import ActorKind, Certainty, Polarity, SpeechAct

_FOLDER = Path(__file__).parent / "lexicon"


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a cue verb.

    Attributes:
        lemma: dictionary form; two words for "point out".
        act: the speech act that it reports.
        frames: what it takes: t clause or quotation, q quotation or explicit "that", a addressee first,
            w whether
            or how, n noun phrase, s "as", i to-infinitive, o preposition and noun phrase; x no claim by
            itself
            (wishes, plans, support), though PolNeAR counts it as an attribution.
        form: ``base``, ``s``, ``past`` (also participles) or ``ing``.
        words: how many tokens the form has.
    """

    lemma: str
    act: SpeechAct
    frames: str
    certainty: Certainty
    polarity: Polarity
    form: str
    words: int = 1


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that reports an act ("his claim that …")."""

    lemma: str
    act: SpeechAct
    certainty: Certainty
    plural: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists of one language."""

    verbs: Mapping[str, Verb]
    phrasal: Mapping[str, Mapping[str, Verb]]
    nouns: Mapping[str, Noun]
    hedges: tuple[tuple[tuple[str, ...], Certainty], ...]
    words: Mapping[str, frozenset[str]]
    names: Mapping[str, frozenset[str]]
    media: Mapping[str, frozenset[str]]
    roles: frozenset[str]
    persons: frozenset[str]
    bodies: frozenset[str]
    documents: frozenset[str]
    finite: frozenset[str]
    places: Mapping[str, ActorKind]

    @property
    def abbreviations(self) -> frozenset[str]:
        """Words whose full stop seldom ends a sentence."""
        return self.names["abbreviation"]

    @property
    def openers(self) -> frozenset[str]:
        """Common words that are capitalised only because they open a sentence."""
        return self.names["opener"]

    @property
    def adverbs(self) -> frozenset[str]:
        """Adverbs that may stand around a cue verb."""
        return self.words["adverb"]

    @property
    def speech_forms(self) -> Mapping[str, Verb]:
        """Single-word forms of all cue verbs."""
        return self.verbs


@cache
def digest() -> str:
    """Return the hex SHA-256 over the word lists, the modules of this room, and what they rest on."""
    total = hashlib.sha256()
    room = Path(__file__).parent
    files = [path for kind in ("*.tsv", "*.txt", "*.py") for path in room.rglob(kind)]
    for path in sorted(files, key=lambda path: path.relative_to(room).as_posix()):
        content = path.read_bytes()
        total.update(f"{path.relative_to(room).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    for beside in ("language.py", "claim_review.py"):  # which articles are read at all; a form of text
        total.update((room.parent / beside).read_bytes())
    return total.hexdigest()


@cache
def english() -> Lexicon:
    """Return the English lexicon."""
    verbs, phrasal = _verbs()
    names = _sections("names.tsv")
    roles = _sections("roles.tsv")
    places = {name: ActorKind.PLACE for kind in ("country", "region", "city") for name in names[kind]}
    return Lexicon(
        verbs=verbs,
        phrasal=phrasal,
        nouns=_nouns(),
        hedges=_hedges(),
        words=_sections("words.tsv"),
        names=names,
        media=_sections("media.tsv"),
        roles=frozenset().union(*roles.values()),
        persons=roles["person"],
        bodies=roles["body"],
        documents=frozenset(_flat("documents.txt")),
        finite=_finite_forms(),
        places=places,
    )


def inflect(lemma: str) -> tuple[str, str, str]:
    """Return the regular (-s, past, -ing) forms of a verb.

    >>> inflect("stress"), inflect("deny"), inflect("argue")
    (('stresses', 'stressed', 'stressing'), ('denies', 'denied', 'denying'), ('argues', 'argued', 'arguing'))
    """
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        third = lemma + "es"
    elif lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        third = lemma[:-1] + "ies"
    else:
        third = lemma + "s"
    if lemma.endswith("e") and not lemma.endswith("ee"):
        return third, lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return third, lemma[:-1] + "ied", lemma + "ing"
    return third, lemma + "ed", lemma + "ing"


def rows(name: str) -> Iterable[list[str]]:
    """Yield the tab-separated fields of a word list, comments and empty lines left out."""
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _flat(name: str) -> Iterable[str]:
    for row in rows(name):
        yield from row[0].split()


def _sections(name: str) -> dict[str, frozenset[str]]:
    return {row[0]: frozenset(word.replace("_", " ") for word in row[1].split()) for row in rows(name)}


def _form_of(lemma: str, form: str) -> str:
    if form == lemma:
        return "base"
    if form.endswith("ing") and form != "bring":
        return "ing"
    return "s" if form in {lemma + "s", lemma + "es", lemma[:-1] + "ies"} else "past"


def _verbs() -> tuple[dict[str, Verb], dict[str, dict[str, Verb]]]:
    single: dict[str, Verb] = {}
    phrasal: dict[str, dict[str, Verb]] = {}
    for row in rows("verbs.tsv"):
        lemma, listed, act, frames, certainty, polarity = row + [""] * (6 - len(row))
        head, _, particle = lemma.partition(" ")
        forms = [form.split("-")[0] if particle else form for form in listed.split()]
        for form in dict.fromkeys([head, *(forms or inflect(head))]):
            verb = Verb(
                lemma,
                SpeechAct(act),
                frames,
                Certainty(certainty or "certain"),
                Polarity(polarity or "affirmed"),
                _form_of(head, form),
                2 if particle else 1,
            )
            if particle:
                phrasal.setdefault(form, {})[particle] = verb
            else:
                single.setdefault(form, verb)
    return single, phrasal


def _nouns() -> dict[str, Noun]:
    nouns: dict[str, Noun] = {}
    for row in rows("nouns.tsv"):
        lemma, act, certainty = row + [""] * (3 - len(row))
        plural = inflect(lemma)[0]
        for form in (lemma, plural):
            nouns[form] = Noun(lemma, SpeechAct(act), Certainty(certainty or "certain"), form == plural)
    return nouns


def _hedges() -> tuple[tuple[tuple[str, ...], Certainty], ...]:
    hedges = [(tuple(row[0].split()), Certainty(row[1])) for row in rows("hedges.tsv")]
    return tuple(sorted(hedges, key=lambda row: (-len(row[0]), row[0])))


def _finite_forms() -> frozenset[str]:
    forms: set[str] = set()
    for row in rows("common_verbs.tsv"):
        lemma = row[0]
        forms.update(inflect(lemma) if len(row) < 2 else row[1].split())
    return frozenset(form for form in forms if not form.endswith("ing"))
