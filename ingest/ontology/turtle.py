"""One canonical serialisation of the ontology's Turtle files, so that a change reads as what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from rdflib import OWL, RDF, BNode, Graph
from rdflib.compare import to_canonical_graph
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.plugins.serializers.longturtle import LongTurtleSerializer
from rdflib.term import Node

from ingest.errors import HearsayError
from ingest.resources import folder


class _ByName(LongTurtleSerializer):
    """``longturtle`` with the ontology's header first, all else in order of name, anonymous axioms last."""

    def orderSubjects(self) -> list[Node]:
        graph = self.store
        headers = set(graph.subjects(RDF.type, OWL.Ontology))
        inside = {node for node in graph.objects() if isinstance(node, BNode)}  # written where they are used

        def rank(node: Node) -> tuple[bool, bool, bool, str]:
            return node not in headers, node in inside, isinstance(node, BNode), str(node)

        return sorted(set(graph.subjects()), key=rank)


def files() -> list[Path]:
    """Return the ontology's Turtle files: the ontology itself and its alignments, in order of name."""
    return sorted(folder("ontology").glob("*.ttl"))


def read(path: Path) -> Graph:
    """Parse one Turtle file.

    Raises:
        HearsayError: it cannot be read, or is not Turtle.
    """
    graph = Graph()
    try:
        graph.parse(data=path.read_text(encoding="utf-8"), format="turtle")
    except (OSError, UnicodeDecodeError) as error:
        raise HearsayError(f"{path}: cannot be read: {error}.", "Give a Turtle file in UTF-8.") from error
    except BadSyntax as error:
        raise HearsayError(
            f"{path}: line {error.lines + 1}: not Turtle: {error._why}.", "Correct that line."
        ) from error
    except ParserError as error:
        raise HearsayError(f"{path}: not Turtle: {error}.", "Correct it.") from error
    return graph


def canonical(path: Path) -> str:
    """Return the file's triples in the one serialisation in which they are kept.

    rdflib's ``longturtle`` over canonical blank nodes, subjects in order of name: every statement on a line
    of its own, in an order that depends on the triples alone; a term stays where it is when others come and
    go. Comments are lost: what is worth saying belongs in an annotation.

    Raises:
        HearsayError: it cannot be read, or is not Turtle.
    """
    graph = read(path)
    ordered = Graph(bind_namespaces="none")
    ordered += to_canonical_graph(graph)
    for prefix, namespace in graph.namespaces():
        ordered.bind(prefix, namespace)
    out = BytesIO()
    _ByName(ordered).serialize(out, encoding="utf-8")  # type: ignore[no-untyped-call]
    return out.getvalue().decode().strip("\n") + "\n"


def is_canonical(path: Path) -> bool:
    """True if the file is byte for byte what `canonical` gives."""
    return path.read_bytes() == canonical(path).encode()


def format_files(paths: Iterable[Path] | None = None) -> Iterator[Path]:
    """Rewrite files (by default the ontology's) in canonical form, and give those that changed."""
    for path in files() if paths is None else paths:
        text = canonical(path).encode()
        if path.read_bytes() != text:
            path.write_bytes(text)
            yield path
