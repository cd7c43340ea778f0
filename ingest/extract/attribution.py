"""Attributions in one sentence: joins cues with their subjects and contents by the patterns of English
reporting.

The patterns: "X said (that) C"; "C, X said" and "C, said X"; "“C1,” X said, “C2”"; "X, a role, told Y
that C";
"X said C1, adding that C2"; "X is believed to C"; "C was reported by X"; "X denounced Y as C"; "X,
citing Y, said".
"According to X, C" and nouns ("his claim that C") have modules of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.extract.complements import Complement, complement
from ingest.extract.cues import Cue, find_cues, is_adverb, suppressed
from ingest.extract.lexicon import Lexicon
from ingest.extract.subjects import DASHES, Range, finite_at, looks_finite, subject_before
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import QUOTE, WORD, Token
from ingest.model import Certainty, Polarity, Span, Spans, SpeechAct

_WORDED = {
    SpeechAct.DENY, SpeechAct.REJECT, SpeechAct.PROPOSE, SpeechAct.ANNOUNCE, SpeechAct.CONFIRM,
    SpeechAct.ADMIT, SpeechAct.PREDICT,
}  # fmt: skip
_ADDRESSED_PASSIVE = {
    "tell",
    "inform",
    "ask",
    "remind",
    "warn",
    "assure",
    "notify",
    "advise",
    "urge",
    "alert",
    "order",
    "instruct",
}
_OPENING = {"in", "at", "on", "during", "via", "speaking", "writing", "posting"}
_SUBORDINATORS = {
    "while",
    "although",
    "though",
    "as",
    "after",
    "when",
    "because",
    "before",
    "since",
    "whereas",
}
_NAMING = {"call", "dub", "label", "brand"}
_PROPOSITIONS = {
    "possibility", "idea", "claim", "claims", "plan", "plans", "fact", "prospect", "notion", "allegation",
    "allegations", "threat", "accusation", "accusations", "charge", "charges", "suggestion", "suggestions",
    "reports", "report", "rumours", "rumors",
}  # fmt: skip


@dataclass(slots=True)
class Frame:
    """A cue with what the patterns found for it, as unit ranges; mutable while a sentence is worked out."""

    cue: Cue
    subject: Range | None = None
    inverted: bool = False
    shared: bool = False
    rest: Complement | None = None
    contents: tuple[Range, ...] = ()
    clip: int | None = None  # where contents of earlier cues must end at the latest
    loose: bool = False  # that end holds only for a cue in a subordinate clause
    subordinate: bool = False  # "While X said C1, Y said C2"
    how: str = ""
    antecedent: Range | None = None


def tag_sentence(units: Sequence[Token], lexicon: Lexicon) -> list[Tagged]:
    """Return the attributions by cue verbs in one sentence, nested ones included."""
    frames = [Frame(cue) for cue in find_cues(units, lexicon)]
    for number, frame in enumerate(frames):
        _find_subject(units, frames, number, lexicon)
    for number, frame in enumerate(frames):
        _find_clip(units, frames, number, lexicon)
    for number, frame in enumerate(frames):
        _find_content(units, frames, number, lexicon)
    tagged = []
    for number, frame in enumerate(frames):
        if frame.contents and not suppressed(frame.cue) and not _conditional(units, frame):
            tagged.append(_tag(units, frame, lexicon))
    return tagged


def spans(units: Sequence[Token], ranges: Sequence[Range]) -> Spans:
    """Return the spans of unit ranges, empty ones left out."""
    return tuple(Span(units[a].start, units[b - 1].end) for a, b in ranges if a < b)


def trim(units: Sequence[Token], start: int, end: int) -> Range:
    """Drop commas, dashes and the like from both ends of a range."""
    while start < end and (units[start].text in {",", ";", ":", ")"} or units[start].text in DASHES):
        start += 1
    while end > start and (units[end - 1].text in {",", ";", ":", "("} or units[end - 1].text in DASHES):
        end -= 1
    return start, end


# --- subjects


def _find_subject(units: Sequence[Token], frames: list[Frame], number: int, lexicon: Lexicon) -> None:
    frame = frames[number]
    cue = frame.cue
    low = _subject_low(units, frames, number)
    inverted = _inverted(units, cue, lexicon)
    if inverted:
        frame.subject, frame.inverted = inverted, True
        return
    before = units[cue.first - 1] if cue.first else None
    if cue.form == "ing":
        if (
            before is not None
            and before.kind == WORD
            and before.lower not in lexicon.words["preposition"] | lexicon.words["coordinator"] | {"when"}
        ):
            frame.subject = subject_before(units, cue.first, low, lexicon)
            return
        frame.shared = True
        frame.subject = _shared(units, frames, number, lexicon)
        return
    if before is not None and before.lower in {"and", "but", "or", "then"} and number:
        frame.shared = True
        frame.subject = _shared(units, frames, number, lexicon)
        return
    frame.subject = subject_before(units, cue.first, low, lexicon)
    if frame.subject is None and before is not None and before.text == "," and number:
        earlier = frames[number - 1].subject
        if earlier and earlier[1] <= cue.first - 1:
            frame.shared, frame.subject = True, earlier
    if frame.subject is not None:
        a, b = frame.subject
        if b - a == 1 and units[a].lower in {"who", "which", "that"}:
            end = a - 1 if a and units[a - 1].text == "," else a
            frame.antecedent = subject_before(units, end, 0, lexicon) if end > 0 else None


def _subject_low(units: Sequence[Token], frames: list[Frame], number: int) -> int:
    """Return how far back a cue's subject may begin: after the cue before it, and after that cue's "that".

    A cue in a relative clause is part of the subject ("officials who asked not to be named told …").
    """
    first = frames[number].cue.first
    for earlier in reversed(frames[:number]):
        if earlier.antecedent is not None and units[earlier.cue.last].lower not in {"that", ","}:
            continue
        low = earlier.cue.last
        for k in range(low, min(first, low + 12)):
            if units[k].lower == "that" and "a" in earlier.cue.verb.frames:
                return k + 1
        return low
    return 0


def _shared(units: Sequence[Token], frames: list[Frame], number: int, lexicon: Lexicon) -> Range | None:
    """Return the subject that a participle or a coordinated verb takes over from the verb before it."""
    for earlier in reversed(frames[:number]):
        if earlier.subject is not None and not earlier.cue.passive:
            return earlier.subject
    cue = frames[number].cue
    for k in range(1, cue.first):
        if finite_at(units, k, lexicon):
            return subject_before(units, _group_start(units, k, lexicon), 0, lexicon)
    return None


def _group_start(units: Sequence[Token], k: int, lexicon: Lexicon) -> int:
    while k > 1 and (
        units[k - 1].lower in lexicon.adverbs
        or is_adverb(units[k - 1])
        or units[k - 1].lower in lexicon.words["auxiliary"]
    ):
        k -= 1
    return k


def _inverted(units: Sequence[Token], cue: Cue, lexicon: Lexicon) -> Range | None:
    """Return the subject of "C, said X", or None."""
    if (
        cue.passive
        or cue.form != "finite"
        or cue.verb.form == "base"
        or not set("tqw") & set(cue.verb.frames)
    ):
        return None
    if "a" in cue.verb.frames and "q" not in cue.verb.frames and cue.verb.lemma != "warn":
        return None  # "X, a minister, told Y": what follows is the addressee
    before = units[cue.first - 1] if cue.first else None
    if before is None or not (
        before.text in {",", "?", "!"} or before.text in DASHES or before.kind == QUOTE
    ):
        return None
    j = cue.last
    if j >= len(units) or (cue.first < 2 and before.kind != QUOTE):
        return None
    first = units[j]
    if not (
        first.capital
        or first.lower in lexicon.words["determiner"] - {"that"}
        or first.lower in lexicon.roles
        or first.lower in {"he", "she", "they", "i", "we", "former"}
        or (j + 1 < len(units) and units[j + 1].lower in lexicon.roles)
    ):
        return None
    if first.lower in {"he", "she", "they", "i", "we"}:
        return (
            (j, j + 1)
            if j + 1 == len(units)
            or units[j + 1].kind != WORD
            or units[j + 1].lower in lexicon.words["preposition"]
            else None
        )
    k = j
    relative = False
    while k < len(units) and k - j < 30:
        unit = units[k]
        relative = relative or unit.lower == "who"
        if relative and unit.text not in {",", ";", ":"} and unit.kind != QUOTE:
            k += 1
            continue
        if (
            (unit.kind == QUOTE and len(unit.inner) > 3)
            or unit.text in {",", ";", ":"}
            or unit.text in DASHES
        ):
            break
        if (
            unit.lower
            in {"in", "on", "at", "during", "after", "to", "when", "as", "while", "via", "before", "by"}
            and k > j
        ):
            break
        if unit.lower in lexicon.words["time"] and k > j and unit.lower not in {"may"}:
            break
        k += 1
    if k == j or (looks_finite(units, j, k, lexicon) and not relative):
        return None
    stop = next(
        (m for m in range(k, len(units)) if units[m].text in {",", ";"} or units[m].kind == QUOTE), len(units)
    )
    if (
        looks_finite(units, k, stop, lexicon)
        and before.kind != QUOTE
        and units[k].lower not in {"when", "as", "while", "after", "before"}
    ):
        return None
    return j, _apposition_after(units, k, lexicon)


def _apposition_after(units: Sequence[Token], k: int, lexicon: Lexicon) -> int:
    """Extend a subject over ", the Kremlin spokesman" after it."""
    if k + 1 >= len(units) or units[k].text != ",":
        return k
    first = units[k + 1]
    if not (
        first.lower in {"a", "an", "the", "one", "who", "former", "his", "her", "its"}
        or first.lower in lexicon.roles
        or (k + 2 < len(units) and units[k + 2].lower in lexicon.roles)
    ):
        return k
    end = k + 1
    while (
        end < len(units)
        and units[end].text not in {",", ";", ":"}
        and units[end].kind != QUOTE
        and units[end].text not in DASHES
    ):
        end += 1
    if (
        first.lower != "who"
        and looks_finite(units, k + 1, end, lexicon)
        and not any(u.lower == "who" for u in units[k + 1 : end])
    ):
        return k
    return end


# --- contents


def _find_clip(units: Sequence[Token], frames: list[Frame], number: int, lexicon: Lexicon) -> None:
    """Find where the content of an earlier cue must end because this cue opens something of its own."""
    frame = frames[number]
    cue = frame.cue
    begin = (
        cue.first
        if frame.inverted or frame.shared or frame.subject is None
        else min(frame.subject[0], cue.first)
    )
    before = units[begin - 1] if begin else None
    fronted = units[0].lower in _SUBORDINATORS or cue.first == 0
    frame.subordinate = fronted or frame.subject is None or "x" in cue.verb.frames
    if before is None:
        return
    frame.subordinate = frame.subordinate or before.lower in _SUBORDINATORS
    if frame.shared:
        if cue.verb.lemma in {"cite", "quote"} and _resumes(units, cue.last):
            return  # "reported, citing a memo, that C"
        if cue.form == "ing" and before.text == ",":
            frame.clip = begin - 1
        elif before.lower in {"and", "but"}:
            frame.clip = begin - 2 if begin > 1 and units[begin - 2].text == "," else begin - 1
        elif before.text == "," or (cue.form == "ing" and before.lower in {"and", "but"}):
            frame.clip = begin - 1
        return
    if before.text == ";" or before.text in DASHES:
        frame.clip = begin - 1
    elif before.text == ",":
        # "said that, if it breaks, officials fear floods" goes on; ", officials said." does not
        frame.clip = begin - 1
        frame.loose = not frame.inverted and complement(units, cue, len(units), lexicon).start is not None
    elif (
        before.lower in {"and", "but", "while", "though", "although"}
        and begin > 1
        and units[begin - 2].text == ","
    ):
        frame.clip = begin - 2


def _resumes(units: Sequence[Token], start: int) -> bool:
    """Return whether a comma and "that" or a quotation follow: a parenthesis inside the main report."""
    for k in range(start, min(len(units) - 1, start + 25)):
        if units[k].text == ",":
            return units[k + 1].lower == "that" or units[k + 1].kind == QUOTE
    return False


def _find_content(units: Sequence[Token], frames: list[Frame], number: int, lexicon: Lexicon) -> None:
    frame = frames[number]
    cue = frame.cue
    high = _limit(frames, number, len(units))
    after = frame.subject[1] if frame.inverted and frame.subject else cue.last
    rest = _after_inversion(units, after, high) if frame.inverted else complement(units, cue, high, lexicon)
    frame.rest, frame.how = rest, rest.how
    if cue.passive and not frame.inverted:
        _passive_content(units, frame, high, lexicon)
        return
    begin = cue.first if frame.inverted or frame.subject is None else min(frame.subject[0], cue.first)
    pre = None if frame.shared else _preceding(units, frames, number, begin, lexicon)
    if rest.how == "weak":
        rest = frame.rest = (
            Complement(rest.start, None, (), rest.stop, "clause")
            if pre is None
            else Complement(None, None, (), rest.stop, "")
        )
        frame.how = rest.how
    quoted_before = pre is not None and units[pre[1] - 1].kind == QUOTE
    spoken = bool(set("tqw") & set(cue.verb.frames))
    if rest.start is not None:
        post = trim(units, rest.start, high)
        if rest.how == "quote" and not set("tqwn") & set(cue.verb.frames) and not frame.inverted:
            return  # "a user labelled “X”": a name, not a statement
        if rest.how in {"quote", "colon"} or (quoted_before and rest.how == "quote"):
            frame.contents = (pre, post) if pre and quoted_before and spoken else (post,)
            return
        if rest.how == "object" and quoted_before and spoken and "n" not in cue.verb.frames:
            frame.contents = (pre,) if pre else ()
            return
        if rest.how == "object":
            start, end = _object_end(units, post, cue, lexicon)
            medium = _medium_tail(units, start, end, lexicon)
            frame.rest = replace(rest, adjuncts=(*rest.adjuncts, (medium, end)))
            frame.contents = ((start, medium),)
            return
        frame.contents = (post,)
        return
    if pre is None and spoken and _as_clause(units, frame, begin) and rest.stop < high:
        frame.how = "clause"
        frame.contents = (trim(units, rest.stop, high),)
        return
    if pre is None or not spoken:
        return
    frame.how = "before"
    tail = _parenthetical(units, frame, rest, high, lexicon) if not quoted_before else None
    frame.contents = (pre, tail) if tail else (pre,)


def _as_clause(units: Sequence[Token], frame: Frame, begin: int) -> bool:
    """Return whether the cue opens the sentence as in "As X noted, C"."""
    stop = frame.rest.stop if frame.rest else frame.cue.last
    return begin > 0 and units[begin - 1].lower == "as" and stop < len(units) and units[stop].text == ","


def _limit(frames: list[Frame], number: int, high: int) -> int:
    """Return where the content after this cue ends: before a later cue that opens something of its own."""
    last = frames[number].cue.last
    for later in frames[number + 1 :]:
        in_subject = (
            later.subject is not None and later.subject[0] <= frames[number].cue.first < later.subject[1]
        )
        if in_subject and not later.inverted and not later.shared:
            return min(high, later.cue.first)
        if later.loose and not frames[number].subordinate:
            continue
        if later.clip is not None and later.clip > last and not _own_subordinate(frames, number, later):
            return min(high, later.clip)
    return high


def _own_subordinate(frames: list[Frame], number: int, later: Frame) -> bool:
    """Return whether a later cue speaks from inside this cue's content ("said the minister, who claimed
    C, left")."""
    return later.antecedent is not None


