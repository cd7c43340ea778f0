"""Cue verbs and their verb groups ("had repeatedly claimed"), told from nouns and adjectives of the same
form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract.lexicon import Lexicon, Verb
from ingest.extract.tagging import ATTITUDES
from ingest.extract.tokens import POSSESSIVE, QUOTE, WORD, Token
from ingest.model import SpeechAct

MAX_CUES = 30
"""No real sentence has more cues; beyond it the work would grow with their square."""
_CONTINUING = {
    "on",
    "continued",
    "continues",
    "appeared",
    "appears",
    "seemed",
    "seems",
    "used",
    "tended",
    "dared",
    "came",
}
_NOUN_LIKE = {
    "states", "shows", "views", "calls", "calling", "finding", "saying", "meaning", "feeling", "warning",
    "writing",
    "reading", "hearing", "understanding", "reasoning", "ruling", "ranking", "rating", "rates", "ranks",
    "rules", "judges",
    "texts", "posts", "prints", "cables", "documents", "objects", "charges", "orders", "grants", "backs",
    "projects",
    "details", "answers", "attacks", "cries", "guesses", "notices", "rages", "reasons", "senses",
    "spots", "starts",
    "supports", "tweets", "wishes", "brands", "labels", "commands", "worries", "doubts", "aims", "credits",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue verb in its verb group, as indices into the units of a sentence.

    Attributes:
        first: where the group begins (auxiliaries and adverbs included).
        head: where the cue verb itself is.
        last: one past the group.
        form: ``finite``, ``ing`` (participle), or ``inf``.
    """

    first: int
    head: int
    last: int
    verb: Verb
    form: str
    passive: bool = False
    negated: bool = False
    irrealis: bool = False


def find_cues(units: Sequence[Token], lexicon: Lexicon) -> list[Cue]:
    """Return the cue verbs of a sentence from left to right."""
    cues: list[Cue] = []
    words = [unit for unit in units if unit.kind == WORD]
    titled = sum(unit.capital for unit in words) > 0.6 * len(words)
    i = 0
    while i < len(units) and len(cues) < MAX_CUES:
        verb = _verb_at(units, i, lexicon)
        cue = _cue(units, i, verb, lexicon, titled=titled) if verb else None
        if cue:
            cues.append(cue)
            i = cue.last
        else:
            i += 1
    return cues


def _verb_at(units: Sequence[Token], i: int, lexicon: Lexicon) -> Verb | None:
    if units[i].kind != WORD:
        return None
    particles = lexicon.phrasal.get(units[i].lower)
    if particles and i + 1 < len(units) and units[i + 1].lower in particles:
        return particles[units[i + 1].lower]
    return lexicon.verbs.get(units[i].lower)


def _cue(units: Sequence[Token], i: int, verb: Verb, lexicon: Lexicon, *, titled: bool) -> Cue | None:
    first, auxiliaries, negated = _group(units, i, lexicon)
    before = units[first - 1] if first > 0 else None
    last = i + verb.words
    after = units[last] if last < len(units) else None
    form = "ing" if verb.form == "ing" and not auxiliaries else "finite"
    if before is not None and before.lower == "to" and verb.form == "base" and not auxiliaries:
        took = first >= 4 and units[first - 4].lower in {"took", "takes", "taken", "taking"}
        if took and units[first - 2].lower in lexicon.media["platform"]:
            first -= 2  # "took to Twitter to say"
        elif first < 2 or units[first - 2].lower not in _CONTINUING:
            return None
        first -= 2
        if units[first].lower == "on" and first > 0:
            first -= 1
    elif not auxiliaries and not _is_verb(units, i, first, verb, after, lexicon):
        return None
    if (
        units[i].capital
        and first == i
        and i > 0
        and (before is None or before.capital)
        and (not titled or (after is not None and after.capital))
    ):
        return None  # inside a name or a headline in title case: no safe reading
    passive = (
        verb.form == "past"
        and any(word in lexicon.words["be"] for word in auxiliaries)
        and verb.lemma not in {"agree"}
    )
    if any(word == "'s" for word in auxiliaries) and verb.form == "past" and "been" not in auxiliaries:
        passive = False
    irrealis = any(word in lexicon.words["irrealis"] for word in auxiliaries)
    if any(word in {"will", "won't", "'ll"} for word in auxiliaries):
        irrealis = True
    return Cue(first, i, last, verb, form, passive, negated, irrealis)


def _group(units: Sequence[Token], i: int, lexicon: Lexicon) -> tuple[int, list[str], bool]:
    """Return where the verb group begins, its auxiliaries, and whether it is negated."""
    first, auxiliaries, negated = i, [], False
    j = i - 1
    while j >= 0 and i - j <= 6:
        unit = units[j]
        auxiliary = (unit.kind == WORD and unit.lower in lexicon.words["auxiliary"]) or (
            unit.kind == POSSESSIVE and j > 0 and units[j - 1].lower in lexicon.words["pronoun"]
        )
        if auxiliary:
            auxiliaries.append("'s" if unit.kind == POSSESSIVE else unit.lower)
            negated = negated or unit.lower.endswith("n't") or unit.lower == "cannot"
            first = j
        elif unit.lower in {"not", "never"}:
            negated = True
        elif not (unit.lower in lexicon.adverbs or is_adverb(unit)) or unit.capital:
            break
        j -= 1
    # adverbs between subject and verb belong to the group; a sentence-initial one does not
    k = first - 1
    while k >= 1 and (units[k].lower in lexicon.adverbs or is_adverb(units[k])) and not units[k].capital:
        if units[k - 1].kind != WORD and units[k - 1].text not in {",", ")"}:
            break
        first = k
        k -= 1
    return first, auxiliaries, negated


