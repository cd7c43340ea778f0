"""Other writings of a name in the same article: its acronym, and a slip of spelling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.extract.name_kinds import Name
from ingest.model import ActorKind

Key = tuple[str, ...]
"""A name's words in lower case, without "the"."""

_SHORTEST = 5
"""Letters: shorter words differ by one letter too often without being the same ("Berg", "Borg")."""
_LONGEST = 40


def key_of(name: Name) -> Key:
    """Return what a name is looked up by."""
    key = tuple(word.lower() for word in name.words)
    return key[1:] if key[0] == "the" and len(key) > 1 else key


def acronyms(text: str, names: Sequence[Name]) -> dict[Key, Key]:
    """Return which acronyms stand for which longer names.

    They do in "the Harbour Safety Board (HSB)", and without brackets if the letters are the initials of
    exactly one name of three words or more, and the acronym is no place's: "US" is not the University of
    Sheffield.

    Args:
        text: the article's text.
        names: its names in text order.
    """
    by_initials: dict[str, set[Key]] = {}
    for name in names:
        if len(name.words) >= 3 and name.kind is not ActorKind.PERSON:
            by_initials.setdefault(_initials(name), set()).add(key_of(name))
    out: dict[Key, Key] = {}
    for k, name in enumerate(names):
        if not _is_acronym(name):
            continue
        before = names[k - 1] if k else None
        if before is not None and _in_brackets(text, before, name):
            out[key_of(name)] = key_of(before)
        elif name.kind is not ActorKind.PLACE and len(full := by_initials.get(name.words[0], set())) == 1:
            out.setdefault(key_of(name), next(iter(full)))
    return out


def _is_acronym(name: Name) -> bool:
    return len(name.words) == 1 and name.words[0].isupper() and 2 <= len(name.words[0]) <= 8


def _in_brackets(text: str, before: Name, name: Name) -> bool:
    return (
        len(before.words) > 1
        and before.kind is not ActorKind.PERSON
        and text[before.span.end : name.span.start].strip() == "("
        and text[name.span.end : name.span.end + 1] == ")"
        and name.words[0][0] in _initials(before)
    )


def _initials(name: Name) -> str:
    return "".join(word[0] for word in name.words if word[0].isupper() and word != "The")


def spellings(word: str) -> Iterator[str]:
    """Yield the word and what is left of it without one letter: two words that share one may be a slip."""
    yield word
    if _SHORTEST <= len(word) <= _LONGEST:
        for k in range(1, len(word)):
            yield word[:k] + word[k + 1 :]


def is_slip(one: str, other: str, *, inside: bool) -> bool:
    """Return whether two words differ by one letter, missing or wrong, after the first.

    Args:
        one: a word in lower case.
        other: another.
        inside: whether the last letter must be the same: "Erik" and "Erika" are two names.
    """
    if one == other or one[0] != other[0] or min(len(one), len(other)) < _SHORTEST:
        return False
    if abs(len(one) - len(other)) > 1 or (inside and one[-1] != other[-1]):
        return False
    short, long = sorted((one, other), key=len)
    k = next((k for k, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[k + (len(short) == len(long)) :] == long[k + 1 :]
