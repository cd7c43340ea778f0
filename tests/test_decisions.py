"""Who an actor is: what people judged wins over the machine, and what they take back leaves no trace."""

import itertools

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from ingest.decisions import decide
from ingest.judgements import NIL, WITHDRAWN, Aspect, Judgement, Judgements
from ingest.model import Actor, ActorKind, Link, LinkMethod, Proposal
from ingest.rdf import iri

ROZHIN = Actor("a1", "Boris Rozhin", ActorKind.PERSON)
MOSCOW = Actor("a2", "Moscow", ActorKind.PLACE)
OFFICIALS = Actor("a3", "officials", ActorKind.GROUP, unnamed=True)
ACTORS = (ROZHIN, MOSCOW, OFFICIALS)
LINKS = (
    Link("a1", None, 0.4, LinkMethod.NIL, mention="m1"),
    Link("a2", "Q649", 0.97, LinkMethod.CONTEXT, referent="Q159", label="Moscow", mention="m2"),
)
PROPOSALS = (Proposal("a1", "Q42", "Boris Rozhin", "blogger", 0.4),)
IRIS = {actor.id: NamedNode(f"https://w3id.org/hearsay/article/x/actor/{actor.id}") for actor in ACTORS}


def judged(subject, aspect, value, when="2026-11-22T10:00:00Z"):
    return Judgement(when, "Ada", IRIS[subject].value if subject in IRIS else subject, aspect, value)


def links(*judgements):
    found = decide(ACTORS, LINKS, PROPOSALS, Judgements(judgements), IRIS).links
    return {link.actor: link for link in found}


def test_without_judgements_the_machine_decides():
    assert tuple(links().values()) == LINKS


def test_a_person_sets_the_entity_of_an_actor_with_the_label_that_was_proposed():
    judgement = judged("a1", Aspect.ENTITY, "Q42")
    assert links(judgement)["a1"] == Link(
        "a1",
        "Q42",
        1.0,
        LinkMethod.HUMAN,
        label="Boris Rozhin",
        mention="m1",
        judgement=iri.judgement(judgement).value,
    )


def test_who_agrees_keeps_what_the_machine_knows_of_the_entity():
    agreed = links(judged("a2", Aspect.ENTITY, "Q649"))["a2"]
    assert (agreed.qid, agreed.referent, agreed.label) == ("Q649", "Q159", "Moscow")
    assert (agreed.method, agreed.score) == (LinkMethod.HUMAN, 1.0)


def test_another_entity_takes_nothing_over_from_the_machines():
    other = links(judged("a2", Aspect.ENTITY, "Q23197"))["a2"]
    assert (other.qid, other.referent, other.label) == ("Q23197", None, None)


def test_nil_is_an_answer_of_people_too():
    nil = links(judged("a2", Aspect.ENTITY, NIL))["a2"]
    assert (nil.qid, nil.referent, nil.method) == (None, None, LinkMethod.HUMAN)


def test_a_judgement_of_a_name_counts_in_every_spelling_but_of_the_actor_counts_more():
    of_name = judged("name:BORIS  Rozhin", Aspect.ENTITY, "Q42")
    assert links(of_name)["a1"].qid == "Q42"
    assert links(of_name, judged("a1", Aspect.ENTITY, NIL))["a1"].qid is None
    assert links(judged("a1", Aspect.ENTITY, NIL), of_name)["a1"].qid is None


def test_what_is_ruled_out_becomes_nil_and_not_the_next_best():
    never = judged("a2", Aspect.NOT, "Q649")
    assert links(never)["a2"] == Link(
        "a2", None, 1.0, LinkMethod.HUMAN, mention="m2", judgement=iri.judgement(never).value
    )


def test_an_actor_is_not_what_a_metonym_stands_for_if_that_is_ruled_out():
    assert links(judged("a2", Aspect.NOT, "Q159"))["a2"].qid is None


def test_ruling_out_what_nobody_chose_changes_nothing():
    assert tuple(links(judged("a2", Aspect.NOT, "Q1"), judged("a1", Aspect.NOT, "Q42")).values()) == LINKS


def test_an_identity_is_for_whom_no_entity_is_judged():
    one = judged("a1", Aspect.IDENTITY, "Boris Rozhin (correspondent)")
    assert links(one)["a1"].identity == "Boris Rozhin (correspondent)"
    assert links(one)["a1"].qid is None
    assert links(one, judged("a1", Aspect.ENTITY, "Q42"))["a1"].identity is None
    assert links(one, judged("a1", Aspect.ENTITY, NIL))["a1"].identity is not None


def test_an_unnamed_actor_is_linked_by_its_own_judgement_and_never_by_its_description():
    assert "a3" not in links(judged("name:officials", Aspect.ENTITY, "Q42"))
    assert links(judged("a3", Aspect.ENTITY, "Q42"))["a3"].qid == "Q42"


SUBJECTS = st.sampled_from(["a1", "a2", "a3", "name:Moscow", "name:Boris Rozhin"])
JUDGED = st.builds(
    judged,
    SUBJECTS,
    st.sampled_from([Aspect.ENTITY, Aspect.NOT, Aspect.IDENTITY]),
    st.sampled_from(["Q42", "Q649", "Q159", "Q7"]),
)


@given(st.lists(JUDGED, max_size=6))
def test_what_is_withdrawn_leaves_no_trace(history):
    taken_back = [
        Judgement("2026-11-22T11:00:00Z", "Ada", each.subject, each.aspect, WITHDRAWN) for each in history
    ]
    assert tuple(links(*history, *taken_back).values()) == LINKS


@given(st.lists(JUDGED, max_size=5))
def test_every_named_actor_keeps_one_link_and_every_other_has_a_judgement(history):
    found = decide(ACTORS, LINKS, PROPOSALS, Judgements(history), IRIS).links
    assert len({link.actor for link in found}) == len(found)
    assert {"a1", "a2"} <= {link.actor for link in found}
    for link in found:
        assert (link in LINKS) != (link.method is LinkMethod.HUMAN and link.judgement is not None)
        assert not (link.qid and link.identity)


def test_judgements_that_differ_in_anything_have_their_own_iris():
    base = ("2026-11-22T10:00:00Z", "Ada", "name:X", Aspect.ENTITY, "Q1", "why")
    changed = ("2026-11-22T10:00:01Z", "Bo", "name:Y", Aspect.NOT, "Q2", "")
    all_of_them = {
        iri.judgement(Judgement(*values)) for values in itertools.product(*zip(base, changed, strict=True))
    }
    assert len(all_of_them) == 2 ** len(base)
