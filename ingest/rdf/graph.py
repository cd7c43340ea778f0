"""Records to quads: an article's graphs, and the run that made them.

`docs/model.md` shows the result. Nothing here decides anything: what the extractor and the linker found is
written down, each claim hanging on its chain of attributions and each of these anchored in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from ingest import grounding
from ingest.model import (
    Actor,
    ActorKind,
    Article,
    Attribution,
    Claim,
    Extraction,
    Link,
    Marker,
    Mention,
    RelationType,
    Run,
    Span,
    Spans,
    TextLevel,
)
from ingest.rdf import iri
from ingest.rdf.cited import cited, described
from ingest.rdf.vocabulary import CITO, DCTERMS, HS, OA, PROV, RDF, RDFS, SCHEMA, XSD, concept
from ingest.sources import LinkedSource

CONTEXT_LENGTH = 32
"""Characters of context before and after a claim's wording, to find it again in a changed page."""

RELATIONS = {
    RelationType.DISPUTES: CITO.disputes,
    RelationType.SUPPORTS: CITO.supports,
    RelationType.CORRECTS: CITO.corrects,
    RelationType.REPEATS: HS.repeats,
    RelationType.REVIEWS: CITO.reviews,
}

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class ArticleGraphs:
    """What one article becomes.

    Attributes:
        article: its IRI.
        version: the IRI of this text of it.
        graph: what was extracted, in the graph ``<article>/graph``.
        links: its link decisions, in ``<article>/links``.
        runs: the run, in the global graph of runs.
        iris: the IRI of each claim, actor and mention by the id of its record.
        corrections: its claims as people corrected them, in ``<article>/corrections`` (`.corrected`).
        judgements: what people judged of it, in the global graph of judgements (`.judged`).
    """

    article: NamedNode
    version: NamedNode
    graph: tuple[Quad, ...]
    links: tuple[Quad, ...]
    runs: tuple[Quad, ...]
    iris: Mapping[str, NamedNode]
    corrections: tuple[Quad, ...] = ()
    judgements: tuple[Quad, ...] = ()

    @property
    def quads(self) -> tuple[Quad, ...]:
        """All quads, as they are validated together."""
        return self.graph + self.links + self.runs + self.corrections + self.judgements


def build(
    extraction: Extraction,
    links: Sequence[Link],
    run: Run,
    text_level: TextLevel = TextLevel.QUOTES,
    names: Mapping[str, NamedNode] | None = None,
) -> ArticleGraphs:
    """Write an extraction, its links and its run as quads, without duplicates.

    Args:
        extraction: what was found.
        links: the decisions.
        run: the configuration.
        text_level: how much of the article's wording is written.
        names: the extraction's `iris`, where they are known already.

    Raises:
        GroundingError: something is not in the text (`ingest.grounding`).
    """
    grounding.check(extraction, links)
    writer = Writer(extraction, run, text_level, names)
    return ArticleGraphs(
        writer.article,
        writer.version,
        in_graph(writer.extracted(), iri.graph(writer.article)),
        in_graph(writer.decided(links), iri.links_graph(writer.article)),
        runs(run),
        writer.iris(),
    )


def in_graph(triples: Iterable[Triple], name: NamedNode) -> tuple[Quad, ...]:
    """Place triples in a graph: as quads, without duplicates, in the order in which they are first given."""
    return tuple([Quad(*triple, name) for triple in dict.fromkeys(triples)])


def runs(run: Run) -> tuple[Quad, ...]:
    """Write a run, in the global graph of runs."""
    return in_graph(_run(run), iri.RUNS)


def _run(run: Run) -> Iterator[Triple]:
    node = iri.run(run)
    yield node, RDF.type, HS.Run
    yield node, RDF.type, PROV.Activity
    yield node, HS.software, Literal(run.software)
    yield node, HS.model, Literal(run.model)
    yield node, HS.settings, Literal(run.settings)
    yield node, HS.snapshot, Literal(run.snapshot)


