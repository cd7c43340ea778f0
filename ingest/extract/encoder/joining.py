"""From labelled pieces to attributions: a cue with its source and the pieces of its content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.extract.encoder.decoding import Piece
from ingest.extract.encoder.labels import CONTENT, CUE
from ingest.extract.encoder.words import Words
from ingest.model import Span, Spans

_FURTHEST = 4
"""A quotation in so many paragraphs below is still the same speech."""
LEAST_ODDS = 0.1
"""How probable a piece must at least be a cue's, compared with the cue that it would be taken from."""
FAR = 0.9
"""How probable a source in another sentence must be."""
_MARKS = "\"“«„'‘`"


@dataclass(frozen=True, slots=True)
class Joined:
    """An attribution as the encoder finds it: flat, with the spans as PolNeAR marks them.

    Attributes:
        parts: how probable its parts are: (content, cue, source, arcs), each 0 to 1.
    """

    source: Spans
    cue: Spans
    content: Spans
    parts: tuple[float, float, float, float]

    @property
    def start(self) -> int:
        """Where its first word is."""
        return min(span.start for span in (*self.source, *self.cue, *self.content))


def join(pieces: Sequence[Piece], words: Words, text: str) -> list[Joined]:
    """Put attributions together, in text order.

    A piece of content whose window holds no cue for it goes on with the content before it, if that reached
    the end of its window, or if both are quotations of one speech.
    """
    contents: dict[int, list[int]] = {n: [] for n, piece in enumerate(pieces) if piece.role == CUE}
    alone: list[int] = []
    last: int | None = None  # the cue of the content before
    for n, piece in enumerate(pieces):
        if piece.role != CONTENT:
            continue
        cue = _cue(pieces, piece, words, text)
        if cue is None and last is not None and _goes_on(pieces, contents[last][-1], n, words, text):
            cue = last
        if cue is None:
            alone.append(n)
        else:
            contents[cue].append(n)
        last = cue
    _share_out(pieces, contents)
    joined = [_joined(pieces, cue, numbers, words) for cue, numbers in contents.items() if numbers]
    joined += [
        Joined((), (), (_span(pieces[n], words),), (pieces[n].probability, 1.0, 1.0, pieces[n].arc(None)))
        for n in alone
    ]
    return sorted(joined, key=lambda one: one.start)


def _cue(pieces: Sequence[Piece], piece: Piece, words: Words, text: str) -> int | None:
    """Return the most probable cue of a content: in its own paragraph, unless it is a quotation or follows
    a colon."""
    if _quoted(piece, words, text):
        return piece.head
    here = words.paragraph[piece.first]
    for cue, _ in piece.heads:
        if cue is None or words.paragraph[pieces[cue].first] == here:
            return cue
        last = int(np.searchsorted(words.paragraph, here)) - 1
        if text[words.starts[last]] == ":":
            return cue
    return None


def _share_out(pieces: Sequence[Piece], contents: dict[int, list[int]]) -> None:
    """Give each cue without content one of another cue's several pieces, if it may well be its own."""
    for cue in [cue for cue, numbers in contents.items() if not numbers]:
        best, odds = None, LEAST_ODDS
        for other, numbers in contents.items():
            for n in numbers if len(numbers) > 1 else ():
                mine = pieces[n].arc(cue) / max(pieces[n].arc(other), 1e-9)
                if mine > odds:
                    best, odds = (other, n), mine
        if best is not None:
            contents[best[0]].remove(best[1])
            contents[cue].append(best[1])


def _goes_on(pieces: Sequence[Piece], before: int, n: int, words: Words, text: str) -> bool:
    """Return whether a piece without a cue goes on with the content before it."""
    one, other = pieces[before], pieces[n]
    if other.cut and one.last == other.first:
        return True
    near = words.paragraph[other.first] - words.paragraph[one.last - 1] <= _FURTHEST
    return bool(near and _quoted(one, words, text) and _quoted(other, words, text))


def _quoted(piece: Piece, words: Words, text: str) -> bool:
    return text[words.starts[piece.first]] in _MARKS


def _source(pieces: Sequence[Piece], cue: int, words: Words) -> int | None:
    """Return the most probable source of a cue; one in another sentence only if none is in its own."""
    here = words.sentence[pieces[cue].first]
    near = [
        (source, chance)
        for source, chance in pieces[cue].heads
        if source is None or words.sentence[pieces[source].first] == here or chance > FAR
    ]
    return near[0][0]


def _joined(pieces: Sequence[Piece], cue: int, contents: Sequence[int], words: Words) -> Joined:
    source = _source(pieces, cue, words)
    chosen = sorted(contents)
    probability, arc = 1.0, pieces[cue].arc(source)
    for n in chosen:
        probability *= pieces[n].probability
        arc *= max(pieces[n].arc(cue), pieces[n].arc(None))
    return Joined(
        () if source is None else (_span(pieces[source], words),),
        (_span(pieces[cue], words),),
        tuple(_span(pieces[n], words) for n in chosen),
        (probability, pieces[cue].probability, 1.0 if source is None else pieces[source].probability, arc),
    )


def _span(piece: Piece, words: Words) -> Span:
    return Span(int(words.starts[piece.first]), int(words.ends[piece.last - 1]))
