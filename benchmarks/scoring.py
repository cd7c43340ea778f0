"""Chain-exact scoring: a claim is right only if its words *and* the whole chain of who said it are right.

Pure functions over an extractor's claims and the gold. Two strictnesses are reported apart:

- exact: the innermost content begins and ends where the gold does, and every speaker's resolved name along
  the chain, every medium, the certainty and the polarity are the same (names without case and leading
  article);
- relaxed: contents may differ in quotation marks, punctuation and a leading "that" or article at their edges,
  and a name or medium may be a longer or shorter form of the gold's ("two engineers" for "two engineers
  familiar with the dam").

A predicted claim that equals one already matched counts as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.gold import GoldClaim, GoldLink
from ingest.model import Attribution, Claim, Span, Spans
from ingest.text import normalise_wording

_LEADING = re.compile(r"(?:(?:the|an?|that)\s+)+", re.IGNORECASE)
_ONLY_LEADING = re.compile(r"(?:(?:the|an?|that)\s*)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Score:
    """How many claims there are in the gold, how many were found, and how many of those are right."""

    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right; 1 if nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of what there is, the share that was found right; 1 if there is nothing."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 1.0


@dataclass(frozen=True, slots=True)
class Matching:
    """Which found claim stands for which gold claim.

    Attributes:
        pairs: indices (gold, found) of claims that are right.
        missed: indices of gold claims without a right one.
        spurious: indices of found claims that are right for none.
    """

    pairs: tuple[tuple[int, int], ...]
    missed: tuple[int, ...]
    spurious: tuple[int, ...]

    @property
    def score(self) -> Score:
        """The counts."""
        right = len(self.pairs)
        return Score(right + len(self.missed), right + len(self.spurious), right)


def match(gold: Sequence[GoldClaim], found: Sequence[Claim], text: str, *, relaxed: bool = False) -> Matching:
    """Pair each gold claim with the first found claim that is right for it and not paired yet."""
    pairs: list[tuple[int, int]] = []
    free = list(range(len(found)))
    for wanted, claim in enumerate(gold):
        for candidate in free:
            if not faults(claim, found[candidate], text, relaxed=relaxed):
                pairs.append((wanted, candidate))
                free.remove(candidate)
                break
    paired = {wanted for wanted, _ in pairs}
    return Matching(tuple(pairs), tuple(n for n in range(len(gold)) if n not in paired), tuple(free))


def align(gold: Sequence[GoldClaim], found: Sequence[Claim], text: str) -> tuple[tuple[int, int], ...]:
    """Pair claims that word the same content (relaxed), whoever says it.

    Where several word it, those go together that differ least otherwise.

    Returns:
        Indices (gold, found), in the gold's order.
    """
    candidates = sorted(
        (len(faults(claim, other, text, relaxed=True)), wanted, candidate)
        for wanted, claim in enumerate(gold)
        for candidate, other in enumerate(found)
        if same_content(claim, other, text, relaxed=True)
    )
    pairs: dict[int, int] = {}
    for _, wanted, candidate in candidates:
        if wanted not in pairs and candidate not in pairs.values():
            pairs[wanted] = candidate
    return tuple(sorted(pairs.items()))


def total(scores: Iterable[Score]) -> Score:
    """Add up counts (micro average)."""
    listed = list(scores)
    return Score(*(sum(getattr(score, name) for score in listed) for name in ("gold", "found", "right")))


def faults(gold: GoldClaim, found: Claim, text: str, *, relaxed: bool = False) -> tuple[str, ...]:
    """Return what is wrong about a found claim, as the names of the parts that differ; empty if it is right.

    The parts are ``content``, ``chain`` (another number of links), ``speaker 1``, ``medium 1``, … by link,
    ``certainty`` and ``polarity``.
    """
    wrong = [] if same_content(gold, found, text, relaxed=relaxed) else ["content"]
    links = found.chain[1:]
    if found.chain[0].spans or len(links) != len(gold.chain):
        wrong.append("chain")
    else:
        for number, (wanted, link) in enumerate(zip(gold.chain, links, strict=True), start=1):
            if not same_speaker(wanted, link, relaxed=relaxed):
                wrong.append(f"speaker {number}")
            if not same_medium(wanted, link, relaxed=relaxed):
                wrong.append(f"medium {number}")
    if found.certainty not in gold.certainties:
        wrong.append("certainty")
    if found.polarity not in gold.polarities:
        wrong.append("polarity")
    return tuple(wrong)


def same_content(gold: GoldClaim, found: Claim, text: str, *, relaxed: bool = False) -> bool:
    """Whether the found claim's main wording is one of the gold's places."""
    places = gold.places + gold.also
    if found.occurrences[0] in places:
        return True
    return relaxed and trimmed(found.occurrences[0], text) in {trimmed(place, text) for place in places}


def same_speaker(gold: GoldLink, found: Attribution, *, relaxed: bool = False) -> bool:
    """Whether the found link's speaker has one of the names that the gold accepts."""
    if not gold.names:
        return found.unnamed
    return any(_same_name(name, found.name, relaxed=relaxed) for name in gold.names)


def same_medium(gold: GoldLink, found: Attribution, *, relaxed: bool = False) -> bool:
    """Whether the found link's medium is one that the gold accepts."""
    if found.medium is None or gold.media == (None,):
        return found.medium is None and None in gold.media
    name = found.medium.name
    return any(_same_name(medium, name, relaxed=relaxed) for medium in gold.media if medium is not None)


def _same_name(gold: str, found: str, *, relaxed: bool) -> bool:
    wanted, name = bare(gold), bare(found)
    return wanted == name or (relaxed and (contains(wanted, name) or contains(name, wanted)))


def contains(whole: str, part: str) -> bool:
    """Whether `part` stands in `whole` as whole words."""
    return bool(part) and f" {part} " in f" {whole} "


def bare(name: str) -> str:
    """Return a name without case, quotation marks, surrounding punctuation and leading article.

    >>> bare("The “Asia Times”")
    'asia times'
    """
    return normalise_wording(_LEADING.sub("", normalise_wording(name), count=1))


def trimmed(spans: Spans, text: str) -> Spans:
    """Return spans without what a relaxed comparison overlooks, adjoining ones joined.

    That is: quotation marks, punctuation and space at the edges of each span, a leading "that" or article of
    the first, and gaps that hold nothing else.
    """
    joined: list[Span] = []
    for span in spans:
        if joined and not any(char.isalnum() for char in text[joined[-1].end : span.start]):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    pieces = [piece for piece in (_without_edges(span, text) for span in joined) if piece.start < piece.end]
    if pieces:
        words = _ONLY_LEADING.match(text, pieces[0].start, pieces[0].end)
        start = words.end() if words else pieces[0].start
        pieces[0] = _without_edges(Span(start, pieces[0].end), text)
    return tuple(pieces)


def _without_edges(span: Span, text: str) -> Span:
    """Return the span from its first letter or digit to its last."""
    inside = [offset for offset in range(span.start, span.end) if text[offset].isalnum()]
    return Span(inside[0], inside[-1] + 1) if inside else Span(span.start, span.start)
