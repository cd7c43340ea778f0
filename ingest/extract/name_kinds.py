"""From a run of capitalised words to a name: title, role and nationality apart, and of what kind it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract.lexicon import Lexicon
from ingest.extract.name_runs import Run
from ingest.extract.tokens import NUMBER, POSSESSIVE, WORD, Token
from ingest.model import ActorKind, Span


@dataclass(frozen=True, slots=True)
class Name:
    """One occurrence of a name.

    Attributes:
        words: the name's words as written, titles and initials' stops left out.
        text: the same as one string, spaced as in the article.
        role: the words before it that say what the person is ("Kremlin spokesman"), or None.
        gender: ``m``, ``f`` or empty, from title or first name.
        subject: True if it opens its sentence, or nearly.
    """

    span: Span
    words: tuple[str, ...]
    kind: ActorKind
    role: Span | None = None
    gender: str = ""
    subject: bool = False
    text: str = ""


_NAMESAKES = {"may", "jan", "mar", "april", "june", "august", "sun", "dec", "summer", "autumn", "spring"}

_INITIALS = re.compile(r"[A-Z]\.(?:[A-Z]\.)+")
"""Of a person who goes by two initials: "K.C. Berg"."""
_SEATS = {"kremlin", "pentagon", "congress", "senate", "treasury"}
"""Names that are nouns for bodies as well."""
_PAST = {"former", "late", "ex"}
"""Words before a name that are capitalised where they open a sentence or a headline."""
_SIDES = set(
    "northern southern eastern western black liberal conservative republican democratic communist socialist "
    "labour islamic christian catholic orthodox protestant latin basque anglo nordic".split()
)
"""Of no one people: they open names as often as not ("Western Union", "Christian Aid")."""
_PUBLIC = {"u.s.", "u.n.", "u.k.", "e.u.", "d.c.", "l.a.", "n.y.", "u.s.s.r.", "p.r."}
"""Initials that are no person's."""


def name_of(run: Run, confirmed: set[str], lower_seen: set[str], lexicon: Lexicon) -> Name | None:
    """Return the name in a run, or None if its capitals have other reasons."""
    tokens = run.tokens
    tokens, titles = _without_titles(tokens, lexicon)
    while tokens and (
        tokens[0].lower in lexicon.words["time"] - _NAMESAKES
        or (tokens[0].kind == NUMBER and len(tokens) == 1)
    ):
        tokens = tokens[1:]
    while tokens and tokens[-1].lower in lexicon.words["time"] - {"march", "may", "april", "june", "times"}:
        tokens = tokens[:-1]
    tokens = _without_demonym(tokens, lexicon)
    if not tokens or not any(t.capital for t in tokens):
        return None
    words = tuple(t.text for t in tokens if t.text not in {".", ","})
    joined = " ".join(w.lower() for w in words)
    known = (
        joined in lexicon.places
        or (joined in lexicon.names["acronym"] and words[0].isupper())
        or (
            joined
            in lexicon.media["platform"]
            | lexicon.media["outlet"] - {"reporters", "journalists", "newsmen", "sun", "time"}
            and len(words[0]) > 1
        )
    )
    if run.initial and tokens[0] is run.tokens[0] and len(words) == 1 and not known:
        unproved = words[0] not in confirmed or words[0].lower() in lower_seen
        if unproved and not _acts_like_name(run, words[0], lower_seen, lexicon):
            return None
    if _no_name(words, joined, lexicon):
        return None
    return _named(tokens, titles, run, lexicon)


def name_between(run: Run, before: Sequence[Token], lexicon: Lexicon) -> Name | None:
    """Return the name that words make of which it is known where they begin and end.

    Args:
        run: the words, without titles.
        before: the capitalised words directly before them, titles among them or not.
        lexicon: the word lists.
    """
    tokens = run.tokens
    words = tuple(t.text for t in tokens if t.text not in {".", ","})
    if _no_name(words, " ".join(w.lower() for w in words), lexicon):
        return None
    left, titles = _without_titles([*before, *tokens], lexicon)
    return _named(tokens, titles if left == tokens else [], run, lexicon)


