"""What an export is made of: a whole store, or some of its articles, with or without their words."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from typing import BinaryIO, Protocol

from pyoxigraph import Literal, NamedNode, Quad

from ingest.judgements import Aspect
from ingest.model import Certainty, Polarity, TextLevel
from ingest.rdf import iri
from ingest.rdf.vocabulary import HS, OA, PROV, SCHEMA, concept
from ingest.store import Store
from ingest.store.nquads import write_sorted

_LEADING_OUT = frozenset({PROV.wasGeneratedBy, HS.judgement, HS.entity, HS.referent})
WORDS = frozenset({SCHEMA.headline, SCHEMA.text, OA.exact, OA.prefix, OA.suffix})
"""Properties whose values are the articles' words."""
_QUOTING = frozenset(map(concept, (Aspect.WORDING, Aspect.CERTAINTY, Aspect.POLARITY)))
_BARE = frozenset([*Certainty, *Polarity])
"""Verdicts on certainty and polarity that quote no marker."""


class View(Protocol):
    """Named graphs to be read: what every writer of a format takes. A `Store` is one."""

    def graphs(self) -> Iterator[NamedNode]:
        """The names of all graphs, in code point order."""

    def graph(self, name: NamedNode) -> Iterator[Quad]:
        """The quads of one graph, in no promised order."""

    def quads(self) -> Iterator[Quad]:
        """All quads, graph by graph in the order of `graphs`."""

    def export_nquads(self, output: BinaryIO) -> None:
        """Write all quads as N-Quads, lines in byte order."""


def view(store: Store, articles: Collection[NamedNode] | None = None, text: TextLevel | None = None) -> View:
    """Return what of a store is to be exported.

    Args:
        store: open, and not to be changed while the view is read.
        articles: those that it is about, with what the global graphs hold of them; None: everything.
        text: `TextLevel.NONE` leaves out every word of the texts; any other level gives what is stored.
    """
    part: View = store if articles is None else _Part(store, articles)
    return _Wordless(part) if text is TextLevel.NONE else part


class Read(ABC):
    """What can be said of a view by its graphs alone."""

    @abstractmethod
    def graphs(self) -> Iterator[NamedNode]:
        """See `View`."""

    @abstractmethod
    def graph(self, name: NamedNode) -> Iterator[Quad]:
        """See `View`."""

    def quads(self) -> Iterator[Quad]:
        """See `View`."""
        for name in self.graphs():
            yield from self.graph(name)

    def export_nquads(self, output: BinaryIO) -> None:
        """See `View`."""
        write_sorted(self.quads(), output)


class _Part(Read):
    """Some articles of a store: their graphs, and of each global graph what is about them.

    Memory: the names of the articles' graphs, and what the global graphs hold of the articles.
    """

    def __init__(self, store: Store, articles: Collection[NamedNode]) -> None:
        self._store = store
        self._names: list[NamedNode] = []
        self._shared: dict[NamedNode, frozenset[Quad]] = {}
        for name in store.graphs():
            if iri.article_of(name) in articles:
                self._names.append(name)
        named = self._named()
        for name in store.graphs():
            if iri.article_of(name) is None:
                quads = frozenset(_concerning(list(store.graph(name)), articles, named))
                if quads:
                    self._names.append(name)
                    self._shared[name] = quads
        self._names.sort(key=lambda name: name.value)

    def graphs(self) -> Iterator[NamedNode]:
        yield from self._names

    def graph(self, name: NamedNode) -> Iterator[Quad]:
        yield from self._shared[name] if name in self._shared else self._store.graph(name)

    def _named(self) -> set[object]:
        """Give the runs, judgements and entities that the articles' graphs name."""
        return {
            quad.object
            for name in self._names
            for quad in self._store.graph(name)
            if quad.predicate in _LEADING_OUT
        }


class _Wordless(Read):
    """A view without the words of the articles: hashes, lengths and offsets alone.

    The names of who speaks and is spoken of stay, without which a graph says nothing. Where people's verdicts
    quote the article, their SHA-256 takes their place.
    """

    def __init__(self, whole: View) -> None:
        self._whole = whole

    def graphs(self) -> Iterator[NamedNode]:
        return self._whole.graphs()

    def graph(self, name: NamedNode) -> Iterator[Quad]:
        yield from wordless(self._whole.graph(name))


def wordless(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Give quads without the words of the articles that they are about."""
    whole = list(quads)
    quoting = {quad.subject for quad in whole if quad.predicate == HS.aspect and quad.object in _QUOTING}
    for quad in whole:
        if quad.predicate == HS.verdict and quad.subject in quoting:
            yield _hashed(quad)
        elif quad.predicate not in WORDS and quad.object != OA.TextQuoteSelector:
            yield quad


def _concerning(
    quads: Iterable[Quad], articles: Collection[NamedNode], named: Collection[object]
) -> Iterator[Quad]:
    """Give of a global graph what is about the articles, or about what they name, however far it leads on."""
    by_subject: dict[object, list[Quad]] = {}
    starts = set(named)
    for quad in quads:
        by_subject.setdefault(quad.subject, []).append(quad)
        judged = quad.object if quad.predicate in (HS.judges, HS.setsAside) else None
        if _belongs(quad.subject, articles) or _belongs(judged, articles):
            starts.add(quad.subject)
    waiting = [node for node in starts if node in by_subject]
    while waiting:
        found = by_subject.pop(waiting.pop(), [])
        yield from found
        waiting += [quad.object for quad in found if quad.object in by_subject]


def _belongs(node: object, articles: Collection[NamedNode]) -> bool:
    """True for one of the articles and for what lies below its IRI."""
    return isinstance(node, NamedNode) and (node in articles or iri.article_above(node.value) in articles)


def _hashed(quad: Quad) -> Quad:
    words = quad.object.value if isinstance(quad.object, Literal) else ""
    if words in _BARE:
        return quad
    digest = hashlib.sha256(words.encode()).hexdigest()
    return Quad(quad.subject, quad.predicate, Literal(f"sha256:{digest}"), quad.graph_name)
