"""Runs of capitalised words: the raw material of names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.extract.lexicon import Lexicon
from ingest.extract.tokens import NUMBER, POSSESSIVE, Token

MAX_WORDS = 9


_LINKING = {"of", "for", "on"}


_ORDINAL = {"st", "nd", "rd", "th"}

FORMS = {"inc", "corp", "ltd", "plc", "llc", "llp", "gmbh", "nv", "ag", "spa", "co"}
"""Forms of company: the name ends with them, whatever capitals follow ("Borg Corp BOR")."""
_STOPPED = {"inc", "corp", "co", "ltd", "bros", "jr", "sr"}
"""Abbreviations that end a name, with their stop."""
_KIN = {"co", "sons", "partners", "associates", "brothers", "bros"}
"""What may follow "and" in the name of a firm."""


@dataclass(slots=True)
class Run:
    """Capitalised words in a row, with the words around them."""

    tokens: list[Token]
    before: list[Token]
    after: Token | None
    initial: bool
    index: int


def capital_runs(tokens: Sequence[Token], openings: set[int], lexicon: Lexicon) -> Iterable[Run]:
    """Yield the runs of one sentence; `openings` are the starts of words that open it or a quotation."""
    i = 0
    while i < len(tokens):
        if not _begins(tokens, i, openings, lexicon):
            i += 1
            continue
        end = _before_office(tokens, i, _run_end(tokens, i, lexicon), lexicon)
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
            last = start + len(run)
            if _stop_belongs(tokens, last):
                run.append(tokens[last])
            yield Run(
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


def _stop_belongs(tokens: Sequence[Token], end: int) -> bool:
    """Return whether the stop of an abbreviation follows that ends no sentence ("Berg Inc. said")."""
    return (
        tokens[end - 1].lower in _STOPPED
        and end + 1 < len(tokens)
        and tokens[end].text == "."
        and tokens[end].start == tokens[end - 1].end
        and not tokens[end + 1].capital
    )


def _closed(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Return whether a form of company ends the name before `end`."""
    last = end - 1 - (tokens[end - 1].text == "." and end - 2 > i)
    token = tokens[end]
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    if last <= i or tokens[last].lower not in FORMS:
        return False
    if token.text == "." and following is not None:
        return following.lower not in FORMS
    return token.lower not in FORMS and not (tokens[last].lower == "co" and token.lower == "of")


