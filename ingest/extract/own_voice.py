"""Check-worthy assertions in the article's own voice.

Taken are the sentences, and the clauses of their own beside an attribution, in which nothing is attributed
and which state something: with a finite verb, neither question, advice, reaction nor the writer speaking of
himself or the outlet of its own doing. What counts is whether the tagger found an attribution; a cue verb
that it did not take refuses a sentence only as its main verb, and only if it is one of speech or thought.
The headline is taken by the same rules. Of an interview or a column only the lead is taken, for nobody can
tell whose the other sentences are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ingest.extract.cues import find_cues
from ingest.extract.finite import finite_at
from ingest.extract.free_clauses import free_clauses
from ingest.extract.headline import label_end
from ingest.extract.hearsay import ADVERBS
from ingest.extract.lexicon import Lexicon
from ingest.extract.name_kinds import Name
from ingest.extract.sentences import Sentence
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import NUMBER, QUOTE, WORD, Token
from ingest.model import Span, SpeechAct

MIN_WORDS, MAX_WORDS = 4, 90
_INTERVIEW = 0.2
"""Above this share of sentences in the first or second person it is an interview or a column."""
_LEAD = 2  # the paragraphs that are taken of such a text
_PERSONAL = {
    "i",
    "we",
    "you",
    "me",
    "us",
    "my",
    "our",
    "your",
    "i'm",
    "we're",
    "we've",
    "i've",
    "let's",
    "please",
}
_ADVICE = {"should", "ought", "shall", "let"}
_HEARSAY = ADVERBS.keys() | {"according", "citing", "quoting"}
"""Words of a sentence that the article relays, also where it cannot be told from whom."""
_REACTIONS = {"comment", "comments", "allegation", "allegations", "remark", "remarks"}
_ATTITUDES = {
    "convinced", "unconvinced", "critical", "sceptical", "skeptical", "supportive", "disappointed", "pleased",
    "outraged", "angry", "concerned", "worried", "delighted", "unhappy", "satisfied", "adamant", "confident",
}  # fmt: skip
_DOING = {
    SpeechAct.INTEND, SpeechAct.CONCLUDE, SpeechAct.SHOW, SpeechAct.DESCRIBE, SpeechAct.ADD,
    SpeechAct.PREDICT, SpeechAct.AGREE,
}  # fmt: skip
"""Acts of cue verbs that, where no content was found, tell what somebody does: "planned a meeting"."""
_WISHES = {"want", "hope", "wish", "desire", "long"}
_DEPENDENT = {
    "who",
    "which",
    "that",
    "whose",
    "whom",
    "where",
    "when",
    "while",
    "as",
    "after",
    "because",
    "if",
}
_CREDITS = {"image", "images", "photo", "photos", "photograph", "picture", "video", "audio", "credit", "file"}
_BOILERPLATE = re.compile(
    r"(?i)\b(click|subscribe|copyright|rights reserved|read more|sign up|newsletter|follow us)\b"
)
_UNREACHED = re.compile(
    r"(?i)\bnot (?:immediately |independently )?(?:be reached|respond|reply|return|available|verif|answer)"
)


def own_voice(
    found: Sequence[Sentence],
    tagged: Sequence[Tagged],
    names: Sequence[Name],
    lexicon: Lexicon,
    text: str,
    title_end: int,
    outlet: str = "",
) -> list[Span]:
    """Return the spans of the check-worthy sentences and clauses in the article's own voice.

    Args:
        found: the article's sentences.
        tagged: its attributions.
        names: its names.
        lexicon: the word lists.
        text: the article's text.
        title_end: where the headline ends.
        outlet: the publisher's name or web host: what it tells of its own doing is no claim.
    """
    body = [sentence for sentence in found if sentence.start >= title_end]
    personal = sum(_personal(sentence.units) for sentence in body)
    last = _LEAD if personal > _INTERVIEW * len(body) else math.inf
    captions = _captions(found)
    taken = sorted(Span(t.start, t.end) for t in tagged if not _own_doing(t, text, lexicon))
    named = sorted(name.span.start for name in names)
    own_names = _outlet_words(outlet)
    out = []
    begin, near, before = 0, 0, -1
    for sentence in found:
        opens, before = sentence.paragraph != before, sentence.paragraph
        while begin < len(taken) and taken[begin].end <= sentence.start:
            begin += 1
        while near < len(named) and named[near] < sentence.start:
            near += 1
        headline = sentence.start < title_end
        if sentence.paragraph > last or sentence.paragraph in captions or (headline and last < math.inf):
            continue
        if sentence.stop == "?" or (not headline and sentence.stop != "."):
            continue
        for first, end in free_clauses(sentence, taken[begin : begin + 40], lexicon, opens=opens):
            low = label_end(sentence.units) if headline and first == 0 else first
            if low is None or low >= end:
                continue
            units = sentence.units[low:end]
            has_name = near < len(named) and named[near] < units[-1].end
            if _checkworthy(units, lexicon, text, own_names, named=has_name, headline=headline):
                out.append(Span(units[0].start, units[-1].end))
    return out


def _checkworthy(
    units: Sequence[Token], lexicon: Lexicon, text: str, outlet: set[str], *, named: bool, headline: bool
) -> bool:
    words = [u for u in units if u.kind in {WORD, NUMBER}]
    if not MIN_WORDS <= len(words) <= MAX_WORDS:
        return False
    lower = {u.lower for u in words}
    start, end = units[0].start, units[-1].end
    if _personal(units) or lower & (_ADVICE | _HEARSAY | _REACTIONS):
        return False
    if any(u.kind == QUOTE and len(u.inner) > 5 for u in units) or _refused_by_words(units, outlet):
        return False
    if _BOILERPLATE.search(text, start, end) or _UNREACHED.search(text, start, end):
        return False
    if headline and (any(u.text in {":", "?", "!"} for u in units) or _announces(units, lexicon)):
        return False
    if not (named or any(u.kind == NUMBER for u in words)) and _scenery(units, lexicon):
        return False
    return not _speaks(units, lexicon) and _states(units, lexicon)


def _personal(units: Sequence[Token]) -> bool:
    """Return whether the writer speaks of himself or to the reader; "US" is a country."""
    return any(u.lower in _PERSONAL and u.text != "US" for u in units)


def _refused_by_words(units: Sequence[Token], outlet: set[str]) -> bool:
    """Return whether it tells an attitude without content, or what the outlet itself did."""
    if any(u.lower in outlet and u.capital for u in units[:4]):
        return True
    for k, unit in enumerate(units):
        copula = unit.lower in {"is", "are", "was", "were", "remain", "remains", "remained"}
        if copula and any(u.lower in _ATTITUDES for u in units[k + 1 : k + 4]):
            return True
    return False


def _scenery(units: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether it only sets a scene: "It was a long evening"."""
    return units[0].lower == "it" and len(units) > 1 and units[1].lower in lexicon.words["be"] | {"'s"}