def _no_name(words: tuple[str, ...], joined: str, lexicon: Lexicon) -> bool:
    """Return whether words in capitals are a people, a title, a day or the like, and name nobody."""
    demonym, time = lexicon.names["demonym"], lexicon.words["time"]
    if all(part in demonym or part in time for word in words for part in word.lower().split("-")):
        return joined not in lexicon.places and not (_NAMESAKES & {joined})
    if len(words) > 1:
        return False
    return (
        len(words[0]) == 1
        or (joined in lexicon.words["pronoun"] and not words[0].isupper())
        or (joined in lexicon.roles and joined not in _SEATS)
        or (joined in lexicon.openers and not words[0].isupper())
        or joined in lexicon.names["title"]
    )


def _named(tokens: list[Token], titles: list[Token], run: Run, lexicon: Lexicon) -> Name:
    words = tuple(t.text for t in tokens if t.text not in {".", ","})
    role = _role(run, titles, lexicon)
    kind = _kind(words, " ".join(w.lower() for w in words), run, role, titles, lexicon)
    if kind is not ActorKind.PERSON:
        role = None
    return Name(
        Span(tokens[0].start, tokens[-1].end),
        words,
        kind,
        role,
        _gender(words, kind, titles, role, run, lexicon),
        run.index <= 6,
        _spaced(tokens),
    )


def _spaced(tokens: Sequence[Token]) -> str:
    """Join tokens with a space where the article has any."""
    out = ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        out += " " + token.text if before is not None and token.start > before.end else token.text
    return out


def _acts_like_name(run: Run, word: str, lower_seen: set[str], lexicon: Lexicon) -> bool:
    """Return whether a lone opening word stands as a bare singular subject, as only names do."""
    if word.lower() in lower_seen or word.lower() in lexicon.openers or run.after is None:
        return False
    if (
        word.lower().endswith(
            (
                "s",
                "ing",
                "ly",
                "ed",
                "tion",
                "ment",
                "ness",
                "ity",
                "ism",
                "ance",
                "ence",
                "ship",
                "age",
                "ure",
            )
        )
        or word.lower() in lexicon.roles
        or word.lower() in lexicon.finite
    ):
        return False
    return (
        run.after.kind == POSSESSIVE
        or (run.after.lower in lexicon.verbs and lexicon.verbs[run.after.lower].form in {"past", "s"})
        or run.after.lower in {"is", "was", "has", "had", "will"}
    )


def _without_titles(tokens: list[Token], lexicon: Lexicon) -> tuple[list[Token], list[Token]]:
    """Split "French President Emmanuel Macron" into the name and what stands before it."""
    if tokens[-1].lower in lexicon.names["organisation"] | lexicon.names["place_suffix"]:
        return tokens, []
    last = -1
    for k, token in enumerate(tokens):
        if token.lower in lexicon.names["title"] | lexicon.persons and token.lower not in lexicon.places:
            last = k
        elif last == k - 1 and k > 0 and token.lower in {"of", "for", "and"} | lexicon.names["portfolio"]:
            last = k  # Minister of Education
        elif token.text == "." and last == k - 1 and k > 0:
            last = k
        elif not (
            token.lower in lexicon.names["demonym"]
            or (last < 0 and k < 4 and _title_follows(tokens, k, lexicon))
        ):
            break
    return (tokens[last + 1 :], tokens[: last + 1]) if last >= 0 else (tokens, [])


def _title_follows(tokens: Sequence[Token], k: int, lexicon: Lexicon) -> bool:
    return any(
        t.lower in lexicon.names["title"] and t.lower not in {"general", "first", "lady", "chief", "foreign"}
        for t in tokens[k + 1 : k + 3]
    ) and k + 2 < len(tokens)


