"""The graph held against the text: what SHACL cannot do, because the text is not in the graph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ingest.rdf.vocabulary import HS, OA, RDF, SCHEMA
from ingest.validate.findings import Finding, Severity
from ingest.validate.shapes import Shapes, article_shapes

_Index = dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]]


def check_text(quads: Iterable[Quad], text: str) -> tuple[Finding, ...]:
    """Hold one article's graph against the text that it was read from.

    Hash and length of the version, every quotation at its offsets with what stands around it, and the
    wording of every claim must agree with `text`. Offsets that are no numbers are left to `validate`.

    Args:
        quads: the article's graph; other graphs may be among them.
        text: the whole text, as `Article.text` gives it.
    """
    index: _Index = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            index.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
    return tuple(sorted(_Checker(index, text, article_shapes()).findings(), key=lambda finding: finding.key))


class _Checker:
    def __init__(self, index: _Index, text: str, shapes: Shapes) -> None:
        self._index = index
        self._text = text
        self._shapes = shapes
        urls = [
            url.value for properties in index.values() for url in properties.get(SCHEMA.url, [])
        ]  # fmt: skip
        self._article = urls[0] if len(urls) == 1 else None

    def findings(self) -> Iterator[Finding]:
        """Give what does not agree."""
        digest = hashlib.sha256(self._text.encode("utf-8", "surrogatepass")).hexdigest()
        for node, properties in self._index.items():
            kinds = properties.get(RDF.type, [])
            if HS.ArticleVersion in kinds:
                yield from self._same(node, HS.textSha256, digest, "TextSha256")
                yield from self._same(node, HS.textLength, str(len(self._text)), "TextLength")
            if HS.Mention in kinds and (span := self._span(node)):
                yield from self._mention(node, *span)
            if HS.Claim in kinds:
                yield from self._claim(node)

    def _mention(self, node: NamedNode, start: int, end: int) -> Iterator[Finding]:
        yield from self._same(node, OA.exact, self._text[start:end], "TextOfMention")
        for prefix in self._values(node, OA.prefix):
            if not self._text[:start].endswith(prefix.value):
                yield self._finding(node, OA.prefix, prefix, "TextAroundMention")
        for suffix in self._values(node, OA.suffix):
            if not self._text.startswith(suffix.value, end):
                yield self._finding(node, OA.suffix, suffix, "TextAroundMention")

    def _claim(self, node: NamedNode) -> Iterator[Finding]:
        for place in self._values(node, HS.wording):
            parts = self._values(place, HS.part) or [place]
            spans = [self._span(part) for part in parts]
            if all(spans):
                words = " ".join(self._text[start:end] for start, end in sorted(filter(None, spans)))
                yield from self._same(node, SCHEMA.text, words, "TextOfClaim")

    def _span(self, node: NamedNode | Literal) -> tuple[int, int] | None:
        try:
            (start,), (end,) = self._values(node, OA.start), self._values(node, OA.end)
            span = int(start.value), int(end.value)
        except ValueError:  # none, several, or no numbers: a matter of shapes
            return None
        return span if 0 <= span[0] < span[1] else None

    def _values(self, node: NamedNode | Literal, predicate: NamedNode) -> list[NamedNode | Literal]:
        return self._index.get(node, {}).get(predicate, []) if isinstance(node, NamedNode) else []

    def _same(self, node: NamedNode, predicate: NamedNode, expected: str, rule: str) -> Iterator[Finding]:
        for value in self._values(node, predicate):
            if value.value != expected:
                yield self._finding(node, predicate, value, rule)

    def _finding(self, node: NamedNode, path: NamedNode, value: NamedNode | Literal, name: str) -> Finding:
        rule = self._shapes.rule(name)
        claim = next((text.value for text in self._values(node, SCHEMA.text)), None)
        return Finding(
            rule=rule.iri,
            name=rule.name,
            severity=Severity.VIOLATION,
            focus=node,
            path=path.value,
            value=value,
            message=rule.message,
            component=rule.iri,
            article=self._article,
            claim=claim,
        )
