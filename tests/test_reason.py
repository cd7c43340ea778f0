"""Derived classes: SPARQL over a store and HermiT over an article agree with each other and the records."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
import small_world
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, Variable
from rdflib import OWL
from records_by_hand import RUN

from ingest import judging, ontology, reason
from ingest.extract import TrainedExtractor
from ingest.model import (
    Actor,
    ActorKind,
    Article,
    Attribution,
    Certainty,
    Claim,
    ClaimKind,
    Extraction,
    Polarity,
    Relation,
    RelationType,
    Span,
    SpeechAct,
    TextLevel,
)
from ingest.rdf import graph, iri
from ingest.rdf.vocabulary import HS, RDF
from ingest.read import read
from ingest.records.kept import Kept
from ingest.store import open_store

ROOT = Path(__file__).parent.parent
LINK_ZERO = Attribution("outlet", "Daily Beacon", SpeechAct.ASSERT)
OUTLET = Actor("outlet", "Daily Beacon", ActorKind.ORGANISATION)
Pairs = frozenset[tuple[NamedNode, NamedNode]]


class MemoryStore:
    """The least that reasoning needs of a store."""

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self.db = pyoxigraph.Store()
        self.db.extend(quads)

    def query(self, sparql: str, substitutions: Mapping[Variable, NamedNode | Literal] | None = None):  # type: ignore[no-untyped-def]
        return self.db.query(sparql, substitutions=dict(substitutions or {}))

    @contextmanager
    def guarded(self) -> Iterator[None]:
        yield

    def replace(self, graphs: Mapping[NamedNode, Iterable[Quad]]) -> bool:
        for name, quads in graphs.items():
            self.db.remove_graph(name)
            self.db.extend(quads)
        return True


def claim(
    number: int,
    speakers: tuple[bool, ...],
    certainty: Certainty = Certainty.CERTAIN,
    polarity: Polarity = Polarity.AFFIRMED,
    disputes: int | None = None,
) -> Claim:
    """A claim relayed through `speakers`, outside in, each named (False) or unnamed (True)."""
    chain = [LINK_ZERO]
    for unnamed in speakers:
        name = "an official" if unnamed else "Ada Lund"
        chain.append(Attribution(name, name, SpeechAct.SAY, unnamed=unnamed))
    innermost = chain[-1]
    chain[-1] = Attribution(
        innermost.actor,
        innermost.name,
        innermost.act,
        certainty=certainty,
        polarity=polarity,
        unnamed=innermost.unnamed,
    )
    relations = () if disputes is None else (Relation(RelationType.DISPUTES, str(disputes), ()),)
    kind = ClaimKind.INDIRECT if speakers else ClaimKind.OWN_VOICE
    place = (Span(number * 5, number * 5 + 4),)
    return Claim(str(number), (place,), kind, tuple(chain), relations=relations)


def extraction(claims: Iterable[Claim]) -> Extraction:
    claims = tuple(claims)
    words = " ".join(f"{number:04}" for number in range(len(claims)))
    article = Article(words, "", url="https://dailybeacon.example.org/a", publisher="Daily Beacon")
    actors = (
        OUTLET,
        Actor("Ada Lund", "Ada Lund", ActorKind.PERSON),
        Actor("an official", "an official", ActorKind.PERSON, unnamed=True),
    )
    return Extraction(article, claims, actors=actors)


def build(record: Extraction) -> graph.ArticleGraphs:
    return graph.build(record, (), RUN, TextLevel.QUOTES)


def as_the_records_say(record: Extraction) -> Pairs:
    """The definitions, read from the records in plain Python."""
    names = iri.claims(iri.article(record.article), record.claims, record.article.text)
    disputed = {
        relation.claim
        for one in record.claims
        for relation in one.relations
        if relation.type is RelationType.DISPUTES
    }

    def classes(one: Claim) -> Iterator[NamedNode]:
        if len(one.chain) > 1:
            yield HS.SecondHandClaim
        if len(one.chain) > 2:
            yield HS.ThirdHandClaim
        if one.certainty is not Certainty.CERTAIN:
            yield HS.HedgedClaim
        if one.polarity is Polarity.NEGATED:
            yield HS.NegatedClaim
        if any(link.unnamed for link in one.chain):
            yield HS.UnnamedSourceClaim
        if one.id in disputed:
            yield HS.DisputedClaim

    return frozenset((names[one.id], term) for one in record.claims for term in classes(one))


def constructed(quads: Iterable[Quad]) -> Pairs:
    found = list(reason.construct(MemoryStore(quads)))
    assert {quad.graph_name for quad in found} <= {iri.DERIVED}
    assert len(found) == len(set(found))
    return frozenset((quad.subject, quad.object) for quad in found)


def rich() -> Extraction:
    """Every depth to four, an unnamed speaker at every place, each certainty and polarity, and disputes."""
    chains = [
        tuple(place == unnamed for place in range(depth))
        for depth in range(5)
        for unnamed in (None, *range(depth))
    ]
    attitudes = itertools.cycle(itertools.product(Certainty, Polarity))
    claims = []
    for number, (speakers, (certainty, polarity)) in enumerate(zip(chains * 2, attitudes, strict=False)):
        disputes = number - 2 if number % 4 == 3 else None
        claims.append(claim(number, speakers, certainty, polarity, disputes))
    return extraction(claims)


def test_every_class_that_the_ontology_defines_has_a_query_of_its_name() -> None:
    defined = {str(term) for term in ontology.load().subjects(OWL.equivalentClass, None)}
    assert {one.term.value for one in reason.definitions()} == defined
    for one in reason.definitions():
        name = one.term.value.removeprefix(HS.base)
        assert f"CONSTRUCT {{\n  ?claim a hs:{name} ." in one.query
        assert one.label
        assert one.text.endswith(".")
        assert one.expression.startswith("hs:Claim and (")


def test_a_rich_article_gets_the_same_classes_from_sparql_from_hermit_and_from_the_records(java: str) -> None:
    record = rich()
    quads = build(record).quads
    expected = as_the_records_say(record)
    assert {term for _, term in expected} == {one.term for one in reason.definitions()}
    assert constructed(quads) == expected
    assert reason.classify_article(quads) == expected


_CHAINS = st.lists(st.booleans(), max_size=6).map(tuple)


@given(
    st.lists(
        st.tuples(
            _CHAINS, st.sampled_from(Certainty), st.sampled_from(Polarity), st.integers(0, 7) | st.none()
        ),
        min_size=1,
        max_size=8,
    )
)
def test_sparql_reads_any_chain_as_the_definitions_do(
    parts: list[tuple[tuple[bool, ...], Certainty, Polarity, int | None]],
) -> None:
    record = extraction(
        claim(number, speakers, certainty, polarity, None if disputes is None else disputes % len(parts))
        for number, (speakers, certainty, polarity, disputes) in enumerate(parts)
    )
    assert constructed(build(record).quads) == as_the_records_say(record)


def test_the_explanation_of_each_class_is_enough_to_derive_it_again_and_nothing_less_is(java: str) -> None:
    quads = build(rich()).quads
    store = MemoryStore(quads)
    somewhere = NamedNode("https://example.org/somewhere")
    longest: dict[NamedNode, tuple[NamedNode, reason.Explanation]] = {}
    for node, _ in sorted(constructed(quads), key=str):
        for one in reason.explain(store, node):
            term = one.definition.term
            if term not in longest or len(one.triples) > len(longest[term][1].triples):
                longest[term] = node, one
    assert set(longest) == {one.term for one in reason.definitions()}
    for term, (node, one) in longest.items():
        alone = [Quad(triple.subject, triple.predicate, triple.object, somewhere) for triple in one.triples]
        assert {quad.triple for quad in alone} <= {quad.triple for quad in quads}
        assert (node, term) in constructed(alone)
        for missing in alone:
            assert (node, term) not in constructed(quad for quad in alone if quad != missing)
    together = [quad for _, one in longest.values() for quad in _in(somewhere, one.triples)]
    assert {(node, term) for term, (node, _) in longest.items()} <= reason.classify_article(together)


def _in(name: NamedNode, triples: Iterable[Triple]) -> list[Quad]:
    return [Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples]


def test_the_explanation_of_an_unnamed_source_shows_the_steps_to_it() -> None:
    record = extraction([claim(0, (True, False, False))])
    store = MemoryStore(build(record).quads)
    (node,) = iri.claims(iri.article(record.article), record.claims, record.article.text).values()
    (unnamed,) = (one for one in reason.explain(store, node) if one.definition.term == HS.UnnamedSourceClaim)
    links = [iri.attribution(node, depth) for depth in (3, 2, 1)]
    speaker = next(triple.object for triple in unnamed.triples if triple.predicate == HS.speaker)
    assert unnamed.triples == (
        Triple(node, RDF.type, HS.Claim),
        Triple(node, HS.attribution, links[0]),
        Triple(links[0], HS.next, links[1]),
        Triple(links[1], HS.next, links[2]),
        Triple(links[2], HS.speaker, speaker),
        Triple(speaker, RDF.type, HS.UnnamedActor),
    )


def test_an_unknown_claim_and_one_in_no_class_have_no_explanation() -> None:
    record = extraction([claim(0, ())])
    store = MemoryStore(build(record).quads)
    (node,) = iri.claims(iri.article(record.article), record.claims, record.article.text).values()
    assert reason.explain(store, node) == ()
    assert reason.explain(store, NamedNode("https://example.org/none")) == ()


def test_a_chain_is_not_walked_across_graphs() -> None:
    first, second = NamedNode("https://example.org/1"), NamedNode("https://example.org/2")
    node, link = NamedNode("https://example.org/c"), NamedNode("https://example.org/l")
    quads = [
        Quad(node, RDF.type, HS.Claim, first),
        Quad(node, HS.attribution, link, first),
        Quad(link, HS.next, NamedNode("https://example.org/m"), second),
        Quad(NamedNode("https://example.org/m"), RDF.type, HS.Attribution, second),
    ]
    assert constructed(quads) == frozenset()


def test_materialising_replaces_the_derived_graph_once_and_is_idempotent(tmp_path: Path) -> None:
    record = rich()
    built = build(record)
    stale = Quad(NamedNode("https://example.org/gone"), RDF.type, HS.HedgedClaim, iri.DERIVED)
    with open_store(tmp_path / "store", mode="write", create=True) as store:
        store.replace({iri.graph(built.article): built.graph, iri.DERIVED: [stale]})
        counts = reason.materialise(store)
        derived = set(store.graph(iri.DERIVED))
        assert reason.materialise(store) == counts
        assert set(store.graph(iri.DERIVED)) == derived
        assert set(store.graph(iri.graph(built.article))) == set(built.graph)
    expected = as_the_records_say(record)
    assert frozenset((quad.subject, quad.object) for quad in derived) == expected
    for one in counts:
        assert one.claims == sum(term == one.definition.term for _, term in expected)


def test_words_that_no_owl_literal_may_hold_do_not_stop_hermit(java: str) -> None:
    record = extraction([claim(0, (True,))])
    quads = build(record).quads
    node = next(quad.subject for quad in quads if quad.object == HS.Claim)
    hostile = Quad(
        node, NamedNode("https://schema.org/text"), Literal('\x01"\\\u202e😀'), quads[0].graph_name
    )
    assert reason.classify_article([*quads, hostile]) == as_the_records_say(record)


def test_judged_articles_get_the_same_classes_from_sparql_and_from_hermit_and_what_is_set_aside_none(
    java: str,
) -> None:
    quads: list[Quad] = []
    for draft in small_world.drafts():
        kept = Kept(draft.extraction(), RUN, TextLevel.QUOTES, tuple(draft.links), ())
        quads += judging.apply(kept, small_world.judgements()).graphs.quads
    found = constructed(quads)
    aside = {quad.object for quad in quads if quad.predicate == HS.setsAside}
    assert len(aside) == 4
    assert not {claim for claim, _ in found} & aside
    assert {claim for claim, _ in found} & {q.subject for q in quads if q.predicate == HS.correctionOf}
    assert reason.classify_article(quads) == found


def test_the_smallest_examples_get_the_same_classes_from_sparql_and_from_hermit(java: str) -> None:
    files = sorted((ROOT / "ontology" / "examples").glob("*.ttl"))
    quads = [quad for file in files for quad in _quads(file)]
    found = constructed(quads)
    assert found
    assert reason.classify_article(quads) == found


def _quads(file: Path) -> Iterator[Quad]:
    """An example's triples in a graph of their own; examples share IRIs, so each is given its own base."""
    base = "https://w3id.org/hearsay/"
    text = file.read_text(encoding="utf-8").replace(f"BASE <{base}", f"BASE <{base}{file.stem}/")
    for quad in pyoxigraph.parse(text, RdfFormat.TURTLE):
        yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(f"{base}{file.stem}"))


def test_all_sample_articles_together_get_the_same_classes_from_sparql_and_from_hermit(java: str) -> None:
    extractor = TrainedExtractor()
    articles = [item for item in read([str(ROOT / "seeds" / "articles")]) if isinstance(item, Article)]
    assert len(articles) >= 8
    quads = [quad for article in articles for quad in build(extractor.extract(article)).quads]
    assert reason.classify_article(quads) == constructed(quads)
