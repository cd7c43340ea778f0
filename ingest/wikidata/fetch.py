"""Names and QIDs → what Wikidata's API knows of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.errors import OnlineError
from ingest.link.names import forms, key
from ingest.model import Extraction, Link
from ingest.wikidata.item import Item, clean, entity_from_json
from ingest.wikidata.kinds import ROOTS

if TYPE_CHECKING:
    from ingest.wikidata.api import Api, Hit  # the libraries of the network are loaded by what asks it

ENGLISH = "en"

#: Longer names are not searched for.
LONGEST = 200

_ROOTS = frozenset(root for roots in ROOTS.values() for root in roots)

# A hierarchy higher than this is a circle, or of no use.
_LEVELS = 30


@dataclass(frozen=True, slots=True, order=True)
class Wanted:
    """A name to be searched for, and the language of the text that it stands in (``en``)."""

    name: str
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What was not looked up, and why."""

    what: str
    why: str


@dataclass(slots=True)
class Harvest:
    """What was fetched.

    Attributes:
        items: what is known of each QID, also of the classes above.
        named: the QIDs that searches for names found, with the labels and aliases that they were found by.
        asked: the QIDs that were asked for, as they are called today.
        redirects: the QID that was asked for → the one that it was merged into.
        missing: QIDs of what was deleted, or never was.
        unknown: the names that no entity has.
        unanswered: what could not be looked up.
        stale: how many answers are old ones, because Wikidata gave no new ones.
    """

    items: dict[str, Item] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    redirects: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unanswered: list[Unanswered] = field(default_factory=list)
    stale: int = 0


def unlinked(extraction: Extraction, links: Iterable[Link]) -> Iterator[Wanted]:
    """Yield the names of an article's actors that were not linked, as far as they can be searched for."""
    language = extraction.article.language.partition("-")[0].lower()
    open_ = {link.actor for link in links if link.qid is None}
    for actor in extraction.actors:
        name = clean(actor.name)
        if actor.id in open_ and not actor.unnamed and is_name(name):
            yield Wanted(name, language if language.isascii() and language.isalpha() else ENGLISH)


def is_name(text: str) -> bool:
    """Whether a text may be somebody's name: not all in small letters, and neither very short nor long.

    >>> is_name("Chasov Yar"), is_name("two officials"), is_name("Часів Яр"), is_name("北京"), is_name("7")
    (True, False, True, True, False)
    """
    letters = [char for char in text if char.isalpha()]
    return 2 <= len(text) <= LONGEST and any(not char.islower() for char in letters)


def fetch(
    api: Api,
    names: Iterable[Wanted],
    qids: Iterable[str],
    languages: Sequence[str],
    *,
    is_known_class: Callable[[str], bool] = lambda qid: False,
    advance: Callable[[int], None] = lambda amount: None,
) -> Harvest:
    """Look names and QIDs up, and the classes above what is found. What fails is noted, and the rest goes on.

    Of the hits of a search those count that have the name itself, not one that only begins with it.

    Args:
        languages: of labels and descriptions.
        is_known_class: whether the classes above a class need not be asked for.
        advance: is told how many more names and QIDs have been seen to.
    """
    harvest = Harvest()
    for wanted in sorted(set(names)):
        try:
            found = _search(api, wanted)
        except OnlineError as error:
            harvest.unanswered.append(Unanswered(wanted.name, error.message))
        else:
            for hit in found:
                harvest.named.setdefault(hit.qid, set()).add(hit.text)
            if not found:
                harvest.unknown.append(wanted.name)
        advance(1)
    given = set(qids)
    _take(harvest, api, {*harvest.named, *given}, languages, advance)
    harvest.asked = {harvest.redirects.get(qid, qid) for qid in given}
    for old in sorted(set(harvest.named) & set(harvest.redirects)):
        harvest.named.setdefault(harvest.redirects[old], set()).update(harvest.named.pop(old))
    _climb(harvest, api, languages, is_known_class)
    return harvest


def _search(api: Api, wanted: Wanted) -> tuple[Hit, ...]:
    """Return what has the name; else what has a simpler form of it, as the linker looks it up as well."""
    for form in forms(clean(wanted.name)):
        for language in dict.fromkeys((wanted.language, ENGLISH)):
            found = tuple(hit for hit in api.search(form, language) if key(hit.text) == key(form))
            if found:
                return found
    return ()


def _take(
    harvest: Harvest,
    api: Api,
    qids: Iterable[str],
    languages: Sequence[str],
    advance: Callable[[int], None] = lambda amount: None,
) -> None:
    for reply in api.entities(qids, languages):
        for document in reply.documents:
            item = entity_from_json(document, languages)
            if item:
                harvest.items[item.qid] = item
        harvest.redirects.update(reply.redirects)
        harvest.missing.extend(reply.missing)
        harvest.unanswered.extend(Unanswered(qid, reply.reason) for qid in reply.unanswered)
        harvest.stale += reply.stale
        advance(len(reply.documents) + len(reply.missing) + len(reply.unanswered))


def _climb(
    harvest: Harvest, api: Api, languages: Sequence[str], is_known_class: Callable[[str], bool]
) -> None:
    """Fetch what the facts name (types, occupations, offices) and the classes above, up to the roots."""
    seen = set(harvest.items)
    level = {qid for item in tuple(harvest.items.values()) for qid in _named_by(item)}
    for _ in range(_LEVELS):
        level -= seen
        level = {qid for qid in level if not is_known_class(qid)}
        if not level:
            return
        seen |= level
        _take(harvest, api, level, languages)
        found = [
            harvest.items[now] for qid in level if (now := harvest.redirects.get(qid, qid)) in harvest.items
        ]
        level = {above for item in found if item.qid not in _ROOTS for above in item.superclasses}


def _named_by(item: Item) -> tuple[str, ...]:
    return (*item.types, *item.occupations, *(position.qid for position in item.positions))
