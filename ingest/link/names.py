"""What counts as the same name: the key that names are looked up by, and the simpler forms of a name.

Standard library and anyascii only, and no import from Hearsay: the build hook loads this file by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from anyascii import anyascii

#: Longer strings are no names.
LONGEST = 200

#: Only a person at least so prominent can be found by the surname alone.
SURNAME_PROMINENCE = 0.3

#: Fewer consonants tell too little to look for a name by its `skeleton`.
LEAST_CONSONANTS = 3

# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    "president vice prime minister premier chancellor secretary senator sen representative rep "
    "congressman congresswoman governor gov mayor ambassador judge justice attorney general gen "
    "colonel col major maj lieutenant lt captain capt sergeant sgt admiral adm marshal commander mr "
    "mrs ms miss dr prof professor sir dame lord lady king queen prince princess emperor pope "
    "cardinal archbishop bishop reverend rev rabbi imam sheikh ayatollah saint st former ex acting "
    "deputy foreign defence defense finance interior director chairman chairwoman chief"
)
_COMPANY_FORMS = _words(
    "inc incorporated corp corporation co company ltd limited plc llc llp lp gmbh ag sa nv spa ab as "
    "oyj kk kgaa group holdings holding"
)
_SILENT = frozenset(".'’‘ʼ`")
_UNSEEN = frozenset(("Mn", "Me", "Cf", "Cc", "Cs"))  # marks, format and control characters
_GENITIVE = re.compile(r"['’ʼ]s?$")
_BRACKETED = re.compile(r"\([^()]{0,80}\)$")


def key(name: str) -> str:
    """Return the form that names are compared in: lower case, without marks, punctuation and a leading "the".

    Empty if the name holds no letter or digit, or is longer than LONGEST characters.

    >>> key("The  U.S. Department of Défense")
    'us department of defense'
    >>> key("Chasiv-Yar’")
    'chasiv yar'
    """
    if len(name) > LONGEST:
        return ""
    if name.isascii():  # most names: the same in one step
        words = name.casefold().translate(_ASCII).split()
    else:
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
        words = "".join(map(_spell, folded.translate(_PLAIN))).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _spell(char: str) -> str:
    """Return what a character stands for in a key: itself, nothing, or the end of a word."""
    if char.isalnum():
        return char
    if char == "&":
        return " and "
    if char.isspace() or (char not in _SILENT and unicodedata.category(char) not in _UNSEEN):
        return " "
    return ""


_ASCII = {code: _spell(chr(code)) for code in range(128)}


def forms(name: str) -> tuple[str, ...]:
    """Return the name and its simpler forms, most literal first, without repeats.

    Simpler: without a bracketed addition, a genitive ending, a form of company, or titles before a name.

    >>> forms("Paxar Corp's")
    ("Paxar Corp's", 'Paxar Corp', 'Paxar')
    """
    found = [name]
    for simplify in (_without_brackets, _without_genitive, without_company_form, without_titles):
        found.append(simplify(found[-1]))
    return tuple(dict.fromkeys(form for form in found if form.strip()))


def _without_brackets(name: str) -> str:
    return _BRACKETED.sub("", name.rstrip()).rstrip() if name.rstrip().endswith(")") else name


def _without_genitive(name: str) -> str:
    return _GENITIVE.sub("", name.rstrip())


def without_company_form(name: str) -> str:
    """Return the name without "Inc.", "Corp", "plc" … at its end, if something is left."""
    words = name.split()
    while len(words) > 1 and key(words[-1]) in _COMPANY_FORMS:
        words.pop()
        if len(words) > 1 and words[-1] in ("and", "&"):  # "Sachs and Co"
            words.pop()
    return " ".join(words).rstrip(",") if len(words) < len(name.split()) else name


def without_titles(name: str) -> str:
    """Return the name without the titles and offices before it, if a name is left.

    What stands before a title goes with it ("French President Emmanuel Macron"), but then two words must be
    left.

    >>> without_titles("Mr. Smith"), without_titles("Army Gen. Ann Smith"), without_titles("Fox Major")
    ('Smith', 'Ann Smith', 'Fox Major')
    """
    words = name.split()
    titles = [at for at, word in enumerate(words[:-1]) if key(word) in _TITLES]
    if not titles:
        return name
    left = words[titles[-1] + 1 :]
    before = words[: titles[-1]]
    if left[0].islower() or any(word.islower() and key(word) not in _TITLES for word in before):
        return name  # "Secretary of State", "Society of Saint Pius"
    return " ".join(left) if len(left) > 1 or len(titles) + len(left) == len(words) else name


def is_acronym(name: str) -> bool:
    """Whether the name is two to six capitals, dots aside: "NATO", "U.S."."""
    letters = [char for char in name if char.isalnum()]
    return 2 <= len(letters) <= 6 and all(char.isupper() or char.isdigit() for char in letters)


_SMALL = _words("of the and for in on de du la")


def spells(acronym: str, name: str) -> bool:
    """Whether the acronym is the name's initials, small words counted or not.

    >>> spells("IAEA", "International Atomic Energy Agency"), spells("DoD", "Department of Defense")
    (True, True)
    """
    letters = key(acronym).replace(" ", "")
    words = key(name).split()
    every = "".join(word[0] for word in words)
    large = "".join(word[0] for word in words if word not in _SMALL)
    return len(letters) > 1 and letters in (every, large)


def search_keys(names: Sequence[str], kind: str, prominence: float) -> frozenset[str]:
    """Return the keys that a snapshot finds an entity by: all that its index of names holds.

    Its names; a body's without its form of company; a person's by first and last name only, and by the
    surname alone from a prominence of SURNAME_PROMINENCE on.

    Args:
        names: label and aliases, the label first.
        kind: `Entity.kind`.
        prominence: `Entity.prominence`.
    """
    found = {key(name) for name in names}
    if kind == "person":
        found |= {short_name(name) for name in names}
        if prominence >= SURNAME_PROMINENCE:
            found |= set(surnames(names[0]))
    elif kind != "event" and not kind.startswith("place"):
        found |= {key(without_company_form(name)) for name in names}
    return frozenset(found - {""})


_SUFFIXES = _words("jr sr i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi")
_PARTICLES = _words("de del della di da do dos du des la le van von der den ter zu bin ibn al el ben abu")


def surnames(name: str) -> tuple[str, ...]:
    """Return the keys that a person's surname has in a full name, with and without "von", "de", "al".

    None where the name is one word, or says where somebody is of ("Anne of Cleves").

    >>> surnames("Ursula von der Leyen"), surnames("Martin Luther King Jr."), surnames("Pelé")
    (('leyen', 'von der leyen'), ('king',), ())
    >>> surnames("Tim Berners-Lee")
    ('lee', 'berners lee')
    """
    words = _without_suffixes(name)
    if len(words) < 2 or "of" in words:
        return ()
    hyphened = key(name.split()[-1]).split()
    first = len(words) - (len(hyphened) if words[-len(hyphened) :] == hyphened else 1)
    while first > 1 and words[first - 1] in _PARTICLES:
        first -= 1
    return tuple(dict.fromkeys((words[-1], " ".join(words[max(first, 1) :]))))


def may_be_one_person(one: str, other: str) -> bool:
    """Whether two full names may be one person's: the surnames agree, and all words of the shorter in order.

    An initial agrees with what begins with it.

    >>> may_be_one_person("J. Watson", "James D. Watson"), may_be_one_person("Jan Neruda", "Pablo Neruda")
    (True, False)
    """
    shorter, longer = sorted((_without_suffixes(one), _without_suffixes(other)), key=len)
    if not shorter or shorter[-1] != longer[-1]:
        return False
    rest = iter(longer[:-1])
    return all(any(_agree(word, each) for each in rest) for word in shorter[:-1])


def _agree(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))


def short_name(name: str) -> str:
    """Return the key of a person's first and last name ("Linda B. Buck": "linda buck"), or "".

    Empty if there is nothing between the two to leave out.

    >>> short_name("John Fitzgerald Kennedy"), short_name("Charles de Gaulle"), short_name("J. K. Rowling")
    ('john kennedy', '', '')
    """
    words = _without_suffixes(name)
    between = words[1:-1]
    if not between or len(words[0]) < 2 or not _PARTICLES.isdisjoint(between) or not name.isprintable():
        return ""
    return "" if "of" in words or "and" in words else f"{words[0]} {words[-1]}"


def _without_suffixes(name: str) -> list[str]:
    words = key(name).split()
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return words


# How Latin letters are heard, longest first: the same for the romanisations of one name.
_HEARD = (
    ("shch", "s"), ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("dzh", "j"), ("sh", "s"), ("ch", "c"),
    ("cz", "c"), ("zh", "s"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ts", "s"),
    ("tz", "s"), ("ck", "k"), ("qu", "k"), ("x", "ks"), ("w", "v"), ("q", "k"), ("c", "k"), ("z", "s"),
)  # fmt: skip
_HEARING = re.compile("|".join(letters for letters, _ in _HEARD))
_HEARD_AS = dict(_HEARD)
_VOWELS = frozenset("aeiouyj")


def skeleton(name: str) -> str:
    """Return what romanisations of one name share: its consonants as they are heard, word by word.

    Vowels go, save that a word's first becomes "a"; doubled letters are one. Letters of other scripts are
    romanised first (anyascii). Empty where fewer than three consonants are left: too little to look for.

    >>> skeleton("Chasov Yar") == skeleton("Chasiv Yar") == skeleton("Часів Яр")
    True
    >>> skeleton("Slavyansk") == skeleton("Sloviansk") == skeleton("Словʼянськ")
    True
    """
    words = [_heard(word) for word in key(anyascii(name[:LONGEST])).split()]
    return " ".join(words) if sum(char not in "a " for char in "".join(words)) >= LEAST_CONSONANTS else ""


def _heard(word: str) -> str:
    sounds = _HEARING.sub(lambda match: _HEARD_AS[match.group()], word)
    kept = [
        "a" if char in _VOWELS else char
        for at, char in enumerate(sounds)
        if not at or (char not in _VOWELS and char != "h")
    ]
    return "".join(char for at, char in enumerate(kept) if not at or char != kept[at - 1])