def _speaks(units: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether its main verb tells what somebody said, asked, thought, or would not say."""
    for cue in find_cues(units, lexicon):
        dependent = any(u.lower in _DEPENDENT for u in units[1 : cue.first])
        if not (cue.passive or dependent or cue.verb.act in _DOING) or cue.verb.lemma in _WISHES:
            return True
    return False


def _states(units: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether it has a finite verb; a participle after a comma is none ("the dam, built in 1962")."""
    auxiliary = lexicon.words["auxiliary"]
    return any(
        finite_at(units, k, lexicon) and (units[k - 1].text != "," or units[k].lower in auxiliary)
        for k in range(1, len(units))
    )


def _announces(units: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether a headline's main verb is one of speech ("Woman Claims Church …")."""
    for k, unit in enumerate(units):
        if unit.lower in _DEPENDENT and k:
            return False
        verb = lexicon.speech_forms.get(unit.lower)
        if k and verb is not None and verb.form in {"s", "past"}:
            return True
    return False


def _own_doing(tagged: Tagged, text: str, lexicon: Lexicon) -> bool:
    """Return whether an attribution that makes no claim tells a plan or decision: that is a fact to check."""
    if tagged.claim or not tagged.cue:
        return False
    verbs = [
        lexicon.verbs[w] for span in tagged.cue for w in span.of(text).lower().split() if w in lexicon.verbs
    ]
    return any(v.act in _DOING and v.lemma not in _WISHES for v in verbs)


def _captions(found: Sequence[Sentence]) -> set[int]:
    """Return the paragraphs that are captions: they end with a credit ("Image: Anna Berg")."""
    last = {sentence.paragraph: sentence.units for sentence in found}
    return {
        number
        for number, units in last.items()
        if len(units) > 1 and units[0].lower in _CREDITS and units[1].text == ":"
    }


def _outlet_words(outlet: str) -> set[str]:
    """Return words that name the outlet by themselves: those of a host, or a name of one word."""
    parts = outlet.lower().split(".") if "." in outlet else [outlet.lower()]
    return {part for part in parts if len(part) > 4 and " " not in part}
