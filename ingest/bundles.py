"""An article's graphs taken together, as they are validated: from a store, or from an RDF file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from ingest.errors import HearsayError
from ingest.rdf import iri
from ingest.rdf.vocabulary import HS, PROV, RDF, SCHEMA
from ingest.store import Store

RDF_SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
}
"""The RDF files that can be validated, by suffix."""

_GLOBAL = frozenset({iri.RUNS, iri.TOMBSTONES, iri.JUDGEMENTS, iri.DERIVED, iri.ENRICHMENT, iri.COPIES})


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is validated together.

    Attributes:
        name: the article's IRI, the graph's name, or the file.
        quads: its graphs, the runs that they name, and the judgements in use.
    """

    name: str
    quads: tuple[Quad, ...]

    @property
    def sha256(self) -> str | None:
        """Hex SHA-256 of the version's text, or None where there is no single version."""
        versions = {
            quad.subject
            for quad in self.quads
            if quad.predicate == RDF.type and quad.object == HS.ArticleVersion
        }
        found = [
            quad.object.value
            for quad in self.quads
            if quad.predicate == HS.textSha256
            and quad.subject in versions
            and isinstance(quad.object, Literal)
        ]
        return found[0] if len(found) == 1 else None


def in_store(store: Store) -> Iterator[Bundle]:
    """Give each article of a store, one at a time, then the tombstones."""
    return _bundles(store.graphs(), store.graph)


def in_file(path: Path) -> Iterator[Bundle]:
    """Give each article of an RDF file; a file without named graphs is one bundle.

    Raises:
        HearsayError: the file cannot be read or is not well-formed: with the place.
    """
    graphs: dict[NamedNode | None, list[Quad]] = defaultdict(list)
    try:
        for quad in parse(path=str(path), format=RDF_SUFFIXES[path.suffix.lower()]):
            name = quad.graph_name
            if isinstance(name, DefaultGraph):
                graphs[None].append(quad)
            elif isinstance(name, NamedNode):
                graphs[name].append(quad)
            else:
                raise HearsayError(
                    f"{path} has a graph without a name.", "Hearsay's graphs have no blank nodes."
                )
    except OSError as error:
        raise HearsayError(f"{path} cannot be read: {error}.", "Check the path and its rights.") from None
    except SyntaxError as error:
        raise HearsayError(
            f"{path} cannot be read as RDF: {error}.", "Correct the file, or check its suffix."
        ) from None
    if plain := graphs.pop(None, ()):
        yield Bundle(str(path), tuple(plain))
    yield from _bundles((name for name in graphs if name), lambda name: graphs.get(name, ()))


def _bundles(names: Iterable[NamedNode], content: Callable[[NamedNode], Iterable[Quad]]) -> Iterator[Bundle]:
    shared = _Shared(content(iri.RUNS), content(iri.JUDGEMENTS))
    for together in _grouped(names):
        yield _bundle(together[0], tuple(quad for name in together for quad in content(name)), shared)
    if tombstones := tuple(content(iri.TOMBSTONES)):
        yield Bundle(iri.TOMBSTONES.value, tombstones)


class _Shared:
    """What articles share, to be looked up by those that use it."""

    def __init__(self, runs: Iterable[Quad], judgements: Iterable[Quad]) -> None:
        self._described: dict[object, list[Quad]] = defaultdict(list)
        self._judged: dict[object, list[Quad]] = defaultdict(list)
        for quad in (*runs, *judgements):
            self._described[quad.subject].append(quad)
            if quad.predicate == HS.judges:
                self._judged[quad.object].append(quad)

    def used_by(self, quads: Iterable[Quad]) -> set[Quad]:
        """Give the runs and judgements that an article's quads name, and judgements of its claims."""
        used = {quad.object for quad in quads if quad.predicate in (PROV.wasGeneratedBy, HS.judgement)}
        claims = (quad.subject for quad in quads if quad.predicate == RDF.type and quad.object == HS.Claim)
        used.update(judged.subject for claim in claims for judged in self._judged.get(claim, ()))
        return {quad for node in used for quad in self._described.get(node, ())}


def _bundle(name: NamedNode, quads: tuple[Quad, ...], shared: _Shared) -> Bundle:
    articles = [
        quad.object.value
        for quad in quads
        if quad.subject == name and quad.predicate == SCHEMA.about and isinstance(quad.object, NamedNode)
    ]
    title = articles[0] if len(articles) == 1 else name.value
    return Bundle(title, (*quads, *sorted(shared.used_by(quads), key=str)))


def _grouped(names: Iterable[NamedNode]) -> Iterable[list[NamedNode]]:
    """Give the graphs that are not global in order, those of one article together."""
    groups: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for name in sorted(set(names) - _GLOBAL, key=str):
        groups[iri.article_of(name) or name].append(name)
    return groups.values()
