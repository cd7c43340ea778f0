"""The store as JSON-LD with `ontology/context.jsonld`: one named graph after the other.

The context stands in the file, so that no reader needs the network. What the context says is what is written:
the terms, and how their values are to be read, are taken from it and kept nowhere else.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from pyoxigraph import Literal, NamedNode, Quad

from ingest import resources
from ingest.errors import ExportError
from ingest.export.view import View
from ingest.rdf.vocabulary import HS, OA, PROV, RDF, XSD

Json = dict[str, Any]

_PLAIN = re.compile(r"[A-Za-z0-9-]+", re.ASCII)
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})", re.ASCII)  # what every JSON reader keeps exact
_RANKS = (PROV.Bundle, HS.Article, HS.Claim, HS.Actor)
_INNER = {HS.Attribution, HS.ArticleVersion}
_DEEPEST = 20
"""Nodes written inside one another; what lies deeper is written beside them."""


def write_jsonld(view: View, out: BinaryIO) -> None:
    """Write JSON-LD 1.1; one graph at a time is in memory.

    Raises:
        ExportError: an IRI would be taken for an abbreviated one.
    """
    context = load_context()
    writer = Writer(context)
    out.write(b'{\n"@context": ' + _dump(context) + b',\n"@graph": [')
    separator = b"\n"
    for name in view.graphs():
        out.write(separator + _dump(writer.graph(name, view.graph(name))))
        separator = b",\n"
    out.write(b"\n]\n}\n")


def load_context() -> Json:
    """Return what `ontology/context.jsonld` holds under ``@context``."""
    text = (resources.folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
    context: Json = json.loads(text)["@context"]
    return context


@dataclass(frozen=True, slots=True)
class Term:
    """A property's term.

    Attributes:
        name: the key.
        type: ``@id``, ``@vocab``, a datatype's IRI, or None.
        vocabulary: for ``@vocab``, what the values are relative to.
        by_language: whether values are keyed by language.
    """

    name: str
    type: str | None = None
    vocabulary: str = ""
    by_language: bool = False


class Writer:
    """Writes nodes with the terms of one context.

    Args:
        context: a JSON-LD context in the form of `ontology/context.jsonld`.
    """

    def __init__(self, context: Json) -> None:
        self._prefixes = {
            base: prefix
            for prefix, base in context.items()
            if isinstance(base, str) and base.endswith(("/", "#"))
        }
        self._schemes = tuple(f"{key}:" for key in context if not key.startswith("@"))
        self._classes: dict[str, str] = {}
        self._terms: dict[str, Term] = {}
        for key, definition in context.items():
            if isinstance(definition, str) and not definition.startswith("@"):
                self._classes[_full(definition, context)] = key
            elif isinstance(definition, dict):
                self._terms[_full(definition["@id"], context)] = Term(
                    key,
                    _full(definition["@type"], context) if "@type" in definition else None,
                    definition.get("@context", {}).get("@vocab", ""),
                    definition.get("@container") == "@language",
                )

    def graph(self, name: NamedNode, quads: Iterable[Quad]) -> Json:
        """Return a named graph as an object, attributions and anchors inside what they belong to."""
        nodes: dict[NamedNode, list[Quad]] = defaultdict(list)
        uses: dict[Any, int] = defaultdict(int)
        for quad in quads:
            nodes[_iri(quad.subject)].append(quad)
            uses[quad.object] += 1
        types = {
            node: {quad.object for quad in statements if quad.predicate == RDF.type}
            for node, statements in nodes.items()
        }
        inner = {
            node
            for node, kinds in types.items()
            if (uses[node] == 1 and kinds & _INNER) or (uses[node] and HS.Mention in kinds)
        }
        tree = _Tree(self, nodes, inner)
        written = [tree.node(node) for node in sorted(nodes.keys() - inner, key=_reading_order(nodes))]
        # What only a circle refers to, or what lies too deep, is not reached from outside.
        while rest := sorted(nodes.keys() - tree.written, key=str):
            written.append(tree.node(rest[0]))
        return {"id": self.compact(name), "@graph": written}

    def property(self, predicate: NamedNode, target: NamedNode | Literal) -> Term:
        """Return the term of a property, or one that its abbreviated IRI names where none suits the value."""
        term = self._terms.get(predicate.value)
        if term is None or (term.by_language and not _has_language(target)):
            return Term(self.compact(predicate))
        return term

    def type(self, node: NamedNode) -> str:
        """Return how a class is named."""
        return self._classes.get(node.value) or self.compact(node)

    def compact(self, node: NamedNode) -> str:
        """Abbreviate an IRI."""
        bases = [base for base in self._prefixes if node.value.startswith(base)]
        if bases:
            base = max(bases, key=len)
            rest = node.value[len(base) :]
            if rest and not rest.startswith("//"):
                return f"{self._prefixes[base]}:{rest}"
        if node.value.startswith(self._schemes) and "://" not in node.value:
            raise ExportError(
                f"JSON-LD would take {node} for an abbreviated IRI.", "Export as trig or nquads."
            )
        return node.value

    def value(self, term: Term, target: NamedNode | Literal) -> Any:
        """Return a value as its term has it, or in full where the term cannot express it."""
        if isinstance(target, Literal):
            return _literal(term, target, self.compact(target.datatype))
        if term.type == "@vocab":
            rest = target.value.removeprefix(term.vocabulary)
            short = rest != target.value and _PLAIN.fullmatch(rest)
            return rest if short else self.compact(target)
        return self.compact(target) if term.type == "@id" else {"@id": self.compact(target)}


class _Tree:
    """Nests the nodes of one graph, and knows which are written."""

    def __init__(self, writer: Writer, nodes: Mapping[NamedNode, list[Quad]], inner: set[NamedNode]) -> None:
        self._writer = writer
        self._nodes = nodes
        self._inner = inner
        self.written: set[NamedNode] = set()

    def node(self, name: NamedNode, depth: int = 0) -> Json:
        self.written.add(name)
        result: Json = {"id": self._writer.compact(name)}
        values: dict[Term, list[Any]] = defaultdict(list)
        for quad in sorted(self._nodes[name], key=str):
            target = _named(quad.object)
            if quad.predicate == RDF.type and isinstance(target, NamedNode):
                result.setdefault("type", []).append(self._writer.type(target))
            elif target in self._inner and target not in self.written and depth < _DEEPEST:
                values[self._writer.property(quad.predicate, target)].append(
                    self.node(_iri(target), depth + 1)
                )
            else:
                term = self._writer.property(quad.predicate, target)
                values[term].append(self._writer.value(term, target))
        for term in sorted(values, key=lambda term: term.name):
            found = values[term]
            if term.by_language:
                result[term.name] = _by_language(found)
            else:
                result[term.name] = found[0] if len(found) == 1 else found
        return result


def _literal(term: Term, target: Literal, datatype: str) -> Any:
    if term.by_language:
        return target.language or "@none", target.value
    if target.language:
        return {"@value": target.value, "@language": target.language}
    if term.type == target.datatype.value:
        whole = target.datatype == XSD.integer and _INTEGER.fullmatch(target.value) and target.value != "-0"
        return int(target.value) if whole else target.value
    if term.type is None and target.datatype == XSD.string:
        return target.value
    if target.datatype == XSD.string:
        return {"@value": target.value}
    return {"@value": target.value, "@type": datatype}


def _has_language(target: NamedNode | Literal) -> bool:
    return isinstance(target, Literal) and (bool(target.language) or target.datatype == XSD.string)


def _by_language(values: list[tuple[str, str]]) -> Json:
    languages: dict[str, list[str]] = defaultdict(list)
    for language, text in values:
        languages[language].append(text)
    return {key: texts[0] if len(texts) == 1 else texts for key, texts in sorted(languages.items())}


def _reading_order(nodes: Mapping[NamedNode, list[Quad]]) -> Callable[[NamedNode], tuple[int, int, str]]:
    """Order nodes as one reads: graph, article, claims as the text has them, actors, then the rest."""

    def values(node: Any, predicate: NamedNode) -> list[Any]:
        return [quad.object for quad in nodes.get(node, ()) if quad.predicate == predicate]

    def start(claim: NamedNode) -> int:
        anchors = values(claim, HS.wording)
        places = anchors + [part for anchor in anchors for part in values(anchor, HS.part)]
        offsets = [target.value for place in places for target in values(place, OA.start)]
        return min((int(offset) for offset in offsets if _INTEGER.fullmatch(offset)), default=0)

    def key(node: NamedNode) -> tuple[int, int, str]:
        kinds = values(node, RDF.type)
        rank = next((rank for rank, kind in enumerate(_RANKS) if kind in kinds), len(_RANKS))
        return rank, start(node) if HS.Claim in kinds else 0, node.value

    return key


def _full(name: str, context: Json) -> str:
    prefix, colon, rest = name.partition(":")
    base = context.get(prefix)
    return f"{base}{rest}" if colon and isinstance(base, str) else name


def _iri(node: object) -> NamedNode:
    if not isinstance(node, NamedNode):
        raise ExportError(f"The store holds a node without an IRI: {node}.", "Ingest the articles again.")
    return node


def _named(node: object) -> NamedNode | Literal:
    return node if isinstance(node, Literal) else _iri(node)


def _dump(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
