"""The graph held against the text: what SHACL cannot do, because the text is not in the graph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ingest.rdf.vocabulary import HS, OA, RDF, SCHEMA
from ingest.validate import engine, terms
from ingest.validate.context import Context
from ingest.validate.findings import Finding
from ingest.validate.in_code import Reporter
from ingest.validate.shapes import article_shapes

_Value = NamedNode | Literal
_Fault = tuple[str, NamedNode, _Value, str]  # rule, node, value, property


def check_text(quads: Iterable[Quad], text: str) -> tuple[Finding, ...]:
    """Hold one article's graph against the text that it was read from.

    Hash and length of the version, every quotation at its offsets with what stands around it, and the
    wording of every claim must agree with `text`. Offsets that are no numbers are left to `validate`.

    Args:
        quads: the article's graph; other graphs may be among them.
        text: the whole text, as `Article.text` gives it.

    Returns:
        What does not agree, sorted.
    """
    quads = tuple(quads)
    faults = list(_Checker(quads, text).faults())
    if not faults:
        return ()
    report = Reporter(article_shapes(), Context(engine.load(terms.tamed(quad.triple) for quad in quads)))
    return tuple(sorted((report(*fault) for fault in faults), key=lambda finding: finding.key))


class _Checker:
    """Looks up what a graph says of the text, and compares."""

    def __init__(self, quads: Iterable[Quad], text: str) -> None:
        self._text = text
        self._values: dict[tuple[_Value, NamedNode], list[_Value]] = {}
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                self._values.setdefault((quad.subject, quad.predicate), []).append(quad.object)

    def faults(self) -> Iterator[_Fault]:
        """Give what does not agree."""
        digest = hashlib.sha256(self._text.encode("utf-8", "surrogatepass")).hexdigest()
        for node in self._of_class(HS.ArticleVersion):
            yield from self._differing(node, HS.textSha256, digest, "TextSha256")
            yield from self._differing(node, HS.textLength, str(len(self._text)), "TextLength")
        for node in self._of_class(HS.Mention):
            if span := self._span(node):
                yield from self._mention(node, *span)
        for node in self._of_class(HS.Claim):
            yield from self._claim(node)

    def _mention(self, node: NamedNode, start: int, end: int) -> Iterator[_Fault]:
        yield from self._differing(node, OA.exact, self._text[start:end], "TextOfMention")
        for prefix in self._get(node, OA.prefix):
            if not self._text.endswith(prefix.value, 0, start):
                yield "TextAroundMention", node, prefix, OA.prefix.value
        for suffix in self._get(node, OA.suffix):
            if not self._text.startswith(suffix.value, end):
                yield "TextAroundMention", node, suffix, OA.suffix.value

    def _claim(self, node: NamedNode) -> Iterator[_Fault]:
        for place in self._get(node, HS.wording):
            spans = [self._span(part) for part in self._get(place, HS.part) or [place]]
            found = sorted(span for span in spans if span)
            if len(found) == len(spans):
                words = " ".join(self._text[start:end] for start, end in found)
                yield from self._differing(node, SCHEMA.text, words, "TextOfClaim")

    def _differing(self, node: NamedNode, predicate: NamedNode, expected: str, rule: str) -> Iterator[_Fault]:
        for value in self._get(node, predicate):
            if value.value != expected:
                yield rule, node, value, predicate.value

    def _span(self, node: _Value) -> tuple[int, int] | None:
        try:
            (start,), (end,) = self._get(node, OA.start), self._get(node, OA.end)
            span = int(start.value), int(end.value)
        except ValueError:  # none, several, or no numbers: a matter of shapes
            return None
        return span if 0 <= span[0] < span[1] else None

    def _of_class(self, kind: NamedNode) -> Iterator[NamedNode]:
        for (node, predicate), values in self._values.items():
            if predicate == RDF.type and kind in values and isinstance(node, NamedNode):
                yield node

    def _get(self, node: _Value, predicate: NamedNode) -> list[_Value]:
        return self._values.get((node, predicate), [])
