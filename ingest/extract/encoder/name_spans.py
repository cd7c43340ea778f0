"""Where names begin and end: what the rules found and what the encoder sees, weighed against each other.

The rules know how names are made (titles apart, "of" and "and" inside a body's name) and err where a capital
has two reasons: at the head of a sentence, and between two names that touch. The encoder learnt names from
examples, and errs where news differ from these. Each sentence gets the sequence of labels (outside, begin,
inside) that is the most probable for the encoder, those of the rules taken e^RULES times as probable: an
opinion pool with a fixed weight (Genest and Zidek, 1986), decoded by Viterbi's algorithm.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from ingest.extract.compounds import in_compound
from ingest.extract.encoder.labels import KIND_LABELS
from ingest.extract.encoder.network import Reading
from ingest.extract.encoder.viterbi import Floats
from ingest.extract.encoder.words import Words
from ingest.extract.lexicon import Lexicon
from ingest.extract.name_kinds import Name, name_between
from ingest.extract.name_runs import FORMS, Run
from ingest.extract.names import all_capitals, flatten
from ingest.extract.sentences import Sentence
from ingest.extract.tokens import NUMBER, POSSESSIVE, WORD, Token
from ingest.model import Span

RULES = 3.0
"""The logarithm of how much more probable the rules' label is held to be."""
OPENING = 0.5
"""The same at the head of a sentence or quotation, where the rules guess."""
ALONE = 20.0
"""The same where the encoder cannot tell: inside compounds, and where all is in capitals."""
OUTSIDE, BEGIN, INSIDE = range(3)
_NEVER = -1e9
_SMALLEST = 1e-9
_COLUMNS = [[n for n, label in enumerate(KIND_LABELS) if label[0] == letter] for letter in "OBI"]
_WITHIN = frozenset(
    "of the and for on in at to do et de del della di da dos du des la le van von der den bin al el y".split()
)
"""Small words that a name may hold, though not begin or end with."""
_BRACKETS = frozenset({"LRB", "RRB", "LSB", "RSB", "LCB", "RCB"})
"""How tokenised text writes brackets: "-LRB-"."""

Scores = tuple[float, float, float]


def settle_spans(
    names: Sequence[Name],
    found: Sequence[Sentence],
    words: Words,
    readings: Sequence[Reading],
    lexicon: Lexicon,
) -> list[Name]:
    """Return the names of a text, in text order, each from where to where rules and encoder agree best.

    Args:
        names: as the rules found them.
        found: the text's sentences.
        words: the text's words as the encoder sees them.
        readings: the encoder's readings of all its windows.
        lexicon: the word lists.
    """
    chances = label_chances(readings)
    ruled = {name.span: name for name in names}
    starts = {name.span.start: name for name in names}
    known = {word for name in names if len(name.words) > 1 for word in name.words}
    begins = words.starts.tolist()
    flat = [flatten(sentence.units) for sentence in found]
    known |= {token.lower for tokens, _ in flat for token in tokens if token.text.islower()}
    known |= {t.text for tokens, openings in flat for t in tokens if t.start in starts.keys() - openings}
    known |= {*lexicon.places, *lexicon.names["acronym"], *lexicon.media["platform"]}
    out: list[Name] = []
    for tokens, openings in flat:
        labels = _best(list(_scores(tokens, openings - _known(tokens, known), starts, begins, chances)))
        for begin, end in _spans(labels, tokens):
            span = Span(tokens[begin].start, tokens[end - 1].end)
            whole = ruled.get(Span(tokens[max(0, begin - 1)].start, span.end))
            if whole is not None and whole.words[0].lower() == "the" and _outlet(tokens[begin:end], lexicon):
                name: Name | None = replace(whole, span=span)  # "The Economist" is called so
            else:
                name = ruled.get(span) or _made(tokens, begin, end, openings, lexicon)
            if name is not None:
                out.append(name)
    return sorted(out, key=lambda name: name.span)


def _known(tokens: Sequence[Token], words: set[str]) -> set[int]:
    """Return where words stand of which the article tells elsewhere, in a longer name or in lower case, what
    they are: there the rules do not guess."""
    return {token.start for token in tokens if token.text in words or token.lower in words}


def label_chances(readings: Sequence[Reading]) -> list[Scores]:
    """Return for each word how probable it is to be outside a name, its first, or another of its words."""
    rows: list[Scores] = []
    for reading in readings:
        table = _softmax(reading.kinds)
        rows += zip(*(table[:, columns].sum(axis=1).tolist() for columns in _COLUMNS), strict=True)
    return rows


def _softmax(scores: Floats) -> Floats:
    weights: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = weights / weights.sum(axis=1, keepdims=True)
    return shares


