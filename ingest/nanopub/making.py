"""From a store to nanopublications: one a claim, which asserts that it was made, and never what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from ingest import __version__
from ingest.dataset import Dataset
from ingest.errors import ExportError
from ingest.export import View
from ingest.nanopub import trusty
from ingest.nanopub.signing import Key
from ingest.nanopub.terms import DCT, DRAFT, FOAF, NP, PAV, SOFTWARE, part
from ingest.rdf import iri
from ingest.rdf.vocabulary import CITO, DCTERMS, HS, PROV, RDF, SCHEMA, XSD

_ELSEWHERE = frozenset({*CITO, HS.repeats, HS.correctionOf})
"""What leads to other claims, and to pages: named in the assertion, and not described there."""

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]
_Nodes = dict[object, list[Quad]]


@dataclass(frozen=True, slots=True)
class Origins:
    """Whose nanopublications they are.

    Attributes:
        dataset: gives creators, with their addresses, and licence.
        created: when, as `xsd:dateTime`, or "": no clock is asked.

    Raises:
        ExportError: what nobody but the owner can say is not said.
    """

    dataset: Dataset
    created: str = ""

    def __post_init__(self) -> None:
        lacking = [name for name in ("creators", "creator_ids", "licence") if not getattr(self.dataset, name)]
        if lacking:
            raise ExportError(
                f"A nanopublication says whose it is and its licence: there is no {', no '.join(lacking)}.",
                "Write it under [dataset] in hearsay.toml; creator_ids are addresses such as ORCIDs.",
            )


class Maker:
    """Makes the nanopublications of a view.

    Args:
        view: a store, or what `ingest.export.view` made of it.
        origins: whose they are.
        key: signs them.
    """

    def __init__(self, view: View, origins: Origins, key: Key | None = None) -> None:
        self._view = view
        self._origins = origins
        self._key = key
        self._runs = _by_subject(view.graph(iri.RUNS))
        self._judging: _Nodes = defaultdict(list)
        self._aside: set[object] = set()
        for quads in _by_subject(view.graph(iri.JUDGEMENTS)).values():
            for quad in quads:
                if quad.predicate == HS.judges:
                    self._judging[quad.object] += quads
                elif quad.predicate == HS.setsAside:
                    self._aside.add(quad.object)

    def all(self, claims: Collection[str] = ()) -> Iterator[tuple[NamedNode, list[Quad]]]:
        """Give nanopublications, each with its Trusty URI; article by article, one in memory.

        What people rejected gives none, what they corrected stands as corrected.

        Args:
            claims: only of these, by IRI; empty: of all.
        """
        for name in self._view.graphs():
            article = iri.article_extracted_in(name)
            if article is None:
                continue
            nodes = _by_subject(
                chain(self._view.graph(name), self._view.graph(iri.corrections_graph(article)))
            )
            for claim in sorted(_claims(nodes), key=str):
                if claim not in self._aside and (not claims or claim.value in claims):
                    yield self._made(claim, article, nodes)

    def _made(self, claim: NamedNode, article: NamedNode, nodes: _Nodes) -> tuple[NamedNode, list[Quad]]:
        quads = [
            *_placed(_head(), "Head"),
            *_placed(_assertion(claim, nodes), "assertion"),
            *_placed(self._provenance(claim, article, nodes), "provenance"),
            *_placed(self._publication(), "pubinfo"),
        ]
        if self._key:
            signer = NamedNode(self._origins.dataset.creator_ids[0])
            quads += self._key.sign(quads, DRAFT, signer)
        name = iri.nanopub(trusty.code(quads, DRAFT))
        return name, trusty.renamed(quads, DRAFT, name)

    def _provenance(self, claim: NamedNode, article: NamedNode, nodes: _Nodes) -> Iterator[Triple]:
        """Say by which configuration it was found, in which text, and what people judged of it."""
        assertion = part(DRAFT, "assertion")
        for quad in nodes.get(iri.graph(article), ()):
            if quad.predicate == PROV.wasGeneratedBy and isinstance(quad.object, NamedNode):
                yield assertion, PROV.wasGeneratedBy, quad.object
                yield from _triples(self._runs.get(quad.object, ()))
        for quad in nodes.get(article, ()):
            if quad.predicate == DCTERMS.hasVersion and isinstance(quad.object, NamedNode):
                yield assertion, SOFTWARE.wasDerivedFrom, quad.object
        for judged in dict.fromkeys((claim, NamedNode(iri.uncorrected(claim.value)))):
            yield from _triples(self._judging.get(judged, ()))

    def _publication(self) -> Iterator[Triple]:
        dataset = self._origins.dataset
        for name, address in zip(dataset.creators, dataset.creator_ids, strict=True):
            yield DRAFT, DCT.creator, NamedNode(address)
            yield NamedNode(address), FOAF.name, Literal(name)
        yield DRAFT, DCT.license, NamedNode(dataset.licence)
        if self._origins.created:
            yield DRAFT, DCT.created, Literal(self._origins.created, datatype=XSD.dateTime)
        software = part(DRAFT, "software")
        yield DRAFT, PAV.createdWith, software
        yield software, RDF.type, SOFTWARE.SoftwareAgent
        yield software, FOAF.name, Literal(f"hearsay {__version__}")


def _head() -> Iterator[Triple]:
    yield DRAFT, RDF.type, NP.Nanopublication
    yield DRAFT, NP.hasAssertion, part(DRAFT, "assertion")
    yield DRAFT, NP.hasProvenance, part(DRAFT, "provenance")
    yield DRAFT, NP.hasPublicationInfo, part(DRAFT, "pubinfo")


def _assertion(claim: NamedNode, nodes: _Nodes) -> Iterator[Triple]:
    """Give a claim with its chain, its places in the text, who speaks and is spoken of, and the article."""
    waiting: list[object] = [claim]
    seen: set[object] = {claim}
    while waiting:
        for quad in nodes.get(waiting.pop(), ()):
            yield from _triples((quad,))
            if quad.predicate not in _ELSEWHERE and quad.object in nodes and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)


def _claims(nodes: _Nodes) -> Iterator[NamedNode]:
    for node, quads in nodes.items():
        predicates = {quad.predicate for quad in quads}
        if isinstance(node, NamedNode) and {SCHEMA.appearance, HS.attribution} <= predicates:
            yield node


def _by_subject(quads: Iterable[Quad]) -> _Nodes:
    nodes: _Nodes = defaultdict(list)
    for quad in quads:
        nodes[quad.subject].append(quad)
    return dict(nodes)


def _triples(quads: Iterable[Quad]) -> Iterator[Triple]:
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject, quad.predicate, _settled(quad.object)


def _settled(target: NamedNode | Literal) -> NamedNode | Literal:
    """Write an instant as tools do that normalise what they read, so that they find the same digest."""
    if isinstance(target, Literal) and target.datatype == XSD.dateTime and target.value.endswith("Z"):
        return Literal(f"{target.value[:-1]}+00:00", datatype=XSD.dateTime)
    return target


def _placed(triples: Iterable[Triple], name: str) -> list[Quad]:
    graph = part(DRAFT, name)
    return sorted({Quad(*triple, graph) for triple in triples}, key=str)
