"""A view in which people who are not linked to an entity have pseudonyms, and their names are covered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from ingest.export.masking import Mask, parts
from ingest.export.pseudonyms import Pseudonyms
from ingest.export.statements import ArticleStatements, statements_of
from ingest.export.view import WORDS, Read, View
from ingest.judgements import Aspect
from ingest.model import ActorKind, Certainty, Polarity
from ingest.rdf import iri
from ingest.rdf.vocabulary import HS, OA, RDFS, SCHEMA, WIKIDATA, concept

_NAMES = frozenset(map(concept, (Aspect.SPEAKER, Aspect.IDENTITY)))
"""Verdicts that are names."""
_ENTITY = concept(Aspect.ENTITY)
_BARE = re.compile(r"Q[1-9][0-9]*|nil|-|accepted|rejected|" + "|".join([*Certainty, *Polarity]))
"""Verdicts that hold no words of anybody's."""


@dataclass(frozen=True, slots=True)
class _Hidden:
    """What is hidden of one article.

    Attributes:
        people: the IRIs of those who get a pseudonym.
        linked: the IRIs of the actors that are Wikidata entities, whose names stay.
        mask: covers the names.
    """

    people: frozenset[str]
    linked: frozenset[str]
    mask: Mask


class Pseudonymous(Read):
    """A view without the names of people who are not linked.

    The IRIs of all claims, actors, links, judgements and identities are made anew under the key, since they
    derive from names and wordings: whoever guessed a name could see by its IRI that it is right. The names of
    one article are in memory at a time.

    Args:
        whole: what is to be shown.
        pseudonyms: gives them.
    """

    def __init__(self, whole: View, pseudonyms: Pseudonyms) -> None:
        self._whole = whole
        self._pseudonyms = pseudonyms
        self._at: NamedNode | None = None
        self._hidden = _Hidden(frozenset(), frozenset(), Mask(()))

    def graphs(self) -> Iterator[NamedNode]:
        """The names of all graphs."""
        return self._whole.graphs()

    def graph(self, name: NamedNode) -> Iterator[Quad]:
        """The quads of one graph."""
        article = iri.article_of(name)
        if article is not None:
            quads = self._of_article(self._whole.graph(name), self._of(article))
        elif name == iri.JUDGEMENTS:
            quads = self._judged(self._whole.graph(name))
        else:
            quads = self._whole.graph(name)
        for quad in quads:
            subject, value = quad.subject, quad.object
            assert isinstance(subject, NamedNode)  # noqa: S101 - there are no blank nodes
            if isinstance(value, NamedNode):
                value = iri.keyed(value, self._pseudonyms.key)
            yield Quad(iri.keyed(subject, self._pseudonyms.key), quad.predicate, value, name)

    def _of(self, article: NamedNode) -> _Hidden:
        """Return what is hidden of an article; its graphs are asked for one after the other."""
        if article != self._at:
            self._hidden = _hidden(statements_of(self._whole, article))
            self._at = article
        return self._hidden

    def _of_article(self, quads: Iterable[Quad], hidden: _Hidden) -> Iterator[Quad]:
        for quad in quads:
            yield _with(quad, self._literal(quad, hidden)) if isinstance(quad.object, Literal) else quad

    def _literal(self, quad: Quad, hidden: _Hidden) -> Literal:
        assert isinstance(quad.object, Literal)  # noqa: S101 - it is asked before
        predicate, text, subject = quad.predicate, quad.object.value, str(getattr(quad.subject, "value", ""))
        if predicate in WORDS:
            return Literal(
                hidden.mask(text, cut_before=predicate == OA.prefix, cut_after=predicate == OA.suffix)
            )
        if predicate == HS.wordingDigest:
            return Literal(iri.digest(self._pseudonyms.keyed(text)))
        if predicate == SCHEMA.name and subject in hidden.people:
            return Literal(self._pseudonyms.of(text))
        if predicate == SCHEMA.name and subject not in hidden.linked and iri.article_above(subject):
            return Literal(hidden.mask(text))
        if predicate == RDFS.label and not subject.startswith(WIKIDATA):
            return Literal(self._pseudonyms.of(text), language=quad.object.language)
        return quad.object

    def _judged(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Give judgements without the words of people: reasons are left out, names get pseudonyms."""
        whole = list(quads)
        aspects = {quad.subject: quad.object for quad in whole if quad.predicate == HS.aspect}
        known = {
            quad.subject
            for quad in whole
            if quad.predicate == HS.verdict
            and aspects.get(quad.subject) == _ENTITY
            and str(getattr(quad.object, "value", "")).startswith("Q")
        }
        for quad in whole:
            if quad.predicate == HS.reason:
                continue
            if quad.predicate == HS.judgesName and quad.subject not in known:
                yield _with(quad, Literal(self._pseudonyms.of(_text(quad))))
            elif quad.predicate == HS.verdict:
                yield _with(quad, Literal(self._verdict(_text(quad), aspects.get(quad.subject))))
            else:
                yield quad

    def _verdict(self, verdict: str, aspect: object) -> str:
        if _BARE.fullmatch(verdict):
            return verdict
        if aspect in _NAMES:
            return self._pseudonyms.of(verdict)
        word = verdict.partition(":")[0].rstrip()  # "possible: perhaps" quotes the article
        return word if _BARE.fullmatch(word) else f"hmac-sha256:{self._pseudonyms.keyed(verdict)}"


def _hidden(article: ArticleStatements) -> _Hidden:
    """Find who is hidden: persons with a name that are linked to no Wikidata entity."""
    found, links = article.extracted, article.links
    linked = frozenset(
        actor for _, actor in links.pairs(HS.ofActor) if links.entity(actor).startswith(WIKIDATA)
    )
    people = frozenset(
        actor
        for actor in found.subjects(HS.actorKind, concept(ActorKind.PERSON).value)
        if actor not in linked
        and iri.article_above(actor)
        and not found.has_type(actor, HS.UnnamedActor)
        and any(parts(found.one(actor, SCHEMA.name)))
    )
    names = {found.one(actor, SCHEMA.name) for actor in people}
    for mention, actor in found.pairs(HS.refersTo):
        words = found.one(mention, OA.exact)
        if actor in people and _capitalised(words):  # a nickname; no "the mayor"
            names.add(words)
    return _Hidden(people, linked, Mask(names))


def _capitalised(words: str) -> bool:
    return not any(word[0].islower() for word in words.split())


def _with(quad: Quad, value: Literal) -> Quad:
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)


def _text(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, Literal) else ""
