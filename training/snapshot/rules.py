"""The rules that clean the snapshot: each drops one sort of wrong name, and none names an entity.

What they drop and why is in docs/decisions/0010-shipped-snapshot.md.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from ingest.link.names import is_acronym, key
from training.snapshot.resemblance import is_initials, resembles, script
from training.snapshot.rows import Row, tidy

#: An alias (not a label) that so many entities carry tells nothing: "Ministry of Health", "DNR".
MOST_SHARERS = 5
#: A word is common English when the corpus writes it so often in lower case, and this share of all its times
#: ("twitter" is a slip).
COMMON_WORD_COUNT = 3
COMMON_WORD_SHARE = 0.1
#: A label that is a common English word stays only on an entity at least so prominent: "Nice", no nut brand.
PROMINENT = 0.6

PLACES = {"place-country", "place-region", "place-city", "place-other"}
_STRANGE = re.compile(r"[^\w\s.,'’‘\-–&/!+#@·\"“”«»„]|_|\d{5,}")
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}")
_WORD = re.compile(r"(?<![\w’'-])[A-Za-z][a-z]{1,29}(?![\w’'-])")
_INITIALS_LAST = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]\.?)+")


def common_words(corpus: str) -> frozenset[str]:
    """Return the keys of the words that the corpus writes in lower case often enough."""
    counts: Counter[str] = Counter()
    for line in corpus.splitlines():
        counts.update(_WORD.findall(json.loads(line)["text"]))
    return frozenset(
        key(word)
        for word, count in counts.items()
        if word.islower()
        and count >= max(COMMON_WORD_COUNT, COMMON_WORD_SHARE * (count + counts[word.capitalize()]))
    )


def readable(row: Row) -> Row | None:
    """Names are in one script; a label is Latin, or the first Latin alias like it."""
    aliases = tuple(a for a in row.aliases if is_readable(a))
    is_letter = row.label.isalpha() and row.prominence >= PROMINENT  # "X"
    if script(row.label) == "latin" and (is_readable(row.label) or is_letter):
        return replace(row, aliases=aliases)
    latin = [a for a in aliases if script(a) == "latin" and resembles(a, row.label)]
    return replace(row, label=latin[0], aliases=(row.label, *aliases)) if latin else None


def is_readable(name: str) -> bool:
    """2 to 100 characters, letters of one script (no look-alikes of another), no brackets or markup."""
    return (
        2 <= len(name) <= 100
        and not _STRANGE.search(name)
        and script(name) in ("latin", "cyrillic")
        and len(key(name).replace(" ", "")) >= 2
    )


def ordered_names(row: Row) -> Row:
    """A person's names are in speaking order: no "Surname, Name", "Surname N." or "SURNAME Name"."""
    if row.kind != "person":
        return row
    return replace(row, aliases=tuple(a for a in row.aliases if not surname_first(a)))


def surname_first(name: str) -> bool:
    """Whether a person's name is written as in an index."""
    capitals = name.split()[0].isupper() and not name.isupper() and len(name.split()[0].strip(".")) > 2
    return "," in name or capitals or _INITIALS_LAST.fullmatch(name) is not None


def own_names(row: Row) -> Row:
    """Drop aliases that look like nothing else in the row.

    A person's alias shares a word with the label (nicknames and characters played go). Among Cyrillic
    aliases, once one resembles a Latin name of the row, those that resemble none and are no initials of
    another go: they name something near ("Донбасс" on a republic in it).
    """
    if row.kind == "person":
        return replace(row, aliases=tuple(a for a in row.aliases if resembles(a, row.label)))
    latin = [n for n in (row.label, *row.aliases) if script(n) == "latin"]
    cyrillic = [a for a in row.aliases if script(a) == "cyrillic"]
    alike = {a for a in cyrillic if any(resembles(a, name) for name in latin)}
    if not alike:
        return row
    kept = alike | {a for a in cyrillic if any(is_initials(a, name) for name in (*alike, *latin))}
    return replace(row, aliases=tuple(a for a in row.aliases if script(a) == "latin" or a in kept))


def earned_codes(row: Row) -> Row:
    """Two letters, or up to three capitals for a place, are a name only if they are initials of another name.

    "US" and "UAE" stay; ISO and vehicle codes ("GE", "CAN") go.
    """
    longer = [name for name in (row.label, *row.aliases) if " " in name]

    def stays(alias: str) -> bool:
        letters = key(alias).replace(" ", "")
        code = len(letters) <= 2 or (row.kind in PLACES and len(letters) == 3 and alias.isupper())
        return not code or any(is_initials(alias, name) for name in longer)

    return replace(row, aliases=tuple(a for a in row.aliases if stays(a)))


