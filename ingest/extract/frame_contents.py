"""Which words are the content of each cue of a sentence: after it, before it, or around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.extract.complements import Complement, complement
from ingest.extract.cues import Cue
from ingest.extract.finite import looks_finite
from ingest.extract.frames import Frame, after_dateline, trim
from ingest.extract.inversion import after_inversion
from ingest.extract.lexicon import Lexicon
from ingest.extract.passives import passive_content
from ingest.extract.subjects import DASHES, Range
from ingest.extract.tokens import QUOTE, WORD, Token

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


def find_clip(units: Sequence[Token], frames: list[Frame], number: int, lexicon: Lexicon) -> None:
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
    elif before.kind == QUOTE and before.inner[-1:] and before.inner[-1].text == ",":
        if complement(units, cue, len(units), lexicon).start is None:
            frame.clip = begin  # "It admitted they were “severe,” the Post wrote"
    elif before.text == "," and set("tqw") & set(cue.verb.frames):
        # "said that, if it breaks, officials fear floods" goes on; ", officials said." does not
        frame.clip = begin - 1
        rest = complement(units, cue, len(units), lexicon)
        frame.loose = not frame.inverted and (
            rest.start is not None or not _closed(units, rest.stop, len(units), lexicon)
        )
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


def find_content(units: Sequence[Token], frames: list[Frame], number: int, lexicon: Lexicon) -> None:
    """Find the content of a cue, once all subjects and ends of contents are known."""
    frame = frames[number]
    cue = frame.cue
    high = _limit(frames, number, len(units))
    after = frame.subject[1] if frame.inverted and frame.subject else cue.last
    rest = after_inversion(units, after, high) if frame.inverted else complement(units, cue, high, lexicon)
    frame.rest, frame.how = rest, rest.how
    if cue.passive and not frame.inverted:
        passive_content(units, frame, rest, high)
        return
    begin = cue.first if frame.inverted or frame.subject is None else min(frame.subject[0], cue.first)
    if frame.quoting is not None and frame.quoting.subject is not None:
        begin = min(begin, frame.quoting.subject[0])
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
        title = (
            rest.how == "quote"
            and units[rest.start].inner[:1]
            and not units[rest.start].inner[0].text[0].islower()
        )
        named = frame.subject is None or title or cue.form == "ing"
        if rest.how == "quote" and not set("tqwn") & set(cue.verb.frames) and not frame.inverted and named:
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
        frame.contents = (_to_semicolon(units, post, lexicon),)
        return
    if pre is None and spoken and _as_clause(units, frame, begin) and rest.stop < high:
        frame.how = "clause"
        frame.contents = (trim(units, rest.stop, high),)
        return
    if pre is None or not spoken or not _closed(units, rest.stop, high, lexicon):
        return
    frame.how = "before"
    if frame.quoting is not None and not frame.quoting.cue.passive:
        frame.quoting.contents = (pre,)
    tail = _parenthetical(units, frame, rest, high, lexicon) if not quoted_before else None
    frame.contents = (pre, tail) if tail else (pre,)


def _to_semicolon(units: Sequence[Token], post: Range, lexicon: Lexicon) -> Range:
    """Cut a reported clause before a semicolon, or before "– a claim that …", which is the writer's."""
    for k in range(*post):
        quote = units[k].kind == QUOTE and units[k].inner[-1:] and units[k].inner[-1].text == ","
        if quote and _verdict(units, k, lexicon):
            return trim(units, post[0], k + 1)
    stop = next((k for k in range(*post) if units[k].text == ";" or _verdict(units, k, lexicon)), post[1])
    return trim(units, post[0], stop)


def _verdict(units: Sequence[Token], k: int, lexicon: Lexicon) -> bool:
    after = units[k + 1 : k + 4]
    return (
        (units[k].text in DASHES | {","} or units[k].kind == QUOTE)
        and len(after) > 1
        and after[0].lower in {"a", "an"}
        and any(u.lower in lexicon.nouns or u.lower in {"version", "account", "position"} for u in after[1:])
    )


def _closed(units: Sequence[Token], stop: int, high: int, lexicon: Lexicon) -> bool:
    """Return whether a postposed cue is followed by nothing that could be its own object."""
    if stop >= high or units[stop].kind != WORD:
        return True
    return units[stop].lower in lexicon.words["subordinator"] | lexicon.words["preposition"] | {"and", "but"}


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
    start, end = trim(units, max(low, after_dateline(units)), begin)
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
        if unit.kind == QUOTE and unit.inner and unit.inner[-1].text == ",":
            end = k + 1
            break
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
    loose = {"but", "that", "while", "who", "which", "as", "after", "when", "with", "in", "a", "an", "the"}
    return following.lower in loose or following.lower.endswith("ing")
