"""Names in the text: runs of capitalised words, told from words capitalised for other reasons.

A word that opens a sentence counts as a name only if something else says so: it stands capitalised inside a
sentence elsewhere, belongs to a longer name of the article, or is a well-known place. In a headline in
title case
only names that the body knows are taken. Adjectives of nationality are no names by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.extract.lexicon import Lexicon
from ingest.extract.sentences import Sentence
from ingest.extract.tokens import NUMBER, POSSESSIVE, QUOTE, WORD, Token
from ingest.model import ActorKind, Span

MAX_WORDS = 9
_LINKING = {"of", "for"}
_ORDINAL = {"st", "nd", "rd", "th"}


@dataclass(frozen=True, slots=True)
class Name:
    """One occurrence of a name.

    Attributes:
        words: the name's words as written, titles and initials' stops left out.
        text: the same as one string, spaced as in the article.
        role: the words before it that say what the person is ("Kremlin spokesman"), or None.
        gender: ``m``, ``f`` or empty, from title or first name.
        subject: True if it opens its sentence, or nearly.
    """

    span: Span
    words: tuple[str, ...]
    kind: ActorKind
    role: Span | None = None
    gender: str = ""
    subject: bool = False
    text: str = ""


@dataclass(slots=True)
class _Run:
    tokens: list[Token]
    before: list[Token]
    after: Token | None
    initial: bool
    index: int


def find_names(found: Sequence[Sentence], lexicon: Lexicon, title_end: int) -> list[Name]:
    """Return the names of a text in text order.

    Args:
        found: its sentences.
        lexicon: the word lists.
        title_end: where the headline ends.
    """
    runs: list[_Run] = []
    headline: list[list[Token]] = []
    lower_seen: set[str] = set()
    for sentence in found:
        tokens, openings = _flatten(sentence.units)
        if sentence.start < title_end or _all_capitals(tokens):
            headline.append(tokens)
            continue
        lower_seen.update(t.lower for t in tokens if t.kind == WORD and not t.capital)
        runs.extend(_runs(tokens, openings, lexicon))
    confirmed: set[str] = set()
    for run in runs:
        kept = run.tokens[1:] if run.initial else run.tokens
        confirmed.update(t.text for t in kept if t.capital)
    names = [name for run in runs if (name := _name(run, confirmed, lower_seen, lexicon))]
    known = {name.words: name for name in names}
    for tokens in headline:
        names.extend(_known_in(tokens, known, lexicon))
    return sorted(names, key=lambda name: name.span)


def _flatten(units: Iterable[Token]) -> tuple[list[Token], set[int]]:
    """Return the tokens with quotations opened, and the starts of those that open a sentence or quotation."""
    out: list[Token] = []
    openings: set[int] = set()
    opening = True
    stack = list(reversed(list(units)))
    while stack:
        token = stack.pop()
        if token.kind == QUOTE:
            opening = opening or len(token.inner) > 4
            stack.extend(reversed(token.inner))
            continue
        if token.kind in {WORD, NUMBER}:
            if opening:
                openings.add(token.start)
            opening = False
        elif token.text in {".", "!", "?", ":", "…"}:
            opening = not (
                token.text == "." and out and (len(out[-1].text) == 1 or out[-1].lower in _TITLES_DOTTED)
            )
        out.append(token)
    return out, openings


_TITLES_DOTTED = {
    "mr", "mrs", "ms", "dr", "prof", "gen", "sen", "rep", "gov", "lt", "col", "sgt", "st", "jr", "sr",
    "rev", "hon", "capt", "adm", "maj", "inc", "corp",
}  # fmt: skip


def _all_capitals(tokens: Sequence[Token]) -> bool:
    words = [t for t in tokens if t.kind == WORD and len(t.text) > 1]
    return len(words) >= 4 and sum(t.text.isupper() for t in words) > 0.7 * len(words)


def _runs(tokens: Sequence[Token], openings: set[int], lexicon: Lexicon) -> Iterable[_Run]:
    i = 0
    while i < len(tokens):
        if not _begins(tokens, i, openings, lexicon):
            i += 1
            continue
        end = _run_end(tokens, i, lexicon)
        initial = tokens[i].start in openings
        run = list(tokens[i:end])
        if (
            len(run) > 1
            and initial
            and run[0].lower in lexicon.openers
            and run[0].lower not in lexicon.names["title"] | {"new"}
        ):
            run, initial = run[1:], False
            while run and (run[0].text == "." or (not run[0].capital and run[0].kind != NUMBER)):
                run = run[1:]
        while run and not run[-1].capital:
            run.pop()
        if run:
            start = next(k for k in range(i, end) if tokens[k] is run[0])
            yield _Run(
                run,
                list(tokens[max(0, start - 8) : start]),
                tokens[end] if end < len(tokens) else None,
                initial,
                start,
            )
        i = end


def _begins(tokens: Sequence[Token], i: int, openings: set[int], lexicon: Lexicon) -> bool:
    token = tokens[i]
    if token.kind == NUMBER:
        return token.text[-2:] in _ORDINAL and i + 1 < len(tokens) and tokens[i + 1].capital
    if not token.capital or token.lower in {"i", "i'm", "i've", "i'll", "i'd"}:
        return False
    if token.start in openings and token.lower in lexicon.openers:
        return i + 1 < len(tokens) and (tokens[i + 1].capital or tokens[i + 1].text == ".")
    return True


def _run_end(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    end = i + 1
    while end < len(tokens) and end - i < MAX_WORDS:
        token, before = tokens[end], tokens[end - 1]
        following = tokens[end + 1] if end + 1 < len(tokens) else None
        if (
            (token.capital and token.lower not in {"i", "i'm"})
            or (
                token.text == "."
                and (before.lower in lexicon.abbreviations or len(before.text) == 1)
                and following is not None
                and following.capital
            )
            or (token.text in {"&"} and following is not None and following.capital)
        ):
            end += 1
        elif (
            token.kind == POSSESSIVE
            and following is not None
            and following.capital
            and following.lower in lexicon.names["organisation"] | lexicon.names["place_suffix"]
        ):
            end += 2
        elif (
            token.lower in lexicon.names["particle"] - {"of", "the", "and", "for"}
            and following is not None
            and (
                following.capital
                or (following.lower in {"der", "den", "la", "las", "los"} and _capital(tokens, end + 2))
            )
        ):
            end += 2 if following.capital else 3
        elif (
            token.lower in {"of", "for"}
            and before.lower in lexicon.names["title"] | lexicon.roles
            and following is not None
            and following.capital
            and following.lower in lexicon.names["portfolio"]
        ):
            end += 2
        elif token.lower in _LINKING and following is not None and _links(tokens, i, end, lexicon):
            end += 2 if following.capital else 3
        elif (
            token.kind == NUMBER
            and following is not None
            and (
                following.lower in lexicon.names["organisation"]
                or (following.capital and token.text[-2:] in _ORDINAL)
            )
        ):
            end += 2
        else:
            break
    return min(end, len(tokens))


def _capital(tokens: Sequence[Token], k: int) -> bool:
    return k < len(tokens) and tokens[k].capital


def _links(tokens: Sequence[Token], i: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether "of" joins two parts of one name (University of Oslo), also "of the"."""
    head = tokens[end - 1].lower
    following = tokens[end + 1]
    if following.lower == "the":
        return end + 2 < len(tokens) and tokens[end + 2].capital and head in lexicon.names["organisation"]
    if not following.capital or following.lower in lexicon.words["time"]:
        return False
    return head in lexicon.names["organisation"] | lexicon.names["place_suffix"] | {
        "war",
        "battle",
        "treaty",
        "day",
        "head",
        "lord",
        "tower",
        "isle",
        "gulf",
    }


