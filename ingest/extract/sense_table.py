"""The word list ``senses.tsv`` as tables: every inflected form of every entry, with its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ingest.extract.lexicon import Lexicon, inflect, rows
from ingest.model import Certainty, Polarity, SpeechAct

VERB, NOUN, ADJECTIVE, LIGHT, WHOLE, IRREGULAR = "v", "n", "a", "l", "p", "f"
YES, WORDED, NO = "yes", "clause", "no"
_VOWELS = "aeiou"
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sense:
    """One entry: what it means wherever it stands.

    Attributes:
        claim: `YES`, `NO`, or `WORDED`: only if the content is a clause, a quotation or a description.
        head: the entry as listed ("point out").
    """

    act: SpeechAct
    certainty: Certainty
    polarity: Polarity
    claim: str
    head: str


@dataclass(frozen=True, slots=True)
class SenseTable:
    """All entries by their forms.

    Attributes:
        single: one-word forms: kind to sense.
        phrases: longer ones by their first word's form: (the other words, kind, sense), longest first.
    """

    single: Mapping[str, Mapping[str, Sense]]
    phrases: Mapping[str, tuple[tuple[Phrase, str, Sense], ...]]


@cache
def sense_table() -> SenseTable:
    """Return the table of everything but whole cues."""
    irregular = _irregular()
    single: dict[str, dict[str, Sense]] = {}
    phrases: dict[str, dict[tuple[Phrase, str], Sense]] = {}
    for kind, entry, sense in _entries():
        for form in _forms(kind, entry, irregular):
            if len(form) == 1:
                single.setdefault(form[0], {}).setdefault(kind, sense)
            else:
                phrases.setdefault(form[0], {}).setdefault((form[1:], kind), sense)
    return SenseTable(
        single,
        {
            first: tuple(sorted(((rest, kind, s) for (rest, kind), s in found.items()), key=_longest_first))
            for first, found in phrases.items()
        },
    )


@cache
def whole_cues() -> Mapping[Phrase, Sense]:
    """Return the function words that are a cue only by themselves ("For Berg, …")."""
    return {entry: sense for kind, entry, sense in _entries() if kind == WHOLE}


def from_rules(word: str, lexicon: Lexicon) -> tuple[str, Sense] | None:
    """Return what the rules' own lists say of a word that `sense_table` lacks."""
    verb = lexicon.verbs.get(word)
    if verb is not None:
        claim = YES if "x" not in verb.frames else WORDED if "t" in verb.frames else NO
        return VERB, Sense(verb.act, verb.certainty, verb.polarity, claim, verb.lemma)
    noun = lexicon.nouns.get(word)
    if noun is not None:
        return NOUN, Sense(noun.act, noun.certainty, Polarity.AFFIRMED, YES, noun.lemma)
    return None


def _entries() -> list[tuple[str, Phrase, Sense]]:
    found = []
    for kind, act, certainty, polarity, claim, listed in rows("senses.tsv"):
        if kind != IRREGULAR:
            for entry in listed.split():
                words = tuple(entry.split("_"))
                meaning = Sense(
                    SpeechAct(act), Certainty(certainty), Polarity(polarity), claim, " ".join(words)
                )
                found.append((kind, words, meaning))
    return found


def _irregular() -> dict[str, tuple[str, ...]]:
    found = {}
    for kind, *_, listed in rows("senses.tsv"):
        if kind == IRREGULAR:
            for entry in listed.split():
                lemma, _, forms = entry.partition("=")
                found[lemma] = (lemma, *forms.split(","))
    return found


def _forms(kind: str, entry: Phrase, irregular: Mapping[str, tuple[str, ...]]) -> list[Phrase]:
    if kind == NOUN:
        plural = inflect(entry[-1])[0]
        return [entry, (*entry[:-1], plural)]
    if kind in {VERB, LIGHT}:
        lemma = entry[0]
        heads = irregular.get(lemma) or (lemma, *inflect(lemma), *_doubled(lemma))
        return [(head, *entry[1:]) for head in heads]
    return [entry] if kind == ADJECTIVE else []


def _doubled(lemma: str) -> tuple[str, ...]:
    """Return the forms with a doubled consonant ("admitted"); where English has none they do no harm."""
    if len(lemma) > 2 and lemma[-1] not in _VOWELS + "wxyhs" and lemma[-2] in _VOWELS:
        return lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"
    return ()


def _longest_first(entry: tuple[Phrase, str, Sense]) -> tuple[int, Phrase, str]:
    return -len(entry[0]), entry[0], entry[1]
