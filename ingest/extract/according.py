"""Attribution without a verb: "according to X, C", "in X’s view, C", and evidence named in passing.

"X said C, citing Y" and "reports, obtained by radio interception" name the evidence behind a content:
they give an inner link with the same content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.extract.finite import looks_finite
from ingest.extract.frames import spans, trim
from ingest.extract.lexicon import Lexicon
from ingest.extract.subjects import DASHES, Range
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import NUMBER, POSSESSIVE, QUOTE, WORD, Token
from ingest.model import Certainty, Span, SpeechAct

_EVIDENTIAL = {
    "obtained", "gathered", "gained", "intercepted", "captured", "provided", "supplied", "leaked", "seen",
    "reviewed",
}  # fmt: skip
_OPENERS = {"the", "a", "an", "this", "these", "those", "he", "she", "it", "they", "we", "there"}
_QUANTIFIERS = {"over", "about", "around", "nearly", "almost", "some"}
_MOST = 10  # in one sentence; no real one has more
_VIEWS = {"view", "opinion", "words", "estimation", "judgment", "judgement", "telling", "account", "eyes"}


def tag_according(units: Sequence[Token], lexicon: Lexicon) -> list[Tagged]:
    """Return the attributions by "according to" and its like in one sentence."""
    tagged = []
    for k in range(len(units) - 2):
        if units[k].lower == "according" and units[k + 1].lower == "to":
            found = _around(units, k, k + 2, lexicon)
        elif units[k].lower == "in" and (k == 0 or units[k - 1].text == ","):
            found = _in_the_view(units, k, lexicon)
        else:
            continue
        if found:
            tagged.append(found)
        if len(tagged) >= _MOST:
            break
    return tagged


def tag_evidence(units: Sequence[Token], main: Sequence[Tagged], lexicon: Lexicon) -> list[Tagged]:
    """Return inner links: the source that a speaker cites, or evidence that carries a report."""
    found = []
    for k, unit in enumerate(units):
        following = units[k + 1] if k + 1 < len(units) else None
        if following is None:
            break
        if unit.lower in {"citing", "quoting"} and k and units[k - 1].text == ",":
            end = _phrase_end(units, k + 1, len(units), lexicon)
            outer = [
                t
                for t in main
                if t.claim
                and t.cue
                and t.cue[0].end != unit.end
                and (t.end <= units[k].start + 1 or _around_point(t, unit.start))
            ]
            if outer and end > k + 1:
                outermost = min(outer, key=lambda t: (-t.end + t.start, t.start))
                found.append(_inner(units, (k + 1, end), (k, k + 1), outermost, SpeechAct.ACCORDING_TO))
        elif (
            unit.lower in _EVIDENTIAL
            and following.lower in {"by", "from", "through", "via"}
            and k > 1
            and units[k - 1].text == ","
        ):
            head = _document_before(units, k - 1, lexicon)
            end = _phrase_end(units, k + 2, len(units), lexicon)
            holder = [t for t in main if t.content and t.content[0].start <= unit.start < t.content[-1].end]
            if head and holder and end > k + 2:
                outermost = min(holder, key=lambda t: t.start)
                if outermost.content[0].start <= units[head[0]].start:
                    inner = _inner(units, head, (k, k + 2), outermost, SpeechAct.REPORT)
                    found.append(replace(inner, medium=Span(units[k + 2].start, units[end - 1].end)))
    return found


def _inner(units: Sequence[Token], source: Range, cue: Range, outer: Tagged, act: SpeechAct) -> Tagged:
    return Tagged(
        source=spans(units, [source]),
        cue=spans(units, [cue]),
        content=outer.content,
        act=act,
        certainty=Certainty.CERTAIN,
        complementiser=outer.complementiser,
        confidence=0.7,
        behind=True,
    )


def _around_point(tagged: Tagged, point: int) -> bool:
    return tagged.start <= point < tagged.end


def _document_before(units: Sequence[Token], comma: int, lexicon: Lexicon) -> Range | None:
    """Return the document noun with its determiner and adjectives, before ", obtained by"."""
    for k in range(comma - 1, max(-1, comma - 16), -1):
        if units[k].text in {",", ";"} or units[k].kind == QUOTE:
            return None
        if units[k].lower in lexicon.documents | {"information", "intelligence"}:
            start = k
            while (
                start > 0
                and units[start - 1].kind == WORD
                and units[start - 1].lower not in lexicon.words["preposition"] | lexicon.words["coordinator"]
                and k - start < 3
            ):
                start -= 1
                if units[start].lower in lexicon.words["determiner"] and units[start].lower not in {
                    "first",
                    "two",
                    "three",
                }:
                    break
            return start, k + 1
    return None


def _around(units: Sequence[Token], k: int, name: int, lexicon: Lexicon) -> Tagged | None:
    """Read "according to X" at `k`, the name at `name`: content after it, before it, or around it."""
    end = _phrase_end(units, name, len(units), lexicon)
    if end <= name or units[name].kind == QUOTE:
        return None
    leading = (
        k == 0
        or units[k - 1].lower == "that"
        or (units[k - 1].text == "," and units[k - 2].lower == "that")
        or all(u.lower in lexicon.words["connective"] or u.text == "," for u in units[:k])
    )
    contents: list[Range] = []
    if leading:
        end = _clause_after_name(units, name, end, lexicon)
        begin = end
        if end + 2 < len(units) and units[end].text == "," and units[end + 1].lower in {"citing", "quoting"}:
            begin = _phrase_end(units, end + 2, len(units), lexicon)
        contents = [trim(units, begin, len(units))]
    else:
        before = trim(units, _clause_start(units, k, lexicon), k)
        contents = [before]
        after = trim(units, end, len(units))
        if (
            end < len(units)
            and units[end].text == ","
            and after[0] < after[1]
            and not _own_clause(units, after, lexicon)
            and looks_finite(units, *after, lexicon)
        ):
            contents.append(after)
    contents = [c for c in contents if c[0] < c[1]]
    if not contents or not any(
        looks_finite(units, a, b, lexicon) or b - a > 3 or units[a].kind == QUOTE for a, b in contents
    ):
        return None
    return Tagged(
        source=spans(units, [trim(units, name, end)]),
        cue=spans(units, [(k, name)]),
        content=spans(units, contents),
        act=SpeechAct.ACCORDING_TO,
        adjuncts=spans(units, [(name, end)]),
        confidence=0.85,
    )


def _clause_after_name(units: Sequence[Token], name: int, end: int, lexicon: Lexicon) -> int:
    """Return where the content begins in "according to the ministry over 300 were hurt", else `end`."""
    joints = lexicon.words["preposition"] | lexicon.words["coordinator"] | lexicon.words["determiner"]
    for k in range(name + 1, end - 1):
        before, unit, after = units[k - 1], units[k], units[k + 1]
        opens = unit.lower in _OPENERS or (unit.lower in _QUANTIFIERS and after.kind == NUMBER)
        follows = before.kind == WORD and before.lower not in joints
        if opens and follows and looks_finite(units, k, end, lexicon):
            return k
    return end


def _in_the_view(units: Sequence[Token], k: int, lexicon: Lexicon) -> Tagged | None:
    """Read "in X’s view," and "in the words of X,"."""
    for j in range(k + 1, min(len(units) - 1, k + 9)):
        if units[j].lower in _VIEWS:
            if units[j - 1].kind == POSSESSIVE or units[j - 1].lower in {"his", "her", "their"}:
                source: Range = (k + 1, j - 1 if units[j - 1].kind == POSSESSIVE else j)
                end = j + 1
            elif units[j + 1].lower == "of" and units[j - 1].lower == "the":
                end = _phrase_end(units, j + 2, len(units), lexicon)
                source = (j + 2, end)
            else:
                return None
            content = trim(units, end, len(units)) if k == 0 else trim(units, 0, k)
            if (
                content[0] >= content[1]
                or source[0] >= source[1]
                or not (end >= len(units) or units[end].text == ",")
            ):
                return None
            return Tagged(
                source=spans(units, [source]),
                cue=spans(units, [(k, k + 1), (j, j + 1)]),
                content=spans(units, [content]),
                act=SpeechAct.BELIEVE if units[j].lower in {"view", "opinion"} else SpeechAct.SAY,
                confidence=0.7,
            )
        if units[j].text in {","} or units[j].kind == QUOTE:
            return None
    return None


def _own_clause(units: Sequence[Token], after: Range, lexicon: Lexicon) -> bool:
    first = units[after[0]]
    return first.lower in {
        "which",
        "who",
        "and",
        "but",
        "while",
        "adding",
        "after",
        "though",
        "although",
    } or first.lower.endswith("ing")


def _clause_start(units: Sequence[Token], k: int, lexicon: Lexicon) -> int:
    """Return where the content before "according to" begins: the sentence, less leading connectives."""
    start = 0
    while (
        start + 1 < k and units[start].lower in lexicon.words["connective"] and units[start + 1].text == ","
    ):
        start += 2
    return start


def _phrase_end(units: Sequence[Token], start: int, high: int, lexicon: Lexicon) -> int:
    """Return one past the noun phrase at `start`, an apposition between commas included."""
    end = start
    while end < high and end - start < 40:
        unit = units[end]
        if unit.text in {"(", ")"}:
            break
        if unit.lower in {"which", "where", "whom"} and end > start + 1:
            return end - 1 if units[end - 1].lower in lexicon.words["preposition"] else end
        if (
            unit.text in {",", ";", ":"}
            or unit.text in DASHES
            or (unit.kind == QUOTE and len(unit.inner) > 4)
        ):
            break
        if unit.lower in {"but", "while", "because", "although"}:
            break
        end += 1
    if end < high and units[end].text == "," and end + 1 < high:
        first = units[end + 1]
        closing = next((j for j in range(end + 1, min(high, end + 25)) if units[j].text == ","), None)
        stop = closing if closing is not None else high
        segment = units[end + 1 : stop]
        apposes = first.lower in {
            "a",
            "an",
            "one",
            "who",
            "which",
            "whose",
            "published",
            "released",
            "conducted",
            "former",
        } or (first.lower in {"the"} and any(u.lower in lexicon.roles for u in segment))
        named_role = (
            closing is not None
            and units[end - 1].lower in lexicon.roles
            and 1 <= len(segment) <= 4
            and all(u.capital for u in segment if u.kind == WORD)
        )
        if named_role:
            return stop
        if (
            apposes
            and (closing is not None or start > 3)
            and (closing is None or stop < high)
            and not (first.lower in {"a", "an", "the"} and looks_finite(units, end + 1, stop, lexicon))
        ):
            return stop
    return end