class Writer:
    """Holds the IRIs of one article's records while its triples are written."""

    def __init__(
        self,
        extraction: Extraction,
        run: Run,
        text_level: TextLevel,
        names: Mapping[str, NamedNode] | None = None,
    ) -> None:
        self._extraction = extraction
        self._text = extraction.article.text
        self._with_words = text_level is not TextLevel.NONE
        self._run = iri.run(run)
        self._snapshot = run.snapshot
        self.article = iri.article(extraction.article)
        self.version = iri.version(self.article, extraction.article.text_sha256)
        self._iris = iris(extraction) if names is None else names
        self._mentioned = {mention.id: mention.actor for mention in extraction.mentions}
        self._places = {mention.id: mention.span for mention in extraction.mentions}
        self._publisher = publisher(extraction)
        self._anchors: dict[Spans, NamedNode] = {}  # most places are anchors of several things

    def iris(self) -> dict[str, NamedNode]:
        """Return the IRI of each claim, actor and mention by the id of its record."""
        mentions = {each.id: self._anchor_node((each.span,)) for each in self._extraction.mentions}
        return {**self._iris, **mentions}

    def extracted(self) -> Iterator[Triple]:
        """Give the triples of the article's graph."""
        yield from self._about_graph(iri.graph(self.article))
        yield from self._article(self._extraction.article)
        for actor in self._extraction.actors:
            yield from self._actor(actor)
        for mention in self._extraction.mentions:
            yield from self._mention(mention)
        for source in self._extraction.article.sources:
            yield from self._source(source)
        for claim in self._extraction.claims:
            yield from self._claim(claim)

    def decided(self, links: Sequence[Link]) -> Iterator[Triple]:
        """Give the triples of the article's graph of links."""
        yield from self._about_graph(iri.links_graph(self.article))
        for decision in links:
            yield from self._link(decision)

    def _about_graph(self, name: NamedNode) -> Iterator[Triple]:
        yield name, RDF.type, PROV.Bundle
        yield name, SCHEMA.about, self.article
        yield name, PROV.wasGeneratedBy, self._run

    def _article(self, article: Article) -> Iterator[Triple]:
        yield self.article, RDF.type, HS.Article
        yield self.article, RDF.type, SCHEMA.NewsArticle
        yield from self._about_article(article)

    def _about_article(self, article: Article) -> Iterator[Triple]:
        yield self.article, SCHEMA.inLanguage, Literal(article.language)
        yield self.article, DCTERMS.hasVersion, self.version
        if self._with_words:
            yield self.article, SCHEMA.headline, Literal(article.title)
        if article.url:
            yield self.article, SCHEMA.url, NamedNode(article.url)
        if article.date:
            yield self.article, SCHEMA.datePublished, date_time(article.date)
        if self._publisher:
            node = self._iris[self._publisher.id]
            yield self.article, SCHEMA.publisher, node
            yield node, RDF.type, HS.Source
            if article.host:
                yield node, HS.host, Literal(article.host)
        yield self.version, RDF.type, HS.ArticleVersion
        yield self.version, HS.textSha256, Literal(article.text_sha256)
        yield self.version, HS.textLength, _integer(len(self._text))

    def _actor(self, actor: Actor) -> Iterator[Triple]:
        node = self._iris[actor.id]
        yield node, RDF.type, HS.Actor
        if actor.unnamed:
            yield node, RDF.type, HS.UnnamedActor
        yield node, HS.actorKind, concept(actor.kind)
        yield node, SCHEMA.name, Literal(actor.name)
        if actor.kind is ActorKind.PERSON and actor.name in self._extraction.article.authors:
            yield self.article, SCHEMA.author, node

    def _mention(self, mention: Mention) -> Iterator[Triple]:
        node, triples = self._anchor((mention.span,))
        yield from triples
        yield node, HS.refersTo, self._iris[mention.actor]

    def _source(self, source: LinkedSource) -> Iterator[Triple]:
        anchor, triples = self._anchor((Span(source.start, source.end),))
        yield from triples
        yield from described(source, iri.source(self.article, source.url), anchor)

    def _claim(self, claim: Claim) -> Iterator[Triple]:
        node = self._iris[claim.id]
        wording = iri.words(claim.occurrences[0], self._text)
        yield node, RDF.type, HS.Claim
        yield node, RDF.type, SCHEMA.Claim
        yield node, SCHEMA.appearance, self.article
        yield node, HS.kind, concept(claim.kind)
        yield node, HS.confidence, decimal(claim.confidence)
        yield node, HS.wordingDigest, Literal(iri.wording_digest(wording))
        if self._with_words:
            yield node, SCHEMA.text, Literal(wording)
        for number, occurrence in enumerate(claim.occurrences):
            predicate = HS.repeatedAt if number else HS.wording
            yield from self._anchored(node, predicate, occurrence, context=True)
        for mention in claim.about:
            yield node, SCHEMA.about, self._iris[self._mentioned[mention]]
        innermost = self._link_node(claim, len(claim.chain) - 1)
        yield node, HS.attribution, innermost
        for depth, attribution in enumerate(claim.chain):
            yield from self._attribution(claim, depth, attribution)
        for marker in claim.cues:
            yield from self._marker(innermost, marker)
        for relation in claim.relations:
            yield innermost, RELATIONS[relation.type], self._iris[relation.claim]
            yield from self._anchored(innermost, HS.evidence, relation.evidence)

    def _link_node(self, claim: Claim, depth: int) -> NamedNode:
        if depth == 0:
            # Hedges, negations, relations and what is cited hang on the innermost link: where that is the
            # article's own voice it belongs to its claim alone; otherwise all claims share it.
            if len(claim.chain) == 1 and (claim.cues or claim.relations or self._cited(claim, 0)):
                return iri.attribution(self._iris[claim.id], 0)
            return iri.own_voice(self.article, claim.chain[0])
        return iri.attribution(self._iris[claim.id], depth)

    def _cited(self, claim: Claim, depth: int) -> list[str]:
        return cited(claim, depth, self._extraction.article.sources)

    def _attribution(self, claim: Claim, depth: int, link: Attribution) -> Iterator[Triple]:
        node = self._link_node(claim, depth)
        yield node, RDF.type, HS.Attribution
        yield node, HS.speaker, self._iris[link.actor]
        yield node, HS.act, concept(link.act)
        yield node, HS.certainty, concept(link.certainty)
        yield node, HS.polarity, concept(link.polarity)
        if depth:
            yield node, HS.next, self._link_node(claim, depth - 1)
        yield from self._anchored(node, HS.cue, link.cue)
        yield from self._anchored(node, HS.speakerMention, link.spans)
        yield from self._anchored(node, HS.role, link.role)
        if link.medium:
            medium = self._iris[link.medium.actor]
            yield node, HS.medium, medium
            yield medium, RDF.type, HS.Source
            yield from self._anchored(node, HS.mediumMention, link.medium.spans)
        for url in self._cited(claim, depth):
            yield node, CITO.cites, iri.source(self.article, url)

    def _marker(self, node: NamedNode, marker: Marker) -> Iterator[Triple]:
        predicate = HS.certaintyCue if marker.of == "certainty" else HS.polarityCue
        yield from self._anchored(node, predicate, marker.spans)

    def _anchored(
        self, node: NamedNode, predicate: NamedNode, spans: Spans, *, context: bool = False
    ) -> Iterator[Triple]:
        if spans:
            anchor, triples = self._anchor(spans, context=context)
            yield node, predicate, anchor
            yield from triples

    def _anchor(self, spans: Spans, *, context: bool = False) -> tuple[NamedNode, Iterator[Triple]]:
        node = self._anchor_node(spans)
        return node, self._selector(node, spans, context) if len(spans) == 1 else self._parts(
            node, spans, context
        )

    def _anchor_node(self, spans: Spans) -> NamedNode:
        node = self._anchors.get(spans)
        if node is None:
            node = self._anchors[spans] = iri.mention(self.version, spans)
        return node

    def _parts(self, node: NamedNode, spans: Spans, context: bool) -> Iterator[Triple]:
        yield node, RDF.type, HS.Mention
        for span in spans:
            yield from self._anchored(node, HS.part, (span,), context=context)

    def _selector(self, node: NamedNode, spans: Spans, context: bool) -> Iterator[Triple]:
        (span,) = spans
        yield node, RDF.type, HS.Mention
        yield node, OA.start, _integer(span.start)
        yield node, OA.end, _integer(span.end)
        if self._with_words:
            yield node, OA.exact, Literal(span.of(self._text))
        if context:
            # What others anchor to, and may look for in a changed page: a full selector of Web Annotation.
            yield node, RDF.type, OA.TextPositionSelector
            if self._with_words:
                yield node, RDF.type, OA.TextQuoteSelector
                yield node, OA.prefix, Literal(self._text[max(0, span.start - CONTEXT_LENGTH) : span.start])
                yield node, OA.suffix, Literal(self._text[span.end : span.end + CONTEXT_LENGTH])

    def _link(self, decision: Link) -> Iterator[Triple]:
        actor = self._iris[decision.actor]
        node = iri.link(actor, self.article)
        yield node, RDF.type, HS.Link
        yield node, HS.ofActor, actor
        yield node, HS.method, concept(decision.method)
        yield node, HS.score, decimal(decision.score)
        entity = _entity(decision)
        yield node, HS.entity, entity or HS.nil
        yield node, HS.snapshot, Literal(self._snapshot)
        label = decision.label if decision.qid else decision.identity
        if entity and label:
            yield entity, RDFS.label, Literal(label, language="en")
        if decision.referent:
            yield node, HS.referent, iri.entity(decision.referent)
        if entity:
            # Who speaks when "Moscow said" is Russia; the literal entity stays with the link.
            yield actor, SCHEMA.sameAs, iri.entity(decision.referent) if decision.referent else entity
        if decision.mention:
            yield node, HS.ofMention, self._anchor_node((self._places[decision.mention],))
        if decision.judgement:
            yield node, HS.judgement, NamedNode(decision.judgement)


