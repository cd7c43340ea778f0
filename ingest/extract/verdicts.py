"""What a fact-checker's verdict says of a claim, where it is plain: that it is false, or that it is true.

Half-truths, claims without proof or context and satire are neither, and neither is a verdict that nobody here
knows, unless its number stands at the end of its scale.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from ingest.model import RelationType


def _verdicts(words: str) -> frozenset[str]:
    return frozenset(" ".join(each.split()) for each in words.split("·"))


# Whole verdicts, in lower case without punctuation, as fact-checkers write them in English, Spanish,
# Portuguese, French, German, Italian, Polish, Indonesian, Turkish, Russian and Ukrainian.
_FALSE = _verdicts(
    """
    false · fake · fake news · untrue · not true · incorrect · wrong · not correct · inaccurate ·
    fabricated · hoax · pants on fire · four pinocchios · totally false · completely false ·
    this is false · falso · es falso · falsa · mentira · é falso · fausse · faux · c'est faux · falsch ·
    falschmeldung · fałsz · fałszywe · nieprawda · salah · hoaks · yanlış · ложь · неправда · фейк
    """
)
_TRUE = _verdicts(
    """
    true · correct · accurate · this is true · verdadero · cierto · verdadeiro · verdade · vrai ·
    c'est vrai · wahr · richtig · vero · prawda · benar · doğru · правда
    """
)
_MIXED = _verdicts(
    """
    mostly false · mostly true · half true · half-true · partly false · partly true · partially false ·
    partially true · mixed · mixture · misleading · missing context · needs context · lacks context ·
    out of context · unproven · unverified · no evidence · exaggerated · distorts the facts · altered ·
    altered photo · altered video · miscaptioned · misattributed · correct attribution · satire ·
    labeled satire · scam · outdated · engañoso · enganoso · trompeur · irreführend
    """
)
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


def stance(verdict: str, value: str = "", worst: str = "", best: str = "") -> RelationType | None:
    """Return that a verdict disputes or supports the claim, or None where it plainly does neither.

    Words that are known decide; a number counts for words that are not.

    >>> stance("FALSE!")
    <RelationType.DISPUTES: 'disputes'>
    >>> stance("Half true", "1", "1", "5") is None
    True
    """
    words = _EDGE.sub("", " ".join(verdict.lower().replace("’", "'").split()))
    if words in _MIXED:
        return None
    if words in _FALSE:
        return RelationType.DISPUTES
    if words in _TRUE:
        return RelationType.SUPPORTS
    number, lowest, highest = _number(value), _number(worst), _number(best)
    if number is None or lowest is None or highest is None or not lowest < highest:
        return None
    return {lowest: RelationType.DISPUTES, highest: RelationType.SUPPORTS}.get(number)


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
