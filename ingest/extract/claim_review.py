"""What a ClaimReview says: somebody's claim as a fact-checker reports it, and the verdict on it.

Read from the form of `ingest.claim_review` alone, in any language and without a model. The reviewed claim is
one that the fact-checker relays, never one that it makes; the verdict is its own.
"""

from __future__ import annotations

from ingest.claim_review import ClaimReview, Places, read
from ingest.extract.verdicts import stance
from ingest.model import (
    Actor,
    ActorKind,
    Article,
    Attribution,
    Claim,
    ClaimKind,
    Extraction,
    FlatAttribution,
    Medium,
    Mention,
    Relation,
    RelationType,
    SpeechAct,
)

_KINDS = {
    "Person": ActorKind.PERSON,
    "Organization": ActorKind.ORGANISATION,
    "NewsMediaOrganization": ActorKind.ORGANISATION,
    "Corporation": ActorKind.ORGANISATION,
    "GovernmentOrganization": ActorKind.ORGANISATION,
    "NGO": ActorKind.ORGANISATION,
    "PoliticalParty": ActorKind.ORGANISATION,
}
_NOBODY = frozenset(
    (
        *("anonymous", "unknown", "various", "various sources", "multiple sources", "multiple people"),
        *("social media", "social media post", "social media posts", "social media users"),
        *("facebook post", "facebook posts", "facebook users", "viral post", "viral posts", "viral image"),
        *("viral video", "internet users", "bloggers", "chain email"),
    )
)
"""How feeds name claimants whom they do not name."""


def extract_review(article: Article) -> Extraction | None:
    """Return the two claims of an article that is a ClaimReview; None for any other."""
    found = read(article.text, len(article.text) - len(article.body))
    return _extraction(article, *found) if found else None


def _extraction(article: Article, review: ClaimReview, places: Places) -> Extraction:
    voice = Actor("a1", article.voice, ActorKind.ORGANISATION)
    speaker = voice if review.author == voice.name else _speaker(review)
    actors = [voice] if speaker is voice else [voice, speaker]
    mentions = []
    if places.author and not speaker.unnamed:
        mentions.append(Mention("m1", places.author, speaker.kind, speaker.id))
    medium = None
    if places.appearances:
        where = Actor("a3", review.appearances[0], ActorKind.OTHER)
        actors.append(where)
        medium = Medium(where.name, (places.appearances[0],), where.id)
        mentions.append(Mention("m2", places.appearances[0], where.kind, where.id))
    own = Attribution(voice.id, voice.name, SpeechAct.ASSERT)
    said = Attribution(
        speaker.id,
        speaker.name,
        SpeechAct.CLAIM,
        spans=(places.author,) if places.author else (),
        role=(places.role,) if places.role else (),
        cue=(places.label,),
        medium=medium,
        unnamed=speaker.unnamed,
    )
    reviewed = Claim("c1", ((places.claim,),), ClaimKind.INDIRECT, (own, said))
    plain = stance(review.verdict, review.value, review.worst, review.best)
    relations = [RelationType.REVIEWS, *([plain] if plain else [])]
    verdict = Claim(
        "c2",
        ((places.rating,),),
        ClaimKind.OWN_VOICE,
        (own,),
        relations=tuple(Relation(each, reviewed.id, (places.verdict,)) for each in relations),
    )
    flat = FlatAttribution(said.spans, said.cue, (places.claim,))
    return Extraction(article, (reviewed, verdict), (flat,), tuple(mentions), tuple(actors))


def _speaker(review: ClaimReview) -> Actor:
    """Return who made the claim, perhaps nobody who is named."""
    if not review.author:
        return Actor("a2", "unnamed source", ActorKind.OTHER, unnamed=True)
    kind = ActorKind.GROUP if ", " in review.author and not review.author_type else ActorKind.OTHER
    unnamed = review.author.casefold().strip(" .") in _NOBODY
    return Actor("a2", review.author, _KINDS.get(review.author_type, kind), unnamed)