def _after_inversion(units: Sequence[Token], after: int, high: int) -> Complement:
    k = after
    if k < high and units[k].text == "," and k + 1 < high and units[k + 1].kind == QUOTE:
        k += 1
    if k < high and units[k].kind == QUOTE:
        return Complement(k, None, (), k, "quote")
    stop = k
    while stop < high and units[stop].text != ",":
        if units[stop].kind == QUOTE and units[stop - 1].lower not in {
            "of",
            "the",
            "book",
            "in",
            "called",
            "on",
            "a",
        }:
            return Complement(stop, None, ((after, stop),), stop, "quote")
        stop += 1
    return Complement(None, None, ((after, stop),) if stop > after else (), stop, "")


def _preceding(
    units: Sequence[Token], frames: list[Frame], number: int, begin: int, lexicon: Lexicon
) -> Range | None:
    """Return the clause or quotation before a postposed "X said"."""
    if begin == 0:
        return None
    before = units[begin - 1]
    if not (before.kind == QUOTE or before.text in {",", "?", "!"} or before.text in DASHES):
        return None
    low = 0
    for earlier in frames[:number]:
        if earlier.how == "before" or earlier.inverted:
            low = max(
                low,
                earlier.rest.stop if earlier.rest else earlier.cue.last,
                earlier.subject[1] if earlier.subject else 0,
            )
    if low:
        while low < begin and (units[low].text == "," or units[low].lower in {"and", "but", "while"}):
            low += 1
    start, end = trim(units, low, begin)
    while (
        start + 1 < end and units[start].lower in lexicon.words["connective"] and units[start + 1].text == ","
    ):
        start += 2
    if start >= end:
        return None
    if units[end - 1].kind == QUOTE and (
        units[end - 1].inner and (len(units[end - 1].inner) > 2 or before.kind == QUOTE)
    ):
        return start, end
    while start + 1 < end and units[start].lower in {"but", "and", "so", "yet"}:
        start += 1
    if looks_finite(units, start, end, lexicon) or (
        units[start].kind == QUOTE and len(units[start].inner) > 3
    ):
        return start, end
    # "This campaign, he says, is different": the verb comes after the cue
    cue = frames[number].cue
    if (
        start == 0
        and cue.last < len(units)
        and units[cue.last].text == ","
        and units[cue.last - 1].lower != "asked"
    ):
        stop = next(
            (k for k in range(cue.last + 1, len(units)) if units[k].text == "," or units[k].kind == QUOTE),
            len(units),
        )
        if looks_finite(units, cue.last, stop, lexicon) and units[begin - 1].text == ",":
            return start, end
    return None


