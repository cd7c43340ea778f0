"""How fast records become N-Quads: Hearsay, plain formatting of strings, and rdflib, on the same articles.

    python -m benchmarks.serialising [--articles N]

The mapping (`ingest.rdf.graph`) runs with three kinds of terms: Hearsay's, plain strings that are written as
N-Triples has them, and rdflib's. So all three mint, normalise and escape alike. *Plain* is what Python can do
at best: each quad is one formatted line, no term is checked, and what comes out no store or validator could
take. Told apart are the making of the terms, and what follows: from terms to quads to sorted N-Quads.

The three take turns, article by article, so that whatever else the machine does hits them all; the fastest of
three rounds counts, and their bytes are compared. Articles are invented (`benchmarks.synthetic`).
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pyoxigraph
import rdflib

from benchmarks.machine import machine
from benchmarks.recorded import RUN
from benchmarks.synthetic import corpus
from ingest import grounding
from ingest.model import Extraction, Link, TextLevel
from ingest.rdf import graph, iri, vocabulary
from ingest.rdf.vocabulary import Namespace
from ingest.shards.lines import nquads

ROUNDS = 3

Triples = dict[Any, dict[tuple[Any, Any, Any], None]]
"""Triples by the name of their graph."""


class Plain(str):
    """An IRI or literal as N-Triples writes it, with the characters that it is made of."""

    __slots__ = ("value",)
    value: str


def plain_iri(value: str) -> Plain:
    """Write an IRI."""
    term = Plain(f"<{value}>")
    term.value = value
    return term


def plain_literal(value: str, *, datatype: Plain | None = None, language: str | None = None) -> Plain:
    """Write a literal."""
    end = f"^^{datatype}" if datatype else f"@{language}" if language else ""
    term = Plain(f'"{value.translate(_ESCAPED)}"{end}')
    term.value = value
    return term


_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPED = str.maketrans({chr(code): f"\\u{code:04X}" for code in (*range(32), 127)} | _SHORT)


def rdflib_literal(value: str, *, datatype: rdflib.URIRef | None = None, language: str | None = None) -> Any:
    """Make a literal of rdflib, as it is written."""
    return rdflib.Literal(value, datatype=datatype, lang=language, normalize=False)


@dataclass
class Way:
    """One way from records to N-Quads.

    Attributes:
        node: makes an IRI.
        literal: makes a literal.
        write: from triples to sorted N-Quads.
        seconds: what making the terms took, and what writing took.
    """

    name: str
    node: Callable[[str], Any]
    literal: Callable[..., Any]
    write: Callable[[Triples], bytes]
    seconds: list[float] = field(default_factory=lambda: [0.0, 0.0])


def by_hearsay(triples: Triples) -> bytes:
    """Make quads and serialise them."""
    quads = [pyoxigraph.Quad(*triple, name) for name, some in triples.items() for triple in some]
    return b"".join(sorted(nquads(quads)))


def by_formatting(triples: Triples) -> bytes:
    """Format a line for each quad."""
    lines = [f"{s} {p} {o} {name} .\n" for name, some in triples.items() for s, p, o in some]
    return "".join(sorted(lines)).encode()


def by_rdflib(triples: Triples) -> bytes:
    """Fill a dataset and serialise it."""
    dataset = rdflib.Dataset()
    for name, some in triples.items():
        dataset.addN((*triple, dataset.graph(name)) for triple in some)
    lines = str(dataset.serialize(format="nquads")).splitlines(keepends=True)
    return "".join(sorted(line for line in lines if line.strip())).encode()


def ways() -> list[Way]:
    """Give the three, Hearsay's first."""
    return [
        Way("Hearsay", pyoxigraph.NamedNode, pyoxigraph.Literal, by_hearsay),
        Way("plain formatting", plain_iri, plain_literal, by_formatting),
        Way("rdflib", rdflib.URIRef, rdflib_literal, by_rdflib),
    ]


@contextmanager
def terms_of(way: Way) -> Iterator[None]:
    """Let the mapping write with another kind of terms."""

    def namespace(of: Namespace) -> SimpleNamespace:
        return SimpleNamespace(**{term.value.removeprefix(of.base): way.node(term.value) for term in of})

    names = ("HS", "RDF", "RDFS", "SCHEMA", "PROV", "OA", "DCTERMS", "CITO", "XSD")
    namespaces: dict[str, Any] = {name: namespace(getattr(vocabulary, name)) for name in names}
    relations = {kind: way.node(term.value) for kind, term in graph.RELATIONS.items()}

    @lru_cache(maxsize=None, typed=True)
    def concept(value: StrEnum) -> Any:
        return way.node(vocabulary.concept(value).value)

    with (
        patch.multiple(graph, **namespaces),
        patch.multiple(graph, NamedNode=way.node, Literal=way.literal, RELATIONS=relations),
        patch.object(graph, "concept", concept),
        patch.multiple(iri, NamedNode=way.node, RUNS=way.node(iri.RUNS.value)),
        # The mapping asks IRIs for their characters as those of pyoxigraph give them.
        patch.object(rdflib.URIRef, "value", property(str), create=True),
    ):
        yield


def triples_of(extraction: Extraction, links: Iterable[Link]) -> Triples:
    """Run the mapping with the terms in force: as `graph.build` does, up to the quads."""
    grounding.check(extraction, links)
    writer = graph.Writer(extraction, RUN, TextLevel.QUOTES)
    return {
        iri.graph(writer.article): dict.fromkeys(writer.extracted()),
        iri.links_graph(writer.article): dict.fromkeys(writer.decided(tuple(links))),
        iri.RUNS: dict.fromkeys(graph._run(RUN)),
    }


def measure(articles: int) -> tuple[int, list[Way]]:
    """Take articles all three ways; return how many quads they are, and what each way took."""
    measured = ways()
    quads = 0
    gc.collect()
    gc.freeze()
    for extraction, links in corpus(articles):
        results = []
        for way in measured:
            with terms_of(way):
                seconds = min((_timed(way, extraction, links) for _ in range(ROUNDS)), key=sum)
                results.append(way.write(triples_of(extraction, links)))
            way.seconds = [before + now for before, now in zip(way.seconds, seconds, strict=True)]
        if any(_read(each) != _read(results[0]) for each in results):
            raise AssertionError(f"the ways differ in {extraction.article.url}")
        quads += results[0].count(b"\n")
    return quads, measured


def _timed(way: Way, extraction: Extraction, links: tuple[Link, ...]) -> tuple[float, float]:
    begun = time.perf_counter()
    triples = triples_of(extraction, links)
    made = time.perf_counter()
    way.write(triples)
    return made - begun, time.perf_counter() - made


def _read(lines: bytes) -> list[str]:
    return sorted(map(str, pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_QUADS)))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Time records to N-Quads, three ways.")
    parser.add_argument("--articles", type=int, default=200)
    arguments = parser.parse_args()
    print(machine())
    quads, measured = measure(arguments.articles)
    plain = next(way for way in measured if way.write is by_formatting)
    print(f"{arguments.articles:,} articles, {quads:,} quads\n")
    print("| | quads a second | to plain | µs a quad: terms made | quads made and written | to plain |")
    print("|---|---:|---:|---:|---:|---:|")
    for way in measured:
        whole, (made, written) = sum(way.seconds), (each / quads * 1e6 for each in way.seconds)
        print(
            f"| {way.name} | {quads / whole:,.0f} | {whole / sum(plain.seconds):.1f} ×"
            f" | {made:.1f} | {written:.1f} | {way.seconds[1] / plain.seconds[1]:.1f} × |"
        )


if __name__ == "__main__":
    main()
