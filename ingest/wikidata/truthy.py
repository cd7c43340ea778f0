"""A truthy N-Triples dump of Wikidata: the best statements alone, without qualifiers, a triple a line.

Its positions therefore have no dates, and its dates no precision. The triples of an entity stand together, as
they do in Wikidata's own files; in one that was sorted or shuffled they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.link.entity import Position, Text, number
from ingest.wikidata.batch import Batch
from ingest.wikidata.dump import BYTE_ORDER_MARK, Wanted
from ingest.wikidata.item import (
    ANY_LANGUAGE,
    BEGINNINGS,
    CITIZENSHIP,
    COUNTRY,
    DEMONYM,
    ENDINGS,
    INSTANCE_OF,
    OCCUPATION,
    POSITION,
    SUBCLASS_OF,
    WEBSITE,
    Item,
    as_moment,
    as_website,
    clean,
)
from ingest.wikidata.times import iso_date_of_rdf

_ENTITY = "http://www.wikidata.org/entity/"
_DIRECT = "http://www.wikidata.org/prop/direct/"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_ALIAS = "http://www.w3.org/2004/02/skos/core#altLabel"
_DESCRIPTION = "http://schema.org/description"
_ABOUT = "http://schema.org/about"
_MODIFIED = "http://schema.org/dateModified"
_SITELINKS = "http://wikiba.se/ontology#sitelinks"
_SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"

_ITEM_PROPERTIES = (INSTANCE_OF, SUBCLASS_OF, COUNTRY, CITIZENSHIP, OCCUPATION, POSITION)
_DATES = tuple(dict.fromkeys((*BEGINNINGS, *ENDINGS)))
_PREDICATES = (
    *(f"{_DIRECT}{name}" for name in (*_ITEM_PROPERTIES, *_DATES, WEBSITE, DEMONYM)),
    *(_LABEL, _ALIAS, _DESCRIPTION, _MODIFIED, _SITELINKS, _SAME_AS),
)

#: Subject (an item, or the page about it), predicate and object of the triples that say something of use.
_TRIPLE = re.compile(
    rb"^<https?://www\.wikidata\.org/(?:entity/|wiki/Special:EntityData/)(Q[1-9]\d{0,9})> <("
    + b"|".join(re.escape(each.encode()) for each in _PREDICATES)
    + rb")> (.+) \.\s*$",
    re.MULTILINE,
)
_SITELINK = re.compile(
    rb"^<https?://[^ ]+> <"
    + re.escape(_ABOUT.encode())
    + rb"> <http://www\.wikidata\.org/entity/(Q[1-9]\d{0,9})> \.\s*$",
    re.MULTILINE,
)
_ANY_LINE = re.compile(rb"^[ \t]*(?:[<_][^\n]*\.[ \t\r]*|#[^\n]*|\r?)$")
_PAGE = b"<https://www.wikidata.org/wiki/Special:EntityData/"
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<[^>]*>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def last_start(block: bytes) -> int:
    """Return where in a block its last entity begins, so that none is cut in two; 0 if that is not seen.

    An entity's first triples are about its page.
    """
    end = len(block)
    while (at := block.rfind(b"\n" + _PAGE, 0, end)) >= 0:
        before = block.rfind(b"\n", 0, at) + 1
        if not block.startswith(_PAGE, before):
            return at + 1
        end = at
    return 0


def read_chunk(chunk: bytes, wanted: Wanted) -> Batch:
    """Read the triples of whole entities; what is broken or not wanted is counted, and nothing raises."""
    batch = Batch()
    languages = tuple(dict.fromkeys((*wanted.languages, ANY_LANGUAGE)))
    chunk = chunk.removeprefix(BYTE_ORDER_MARK)
    for line, raw in enumerate(chunk.split(b"\n")):
        if not _ANY_LINE.match(raw):
            batch.broken(line, "is no triple")
    for draft in _drafts(chunk, batch):
        item = draft.item(languages)
        if item.label or item.types or item.superclasses:
            batch.add(item, wanted.min_sitelinks)
    return batch


@dataclass(slots=True)
class _Draft:
    """What the triples said of one item so far."""

    qid: str
    values: dict[str, list[str]] = field(default_factory=dict)
    pages: int = 0

    def item(self, languages: tuple[str, ...]) -> Item:
        labels = _in_languages(self._all(_LABEL), languages)
        texts = _in_languages(self._all(_DESCRIPTION), languages)
        aliases = (clean(text) for language, text in _in_order(self._all(_ALIAS), languages))
        counted = self._all(_SITELINKS)
        return Item(
            qid=self.qid,
            labels=labels,
            aliases=tuple(dict.fromkeys(filter(None, aliases))),
            descriptions=texts,
            types=self._items(INSTANCE_OF),
            superclasses=self._items(SUBCLASS_OF),
            country=next(iter(self._items(COUNTRY) or self._items(CITIZENSHIP)), ""),
            occupations=self._items(OCCUPATION),
            positions=tuple(Position(qid) for qid in sorted(self._items(POSITION))),
            website=next(filter(None, (as_website(_iri(each)) for each in self._direct(WEBSITE))), ""),
            sitelinks=_count(counted[0]) if counted else self.pages,
            born=self._date(BEGINNINGS),
            died=self._date(ENDINGS),
            demonyms=tuple(
                dict.fromkeys(
                    filter(None, (clean(text) for _, text in _in_order(self._direct(DEMONYM), languages)))
                )
            ),
            modified=as_moment(next((_text(each)[1] for each in self._all(_MODIFIED)), "")),
        )

    def _all(self, predicate: str) -> list[str]:
        return self.values.get(predicate, [])

    def _direct(self, name: str) -> list[str]:
        return self._all(_DIRECT + name)

    def _items(self, name: str) -> tuple[str, ...]:
        found = (_qid(each) for each in self._direct(name))
        return tuple(dict.fromkeys(filter(None, found)))

    def _date(self, names: tuple[str, ...]) -> str:
        dates = (iso_date_of_rdf(_text(each)[1]) for name in names for each in self._direct(name))
        return next(filter(None, dates), "")


def _drafts(chunk: bytes, batch: Batch) -> Iterator[_Draft]:
    """Yield what is said of each item, in the order of the first triple about it; take redirects aside."""
    drafts: dict[str, _Draft] = {}
    for found in _TRIPLE.finditer(chunk):
        qid, predicate, value = (part.decode("utf-8", "replace") for part in found.groups())
        if predicate == _SAME_AS:
            other = _qid(value)
            if other and other != qid:
                batch.count("redirects")
                batch.redirects.append((number(qid), number(other)))
            continue
        draft = drafts.setdefault(qid, _Draft(qid))
        draft.values.setdefault(predicate, []).append(value)
    for found in _SITELINK.finditer(chunk):
        qid = found.group(1).decode()
        if qid in drafts and not found.group(0).startswith(_PAGE):
            drafts[qid].pages += 1
    yield from drafts.values()


def _in_languages(literals: list[str], languages: tuple[str, ...]) -> tuple[Text, ...]:
    """Return the first text of each language."""
    found: dict[str, str] = {}
    for language, text in _in_order(literals, languages):
        found.setdefault(language, clean(text))
    return tuple((language, text) for language, text in found.items() if text)


def _in_order(literals: list[str], languages: tuple[str, ...]) -> list[Text]:
    """Return the texts in these languages, in the languages' order."""
    texts = [_text(each) for each in literals]
    return [text for language in languages for text in texts if text[0] == language]


def _text(literal: str) -> Text:
    """Return language ("" for none) and text of a literal as N-Triples writes it."""
    found = _LITERAL.fullmatch(literal)
    if not found:
        return "", ""
    return (found.group(2) or "").lower(), _ESCAPE.sub(_unescaped, found.group(1))


def _unescaped(found: re.Match[str]) -> str:
    short, long, character = found.groups()
    if character:
        return _CHARACTERS.get(character, character)
    code = int(short or long, 16)
    return chr(code) if code <= 0x10FFFF else ""


def _count(literal: str) -> int:
    text = _text(literal)[1]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _iri(value: str) -> str:
    return _ESCAPE.sub(_unescaped, value[1:-1]) if value.startswith("<") and value.endswith(">") else ""


def _qid(value: str) -> str:
    """Return the ``Q…`` of an entity's IRI; "" for a blank node, which stands for an unknown value."""
    iri = _iri(value).removeprefix(_ENTITY)
    return iri if re.fullmatch(r"Q[1-9]\d{0,9}", iri, re.ASCII) else ""
