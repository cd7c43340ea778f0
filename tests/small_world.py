"""Four articles made by hand, small enough to know every answer: what the queries and exports are tested on.

Ada Holm is one Wikidata entity in two articles, under two names; Rolf Berg is linked to none; Moscow stands
for Russia. "The dam is sound" is carried by two outlets, "the dam is cracked" by both and three speakers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pyoxigraph import Quad
from records_by_hand import RUN, at

from ingest import judging, versions
from ingest.enrichment import facts as about_entity
from ingest.judgements import Aspect, Judgement, Judgements
from ingest.link.entity import Entity, Position
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
    Polarity,
    Relation,
    RelationType,
    Spans,
    SpeechAct,
    TextLevel,
)
from ingest.rdf import graph, iri
from ingest.records import kept as records
from ingest.records.kept import Kept
from ingest.sources import LinkedSource, SourceKind, Standing
from ingest.store import Store

DAM = "https://dailybeacon.example.org/dam"
POST = "https://meridianpost.example.org/norway"
BERG = "https://dailybeacon.example.org/berg"
COURIER = "Evening Courier"


@dataclass
class Draft:
    """An article whose claims are given by their words."""

    article: Article
    actors: dict[str, Actor] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def at(self, words: str, nth: int = 1) -> Spans:
        return (at(words, self.article.text, nth),)

    def linked(
        self,
        words: str,
        url: str,
        kind: SourceKind = SourceKind.PAGE,
        standing: Standing = Standing.LINK,
        nth: int = 1,
    ) -> None:
        (span,) = self.at(words, nth)
        source = LinkedSource(span.start, span.end, url, kind, standing)
        self.article = replace(self.article, sources=tuple(sorted((*self.article.sources, source))))

    def actor(
        self,
        name: str,
        kind: ActorKind = ActorKind.PERSON,
        qid: str | None = None,
        *,
        label: str | None = None,
        referent: str | None = None,
        unnamed: bool = False,
        mentioned: int = 1,
    ) -> str:
        key = f"a{len(self.actors)}"
        self.actors[key] = Actor(key, name, kind, unnamed)
        if not unnamed:
            method = LinkMethod.NAME if qid else LinkMethod.NIL
            self.links.append(
                Link(key, qid, 0.9 if qid else 0.0, method, referent, label or name if qid else None)
            )
            for nth in range(1, mentioned + 1):
                self.mentions.append(Mention(f"m{len(self.mentions)}", self.at(name, nth)[0], kind, key))
        return key

    def says(self, key: str, act: SpeechAct, cue: str = "", medium: str = "", **more: object) -> Attribution:
        actor = self.actors[key]
        spoken = Attribution(key, actor.name, act, cue=self.at(cue) if cue else (), unnamed=actor.unnamed)
        if medium:
            place = self.at(self.actors[medium].name)
            spoken = replace(spoken, medium=Medium(self.actors[medium].name, place, medium))
        return replace(spoken, **more)  # type: ignore[arg-type]

    def claim(
        self,
        words: str,
        *chain: Attribution,
        nth: int = 1,
        kind: ClaimKind = ClaimKind.INDIRECT,
        about: tuple[str, ...] = (),
        cues: tuple[Marker, ...] = (),
        relations: tuple[Relation, ...] = (),
        confidence: float = 1.0,
    ) -> str:
        key = f"c{len(self.claims)}"
        topics = tuple(mention.id for mention in self.mentions if mention.actor in about)
        self.claims.append(
            Claim(key, (self.at(words, nth),), kind, chain, cues, confidence, topics, relations)
        )
        return key

    def extraction(self) -> Extraction:
        return Extraction(
            self.article,
            tuple(self.claims),
            (),
            tuple(self.mentions),
            tuple(self.actors.values()),
        )

    def graphs(self) -> graph.ArticleGraphs:
        return graph.build(self.extraction(), self.links, RUN)


def dam() -> Draft:
    draft = Draft(
        Article(
            title="Dam in doubt",
            body=(
                "The dam is sound, Ada Holm said on Telegram. Officials claimed that the dam is cracked. "
                "Ada Holm denied that the dam is cracked. Norway will pay, she added."
            ),
            url=DAM,
            date="2024-03-11",
            publisher="Daily Beacon",
        )
    )
    draft.linked("on Telegram", "https://t.me/adaholm/7", SourceKind.POST)
    draft.linked("Dam in doubt", "https://dailybeacon.example.org/dams")
    draft.linked("the dam is cracked", "https://doi.org/10.5555/dam", SourceKind.PAPER, nth=2)
    draft.linked("the dam is cracked.", "https://t.me/officials/8", SourceKind.POST, Standing.EMBED)
    voice = draft.actor("Daily Beacon", ActorKind.ORGANISATION, "Q900", mentioned=0)
    ada = draft.actor("Ada Holm", qid="Q101", mentioned=2)
    telegram = draft.actor("Telegram", ActorKind.ORGANISATION, "Q15616276")
    officials = draft.actor("Officials", ActorKind.GROUP, unnamed=True)
    norway = draft.actor("Norway", ActorKind.PLACE, "Q20")
    outlet = draft.says(voice, SpeechAct.ASSERT)
    draft.claim("The dam is sound", outlet, draft.says(ada, SpeechAct.SAY, "said", telegram))
    cracked = draft.claim("the dam is cracked", outlet, draft.says(officials, SpeechAct.CLAIM, "claimed"))
    draft.claim(
        "the dam is cracked",
        outlet,
        draft.says(ada, SpeechAct.DENY, "denied", polarity=Polarity.NEGATED),
        nth=2,
        cues=(Marker("polarity", draft.at("denied")),),
        relations=(Relation(RelationType.DISPUTES, cracked, draft.at("denied that")),),
    )
    draft.claim("Norway will pay", outlet, draft.says(ada, SpeechAct.ADD, "added"), about=(norway,))
    return draft


def post() -> Draft:
    draft = Draft(
        Article(
            title="Norway's dam",
            body=(
                "“The dam is sound!” Holm wrote on Telegram. The Daily Beacon reported that officials said "
                "the dam is cracked. Moscow may help."
            ),
            url=POST,
            date="2024-03-12T08:30:00Z",
            publisher="Meridian Post",
        )
    )
    voice = draft.actor("Meridian Post", ActorKind.ORGANISATION, mentioned=0)
    ada = draft.actor("Holm", qid="Q101", label="Ada Holm")
    telegram = draft.actor("Telegram", ActorKind.ORGANISATION, "Q15616276")
    beacon = draft.actor("Daily Beacon", ActorKind.ORGANISATION, "Q900")
    officials = draft.actor("officials", ActorKind.GROUP, unnamed=True)
    moscow = draft.actor("Moscow", ActorKind.PLACE, "Q649", referent="Q159")
    outlet = draft.says(voice, SpeechAct.ASSERT)
    draft.claim(
        "“The dam is sound!”",
        outlet,
        draft.says(ada, SpeechAct.WRITE, "wrote", telegram),
        kind=ClaimKind.DIRECT,
    )
    draft.claim(
        "the dam is cracked",
        outlet,
        draft.says(beacon, SpeechAct.REPORT, "reported"),
        draft.says(officials, SpeechAct.SAY, "said"),
        confidence=0.75,
    )
    draft.claim(
        "Moscow may help",
        replace(outlet, certainty=Certainty.POSSIBLE),
        kind=ClaimKind.OWN_VOICE,
        about=(moscow,),
        cues=(Marker("certainty", draft.at("may")),),
    )
    return draft


def berg() -> Draft:
    draft = Draft(
        Article(
            title="Berg looks on",
            body="Rolf Berg fears that Moscow and Carla Ruiz could be watching. The dam is cracked.",
            url=BERG,
            publisher="Daily Beacon",
        )
    )
    voice = draft.actor("Daily Beacon", ActorKind.ORGANISATION, "Q900", mentioned=0)
    rolf = draft.actor("Rolf Berg")
    moscow = draft.actor("Moscow", ActorKind.PLACE, "Q649", referent="Q159")
    carla = draft.actor("Carla Ruiz")
    outlet = draft.says(voice, SpeechAct.ASSERT)
    draft.claim(
        "Moscow and Carla Ruiz could be watching",
        outlet,
        draft.says(rolf, SpeechAct.FEAR, "fears", certainty=Certainty.POSSIBLE),
        about=(moscow, carla),
        cues=(Marker("certainty", draft.at("could")),),
    )
    draft.claim("The dam is cracked", outlet, kind=ClaimKind.OWN_VOICE)
    return draft


def silent() -> Draft:
    return Draft(Article(title="Nothing is said", body="Silence."))


def drafts() -> tuple[Draft, ...]:
    return dam(), post(), berg(), silent()


def claim(draft: Draft, key: str) -> str:
    """Return the IRI of a claim."""
    article = iri.article(draft.article)
    return iri.claims(article, draft.claims, draft.article.text)[key].value


def actor(draft: Draft, name: str) -> str:
    """Return the IRI of an actor."""
    names = graph.iris(draft.extraction())
    return next(names[each.id].value for each in draft.actors.values() if each.name == name)


def fill(store: Store, judgements: Judgements | None = None) -> None:
    """Put the four articles into a store, as they were judged."""
    for draft in drafts():
        kept = Kept(draft.extraction(), RUN, TextLevel.QUOTES, tuple(draft.links), ())
        outcome = judging.apply(kept, judgements or Judgements())
        assert outcome.problems == ()
        versions.put(store, outcome.graphs, draft.article.text, None, records.to_bytes(kept))
    store.replace({iri.ENRICHMENT: enrichment()})


def copied(draft: Draft, headline: str, more: str) -> Draft:
    """Give an article as another outlet has it: under a headline of equal length, with some more words."""
    article = draft.article
    assert len(headline) == len(article.title)  # so that all offsets stay
    draft.article = replace(
        article, title=headline, body=article.body + more, publisher=COURIER, url=f"{article.url}-again"
    )
    draft.actors["a0"] = replace(draft.actors["a0"], name=COURIER)
    draft.links[0] = replace(draft.links[0], qid=None, method=LinkMethod.NIL, label=None, score=0.0)
    draft.claims = [
        replace(claim, chain=(replace(claim.chain[0], name=COURIER), *claim.chain[1:]))
        for claim in draft.claims
    ]
    return draft


def copied_drafts() -> tuple[Draft, ...]:
    return copied(dam(), "Dam troubles", " More later."), copied(berg(), "Someone looks", " Now you know.")


def fill_with_copies(store: Store, order: int = 1) -> None:
    """Put the small world into a store, and two of its articles once more as another outlet has them."""
    for draft in (*drafts(), *copied_drafts())[::order]:
        kept = Kept(draft.extraction(), RUN, TextLevel.QUOTES, tuple(draft.links), ())
        versions.put(store, draft.graphs(), draft.article.text, None, records.to_bytes(kept))
    store.replace({iri.ENRICHMENT: enrichment()})


def judgements() -> Judgements:
    """Give what people judged of the four articles, one judgement of each kind."""
    said = [
        (claim(dam(), "c1"), Aspect.CERTAINTY, "possible: claimed", "“Claimed” is no certainty."),
        (claim(dam(), "c3"), Aspect.CLAIM, "rejected", "A promise."),
        (claim(post(), "c2"), Aspect.SPEAKER, "Holm", ""),
        (claim(post(), "c2"), Aspect.POLARITY, "negated", ""),
        (claim(berg(), "c0"), Aspect.WORDING, "Carla Ruiz could be watching", ""),
        (claim(berg(), "c1"), Aspect.CLAIM, "accepted", ""),
        ("name:rolf berg", Aspect.ENTITY, "Q77", "His own page says so."),
        (actor(berg(), "Carla Ruiz"), Aspect.IDENTITY, "Carla Ruiz (the watcher)", ""),
        (actor(post(), "Moscow"), Aspect.NOT, "Q159", "The city offers help."),
        (actor(post(), "Telegram"), Aspect.ENTITY, "Q15616276", ""),
    ]
    return Judgements(
        Judgement(f"2026-11-22T10:00:{number:02}Z", "Ada", *each) for number, each in enumerate(said)
    )


OFFICES = {"Q48352": "head of state", "Q701": "steward of Norway", "Q702": "keeper of the dam"}


class Facts:
    """A snapshot by hand: Ada Holm is steward since the day after the dam, and keeper since some other."""

    digest = "0" * 64
    path = "by hand"

    def entity(self, qid: str) -> Entity | None:
        kind, country, offices = {
            "Q101": ("person", "Q20", (Position("Q701", "2024-03-12"), Position("Q702"))),
            "Q900": ("media", "Q20", ()),
        }.get(qid, ("other", None, ()))
        return Entity(qid, qid, (), kind, country, "", "", 0.5, positions=offices)

    def current(self, qid: str) -> str:
        return qid

    def label_of(self, qid: str) -> str | None:
        return {**OFFICES, "Q20": "Norway"}.get(qid)

    def superclasses(self, qid: str) -> tuple[tuple[str, str], ...]:
        return (("Q701", "Q48352"),) if qid == "Q701" else ()


def enrichment() -> list[Quad]:
    """Give the graph of enrichment."""
    facts = [
        triple
        for qid in ("Q101", "Q900")
        for triple in about_entity(qid, Facts().entity(qid), Facts())  # type: ignore[arg-type]
    ]
    return [Quad(*triple, iri.ENRICHMENT) for triple in facts]
