"""A Wikidata item, as far as a snapshot needs it, from the JSON that dump and API share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ingest.link.cleaning import clean as tidy
from ingest.link.entity import Entity, Position, Text
from ingest.wikidata.times import iso_date

#: Wikidata's language code for a name that is the same in all languages.
ANY_LANGUAGE = "mul"

# Properties by what they say; each was checked in public code that names them.
INSTANCE_OF, SUBCLASS_OF = "P31", "P279"
COUNTRY, CITIZENSHIP = "P17", "P27"
OCCUPATION, POSITION = "P106", "P39"
WEBSITE, DEMONYM = "P856", "P1549"
START, END = "P580", "P582"
BEGINNINGS = ("P569", "P571", START, "P585")  # birth, inception, start time, point in time
ENDINGS = ("P570", "P576", END, "P585")  # death, dissolution, end time, point in time

_MODIFIED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
QID = re.compile(r"Q[1-9]\d{0,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Item:
    """What a snapshot may keep of a Wikidata item; what kind of thing it is, its classes decide later.

    Attributes:
        labels: label by language, in the order of the languages asked for.
        aliases: the other names, each once.
        descriptions: description by language.
        superclasses: what it is a subclass of (P279); a class has some.
        country: current country (P17), of a person the citizenship (P27), or "".
        demonyms: what its people are called (P1549), in the languages asked for.
        modified: when it was last changed, as the dump says, or "".
    """

    qid: str
    labels: tuple[Text, ...] = ()
    aliases: tuple[str, ...] = ()
    descriptions: tuple[Text, ...] = ()
    types: tuple[str, ...] = ()
    superclasses: tuple[str, ...] = ()
    country: str = ""
    occupations: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    website: str = ""
    sitelinks: int = 0
    born: str = ""
    died: str = ""
    demonyms: tuple[str, ...] = ()
    modified: str = ""

    @property
    def label(self) -> str:
        """The first label, or ""."""
        return self.labels[0][1] if self.labels else ""

    @property
    def host(self) -> str:
        """The web host of a website that is the whole of its host, without ``www.``, or ""."""
        return whole_host(self.website)

    def as_entity(self, kind: str, prominence: float, *, domain: str = "") -> Entity:
        """Return the snapshot's record of it; `domain` only for a medium or platform."""
        others = (name for _, name in self.labels[1:])
        names = dict.fromkeys(name for name in (*others, *self.aliases) if name != self.label)
        return Entity(
            qid=self.qid,
            label=self.label,
            aliases=tuple(names),
            kind=kind,
            country=self.country or None,
            description=self.descriptions[0][1] if self.descriptions else "",
            domain=domain,
            prominence=prominence,
            labels=self.labels,
            descriptions=self.descriptions,
            types=self.types,
            occupations=self.occupations,
            positions=self.positions,
            website=self.website,
            sitelinks=self.sitelinks,
            born=self.born,
            died=self.died,
        )


def entity_from_json(document: Mapping[str, Any], languages: Sequence[str]) -> Item | None:
    """Read one entity document of a JSON dump or of the API (`wbgetentities`).

    Of statements the preferred ones count, else the normal ones; deprecated ones never do. Of positions all
    but deprecated ones are kept, with their dates. A name is cleaned of control characters and of marks of
    writing direction. Anything that has not the shape it should have is passed over.

    Args:
        document: the value of ``entities[id]`` of the API, or a line of a dump.
        languages: which labels, aliases, descriptions and demonyms to keep, the first one foremost; names
            for any language (``mul``) are kept after them.

    Returns:
        None if it is no item: a property, a lexeme, a redirect or a missing entity.
    """
    qid = document.get("id")
    if not isinstance(qid, str) or not QID.fullmatch(qid) or document.get("type", "item") != "item":
        return None
    if "missing" in document or "redirect" in document:
        return None
    wanted = (*languages, *((ANY_LANGUAGE,) if ANY_LANGUAGE not in languages else ()))
    claims = _mapping(document.get("claims"))
    labels = _texts(document.get("labels"), wanted)
    return Item(
        qid=qid,
        labels=labels,
        aliases=_aliases(document.get("aliases"), wanted),
        descriptions=_texts(document.get("descriptions"), wanted),
        types=_items(claims, INSTANCE_OF),
        superclasses=_items(claims, SUBCLASS_OF),
        country=_current(claims, COUNTRY) or _current(claims, CITIZENSHIP),
        occupations=_items(claims, OCCUPATION),
        positions=tuple(sorted(set(_positions(claims)))),
        website=next(filter(None, map(as_website, _values(claims, WEBSITE))), ""),
        sitelinks=len(_mapping(document.get("sitelinks"))),
        born=_date(claims, BEGINNINGS),
        died=_date(claims, ENDINGS),
        demonyms=_demonyms(claims, wanted),
        modified=as_moment(document.get("modified")),
    )


