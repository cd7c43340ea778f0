"""Finite verbs, told by word lists and neighbours: there is no part-of-speech tagger here."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.lexicon import Lexicon
from ingest.extract.tokens import POSSESSIVE, WORD, Token

_ARTICLES = {"the", "a", "an", "his", "her", "their", "its"}


_NOUNS_TOO = {
    "reports", "claims", "leads", "visits", "forces", "troops", "plans", "charges", "attacks", "votes",
    "names", "trades", "offers", "supports", "tests", "runs", "works", "studies", "issues", "posts",
    "hosts", "covers", "causes", "costs", "cuts", "deals", "shows", "sets", "stands", "states", "means",
    "left", "led", "fires", "floods", "demands", "appeals", "judges", "limits", "matters", "remains",
    "rests", "scores", "shares", "steals", "strikes", "threats", "leaks", "marks", "moves", "needs", "owns",
    "parts", "places", "points", "ranks", "rises", "signs", "starts", "stops", "talks", "turns", "uses",
    "views", "walks", "wants", "injured", "wounded", "elected", "appointed", "united", "named", "based",
    "detained", "armed", "accused", "retired", "increased", "reduced", "proposed", "planned", "expected",
    "exiled", "jailed", "aims", "experts", "exports", "imports", "increases", "decreases", "benefits",
    "handles", "controls", "documents",
}  # fmt: skip


def looks_finite(units: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether `units[start:end]` holds a finite verb, quotations left out."""
    region = units[start:end]
    return any(finite_at(region, k, lexicon) for k in range(len(region)))


def finite_at(region: Sequence[Token], k: int, lexicon: Lexicon) -> bool:
    """Return whether the unit at `k` of a region is a finite verb, as far as word lists can tell."""
    return is_finite(region, k, lexicon) or _past_like(region, k, lexicon)


def _past_like(units: Sequence[Token], k: int, lexicon: Lexicon) -> bool:
    unit = units[k]
    if unit.kind != WORD or unit.capital or k == 0:
        return False
    before = units[k - 1]
    if (
        before.lower in lexicon.words["determiner"]
        or before.kind == POSSESSIVE
        or before.lower in lexicon.words["preposition"]
    ):
        return False
    return (unit.lower in lexicon.verbs and lexicon.verbs[unit.lower].form in {"past", "s"}) or (
        len(unit.lower) > 4 and unit.lower.endswith("ed")
    )


def is_finite(units: Sequence[Token], k: int, lexicon: Lexicon) -> bool:
    """Return whether the unit at `k` is an auxiliary or a common verb in a finite form."""
    unit = units[k]
    if unit.kind == POSSESSIVE:
        return k > 0 and units[k - 1].lower in {"he", "she", "it", "that", "there", "who"}
    if unit.kind != WORD or (unit.capital and (k or unit.lower == "may")):
        return False
    if unit.lower in lexicon.words["auxiliary"] and unit.lower not in {
        "be",
        "been",
        "being",
        "having",
    }:
        return True
    if unit.lower not in lexicon.finite:
        return False
    if k and (
        units[k - 1].lower in lexicon.words["determiner"]
        or units[k - 1].kind == POSSESSIVE
        or units[k - 1].lower in lexicon.words["preposition"]
    ):
        return False
    following = units[k + 1].lower if k + 1 < len(units) else ""
    return k > 0 and (unit.lower not in _NOUNS_TOO or following in _ARTICLES)
