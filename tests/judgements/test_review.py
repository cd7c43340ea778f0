"""In which order what is undecided is put."""

from dataclasses import replace

from judgements.samples import ACTOR, ARTICLE, OTHER, OUTLET

from ingest.judgements import Undecided, by_name, by_weight, one_by_one
from ingest.model import ActorKind

ADA = Undecided(ACTOR, "Ada", ActorKind.PERSON, 3, ARTICLE, "A", None, "", None, ())
BO = replace(ADA, actor=OTHER, name="Bo")
WIRE = replace(ADA, actor=OUTLET, name="The Wire", claims=2)


def test_those_on_whom_most_claims_hang_come_first_then_by_name():
    assert by_weight([BO, WIRE, replace(ADA, claims=9)]) == [replace(ADA, claims=9), BO, WIRE]
    assert by_weight([BO, ADA]) == by_weight([ADA, BO]) == [ADA, BO]


def test_an_outlet_comes_once_with_the_claims_of_all_its_articles():
    assert by_weight([WIRE, ADA, WIRE]) == [replace(WIRE, claims=4), ADA]


def test_those_of_one_name_are_put_together_and_weigh_together():
    namesake = replace(BO, name="ADA", claims=1)
    found = by_name([namesake, replace(WIRE, claims=4), ADA, replace(WIRE, actor=ARTICLE, claims=0)])
    assert [(each.subject, each.claims, each.actors) for each in found] == [
        ("name:The Wire", 4, (replace(WIRE, claims=4), replace(WIRE, actor=ARTICLE, claims=0))),
        ("name:Ada", 4, (ADA, namesake)),
    ]
    assert [each.subject for each in by_name([BO])] == [OTHER]
    assert [each.subject for each in one_by_one([namesake, ADA])] == [ACTOR, OTHER]