def _name(run: _Run, confirmed: set[str], lower_seen: set[str], lexicon: Lexicon) -> Name | None:
    tokens = run.tokens
    tokens, titles = _without_titles(tokens, lexicon)
    while tokens and (
        tokens[0].lower in lexicon.words["time"] - {"may"} or (tokens[0].kind == NUMBER and len(tokens) == 1)
    ):
        tokens = tokens[1:]
    while tokens and tokens[-1].lower in lexicon.words["time"] - {"march", "may", "april", "june", "times"}:
        tokens = tokens[:-1]
    tokens = _without_demonym(tokens, lexicon)
    if not tokens or not any(t.capital for t in tokens):
        return None
    words = tuple(t.text for t in tokens if t.text != ".")
    joined = " ".join(w.lower() for w in words)
    known = (
        joined in lexicon.places
        or (joined in lexicon.names["acronym"] and words[0].isupper())
        or (
            joined
            in lexicon.media["platform"]
            | lexicon.media["outlet"] - {"reporters", "journalists", "newsmen", "sun", "time"}
            and len(words[0]) > 1
        )
    )
    if run.initial and tokens[0] is run.tokens[0] and len(words) == 1 and not known:
        unproved = words[0] not in confirmed or words[0].lower() in lower_seen
        if unproved and not _acts_like_name(run, words[0], lower_seen, lexicon):
            return None
    if len(words) == 1 and (
        len(words[0]) == 1
        or (joined in lexicon.words["pronoun"] and not words[0].isupper())
        or (joined in lexicon.roles and joined not in {"kremlin", "pentagon"})
        or (joined in lexicon.openers and not words[0].isupper())
    ):
        return None
    if len(words) == 1 and (joined in lexicon.names["title"] or joined in lexicon.names["demonym"]):
        return None
    role = _role(run, titles, lexicon)
    kind = _kind(words, joined, run, role, titles, lexicon)
    if kind is not ActorKind.PERSON:
        role = None
    return Name(
        Span(tokens[0].start, tokens[-1].end),
        words,
        kind,
        role,
        _gender(words, kind, titles, role, run, lexicon),
        run.index <= 6,
        _spaced(tokens),
    )


