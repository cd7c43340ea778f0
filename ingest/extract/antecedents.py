"""Where the antecedent of a pronoun may stand: before "who", and outside or inside a quotation."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ingest.extract.lexicon import Lexicon
from ingest.extract.name_kinds import Name
from ingest.extract.tokens import WORD, Token, tokenise
from ingest.model import ActorKind, Span

RELATIVE = {"who", "which", "whom"}
_REACH = 160
"""Characters before a relative pronoun in which its antecedent stands."""
_PARAGRAPH = 3000
"""Characters: paragraphs are read no farther than this from the word in question."""
_MOST_WORDS = 7


def before_relative(
    text: str, pronoun: Span, names: Sequence[Name], starts: Sequence[int], lexicon: Lexicon
) -> Span | None:
    """Return the noun phrase that a relative pronoun stands for, or None if none can be made out.

    "Jane Doe, the mayor of Oslo, who said": the name, since what lies between is an apposition; "officials
    in Oslo who said": the officials, for "who" means no place.

    Args:
        text: the article's text.
        pronoun: where "who" or "which" is.
        names: the article's names in text order.
        starts: where they start.
        lexicon: the word lists.
    """
    low = max(0, pronoun.start - _REACH, text.rfind("\n", 0, pronoun.start) + 1)
    tokens = tokenise(text, low, pronoun.start)
    while tokens and (tokens[-1].text == "," or tokens[-1].lower in lexicon.words["preposition"]):
        tokens = tokens[:-1]
    if not tokens or tokens[-1].kind != WORD:
        return None
    human = pronoun.of(text).lower() != "which"
    name = _name_ending(tokens[-1].end, names, starts)
    if name is not None and (not human or _may_speak(name, tokens, lexicon)):
        return name.span
    phrase = _noun_phrase(tokens, lexicon)
    if phrase is None:
        return name.span if name is not None else None
    first = next(k for k, token in enumerate(tokens) if token.start == phrase.start)
    if first > 1 and tokens[first - 1].text == "," and tokens[first].lower in lexicon.words["appositive"]:
        beside = _name_ending(tokens[first - 2].end, names, starts)
        if beside is not None and beside.kind in {ActorKind.PERSON, ActorKind.OTHER}:
            return beside.span
    return phrase


def _may_speak(name: Name, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether "who" may mean a name: a person's, or one of unclear kind without "in" before it."""
    before = next((token.lower for token in reversed(tokens) if token.end <= name.span.start), "")
    unclear = name.kind is ActorKind.OTHER and before not in lexicon.words["preposition"]
    return name.kind is ActorKind.PERSON or unclear


def _name_ending(end: int, names: Sequence[Name], starts: Sequence[int]) -> Name | None:
    number = bisect_left(starts, end) - 1
    return names[number] if number >= 0 and names[number].span.end == end else None


def _noun_phrase(tokens: Sequence[Token], lexicon: Lexicon) -> Span | None:
    """Return the noun phrase at the end, from its determiner or bare plural, with "of" and "in" phrases."""
    end = len(tokens)
    k = end
    while k > 0 and end - k < 2 * _MOST_WORDS and tokens[k - 1].kind == WORD:
        word = tokens[k - 1].lower
        if word in lexicon.words["determiner"]:
            if k > 1 and tokens[k - 2].lower in lexicon.words["preposition"] and k > 2:
                k -= 2
                continue
            return Span(tokens[k - 1].start, tokens[-1].end)
        if word == "people" or (word.endswith("s") and word[:-1] in lexicon.persons):
            return Span(tokens[k - 1].start, tokens[-1].end)
        if word in lexicon.finite or word in lexicon.words["auxiliary"]:
            break
        k -= 1
    return None


def paragraph(text: str, position: int) -> Span:
    """Return the paragraph around a position, no farther than some 3,000 characters to either side."""
    low, high = max(0, position - _PARAGRAPH), min(len(text), position + _PARAGRAPH)
    end = text.find("\n", position, high)
    return Span(max(low, text.rfind("\n", low, position) + 1), high if end < 0 else end)


def opening_mark(text: str, position: int) -> int | None:
    """Return where the quotation opens that a position of this paragraph lies in, or None."""
    start = paragraph(text, position).start
    opened, closed = text.rfind("“", start, position), text.rfind("”", start, position)
    if opened > closed:
        return opened
    if text.count('"', start, position) % 2:
        return text.rfind('"', start, position)
    return None


def all_quotation(text: str, span: Span) -> bool:
    """Return whether a paragraph is one quotation, which may go on in the next."""
    words = span.of(text).strip()
    return words[:1] in {"“", '"'} and not any(mark in words[1:-1] for mark in '“”"')


def lead_in(text: str, opening: int) -> Span:
    """Return the words of the sentence before its quotation opens ("Jane Doe said: ")."""
    start = paragraph(text, opening).start
    stops = (text.rfind(mark, start, opening) + len(mark) for mark in (". ", "? ", "! ", "” ", '" '))
    return Span(max(start, *(stop for stop in stops if stop > start + 1), start), opening)
