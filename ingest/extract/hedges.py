"""Certainty and polarity of a content, from hedges and negations of its main clause.

The scale is FactBank's (Saurí & Pustejovsky 2009). A hedge counts only where it governs the main
predicate of the content's first sentence: not in a relative or subordinate clause, and not in a later
sentence of a long quotation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract.lexicon import Lexicon
from ingest.extract.tokens import NUMBER, WORD, Token, tokenise
from ingest.model import Certainty, Marker, Polarity, Span, Spans

_ORDER = [Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE, Certainty.UNKNOWN]
_STOPS = {
    "who", "which", "whose", "because", "although", "though", "when", "where", "while", "if", "unless",
    "after", "before", "since", "until", "as",
}  # fmt: skip
_HEADING = {"possibility"}
_PRONOUNS = {"i", "we", "he", "she", "they", "it"}


@dataclass(frozen=True, slots=True)
class Stance:
    """How a content is put, and by which words."""

    certainty: Certainty
    polarity: Polarity
    markers: tuple[Marker, ...]


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """Return the less certain of two."""
    return max(one, other, key=_ORDER.index)


def stance(text: str, content: Spans, lexicon: Lexicon) -> Stance:
    """Return certainty and polarity of the words at `content`."""
    tokens = _main_clause(text, content, lexicon)
    certainty, hedge = _hedge(tokens, lexicon)
    negation = _negation(tokens, lexicon)
    if hedge and negation and hedge.start <= negation.start < hedge.end:
        negation = None  # "cannot rule out" hedges, and negates nothing
    markers = []
    if hedge is not None:
        markers.append(Marker("certainty", (hedge,)))
    if negation is not None:
        markers.append(Marker("polarity", (negation,)))
    return Stance(certainty, Polarity.NEGATED if negation else Polarity.AFFIRMED, tuple(markers))


def _main_clause(text: str, content: Spans, lexicon: Lexicon) -> list[Token]:
    """Return the tokens of the first sentence's main clause, as far as they can be told without a parse."""
    tokens: list[Token] = []
    for number, span in enumerate(content):
        part = tokenise(text, span.start, min(span.end, span.start + 2000))
        for k, token in enumerate(part):
            if (
                token.text in {".", "!", "?", ";", "…"}
                and tokens
                and not (token.text == "." and _abbreviated(tokens[-1], lexicon))
            ):
                return tokens
            if token.lower in _STOPS and len(tokens) > 2:
                return tokens
            following = part[k + 1] if k + 1 < len(part) else None
            if (
                token.text == ","
                and following is not None
                and following.lower in {"but", "and", "so", "yet", "with"}
                and len(tokens) > 3
            ):
                return tokens
            relative = (
                following is not None and following.lower in lexicon.words["auxiliary"] | lexicon.finite
            )
            if token.lower == "that" and (len(tokens) > 4 or (len(tokens) > 1 and relative)):
                return tokens
            tokens.append(token)
        if number:
            break
    return tokens


def _abbreviated(token: Token, lexicon: Lexicon) -> bool:
    return token.lower in lexicon.abbreviations or (len(token.text) == 1 and token.capital)


def _hedge(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Certainty, Span | None]:
    best: tuple[Certainty, Span | None] = (Certainty.CERTAIN, None)
    for i, token in enumerate(tokens):
        for phrase, certainty in lexicon.hedges:
            if token.lower != phrase[0] or i + len(phrase) > len(tokens):
                continue
            matched = tokens[i : i + len(phrase)]
            if tuple(t.lower for t in matched) != phrase or certainty is Certainty.CERTAIN:
                continue
            if not _hedging(tokens, i, phrase, lexicon):
                continue
            if weaker(best[0], certainty) is not best[0]:
                best = (certainty, _marker(matched))
            break
    return best


def _marker(matched: Sequence[Token]) -> Span:
    """Return the hedge without a leading article."""
    start = 1 if len(matched) > 1 and matched[0].lower in {"a", "the"} else 0
    return Span(matched[start].start, matched[-1].end)


def _hedging(tokens: Sequence[Token], i: int, phrase: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Return whether the phrase at `i` hedges: not the month of May, not "likely voters", not "could not"."""
    word = tokens[i]
    before = tokens[i - 1].lower if i else ""
    after = tokens[i + len(phrase)].lower if i + len(phrase) < len(tokens) else ""
    words = [t for t in tokens[:i] if t.kind in {WORD, NUMBER}]
    if _HEADING & set(phrase) or (phrase[0] in _PRONOUNS and phrase != ("it", "is", "possible")):
        return len(words) <= 1
    if phrase[0] == "may" and (word.capital or before in lexicon.words["preposition"] or after.isdigit()):
        return False
    if phrase == ("could",) and after in {"not", "only"}:
        return False
    if phrase == ("likely",):
        return before in lexicon.words["auxiliary"] | {"most", "very", "more", "also", "not"} or after == "to"
    if phrase == ("suspected",):
        return False
    return before not in {"the", "a", "an"} or len(phrase) > 1


def _negation(tokens: Sequence[Token], lexicon: Lexicon) -> Span | None:
    """Return the word that negates the main predicate, or None."""
    for i, token in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        before = tokens[i - 1].lower if i else ""
        after = following.lower if following else ""
        if token.lower == "no" and after == "longer" and following is not None:
            return Span(token.start, following.end)
        if token.lower in {"not", "never"} and after not in {
            "only",
            "just",
            "merely",
            "least",
            "long",
            "until",
            "to",
        }:
            return token.span
        if token.lower.endswith("n't") or token.lower == "cannot":
            return token.span
        if token.lower == "no" and before in lexicon.words["be"] | {
            "has",
            "have",
            "had",
            "there",
            "be",
            "been",
            "see",
            "saw",
            "found",
            "takes",
            "made",
        }:
            return token.span
        if token.lower in {"nobody", "none", "nothing", "neither"} and i <= 2:
            return token.span
        if token.lower == "no" and i <= 1 and after != ",":  # "No, it holds" affirms that it holds
            return token.span
    return None
