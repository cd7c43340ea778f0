"""What the encoder and the rules found of one article, put together.

The encoder was trained on outermost attributions in general news, and decides which there are and where
they begin and end. The rules read what it does not: headlines' own forms, transcripts, attributions within
a content, and what a claim leaves out of the words that PolNeAR marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.extract.tagging import Tagged
from ingest.model import Span, Spans

UNSURE = 0.31
"""Below this confidence the rules' content is right as often as the encoder's (train articles held back)."""


def blend(trained: Sequence[Tagged], rules: Sequence[Tagged], text: str, title_end: int) -> list[Tagged]:
    """Return the attributions of both, each once, in text order.

    Args:
        trained: as the encoder found them, nested ones included.
        rules: all that the rules found, nested ones included.
        text: the article's text.
        title_end: where the headline ends.
    """
    out: list[Tagged] = []
    used: set[int] = set()
    for one in trained:
        number = _same(one, rules)
        if number is None:
            if one.claim:  # else it is for the flat reading alone
                out.append(one)
        else:
            used.add(number)
            out.append(_joined(one, rules[number], text))
    silent = all(one.start >= title_end for one in out)
    rest = [rule for number, rule in enumerate(rules) if number not in used]
    out += [rule for rule in rest if (silent and rule.start < title_end) or _kept(rule, out, trained)]
    return sorted(dict.fromkeys(out), key=lambda t: (t.start, -t.end, t.cue, t.content))


def _same(one: Tagged, rules: Sequence[Tagged]) -> int | None:
    """Return the number of the rules' attribution with the same cue words, or None."""
    best, most = None, 0
    for number, rule in enumerate(rules):
        shared = _overlap(one.cue, rule.cue)
        if shared > most:
            best, most = number, shared
    return best


def _joined(one: Tagged, rule: Tagged, text: str) -> Tagged:
    """Take what the rules know of the cue, and the encoder's words.

    The rules' content is taken where they split it by design ("dismissed Y as Z"), where the two differ by an
    introducing word, and where the encoder is unsure.
    """
    if rule.behind:
        return replace(rule, confidence=one.confidence)
    content, that = one.content, one.complementiser
    close = _covers(one.content, rule.content) and _near(one.content, rule.content)
    if rule.disputes or close or one.confidence < UNSURE:
        content, that = rule.content, rule.complementiser
    source = one.source or rule.source
    if _stands_for_another(one.source, text):
        source = rule.source
    antecedent = rule.antecedent if source == rule.source else ()
    return replace(
        rule,
        source=source,
        content=content,
        complementiser=that,
        antecedent=antecedent,
        confidence=one.confidence,
    )


def _stands_for_another(source: Spans, text: str) -> bool:
    """Return whether a source is a relative pronoun, or the writer ("I’m told")."""
    return len(source) == 1 and source[0].of(text).lower() in {"who", "which", "that", "i", "we"}


def _kept(rule: Tagged, out: Sequence[Tagged], trained: Sequence[Tagged]) -> bool:
    """Return whether an attribution that only the rules found is kept.

    Those inside a content that the encoder found are, and the source behind another's report.
    """
    if rule.behind and any(one.content == rule.content for one in out):
        return True
    if not rule.source and not any(one.start < rule.end and rule.start < one.end for one in out):
        return True  # "reportedly", which PolNeAR does not mark
    anchor = (rule.cue or rule.content)[0]
    return any(_holds(outer.content, anchor) for outer in [*out, *trained])


def _holds(spans: Spans, inner: Span) -> bool:
    return any(span.start <= inner.start and inner.end <= span.end for span in spans)


def _covers(outer: Spans, inner: Spans) -> bool:
    return all(_holds(outer, span) for span in inner)


def _near(one: Spans, other: Spans) -> bool:
    """Return whether two contents begin and end within a few characters of each other."""
    return abs(one[0].start - other[0].start) <= 8 and abs(one[-1].end - other[-1].end) <= 3


def _overlap(one: Spans, other: Spans) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
