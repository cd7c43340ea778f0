"""The parts of a sentence that no attribution takes and that are clauses of their own."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.finite import finite_at
from ingest.extract.frames import trim
from ingest.extract.lexicon import Lexicon
from ingest.extract.sentences import Sentence
from ingest.extract.subjects import DASHES, Range
from ingest.extract.tokens import PUNCTUATION, QUOTE, WORD, Token
from ingest.model import Span

_JOINS = {"and", "but", "while", "yet"}
_SUBORDINATE = {
    "while", "although", "though", "if", "when", "as", "because", "since", "after", "before", "until",
    "unless", "whereas", "whether", "that", "which", "who",
}  # fmt: skip
_CAPTION = 12  # the words of a caption that ran into the sentence after it, at most


def free_clauses(sentence: Sentence, taken: Sequence[Span], lexicon: Lexicon, *, opens: bool) -> list[Range]:
    """Return the unit ranges of a sentence that stand as clauses of their own beside attributions.

    A sentence that no attribution touches is one clause. Beside an attribution only what a semicolon or a
    joining word divides from it is taken, and behind it only if the attributed words ended with a
    quotation: else what follows may be more of what was said.

    Args:
        sentence: the sentence.
        taken: where attributions are, from first word to last.
        lexicon: the word lists.
        opens: whether it is the first of its paragraph, where a dateline or a caption may precede it.
    """
    units = sentence.units
    begin = opening(units, lexicon) if opens else 0
    touching = [t for t in taken if t.start < sentence.end and t.end > sentence.start]
    if not touching:
        return [(begin, len(units))]
    first, last = min(t.start for t in touching), max(t.end for t in touching)
    found = []
    before = next((k for k, u in enumerate(units) if u.end > first), len(units))
    if before > begin + 1 and (units[before - 1].text == ";" or units[before - 1].lower in _JOINS):
        found.append(trim(units, begin, before - (units[before - 1].kind == WORD)))
    after = next((k for k, u in enumerate(units) if u.start >= last), len(units))
    if 0 < after < len(units) - 2 and (joined := _joined(units, after)) is not None:
        found.append(trim(units, joined, len(units)))
    return [part for part in found if _independent(units, part, lexicon)]


def opening(units: Sequence[Token], lexicon: Lexicon) -> int:
    """Return where a paragraph's first sentence begins after a dateline, or a caption that ran into it.

    "PARIS (AFP) — The …", "Evansville, Indiana - This …"; "The mayor of Varnholm In the north of it, …":
    a preposition in capitals before a word in lower case, where no sentence ended.
    """
    for k in range(1, min(len(units) - 2, 10)):
        if units[k].text in DASHES:
            place = units[:k]
            lower = any(u.kind == WORD and not u.capital for u in place)
            marked = any(u.text in {",", "("} for u in place) or (
                place[0].text.isupper() and len(place[0].text) > 2
            )
            return 0 if lower or not marked or any(u.kind == QUOTE for u in place) else k + 1
    for k in range(2, min(len(units) - 4, _CAPTION)):
        unit, before, after = units[k], units[k - 1], units[k + 1]
        if (
            unit.capital
            and unit.lower in lexicon.words["preposition"]
            and before.kind != PUNCTUATION
            and before.lower not in lexicon.words["preposition"]
            and after.kind == WORD
            and after.text.islower()
            and not any(u.kind == QUOTE for u in units[:k])
        ):
            return k
    return 0


def _joined(units: Sequence[Token], after: int) -> int | None:
    """Return where a clause begins that is joined to an attribution ending before `after`, or None."""
    quoted = units[after - 1].kind == QUOTE
    k = after
    if units[k].text == ";":
        return k + 1
    if units[k].text == ",":
        k += 1
    if quoted and k < len(units) and units[k].lower in {"but", "and"}:
        return k + 1
    return None


def _independent(units: Sequence[Token], part: Range, lexicon: Lexicon) -> bool:
    """Return whether a part has a subject and a verb after it, and depends on nothing."""
    region = units[part[0] : part[1]]
    if len(region) < 3 or region[0].lower in _SUBORDINATE or finite_at(region, 0, lexicon):
        return False
    return any(finite_at(region, k, lexicon) for k in range(1, len(region)))
