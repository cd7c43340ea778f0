""" "C, said X": the subject after its verb."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.complements import Complement
from ingest.extract.cues import Cue
from ingest.extract.finite import looks_finite
from ingest.extract.lexicon import Lexicon
from ingest.extract.subjects import DASHES, Range
from ingest.extract.tokens import QUOTE, WORD, Token


def inverted_subject(units: Sequence[Token], cue: Cue, lexicon: Lexicon) -> Range | None:
    """Return the subject of "C, said X", or None."""
    if (
        cue.passive
        or cue.form != "finite"
        or cue.verb.form == "base"
        or not set("tqw") & set(cue.verb.frames)
    ):
        return None
    if "a" in cue.verb.frames and "q" not in cue.verb.frames and cue.verb.lemma != "warn":
        return None  # "X, a minister, told Y": what follows is the addressee
    before = units[cue.first - 1] if cue.first else None
    if before is None or not (
        before.text in {",", "?", "!"} or before.text in DASHES or before.kind == QUOTE
    ):
        return None
    if (
        before.text == ","
        and not looks_finite(units, 0, cue.first - 1, lexicon)
        and not _quoted(units, cue.first)
    ):
        return None  # "The operator, Varna Hydro, rejected the report": a subject, not a clause
    j = cue.last
    if j >= len(units) or (cue.first < 2 and before.kind != QUOTE):
        return None
    first = units[j]
    if not (
        first.capital
        or first.lower in lexicon.words["determiner"] - {"that"}
        or first.lower in lexicon.roles
        or first.lower in {"he", "she", "they", "i", "we", "former"}
        or (j + 1 < len(units) and units[j + 1].lower in lexicon.roles)
    ):
        return None
    if first.lower in {"he", "she", "they", "i", "we"}:
        return (
            (j, j + 1)
            if j + 1 == len(units)
            or units[j + 1].kind != WORD
            or units[j + 1].lower in lexicon.words["preposition"]
            else None
        )
    k = j
    relative = False
    while k < len(units) and k - j < 30:
        unit = units[k]
        relative = relative or unit.lower == "who"
        if relative and unit.text not in {",", ";", ":"} and unit.kind != QUOTE:
            k += 1
            continue
        if (
            (unit.kind == QUOTE and len(unit.inner) > 3)
            or unit.text in {",", ";", ":"}
            or unit.text in DASHES
        ):
            break
        if (
            unit.lower
            in {"in", "on", "at", "during", "after", "to", "when", "as", "while", "via", "before", "by"}
            and k > j
            and units[k - 1].lower not in {"close", "familiar", "briefed", "related", "opposed", "loyal"}
        ):
            break
        if unit.lower in lexicon.words["time"] and k > j and unit.lower not in {"may"}:
            break
        k += 1
    if k == j or (looks_finite(units, j, k, lexicon) and not relative):
        return None
    stop = next(
        (m for m in range(k, len(units)) if units[m].text in {",", ";"} or units[m].kind == QUOTE), len(units)
    )
    if (
        looks_finite(units, k, stop, lexicon)
        and before.kind != QUOTE
        and units[k].lower not in {"when", "as", "while", "after", "before"}
    ):
        return None
    return j, _apposition_after(units, k, lexicon)


def _quoted(units: Sequence[Token], end: int) -> bool:
    return any(unit.kind == QUOTE for unit in units[:end])


def _apposition_after(units: Sequence[Token], k: int, lexicon: Lexicon) -> int:
    """Extend a subject over ", the Kremlin spokesman" and ", who has a house there" after it."""
    for _ in range(2):
        end = _one_apposition(units, k, lexicon)
        if end == k:
            break
        k = end
    return k


def _one_apposition(units: Sequence[Token], k: int, lexicon: Lexicon) -> int:
    if k + 1 >= len(units) or units[k].text != ",":
        return k
    first = units[k + 1]
    role = any(unit.lower in lexicon.roles for unit in units[k + 1 : k + 3])
    named = first.capital and units[k - 1].lower in lexicon.roles
    if not (role or named or first.lower in lexicon.words["appositive"]):
        return k
    end = k + 1
    while end < len(units) and units[end].text not in {",", ";", ":"} and units[end].text not in DASHES:
        if units[end].kind == QUOTE:
            break
        end += 1
    relative = any(unit.lower in {"who", "whose"} for unit in units[k + 1 : end])
    return k if looks_finite(units, k + 1, end, lexicon) and not relative else end


def after_inversion(units: Sequence[Token], after: int, high: int) -> Complement:
    """Read what follows the subject of "C, said X": a quotation that goes on, or time and medium."""
    k = after
    if k < high and units[k].text == "," and k + 1 < high and units[k + 1].kind == QUOTE:
        k += 1
    if k < high and units[k].kind == QUOTE:
        return Complement(k, None, (), k, "quote")
    stop = k
    while stop < high and units[stop].text != ",":
        if units[stop].kind == QUOTE and units[stop - 1].lower not in {
            "of",
            "the",
            "book",
            "in",
            "called",
            "on",
            "a",
        }:
            return Complement(stop, None, ((after, stop),), stop, "quote")
        stop += 1
    return Complement(None, None, ((after, stop),) if stop > after else (), stop, "")
