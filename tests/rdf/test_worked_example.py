"""The worked example of `docs/model.md` is what the sample article becomes; IRIs and texts are shortened."""

import re
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat

from ingest import pipeline, read, resources
from ingest.extract import TrainedExtractor
from ingest.link import Snapshot
from ingest.rdf.vocabulary import PREFIXES, RDF
from ingest.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "model.md"
SHORTENED = "https://example.org/"
"""Below it stand the page's own, shortened names; what else it shows must be so."""


def described(triples) -> dict[object, set[tuple[NamedNode, NamedNode | Literal]]]:
    subjects = {}
    for triple in triples:
        subjects.setdefault(triple.subject, set()).add((triple.predicate, triple.object))
    return subjects


@pytest.fixture(scope="module")
def graph():
    article = resources.folder("seeds") / "articles" / "sputnik-2024-05-06-french-foreign-legion.txt"
    with Snapshot.open() as snapshot:
        (found,) = read.read([str(article)])
        quads = pipeline.analyse(found, pipeline.Tools(TrainedExtractor(), snapshot, Settings())).graphs.quads
    return described(quad.triple for quad in quads)


def example():
    (turtle,) = re.findall(r"(?s)```turtle\n(.*?)```", PAGE.read_text(encoding="utf-8"))
    prologue = "".join(f"PREFIX {name}: <{base}>\n" for name, base in PREFIXES.items())
    return described(
        pyoxigraph.parse(
            prologue + turtle, format=RdfFormat.TURTLE, base_iri=SHORTENED, without_named_graphs=True
        )
    )


def matches(shown: NamedNode | Literal, there: NamedNode | Literal) -> bool:
    if str(shown).startswith(f"<{SHORTENED}"):
        return isinstance(there, NamedNode)
    return bool(re.fullmatch(".*".join(map(re.escape, str(shown).split("…"))), str(there), re.DOTALL))


@pytest.mark.parametrize("node", example(), ids=str)
def test_every_node_shown_is_in_the_graph_with_all_its_properties(node, graph) -> None:
    shown = example()[node]
    predicates = {predicate for predicate, _ in shown}
    assert any(
        predicates == {predicate for predicate, _ in there}
        and all(any(p == q and matches(o, r) for q, r in there) for p, o in shown)
        for there in graph.values()
    ), f"{node}: no node is like this; correct docs/model.md"


def test_the_example_shows_nodes_of_every_main_class() -> None:
    types = {
        str(value).rpartition("#")[2].rstrip(">")
        for each in example().values()
        for p, value in each
        if p == RDF.type
    }
    assert {"Article", "ArticleVersion", "Claim", "Attribution", "Source", "Mention", "Link", "Run"} <= types
