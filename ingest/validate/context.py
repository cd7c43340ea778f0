"""Which article and which claim a node belongs to, so that a finding can be read."""

from __future__ import annotations

from collections.abc import Iterator

import rdflib
from rdflib import Literal, URIRef
from rdflib.term import Node

from ingest.rdf.vocabulary import HS, OA, RDF, SCHEMA


def _uri(node: object) -> URIRef:
    return URIRef(node.value)  # type: ignore[attr-defined]


_OUTWARDS = [
    _uri(term)
    for term in (
        *(HS.attribution, HS.next, HS.wording, HS.repeatedAt),
        *(HS.cue, HS.speakerMention, HS.role, HS.mediumMention),
        *(HS.certaintyCue, HS.polarityCue, HS.evidence, HS.part),
    )
]
"""Properties that lead from a claim to what belongs to it."""

_TYPE, _CLAIM, _ARTICLE = _uri(RDF.type), _uri(HS.Claim), _uri(HS.Article)


class Context:
    """Looks things up in the data that is validated."""

    def __init__(self, data: rdflib.Graph) -> None:
        self._data = data
        self._articles = sorted(data.subjects(_TYPE, _ARTICLE), key=str)

    def claim_of(self, node: Node) -> str | None:
        """Return the wording of the claim that `node` is or is part of; of several, the first in order."""
        claims = sorted(
            (found for found in self._inwards(node) if (found, _TYPE, _CLAIM) in self._data), key=str
        )
        return next(filter(None, (self._wording(claim) for claim in claims)), None)

    def article_of(self, node: Node) -> str | None:
        """Return the URL (else the IRI) of the article that `node` lies below, or of the only one."""
        found = [article for article in self._articles if (str(node) + "/").startswith(f"{article}/")]
        if not found and len(self._articles) == 1:
            found = self._articles
        if not found:
            return None
        return str(self._data.value(found[0], _uri(SCHEMA.url), default=found[0]))

    def _inwards(self, node: Node) -> set[Node]:
        """Give `node` and all nodes from which the properties of `_OUTWARDS` lead to it."""
        seen: set[Node] = set()
        queue = [node]
        while queue:
            current = queue.pop()
            if current not in seen:
                seen.add(current)
                queue.extend(self._steps_inwards(current))
        return seen

    def _steps_inwards(self, node: Node) -> Iterator[Node]:
        if (node, _TYPE, _CLAIM) not in self._data:
            for predicate in _OUTWARDS:
                yield from self._data.subjects(predicate, node)

    def _wording(self, claim: Node) -> str | None:
        text = self._data.value(claim, _uri(SCHEMA.text))
        if text is None:
            place = self._data.value(claim, _uri(HS.wording))
            text = self._data.value(place, _uri(OA.exact)) if place is not None else None
        return str(text) if isinstance(text, Literal) else None
