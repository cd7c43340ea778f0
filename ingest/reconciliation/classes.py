"""What an entity is, as Wikidata's classes: from its types where the snapshot has them, else from its kind.

The identifiers were checked in public code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.link import Entity, Snapshot
from ingest.model import ActorKind
from ingest.reconciliation.requests import Strictness
from ingest.wikidata.kinds import Kinds

_BODIES = frozenset(("organisation", "government", "military", "media", "platform"))
_PLACES = frozenset(("place-country", "place-region", "place-city", "place-other"))

#: What a member of a class of some kind may be called elsewhere; `other` says nothing.
_MAY_BE: Mapping[str, frozenset[str]] = {
    "person": frozenset(("person",)),
    "organisation": _BODIES | {"other"},
    "government": frozenset(("government", "organisation")),
    "military": frozenset(("military", "organisation")),
    "media": frozenset(("media", "platform", "organisation")),
    "platform": frozenset(("media", "platform", "organisation")),
    "place-country": frozenset(("place-country",)),
    "place-region": frozenset(("place-region", "place-city")),
    "place-city": frozenset(("place-city",)),
    "place-other": _PLACES,
    "event": frozenset(("event",)),
}


@dataclass(frozen=True, slots=True)
class Class:
    """A Wikidata class that stands for kinds of the snapshot.

    Attributes:
        kinds: an entity of one of these kinds is a member.
    """

    qid: str
    name: str
    kinds: frozenset[str]


#: The class of each kind, in the order in which types are offered.
OF_KIND: dict[str, Class] = {
    kind: Class(qid, name, kinds)
    for kind, qid, name, kinds in (
        ("person", "Q5", "human", frozenset(("person",))),
        ("organisation", "Q43229", "organization", _BODIES),
        ("government", "Q327333", "government agency", frozenset(("government",))),
        ("military", "Q17149090", "armed organization", frozenset(("military",))),
        ("media", "Q1193236", "news media", frozenset(("media",))),
        ("platform", "Q3220391", "social networking service", frozenset(("platform",))),
        ("place-country", "Q6256", "country", frozenset(("place-country",))),
        ("place-region", "Q56061", "administrative territorial entity", frozenset(("place-region",))),
        ("place-city", "Q486972", "human settlement", frozenset(("place-city",))),
        ("place-other", "Q2221906", "geographic location", _PLACES),
        ("event", "Q1656682", "event", frozenset(("event",))),
    )
}
#: What everything is.
ENTITY = Class("Q35120", "entity", frozenset((*OF_KIND, "other")))

CLASSES: tuple[Class, ...] = (*OF_KIND.values(), ENTITY)
_BY_QID = {each.qid: each for each in CLASSES}


def class_of(kind: str) -> Class:
    """Return the class that stands for a kind; `other` is an entity and no more."""
    return OF_KIND.get(kind, ENTITY)


def types_of(entity: Entity, snapshot: Snapshot) -> list[dict[str, str]]:
    """Return the entity's types, the most telling first, its kind's class last."""
    kind = class_of(entity.kind)
    found = {qid: snapshot.label_of(qid) or qid for qid in entity.types}
    return [{"id": qid, "name": name} for qid, name in ({**found, kind.qid: kind.name}).items()]


def name_of(qid: str, snapshot: Snapshot) -> str | None:
    """Return what a class is called, or None if nobody says."""
    return _BY_QID[qid].name if qid in _BY_QID else snapshot.label_of(qid)


def is_of(entity: Entity, qid: str, snapshot: Snapshot) -> bool | None:
    """Whether the entity is a member of the class; None if the snapshot cannot tell.

    It cannot where it has no types of the entity and the class is finer than a kind: whether a place is a
    spa town.
    """
    own = (*entity.types, class_of(entity.kind).qid)
    if any(snapshot.is_a(each, qid) for each in own):
        return True
    if qid in _BY_QID and entity.kind in _BY_QID[qid].kinds:
        return True
    possible = kinds_of(qid, snapshot)
    if possible and entity.kind not in possible:
        return False
    has_hierarchy = any(snapshot.superclasses(each) for each in entity.types)
    return False if has_hierarchy and qid not in _BY_QID else None


def agrees(entity: Entity, types: Iterable[str], strictness: Strictness, snapshot: Snapshot) -> bool | None:
    """Whether the entity is of the wanted types: of all of them, or of any; None if that is not known."""
    verdicts = [is_of(entity, qid, snapshot) for qid in types]
    if strictness is Strictness.ALL:
        decided = [verdict for verdict in verdicts if verdict is False]
        return False if decided else True if all(verdicts) else None
    return True if True in verdicts else None if None in verdicts else False


def actor_kind(types: Iterable[str], snapshot: Snapshot) -> ActorKind:
    """Return what sort of thing the linker shall expect where these types are wanted."""
    kinds = [kinds_of(qid, snapshot) for qid in types]
    wanted = frozenset[str]().union(*kinds)
    if not wanted or not all(kinds):
        return ActorKind.OTHER
    if wanted == {"person"}:
        return ActorKind.PERSON
    if wanted <= _BODIES | {"other"}:
        return ActorKind.ORGANISATION
    return ActorKind.PLACE if wanted <= _PLACES else ActorKind.OTHER


def kinds_of(qid: str, snapshot: Snapshot) -> frozenset[str]:
    """Return the kinds that a member of the class may be of; empty if nobody can say.

    By the class's place in the hierarchy, as when a snapshot is built. Sources differ in what they call an
    organisation or a medium, so that neighbouring kinds are possible as well.
    """
    if qid == ENTITY.qid:
        return ENTITY.kinds
    above: dict[str, list[str]] = {}
    for below, each in snapshot.superclasses(qid):
        above.setdefault(below, []).append(each)
    return _MAY_BE.get(Kinds(lambda each: above.get(each, ())).of([qid]), frozenset())
