"""A small extraction made by hand: three links deep, a medium, a hedge, a dispute, an interrupted quote."""

from ingest.model import (
    Actor,
    ActorKind,
    Article,
    Attribution,
    Certainty,
    Claim,
    ClaimKind,
    Extraction,
    Link,
    LinkMethod,
    Marker,
    Medium,
    Mention,
    Relation,
    RelationType,
    Run,
    Span,
    Spans,
    SpeechAct,
)

ARTICLE = Article(
    title="Pier may be unsafe",
    body=(
        "The mayor, Ada Holm, wrote on Telegram that engineers had told her the pier could be unsafe. "
        "“It is safe,” the operator said, “and it stays open.” 🚢 The pier opened in 1962."
    ),
    url="https://dailybeacon.example.org/2024/pier",
    date="2024-03-11",
    publisher="Daily Beacon",
)
RUN = Run("hearsay 0.1.0", "1" * 64, "2" * 64, "3" * 64)


def at(words: str, text: str = ARTICLE.text, nth: int = 1) -> Span:
    """Return the nth place where the text has these words."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def extraction(article: Article = ARTICLE) -> Extraction:
    """Return the extraction of `ARTICLE`, or of a text that holds the same sentences."""

    def place(words: str) -> Spans:
        return (at(words, article.text),)

    voice = Attribution("a0", article.voice, SpeechAct.ASSERT)
    mayor = Attribution(
        "a1",
        "Ada Holm",
        SpeechAct.WRITE,
        spans=place("Ada Holm"),
        role=place("The mayor"),
        cue=place("wrote"),
        medium=Medium("Telegram", place("Telegram"), "a2"),
    )
    engineers = Attribution(
        "a3",
        "engineers",
        SpeechAct.TELL,
        spans=place("engineers"),
        cue=place("had told"),
        certainty=Certainty.POSSIBLE,
        unnamed=True,
    )
    operator = Attribution(
        "a4", "the operator", SpeechAct.SAY, spans=place("the operator"), cue=place("said"), unnamed=True
    )
    return Extraction(
        article,
        claims=(
            Claim(
                "c1",
                (place("the pier could be unsafe"),),
                ClaimKind.INDIRECT,
                (voice, mayor, engineers),
                cues=(Marker("certainty", place("could")),),
                confidence=0.9,
            ),
            Claim(
                "c2",
                (place("“It is safe,”") + place("“and it stays open.”"),),
                ClaimKind.DIRECT,
                (voice, operator),
                relations=(Relation(RelationType.DISPUTES, "c1", place("It is safe")),),
            ),
            Claim("c3", (place("The pier opened in 1962"),), ClaimKind.OWN_VOICE, (voice,), about=("m3",)),
        ),
        mentions=(
            Mention("m1", *place("Ada Holm"), ActorKind.PERSON, "a1"),
            Mention("m2", *place("Telegram"), ActorKind.OTHER, "a2"),
            Mention("m3", *place("The pier"), ActorKind.OTHER, "a5"),
        ),
        actors=(
            Actor("a0", article.voice, ActorKind.ORGANISATION),
            Actor("a1", "Ada Holm", ActorKind.PERSON),
            Actor("a2", "Telegram", ActorKind.OTHER),
            Actor("a3", "engineers", ActorKind.GROUP, unnamed=True),
            Actor("a4", "the operator", ActorKind.ORGANISATION, unnamed=True),
            Actor("a5", "The pier", ActorKind.OTHER),
        ),
    )


LINKS = (
    Link("a0", None, 0.0, LinkMethod.NIL),
    Link("a1", None, 0.2, LinkMethod.NIL),
    Link("a2", "Q15616276", 0.97, LinkMethod.NAME, label="Telegram"),
)
