"""The store in the RDF syntaxes that are written statement by statement; memory stays flat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from ingest.errors import ExportError
from ingest.export.view import View
from ingest.rdf.vocabulary import PREFIXES, RDF, XSD
from ingest.store.nquads import Sorter

_LOCAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z", re.ASCII)
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_nquads(view: View, out: BinaryIO) -> None:
    """Write N-Quads, lines in byte order."""
    view.export_nquads(out)


def write_trig(view: View, out: BinaryIO) -> None:
    """Write TriG, graphs and the statements in them in code point order; one graph at a time is in memory."""
    serialize(_by_graph(view), out, format=RdfFormat.TRIG, prefixes=PREFIXES)


def write_ntriples(view: View, out: BinaryIO) -> None:
    """Write the union of all graphs as N-Triples, lines in byte order."""
    out.writelines(line for line, _ in groupby(_union_lines(view)))


def write_turtle(view: View, out: BinaryIO) -> None:
    """Write the union of all graphs as Turtle."""
    serialize(_union(view), out, format=RdfFormat.TURTLE, prefixes=PREFIXES)


def write_rdfxml(view: View, out: BinaryIO) -> None:
    """Write the union of all graphs as RDF/XML, every character that an XML reader would change escaped.

    Raises:
        ExportError: XML cannot hold a character or a property of the store; nothing is written then.
    """
    for quad in view.quads():
        _check_xml(quad)
    names = {prefix: base for prefix, base in PREFIXES.items() if prefix != "rdf"}
    attributes = "".join(f" xmlns:{prefix}={quoteattr(base)}" for prefix, base in sorted(names.items()))
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="{_RDF}"{attributes}>\n'.encode())
    for subject, triples in groupby(_union(view), key=lambda triple: triple.subject):
        out.write(f"  <rdf:Description rdf:about={quoteattr(_address(subject))}>\n".encode())
        out.writelines(_xml_property(triple).encode() for triple in triples)
        out.write(b"  </rdf:Description>\n")
    out.write(b"</rdf:RDF>\n")


_RDF = RDF.type.value.removesuffix("type")
_BASES = {base: prefix for prefix, base in PREFIXES.items()}


def _by_graph(view: View) -> Iterator[Quad]:
    for name in view.graphs():
        yield from sorted(view.graph(name), key=str)


def _union(view: View) -> Iterator[Triple]:
    """Give the triples of all graphs, each once, in the byte order of their N-Triples lines."""
    for line, _ in groupby(_union_lines(view)):
        (quad,) = parse(line, format=RdfFormat.N_TRIPLES)
        yield quad.triple


def _union_lines(view: View) -> Iterator[bytes]:
    lines = Sorter()
    for quad in view.quads():
        lines.write(f"{quad.triple} .\n".encode())
    return lines.lines()


def _check_xml(quad: Quad) -> None:
    value = quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
    bad = NOT_IN_XML.search(value)
    if bad:
        raise ExportError(
            f"RDF/XML cannot hold the character U+{ord(bad[0]):04X}, which stands in {quad.predicate} of "
            f"{quad.subject}.",
            "Export as turtle or nquads.",
        )
    _split(quad.predicate)


def _split(predicate: NamedNode) -> tuple[str, str]:
    """Split a property into a namespace and a name that XML takes as an element's."""
    name = _LOCAL_NAME.search(predicate.value)
    for base in _BASES:
        if predicate.value.startswith(base) and _LOCAL_NAME.match(predicate.value, len(base)):
            return base, predicate.value[len(base) :]
    if not name:
        raise ExportError(f"RDF/XML cannot name the property {predicate}.", "Export as turtle or nquads.")
    return predicate.value[: name.start()], name[0]


def _xml_property(triple: Triple) -> str:
    base, local = _split(triple.predicate)
    prefix = _BASES.get(base)
    name = f"{prefix}:{local}" if prefix else local
    tag = name if prefix else f"{name} xmlns={quoteattr(base)}"
    target = triple.object
    if not isinstance(target, Literal):
        return f"    <{tag} rdf:resource={quoteattr(_address(target))}/>\n"
    if target.language:
        tag += f" xml:lang={quoteattr(target.language)}"
    elif target.datatype != XSD.string:
        tag += f" rdf:datatype={quoteattr(target.datatype.value)}"
    return f"    <{tag}>{escape(target.value, {chr(13): '&#13;'})}</{name}>\n"


def _address(node: object) -> str:
    if not isinstance(node, NamedNode):
        raise ExportError(f"The store holds a node without an IRI: {node}.", "Ingest the articles again.")
    return node.value