def _parenthetical(
    units: Sequence[Token], frame: Frame, rest: Complement, high: int, lexicon: Lexicon
) -> Range | None:
    """Return what follows in "The plan, he said, was dead"."""
    k = rest.stop
    if k >= high or (units[k].text != "," and units[k].text not in DASHES):
        return None
    start, end = trim(units, k, high)
    if start >= end:
        return None
    first = units[start]
    if (first.lower.endswith("ing") and first.kind == WORD) or first.lower in {
        "who",
        "which",
        "according",
        "and",
        "after",
        "as",
        "a",
        "an",
        "when",
        "while",
        "citing",
        "where",
        "in",
    }:
        return None
    return start, end


def _medium_tail(units: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> int:
    """Return where "in an interview with The Economist" begins at the end of an object, or `end`."""
    for k in range(end - 2, start + 1, -1):
        if units[k].lower not in {"in", "on", "at", "during", "via"}:
            continue
        head = [u.lower for u in units[k + 1 : min(end, k + 5)]]
        nouns = [
            w
            for w in head
            if w in lexicon.media["event"] - {"state", "call", "court", "paper", "rally", "page", "program"}
        ]
        if nouns and head[0] in {
            "a",
            "an",
            "his",
            "her",
            "their",
            "its",
            "the",
            "interviews",
            "remarks",
            "comments",
            "statements",
        }:
            return k
        if head and head[0] in lexicon.media["platform"] and units[k + 1].capital:
            return k
    return end


def _object_end(units: Sequence[Token], post: Range, cue: Cue, lexicon: Lexicon) -> Range:
    start, end = post
    for k in range(start, end):
        unit = units[k]
        following = units[k + 1] if k + 1 < end else None
        if unit.text in {";"} or unit.text in DASHES:
            end = k
            break
        if unit.text == "," and following is not None and _leaves(units, k, end, lexicon):
            end = k
            break
    return trim(units, start, end)


def _leaves(units: Sequence[Token], comma: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether a comma ends an object: what follows is a clause, a participle or an apposition."""
    following = units[comma + 1]
    if following.lower in {"and", "or"}:
        return looks_finite(units, comma + 1, end, lexicon)
    loose = {"but", "that", "while", "who", "which", "as", "after", "when", "with", "in", "a", "the"}
    return following.lower in loose or following.lower.endswith("ing")


def _passive_content(units: Sequence[Token], frame: Frame, high: int, lexicon: Lexicon) -> None:
    """Work out "X is believed to C", "it was reported that C", "C was reported by X", "Y was told that C"."""
    cue, rest, subject = frame.cue, frame.rest, frame.subject
    frame.subject = None
    assert rest is not None
    j = cue.last
    agent = _by_phrase(units, j, high)
    lemma = cue.verb.lemma
    if lemma in _ADDRESSED_PASSIVE:
        if agent:
            frame.subject = agent
        if rest.start is not None and rest.how in {"that", "quote", "wh", "clause", "to"}:
            frame.contents = (trim(units, rest.start, high),)
        return
    pronoun = subject is not None and units[subject[0]].lower in {"it", "there"}
    if rest.start is not None and rest.how == "that":
        frame.contents = (trim(units, rest.start, high),)
        frame.subject = agent
        return
    following = units[j].lower if j < high else ""
    if subject is None or pronoun:
        return
    if following == "to" or (following == "as" and "s" in cue.verb.frames):
        frame.contents = (subject, trim(units, j, high))
        return
    if agent:
        frame.subject = agent
        if set("tn") & set(cue.verb.frames):
            frame.contents = (subject,)
    if lemma == "accuse" and following == "of":
        frame.contents = (subject, trim(units, j, high))


def _by_phrase(units: Sequence[Token], j: int, high: int) -> Range | None:
    for k in range(j, min(high, j + 6)):
        if units[k].lower == "by" and k + 1 < high:
            end = k + 1
            while (
                end < high
                and units[end].text not in {",", ";", ":"}
                and units[end].lower not in {"that", "to", "on", "in", "as", "at", "after"}
                and units[end].kind != QUOTE
            ):
                end += 1
            return (k + 1, end) if end > k + 1 and not units[k + 1].lower.endswith("ing") else None
    return None


def _conditional(units: Sequence[Token], frame: Frame) -> bool:
    """Return whether the cue stands in an if-clause and so reports nothing."""
    begin = (
        min(frame.cue.first, frame.subject[0]) if frame.subject and not frame.inverted else frame.cue.first
    )
    return begin > 0 and units[begin - 1].lower in {"if", "unless", "whether"}


# --- records


def _tag(units: Sequence[Token], frame: Frame, lexicon: Lexicon) -> Tagged:
    cue, verb, rest = frame.cue, frame.cue.verb, frame.rest
    act, certainty, polarity = verb.act, verb.certainty, verb.polarity
    content, cue_range = frame.contents, (cue.first, cue.last)
    disputes: Range | None = None
    claim = "x" not in verb.frames
    first = units[content[-1][0]] if content[-1][0] < content[-1][1] else None
    if rest and rest.how == "wh" and verb.act in {SpeechAct.SAY, SpeechAct.TELL, SpeechAct.KNOW}:
        certainty = Certainty.UNKNOWN if first is not None and first.lower in {"if", "whether"} else certainty
    if cue.passive and verb.lemma in _ADDRESSED_PASSIVE and rest and rest.how == "to":
        claim = False  # "was told to leave": an order, its giver untold
    if verb.lemma == "ask" and rest and rest.how in {"to", "object"}:
        act, certainty = SpeechAct.DEMAND, Certainty.CERTAIN
    if rest and rest.how == "object":
        if verb.lemma == "call" and first is not None and first.lower in {"for", "on"}:
            act = SpeechAct.DEMAND
            cue_range = (cue.first, cue.last + 1)
            content = ((content[0][0] + 1, content[0][1]),)
        elif "s" in verb.frames:
            content, disputes = _as_content(units, content[0])
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
                or verb.lemma in {"call", "dub", "label", "brand"}
            )
        elif "n" in verb.frames:
            span = units[content[0][0] : content[0][1]]
            worded = any(u.kind == QUOTE for u in span) or any(u.lower in _PROPOSITIONS for u in span[:6])
            bare = (
                span[-1].lower in lexicon.nouns
                and len(span) <= 4
                and act in {SpeechAct.DENY, SpeechAct.REJECT}
            )
            claim = claim and (worded or act in _WORDED) and not bare
            if act in {SpeechAct.DENY, SpeechAct.REJECT}:
                disputes = content[0]
    if frame.subject is None and not cue.passive and cue.first == 0 and verb.form == "past":
        claim = False  # "Asked whether she would resign, …"
    if _anonymity(units[content[-1][0] : content[-1][1]]):
        claim = False
    if cue.negated and verb.act in {SpeechAct.BELIEVE, SpeechAct.KNOW, SpeechAct.AGREE}:
        polarity = Polarity.NEGATED
    that = units[rest.that].span if rest and rest.that is not None and rest.start == content[-1][0] else None
    adjuncts = list(rest.adjuncts) if rest else []
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
        disputes=spans(units, [disputes]) if disputes else (),
    )


def _anonymity(words: Sequence[Token]) -> bool:
    """Return whether a speaker merely asks not to be named."""
    lower = {unit.lower for unit in words[:8]}
    return bool(lower & {"named", "identified", "quoted", "anonymous", "anonymity"}) and bool(
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
    """Rule reliability as seen on development text: quotations and "that" are safest, bare objects least."""
    table = {"quote": 0.9, "colon": 0.85, "that": 0.9, "before": 0.85, "wh": 0.8, "clause": 0.75, "to": 0.6}
    value = table.get(frame.how, 0.5)
    return value if frame.subject else value - 0.2
