"""The forms that only headlines have: "C - Report", "X: C", "C: minister", "C, says X"."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.frames import spans, trim
from ingest.extract.lexicon import Lexicon
from ingest.extract.subjects import DASHES
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import QUOTE, WORD, Token
from ingest.model import SpeechAct

_LABELS = {
    "exclusive", "breaking", "video", "watch", "live", "update", "updated", "analysis", "opinion", "photos",
    "exclusive report", "fact check", "poll position", "review", "interview", "comment", "editorial",
    "factbox", "explainer", "timeline", "profile", "obituary", "correction",
}  # fmt: skip


def tag_headline(
    units: Sequence[Token], lexicon: Lexicon, speakers: frozenset[str] = frozenset()
) -> list[Tagged]:
    """Return the attribution that a headline's punctuation makes, if any.

    Args:
        units: the headline's units.
        lexicon: the word lists.
        speakers: the last words of the body's sources in lower case: "Smith: C" is read as speech if
            Smith speaks.
    """
    for k in range(len(units) - 2, 0, -1):
        if units[k].text in DASHES:
            tail = units[k + 1 :]
            if len(tail) <= 6 and _size(units[:k]) > 3 and _speaks(tail, lexicon):
                return [_tag(units, (k + 1, len(units)), (0, k), k, lexicon)]
    colons = [k for k in range(1, len(units) - 1) if units[k].text == ":"]
    if len(colons) != 1:
        return []
    k = colons[0]
    head, tail = units[:k], units[k + 1 :]
    if " ".join(u.lower for u in head) in _LABELS or head[0].lower in _LABELS:
        return []
    if (
        len(tail) <= 5
        and _size(units[:k]) > 3
        and _speaks(tail, lexicon)
        and not any(u.lower in lexicon.finite for u in tail)
    ):
        return [_tag(units, (k + 1, len(units)), (0, k), k, lexicon)]
    if (
        len(head) <= 6
        and len(tail) >= 3
        and (
            _speaks(head, lexicon)
            or (_names(head, lexicon) and (tail[0].kind == QUOTE or head[-1].lower in speakers))
        )
    ):
        return [_tag(units, (0, k), (k + 1, len(units)), k, lexicon)]
    return []


def label_end(units: Sequence[Token]) -> int | None:
    """Return where a headline begins after its label ("Fact check: No, …").

    None stands for a headline that another colon divides.
    """
    k = next((k for k, unit in enumerate(units) if unit.text == ":"), None)
    if k is None:
        return 0
    if " ".join(u.lower for u in units[:k]) not in _LABELS:
        return None
    k += 1
    return k + 2 if k + 1 < len(units) and units[k].lower in {"no", "yes"} and units[k + 1].text == "," else k


def _size(units: Sequence[Token]) -> int:
    """Return how many words units have, those in quotations counted."""
    return sum(len(unit.inner) or 1 for unit in units)


def _speaks(phrase: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether a headline's part can be a speaker: a role, a document, or sources."""
    last = phrase[-1].lower
    return (
        last in lexicon.roles
        or last in lexicon.documents
        or any(u.lower in lexicon.roles and u.kind == WORD for u in phrase[:2])
        or (
            len(phrase) <= 3
            and all(u.kind == WORD and u.text[0].isupper() for u in phrase)
            and last in lexicon.media["outlet_head"] | lexicon.media["outlet"]
        )
    )


def _names(phrase: Sequence[Token], lexicon: Lexicon) -> bool:
    return all(u.capital for u in phrase if u.kind == WORD) and len(phrase) <= 4


def _tag(
    units: Sequence[Token], source: tuple[int, int], content: tuple[int, int], mark: int, lexicon: Lexicon
) -> Tagged:
    words = {u.lower for u in units[source[0] : source[1]]}
    return Tagged(
        source=spans(units, [trim(units, *source)]),
        cue=spans(units, [(mark, mark + 1)]),
        content=spans(units, [trim(units, *content)]),
        act=SpeechAct.REPORT if words & lexicon.documents else SpeechAct.SAY,
        confidence=0.75,
        headline=True,
    )