def _entity(decision: Link) -> NamedNode | None:
    if decision.qid:
        return iri.entity(decision.qid)
    return iri.identity(decision.identity) if decision.identity else None


def iris(extraction: Extraction) -> dict[str, NamedNode]:
    """Mint the IRI of each claim and actor of an extraction, by the id of its record."""
    article = iri.article(extraction.article)
    voice = publisher(extraction)
    outlet = {voice.id: iri.outlet(extraction.article, voice.name)} if voice else {}
    return {
        **iri.claims(article, extraction.claims, extraction.article.text),
        **iri.actors(article, extraction.actors),
        **outlet,
    }


def publisher(extraction: Extraction) -> Actor | None:
    """Return the actor whose voice the article is: the speaker of link 0, or who bears the voice's name."""
    voices = {claim.chain[0].actor for claim in extraction.claims}
    for actor in extraction.actors:
        if actor.id in voices or (not voices and actor.name == extraction.article.voice):
            return actor
    return None


def published(article: Article) -> str | None:
    """Return the value of an article's `schema:datePublished`, or None if it has no date."""
    return date_time(article.date).value if article.date else None


def date_time(date: str) -> Literal:
    """Return an `Article.date` as `xsd:dateTime`; a day stands for its first instant in UTC.

    `xsd:date` is not in OWL 2's datatype map, and reasoners reject it.
    """
    return Literal(date if "T" in date else f"{date}T00:00:00Z", datatype=XSD.dateTime)


def _integer(value: int) -> Literal:
    # Not xsd:nonNegativeInteger, which Oxigraph turns into xsd:integer: it must store what is written.
    return Literal(str(value), datatype=XSD.integer)


def decimal(value: float) -> Literal:
    """Write two decimals in canonical form: 0.9, 1, 0.25."""
    return Literal(f"{value:.2f}".rstrip("0").rstrip("."), datatype=XSD.decimal)
