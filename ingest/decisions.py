"""Who an article's actors are once people have had their say: the machine's links, and judgements that win.

Pure: the same links and judgements give the same decisions, and a judgement taken back leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pyoxigraph import NamedNode

from ingest.judgements import NIL, Judgement, Judgements
from ingest.model import Actor, Link, LinkMethod, Proposal
from ingest.rdf import iri

SURE = 1.0
"""The score of a link that a person decided."""


def decide(
    actors: Iterable[Actor],
    links: Iterable[Link],
    proposals: Iterable[Proposal],
    judgements: Judgements,
    iris: Mapping[str, NamedNode],
) -> tuple[Link, ...]:
    """Give the links in force, one an actor at most, in the order of the actors.

    What is judged of the actor wins over what is judged of its name, an entity over an identity, and both
    over the machine. An entity that somebody ruled out becomes NIL, not the machine's next best: that one has
    been judged by nobody.

    Args:
        actors: the article's.
        links: the machine's decisions about them.
        proposals: what the machine chose among; they give labels.
        judgements: those in force.
        iris: the actors' IRIs by id.
    """
    machine = {link.actor: link for link in links}
    labels = {(each.actor, each.qid): each.label for each in proposals}
    decided = []
    for actor in actors:
        link = _decide(actor, machine.get(actor.id), labels, judgements, iris[actor.id].value)
        if link:
            decided.append(link)
    return tuple(decided)


def _decide(
    actor: Actor,
    link: Link | None,
    labels: Mapping[tuple[str, str], str],
    judgements: Judgements,
    node: str,
) -> Link | None:
    # "Officials" is a description that fits others elsewhere: a judgement of a name is not about them.
    name = "" if actor.unnamed else actor.name
    judged = Link(actor.id, None, SURE, LinkMethod.HUMAN, mention=link.mention if link else None)
    entity = judgements.entity(node, name)
    if entity and entity.value != NIL:
        if link and link.qid == entity.value:  # agreed: with what the machine knows of it
            return replace(link, score=SURE, method=LinkMethod.HUMAN, judgement=_iri(entity))
        label = labels.get((actor.id, entity.value))
        return replace(judged, qid=entity.value, label=label, judgement=_iri(entity))
    identity = judgements.identity(node)
    if identity:
        return replace(judged, identity=identity.value, judgement=_iri(identity))
    if entity:
        return replace(judged, judgement=_iri(entity))
    for exclusion in judgements.exclusions(node, name):
        if link and exclusion.value in (link.qid, link.referent):
            return replace(judged, judgement=_iri(exclusion))
    return link


def _iri(judgement: Judgement) -> str:
    return iri.judgement(judgement).value
