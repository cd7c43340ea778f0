"""Who relays whom, as a network in GraphML: for Gephi, Cytoscape, igraph, NetworkX.

A node is whoever speaks: an entity that actors were linked to, otherwise one article's actor, since that two
articles' actors of one name are one person is not known. An edge leads from whoever passes a claim on to whom
they have it from, with the number of claims, and how many of these are hedged or negated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from ingest.export.rdf import NOT_IN_XML
from ingest.export.statements import ArticleStatements, articles, set_aside
from ingest.export.view import View
from ingest.rdf.vocabulary import HS, RDFS, SCHEMA
from ingest.store.nquads import Sorter

_KEYS = (
    ("label", "node", "string"),
    ("kind", "node", "string"),
    ("entity", "node", "string"),
    ("unnamed", "node", "boolean"),
    ("claims", "edge", "int"),
    ("hedged", "edge", "int"),
    ("negated", "edge", "int"),
    ("weight", "edge", "double"),
)
_BETWEEN = "\t"


def write_graphml(view: View, out: BinaryIO) -> None:
    """Write the network; nodes and edges in the order of their identifiers.

    Memory is flat: both are sorted through temporary files. A character that XML cannot hold is replaced by
    U+FFFD, in labels alone.
    """
    nodes, edges = Sorter(), Sorter()
    aside = set_aside(view)
    for article in articles(view):
        for claim in article.extracted.subjects(SCHEMA.appearance, article.article):
            if claim not in aside:
                _add(claim, article, nodes, edges)
    out.write(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    )
    for name, domain, kind in _KEYS:
        out.write(f'  <key id="{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>\n'.encode())
    out.write(b'  <graph edgedefault="directed">\n')
    out.writelines(_nodes(_fields(nodes.lines())))
    out.writelines(_edges(_fields(edges.lines())))
    out.write(b"  </graph>\n</graphml>\n")


def _add(claim: str, article: ArticleStatements, nodes: Sorter, edges: Sorter) -> None:
    found = article.extracted
    chain = found.chain(claim)
    if not chain:
        return
    who = [_speaker(found.one(link, HS.speaker), article) for link in chain]
    for speaker in who:
        _write(nodes, speaker)
    hedged = found.word(chain[-1], HS.certainty) != "certain"
    negated = found.word(chain[-1], HS.polarity) == "negated"
    for outer, inner in pairwise(who):
        _write(edges, (outer[0], inner[0], str(int(hedged)), str(int(negated))))


def _speaker(actor: str, article: ArticleStatements) -> tuple[str, ...]:
    found, links = article.extracted, article.links
    entity = links.entity(actor)
    who = links.one(links.decision(actor), HS.referent) or entity
    label = links.one(entity, RDFS.label) if who == entity else ""
    return (
        who or actor,
        label or found.one(actor, SCHEMA.name),
        found.word(actor, HS.actorKind),
        who,
        "true" if found.has_type(actor, HS.UnnamedActor) else "false",
    )


def _write(lines: Sorter, fields: Iterable[str]) -> None:
    lines.write((_BETWEEN.join(map(_one_line, fields)) + "\n").encode())


def _one_line(value: str) -> str:
    """Keep a value on its line and in its column."""
    return " ".join(NOT_IN_XML.sub("\ufffd", value).split())


def _fields(lines: Iterable[bytes]) -> Iterator[list[str]]:
    return (line.decode().removesuffix("\n").split(_BETWEEN) for line in lines)


def _nodes(lines: Iterable[list[str]]) -> Iterator[bytes]:
    for who, group in groupby(lines, key=lambda fields: fields[0]):
        # One entity is called this and that; what it is called most often stands for it.
        _, label, kind, entity, unnamed = Counter(map(tuple, group)).most_common(1)[0][0]
        data = _data(label=label, kind=kind, entity=entity, unnamed=unnamed)
        yield f"    <node id={quoteattr(who)}>{data}</node>\n".encode()


def _edges(lines: Iterable[list[str]]) -> Iterator[bytes]:
    for (outer, inner), group in groupby(lines, key=lambda fields: (fields[0], fields[1])):
        claims = hedged = negated = 0
        for fields in group:
            claims += 1
            hedged += int(fields[2])
            negated += int(fields[3])
        data = _data(claims=claims, hedged=hedged, negated=negated, weight=claims)
        yield f"    <edge source={quoteattr(outer)} target={quoteattr(inner)}>{data}</edge>\n".encode()


def _data(**values: str | int) -> str:
    return "".join(
        f"<data key={quoteattr(key)}>{escape(str(value))}</data>"
        for key, value in values.items()
        if value != ""
    )
