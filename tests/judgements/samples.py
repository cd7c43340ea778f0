"""Subjects and judgements that tests make use of."""

from ingest.judgements import Aspect, Judgement

ARTICLE = "https://w3id.org/hearsay/article/" + "a2" * 16
ACTOR = f"{ARTICLE}/actor/{'b3' * 16}"
OTHER = f"{ARTICLE}/actor/{'c4' * 16}"
CLAIM = f"{ARTICLE}/claim/{'d5' * 16}"
OUTLET = "https://w3id.org/hearsay/source/" + "e6" * 16
WHEN = "2026-11-22T10:15:00Z"


def judged(
    subject: str = ACTOR,
    aspect: Aspect = Aspect.ENTITY,
    value: str = "Q212",
    *,
    when: str = WHEN,
    who: str = "Ada",
    why: str = "",
) -> Judgement:
    return Judgement(when, who, subject, aspect, value, why)
