"""What a cue means: its act, certainty and polarity, and whether it makes anybody say anything.

A cue may come from anywhere (rules, a trained tagger), so it is read from its own words: the word or phrase
that carries the meaning is found in ``lexicon/senses.tsv`` (else in the rules' own lists), and the words
before it (negation, modals, hedges) change what it means. Searle's groups of acts, FactBank's scale of
certainty, and implicative verbs ("failed to", "refused to"; Karttunen 1971) are the ideas behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.extract.cue_words import Reading, cue_words, head_of, is_negated
from ingest.extract.finite import finite_at
from ingest.extract.lexicon import Lexicon
from ingest.extract.sense_table import ADJECTIVE, NO, NOUN, WORDED, YES, Sense, whole_cues
from ingest.extract.tokens import Token, tokenise
from ingest.model import Certainty, Polarity, SpeechAct


@dataclass(frozen=True, slots=True)
class CueSense:
    """What a cue says of its content.

    Attributes:
        certainty: what the cue itself says of its content, whatever the content says.
        claim: False if nobody is made to say anything: wishes, plans, mere topics, acts that did not happen.
        head: the entry of the word list that decided, empty if none did.
        known: whether one did.
    """

    act: SpeechAct
    certainty: Certainty = Certainty.CERTAIN
    polarity: Polarity = Polarity.AFFIRMED
    claim: bool = True
    head: str = ""
    known: bool = True


_SCALE = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE, Certainty.UNKNOWN)
_READ = 600
"""Characters of a content that are looked at."""
_QUOTES = '"“”«»„'
_RELATIVE = {"who", "which", "that", "where", "when", "what", "whom", "whose", "because", "if", "while"}
_OPENS_CLAUSE = {"that", "whether", "if", "why", "how"}
_SUBJECTS = {"he", "she", "it", "they", "we", "i", "you", "there"}
_TOPIC = {"about", "on", "over", "regarding", "concerning"}
_OF_A_FACT = {SpeechAct.FEAR, SpeechAct.WARN, SpeechAct.BELIEVE, SpeechAct.ACCUSE, SpeechAct.DEMAND}
"""What these acts are about is what they assert: "worried about a lack of passion"."""
_ATTITUDES = {SpeechAct.BELIEVE, SpeechAct.KNOW, SpeechAct.SHOW, SpeechAct.PREDICT}
_TELLING = {SpeechAct.SAY, SpeechAct.TELL, SpeechAct.STATE, SpeechAct.WRITE}
_OPEN_QUESTION = {SpeechAct.KNOW, SpeechAct.CONCLUDE, SpeechAct.SAY, SpeechAct.STATE, SpeechAct.SHOW}
_FUTURE = {"will", "wo", "'ll", "would", "shall", "should", "can", "ca", "could", "may", "might"}
_CHANCE = {"may", "might", "could"}
_LATER = {"later", "often", "frequently", "sometimes", "always", "repeatedly", "eventually", "subsequently"}
_NOT_YET = {"going", "about", "yet", "set", "scheduled", "due", "slated", "poised", "expected", "likely"}
_CONDITION = {"if", "unless", "lest"}


def sense_of(words: str, content: str, lexicon: Lexicon, *, nominal: bool = False) -> CueSense:
    """Return what a cue means.

    Args:
        words: the cue as written, its pieces joined by blanks ("has repeatedly denied").
        content: what it attributes, as written; its beginning tells "told her to go" from "told her that".
        lexicon: the word lists.
        nominal: True where the cue is known to be a noun ("his claim that").
    """
    said = cue_words(words)
    units = tokenise(content[:_READ])
    opening = units[0].lower if units else ""
    if not said:
        return _speech_mark(content)
    alone = whole_cues().get(said)
    if alone is not None:
        return _settle(alone, units, content, lexicon)
    reading = head_of(said, opening, lexicon, nominal=nominal)
    if reading is None:
        return CueSense(SpeechAct.SAY, claim=_worded(units, content, lexicon), known=False)
    meaning = _settle(_by_complement(reading, opening, units, said), units, content, lexicon, said)
    meaning = _by_negation(meaning, reading)
    meaning = _by_modals(meaning, reading)
    return _by_hedges(meaning, reading, lexicon)


def _speech_mark(content: str) -> CueSense:
    """Return the sense of a colon, dash or quotation mark: speech, or nothing but questions."""
    text = content.strip(" \n\t" + _QUOTES)
    if text.endswith("?") and not any(stop in text for stop in (". ", "! ")):
        return CueSense(SpeechAct.ASK, Certainty.UNKNOWN, claim=False)
    return CueSense(SpeechAct.SAY)


def _settle(
    sense: Sense, units: Sequence[Token], content: str, lexicon: Lexicon, said: Sequence[str] = ()
) -> CueSense:
    """Decide whether an entry makes a claim of this content."""
    needs = sense.claim
    topic = said[-1:] and said[-1] in _TOPIC and sense.head.split()[-1] != said[-1]
    if needs == YES and topic and sense.act not in _OF_A_FACT:
        needs = WORDED
    claim = needs == YES or (needs == WORDED and _worded(units, content, lexicon))
    return CueSense(sense.act, sense.certainty, sense.polarity, claim, sense.head)


def _worded(units: Sequence[Token], content: str, lexicon: Lexicon) -> bool:
    """Return whether a content words a proposition: a clause, a quotation of some length, or a description.

    A relative clause in a noun phrase ("the plan that he signed") does not count.
    """
    if any(mark in content[:_READ] for mark in _QUOTES):
        return len(units) > 3
    if not units or units[0].lower == "to":
        return False
    if units[0].lower in _OPENS_CLAUSE:
        return True
    for k, unit in enumerate(units):
        before = units[k - 1].lower if k else ""
        after = units[k + 1].lower if k + 1 < len(units) else ""
        if unit.lower in _RELATIVE:
            return False
        if unit.lower == "as" and k and before not in {"such", "well", "as"} and after not in {"well", "of"}:
            return True
        if unit.lower == "for" and k and after.endswith("ing"):
            return True
        if finite_at(units, k, lexicon) or (k == 1 and before in _SUBJECTS):
            return True
    return False


def worded(content: str, lexicon: Lexicon) -> bool:
    """Return whether a content, as written, words a proposition and does not only name a thing or an act."""
    return _worded(tokenise(content[:_READ]), content, lexicon)


def _by_complement(reading: Reading, opening: str, units: Sequence[Token], said: Sequence[str]) -> Sense:
    """Return the sense that the beginning of the content selects ("told her to", "expects to", "whether")."""
    sense = reading.sense
    second = units[1].lower if len(units) > 1 else ""
    if opening == "to" or (said[-1] == "to" and second):
        passive = reading.kind == ADJECTIVE or bool({"is", "are", "was", "were", "been"} & {*reading.before})
        if opening == "to" and sense.act in _TELLING and sense.claim == YES and second not in {"be", "have"}:
            return replace(sense, act=SpeechAct.DEMAND)
        if sense.act is SpeechAct.ASK:
            return replace(sense, act=SpeechAct.DEMAND, certainty=Certainty.CERTAIN)
        if sense.head in {"expect", "anticipate", "look for"} and not passive:
            return replace(sense, act=SpeechAct.INTEND, certainty=Certainty.UNKNOWN, claim=NO)
        if sense.act is SpeechAct.KNOW:
            return replace(sense, claim=NO)
    if sense.act is SpeechAct.ASK and "for" in (said[-1], opening):
        return replace(sense, act=SpeechAct.DEMAND, certainty=Certainty.CERTAIN)
    if opening == "whether" and sense.act in _OPEN_QUESTION:
        return replace(sense, certainty=Certainty.UNKNOWN)
    return sense


def _by_negation(meaning: CueSense, reading: Reading) -> CueSense:
    """Return what remains of a meaning under "not", "never", "failed to" and the like."""
    if reading.rules_out:
        return replace(
            meaning,
            act=SpeechAct.SUGGEST,
            certainty=Certainty.POSSIBLE,
            polarity=Polarity.AFFIRMED,
            claim=True,
            head="rule out",
        )
    if not is_negated(reading.before):
        return meaning
    act = meaning.act
    if act is SpeechAct.DOUBT:
        return CueSense(SpeechAct.BELIEVE, claim=meaning.claim, head=meaning.head)
    if reading.kind == ADJECTIVE and act is SpeechAct.BELIEVE:
        if meaning.head in {"sure", "certain"}:
            return replace(meaning, act=SpeechAct.DOUBT, certainty=Certainty.UNKNOWN)
        return replace(meaning, act=SpeechAct.DOUBT, certainty=Certainty.PROBABLE, polarity=Polarity.NEGATED)
    if act is SpeechAct.KNOW:
        return replace(meaning, certainty=Certainty.UNKNOWN)
    if act in _ATTITUDES and reading.kind != NOUN:
        return replace(meaning, polarity=Polarity.NEGATED)
    if act is SpeechAct.AGREE:
        return replace(meaning, act=SpeechAct.REJECT, polarity=Polarity.NEGATED)
    return replace(meaning, claim=False)


def _by_modals(meaning: CueSense, reading: Reading) -> CueSense:
    """Return a meaning without its claim where the act has not happened, uncertain where it may have."""
    before = reading.before
    if {"help", "resist"} & {*before}:  # "could not help but notice"
        return meaning
    if before[:1] and before[0] in _CONDITION:
        return replace(meaning, claim=False)
    if reading.not_yet:
        return replace(meaning, claim=False)
    for k, word in enumerate(before):
        after = before[k + 1 : k + 4]
        if word == "must" and "have" in after:
            return _weakened(meaning, Certainty.PROBABLE)
        if word in _FUTURE and not reading.rules_out:
            if word in _CHANCE and ("have" in after or meaning.act is SpeechAct.SHOW):
                return _weakened(meaning, Certainty.POSSIBLE)
            if word == "would" and _LATER & {*after}:
                continue
            return replace(meaning, claim=False)
        if word in _NOT_YET and after[:1] == ("to",):
            return replace(meaning, claim=False)
    return meaning


def _by_hedges(meaning: CueSense, reading: Reading, lexicon: Lexicon) -> CueSense:
    """Return a meaning as weak as its hedging adverbs ("reportedly told")."""
    adverbs = {phrase[0]: certainty for phrase, certainty in lexicon.hedges if len(phrase) == 1}
    for word in reading.around:
        if word.endswith("ly") or word in {"perhaps", "maybe"}:
            meaning = _weakened(meaning, adverbs.get(word, Certainty.CERTAIN))
    return meaning


def _weakened(meaning: CueSense, certainty: Certainty) -> CueSense:
    return replace(meaning, certainty=max(meaning.certainty, certainty, key=_SCALE.index))