def _spaced(tokens: Sequence[Token]) -> str:
    """Join tokens with a space where the article has any."""
    out = ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        out += " " + token.text if before is not None and token.start > before.end else token.text
    return out


def _acts_like_name(run: _Run, word: str, lower_seen: set[str], lexicon: Lexicon) -> bool:
    """Return whether a lone opening word stands as a bare singular subject, as only names do."""
    if word.lower() in lower_seen or word.lower() in lexicon.openers or run.after is None:
        return False
    if (
        word.lower().endswith(
            (
                "s",
                "ing",
                "ly",
                "ed",
                "tion",
                "ment",
                "ness",
                "ity",
                "ism",
                "ance",
                "ence",
                "ship",
                "age",
                "ure",
            )
        )
        or word.lower() in lexicon.roles
        or word.lower() in lexicon.finite
    ):
        return False
    return (
        run.after.kind == POSSESSIVE
        or (run.after.lower in lexicon.verbs and lexicon.verbs[run.after.lower].form in {"past", "s"})
        or run.after.lower in {"is", "was", "has", "had", "will"}
    )


def _without_titles(tokens: list[Token], lexicon: Lexicon) -> tuple[list[Token], list[Token]]:
    """Split "French President Emmanuel Macron" into the name and what stands before it."""
    if tokens[-1].lower in lexicon.names["organisation"] | lexicon.names["place_suffix"]:
        return tokens, []
    last = -1
    for k, token in enumerate(tokens):
        if token.lower in lexicon.names["title"] | lexicon.persons and token.lower not in lexicon.places:
            last = k
        elif last == k - 1 and k > 0 and token.lower in {"of", "for", "and"} | lexicon.names["portfolio"]:
            last = k  # Minister of Education
        elif token.text == "." and last == k - 1 and k > 0:
            last = k
        elif not (
            token.lower in lexicon.names["demonym"]
            or (last < 0 and k < 4 and _title_follows(tokens, k, lexicon))
        ):
            break
    return (tokens[last + 1 :], tokens[: last + 1]) if last >= 0 else (tokens, [])


def _title_follows(tokens: Sequence[Token], k: int, lexicon: Lexicon) -> bool:
    return any(
        t.lower in lexicon.names["title"] and t.lower not in {"general", "first", "lady", "chief", "foreign"}
        for t in tokens[k + 1 : k + 3]
    ) and k + 2 < len(tokens)


