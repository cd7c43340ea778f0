"""The properties that the snapshot has: their values, and whether a table's value agrees with them.

The identifiers were checked in public code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from ingest.link import Entity, Snapshot
from ingest.link.entity import Position
from ingest.link.names import key
from ingest.reconciliation import classes
from ingest.reconciliation.requests import Condition, Strictness, Value, Wish

SITELINKS = "sitelinks"
Json = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Property:
    """A property that can be asked for and fetched.

    Attributes:
        kinds: the snapshot's kinds that may have it; empty for all.
        target: (identifier, name) of the class of its values, where they are entities.
    """

    pid: str
    name: str
    description: str
    kinds: frozenset[str] = frozenset()
    target: tuple[str, str] | None = None


_PEOPLE = frozenset(("person",))
_OTHERS = classes.ENTITY.kinds - _PEOPLE

PROPERTIES: dict[str, Property] = {
    each.pid: each
    for each in (
        Property("P31", "instance of", "class of which it is a member", target=("Q16889133", "class")),
        Property("P17", "country", "country that it belongs to", target=("Q6256", "country")),
        Property("P106", "occupation", "what a person does", _PEOPLE, ("Q12737077", "occupation")),
        Property(
            "P39", "position held", "office that a person holds or held", _PEOPLE, ("Q4164871", "position")
        ),
        Property("P569", "date of birth", "day or year of birth", _PEOPLE),
        Property("P570", "date of death", "day or year of death", _PEOPLE),
        Property("P571", "inception", "when it was founded or began", _OTHERS),
        Property("P576", "dissolved", "when it was dissolved, abolished or demolished", _OTHERS),
        Property("P856", "official website", "its website, or a medium's web domain"),
        Property(SITELINKS, "sitelinks", "how many wikis have a page on it"),
    )
}

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def of_kinds(kinds: frozenset[str]) -> tuple[Property, ...]:
    """Return the properties that entities of these kinds may have; of all kinds if there are none."""
    return tuple(each for each in PROPERTIES.values() if not each.kinds or not kinds or each.kinds & kinds)


def values(entity: Entity, wish: Wish, snapshot: Snapshot) -> list[Json]:
    """Return the entity's values of a property as a data extension gives them; none if it is unknown."""
    match wish.pid:
        case "P39" if wish.dates:
            found: list[Json] = [{"str": held(each, snapshot)} for each in entity.positions]
        case "P31" | "P17" | "P106" | "P39":
            found = [_item(qid, snapshot) for qid in dict.fromkeys(_items(wish.pid, entity))]
        case "P569" | "P570" | "P571" | "P576":
            found = [_date(date) for date in _dates(wish.pid, entity)]
        case "P856":
            found = [{"str": address} for address in (entity.website or entity.domain,) if address]
        case "sitelinks":
            found = [{"int": entity.sitelinks}] if entity.sitelinks else []
        case _:
            found = []
    return found[: wish.limit or None]


def agrees(entity: Entity, condition: Condition, snapshot: Snapshot) -> bool | None:
    """Whether one of the wanted values holds; None if that is not known or no value can be read."""
    verdicts = [_agrees(entity, condition.pid, value, snapshot) for value in condition.values]
    return True if True in verdicts else None if None in verdicts or not verdicts else False


def held(position: Position, snapshot: Snapshot) -> str:
    """Return an office with the dates it was held, as far as they are known."""
    name = snapshot.label_of(position.qid) or position.qid
    dates = f"{position.start} – {position.end}".strip()
    return name if dates == "–" else f"{name} ({dates})"


def domain_of(text: str) -> str | None:
    """Return the web host that a text names, without ``www.``: an address, or a bare domain; else None."""
    words = text.strip()
    if " " in words or "." not in words:
        return None
    try:
        host = urlsplit(words if "://" in words else f"//{words}").hostname
    except ValueError:
        return None
    return host.rstrip(".").removeprefix("www.") if host and "." in host.rstrip(".") else None


def _agrees(entity: Entity, pid: str, value: Value, snapshot: Snapshot) -> bool | None:
    match pid:
        case "P31":
            return classes.agrees(entity, (value.qid or value.text,), Strictness.ANY, snapshot)
        case "P17" | "P106" | "P39":
            return _is_among(_items(pid, entity), value, snapshot)
        case "P569" | "P570" | "P571" | "P576":
            return _is_same_time(_dates(pid, entity), value.text)
        case "P856":
            return _is_same_host(entity, value.text)
        case _:
            return None


def _items(pid: str, entity: Entity) -> tuple[str, ...]:
    if pid == "P31":
        return entity.types or (classes.class_of(entity.kind).qid,)
    if pid == "P17":
        return (entity.country,) if entity.country else ()
    return entity.occupations if pid == "P106" else tuple(position.qid for position in entity.positions)


def _dates(pid: str, entity: Entity) -> tuple[str, ...]:
    if entity.kind not in PROPERTIES[pid].kinds:
        return ()
    date = entity.born if pid in ("P569", "P571") else entity.died
    return (date,) if date else ()


def _item(qid: str, snapshot: Snapshot) -> Json:
    return {"id": qid, "name": classes.name_of(qid, snapshot) or qid}


def _date(date: str) -> Json:
    """Return a day as a date; a year or a month is no day, and stays words."""
    return {"date": f"{date}T00:00:00Z"} if _DAY.fullmatch(date) else {"str": date}


def _is_among(qids: Iterable[str], value: Value, snapshot: Snapshot) -> bool | None:
    have = {snapshot.current(qid) for qid in qids}
    if not have:
        return None
    if value.qid is not None:
        return snapshot.current(value.qid) in have
    wanted = key(value.text)
    if value.text in have or (wanted and snapshot.demonym(value.text) in have):
        return True
    names = {key(name) for qid in have for name in _names(qid, snapshot)}
    return wanted in names if names and wanted else None


def _names(qid: str, snapshot: Snapshot) -> tuple[str, ...]:
    entity = snapshot.entity(qid)
    name = snapshot.label_of(qid)
    return entity.names if entity else (name,) if name else ()


def _is_same_time(dates: Iterable[str], text: str) -> bool | None:
    """Whether two dates are the same as far as both are known."""
    wanted = _ISO.match(text.strip())
    if wanted is None:
        return None
    verdict = None
    for date in dates:
        found = _ISO.match(date)
        if found:
            pairs = zip(found.groups(), wanted.groups(), strict=True)
            verdict = all(one == other for one, other in pairs if one and other)
    return verdict


def _is_same_host(entity: Entity, text: str) -> bool | None:
    own = {domain_of(address) for address in (entity.website, entity.domain) if address} - {None}
    wanted = domain_of(text)
    if not own or wanted is None:
        return None
    return wanted in own