def redirect_from_json(document: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return (old, new) if a document says that an entity was merged into another.

    The API answers for a merged item with the other one's document and ``"redirects": {"from": …, "to": …}``;
    Wikibase writes the redirect itself as ``{"entity": …, "redirect": …}``.
    """
    said = document.get("redirects")
    if isinstance(said, Mapping):
        old, new = said.get("from"), said.get("to")
    elif isinstance(said, str):
        old, new = document.get("id"), said
    else:
        old, new = document.get("entity", document.get("id")), document.get("redirect")
    if isinstance(old, str) and isinstance(new, str) and QID.fullmatch(old) and QID.fullmatch(new):
        return (old, new) if old != new else None
    return None


def clean(text: object) -> str:
    """Return a name or description as a snapshot keeps it; "" if it is no text, or a broken one.

    >>> clean("Kyiv\\u200f  is\\nKyiv"), clean("\\ud800yiv"), clean(7)
    ('Kyiv is Kyiv', '', '')
    """
    return tidy(text) if isinstance(text, str) else ""


def as_website(value: object) -> str:
    """Return a URL of the web as it is, or "" if it is none, or one that hides something."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")) or clean(value) != value:
        return ""
    return value if len(value) <= 2000 and " " not in value and _host(value) else ""


def whole_host(url: str) -> str:
    """Return the host that a URL without path stands for, in ASCII, without ``www.``; else "".

    >>> whole_host("https://www.example.org/"), whole_host("https://example.org/theirs")
    ('example.org', '')
    """
    return _host(url) if url.split("://", 1)[-1].rstrip("/").count("/") == 0 and "?" not in url else ""


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:  # "http://[", or a label that no host may have
        return ""
    return host.lower().removeprefix("www.") if "." in host else ""


def as_moment(value: object) -> str:
    """Return a moment as Wikidata writes it, or "" if it is none."""
    return value if isinstance(value, str) and _MODIFIED.fullmatch(value) else ""


def _mapping(value: object) -> Mapping[str, Any]:
    """Return what should be a map; an empty one is written ``[]`` in older dumps."""
    return value if isinstance(value, Mapping) else {}


def _texts(terms: object, languages: Sequence[str]) -> tuple[Text, ...]:
    given = _mapping(terms)
    found = ((language, clean(_mapping(given.get(language)).get("value"))) for language in languages)
    return tuple((language, text) for language, text in found if text)


def _aliases(terms: object, languages: Sequence[str]) -> tuple[str, ...]:
    given = _mapping(terms)
    lists = (given.get(language) for language in languages)
    names = (
        clean(_mapping(each).get("value"))
        for aliases in lists
        if isinstance(aliases, list)
        for each in aliases
    )
    return tuple(dict.fromkeys(name for name in names if name))


def _statements(claims: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the statements of a property that are not deprecated."""
    statements = claims.get(name)
    for each in statements if isinstance(statements, list) else ():
        if isinstance(each, Mapping) and each.get("rank") != "deprecated":
            yield each


def _best(claims: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the preferred statements, or the normal ones if there is none: what the truthy RDF holds."""
    statements = list(_statements(claims, name))
    return [each for each in statements if each.get("rank") == "preferred"] or statements


def _value(snak: object) -> Any:
    """Return the value of a snak; None for an unknown one, or none ("somevalue", "novalue")."""
    return _mapping(_mapping(snak).get("datavalue")).get("value")


def _values(claims: Mapping[str, Any], name: str) -> list[Any]:
    if name not in claims:
        return []
    return [value for each in _best(claims, name) if (value := _value(each.get("mainsnak"))) is not None]


def _item(value: object) -> str:
    """Return the ``Q…`` of an entity value, also of the old shape that has only its number."""
    given = _mapping(value)
    number = given.get("numeric-id")
    qid = given.get("id", f"Q{number}" if given.get("entity-type") == "item" else "")
    return qid if isinstance(qid, str) and QID.fullmatch(qid) else ""


def _items(claims: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_item, _values(claims, name)))))


def _current(claims: Mapping[str, Any], name: str) -> str:
    """Return the first of the best statements that has no end."""
    for each in _best(claims, name) if name in claims else ():
        qid = _item(_value(each.get("mainsnak")))
        if qid and END not in _mapping(each.get("qualifiers")):
            return qid
    return ""


def _positions(claims: Mapping[str, Any]) -> Iterator[Position]:
    for each in _statements(claims, POSITION):
        qid = _item(_value(each.get("mainsnak")))
        if qid:
            qualifiers = _mapping(each.get("qualifiers"))
            yield Position(qid, _qualifier(qualifiers, START), _qualifier(qualifiers, END))


def _qualifier(qualifiers: Mapping[str, Any], name: str) -> str:
    snaks = qualifiers.get(name)
    dates = (iso_date(_mapping(_value(snak))) for snak in snaks) if isinstance(snaks, list) else iter(())
    return next(filter(None, dates), "")


def _date(claims: Mapping[str, Any], names: Sequence[str]) -> str:
    dates = (iso_date(_mapping(value)) for name in names for value in _values(claims, name))
    return next(filter(None, dates), "")


def _demonyms(claims: Mapping[str, Any], languages: Sequence[str]) -> tuple[str, ...]:
    words = (_mapping(value) for value in _values(claims, DEMONYM))
    found = (clean(word.get("text")) for word in words if word.get("language") in languages)
    return tuple(dict.fromkeys(filter(None, found)))