def _without_demonym(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    bodies = lexicon.names["organisation"] | lexicon.names["place_suffix"]
    while len(tokens) > 1 and tokens[0].lower in _PAST:
        tokens = tokens[1:]
    if len(tokens) > 1 and any(
        token.lower in bodies and (k + 1 == len(tokens) or tokens[k + 1].lower in {"of", "for"})
        for k, token in enumerate(tokens)
    ):
        return tokens
    given = lexicon.names["male_name"] | lexicon.names["female_name"]
    while tokens and (tokens[0].lower in lexicon.names["demonym"] or tokens[0].text == "."):
        if " ".join(t.lower for t in tokens) in lexicon.places:
            break
        if len(tokens) > 1 and tokens[0].lower in _SIDES and tokens[1].lower not in given:
            break
        tokens = tokens[1:]
    while tokens and tokens[-1].lower in lexicon.names["demonym"] and len(tokens) > 1:
        tokens = tokens[:-1]
    return tokens


def _role(run: Run, titles: list[Token], lexicon: Lexicon) -> Span | None:
    """Return the role before a name: titles in the run, else lower-case role words directly before it."""
    before = run.before
    if titles:
        return Span(titles[0].start, titles[-1].end)
    if not before or before[-1].lower not in lexicon.roles or before[-1].kind != WORD:
        return None
    if before[-1].capital and before[-1].lower in lexicon.bodies:
        return None  # another name's end: "Berg Commission", then "Anna Dahl"
    start = len(before) - 1
    while start > 0 and before[start - 1].kind == WORD and not before[start - 1].lower.endswith("ly"):
        word = before[start - 1].lower
        if (
            word
            in lexicon.words["determiner"]
            | lexicon.words["preposition"]
            | lexicon.words["coordinator"]
            | lexicon.words["subordinator"]
            | lexicon.verbs.keys()
            | lexicon.words["auxiliary"]
            | lexicon.words["connective"]
        ):
            break
        start -= 1
    return Span(before[start].start, before[-1].end)


def _kind(
    words: tuple[str, ...], joined: str, run: Run, role: Span | None, titles: list[Token], lexicon: Lexicon
) -> ActorKind:
    last = words[-1].lower()
    before = run.before[-1].lower if run.before else ""
    if joined in lexicon.places:
        return ActorKind.PLACE
    if joined in lexicon.media["outlet"]:
        return ActorKind.ORGANISATION
    if joined in lexicon.media["platform"]:
        return ActorKind.OTHER
    if joined in lexicon.names["acronym"] or (last in lexicon.names["organisation"] and len(words) > 1):
        return ActorKind.ORGANISATION
    if last in lexicon.media["outlet_head"] and len(words) > 1:
        return ActorKind.ORGANISATION
    if last in lexicon.names["place_suffix"] and len(words) > 1:
        return ActorKind.PLACE
    if any(w.lower() in lexicon.names["organisation"] for w in words[:-1]) and any(
        w in {"of", "for"} for w in words
    ):
        return ActorKind.ORGANISATION
    if titles or role:
        bodied = not titles and before in lexicon.bodies
        return ActorKind.ORGANISATION if bodied else ActorKind.PERSON
    if len(words) == 1 and words[0].isupper() and 2 <= len(words[0]) <= 6:
        return ActorKind.ORGANISATION
    first = words[0].lower()
    given = lexicon.names["male_name"] | lexicon.names["female_name"]
    if first in given and first not in lexicon.places and sum(w[0].isupper() for w in words) <= 4:
        return ActorKind.PERSON
    if len(words) > 1 and _INITIALS.fullmatch(words[0]) and first not in _PUBLIC:
        return ActorKind.PERSON
    if run.after is not None and not run.after.capital and run.after.lower in lexicon.roles:
        return ActorKind.OTHER  # "Berg Dahl spokeswoman": a firm as well as a person
    if words[0].lower() in lexicon.names["place_lead"] and len(words) > 1:
        return ActorKind.PLACE
    if before in {"near", "in", "outside", "toward", "towards"} or (
        before == "of" and len(run.before) > 1 and run.before[-2].lower in lexicon.names["place_suffix"]
    ):
        return ActorKind.PLACE
    if run.after is not None and run.after.lower in lexicon.verbs and len(words) >= 2 and words[0] != "The":
        return ActorKind.PERSON
    if (
        2 <= len(words) <= 3
        and words[0] != "The"
        and all(w[0].isupper() and not w.isupper() and "-" not in w[:2] for w in words)
        and before != "the"
    ):
        return ActorKind.PERSON
    return ActorKind.OTHER


def _gender(
    words: tuple[str, ...],
    kind: ActorKind,
    titles: list[Token],
    role: Span | None,
    run: Run,
    lexicon: Lexicon,
) -> str:
    if kind is not ActorKind.PERSON:
        return ""
    hints = {t.lower for t in titles} | ({run.before[-1].lower} if role and run.before else set())
    if hints & lexicon.words["male"]:
        return "m"
    if hints & lexicon.words["female"]:
        return "f"
    first = words[0].lower()
    male, female = first in lexicon.names["male_name"], first in lexicon.names["female_name"]
    return "" if male == female or len(words) < 2 else "m" if male else "f"