def is_adverb(unit: Token) -> bool:
    """Return whether a word looks like an adverb in -ly."""
    return (
        unit.kind == WORD
        and unit.lower.endswith("ly")
        and len(unit.lower) > 4
        and unit.lower not in _NOT_ADVERBS
    )


_NOT_ADVERBS = {
    "family", "daily", "italy", "weekly", "monthly", "assembly", "ally", "supply", "reply", "july", "rally",
    "monopoly", "anomaly", "homily", "elderly", "early", "butterfly", "bully", "apply", "imply", "comply",
    "rely", "multiply", "only",
}  # fmt: skip


def _is_verb(
    units: Sequence[Token], i: int, first: int, verb: Verb, after: Token | None, lexicon: Lexicon
) -> bool:
    """Tell the cue verb from the noun, adjective or reduced relative of the same form, without
    auxiliaries."""
    before = units[first - 1] if first > 0 else None
    word = units[i].lower
    determined = before is not None and (
        (
            before.lower in lexicon.words["determiner"]
            and before.lower not in lexicon.words["pronoun"] - {"his", "her"}
            and before.lower not in {"all", "both", "most", "many", "some", "others", "one", "this", "that"}
        )
        or before.kind == POSSESSIVE
    )
    if before is not None and before.lower in {"that", "this"} and (verb.form == "base"):
        determined = True
    if determined:
        return False
    opens = after is not None and (
        after.kind == QUOTE
        or after.lower in {"that", "if", "whether", "how", "why", "what", ":"}
        or after.lower in lexicon.words["determiner"]
        or after.lower in lexicon.words["pronoun"]
    )
    if verb.form == "ing":
        if before is None:
            return opens
        if (
            before.text in {",", "—", "–", "--", "-", ";"}
            or before.kind == QUOTE
            or before.lower in {"by", "while", "and", "when", "but", "in", "before", "after"}
        ):
            return word not in {"including", "following", "regarding", "considering"}
        if before.lower == "as":
            return (opens or after is None) and any(
                u.lower in {"quoted", "cited", "quoting", "citing", "quotes"} for u in units[:first]
            )
        return opens and before.lower not in lexicon.words["preposition"] and before.kind == WORD
    noun = word in lexicon.nouns or word in _NOUN_LIKE
    if verb.form == "base":
        if before is None:
            return False
        plural = (before.lower.endswith("s") and before.kind == WORD) or before.lower in _PLURALS
        if noun and before.lower in lexicon.verbs and lexicon.verbs[before.lower].form == "s":
            return False  # "calls report “nonsense”"
        if verb.lemma in {"say", "believe", "think", "argue", "insist", "claim"} and opens and not noun:
            return before.kind == WORD and before.lower not in _OBJECT_PRONOUNS | lexicon.words["preposition"]
        return (
            plural or before.lower in {"they", "we", "i", "you", "who", "many", "some", "others", "most"}
        ) and (not noun or opens or before.lower in {"they", "we", "i", "you", "who"})
    if verb.form == "s":
        if (
            before is None
            or before.lower in lexicon.words["preposition"]
            or before.lower in lexicon.words["coordinator"] - {"and", "but"}
        ):
            return False
        if before.kind not in {WORD, QUOTE} and before.text not in {",", ")", "—", "–"}:
            return False
        if before.text == "," and any(_third(unit, lexicon) for unit in units[1 : first - 1]):
            return True  # "Minister denies the plan, calls it “nonsense”"
        if (
            noun
            and not before.capital
            and before.lower not in lexicon.words["pronoun"] | {"who", "which", "that"}
        ):
            return opens
        return not (noun and before.lower.endswith("s") and before.kind == WORD and not before.capital)
    if word in {"said", "told", "added", "wrote"}:
        return True
    if before is None:
        return after is not None and after.kind == WORD and after.lower not in {"by"} and opens
    if after is not None and after.lower == "by":
        return False
    reduced = verb.frames == "x" and after is not None and after.lower in lexicon.words["preposition"]
    if (
        reduced
        and before.kind == WORD
        and not before.capital
        and before.lower not in lexicon.words["pronoun"]
    ):
        return False  # "a document leaked to the press"
    if before.lower in lexicon.words["preposition"]:
        return False
    if word in {
        "found",
        "felt",
        "saw",
        "heard",
        "shown",
        "known",
        "meant",
        "held",
        "read",
        "posted",
        "published",
    }:
        spoken = word == "read" and after is None  # "“…,” the statement read."
        return opens or spoken or before.lower in lexicon.words["pronoun"]
    return True


def _third(unit: Token, lexicon: Lexicon) -> bool:
    verb = lexicon.verbs.get(unit.lower)
    return verb is not None and verb.form == "s"


_OBJECT_PRONOUNS = {"him", "her", "them", "me", "us", "to", "it", "he", "she", "let", "you", "can", "and"}
_PLURALS = {"people", "police", "men", "women", "children", "data", "media", "authorities", "others", "staff"}
"""Subjects of a plural verb that do not end in -s."""


def suppressed(cue: Cue) -> bool:
    """Return whether the cue reports nothing: "did not say", "would say", "declined to say"."""
    if cue.negated and cue.verb.act not in ATTITUDES | {SpeechAct.AGREE}:
        return True
    return cue.irrealis and cue.verb.act is not SpeechAct.CONFIRM
