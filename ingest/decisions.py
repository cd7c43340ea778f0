"""Who an article's actors are once people have had their say: the machine's links, and judgements that win.

Pure: the same links and judgements give the same decisions, and a judgement taken back leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from ingest.judgements import NIL, Judgement, Judgements
from ingest.model import Actor, Link, LinkMethod, Proposal
from ingest.rdf import iri


@dataclass(frozen=True, slots=True)
class Decisions:
    """The links in force, and the judgements that decided some of them."""

    links: tuple[Link, ...]
    judgements: tuple[Judgement, ...]


SURE = 1.0
"""The score of a link that a person decided."""


def decide(
    actors: Iterable[Actor],
    links: Iterable[Link],
    proposals: Iterable[Proposal],
    judgements: Judgements,
    iris: Mapping[str, NamedNode],
    label_of: Callable[[str], str | None] = lambda _: None,
) -> Decisions:
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
        label_of: looks up the label of an entity that the machine had not thought of.
    """
    machine = {link.actor: link for link in links}
    labels = {(each.actor, each.qid): each.label for each in proposals}
    decided, used = list[Link](), list[Judgement]()
    for actor in actors:
        found = machine.get(actor.id)
        judged = _judge(actor, found, labels, judgements, iris[actor.id].value)
        if judged:
            link, judgement = judged
            if link.qid and link.label is None:
                link = replace(link, label=label_of(link.qid))
            decided.append(replace(link, judgement=iri.judgement(judgement).value))
            used.append(judgement)
        elif found:
            decided.append(found)
    return Decisions(tuple(decided), tuple(used))


def _judge(
    actor: Actor,
    link: Link | None,
    labels: Mapping[tuple[str, str], str],
    judgements: Judgements,
    node: str,
) -> tuple[Link, Judgement] | None:
    """Return a person's decision with the judgement that made it, or None: nobody judged."""
    # "Officials" is a description that fits others elsewhere: a judgement of a name is not about them.
    name = "" if actor.unnamed else actor.name
    judged = Link(actor.id, None, SURE, LinkMethod.HUMAN, mention=link.mention if link else None)
    entity = judgements.entity(node, name)
    if entity and entity.value != NIL:
        if link and link.qid == entity.value:  # agreed: with what the machine knows of it
            return replace(link, score=SURE, method=LinkMethod.HUMAN), entity
        return replace(judged, qid=entity.value, label=labels.get((actor.id, entity.value))), entity
    identity = judgements.identity(node)
    if identity:
        return replace(judged, identity=identity.value), identity
    if entity:
        return judged, entity
    for exclusion in judgements.exclusions(node, name):
        if link and exclusion.value in (link.qid, link.referent):
            return judged, exclusion
    return None