def _run_end(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    end = i + 1
    while end < len(tokens) and end - i < MAX_WORDS:
        token, before = tokens[end], tokens[end - 1]
        following = tokens[end + 1] if end + 1 < len(tokens) else None
        if _closed(tokens, i, end):
            break
        if (
            (token.capital and token.lower not in {"i", "i'm"})
            or (
                token.text == "."
                and (before.lower in lexicon.abbreviations or len(before.text) == 1)
                and following is not None
                and (following.capital or _particle(tokens, end + 1, lexicon))
            )
            or (token.text in {"&"} and following is not None and following.capital)
        ):
            end += 1
        elif (
            token.kind == POSSESSIVE
            and before.lower not in lexicon.places
            and not (end + 2 < len(tokens) and tokens[end + 2].lower in {"of", "for"})
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
            (
                token.lower in {"of", "for"}
                and before.lower in lexicon.names["title"] | lexicon.roles
                and following is not None
                and following.capital
                and following.lower in lexicon.names["portfolio"]
            )
            or _coordinates(tokens, i, end, lexicon)
            or _firm(tokens, end)
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


_OFFICES = set(
    "president minister chancellor premier secretary governor mayor ambassador chairman chairwoman director "
    "attorney commissioner administrator spokesman spokeswoman spokesperson correspondent editor analyst "
    "professor dr mr mrs ms".split()
)
_RANKS = {"vice", "deputy", "executive", "chief", "managing", "general", "assistant", "former", "acting"}


def _before_office(tokens: Sequence[Token], i: int, end: int, lexicon: Lexicon) -> int:
    """Return where a body's name ends that an office and its holder follow ("Berg Council Director Dahl").

    What follows is a run of its own.
    """
    for k in range(i + 2, end - 1):
        if (
            (tokens[k].lower in _OFFICES or (tokens[k - 1].lower, tokens[k].lower) == ("court", "justice"))
            and tokens[k + 1].capital
            and any(token.lower in lexicon.names["organisation"] for token in tokens[i:k])
        ):
            while k > i + 2 and tokens[k - 1].lower in _RANKS:
                k -= 1
            return k if tokens[k - 1].capital else end
        if _holder_follows(tokens, k, lexicon):
            return k
    return _without_office(tokens, i, end, lexicon)


def _holder_follows(tokens: Sequence[Token], k: int, lexicon: Lexicon) -> bool:
    """Return whether a person's full name follows a body's directly ("Berg University Anna Dahl")."""
    given = lexicon.names["male_name"] | lexicon.names["female_name"]
    bodies = lexicon.names["organisation"] | lexicon.names["place_suffix"]
    return (
        tokens[k - 1].lower in lexicon.names["organisation"]
        and tokens[k].lower in given - lexicon.places.keys()
        and tokens[k + 1].capital
        and tokens[k + 1].lower not in bodies
    )


def _without_office(tokens: Sequence[Token], i: int, end: int, lexicon: Lexicon) -> int:
    """Return where a body's name ends before an office that nobody is named to hold ("Berg Council
    Spokesman")."""
    k = end
    while k > i + 2 and tokens[k - 1].lower in _OFFICES | _RANKS:
        k -= 1
    is_body = tokens[k - 1].lower in lexicon.names["organisation"]
    return k if k < end and is_body and tokens[k].lower not in {"general"} else end


def _capital(tokens: Sequence[Token], k: int) -> bool:
    return k < len(tokens) and tokens[k].capital


def _particle(tokens: Sequence[Token], k: int, lexicon: Lexicon) -> bool:
    """Return whether a particle stands there with a name after it (F. W. de Klerk)."""
    return tokens[k].lower in lexicon.names["particle"] - {"of", "the", "and", "for"} and _capital(
        tokens, k + 1
    )


def _coordinates(tokens: Sequence[Token], i: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether "and" stands inside a name.

    It does between two fields of one body (Office of Management and Budget, Food and Drug Administration),
    and before the rest of a firm (Berg and Co, Berg and Sons).
    """
    if tokens[end].lower != "and" or not _capital(tokens, end + 1):
        return False
    if tokens[end + 1].lower in _KIN:
        return True
    fields, bodies = lexicon.names["field"] | lexicon.names["portfolio"], lexicon.names["organisation"]
    if tokens[end - 1].lower not in fields or tokens[end + 1].lower not in fields:
        return False
    last = end + 1
    while last - end < MAX_WORDS and _capital(tokens, last + 1):
        last += 1
    headed = any(token.lower in bodies for token in tokens[i : end - 1])
    return headed or (last > end + 1 and tokens[last].lower in bodies)


def _firm(tokens: Sequence[Token], k: int) -> bool:
    """Return whether a comma is followed by another partner "and Co" (Berg, Dahl and Co)."""
    return (
        tokens[k].text == ","
        and k + 3 < len(tokens)
        and tokens[k + 1].capital
        and tokens[k + 2].lower == "and"
        and tokens[k + 3].capital
        and tokens[k + 3].lower in {"co", "sons"}
    )


def _links(tokens: Sequence[Token], i: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether "of" joins two parts of one name (University of Oslo), also "of the"."""
    head = tokens[end - 1].lower
    following = tokens[end + 1]
    if tokens[end].lower == "on":
        return following.capital and head in {"council", "committee", "commission", "conference"}
    if head in FORMS - {"co"}:
        return False
    if following.lower == "the":
        return end + 2 < len(tokens) and tokens[end + 2].capital and head in lexicon.names["organisation"]
    if not following.capital or following.lower in lexicon.words["time"]:
        return False
    return head in lexicon.names["organisation"] | lexicon.names["place_suffix"] | lexicon.names["of_head"]
