"""Names in the text: runs of capitalised words, told from words capitalised for other reasons.

A word that opens a sentence counts as a name only if something else says so: it stands capitalised inside
a sentence elsewhere, belongs to a longer name of the article, or is a well-known place. In a headline in
title case only names that the body knows are taken. Adjectives of nationality are no names by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.extract.compounds import split_compound
from ingest.extract.lexicon import Lexicon
from ingest.extract.name_kinds import Name, name_of
from ingest.extract.name_runs import MAX_WORDS, Run, capital_runs
from ingest.extract.sentences import Sentence
from ingest.extract.tokens import NUMBER, QUOTE, WORD, Token
from ingest.model import ActorKind, Span


def find_names(found: Sequence[Sentence], lexicon: Lexicon, title_end: int) -> list[Name]:
    """Return the names of a text in text order.

    Args:
        found: its sentences.
        lexicon: the word lists.
        title_end: where the headline ends.
    """
    runs: list[Run] = []
    headline: list[list[Token]] = []
    lower_seen: set[str] = set()
    for sentence in found:
        tokens, openings = flatten(sentence.units)
        if (sentence.start < title_end and _title_case(tokens, lexicon)) or all_capitals(tokens):
            headline.append(tokens)
            continue
        lower_seen.update(t.lower for t in tokens if t.kind == WORD and not t.capital)
        runs.extend(capital_runs(tokens, openings, lexicon))
    confirmed: set[str] = set()
    for run in runs:
        kept = run.tokens[1:] if run.initial else run.tokens
        confirmed.update(t.text for t in kept if t.capital)
    named = [(run, name_of(run, confirmed, lower_seen, lexicon)) for run in runs]
    names = [name for _, name in named if name is not None]
    names += [place for run, name in named if name and (place := _place_before(run, name, lexicon))]
    known = {name.words: name for name in names}
    for tokens in headline:
        names.extend(_known_in(tokens, known, lexicon))
    return sorted(names, key=lambda name: name.span)


def _place_before(run: Run, name: Name, lexicon: Lexicon) -> Name | None:
    """Return the place that opens a title ("United States Senator Anna Berg")."""
    before = [token for token in run.tokens if token.end <= name.span.start]
    for length in range(min(3, len(before) - 1), 0, -1):
        words = tuple(token.text for token in before[:length])
        if " ".join(words).lower() in lexicon.places:
            span = Span(before[0].start, before[length - 1].end)
            return Name(span, words, ActorKind.PLACE, text=" ".join(words))
    return None


def flatten(units: Iterable[Token]) -> tuple[list[Token], set[int]]:
    """Return the tokens with quotations and compounds opened, and where those start that open a sentence or
    quotation."""
    out: list[Token] = []
    openings: set[int] = set()
    opening = True
    stack = list(reversed(list(units)))
    while stack:
        token = stack.pop()
        if token.kind == QUOTE:
            opening = opening or len(token.inner) > 4
            stack.extend(reversed(token.inner))
            continue
        parts = split_compound(token)
        if len(parts) > 1:
            stack.extend(reversed(parts))
            continue
        if token.kind in {WORD, NUMBER}:
            if opening:
                openings.add(token.start)
            opening = False
        elif token.text in {".", "!", "?", ":", "…"}:
            opening = not (
                token.text == "." and out and (len(out[-1].text) == 1 or out[-1].lower in _TITLES_DOTTED)
            )
        out.append(token)
    return out, openings


_TITLES_DOTTED = {
    "mr", "mrs", "ms", "dr", "prof", "gen", "sen", "rep", "gov", "lt", "col", "sgt", "st", "jr", "sr",
    "rev", "hon", "capt", "adm", "maj", "inc", "corp",
}  # fmt: skip


def _title_case(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether a headline has capitals where no name asks for them: on most words, small ones aside."""
    words = [t for t in tokens[1:] if t.kind == WORD and t.lower not in _SMALL]
    common = lexicon.verbs.keys() | lexicon.finite | lexicon.openers | lexicon.nouns.keys()
    return (
        len(words) < 2
        or sum(t.capital for t in words) > 0.7 * len(words)
        or sum(t.capital and t.lower in common for t in words) > 1
    )


_SMALL = set("a an the and or but of in on at to by for from with as is over vs into off up after".split())


def all_capitals(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence, of four words or more, is written in capitals."""
    words = [t for t in tokens if t.kind == WORD and len(t.text) > 1]
    return len(words) >= 4 and sum(t.text.isupper() for t in words) > 0.7 * len(words)


def _known_in(
    tokens: Sequence[Token], known: dict[tuple[str, ...], Name], lexicon: Lexicon
) -> Iterable[Name]:
    """Find names that the body knows in a headline, longest first; case is ignored in a headline all in
    capitals."""
    table = {tuple(w.lower() for w in words): name for words, name in known.items()}
    words = [t for t in tokens if t.kind in {WORD, NUMBER}]
    i = 0
    while i < len(words):
        for length in range(min(MAX_WORDS, len(words) - i), 0, -1):
            part = words[i : i + length]
            key = tuple(t.lower for t in part)
            name = table.get(key)
            place = lexicon.places.get(" ".join(key))
            if (name or place) and part[0].capital:
                spelled = tuple(t.text for t in part)
                yield Name(
                    Span(part[0].start, part[-1].end),
                    name.words if name else spelled,
                    name.kind if name else ActorKind.PLACE,
                    text=name.text if name else " ".join(spelled),
                )
                i += length
                break
        else:
            i += 1
