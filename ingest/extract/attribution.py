"""Attributions in one sentence: joins cues with their subjects and contents by the patterns of English
reporting.

The patterns: "X said (that) C"; "C, X said" and "C, said X"; "“C1,” X said, “C2”"; "X, a role, told Y
that C"; "X said C1, adding that C2"; "X is believed to C"; "C was reported by X"; "X denounced Y as C";
"X, citing Y, said". "According to X, C" and nouns ("his claim that C") have modules of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.complements import Complement
from ingest.extract.cues import find_cues, suppressed
from ingest.extract.frame_contents import find_clip, find_content
from ingest.extract.frame_subjects import find_subject
from ingest.extract.frames import Frame, spans, trim
from ingest.extract.lexicon import Lexicon
from ingest.extract.passives import ADDRESSED
from ingest.extract.subjects import Range
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import QUOTE, Token
from ingest.model import Certainty, Polarity, SpeechAct

_WORDED = {
    SpeechAct.DENY, SpeechAct.REJECT, SpeechAct.PROPOSE, SpeechAct.ANNOUNCE, SpeechAct.CONFIRM,
    SpeechAct.ADMIT, SpeechAct.PREDICT,
}  # fmt: skip


_EMPTY = {"that", "this", "it", "so", "them", "him", "her", "nothing", "what", "yes"}
_OPENING = {"in", "at", "on", "during", "via", "speaking", "writing", "posting"}


_NAMING = {"call", "dub", "label", "brand"}


_PROPOSITIONS = {
    "possibility", "idea", "claim", "claims", "plan", "plans", "fact", "prospect", "notion", "allegation",
    "allegations", "threat", "accusation", "accusations", "charge", "charges", "suggestion", "suggestions",
    "reports", "report", "rumours", "rumors",
}  # fmt: skip


def tag_sentence(units: Sequence[Token], lexicon: Lexicon) -> list[Tagged]:
    """Return the attributions by cue verbs in one sentence, nested ones included."""
    frames = [Frame(cue) for cue in find_cues(units, lexicon)]
    for number in range(len(frames)):
        find_subject(units, frames, number, lexicon)
    for number in range(len(frames)):
        find_clip(units, frames, number, lexicon)
    for number in range(len(frames)):
        find_content(units, frames, number, lexicon)
    tagged = []
    for frame in frames:
        frame.contents = tuple(part for part in frame.contents if part[0] < part[1])  # "tweeted:" and no more
        if frame.contents and not suppressed(frame.cue) and not _conditional(units, frame):
            tagged.append(_tag(units, frame, lexicon))
    return tagged


def _conditional(units: Sequence[Token], frame: Frame) -> bool:
    """Return whether the cue stands in an if-clause and so reports nothing."""
    begin = (
        min(frame.cue.first, frame.subject[0]) if frame.subject and not frame.inverted else frame.cue.first
    )
    return begin > 0 and units[begin - 1].lower in {"if", "unless", "whether"}


def _tag(units: Sequence[Token], frame: Frame, lexicon: Lexicon) -> Tagged:
    cue, verb, rest = frame.cue, frame.cue.verb, frame.rest
    act, certainty, polarity = verb.act, verb.certainty, verb.polarity
    content, cue_range = frame.contents, (cue.first, cue.last)
    disputes: Range | None = None
    claim = "x" not in verb.frames
    first = units[content[-1][0]] if content[-1][0] < content[-1][1] else None
    if rest and rest.how == "wh" and verb.act in {SpeechAct.SAY, SpeechAct.TELL, SpeechAct.KNOW}:
        certainty = Certainty.UNKNOWN if first is not None and first.lower in {"if", "whether"} else certainty
    if cue.passive and verb.lemma in ADDRESSED and rest and rest.how == "to":
        claim = False  # "was told to leave": an order, its giver untold
    if verb.lemma == "ask" and rest and rest.how in {"to", "object"}:
        act, certainty = SpeechAct.DEMAND, Certainty.CERTAIN
    if rest and rest.how == "object":
        if verb.lemma == "call" and first is not None and first.lower in {"for", "on"}:
            act = SpeechAct.DEMAND
            cue_range = (cue.first, cue.last + 1)
            content = ((content[0][0] + 1, content[0][1]),)
        elif "s" in verb.frames and (
            _as_content(units, content[0])[1] is not None or act not in {SpeechAct.DENY, SpeechAct.REJECT}
        ):
            content, disputes = _as_content(units, content[0])
            if disputes is not None:
                polarity = Polarity.AFFIRMED  # "dismissed Y as Z" says Z
            last = content[0][1] - 1
            if (
                disputes is None
                and verb.lemma in _NAMING
                and units[last].kind == QUOTE
                and last > content[0][0]
            ):
                content, disputes = ((last, last + 1),), (content[0][0], last)
            claim = claim and (
                disputes is not None
                or any(u.kind == QUOTE for u in units[content[0][0] : content[0][1]])
                or (verb.lemma in _NAMING and _two_objects(units[content[0][0] : content[0][1]]))
            )
        elif "n" in verb.frames:
            span = units[content[0][0] : content[0][1]]
            worded = any(u.kind == QUOTE for u in span) or any(u.lower in _PROPOSITIONS for u in span[:6])
            bare = (
                span[-1].lower in lexicon.nouns
                and len(span) <= 4
                and act in {SpeechAct.DENY, SpeechAct.REJECT}
            )
            evident = act is SpeechAct.SHOW and _names_document(units, frame.subject, lexicon)
            claim = claim and (worded or evident or act in _WORDED) and not bare
            if act in {SpeechAct.DENY, SpeechAct.REJECT}:
                disputes = content[0]
    if frame.subject is None and not cue.passive and cue.first == 0 and verb.form == "past":
        claim = False  # "Asked whether she would resign, …"
    if len(content) == 1 and content[0][1] - content[0][0] == 1 and units[content[0][0]].lower in _EMPTY:
        claim = False  # "disputed that"
    if _anonymity(units[content[-1][0] : content[-1][1]]):
        claim = False
    if cue.negated and verb.act in {SpeechAct.BELIEVE, SpeechAct.KNOW, SpeechAct.AGREE}:
        polarity = Polarity.NEGATED
    that = units[rest.that].span if rest and rest.that is not None and rest.start == content[-1][0] else None
    adjuncts = list(rest.adjuncts) if rest else []
    if cue.last - cue.first > 3:
        adjuncts.append((cue.first, cue.last))  # "took to Twitter to say"
    if frame.subject and not frame.inverted and frame.how not in {"", "before"}:
        opening = _opening_phrase(units, frame.subject[0], lexicon)
        if opening:
            adjuncts.append(opening)
    if frame.how == "before" and rest and rest.stop > cue.last:
        adjuncts.append((cue.last, rest.stop))
    return Tagged(
        source=spans(units, [_bare_subject(units, frame.subject)]) if frame.subject else (),
        cue=spans(units, [cue_range]),
        content=spans(units, [r for r in content if r]),
        act=act,
        certainty=certainty,
        polarity=polarity,
        complementiser=that,
        claim=claim,
        antecedent=spans(units, [frame.antecedent]) if frame.antecedent else (),
        adjuncts=spans(units, adjuncts),
        confidence=_confidence(frame, rest),
        behind=frame.quoting is not None,
        disputes=spans(units, [disputes]) if disputes else (),
    )


def _names_document(units: Sequence[Token], subject: Range | None, lexicon: Lexicon) -> bool:
    return subject is not None and any(u.lower in lexicon.documents for u in units[subject[0] : subject[1]])


def _two_objects(words: Sequence[Token]) -> bool:
    """Return whether "the plan a disaster" or "it wrong" follows "called", not "the police" alone."""
    if words[0].lower in {"it", "him", "her", "them", "this", "that", "us", "me"}:
        return len(words) > 1
    return any(unit.lower in {"a", "an", "the", "his", "her", "their"} for unit in words[2:])


def _anonymity(words: Sequence[Token]) -> bool:
    """Return whether a speaker merely asks not to be named."""
    lower = {unit.lower for unit in words[:8]}
    if len(words) <= 4 and lower & {"anonymity", "anonymous"}:
        return True
    return bool(lower & {"named", "identified", "quoted", "anonymous", "anonymity", "name"}) and bool(
        lower & {"not", "remain", "be"}
    )


def _opening_phrase(units: Sequence[Token], subject: int, lexicon: Lexicon) -> Range | None:
    """Return "In an interview with the BBC," if it opens the sentence right before the subject."""
    start = 0
    while start < subject and (units[start].lower in lexicon.words["connective"] or units[start].text == ","):
        start += 1
    if subject - start < 3 or units[subject - 1].text != "," or units[start].lower not in _OPENING:
        return None
    if any(unit.kind == QUOTE for unit in units[:subject]):
        return None
    return start, subject - 1


def _bare_subject(units: Sequence[Token], subject: Range) -> Range:
    start, end = trim(units, *subject)
    texts = [u.text for u in units[start:end]]
    if "(" in texts and ")" not in texts:
        end = start + texts.index("(")
    return start, end


def _as_content(units: Sequence[Token], content: Range) -> tuple[tuple[Range, ...], Range | None]:
    """Split "Y’s statement as “very dangerous”" into what is said and whose statement it is said of."""
    start, end = content
    for k in range(start + 1, end - 1):
        if units[k].lower == "as":
            return ((k + 1, end),), (start, k)
    return ((start, end),), None


def _confidence(frame: Frame, rest: Complement | None) -> float:
    """Return how far the pattern is to be trusted.

    The figures are rounded from development text: the share of attributions found by the pattern that overlap
    an annotated one (PolNeAR train). Without a subject a fifth of that trust is gone.
    """
    table = {"before": 0.95, "quote": 0.9, "that": 0.9, "colon": 0.85, "clause": 0.85, "to": 0.6, "wh": 0.5}
    value = table.get(frame.how, 0.7)
    return round(value if frame.subject else 0.8 * value, 2)
