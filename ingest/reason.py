"""Defined classes at work: which claims are second-hand, hedged, disputed, … and why.

Two ways to the same answer, held equal by tests: HermiT over one article, and over a store one SPARQL
CONSTRUCT a class (`queries/derive/<Class>.rq`), whose result goes into the derived graph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Triple, Variable
from rdflib import RDFS, SKOS, URIRef

from ingest import hermit, ontology
from ingest.errors import HearsayError
from ingest.rdf import iri, judged
from ingest.rdf.vocabulary import HS, RDF, XSD
from ingest.resources import folder
from ingest.store import Store

_CLAIM = Variable("claim")
_HEADER = re.compile(r"# derives: hs:(\w+)")


@dataclass(frozen=True, slots=True)
class Definition:
    """A defined class.

    Attributes:
        term: its IRI.
        label: its English label, e.g. ``hedged claim``.
        text: its definition in words.
        expression: its definition in Manchester syntax.
        query: the CONSTRUCT that derives it: the type, and the triples that it follows from.
    """

    term: NamedNode
    label: str
    text: str
    expression: str
    query: str


@dataclass(frozen=True, slots=True)
class Derived:
    """How many claims of a store are in a defined class."""

    definition: Definition
    claims: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a claim is in a defined class: the triples that alone put it there, from the claim outwards."""

    definition: Definition
    triples: tuple[Triple, ...]


@cache
def definitions() -> tuple[Definition, ...]:
    """Return the defined classes that have a query, in order of name.

    Raises:
        HearsayError: a query's header does not name a class that the ontology defines.
    """
    graph = ontology.load()
    found = []
    for path in sorted(folder("queries").glob("derive/*.rq")):
        query = path.read_text(encoding="utf-8")
        header = _HEADER.match(query)
        term = URIRef(HS.base + header[1]) if header else None
        expression = ontology.definition(graph, term) if term else None
        if term is None or expression is None:
            raise HearsayError(
                f"{path}: its first line does not name a class that the ontology defines.",
                "Begin it with `# derives: hs:…`.",
            )
        label, text = (str(graph.value(term, one)) for one in (RDFS.label, SKOS.definition))
        found.append(Definition(NamedNode(term), label, text, expression, query))
    return tuple(found)


def construct(store: Store) -> Iterator[Quad]:
    """Derive the types of all claims of a store by SPARQL, as quads of the derived graph, each once."""
    for definition in definitions():
        yield from _types(store, definition)


def materialise(
    store: Store, progress: Callable[[int, int], None] = lambda done, total: None
) -> tuple[Derived, ...]:
    """Replace a store's derived graph in one transaction, and count the claims of each defined class.

    Args:
        store: open for writing.
        progress: is told how many classes are done, of how many.

    Raises:
        StoreError: the store cannot be read or written.
    """
    quads: dict[Definition, tuple[Quad, ...]] = {}
    for definition in definitions():
        quads[definition] = tuple(_types(store, definition))
        progress(len(quads), len(definitions()))
    store.replace({iri.DERIVED: [quad for found in quads.values() for quad in found]})
    return tuple(Derived(definition, len(found)) for definition, found in quads.items())


def explain(store: Store, claim: NamedNode) -> tuple[Explanation, ...]:
    """Say in which defined classes a claim is, and which of the stored triples put it there.

    Returns:
        One explanation a class; none if there is no such claim, or it is in no defined class.
    """
    found = []
    for definition in definitions():
        triples = set(_constructed(store, definition, {_CLAIM: claim}))
        type_ = Triple(claim, RDF.type, definition.term)
        if type_ in triples:
            found.append(Explanation(definition, _from(claim, triples - {type_})))
    return tuple(found)


def classify_article(quads: Iterable[Quad]) -> frozenset[tuple[NamedNode, NamedNode]]:
    """Find the members of the defined classes in one article's graphs by HermiT, beside the ontology.

    A claim that people rejected or corrected is left out, as the queries leave it out; its correction is in.

    Returns:
        (claim, defined class) pairs.

    Raises:
        ingest.hermit.Inconsistent: the article's triples contradict the ontology.
        ingest.hermit.JavaMissing: there is no Java runtime.
        ingest.hermit.ReasonerError: HermiT refuses the triples, or takes too long.
    """
    wanted = {definition.term.value for definition in definitions()}
    quads = tuple(quads)
    aside = tuple(claim.value for claim in judged.set_aside(quads))
    article = (quad.triple for quad in quads if not _is_words(quad) and not _is_of(quad, aside))
    inferred = hermit.infer([*ontology.triples(ontology.load()), *article])
    return frozenset((NamedNode(node), NamedNode(term)) for node, term in inferred.types if term in wanted)


def _from(start: NamedNode, triples: set[Triple]) -> tuple[Triple, ...]:
    """Order triples as one reads them: those of the start, then those of what they lead to, and so on."""
    ordered: list[Triple] = []
    waiting = sorted(triples, key=str)
    reached: list[object] = [start]
    for node in reached:
        ordered += [triple for triple in waiting if triple.subject == node]
        waiting = [triple for triple in waiting if triple.subject != node]
        reached += [triple.object for triple in ordered if triple.object not in reached]
    return (*ordered, *waiting)


def _is_words(quad: Quad) -> bool:
    # Strings have no part in any definition, and HermiT stops at some that news holds (control characters).
    value = quad.object
    return isinstance(value, Literal) and (value.language is not None or value.datatype == XSD.string)


def _is_of(quad: Quad, claims: tuple[str, ...]) -> bool:
    """Whether a quad describes a claim that people set aside, or a link of its chain, or leads to it."""
    below = tuple(f"{claim}/link/" for claim in claims)
    nodes = [node.value for node in (quad.subject, quad.object) if isinstance(node, NamedNode)]
    return any(node in claims or node.startswith(below) for node in nodes)


def _types(store: Store, definition: Definition) -> Iterator[Quad]:
    claims = {
        triple.subject
        for triple in _constructed(store, definition)
        if triple.predicate == RDF.type and triple.object == definition.term
    }
    for claim in sorted(claims, key=str):
        yield Quad(claim, RDF.type, definition.term, iri.DERIVED)


def _constructed(
    store: Store, definition: Definition, bound: Mapping[Variable, NamedNode | Literal] | None = None
) -> Iterator[Triple]:
    with store.guarded():
        answer = store.query(definition.query, bound)
        if not isinstance(answer, QueryTriples):
            raise HearsayError(f"The query for {definition.term} is no CONSTRUCT.", "Make it one.")
        yield from answer
