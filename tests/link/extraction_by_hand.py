"""Build extractions by hand: an article's text, and who is named where."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.model import (
    Actor,
    ActorKind,
    Article,
    Attribution,
    Claim,
    ClaimKind,
    Extraction,
    Medium,
    Mention,
    Span,
    SpeechAct,
)


def build(
    text: str,
    actors: Mapping[str, ActorKind],
    *,
    said: tuple[str, ...] = (),
    through: tuple[str, ...] = (),
    url: str | None = None,
    publisher: str | None = None,
) -> Extraction:
    """Return an extraction whose actors have their names as ids.

    Args:
        actors: names and kinds; each is a mention at the first place where the text holds it.
        said: the actors who speak, each in a claim of its own with link 0 before it.
        through: the media of these claims, in their order.
        publisher: the article's publisher, and the actor of link 0 ("-" without one).
    """
    found = {name: text.find(name) for name in actors}
    mentions = [
        Mention(f"m{n}", Span(at, at + len(name)), actors[name], name)
        for n, (name, at) in enumerate(sorted(found.items(), key=lambda pair: pair[1]))
        if at >= 0
    ]
    own = Attribution(actor=publisher or "-", name=publisher or "-", act=SpeechAct.ASSERT)
    whole = (Span(0, len(text)),)
    claims = [Claim("own", (whole,), ClaimKind.OWN_VOICE, (own,))]
    for n, speaker in enumerate(said):
        medium = Medium(through[n], whole, through[n]) if n < len(through) else None
        inner = Attribution(speaker, speaker, SpeechAct.SAY, spans=whole, medium=medium)
        claims.append(Claim(f"c{n}", (whole,), ClaimKind.INDIRECT, (own, inner)))
    known = [Actor(name, name, kind) for name, kind in actors.items()]
    if own.actor not in actors:
        known.append(Actor(own.actor, own.name, ActorKind.ORGANISATION, unnamed=publisher is None))
    return Extraction(
        Article(title=text, body="", url=url, publisher=publisher),
        claims=tuple(claims),
        mentions=tuple(mentions),
        actors=tuple(known),
    )
