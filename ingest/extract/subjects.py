"""The subject of a cue: the noun phrase before (or, inverted, after) it, with its apposition."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.cues import is_adverb
from ingest.extract.finite import is_finite
from ingest.extract.lexicon import Lexicon
from ingest.extract.tokens import NUMBER, POSSESSIVE, QUOTE, WORD, Token

Range = tuple[int, int]


DASHES = {"—", "–", "--", "-"}


_STOPS = {",", ";", ":", "(", ")", "[", "]", "?", "!", "."} | DASHES


_RELATIVE = {"who", "which"}


_SUBJECT_PRONOUNS = {
    "he", "she", "they", "it", "we", "i", "you", "everyone", "everybody", "someone", "somebody", "others",
    "many", "some", "both", "most", "few", "another", "nobody", "anyone",
}  # fmt: skip


_NOT_SUBJECT = {"there", "then", "thus", "so", "not", "also", "and", "or", "but", "to"}


_JOINING = {"all", "both", "half", "only", "even", "who", "that", "which", "to"}
MAX_SUBJECT = 40


def subject_before(units: Sequence[Token], end: int, low: int, lexicon: Lexicon) -> Range | None:
    """Return the range of the subject that ends at `end` (the verb group's start), looking back to `low`."""
    end = _without_time(units, end, low, lexicon)
    if end <= low:
        return None
    last = units[end - 1]
    if last.text == "," or last.text in DASHES or last.text == ")":
        return _with_apposition(units, end, low, lexicon)
    return _plain(units, end, low, lexicon)


def _without_time(units: Sequence[Token], end: int, low: int, lexicon: Lexicon) -> int:
    """Step back over "on Thursday evening" or "later Monday" at the end of a subject."""
    times = lexicon.words["time"] - {"march", "may"}
    k = end
    while k > low + 1 and units[k - 1].lower in times:
        k -= 1
    if k == end:
        reflexive = units[k - 1].lower in {"himself", "herself", "themselves"}
        return k - 1 if reflexive and k > low + 1 else k
    while k > low + 1 and units[k - 1].lower in lexicon.words["before_time"]:
        k -= 1
    return k if k > low else end


def _with_apposition(units: Sequence[Token], end: int, low: int, lexicon: Lexicon) -> Range | None:
    closing = units[end - 1].text
    if closing == "," and end - 2 > low and units[end - 2].text == ")":
        bracket = next((k for k in range(end - 3, max(low, end - 14), -1) if units[k].text == "("), None)
        head = _plain(units, bracket, low, lexicon) if bracket else None
        return (head[0], end - 1) if head else None
    partner = {")": "("}.get(closing, closing)
    opening = end - 2
    while opening > low and units[opening].text != partner and end - opening < MAX_SUBJECT:
        if units[opening].text in {";", ":"} or (
            units[opening].kind == QUOTE and len(units[opening].inner) > 4
        ):
            return None
        opening -= 1
    if opening < low or units[opening].text != partner:
        # no partner: a stray comma, "The ministry, has said"
        return _plain(units, end - 1, low, lexicon) if partner == "," and low == 0 and end > 2 else None
    segment = units[opening + 1 : end - 1]
    if not segment:
        return None
    if partner == "," and _is_name(segment, lexicon):
        role = _role_segment(units, opening, low, lexicon)
        if role is not None:
            return role, end - 1
    if partner == "," and segment[0].lower in {"saying", "adding", "noting"}:
        return None
    aside = segment[0].lower in {"for", "in", "at", "as"} and len(segment) <= 3
    if aside or all(u.lower in lexicon.words["connective"] | lexicon.adverbs for u in segment):
        return _plain(units, opening, low, lexicon)  # "The minister, meanwhile, said"
    main = _plain(units, opening, low, lexicon)
    if main is None and opening > low and units[opening - 1].text == ",":
        main = _with_apposition(units, opening, low, lexicon)
    if main is None or not _apposes(segment, lexicon):
        if _is_name(segment, lexicon):
            return opening + 1, end - 1
        return None
    return main[0], end - 1


def _apposes(segment: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether the words between two commas may stand beside a name: a role, an age, a relative
    clause."""
    first = segment[0]
    if first.kind == NUMBER or first.lower in lexicon.words["apposition"]:
        return True
    if any(unit.lower in lexicon.roles for unit in segment):
        return True
    return len(segment) <= 3 or (first.kind == WORD and first.lower.endswith("ing"))


def _is_name(segment: Sequence[Token], lexicon: Lexicon) -> bool:
    names = [unit for unit in segment if unit.kind == WORD]
    return (
        bool(names)
        and len(segment) <= 5
        and all(
            unit.capital or unit.lower in lexicon.names["particle"] or unit.text == "." for unit in segment
        )
        and not any(unit.lower in lexicon.words["time"] for unit in segment)
    )


def _role_segment(units: Sequence[Token], comma: int, low: int, lexicon: Lexicon) -> int | None:
    """Return where a role phrase before `comma` begins ("former US deputy undersecretary of defense for
    policy,")."""
    start = comma
    while start > low and units[start - 1].text not in _STOPS and units[start - 1].kind != QUOTE:
        start -= 1
    phrase = units[start:comma]
    while start < comma and (
        units[start].lower in lexicon.words["connective"] or units[start].lower in {"and", "also"}
    ):
        start += 1
    phrase = units[start:comma]
    if not phrase or len(phrase) > 14:
        return None
    if any(unit.lower in lexicon.finite or unit.lower in lexicon.words["be"] for unit in phrase):
        return None
    roles = [unit for unit in phrase if unit.lower in lexicon.roles and not unit.lower.endswith("ies")]
    if not roles or phrase[0].lower in lexicon.words["preposition"]:
        return None
    return start


def _plain(units: Sequence[Token], end: int, low: int, lexicon: Lexicon) -> Range | None:
    last = units[end - 1]
    if last.lower in _SUBJECT_PRONOUNS and last.kind == WORD:
        return end - 1, end
    if last.lower in _RELATIVE or (last.lower == "that" and end - 2 >= low and units[end - 2].kind == WORD):
        return end - 1, end
    if last.kind not in {WORD, NUMBER, POSSESSIVE} and not _scare(units, end - 1, low):
        return None
    start = _boundary(units, end, low, lexicon)
    start = _skip_leading(units, start, end, lexicon)
    if start >= end:
        return None
    region = units[start:end]
    relative = next(
        (k for k, unit in enumerate(region) if k and unit.lower in {"who", "which", "that", "whose"}), None
    )
    verbs = [k for k, unit in enumerate(region) if is_finite(region, k, lexicon)]
    free = [k for k in verbs if (relative is None or k < relative) and not _reduced(region, k, lexicon)]
    if free:
        cut = free[-1] + 1
        tail = region[cut:]
        if (
            not tail
            or tail[0].lower in lexicon.words["coordinator"]
            or tail[-1].lower in lexicon.words["coordinator"]
        ):
            return _first_phrase(units, start, start + free[0], lexicon)
        name = trailing_name(units, start + cut, end, lexicon)
        start = name if name is not None else start + cut
        start = _skip_leading(units, start, end, lexicon)
        if start >= end:
            return None
    if units[end - 1].lower in lexicon.words["coordinator"]:
        return _first_phrase(units, start, end - 1, lexicon)
    for k in range(end - 2, start, -1):
        # "an allegation the minister called “shameful”": the second noun phrase is the subject
        if (
            units[k].lower in {"the", "a", "an"}
            and units[k - 1].kind == WORD
            and units[k - 1].lower not in _JOINING
        ):
            before = units[k - 1].lower
            if (
                before
                not in lexicon.words["preposition"]
                | lexicon.words["coordinator"]
                | lexicon.words["determiner"]
            ):
                start = k
            break
    return (start, end) if _nominal(units[start:end], lexicon) else None


def _reduced(region: Sequence[Token], k: int, lexicon: Lexicon) -> bool:
    """Return whether a participle stands for a relative clause ("a document leaked to the press")."""
    following = region[k + 1].lower if k + 1 < len(region) else ""
    return k > 1 and region[k].lower.endswith("ed") and following in lexicon.words["preposition"]


def _boundary(units: Sequence[Token], end: int, low: int, lexicon: Lexicon) -> int:
    """Return where the clause that ends at `end` begins: after the nearest comma, quotation or
    conjunction."""
    k = end - 1
    while k >= low and end - k <= MAX_SUBJECT:
        unit = units[k]
        if unit.text in _STOPS and not (unit.text == "." and units[k - 1].lower in lexicon.abbreviations):
            if unit.text == "," and _lists(units, k, end, low, lexicon):
                k -= 1
                continue
            if unit.text == ")":
                opening = next(
                    (j for j in range(k - 1, max(low, k - 12) - 1, -1) if units[j].text == "("), None
                )
                if opening is not None:
                    k = opening - 1
                    continue
            return k + 1
        if unit.kind == QUOTE and not _scare(units, k, low):
            return k + 1
        if unit.lower in lexicon.words["subordinator"] and unit.lower not in {
            "who",
            "which",
            "whose",
            "that",
            "whom",
        }:
            return k + 1
        if unit.lower == "that" and (k == low or units[k - 1].kind != WORD or _verbal(units[k - 1], lexicon)):
            return k + 1
        if unit.lower in {"but", "so", "yet"}:
            return k + 1
        if (
            unit.lower in {"and", "or"}
            and k > low
            and any(is_finite(units, j, lexicon) for j in range(max(low, k - 8), k))
        ):
            following = units[k + 1] if k + 1 < end else None
            if following is not None:
                return k + 1
        k -= 1
    return k + 1


def _lists(units: Sequence[Token], comma: int, end: int, low: int, lexicon: Lexicon) -> bool:
    """Return whether a comma stands in a list of names ("Germany, France and Italy said")."""
    if comma - 1 < low or not units[comma - 1].capital:
        return False
    rest = units[comma + 1 : end]
    return (
        len(rest) >= 3
        and rest[0].capital
        and any(unit.lower == "and" for unit in rest)
        and all(unit.capital or unit.lower in {"and", "the", "of", ","} for unit in rest)
    )


def _quantifies(units: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether "nearly" or the like belongs to a number after it."""
    if (
        units[start].lower not in {"nearly", "almost", "about", "only", "roughly", "around"}
        or start + 1 >= end
    ):
        return False
    following = units[start + 1]
    return following.kind == NUMBER or following.lower in lexicon.words["number"] | {"all", "a"}


def _skip_leading(units: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> int:
    """Step over connectives, adverbs and leading "On Monday" or "In 2015"."""
    while start < end:
        unit = units[start]
        if _quantifies(units, start, end, lexicon):
            return start
        if (
            unit.lower in lexicon.words["connective"]
            or unit.lower in {"and", "or", "nor"}
            or is_adverb(unit)
            or (unit.lower in lexicon.adverbs and unit.lower not in {"all", "both", "once"})
            or unit.lower in lexicon.words["time"]
            or (unit.kind == NUMBER and start + 1 < end and units[start + 1].lower in lexicon.words["time"])
        ):
            start += 1
        elif unit.lower == "with":
            return start + 1
        elif unit.lower in lexicon.words["preposition"]:
            k = start + 1
            while k < end and (
                units[k].lower in lexicon.words["time"]
                or units[k].kind == NUMBER
                or (
                    units[k].lower in {"the", "same", "a", "of"}
                    and k + 1 < end
                    and units[k + 1].lower in lexicon.words["time"] | {"same"}
                )
            ):
                k += 1
            if k == start + 1 or k >= end:
                name = trailing_name(units, start, end, lexicon)
                return end if name is None or name == start + 1 else name
            start = k
        else:
            break
    return start


def trailing_name(units: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> int | None:
    """Return where the capitalised name (with role words before it) that ends at `end` begins."""
    k = end
    while k > start and (
        units[k - 1].capital
        or (units[k - 1].lower in lexicon.names["particle"] - {"of", "the", "and", "for"} and k < end)
    ):
        k -= 1
    if k == end:
        m = k
        while m > start and units[m - 1].kind == WORD and end - m < 6:
            if units[m - 1].lower in lexicon.words["determiner"]:
                return m - 1
            m -= 1
        return None
    while k > start and (
        units[k - 1].lower in lexicon.roles or units[k - 1].lower in {"former", "senior", "the"}
    ):
        k -= 1
    return k


def _first_phrase(units: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> Range | None:
    """Return the noun phrase that opens a clause, its verb at `end`."""
    while end > start and (
        units[end - 1].lower in lexicon.words["auxiliary"]
        or units[end - 1].lower in lexicon.adverbs
        or is_adverb(units[end - 1])
    ):
        end -= 1
    for k in range(start, end):
        if is_finite(units, k, lexicon) and k > start:
            end = k
            break
    return (start, end) if end > start and _nominal(units[start:end], lexicon) else None


def _nominal(region: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether a phrase can be a subject: it names, has a determiner, or ends in a noun."""
    words = [unit for unit in region if unit.kind in {WORD, NUMBER}]
    if not words or len(region) > MAX_SUBJECT or words[-1].lower in _NOT_SUBJECT:
        return False
    if words[0].lower in lexicon.words["preposition"] and words[0].lower not in {"like", "more", "over"}:
        return False
    last = words[-1].lower
    return (
        last not in lexicon.words["preposition"]
        and last not in lexicon.words["auxiliary"]
        and last not in {"the", "a", "an"}
    )


def _verbal(unit: Token, lexicon: Lexicon) -> bool:
    return unit.lower in lexicon.verbs or unit.lower in lexicon.words["auxiliary"]


def _scare(units: Sequence[Token], k: int, low: int) -> bool:
    """Return whether a short quotation stands inside a noun phrase (the “special operation” command)."""
    unit = units[k]
    return (
        unit.kind == QUOTE
        and len(unit.inner) <= 4
        and k > low
        and units[k - 1].kind == WORD
        and units[k - 1].lower != "that"
        and not (unit.inner and unit.inner[-1].text in {",", ".", "!", "?"})
    )
