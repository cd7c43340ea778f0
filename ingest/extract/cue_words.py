"""Which word or phrase of a cue carries its meaning ("has never missed an opportunity to *remind*")."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.extract.lexicon import Lexicon
from ingest.extract.sense_table import (
    ADJECTIVE,
    LIGHT,
    NOUN,
    VERB,
    Phrase,
    Sense,
    from_rules,
    sense_table,
)
from ingest.model import SpeechAct

_WORD = re.compile(r"n't|'(?:s|d|ll|re|ve|m)(?![a-z])|[^\W_]+(?:-[^\W_]+)*-?")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "‑": "-", "–": " ", "—": " ", "\u00ad": None})
_MAX_CHARACTERS = 1000
_MAX_WORDS = 60
"""A cue longer than this is none: its first words decide."""
_WOULD = {"like", "love", "rather", "prefer", "be", "say", "argue", "suggest", "have"}
_APPENDED = {"that", "to", "as", "whether", "if", "why", "how"}
_PRONOUNS = {
    "it",
    "him",
    "her",
    "them",
    "me",
    "us",
    "you",
    "himself",
    "herself",
    "themselves",
    "itself",
    "this",
    "that",
}
_SMALL = set(
    "up down out off on in over back away forward aside at to of for with by into about upon as".split()
)
_BE = {"is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "'m", "remain", "remains"}
_NOUN_BEFORE = set("in with amid despite without of from under after 's".split())
_NEGATIVE = set(
    "not n't never no nobody nothing hardly scarcely barely without nor neither none unable".split()
)
_IMPLICATIVE = ("fail", "neglect", "omit", "miss", "refrain", "resist", "hesitat", "avoid", "forgot")
_SHORT_OF = {("yet", "to"), ("stopped", "short"), ("stops", "short"), ("stopping", "short")}
_EMPTY = set("have do make give put get take come throw go use run bring".split())
"""Light verbs that tell nothing by themselves."""
_NOT_ONLY = {"only", "just", "merely", "simply"}
_ASPECT = {"continue", "proceed", "go on", "persist", "seem", "appear", "look", "carry on", "be going to"}


@dataclass(frozen=True, slots=True)
class Reading:
    """The part of a cue that decides, and what stands around it.

    Attributes:
        kind: `VERB`, `NOUN`, `ADJECTIVE` or `LIGHT`.
        before: the words before it, in lower case, "n't" and "'ll" apart.
        around: all words but its own.
        not_yet: whether an act is only expected ("is expected to announce").
        rules_out: whether something is *not* ruled out.
    """

    sense: Sense
    kind: str
    before: Phrase
    around: Phrase
    not_yet: bool = False
    rules_out: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    first: int
    last: int
    kind: str
    sense: Sense


def cue_words(words: str) -> Phrase:
    """Return the words of a cue in lower case, clitics apart.

    >>> cue_words("Hasn’t said he'd like")
    ('has', "n't", 'said', 'he', 'would', 'like')
    """
    plain = (
        words[:_MAX_CHARACTERS].lower().translate(_PLAIN).replace("n't", " n't").replace("cannot", "can not")
    )
    found = [match.group() for match in _WORD.finditer(plain)][:_MAX_WORDS]
    for k, word in enumerate(found):
        if word == "'d":
            found[k] = "would" if found[k + 1 : k + 2] and found[k + 1] in _WOULD else "had"
    return tuple(found)


def head_of(said: Phrase, opening: str, lexicon: Lexicon, *, nominal: bool) -> Reading | None:
    """Return what decides a cue, or None if no list knows a word of it.

    Args:
        said: `cue_words` of the cue.
        opening: the first word of the content.
    """
    words = (*said, opening) if opening in _APPENDED else said
    matches = _matches(words, len(said), lexicon, nominal=nominal)
    if not matches:
        return None
    chosen = _choose(matches, words, nominal=nominal)
    later = [match for match in matches if match.first > chosen.first]
    onward = later[0] if later and words[chosen.last : later[0].first][:1] == ("to",) else None
    not_yet = False
    if onward and onward.kind == VERB:
        glad = chosen.kind == ADJECTIVE and chosen.sense.act is SpeechAct.PRAISE
        if glad or chosen.sense.head in _ASPECT:
            chosen = onward
        elif chosen.kind == ADJECTIVE and chosen.sense.act is SpeechAct.PREDICT:
            chosen, not_yet = onward, True
    if chosen.sense.head in _EMPTY:
        return None
    before = words[: chosen.first]
    ruling_out = next((match for match in matches if match.sense.head == "rule out"), None)
    declined = any(match.sense.head in {"refuse", "decline"} for match in matches)
    return Reading(
        chosen.sense,
        chosen.kind,
        before,
        words[: chosen.first] + words[chosen.last : len(said)],
        not_yet,
        ruling_out is not None and (declined or is_negated(words[: ruling_out.first])),
    )


def is_negated(before: Sequence[str]) -> bool:
    """Return whether the words before a head turn it round; two that do so cancel ("never failed to").

    >>> is_negated(("did", "not")), is_negated(("has", "never", "failed", "to")), is_negated(("not", "only"))
    (True, False, False)
    """
    count = 0
    for k, word in enumerate(before):
        following = before[k + 1] if k + 1 < len(before) else ""
        if word in _NEGATIVE:
            count += following not in _NOT_ONLY
        elif word.startswith(_IMPLICATIVE) or (word, following) in _SHORT_OF or (word == "help" and count):
            count += 1
    return count % 2 == 1


def _matches(words: Phrase, size: int, lexicon: Lexicon, *, nominal: bool) -> list[_Match]:
    """Return the entries found from left to right, none overlapping."""
    found: list[_Match] = []
    k = 0
    while k < size:
        match = _phrase_at(words, k) or _word_at(words, k, found, lexicon, nominal=nominal)
        if match is None:
            k += 1
        else:
            found.append(match)
            k = match.last
    return found


def _phrase_at(words: Phrase, k: int) -> _Match | None:
    for rest, kind, sense in sense_table().phrases.get(words[k], ()):
        end = _reach(words, k + 1, rest, gaps=kind in {VERB, LIGHT})
        if end:
            return _Match(k, end, kind, sense)
    return None


def _reach(words: Phrase, start: int, rest: Phrase, *, gaps: bool) -> int:
    """Return where `rest` ends if it is found from `start` on, 0 if not.

    A verb's phrase may be interrupted: by two words before a noun ("took several swipes"), by a pronoun or an
    adverb before a particle ("put it forward").
    """
    k = start
    for part in rest:
        skipped = 0
        while k < len(words) and words[k] != part:
            light = words[k] in _PRONOUNS or words[k].endswith("ly")
            if not gaps or skipped == (1 if part in _SMALL else 2) or (part in _SMALL and not light):
                return 0
            skipped += 1
            k += 1
        if k == len(words):
            return 0
        k += 1
    return k


def _word_at(
    words: Phrase, k: int, found: Sequence[_Match], lexicon: Lexicon, *, nominal: bool
) -> _Match | None:
    kinds = dict(sense_table().single.get(words[k], {}))
    if not kinds:
        known = from_rules(words[k], lexicon)
        if known is None:
            return None
        kinds = dict([known])
    kind = _kind(words, k, kinds, found, nominal=nominal)
    return _Match(k, k + 1, kind, kinds[kind])


def _kind(words: Phrase, k: int, kinds: Collection[str], found: Sequence[_Match], *, nominal: bool) -> str:
    """Return as what a word is to be read that may be several."""
    if NOUN in kinds and (nominal or _after_determiner(words, k, found)):
        return NOUN
    if ADJECTIVE in kinds and (words[max(0, k - 3) : k] and _BE & {*words[max(0, k - 3) : k]}):
        passive = VERB in kinds and words[k + 1 : k + 3] == ("to", "have")
        return VERB if passive else ADJECTIVE
    return next(kind for kind in (VERB, LIGHT, ADJECTIVE, NOUN) if kind in kinds)


def _after_determiner(words: Phrase, k: int, found: Sequence[_Match]) -> bool:
    """Return whether a word stands where a noun does: "a growing concern", "raised concerns"."""
    if k == 0:
        return False
    if words[k - 1] in _NOUN_BEFORE:
        return True
    if found and found[-1].kind == LIGHT and "to" not in words[found[-1].first : k]:
        return not words[k].endswith("ing")
    start = found[-1].last if found else 0
    return bool(_DETERMINERS & {*words[max(start, k - 3) : k]})


def _choose(matches: Sequence[_Match], words: Phrase, *, nominal: bool) -> _Match:
    """Return the match that decides: the first verb or adjective, else the first noun, else a light verb."""
    kinds = (NOUN, VERB, ADJECTIVE) if nominal else (VERB, ADJECTIVE)
    for group in (kinds[:1], kinds[1:], (LIGHT,)) if nominal else (kinds, (NOUN,), (LIGHT,)):
        among = [match for match in matches if match.kind in group]
        if among:
            return among[0] if group != (NOUN,) else _last_of_compound(among)
    return matches[0]


def _last_of_compound(nouns: Sequence[_Match]) -> _Match:
    """Return the head of the first compound: "campaign promise" is a promise."""
    head = nouns[0]
    for noun in nouns[1:]:
        if noun.first == head.last:
            head = noun
    return head


_DETERMINERS = set(
    "a an the his her its their our my your this that these those no any some such many".split()
)
