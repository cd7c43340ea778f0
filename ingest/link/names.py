"""What counts as the same name: the key that names are looked up by, and the simpler forms of a name.

Standard library only and no import from Hearsay: the build hook loads this file by itself.
"""

from __future__ import annotations

import re
import unicodedata

#: Longer strings are no names.
LONGEST = 200

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
_BRACKETED = re.compile(r"\s*\([^()]{0,80}\)\s*$")


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
    return _BRACKETED.sub("", name) if name.rstrip().endswith(")") else name


def _without_genitive(name: str) -> str:
    return _GENITIVE.sub("", name.rstrip())


def without_company_form(name: str) -> str:
    """Return the name without "Inc.", "Corp", "plc" … at its end, if something is left."""
    words = name.split()
    while len(words) > 1 and key(words[-1]) in _COMPANY_FORMS:
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