def no_common_words(row: Row, common: frozenset[str]) -> Row | None:
    """No alias is a common English word, and a label only on a prominent entity; "The Hill" is two words."""

    def is_common(name: str) -> bool:
        return key(name) in common and not name.startswith("The ")

    if is_common(row.label) and row.prominence < PROMINENT:
        return None
    return replace(row, aliases=tuple(a for a in row.aliases if a.isupper() or not is_common(a)))


def no_nicknames(row: Row, common: frozenset[str]) -> Row:
    """No alias of a country, region or city is made of common words only, unless it resembles the label.

    "Second City" and "Land of Smiles" mean other things far more often.
    """
    if row.kind not in PLACES or row.kind == "place-other":
        return row

    def is_nickname(alias: str) -> bool:
        words = key(alias).split()
        plain = len(words) > 1 and all(word in common or len(word) <= 3 for word in words)
        return plain and not resembles(alias, row.label)

    return replace(row, aliases=tuple(a for a in row.aliases if not is_nickname(a)))


def no_demonyms(row: Row, demonyms: frozenset[str]) -> Row:
    """No alias is a demonym or adjective of a country."""
    return replace(row, aliases=tuple(a for a in row.aliases if key(a) not in demonyms))


def distinct_aliases(row: Row) -> Row:
    """One alias a key (the first, in the order of trust); none repeats the label's key.

    But a name that is known with and without its article stands without: "Vatican", not "the Vatican".
    """

    def has_article(name: str) -> bool:
        return name.lower().startswith("the ")

    bare = {key(name) for name in row.aliases if not has_article(name)}
    seen = set() if has_article(row.label) and key(row.label) in bare else {key(row.label)}
    kept = []
    for alias in row.aliases:
        if key(alias) not in seen and not (has_article(alias) and key(alias) in bare):
            seen.add(key(alias))
            kept.append(alias)
    return replace(row, aliases=tuple(kept))


def telling_aliases(rows: list[Row]) -> list[Row]:
    """Drop aliases that more than MOST_SHARERS entities carry, save on one prominent above all others."""
    carriers = defaultdict(list)
    for row in rows:
        for name in (row.label, *row.aliases):
            carriers[key(name)].append(row.prominence)

    def tells(row: Row, alias: str) -> bool:
        sharing = sorted(carriers[key(alias)], reverse=True)
        if len(sharing) <= MOST_SHARERS:
            return True
        return row.prominence >= PROMINENT and row.prominence == sharing[0] > sharing[1]

    return [replace(row, aliases=tuple(a for a in row.aliases if tells(row, a))) for row in rows]


def one_entity_a_domain(rows: list[Row]) -> list[Row]:
    """A domain stays on the one row that carries it, or whose label it spells; malformed ones go."""
    carriers = defaultdict(list)
    for row in rows:
        if row.domain:
            carriers[row.domain].append(row)
    owner = {}
    for domain, sharing in carriers.items():
        spelled = [row for row in sharing if key(row.label).replace(" ", "") in domain.replace("-", "")]
        chosen = sharing if len(sharing) == 1 else spelled
        if len(chosen) == 1 and _HOST.fullmatch(domain):
            owner[domain] = chosen[0].qid
    return [row if owner.get(row.domain) == row.qid else replace(row, domain="") for row in rows]


def read_demonyms(text: str, rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """Return each country's demonyms, without codes, places' names, and forms of several countries."""
    names = {key(row.label) for row in rows if row.kind in PLACES}
    forms = {}
    for line in text.splitlines()[1:]:
        qid, words, _source = line.split("\t")
        forms[qid] = {tidy(word) for word in words.split("|")}
    shared = Counter(key(word) for words in forms.values() for word in words)
    return {
        qid: tuple(
            sorted(w for w in words if shared[key(w)] == 1 and key(w) not in names and not is_acronym(w))
        )
        for qid, words in forms.items()
    }


def row_rules(common: frozenset[str], demonyms: frozenset[str]) -> dict[str, Callable[[Row], Row | None]]:
    """Return the rules that look at one row only, by name, in order; one that gives None drops the row."""
    return {
        "readable": readable,
        "ordered names": ordered_names,
        "own names": own_names,
        "earned codes": earned_codes,
        "no common words": lambda row: no_common_words(row, common),
        "no nicknames": lambda row: no_nicknames(row, common),
        "no demonyms": lambda row: no_demonyms(row, demonyms),
        "distinct aliases": distinct_aliases,
    }