def _without_demonym(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    if (
        tokens
        and tokens[-1].lower in lexicon.names["organisation"] | lexicon.names["place_suffix"]
        and len(tokens) > 1
    ):
        return tokens
    while tokens and (tokens[0].lower in lexicon.names["demonym"] or tokens[0].text == "."):
        if " ".join(t.lower for t in tokens) in lexicon.places:
            break
        tokens = tokens[1:]
    while tokens and tokens[-1].lower in lexicon.names["demonym"] and len(tokens) > 1:
        tokens = tokens[:-1]
    return tokens


def _role(run: _Run, titles: list[Token], lexicon: Lexicon) -> Span | None:
    """Return the role before a name: titles in the run, else lower-case role words directly before it."""
    before = run.before
    if titles:
        return Span(titles[0].start, titles[-1].end)
    if not before or before[-1].lower not in lexicon.roles or before[-1].kind != WORD:
        return None
    start = len(before) - 1
    while start > 0 and before[start - 1].kind == WORD and not before[start - 1].lower.endswith("ly"):
        word = before[start - 1].lower
        if (
            word
            in lexicon.words["determiner"]
            | lexicon.words["preposition"]
            | lexicon.words["coordinator"]
            | lexicon.words["subordinator"]
            | lexicon.verbs.keys()
            | lexicon.words["auxiliary"]
            | lexicon.words["connective"]
        ):
            break
        start -= 1
    return Span(before[start].start, before[-1].end)


def _kind(
    words: tuple[str, ...], joined: str, run: _Run, role: Span | None, titles: list[Token], lexicon: Lexicon
) -> ActorKind:
    last = words[-1].lower()
    before = run.before[-1].lower if run.before else ""
    if joined in lexicon.places:
        return ActorKind.PLACE
    if joined in lexicon.media["outlet"]:
        return ActorKind.ORGANISATION
    if joined in lexicon.media["platform"]:
        return ActorKind.OTHER
    if joined in lexicon.names["acronym"] or (last in lexicon.names["organisation"] and len(words) > 1):
        return ActorKind.ORGANISATION
    if last in lexicon.media["outlet_head"] and len(words) > 1:
        return ActorKind.ORGANISATION
    if last in lexicon.names["place_suffix"] and len(words) > 1:
        return ActorKind.PLACE
    if any(w.lower() in lexicon.names["organisation"] for w in words[:-1]) and any(
        w in {"of", "for"} for w in words
    ):
        return ActorKind.ORGANISATION
    if titles or role:
        bodied = not titles and before in lexicon.bodies
        return ActorKind.ORGANISATION if bodied else ActorKind.PERSON
    if len(words) == 1 and words[0].isupper() and 2 <= len(words[0]) <= 6:
        return ActorKind.ORGANISATION
    first = words[0].lower()
    if first in lexicon.names["male_name"] | lexicon.names["female_name"] and first not in lexicon.places:
        return ActorKind.PERSON
    if words[0].lower() in lexicon.names["place_lead"] and len(words) > 1:
        return ActorKind.PLACE
    if before in {"near", "in", "outside", "toward", "towards"} or (
        before == "of" and len(run.before) > 1 and run.before[-2].lower in lexicon.names["place_suffix"]
    ):
        return ActorKind.PLACE
    if run.after is not None and run.after.lower in lexicon.verbs and len(words) >= 2 and words[0] != "The":
        return ActorKind.PERSON
    if (
        2 <= len(words) <= 3
        and words[0] != "The"
        and all(w[0].isupper() and not w.isupper() and "-" not in w[:2] for w in words)
        and before != "the"
    ):
        return ActorKind.PERSON
    return ActorKind.OTHER


def _gender(
    words: tuple[str, ...],
    kind: ActorKind,
    titles: list[Token],
    role: Span | None,
    run: _Run,
    lexicon: Lexicon,
) -> str:
    if kind is not ActorKind.PERSON:
        return ""
    hints = {t.lower for t in titles} | ({run.before[-1].lower} if role and run.before else set())
    if hints & lexicon.words["male"]:
        return "m"
    if hints & lexicon.words["female"]:
        return "f"
    first = words[0].lower()
    male, female = first in lexicon.names["male_name"], first in lexicon.names["female_name"]
    return "" if male == female or len(words) < 2 else "m" if male else "f"


def _known_in(
    tokens: Sequence[Token], known: dict[tuple[str, ...], Name], lexicon: Lexicon
) -> Iterable[Name]:
    """Find names that the body knows in a headline, longest first; case is ignored in a headline all in
    capitals."""
    table = {tuple(w.lower() for w in words): name for words, name in known.items()}
    words = [t for t in tokens if t.kind in {WORD, NUMBER}]
    i = 0
    while i < len(words):
        for length in range(min(MAX_WORDS, len(words) - i), 0, -1):
            part = words[i : i + length]
            key = tuple(t.lower for t in part)
            name = table.get(key)
            place = lexicon.places.get(" ".join(key))
            if (name or place) and part[0].capital:
                spelled = tuple(t.text for t in part)
                yield Name(
                    Span(part[0].start, part[-1].end),
                    name.words if name else spelled,
                    name.kind if name else ActorKind.PLACE,
                    text=name.text if name else " ".join(spelled),
                )
                i += length
                break
        else:
            i += 1
