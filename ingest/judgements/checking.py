"""Whether a judgement can hold: a time, somebody who judges, what is ours to judge, and a value for it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache

from ingest.errors import HearsayError
from ingest.judgements.record import NAME, NIL, OF_CLAIMS, WITHDRAWN, Aspect, Judgement
from ingest.model import Certainty, Polarity

BASE = "https://w3id.org/hearsay/"
"""Begins every IRI of ours (`ingest.rdf.iri` mints them)."""

# Answers name a claim that people corrected by an IRI below the machine's: whoever judges it judges that one.
_CORRECTED = "/corrected/"
_IRI = re.compile(
    rf"{re.escape(BASE)}(?:article/[a-z2-7]{{32}}/(?:actor|(claim))|source)/[a-z2-7]{{32}}"
    rf"(?(1)(?:{_CORRECTED}[a-z2-7]{{32}})?)",
    re.ASCII,
)
_QID = re.compile(r"Q[1-9][0-9]{0,11}", re.ASCII)
_ENTITY_PAGE = re.compile(r"https?://(?:www\.|m\.)?wikidata\.org/(?:entity|wiki)/(Q[^/?#]*)", re.ASCII)
_TO_THE_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
# What neither XML nor RDF can hold, and so no graph: `ingest.read` replaces the same in articles.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_WORDS = {
    Aspect.CLAIM: ("accepted", "rejected"),
    Aspect.CERTAINTY: tuple(Certainty),
    Aspect.POLARITY: tuple(Polarity),
}


class Kind(StrEnum):
    """What a subject is."""

    ACTOR = "an actor"
    NAME = "a name"
    CLAIM = "a claim"


_JUDGED = {
    Kind.ACTOR: (Aspect.ENTITY, Aspect.NOT, Aspect.IDENTITY),
    Kind.NAME: (Aspect.ENTITY, Aspect.NOT),
    Kind.CLAIM: OF_CLAIMS,
}
_ASPECTS = {(kind, each.value): each for kind, aspects in _JUDGED.items() for each in aspects}


def checked(when: str, who: str, subject: str, aspect: str, value: str, why: str = "") -> Judgement:
    """Return the judgement in its one form: times in UTC, words in lower case, no white space around.

    Raises:
        HearsayError: it cannot hold.
    """
    kind = kind_of(subject)
    if kind is Kind.NAME:
        subject = _name(subject)
    elif kind is Kind.CLAIM:
        subject = subject.partition(_CORRECTED)[0]
    meant = _ASPECTS.get((kind, aspect)) or _aspect(aspect, kind)
    return Judgement(_time(when), _who(who), subject, meant, _value(value, meant), _text(why, "The reason"))


def kind_of(subject: str) -> Kind:
    """Return what a subject is.

    Raises:
        HearsayError: it is neither an IRI of ours that can be judged nor ``name:`` and a name.
    """
    if match := _IRI.fullmatch(subject):
        return Kind.CLAIM if match[1] else Kind.ACTOR
    if subject.startswith(NAME):
        return Kind.NAME
    if not subject:
        raise HearsayError("There is no subject.", "Give an actor's or claim's IRI, or name: and a name.")
    if "://" in subject:
        raise HearsayError(
            f"{_short(subject)} is no IRI of an actor, outlet or claim of Hearsay's.",
            "Copy it from `hearsay judgements review` or from a query's answer.",
        )
    raise HearsayError(
        f"{_short(subject)} is no subject: it is no IRI.",
        f"Give an actor's or claim's IRI; for a name in every article write {NAME} before it.",
    )


def qid_of(text: str) -> str:
    """Return the QID that is given as such, or as the address of the entity at Wikidata.

    Raises:
        HearsayError: it is none.
    """
    page = _ENTITY_PAGE.fullmatch(text)
    qid = page[1] if page else text
    if not _QID.fullmatch(qid):
        raise HearsayError(
            f"{_short(text)} is no Wikidata QID such as Q212.",
            "Give the Q and the number, from the entity's page at Wikidata.",
        )
    return qid


@lru_cache(maxsize=4096)
def _time(text: str) -> str:
    try:
        time = datetime.fromisoformat(text)
        if _TO_THE_SECOND.fullmatch(text):
            return text
        if time.tzinfo is not None:
            return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)
    except (ValueError, OverflowError):
        pass
    raise HearsayError(
        f"{_short(text)} is no time in UTC." if text else "It is not said when it was judged.",
        "Write it as 2026-11-22T10:15:00Z.",
    )


@lru_cache(maxsize=4096)
def _who(text: str) -> str:
    if who := _text(text, "The name of who judged"):
        return who
    raise HearsayError(
        "It is not said who judged.", "Write a name, or initials, under `who`; an import also takes --who."
    )


def _name(subject: str) -> str:
    if name := _text(subject.removeprefix(NAME), "The name"):
        return NAME + name
    raise HearsayError("No name stands after name:.", "Write, for example, name:Boris Rozhin.")


def _aspect(word: str, kind: Kind) -> Aspect:
    word = word.strip().lower()
    if word not in tuple(Aspect):
        raise HearsayError(f"There is no aspect {_short(word)}.", f"Aspects are: {', '.join(Aspect)}.")
    if (kind, word) not in _ASPECTS:
        raise HearsayError(
            f"The aspect {word} cannot be judged of {kind}.",
            f"Of {kind} it can be: {', '.join(_JUDGED[kind])}.",
        )
    return Aspect(word)


def _value(text: str, aspect: Aspect) -> str:
    if text == WITHDRAWN:
        return text
    if not text:
        raise HearsayError(
            f"The {aspect} has no value.", f"{_cure(aspect)} A hyphen (-) withdraws what was said earlier."
        )
    match aspect:
        case Aspect.ENTITY:
            return NIL if text.lower() == NIL else qid_of(text)
        case Aspect.NOT:
            return qid_of(text)
        case Aspect.CLAIM | Aspect.CERTAINTY | Aspect.POLARITY:
            return _word(text, aspect)
        case _:
            if value := _text(text, f"The {aspect}"):
                return value
            raise HearsayError(f"The {aspect} has no value.", _cure(aspect))


def _word(text: str, aspect: Aspect) -> str:
    word, colon, marker = text.partition(":")
    word, marker = word.strip().lower(), _text(marker, "The marker")
    if word not in _WORDS[aspect] or (colon and (not marker or aspect is Aspect.CLAIM)):
        raise HearsayError(f"{_short(text)} is no value of the aspect {aspect}.", _cure(aspect))
    return f"{word}: {marker}" if marker else word


def _cure(aspect: Aspect) -> str:
    match aspect:
        case Aspect.ENTITY:
            return "Give a QID such as Q212, or nil where no entity is known."
        case Aspect.NOT:
            return "Give a QID such as Q212."
        case Aspect.CLAIM:
            return "Give accepted or rejected."
        case Aspect.CERTAINTY | Aspect.POLARITY:
            words = ", ".join(_WORDS[aspect])
            return f"Give one of {words}; the words of the article that say so may follow after a colon."
        case _:
            return "Give the words."


def _text(text: str, what: str) -> str:
    text = text.strip()
    if found := _UNSTORABLE.search(text):
        raise HearsayError(
            f"{what} holds the character U+{ord(found[0]):04X}, which cannot be stored.", "Remove it."
        )
    return text


def _short(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:79] + "…")
