"""What follows a cue verb: addressee, time and medium, and where the content begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract.cues import Cue, is_adverb
from ingest.extract.finite import finite_at, looks_finite
from ingest.extract.lexicon import Lexicon
from ingest.extract.subjects import DASHES, Range
from ingest.extract.tokens import NUMBER, POSSESSIVE, QUOTE, WORD, Token

_WH = {"if", "whether", "how", "why", "what", "who", "where", "when", "which"}
_SUBJECTS = {"he", "she", "they", "it", "we", "i", "you", "there", "this", "these", "those"}
_CLAUSAL = {"say", "think", "believe", "claim", "insist", "argue", "tell"}
"""After these whatever follows is taken for a clause, even if its verb is not in the lists."""
_OBJECTS = {
    "me", "him", "her", "us", "them", "you", "reporters", "journalists", "newsmen", "investors",
    "supporters", "lawmakers", "voters", "delegates", "viewers", "readers", "listeners", "officials",
    "members", "police", "everyone", "people", "fans", "parliament", "congress",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Complement:
    """What stands after a cue.

    Attributes:
        start: where the content begins; None if none follows.
        that: index of the complementiser, or None.
        adjuncts: phrases between cue and content (addressee, time, medium).
        stop: where looking ended: at the content, a comma, or the end.
        how: ``that``, ``quote``, ``colon``, ``wh``, ``clause``, ``to``, ``as``, ``object``; empty if none.
    """

    start: int | None
    that: int | None
    adjuncts: tuple[Range, ...]
    stop: int
    how: str


def complement(units: Sequence[Token], cue: Cue, high: int, lexicon: Lexicon) -> Complement:
    """Read what follows `cue`, up to `high`."""
    frames = cue.verb.frames
    adjuncts: list[Range] = []
    j = cue.last
    addressed = "a" not in frames or cue.passive
    for _ in range(7):
        if j >= high:
            break
        unit = units[j]
        rest = high - j
        if unit.kind == QUOTE:
            return Complement(j, None, tuple(adjuncts), j, "quote")
        if unit.lower == "that" and rest > 1:
            return Complement(j + 1, j, tuple(adjuncts), j, "that")
        if unit.text == ":" and rest > 1:
            return Complement(j + 1, None, tuple(adjuncts), j, "colon")
        if unit.text == ",":
            jump = _parenthesis(units, j, high, lexicon)
            if jump is None:
                break
            if jump > j + 1:
                adjuncts.append((j + 1, jump - 1))
            j = jump
            continue
        if unit.text in DASHES or unit.text in {";", "("}:
            break
        if unit.lower in {"if", "whether"} or (unit.lower in _WH and ("w" in frames or "t" in frames)):
            return Complement(j, None, tuple(adjuncts), j, "wh")
        if unit.lower == "to" and ("i" in frames) and rest > 1:
            return Complement(j, None, tuple(adjuncts), j, "to")
        if not addressed:
            addressed = True
            end = _addressee(units, j, high, lexicon)
            if end > j and (
                cue.verb.lemma
                in {
                    "tell",
                    "inform",
                    "remind",
                    "assure",
                    "reassure",
                    "notify",
                    "alert",
                    "convince",
                    "persuade",
                    "urge",
                    "ask",
                    "advise",
                    "instruct",
                    "implore",
                    "exhort",
                    "beg",
                }
                or _then_content(units, end, high, lexicon)
            ):
                adjuncts.append((j, end))
                j = end
                continue
        if (unit.lower in lexicon.words["time"] and unit.lower not in {"may", "second"}) or _timed(
            units, j, lexicon
        ):
            j += 1
            continue
        if (unit.lower in lexicon.adverbs or is_adverb(unit)) and unit.lower not in {
            "there",
            "all",
            "both",
            "now",
        }:
            j += 1
            continue
        if unit.lower in lexicon.words["preposition"] and unit.lower not in {"as", "like", "than"}:
            end = prepositional_end(units, j, high, lexicon)
            if (
                end >= high
                or units[end].text in {",", ":", ";"}
                or units[end].text in DASHES
                or units[end].lower in {"that", "if", "whether", "to", "how"}
                or units[end].kind == QUOTE
            ):
                adjuncts.append((j, end))
                j = end
                continue
            if _media_or_time(units[j:end], lexicon):
                adjuncts.append((j, end))
                j = end
                continue
        break
    return _bare(units, cue, j, high, tuple(adjuncts), lexicon)


def _bare(
    units: Sequence[Token], cue: Cue, j: int, high: int, adjuncts: tuple[Range, ...], lexicon: Lexicon
) -> Complement:
    if j < high and units[j].text not in {",", ";", "("} and units[j].text not in DASHES:
        if _gerund(units[j]) and "t" in cue.verb.frames:
            return Complement(cue.last, None, (), j, "object")  # "reported having seen police"
        free = cue.verb.lemma in _CLAUSAL
        stop = high if free else _before_relative(units, j, high)
        clausal = looks_finite(units, j, stop, lexicon) or (
            high - j > 2 and (units[j].lower in _SUBJECTS or free)
        )
        if "t" in cue.verb.frames and clausal and units[j].lower not in {"and", "but", "or"}:
            return Complement(j, None, adjuncts, j, "clause")
        wanted = set("nso") if "i" in cue.verb.frames and "x" in cue.verb.frames else set("nsoix")
        if "o" in cue.verb.frames and not {"n", "s"} & set(cue.verb.frames):
            about = cue.verb.lemma == "accuse" or units[j].lower in {"of", "about", "against", "over", "for"}
            wanted = wanted - set("xi") if about else set()
        if wanted & set(cue.verb.frames) and units[j].lower not in {"and", "but", "or"}:
            return Complement(cue.last, None, (), j, "object")
    late = "t" in cue.verb.frames and cue.last < j < high and units[j].text == ","
    if late and units[cue.last].kind == WORD and looks_finite(units, j + 1, high, lexicon):
        return Complement(cue.last, None, (), j, "weak")  # "says despite the rain, the match will go on"
    return Complement(None, None, adjuncts, j, "")


def _gerund(unit: Token) -> bool:
    return (
        unit.kind == WORD
        and unit.lower.endswith("ing")
        and not unit.capital
        and not unit.lower.endswith("thing")
    )


def _before_relative(units: Sequence[Token], j: int, high: int) -> int:
    """Return where a relative clause begins: its verb does not make "wrote a law that failed" a clause."""
    return next((k for k in range(j + 1, high) if units[k].lower in {"that", "which", "who"}), high)


def _parenthesis(units: Sequence[Token], comma: int, high: int, lexicon: Lexicon) -> int | None:
    """Return where the content goes on after ", in a statement on Monday," or directly after a comma."""
    if comma + 1 < high and units[comma + 1].kind == QUOTE:
        return comma + 1
    for k in range(comma + 1, min(high - 1, comma + 14)):
        verb = lexicon.verbs.get(units[k].lower)
        if units[k].kind == QUOTE or (
            verb and verb.form == "ing" and verb.lemma not in {"cite", "quote", "speak"}
        ):
            return None
        if units[k].text == ",":
            return k + 1 if units[k + 1].lower == "that" or units[k + 1].kind == QUOTE else None
    return None


def _addressee(units: Sequence[Token], j: int, high: int, lexicon: Lexicon) -> int:
    """Return one past the addressee that begins at `j`."""
    first = units[j]
    if first.lower in _OBJECTS:
        k = j + 1
        while k < high and (
            (units[k].lower in {"and", "or"} and k + 1 < high and units[k + 1].lower in _OBJECTS)
            or units[k].lower in _OBJECTS
        ):
            k += 1
        return k
    if first.capital:
        k = j
        while k < high and (
            units[k].capital
            or units[k].kind == POSSESSIVE
            or (units[k].lower in {"of", "and", "the"} and k + 1 < high and units[k + 1].capital)
            or units[k].text in {"&"}
        ):
            k += 1
        if k > j and k < high and units[k - 1].kind == POSSESSIVE:
            while (
                k < high
                and units[k].kind == WORD
                and units[k].lower not in _SUBJECTS | {"that", "to", "on", "in"}
            ):
                k += 1
        # "told Reuters journalists", "told Fox News Sunday"
        if k < high and units[k].lower in lexicon.roles | {"news", "radio", "television", "magazine"}:
            k += 1
        return k
    if first.lower in lexicon.words["determiner"] or first.lower in lexicon.words["possessive"]:
        k = j + 1
        while k < high and units[k].kind in {WORD, NUMBER, POSSESSIVE} and not _new_phrase(units[k], lexicon):
            if units[k].lower in lexicon.words["preposition"]:
                break
            k += 1
        return k
    if first.kind == WORD and (first.lower.endswith("s") or first.lower in lexicon.roles) and j + 1 < high:
        return j + 1
    if first.kind == WORD and j + 1 < high and units[j + 1].lower in lexicon.roles:
        return j + 2
    if first.kind == WORD and first.lower not in lexicon.words["preposition"]:
        k = j  # "told state television"
        while k < min(high, j + 4) and units[k].kind == WORD and not _new_phrase(units[k], lexicon):
            if units[k].lower in lexicon.words["preposition"] | lexicon.adverbs or finite_at(
                units, k, lexicon
            ):
                break
            k += 1
        return k if k == high or (k > j and units[k].kind != WORD) or k > j + 1 else j
    return j


def _new_phrase(unit: Token, lexicon: Lexicon) -> bool:
    return (
        unit.lower in _SUBJECTS
        or unit.lower
        in {"that", "if", "whether", "to", "how", "why", "what", "the", "a", "an", "his", "her", "their"}
        or unit.kind == QUOTE
    )


def _then_content(units: Sequence[Token], k: int, high: int, lexicon: Lexicon) -> bool:
    return k < high and (
        units[k].kind == QUOTE
        or units[k].lower in {"that", "to", "if", "whether"}
        or units[k].text in {":", ","}
    )


def prepositional_end(units: Sequence[Token], j: int, high: int, lexicon: Lexicon) -> int:
    """Return one past the prepositional phrase that begins at `j` ("in an article published by the Asia
    Times")."""
    k = j + 1
    noun = False
    while k < high and k - j < 25:
        unit = units[k]
        if unit.kind == QUOTE:
            # a title within the phrase, or the content
            return k
        if unit.kind not in {WORD, NUMBER, POSSESSIVE} and not (
            unit.text == "." and units[k - 1].lower in lexicon.abbreviations
        ):
            return k
        if unit.lower in {
            "that",
            "if",
            "whether",
            "who",
            "which",
            "but",
            "while",
            "when",
            "because",
            "how",
            "adding",
            "saying",
        }:
            return k
        joins = units[k - 1].lower in lexicon.words["preposition"] or units[k - 1].lower in {"and", "to"}
        if (
            noun
            and not joins
            and (unit.lower in _SUBJECTS or unit.lower in {"the", "a", "an", "his", "her", "their", "its"})
        ):
            return k
        if (
            unit.lower in lexicon.words["auxiliary"] and unit.lower not in {"being", "may"}
        ) or unit.lower in {"to"}:
            return k if unit.lower != "to" else _to_phrase(units, k, high, lexicon)
        noun = noun or (
            unit.lower not in lexicon.words["determiner"] and unit.lower not in lexicon.words["preposition"]
        )
        k += 1
    return k


def _to_phrase(units: Sequence[Token], k: int, high: int, lexicon: Lexicon) -> int:
    following = units[k + 1] if k + 1 < high else None
    if following is not None and (
        following.capital or following.lower in lexicon.words["determiner"] or following.lower in _OBJECTS
    ):
        return prepositional_end(units, k, high, lexicon)
    return k


def _timed(units: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    """Return whether `j` is "on", "last" or a number directly before a word of time."""
    following = units[j + 1] if j + 1 < len(units) else None
    return (
        following is not None
        and following.lower in lexicon.words["time"]
        and (
            units[j].lower
            in {"on", "in", "last", "late", "early", "this", "next", "since", "during", "by", "at", "the"}
            or units[j].kind == NUMBER
            or units[j].lower in lexicon.words["number"]
        )
    )


def _media_or_time(phrase: Sequence[Token], lexicon: Lexicon) -> bool:
    last = phrase[-1].lower if phrase else ""
    return (
        last in lexicon.words["time"]
        or phrase[-1].kind == NUMBER
        or last in lexicon.media["platform"]
        or last in lexicon.media["event"]
        or last in _OBJECTS
        or last in lexicon.media["outlet"]
    )
