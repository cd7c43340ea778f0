"""Nouns that report: "his claim that C", "reports that C", "allegations by X that C"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.extract.finite import is_finite, looks_finite
from ingest.extract.frames import spans, trim
from ingest.extract.lexicon import Lexicon
from ingest.extract.subjects import DASHES, Range
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import POSSESSIVE, QUOTE, WORD, Token
from ingest.model import Polarity, SpeechAct


def tag_nouns(units: Sequence[Token], lexicon: Lexicon) -> list[Tagged]:
    """Return the attributions by nouns with a that-clause in one sentence."""
    found = []
    for k in range(len(units) - 2):
        noun = lexicon.nouns.get(units[k].lower)
        if noun is None or units[k].kind != WORD:
            continue
        that, source = _that_after(units, k, lexicon)
        if that is None or that + 2 >= len(units):
            continue
        if source is None:
            source = _owner(units, k, lexicon)
        end = _content_end(units, that + 1, lexicon, subject=not looks_finite(units, 0, k, lexicon))
        content = trim(units, that + 1, end)
        if content[0] >= content[1] or not looks_finite(units, *content, lexicon):
            continue
        if units[that + 1].lower in lexicon.finite | lexicon.words["auxiliary"]:
            continue  # "the claim that was made": a relative clause
        found.append(
            Tagged(
                source=spans(units, [source]) if source else (),
                cue=spans(units, [(k, k + 1)]),
                content=spans(units, [content]),
                act=noun.act,
                certainty=noun.certainty,
                polarity=Polarity.NEGATED if noun.act is SpeechAct.DENY else Polarity.AFFIRMED,
                complementiser=units[that].span,
                confidence=0.75 if source else 0.6,
            )
        )
    return found


def _that_after(units: Sequence[Token], k: int, lexicon: Lexicon) -> tuple[int | None, Range | None]:
    """Return the index of "that" after the noun at `k`, and the source of "by X" between them."""
    if units[k + 1].lower == "that":
        return k + 1, None
    if units[k + 1].lower in {"by", "from", "of"}:
        for j in range(k + 2, min(len(units), k + 12)):
            if units[j].lower == "that":
                return j, (k + 2, j)
            if units[j].text in {",", ";", ":"} or units[j].kind == QUOTE or units[j].text in DASHES:
                break
    if units[k + 1].lower in {"yesterday", "today", "earlier", "on", "in", "last"}:
        for j in range(k + 2, min(len(units), k + 5)):
            if units[j].lower == "that":
                return j, None
    return None, None


def _owner(units: Sequence[Token], k: int, lexicon: Lexicon) -> Range | None:
    """Return "Macron" in "Macron’s repeated claim", "his" in "his claim"; None if the noun has no owner."""
    for j in range(k - 1, max(-1, k - 5), -1):
        if units[j].lower in {"his", "her", "their", "its", "my", "our"}:
            return j, j + 1
        if units[j].kind == POSSESSIVE:
            start = j
            while (
                start > 0
                and (
                    units[start - 1].capital
                    or units[start - 1].lower in lexicon.roles
                    or units[start - 1].lower in {"the", "former", "of"}
                )
                and j - start < 7
            ):
                start -= 1
            return (start, j) if start < j else None
        if (
            units[j].kind != WORD
            or units[j].lower in lexicon.words["determiner"] | lexicon.words["preposition"]
        ):
            return None
    return None


def _content_end(units: Sequence[Token], start: int, lexicon: Lexicon, *, subject: bool) -> int:
    """Return where the noun's clause ends; if the noun is itself a subject, before that subject's verb."""
    finite = [
        k
        for k in range(start + 1, len(units))
        if is_finite(units, k, lexicon) and units[k - 1].lower not in lexicon.words["auxiliary"]
    ]
    if subject and len(finite) > 1:
        for one, other in pairwise(finite):
            between = units[one + 1 : other]
            if other > one + 1 and not any(_opens_clause(u, lexicon) for u in between):
                return other
    for j in range(start, len(units)):
        following = units[j + 1] if j + 1 < len(units) else None
        if units[j].text in {";"} or units[j].text in DASHES:
            return j
        if units[j].text == "," and _postposed(units, j, lexicon):
            return j
        if (
            units[j].text == ","
            and following is not None
            and (
                following.lower in {"and", "but", "while", "which", "saying", "adding", "calling", "although"}
                or following.lower.endswith("ing")
            )
        ):
            return j
    return len(units)


def _opens_clause(unit: Token, lexicon: Lexicon) -> bool:
    return unit.lower in lexicon.words["subordinator"] | lexicon.words["coordinator"] or unit.text in {
        ",",
        ";",
    }


def _postposed(units: Sequence[Token], comma: int, lexicon: Lexicon) -> bool:
    """Return whether ", X said" follows."""
    after = units[comma + 1 : comma + 6]
    if not after or not (after[0].capital or after[0].lower in {"he", "she", "they", "the"}):
        return False
    return any(u.lower in lexicon.verbs and lexicon.verbs[u.lower].form in {"past", "s"} for u in after[1:])