def _scores(
    tokens: Sequence[Token],
    openings: set[int],
    starts: dict[int, Name],
    begins: Sequence[int],
    chances: Sequence[Scores],
) -> Iterator[Scores]:
    """Yield for each token the score of each label, impossible ones never."""
    end = -1
    capitals = all_capitals(tokens)
    for k, token in enumerate(tokens):
        name = starts.get(token.start)
        closed = k > 0 and tokens[k - 1].end == end and tokens[k - 1].lower in FORMS
        if name is not None:
            end = name.span.end
        ruled = BEGIN if name is not None else INSIDE if token.start < end else OUTSIDE
        if ruled is OUTSIDE and not _may_continue(token):
            yield 0.0, _NEVER, _NEVER  # most words: in lower case
            continue
        more = k + 1 < len(tokens) and tokens[k + 1].start < end
        alone = ruled is not INSIDE and not (ruled is BEGIN and more)
        guess = (token.start in openings and alone) or (not token.capital and _capital_within(token))
        blind = capitals or in_compound(tokens, k)
        weight = ALONE if blind else OPENING if guess else RULES
        first = bisect_left(begins, token.start)
        last = bisect_left(begins, token.end, first)
        seen = chances[first] if first < last else (1.0, 0.0, 0.0)
        outside = min((chances[n][0] for n in range(first, last)), default=1.0)
        row = [math.log(max(_SMALLEST, value)) for value in (outside, seen[1], seen[2])]
        row[ruled] += weight
        if not _may_begin(token) and ruled is not BEGIN:
            row[BEGIN] = _NEVER
        if (not _may_continue(token) or closed) and ruled is not INSIDE:
            row[INSIDE] = _NEVER
        yield row[0], row[1], row[2]


def _capital_within(token: Token) -> bool:
    return token.kind == WORD and any(char.isupper() for char in token.text[1:])


def _may_begin(token: Token) -> bool:
    """Return whether a name may begin with a token: with a capital, or one within ("iPhone")."""
    return (token.capital or _capital_within(token)) and token.text not in _BRACKETS


def _may_continue(token: Token) -> bool:
    return (
        _may_begin(token)
        or token.kind in {NUMBER, POSSESSIVE}
        or token.lower in _WITHIN
        or token.text in {".", "&", "-", "'", "’", "/", "!"}
    )


def _best(scores: Sequence[Scores]) -> list[int]:
    """Return the best sequence of labels in which nothing is inside that nothing began (Viterbi, 1967)."""
    total = [0.0, 0.0, _NEVER]
    back: list[tuple[int, int]] = []  # best label before outside or begin, and before inside
    for row in scores:
        any_before = max(range(3), key=total.__getitem__)
        inside_before = BEGIN if total[BEGIN] >= total[INSIDE] else INSIDE
        back.append((any_before, inside_before))
        total = [
            total[any_before] + row[OUTSIDE],
            total[any_before] + row[BEGIN],
            (total[inside_before] if len(back) > 1 else _NEVER) + row[INSIDE],
        ]
    label = max(range(3), key=total.__getitem__)
    labels: list[int] = []
    for any_before, inside_before in reversed(back):
        labels.append(label)
        label = inside_before if label == INSIDE else any_before
    return labels[::-1]


def _spans(labels: Sequence[int], tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the first token and the one after the last of each name, small words and marks at its ends left
    out."""
    begin = None
    for k, label in enumerate([*labels, OUTSIDE]):
        if begin is not None and label != INSIDE:
            first, last = begin, k
            while first < last and (
                not _may_begin(tokens[first]) or tokens[first].lower in {"the", "a", "an"}
            ):
                first += 1
            while last > first and not (_may_begin(tokens[last - 1]) or _kept(tokens, first, last)):
                last -= 1
            if first < last:
                yield first, last
            begin = None
        if label == BEGIN:
            begin = k


def _outlet(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether words name a newspaper or the like."""
    words = [token.lower for token in tokens]
    return bool(words) and (
        " ".join(words) in lexicon.media["outlet"] or words[-1] in lexicon.media["outlet_head"]
    )


def _kept(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Return whether a number or an abbreviation's stop ends a name ("Boeing 747", "Berg Inc.")."""
    token = tokens[last - 1]
    if token.kind == NUMBER:
        return True
    return (
        token.text == "." and last - 2 > first and token.start == tokens[last - 2].end and len(tokens) > last
    )


def _made(
    tokens: list[Token], begin: int, end: int, openings: Iterable[int], lexicon: Lexicon
) -> Name | None:
    """Return the name that some tokens of a sentence make, with the title and role before it."""
    first = begin
    while first > 0 and begin - first < 8 and (tokens[first - 1].capital or tokens[first - 1].text == "."):
        first -= 1
    run = Run(
        tokens[begin:end],
        tokens[max(0, begin - 8) : begin],
        tokens[end] if end < len(tokens) else None,
        tokens[begin].start in openings,
        begin,
    )
    return name_between(run, tokens[first:begin], lexicon)
